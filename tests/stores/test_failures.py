"""What goes wrong has a name and a remedy, and leaves nothing half-written."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import anyio
import pytest
import sqlalchemy as sa

from prefmem.conformance.samples import ADA, delta, turn
from prefmem.conformance.stores import everything, write_everything
from prefmem.errors import SchemaMismatch, StoreCorrupt, StoreUnavailable, UsageError
from prefmem.stores import schema
from prefmem.stores.database import EVERYONE
from prefmem.stores.sql import SqlStore
from prefmem.types import Scope

pytestmark = pytest.mark.anyio
ROOT = Path(__file__).parents[2]


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqlStore]:
    made = await SqlStore.open(tmp_path / "p.db")
    yield made
    await made.close()


async def read_all(path: Path) -> None:
    store = await SqlStore.open(path)
    try:
        await store.turns.read(ADA)
    finally:
        await store.close()


async def append_one(path: Path) -> None:
    store = await SqlStore.open(path)
    try:
        await store.turns.append(ADA, [turn()], due={})
    finally:
        await store.close()


async def test_importing_the_stores_needs_no_database_library() -> None:
    code = (
        "import sys, prefmem.stores, prefmem.episodes, prefmem.work.stream, prefmem.stores.memory;"
        "heavy = {'sqlalchemy', 'alembic', 'psycopg', 'chromadb', 'onnxruntime', 'sqlite3'};"
        "print(*sorted(heavy & set(sys.modules)))"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    ended = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, b"\n", b"")


async def test_opening_a_store_that_is_there_imports_no_migrations(tmp_path: Path) -> None:
    await (await SqlStore.open(tmp_path / "p.db")).close()
    code = (
        "import sys, anyio; from prefmem.stores.sql import SqlStore\n"
        "async def main(): await (await SqlStore.open(sys.argv[1])).close()\n"
        "anyio.run(main); sys.exit('alembic' in sys.modules)"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    ended = subprocess.run([sys.executable, "-c", code, tmp_path / "p.db"], env=environment)
    assert ended.returncode == 0


@pytest.mark.parametrize("location", ["mysql://host/db", "http://host"])
async def test_a_store_of_an_unknown_kind_is_refused(location: str) -> None:
    with pytest.raises(UsageError, match="postgresql://"):
        await SqlStore.open(location)


async def test_a_folder_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="absent"):
        await SqlStore.open(tmp_path / "absent" / "p.db")
    with pytest.raises(StoreUnavailable, match="folder"):
        await SqlStore.open(tmp_path)
    assert list(tmp_path.iterdir()) == []


async def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("Dear diary, " * 500)
    with pytest.raises(StoreCorrupt, match=r"notes\.txt"):
        await SqlStore.open(path)
    assert path.read_text() == "Dear diary, " * 500


@pytest.mark.requirement("store:named-failures")
async def test_a_newer_schema_is_refused_and_untouched(tmp_path: Path) -> None:
    path = tmp_path / "p.db"
    store = await SqlStore.open(path)
    await store.database.write(
        lambda c: c.execute(schema.version.update().values(version_num="9999")), EVERYONE
    )
    await store.close()
    before = path.read_bytes()
    with pytest.raises(SchemaMismatch, match=r"9999.*update prefmem"):
        await SqlStore.open(path)
    assert path.read_bytes() == before


@pytest.mark.requirement("store:named-failures")
async def test_a_damaged_page_is_an_error_and_no_silence(store: SqlStore, tmp_path: Path) -> None:
    for n in range(40):
        await store.turns.append(ADA, [turn(str(n), content="word " * 200)], due={})
    await store.close()
    path = tmp_path / "p.db"
    data = bytearray(path.read_bytes())
    for page in range(30, len(data) // 4096):
        data[page * 4096 : page * 4096 + 200] = os.urandom(200)
    path.write_bytes(bytes(data))
    with pytest.raises(StoreCorrupt, match="restore a backup"):
        await read_all(path)


@pytest.mark.requirement("store:named-failures")
async def test_a_full_disk_is_named_and_writes_nothing(store: SqlStore) -> None:
    await write_everything(store)
    before = await everything(store)

    def fill(conn: sa.Connection) -> None:
        pages = conn.exec_driver_sql("PRAGMA page_count").scalar_one()
        conn.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        conn.execute(schema.meta.insert().values(key="big", value="x" * 10_000_000))

    with pytest.raises(StoreUnavailable, match="disk is full"):
        await store.database.write(fill, EVERYONE)
    with pytest.raises(StoreUnavailable, match="disk is full"):
        await store.turns.append(ADA, [turn("big", content="x" * 1_000_000)], due={"local": 0.0})
    assert await everything(store) == before


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits the size of files")
async def test_a_file_that_cannot_grow_is_named_and_what_was_acknowledged_stays(
    tmp_path: Path,
) -> None:
    code = """
