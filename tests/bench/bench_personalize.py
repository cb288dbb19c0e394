"""Speed of `personalize`, beside the embedding alone and beside other memories, in one run.

    python tests/bench/bench_personalize.py                     # a few minutes
    python tests/bench/bench_personalize.py --sizes 1000 1000000 --preferences 10 100 1000

Every system gets the same embedder object, the same texts, the same request and one user among
others. Figures are milliseconds; read the ratios, which is what holds on another machine.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Literal

import anyio
import numpy as np
from people import REQUEST, records, settle, vectors

from prefmem import AsyncPreferenceMemory
from prefmem.embedders.minilm import MiniLM
from prefmem.records import Matrix
from prefmem.stores.sql import SqlStore

os.environ["MEM0_TELEMETRY"] = "False"
MESSAGES = [{"role": "user", "content": REQUEST}]
Row = tuple[str, int, int, float, float, float, float, float]
"""System, preferences of the person and in all, p50, p99, p50 without the embedding; and the
embedding alone, measured between its calls, p50 and p99 (NaN: not measured)."""


class TimedEmbedder:
    """The default embedder; adds up the seconds it takes and the calls it gets."""

    def __init__(self, inner: MiniLM) -> None:
        self.inner, self.fingerprint = inner, inner.fingerprint
        self.seconds, self.calls = 0.0, 0

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Vectors, timed."""
        begun = time.perf_counter()
        rows = self.inner.encode(texts)
        self.seconds += time.perf_counter() - begun
        self.calls += 1
        return rows

    async def embed(self, texts: Sequence[str], *, purpose: Literal["query", "document"]) -> Matrix:
        """The same, as the port has it."""
        begun = time.perf_counter()
        rows = await self.inner.embed(texts, purpose=purpose)
        self.seconds += time.perf_counter() - begun
        self.calls += 1
        return rows

    def embed_query(self, text: str) -> list[float]:
        """The same, as LangChain and mem0 have it."""
        return self.encode([text])[0].tolist()

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """The same for many."""
        return self.encode(texts).tolist()


class Clocked:
    """Collects what repeated calls take, with and without the embedding."""

    def __init__(self, embedder: TimedEmbedder) -> None:
        self.embedder = embedder
        self.all: list[float] = []
        self.rest: list[float] = []
        self.alone: list[float] = []

    def embed_alone(self) -> None:
        """The embedding by itself, in between: other load on the machine then hits both alike."""
        begun = time.perf_counter()
        self.embedder.encode([REQUEST])
        self.alone.append(1e3 * (time.perf_counter() - begun))

    def note(self, seconds: float, embedding: float) -> None:
        """One call."""
        self.all.append(1e3 * seconds)
        self.rest.append(1e3 * (seconds - embedding))

    def row(self, name: str, preferences: int, size: int) -> Row:
        """What is printed."""
        p50, p99 = map(float, np.quantile(self.all, [0.5, 0.99]))
        alone = map(float, np.quantile(self.alone or [np.nan], [0.5, 0.99]))
        return (name, preferences, size, p50, p99, float(np.median(self.rest)), *alone)


def timed(embedder: TimedEmbedder, call: Callable[[], object], repeats: int) -> Clocked:
    """Time a synchronous call, after three to warm up."""
    clocked = Clocked(embedder)
    for k in range(repeats + 3):
        clocked.embed_alone()
        before, begun = embedder.seconds, time.perf_counter()
        call()
        if k >= 3:
            clocked.note(time.perf_counter() - begun, embedder.seconds - before)
    return clocked


async def timed_async(
    embedder: TimedEmbedder, call: Callable[[], Awaitable[object]], repeats: int
) -> Clocked:
    """The same for an awaited call."""
    clocked = Clocked(embedder)
    for k in range(repeats + 3):
        clocked.embed_alone()
        before, begun = embedder.seconds, time.perf_counter()
        await call()
        if k >= 3:
            clocked.note(time.perf_counter() - begun, embedder.seconds - before)
    return clocked


