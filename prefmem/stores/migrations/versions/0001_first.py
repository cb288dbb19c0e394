"""The first schema.

Written out, not taken from `schema.py`: what a released version made must stay as it was.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from prefmem.stores import postgres

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SCOPED = (
    "person",
    "turns",
    "evidence",
    "preferences",
    "revisions",
    "work",
    "parked",
    "episodes",
)


def words(*names: str) -> list[sa.Column[str]]:
    """Text that must be there."""
    return [sa.Column(name, TEXT, nullable=False) for name in names]


def whole(*names: str) -> list[sa.Column[int]]:
    """Numbers that begin at zero."""
    return [sa.Column(name, WHOLE, nullable=False, server_default="0") for name in names]


def place(name: str) -> list[sa.Column[int]]:
    """A number that is part of a key."""
    return [sa.Column(name, WHOLE, nullable=False, autoincrement=False)]


def scoped(name: str, *columns: sa.Column[Any], keys: tuple[str, ...] = ()) -> None:
    """A table whose rows belong to one user."""
    key = sa.PrimaryKeyConstraint("tenant", "user_id", *keys)
    op.create_table(
        f"prefmem_{name}",
        *words("tenant", "user_id"),
        *columns,
        key,
        postgresql_partition_by="HASH (tenant, user_id)",
    )


def upgrade() -> None:
    """Make all tables."""
    scoped("person", *whole("revision", "position", "changes"), *words("state", "cursors"))
    scoped(
        "turns",
        *place("position"),
        *words("conversation", "id", "role", "content"),
        *whole("at"),
        *words("context"),
        *whole("stored_at", "blanked"),
        keys=("position",),
    )
    named = ["tenant", "user_id", "conversation", "id"]
    op.create_index("prefmem_turns_by_id", "prefmem_turns", named, unique=True)
    scoped(
        "evidence",
        *words("id"),
        *whole("at"),
        *words("conversation", "message"),
        *whole("withdrawn"),
        *words("body"),
        keys=("id",),
    )
    scoped(
        "preferences",
        *words("id", "status", "behaviour", "subject", "body"),
        sa.Column("vectors", sa.LargeBinary, nullable=True),
        *whole("rows"),
        keys=("id",),
    )
    scoped(
        "revisions",
        *place("seq"),
        *words("preference_id"),
        *whole("at"),
        *words("body"),
        keys=("seq",),
    )
    by_preference = ["tenant", "user_id", "preference_id"]
    op.create_index("prefmem_revisions_by_preference", "prefmem_revisions", by_preference)
    scoped(
        "work",
        *words("stage"),
        *whole("cursor"),
        sa.Column("due", WHOLE, nullable=True),
        sa.Column("since", WHOLE, nullable=True),
        *whole("retry_at", "attempts", "careful", "token", "lease_until"),
        keys=("stage",),
    )
    op.create_index(
        "prefmem_work_by_due",
        "prefmem_work",
        ["stage", "due"],
        sqlite_where=sa.text("due IS NOT NULL"),
        postgresql_where=sa.text("due IS NOT NULL"),
    )
    scoped(
        "parked",
        *words("stage"),
        *place("position"),
        *words("error"),
        *whole("at"),
        keys=("stage", "position"),
    )
    scoped(
        "episodes",
        *words("conversation", "id", "role"),
        sa.Column("content", TEXT, nullable=True),
        *whole("at"),
        sa.Column("vector", sa.LargeBinary, nullable=False),
        keys=("conversation", "id"),
    )
    of_everyone()
    if op.get_bind().dialect.name == "postgresql":
        metadata = sa.MetaData()
        tables = [f"prefmem_{name}" for name in SCOPED]
        metadata.reflect(op.get_bind(), only=tables)
        postgres.wall_off(op.get_bind(), [metadata.tables[name] for name in tables])


def of_everyone() -> None:
    """Tables whose rows belong to no single user."""
    op.create_table(
        "prefmem_counters",
        *words("tenant", "name"),
        *place("shard"),
        *whole("value"),
        sa.PrimaryKeyConstraint("tenant", "name", "shard"),
    )
    op.create_table(
        "prefmem_audit",
        sa.Column("seq", WHOLE, primary_key=True, autoincrement=True),
        *words("pseudonym"),
        *whole("at"),
        *words("body"),
        sqlite_autoincrement=True,
    )
    op.create_index("prefmem_audit_by_pseudonym", "prefmem_audit", ["pseudonym"])
    op.create_table(
        "prefmem_erasures",
        sa.Column("seq", WHOLE, primary_key=True, autoincrement=True),
        *words("tenant", "user_id", "what"),
        *whole("at"),
        sqlite_autoincrement=True,
    )
    op.create_table("prefmem_meta", *words("key", "value"), sa.PrimaryKeyConstraint("key"))
