"""Which preference a piece of evidence belongs to: the same thing, something near it, or another.

Matching reads the subject, the words, the behaviour and the cosine of the statements together, in
one logistic model whose weights `training/keys/train.py` learns from labelled pairs. Polarity is no
part of it: statements for and against one thing must meet in one key.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from prefmem._remembered import remembered
from prefmem.stages.keydata import (
    ALIKE,
    CONTRASTS,
    EXCEPTED,
    GENERIC,
    HEALTH,
    KINDS,
    SINGLE_VALUED,
    STOPWORDS,
)
from prefmem.stages.keyweights import SAME_WEIGHTS
from prefmem.types import Context, Evidence

SAME = 0.9
"""Probability from which two statements are about one thing."""
ONE = 0.95
"""The same, where they agree: what is taken for a repeat is no longer told by itself."""
FLOOR = 0.3
"""Cosine below which only a shared word of the subject makes a pair worth comparing."""
TAKEN_BACK = 0.8
"""Probability from which what is taken back is a preference that it shares its words with."""
SHOWN = ("chosen", "rejected", "observed")
"""Kinds that show what somebody did, and say nothing; nobody announces a change by that."""
SHARED = 0.5
"""Share of the shorter statement's words that two statements about one thing have in common."""
_WORD = re.compile(r"[^\W_]+(?:'[a-z]+)?", re.UNICODE)
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


@remembered(16_384)
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
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz0123456789":
        word = word[:-1]
    return word[:-1] if len(word) > 3 and word.endswith("e") else word


_KINDS = frozenset(map(stem, KINDS))
_ALIKE = {word: group for group in (frozenset(map(stem, a)) for a in ALIKE) for word in group}


def stems(text: str) -> frozenset[str]:
    """Stems of the words of a text that carry meaning; of one that is not likely to come again."""
    words = (w for w in _WORD.findall(text.lower()) if w not in STOPWORDS and w not in GENERIC)
    return frozenset(stem(w) for w in words)


@remembered(16_384)
def content(text: str) -> frozenset[str]:
    """The same, remembered."""
    return stems(text)


@remembered(16_384)
def trait(statement: str, subject: str, behaviour: str) -> Trait:
    """What matching reads of a statement about a subject."""
    words = content(statement)
    about = content(subject)
    contrasts = frozenset(sides(f"{statement} {subject}").values())
    return Trait(words | about, about, contrasts, behaviour.partition(".")[0], behaviour)


@remembered(16_384)
def wish(statement: str) -> str:
    """A statement without the reason that it tells: what happens to that is not about the wish."""
    return _REASON.sub("", statement) or statement


_REASON = re.compile(
    r"(?:,|(?<!\s))\s+(?:because\b|due to\b|since (?:they|their)\b|(?:as|while|so(?: that)?|now that|given that) (?:they|their)\b)[^;()]*$",  # noqa: E501
    re.IGNORECASE,
)


def sides(text: str) -> dict[str, tuple[int, int]]:
    """The words of a text that stand on a side of a known contrast: stem to contrast and side."""
    return {stem(w): _SIDES[w] for w in _WORD.findall(text.lower()) if w in _SIDES}


def features(a: Trait, b: Trait, cosine: float) -> tuple[float, ...]:
    """What the pair model sees, symmetric in its arguments."""
    words = len(a.words & b.words) / max(1, len(a.words | b.words))
    return (
        1.0,
        cosine,
        overlap(a.subject, b.subject),
        float(bool(a.subject) and a.subject == b.subject),
        words,
        float(a.behaviour == b.behaviour),
        float(a.family == b.family),
        max(0.0, cosine) if opposed(a, b) else 0.0,
    )


def same(a: Trait, b: Trait, cosine: float) -> float:
    """Probability that both are about one thing (one key, whatever the polarity)."""
    if apart(a, b) or _two_needs(a, b):
        return 0.0
    return _logistic(SAME_WEIGHTS, features(a, b, cosine))


def _two_needs(a: Trait, b: Trait) -> bool:
    """True for two things that health asks for: one that is all but the other may be more, or less.

    "High cholesterol" is no "high blood pressure", and who can have no nuts can have none but raw.
    """
    return a.behaviour == b.behaviour == HEALTH and a.subject != b.subject


def apart(a: Trait, b: Trait) -> bool:
    """True if each names something that the other does not: "Indian food", "Thai food".

    However alike they are put otherwise, they are two things, unless they are known to contrast.
    """
    return not opposed(a, b) and bool(beyond(b, a.subject)) and bool(beyond(a, b.subject))


def beyond(one: Trait, words: frozenset[str]) -> frozenset[str]:
    """The words that a statement does not have, nor another word for the same."""
    return words - one.words.union(*(_ALIKE[word] for word in one.words if word in _ALIKE))


def named(one: Trait) -> frozenset[str]:
    """Words of a subject, less what only says of what kind it is, as "music" in "jazz music"."""
    return one.subject - _KINDS or one.subject


def _logistic(weights: tuple[float, ...], values: tuple[float, ...]) -> float:
    return 1.0 / (1.0 + math.exp(-sum(w * v for w, v in zip(weights, values, strict=True))))


def overlap(a: frozenset[str], b: frozenset[str]) -> float:
    """Share of the smaller set that is in the other."""
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


def opposed(a: Trait, b: Trait) -> bool:
    """True if they stand on the two sides of a known contrast (window seat, aisle seat)."""
    return any((n, 1 - side) in b.sides for n, side in a.sides if (n, side) not in b.sides)


def single_valued(behaviour: str) -> bool:
    """True if a person has one value at a time there (how long, which language, which units)."""
    return behaviour in SINGLE_VALUED


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
