"""The store as dictionaries: kept by nobody, and the model that SQL is compared with."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from time import monotonic
from typing import Any

from prefmem.episodes.memory import MemoryEpisodes
from prefmem.errors import EmbedderMismatch, LeaseLost, UsageError
from prefmem.ports import Age, TurnName
from prefmem.records import (
    NOTHING,
    Claimed,
    Matrix,
    PersonState,
    ProfileDelta,
    StageName,
    StoredProfile,
    Turn,
)
from prefmem.stages.forgetting import pseudonym
from prefmem.stores import portable, revisions
from prefmem.stores.begun import MemoryIntents
from prefmem.stores.decided import MemoryAudit
from prefmem.stores.kept import Person, through_json
from prefmem.stores.schedule import MemoryWorkStream, Row
from prefmem.types import Evidence, MemoryStatus, Receipt, Revision, Scope

PURGED = ("turns", "evidence", "preferences", "history", "vectors")


class MemoryStore(MemoryAudit):
    """Implements `Store`: turns, semantic memory and work in one process, gone with it.

    Everything happens between two awaits, so that each call is atomic.
    """

    def __init__(self) -> None:
        super().__init__()
        self._people: dict[Scope, Person] = {}
        self._floor = 0
        self._embedder: str | None = None
        self._counters: dict[tuple[str, str], int] = {}
        self._episodes = MemoryEpisodes()
        self.intents = MemoryIntents()
        self._tasks: dict[str, float] = {}
        self.work = MemoryWorkStream(
            lambda: [*self._people], self._standing, self._moved, lambda s: self._of(s).state.paused
        )

    @property
    def turns(self) -> MemoryStore:
        """This object: it is all three."""
        return self

    @property
    def preferences(self) -> MemoryStore:
        """This object: it is all three."""
        return self

    async def close(self) -> None:
        """Nothing to let go of."""

    def episodes(self) -> MemoryEpisodes:
        """Episodic memory in the same place."""
        return self._episodes

    async def append(
        self,
        scope: Scope,
        turns: Sequence[Turn],
        *,
        due: Mapping[StageName, float],
        age: Age | None = None,
    ) -> Receipt:
        """Store `turns`; ids that exist are skipped."""
        if not turns or (age is not None and self._erased_since(pseudonym(scope), age())):
            return Receipt(accepted=0, duplicates=0)
        person = self._people.setdefault(scope, Person())
        known = {(turn.conversation, turn.id) for turn in person.turns}
        before = len(person.turns)
        for turn in turns:
            if (turn.conversation, turn.id) not in known:
                known.add((turn.conversation, turn.id))
                person.turns.append(replace(turn, position=len(person.turns) + 1))
        accepted = len(person.turns) - before
        if accepted:
            for stage, seconds in due.items():
                person.cursors.setdefault(stage, 0)
                self.work.becomes_due(scope, stage, seconds)
        return Receipt(accepted=accepted, duplicates=len(turns) - accepted)

    async def append_and_claim(
        self,
        scope: Scope,
        turns: Sequence[Turn],
        *,
        due: Mapping[StageName, float],
        stage: StageName,
        seconds: float,
        limit: int,
        before: int,
        age: Age | None = None,
    ) -> Claimed:
        """Do as `append`, and claim the user's lease on `stage`."""
        receipt = await self.append(scope, turns, due=due, age=age)
        lease = None
        if receipt.accepted:
            lease = await self.work.claim(stage, scope=scope, seconds=seconds)
        if lease is None:
            return Claimed(receipt=receipt)
        first = max(0, lease.cursor - before)
        end = lease.cursor + lease.at_once(limit)
        return Claimed(receipt=receipt, lease=lease, turns=tuple(self._of(scope).turns[first:end]))

    async def read(
        self, scope: Scope, *, after: int = 0, limit: int | None = None
    ) -> tuple[Turn, ...]:
        """Turns after a position, in order."""
        end = None if limit is None else after + limit
        return tuple(self._of(scope).turns[after:end])

    async def profile(self, scope: Scope, *, known: StoredProfile | None = None) -> StoredProfile:
        """The profile at its newest revision; `known` itself if that is still the newest."""
        person = self._of(scope)
        if known is not None and known.revision == person.revision:
            return known
        return StoredProfile(
            scope=scope,
            revision=person.revision,
            records=tuple(person.records[key] for key in sorted(person.records)),
            vectors=dict(person.vectors),
            person=person.state,
        )

    async def commit(self, scope: Scope, delta: ProfileDelta, *, expected_revision: int) -> int:
        """Apply `delta` atomically; return the new revision.

        Raises:
            RevisionConflict: Another writer committed first.
            LeaseLost: `delta.lease` no longer holds.
        """
        if delta.lease is not None and not self.work.holds(delta.lease):
            raise LeaseLost(f"the lease on {delta.lease.stage!r} no longer holds; claim again")
        person = self._of(scope)
        revisions.check(person.revision, expected_revision)
        if expected_revision == 0:
            person = self._people.setdefault(scope, person)
        if not delta.empty:
            self._bump(person)
            self._apply(person, delta)
        for name, value in delta.counters.items():
            key = (scope.tenant, name)
            self._counters[key] = self._counters.get(key, 0) + value
        self.work.hasten(scope, delta.due)
        if delta.lease is not None and delta.cursor is not None:
            self.work.done(delta.lease, delta.cursor)
        return person.revision

    def _apply(self, person: Person, delta: ProfileDelta) -> None:
        for one in delta.evidence:
            person.evidence.setdefault(one.id, one)
        person.withdrawn.update(i for i in delta.withdrawn if i in person.evidence)
        for record in delta.records:
            person.records[record.id] = replace(record, drift=through_json(record.drift))
        person.vectors |= {i: m for i, m in delta.vectors.items() if i in person.records}
        for name in delta.dropped:
            person.records.pop(name, None)
            person.vectors.pop(name, None)
        person.history += delta.revisions
        if delta.person is not None:
            person.state = replace(delta.person, timescales=through_json(delta.person.timescales))

    async def evidence(self, scope: Scope, *, withdrawn: bool = False) -> tuple[Evidence, ...]:
        """The ledger that counts, by (at, id); with `withdrawn` also what counts no longer."""
        return self._of(scope).ledger(withdrawn=None if withdrawn else False)

    async def history(self, scope: Scope, preference_id: str | None = None) -> tuple[Revision, ...]:
        """What became of one preference, or of all, oldest first."""
        history = self._of(scope).history
        return tuple(r for r in history if preference_id in (None, r.preference_id))

    async def purge(
        self,
        scope: Scope,
        *,
        turns: Sequence[tuple[str, str]],
        evidence: Sequence[str],
        preferences: Sequence[str],
        person: PersonState,
        derived: ProfileDelta = NOTHING,
        intent: str | None = None,
        expected_revision: int | None = None,
    ) -> dict[str, int]:
        """Remove for good, keep `person`, take in what is derived; items removed by place.

        Raises:
            RevisionConflict: With `expected_revision`: another writer committed first.
        """
        held = self._people.get(scope)
        if expected_revision is not None:
            revisions.check(self._of(scope).revision, expected_revision)
        if not self.intents.end(intent) or held is None:
            return dict.fromkeys(PURGED, 0)
        kept = [r for r in held.history if r.preference_id not in preferences]
        removed = {
            "turns": held.blank(set(turns)),
            "evidence": sum(held.evidence.pop(i, None) is not None for i in evidence),
            "preferences": sum(held.records.pop(i, None) is not None for i in preferences),
            "history": len(held.history) - len(kept),
            "vectors": sum(held.vectors.pop(i, None) is not None for i in preferences),
        }
        await self._episodes.erase(scope, turns)
        held.history = kept
        held.withdrawn &= held.evidence.keys()
        self._apply(held, derived)
        if any(removed.values()) or person != held.state or not derived.empty:
            held.state = person
            self._bump(held)
            self.work.revoke(scope)
        return removed

    async def erase(self, scope: Scope, *, intent: str | None = None) -> dict[str, int]:
        """Remove everything of this user, turns included; items removed by place."""
        if not self.intents.end(intent):
            return {}
        self.intents.drop(scope)
        person = self._people.pop(scope, None)
        held = person or Person()
        self._floor = max(self._floor, held.revision)
        parked, queue = self.work.erase(scope)
        return {
            "people": int(person is not None),
            "turns": len(held.turns),
            "evidence": len(held.evidence),
            "preferences": len(held.records),
            "vectors": len(held.vectors),
            "history": len(held.history),
            "queue": queue,
            "parked": parked,
            "episodes": await self._episodes.erase(scope),
        }

    async def check_embedder(self, fingerprint: str) -> None:
        """Remember the first embedder, refuse another.

        Raises:
            EmbedderMismatch: The vectors here were made by another.
        """
        if self._embedder not in (None, fingerprint):
            raise EmbedderMismatch(
                f"this store holds vectors of {self._embedder!r}, not of {fingerprint!r}; "
                "run 'prefmem reindex'"
            )
        self._embedder = fingerprint

    async def embedder(self) -> str | None:
        """The fingerprint of the embedder whose vectors are here."""
        return self._embedder

    async def set_embedder(self, fingerprint: str) -> None:
        """Remember another embedder; its vectors are to replace those that are here."""
        self._embedder = fingerprint

    async def users(self, tenant: str | None = None) -> AsyncIterator[Scope]:
        """Every user who has anything here, by tenant and id."""
        for scope in sorted(self._people, key=lambda s: (s.tenant, s.user)):
            if tenant in (None, scope.tenant):
                yield scope

    async def export_rows(self, scope: Scope) -> dict[str, Any]:
        """All rows of a user but vectors, JSON-ready."""
        held = self._of(scope)
        return portable.exported(
            portable.Rows(
                turns=held.turns,
                blanked=frozenset(held.blanked),
                evidence=held.ledger(withdrawn=False),
                withdrawn=held.ledger(withdrawn=True),
                preferences=[held.records[key] for key in sorted(held.records)],
                history=held.history,
                person=held.state,
                cursors=held.cursors,
            )
        )

    async def import_rows(
        self,
        scope: Scope,
        rows: Mapping[str, Any],
        *,
        vectors: Mapping[str, Matrix] | None = None,
    ) -> None:
        """Put back what `export_rows` gave, with vectors by preference id.

        Raises:
            UsageError: A row is not of the form that `export_rows` gives, or the user is there.
        """
        read = portable.imported(rows)
        if scope in self._people:
            raise UsageError(
                f"user {scope.user!r} is not empty; erase it first, or import into another user"
            )
        ledger = [*read.evidence, *read.withdrawn]
        self._people[scope] = Person(
            revision=self._floor + 1,
            turns=list(read.turns),
            blanked=set(read.blanked),
            evidence={one.id: one for one in ledger},
            withdrawn={one.id for one in read.withdrawn},
            records={one.id: one for one in read.preferences},
            history=list(read.history),
            state=read.person,
            cursors=dict(read.cursors),
            vectors=dict(vectors or {}),
        )
        for stage, cursor in read.cursors.items():
            self.work.put(scope, stage, Row(cursor=cursor))

    async def replace_vectors(self, scope: Scope, vectors: Mapping[str, Matrix]) -> None:
        """Put `vectors` (by preference id) in the place of those that are there."""
        held = self._people.get(scope)
        if held is not None:
            held.vectors = {i: m for i, m in vectors.items() if i in held.records}
            self._bump(held)

    async def status(self, *, stages: Sequence[StageName] | None = None) -> MemoryStatus:
        """What waits for these stages, failed and was refused, over all users."""
        held = self._people.values()
        sums: dict[str, int] = {}
        for (_, name), value in self._counters.items():
            sums[name] = sums.get(name, 0) + value
        waiting = self.work.waiting(stages=stages)
        prefix = "refused: "
        return MemoryStatus(
            users=len(held),
            turns=sum(len(p.turns) for p in held),
            preferences=sum(len(p.records) for p in held),
            waiting=waiting["waiting"],
            oldest_waiting=waiting["oldest_waiting"],
            parked=waiting["parked"],
            failures=waiting["failures"],
            refused={k.removeprefix(prefix): n for k, n in sums.items() if k.startswith(prefix)},
            counters={k: n for k, n in sums.items() if not k.startswith(prefix)},
            unfinished=self.intents.count(),
            store="memory",
        )

    async def past_turns(
        self, before: datetime, *, stages: Sequence[StageName] | None = None
    ) -> AsyncIterator[tuple[Scope, list[TurnName]]]:
        """The turns that `expire_turns` would blank, by user."""
        for scope, held in list(self._people.items()):
            old = [t for t in held.turns[: held.read_by(stages)] if t.at < before]
            if names := [(t.conversation, t.id) for t in old if t.position not in held.blanked]:
                yield scope, names

    async def expire_turns(
        self, before: datetime, *, stages: Sequence[StageName] | None = None
    ) -> dict[str, int]:
        """Blank the text of read turns that were said before a time; how many."""
        gone = [(scope, names) async for scope, names in self.past_turns(before, stages=stages)]
        indexed = [await self._episodes.erase(scope, names) for scope, names in gone]
        blanked = sum(self._people[scope].blank(set(names)) for scope, names in gone)
        for scope, _ in gone:
            self.work.revoke(scope)
        return {"turns": blanked, "episodes": sum(indexed)}

    async def take(self, task: str, *, seconds: float) -> bool:
        """True where a task is due."""
        due = monotonic() >= self._tasks.get(task, 0.0)
        if due:
            await self.put_off(task, seconds=seconds)
        return due

    async def put_off(self, task: str, *, seconds: float) -> None:
        """A task is done; it is due again in so many seconds."""
        self._tasks[task] = monotonic() + seconds

    def _of(self, scope: Scope) -> Person:
        return self._people.get(scope) or Person()

    def _bump(self, person: Person) -> None:
        person.revision = (person.revision or self._floor) + 1

    def _standing(self, scope: Scope) -> tuple[Sequence[Turn], Mapping[StageName, int]]:
        person = self._of(scope)
        return person.turns, person.cursors

    def _moved(self, scope: Scope, stage: StageName, cursor: int) -> None:
        self._people[scope].cursors[stage] = cursor
