"""Chooses the few preferences that a request is about, ranked, with one line why for every one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from prefmem.records import Attention, Candidate, Matrix, Request, Selection, Verdict
from prefmem.stages import keys
from prefmem.stages.expansions import applies_to
from prefmem.stages.occasions import Occasion
from prefmem.stages.relevance import Prepared, prepare, relevance
from prefmem.types import Applied, Preference, RequestDecision, Withheld

__all__ = ["Prepared", "applies_to", "everything", "prepare", "select"]

FORM = ("style.", "expertise.", "interaction.")
"""Behaviours about the form of an answer: they concern every answer."""
NAME = "identity.address"
CONSTRAINT = "constraint."
CLOSED = ("superseded", "expired", "rejected")
CLEARLY = 0.3
"""Probability from which a request is about a preference, whichever persona it seems to call."""
ALWAYS = "concerns every answer"
CANDIDATE_DISCOUNT = 0.5
"""What counts of the relevance of a preference that is not settled yet, when ranks are given."""


@dataclass(frozen=True, slots=True, eq=False)
class _Choice:
    """A preference that applies, before conflicts are resolved."""

    preference: Preference
    verdict: Verdict
    reason: str
    score: float
    rank: float
    standing: bool
    vectors: Matrix

    @property
    def binding(self) -> bool:
        """True if the answer must meet it; what was only seen once never binds."""
        return self.verdict.force == "binding" and self.preference.status != "candidate"


def select(
    candidates: Sequence[Candidate],
    verdicts: Sequence[Verdict],
    *,
    request: Request,
    decision: RequestDecision,
    attention: Attention,
    at: datetime,
    prepared: Prepared | None = None,
) -> Selection:
    """What applies to a request, best first, and why the rest does not.

    Args:
        candidates: All preferences held.
        verdicts: The policy's word on each, in the same order.
        request: What is asked.
        decision: What the policy says of the request.
        attention: Which personas speak.
        at: The time asked for.
        prepared: The candidates' vectors, stacked (`prepare`); made here where it is not given.
    """
    scored = relevance(prepared or prepare(candidates), request=request, decision=decision)
    occasion = Occasion(request, decision.kinds)
    chosen: list[_Choice] = []
    withheld: list[Withheld] = []
    rows = zip(
        candidates,
        verdicts,
        scored.scores.tolist(),
        scored.near.tolist(),
        scored.reached.tolist(),
        scored.thresholds.tolist(),
        strict=True,
    )
    for candidate, verdict, score, near, reached, least in rows:
        preference = candidate.preference
        here = occasion.meets(preference.context)
        refusal = _refusal(preference, verdict, attention, at, score) or _elsewhere(
            preference, here
        )
        if refusal is None:
            why = _why(preference, score, here=here, near=near, reached=reached)
            if why is not None:
                chosen.append(_choice(candidate, verdict, score, why))
                continue
            refusal = scored.why_not(score, least)
        withheld.append(
            Withheld(preference=preference, reason=refusal, scores={"relevance": score})
        )
    kept, lost = _without_conflicts(chosen)
    kept.sort(key=_order)
    return Selection(
        applied=tuple(_applied(one, attention) for one in kept), withheld=(*lost, *withheld)
    )


def everything(candidates: Sequence[Candidate]) -> Selection:
    """All that is held, what weighs most first: for somebody who asks what is known of them."""
    held = [c.preference for c in candidates if c.preference.status not in CLOSED]
    held.sort(key=lambda p: (-p.weight, p.id))
    reason = "you asked what is known of you"
    return Selection(
        applied=tuple(Applied(preference=p, force="soft", reason=reason) for p in held)
    )


def _refusal(
    preference: Preference, verdict: Verdict, attention: Attention, at: datetime, score: float
) -> str | None:
    """Why a preference stays out whatever is asked, or None."""
    if verdict.force is None:
        return verdict.reason
    if preference.status in CLOSED or (preference.valid_to and preference.valid_to <= at):
        return f"closed: {preference.status}"
    if preference.suspended:
        return "its reason has ended"
    persona = attention.personas.get(preference.id)
    if persona in (None, *attention.speaking) or preference.pinned or score >= CLEARLY:
        return None
    return f"belongs to another persona: {persona}"


def _elsewhere(preference: Preference, here: bool | None) -> str | None:
    """Why the context of a preference keeps it out, or None; in doubt a constraint stays on.

    What a person wants of an answer "when debugging" is no wish for any other answer, however near
    its words are; a taste is only kept out where the request is known to be elsewhere.
    """
    if preference.behaviour.startswith(CONSTRAINT) or here is True:
        return None
    if here is None and not _is_form(preference):
        return None
    factors = preference.context.factors()
    return f"only for {', '.join(factors.values())}" if factors else None


def _why(
    preference: Preference, score: float, *, here: bool | None, near: bool, reached: bool
) -> str | None:
    """Why a preference applies, or None if it does not."""
    if concerns_all(preference):
        return ALWAYS
    if here and _is_occasional(preference):
        return f"the request is one of {', '.join(preference.context.factors().values())}"
    if near or (reached and preference.behaviour.startswith(CONSTRAINT)):
        return f"the request is about it ({score:.2f})"
    return None


def _choice(candidate: Candidate, verdict: Verdict, score: float, why: str) -> _Choice:
    preference = candidate.preference
    settled = 1.0 if preference.status != "candidate" else CANDIDATE_DISCOUNT
    always = why == ALWAYS
    whole = always or _is_occasional(preference)
    return _Choice(
        preference=preference,
        verdict=verdict,
        reason=f"{why}; {verdict.reason}" if verdict.reason else why,
        score=score,
        rank=(1.0 if whole else score) * (1.0 if always else settled),
        # The policy lets a name reach some kinds of request only: it would break the stable part.
        standing=always and preference.behaviour != NAME,
        vectors=candidate.vectors,
    )


def _is_form(preference: Preference) -> bool:
    return preference.behaviour.startswith(FORM)


def _is_occasional(preference: Preference) -> bool:
    """True for form that is wanted in one context only."""
    return _is_form(preference) and bool(preference.context.factors())


def concerns_all(preference: Preference) -> bool:
    """True for what holds whatever is asked: form, the user's name, and pinned constraints."""
    behaviour = preference.behaviour
    if behaviour.startswith(FORM) or behaviour == NAME:
        always = preference.status != "candidate"
    else:
        always = preference.pinned and behaviour.startswith(CONSTRAINT)
    return always and not preference.context.factors()


