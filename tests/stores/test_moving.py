"""Backup, restore and migration: row for row, while in use, and again after an interruption."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING

import anyio
import pytest

from prefmem.conformance.samples import ADA, DAY, OTHERS, delta, turn
from prefmem.conformance.stores import everything, write_everything
from prefmem.errors import EmbedderMismatch, StoreUnavailable, UsageError
from prefmem.stores.migrate import copy, migrate
from prefmem.stores.sql import SqlStore
from prefmem.types import Scope

if TYPE_CHECKING:
    from tests.conftest import PostgresServer

pytestmark = pytest.mark.anyio


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqlStore]:
    made = await SqlStore.open(tmp_path / "p.db")
    for n, scope in enumerate((ADA, *OTHERS)):
        await write_everything(made, scope, about=f"user {n}")
    await made.check_embedder("one/384")
    await made.append_audit([{"pseudonym": "x", "at": DAY, "n": n} for n in range(3)])
    vector = delta().vectors["p1"][:1]
    await made.episodes().append(ADA, [turn("1")], vector)
    yield made
    await made.close()


async def all_of(store: SqlStore) -> dict[Scope, object]:
    return {scope: await everything(store, scope) async for scope in store.users()}


async def test_a_backup_taken_in_use_restores_to_a_store_that_works(
    store: SqlStore, tmp_path: Path
) -> None:
    begun, stop = anyio.Event(), anyio.Event()
    acknowledged: list[str] = []

    async def go_on_writing() -> None:
        for n in range(10_000):
            await store.turns.append(ADA, [turn(f"w{n}")], due={})
            acknowledged.append(f"w{n}")
            begun.set()
            if stop.is_set():
                return

    async with anyio.create_task_group() as group:
        group.start_soon(go_on_writing)
        await begun.wait()
        await anyio.sleep(0.05)
        before = len(acknowledged)
        size = await store.backup(tmp_path / "copy.db")
        stop.set()
    assert size == (tmp_path / "copy.db").stat().st_size > 0
    restored = await SqlStore.open(tmp_path / "copy.db")
    kept = [t.id for t in await restored.turns.read(ADA)]
    assert kept[2:] == acknowledged[: len(kept) - 2], "a whole beginning of what was said"
    assert len(kept) - 2 >= before > 0
    for scope in OTHERS:
        assert await everything(restored, scope) == await everything(store, scope)
    assert (await restored.turns.append(ADA, [turn("after")], due={})).accepted == 1
    await restored.close()


async def test_a_backup_overwrites_nothing(store: SqlStore, tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_text("precious")
    with pytest.raises(UsageError, match="is there already"):
        await store.backup(tmp_path / "copy.db")
    with pytest.raises(StoreUnavailable):
        await store.backup(tmp_path / "absent" / "copy.db")
    assert (tmp_path / "copy.db").read_text() == "precious"
    assert sorted(p.name for p in tmp_path.glob("copy*")) == ["copy.db"]


async def test_a_migration_that_was_interrupted_goes_on_where_it_was(
    store: SqlStore, tmp_path: Path
) -> None:
    target = await SqlStore.open(tmp_path / "q.db")
    seen: list[Scope] = []

    def interrupt(scope: Scope) -> None:
        seen.append(scope)
        if len(seen) == 3:
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await copy(store, target, progress=interrupt)
    rest = await copy(store, target)
    assert (rest.users, rest.copied) == (7, 4)
    again = await copy(store, target)
    assert (again.users, again.copied, again.digest) == (7, 0, rest.digest)
    assert await all_of(target) == await all_of(store)
    assert await target.audit_since() == await store.audit_since()
    assert await target.embedder() == "one/384"
    status = await target.status(stages=("local",))
    assert (status.users, status.waiting) == (7, 14), "what waited there waits here"
    await target.close()


async def test_what_changed_after_a_migration_is_brought_along_by_the_next(
    store: SqlStore, tmp_path: Path
) -> None:
    await store.close()
    first = await migrate(tmp_path / "p.db", tmp_path / "q.db")
    again = await SqlStore.open(tmp_path / "p.db")
    await again.turns.append(ADA, [turn("new")], due={})
    await again.close()
    second = await migrate(tmp_path / "p.db", tmp_path / "q.db")
    assert (first.copied, second.copied) == (7, 1)
    assert second.digest != first.digest


async def test_a_migration_mixes_no_vectors(store: SqlStore, tmp_path: Path) -> None:
    other = await SqlStore.open(tmp_path / "q.db")
    await other.check_embedder("two/768")
    with pytest.raises(EmbedderMismatch, match=r"two/768.*one/384"):
        await copy(store, other)
    await other.close()
    with pytest.raises(UsageError, match="two stores"):
        await migrate(tmp_path / "p.db", tmp_path / "p.db")


async def test_a_store_moves_to_postgresql_and_back_unchanged(
    store: SqlStore, postgres: PostgresServer, tmp_path: Path
) -> None:
    postgres.run("CREATE DATABASE moved")
    server = await SqlStore.open(postgres.database("moved"))
    there = await copy(store, server)
    assert await all_of(server) == await all_of(store)
    vector = delta().vectors["p1"][0]
    assert len(await server.episodes().search(ADA, vector, limit=5)) == 1
    await server.backup(tmp_path / "back.db")
    await server.close()
    back = await SqlStore.open(tmp_path / "back.db")
    assert await all_of(back) == await all_of(store)
    assert (await copy(store, back)).copied == 0
    assert there.digest == (await copy(store, back)).digest
    await back.close()
