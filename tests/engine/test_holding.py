"""Profiles made ready: once for all who wait, on no loop, and from what was ready before."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import anyio
import numpy as np
import pytest

from prefmem._engine.holding import Holder, Ready
from prefmem._engine.profiles import Profiles
from prefmem.conformance.samples import ADA, record
from prefmem.policy import load
from prefmem.records import (
    Matrix,
    PreferenceRecord,
    ProfileDelta,
    Request,
    StoredProfile,
    Verdict,
)
from prefmem.stages.changepoint import milliseconds
from prefmem.stages.traits import Judged
from prefmem.stores.sql import SqlStore
from prefmem.tokens import EstimatingCounter
from prefmem.types import Context

pytestmark = pytest.mark.anyio
AT = datetime(2026, 3, 2, tzinfo=UTC)
POLICY = load()
TOPICS = ("food", "films", "trains")
REQUEST = Request(text="food?", vector=np.ones(384, dtype=np.float32))


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqlStore]:
    made = await SqlStore.open(tmp_path / "p.db")
    yield made
    await made.close()


def held(n: int) -> PreferenceRecord:
    topic = TOPICS[n % len(TOPICS)]
    return record(
        f"p{n:03}",
        statement=f"Likes {topic} {n}",
        subject=f"{topic} {n}",
        behaviour="taste.general",
        decided=None,
        pinned=False,
        lasting=True,
        valid_to=None,
        context=Context(),
        drift={"p": 0.9, "t": milliseconds(AT)},
        applies_to=(f"{topic}?",),
    )


def vectors(n: int) -> Matrix:
    """Near those of the same topic; the situation is the topic's."""
    topic, own = np.random.default_rng(n % len(TOPICS)), np.random.default_rng(100 + n)
    centre = topic.normal(size=384)
    rows = np.stack([centre + 0.5 * own.normal(size=384), centre])
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float16).astype("f4")


async def commit(store: SqlStore, some: Sequence[PreferenceRecord], **more: object) -> None:
    known = await store.preferences.profile(ADA)
    made = {one.id: vectors(int(one.id[1:])) for one in some}
    delta = replace(ProfileDelta(records=tuple(some), vectors=made), **more)
    await store.preferences.commit(ADA, delta, expected_revision=known.revision)


