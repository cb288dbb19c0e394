"""A program to be killed: takes turns in and works them off, and says what it acknowledged.

Started with the location of a store, it reads lines from standard input. Each line `NAME` forks
a victim (imports are paid once) that writes `born PID`, `open PID` once it has the store, and
`ack USER CONVERSATION ID` for each turn.
"""

from __future__ import annotations

import os
import random
import sys
from dataclasses import replace

import anyio

from prefmem.conformance.samples import evidence, record, turn
from prefmem.errors import RevisionConflict
from prefmem.records import Lease, PreferenceRecord, ProfileDelta, StoredProfile, Turn
from prefmem.stores.sql import SqlStore
from prefmem.types import Scope
from prefmem.work.stream import Worker

USERS = tuple(Scope(tenant="t", user=f"u{n}") for n in range(3))
COUNT = "p-count"


async def process(store: SqlStore, lease: Lease, turns: tuple[Turn, ...]) -> None:
    """Count each turn in a record, beside its evidence: done twice, it would show."""
    while True:
        profile = await store.preferences.profile(lease.scope)
        names = [f"{one.conversation}/{one.id}" for one in turns]
        delta = ProfileDelta(
            records=(counted(profile, names),),
            evidence=tuple(evidence(name) for name in names),
            lease=lease,
            cursor=turns[-1].position,
        )
        try:
            await store.preferences.commit(lease.scope, delta, expected_revision=profile.revision)
        except RevisionConflict:
            continue
        return


def counted(profile: StoredProfile, names: list[str]) -> PreferenceRecord:
    held = {one.id: one for one in profile.records}.get(COUNT) or record(COUNT, drift={"seen": []})
    return replace(held, drift={"seen": [*held.drift["seen"], *names]})


def worker(store: SqlStore, **options: float) -> Worker:
    async def bound(lease: Lease, turns: tuple[Turn, ...], _: object) -> None:
        await process(store, lease, turns)

    quick = {"lease_seconds": 0.3, "poll_seconds": 0.01, "batch": 4} | options
    return Worker(store.work, store.turns, bound, ("local",), **quick)  # type: ignore[arg-type]


async def victim(location: str, name: str) -> None:
    store = await SqlStore.open(location)
    os.write(1, f"open {os.getpid()}\n".encode())
    draw = random.Random(name)

    async def talk() -> None:
        for number in range(100_000):
            scope = draw.choice(USERS)
            said = [turn(f"{number}.{part}", conversation=name) for part in range(2)]
            if draw.random() < 0.5:
                await store.turns.append(scope, said, due={"local": 0.0})
            else:
                await worker(store).take_in(scope, said, due={"local": 0.0})
            for one in said:
                os.write(1, f"ack {scope.user} {name} {one.id}\n".encode())

    async with anyio.create_task_group() as group:
        group.start_soon(talk)
        group.start_soon(worker(store).run, anyio.Event())


def main() -> None:
    location = sys.argv[1]
    for line in sys.stdin:
        pid = os.fork()
        if not pid:
            os.close(0)
            anyio.run(victim, location, line.strip())
            os._exit(1)
        os.write(1, f"born {pid}\n".encode())
        os.waitpid(pid, 0)
        os.write(1, b"gone\n")


if __name__ == "__main__":
    main()
