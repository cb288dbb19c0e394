from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prefmem.errors import StoreUnavailable
from prefmem.policy import audit
from prefmem.policy.audit import BufferedAuditSink
from prefmem.ports import Waited
from prefmem.records import AuditRecord
from prefmem.stores.decided import MemoryAudit

AT = datetime(2026, 5, 1, tzinfo=UTC)


class Shelf:
    """A keeper in a list; `broken` makes it refuse."""

    def __init__(self) -> None:
        self.rows: list[dict[str, Any]] = []
        self.broken = False
        self.calls = 0
        self.looks = 0
        self.next = 1

    async def append_audit(
        self, records: Sequence[Mapping[str, Any]], *, waited: Waited | None = None
    ) -> Sequence[int]:
        self.calls += 1
        await asyncio.sleep(0)
        if self.broken:
            raise StoreUnavailable("the shelf is locked; unlock it")
        for one in records:
            self.rows.append({**one, "seq": self.next})
            self.next += 1
        return ()

    async def audit_of(self, pseudonym: str, *, limit: int = 200) -> tuple[dict[str, Any], ...]:
        return tuple([row for row in self.rows if row["pseudonym"] == pseudonym][-limit:])

    async def audit_since(self, seq: int = 0, *, limit: int = 1000) -> tuple[dict[str, Any], ...]:
        self.looks += 1
        return tuple([row for row in self.rows if row["seq"] > seq][:limit])

    async def erase_audit(self, pseudonym: str) -> tuple[dict[str, Any], ...]:
        gone = tuple([row for row in self.rows if row["pseudonym"] == pseudonym])
        self.rows = [row for row in self.rows if row["pseudonym"] != pseudonym]
        return gone

    async def prune_audit(self, seq: int) -> int:
        before = len(self.rows)
        self.rows = [row for row in self.rows if row["seq"] > seq]
        return before - len(self.rows)


def entry(number: int, who: str = "ada", at: datetime = AT) -> AuditRecord:
    return AuditRecord(
        decision_id=f"d{number}", at=at, policy="default", policy_revision="r", point="select",
        pseudonym=who, request_hash="0" * 32, preferences=("p1",), tier="personalizable",
        safeguards=("disclose",), rules=("recommendation",), reason="a recommendation",
    )  # fmt: skip


def test_what_is_recorded_is_written_by_a_flush_in_its_order() -> None:
    async def scene() -> None:
        shelf = Shelf()
        sink = BufferedAuditSink(shelf)
        for number in range(700):
            sink.record(entry(number))
        assert shelf.rows == []
        await sink.flush()
        await sink.flush()
        assert [row["decision_id"] for row in shelf.rows] == [f"d{n}" for n in range(700)]
        assert audit.verify(shelf.rows).intact
        assert shelf.calls == 11  # 64 at once

    asyncio.run(scene())


def test_full_batches_are_written_without_being_asked_and_the_rest_waits_for_more() -> None:
    async def scene() -> None:
        shelf = Shelf()
        sink = BufferedAuditSink(shelf)
        for number in range(300):
            sink.record(entry(number))
        for _ in range(2_000):
            if len(shelf.rows) < 256:
                await asyncio.sleep(0.001)
        await asyncio.sleep(0.05)
        assert (len(shelf.rows), shelf.calls) == (256, 4)
        await sink.flush()
        assert len(shelf.rows) == 300
        assert audit.verify(shelf.rows).intact

    asyncio.run(scene())


def test_what_is_recorded_without_a_loop_is_written_by_the_next_flush() -> None:
    shelf = Shelf()
    sink = BufferedAuditSink(shelf)
    for number in range(300):
        sink.record(entry(number))
    assert shelf.rows == []
    asyncio.run(sink.flush())
    assert [row["decision_id"] for row in shelf.rows] == [f"d{n}" for n in range(300)]
    assert sink.dropped == 0


def test_what_cannot_be_written_stays_and_what_was_lost_is_counted() -> None:
    async def scene() -> None:
        shelf = Shelf()
        shelf.broken = True
        sink = BufferedAuditSink(shelf, capacity=5)
        for number in range(8):
            sink.record(entry(number))
        with pytest.raises(StoreUnavailable):
            await sink.flush()
        assert sink.dropped == 3
        shelf.broken = False
        await sink.flush()
        assert [row["decision_id"] for row in shelf.rows] == ["d3", "d4", "d5", "d6", "d7"]
        assert shelf.rows[0]["dropped_before"] == 3
        assert audit.verify(shelf.rows).intact

    asyncio.run(scene())


def test_what_comes_while_a_full_buffer_is_written_pushes_out_only_what_is_written() -> None:
    class Busy(Shelf):
        async def append_audit(
            self, records: Sequence[Mapping[str, Any]], *, waited: Waited | None = None
        ) -> Sequence[int]:
            kept = await super().append_audit(records, waited=waited)
            if len(self.rows) <= 5:
                sink.record(entry(5))
                sink.record(entry(6))
            return kept

    async def scene() -> None:
        for number in range(5):
            sink.record(entry(number))
        await sink.flush()
        assert [row["decision_id"] for row in shelf.rows] == [f"d{n}" for n in range(7)]
        assert sink.dropped == 0
        assert not any("dropped_before" in row for row in shelf.rows)

    shelf = Busy()
    sink = BufferedAuditSink(shelf, capacity=5)
    asyncio.run(scene())


@cache
def recorded(count: int, *, writers: int = 1) -> tuple[dict[str, Any], ...]:
    async def scene() -> tuple[dict[str, Any], ...]:
        shelf = Shelf()
        sinks = [BufferedAuditSink(shelf) for _ in range(writers)]
        for number in range(count):
            sinks[number % writers].record(entry(number, "ada" if number % 3 else "bob"))
            await sinks[number % writers].flush()
        return tuple(shelf.rows)

    return asyncio.run(scene())


