"""What this process wrote is read again alone, and only where nobody else wrote in between."""

from __future__ import annotations

from collections.abc import AsyncIterator, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from prefmem.conformance.samples import ADA, OTHERS, PERSON, record, vectors
from prefmem.records import ProfileDelta, StoredProfile
from prefmem.stores.changed import FEW, REMEMBERED, Changed
from prefmem.stores.sql import SqlStore
from prefmem.types import Scope

pytestmark = pytest.mark.anyio


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqlStore]:
    made = await SqlStore.open(tmp_path / "p.db")
    yield made
    await made.close()


def wrote(*names: str, seed: int = 1, dropped: tuple[str, ...] = (), **more: Any) -> ProfileDelta:
    records = tuple(record(name, statement=f"Likes tea no. {seed}") for name in names)
    made = {name: vectors(seed) for name in names}
    return ProfileDelta(records=records, vectors=made, dropped=dropped, **more)


@contextmanager
def preferences_read() -> Generator[list[int]]:
    """How many preferences each reading of a profile asked for."""
    counts: list[int] = []

    def note(conn: Any, _cursor: Any, statement: str, values: Any, *_: Any) -> None:
        if "OUTER JOIN prefmem_preferences" in statement:
            count = f"SELECT COUNT(id) FROM ({statement})"  # noqa: S608
            counts.extend(conn.connection.execute(count, values).fetchone())

    event.listen(Engine, "after_cursor_execute", note)
    try:
        yield counts
    finally:
        event.remove(Engine, "after_cursor_execute", note)


async def same_as_alone(store: SqlStore, known: StoredProfile) -> StoredProfile:
    beside = await store.preferences.profile(ADA, known=known)
    alone = await store.preferences.profile(ADA)
    assert (beside.revision, beside.records) == (alone.revision, alone.records)
    assert (beside.person, beside.marks) == (alone.person, alone.marks)
    assert beside.vectors.keys() == alone.vectors.keys()
    assert all(np.array_equal(beside.vectors[i], alone.vectors[i]) for i in alone.vectors)
    return beside


async def test_after_a_commit_of_ours_only_what_it_wrote_is_read(store: SqlStore) -> None:
    some = [f"p{n:03}" for n in range(50)]
    first = await store.preferences.commit(ADA, wrote(*some), expected_revision=0)
    known = await store.preferences.profile(ADA)
    change = wrote("p007", "p0070", seed=2, dropped=("p020",), person=PERSON)
    second = await store.preferences.commit(ADA, change, expected_revision=first)
    third = wrote("p030", seed=3)
    await store.preferences.commit(ADA, third, expected_revision=second)
    with preferences_read() as counts:
        then = await store.preferences.profile(ADA, known=known)
    assert counts == [3]
    assert len(then.records) == 50
    assert [one.id for one in then.records] == sorted(one.id for one in then.records)
    await same_as_alone(store, known)


async def test_where_somebody_else_wrote_in_between_all_is_read(
    store: SqlStore, tmp_path: Path
) -> None:
    other = await SqlStore.open(tmp_path / "p.db")
    revision = await store.preferences.commit(ADA, wrote("p1", "p2", "p3"), expected_revision=0)
    known = await store.preferences.profile(ADA)
    for n, (one, dropped) in enumerate(((other, "p1"), (store, "p2"), (store, "p9"))):
        delta = wrote("p4", seed=n, dropped=(dropped,))
        revision = await one.preferences.commit(ADA, delta, expected_revision=revision)
    with preferences_read() as counts:
        await store.preferences.profile(ADA, known=known)
    assert counts == [2]
    assert [one.id for one in (await same_as_alone(store, known)).records] == ["p3", "p4"]
    await other.close()


async def test_of_somebody_who_was_erased_and_began_anew_nothing_old_comes_back(
    store: SqlStore,
) -> None:
    await store.preferences.commit(ADA, wrote("p1", "p2"), expected_revision=0)
    known = await store.preferences.profile(ADA)
    await store.preferences.erase(ADA)
    await store.preferences.commit(ADA, wrote("p3"), expected_revision=0)
    assert [one.id for one in (await same_as_alone(store, known)).records] == ["p3"]


async def test_after_a_purge_nothing_that_was_purged_comes_back(store: SqlStore) -> None:
    await store.preferences.commit(ADA, wrote("p1", "p2"), expected_revision=0)
    known = await store.preferences.profile(ADA)
    await store.preferences.purge(ADA, turns=(), evidence=(), preferences=("p1",), person=PERSON)
    purged = (await store.preferences.profile(ADA)).revision
    await store.preferences.commit(ADA, wrote("p3"), expected_revision=purged)
    assert [one.id for one in (await same_as_alone(store, known)).records] == ["p2", "p3"]


def test_what_is_much_or_long_ago_is_not_told() -> None:
    changed = Changed()
    changed.note(ADA, ["p1"], before=1, after=2)
    assert changed.since(ADA, 1, 2) == {"p1"}
    assert changed.since(ADA, 2, 2) == frozenset()
    assert changed.since(ADA, 0, 2) is changed.since(ADA, 1, 3) is None
    assert changed.since(OTHERS[0], 1, 2) is None
    changed.note(ADA, [f"q{n}" for n in range(FEW)], before=2, after=3)
    assert changed.since(ADA, 1, 3) is None
    for n in range(3, FEW + 3):
        changed.note(ADA, [f"r{n}"], before=n, after=n + 1)
    assert changed.since(ADA, 3, FEW + 3) is None
    assert changed.since(ADA, FEW + 1, FEW + 3) == {f"r{FEW + 1}", f"r{FEW + 2}"}


def test_few_users_are_remembered() -> None:
    changed, users = Changed(), [Scope(tenant="t", user=f"u{n}") for n in range(REMEMBERED + 1)]
    for user in users:
        changed.note(user, ["p1"], before=1, after=2)
    assert changed.since(users[0], 1, 2) is None
    assert changed.since(users[1], 1, 2) == {"p1"}
