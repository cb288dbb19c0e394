"""Half the bytes of a vector, those that users share kept once; intents of erasures.

What is read is what was there, rounded to half precision. On SQLite the file keeps its size until
the next erasure rewrites it; new rows fill what became free.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import sqlalchemy as sa
from alembic import op

from prefmem.stages.expansions import PLACES
from prefmem.stores import postgres

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PAGE = 500
POOL = frozenset(PLACES.values())
KEY = ("tenant", "user_id", "id")


def upgrade() -> None:
    """Change the tables, then rewrite the vectors."""
    op.create_table(
        "prefmem_situations",
        sa.Column("key", WHOLE, primary_key=True, autoincrement=False),
        sa.Column("vector", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "prefmem_intents",
        *(sa.Column(name, TEXT, nullable=False) for name in KEY),
        sa.Column("at", WHOLE, nullable=False, server_default="0"),
        sa.Column("body", TEXT, nullable=False),
        sa.PrimaryKeyConstraint(*KEY),
        postgresql_partition_by="HASH (tenant, user_id)",
    )
    op.add_column("prefmem_preferences", sa.Column("shared", sa.LargeBinary, nullable=True))
    op.drop_index("prefmem_revisions_by_preference", "prefmem_revisions")
    conn = op.get_bind()
    metadata = sa.MetaData()
    names = ["prefmem_preferences", "prefmem_situations", "prefmem_episodes", "prefmem_intents"]
    metadata.reflect(conn, only=names)
    kept, pool, index, intents = (metadata.tables[name] for name in names)
    if conn.dialect.name == "postgresql":
        postgres.wall_off(conn, [intents])
    preferences(conn, kept, pool)
    episodes(conn, index)


def preferences(conn: sa.Connection, table: sa.Table, pool: sa.Table) -> None:
    """Statements at half precision, situations by their keys."""
    known: set[int] = set()
    columns = [table.c[name] for name in (*KEY, "vectors", "rows", "body")]
    for page in pages(conn, table, columns, KEY, table.c.vectors.is_not(None)):
        changed: list[dict[str, Any]] = []
        for tenant, user, name, blob, rows, body in page:
            half = np.frombuffer(blob, dtype="<f4").astype("<f2").reshape(rows, -1)
            texts = json.loads(body).get("applies_to", ())
            own, keys = rows, list[int]()
            if texts and rows == 1 + len(texts) and POOL.issuperset(texts):
                own = 1
                shared = {key_of(row.tobytes()): row.tobytes() for row in half[1:]}
                keys = [key_of(row.tobytes()) for row in half[1:]]
                new = [{"key": k, "vector": shared[k]} for k in shared if k not in known]
                if new:
                    conn.execute(pool.insert(), new)
                    known |= shared.keys()
            changed.append(
                {
                    "of_tenant": tenant,
                    "of_user_id": user,
                    "of_id": name,
                    "vectors": half[:own].tobytes(),
                    "rows": own,
                    "shared": np.array(keys, dtype="<i8").tobytes() if keys else None,
                }
            )
        put(conn, table, KEY, ("vectors", "rows", "shared"), changed)


def episodes(conn: sa.Connection, table: sa.Table) -> None:
    """The index of turns at half precision."""
    key = ("tenant", "user_id", "conversation", "id")
    columns = [table.c[name] for name in (*key, "vector")]
    for page in pages(conn, table, columns, key, sa.true()):
        changed = [
            {
                **{f"of_{name}": value for name, value in zip(key, row[:-1], strict=True)},
                "vector": np.frombuffer(row[-1], dtype="<f4").astype("<f2").tobytes(),
            }
            for row in page
        ]
        put(conn, table, key, ("vector",), changed)


def pages(
    conn: sa.Connection,
    table: sa.Table,
    columns: Sequence[sa.Column[Any]],
    key: Sequence[str],
    where: sa.ColumnElement[bool],
) -> Iterator[Sequence[Sequence[Any]]]:
    """The rows by their key, some hundreds at a time."""
    place = sa.tuple_(*(table.c[name] for name in key))
    query = sa.select(*columns).where(where).order_by(*place.clauses).limit(PAGE)
    page = conn.execute(query).all()
    while page:
        yield page
        last = sa.tuple_(*(sa.literal(one) for one in page[-1][: len(key)]))
        page = conn.execute(query.where(place > last)).all()


def put(
    conn: sa.Connection,
    table: sa.Table,
    key: Sequence[str],
    names: Sequence[str],
    rows: list[dict[str, Any]],
) -> None:
    """Write some columns of rows."""
    mine = [table.c[name] == sa.bindparam(f"of_{name}") for name in key]
    change = table.update().where(*mine).values({name: sa.bindparam(name) for name in names})
    conn.execute(change, rows)


def key_of(blob: bytes) -> int:
    """Names one vector, by its bytes."""
    return int.from_bytes(hashlib.sha256(blob).digest()[:8], "little", signed=True)
