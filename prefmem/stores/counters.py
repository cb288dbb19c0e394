"""Sums over users: what was refused, read, spent, spread over a few rows each; what waits."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from prefmem.records import StageName
from prefmem.stores import codec, people, schema
from prefmem.stores.database import now
from prefmem.types import Scope

SHARDS = 16
FAILURES = "failures"
PAUSED = '%"paused":true%'
"""In the state of a person, as it is written down."""


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


def backlog(conn: sa.Connection, stages: Sequence[StageName] | None = None) -> dict[str, Any]:
    """What waits, over all users."""
    work, person, parked = schema.work, schema.person, schema.parked
    held_back = sa.and_(work.c.stage == "model", person.c.state.like(PAUSED))
    behind = (
        sa.select(
            sa.func.max(person.c.position - work.c.cursor).label("turns"),
            sa.func.min(sa.case((held_back, None), else_=work.c.since)).label("since"),
            sa.func.max(work.c.lease_until).label("until"),
        )
        .join(
            person,
            sa.and_(person.c.tenant == work.c.tenant, person.c.user_id == work.c.user_id),
        )
        .where(work.c.due.is_not(None))
        .group_by(work.c.tenant, work.c.user_id)
    )
    lost = sa.select(sa.func.count()).select_from(parked)
    failed = sa.select(sa.func.sum(schema.counters.c.value)).where(
        schema.counters.c.name == FAILURES
    )
    if stages is not None:
        behind = behind.where(work.c.stage.in_(stages))
    rows = behind.subquery()
    held = sa.func.sum(sa.case((rows.c.until > now(conn), 1), else_=0))
    waiting, since, leased = conn.execute(
        sa.select(sa.func.sum(rows.c.turns), sa.func.min(rows.c.since), held)
    ).one()
    return {
        "waiting": int(waiting or 0),
        "oldest_waiting": codec.moment(int(since)) if since is not None else None,
        "parked": int(conn.execute(lost).scalar_one()),
        "failures": int(conn.execute(failed).scalar() or 0),
        "leased": int(leased or 0),
    }
