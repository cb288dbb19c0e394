"""Two things at once, with plain errors."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

import anyio

A = TypeVar("A")
B = TypeVar("B")
HEAD_START = 0.001
"""Seconds for which the second waits, unless the first is done sooner. A model that computes
without Python's lock needs that lock to begin: what runs at once would only hold it up."""


async def beside(one: Coroutine[Any, Any, A], other: Coroutine[Any, Any, B]) -> tuple[A, B]:
    """Await both together; what either raises is raised as it is, and nothing is left running.

    `other` begins once `one` is under way, with whatever thread or connection it waits for.
    """
    first = asyncio.ensure_future(one)  # a task alone: a group costs as much as all that is awaited
    try:
        await asyncio.wait((first,), timeout=HEAD_START)
    except BaseException:
        other.close()
        await _ended(first)
        raise
    try:
        second = await other
        return await first, second
    except BaseException:
        await _ended(first)
        raise


async def _ended(task: asyncio.Future[Any]) -> None:
    """Have a task end, whatever it ends with."""
    task.cancel()
    with anyio.CancelScope(shield=True):
        await asyncio.wait((task,))
    if not task.cancelled():
        task.exception()  # taken note of: another error is on its way
