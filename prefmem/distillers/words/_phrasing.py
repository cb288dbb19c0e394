"""How something is put, whatever it is about: does it last, and which side is it on?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

from prefmem.distillers.words._ngrams import NGrams, load


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


@dataclass(frozen=True, slots=True)
class Phrasing:
    """A classifier of phrasings; `training/train.py` makes it."""

    ngrams: NGrams

    def of(self, text: str) -> Phrased:
        """What the phrasing of a text says; costs no embedding."""
        lasting, against = self.ngrams.odds(text)
        return Phrased(lasting=lasting, against=against)


@lru_cache
def phrasing() -> Phrasing:
    """The classifier of this package."""
    return Phrasing(load("phrasing"))
