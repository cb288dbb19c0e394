"""Two things at once: who begins when, and what is left running when one of them fails."""

from __future__ import annotations

import asyncio

import pytest

from prefmem._engine.beside import beside
from prefmem.errors import EmbedderError, StoreUnavailable

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


class Steps:
    """What happened, in order."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self.go = asyncio.Event()

    async def waiting(self) -> str:
        self.seen.append("first begins")
        try:
            await self.go.wait()
        except asyncio.CancelledError:
            self.seen.append("first is stopped")
            raise
        self.seen.append("first ends")
        return "first"

    async def quick(self) -> str:
        self.seen.append("second")
        self.go.set()
        return "second"

    async def failing(self) -> str:
        self.seen.append("second fails")
        self.go.set()
        raise StoreUnavailable("no such place; choose another")


async def test_the_second_is_done_while_the_first_is_waited_for() -> None:
    steps = Steps()
    assert await beside(steps.waiting(), steps.quick()) == ("first", "second")
    assert steps.seen == ["first begins", "second", "first ends"]


async def test_a_first_that_is_done_at_once_is_not_waited_for() -> None:
    async def at_once() -> str:
        return "first"

    steps = Steps()
    assert await beside(at_once(), steps.quick()) == ("first", "second")


async def test_an_error_of_the_second_is_raised_as_it_is_once_the_first_is_done() -> None:
    steps = Steps()
    with pytest.raises(StoreUnavailable):
        await beside(steps.waiting(), steps.failing())
    assert steps.seen == ["first begins", "second fails", "first ends"]


async def test_an_error_of_the_first_is_raised_as_it_is() -> None:
    async def failing() -> str:
        raise EmbedderError("no weights; install them")

    steps = Steps()
    with pytest.raises(EmbedderError):
        await beside(failing(), steps.quick())
    with pytest.raises(StoreUnavailable):  # of two, that of the second
        await beside(failing(), steps.failing())


@pytest.mark.parametrize("seconds", [0.0, 0.02])
async def test_whoever_is_cancelled_leaves_nothing_running(seconds: float) -> None:
    steps = Steps()

    async def forever() -> str:
        await asyncio.Event().wait()
        return "never"

    before = asyncio.all_tasks()
    task = asyncio.ensure_future(beside(steps.waiting(), forever()))
    await asyncio.sleep(seconds)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert steps.seen in ([], ["first begins", "first is stopped"])
    assert asyncio.all_tasks() == before
