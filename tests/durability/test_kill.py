"""Killed at any moment: nothing acknowledged is lost, nothing is done twice, the store opens.

`KILLS=1000 pytest tests/durability/test_kill.py` takes a few minutes.
"""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
from collections import Counter
from contextlib import closing
from pathlib import Path

import anyio
import pytest

from prefmem.stores.sql import SqlStore
from prefmem.types import Scope

pytestmark = pytest.mark.anyio
KILLS = int(os.environ.get("KILLS", "120"))
HERE = Path(__file__).parent
ROOT = HERE.parents[1]
LONGEST = 0.08


class Zygote:
    """Starts victims and listens to what they acknowledge."""

    def __init__(self, location: str) -> None:
        self.acked: list[tuple[str, str, str]] = []
        self._process = subprocess.Popen(
            [sys.executable, str(HERE / "victim.py"), location],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            text=True,
        )

    def __enter__(self) -> Zygote:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(timeout=20)
        self._process.stdout.close()

    def kill_one(self, name: str, seconds: float, *, since: str = "open") -> None:
        """Let a victim run for so long after it was born or had opened the store, and kill it."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{name}\n")
        self._process.stdin.flush()
        for line in self._process.stdout:
            match line.split():
                case ["born" | "open" as event, pid] if event == since:
                    timer = threading.Timer(seconds, os.kill, (int(pid), signal.SIGKILL))
                    timer.start()
                case ["ack", user, conversation, name]:
                    self.acked.append((user, conversation, name))
                case ["gone"]:
                    return
                case ["born" | "open", _]:
                    pass
                case other:
                    raise AssertionError(f"a victim said {other}")


async def drained(store: SqlStore) -> None:
    from importlib import util

    spec = util.spec_from_file_location("victim", HERE / "victim.py")
    assert spec is not None
    assert spec.loader is not None
    module = util.module_from_spec(spec)
    spec.loader.exec_module(module)
    with anyio.fail_after(60):
        one = module.worker(store, batch=256)
        while (await store.work.backlog())["waiting"]:
            if not await one.run_once():
                await anyio.sleep(0.02)


async def assert_sound(store: SqlStore, acked: list[tuple[str, str, str]]) -> None:
    """Every acknowledged turn is there, and every turn counted exactly once."""
    kept: set[tuple[str, str, str]] = set()
    async for scope in store.users():
        turns = await store.turns.read(scope)
        names = [f"{one.conversation}/{one.id}" for one in turns]
        kept |= {(scope.user, one.conversation, one.id) for one in turns}
        assert [one.position for one in turns] == list(range(1, len(turns) + 1))
        (count,) = (await store.preferences.profile(scope)).records
        assert count.drift["seen"] == names, "each once, and in order"
        ledger = Counter(one.id for one in await store.preferences.evidence(scope))
        assert ledger == Counter(names)
    assert set(acked) <= kept
    status = await store.status(stages=("local",))
    assert (status.waiting, status.parked) == (0, 0)


@pytest.mark.requirement("observe:durable")
@pytest.mark.slow
async def test_killing_at_random_moments_loses_and_doubles_nothing(tmp_path: Path) -> None:
    path, draw = tmp_path / "p.db", random.Random(20)
    await (await SqlStore.open(path)).close()
    with Zygote(str(path)) as zygote:
        for number in range(KILLS):
            since = "born" if number % 5 == 0 else "open"
            zygote.kill_one(f"v{number}", draw.uniform(0.0, LONGEST), since=since)
    assert len(zygote.acked) > KILLS / 4, "the victims lived long enough to do something"
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    store = await SqlStore.open(path)
    await drained(store)
    await assert_sound(store, zygote.acked)
    await store.close()


@pytest.mark.slow
async def test_several_processes_share_one_file(tmp_path: Path) -> None:
    """Four write and work at once; no lock reaches a caller, one after the other is killed."""
    path, draw = tmp_path / "p.db", random.Random(4)
    await (await SqlStore.open(path)).close()
    acked: list[tuple[str, str, str]] = []

    def run(name: str) -> None:
        with Zygote(str(path)) as zygote:
            for number in range(3):
                zygote.kill_one(f"{name}{number}", draw.uniform(0.5, 1.0))
        acked.extend(zygote.acked)

    threads = [threading.Thread(target=run, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        await anyio.to_thread.run_sync(thread.join)
    assert acked
    store = await SqlStore.open(path)
    await drained(store)
    await assert_sound(store, acked)
    assert {scope async for scope in store.users()} <= {
        Scope(tenant="t", user=f"u{n}") for n in range(3)
    }
    await store.close()
