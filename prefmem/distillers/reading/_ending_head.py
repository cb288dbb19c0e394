"""How likely it is that what somebody held no longer holds after what they say now.

"The bus drops me at the door, with a seat and a book" ends "I cycle to work", and shares no word
with it; "sold the old bike, the new one is a dream" ends nothing. A small transformer reads both
beside one another: each token sees what it stands nearest to on the other side (as in the aligned
comparisons of Chen et al. 2017, "Enhanced LSTM for Natural Language Inference"), with what the
stance head makes of its sentence. `training/endings.py` makes it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from prefmem.distillers.reading._stance_head import TokenEmbedder, stances
from prefmem.distillers.reading._transformer import Transformer, bent, load, softmax
from prefmem.records import Matrix, TokenStates

MOST_HELD, MOST_SAID = 120, 220
"""Tokens of what is held, and of what is said, that are read: the first."""
STATEMENT, QUOTE, SAID = 0, 1, 2
"""What a text is: the statement of what is held, the words it rests on, what is said now."""


@dataclass(frozen=True, slots=True, eq=False)
class Tokens:
    """A text as the head takes it; a row is a token."""

    hidden: Matrix
    """Shape (n, 384): its states."""
    told: Matrix
    """Shape (n, 132): what the stance head makes of its sentence."""
    kinds: Sequence[int]
    """What text each is of."""
    means: Matrix
    """Shape (sentences, 384): the mean of each sentence, of length one."""

    @property
    def units(self) -> Matrix:
        """The states, each of length one."""
        return _units(self.hidden)


def said_of(model: TokenEmbedder, sentences: Sequence[str]) -> Tokens:
    """What is read of the sentences of a turn."""
    states = [(one, SAID) for one in model.states(sentences)]
    return tokens_of(states, together=True, most=MOST_SAID)


def held_of(model: TokenEmbedder, statement: str, quote: str) -> Tokens:
    """What is read of something held: its statement, if it has one, and the words it rests on."""
    told = [(text, kind) for text, kind in ((statement, STATEMENT), (quote, QUOTE)) if text]
    states = model.states([text for text, _ in told])
    read = [(one, kind) for one, (_, kind) in zip(states, told, strict=True)]
    return tokens_of(read, together=False, most=MOST_HELD)


def tokens_of(texts: Sequence[tuple[TokenStates, int]], *, together: bool, most: int) -> Tokens:
    """What is read of texts, each with what it is.

    Args:
        texts: At least one.
        together: They are the sentences of one turn; else each stands alone.
        most: Tokens.
    """
    head = stances()
    states = [one for one, _ in texts]
    alone = () if together else [head.vectors([one]) for one in states]
    rows = head.vectors(states) if together else np.vstack(alone)
    counts = [len(one.hidden) for one in states]
    kinds = np.repeat([kind for _, kind in texts], counts)
    hidden = np.vstack([np.asarray(one.hidden, dtype=np.float32) for one in states])
    told = np.repeat(rows, counts, axis=0).astype(np.float32)
    means = _units(np.stack([_mean(one) for one in states]))
    return Tokens(hidden[:most], told[:most], kinds[:most].tolist(), means)


def nearness(held: Tokens, said: Tokens) -> float:
    """The highest cosine of a sentence of what is said and a text of what is held."""
    return float((said.means @ held.means.T).max())


@dataclass(frozen=True, slots=True, eq=False)
class EndingHead:
    """The transformer."""

    net: Transformer

    def read(self, held: Sequence[tuple[Tokens, bool]], said: Tokens) -> list[float]:
        """Probability, for each preference, that it no longer holds.

        Args:
            held: The preferences; true for one that is for something.
            said: A turn that came later.
        """
        own = self._own(said)
        return [self._one(one, wanted, said, own) for one, wanted in held]

    def _own(self, one: Tokens) -> tuple[Matrix, Matrix]:
        return bent(self.net.linear("inp", one.hidden)), bent(self.net.linear("st", one.told))

    def _one(self, held: Tokens, wanted: bool, said: Tokens, now: tuple[Matrix, Matrix]) -> float:
        weights, then = self.net.weights, self._own(held)
        near = nearness(held, said)
        alike = said.units @ held.units.T
        new = self._beside(now, then, alike, near) + weights["kind"][SAID]
        old = self._beside(then, now, alike.T, near) + weights["kind"][held.kinds]
        old = old + weights["side"][int(wanted)]
        x = np.vstack([weights["cls"][None], old, new])
        for layer in ("layers.0", "layers.1"):
            x = self.net.block(layer, x)
        odds = float(self.net.linear("out", x[:1])[0, 0])
        return float(1.0 / (1.0 + np.exp(-odds)))

    def _beside(
        self, mine: tuple[Matrix, Matrix], theirs: tuple[Matrix, Matrix], alike: Matrix, near: float
    ) -> Matrix:
        """Each token with what it is nearest to on the other side."""
        seen = softmax(alike * self.net.weights["tau"])
        (own, sentence), (met, told) = mine, (seen @ theirs[0], seen @ theirs[1])
        best = alike.max(axis=1, keepdims=True)
        parts = [own, met, own * met, np.abs(own - met), sentence, told, best, best - near]
        return bent(self.net.linear("mix", np.hstack(parts)))


def _mean(states: TokenStates) -> Matrix:
    """The mean of a text's own tokens."""
    own = states.hidden[states.first : states.last]
    return np.asarray(own if len(own) else states.hidden, dtype=np.float32).mean(axis=0)


def _units(x: Matrix) -> Matrix:
    return x / np.maximum(np.linalg.norm(x, axis=1, keepdims=True), np.float32(1e-6))


@lru_cache
def endings() -> EndingHead:
    """The head of this package."""
    return EndingHead(load("ending"))
