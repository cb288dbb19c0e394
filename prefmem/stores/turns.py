"""The raw turns in SQL: append-only, durable when `append` returns, the outbox of distillation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar

import sqlalchemy as sa

from prefmem.errors import PrefmemError
from prefmem.ports import Age
from prefmem.records import Claimed, StageName, Turn
from prefmem.stages.forgetting import pseudonym
from prefmem.stores import codec, leases, people, schema
from prefmem.stores.database import Database, now
from prefmem.stores.people import of
from prefmem.types import Receipt, Scope

T = TypeVar("T")
CHUNK = 500
"""Ids named in one statement: databases limit the variables of a statement."""


_INSERT = schema.turns.insert()
_KNOWN = sa.select(schema.turns.c.id).where(
    people.mine(schema.turns),
    schema.turns.c.conversation == sa.bindparam("conversation"),
    schema.turns.c.id.in_(sa.bindparam("ids", expanding=True)),
)
_SCHEDULE = schema.work.insert().values(
    {name: sa.bindparam(name) for name in ("tenant", "user_id", "stage", "due", "since")}
)
_LATEST = schema.work.c.since + sa.bindparam("longest", type_=schema.Whole)
_AT = sa.bindparam("at", type_=schema.Whole)
_PUT_OFF = (
    schema.work.update()
    .where(people.mine(schema.work), schema.work.c.stage == sa.bindparam("of_stage"))
    .values(
        due=sa.case((schema.work.c.due.is_(None), _AT), (_LATEST < _AT, _LATEST), else_=_AT),
        since=sa.func.coalesce(schema.work.c.since, sa.bindparam("time", type_=schema.Whole)),
    )
)
_READ = (
    sa.select(
        schema.turns.c.conversation,
        schema.turns.c.id,
        schema.turns.c.role,
        schema.turns.c.content,
        schema.turns.c.at,
        schema.turns.c.context,
        schema.turns.c.position,
    )
    .where(people.mine(schema.turns), schema.turns.c.position > sa.bindparam("after"))
    .order_by(schema.turns.c.position)
)
_READ_SOME = _READ.limit(sa.bindparam("most", type_=sa.Integer()))
"""Made once: to build a statement takes longer than to run it."""


_ERASED = sa.select(schema.meta.c.value).where(schema.meta.c.key == sa.bindparam("key"))


class Outlived(PrefmemError):
    """Nothing is to be stored, and nobody made: the user was erased while it was being said."""


class SqlTurnLog:
    """Implements `TurnLog`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def append(
        self,
        scope: Scope,
        turns: Sequence[Turn],
        *,
        due: Mapping[StageName, float],
        age: Age | None = None,
    ) -> Receipt:
        """Store `turns` in one durable commit; ids that exist are skipped."""
        if not turns:
            return Receipt(accepted=0, duplicates=0)
        try:
            return await self._database.write(lambda c: _append(c, scope, turns, due, age), scope)
        except Outlived:
            return Receipt(accepted=0, duplicates=0)

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
        """Do as `append`, and claim the user's lease on `stage`, in the same commit."""
        length = int(seconds * 1e6)

        def work(conn: sa.Connection) -> Claimed:
            receipt = _append(conn, scope, turns, due, age)
            if not receipt.accepted:
                return Claimed(receipt=receipt)
            return claimed(conn, scope, receipt, stage, length, limit, before)

        try:
            return await self._database.write(work, scope)
        except Outlived:
            return Claimed(receipt=Receipt(accepted=0, duplicates=0))

    async def read(
        self, scope: Scope, *, after: int = 0, limit: int | None = None
    ) -> tuple[Turn, ...]:
        """Turns after a position, in order."""
        return await self._database.read(lambda c: read(c, scope, after, limit), scope)


