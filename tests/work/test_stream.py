"""The worker: everything is done once, in order, whoever fails."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import anyio
import pytest
import sqlalchemy as sa

from prefmem.conformance.samples import ADA, DAY, OTHERS, evidence, turn
from prefmem.errors import DistillerError, RevisionConflict, StoreUnavailable
from prefmem.ports import Store
from prefmem.records import Lease, ProfileDelta, Turn
from prefmem.stores import leases, people, schema
from prefmem.stores.database import EVERYONE
from prefmem.stores.memory import MemoryStore
from prefmem.stores.sql import SqlStore
from prefmem.types import Receipt, Scope
from prefmem.work.stream import Worker

pytestmark = pytest.mark.anyio
BOB = OTHERS[3]


@pytest.fixture(params=["memory", "sqlite"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    made = MemoryStore() if request.param == "memory" else await SqlStore.open(tmp_path / "w.db")
    yield made
    await made.close()


@asynccontextmanager
async def closing(store: SqlStore) -> AsyncIterator[SqlStore]:
    try:
        yield store
    finally:
        await store.close()


class Reading:
    """A process that takes one piece of evidence from each turn, and fails where told to."""

    def __init__(self, store: Store, *, poison: str = "-", error: Exception | None = None) -> None:
        self.store = store
        self.poison = poison
        self.error = error or DistillerError("the model made no sense")
        self.batches: list[list[str]] = []
        self.before: list[str] = []
        self.takes = 0.0

    async def __call__(
        self, lease: Lease, turns: tuple[Turn, ...], before: tuple[Turn, ...]
    ) -> None:
        self.batches.append([one.id for one in turns])
        self.before = [one.id for one in before]
        await anyio.sleep(self.takes)
        if any(one.id == self.poison for one in turns):
            raise self.error
        found = tuple(evidence(one.id, at=DAY) for one in turns)
        while True:
            at = (await self.store.preferences.profile(lease.scope)).revision
            delta = ProfileDelta(evidence=found, lease=lease, cursor=turns[-1].position)
            try:
                await self.store.preferences.commit(lease.scope, delta, expected_revision=at)
            except RevisionConflict:
                continue
            return


async def test_turns_that_are_stored_are_taken_in_though_the_store_goes_away_then(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    """Whoever brought them hears that they are there, and not that nothing was written."""
    away = Reading(store, poison="1", error=StoreUnavailable("it stayed locked"))
    worker = Worker(store.work, store.turns, away, ("local",))
    with caplog.at_level(logging.WARNING):
        receipt = await worker.take_in(ADA, [turn("1")], due={"local": 0.0})
    assert receipt == Receipt(accepted=1, duplicates=0)
    assert "it stayed locked" in caplog.text
    assert [one.id for one in await store.turns.read(ADA)] == ["1"]
    assert (await store.work.backlog())["waiting"] == 1


async def observe(store: Store, *names: str, scope: Scope = ADA) -> None:
    await store.turns.append(scope, [turn(name) for name in names], due={"local": 0.0})


async def learned(store: Store, scope: Scope = ADA) -> list[str]:
    return [one.id for one in await store.preferences.evidence(scope)]


def worker(store: Store, process: Reading, **options: float) -> Worker:
    quick = {"first_wait": 0.01, "poll_seconds": 0.02, "lease_seconds": 0.3} | options
    return Worker(store.work, store.turns, process, ("local",), **quick)  # pyright: ignore[reportArgumentType]


async def drained(store: Store, one: Worker, seconds: float = 10.0) -> None:
    with anyio.fail_after(seconds):
        while (await store.work.backlog())["waiting"]:
            if not await one.run_once():
                await anyio.sleep(0.01)


async def test_a_batch_is_read_in_order_and_only_once(store: Store) -> None:
    await observe(store, "1", "2", "3")
    process = Reading(store)
    one = worker(store, process, batch=2)
    assert await one.run_once()
    assert await one.run_once()
    assert not await one.run_once()
    assert process.batches == [["1", "2"], ["3"]]
    assert await learned(store) == ["1", "2", "3"]


async def test_one_user_can_be_worked_on_by_name(store: Store) -> None:
    await observe(store, "1")
    await observe(store, "2", scope=BOB)
    assert await worker(store, Reading(store)).run_once(BOB)
    assert (await learned(store), await learned(store, BOB)) == ([], ["2"])


async def test_only_the_turn_that_always_fails_is_parked(store: Store) -> None:
    names = [str(n) for n in range(1, 10)]
    await observe(store, *names)
    process = Reading(store, poison="5")
    await drained(store, worker(store, process, max_attempts=3))
    assert await learned(store) == [n for n in names if n != "5"]
    status = await store.status(stages=("local",))
    assert (status.parked, status.waiting) == (1, 0)
    assert status.failures >= 3
    assert all(batch == ["5"] for batch in process.batches if "5" in batch and len(batch) < 5)


async def test_a_parked_turn_can_be_read_again_once_it_can_be_read(store: Store) -> None:
    await observe(store, "1", "2")
    process = Reading(store, poison="1")
    await drained(store, worker(store, process, max_attempts=2))
    process.poison = "-"
    assert await store.work.unpark(ADA, "local") == 1
    await drained(store, worker(store, process))
    assert await learned(store) == ["1", "2"]
    assert (await store.work.backlog())["parked"] == 0


async def test_one_users_poison_holds_up_nobody_else(store: Store) -> None:
    await observe(store, "bad")
    await observe(store, "good", scope=BOB)
    one = worker(store, Reading(store, poison="bad"), first_wait=30.0)
    for _ in range(3):
        await one.run_once()
    assert await learned(store, BOB) == ["good"]
    assert (await store.work.backlog())["waiting"] == 1


async def test_a_busy_model_is_waited_for_and_no_turn_is_blamed(store: Store) -> None:
    await observe(store, "1")
    busy = DistillerError("429", retry_after=0.02)
    process = Reading(store, poison="1", error=busy)
    one = worker(store, process, max_attempts=2)
    while len(process.batches) < 6:
        await one.run_once(hurry=True)
        await anyio.sleep(0.01)
    backlog = await store.work.backlog()
    assert (backlog["parked"], backlog["failures"]) == (0, 0)
    process.poison = "-"
    await drained(store, one)
    assert await learned(store) == ["1"]


async def test_a_bug_in_a_plug_in_is_loud_and_stops_no_worker(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    await observe(store, "1")
    with caplog.at_level(logging.ERROR):
        assert await worker(store, Reading(store, poison="1", error=KeyError("oops"))).run_once()
    assert "KeyError" in caplog.text
    assert (await store.work.backlog())["failures"] == 1


async def test_a_lease_is_renewed_for_as_long_as_a_model_thinks(store: Store) -> None:
    await observe(store, "1")
    slow, quick = Reading(store), Reading(store)
    slow.takes = 0.9
    async with anyio.create_task_group() as group:
        group.start_soon(worker(store, slow).run_once)
        for _ in range(7):
            await anyio.sleep(0.1)
            assert not await worker(store, quick).run_once()
    assert (slow.batches, quick.batches) == ([["1"]], [])
    assert await learned(store) == ["1"]


async def test_work_that_was_erased_meanwhile_is_dropped(store: Store) -> None:
    await observe(store, "1")
    slow = Reading(store)
    slow.takes = 0.2
    async with anyio.create_task_group() as group:
        group.start_soon(worker(store, slow).run_once)
        await anyio.sleep(0.05)
        await store.preferences.erase(ADA)
    assert await learned(store) == []
    assert [scope async for scope in store.users()] == []


async def test_work_on_turns_that_were_purged_is_begun_again_at_once(store: Store) -> None:
    await observe(store, "1")
    slow = Reading(store)
    slow.takes = 0.2
    async with anyio.create_task_group() as group:
        group.start_soon(worker(store, slow).run_once)
        await anyio.sleep(0.05)
        person = (await store.preferences.profile(ADA)).person
        await store.preferences.purge(
            ADA, turns=[("c", "1")], evidence=[], preferences=[], person=person
        )
    assert slow.batches == [["1"], ["1"]]
    assert (await store.work.backlog())["waiting"] == 0


async def test_a_worker_stops_after_the_batch_in_hand(store: Store) -> None:
    await observe(store, "1", "2")
    slow = Reading(store)
    slow.takes = 0.2
    stop = anyio.Event()
    async with anyio.create_task_group() as group:
        group.start_soon(worker(store, slow, batch=1).run, stop)
        await anyio.sleep(0.1)
        stop.set()
    assert await learned(store) == ["1"]
    assert await worker(store, Reading(store)).run_once()


async def test_many_workers_share_many_users(store: Store) -> None:
    users = [Scope(tenant="t", user=str(n)) for n in range(12)]
    for one in users:
        await observe(store, "1", "2", "3", scope=one)
    process = Reading(store)
    stop = anyio.Event()
    async with anyio.create_task_group() as group:
        for _ in range(4):
            group.start_soon(worker(store, process, batch=2, lease_seconds=10.0).run, stop)
        await drained(store, worker(store, process, batch=2), 20.0)
        stop.set()
    for one in users:
        assert await learned(store, one) == ["1", "2", "3"]
    assert sorted(process.batches) == sorted([["1", "2"], ["3"]] * 12)


async def test_losing_every_stream_row_loses_no_work(tmp_path: Path) -> None:
    store = await SqlStore.open(tmp_path / "w.db")
    await observe(store, "1", "2")
    await observe(store, "1", scope=BOB)
    process = Reading(store)
    await worker(store, process, batch=1).run_once(ADA)
    await store.database.write(lambda c: c.execute(sa.delete(schema.work)), EVERYONE)
    assert await store.work.claim("local", scope=ADA, seconds=1) is None
    assert await store.work.sweep() == 2
    await drained(store, worker(store, process))
    assert (await learned(store), await learned(store, BOB)) == (["1", "2"], ["1"])
    assert process.batches.count(["1"]) == 2, "Ada's first turn is not read again"
    await store.close()


async def test_a_sweep_looks_at_every_page_of_users_and_mends_what_is_not_due(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leases, "PAGE", 2)
    async with closing(await SqlStore.open(tmp_path / "w.db")) as store:
        for one in (ADA, *OTHERS[:4]):
            await observe(store, "1", scope=one)
        work = schema.work
        lost = sa.delete(work).where(people.within(work, OTHERS[0]))
        stuck = sa.update(work).where(people.within(work, OTHERS[2])).values(due=None)
        await store.database.write(lambda c: (c.execute(lost), c.execute(stuck)), EVERYONE)
        assert await store.work.sweep() == 2
        assert await store.work.sweep() == 0
        await drained(store, worker(store, Reading(store)))
        assert [await learned(store, one) for one in (OTHERS[0], OTHERS[2])] == [["1"], ["1"]]


async def test_a_sweep_that_finds_nothing_waits_for_no_writer(tmp_path: Path) -> None:
    path = tmp_path / "w.db"
    async with closing(await SqlStore.open(path)) as store:
        await observe(store, "1")
        with sqlite3.connect(path, isolation_level=None) as other:
            other.execute("BEGIN IMMEDIATE")
            with anyio.fail_after(4):  # who writes waits for five seconds, and then for more
                assert await store.work.sweep() == 0
            other.execute("ROLLBACK")
        other.close()


async def test_turns_that_keep_coming_put_off_a_reading_but_not_for_ever(tmp_path: Path) -> None:
    store = await SqlStore.open(tmp_path / "w.db")
    quiet = 0.2
    done = []
    with anyio.fail_after(10):
        for n in range(60):
            await store.turns.append(ADA, [turn(str(n))], due={"local": quiet})
            await anyio.sleep(0.05)
            lease = await store.work.claim("local", seconds=30)
            if lease is not None:
                done.append(n)
                break
    assert done
    assert done[0] > 8, "it waits while turns come faster than the quiet it asks for"
    await store.close()
