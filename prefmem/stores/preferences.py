"""The semantic memory in SQL: ledger, derived preferences, history; changed by compare-and-set."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any, TypeAlias, TypeVar, cast

import sqlalchemy as sa

from prefmem.records import (
    NOTHING,
    PersonState,
    PreferenceRecord,
    ProfileDelta,
    StageName,
    StoredProfile,
)
from prefmem.stores import codec, counters, erasing, leases, people, revisions, schema, vectors
from prefmem.stores.changed import Changed
from prefmem.stores.database import Database
from prefmem.stores.people import Held, of, within
from prefmem.stores.turns import chunks
from prefmem.types import Evidence, Revision, Scope

One = TypeVar("One")


class SqlPreferenceStore:
    """Implements `PreferenceStore`."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._shared: vectors.Known = {}
        self._changed = Changed()

    async def profile(self, scope: Scope, *, known: StoredProfile | None = None) -> StoredProfile:
        """The profile at its newest revision; `known` itself if that is still the newest."""
        seen = None
        if known is not None:
            seen = self._database.glance(_GLANCE, (scope.tenant, scope.user))
            if seen is not None and (seen[0][0] if seen else 0) == known.revision:
                return known
        standing = seen[0] if seen else None
        return await self._database.read(
            lambda c: _profile(c, scope, known, self._shared, standing, self._changed), scope
        )

    async def commit(self, scope: Scope, delta: ProfileDelta, *, expected_revision: int) -> int:
        """Apply `delta` atomically; return the new revision.

        A delta that changes nothing for readers keeps the revision, so that their caches hold.

        Raises:
            RevisionConflict: Another writer committed first.
            LeaseLost: `delta.lease` no longer holds.
        """
        revision = await self._database.write(
            lambda c: _commit(c, scope, delta, expected_revision), scope
        )
        if revision != expected_revision:
            wrote = chain((r.id for r in delta.records), delta.vectors, delta.dropped)
            self._changed.note(scope, wrote, before=expected_revision, after=revision)
        return revision

    async def evidence(self, scope: Scope, *, withdrawn: bool = False) -> tuple[Evidence, ...]:
        """The ledger that counts, by (at, id); with `withdrawn` also what counts no longer."""
        which = None if withdrawn else False
        return await self._database.read(lambda c: ledger(c, scope, withdrawn=which), scope)

    async def history(self, scope: Scope, preference_id: str | None = None) -> tuple[Revision, ...]:
        """What became of one preference, or of all, oldest first."""
        return await self._database.read(lambda c: history(c, scope, preference_id), scope)

    async def purge(
        self,
        scope: Scope,
        *,
        turns: Sequence[tuple[str, str]],
        evidence: Sequence[str],
        preferences: Sequence[str],
        person: PersonState,
        derived: ProfileDelta = NOTHING,
        intent: str | None = None,
        expected_revision: int | None = None,
    ) -> dict[str, int]:
        """Remove for good and take in what is derived, in one transaction; items removed by place.

        Whoever distils this user's turns at this moment loses the lease and reads them again.

        Raises:
            RevisionConflict: With `expected_revision`: another writer committed first.
        """
        wanted = erasing.Wanted(
            turns=turns,
            evidence=evidence,
            preferences=preferences,
            person=person,
            derived=None if derived.empty else lambda c, held: _derived(c, scope, derived, held),
            intent=intent,
            expected=expected_revision,
        )
        removed = await self._database.write(lambda c: erasing.purge(c, scope, wanted), scope)
        return await erasing.scrubbed(self._database, scope, removed)

    async def erase(self, scope: Scope, *, intent: str | None = None) -> dict[str, int]:
        """Remove everything of this user, turns included; items removed by place."""
        removed = await self._database.write(lambda c: erasing.erase(c, scope, intent), scope)
        return await erasing.scrubbed(self._database, scope, removed)


_MINE = (
    schema.person.c.tenant == sa.bindparam("tenant"),
    schema.person.c.user_id == sa.bindparam("user_id"),
)
_STANDING = sa.select(schema.person.c.revision, schema.person.c.state).where(*_MINE)
_KEPT = schema.preferences

_Row: TypeAlias = tuple[int, Any, str, bytes | None, int, bytes | None]


