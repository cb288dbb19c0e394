"""SQLite: one file, write-ahead log, many processes; what is acknowledged is on disk."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import anyio
import anyio.to_thread
import sqlalchemy as sa
import sqlalchemy.event as sa_event
from anyio import CapacityLimiter
from sqlalchemy.pool import QueuePool

from prefmem.stores import failures
from prefmem.stores.database import Database, Work
from prefmem.stores.together import Together, worked
from prefmem.types import Scope

logger = logging.getLogger(__name__)
T = TypeVar("T")
READERS = 8
BUSY_SECONDS = 5
SCRUB_SECONDS = 1
SCRUB_TRIES = 30
_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA secure_delete=ON",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA cache_size=-16000",
)
"""FULL: an acknowledged commit outlives a power cut. MEMORY: sorting leaves no text in a file."""


class SqliteDatabase(Database):
    """A file, shared with other processes by SQLite's own locks."""

    dialect = "sqlite"

    def __init__(self, path: Path, *, patience: float) -> None:
        """Prepare the engine; no file is touched before the first use."""
        super().__init__(str(path), patience=patience)
        self.path = path
        self._engine = sa.create_engine(
            sa.URL.create("sqlite+pysqlite", database=str(path)),
            poolclass=QueuePool,
            hide_parameters=True,  # in messages of errors: they are words of users
            pool_size=READERS + 1,
            max_overflow=0,
            connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False},
        )
        sa_event.listen(self._engine, "connect", _prepare)
        sa_event.listen(self._engine, "begin", _begin)
        self._modes = {
            mode: self._engine.execution_options(prefmem=mode)
            for mode in ("read", "snapshot", "write")
        }
        self._readers = CapacityLimiter(READERS)
        self._writer = CapacityLimiter(1)
        self._writes = Together(partial(self._begun, "write"), limiter=self._writer)
        self._scrubbing = anyio.Lock()
        self._scrubs_begun = 0
        self._scrubbed = False
        self._glancing: sqlite3.Connection | None = None

    def glance(self, query: str, values: tuple[str, ...]) -> list[Any] | None:
        """Rows from the pages at hand: readers wait for no writer, and here for no lock at all."""
        try:
            if self._glancing is None:
                self._glancing = sqlite3.connect(
                    f"{self.path.absolute().as_uri()}?mode=ro",
                    uri=True,
                    timeout=0,
                    isolation_level=None,
                    check_same_thread=False,
                )
            return self._glancing.execute(query, values).fetchall()
        except sqlite3.Error:  # whatever it is, who reads in earnest finds out and says so
            self._blink()
            return None

    def _blink(self) -> None:
        glancing, self._glancing = self._glancing, None
        if glancing is not None:
            glancing.close()

    def foreign(self) -> tuple[type[Exception], ...]:
        """The driver's errors while a connection is prepared."""
        return (sqlite3.Error,)

    async def attempt(self, mode: str, work: Work[T], scope: Scope | None) -> T:
        """Run `work` on a thread; one writer at a time in this process."""
        if mode == "write":
            return await self._writes.do(work)

        def run() -> T:
            with self._begun(mode) as conn:
                return worked(conn, work)

        return await anyio.to_thread.run_sync(run, limiter=self._readers)

    @contextmanager
    def _begun(self, mode: str) -> Generator[sa.Connection]:
        with self._modes[mode].connect() as conn, conn.begin():
            yield conn

    async def close(self) -> None:
        """Close all connections; the last one folds the log into the file."""
        self._blink()
        await anyio.to_thread.run_sync(self._engine.dispose)

    async def scrub(self, scope: Scope) -> bool:
        """Rewrite the file and empty the log: deleting rows alone leaves copies in both.

        `secure_delete` zeroes deleted cells, but cells that moved between pages have left copies
        in the gaps of their old pages; only rewriting the file removes those.
        """
        asked = self._scrubs_begun
        async with self._scrubbing:
            if self._scrubs_begun == asked:  # else one that began after our commit did it for us
                self._scrubs_begun += 1
                self._scrubbed = await self._rewritten()
            return self._scrubbed

    async def _rewritten(self) -> bool:
        for attempt in range(SCRUB_TRIES):
            done = await anyio.to_thread.run_sync(self._rewrite, limiter=self._writer)
            if done is not None:
                return done
            await anyio.sleep(min(0.01 * 2**attempt, 0.5))
        return False

    def _rewrite(self) -> bool | None:
        """True if it was done, None if others hinder, False if there is no room for a copy.

        Raises:
            StoreError: The file is damaged, or cannot be written.
        """
        try:
            with closing(sqlite3.connect(self.path, timeout=SCRUB_SECONDS)) as raw:
                raw.isolation_level = None
                for pragma in _PRAGMAS:
                    raw.execute(pragma)
                raw.execute("VACUUM")
                busy, _, _ = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
                return None if busy else True
        except sqlite3.Error as error:
            code = getattr(error, "sqlite_errorcode", 0) & 0xFF
            if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                return None
            if code == sqlite3.SQLITE_FULL:
                logger.warning("no room to rewrite %s: erased bytes stay in it", self.where)
                return False
            raise failures.translated(error, self.where) from error


def _prepare(raw: Any, _: object) -> None:
    raw.isolation_level = None  # transactions begin where we say so, not where the driver guesses
    for pragma in _PRAGMAS:
        raw.execute(pragma)


def _begin(conn: sa.Connection) -> None:
    mode = conn.get_execution_options().get("prefmem")
    if mode == "write":
        conn.exec_driver_sql("BEGIN IMMEDIATE")
    elif mode == "snapshot":
        conn.exec_driver_sql("BEGIN")
