"""What each sentence of a turn tells of its speaker: for or against something, or nothing.

A small transformer reads the states that the embedder has of a sentence's tokens, then the
sentences of the turn beside one another: "I shut my eyes for twenty minutes" is for the tram where
the turn speaks of one. It also marks the words that name the thing. `training/stances.py` makes it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

import numpy as np

from prefmem.distillers.reading._transformer import Transformer, bent, load, softmax
from prefmem.records import Matrix, TokenStates, Vector

MOST_PLACES = 16
"""Sentences of a turn that have a place of their own; all behind them share the last."""
NAMES = 0.0
"""Log odds from which a token names the thing."""


class TokenEmbedder(Protocol):
    """An embedder that shows its states; thread-safe."""

    def states(self, texts: Sequence[str]) -> Sequence[TokenStates]:
        """What it makes of the tokens of each text."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Stance:
    """What a sentence tells of its speaker; the four probabilities add up to one."""

    nothing: float
    favours: float
    opposes: float
    left: float
    """That it tells of something given up."""
    target: tuple[int, int] | None
    """Where the sentence names the thing, if it does."""


@dataclass(frozen=True, slots=True, eq=False)
class StanceHead:
    """The transformer."""

    net: Transformer

    def read(self, turn: Sequence[TokenStates]) -> list[Stance]:
        """What the sentences of a turn tell, in their order."""
        if not turn:
            return []
        tokens = [self._tokens(one) for one in turn]
        each, kinds = self._told(turn, tokens)
        return [
            _stance(kind, self._named(one[of.first : of.last], vector), of.places)
            for kind, one, of, vector in zip(kinds, tokens, turn, each, strict=True)
        ]

    def vectors(self, turn: Sequence[TokenStates]) -> Matrix:
        """A row for each sentence of a turn: what is made of it, and the four probabilities."""
        return np.hstack(self._told(turn, [self._tokens(one) for one in turn]))

    def _told(self, turn: Sequence[TokenStates], tokens: Sequence[Matrix]) -> tuple[Matrix, Matrix]:
        each = np.stack([self._pooled(one, of) for one, of in zip(tokens, turn, strict=True)])
        places = self.net.weights["pos"][np.minimum(np.arange(len(turn)), MOST_PLACES - 1)]
        each = each + self.net.block("msg.0", each + places)
        return each, softmax(self.net.linear("cls", each))

    def _tokens(self, states: TokenStates) -> Matrix:
        return self.net.block("layers.0", bent(self.net.linear("inp", states.hidden)))

    def _pooled(self, tokens: Matrix, states: TokenStates) -> Vector:
        # What nobody can see, such as a line of blanks of no width, has no tokens of its own.
        own = tokens[states.first : states.last] if states.places else tokens
        weight = softmax(self.net.linear("att", own).T)
        return bent(self.net.linear("pool", (weight @ own).reshape(-1)))

    def _named(self, own: Matrix, vector: Vector) -> Vector:
        """The log odds of each token that it names the thing."""
        both = np.hstack([own, np.repeat(vector[None], len(own), axis=0)])
        return self.net.linear("tag", both)[:, 0]


def _stance(kinds: Vector, named: Vector, places: Sequence[tuple[int, int]]) -> Stance:
    nothing, favours, opposes, left = (float(p) for p in kinds)
    return Stance(
        nothing=nothing,
        favours=favours,
        opposes=opposes,
        left=left,
        target=target_of(named, places),
    )


def target_of(named: Vector, places: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """Where the likeliest run of tokens stands; None if no token is likely to name the thing."""
    best, found = NAMES, None
    first = 0
    while first < len(named):
        last = first
        while last < len(named) and named[last] > NAMES:
            last += 1
        total = float(named[first:last].sum())
        if total > best:
            best, found = total, (places[first][0], places[last - 1][1])
        first = max(last, first + 1)
    return found


@lru_cache
def stances() -> StanceHead:
    """The head of this package."""
    return StanceHead(load("stance"))


_WORD = re.compile(r"[\w'’&-]*")


def whole_words(text: str, target: tuple[int, int]) -> tuple[int, int]:
    """The same place, grown to where its first and last words begin and end."""
    start, end = target
    while start > 0 and _WORD.fullmatch(text[start - 1]):
        start -= 1
    while end < len(text) and _WORD.fullmatch(text[end]):
        end += 1
    return start, end
