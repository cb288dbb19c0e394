"""What a plug-in implements. Each docstring states the law that every backend keeps."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, Protocol, runtime_checkable

from prefmem.records import (
    AuditRecord,
    Distillation,
    Lease,
    Matrix,
    PersonState,
    ProfileDelta,
    Rendered,
    Selection,
    StageName,
    StoredProfile,
    Turn,
    Worded,
)
from prefmem.types import (
    EpisodeHit,
    Evidence,
    MemoryStatus,
    Receipt,
    RequestDecision,
    Revision,
    Scope,
)

if TYPE_CHECKING:
    import anyio


class Clock(Protocol):
    """Where the time comes from."""

    def now(self) -> datetime:
        """The time now, aware, in UTC."""
        ...


class TokenCounter(Protocol):
    """Counts tokens as the model's own table does; never fewer."""

    def count(self, text: str) -> int:
        """Tokens of `text`."""
        ...


@runtime_checkable
class Embedder(Protocol):
    """Turns texts into vectors. Deterministic: a text's vector does not depend on its batch."""

    @property
    def fingerprint(self) -> str:
        """Names model, weights and pooling; equal fingerprints mean comparable vectors."""
        ...

    async def embed(self, texts: Sequence[str], *, purpose: Literal["query", "document"]) -> Matrix:
        """Unit vectors, shape (len(texts), d), in the order of `texts`.

        Raises:
            EmbedderError: The model cannot be loaded or failed.
        """
        ...


@runtime_checkable
class Distiller(Protocol):
    """Reads turns and finds evidence; never sees another user's turns, never writes."""

    @property
    def source(self) -> str:
        """Name and version, as evidence records it."""
        ...

    async def distil(
        self,
        scope: Scope,
        turns: Sequence[Turn],
        *,
        known: StoredProfile,
        before: Sequence[Turn] = (),
    ) -> Distillation:
        """Evidence in `turns`; every quote is verbatim in the user turn that it names.

        `turns` are consecutive turns of the log, of one or more conversations, after the cursor;
        `before` are the few turns before them, read already: what options "the second one" means.
        Turns of role `assistant` and `tool` are context. Called again with the same turns it
        gives the same evidence ids. It may read only the first of them, one at least, and say so
        (`Distillation.read`): what it read is committed before it is given the others.

        Raises:
            DistillerError: It could not read; the turns stay waiting.
        """
        ...


@runtime_checkable
class Wording(Protocol):
    """Words a summary better; a distiller may do it, too. What it says is checked, not trusted."""

    async def word(self, clauses: Sequence[tuple[str, str]]) -> Worded:
        """Sentences that tell `clauses` (heading, text), each with the clauses that it tells.

        Raises:
            DistillerError: The model failed; the summary stays as it is.
        """
        ...


class TurnLog(Protocol):
    """The raw turns: append-only, durable when `append` returns, the outbox of distillation."""

    async def append(
        self, scope: Scope, turns: Sequence[Turn], *, due: Mapping[StageName, float]
    ) -> Receipt:
        """Store `turns` in one durable commit; ids that exist are skipped.

        Each stage in `due` becomes due for this user in so many seconds, by the store's own clock.
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

    async def evidence(self, scope: Scope) -> tuple[Evidence, ...]:
        """The ledger that counts, by (at, id)."""
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
    ) -> dict[str, int]:
        """Remove for good, in one transaction, and keep `person`; items removed by place.

        The text of `turns` (conversation, id) is blanked, their ids stay; the evidence items, and
        the preferences with their history and vectors, are gone, and no byte of them is left.
        """
        ...

    async def erase(self, scope: Scope) -> dict[str, int]:
        """Remove everything of this user, turns included; items removed by place."""
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
        """Over all users: `waiting`, `oldest_waiting`, `parked`, `failures`, `leased`."""
        ...

    async def sweep(self) -> int:
        """Rebuild missing stream rows from what the ledger still owes; how many."""
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

    async def close(self) -> None:
        """Flush and let go of files and connections."""
        ...


class AuditSink(Protocol):
    """Where decisions are recorded, off the hot path."""

    def record(self, entry: AuditRecord) -> None:
        """Take one record; never blocks, never raises."""
        ...

    async def flush(self) -> None:
        """Write what is buffered."""
        ...

    async def erase(self, pseudonym: str) -> int:
        """Remove the records of one pseudonym, buffered ones too; how many."""
        ...


Process = Callable[[Lease, tuple[Turn, ...]], Awaitable[None]]
"""Distils turns under a lease and commits, moving the lease's cursor; the engine's part of work."""


class Worker(Protocol):
    """Works off what waits: claims, reads turns, calls a `Process`, retries, parks."""

    async def run_once(self, scope: Scope | None = None, *, hurry: bool = False) -> bool:
        """Do one batch, of this user if one is named; False if there was none to do.

        A failure is recorded with its back-off and not raised.
        """
        ...

    async def run(self, stop: anyio.Event) -> None:
        """Work until `stop` is set; finishes the batch in hand."""
        ...


MakeWorker = Callable[[Process, Sequence[StageName]], Worker]
"""Makes a worker for these stages."""


class Renderer(Protocol):
    """Turns a selection into the text that goes into the prompt. Pure; never over budget."""

    def render(
        self,
        selection: Selection,
        *,
        decision: RequestDecision,
        safeguards: Mapping[str, str],
        duties: Sequence[str] = (),
        budget: int,
        counter: TokenCounter,
        revision: int,
    ) -> Rendered:
        """A block of at most `budget` tokens, what made it in, and what did not."""
        ...


class AuditKeeper(Protocol):
    """Keeps records of decisions in order, durably."""

    async def append_audit(self, records: Sequence[Mapping[str, Any]]) -> None:
        """Keep records, in order."""
        ...

    async def audit_since(self, seq: int = 0, *, limit: int = 1000) -> tuple[dict[str, Any], ...]:
        """Records after a number, in order, each with its number as `seq`."""
        ...

    async def audit_of(self, pseudonym: str, *, limit: int = 200) -> tuple[dict[str, Any], ...]:
        """The newest records of one pseudonym, oldest first."""
        ...

    async def erase_audit(self, pseudonym: str) -> int:
        """Remove the records of one pseudonym; how many."""
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

    def users(self) -> AsyncIterator[Scope]:
        """Every user who has anything here."""
        ...

    async def export_rows(self, scope: Scope) -> dict[str, Any]:
        """All rows of a user but vectors, JSON-ready: `turns`, `evidence`, and so on."""
        ...

    async def import_rows(self, scope: Scope, rows: Mapping[str, Any]) -> None:
        """Put back what `export_rows` gave, in one transaction.

        Raises:
            UsageError: A row is not of the form that `export_rows` gives.
        """
        ...

    async def replace_vectors(self, scope: Scope, vectors: Mapping[str, Matrix]) -> None:
        """Put `vectors` (by preference id) in the place of those that are there."""
        ...

    async def status(self, *, stages: Sequence[StageName]) -> MemoryStatus:
        """What waits for these stages, failed and was refused, over all users."""
        ...

    async def close(self) -> None:
        """Let go of files and connections; a second call does nothing."""
        ...
