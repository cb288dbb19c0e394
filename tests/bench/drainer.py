"""A worker process that ends when nothing waits: `drainer.py LOCATION`."""

from __future__ import annotations

import sys

import anyio

from prefmem.conformance.samples import evidence, record
from prefmem.errors import RevisionConflict
from prefmem.records import Lease, ProfileDelta, Turn
from prefmem.stores.sql import SqlStore
from prefmem.work.stream import Worker


async def main() -> None:
    store = await SqlStore.open(sys.argv[1])

    async def process(lease: Lease, turns: tuple[Turn, ...], _: object) -> None:
        while True:
            at = (await store.preferences.profile(lease.scope)).revision
            delta = ProfileDelta(
                records=(record(f"p{turns[-1].id}"),),
                evidence=tuple(evidence(turn.id) for turn in turns),
                lease=lease,
                cursor=turns[-1].position,
            )
            try:
                await store.preferences.commit(lease.scope, delta, expected_revision=at)
            except RevisionConflict:
                continue
            return

    worker = Worker(store.work, store.turns, process, ("local",), batch=10)
    while await worker.run_once():
        pass
    await store.close()


anyio.run(main)
