"""Has the memory load what requests need before the first of them comes."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from prefmem import AsyncPreferenceMemory, PrefmemError
from prefmem.dropin import FailOpen

FIRST_PAUSE = 1.0
LONGEST_PAUSE = 30.0
"""Seconds between two tries, where what is to be loaded is not to be had."""


@dataclass(slots=True, kw_only=True)
class Warming:
    """Begins when the gateway is entered, and goes on behind it until it has worked once."""

    memory: AsyncPreferenceMemory
    fail_open: FailOpen
    done: bool = False
    """True once a request would find all that it needs loaded."""
    _task: asyncio.Task[None] | None = None
    _tried: asyncio.Event = field(default_factory=asyncio.Event)

    async def begin(self, seconds: float) -> None:
        """Begin, and wait until it has worked or failed once, but no longer than that."""
        self._task = asyncio.create_task(self._run())
        tried = asyncio.create_task(self._tried.wait())
        await asyncio.wait({self._task, tried}, timeout=seconds, return_when="FIRST_COMPLETED")
        tried.cancel()

    async def end(self) -> None:
        """Let go of what is still going on."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait({self._task})

    async def _run(self) -> None:
        pause = FIRST_PAUSE
        while not self.done:
            try:
                await self.memory.warm()
                self.done = True
            except PrefmemError as error:
                self.fail_open.failed("warm", error)
                self._tried.set()
                await asyncio.sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE)
