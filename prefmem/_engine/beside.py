"""Two things at once, with plain errors."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, Generic, TypeVar

import anyio

A = TypeVar("A")
B = TypeVar("B")
HEAD_START = 0.001
"""Seconds for which the second waits, unless the first is done sooner. A model that computes
without Python's lock needs that lock to begin: what runs at once would only hold it up."""


async def beside(one: Coroutine[Any, Any, A], other: Coroutine[Any, Any, B]) -> tuple[A, B]:
    """Await both together; what either raises is raised as it is, and nothing is left running.

    `one` is awaited where this is called, so that nobody has to be woken once more when it is done,
    and to its end: it is short. `other` begins once `one` is under way, with whatever thread or
    connection it waits for. Where both fail, the error is that of `other`.
    """
    second = _Later(other)
    try:
        return await _first(one, second), await second.result()
    except BaseException:
        await second.end()
        raise


async def _first(one: Coroutine[Any, Any, A], second: _Later[Any]) -> A:
    try:
        return await one
    except Exception:
        await second.result()
        raise


class _Later(Generic[B]):
    """Something that begins in a moment as a task, or at once when its result is asked for."""

    def __init__(self, work: Coroutine[Any, Any, B]) -> None:
        self._work = work
        self._task: asyncio.Task[B] | None = None
        self._timer = asyncio.get_running_loop().call_later(HEAD_START, self._start)

    def _start(self) -> None:
        self._task = asyncio.ensure_future(self._work)

    async def result(self) -> B:
        """What it gives, or the error that it raises."""
        self._timer.cancel()
        return await (self._work if self._task is None else self._task)

    async def end(self) -> None:
        """Have it end, whatever it ends with."""
        self._timer.cancel()
        if self._task is None:
            self._work.close()
            return
        self._task.cancel()
        with anyio.CancelScope(shield=True):
            await asyncio.wait((self._task,))
        if not self._task.cancelled():
            self._task.exception()  # taken note of: another error is on its way
