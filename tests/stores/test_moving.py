"""Backup, restore and migration: row for row, while in use, and again after an interruption."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING

import anyio
import pytest

from prefmem.conformance.samples import ADA, DAY, OTHERS, delta, turn
from prefmem.conformance.stores import everything, write_everything
from prefmem.errors import EmbedderMismatch, StoreUnavailable, UsageError
from prefmem.policy import audit
from prefmem.policy.audit import BufferedAuditSink
from prefmem.records import AuditRecord
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


@pytest.mark.requirement("erase:everything")
async def test_who_was_erased_meanwhile_is_erased_by_the_next_migration(
    store: SqlStore, tmp_path: Path
) -> None:
    target = await SqlStore.open(tmp_path / "q.db")
    alone = Scope(tenant="acme", user="only in the target")
    await write_everything(target, alone)
    assert (await copy(store, target)).erased == 0
    secret = secrets.token_hex(16)
    await target.turns.append(ADA, [turn("late", content=secret)], due={})
    await store.preferences.erase(ADA)
    second = await copy(store, target)
    assert (second.users, second.copied, second.erased) == (6, 0, 1)
    assert {scope async for scope in target.users()} == {*OTHERS, alone}
    await write_everything(target, ADA)
    assert (await copy(store, target)).erased == 0, "who is there again did not come from there"
    await target.close()
    assert not [p for p in tmp_path.glob("q.db*") if secret.encode() in p.read_bytes()]


async def test_a_backup_that_is_older_erases_nobody(store: SqlStore, tmp_path: Path) -> None:
    target = await SqlStore.open(tmp_path / "q.db")
    first = await copy(store, target)
    await store.backup(tmp_path / "old.db")
    new = Scope(tenant="acme", user="new")
    await write_everything(store, new)
    assert (await copy(store, target)).copied == 1
    old = await SqlStore.open(tmp_path / "old.db")
    assert (await copy(old, target)).erased == 0
    assert len([scope async for scope in target.users()]) == first.users + 1
    await old.close()
    await target.close()


def decision(name: str) -> AuditRecord:
    return AuditRecord(
        decision_id=secrets.token_hex(4), at=DAY, policy="default", policy_revision="r",
        point="select", pseudonym=name, request_hash="0", preferences=(), tier="", safeguards=(),
        rules=(), reason="",
    )  # fmt: skip


async def decided(sink: BufferedAuditSink, *whose: str) -> None:
    for name in whose:
        sink.record(decision(name))
    await sink.flush()


async def test_each_decision_is_copied_once_whatever_was_erased_or_pruned(
    store: SqlStore, tmp_path: Path
) -> None:
    target = await SqlStore.open(tmp_path / "q.db")
    here, there, own = (BufferedAuditSink(one) for one in (store, store, target))
    await decided(here, "ada", "bob", "ada")
    await decided(there, "bob", "ada")
    await copy(store, target)
    await decided(own, "bob", "eve")
    await here.erase("ada")
    await decided(there, "bob", "ada", "eve")
    for _ in range(2):
        await copy(store, target)
        report = audit.verify(await audit.read(target))
        assert (report.broken, report.erased) == ((), 3)
        for name, count in (("ada", 1), ("bob", 4), ("eve", 2), ("x", 3)):
            assert len(await target.audit_of(name)) == count
    await store.prune_audit((await store.audit_since(limit=4))[-1]["seq"])
    await decided(here, "bob")
    await copy(store, target)
    assert len(await target.audit_of("bob")) == 5
    assert audit.verify(await audit.read(target)).intact
    await target.close()


async def test_an_erasure_is_remembered_in_the_store_that_is_moved_to(
    store: SqlStore, tmp_path: Path
) -> None:
    target = await SqlStore.open(tmp_path / "q.db")
    late = BufferedAuditSink(target)
    late.record(decision("ada"))
    await store.erase_audit("ada")
    await copy(store, target)
    await late.flush()
    assert await target.audit_of("ada") == ()
    await target.close()


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
