"""Two things at once, with plain errors."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

import anyio

from prefmem.errors import PrefmemError

A = TypeVar("A")
B = TypeVar("B")


async def beside(one: Callable[[], Awaitable[A]], other: Callable[[], Awaitable[B]]) -> tuple[A, B]:
    """Await both together; our own errors are raised as they are, not in a group."""
    failed: list[PrefmemError] = []
    first: list[A] = []
    second: list[B] = []

    async def run() -> None:
        try:
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