@given(at=st.integers(0, 11), key=st.sampled_from(["reason", "tier", "pseudonym", "at"]))
def test_a_changed_record_breaks_the_chain(at: int, key: str) -> None:
    rows = list(recorded(12, writers=2))
    rows[at] = {**rows[at], key: "changed"}
    assert not audit.verify(rows).intact


@given(at=st.integers(1, 9))
def test_a_record_that_is_missing_breaks_the_chain(at: int) -> None:
    rows = list(recorded(12))
    del rows[at]
    assert not audit.verify(rows).intact


@given(at=st.integers(1, 11))
def test_a_chain_whose_old_part_was_pruned_is_intact(at: int) -> None:
    assert audit.verify(recorded(12)[at:]).intact


def test_erasing_a_person_leaves_nothing_of_them_and_a_chain_that_closes() -> None:
    async def scene() -> None:
        shelf = Shelf()
        first, second = BufferedAuditSink(shelf), BufferedAuditSink(shelf)
        for number in range(20):
            sink = first if number % 2 else second
            sink.record(entry(number, "ada" if number % 3 else "bob"))
            await sink.flush()
        first.record(entry(20, "ada"))
        gone = await first.erase("ada")
        assert gone == 14
        assert shelf.looks == 0, "nobody else's records are read for it"
        assert all(row["pseudonym"] in ("", "bob") for row in shelf.rows)
        report = audit.verify(await audit.read(shelf))
        assert (report.broken, report.erased) == ((), 14)
        second.record(entry(21, "bob"))
        await second.flush()
        assert audit.verify(shelf.rows).intact
        del shelf.rows[2]
        assert not audit.verify(shelf.rows).intact

    asyncio.run(scene())


def test_what_another_process_still_has_of_an_erased_person_is_not_written_back() -> None:
    async def scene() -> None:
        shelf = MemoryAudit()
        here, there = BufferedAuditSink(shelf), BufferedAuditSink(shelf)
        there.record(entry(0, "bob"))
        await there.flush()
        for number in range(1, 200):
            there.record(entry(number, "ada" if number % 3 else "bob"))
        await here.erase("ada")
        there.record(entry(200, "ada"))
        await there.flush()
        rows = await audit.read(shelf)
        kept = [row["decision_id"] for row in rows if row["pseudonym"] == "ada"]
        assert kept == ["d200"], "who is there again is somebody new"
        assert len(rows) == 1 + 66 + 1
        assert audit.verify(rows).intact
        assert there.dropped == 0
        await there.flush()
        assert await audit.read(shelf) == rows

    asyncio.run(scene())


def test_what_another_process_writes_just_before_an_erasure_leaves_its_link() -> None:
    class Crowded(MemoryAudit):
        async def erase_audit(self, pseudonym: str) -> tuple[dict[str, Any], ...]:
            await there.flush()
            return await super().erase_audit(pseudonym)

    async def scene() -> None:
        here.record(entry(0, "ada"))
        there.record(entry(1, "ada"))
        assert await here.erase("ada") == 2
        there.record(entry(2, "bob"))
        await there.flush()
        report = audit.verify(await audit.read(shelf))
        assert (report.broken, report.erased) == ((), 2)

    shelf = Crowded()
    here, there = BufferedAuditSink(shelf), BufferedAuditSink(shelf)
    asyncio.run(scene())


def test_a_buffer_of_an_erased_person_alone_is_let_go_of() -> None:
    async def scene() -> None:
        shelf = MemoryAudit()
        here, there = BufferedAuditSink(shelf), BufferedAuditSink(shelf)
        for number in range(150):
            there.record(entry(number))
        await here.erase("ada")
        await there.flush()
        assert await audit.read(shelf) == ()
        there.record(entry(150, "bob"))
        await there.flush()
        assert audit.verify(await audit.read(shelf)).intact

    asyncio.run(scene())


def test_records_past_their_time_are_pruned_by_a_flush() -> None:
    async def scene() -> None:
        shelf, today = Shelf(), 0
        sink = BufferedAuditSink(shelf, days=5, now=lambda: AT + timedelta(days=today))
        for today in range(13):
            sink.record(entry(today))
            await sink.flush()
            assert audit.verify(shelf.rows).intact
        assert [row["decision_id"] for row in shelf.rows] == ["d7", "d8", "d9", "d10", "d11", "d12"]

    asyncio.run(scene())


@pytest.mark.parametrize("kind", ["sql", "memory"])
def test_the_stores_of_the_house_keep_a_chain_that_closes(tmp_path: Path, kind: str) -> None:
    from prefmem.stores.memory import MemoryStore
    from prefmem.stores.sql import SqlStore

    async def scene() -> None:
        store: Any = MemoryStore() if kind == "memory" else await SqlStore.open(tmp_path / "a.db")
        today = 0
        sink = BufferedAuditSink(store, days=3, now=lambda: AT + timedelta(days=today))
        for number in range(9):
            today = number // 3
            sink.record(entry(number, "ada" if number % 2 else "bob"))
            await sink.flush()
        assert await sink.erase("ada") == 4
        assert audit.verify(await audit.read(store)).intact
        today = 5
        sink.record(entry(9, "bob"))
        await sink.flush()
        kept = await audit.read(store)
        assert [row.get("decision_id") for row in kept] == ["d6", "d8", None, "d9"]
        assert audit.verify(kept).intact
        await store.close()

    asyncio.run(scene())
