"""From one store to another, SQLite or PostgreSQL: user by user, resumable, verified by digests."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from prefmem.errors import EmbedderMismatch, StoreError, UsageError
from prefmem.stores import codec, decisions, origins, people, schema
from prefmem.stores.database import EVERYONE
from prefmem.stores.people import within
from prefmem.stores.sql import SqlStore
from prefmem.types import Scope

Rows = Mapping[str, list[dict[str, Any]]]
NOT_MOVED = frozenset(("token", "lease_until"))
"""Leases stay behind: whoever holds one works on the old store."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What a migration did."""

    users: int
    """Users in the source; all of them are in the target, row for row."""
    copied: int
    """Users who had to be copied in this run."""
    rows: int
    """Rows that were copied in this run."""
    erased: int = 0
    """Users who came from the source before, are gone there, and were erased here in this run."""
    digest: str
    """Over the rows of all users; the same in both stores."""


async def migrate(
    source: str | Path, target: str | Path, *, progress: Callable[[Scope], None] | None = None
) -> Moved:
    """Copy all that a store holds into another; run it again after an interruption.

    What is equal already is not copied again. Who came from the source in an earlier run and has
    been erased there is erased here; users whom only the target ever held are left alone. Stop
    those who write to the source before the last run; those who were changed meanwhile are found
    and named.

    Raises:
        UsageError: Source and target are the same.
        StoreError: After copying, a user's rows differ.
        EmbedderMismatch: The target holds vectors of another embedder.
    """
    if str(source) == str(target):
        raise UsageError(f"source and target are both {str(source)!r}; name two stores")
    old = await SqlStore.open(source)
    try:
        new = await SqlStore.open(target)
        try:
            return await copy(old, new, progress=progress)
        finally:
            await new.close()
    finally:
        await old.close()


async def copy(
    old: SqlStore, new: SqlStore, *, progress: Callable[[Scope], None] | None = None
) -> Moved:
    """The same, for stores that are open."""
    await _same_embedder(old, new)
    users = copied = rows = 0
    whole = hashlib.sha256()
    name_of_old = await origins.name_of(old)
    await _situations(old, new)
    async for scope in old.users():
        users += 1
        wanted = await _rows(old, scope)
        name = digest(wanted)
        if digest(await _rows(new, scope)) != name:
            await new.database.write(lambda c, s=scope, w=wanted: _replace(c, s, w), scope)
            copied += 1
            rows += sum(map(len, wanted.values()))
            if digest(await _rows(new, scope)) != name:
                raise StoreError(
                    f"user {scope.user!r} of tenant {scope.tenant!r} differs after copying; "
                    "stop what writes to the target, and run it again"
                )
        await origins.remember(new, scope, name_of_old)
        whole.update(name.encode())
        if progress is not None:
            progress(scope)
    erased = await origins.erase_gone(old, new, name_of_old)
    await _shared(old, new)
    await decisions.copy(old, new)
    return Moved(users=users, copied=copied, rows=rows, digest=whole.hexdigest(), erased=erased)


def digest(rows: Rows) -> str:
    """A digest of a user's rows, the same on every database."""
    return hashlib.sha256(codec.dumps(_hashable(rows)).encode()).hexdigest()


def _hashable(rows: Rows) -> dict[str, Any]:
    return {
        table: [
            {
                name: hashlib.sha256(value).hexdigest() if isinstance(value, bytes) else value
                for name, value in row.items()
            }
            for row in some
        ]
        for table, some in rows.items()
    }


async def _rows(store: SqlStore, scope: Scope) -> Rows:
    return await store.database.snapshot(lambda c: _read(c, scope), scope)


def _read(conn: sa.Connection, scope: Scope) -> Rows:
    found: dict[str, list[dict[str, Any]]] = {}
    for table in schema.SCOPED:
        columns = [column for column in table.columns if column.name not in NOT_MOVED]
        query = sa.select(*columns).where(within(table, scope)).order_by(*table.primary_key)
        found[table.name] = _plain(conn, query)
    return found


def _plain(conn: sa.Connection, query: sa.Executable) -> list[dict[str, Any]]:
    return [dict(row) for row in conn.execute(query).mappings()]


def _replace(conn: sa.Connection, scope: Scope, rows: Rows) -> None:
    people.locked(conn, scope, create=True)
    for table in schema.SCOPED:
        conn.execute(table.delete().where(within(table, scope)))
        if rows[table.name]:
            conn.execute(table.insert(), rows[table.name])


async def _same_embedder(old: SqlStore, new: SqlStore) -> None:
    here, there = await old.embedder(), await new.embedder()
    if here is None:
        return
    if there not in (None, here):
        raise EmbedderMismatch(
            f"the target holds vectors of {there!r}, the source of {here!r}; migrate into an empty "
            "store, or run 'prefmem reindex' on one of the two"
        )
    await new.set_embedder(here)


async def _situations(old: SqlStore, new: SqlStore) -> None:
    """Vectors that users share go first, as their rows name them."""
    rows = await old.database.read(lambda c: _plain(c, sa.select(schema.situations)), EVERYONE)

    def put(conn: sa.Connection) -> None:
        conn.execute(people.upsert(conn, schema.situations).on_conflict_do_nothing(), rows)

    if rows:
        await new.database.write(put, EVERYONE)


async def _shared(old: SqlStore, new: SqlStore) -> None:
    """What belongs to nobody alone: counters, and the floor of revisions."""
    sums = await old.database.read(lambda c: _plain(c, sa.select(schema.counters)), EVERYONE)
    floor = await old.database.read(people.floor, EVERYONE)
    await new.database.write(lambda c: _put_shared(c, sums, floor), EVERYONE)


def _put_shared(conn: sa.Connection, sums: list[dict[str, Any]], floor: int) -> None:
    if floor > people.floor(conn):
        people.put_meta(conn, people.FLOOR, str(floor))
    if sums:
        insert = people.upsert(conn, schema.counters)
        conn.execute(
            insert.on_conflict_do_update(
                index_elements=["tenant", "name", "shard"],
                set_={"value": insert.excluded.value},
            ),
            sums,
        )
