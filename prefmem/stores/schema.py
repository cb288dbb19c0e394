"""One schema for SQLite and PostgreSQL; every row is keyed by tenant and user first.

Times are microseconds since 1970 (UTC), bodies are JSON text with sorted keys: both round-trip
exactly on both databases.
"""

from __future__ import annotations

import sqlalchemy as sa

HEAD = "0002"
"""The newest revision under `migrations/`; a store that carries another is migrated or refused."""

metadata = sa.MetaData()
Text = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
"""Text compared by bytes on both databases, so that both order alike."""
Whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


PREFIX = "prefmem_"
"""Before every name, so that the tables can live beside those of an application."""
BY_USER = "HASH (tenant, user_id)"


def _scoped(name: str, *columns: sa.schema.SchemaItem) -> sa.Table:
    return sa.Table(
        PREFIX + name,
        metadata,
        sa.Column("tenant", Text, primary_key=True, nullable=False),
        sa.Column("user_id", Text, primary_key=True, nullable=False),
        *columns,
        postgresql_partition_by=BY_USER,
    )


def _whole(name: str, default: str | None = "0") -> sa.Column[int]:
    return sa.Column(name, Whole, nullable=default is None, server_default=default)


def _text(name: str, *, key: bool = False, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, Text, primary_key=key, nullable=null)


person = _scoped(
    "person",
    _whole("revision"),
    _whole("position"),
    _whole("changes"),
    _text("state"),
    _text("cursors"),
)
"""One row a user: revision, end of the log, number of history rows, state, cursors by stage."""

turns = _scoped(
    "turns",
    sa.Column("position", Whole, primary_key=True, autoincrement=False),
    _text("conversation"),
    _text("id"),
    _text("role"),
    _text("content"),
    _whole("at"),
    _text("context"),
    _whole("stored_at"),
    _whole("blanked"),
    sa.Index(PREFIX + "turns_by_id", "tenant", "user_id", "conversation", "id", unique=True),
)

evidence = _scoped(
    "evidence",
    _text("id", key=True),
    _whole("at"),
    _text("conversation"),
    _text("message"),
    _whole("withdrawn"),
    _text("body"),
)

preferences = _scoped(
    "preferences",
    _text("id", key=True),
    _text("status"),
    _text("behaviour"),
    _text("subject"),
    _text("body"),
    sa.Column("vectors", sa.LargeBinary, nullable=True),
    _whole("rows"),
    sa.Column("shared", sa.LargeBinary, nullable=True),
)
"""`vectors` are its own, so many `rows` of float16; `shared` are keys of `situations`, eight bytes
each, whose vectors follow."""

revisions = _scoped(
    "revisions",
    sa.Column("seq", Whole, primary_key=True, autoincrement=False),
    _text("preference_id"),
    _whole("at"),
    _text("body"),
)

work = _scoped(
    "work",
    _text("stage", key=True),
    _whole("cursor"),
    _whole("due", None),
    _whole("since", None),
    _whole("retry_at"),
    _whole("attempts"),
    _whole("careful"),
    _whole("token"),
    _whole("lease_until"),
)
"""One row a user and stage; `due` is null where nothing waits."""
sa.Index(
    PREFIX + "work_by_due",
    work.c.stage,
    work.c.due,
    sqlite_where=work.c.due.is_not(None),
    postgresql_where=work.c.due.is_not(None),
)

parked = _scoped(
    "parked",
    _text("stage", key=True),
    sa.Column("position", Whole, primary_key=True, autoincrement=False),
    _text("error"),
    _whole("at"),
)

episodes = _scoped(
    "episodes",
    _text("conversation", key=True),
    _text("id", key=True),
    _text("role"),
    _text("content", null=True),
    _whole("at"),
    sa.Column("vector", sa.LargeBinary, nullable=False),
)
"""The index of turns; `content` is null where the log of turns has it."""

intents = _scoped(
    "intents",
    _text("id", key=True),
    _whole("at"),
    _text("body"),
)
"""Erasures that have begun and reach further than this database; ids and no words."""

situations = sa.Table(
    PREFIX + "situations",
    metadata,
    sa.Column("key", Whole, primary_key=True, autoincrement=False),
    sa.Column("vector", sa.LargeBinary, nullable=False),
)
"""Vectors of texts that are the same for all users, one row of float16 each."""

counters = sa.Table(
    PREFIX + "counters",
    metadata,
    _text("tenant", key=True),
    _text("name", key=True),
    sa.Column("shard", Whole, primary_key=True, autoincrement=False),
    _whole("value"),
)
"""Sums by tenant, spread over shards so that users do not wait for one row."""

audit = sa.Table(
    PREFIX + "audit",
    metadata,
    sa.Column("seq", Whole, primary_key=True, autoincrement=True),
    _text("pseudonym"),
    _whole("at"),
    _text("body"),
    sa.Index(PREFIX + "audit_by_pseudonym", "pseudonym"),
    sqlite_autoincrement=True,
)

erasures = sa.Table(
    PREFIX + "erasures",
    metadata,
    sa.Column("seq", Whole, primary_key=True, autoincrement=True),
    _text("tenant"),
    _text("user_id"),
    _text("what"),
    _whole("at"),
    sqlite_autoincrement=True,
)
"""Erasures whose rows are gone and whose bytes are still to be scrubbed from the files."""

meta = sa.Table(PREFIX + "meta", metadata, _text("key", key=True), _text("value"))
version = sa.Table(
    PREFIX + "version", metadata, sa.Column("version_num", sa.String(32), primary_key=True)
)

SCOPED = (person, turns, evidence, preferences, revisions, work, parked, episodes, intents)
"""The tables whose rows belong to one user: partitioned and walled off on PostgreSQL."""

OF_FEW_VALUES = frozenset(("tenant", "stage", "role", "status", "behaviour"))
"""Text columns of which a planner may keep samples: all others hold words or names of users."""
