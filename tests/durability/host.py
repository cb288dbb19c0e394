"""A worker host: `host.py URL` works until its standard input is closed, and tells what it does."""

from __future__ import annotations

import os
import sys
from importlib import util
from pathlib import Path

import anyio
import anyio.to_thread

from prefmem.records import Lease, Turn
from prefmem.stores.sql import SqlStore
from prefmem.work.stream import Worker

THINKS = 0.4
_spec = util.spec_from_file_location("victim", Path(__file__).with_name("victim.py"))
assert _spec is not None
assert _spec.loader is not None
victim = util.module_from_spec(_spec)
_spec.loader.exec_module(victim)


def tell(word: str, lease: Lease, turns: tuple[Turn, ...]) -> None:
    os.write(1, f"{word} {lease.scope.user} {','.join(turn.id for turn in turns)}\n".encode())


async def main() -> None:
    store = await SqlStore.open(sys.argv[1], patience=30)
    stop = anyio.Event()

    async def process(lease: Lease, turns: tuple[Turn, ...], _: object) -> None:
        tell("began", lease, turns)
        try:
            await anyio.sleep(THINKS)
            await victim.process(store, lease, turns)
        except BaseException:
            tell("lost", lease, turns)
            raise
        tell("done", lease, turns)

    worker = Worker(
        store.work, store.turns, process, ("local",), batch=2, lease_seconds=1.5, poll_seconds=0.05
    )
    async with anyio.create_task_group() as group:
        group.start_soon(worker.run, stop)
        await anyio.to_thread.run_sync(sys.stdin.read)
        stop.set()
    await store.close()


if __name__ == "__main__":
    anyio.run(main)
