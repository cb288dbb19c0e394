"""How long calls take beside the embedding alone: one by one, or from many callers at once."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from typing import Literal

import anyio
import numpy as np
from people import REQUESTS

from prefmem.embedders.minilm import MiniLM
from prefmem.records import Matrix

Ask = Callable[[str], object]
WARM = 5
ROUNDS = 5
"""How often callers at once take turns with the embedding alone."""
PATIENCE = 12.0
"""Seconds after which a measurement ends with the calls that it has."""
FEW = 100
"""Calls below which nothing is said of the 99th percentile."""


class TimedEmbedder:
    """The default embedder; adds up the seconds that it takes."""

    def __init__(self, inner: MiniLM) -> None:
        self.inner, self.fingerprint = inner, inner.fingerprint
        self.seconds = 0.0

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Vectors, timed."""
        begun = time.perf_counter()
        rows = self.inner.encode(texts)
        self.seconds += time.perf_counter() - begun
        return rows

    async def embed(self, texts: Sequence[str], *, purpose: Literal["query", "document"]) -> Matrix:
        """The same, awaited."""
        begun = time.perf_counter()
        rows = await self.inner.embed(texts, purpose=purpose)
        self.seconds += time.perf_counter() - begun
        return rows


@dataclass(kw_only=True)
class Row:
    """What was measured of one system, in milliseconds a call."""

    system: str
    person: str
    preferences: int
    size: int
    callers: int = 1
    whole: list[float] = field(default_factory=list[float])
    alone: list[float] = field(default_factory=list[float])
    """The embedding by itself, in between."""
    rest: list[float] = field(default_factory=list[float])
    """What is left of `whole` without the embedding in it; not known with many callers."""
    cpu: float = 0.0
    cpu_alone: float = 0.0

    def note(self, seconds: float, embedding: float, cpu: float) -> None:
        """One call."""
        self.whole.append(1e3 * seconds)
        self.rest.append(1e3 * (seconds - embedding))
        self.cpu += cpu

    def note_alone(self, seconds: float, cpu: float) -> None:
        """One embedding."""
        self.alone.append(1e3 * seconds)
        self.cpu_alone += cpu

    def fresh(self, system: str) -> Row:
        """The same for another system, nothing measured yet."""
        return Row(
            system=system,
            person=self.person,
            preferences=self.preferences,
            size=self.size,
            callers=self.callers,
        )

    @property
    def added(self) -> float:
        """Milliseconds beside the embedding, median."""
        return float(np.median(self.rest)) if self.rest else float("nan")

    def cells(self) -> tuple[str, ...]:
        """What is printed."""
        middle, slow = np.quantile(self.whole, [0.5, 0.99])
        alone, slow_alone = np.quantile(self.alone, [0.5, 0.99])
        return (
            *(self.system, f"{self.preferences:,}", f"{self.size:,}", f"{self.callers}"),
            f"{len(self.whole)}",
            f"{self.added:.2f}".replace("nan", ""),
            f"{middle / alone:.2f}",
            f"{slow / slow_alone:.2f}" if len(self.whole) >= FEW else "",
            f"{self.cpu / self.cpu_alone:.2f}" if self.cpu_alone else "",
            f"{middle:.2f}",
            f"{slow:.2f}" if len(self.whole) >= FEW else "",
        )


HEAD = (
    *("system", "preferences", "in all", "callers", "calls", "beside the embedding, ms"),
    *("× embedding", "× at p99", "× CPU", "ms", "ms at p99"),
)


def say(text: str) -> None:
    """Progress."""
    print(f"[{time.strftime('%H:%M:%S')}] {text}", file=sys.stderr, flush=True)


def _calls(repeats: int) -> Iterator[tuple[int, str]]:
    """Number and request of each call, while there is patience."""
    end = time.monotonic() + PATIENCE
    for k, request in zip(range(repeats + WARM), cycle(REQUESTS), strict=False):
        if k > 2 * WARM and time.monotonic() > end:
            return
        yield k, request


async def one_by_one(
    row: Row,
    embedder: TimedEmbedder,
    ask: Callable[[str], Awaitable[object]],
    repeats: int,
    *,
    ahead: Callable[[int], Awaitable[object]] | None = None,
) -> Row:
    """Awaited calls, each after the embedding of the same request alone.

    `ahead` is awaited with the number of each call before it, and not measured.
    """
    for k, request in _calls(repeats):
        if ahead is not None:
            await ahead(k)
        began, cpu = time.perf_counter(), time.process_time()
        await embedder.embed([request], purpose="query")
        alone, cpu_alone = time.perf_counter() - began, time.process_time() - cpu
        before, began, cpu = embedder.seconds, time.perf_counter(), time.process_time()
        await ask(request)
        took = time.perf_counter() - began
        if k >= WARM:
            row.note_alone(alone, cpu_alone)
            row.note(took, embedder.seconds - before, time.process_time() - cpu)
    return row


def plainly(row: Row, embedder: TimedEmbedder, ask: Ask, repeats: int) -> Row:
    """The same for calls that are not awaited."""
    for k, request in _calls(repeats):
        began, cpu = time.perf_counter(), time.process_time()
        embedder.encode([request])
        alone, cpu_alone = time.perf_counter() - began, time.process_time() - cpu
        before, began, cpu = embedder.seconds, time.perf_counter(), time.process_time()
        ask(request)
        took = time.perf_counter() - began
        if k >= WARM:
            row.note_alone(alone, cpu_alone)
            row.note(took, embedder.seconds - before, time.process_time() - cpu)
    return row


async def at_once(
    row: Row, embedder: TimedEmbedder, ask: Callable[[str], Awaitable[object]]
) -> Row:
    """Many awaited callers, in turns with as many callers of the embedding alone."""

    async def caller(call: Callable[[str], Awaitable[object]], into: list[float]) -> None:
        for request in REQUESTS:
            began = time.perf_counter()
            await call(request)
            into.append(1e3 * (time.perf_counter() - began))

    async def alone(request: str) -> object:
        return await embedder.embed([request], purpose="query")

    end = time.monotonic() + PATIENCE
    for n in range(ROUNDS):
        if n and time.monotonic() > end:
            break
        for call, into in ((alone, row.alone), (ask, row.whole)):
            async with anyio.create_task_group() as group:
                for _ in range(row.callers):
                    group.start_soon(caller, call, into)
    return row


def in_threads(row: Row, embedder: TimedEmbedder, ask: Ask) -> Row:
    """The same in threads."""
    failed: list[BaseException] = []

    def caller(call: Ask, into: list[float]) -> None:
        try:
            for request in REQUESTS:
                began = time.perf_counter()
                call(request)
                into.append(1e3 * (time.perf_counter() - began))
        except Exception as error:  # noqa: BLE001 - raised again by whoever waits
            failed.append(error)

    end = time.monotonic() + PATIENCE
    for n in range(ROUNDS):
        if n and time.monotonic() > end:
            break
        for call, into in (
            (lambda request: embedder.encode([request]), row.alone),
            (ask, row.whole),
        ):
            threads = [
                threading.Thread(target=caller, args=(call, into)) for _ in range(row.callers)
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            if failed:
                raise failed[0]
    return row
