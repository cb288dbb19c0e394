"""Erasures that have begun, as a dictionary: for a store that is gone with its process."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from prefmem.records import Intent
from prefmem.types import Scope


class MemoryIntents:
    """Implements `IntentLog`."""

    def __init__(self) -> None:
        self._held: dict[str, Intent] = {}
        self._last = 0

    async def begin(self, scope: Scope, body: Mapping[str, Any]) -> str:
        """Write down what is to be erased: ids and no words; the intent's own id."""
        self._last += 1
        name = str(self._last)
        self._held[name] = Intent(scope=scope, id=name, at=datetime.now(UTC), body=dict(body))
        return name

    async def unfinished(self) -> tuple[Intent, ...]:
        """What has begun and not ended, of all users, oldest first."""
        return tuple(self._held.values())

    def end(self, name: str | None) -> bool:
        """End one; False if it has ended already. None is no intent at all, and stands."""
        return name is None or self._held.pop(name, None) is not None

    def drop(self, scope: Scope) -> None:
        """Let go of all of a user."""
        for name in [one.id for one in self._held.values() if one.scope == scope]:
            del self._held[name]

    def count(self) -> int:
        """How many have not ended."""
        return len(self._held)
