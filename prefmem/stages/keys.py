"""Which preference a piece of evidence belongs to: the same thing, something near it, or another.

Matching reads the subject, the words, the behaviour and the cosine of the statements together, in
one logistic model whose weights `training/keys.py` learns from labelled pairs. Polarity is no part
of it: statements for and against one thing must meet in one key.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache

from prefmem.stages.keydata import (
    CHANGED,
    CONTRASTS,
    ENDED,
    EXCEPTED,
    GENERIC,
    SINGLE_VALUED,
    STOPWORDS,
)
from prefmem.stages.keyweights import NEAR_WEIGHTS, SAME_WEIGHTS
from prefmem.types import Context, Evidence

SAME = 0.94
"""Probability from which two statements are about one thing."""
ONE = 0.98
"""The same, where they agree: what is taken for a repeat is no longer told by itself."""
NEAR = 0.8
"""Probability from which a statement that announces a change is about a held preference."""
NEARER = 0.92
"""The same, where the words may as well speak of one more thing."""
FLOOR = 0.3
"""Cosine below which only a shared word of the subject makes a pair worth comparing."""
BESIDE = 0.4
"""How near at least what stands in the same message must be to be replaced with it."""
CERTAIN = 0.995
"""The same, for a contradiction that neither names the subject nor announces a change."""
_WORD = re.compile(r"[^\W_]+(?:'[a-z]+)?", re.UNICODE)
_CHANGED = re.compile("|".join(CHANGED), re.IGNORECASE)
_ENDED = re.compile("|".join(ENDED), re.IGNORECASE)
_EXCEPTED = re.compile("|".join(EXCEPTED), re.IGNORECASE)
_SIDES = {
    word: (n, side) for n, pair in enumerate(CONTRASTS) for side in (0, 1) for word in pair[side]
}


@dataclass(frozen=True, slots=True)
class Trait:
    """What matching reads of a statement."""

    words: frozenset[str]
    subject: frozenset[str]
    sides: frozenset[tuple[int, int]]
    family: str
    behaviour: str


@lru_cache(maxsize=16_384)
def stem(word: str) -> str:
    """A word without its commonest English endings; enough to meet its other forms."""
    if len(word) <= 3 or not word.isascii():
        return word
    word = word.removesuffix("'s")
    if word.endswith("ies") and len(word) > 4:
        word = word[:-3] + "y"
    elif word.endswith("sses"):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz":
        word = word[:-1]
    return word[:-1] if len(word) > 3 and word.endswith("e") else word


@lru_cache(maxsize=16_384)
def content(text: str) -> frozenset[str]:
    """Stems of the words of a text that carry meaning."""
    words = (w for w in _WORD.findall(text.lower()) if w not in STOPWORDS and w not in GENERIC)
    return frozenset(stem(w) for w in words)


@lru_cache(maxsize=16_384)
def trait(statement: str, subject: str, behaviour: str) -> Trait:
    """What matching reads of a statement about a subject."""
    words = content(statement)
    about = content(subject)
    sides = frozenset(
        _SIDES[w] for w in _WORD.findall(f"{statement} {subject}".lower()) if w in _SIDES
    )
    return Trait(words | about, about, sides, behaviour.partition(".")[0], behaviour)


def features(a: Trait, b: Trait, cosine: float) -> tuple[float, ...]:
    """What the pair model sees, symmetric in its arguments."""
    words = len(a.words & b.words) / max(1, len(a.words | b.words))
    return (
        1.0,
        cosine,
        _overlap(a.subject, b.subject),
        float(bool(a.subject) and a.subject == b.subject),
        words,
        float(a.behaviour == b.behaviour),
        float(a.family == b.family),
        max(0.0, cosine) if opposed(a, b) else 0.0,
    )


def change_features(a: Trait, b: Trait, cosine: float, named: frozenset[str]) -> tuple[float, ...]:
    """The same for a statement `b` that announces a change in words whose content is `named`."""
    return (
        *features(a, b, cosine),
        len(a.subject & named) / max(1, len(a.subject)),
        len(a.words & named) / max(1, len(a.words)),
    )


def same(a: Trait, b: Trait, cosine: float) -> float:
    """Probability that both are about one thing (one key, whatever the polarity)."""
    return _logistic(SAME_WEIGHTS, features(a, b, cosine))


def near(a: Trait, b: Trait, cosine: float, named: frozenset[str]) -> float:
    """Probability that `b`, which announces a change, is about what `a` says."""
    return _logistic(NEAR_WEIGHTS, change_features(a, b, cosine, named))


def _logistic(weights: tuple[float, ...], values: tuple[float, ...]) -> float:
    return 1.0 / (1.0 + math.exp(-sum(w * v for w, v in zip(weights, values, strict=True))))


def _overlap(a: frozenset[str], b: frozenset[str]) -> float:
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


def opposed(a: Trait, b: Trait) -> bool:
    """True if they stand on the two sides of a known contrast (window seat, aisle seat)."""
    return any((n, 1 - side) in b.sides for n, side in a.sides if (n, side) not in b.sides)


def single_valued(behaviour: str) -> bool:
    """True if a person has one value at a time there (how long, which language, which units)."""
    return behaviour in SINGLE_VALUED


@lru_cache(maxsize=4_096)
def _changed(text: str) -> bool:
    return _CHANGED.search(text) is not None


@lru_cache(maxsize=4_096)
def _ended(text: str) -> bool:
    return _ENDED.search(text) is not None


def announces_change(evidence: Evidence) -> bool:
    """True if the words say that something is no longer as it was."""
    return change_threshold(evidence) is not None


def change_threshold(evidence: Evidence) -> float | None:
    """How near a held preference must be for this evidence to replace it; None if it cannot.

    "I no longer", "moved away from" leave no doubt that something ended; "lately", "started to" may
    as well speak of one more thing, so what they replace must be nearer.
    """
    texts = (evidence.quote, evidence.statement)
    if evidence.kind == "retracted" or any(_ended(text) for text in texts):
        return NEAR
    return NEARER if any(_changed(text) for text in texts) else None


def narrows(evidence: Evidence) -> bool:
    """True if the statement makes an exception ("vegan, but fish on holidays")."""
    return narrows_text(evidence.statement)


def narrows_text(statement: str) -> bool:
    """True if a statement makes an exception."""
    return _EXCEPTED.search(statement) is not None


def place(context: Context) -> frozenset[tuple[str, frozenset[str]]]:
    """The factors of a context, in a form that equal situations share."""
    return frozenset(
        (name, content(value) or frozenset({value})) for name, value in context.factors().items()
    )


def meets(a: Context, b: Context) -> bool:
    """True if evidence in one context speaks about a preference in the other: the same factors."""
    return a == b or place(a) == place(b)