def _order(one: _Choice) -> tuple[bool, float, str]:
    return (not one.binding, -one.rank, one.preference.id)


def _without_conflicts(chosen: Iterable[_Choice]) -> tuple[list[_Choice], list[Withheld]]:
    """Of two that want opposite things of one subject, only the better founded one."""
    rivals: dict[tuple[str, str], list[_Choice]] = {}
    kept: list[_Choice] = []
    lost: list[Withheld] = []
    for one in sorted(chosen, key=_authority, reverse=True):
        preference = one.preference
        known = rivals.setdefault((preference.behaviour, preference.subject), [])
        rival = next((other for other in known if _conflict(one, other)), None)
        if rival is None:
            kept.append(one)
            known.append(one)
            continue
        reason = f"outweighed by {rival.preference.statement!r}"
        lost.append(Withheld(preference=preference, reason=reason, scores={"relevance": one.score}))
    return kept, lost


def _conflict(one: _Choice, other: _Choice) -> bool:
    """True if both cannot be followed; hotels "without packages" and "that save water" can."""
    a, b = one.preference, other.preference
    if not a.subject or a.polarity == b.polarity:
        return False
    if not len(one.vectors) or not len(other.vectors):
        return True
    alike = float(one.vectors[0] @ other.vectors[0])
    return keys.same(_trait(a), _trait(b), alike) >= keys.SAME


def _trait(preference: Preference) -> keys.Trait:
    return keys.trait(preference.statement, preference.subject, preference.behaviour)


def _authority(one: _Choice) -> tuple[bool, bool, int, datetime, str]:
    preference = one.preference
    newest = preference.last_confirmed or preference.valid_from
    specific = len(preference.context.factors())
    return (preference.pinned, one.binding, specific, newest, preference.id)


def _applied(one: _Choice, attention: Attention) -> Applied:
    return Applied(
        preference=one.preference,
        force="binding" if one.binding else "soft",
        persona=attention.personas.get(one.preference.id),
        reason=one.reason,
        scores={"relevance": one.score, "weight": one.preference.weight},
        standing=one.standing,
        safeguards=one.verdict.safeguards,
    )
