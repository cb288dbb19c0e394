"""Writes in company: each wholly or not at all, none before it is on disk, none held back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import anyio
import anyio.lowlevel
import pytest
import sqlalchemy as sa

from prefmem.conformance.samples import ADA, OTHERS, delta, turn
from prefmem.errors import RevisionConflict, StoreUnavailable
from prefmem.stores.sql import SqlStore
from prefmem.stores.sqlite import SqliteDatabase
from prefmem.types import Scope

pytestmark = pytest.mark.anyio
PEOPLE = [Scope(tenant="t", user=f"u{n}") for n in range(12)]


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqlStore]:
    made = await SqlStore.open(tmp_path / "p.db")
    yield made
    await made.close()


@pytest.fixture
def commits(store: SqlStore) -> list[str]:
    """What is committed, from here on."""
    seen: list[str] = []
    assert isinstance(store.database, SqliteDatabase)
    engine = store.database._engine
    sa.event.listen(engine, "commit", lambda _: seen.append("commit"))
    return seen


async def at_once(*calls: Any) -> list[Any]:
    """Await calls that all begin before the first of them ends; what each gave or raised."""
    found: list[Any] = [None] * len(calls)

    async def one(place: int, call: Any) -> None:
        try:
            found[place] = await call()
        except Exception as error:  # noqa: BLE001 it is looked at
            found[place] = error

    async with anyio.create_task_group() as group:
        for place, call in enumerate(calls):
            group.start_soon(one, place, call)
    return found


def appending(store: SqlStore, scope: Scope, name: str = "1") -> Any:
    return lambda: store.turns.append(scope, [turn(name)], due={"local": 0.0})


async def test_what_waits_is_one_transaction(store: SqlStore, commits: list[str]) -> None:
    await at_once(*(appending(store, scope) for scope in PEOPLE))
    assert len(commits) == 1
    for scope in PEOPLE:
        assert [one.id for one in await store.turns.read(scope)] == ["1"]


async def test_one_user_keeps_the_order_of_calls(store: SqlStore) -> None:
    names = [str(n) for n in range(1, 30)]
    await at_once(*(appending(store, ADA, name) for name in names))
    assert [(one.id, one.position) for one in await store.turns.read(ADA)] == [
        (name, place) for place, name in enumerate(names, 1)
    ]


async def test_what_is_refused_is_undone_alone(store: SqlStore) -> None:
    late = delta(lease=None)
    bob = OTHERS[0]
    found = await at_once(
        appending(store, PEOPLE[0]),
        appending(store, PEOPLE[1]),
        lambda: store.preferences.commit(ADA, late, expected_revision=7),
        appending(store, PEOPLE[2]),
        lambda: store.preferences.commit(bob, delta(lease=None), expected_revision=0),
    )
    assert isinstance(found[2], RevisionConflict)
    assert (await store.preferences.profile(ADA)).records == ()
    assert (await store.preferences.profile(bob)).records
    for scope in PEOPLE[:3]:
        assert len(await store.turns.read(scope)) == 1


async def test_what_the_database_fails_takes_nobody_with_it(store: SqlStore) -> None:
    def broken(conn: sa.Connection) -> None:
        conn.exec_driver_sql("INSERT INTO prefmem_meta (key, value) VALUES ('left', 'behind')")
        conn.exec_driver_sql("INSERT INTO no_such_table VALUES (1)")

    found = await at_once(
        *(appending(store, scope) for scope in PEOPLE[:3]),
        lambda: store.database.write(broken, ADA),
        *(appending(store, scope) for scope in PEOPLE[3:6]),
    )
    assert isinstance(found[3], Exception)
    for scope in PEOPLE[:6]:
        assert len(await store.turns.read(scope)) == 1
    left = await store.database.read(
        lambda c: c.exec_driver_sql("SELECT * FROM prefmem_meta WHERE key = 'left'").all(), None
    )
    assert left == []


async def test_a_bug_in_one_write_is_told_to_who_made_it(store: SqlStore) -> None:
    def broken(conn: sa.Connection) -> None:
        rows = conn.exec_driver_sql("SELECT 1 UNION SELECT 2")
        assert rows.fetchone()
        raise ZeroDivisionError

    found = await at_once(
        *(appending(store, scope) for scope in PEOPLE[:3]),
        lambda: store.database.write(broken, ADA),
        appending(store, PEOPLE[3]),
    )
    assert isinstance(found[3], ZeroDivisionError)
    assert [one.accepted for k, one in enumerate(found) if k != 3] == [1] * 4


async def test_who_leaves_before_it_is_written_takes_it_along(store: SqlStore) -> None:
    entered = anyio.Event()

    def slow(conn: sa.Connection) -> None:
        anyio.from_thread.run_sync(entered.set)
        anyio.from_thread.run(anyio.sleep, 0.1)

    async with anyio.create_task_group() as group:
        group.start_soon(store.database.write, slow, ADA)
        await entered.wait()
        with anyio.move_on_after(0.01) as limit:
            await appending(store, PEOPLE[0])()
        assert limit.cancelled_caught
        group.start_soon(appending(store, PEOPLE[1]))
    assert await store.turns.read(PEOPLE[0]) == ()
    assert len(await store.turns.read(PEOPLE[1])) == 1


async def test_who_leaves_while_it_is_written_waits_for_the_end(store: SqlStore) -> None:
    entered, ended = anyio.Event(), False

    def slow(conn: sa.Connection) -> None:
        nonlocal ended
        anyio.from_thread.run_sync(entered.set)
        anyio.from_thread.run(anyio.sleep, 0.1)
        ended = True

    async with anyio.create_task_group() as group:

        async def write() -> None:
            await store.database.write(slow, ADA)

        group.start_soon(write)
        await entered.wait()
        group.cancel_scope.cancel()
    assert ended


async def test_a_file_that_is_locked_is_waited_for_once_and_not_by_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("prefmem.stores.sqlite.BUSY_SECONDS", 0.3)
    store = await SqlStore.open(tmp_path / "q.db", patience=0.1)
    other = sa.create_engine(f"sqlite:///{tmp_path / 'q.db'}")
    with other.connect() as held:
        held.exec_driver_sql("BEGIN IMMEDIATE")
        began = anyio.current_time()
        found = await at_once(*(appending(store, scope) for scope in PEOPLE))
        assert all(isinstance(one, StoreUnavailable) for one in found)
        assert anyio.current_time() - began < 12 * 0.3
    other.dispose()
    await store.close()
