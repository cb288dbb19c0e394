"""What was erased is nowhere: not in a row, not in a gap of a page, not in the log."""

from __future__ import annotations

import random
import secrets
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import anyio
import pytest
import sqlalchemy as sa

from prefmem.conformance.samples import ADA, DAY, OTHERS, delta, evidence, record, revision, turn
from prefmem.conformance.stores import everything, write_everything
from prefmem.episodes.sql import SqlEpisodes
from prefmem.records import PersonState, ProfileDelta
from prefmem.stores import erasing, schema
from prefmem.stores.database import EVERYONE
from prefmem.stores.sql import SqlStore
from prefmem.stores.sqlite import SqliteDatabase
from prefmem.types import Scope

pytestmark = pytest.mark.anyio
BOB = OTHERS[3]


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqlStore]:
    made = await SqlStore.open(tmp_path / "p.db")
    yield made
    await made.close()


def bytes_of(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.name, path.read_bytes()


def found(folder: Path, markers: list[str]) -> list[str]:
    """Which markers are still there, whole or in part, and where."""
    return [
        f"{marker} in {name}"
        for name, data in bytes_of(folder)
        for marker in markers
        if marker[:16].encode() in data or marker[16:].encode() in data
    ]


async def leave_marks(store: SqlStore, scope: Scope, count: int) -> list[str]:
    """Random words along every path: turns, evidence, preferences, history, queue, episodes."""
    markers: list[str] = []

    def mark() -> str:
        markers.append(secrets.token_hex(16))
        return markers[-1]

    for n in range(count):
        said = turn(f"{n}", content=mark() + " padding" * (n % 300), conversation=mark())
        await store.turns.append(scope, [said], due={"local": 0.0})
        reason = evidence(f"e{n}", quote=mark(), reason=mark(), conversation_id="c")
        change = ProfileDelta(
            records=(record(f"p{n}", statement=mark(), evidence=(reason,), driver=mark()),),
            evidence=(reason,),
            revisions=(revision(f"p{n}", statement=mark(), reason=mark()),),
            person=PersonState(timescales={"word": mark()}),
        )
        at = (await store.preferences.profile(scope)).revision
        await store.preferences.commit(scope, change, expected_revision=at)
    vectors = delta().vectors["p1"][:1]
    unlogged = turn("x", content=mark())
    await store.episodes().append(scope, [unlogged], vectors)
    lease = await store.work.claim("local", scope=scope, seconds=30)
    assert lease is not None
    await store.work.release(lease, cursor=1, failed=mark())
    return markers


@pytest.mark.requirement("erase:everything")
async def test_no_byte_of_an_erased_user_is_left_in_any_file(
    store: SqlStore, tmp_path: Path
) -> None:
    marks: dict[Scope, list[str]] = {ADA: [], BOB: []}
    marks[ADA] += await leave_marks(store, ADA, 30)
    marks[BOB] += await leave_marks(store, BOB, 30)
    assert len(found(tmp_path, marks[ADA])) > len(marks[ADA]) / 2, "they were there at all"
    before = await everything(store, BOB)
    removed = await store.preferences.erase(ADA)
    assert erasing.UNSCRUBBED not in removed
    assert found(tmp_path, marks[ADA]) == []
    assert found(tmp_path, [ADA.user * 8]) == []
    assert await everything(store, BOB) == before


@pytest.mark.requirement("forget:for-good")
async def test_no_byte_of_a_forgotten_preference_is_left_in_any_file(
    store: SqlStore, tmp_path: Path
) -> None:
    secret, kept = secrets.token_hex(16), secrets.token_hex(16)
    reason = evidence("e1", quote=secret)
    await store.turns.append(
        ADA, [turn("1", content=secret), turn("2", content=kept)], due={"local": 0.0}
    )
    told = ProfileDelta(
        records=(record("p1", statement=secret, evidence=(reason,)),),
        evidence=(reason,),
        revisions=(revision("p1", statement=secret),),
    )
    await store.preferences.commit(ADA, told, expected_revision=0)
    vector = delta().vectors["p1"][:1]
    await store.episodes().append(ADA, [turn("1", content=secret)], vector)
    await store.preferences.purge(
        ADA, turns=[("c", "1")], evidence=["e1"], preferences=["p1"], person=PersonState()
    )
    assert found(tmp_path, [secret]) == []
    assert found(tmp_path, [kept]) != []


async def test_deleting_rows_alone_would_leave_bytes_behind(tmp_path: Path) -> None:
    """Why the file is rewritten: SQLite's own secure delete does not reach gaps between cells."""
    markers = [secrets.token_hex(16) for _ in range(1500)]
    draw = random.Random(7)
    with closing(sqlite3.connect(tmp_path / "raw.db")) as raw:
        raw.execute("PRAGMA secure_delete=ON")
        raw.execute("CREATE TABLE t (k TEXT PRIMARY KEY, body TEXT) WITHOUT ROWID")
        for marker in draw.sample(markers, len(markers)):
            body = marker * draw.randint(1, 12)
            raw.execute("INSERT INTO t VALUES (?, ?)", (str(draw.random()), body))
        raw.commit()
        gone = [key for (key,) in raw.execute("SELECT k FROM t").fetchall()][::2]
        lost = [raw.execute("SELECT body FROM t WHERE k=?", (k,)).fetchone()[0][:32] for k in gone]
        raw.executemany("DELETE FROM t WHERE k=?", [(k,) for k in gone])
        raw.commit()
    assert found(tmp_path, lost)


async def test_an_erasure_that_was_cut_short_is_finished_at_the_next_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = await SqlStore.open(tmp_path / "p.db")
    markers = await leave_marks(store, ADA, 20)

    async def dies(self: SqliteDatabase, scope: Scope) -> bool:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(SqliteDatabase, "scrub", dies)
        with pytest.raises(KeyboardInterrupt):
            await store.preferences.erase(ADA)
    await store.close()
    again = await SqlStore.open(tmp_path / "p.db")
    assert found(tmp_path, markers) == []
    owed = await again.database.read(
        lambda c: c.execute(sa.select(sa.func.count()).select_from(schema.erasures)).scalar(),
        EVERYONE,
    )
    assert owed == 0
    await again.close()


async def test_a_reader_in_another_process_delays_the_scrubbing_and_it_is_said(
    store: SqlStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("prefmem.stores.sqlite.SCRUB_TRIES", 2)
    markers = await leave_marks(store, ADA, 5)
    with closing(sqlite3.connect(tmp_path / "p.db", isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM prefmem_turns").fetchone()
        removed = await store.preferences.erase(ADA)
        assert removed[erasing.UNSCRUBBED] == 1
    assert await store.scrub()
    assert found(tmp_path, markers) == []


async def test_many_erasures_at_once_all_leave_nothing(store: SqlStore, tmp_path: Path) -> None:
    users = [Scope(tenant="t", user=f"u{n}") for n in range(8)]
    markers = [mark for one in users for mark in await leave_marks(store, one, 3)]
    async with anyio.create_task_group() as group:
        for one in users:
            group.start_soon(store.preferences.erase, one)
    assert found(tmp_path, markers) == []


async def test_an_index_never_shows_what_was_purged_while_it_was_made(store: SqlStore) -> None:
    await write_everything(store)
    await store.preferences.purge(
        ADA, turns=[("c", "1")], evidence=[], preferences=[], person=PersonState()
    )
    index: SqlEpisodes = store.episodes()
    vector = delta().vectors["p1"][:1]
    await index.append(ADA, [turn("1", content="old text", at=DAY)], vector)
    assert await index.search(ADA, vector[0], limit=5) == ()


async def test_turns_past_their_time_lose_their_text_and_what_they_taught_stays(
    store: SqlStore, tmp_path: Path
) -> None:
    old, new, unread = (secrets.token_hex(16) for _ in range(3))
    said = [
        turn("1", content=old),
        turn("2", content=new, at=DAY + timedelta(days=9)),
        turn("3", content=unread),
    ]
    await store.turns.append(ADA, said, due={"local": 0.0})
    lease = await store.work.claim("local", seconds=30)
    change = delta(lease=lease, cursor=2)
    await store.preferences.commit(ADA, change, expected_revision=0)
    removed = await store.expire_turns(DAY + timedelta(days=1))
    assert removed == {"turns": 1, "episodes": 0}
    assert [one.content for one in await store.turns.read(ADA)] == ["", new, unread]
    assert await store.preferences.evidence(ADA) == change.evidence
    assert found(tmp_path, [old]) == []
    assert (await store.turns.append(ADA, said[:1], due={})).duplicates == 1
    assert not any((await store.expire_turns(DAY + timedelta(days=1))).values())
