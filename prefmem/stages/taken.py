"""What of a revision is as it was in the one before, so that it need not be worked out again.

A person with a thousand preferences changes one at a time. Values are frozen: what is the very same
object is as it was, whoever wrote the revision.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import is_
from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

Counts = npt.NDArray[np.intp]
Number = TypeVar("Number", bound=np.generic)
One = TypeVar("One")


class Taken(NamedTuple):
    """Where each of some things stood in the revision before, and which are new."""

    places: Counts
    """(n,): the place before; -1 for what is new."""
    new: Sequence[int]
    """Places of what is new, in order."""

    @classmethod
    def of(cls, things: Sequence[object], before: Sequence[object]) -> Taken:
        """Find those that were there before, by identity.

        As a rule few are changed, added or gone: only what lies between two long runs that are
        alike is looked up.
        """
        head = _alike(things, before)
        tail = _alike(things[head:][::-1], before[head:][::-1])
        until, end = len(before) - tail, len(things) - tail
        known = {id(one): place for place, one in enumerate(before[head:until], head)}
        among = [known.get(id(one), -1) for one in things[head:end]]
        return cls.by(np.array([*range(head), *among, *range(until, len(before))], dtype=np.intp))

    @classmethod
    def by(cls, places: Counts) -> Taken:
        """By the places before, -1 for what is new."""
        return cls(places, np.flatnonzero(places < 0).tolist())

    @classmethod
    def nothing(cls, count: int) -> Taken:
        """All of so many things are new."""
        return cls(np.full(count, -1, dtype=np.intp), range(count))

    def values(self, before: Sequence[One] | None, made: Sequence[One]) -> list[One]:
        """What is known of each: that of `before`, or what was `made` for what is new."""
        if before is None or len(made) == len(self.places):
            return list(made)
        found = list(map(before.__getitem__, self.places.tolist()))  # -1: any will do, for now
        for place, one in zip(self.new, made, strict=True):
            found[place] = one
        return found

    def rows(
        self, before: npt.NDArray[Number] | None, made: npt.NDArray[Number]
    ) -> npt.NDArray[Number]:
        """The same of arrays with a row for each."""
        if before is None or len(made) == len(self.places):
            return made
        found = before[self.places]
        found[self.new] = made
        return found

    def gone(self, count: int) -> list[int]:
        """Places, of `count` before, of what is there no more."""
        left = np.ones(count, dtype=np.bool_)
        left[self.places[self.places >= 0]] = False
        return np.flatnonzero(left).tolist()


def _alike(things: Sequence[object], others: Sequence[object]) -> int:
    """How many are the very same, from the first on."""
    same = list(map(is_, things, others))
    return same.index(False) if False in same else len(same)


def first_seen(labels: Counts) -> tuple[list[int], Counts]:
    """Where each different label stands first, in that order; and the number there of each."""
    _, first, numbers = np.unique(labels, return_index=True, return_inverse=True)
    order = np.argsort(first)
    numbered = np.empty_like(order)
    numbered[order] = np.arange(len(order))
    return first[order].tolist(), numbered[numbers]