async def test_all_who_ask_at_once_wait_for_one_preparation_off_the_loop(
    store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    await commit(store, [held(n) for n in range(30)])
    made: list[int] = []
    of = Ready.of

    def noted(*given: object) -> Ready:
        made.append(threading.get_ident())
        return of(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(Ready, "of", noted)
    holder = Holder(Profiles(store.preferences), POLICY)
    found: list[Ready] = []

    async def ask() -> None:
        found.append(await holder.newest(ADA, AT))

    async with anyio.create_task_group() as group:
        for _ in range(8):
            group.start_soon(ask)
    assert len({id(one.stored) for one in found}) == len(made)
    assert threading.get_ident() not in made
    again = await holder.newest(ADA, AT)
    assert again is await holder.newest(ADA, AT)


async def test_what_was_dropped_while_it_was_made_ready_is_not_kept(
    store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    await commit(store, [held(n) for n in range(30)])
    holder = Holder(Profiles(store.preferences), POLICY)
    of = Ready.of

    def dropped_meanwhile(*given: object) -> Ready:
        holder.drop(ADA)
        return of(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(Ready, "of", dropped_meanwhile)
    assert (await holder.newest(ADA, AT)).stored.records
    assert not holder._kept  # pyright: ignore[reportPrivateUsage]
    assert not holder._turns  # pyright: ignore[reportPrivateUsage]


async def test_what_is_made_ready_is_kept_for_the_next_if_who_asked_has_gone(
    store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    await commit(store, [held(n) for n in range(30)])
    holder = Holder(Profiles(store.preferences), POLICY)
    of, begun, go = Ready.of, threading.Event(), threading.Event()
    made: list[Ready] = []

    def slow(*given: object) -> Ready:
        begun.set()
        go.wait(10)
        made.append(of(*given))  # type: ignore[arg-type]
        return made[-1]

    monkeypatch.setattr(Ready, "of", slow)
    asking = asyncio.ensure_future(holder.newest(ADA, AT))
    await asyncio.to_thread(begun.wait, 10)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    go.set()
    while not holder._kept:  # noqa: ASYNC110 - a thread sets it  # pyright: ignore[reportPrivateUsage]
        await asyncio.sleep(0.001)
    assert await holder.newest(ADA, AT) is made[0]
    assert len(made) == 1


async def test_a_revision_made_ready_from_the_last_one_is_as_one_made_alone(
    store: SqlStore,
) -> None:
    await commit(store, [held(n) for n in range(40)])
    stored = await store.preferences.profile(ADA)
    ready = Ready.of(stored, POLICY, AT)
    changes = (
        [replace(held(3), last_confirmed=AT)],  # told again
        [replace(held(4), statement="Hates trains now", polarity="against")],
        [held(50), held(51)],
        [replace(held(5), status="superseded", valid_to=AT - timedelta(days=1))],
        [replace(held(6), pinned=True)],
    )
    for n, change in enumerate(changes):
        await commit(store, change, dropped=(f"p{20 + n:03}",))
        stored = await store.preferences.profile(ADA, known=stored)
        at = AT + timedelta(days=30 * n)
        alone = Ready.of(await store.preferences.profile(ADA), POLICY, at)
        ready = Ready.of(stored, POLICY, at, ready)
        assert ready.personas == alone.personas
        assert ready.gather().belongs == alone.gather().belongs
        for later in (at, at + timedelta(days=400)):
            mine, theirs = ready.at(later), alone.at(later)
            assert len(mine.preferences) >= 30
            assert mine.preferences == theirs.preferences
            assert mine.sorted.classes.tolist() == theirs.sorted.classes.tolist()
            assert mine.prepared.traits == theirs.prepared.traits
            ours, fresh = mine.prepared.compared, theirs.prepared.compared
            for name in ("statements", "situations"):
                stack, new = getattr(ours, name), getattr(fresh, name)
                assert stack.rows == pytest.approx(new.rows, abs=1e-6)
                assert stack.profiles == pytest.approx(new.profiles, abs=1e-6)
            for name in ("which", "starts", "sets"):
                assert getattr(ours, name).tolist() == getattr(fresh, name).tolist()


async def test_what_did_not_change_is_neither_decoded_nor_turned_again(store: SqlStore) -> None:
    await commit(store, [held(n) for n in range(40)])
    before = await store.preferences.profile(ADA)
    first = Ready.of(before, POLICY, AT)
    assert len(first.personas) == len(TOPICS)
    await commit(store, [replace(held(3), last_confirmed=AT)])
    after = await store.preferences.profile(ADA, known=before)
    then = Ready.of(after, POLICY, AT, first)
    same = [a is b for a, b in zip(before.records, after.records, strict=True)]
    assert same.count(False) == 1
    read = zip(first.at(AT).candidates, then.at(AT).candidates, strict=True)
    assert sum(a is not b for a, b in read) == 1
    assert then.personas is first.personas


async def test_personas_are_found_when_asked_for_or_where_one_may_exclude_another(
    store: SqlStore,
) -> None:
    await commit(store, [held(n) for n in range(40)])
    ready = Ready.of(await store.preferences.profile(ADA), POLICY, AT)
    assert not ready.found, "no request waits for them"
    assert ready.at(AT).attention(REQUEST).everyone
    assert not ready.found
    places = ("work", "home")
    apart = [replace(held(n), context=Context(situation=places[n % 2])) for n in range(4)]
    await commit(store, apart)
    assert Ready.of(await store.preferences.profile(ADA), POLICY, AT).found


async def test_what_was_written_and_judged_before_goes_on_but_for_what_changed_or_went(
    store: SqlStore,
) -> None:
    await commit(store, [held(n) for n in range(40)])
    before = await store.preferences.profile(ADA)
    first = Ready.of(before, POLICY, AT)
    known = first.at(AT).prepared
    verdict = Verdict(force="soft", reason="")
    for i, one in enumerate(first.at(AT).candidates):
        known.lines[one.preference.id, 80] = one.preference.statement, 5
        known.judged[i] = Judged.of(one, verdict, known.traits[i])
    await commit(store, [replace(held(3), statement="Likes tea"), held(50)], dropped=("p020",))
    after = await store.preferences.profile(ADA, known=before)
    then = Ready.of(after, POLICY, AT, first).at(AT).prepared
    names = {f"p{n:03}" for n in range(40) if n not in (3, 20)}
    assert {name for name, _ in then.lines} == names
    assert {one.name for one in then.judged if one is not None} == names
    assert len(known.lines) == 40  # requests are still answered with these
    read = dict(zip([one.id for one in known.of], known.traits, strict=True))
    same = [read.get(one.id) is trait for one, trait in zip(then.of, then.traits, strict=True)]
    assert same.count(False) == 2  # the one that changed and the one that came


async def test_vectors_made_anew_are_not_taken_over_though_the_record_is_the_same() -> None:
    records = tuple(held(n) for n in range(12))
    rows = {one.id: vectors(n) for n, one in enumerate(records)}
    first = Ready.of(StoredProfile(scope=ADA, records=records, vectors=rows), POLICY, AT)
    rows = {**rows, "p003": vectors(60)}
    after = StoredProfile(scope=ADA, revision=1, records=records, vectors=rows)
    then, alone = Ready.of(after, POLICY, AT, first).at(AT), Ready.of(after, POLICY, AT).at(AT)
    ours, fresh = then.prepared.compared.statements.rows, alone.prepared.compared.statements.rows
    assert then.candidates[3].vectors is rows["p003"]
    assert ours == pytest.approx(fresh, abs=1e-6)


async def test_a_summary_is_told_again_only_when_something_else_is_held(store: SqlStore) -> None:
    await commit(store, [held(n) for n in range(6)])
    ready = Ready.of(await store.preferences.profile(ADA), POLICY, AT)
    now = ready.at(AT).preferences
    first = ready.told(now, EstimatingCounter())
    assert ready.told(ready.at(AT).preferences, EstimatingCounter()) is first
    then = ready.at(AT + timedelta(days=900)).preferences
    assert ready.told(then, EstimatingCounter()) is not first
