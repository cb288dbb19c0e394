"""A rehearsal: all that the first request would load is loaded, and nothing is kept of it."""

from __future__ import annotations

from dataclasses import dataclass

from prefmem._engine.committing import Committer
from prefmem._engine.reading import Reader
from prefmem.records import StoredProfile, Turn
from prefmem.stages import consolidation
from prefmem.types import Scope

NOBODY = Scope(tenant="prefmem", user="nobody")
SAID = (
    "I'm vegetarian, please never suggest meat.",
    "I hate coriander, it tastes of soap. I love trains, and I prefer short answers.",
)
ASKED = ({"role": "user", "content": "What should we cook for eight friends on Friday evening?"},)


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """Reads what nobody said and answers what nobody asked; holds no state of its own."""

    committer: Committer
    reader: Reader

    async def once(self) -> None:
        """Do what `observe` and `personalize` do, over a profile that no store holds.

        Models, heads, tables and patterns are loaded by it, connections opened. The store is asked
        for a profile that is not there; nothing is written, no language model is asked.

        Raises:
            EmbedderError: The model cannot be loaded.
            StoreUnavailable: The store cannot be reached.
        """
        parts = self.committer.parts
        now = parts.clock.now()
        nothing = await parts.store.preferences.profile(NOBODY)
        turns = [
            Turn(conversation="", id=str(n), role="user", content=text, at=now, position=n)
            for n, text in enumerate(SAID, 1)
        ]
        found = await parts.distillers["local"].distil(NOBODY, turns, known=nothing)
        observed = await self.committer.observed(found.evidence)
        delta = consolidation.consolidate(nothing, observed, now=now)
        delta = await self.committer.complete(nothing, delta)
        learned = StoredProfile(scope=NOBODY, records=delta.records, vectors=delta.vectors)
        await self.reader.rehearse(learned, ASKED, at=now)