import anyio, resource, sys
from prefmem.conformance.samples import ADA, turn
from prefmem.errors import StoreUnavailable
from prefmem.stores.sql import SqlStore
from prefmem.types import Scope
async def main():
    store = await SqlStore.open(sys.argv[1], patience=1)
    resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000))
    for n in range(1000):
        try:
            await store.turns.append(ADA, [turn(str(n), content="x" * 9000)], due={"local": 0.0})
        except StoreUnavailable as error:
            print(n, error)
            break
    print(len(await store.turns.read(ADA)))
anyio.run(main)
"""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    ended = subprocess.run(
        [sys.executable, "-c", code, tmp_path / "p.db"],
        env=environment, capture_output=True, text=True,
    )  # fmt: skip
    refused, kept = ended.stdout.splitlines()
    assert "disk" in refused
    assert refused.split()[0] == kept
    store = await SqlStore.open(tmp_path / "p.db")
    assert len(await store.turns.read(ADA)) == int(kept)
    await store.close()


async def test_a_place_that_the_system_refuses_to_look_at_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="cannot be opened"):
        await SqlStore.open(tmp_path / f"{'x' * 300}.db")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="mounts need root")
async def test_a_read_only_folder_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "still"
    folder.mkdir()
    await (await SqlStore.open(folder / "p.db")).close()
    if subprocess.run(["mount", "--bind", folder, folder], check=False).returncode:
        pytest.skip("mounting is not possible here")
    try:
        subprocess.run(["mount", "-o", "remount,ro,bind", folder], check=True)
        for name in ("p.db", "new.db"):
            with pytest.raises(StoreUnavailable, match=r"write access|may write there"):
                await append_one(folder / name)
    finally:
        subprocess.run(["umount", folder], check=True)


async def test_a_lock_held_by_another_process_is_waited_for(
    store: SqlStore, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(tmp_path / "p.db", check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        timer = threading.Timer(0.4, other.rollback)
        timer.start()
        began = time.monotonic()
        assert (await store.turns.append(ADA, [turn()], due={})).accepted == 1
        assert time.monotonic() - began > 0.3
        timer.join()


@pytest.mark.requirement("store:named-failures")
async def test_a_lock_that_never_goes_is_named_in_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("prefmem.stores.sqlite.BUSY_SECONDS", 0.05)
    store = await SqlStore.open(tmp_path / "p.db", patience=0.3)
    with closing(sqlite3.connect(tmp_path / "p.db")) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreUnavailable, match="locked by another process"):
            await store.turns.append(ADA, [turn()], due={})
    assert (await store.turns.append(ADA, [turn()], due={})).accepted == 1
    await store.close()


async def test_readers_do_not_wait_for_a_writer(store: SqlStore, tmp_path: Path) -> None:
    await write_everything(store)
    with closing(sqlite3.connect(tmp_path / "p.db")) as other:
        other.execute("BEGIN IMMEDIATE")
        with anyio.fail_after(2):
            assert len((await store.preferences.profile(ADA)).records) == 2


async def test_a_clock_that_jumps_back_leaves_nobody_waiting(store: SqlStore) -> None:
    """Leases and due times of a clock that was a day ahead count as run out."""
    await store.turns.append(ADA, [turn()], due={"local": 86_400.0})
    ahead = 86_400_000_000

    def jump(conn: sa.Connection) -> None:
        conn.execute(schema.work.update().values(lease_until=schema.work.c.due, token=7))
        conn.execute(schema.work.update().values(retry_at=schema.work.c.due + ahead))

    await store.database.write(jump, EVERYONE)
    lease = await store.work.claim("local", seconds=30)
    assert lease is not None
    await store.preferences.commit(ADA, delta(lease=lease, cursor=1), expected_revision=0)


async def test_closing_twice_does_nothing(store: SqlStore) -> None:
    await store.close()
    await store.close()


async def test_what_is_read_often_takes_few_statements(store: SqlStore) -> None:
    await write_everything(store)
    known = await store.preferences.profile(ADA)
    counted: list[str] = []

    def count(*given: object) -> None:
        counted.append(str(given[2]))

    engine = store.database._engine  # type: ignore[attr-defined]
    sa.event.listen(engine, "before_cursor_execute", count)
    assert await store.preferences.profile(ADA, known=known) is known
    assert not counted  # a glance was enough
    await store.preferences.profile(ADA)
    assert len(counted) == 2
    assert all("tenant = ?" in sql and "user_id = ?" in sql for sql in counted)


async def test_a_glance_sees_what_others_committed_and_waits_for_nobody(
    store: SqlStore, tmp_path: Path
) -> None:
    query = f"SELECT revision FROM {schema.person.name} WHERE tenant = ? AND user_id = ?"  # noqa: S608
    key = (ADA.tenant, ADA.user)
    assert store.database.glance(query, key) == []
    other = await SqlStore.open(tmp_path / "p.db")
    revision = await other.preferences.commit(ADA, delta(), expected_revision=0)
    assert store.database.glance(query, key) == [(revision,)]
    with closing(sqlite3.connect(tmp_path / "p.db")) as writer:
        writer.execute("BEGIN EXCLUSIVE")
        assert store.database.glance(query, key) == [(revision,)]
    await other.preferences.erase(ADA)
    assert store.database.glance(query, key) == []
    await other.close()


async def test_a_glance_that_fails_says_nothing_and_the_store_is_asked(
    store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    await store.preferences.commit(ADA, delta(), expected_revision=0)
    known = await store.preferences.profile(ADA)
    assert store.database.glance("SELECT nothing FROM nowhere WHERE a = ?", ("b",)) is None
    monkeypatch.setattr(store.database, "glance", lambda *_: None)
    assert await store.preferences.profile(ADA, known=known) is known


async def test_a_row_that_was_changed_is_named_and_nobody_sees_an_old_state_for_it(
    store: SqlStore, tmp_path: Path
) -> None:
    await write_everything(store)
    with closing(sqlite3.connect(tmp_path / "p.db")) as raw, raw:
        raw.execute("UPDATE prefmem_evidence SET body = '{}'")
    failed: list[StoreCorrupt] = []  # kept, as a log or a debugger would
    for _ in range(10):
        with pytest.raises(StoreCorrupt, match=r"row that cannot be read.*restore") as caught:
            await store.preferences.evidence(ADA)
        failed.append(caught.value)
    other = Scope(tenant="t", user="other")
    for n in range(1, 21):
        await store.turns.append(other, [turn(str(n))], due={})
        assert len(await store.turns.read(other)) == n


async def test_bytes_in_the_place_of_a_text_are_named_at_once(
    store: SqlStore, tmp_path: Path
) -> None:
    await write_everything(store)
    with closing(sqlite3.connect(tmp_path / "p.db")) as raw, raw:
        raw.execute("UPDATE prefmem_evidence SET body = CAST(x'ff' AS TEXT)")
    with anyio.fail_after(10), pytest.raises(StoreCorrupt, match="cannot be read"):
        await store.preferences.evidence(ADA)
