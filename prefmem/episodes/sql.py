"""Episodic memory in SQL: exact cosine over the user's own turns, in the database of the store.

Vectors are kept at half precision: scores move by 1e-5.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import numpy as np

from prefmem.episodes.ranking import best
from prefmem.records import Matrix, Turn
from prefmem.types import EpisodeHit, Scope

if TYPE_CHECKING:
    import sqlalchemy as sa

T = TypeVar("T")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICRO = timedelta(microseconds=1)
CHUNK = 200


class Database(Protocol):
    """What runs statements: a store's own database."""

    async def read(self, work: Callable[[sa.Connection], T], scope: Scope | None) -> T:
        """Run `work`, which only reads."""
        ...

    async def write(self, work: Callable[[sa.Connection], T], scope: Scope | None) -> T:
        """Run `work` in one durable transaction."""
        ...


class SqlEpisodes:
    """Implements `EpisodicStore`; the text stays in the log of turns wherever it is there."""

    def __init__(self, database: Database, table: sa.Table, *, log: sa.Table) -> None:
        """Keep the index in `table`, beside the `log` of turns."""
        self._database = database
        self._table = table
        self._log = log

    async def append(self, scope: Scope, turns: Sequence[Turn], vectors: Matrix) -> None:
        """Index `turns` with their `vectors` (n, d); an id that is there is replaced."""
        if turns:
            await self._database.write(lambda c: self._append(c, scope, turns, vectors), scope)

    async def search(self, scope: Scope, vector: Matrix, *, limit: int) -> tuple[EpisodeHit, ...]:
        """The nearest turns of this user, best first, newest first among near ties."""
        return await self._database.read(lambda c: self._search(c, scope, vector, limit), scope)

    async def erase(self, scope: Scope, ids: Sequence[tuple[str, str]] | None = None) -> int:
        """Remove the turns named by (conversation, id), or all of this user; how many."""
        return await self._database.write(lambda c: self._erase(c, scope, ids), scope)

    async def empty(self) -> bool:
        """True if nothing of anybody is indexed."""
        from sqlalchemy import select

        one = select(self._table.c.tenant).limit(1)
        return await self._database.read(lambda c: c.execute(one).first() is None, None)

    async def close(self) -> None:
        """Nothing to let go of: the store owns the database."""

    def _mine(self, table: sa.Table, scope: Scope) -> Any:
        return (table.c.tenant == scope.tenant) & (table.c.user_id == scope.user)

    def _named(self, table: sa.Table, scope: Scope, name: tuple[str, str]) -> Any:
        return (
            self._mine(table, scope) & (table.c.conversation == name[0]) & (table.c.id == name[1])
        )

    def _append(
        self, conn: sa.Connection, scope: Scope, turns: Sequence[Turn], vectors: Matrix
    ) -> None:
        newest = {(t.conversation, t.id): (t, v) for t, v in zip(turns, vectors, strict=True)}
        logged, blanked = self._logged(conn, scope, list(newest))
        # A turn with a place in the log that is not there was erased with its user.
        gone = blanked | {n for n, (turn, _) in newest.items() if turn.position and n not in logged}
        self._erase(conn, scope, list(newest))
        rows = [
            {
                "tenant": scope.tenant,
                "user_id": scope.user,
                "conversation": turn.conversation,
                "id": turn.id,
                "role": turn.role,
                "content": None if name in logged else turn.content,
                "at": (turn.at - _EPOCH) // _MICRO,
                "vector": np.ascontiguousarray(vector, dtype="<f2").tobytes(),
            }
            for name, (turn, vector) in newest.items()
            if name not in gone
        ]
        if rows:
            conn.execute(self._table.insert(), rows)

    def _logged(
        self, conn: sa.Connection, scope: Scope, names: Sequence[tuple[str, str]]
    ) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
        """Which of these turns the log has, and which of them without text: they were erased."""
        from sqlalchemy import select

        log = self._log
        found: set[tuple[str, str]] = set()
        blanked: set[tuple[str, str]] = set()
        for conversation in {name[0] for name in names}:
            ids = [name[1] for name in names if name[0] == conversation]
            for begin in range(0, len(ids), CHUNK):
                query = select(log.c.id, log.c.blanked).where(
                    self._mine(log, scope),
                    log.c.conversation == conversation,
                    log.c.id.in_(ids[begin : begin + CHUNK]),
                )
                for row in conn.execute(query):
                    (blanked if row.blanked else found).add((conversation, row.id))
        return found, blanked

    def _search(
        self, conn: sa.Connection, scope: Scope, vector: Matrix, limit: int
    ) -> tuple[EpisodeHit, ...]:
        from sqlalchemy import select

        table = self._table
        query = (
            select(table.c.conversation, table.c.id, table.c.at, table.c.vector)
            .where(self._mine(table, scope))
            .order_by(table.c.conversation, table.c.id)
        )
        sought = np.asarray(vector, dtype=np.float32)
        # Others are of another embedder, and about to be made again.
        rows = [row for row in conn.execute(query) if len(row.vector) == 2 * len(sought)]
        if not rows or limit < 1:
            return ()
        matrix = np.frombuffer(b"".join(row.vector for row in rows), dtype="<f2")
        scores = matrix.astype(np.float32).reshape(len(rows), -1) @ sought
        chosen = best(scores, [row.at for row in rows], limit)
        hits = (self._hit(conn, scope, rows[i], float(scores[i])) for i in chosen)
        return tuple(hit for hit in hits if hit is not None)

    def _hit(self, conn: sa.Connection, scope: Scope, row: Any, score: float) -> EpisodeHit | None:
        from sqlalchemy import func, select

        table, log = self._table, self._log
        name = (row.conversation, row.id)
        logged = select(log.c.content).where(self._named(log, scope, name)).scalar_subquery()
        query = select(table.c.role, func.coalesce(table.c.content, logged).label("content")).where(
            self._named(table, scope, name)
        )
        found = conn.execute(query).one_or_none()
        if found is None or found.content is None:
            return None  # erased between the two queries
        return EpisodeHit(
            conversation_id=row.conversation,
            message_id=row.id,
            role=found.role,
            content=found.content,
            at=_EPOCH + row.at * _MICRO,
            score=score,
        )

    def _erase(
        self, conn: sa.Connection, scope: Scope, names: Sequence[tuple[str, str]] | None
    ) -> int:
        if names is None:
            return conn.execute(self._table.delete().where(self._mine(self._table, scope))).rowcount
        return sum(
            conn.execute(self._table.delete().where(self._named(self._table, scope, name))).rowcount
            for name in names
        )
