"""Turns into PostgreSQL in two round trips: all that is asked first at once, then all writes.

One statement after the other, an append would wait nine times for the server. libpq's pipeline
mode sends them together; they are still executed one by one, each seeing what is committed when it
starts, so that what is read after the lock was waited for is as new as the lock.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from prefmem.ports import Age
from prefmem.records import Claimed, StageName, Turn
from prefmem.stages.forgetting import pseudonym
from prefmem.stores import codec, people, turns
from prefmem.stores.postgres import PostgresDatabase, Raw
from prefmem.stores.turns import Outlived, SqlTurnLog, claimed
from prefmem.types import Receipt, Scope

_CREATE = (
    "INSERT INTO prefmem_person (tenant, user_id, state, cursors) "
    "VALUES (%(tenant)s, %(user_id)s, '{}', '{}') ON CONFLICT DO NOTHING"
)
_LOCK = (
    "SELECT position, cursors, CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS bigint) "
    "FROM prefmem_person WHERE tenant = %(tenant)s AND user_id = %(user_id)s FOR UPDATE"
)
_KNOWN = (
    "SELECT conversation, id FROM prefmem_turns "
    "WHERE tenant = %(tenant)s AND user_id = %(user_id)s AND (conversation, id) IN "
    "(SELECT * FROM unnest(%(conversations)s::text[], %(ids)s::text[]))"
)
_ERASED = (
    "SELECT value, CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS bigint) "
    "FROM prefmem_meta WHERE key = %(key)s"
)
_INSERT = (
    "INSERT INTO prefmem_turns (tenant, user_id, position, conversation, id, role, content, at, "
    "context, stored_at, blanked) VALUES (%(tenant)s, %(user_id)s, %(position)s, "
    "%(conversation)s, %(id)s, %(role)s, %(content)s, %(at)s, %(context)s, %(stored_at)s, "
    "%(blanked)s)"
)
_MOVE = (
    "UPDATE prefmem_person SET position = %(position)s, cursors = %(cursors)s "
    "WHERE tenant = %(tenant)s AND user_id = %(user_id)s"
)
_DUE = (
    "INSERT INTO prefmem_work AS held (tenant, user_id, stage, due, since) "
    "VALUES (%(tenant)s, %(user_id)s, %(stage)s, %(due)s, %(time)s) "
    "ON CONFLICT (tenant, user_id, stage) DO UPDATE SET since = coalesce(held.since, %(time)s), "
    "due = CASE WHEN held.due IS NULL THEN %(due)s "
    "ELSE least(held.since + %(longest)s, %(due)s) END"
)


class PipelinedTurnLog(SqlTurnLog):
    """Implements `TurnLog` on PostgreSQL."""

    def __init__(self, database: PostgresDatabase) -> None:
        super().__init__(database)
        self._pipelines = database

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
            return await self._pipelines.pipelined(
                lambda raw: _append(raw, scope, turns, due, age), scope
            )
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
        """Do as `append`, then claim and read in one transaction more."""
        receipt = await self.append(scope, turns, due=due, age=age)
        if not receipt.accepted:
            return Claimed(receipt=receipt)
        length = int(seconds * 1e6)
        return await self._pipelines.write(
            lambda c: claimed(c, scope, receipt, stage, length, limit, before), scope
        )


def _append(
    raw: Raw,
    scope: Scope,
    given: Sequence[Turn],
    due: Mapping[StageName, float],
    age: Age | None,
) -> Receipt:
    mine = {"tenant": scope.tenant, "user_id": scope.user}
    key = people.erased(pseudonym(scope))
    (position, cursors, time), known, erased = _held(raw, mine | {"key": key}, given)
    if age is not None and erased is not None:
        turns.check(erased[0], erased[1], age)
    fresh: dict[tuple[str, str], Turn] = {}
    for turn in given:
        if (name := (turn.conversation, turn.id)) not in known:
            fresh.setdefault(name, turn)
    if fresh:
        rows = [
            turns.row(scope, turn, position=place, stored_at=time)
            for place, turn in enumerate(fresh.values(), position + 1)
        ]
        raw.cursor().executemany(_INSERT, rows)
        stages: dict[StageName, int] = {**dict.fromkeys(due, 0), **codec.loads(cursors)}
        moved = {"position": position + len(rows), "cursors": codec.dumps(stages)}
        raw.execute(_MOVE, mine | moved)
    for stage, seconds in due.items() if fresh else ():
        wait = int(seconds * 1e6)
        when = {"stage": stage, "time": time, "due": time + wait, "longest": 6 * wait}
        raw.execute(_DUE, mine | when)
    return Receipt(accepted=len(fresh), duplicates=len(given) - len(fresh))


def _held(
    raw: Raw, mine: dict[str, str], given: Sequence[Turn]
) -> tuple[tuple[Any, ...], set[tuple[Any, ...]], tuple[Any, ...] | None]:
    """The locked row of the user, made if there is none, and which of the turns are there.

    Also when the user was erased, if that is remembered, and the time just now.
    """
    names = {
        "conversations": [turn.conversation for turn in given],
        "ids": [turn.id for turn in given],
    }
    while True:
        locked = raw.execute(_LOCK, mine)
        there = raw.execute(_KNOWN, mine | names)
        marked = raw.execute(_ERASED, mine)
        found, known, erased = locked.fetchone(), set(there.fetchall()), marked.fetchone()
        if found is not None:
            return found, known, erased
        raw.execute(_CREATE, mine)
