"""Vectors on disk: half the bytes, what everybody has once, and the same answers."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pytest
import sqlalchemy as sa

from prefmem.conformance.samples import ADA, OTHERS, record, vectors
from prefmem.records import ProfileDelta
from prefmem.stages.expansions import PLACES
from prefmem.stores import schema
from prefmem.stores.database import EVERYONE
from prefmem.stores.sql import SqlStore

pytestmark = pytest.mark.anyio
TWO = tuple(PLACES.values())[:2]


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqlStore]:
    made = await SqlStore.open(tmp_path / "p.db")
    yield made
    await made.close()


def of_two_situations(name: str, seed: int) -> ProfileDelta:
    own, common = vectors(seed, 1), vectors(99, 2)
    return ProfileDelta(
        records=(record(name, applies_to=TWO),),
        vectors={name: np.concatenate([own, common])},
    )


async def counted(store: SqlStore) -> int:
    query = sa.select(sa.func.count()).select_from(schema.situations)
    return await store.database.read(lambda c: c.execute(query).scalar_one(), EVERYONE)


async def test_what_all_users_have_is_kept_once(store: SqlStore, tmp_path: Path) -> None:
    for seed, scope in enumerate((ADA, *OTHERS)):
        change = of_two_situations("p", seed)
        await store.preferences.commit(scope, change, expected_revision=0)
    assert await counted(store) == 2
    fresh = await SqlStore.open(tmp_path / "p.db")
    for seed, scope in enumerate((ADA, *OTHERS)):
        held = (await fresh.preferences.profile(scope)).vectors["p"]
        assert np.array_equal(held, of_two_situations("p", seed).vectors["p"])
    await fresh.close()


async def test_vectors_of_words_of_a_user_are_never_shared(store: SqlStore) -> None:
    texts = (TWO[0], "What would Ada do?")
    change = ProfileDelta(
        records=(record("p", applies_to=texts),), vectors={"p": vectors(1, rows=3)}
    )
    await store.preferences.commit(ADA, change, expected_revision=0)
    assert await counted(store) == 0
    assert np.array_equal((await store.preferences.profile(ADA)).vectors["p"], vectors(1, rows=3))


async def test_a_profile_in_the_middle_of_a_reindex_can_be_read(store: SqlStore) -> None:
    """Vectors of another width lie beside those of the first."""
    await store.preferences.commit(ADA, of_two_situations("a", 1), expected_revision=0)
    wide = np.eye(1, 32, dtype=np.float32)
    at = (await store.preferences.profile(ADA)).revision
    other = ProfileDelta(records=(record("b", applies_to=()),), vectors={"b": wide})
    await store.preferences.commit(ADA, other, expected_revision=at)
    held = (await store.preferences.profile(ADA)).vectors
    assert {name: matrix.shape for name, matrix in held.items()} == {"a": (3, 16), "b": (1, 32)}


async def test_a_lost_shared_vector_is_named_and_can_be_remade(
    store: SqlStore, caplog: pytest.LogCaptureFixture
) -> None:
    change = of_two_situations("p", 1)
    await store.preferences.commit(ADA, change, expected_revision=0)
    await store.database.write(lambda c: c.execute(schema.situations.delete()), EVERYONE)
    held = (await store.preferences.profile(ADA)).vectors["p"]
    assert np.array_equal(held, change.vectors["p"][:1])
    assert "prefmem reindex" in caplog.text
    await store.replace_vectors(ADA, change.vectors)
    assert np.array_equal((await store.preferences.profile(ADA)).vectors["p"], change.vectors["p"])


async def test_half_precision_changes_no_ranking_that_is_clear() -> None:
    """Two candidates 1e-4 apart stay in their order; the embedder's own error is larger."""
    draw = np.random.default_rng(3)
    held = draw.normal(size=(2000, 384))
    held /= np.linalg.norm(held, axis=1, keepdims=True)
    exact = held.astype(np.float32)
    kept = exact.astype(np.float16).astype(np.float32)
    query = exact[:50]
    moved = np.abs(query @ kept.T - query @ exact.T)
    assert moved.max() < 5e-5
