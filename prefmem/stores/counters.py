"""Sums over all users of a tenant: what was refused, read, spent; spread over a few rows each."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from prefmem.stores import people, schema
from prefmem.types import Scope

SHARDS = 16
FAILURES = "failures"


@lru_cache
def _counting(dialect: str) -> Any:
    table = schema.counters
    names = ("tenant", "name", "shard", "value")
    insert = people.upsert_in(dialect, table).values({n: sa.bindparam(n) for n in names})
    return insert.on_conflict_do_update(
        index_elements=["tenant", "name", "shard"],
        set_={"value": table.c.value + insert.excluded.value},
    )


def count(conn: sa.Connection, scope: Scope, counters: Mapping[str, int]) -> None:
    """Add to the tenant's counters; in one order, so that two never wait for each other."""
    if not counters:
        return
    shard = zlib.crc32(scope.user.encode()) % SHARDS
    rows = [
        {"tenant": scope.tenant, "name": name, "shard": shard, "value": counters[name]}
        for name in sorted(counters)
    ]
    conn.execute(_counting(conn.dialect.name), rows)
