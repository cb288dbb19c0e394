"""Rows of a user out of SQL and into it: export, import, and what is copied between stores."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from prefmem.errors import UsageError
from prefmem.records import AuditRecord, Matrix
from prefmem.stores import codec, people, portable, preferences, schema, turns, vectors
from prefmem.stores.database import now
from prefmem.stores.people import of, within
from prefmem.types import Scope

imported = portable.imported


def export(conn: sa.Connection, scope: Scope) -> dict[str, Any]:
    """All rows of a user but vectors."""
    held = people.locked(conn, scope)
    log, kept = schema.turns, schema.preferences
    blanked = sa.select(log.c.position).where(within(log, scope), log.c.blanked == 1)
    bodies = sa.select(kept.c.body).where(within(kept, scope)).order_by(kept.c.id)
    return portable.exported(
        portable.Rows(
            turns=turns.read(conn, scope),
            blanked=frozenset(conn.execute(blanked).scalars()),
            evidence=preferences.ledger(conn, scope, withdrawn=False),
            withdrawn=preferences.ledger(conn, scope, withdrawn=True),
            preferences=codec.stored(codec.record, conn.execute(bodies).scalars()),
            history=preferences.history(conn, scope),
            person=held.state,
            cursors=held.cursors,
        )
    )


def insert(
    conn: sa.Connection, scope: Scope, rows: portable.Rows, matrices: Mapping[str, Matrix]
) -> None:
    """Put rows back, into a user of whom nothing is held."""
    held = people.locked(conn, scope, create=True)
    if held.position or held.revision:
        raise UsageError(
            f"user {scope.user!r} is not empty; erase it first, or import into another user"
        )
    time, end = now(conn), len(rows.turns)
    made = [
        turns.row(scope, t, position=n, stored_at=time, blanked=n in rows.blanked)
        for n, t in enumerate(rows.turns, 1)
    ]
    if made:
        conn.execute(schema.turns.insert(), made)
    preferences.append_evidence(conn, scope, (*rows.evidence, *rows.withdrawn))
    preferences.mark_withdrawn(conn, scope, [one.id for one in rows.withdrawn])
    preferences.put_records(conn, scope, rows.preferences)
    vectors.put(conn, scope, matrices, {one.id: one.applies_to for one in rows.preferences})
    changes = preferences.append_history(conn, scope, rows.history)
    people.update(
        conn,
        scope,
        state=rows.person,
        cursors=rows.cursors,
        revision=people.next_revision(conn, 0),
        position=end,
        changes=changes,
    )
    waiting = [
        {
            **of(scope),
            "stage": stage,
            "cursor": cursor,
            "due": time if cursor < end else None,
            "since": time if cursor < end else None,
        }
        for stage, cursor in rows.cursors.items()
    ]
    conn.execute(schema.work.insert(), waiting)


def audit_row(record: AuditRecord | Mapping[str, Any]) -> dict[str, Any]:
    """An audit record, JSON-ready."""
    row = asdict(record) if isinstance(record, AuditRecord) else dict(record)
    return {k: v.isoformat() if isinstance(v, datetime) else v for k, v in row.items()}
