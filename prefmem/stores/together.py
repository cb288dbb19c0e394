"""Writes that wait at the same time share a trip to a thread, a transaction and its way to disk."""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar, cast

import anyio
import anyio.to_thread
import sqlalchemy as sa
import sqlalchemy.exc as sa_exc
from anyio import CapacityLimiter

from prefmem.errors import PrefmemError, StoreUnavailable
from prefmem.stores.database import Work

T = TypeVar("T")
Begin = Callable[[], Any]
"""Opens a connection with a transaction begun; a context manager that commits at its end."""
NOT_DONE = "nothing was written: no thread could be had for it; try again"
TOGETHER = 16
"""Writes of one transaction: who comes first waits for the work of the others."""


@dataclass(slots=True, eq=False)
class Write(Generic[T]):
    """What somebody wants written, and what came of it."""

    work: Work[T]
    taken: bool = False
    value: T | None = None
    error: BaseException | None = field(default_factory=lambda: StoreUnavailable(NOT_DONE))
    done: anyio.Event = field(default_factory=anyio.Event)

    def result(self) -> T:
        """What the work gave, or raise what it raised; once, so that nothing holds on to it."""
        error, self.error = self.error, None
        if error is None:
            return cast("T", self.value)
        try:
            raise error
        finally:
            del error


class Together:
    """One writer at a time: whoever gets in does all that waits by then.

    Nobody is held back for company: alone, a write is a transaction of its own. Each is done wholly
    or not at all, and nobody hears that it was done before all of it is on disk.
    """

    def __init__(self, begin: Begin, *, limiter: CapacityLimiter) -> None:
        """Bind the database; nothing runs yet."""
        self._begin = begin
        self._limiter = limiter
        self._turn = anyio.Lock()
        self._waiting: deque[Write[Any]] = deque()

    async def do(self, work: Work[T]) -> T:
        """Run `work`, alone or in company, in a transaction that is committed when this returns."""
        mine = Write(work)
        self._waiting.append(mine)
        try:
            async with self._turn:
                while not mine.taken:
                    await self._lead()
        except BaseException:
            if not mine.taken:
                self._waiting.remove(mine)
            else:  # it is being written: who is told to stop knows by then what became of it
                with anyio.CancelScope(shield=True):
                    await mine.done.wait()
            raise
        return mine.result()

    async def _lead(self) -> None:
        taken = [self._waiting.popleft() for _ in range(min(TOGETHER, len(self._waiting)))]
        for one in taken:
            one.taken = True
        try:
            with anyio.CancelScope(shield=True):
                await anyio.to_thread.run_sync(self._run, taken, limiter=self._limiter)
        finally:
            for one in taken:
                one.done.set()

    def _run(self, writes: Sequence[Write[Any]]) -> None:
        if len(writes) > 1 and self._in_one(writes):
            return
        for one in writes:
            self._alone(one)

    def _alone(self, one: Write[Any]) -> None:
        try:
            with self._begin() as conn:
                value = worked(conn, one.work)
        except BaseException as error:  # noqa: BLE001 it is raised where the write is awaited
            one.error = error
        else:
            one.value, one.error = value, None

    def _in_one(self, writes: Sequence[Write[Any]]) -> bool:
        """Do them in one transaction; False if the database failed one, and so none is done.

        What a store refuses, because somebody was faster for example, undoes that write alone.
        """
        begun, errors = False, list[Exception | None]()
        try:
            with self._begin() as conn:
                begun = True
                errors = [_apart(conn, one) for one in writes]
        except Exception as error:  # noqa: BLE001 as above, or in the transactions of their own
            if begun:
                return False
            errors = [error] * len(writes)  # who tried one by one would wait for a lock each time
        for one, error in zip(writes, errors, strict=True):
            one.error = error
        return True


def _apart(conn: sa.Connection, one: Write[Any]) -> PrefmemError | None:
    """Do a write so that it can be undone without those beside it; why it was."""
    place = conn.begin_nested()
    try:
        one.value = worked(conn, one.work)
    except PrefmemError as error:
        place.rollback()
        return error
    place.commit()
    return None


def worked(conn: sa.Connection, work: Work[T]) -> T:
    """What `work` gives; a connection on which it broke off is not used again."""
    try:
        return work(conn)
    except (PrefmemError, sa_exc.SQLAlchemyError):
        raise
    except BaseException:
        # Rows that nobody fetched, which the error holds, hold the file: give it back, and go.
        cast("sqlite3.Connection", conn.connection.driver_connection).rollback()
        conn.invalidate()
        raise
