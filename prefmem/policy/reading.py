"""What kind of request it is: words first, then the heads, then the stricter reading.

Words are exact where they speak. The heads decide between kinds that words leave open, and add a
strict kind that words missed. Where neither is sure, the request is `unclear`, which is strict.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from prefmem.policy import heads as heads_module
from prefmem.policy.lexicon import (
    ADVISER,
    CARRIER,
    EXPLAIN,
    FACT,
    FIRST,
    GENERIC,
    MEASURED,
    OPEN,
    SEEKING,
    SMALL,
    STRICT,
)
from prefmem.policy.question import plain, question_of
from prefmem.records import Vector

_WORD = re.compile(r"[a-z0-9][a-z0-9'+#;-]*")
_GRAVE = frozenset({"crisis", "safety_critical"})
"""Looked for in the whole request, quoted parts too: a story may hold the emergency."""
_LENGTH = 1_500
"""Characters from each end of the request that the patterns see."""
_SURE = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Which kinds a request is read as, and why."""

    kinds: tuple[str, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Text:
    """A request as the patterns see it."""

    whole: str
    said: str
    """Without code and quotations."""
    question: str
    bare: str
    """The question without "can you tell me", "I was wondering"."""
    words: frozenset[str]
    asked: frozenset[str]


def read(
    text: str,
    *,
    vector: Vector | None = None,
    question_vector: Vector | None = None,
) -> Reading:
    """Read a request. Pure; `vector` is of the whole text, `question_vector` of what it asks."""
    seen = _see(text)
    scores = _scores(vector, question_vector)
    strict = {kind: "by its words" for kind in _strict(seen)}
    strict |= {kind: "by its sense" for kind in _strict_by_heads(scores) if kind not in strict}
    opened = {kind: "by its words" for kind in _open(seen)}
    fact = _factual(seen, opened, scores)
    if fact is not None and not strict.keys() & {"quality_evaluation", "value_laden"}:
        opened = {kind: why for kind, why in opened.items() if kind == "code"}
        strict.pop("shared_choice", None)
        strict.pop("choice_for_others", None)
        strict[fact] = "by its words"
    elif not opened and not strict:
        opened = _by_heads(scores)
    found = {**strict, **opened} or {"unclear": "neither words nor sense say what it is"}
    names = tuple(sorted(found))
    return Reading(kinds=names, reasons=tuple(f"{name}: {found[name]}" for name in names))


def _see(text: str) -> _Text:
    said = plain(text).lower()
    question = question_of(text).lower()
    whole = text if len(text) <= 2 * _LENGTH else f"{text[:_LENGTH]}\n{text[-_LENGTH:]}"
    whole = whole.lower().replace("’", "'")
    if len(said) > 2 * _LENGTH:
        said = f"{said[:_LENGTH]}\n{said[-_LENGTH:]}"
    question = question[-_LENGTH:]
    return _Text(
        whole=whole,
        said=said,
        question=question,
        bare=CARRIER.sub("", question, count=1).strip("\"'“ "),
        words=frozenset(_WORD.findall(whole)),
        asked=frozenset(_WORD.findall(question)),
    )


def _strict(seen: _Text) -> set[str]:
    found = {
        sign.kind
        for sign in STRICT
        if sign.shows(seen.whole if sign.kind in _GRAVE else seen.said, seen.words)
    }
    if seen.asked and seen.asked <= GENERIC and seen.words <= GENERIC | seen.asked:
        found.add("unstated_situation")
    return found


def _open(seen: _Text) -> set[str]:
    found = {sign.kind for sign in OPEN if sign.shows(seen.question, seen.asked)}
    found |= {
        sign.kind
        for sign in OPEN
        if sign.kind in ("code", "translation", "summary", "rewriting")
        and sign.shows(seen.said, seen.words)
    }
    if "```" in seen.whole:
        found.add("code")
    if not found and len(seen.words) <= 12 and SMALL.match(seen.said):
        found.add("small_talk")
    return found


def _factual(seen: _Text, opened: dict[str, str], scores: dict[str, float]) -> str | None:
    """`factual_question` or `explanation`, where what is asked depends on nobody."""
    bare = seen.bare
    personal = FIRST.search(bare) is not None
    if EXPLAIN.match(bare) and not personal:
        return "explanation"
    if not FACT.match(bare) or personal or ADVISER.search(bare):
        return None
    if SEEKING.search(bare) and not MEASURED.search(bare):
        return None
    if opened.keys() & {"code", "creative", "rewriting", "translation", "summary"}:
        return None
    personal_score = max(
        (scores.get(kind, 0.0) for kind in ("recommendation", "advice", "planning")), default=0.0
    )
    return None if personal_score >= _SURE > scores.get("factual_question", 0.0) + 0.4 else (
        "factual_question"
    )  # fmt: skip


def _scores(vector: Vector | None, question: Vector | None) -> dict[str, float]:
    heads = heads_module.load()
    if heads is None or vector is None or not heads_module.readable(vector):
        return {}
    scores = heads.read(vector)
    if question is None or not heads_module.readable(question):
        return scores
    asked = heads.read(question)
    return {
        kind: max(score, asked[kind]) if kind in _GRAVE else 0.3 * score + 0.7 * asked[kind]
        for kind, score in scores.items()
    }


def _strict_by_heads(scores: dict[str, float]) -> set[str]:
    heads = heads_module.load()
    if heads is None or not scores:
        return set()
    limits = dict(zip(heads.kinds, heads.thresholds.tolist(), strict=True))
    strict = {sign.kind for sign in STRICT}
    return {kind for kind, score in scores.items() if kind in strict and score >= limits[kind]}


def _by_heads(scores: dict[str, float]) -> dict[str, str]:
    """The kinds that the heads find where words find none; two where they cannot tell."""
    heads = heads_module.load()
    if heads is None or not scores:
        return {}
    limits = dict(zip(heads.kinds, heads.thresholds.tolist(), strict=True))
    return {kind: "by its sense" for kind, score in scores.items() if score >= limits[kind]}
