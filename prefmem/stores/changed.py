"""Which preferences of a user this process wrote lately: the others need not be read again.

Whoever commits moves a user's revision by a compare-and-set. So a revision that follows from
another one by commits of this process alone differs from it in what these wrote, nothing else.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field

from prefmem.types import Scope

FEW = 64
"""Preferences beyond which everything is read, and commits of a user that are remembered."""
REMEMBERED = 1024
"""Users whose latest commits are remembered, by ids alone."""


@dataclass(frozen=True, slots=True)
class _Commit:
    """What was written, and the revision that it led to."""

    revision: int
    ids: frozenset[str] = frozenset()


@dataclass(slots=True, eq=False)
class Changed:
    """The latest commits of this process, by user: one after the other, nobody else's between."""

    _runs: OrderedDict[Scope, tuple[_Commit, ...]] = field(
        default_factory=OrderedDict[Scope, tuple[_Commit, ...]]
    )

    def note(self, scope: Scope, ids: Iterable[str], *, before: int, after: int) -> None:
        """Take down a commit from one revision to another, and the preferences that it wrote."""
        run = self._runs.pop(scope, ())
        if not run or run[-1].revision != before:
            run = (_Commit(before),)
        self._runs[scope] = (*run[1 - FEW :], _Commit(after, frozenset(ids)))
        if len(self._runs) > REMEMBERED:
            self._runs.popitem(last=False)

    def since(self, scope: Scope, revision: int, newest: int) -> frozenset[str] | None:
        """All that was written between two revisions; None where nobody knows, or it is much."""
        run = self._runs.get(scope, ())
        known = [one.revision for one in run]
        if not run or known[-1] != newest or revision not in known:
            return None
        ids = frozenset[str]().union(*[one.ids for one in run[known.index(revision) + 1 :]])
        return ids if len(ids) <= FEW else None
