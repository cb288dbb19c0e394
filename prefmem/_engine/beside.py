"""Two things at once, with plain errors."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

import anyio
import anyio.lowlevel

from prefmem.errors import PrefmemError

A = TypeVar("A")
B = TypeVar("B")


async def beside(one: Callable[[], Awaitable[A]], other: Callable[[], Awaitable[B]]) -> tuple[A, B]:
    """Await both together; our own errors are raised as they are, not in a group.

    `other` begins once `one` is under way, with whatever thread or connection it waits for.
    """
    failed: list[PrefmemError] = []
    first: list[A] = []
    second: list[B] = []

    async def run() -> None:
        try:
            await anyio.lowlevel.checkpoint()
            second.append(await other())
        except PrefmemError as error:
            failed.append(error)

    async with anyio.create_task_group() as group:
        group.start_soon(run)
        try:
            first.append(await one())
        except PrefmemError as error:
            failed.append(error)
    if failed:
        raise failed[0]
    return first[0], second[0]
