"""What every drop-in shares: calls into memory that have a time limit and may fail, loudly.

Only an integration may fail open: the application's call goes through without a profile, and the
failure is logged and counted. Only our own errors and the time limit are caught; but a role that
the policy does not know is told, like any switch that cannot be read.
"""

from __future__ import annotations

import asyncio
import inspect
import logging
import threading
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from typing import Any, TypeVar, cast

from prefmem.errors import PrefmemError, UnknownRole

T = TypeVar("T")
Work = Callable[[], T | Awaitable[T]]
THREADS = 8
MAX_WAITING = 256
"""Calls that may hang in a store that does not answer; beyond it, calls fail at once."""
PLACES = 128
"""Writes that may be under way behind requests that are answered already."""


class MemoryBusy(PrefmemError):
    """Too many calls hang in a memory that does not answer."""


class FailOpen:
    """Calls into memory for an application that goes on without it.

    Attributes:
        seconds: How long a call may hold the application.
    """

    def __init__(self, logger: logging.Logger, *, seconds: float = 1.0) -> None:
        self.seconds = seconds
        self._logger = logger
        self._counts: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._pool: ThreadPoolExecutor | None = None
        self._waiting = 0
        self._tasks: set[asyncio.Future[Any]] = set()
        self._places = asyncio.Semaphore(PLACES)

    @property
    def counts(self) -> Mapping[str, int]:
        """How often which call `failed` or was `late`: `{"personalize.late": 2}`."""
        return dict(self._counts)

    def call(self, what: str, work: Callable[[], T]) -> T | None:
        """`work()`, or `None` if it failed or took too long; it goes on then, on its own."""
        try:
            return self._wait(what, self._start(work))
        except MemoryBusy as error:
            return self._failed(what, error)

    def write(self, what: str, work: Callable[[], T]) -> Future[T] | None:
        """Begin a write in a thread of ours that nobody waits for; a failure is logged and counted.

        `None`, and nothing done, if too many calls hang already; that is counted too.
        """
        try:
            future = self._start(work)
        except MemoryBusy as error:
            return self._failed(what, error)
        future.add_done_callback(lambda done: self._came_late(what, done))
        return future

    def _start(self, work: Callable[[], T]) -> Future[T]:
        """Begin `work()` in a thread of ours.

        Raises:
            MemoryBusy: Too many calls hang already.
        """
        with self._lock:
            if self._waiting >= MAX_WAITING:
                raise MemoryBusy(f"{self._waiting} calls wait for a memory that does not answer")
            self._waiting += 1
            if self._pool is None:
                self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="prefmem")
            pool = self._pool
        future = pool.submit(copy_context().run, work)
        future.add_done_callback(self._leave)
        return future

    def _wait(self, what: str, future: Future[T]) -> T | None:
        """What `_start` began, or `None` if it failed or is late."""
        try:
            return future.result(self.seconds)
        except TimeoutError:
            future.add_done_callback(lambda done: self._came_late(what, done))
            return self._late(what)
        except UnknownRole:
            raise
        except PrefmemError as error:
            return self._failed(what, error)

    async def acall(self, what: str, work: Work[T], *, keep: bool = False) -> T | None:
        """The same, awaited; `work` may be a coroutine function or a plain one.

        Args:
            what: Its name in log and counts.
            work: What to call.
            keep: Let it go on after the time limit, for a write that must not be lost.
        """
        try:
            task = self._astart(work)
        except MemoryBusy as error:
            return self._failed(what, error)
        return await self._await(what, task, keep=keep)

    def _astart(self, work: Work[T]) -> asyncio.Future[T]:
        """Begin `work()` on the running loop, or in a thread of ours if it is not a coroutine."""
        if inspect.iscoroutinefunction(work):
            task: asyncio.Future[T] = asyncio.ensure_future(work())
        else:
            task = asyncio.wrap_future(self._start(cast("Callable[[], T]", work)))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _await(self, what: str, task: asyncio.Future[T], *, keep: bool = False) -> T | None:
        """What `_astart` began, or `None` if it failed or is late."""
        done, _ = await asyncio.wait({task}, timeout=self.seconds)
        if not done:
            task.add_done_callback(lambda late: self._came_late(what, late))
            if not keep:
                task.cancel()
            return self._late(what)
        try:
            return task.result()
        except UnknownRole:
            raise
        except PrefmemError as error:
            return self._failed(what, error)

    async def begin(self, what: str, work: Work[T]) -> asyncio.Future[T] | None:
        """Begin a write that nobody waits for but `drain`; a failure is logged and counted.

        `None`, and nothing done, if too many writes are under way: a caller is not held by them.
        """
        if self._places.locked():
            return None
        await self._places.acquire()
        return self._begun(what, work)

    async def later(self, what: str, work: Work[T], *, seconds: float) -> asyncio.Future[T] | None:
        """The same where nobody is held: wait for a place, and only after `seconds` give it up."""
        if self._places.locked():
            try:
                await asyncio.wait_for(self._places.acquire(), seconds)
            except TimeoutError:
                busy = MemoryBusy(f"no write of {PLACES} has ended in {seconds:g} s")
                return self._failed(what, busy)
        else:
            await self._places.acquire()
        return self._begun(what, work)

    def _begun(self, what: str, work: Work[T]) -> asyncio.Future[T] | None:
        """Begin a write that has its place."""
        try:
            task = self._astart(work)
        except MemoryBusy as error:
            self._places.release()
            return self._failed(what, error)
        task.add_done_callback(lambda _: self._places.release())
        task.add_done_callback(lambda done: self._came_late(what, done))
        return task

    async def drain(self, seconds: float) -> int:
        """Wait for what was begun on this loop; how many calls are still under way."""
        if self._tasks:
            await asyncio.wait(set(self._tasks), timeout=seconds)
        return len(self._tasks)

    def close(self) -> None:
        """Wait for what was begun in threads, and let them go."""
        with self._lock:
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown()

    def _leave(self, _: Future[Any]) -> None:
        with self._lock:
            self._waiting -= 1

    def _late(self, what: str) -> None:
        self._count(what, "late")
        self._logger.warning("%s took over %g s; going on without it", what, self.seconds)

    def failed(self, what: str, error: PrefmemError) -> None:
        """Log and count what failed outside of a call, and that the application goes on."""
        self._failed(what, error)

    def _failed(self, what: str, error: BaseException) -> None:
        self._count(what, "failed")
        self._logger.warning("%s failed; going on without it", what, exc_info=error)

    def _came_late(self, what: str, done: Future[Any] | asyncio.Future[Any]) -> None:
        """Look at a late result, so that no failure goes unseen."""
        if not done.cancelled() and (error := done.exception()) is not None:
            self._count(what, "failed")
            self._logger.warning("%s failed, unwaited for", what, exc_info=error)

    def _count(self, what: str, how: str) -> None:
        with self._lock:
            self._counts[f"{what}.{how}"] += 1
