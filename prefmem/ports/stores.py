"""Where things are kept: the log, the semantic memory, the index, the work, the audit."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from prefmem.records import (
    NOTHING,
    Claimed,
    Intent,
    Lease,
    Matrix,
    PersonState,
    ProfileDelta,
    StageName,
    StoredProfile,
    Turn,
)
from prefmem.types import EpisodeHit, Evidence, MemoryStatus, Receipt, Revision, Scope

WAITED = 30 * 86_400.0
"""For so many seconds a record of a decision may wait to be kept, and an erasure is remembered."""
Waited = Callable[[], Sequence[float]]
Age = Callable[[], float]
"""For how many seconds the user has been saying something by now."""
TurnName = tuple[str, str]
"""Conversation and message id."""


class TurnLog(Protocol):
    """The raw turns: append-only, durable when `append` returns, the outbox of distillation."""

    async def append(
        self,
        scope: Scope,
        turns: Sequence[Turn],
        *,
        due: Mapping[StageName, float],
        age: Age | None = None,
    ) -> Receipt:
        """Store `turns` in one durable commit; ids that exist are skipped.

        Each stage in `due` becomes due for this user in so many seconds, by the store's own clock.
        With an `age`, asked within the commit, nothing is stored and nobody is made if the user was
        erased since then (see `AuditKeeper.erase_audit`).
        """
        ...

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
        """Do as `append`, and claim the user's lease on `stage` for whoever brought the turns.

        What they are to read comes along: `before` turns before the cursor, `limit` after it. The
        turns are durable when this returns, whoever gets the lease.
        """
        ...

    async def read(
        self, scope: Scope, *, after: int = 0, limit: int | None = None
    ) -> tuple[Turn, ...]:
        """Turns after a position, in order."""
        ...


class PreferenceStore(Protocol):
    """The semantic memory: evidence ledger, derived preferences, history, per user."""

    async def profile(self, scope: Scope, *, known: StoredProfile | None = None) -> StoredProfile:
        """The profile at its newest revision; `known` itself if that is still the newest.

        One query where `known` is current, two at most, beside what is the same for all users.
        Vectors come back at half precision or better.
        """
        ...

    async def commit(self, scope: Scope, delta: ProfileDelta, *, expected_revision: int) -> int:
        """Apply `delta` atomically; return the new revision.

        Raises:
            RevisionConflict: Another writer committed first.
            LeaseLost: `delta.lease` no longer holds.
        """
        ...

    async def evidence(self, scope: Scope, *, withdrawn: bool = False) -> tuple[Evidence, ...]:
        """The ledger that counts, by (at, id); with `withdrawn` also what counts no longer."""
        ...

    async def history(self, scope: Scope, preference_id: str | None = None) -> tuple[Revision, ...]:
        """What became of one preference, or of all, oldest first."""
        ...

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
        """Remove for good, in one transaction, and keep `person`; items removed by place.

        The text of `turns` (conversation, id) is blanked, their ids stay; the evidence items, and
        the preferences with their history and vectors, are gone, and no byte of them is left.
        The same transaction takes in what is `derived` from the evidence that stays: records,
        vectors, revisions, and what is dropped.

        With `intent` the same transaction ends it; where it has ended already, nothing is removed:
        what came after the erasure that it was of is not touched.

        Raises:
            RevisionConflict: With `expected_revision`: another writer committed first, so that
                `person`, and what is to go, may be out of date. Nothing was removed or ended.
        """
        ...

    async def erase(self, scope: Scope, *, intent: str | None = None) -> dict[str, int]:
        """Remove everything of this user, turns included; items removed by place.

        `intent` as in `purge`.
        """
        ...


class IntentLog(Protocol):
    """Erasures that have begun, so that a crash between two stores is finished by whoever opens."""

    async def begin(self, scope: Scope, body: Mapping[str, Any]) -> str:
        """Write down, durably, what is to be erased: ids and no words; the intent's own id."""
        ...

    async def unfinished(self) -> tuple[Intent, ...]:
        """What has begun and not ended, of all users, oldest first."""
        ...


class WorkStream(Protocol):
    """Who distils which user's turns, and when: cursor, lease, retry."""

    async def claim(
        self,
        stage: StageName,
        *,
        scope: Scope | None = None,
        seconds: float,
        hurry: bool = False,
    ) -> Lease | None:
        """Lease the earliest due user (or this one, due or not), or None if there is none.

        With `hurry` a user who only waits for the debounce counts as due; one who waits after a
        failure does not.

        At most one lease per user and stage holds at a time, by the store's own clock.
        """
        ...

    async def renew(self, lease: Lease, *, seconds: float) -> Lease:
        """Extend a lease.

        Raises:
            LeaseLost: Another worker took over.
        """
        ...

    async def release(
        self,
        lease: Lease,
        *,
        cursor: int | None = None,
        failed: str | None = None,
        retry_in: float | None = None,
        careful: int | None = None,
    ) -> None:
        """Give a lease back; with `failed`, count the attempt and become due after `retry_in`.

        With `cursor`, move the cursor (a parked turn is passed over, and counted as parked).
        With `careful`, later leases carry it: read one by one up to that position.

        Raises:
            LeaseLost: Another worker took over.
        """
        ...

    async def backlog(self) -> Mapping[str, Any]:
        """Over all users: `waiting`, `oldest_waiting`, `parked`, `failures`, `leased`.

        What waits for a model until the person resumes memory is no sign that work is late: it is
        among `waiting`, and `oldest_waiting` leaves it out.
        """
        ...

    async def sweep(self) -> int:
        """Rebuild missing stream rows from what the ledger still owes; how many."""
        ...

    async def restart(self, stage: StageName) -> int:
        """Let a stage read all turns again, from the first; of how many users who have spoken."""
        ...


