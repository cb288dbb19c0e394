"""Records of decisions from one store to another: each once, and no more of whom one has erased."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from prefmem.stores import codec, people, schema
from prefmem.stores.database import EVERYONE
from prefmem.stores.sql import SqlStore
from prefmem.stores.turns import chunks

PAGE = 1000
Place = tuple[str, int]
"""The writer of a chain and the number in it; of what is in no chain its digest, and which of those
that are alike."""


async def copy(old: SqlStore, new: SqlStore) -> None:
    """Copy what the target lacks, then remove what the source has erased.

    A record is known by its place in its chain: not by how many there are, as both erase and prune
    their own.
    """
    erased = await old.database.read(_erased, EVERYONE)
    await new.database.write(lambda c: _remember(c, erased), EVERYONE)
    there = {place: int(row["seq"]) async for place, row in _placed(new)}
    removed: list[Place] = []
    page: list[dict[str, Any]] = []
    async for place, row in _placed(old):
        links = codec.loads(row["body"]).get("removed", ())
        removed += [(str(writer), int(n)) for writer, n, *_ in links]
        if place not in there:
            page.append({name: row[name] for name in ("pseudonym", "at", "body")})
        if len(page) == PAGE:
            await _put(new, page)
            page = []
    await _put(new, page)
    await _remove(new, [there[place] for place in removed if place in there])


async def _placed(store: SqlStore) -> AsyncIterator[tuple[Place, Mapping[str, Any]]]:
    """All records in order, each with its place."""
    table, seq, alike = schema.audit, 0, Counter[str]()
    while True:
        query = sa.select(table).where(table.c.seq > seq).order_by(table.c.seq).limit(PAGE)
        rows = await store.database.read(
            lambda c, q=query: [dict(row) for row in c.execute(q).mappings()], EVERYONE
        )
        for row in rows:
            body = codec.loads(row["body"])
            if "link" in body:
                yield (str(body["writer"]), int(body["n"])), row
                continue
            digest = hashlib.sha256(row["body"].encode()).hexdigest()
            alike[digest] += 1
            yield (digest, alike[digest]), row
        if len(rows) < PAGE:
            return
        seq = int(rows[-1]["seq"])


async def _put(store: SqlStore, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        await store.database.write(lambda c: c.execute(schema.audit.insert(), rows), EVERYONE)


async def _remove(store: SqlStore, numbers: Sequence[int]) -> None:
    table = schema.audit
    for some in chunks(numbers):
        gone = table.delete().where(table.c.seq.in_(some))
        await store.database.write(lambda c, q=gone: c.execute(q), EVERYONE)


def _erased(conn: sa.Connection) -> dict[str, str]:
    """When whose records were erased, as far as that is remembered."""
    meta = schema.meta
    query = sa.select(meta.c.key, meta.c.value).where(people.begins_with(people.ERASED))
    return {key: value for key, value in conn.execute(query)}


def _remember(conn: sa.Connection, erased: Mapping[str, str]) -> None:
    """Who still has records of these people in a buffer writes none of them into the target."""
    held = _erased(conn)
    for key, value in erased.items():
        if value > held.get(key, ""):
            people.put_meta(conn, key, value)
