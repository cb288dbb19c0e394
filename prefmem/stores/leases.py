"""Who distils which user's turns, and when: one row a user and stage, by the database's clock."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from prefmem.errors import LeaseLost
from prefmem.records import Lease, StageName
from prefmem.stores import codec, counters, people, schema
from prefmem.stores.database import EVERYONE, Database, now
from prefmem.stores.people import of, within
from prefmem.types import Scope

ERROR_CHARACTERS = 300
PAGE = 500
"""Users who are looked at together by a sweep."""
FAR = 4 * 3600 * 1_000_000
"""Nothing is put off for longer than this: what lies further ahead was written before a clock
jumped back, and counts as due."""
BLANKS = " \t\r\n"


class SqlWorkStream:
    """Implements `WorkStream`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def claim(
        self,
        stage: StageName,
        *,
        scope: Scope | None = None,
        seconds: float,
        hurry: bool = False,
    ) -> Lease | None:
        """Lease the earliest due user (or this one), or None if there is none.

        Looks before it locks: who only polls does not get in the way of who writes.
        """

        def look(conn: sa.Connection) -> bool:
            return _candidate(conn, stage, scope, hurry, now(conn)) is not None

        if not await self._database.read(look, scope):
            return None
        return await self._database.write(
            lambda c: claim(c, stage, scope, hurry, int(seconds * 1e6), time=now(c)), scope
        )

    async def renew(self, lease: Lease, *, seconds: float) -> Lease:
        """Extend a lease.

        Raises:
            LeaseLost: Another worker took over.
        """
        return await self._database.write(
            lambda c: _renew(c, lease, int(seconds * 1e6)), lease.scope
        )

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

        With `cursor`, move the cursor: the turns passed over are parked. With `careful`, whoever
        claims next is told to read one by one up to that position.
        """
        wait = int((retry_in or 0.0) * 1e6)
        await self._database.write(
            lambda c: _release(c, lease, cursor, failed, wait, careful), lease.scope
        )

    async def backlog(self) -> Mapping[str, Any]:
        """Over all users: `waiting`, `oldest_waiting`, `parked`, `failures`, `leased`."""
        return await self._database.read(counters.backlog, EVERYONE)

    async def sweep(self) -> int:
        """Rebuild missing stream rows from what the ledger still owes; how many.

        Looks before it locks, page by page: over many users to look takes longest by far.
        """
        mended, after = 0, None
        while True:
            page, owed = await self._database.read(lambda c, a=after: _owed(c, a), EVERYONE)
            if owed:
                mended += await self._database.write(lambda c, o=owed: _mend(c, o), EVERYONE)
            if not page:
                return mended
            after = page

    async def restart(self, stage: StageName) -> int:
        """Let a stage read all turns again, from the first; of how many users who have spoken."""
        return await self._database.write(lambda c: _restart(c, stage), EVERYONE)

    async def unpark(self, scope: Scope, stage: StageName) -> int:
        """Let a stage read its parked turns again, and what follows them; how many were parked."""
        return await self._database.write(lambda c: _unpark(c, scope, stage), scope)


_MINE = (people.mine(schema.work), schema.work.c.stage == sa.bindparam("of_stage"))
_TIME = sa.bindparam("time", type_=schema.Whole)
_HORIZON = sa.bindparam("horizon", type_=schema.Whole)


@lru_cache
def _waiting(*, one: bool, hurry: bool) -> sa.Select[tuple[Any, ...]]:
    """What may be claimed, of one user or of all.

    Made once, as all that is asked often is here: to build a statement takes longer than to run it.
    """
    table = schema.work
    query = sa.select(table).where(
        table.c.stage == sa.bindparam("of_stage"),
        table.c.due.is_not(None),
        sa.or_(table.c.retry_at <= _TIME, table.c.retry_at > _HORIZON),
        sa.or_(table.c.lease_until <= _TIME, table.c.lease_until > _HORIZON),
    )
    if one:
        query = query.where(people.mine(table))
    elif not hurry:
        query = query.where(sa.or_(table.c.due <= _TIME, table.c.due > _HORIZON))
    return query.order_by(table.c.due).limit(1)


@lru_cache
def _claimable(*, one: bool, hurry: bool) -> sa.Select[tuple[Any, ...]]:
    return _waiting(one=one, hurry=hurry).with_for_update(skip_locked=True)


def _candidate(
    conn: sa.Connection,
    stage: StageName,
    scope: Scope | None,
    hurry: bool,
    time: int,
    *,
    lock: bool = False,
) -> sa.Row[Any] | None:
    query = (_claimable if lock else _waiting)(one=scope is not None, hurry=hurry)
    when = {"of_stage": stage, "time": time, "horizon": time + FAR}
    return conn.execute(query, when | ({} if scope is None else people.named(scope))).one_or_none()


def claim(
    conn: sa.Connection,
    stage: StageName,
    scope: Scope | None,
    hurry: bool,
    length: int,
    *,
    time: int,
) -> Lease | None:
    """Lease the earliest due user (or this one) for `length` microseconds, if there is one."""
    found = _candidate(conn, stage, scope, hurry, time, lock=True)
    if found is None:
        return None
    # A lease that ran out was held by a worker that died of it, perhaps: that is an attempt.
    attempts = found.attempts + (1 if found.lease_until else 0)
    lease = Lease(
        scope=Scope(tenant=found.tenant, user=found.user_id),
        stage=stage,
        token=secrets.randbits(62) | 1,
        cursor=found.cursor,
        attempts=attempts,
        careful=found.careful,
        until=codec.moment(time + length),
    )
    _change(conn, lease, token=lease.token, lease_until=time + length, attempts=attempts)
    return lease


def _named(lease: Lease) -> dict[str, str]:
    return people.named(lease.scope) | {"of_stage": lease.stage}


def _change(conn: sa.Connection, lease: Lease, **values: int | None) -> None:
    conn.execute(_changing(tuple(values)), _named(lease) | values)


@lru_cache
def _changing(names: tuple[str, ...]) -> sa.Update:
    return schema.work.update().where(*_MINE).values({n: sa.bindparam(n) for n in names})


_STANDING = (
    sa.select(schema.work.c.token, schema.work.c.lease_until).where(*_MINE).with_for_update()
)


def check(conn: sa.Connection, lease: Lease, time: int) -> None:
    """See that nobody else may work on this user; locks the row.

    Raises:
        LeaseLost: Somebody may.
    """
    found = conn.execute(_STANDING, _named(lease)).one_or_none()
    if found is None or found.token != lease.token or found.lease_until <= time:
        raise LeaseLost(
            f"the lease on stage {lease.stage!r} has run out or passed to another worker; "
            "claim again"
        )


def _renew(conn: sa.Connection, lease: Lease, length: int) -> Lease:
    time = now(conn)
    check(conn, lease, time)
    _change(conn, lease, lease_until=time + length)
    return replace(lease, until=codec.moment(time + length))


def done(conn: sa.Connection, lease: Lease, *, cursor: int, end: int, time: int) -> None:
    """Move the cursor and free the lease, as part of the commit that did the work."""
    since = _waiting_since(conn, lease.scope, cursor) if cursor < end else None
    _change(
        conn,
        lease,
        cursor=cursor,
        due=time if cursor < end else None,
        since=since if since is not None or cursor >= end else time,
        attempts=0,
        retry_at=0,
        token=0,
        lease_until=0,
    )


def _waiting_since(conn: sa.Connection, scope: Scope, cursor: int) -> int | None:
    table = schema.turns
    query = sa.select(table.c.stored_at).where(within(table, scope), table.c.position == cursor + 1)
    return conn.execute(query).scalar()


def _release(
    conn: sa.Connection,
    lease: Lease,
    cursor: int | None,
    failed: str | None,
    wait: int,
    careful: int | None,
) -> None:
    person = people.locked(conn, lease.scope)
    time = now(conn)
    check(conn, lease, time)
    if failed is not None:
        counters.count(conn, lease.scope, {counters.FAILURES: 1})
    if cursor is not None:
        if cursor > lease.cursor:
            _park(conn, lease, cursor, failed or "", time)
        cursors: dict[StageName, int] = {**person.cursors, lease.stage: cursor}
        people.update(conn, lease.scope, cursors=cursors)
        done(conn, lease, cursor=cursor, end=person.position, time=time)
    elif lease.cursor >= person.position:
        done(conn, lease, cursor=lease.cursor, end=person.position, time=time)
    else:
        attempts = lease.attempts + (failed is not None)
        _change(conn, lease, token=0, lease_until=0, attempts=attempts)
    if wait:
        _change(conn, lease, retry_at=time + wait)
    if careful is not None:
        _change(conn, lease, careful=careful)


def _park(conn: sa.Connection, lease: Lease, cursor: int, error: str, time: int) -> None:
    rows = [
        {
            **of(lease.scope),
            "stage": lease.stage,
            "position": position,
            "error": error[:ERROR_CHARACTERS],
            "at": time,
        }
        for position in range(lease.cursor + 1, cursor + 1)
    ]
    conn.execute(people.upsert(conn, schema.parked).on_conflict_do_nothing(), rows)


def _unpark(conn: sa.Connection, scope: Scope, stage: StageName) -> int:
    person = people.locked(conn, scope)
    table = schema.parked
    mine = sa.and_(within(table, scope), table.c.stage == stage)
    positions = conn.execute(sa.select(table.c.position).where(mine)).scalars().all()
    if positions:
        cursor, time = min(positions) - 1, now(conn)
        conn.execute(table.delete().where(mine))
        people.update(conn, scope, cursors={**person.cursors, stage: cursor})
        work = schema.work
        conn.execute(
            work.update()
            .where(within(work, scope), work.c.stage == stage)
            .values(cursor=cursor, due=time, since=time, token=0, lease_until=0, retry_at=0)
        )
    return len(positions)


def _restart(conn: sa.Connection, stage: StageName) -> int:
    person, work, log = schema.person, schema.work, schema.turns
    spoken = sa.exists().where(
        log.c.tenant == work.c.tenant,
        log.c.user_id == work.c.user_id,
        log.c.role != "system",
        sa.func.trim(log.c.content, BLANKS) != "",
    )
    behind = sa.and_(work.c.stage == stage, work.c.cursor > 0, spoken)
    whose = sa.select(work.c.tenant, work.c.user_id).where(behind)
    found = [Scope(tenant=row[0], user=row[1]) for row in conn.execute(whose)]
    for scope in found:
        mine = sa.select(person.c.cursors).where(within(person, scope)).with_for_update()
        cursors = codec.loads(conn.execute(mine).scalar_one())
        people.update(conn, scope, cursors={**cursors, stage: 0})
    time = now(conn)
    conn.execute(
        work.update().where(behind).values(cursor=0, due=time, since=time, token=0, lease_until=0)
    )
    return len(found)


def revoke(conn: sa.Connection, scope: Scope) -> None:
    """Take every lease of a user away: whoever holds one has read what is gone now."""
    table = schema.work
    conn.execute(
        table.update()
        .where(within(table, scope), table.c.lease_until > 0)
        .values(token=0, lease_until=0)
    )


def _owed(
    conn: sa.Connection, after: tuple[str, str] | None
) -> tuple[tuple[str, str] | None, list[tuple[Scope, StageName]]]:
    """Where the next page of users begins, if there is one, and what of this one has no row due."""
    person, work = schema.person, schema.work
    key = sa.tuple_(person.c.tenant, person.c.user_id)
    query = (
        sa.select(person.c.tenant, person.c.user_id, person.c.position, person.c.cursors)
        .order_by(*key.clauses)
        .limit(PAGE)
    )
    if after is not None:
        query = query.where(key > sa.tuple_(*map(sa.literal, after)))
    rows = conn.execute(query).all()
    if not rows:
        return None, []
    place = sa.tuple_(work.c.tenant, work.c.user_id)
    first, last = (sa.tuple_(*map(sa.literal, row[:2])) for row in (rows[0], rows[-1]))
    columns = (work.c.tenant, work.c.user_id, work.c.stage, work.c.due)
    scheduled = {
        tuple(row[:3]): row.due
        for row in conn.execute(sa.select(*columns).where(place >= first, place <= last))
    }
    owed = [
        (Scope(tenant=tenant, user=user), stage)
        for tenant, user, position, cursors in rows
        for stage, cursor in codec.loads(cursors).items()
        if _is_owed(scheduled, (tenant, user, stage), waits=cursor < position)
    ]
    return (tuple(rows[-1][:2]) if len(rows) == PAGE else None), owed


def _is_owed(
    scheduled: Mapping[tuple[str, ...], int | None], key: tuple[str, ...], *, waits: bool
) -> bool:
    return key not in scheduled or (waits and scheduled[key] is None)


def _mend(conn: sa.Connection, owed: Sequence[tuple[Scope, StageName]]) -> int:
    """Make the rows that are still missing, or not due though turns wait; how many."""
    time, mended = now(conn), 0
    for scope, stage in owed:
        person = people.locked(conn, scope)
        if stage not in person.cursors:
            continue  # erased meanwhile
        cursor = person.cursors[stage]
        due = time if cursor < person.position else None
        insert = people.upsert(conn, schema.work).values(
            **of(scope), stage=stage, cursor=cursor, due=due, since=due
        )
        mended += conn.execute(
            insert.on_conflict_do_update(
                index_elements=["tenant", "user_id", "stage"],
                set_={"due": due, "since": due},
                where=schema.work.c.due.is_(None),
            )
        ).rowcount
    return mended
