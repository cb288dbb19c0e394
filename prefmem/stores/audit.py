"""Decisions that were recorded, without text: appended, read in order, erased by pseudonym."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from prefmem.ports import WAITED, Waited
from prefmem.stores import codec, people, schema
from prefmem.stores.database import EVERYONE, Database, now
from prefmem.stores.turns import chunks

LOCK = 0x70726175
"""Advisory lock: whoever adds records shares it, whoever erases some has it alone."""


class SqlAuditLog:
    """Where an audit sink puts its records: any JSON-ready mapping that names a pseudonym."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def append(
        self, records: Sequence[Mapping[str, Any]], *, waited: Waited | None = None
    ) -> tuple[int, ...]:
        """Add records in one transaction, in order.

        Returns:
            The places of records of people who were erased since: then none is added.
        """
        if not records:
            return ()
        return await self._database.write(lambda c: _append(c, records, waited), EVERYONE)

    async def since(self, seq: int = 0, *, limit: int = 1000) -> tuple[dict[str, Any], ...]:
        """Records after a number, in order, each with its own number as `seq`."""
        table = schema.audit
        query = (
            sa.select(table.c.seq, table.c.body)
            .where(table.c.seq > seq)
            .order_by(table.c.seq)
            .limit(limit)
        )
        return await self._read(query)

    async def of(self, pseudonym: str, *, limit: int) -> tuple[dict[str, Any], ...]:
        """The newest records of one pseudonym, oldest first."""
        table = schema.audit
        query = (
            sa.select(table.c.seq, table.c.body)
            .where(table.c.pseudonym == pseudonym)
            .order_by(table.c.seq.desc())
            .limit(limit)
        )
        return (await self._read(query))[::-1]

    async def _read(self, query: sa.Select[Any, Any]) -> tuple[dict[str, Any], ...]:
        return _records(await self._database.read(lambda c: c.execute(query).all(), EVERYONE))

    async def erase(self, pseudonym: str) -> tuple[dict[str, Any], ...]:
        """Remove the records of one pseudonym, and remember when; those that are gone."""
        rows = await self._database.write(lambda c: _erase(c, pseudonym), EVERYONE)
        return _records(sorted(rows))

    async def prune(self, seq: int) -> int:
        """Remove the records up to a number; how many."""
        gone = schema.audit.delete().where(schema.audit.c.seq <= seq)
        return await self._database.write(lambda c: c.execute(gone).rowcount, EVERYONE)


def _records(rows: Iterable[Sequence[Any]]) -> tuple[dict[str, Any], ...]:
    """Records, out of their numbers and bodies."""
    return tuple([{**codec.loads(body), "seq": seq} for seq, body in rows])


def _erase(conn: sa.Connection, pseudonym: str) -> Sequence[sa.Row[Any, Any]]:
    _apart(conn, alone=True)
    time, meta, table = now(conn), schema.meta, schema.audit
    gone = table.delete().where(table.c.pseudonym == pseudonym)
    # Times of one length, so that they compare as text.
    old = sa.and_(
        people.begins_with(people.ERASED), meta.c.value < _stamp(time - int(WAITED * 1e6))
    )
    conn.execute(meta.delete().where(old))
    people.put_meta(conn, people.erased(pseudonym), _stamp(time))
    return conn.execute(gone.returning(table.c.seq, table.c.body)).all()


def _apart(conn: sa.Connection, *, alone: bool) -> None:
    """Let no batch and no erasure go on at once: neither would see what the other has done.

    SQLite has one writer at a time.
    """
    if conn.dialect.name == "postgresql":
        lock = sa.func.pg_advisory_xact_lock if alone else sa.func.pg_advisory_xact_lock_shared
        conn.execute(sa.select(lock(LOCK)))


def _stamp(time: int) -> str:
    return f"{time:020d}"


def _refused(
    conn: sa.Connection, records: Sequence[Mapping[str, Any]], waited: Sequence[float], time: int
) -> tuple[int, ...]:
    """The places of records that were made before their person was erased, or far too long ago."""
    names = sorted({people.erased(one.get("pseudonym", "")) for one in records})
    meta = schema.meta
    found: dict[str, int] = {}
    for some in chunks(names):
        query = sa.select(meta.c.key, meta.c.value).where(meta.c.key.in_(some))
        found.update((key, int(value)) for key, value in conn.execute(query))
    return tuple(
        place
        for place, (one, seconds) in enumerate(zip(records, waited, strict=True))
        if seconds > WAITED
        or time - int(seconds * 1e6) <= found.get(people.erased(one.get("pseudonym", "")), -1)
    )


def _append(
    conn: sa.Connection, records: Sequence[Mapping[str, Any]], waited: Waited | None
) -> tuple[int, ...]:
    _apart(conn, alone=False)
    time = now(conn)
    refused = () if waited is None else _refused(conn, records, waited(), time)
    if refused:
        return refused
    rows = [
        {"pseudonym": one.get("pseudonym", ""), "at": time, "body": codec.dumps(dict(one))}
        for one in records
    ]
    conn.execute(schema.audit.insert(), rows)
    return ()