async def ours(
    embedder: TimedEmbedder, preferences: int, size: int, folder: Path, options: Any
) -> list[Row]:
    """`personalize`, alone and with others at once, in a store with `size` preferences in all."""
    path = folder / f"prefmem-{preferences}-{size}.db"
    held = records(preferences)
    rows = vectors(embedder.inner, held)
    crowd = held[:100]
    store = await SqlStore.open(path)
    await settle(store, "ada", held, rows)
    for k in range(max(0, size - preferences) // len(crowd)):
        await settle(store, f"other-{k}", crowd, {r.id: rows[r.id] for r in crowd})
    await store.close()
    found: list[Row] = []
    async with AsyncPreferenceMemory.open(path, embedder=embedder) as memory:
        ada = memory.user("ada")

        async def once() -> object:
            return await ada.personalize(MESSAGES, budget=256)

        clocked = await timed_async(embedder, once, options.repeats)
        found.append(clocked.row("prefmem", preferences, size))
        for callers in options.callers:
            if callers > 1 and size == options.sizes[0]:
                found.append(await _together(once, callers, embedder, preferences, size))
    return found


async def _together(
    once: Callable[[], Awaitable[object]],
    callers: int,
    embedder: TimedEmbedder,
    preferences: int,
    size: int,
) -> Row:
    clocked = Clocked(embedder)

    async def caller() -> None:
        for _ in range(20):
            begun = time.perf_counter()
            await once()
            clocked.note((time.perf_counter() - begun) / callers, 0)

    async with anyio.create_task_group() as group:
        for _ in range(callers):
            group.start_soon(caller)
    clocked.rest = [float("nan")]
    return clocked.row(f"prefmem, {callers} callers (per call)", preferences, size)


def mem0_on(provider: str, embedder: TimedEmbedder, preferences: int, folder: Path) -> Clocked:
    """The search of mem0 after `add(infer=False)`."""
    os.environ["MEM0_DIR"] = str(folder)
    from langchain_core.embeddings import Embeddings
    from mem0 import Memory

    class View(Embeddings):
        """What mem0 takes for an embedder of the application's own."""

        embed_query = staticmethod(embedder.embed_query)
        embed_documents = staticmethod(embedder.embed_documents)

    where = {"collection_name": "bench", "path": str(folder / provider)}
    if provider == "qdrant":
        where |= {"embedding_model_dims": 384, "on_disk": True}
    memory = Memory.from_config(
        {
            "vector_store": {"provider": provider, "config": where},
            "llm": {"provider": "openai", "config": {"api_key": "none"}},
            "embedder": {"provider": "langchain", "config": {"model": View()}},
            "history_db_path": str(folder / f"{provider}.db"),
        }
    )
    for record in records(preferences):
        memory.add(record.statement, user_id="ada", infer=False)
    filters = {"user_id": "ada"}
    return timed(embedder, lambda: memory.search(REQUEST, top_k=15, filters=filters), 20)


def langgraph_on(store: Any, embedder: TimedEmbedder, preferences: int, repeats: int) -> Clocked:
    """The search of a LangGraph store."""
    for record in records(preferences):
        store.put(("ada", "preferences"), record.id, {"text": record.statement})
    place = ("ada", "preferences")
    return timed(embedder, lambda: store.search(place, query=REQUEST, limit=15), repeats)


def others(embedder: TimedEmbedder, preferences: int, folder: Path, options: Any) -> list[Row]:
    """Every competitor that is installed; one that is not, or fails, is named and left out."""
    index = {"dims": 384, "embed": embedder.embed_documents, "fields": ["text"]}

    def memory() -> Clocked:
        from langgraph.store.memory import InMemoryStore

        return langgraph_on(InMemoryStore(index=index), embedder, preferences, options.repeats)

    def sqlite() -> Clocked:
        from langgraph.store.sqlite import SqliteStore

        with ExitStack() as stack:
            made = SqliteStore.from_conn_string(str(folder / "langgraph.db"), index=index)
            store = stack.enter_context(made)
            store.setup()
            return langgraph_on(store, embedder, preferences, options.repeats)

    def postgres() -> Clocked:
        from langgraph.store.postgres import PostgresStore

        with ExitStack() as stack:
            store = stack.enter_context(
                PostgresStore.from_conn_string(options.postgres, index=index)
            )
            store.setup()
            return langgraph_on(store, embedder, preferences, options.repeats)

    systems: dict[str, Callable[[], Clocked]] = {
        "LangGraph, in memory": memory,
        "LangGraph, SQLite": sqlite,
        "mem0, Chroma": lambda: mem0_on("chroma", embedder, preferences, folder),
        "mem0, local Qdrant": lambda: mem0_on("qdrant", embedder, preferences, folder),
    }
    if options.postgres:
        systems["LangGraph, PostgreSQL"] = postgres
    found: list[Row] = []
    for name, run in systems.items():
        try:
            found.append(run().row(name, preferences, preferences))
        except Exception as error:  # noqa: BLE001 - the bench is its own boundary, and says so
            print(f"left out: {name}: {type(error).__name__}: {str(error)[:120]}")
    return found


def table(rows: Sequence[Row]) -> str:
    """Markdown, with ratios to the embedding alone."""
    lines = [
        "| system | preferences | in all | p50 ms | p99 ms | × embedding p50 | p99 | rest p50 ms |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for name, preferences, size, p50, p99, rest, middle, slow in rows:
        lines.append(
            f"| {name} | {preferences:,} | {size:,} | {p50:.1f} | {p99:.1f} "
            f"| {p50 / middle:.2f} | {p99 / slow:.2f} | {rest:.2f} |".replace("nan", "")
        )
    return "\n".join(lines)


def picture(rows: Sequence[Row], path: Path) -> None:
    """Bars: what each system adds to the embedding, on a logarithmic scale."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    shown = [row for row in rows if row[5] == row[5] and row[1] == 100]
    shown.sort(key=lambda row: row[5])
    names = [f"{name} ({size:,} in all)" for name, _, size, *_ in shown]
    figure, axes = plt.subplots(figsize=(8, 0.5 * len(shown) + 1.2))
    colours = ["#2f6f4f" if name.startswith("prefmem") else "#b0b0b0" for name in names]
    axes.barh(names, [row[5] for row in shown], color=colours)
    axes.set_xscale("log")
    axes.set_xlabel("milliseconds beside the embedding, median, 100 preferences")
    axes.invert_yaxis()
    figure.tight_layout()
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=120)
    print(f"picture: {path}")


def main() -> None:
    """Measure, print a table, draw it."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--preferences", type=int, nargs="+", default=[10, 100])
    ask.add_argument("--sizes", type=int, nargs="+", default=[1_000, 20_000])
    ask.add_argument("--callers", type=int, nargs="+", default=[1, 4, 16])
    ask.add_argument("--repeats", type=int, default=100)
    ask.add_argument("--postgres", help="URL of a PostgreSQL with pgvector, for LangGraph")
    ask.add_argument("--only", action="store_true", help="no competitors")
    ask.add_argument("--picture", type=Path, default=Path("docs/img/personalize.png"))
    options = ask.parse_args()
    embedder = TimedEmbedder(MiniLM())
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        for count in options.preferences:
            for size in options.sizes:
                rows += anyio.run(ours, embedder, count, size, Path(folder), options)
                print(f"done: prefmem, {count:,} of {size:,}", flush=True)
            if not options.only:
                home = Path(folder) / f"others-{count}"
                home.mkdir()
                rows += others(embedder, count, home, options)
    print(table(rows))
    picture(rows, options.picture)


if __name__ == "__main__":
    main()