def _records(*among: sa.ColumnElement[bool]) -> sa.Executable:
    """Rows of a user's preferences, of all of them or `among` these."""
    kept = _KEPT.c
    return (
        sa.select(
            schema.person.c.revision, kept.body, kept.id, kept.vectors, kept.rows, kept.shared
        )
        .select_from(
            schema.person.outerjoin(
                _KEPT,
                sa.and_(
                    kept.tenant == schema.person.c.tenant,
                    kept.user_id == schema.person.c.user_id,
                    *among,
                ),
            )
        )
        .where(*_MINE)
        .order_by(kept.id)
    )


_RECORDS = _records()
_SOME = _records(_KEPT.c.id.in_(sa.bindparam("ids", expanding=True)))
"""All are made once: to build a statement takes longer than to run it."""
_GLANCE = f"SELECT revision, state FROM {schema.person.name} WHERE tenant = ? AND user_id = ?"  # noqa: S608


def _profile(
    conn: sa.Connection,
    scope: Scope,
    known: StoredProfile | None,
    shared: vectors.Known,
    standing: tuple[int, str] | None,
    changed: Changed,
) -> StoredProfile:
    """The newest profile; `standing` is its revision and state, where that was read just now."""
    while True:
        found = standing or conn.execute(_STANDING, of(scope)).one_or_none()
        if known is not None and (found[0] if found else 0) == known.revision:
            return known
        if found is None:
            return StoredProfile(scope=scope)
        some = None if known is None else changed.since(scope, known.revision, found[0])
        rows = _read(conn, scope, some)
        if rows and rows[0][0] == found[0]:
            break
        standing = None  # it has moved on in between
    before = known or StoredProfile(scope=scope)
    records = {one.id: one for one in before.records}
    read = {row[2]: row for row in rows if row[1] is not None}
    marks = {name: hash(row[1:]) for name, row in read.items()}
    # To decode takes longest: what has the row that it had is taken over.
    new = [row for name, row in read.items() if before.marks.get(name) != marks[name]]
    gone = (records.keys() if some is None else some) - read.keys() | {row[2] for row in new}
    decoded = codec.stored(codec.record, [row[1] for row in new])
    records = _without(records, gone) | {one.id: one for one in decoded}
    made = vectors.read(conn, [row[2:] for row in new], shared)
    return StoredProfile(
        scope=scope,
        revision=found[0],
        records=tuple([records[name] for name in sorted(records)]),
        vectors=_without(before.vectors, gone) | made,
        person=codec.one_stored(codec.person, found[1]),
        marks=_without(before.marks, gone) | marks,
    )


def _without(held: Mapping[str, One], gone: Iterable[str]) -> dict[str, One]:
    """What is held, by id, but for what is gone."""
    left = dict(held)
    for name in gone:
        left.pop(name, None)
    return left


def _read(conn: sa.Connection, scope: Scope, some: frozenset[str] | None) -> Sequence[_Row]:
    """The user's revision with each of the rows, or with some of them; at least once."""
    if some is None:
        found = conn.execute(_RECORDS, of(scope))
    else:
        found = conn.execute(_SOME, {**of(scope), "ids": sorted(some)})
    return cast("Sequence[_Row]", found.all())


def _commit(conn: sa.Connection, scope: Scope, delta: ProfileDelta, expected: int) -> int:
    held = people.locked(conn, scope, create=expected == 0)
    time = held.time
    if delta.lease is not None:
        leases.check(conn, delta.lease, time)
    revisions.check(held.revision, expected)
    revision = held.revision
    if not delta.empty:
        revision = people.next_revision(conn, held.revision)
        _apply(conn, scope, delta)
    changes = held.changes + _append_history(conn, scope, delta.revisions, held.changes)
    people.update(
        conn,
        scope,
        state=delta.person,
        cursors=_cursors(delta, held),
        revision=revision,
        changes=changes,
    )
    counters.count(conn, scope, delta.counters)
    _hasten(conn, scope, delta.due, time)
    if delta.lease is not None and delta.cursor is not None:
        leases.done(conn, delta.lease, cursor=delta.cursor, end=held.position, time=time)
    return revision


def _cursors(delta: ProfileDelta, held: Held) -> dict[StageName, int] | None:
    if delta.lease is None or delta.cursor is None:
        return None
    return {**held.cursors, delta.lease.stage: delta.cursor}


