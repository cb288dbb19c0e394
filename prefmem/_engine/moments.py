"""The time of calls: what a user says or does comes after all that they said or did before."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime

from prefmem.ports import Clock
from prefmem.stages.messages import APART
from prefmem.types import Scope

KEPT = 1024
"""Users whose last moment is kept."""


@dataclass(slots=True, eq=False)
class Moments:
    """A clock for each user that never shows the same time to two calls that change something.

    What is of one moment has no order, by design. Clocks stand still for milliseconds, and are set
    back: two corrections within one tick would else be told apart by nothing.
    """

    clock: Clock
    _last: OrderedDict[Scope, datetime] = field(default_factory=OrderedDict[Scope, datetime])

    def now(self, scope: Scope) -> datetime:
        """The time at which a user's memory is read: no earlier than what they did last."""
        now, last = self.clock.now(), self._last.get(scope)
        return now if last is None else max(now, last)

    def next(self, scope: Scope) -> datetime:
        """The time of what a user says or does now; see `passed`."""
        now, last = self.clock.now(), self._last.get(scope)
        return now if last is None else max(now, last + APART)

    def passed(self, scope: Scope, moment: datetime) -> None:
        """Something was said or done at this time: all else comes after it."""
        last = self._last.pop(scope, moment)
        self._last[scope] = max(moment, last)
        if len(self._last) > KEPT:
            self._last.popitem(last=False)
