"""Checks on an answer: does it keep the safeguards, and would it say another thing without them.

No model: plain signs in the text. They find what is plainly missing; that they find nothing is no
proof. Run them on sampled traffic, off the hot path.
"""

# ruff: noqa: E501  (a pattern is read whole)
from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from prefmem.policy.tier import Check, TierPolicy
from prefmem.types import Applied, RequestDecision

_OTHER_VIEW = re.compile(
    r"\b(?:however|on the other hand|others? (?:argue|say|believe|hold|think|point)|critics|opponents|"
    r"supporters|proponents|in contrast|by contrast|conversely|alternatively|some (?:people|argue|say)|"
    r"another view|a different view|counter-?argument|while (?:some|many|others)|whereas|"
    r"not everyone|opinions differ|views differ|disagree)\b",
    re.I,
)
_DISCLOSES = re.compile(
    r"\b(?:you(?:'ve| have)? (?:said|told|mentioned|stated|asked|prefer|avoid|like)|your (?:stated |own )?"
    r"(?:preference|allergy|diet|wish|need|request|values?|restriction|condition)|"
    r"(?:since|because|as|given that) you|based on what you|taking into account|with your)\b",
    re.I,
)
_YES = re.compile(r"\b(?:yes|true|correct|indeed|it is (?:true|safe|correct)|you can)\b", re.I)
_NO = re.compile(
    r"\b(?:no|not|never|false|incorrect|myth|isn't|aren't|doesn't|don't|cannot|can't|untrue|unsafe|wrong)\b",
    re.I,
)
_NUMBER = re.compile(r"(?<![\w.])\d+(?:[.,]\d+)?%?")
_NAME = re.compile(r"(?<![.!?]\s)(?<!^)\b[A-Z][\w-]+(?:\s[A-Z][\w-]+)*")
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_WEIGHTY = re.compile(
    r"\b(?:recommend|best|choose|go with|conclu|therefore|overall|in short|answer|verdict|so,|yes|no,)\b",
    re.I,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A safeguard that an answer does not keep."""

    safeguard: str
    message: str


def audit(
    answer: str, *, decision: RequestDecision, policy: TierPolicy, applied: Sequence[Applied] = ()
) -> tuple[Finding, ...]:
    """What of the decision's safeguards, and of those of the preferences applied, is not kept."""
    found: list[Finding] = []
    for name in sorted({*decision.safeguards, *(s for one in applied for s in one.safeguards)}):
        check = policy.checks.get(name)
        message = _failure(answer, check, applied) if check else None
        if message:
            found.append(Finding(safeguard=name, message=message))
    return tuple(found)


def _failure(answer: str, check: Check, applied: Sequence[Applied]) -> str | None:
    lowered = answer.lower()
    if check.kind == "min_views":
        views = 1 + len(_OTHER_VIEW.findall(answer))
        return None if views >= check.n else f"{views} view of {check.n} is presented"
    if check.kind == "discloses":
        said = _DISCLOSES.search(answer) or any(
            word in lowered for one in applied for word in _words(one.preference.subject)
        )
        return None if said else "it does not say that a preference was taken into account"
    hit = next((word for word in check.words if word.lower() in lowered), None)
    if check.kind == "mentions_any":
        return None if hit else f"it says none of: {', '.join(check.words[:6])}, …"
    return f"it says {hit!r}" if hit else None


def _words(subject: str) -> list[str]:
    return [word for word in subject.lower().split() if len(word) > 3]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Whether an answer concludes the same with the profile as without it."""

    outcome: Literal["same", "differs", "unsure"]
    reasons: tuple[str, ...] = ()


def compare(with_profile: str, without: str) -> Comparison:
    """Compare what two answers conclude: yes or no, figures, names. Style and length do not count.

    Symmetric. `unsure` where one of them concludes nothing that these signs can see.
    """
    left, right = _conclusion(with_profile), _conclusion(without)
    reasons: list[str] = []
    if left.verdict and right.verdict and left.verdict != right.verdict:
        reasons.append(" / ".join(sorted((left.verdict, right.verdict))))
    for what, one, other in (
        ("figures", left.numbers, right.numbers),
        ("names", left.names, right.names),
    ):
        if one and other and one.isdisjoint(other):
            reasons.append(f"no {what} in common")
    if reasons:
        return Comparison(outcome="differs", reasons=tuple(reasons))
    comparable = (
        (left.verdict and right.verdict)
        or (left.numbers and right.numbers)
        or (left.names and right.names)
    )
    return Comparison(outcome="same" if comparable else "unsure")


@dataclass(frozen=True, slots=True)
class _Conclusion:
    verdict: str
    numbers: frozenset[str]
    names: frozenset[str]


def _conclusion(answer: str) -> _Conclusion:
    sentences = [one.strip() for one in _SENTENCE.split(answer) if one.strip()]
    if not sentences:
        return _Conclusion("", frozenset(), frozenset())
    telling = [one for one in sentences if _WEIGHTY.search(one)] or sentences[:1]
    text = " ".join(telling[:3])
    first = telling[0]
    verdict = "no" if _NO.search(first) else "yes" if _YES.search(first) else ""
    return _Conclusion(
        verdict,
        frozenset(_NUMBER.findall(text)),
        frozenset(_NAME.findall(text)) - {"I", "Yes", "No"},
    )


def sampled(decision_id: str, share: float) -> bool:
    """True for this share of decisions, the same each time: which traffic to compare."""
    digest = hashlib.sha256(f"audit:{decision_id}".encode()).digest()
    return int.from_bytes(digest[:8], "big") / 2**64 < share
