"""Erasure in SQL: rows go in one transaction, bytes right after, and a journal spans the two."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from prefmem.records import PersonState
from prefmem.stores import intents, leases, people, revisions, schema
from prefmem.stores.database import EVERYONE, Database, now
from prefmem.stores.people import Held, within
from prefmem.stores.turns import chunks
from prefmem.types import Scope

logger = logging.getLogger(__name__)
EVERYBODY = Scope(tenant="", user="")
"""In the journal: rows of more than one user are gone."""
UNSCRUBBED = "unscrubbed"
"""In a receipt: files that another process kept open, or that there was no room to rewrite; they
are scrubbed at the next chance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be removed, and what is kept of the person."""

    turns: Sequence[tuple[str, str]]
    evidence: Sequence[str]
    preferences: Sequence[str]
    person: PersonState
    derived: Callable[[sa.Connection, Held], int] | None = None
    """Takes in what is derived anew, in the same transaction; gives the new number of changes."""
    intent: str | None = None
    """Ended in the same transaction; ended before, nothing is removed."""
    expected: int | None = None
    """The revision that this was worked out from, if another one is to be refused."""


def purge(conn: sa.Connection, scope: Scope, wanted: Wanted) -> dict[str, int]:
    """Remove some of a user's memory; nothing changes if nothing of it is there.

    Raises:
        RevisionConflict: Another writer committed first, where that matters.
    """
    held = people.locked(conn, scope)
    if wanted.expected is not None:
        revisions.check(held.revision, wanted.expected)
    stands = wanted.intent is None or intents.ended(conn, scope, wanted.intent)
    if not held.exists or not stands:
        return dict.fromkeys(("turns", "evidence", "preferences", "history", "vectors"), 0)
    removed = {
        "turns": _blank(conn, scope, wanted.turns),
        "evidence": _delete(conn, schema.evidence, "id", scope, wanted.evidence),
        "vectors": _vectors(conn, scope, wanted.preferences),
        "preferences": _delete(conn, schema.preferences, "id", scope, wanted.preferences),
        "history": _delete(conn, schema.revisions, "preference_id", scope, wanted.preferences),
    }
    changes = held.changes if wanted.derived is None else wanted.derived(conn, held)
    if any(removed.values()) or wanted.person != held.state or wanted.derived is not None:
        revision = people.next_revision(conn, held.revision)
        people.update(conn, scope, state=wanted.person, revision=revision, changes=changes)
        leases.revoke(conn, scope)
    if any(removed.values()):
        journal(conn, scope, "purge")
    return removed


def erase(conn: sa.Connection, scope: Scope, intent: str | None = None) -> dict[str, int]:
    """Remove every row of a user; with an intent that has ended, nothing."""
    held = people.locked(conn, scope)
    if intent is not None and not intents.ended(conn, scope, intent):
        return {}
    vectors = schema.preferences.c.vectors.is_not(None)
    removed = {"vectors": _count(conn, sa.and_(within(schema.preferences, scope), vectors))}
    names = {"person": "people", "revisions": "history", "work": "queue"}
    for table in schema.SCOPED:
        gone = conn.execute(table.delete().where(within(table, scope))).rowcount
        name = table.name.removeprefix(schema.PREFIX)
        removed[names.get(name, name)] = gone
    removed.pop("intents")
    people.forget_origin(conn, scope)
    if held.exists:
        if held.revision > people.floor(conn):
            people.put_meta(conn, people.FLOOR, str(held.revision))
        journal(conn, scope, "erase")
    return removed


async def scrubbed(database: Database, scope: Scope, removed: dict[str, int]) -> dict[str, int]:
    """Remove the bytes of what was removed; the receipt says so if they are still there."""
    if any(removed.values()) and not await finish(database, scope):
        logger.warning("erased bytes are still in the files; they are scrubbed at the next chance")
        removed[UNSCRUBBED] = 1
    return removed


async def finish(database: Database, scope: Scope | None = None, *, asked: bool = False) -> bool:
    """Scrub what the journal still owes, after a crash too; False if others hinder.

    Where it is `asked` for, also what the store's URL leaves for later.
    """
    owed = await database.read(lambda c: _owed(c, scope), EVERYONE)
    if not owed:
        return True
    scrub = database.scrub_now if asked else database.scrub
    for one in {scope for _, scope in owed}:
        if not await scrub(one):
            return False
    numbers = [number for number, _ in owed]
    journal = schema.erasures
    await database.write(
        lambda c: c.execute(journal.delete().where(journal.c.seq.in_(numbers))), EVERYONE
    )
    return True


def _owed(conn: sa.Connection, scope: Scope | None) -> list[tuple[int, Scope]]:
    table = schema.erasures
    query = sa.select(table.c.seq, table.c.tenant, table.c.user_id)
    if scope is not None:
        query = query.where(within(table, scope))
    return [(row[0], Scope(tenant=row[1], user=row[2])) for row in conn.execute(query)]


def journal(conn: sa.Connection, scope: Scope, what: str) -> None:
    """Rows are gone in the transaction at hand; their bytes are to be scrubbed from the files."""
    conn.execute(schema.erasures.insert().values(**people.of(scope), what=what, at=now(conn)))


def _blank(conn: sa.Connection, scope: Scope, turns: Sequence[tuple[str, str]]) -> int:
    log, index, parked = schema.turns, schema.episodes, schema.parked
    blanked = 0
    for conversation, name in turns:
        mine = sa.and_(within(log, scope), log.c.conversation == conversation, log.c.id == name)
        position = conn.execute(sa.select(log.c.position).where(mine)).scalar()
        conn.execute(
            index.delete().where(
                within(index, scope), index.c.conversation == conversation, index.c.id == name
            )
        )
        if position is None:
            continue
        changed = log.update().where(mine, log.c.blanked == 0)
        blanked += conn.execute(changed.values(content="", context="{}", blanked=1)).rowcount
        conn.execute(
            parked.update()
            .where(within(parked, scope), parked.c.position == position)
            .values(error="")
        )
    return blanked


def _delete(
    conn: sa.Connection, table: sa.Table, column: str, scope: Scope, ids: Sequence[str]
) -> int:
    return sum(
        conn.execute(table.delete().where(within(table, scope), table.c[column].in_(some))).rowcount
        for some in chunks(ids)
    )


def _vectors(conn: sa.Connection, scope: Scope, ids: Sequence[str]) -> int:
    table = schema.preferences
    mine = sa.and_(within(table, scope), table.c.vectors.is_not(None))
    return sum(_count(conn, sa.and_(mine, table.c.id.in_(some))) for some in chunks(ids))


def _count(conn: sa.Connection, where: sa.ColumnElement[bool]) -> int:
    query = sa.select(sa.func.count()).select_from(schema.preferences).where(where)
    return int(conn.execute(query).scalar_one())
