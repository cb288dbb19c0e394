"""What two callers do of one user at the same moment: neither takes away what the other did."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any, Literal

import anyio
import pytest

from prefmem import AsyncPreferenceMemory, AsyncUserMemory, UnknownPreference
from prefmem.embedders.minilm import MiniLM
from prefmem.episodes.memory import MemoryEpisodes
from prefmem.records import Matrix
from prefmem.types import Scope

pytestmark = pytest.mark.anyio
ALLERGY = [{"role": "user", "content": "I'm severely allergic to peanuts."}]
JAZZ = [{"role": "user", "content": "I love jazz concerts."}]
Then = Callable[[], Awaitable[Any]]


class Meanwhile:
    """Somebody else, who acts once, in the middle of what is being done."""

    def __init__(self) -> None:
        self.then: Then | None = None

    async def acts(self) -> None:
        then, self.then = self.then, None
        if then is not None:
            await then()


class Episodes(MemoryEpisodes):
    """An index that somebody else is faster than: it is erased between reading and removing."""

    def __init__(self, other: Meanwhile) -> None:
        super().__init__()
        self.other = other

    async def erase(self, scope: Scope, ids: Sequence[tuple[str, str]] | None = None) -> int:
        await self.other.acts()
        return await super().erase(scope, ids)


class Embedder(MiniLM):
    """An embedder that somebody else is faster than."""

    def __init__(self, other: Meanwhile) -> None:
        super().__init__()
        self.other = other

    async def embed(self, texts: Sequence[str], *, purpose: Literal["query", "document"]) -> Matrix:
        await self.other.acts()
        return await super().embed(texts, purpose=purpose)


@pytest.fixture
def other() -> Meanwhile:
    return Meanwhile()


def opened(path: Path, other: Meanwhile) -> AsyncPreferenceMemory:
    return AsyncPreferenceMemory.open(
        path / "p.db", episodes=Episodes(other), embedder=Embedder(other)
    )


@asynccontextmanager
async def told(path: Path, other: Meanwhile) -> AsyncIterator[AsyncUserMemory]:
    """Somebody who has told of an allergy."""
    async with opened(path, other) as memory:
        ada = memory.user("ada")
        await ada.observe(ALLERGY, conversation="c")
        yield ada


async def statements(ada: AsyncUserMemory) -> str:
    return " ".join(p.statement for p in (await ada.profile()).preferences).lower()


@pytest.mark.requirement("forget:for-good")
async def test_what_is_confirmed_while_it_is_forgotten_leaves_no_word(
    tmp_path: Path, other: Meanwhile
) -> None:
    async with told(tmp_path, other) as ada:
        (held,) = (await ada.profile()).preferences
        other.then = lambda: ada.confirm(held.id)
        await ada.forget(held.id)
        assert "peanut" not in str(await ada.export())


@pytest.mark.requirement("user:pause")
async def test_a_pause_is_not_undone_by_what_is_forgotten_meanwhile(
    tmp_path: Path, other: Meanwhile
) -> None:
    async with told(tmp_path, other) as ada:
        other.then = ada.pause
        await ada.forget(matching="peanuts")
        assert (await ada.status()).paused
        assert await statements(ada) == ""


@pytest.mark.requirement("life:rebuild")
async def test_what_is_learned_while_something_is_forgotten_is_held(
    tmp_path: Path, other: Meanwhile
) -> None:
    async with told(tmp_path, other) as ada:
        other.then = lambda: ada.observe(JAZZ, conversation="d")
        await ada.forget(matching="peanuts")
        assert "jazz" in await statements(ada)
        assert await ada.rebuild() == 0


@pytest.mark.requirement("life:rebuild")
async def test_what_is_learned_during_a_rebuild_is_held(tmp_path: Path, other: Meanwhile) -> None:
    async with opened(tmp_path, other) as memory:
        await memory.user("ada").observe(ALLERGY, conversation="c")
    async with opened(tmp_path, other) as memory:  # which has no vector at hand
        ada = memory.user("ada")
        other.then = lambda: ada.observe(JAZZ, conversation="d")
        assert await ada.rebuild() == 0
        assert other.then is None
        assert "jazz" in await statements(ada)
        assert "peanut" in await statements(ada)


async def test_what_is_forgotten_while_it_is_corrected_is_unknown(
    tmp_path: Path, other: Meanwhile
) -> None:
    async with told(tmp_path, other) as ada:
        (held,) = (await ada.profile()).preferences
        other.then = lambda: ada.forget(held.id)
        with pytest.raises(UnknownPreference, match="no preference"):
            await ada.correct(held.id, "Avoids all nuts")
        assert "nuts" not in str(await ada.export())


@pytest.mark.requirement("erase:everything")
@pytest.mark.parametrize("index", ["sql", "another"])
async def test_what_is_indexed_while_its_user_is_erased_leaves_no_word(
    tmp_path: Path, other: Meanwhile, index: str
) -> None:
    apart = MemoryEpisodes() if index == "another" else None
    async with AsyncPreferenceMemory.open(
        tmp_path / "p.db", episodes=apart, embedder=Embedder(other)
    ) as memory:
        ada = memory.user("ada")
        told = {"role": "user", "content": "What may I eat? Peanuts make me ill."}
        await ada.observe([told], conversation="c")
        other.then = ada.erase
        await memory.work()
        assert other.then is None
        assert await ada.episodes("peanuts") == ()
        assert apart is None or await apart.empty()
    assert b"Peanuts make" not in (tmp_path / "p.db").read_bytes()


async def test_an_index_that_is_empty_because_of_an_erasure_was_not_lost(
    tmp_path: Path, other: Meanwhile, caplog: pytest.LogCaptureFixture
) -> None:
    async with opened(tmp_path, other) as memory:
        ada, bob = memory.user("ada"), memory.user("bob")
        await ada.observe(ALLERGY, conversation="c")
        await memory.work()

        async def both() -> None:
            await Episodes.erase(index, ada.scope)
            assert await bob.episodes("peanuts") == ()

        index = memory._engine.parts.episodes  # pyright: ignore[reportPrivateUsage]
        other.then = both
        await ada.erase()
    assert "was lost" not in caplog.text


async def test_who_has_not_spoken_is_not_looked_for_in_a_lost_index(
    tmp_path: Path, other: Meanwhile, caplog: pytest.LogCaptureFixture
) -> None:
    async with opened(tmp_path, other) as memory:
        ada = memory.user("ada")
        silent = [{"role": "system", "content": "Be kind."}, {"role": "user", "content": " \n"}]
        await ada.observe(silent, conversation="c")
        assert await ada.episodes("peanuts") == ()
        assert await ada.episodes("peanuts") == ()
    assert "was lost" not in caplog.text


@pytest.mark.requirement("observe:at-once")
async def test_what_is_said_in_two_calls_at_once_is_held_when_both_return(tmp_path: Path) -> None:
    said = [ALLERGY, JAZZ, [{"role": "user", "content": "I never eat breakfast."}]]
    async with AsyncPreferenceMemory.open(tmp_path / "p.db") as memory:
        ada = memory.user("ada")
        async with anyio.create_task_group() as group:
            for n, messages in enumerate(said):
                group.start_soon(partial(ada.observe, messages, conversation=f"c{n}"))
        held = {one.statement for one in (await ada.profile()).preferences}
        assert len(held) == len(said)
        await ada.forget(matching="peanuts")
        await memory.drain()
        left = {one.statement for one in (await ada.profile()).preferences}
    assert left == {one for one in held if "peanut" not in one}
