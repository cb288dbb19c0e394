"""Which words of a clause name what it is about, by a small classifier that reads the words around.

"My passion for [concerts] has faded" and "I'm turning to [essays] these days" are told apart from
their frames, which are few, and not from their things, which are without number: words outside the
vocabulary are seen by their ending alone.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import islice
from typing import NamedTuple

import numpy as np

from prefmem._remembered import remembered
from prefmem.distillers.words._third_person import word_set

MAX_TOKENS = 40
"""Read of one clause."""
MOST_WORDS = 5
"""Words that name one thing."""
_TOKEN = re.compile(r"[^\W\d_]+(?:['’&-][^\W_]+)*|\d+|[^\w\s]")
_ENDINGS = ("ing", "ed", "ly", "tion", "s")
_SPEAKER = word_set("i i'm i've i'd i'll im ive id we we're we've me my us our myself mine")
_JOINS = frozenset("-&'’")
_EDGE = "^"


class Token(NamedTuple):
    """A word or a mark, with its place."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tagger:
    """A linear classifier of words by what stands around them; `training/subjects.py` makes it."""

    vocabulary: frozenset[str]
    weights: Mapping[str, float]
    """By feature: what it adds to the log odds that a word names what its clause is about."""
    bias: float

    def subject_of(self, clause: str) -> str:
        """The likeliest run of words; "" where there is none."""
        tokens = tokens_of(clause)
        odds = [
            self.bias + sum(self.weights.get(one, 0.0) for one in features)
            for features in features_of(tokens, self.vocabulary)
        ]
        best, found = float("-inf"), ""
        for first, token in enumerate(tokens):
            total = 0.0
            for last in range(first, min(len(tokens), first + MOST_WORDS)):
                mark = tokens[last].text
                if not (mark[0].isalnum() or mark in _JOINS):
                    break
                total += odds[last]
                if total > best:
                    best, found = total, clause[token.start : tokens[last].end]
        return found


def tokens_of(text: str) -> list[Token]:
    """The first words and marks of a text."""
    return [Token(m.group(), m.start(), m.end()) for m in islice(_TOKEN.finditer(text), MAX_TOKENS)]


def plain(word: str) -> str:
    """A word as the vocabulary has it."""
    return word.lower().replace("’", "'")


def features_of(tokens: Sequence[Token], vocabulary: frozenset[str]) -> list[list[str]]:
    """What the classifier sees of each token: neighbours, the nearest known words, its place."""
    words = [plain(one.text) for one in tokens]
    shown = [_EDGE, _EDGE, *(_shape(w, vocabulary) for w in words), _EDGE, _EDGE]
    known = [k for k, shape in enumerate(shown) if shape[0] != "_"]
    speaker = next((k for k, word in enumerate(words) if word in _SPEAKER), -1)
    marks, found = 0, list[list[str]]()
    for k, word in enumerate(words):
        found.append(_seen(shown, known, k + 2, word if shown[k + 2][0] == "_" else ""))
        side = "none" if speaker < 0 else "after" if speaker < k else "before"
        clause = min(marks, 3)
        found[-1] += [f"speaker {side}", f"marks {clause}", f"{clause} {shown[k + 2]}"]
        marks += not word[0].isalnum()
    return found


def _seen(shown: Sequence[str], known: Sequence[int], at: int, unknown: str) -> list[str]:
    word, before, after = shown[at], shown[at - 1], shown[at + 1]
    left = [shown[k] for k in known if k < at][-2:]
    right = [shown[k] for k in known if k > at][:2]
    return [
        f"w {word}",
        f"-1 {before}",
        f"+1 {after}",
        f"-2 {shown[at - 2]} {before}",
        f"+2 {after} {shown[at + 2]}",
        f"-1w {before} {word}",
        f"w+1 {word} {after}",
        f"-2w {shown[at - 2]} {before} {word}",
        f"w+2 {word} {after} {shown[at + 2]}",
        f"-1+1 {before} {word} {after}",
        f"left {left[-1]}",
        f"right {right[0]}",
        f"leftw {left[-1]} {word}",
        f"both {left[-1]} {right[0]}",
        f"lefts {' '.join(left)}",
        f"rights {' '.join(right)}",
        f"ends {unknown[-3:]}",
    ]


def _shape(word: str, vocabulary: frozenset[str]) -> str:
    """A word of the vocabulary itself; of others the ending, of numbers and marks what they are."""
    if not word[0].isalpha():
        return "#" if word[0].isdigit() else word
    if word in vocabulary:
        return word
    ending = next((e for e in _ENDINGS if word.endswith(e) and len(word) > len(e) + 2), "")
    return f"_{ending}"


@remembered(4_096)
def thing_in(clause: str) -> str:
    """The words of a clause that name what it is about, as they stand there; "" if it has none."""
    return tagger().subject_of(clause)


@lru_cache
def tagger() -> Tagger:
    """The classifier of this package."""
    packed = files("prefmem.distillers.heads").joinpath("subject.npz").read_bytes()
    with np.load(io.BytesIO(packed), allow_pickle=False) as held:
        weights = held["weights"].astype(np.float32).tolist()
        return Tagger(
            vocabulary=frozenset(str(held["vocabulary"]).split("\n")),
            weights=dict(zip(str(held["features"]).split("\n"), weights, strict=True)),
            bias=float(held["bias"]),
        )