class EpisodicStore(Protocol):
    """Search in the raw turns. An index: it can be lost and rebuilt from the turns."""

    async def append(self, scope: Scope, turns: Sequence[Turn], vectors: Matrix) -> None:
        """Index `turns` with their `vectors` (n, d); an id that is there is replaced."""
        ...

    async def search(self, scope: Scope, vector: Matrix, *, limit: int) -> tuple[EpisodeHit, ...]:
        """The nearest turns of this user, best first, newest first among near ties."""
        ...

    async def erase(self, scope: Scope, ids: Sequence[tuple[str, str]] | None = None) -> int:
        """Remove the turns named by (conversation, id), or all of this user; how many."""
        ...

    async def empty(self) -> bool:
        """True if nothing of anybody is indexed: it is new, or was lost."""
        ...

    async def close(self) -> None:
        """Flush and let go of files and connections."""
        ...


class AuditKeeper(Protocol):
    """Keeps records of decisions in order, durably."""

    async def append_audit(
        self, records: Sequence[Mapping[str, Any]], *, waited: Waited | None = None
    ) -> Collection[int]:
        """Keep records, in order, or none of them.

        `waited` says for how many seconds each has waited, asked in the commit itself: who waits
        for a lock may wait for an erasure. Those whose pseudonym was erased in the meantime, and
        those that waited for more than `WAITED` seconds, are refused: then nothing is kept, and
        their places are returned.
        """
        ...

    async def audit_since(self, seq: int = 0, *, limit: int = 1000) -> tuple[dict[str, Any], ...]:
        """Records after a number, in order, each with its number as `seq`."""
        ...

    async def audit_of(self, pseudonym: str, *, limit: int = 200) -> tuple[dict[str, Any], ...]:
        """The newest records of one pseudonym, oldest first."""
        ...

    async def erase_audit(self, pseudonym: str) -> tuple[dict[str, Any], ...]:
        """Remove the records of one pseudonym, and remember when; those that are gone."""
        ...

    async def prune_audit(self, seq: int) -> int:
        """Remove the records up to this number, which are past their time; how many."""
        ...


class Store(AuditKeeper, Protocol):
    """One place that offers the log, the semantic memory and the work stream together."""

    @property
    def turns(self) -> TurnLog:
        """The raw turns."""
        ...

    @property
    def preferences(self) -> PreferenceStore:
        """The semantic memory."""
        ...

    @property
    def work(self) -> WorkStream:
        """Cursors and leases."""
        ...

    @property
    def intents(self) -> IntentLog:
        """Erasures that have begun; `purge` and `erase` end them."""
        ...

    def episodes(self) -> EpisodicStore:
        """Episodic memory in the same place."""
        ...

    async def check_embedder(self, fingerprint: str) -> None:
        """Remember the first embedder, refuse another.

        Raises:
            EmbedderMismatch: The vectors here were made by another; the message has the remedy.
        """
        ...

    async def set_embedder(self, fingerprint: str) -> None:
        """Say which embedder's vectors are here from now on."""
        ...

    def users(self, tenant: str | None = None) -> AsyncIterator[Scope]:
        """Every user who has anything here, of one tenant or of all, by tenant and id."""
        ...

    async def export_rows(self, scope: Scope) -> dict[str, Any]:
        """All rows of a user but vectors, JSON-ready: `turns`, `evidence`, and so on."""
        ...

    async def import_rows(
        self,
        scope: Scope,
        rows: Mapping[str, Any],
        *,
        vectors: Mapping[str, Matrix] | None = None,
    ) -> None:
        """Put back what `export_rows` gave, in one transaction, with vectors by preference id.

        Raises:
            UsageError: A row is not of the form that `export_rows` gives.
        """
        ...

    async def replace_vectors(self, scope: Scope, vectors: Mapping[str, Matrix]) -> None:
        """Put `vectors` (by preference id) in the place of those that are there."""
        ...

    def past_turns(
        self, before: datetime, *, stages: Sequence[StageName] | None = None
    ) -> AsyncIterator[tuple[Scope, Sequence[TurnName]]]:
        """Turns with text that were said before a time and that these stages have read, by user.

        The default is every stage that learns from them: all but the index.
        """
        ...

    async def expire_turns(
        self, before: datetime, *, stages: Sequence[StageName] | None = None
    ) -> dict[str, int]:
        """Blank the text of those turns; how many. What was learned from them stays.

        Whoever indexes turns of these users at that moment loses the lease.
        """
        ...

    async def take(self, task: str, *, seconds: float) -> bool:
        """True for one caller of all processes where a task is due, by the store's own clock.

        Due again in so many seconds, for whoever finds it unfinished, unless it is put off.
        """
        ...

    async def put_off(self, task: str, *, seconds: float) -> None:
        """A task is done; it is due again in so many seconds."""
        ...

    async def status(self, *, stages: Sequence[StageName]) -> MemoryStatus:
        """What waits for these stages, failed and was refused, over all users."""
        ...

    async def close(self) -> None:
        """Let go of files and connections; a second call does nothing."""
        ...
