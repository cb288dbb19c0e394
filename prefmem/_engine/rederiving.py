"""Making again what is derived: profiles from the ledger, vectors from texts, index from turns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from prefmem._engine.committing import Committer
from prefmem._engine.parts import UNFINISHED
from prefmem._engine.writing import Writer
from prefmem.types import Scope

INDEXED_AT_ONCE = 64
Progress = Callable[[Scope, int], None]
"""Told after each user: whose turn it was, and how many are done."""


@dataclass(frozen=True, slots=True)
class Rederiver:
    """Rebuilds; whatever it is killed in the middle of can be started again."""

    committer: Committer
    writer: Writer

    async def rebuild(self, scope: Scope) -> int:
        """Derive a profile again from its ledger; how many preferences came out otherwise.

        None should: a rebuilt profile is the same, byte for byte.
        """
        return await self.committer.rederive(scope)

    async def reindex(self, progress: Progress | None = None) -> int:
        """Make all vectors again with the embedder of this memory; how many users there were."""
        parts = self.committer.parts
        fingerprint = parts.embedder.fingerprint
        await parts.store.set_embedder(fingerprint + UNFINISHED)
        done = 0
        async for scope in parts.store.users():
            await self._vectors(scope)
            await self._index(scope)
            done += 1
            if progress is not None:
                progress(scope, done)
        await parts.store.set_embedder(fingerprint)
        return done

    async def _vectors(self, scope: Scope) -> None:
        """Until none is missing: another process may commit a preference in between."""
        store, profiles = self.committer.parts.store, self.committer.profiles
        profile = await profiles.newest(scope)
        while True:
            await store.replace_vectors(scope, await self.committer.vectors_of(profile.records))
            profile = await profiles.newest(scope)
            if all(record.id in profile.vectors for record in profile.records):
                return

    async def _index(self, scope: Scope) -> None:
        parts = self.committer.parts
        await parts.episodes.erase(scope)
        after = 0
        while turns := await parts.store.turns.read(scope, after=after, limit=INDEXED_AT_ONCE):
            await self.writer.index(scope, turns)
            after = turns[-1].position
