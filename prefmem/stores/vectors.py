"""Vectors of preferences on disk: at half precision, and what everybody has only once.

A preference has a vector of its statement and one of each situation that it bears on. The
situations come from a fixed pool of texts (`stages.expansions`), the same for all users: their
vectors are kept once a store, by the digest of their bytes, and a preference names them. What was
made of words of a user's own is never shared, so that erasing a preference erases its vectors.

Half precision keeps 11 bits of each number: a cosine moves by 1e-5, the embedder's own error is
some 1e-4.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
import sqlalchemy as sa

from prefmem.records import Matrix
from prefmem.stages.expansions import PLACES
from prefmem.stores import people, schema
from prefmem.stores.people import within
from prefmem.types import Scope

logger = logging.getLogger(__name__)
POOL = frozenset(PLACES.values())
"""Texts that say nothing of anybody, because everybody's are the same."""
Known: TypeAlias = dict[int, Matrix]
"""Shared vectors by their key, each (1, d); as the key is a digest, they never change."""


def packed(vectors: Matrix) -> bytes:
    """Vectors as the bytes of little-endian float16."""
    return np.ascontiguousarray(vectors, dtype="<f2").tobytes()


def unpacked(blob: bytes, rows: int) -> Matrix:
    """What `packed` wrote, as float32 (rows, d)."""
    return np.frombuffer(blob, dtype="<f2").reshape(rows, -1).astype(np.float32)


def key_of(blob: bytes) -> int:
    """Names one packed vector, by its bytes."""
    return int.from_bytes(hashlib.sha256(blob).digest()[:8], "little", signed=True)


def put(
    conn: sa.Connection,
    scope: Scope,
    vectors: Mapping[str, Matrix],
    texts: Mapping[str, Sequence[str]],
) -> None:
    """Set the vectors of preferences that are there.

    Args:
        conn: In a transaction.
        scope: Whose they are.
        vectors: By preference id, (1 + situations, d).
        texts: By preference id, the situations' texts, where they are known.
    """
    pool: dict[int, bytes] = {}
    rows = [_row(scope, name, one, texts.get(name, ()), pool) for name, one in vectors.items()]
    if pool:
        insert = people.upsert(conn, schema.situations).on_conflict_do_nothing()
        # In one order, so that two who write the same ones never wait for each other.
        conn.execute(insert, [{"key": key, "vector": pool[key]} for key in sorted(pool)])
    table = schema.preferences
    if rows:
        change = table.update().where(
            table.c.tenant == sa.bindparam("of_tenant"),
            table.c.user_id == sa.bindparam("of_user"),
            table.c.id == sa.bindparam("of_id"),
        )
        names = ("vectors", "rows", "shared")
        conn.execute(change.values({name: sa.bindparam(name) for name in names}), rows)


def _row(
    scope: Scope, name: str, matrix: Matrix, texts: Sequence[str], pool: dict[int, bytes]
) -> dict[str, Any]:
    own, shared = len(matrix), None
    if texts and len(matrix) == 1 + len(texts) and POOL.issuperset(texts):
        own = 1
        blobs = [packed(row) for row in matrix[1:]]
        keys = [key_of(blob) for blob in blobs]
        pool.update(zip(keys, blobs, strict=True))
        shared = np.array(keys, dtype="<i8").tobytes()
    return {
        "of_tenant": scope.tenant,
        "of_user": scope.user,
        "of_id": name,
        "vectors": packed(matrix[:own]),
        "rows": own,
        "shared": shared,
    }


def clear(conn: sa.Connection, scope: Scope) -> None:
    """Take the vectors of all preferences of a user away."""
    table = schema.preferences
    conn.execute(
        table.update().where(within(table, scope)).values(vectors=None, rows=0, shared=None)
    )


Row: TypeAlias = tuple[str, bytes | None, int, bytes | None]
"""`id`, `vectors`, `rows` and `shared` of a preference."""


def read(conn: sa.Connection, rows: Iterable[Row], known: Known) -> dict[str, Matrix]:
    """The vectors of these rows by preference id; those without any are left out.

    Args:
        conn: Asked only for shared vectors that are not in `known`.
        rows: As they were selected.
        known: Shared vectors that were read before; more are added.

    Where a shared one is lost, which is logged, a preference has that of its statement alone.
    """
    groups: dict[int, list[tuple[str, bytes, int, bytes]]] = {}
    for name, own, count, shared in rows:
        if own is not None:
            groups.setdefault(len(own) // count, []).append((name, own, count, shared or b""))
    found: dict[str, Matrix] = {}
    for size, some in groups.items():  # of more than one size only while vectors are remade
        found |= _stacked(conn, some, size // 2, known)
    return found


def _stacked(
    conn: sa.Connection, rows: Sequence[tuple[str, bytes, int, bytes]], width: int, known: Known
) -> dict[str, Matrix]:
    """The matrices of rows whose vectors are of one width: gathered at once, then cut apart."""
    names, blobs, counts, lists = zip(*rows, strict=True)
    own = np.frombuffer(b"".join(blobs), "<f2").astype(np.float32).reshape(-1, width)
    keys = np.frombuffer(b"".join(lists), "<i8").tolist()
    wanted = dict.fromkeys(keys)
    if not known.keys() >= wanted.keys():
        _learn(conn, known)
        wanted = _there(wanted, known)
    place = {key: number for number, key in enumerate(wanted, len(own))}
    order: list[int] = []
    ends = [0]
    mine = first = 0
    for count, shared in zip(counts, lists, strict=True):
        order += range(mine, mine := mine + count)
        if shared:
            last = first + len(shared) // 8
            order += [place[key] for key in keys[first:last] if key in place]
            first = last
        ends.append(len(order))
    gathered = np.concatenate([own, *[known[key] for key in wanted]])[order]
    return {
        name: gathered[begin:end] for name, begin, end in zip(names, ends, ends[1:], strict=False)
    }


def _learn(conn: sa.Connection, known: Known) -> None:
    for key, vector in conn.execute(sa.select(schema.situations.c.key, schema.situations.c.vector)):
        known[key] = unpacked(vector, 1)


def _there(wanted: dict[int, None], known: Known) -> dict[int, None]:
    missing = wanted.keys() - known.keys()
    if missing:
        logger.error(
            "%d vectors that preferences share are lost; run 'prefmem reindex'", len(missing)
        )
    return {key: None for key in wanted if key not in missing}
