"""What is past its time in SQL, and tasks that one process of all does now and then."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from prefmem.ports import TurnName
from prefmem.records import StageName
from prefmem.stores import people, schema
from prefmem.stores.database import now
from prefmem.types import Scope

TASK = "due: "
"""Before a task's name in `meta`, whose value is when it is due again."""
FAR = 2 * 86_400_000_000
"""No task is put off for longer: what lies further ahead was written before a clock jumped back."""
PAGE = 500


def _old(before: int, stages: Sequence[StageName] | None) -> sa.ColumnElement[bool]:
    """Turns with text from before a time that these stages have read, or all that learn."""
    log, work = schema.turns, schema.work.alias()
    read_by_all = (
        sa.select(sa.func.min(work.c.cursor))
        .where(
            work.c.tenant == log.c.tenant,
            work.c.user_id == log.c.user_id,
            # An index learns nothing: what it has not read it need not.
            work.c.stage != "index" if stages is None else work.c.stage.in_(stages),
        )
        .scalar_subquery()
    )
    return sa.and_(log.c.at < before, log.c.blanked == 0, log.c.position <= read_by_all)


def past_turns(
    conn: sa.Connection,
    before: int,
    after: tuple[str, str] | None,
    stages: Sequence[StageName] | None,
) -> list[tuple[Scope, Sequence[TurnName]]]:
    """The old turns of some users, by tenant and id, those after one user."""
    log = schema.turns
    whose = sa.select(log.c.tenant, log.c.user_id).where(_old(before, stages)).distinct()
    if after is not None:
        place = sa.tuple_(*(sa.literal(one) for one in after))
        whose = whose.where(sa.tuple_(log.c.tenant, log.c.user_id) > place)
    found: list[tuple[Scope, Sequence[TurnName]]] = []
    whose = whose.order_by(log.c.tenant, log.c.user_id).limit(PAGE)
    for tenant, user in conn.execute(whose).all():
        scope = Scope(tenant=tenant, user=user)
        names = sa.select(log.c.conversation, log.c.id).where(
            people.within(log, scope), _old(before, stages)
        )
        found.append((scope, [(row[0], row[1]) for row in conn.execute(names)]))
    return found


def expire(conn: sa.Connection, before: int, stages: Sequence[StageName] | None) -> dict[str, int]:
    """Blank the text of old turns; their ids stay, so that they are not taken in again.

    Evidence keeps the quotes it stands on. Whoever indexes turns of these users now loses the
    lease, and takes out again what has no text.
    """
    log, index, work = schema.turns, schema.episodes, schema.work
    theirs = sa.exists().where(
        log.c.tenant == work.c.tenant, log.c.user_id == work.c.user_id, _old(before, stages)
    )
    indexing = work.update().where(work.c.stage == "index", work.c.lease_until > 0, theirs)
    conn.execute(indexing.values(token=0, lease_until=0))
    gone = sa.exists().where(
        log.c.tenant == index.c.tenant,
        log.c.user_id == index.c.user_id,
        log.c.conversation == index.c.conversation,
        log.c.id == index.c.id,
        log.c.blanked == 1,
    )
    blanked = log.update().where(_old(before, stages)).values(content="", context="{}", blanked=1)
    return {
        "turns": conn.execute(blanked).rowcount,
        "episodes": conn.execute(index.delete().where(index.c.at < before, gone)).rowcount,
    }


def is_due(conn: sa.Connection, task: str) -> bool:
    """True if a task is due; locks its row where somebody is about to take it."""
    time = now(conn)
    key = schema.meta.c.key == TASK + task
    held = conn.execute(sa.select(schema.meta.c.value).where(key).with_for_update()).scalar()
    return held is None or not time < int(held) < time + FAR


def taken(conn: sa.Connection, task: str, wait: int) -> bool:
    """True if a task is due; it is due again after `wait` microseconds, unless put off."""
    if not is_due(conn, task):
        return False
    people.put_meta(conn, TASK + task, str(now(conn) + wait))
    return True


def put_off(conn: sa.Connection, task: str, wait: int) -> None:
    """A task is done, and due again after `wait` microseconds."""
    people.put_meta(conn, TASK + task, str(now(conn) + wait))