def _append(
    conn: sa.Connection,
    scope: Scope,
    turns: Sequence[Turn],
    due: Mapping[StageName, float],
    age: Age | None,
) -> Receipt:
    held = people.locked(conn, scope, create=True)
    time = held.time
    if age is not None:  # the user is locked: an erasure has said so by now, or removes these turns
        erased = conn.execute(_ERASED, {"key": people.erased(pseudonym(scope))}).scalar()
        if erased is not None:
            check(erased, now(conn), age)
    known = _known(conn, scope, turns)
    fresh: dict[tuple[str, str], Turn] = {}
    for turn in turns:
        key = (turn.conversation, turn.id)
        if key not in known:
            fresh.setdefault(key, turn)
    if fresh:
        rows = [
            row(scope, turn, position=position, stored_at=time)
            for position, turn in enumerate(fresh.values(), held.position + 1)
        ]
        conn.execute(_INSERT, rows)
        end = held.position + len(rows)
        cursors: dict[StageName, int] = {**dict.fromkeys(due, 0), **held.cursors}
        people.update(conn, scope, position=end, cursors=cursors)
        for stage, seconds in due.items():
            _becomes_due(conn, scope, stage, time, int(seconds * 1e6))
    return Receipt(accepted=len(fresh), duplicates=len(turns) - len(fresh))


def check(erased: str, time: int, age: Age) -> None:
    """Check what `meta` says of when the user was erased, by the store's time just now.

    Raises:
        Outlived: It was since then.
    """
    if time - int(age() * 1e6) <= int(erased):
        raise Outlived


def claimed(
    conn: sa.Connection,
    scope: Scope,
    receipt: Receipt,
    stage: StageName,
    length: int,
    limit: int,
    before: int,
) -> Claimed:
    """The lease on a user whose turns are just in, and what its holder is to read."""
    lease = leases.claim(conn, stage, scope, False, length, time=now(conn))
    if lease is None:
        return Claimed(receipt=receipt)
    first = max(0, lease.cursor - before)
    found = read(conn, scope, first, lease.cursor - first + lease.at_once(limit))
    return Claimed(receipt=receipt, lease=lease, turns=found)


def row(
    scope: Scope, turn: Turn, *, position: int, stored_at: int, blanked: bool = False
) -> dict[str, Any]:
    """A turn as its row."""
    return {
        "tenant": scope.tenant,
        "user_id": scope.user,
        "position": position,
        "conversation": turn.conversation,
        "id": turn.id,
        "role": turn.role,
        "content": turn.content,
        "at": codec.micros(turn.at),
        "context": codec.dumps(codec.plain(turn.context)),
        "stored_at": stored_at,
        "blanked": int(blanked),
    }


def _known(conn: sa.Connection, scope: Scope, turns: Sequence[Turn]) -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    for conversation in {turn.conversation for turn in turns}:
        ids = sorted({turn.id for turn in turns if turn.conversation == conversation})
        for some in chunks(ids):
            asked = people.named(scope) | {"conversation": conversation, "ids": some}
            found.update((conversation, one) for one in conn.execute(_KNOWN, asked).scalars())
    return found


def _becomes_due(conn: sa.Connection, scope: Scope, stage: StageName, time: int, wait: int) -> None:
    """Wait for quiet, but not for ever: each new turn puts it off, six times the wait at most."""
    when = {"at": time + wait, "time": time, "longest": 6 * wait}
    changed = conn.execute(_PUT_OFF, people.named(scope) | {"of_stage": stage} | when)
    if not changed.rowcount:
        fresh = {"stage": stage, "due": time + wait, "since": time}
        conn.execute(_SCHEDULE, of(scope) | fresh)


def read(
    conn: sa.Connection, scope: Scope, after: int = 0, limit: int | None = None
) -> tuple[Turn, ...]:
    """Turns after a position, in order."""
    asked = people.named(scope) | {"after": after} | ({} if limit is None else {"most": limit})
    return tuple(
        Turn(
            conversation=one.conversation,
            id=one.id,
            role=one.role,
            content=one.content,
            at=codec.moment(one.at),
            context=codec.one_stored(codec.context, one.context),
            position=one.position,
        )
        for one in conn.execute(_READ if limit is None else _READ_SOME, asked)
    )


def chunks(ids: Sequence[T]) -> Iterator[Sequence[T]]:
    """Ids in portions that fit one statement."""
    for begin in range(0, len(ids), CHUNK):
        yield ids[begin : begin + CHUNK]
