"""What breaks underneath an application: a named error or a recovery, and never silence."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import anyio
import pytest

from prefmem import PreferenceMemory
from prefmem.conformance.samples import ADA, turn
from prefmem.errors import StoreCorrupt, StoreUnavailable
from prefmem.stores import migrations, opening
from prefmem.stores.database import EVERYONE
from prefmem.stores.sql import SqlStore
from prefmem.work.stream import Worker

HERE = Path(__file__).parent
HIKING = "I love hiking in the mountains on weekends."
REQUEST = [{"role": "user", "content": "What should I do on Saturday?"}]


def say(memory: PreferenceMemory, text: str, conversation: str) -> None:
    memory.user("ada").observe([{"role": "user", "content": text}], conversation=conversation)


def damage(path: Path, table: str) -> None:
    """Garbage over every page that holds rows of a table."""
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (size,) = raw.execute("PRAGMA page_size").fetchone()
        (root,) = raw.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = ?", [table]
        ).fetchone()
    with path.open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(os.urandom(200))


@pytest.mark.parametrize("table", ["prefmem_person", "prefmem_work", "prefmem_preferences"])
def test_a_damaged_table_is_named_by_whatever_reads_it(tmp_path: Path, table: str) -> None:
    path = tmp_path / "p.db"
    with PreferenceMemory.open(path) as memory:
        say(memory, HIKING, "c1")
        memory.user("ada").episodes("hiking")
    damage(path, table)
    with pytest.raises(StoreCorrupt, match="restore a backup"):
        use(path)


@pytest.mark.anyio
async def test_a_worker_outlives_a_damaged_store(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store = await SqlStore.open(tmp_path / "p.db")
    await store.turns.append(ADA, [turn()], due={"local": 0.0})
    await store.close()
    damage(tmp_path / "p.db", "prefmem_work")
    store = await SqlStore.open(tmp_path / "p.db")

    async def process(*_: object) -> None:
        raise AssertionError("nothing can be claimed")

    worker = Worker(store.work, store.turns, process, ("local",), poll_seconds=0.01)
    with anyio.move_on_after(0.5):
        await worker.run(anyio.Event())
    assert "is damaged" in caplog.text
    assert len(caplog.records) < 8, "less and less often"
    await store.close()


def test_a_lost_folder_of_vectors_is_made_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    pytest.importorskip("chromadb")
    path, folder = tmp_path / "p.db", tmp_path / "index"
    for _ in range(2):
        with PreferenceMemory.open(path, episodes=f"chroma:{folder}") as memory:
            say(memory, HIKING, "c1")
            assert [hit.content for hit in memory.user("ada").episodes("hiking")] == [HIKING]
        shutil.rmtree(folder)
    assert "index was lost" in caplog.text


def fill(memory: PreferenceMemory) -> None:
    for n in range(2000):
        say(memory, "padding " * 800, f"full{n}")


def use(path: Path) -> None:
    with PreferenceMemory.open(path) as memory:
        memory.user("ada").personalize(REQUEST)
        say(memory, "I like jazz.", "c2")


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    folder.mkdir()
    options = ["mount", "-t", "tmpfs", "-o", f"size={size}", "none", str(folder)]
    if subprocess.run(options, check=False, capture_output=True).returncode:
        pytest.skip("mounting is not possible here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="mounts need root")
def test_a_full_disk_is_named_answers_go_on_and_everything_is_let_go(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "3m") as disk:
        memory = PreferenceMemory.open(disk / "p.db")
        say(memory, HIKING, "c1")
        with pytest.raises(StoreUnavailable, match="disk is full"):
            fill(memory)
        assert memory.user("ada").personalize(REQUEST).applied
        with suppress(StoreUnavailable):  # what it would still write does not fit, either
            memory.close()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="mounts need root")
def test_without_room_to_rewrite_a_receipt_says_that_bytes_are_left(tmp_path: Path) -> None:
    """Rows go at once, bytes as soon as there is room."""
    with small_disk(tmp_path / "disk", "4m") as disk:
        with PreferenceMemory.open(disk / "p.db") as memory:
            say(memory, HIKING, "c1")
            for n in range(3):
                memory.user("ben").observe(
                    [{"role": "user", "content": "padding " * 50_000}], conversation=f"c{n}"
                )
        padding = disk / "padding"
        padding.write_bytes(b"x" * (shutil.disk_usage(disk).free - 700_000))
        with PreferenceMemory.open(disk / "p.db") as memory:
            receipt = memory.user("ada").forget(matching="hiking")
            assert receipt.removed["unscrubbed"] == 1
            assert not memory.user("ada").profile().preferences
            padding.unlink()
        with PreferenceMemory.open(disk / "p.db"):
            pass
        assert b"hiking" not in (disk / "p.db").read_bytes()


def killed_while_it_migrates(path: Path) -> None:
    code = """
import os, signal, sys, anyio
from prefmem.stores.sql import SqlStore
import sqlalchemy as sa
def late(conn, cursor, statement, *_):
    if statement.startswith("UPDATE prefmem_episodes"):
        os.kill(os.getpid(), signal.SIGKILL)
sa.event.listen(sa.Engine, "before_cursor_execute", late)
anyio.run(SqlStore.open, sys.argv[1])
"""
    environment = {**os.environ, "PYTHONPATH": str(HERE.parents[1])}
    ended = subprocess.run([sys.executable, "-c", code, str(path)], env=environment)
    assert ended.returncode == -signal.SIGKILL


@pytest.mark.anyio
async def test_a_migration_that_is_killed_is_made_again_from_the_start(tmp_path: Path) -> None:
    """Nothing of it is there, nothing is lost."""
    path = tmp_path / "p.db"
    database = opening.connected(path, patience=5)
    await database.write(lambda c: migrations.upgrade(c, to="0001"), EVERYONE)
    await database.close()
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute(
            "INSERT INTO prefmem_person (tenant, user_id, state, cursors, position) "
            "VALUES ('t', 'u', '{}', '{}', 1)"
        )
        raw.execute("INSERT INTO prefmem_turns VALUES ('t','u',1,'c','1','user','text',1,'{}',1,0)")
        raw.execute(
            "INSERT INTO prefmem_episodes VALUES ('t','u','c','1','user',NULL,1,zeroblob(64))"
        )
    killed_while_it_migrates(path)
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("SELECT version_num FROM prefmem_version").fetchone() == ("0001",)
    store = await SqlStore.open(path)
    assert (await store.status()).turns == 1
    await store.close()
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("SELECT length(vector) FROM prefmem_episodes").fetchone() == (32,)
