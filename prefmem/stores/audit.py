"""Decisions that were recorded, without text: appended, read in order, erased by pseudonym."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from prefmem.stores import codec, schema
from prefmem.stores.database import EVERYONE, Database, now


class SqlAuditLog:
    """Where an audit sink puts its records: any JSON-ready mapping that names a pseudonym."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def append(self, records: Sequence[Mapping[str, Any]]) -> None:
        """Add records in one transaction, in order."""
        if records:
            await self._database.write(lambda c: _append(c, records), EVERYONE)

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
        rows = await self._database.read(lambda c: c.execute(query).all(), EVERYONE)
        return tuple({**codec.loads(row.body), "seq": row.seq} for row in rows)

    async def last(self) -> dict[str, Any] | None:
        """The newest record, where a hash chain goes on."""
        table = schema.audit
        query = sa.select(table.c.seq, table.c.body).order_by(table.c.seq.desc()).limit(1)
        row = await self._database.read(lambda c: c.execute(query).one_or_none(), EVERYONE)
        return None if row is None else {**codec.loads(row.body), "seq": row.seq}

    async def erase(self, pseudonym: str) -> int:
        """Remove the records of one pseudonym; how many."""
        gone = schema.audit.delete().where(schema.audit.c.pseudonym == pseudonym)
        return await self._database.write(lambda c: c.execute(gone).rowcount, EVERYONE)

    async def prune(self, seq: int) -> int:
        """Remove the records up to a number; how many."""
        gone = schema.audit.delete().where(schema.audit.c.seq <= seq)
        return await self._database.write(lambda c: c.execute(gone).rowcount, EVERYONE)


def _append(conn: sa.Connection, records: Sequence[Mapping[str, Any]]) -> None:
    time = now(conn)
    rows = [
        {"pseudonym": one.get("pseudonym", ""), "at": time, "body": codec.dumps(dict(one))}
        for one in records
    ]
    conn.execute(schema.audit.insert(), rows)
