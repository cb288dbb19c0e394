"""How something is put, whatever it is about: n-grams of a sentence without its rarer words."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Container, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise

import numpy as np

LONGEST = 3
"""Tokens of an n-gram."""
MAX_TOKENS = 60
"""Read of one text; what comes behind them hardly changes how it is put."""
ELSE = "_"
"""Stands for any words that are not of the vocabulary."""
_TOKEN = re.compile(r"[a-z]+(?:'[a-z]+)?|\d+|[?!,:;]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrased:
    """What the phrasing of a text says."""

    lasting: float
    """Log odds that it is a lasting preference of one's own."""
    against: float
    """Log odds that such a preference is against something."""

    @property
    def sure(self) -> float:
        """Probability that it is a lasting preference."""
        return 1.0 / (1.0 + math.exp(-self.lasting))


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrasing:
    """A linear classifier of phrasings; `training/train.py` makes it."""

    vocabulary: frozenset[str]
    weights: Mapping[str, tuple[float, float]]
    """By n-gram: what it adds to both log odds."""
    bias: tuple[float, float]

    def of(self, text: str) -> Phrased:
        """What the phrasing of a text says; costs no embedding."""
        grams = grams_of(text, self.vocabulary)
        share = 1.0 / math.sqrt(len(grams) or 1)
        lasting, against = self.bias
        for gram in grams:
            if (weight := self.weights.get(gram)) is not None:
                lasting += share * weight[0]
                against += share * weight[1]
        return Phrased(lasting=lasting, against=against)


def tokens_of(text: str) -> list[str]:
    """The words of a text in lower case, numbers as "#", and the marks that part it."""
    low = text.lower().replace("’", "'")
    return ["#" if t[0].isdigit() else t for t in _TOKEN.findall(low)[:MAX_TOKENS]]


def grams_of(text: str, vocabulary: Container[str]) -> tuple[str, ...]:
    """The n-grams of a text, each once, in one order: sums over them are the same everywhere.

    Words outside the vocabulary are one blank.
    """
    shown = ["^"]
    for token in tokens_of(text):
        word = token if token in vocabulary or not token[0].isalpha() else ELSE
        if word != ELSE or shown[-1] != ELSE:
            shown.append(word)
    shown.append("$")
    pairs = [f"{a} {b}" for a, b in pairwise(shown)]
    triples = (f"{a} {b}" for a, b in zip(pairs, shown[2:], strict=False))
    return tuple(dict.fromkeys((*shown, *pairs, *triples)))


@lru_cache
def phrasing() -> Phrasing:
    """The classifier of this package."""
    packed = files("prefmem.distillers.heads").joinpath("phrasing.npz").read_bytes()
    with np.load(io.BytesIO(packed), allow_pickle=False) as held:
        weights = held["weights"].astype(np.float32).tolist()
        bias = held["bias"].astype(np.float32).tolist()
        return Phrasing(
            vocabulary=frozenset(str(held["vocabulary"]).split("\n")),
            weights={
                gram: (one[0], one[1])
                for gram, one in zip(str(held["grams"]).split("\n"), weights, strict=True)
            },
            bias=(bias[0], bias[1]),
        )
