"""Several calls into a memory, each made from the result of the one before: written once for both.

A generator yields the calls and is sent their results; what it returns is the result of all.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Generator
from typing import Any, TypeAlias, TypeVar, cast

from prefmem import AsyncPreferenceMemory
from prefmem_langchain.whose import Memory

T = TypeVar("T")
Steps: TypeAlias = Generator[Callable[[], Any], Any, T]


def run(steps: Steps[T]) -> T:
    """Make the calls, one after the other."""
    try:
        call = next(steps)
        while True:
            call = steps.send(call())
    except StopIteration as done:
        return cast("T", done.value)


async def arun(memory: Memory, steps: Steps[T]) -> T:
    """The same, awaited; the calls of a sync memory, which would hold the loop, in a thread."""
    if not isinstance(memory, AsyncPreferenceMemory):
        return await asyncio.to_thread(run, steps)
    try:
        call = next(steps)
        while True:
            call = steps.send(await cast("Awaitable[Any]", call()))
    except StopIteration as done:
        return cast("T", done.value)
