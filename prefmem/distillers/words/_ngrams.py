"""Linear classifiers of n-grams in which all rarer words are one blank: how something is put."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Container, Mapping
from dataclasses import dataclass
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
class NGrams:
    """A linear classifier that answers two questions of a text."""

    vocabulary: frozenset[str]
    weights: Mapping[str, tuple[float, float]]
    """By n-gram: what it adds to both log odds."""
    bias: tuple[float, float]

    def odds(self, text: str) -> tuple[float, float]:
        """The log odds of both; costs no embedding."""
        grams = grams_of(text, self.vocabulary)
        share = 1.0 / math.sqrt(len(grams) or 1)
        one, other = self.bias
        for gram in grams:
            if (weight := self.weights.get(gram)) is not None:
                one += share * weight[0]
                other += share * weight[1]
        return one, other


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


def load(name: str) -> NGrams:
    """A classifier of this package, from its file in `distillers/heads`."""
    packed = files("prefmem.distillers.heads").joinpath(f"{name}.npz").read_bytes()
    with np.load(io.BytesIO(packed), allow_pickle=False) as held:
        weights = held["weights"].astype(np.float32).tolist()
        bias = held["bias"].astype(np.float32).tolist()
        return NGrams(
            vocabulary=frozenset(str(held["vocabulary"]).split("\n")),
            weights={
                gram: (one[0], one[1])
                for gram, one in zip(str(held["grams"]).split("\n"), weights, strict=True)
            },
            bias=(bias[0], bias[1]),
        )
