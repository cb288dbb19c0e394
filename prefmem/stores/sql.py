"""The store in SQL: one schema, on SQLite by default and on PostgreSQL for many machines."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Self, cast

import sqlalchemy as sa

from prefmem.episodes.sql import SqlEpisodes
from prefmem.errors import EmbedderMismatch
from prefmem.ports import TurnName, Waited
from prefmem.records import AuditRecord, Matrix, StageName
from prefmem.stores import (
    codec,
    counters,
    erasing,
    expiry,
    opening,
    people,
    schema,
    transfer,
)
from prefmem.stores import vectors as packing
from prefmem.stores.audit import SqlAuditLog
from prefmem.stores.database import EVERYONE, PATIENCE, Database
from prefmem.stores.intents import SqlIntentLog
from prefmem.stores.leases import SqlWorkStream
from prefmem.stores.people import within
from prefmem.stores.preferences import SqlPreferenceStore
from prefmem.stores.turns import SqlTurnLog
from prefmem.types import MemoryStatus, Scope

EMBEDDER = "embedder"
REFUSED = "refused: "
PAGE = 500


class SqlStore:
    """Turns, semantic memory and work stream in one database; implements `Store`.

    Attributes:
        turns: The raw turns.
        preferences: The semantic memory.
        work: Cursors and leases.
        intents: Erasures that have begun.
        audit: Decisions, without text.
    """

    def __init__(self, database: Database) -> None:
        """Bind the parts to a database that is open; use `SqlStore.open`."""
        self.database = database
        self.turns = _turn_log(database)
        self.preferences = SqlPreferenceStore(database)
        self.work = SqlWorkStream(database)
        self.intents = SqlIntentLog(database)
        self.audit = SqlAuditLog(database)

    @classmethod
    async def open(cls, location: str | Path, *, patience: float = PATIENCE) -> Self:
        """Open a file or a `postgresql://` URL; made, migrated and tidied up as needed.

        Args:
            location: Where it is.
            patience: Seconds for which locks and lost connections are waited for.

        Raises:
            StoreUnavailable: It cannot be reached or written.
            StoreCorrupt: It is no database, or a damaged one.
            SchemaMismatch: It was written by a newer release.
        """
        database = await opening.opened(location, patience=patience)
        store = cls(database)
        try:
            await erasing.finish(database)
        except BaseException:
            await database.close()
            raise
        return store

    async def close(self) -> None:
        """Let go of files and connections; a second call does nothing."""
        await self.database.close()

    def episodes(self) -> SqlEpisodes:
        """Episodic memory in the same place."""
        return SqlEpisodes(self.database, schema.episodes, log=schema.turns)

    async def check_embedder(self, fingerprint: str) -> None:
        """Remember the first embedder, refuse another.

        Raises:
            EmbedderMismatch: The vectors here were made by another; the message has the remedy.
        """
        held = await self.embedder()
        if held is None:
            await self.set_embedder(fingerprint)
        elif held != fingerprint:
            raise EmbedderMismatch(
                f"store {self.database.where} holds vectors of {held!r}, not of {fingerprint!r}; "
                "open it with that embedder, or run 'prefmem reindex' to remake them"
            )

    async def embedder(self) -> str | None:
        """The fingerprint of the embedder whose vectors are here."""
        query = sa.select(schema.meta.c.value).where(schema.meta.c.key == EMBEDDER)
        return await self.database.read(lambda c: c.execute(query).scalar(), EVERYONE)

    async def set_embedder(self, fingerprint: str) -> None:
        """Remember another embedder; its vectors are to replace those that are here."""
        await self.database.write(lambda c: people.put_meta(c, EMBEDDER, fingerprint), EVERYONE)

    async def users(self, tenant: str | None = None) -> AsyncIterator[Scope]:
        """Every user who has anything here, by tenant and id."""
        table = schema.person
        key = sa.tuple_(table.c.tenant, table.c.user_id)
        query = sa.select(table.c.tenant, table.c.user_id).order_by(*key.clauses).limit(PAGE)
        if tenant is not None:
            query = query.where(table.c.tenant == tenant)
        page = query
        while True:
            rows = await self.database.read(lambda c, q=page: c.execute(q).all(), EVERYONE)
            for row in rows:
                yield Scope(tenant=row[0], user=row[1])
            if len(rows) < PAGE:
                return
            page = query.where(key > sa.tuple_(*(sa.literal(one) for one in rows[-1])))

    async def export_rows(self, scope: Scope) -> dict[str, Any]:
        """All rows of a user but vectors, JSON-ready: `turns`, `evidence`, `preferences`, …."""
        return await self.database.snapshot(lambda c: transfer.export(c, scope), scope)

    async def import_rows(
        self,
        scope: Scope,
        rows: Mapping[str, Any],
        *,
        vectors: Mapping[str, Matrix] | None = None,
    ) -> None:
        """Put back what `export_rows` gave, in one transaction, with vectors by preference id.

        Raises:
            UsageError: A row is not of the form that `export_rows` gives, or the user is there.
        """
        read = transfer.imported(rows)
        rest = vectors or {}
        await self.database.write(lambda c: transfer.insert(c, scope, read, rest), scope)

    async def replace_vectors(self, scope: Scope, vectors: Mapping[str, Matrix]) -> None:
        """Put `vectors` (by preference id) in the place of those that are there."""

        def work(conn: sa.Connection) -> None:
            held = people.locked(conn, scope)
            table = schema.preferences
            query = sa.select(table.c.id, table.c.body).where(within(table, scope))
            texts = {
                row.id: codec.loads(row.body).get("applies_to", ()) for row in conn.execute(query)
            }
            packing.clear(conn, scope)
            packing.put(conn, scope, vectors, texts)
            if held.exists:
                people.update(conn, scope, revision=people.next_revision(conn, held.revision))

        await self.database.write(work, scope)

    async def status(self, *, stages: Sequence[StageName] | None = None) -> MemoryStatus:
        """What waits for these stages, failed and was refused, over all users."""

        def work(conn: sa.Connection) -> MemoryStatus:
            return _status(conn, stages, self.database.where)

        return await self.database.read(work, EVERYONE)

    async def backup(self, path: Path) -> int:
        """Write the store to a new file while it is in use; its size in bytes."""
        from prefmem.stores.backup import backup

        return await backup(self, path)

    async def expire_turns(
        self, before: datetime, *, stages: Sequence[StageName] | None = None
    ) -> dict[str, int]:
        """Blank the text of distilled turns that were said before a time; how many.

        What was learned from them stays, with its quotes.
        """

        def work(conn: sa.Connection) -> dict[str, int]:
            gone = expiry.expire(conn, codec.micros(before), stages)
            if any(gone.values()):
                erasing.journal(conn, erasing.EVERYBODY, "expire")
            return gone

        removed = await self.database.write(work, EVERYONE)
        return await erasing.scrubbed(self.database, erasing.EVERYBODY, removed)

    async def past_turns(
        self, before: datetime, *, stages: Sequence[StageName] | None = None
    ) -> AsyncIterator[tuple[Scope, Sequence[TurnName]]]:
        """The turns that `expire_turns` would blank, by user."""
        time, last = codec.micros(before), None
        while page := await self.database.read(
            lambda c, a=last: expiry.past_turns(c, time, a, stages), EVERYONE
        ):
            for scope, names in page:
                last = (scope.tenant, scope.user)
                yield scope, names

    async def take(self, task: str, *, seconds: float) -> bool:
        """True for one caller of all processes where a task is due."""
        if not await self.database.read(lambda c: expiry.is_due(c, task), EVERYONE):
            return False
        return await self.database.write(
            lambda c: expiry.taken(c, task, int(seconds * 1e6)), EVERYONE
        )

    async def put_off(self, task: str, *, seconds: float) -> None:
        """A task is done; it is due again in so many seconds."""
        await self.database.write(lambda c: expiry.put_off(c, task, int(seconds * 1e6)), EVERYONE)

    async def scrub(self) -> bool:
        """Finish the erasures whose bytes are still in files; False if others hinder."""
        return await erasing.finish(self.database, asked=True)

    async def append_audit(
        self,
        records: Sequence[AuditRecord | Mapping[str, Any]],
        *,
        waited: Waited | None = None,
    ) -> tuple[int, ...]:
        """Keep audit records, in order; none, and the places of those of erased people."""
        rows = [transfer.audit_row(one) for one in records]
        return await self.audit.append(rows, waited=waited)

    async def audit_since(self, seq: int = 0, *, limit: int = 1000) -> tuple[dict[str, Any], ...]:
        """Audit records after a number, in order."""
        return await self.audit.since(seq, limit=limit)

    async def audit_of(self, pseudonym: str, *, limit: int = 200) -> tuple[dict[str, Any], ...]:
        """The newest audit records of one pseudonym, oldest first."""
        return await self.audit.of(pseudonym, limit=limit)

    async def erase_audit(self, pseudonym: str) -> tuple[dict[str, Any], ...]:
        """Remove the audit records of one pseudonym; those that are gone."""
        return await self.audit.erase(pseudonym)

    async def prune_audit(self, seq: int) -> int:
        """Remove the audit records up to a number; how many."""
        return await self.audit.prune(seq)


def _turn_log(database: Database) -> SqlTurnLog:
    if database.dialect != "postgresql":
        return SqlTurnLog(database)
    from prefmem.stores.pipeline import PipelinedTurnLog
    from prefmem.stores.postgres import PostgresDatabase

    return PipelinedTurnLog(cast("PostgresDatabase", database))


def _status(conn: sa.Connection, stages: Sequence[StageName] | None, where: str) -> MemoryStatus:
    person, kept, sums = schema.person, schema.preferences, schema.counters
    users = sa.select(sa.func.count(), sa.func.sum(person.c.position)).select_from(person)
    held = sa.select(sa.func.count()).select_from(kept)
    begun = sa.select(sa.func.count()).select_from(schema.intents)
    named = sa.select(sums.c.name, sa.func.sum(sums.c.value)).group_by(sums.c.name)
    people_there, turns = conn.execute(users).one()
    summed = {name: int(value) for name, value in conn.execute(named.order_by(sums.c.name))}
    waiting = counters.backlog(conn, stages)
    return MemoryStatus(
        users=people_there,
        turns=int(turns or 0),
        preferences=conn.execute(held).scalar_one(),
        waiting=waiting["waiting"],
        oldest_waiting=waiting["oldest_waiting"],
        parked=waiting["parked"],
        failures=waiting["failures"],
        refused={
            name.removeprefix(REFUSED): n for name, n in summed.items() if name.startswith(REFUSED)
        },
        counters={
            name: n
            for name, n in summed.items()
            if not name.startswith(REFUSED) and name != counters.FAILURES
        },
        unfinished=conn.execute(begun).scalar_one(),
        store=where,
    )