def _hasten(conn: sa.Connection, scope: Scope, stages: Sequence[StageName], time: int) -> None:
    """What waits for these stages is due, whatever had put it off."""
    table = schema.work
    waits = sa.and_(within(table, scope), table.c.stage.in_(stages), table.c.due.is_not(None))
    if stages:
        conn.execute(table.update().where(waits).values(due=time, since=time, retry_at=0))


def _apply(conn: sa.Connection, scope: Scope, delta: ProfileDelta) -> None:
    append_evidence(conn, scope, delta.evidence)
    mark_withdrawn(conn, scope, delta.withdrawn)
    put_records(conn, scope, delta.records)
    vectors.put(conn, scope, delta.vectors, {r.id: r.applies_to for r in delta.records})
    table = schema.preferences
    for some in chunks(delta.dropped):
        conn.execute(table.delete().where(within(table, scope), table.c.id.in_(some)))


def _derived(conn: sa.Connection, scope: Scope, delta: ProfileDelta, held: Held) -> int:
    """Take in what is derived anew; how many changes the history has then."""
    _apply(conn, scope, delta)
    return held.changes + _append_history(conn, scope, delta.revisions, held.changes)


def append_evidence(conn: sa.Connection, scope: Scope, evidence: Iterable[Evidence]) -> None:
    """Add to the ledger; an id that is there already stays as it is."""
    rows = [
        {
            **of(scope),
            "id": one.id,
            "at": codec.micros(one.at),
            "conversation": one.conversation_id,
            "message": one.message_id,
            "body": codec.dumps(codec.plain(one)),
        }
        for one in evidence
    ]
    if rows:
        conn.execute(people.upsert(conn, schema.evidence).on_conflict_do_nothing(), rows)


def mark_withdrawn(conn: sa.Connection, scope: Scope, ids: Sequence[str]) -> None:
    """Evidence that no longer counts."""
    table = schema.evidence
    for some in chunks(ids):
        conn.execute(
            table.update().where(within(table, scope), table.c.id.in_(some)).values(withdrawn=1)
        )


def put_records(conn: sa.Connection, scope: Scope, records: Iterable[PreferenceRecord]) -> None:
    """Insert or replace records; their vectors stay."""
    rows = [
        {
            **of(scope),
            "id": one.id,
            "status": one.status,
            "behaviour": one.behaviour,
            "subject": one.subject,
            "body": codec.dumps(codec.plain(one)),
        }
        for one in records
    ]
    if not rows:
        return
    insert = people.upsert(conn, schema.preferences)
    columns = ("status", "behaviour", "subject", "body")
    conn.execute(
        insert.on_conflict_do_update(
            index_elements=["tenant", "user_id", "id"],
            set_={name: insert.excluded[name] for name in columns},
        ),
        rows,
    )


def _append_history(
    conn: sa.Connection, scope: Scope, revisions: Sequence[Revision], last: int
) -> int:
    rows = [
        {
            **of(scope),
            "seq": seq,
            "preference_id": one.preference_id,
            "at": codec.micros(one.at),
            "body": codec.dumps(codec.plain(one)),
        }
        for seq, one in enumerate(revisions, last + 1)
    ]
    if rows:
        conn.execute(schema.revisions.insert(), rows)
    return len(rows)


def append_history(conn: sa.Connection, scope: Scope, revisions: Sequence[Revision]) -> int:
    """The first history rows of a user; how many."""
    return _append_history(conn, scope, revisions, 0)


def ledger(conn: sa.Connection, scope: Scope, *, withdrawn: bool | None) -> tuple[Evidence, ...]:
    """Evidence that counts, or that was withdrawn, or all of it (None), by (at, id)."""
    table = schema.evidence
    query = sa.select(table.c.body).where(within(table, scope)).order_by(table.c.at, table.c.id)
    if withdrawn is not None:
        query = query.where(table.c.withdrawn == int(withdrawn))
    return tuple(codec.stored(codec.evidence, conn.execute(query).scalars()))


def history(
    conn: sa.Connection, scope: Scope, preference_id: str | None = None
) -> tuple[Revision, ...]:
    """What became of one preference, or of all, oldest first."""
    table = schema.revisions
    query = sa.select(table.c.body).where(within(table, scope)).order_by(table.c.seq)
    if preference_id is not None:
        query = query.where(table.c.preference_id == preference_id)
    return tuple(codec.stored(codec.revision, conn.execute(query).scalars()))
