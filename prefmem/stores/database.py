"""How statements reach a database: reads and writes as plain functions of a connection.

What a store does is written once, as synchronous functions, and each of them makes one trip to a
thread: a trip a statement, as asynchronous drivers make, costs more than the statement. Retries,
time limits and the translation of errors are here and nowhere else.
"""

from __future__ import annotations

import random
from abc import ABC, abstractmethod
from collections.abc import Callable
from functools import lru_cache
from time import monotonic
from typing import Any, Literal, TypeVar

import anyio
import sqlalchemy as sa
import sqlalchemy.exc as sa_exc

from prefmem.errors import StoreCorrupt
from prefmem.stores import failures
from prefmem.stores.codec import Unreadable
from prefmem.tracing import span
from prefmem.types import Scope

T = TypeVar("T")
Work = Callable[[sa.Connection], T]
EVERYONE: None = None
"""In the place of a scope: an operation over all users, such as claiming work."""
_CHANCE = random.Random()  # noqa: S311
"""Of our own: an application that seeds `random` gets the numbers that it expects."""
PATIENCE = 60.0
"""Seconds for which locks and broken connections are retried before the caller hears of it."""


class Database(ABC):
    """One database, wherever it runs."""

    dialect: Literal["sqlite", "postgresql"]

    def __init__(self, where: str, *, patience: float = PATIENCE) -> None:
        self.where = where
        """For people: names the store in messages, without a password."""
        self.patience = patience

    async def read(self, work: Work[T], scope: Scope | None) -> T:
        """Run `work`, which only reads; each statement sees what is committed."""
        return await self._patiently("read", work, scope)

    async def snapshot(self, work: Work[T], scope: Scope | None) -> T:
        """Run `work`, which only reads; all its statements see one state."""
        return await self._patiently("snapshot", work, scope)

    async def write(self, work: Work[T], scope: Scope | None) -> T:
        """Run `work` in one durable transaction; run again if the database asks for it."""
        return await self._patiently("write", work, scope)

    async def _patiently(self, mode: str, work: Work[T], scope: Scope | None) -> T:
        with span(f"prefmem.store.{mode}", db_system=self.dialect):
            return await self._until_it_works(mode, work, scope)

    async def _until_it_works(self, mode: str, work: Work[T], scope: Scope | None) -> T:
        began, pause = monotonic(), 0.005
        while True:
            try:
                return await self.attempt(mode, work, scope)
            except (sa_exc.SQLAlchemyError, *self.foreign()) as error:
                left = began + self.patience - monotonic()
                if left <= 0 or not failures.worth_another_try(error):
                    raise failures.translated(error, self.where) from error
            except (Unreadable, UnicodeDecodeError) as error:
                what = str(error) if isinstance(error, Unreadable) else "no text"
                raise StoreCorrupt(
                    f"store {self.where} holds a row that cannot be read ({what}); restore a backup"
                ) from error
            await anyio.sleep(min(left, pause * _CHANCE.uniform(0.5, 1.5)))
            pause = min(pause * 2, 1.0)

    def glance(self, query: str, values: tuple[str, ...]) -> list[Any] | None:
        """The rows of a query that takes microseconds, without a trip to a thread, or None.

        None where that could mean to wait: ask `read` then. `values` stand for `?` in the query.
        """
        return None

    @abstractmethod
    async def attempt(self, mode: str, work: Work[T], scope: Scope | None) -> T:
        """Run `work` once."""

    async def reach(self) -> None:
        """Find out at once, and without patience, whether it can be reached.

        Raises:
            StoreUnavailable: It cannot.
        """
        return

    @abstractmethod
    def foreign(self) -> tuple[type[Exception], ...]:
        """Errors of the driver that SQLAlchemy does not wrap."""

    @abstractmethod
    async def close(self) -> None:
        """Let go of all connections."""

    @abstractmethod
    async def scrub(self, scope: Scope) -> bool:
        """Make sure that no byte of deleted rows is left in the files; False if others hinder."""

    async def scrub_now(self, scope: Scope) -> bool:
        """The same where somebody asks for it, also if erasures leave it for later."""
        return await self.scrub(scope)


_NOW = {
    "sqlite": "CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER) * 1000",
    "postgresql": "CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS bigint)",
}


def clock(dialect: str) -> sa.ColumnElement[int]:
    """The database's own clock, in microseconds: hosts may disagree, the database does not."""
    return sa.literal_column(_NOW[dialect], sa.BigInteger())


@lru_cache
def _time(dialect: str) -> sa.Select[Any]:
    return sa.select(clock(dialect))


def now(conn: sa.Connection) -> int:
    """The time by that clock."""
    return int(conn.execute(_time(conn.dialect.name)).scalar_one())
