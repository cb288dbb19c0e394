"""The time of calls: what a user says or does comes after all that they said or did before."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime

from prefmem.ports import Clock
from prefmem.records import PersonState
from prefmem.stages.messages import APART
from prefmem.types import Scope

KEPT = 1024
"""Users whose last moment is kept."""


@dataclass(slots=True, eq=False)
class Moments:
    """A clock for each user that never shows the same time to two calls that change something.

    What is of one moment has no order, by design. Clocks stand still for milliseconds, and are set
    back: two corrections within one tick would else be told apart by nothing. And of two hosts one
    is behind: what a ledger took in, by whichever clock, has been said.
    """

    clock: Clock
    _last: OrderedDict[Scope, datetime] = field(default_factory=OrderedDict[Scope, datetime])

    def now(self, scope: Scope) -> datetime:
        """The time at which a user's memory is read: no earlier than what they did last here.

        Whoever has their profile asks `known`, too.
        """
        now, last = self.clock.now(), self._last.get(scope)
        return now if last is None else max(now, last)

    def next(self, scope: Scope, person: PersonState | None = None) -> datetime:
        """The time of what a user says or does now; see `passed`.

        It is after all that is known of the person, where that is at hand.
        """
        now, last = self.clock.now(), self._last.get(scope)
        if last is not None:
            now = max(now, last + APART)
        learned = now if person is None else known(person, now)
        return learned + APART if learned > now else now

    def passed(self, scope: Scope, moment: datetime) -> None:
        """Something was said or done at this time: all else comes after it."""
        last = self._last.pop(scope, moment)
        self._last[scope] = max(moment, last)
        if len(self._last) > KEPT:
            self._last.popitem(last=False)


def known(person: PersonState, now: datetime) -> datetime:
    """The time at which a person's profile is read: no earlier than what it was made from last."""
    return now if person.learned_at is None else max(now, person.learned_at)
