"""Profiles at their newest revision, kept between calls."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field

from prefmem.ports import PreferenceStore
from prefmem.records import StoredProfile
from prefmem.types import Scope

KEPT = 1024
"""Users whose profiles are kept; each is checked against the store's revision when it is used."""


@dataclass(slots=True, eq=False)
class Profiles:
    """A cache that cannot be stale: the store is asked for the revision every time."""

    store: PreferenceStore
    _kept: OrderedDict[Scope, StoredProfile] = field(
        default_factory=OrderedDict[Scope, StoredProfile]
    )

    async def newest(self, scope: Scope) -> StoredProfile:
        """The profile at its newest revision; the same object while nothing was committed."""
        stored = await self.store.profile(scope, known=self._kept.get(scope))
        self._kept[scope] = stored
        self._kept.move_to_end(scope)
        if len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return stored

    def kept(self, scope: Scope) -> StoredProfile | None:
        """The profile that was the newest when it was asked for last, if it is kept."""
        return self._kept.get(scope)

    def drop(self, scope: Scope) -> None:
        """Let go of what is kept of a user."""
        self._kept.pop(scope, None)
