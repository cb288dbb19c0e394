"""SQLite behaves like the dictionaries, and nobody sees anything of anybody else."""

from __future__ import annotations

import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import anyio
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from prefmem.conformance.samples import evidence, record, revision, turn, vectors
from prefmem.conformance.stores import everything
from prefmem.errors import PrefmemError
from prefmem.ports import Store
from prefmem.records import PersonState, ProfileDelta
from prefmem.stores.memory import MemoryStore
from prefmem.stores.sql import SqlStore
from prefmem.types import Scope

USERS = (
    Scope(tenant="a", user="b"),
    Scope(tenant="a", user="b%"),
    Scope(tenant="a", user="B"),
    Scope(tenant="b", user="b"),
)
Operation = Callable[[Store, Scope], Awaitable[Any]]
names = st.sampled_from(["1", "2", "3"])
words = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=12)


@st.composite
def appending(draw: st.DrawFn) -> Operation:
    said = [turn(name, content=draw(words)) for name in draw(st.lists(names, max_size=3))]

    async def do(store: Store, scope: Scope) -> Any:
        marked = [replace_content(one, scope) for one in said]
        return await store.turns.append(scope, marked, due={"local": 0.0})

    return do


def replace_content(one: Any, scope: Scope) -> Any:
    return turn(one.id, content=f"{one.content}\x1e{scope.tenant}\x1f{scope.user}")


@st.composite
def committing(draw: st.DrawFn) -> Operation:
    name, text = draw(names), draw(words)
    stale = draw(st.booleans()) and draw(st.booleans())
    fields = {
        "records": (record(f"p{name}", statement=text),) if draw(st.booleans()) else (),
        "evidence": (evidence(f"e{name}", quote=text),) if draw(st.booleans()) else (),
        "withdrawn": (f"e{draw(names)}",) if draw(st.booleans()) else (),
        "dropped": (f"p{draw(names)}",) if draw(st.booleans()) else (),
        "revisions": (revision(f"p{name}", reason=text),) if draw(st.booleans()) else (),
        "vectors": {f"p{draw(names)}": vectors(1)} if draw(st.booleans()) else {},
        "person": PersonState(paused=True) if draw(st.booleans()) else None,
        "counters": {"n": 1},
    }

    async def do(store: Store, scope: Scope) -> Any:
        at = (await store.preferences.profile(scope)).revision + stale
        lease = None
        if fields["records"]:
            lease = await store.work.claim("local", scope=scope, seconds=60)
        delta = ProfileDelta(**fields, lease=lease, cursor=lease and lease.cursor + 1)
        return await store.preferences.commit(scope, delta, expected_revision=at)

    return do


@st.composite
def removing(draw: st.DrawFn) -> Operation:
    chosen = {
        "turns": [("c", name) for name in draw(st.lists(names, max_size=2, unique=True))],
        "evidence": [f"e{name}" for name in draw(st.lists(names, max_size=2, unique=True))],
        "preferences": [f"p{name}" for name in draw(st.lists(names, max_size=2, unique=True))],
    }

    async def do(store: Store, scope: Scope) -> Any:
        person = (await store.preferences.profile(scope)).person
        return await store.preferences.purge(scope, **chosen, person=person)

    return do


async def erase(store: Store, scope: Scope) -> Any:
    removed = await store.preferences.erase(scope)
    return {name: removed[name] for name in ("turns", "evidence", "preferences", "history")}


async def move(store: Store, scope: Scope) -> Any:
    exported = await store.export_rows(scope)
    await store.preferences.erase(scope)
    await store.import_rows(scope, exported)
    return await store.export_rows(scope) == exported or exported


operations = st.lists(
    st.tuples(
        st.sampled_from(USERS),
        st.one_of(appending(), committing(), removing(), st.sampled_from([erase, move])),
    ),
    max_size=12,
)


@pytest.mark.requirement("store:as-dictionaries")
@given(operations)
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
def test_sqlite_behaves_like_the_dictionaries(done: list[tuple[Scope, Operation]]) -> None:
    anyio.run(compare, done)


async def compare(done: list[tuple[Scope, Operation]]) -> None:
    model = MemoryStore()
    with tempfile.TemporaryDirectory() as folder:
        store = await SqlStore.open(Path(folder) / "p.db")
        try:
            for scope, do in done:
                others = [other for other in USERS if other != scope]
                before = [await comparable(store, other) for other in others]
                assert await outcome(do, store, scope) == await outcome(do, model, scope)
                assert await comparable(store, scope) == await comparable(model, scope)
                assert [await comparable(store, other) for other in others] == before
            here, there = await both_statuses(store, model)
            assert here == there
            assert [s async for s in store.users()] == [s async for s in model.users()]
            await check_isolation(store)
        finally:
            await store.close()


async def outcome(do: Operation, store: Store, scope: Scope) -> Any:
    try:
        return await do(store, scope)
    except PrefmemError as error:
        return type(error)


async def comparable(store: Store, scope: Scope) -> dict[str, Any]:
    profile = await store.preferences.profile(scope)
    return {
        **await everything(store, scope),
        "revision": profile.revision,
        "shapes": {name: np.shape(rows) for name, rows in profile.vectors.items()},
        "export": await store.export_rows(scope),
    }


async def both_statuses(*stores: Store) -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = []
    for store in stores:
        status = await store.status(stages=("local",))
        found.append(
            (status.users, status.turns, status.preferences, status.waiting, status.counters)
        )
    return found


async def check_isolation(store: Store) -> None:
    """Every turn carries the mark of its owner, and of nobody else."""
    for scope in USERS:
        for one in await store.turns.read(scope):
            owner = f"{scope.tenant}\x1f{scope.user}"
            assert not one.content or one.content.endswith("\x1e" + owner)
