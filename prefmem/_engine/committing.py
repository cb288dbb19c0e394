"""One way to change a profile: read it, make a delta, complete it, commit, or do it again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, replace
from functools import partial

import anyio.to_thread
import numpy as np

from prefmem import _remembered
from prefmem._engine.parts import Parts
from prefmem._engine.profiles import Profiles
from prefmem.errors import LeaseLost, RevisionConflict
from prefmem.records import Matrix, PreferenceRecord, ProfileDelta, StoredProfile
from prefmem.stages import consolidation, selection
from prefmem.stages.consolidation import Observed
from prefmem.types import Evidence, Scope

RACES = 32
"""How often a commit that lost a race is redone before the error goes up."""
Change = Callable[[StoredProfile], ProfileDelta]


@dataclass(frozen=True, slots=True)
class Committer:
    """Commits changes by compare-and-set; holds no state of its own."""

    parts: Parts
    profiles: Profiles

    async def change(
        self, scope: Scope, make: Change, *, newest: StoredProfile | None = None
    ) -> int:
        """Commit what `make` says of the newest profile; made again when another was faster.

        Args:
            scope: Whose.
            make: Makes the change, of a profile that nobody has changed when it is committed.
            newest: The profile, where the caller has just asked for it.

        Raises:
            RevisionConflict: Others were faster every time.
            LeaseLost: The delta's lease no longer holds.
        """

        async def made(profile: StoredProfile) -> ProfileDelta:
            return make(profile)

        return await self._won(scope, made, newest)

    async def pause(self, scope: Scope, *, on: bool) -> int:
        """Pause memory, or resume it: then a model may read what it was not told meanwhile."""
        return await self.change(
            scope,
            lambda p: ProfileDelta(
                person=replace(p.person, paused=on), due=() if on else ("model",)
            ),
        )

    async def reconsider(
        self,
        scope: Scope,
        observed: Sequence[Observed],
        withdrawn: Collection[str],
        complete: Change,
        *,
        newest: StoredProfile | None = None,
    ) -> int:
        """Commit new evidence, and that some of the ledger counts no longer.

        Args:
            scope: Whose.
            observed: New evidence.
            withdrawn: Ids of evidence in the ledger.
            complete: Says what else is to be committed, of the newest profile.
            newest: As in `change`.

        Raises:
            RevisionConflict: Others were faster every time.
            LeaseLost: The delta's lease no longer holds.
        """
        store, now = self.parts.store.preferences, self.parts.clock.now()

        async def made(profile: StoredProfile) -> ProfileDelta:
            beside = complete(profile)
            ledger = await self.observed(await store.evidence(scope))
            told = {r.preference_id for r in await store.history(scope)}
            derive = partial(
                consolidation.reconsider,
                profile,
                observed,
                ledger=ledger,
                withdrawn=withdrawn,
                told=told,
                now=now,
            )
            delta = await anyio.to_thread.run_sync(derive)
            return replace(
                delta, lease=beside.lease, cursor=beside.cursor, counters=beside.counters
            )

        try:
            return await self._won(scope, made, newest)
        except (LeaseLost, RevisionConflict):
            # Outrun, by an erasure perhaps, which could not reach what was read in the meantime.
            _remembered.drop()
            raise

    async def rederive(self, scope: Scope) -> int:
        """Derive a profile again from its ledger; how many preferences came out otherwise."""
        parts, changed = self.parts, 0

        async def made(profile: StoredProfile) -> ProfileDelta:
            nonlocal changed
            # After the profile, and anew for each try: what others learned meanwhile must not be
            # taken for something that the ledger does not know.
            ledger = await parts.store.preferences.evidence(scope)
            told = {r.preference_id for r in await parts.store.preferences.history(scope)}
            delta = await self.derived(profile, ledger, told=told)
            changed = len(delta.records) + len(delta.dropped)
            return replace(delta, person=None if delta.person == profile.person else delta.person)

        await self._won(scope, made, None)
        return changed

    async def derived(
        self, profile: StoredProfile, ledger: Sequence[Evidence], *, told: Collection[str]
    ) -> ProfileDelta:
        """What has to change in a profile so that it is what a ledger says, and the person.

        Args:
            profile: The profile as it stands.
            ledger: All evidence that counts.
            told: Ids of preferences that have a history; that of the others is written anew.
        """
        fresh, revisions = consolidation.rebuild(
            profile.scope, await self.observed(ledger), person=profile.person, until=None
        )
        records, dropped = consolidation.changed(profile.records, fresh.records)
        return ProfileDelta(
            records=records,
            dropped=dropped,
            revisions=tuple(r for r in revisions if r.preference_id not in told),
            # What was learned of the person goes with the evidence that it was learned from.
            person=replace(profile.person, timescales=fresh.person.timescales),
        )

    async def _won(
        self,
        scope: Scope,
        make: Callable[[StoredProfile], Awaitable[ProfileDelta]],
        newest: StoredProfile | None,
    ) -> int:
        """Commit what `make` says of the newest profile, however often others are faster."""
        store = self.parts.store.preferences
        races, profile = 0, newest
        while True:
            profile = profile or await self.profiles.newest(scope)
            delta = await self.complete(profile, await make(profile))
            if delta.empty and not delta.counters and delta.lease is None:
                return profile.revision  # whoever was not there before is not made by it
            try:
                return await store.commit(scope, delta, expected_revision=profile.revision)
            except RevisionConflict:
                races += 1
                if races == RACES:
                    raise
                profile = None

    async def complete(self, profile: StoredProfile, delta: ProfileDelta) -> ProfileDelta:
        """Add to a delta where its records apply, and the vectors of what is new in them."""
        if not delta.records:
            return delta
        before = {record.id: record for record in profile.records}
        records = tuple(replace(r, applies_to=selection.applies_to(r)) for r in delta.records)
        stale = [
            r for r in records if r.id not in profile.vectors or _reworded(r, before.get(r.id))
        ]
        vectors = dict(delta.vectors) | await self.vectors_of(stale)
        return replace(delta, records=records, vectors=vectors)

    async def vectors_of(self, records: Sequence[PreferenceRecord]) -> dict[str, Matrix]:
        """The statement's vector and those of its expansions, by preference id."""
        texts = [text for r in records for text in (r.statement, *r.applies_to)]
        if not texts:
            return {}
        rows = rounded(await self.parts.reader.embed(texts, purpose="document"))
        vectors: dict[str, Matrix] = {}
        begin = 0
        for record in records:
            end = begin + 1 + len(record.applies_to)
            vectors[record.id] = rows[begin:end]
            begin = end
        return vectors

    async def observed(self, evidence: Sequence[Evidence]) -> list[Observed]:
        """Evidence with the vectors of its statements, and of words that take something back."""
        if not evidence:
            return []
        passages = sorted({one.quote for one in evidence if one.kind == "retracted"})
        texts = [*(one.statement for one in evidence), *passages]
        vectors = rounded(await self.parts.reader.embed(texts, purpose="document"))
        told = dict(zip(passages, vectors[len(evidence) :], strict=True))
        return [
            Observed(evidence=e, vector=v, passage=told[e.quote] if e.kind == "retracted" else None)
            for e, v in zip(evidence, vectors, strict=False)
        ]


def rounded(vectors: Matrix) -> Matrix:
    """Vectors as a store gives them back, at half precision.

    New statements are compared with stored ones: both are rounded, so that deriving a profile again
    from its ledger compares the same numbers.
    """
    return vectors.astype(np.float16).astype(np.float32)


def _reworded(record: PreferenceRecord, before: PreferenceRecord | None) -> bool:
    return before is None or (before.statement, before.applies_to) != (
        record.statement,
        record.applies_to,
    )
