"""Calls into memory have a time limit and may fail, and every failure is seen."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Iterator

import pytest

from prefmem import dropin
from prefmem.dropin import FailOpen
from prefmem.errors import StoreUnavailable, UnknownRole

logger = logging.getLogger("tests.dropin")


@pytest.fixture
def fail_open() -> Iterator[FailOpen]:
    made = FailOpen(logger, seconds=0.1)
    yield made
    made.close()


def unreachable() -> int:
    raise StoreUnavailable("the disk is gone")


async def aunreachable() -> int:
    raise StoreUnavailable("the disk is gone")


def test_a_result_comes_through(fail_open: FailOpen) -> None:
    assert fail_open.call("ask", lambda: 7) == 7
    assert fail_open.counts == {}


@pytest.mark.requirement("dropin:fails-open")
def test_our_own_failure_is_logged_counted_and_passed_over(
    fail_open: FailOpen, caplog: pytest.LogCaptureFixture
) -> None:
    assert fail_open.call("ask", unreachable) is None
    assert fail_open.counts == {"ask.failed": 1}
    assert "the disk is gone" in caplog.text


@pytest.mark.anyio
async def test_a_role_that_no_policy_knows_is_told_like_any_switch(fail_open: FailOpen) -> None:
    def unknown() -> int:
        raise UnknownRole("role 'mediatr' is none")

    async def aunknown() -> int:
        return unknown()

    with pytest.raises(UnknownRole):
        fail_open.call("ask", unknown)
    for work in (unknown, aunknown):
        with pytest.raises(UnknownRole):
            await fail_open.acall("ask", work)
    assert fail_open.counts == {}


def test_a_bug_is_not_passed_over(fail_open: FailOpen) -> None:
    with pytest.raises(ZeroDivisionError):
        fail_open.call("ask", lambda: 1 // 0)


@pytest.mark.requirement("dropin:fails-open")
def test_a_slow_call_holds_nobody_and_still_ends(fail_open: FailOpen) -> None:
    go, done = threading.Event(), threading.Event()

    def slow() -> None:
        go.wait(5)
        done.set()

    assert fail_open.call("observe", slow) is None
    assert fail_open.counts == {"observe.late": 1}
    go.set()
    assert done.wait(5)


def test_a_failure_after_the_time_limit_is_seen_too(fail_open: FailOpen) -> None:
    go = threading.Event()

    def slow() -> None:
        go.wait(5)
        unreachable()

    fail_open.call("observe", slow)
    go.set()
    fail_open.close()
    assert fail_open.counts == {"observe.late": 1, "observe.failed": 1}


def test_calls_do_not_pile_up_behind_a_memory_that_hangs(
    fail_open: FailOpen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dropin, "MAX_WAITING", 2)
    go = threading.Event()
    for _ in range(2):
        fail_open.call("ask", lambda: go.wait(5))
    assert fail_open.call("ask", lambda: 7) is None
    assert fail_open.counts == {"ask.late": 2, "ask.failed": 1}
    go.set()


@pytest.mark.anyio
async def test_awaited_calls_keep_the_same_promises(fail_open: FailOpen) -> None:
    async def seven() -> int:
        return 7

    assert await fail_open.acall("ask", seven) == 7
    assert await fail_open.acall("ask", lambda: 7) == 7
    assert await fail_open.acall("ask", aunreachable) is None
    assert await fail_open.acall("ask", unreachable) is None
    assert fail_open.counts == {"ask.failed": 2}


@pytest.mark.anyio
async def test_a_late_read_is_given_up_and_a_late_write_goes_on(fail_open: FailOpen) -> None:
    go, ended = asyncio.Event(), list[str]()

    async def slow() -> None:
        await go.wait()
        ended.append("written")

    await fail_open.acall("personalize", slow)
    await fail_open.acall("observe", slow, keep=True)
    go.set()
    assert await fail_open.drain(5) == 0
    assert ended == ["written"]
    assert fail_open.counts == {"personalize.late": 1, "observe.late": 1}


@pytest.mark.anyio
async def test_what_is_written_later_is_waited_for_at_the_end(fail_open: FailOpen) -> None:
    ended = list[str]()

    async def write() -> None:
        await asyncio.sleep(0.01)
        ended.append("written")

    await fail_open.begin("observe", write)
    await fail_open.begin("observe", aunreachable)
    assert await fail_open.drain(5) == 0
    assert ended == ["written"]
    assert fail_open.counts == {"observe.failed": 1}


@pytest.mark.anyio
async def test_writers_slow_down_before_writes_are_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dropin, "PLACES", 2)
    fail_open, under_way, most, done = FailOpen(logger, seconds=5), 0, 0, 0

    async def write() -> None:
        nonlocal under_way, most, done
        under_way += 1
        most = max(most, under_way)
        await asyncio.sleep(0.005)
        under_way -= 1
        done += 1

    for _ in range(10):
        await fail_open.later("observe", write, seconds=5)
    at_once = [fail_open.later("observe", write, seconds=5) for _ in range(10)]
    assert None not in await asyncio.gather(*at_once)
    assert await fail_open.drain(5) == 0
    assert (most, done) == (2, 20)
    assert fail_open.counts == {}


@pytest.mark.anyio
async def test_a_write_that_finds_no_place_in_time_is_counted(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(dropin, "PLACES", 1)
    fail_open, go = FailOpen(logger), asyncio.Event()
    assert await fail_open.begin("observe", go.wait) is not None
    assert await fail_open.begin("observe", go.wait) is None
    assert fail_open.counts == {}
    await fail_open.later("observe", go.wait, seconds=0.05)
    assert fail_open.counts == {"observe.failed": 1}
    assert "no write of 1 has ended" in caplog.text
    go.set()
    assert await fail_open.drain(5) == 0


def test_a_write_in_a_thread_that_fails_is_counted_though_nobody_waits(fail_open: FailOpen) -> None:
    assert fail_open.write("observe", lambda: 7) is not None
    fail_open.write("observe", unreachable)
    fail_open.close()
    assert fail_open.counts == {"observe.failed": 1}


@pytest.mark.anyio
async def test_writes_refused_for_lack_of_threads_give_their_places_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(dropin, "MAX_WAITING", 1)
    monkeypatch.setattr(dropin, "PLACES", 1)
    fail_open, go = FailOpen(logger), threading.Event()
    hanging = fail_open.write("observe", lambda: go.wait(5))
    for _ in range(3):
        assert await fail_open.begin("observe", lambda: 7) is None
    assert fail_open.write("observe", lambda: 7) is None
    assert fail_open.counts == {"observe.failed": 4}
    go.set()
    assert hanging is not None
    await asyncio.wrap_future(hanging)
    written = await fail_open.begin("observe", lambda: 7)
    assert written is not None
    assert await written == 7
    fail_open.close()
