"""What is said to a model that has not answered yet, and what the user has removed meanwhile."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import anyio
import pytest

from prefmem import AsyncPreferenceMemory, AsyncUserMemory, StoreUnavailable, UnknownPreference
from prefmem._engine import Engine
from prefmem.types import Message
from prefmem.underway import Saying

pytestmark = pytest.mark.anyio
SAID: list[Message] = [{"role": "user", "content": "I hate olives. I love jazz.", "id": "1"}]
LATER: list[Message] = [{"role": "user", "content": "I love tea.", "id": "3"}]
ANSWER: Message = {"role": "assistant", "content": "No olives, then.", "id": "2"}
Removal = Callable[[AsyncUserMemory], Awaitable[Any]]
REMOVALS: list[Removal] = [
    lambda ada: ada.erase(),
    lambda ada: ada.forget(matching="olives"),
    lambda ada: ada.consent("health", False),
    lambda ada: ada.consent("health", True),
]


@pytest.fixture
async def memory() -> AsyncIterator[AsyncPreferenceMemory]:
    async with AsyncPreferenceMemory.open(":memory:") as memory:
        yield memory


@pytest.fixture
def ada(memory: AsyncPreferenceMemory) -> AsyncUserMemory:
    return memory.user("ada")


def begun(user: AsyncUserMemory) -> Saying:
    saying = user.saying()
    saying.says(SAID, conversation="c")
    return saying


async def texts(user: AsyncUserMemory) -> list[str]:
    return [turn["content"] for turn in (await user.export())["turns"]]


@pytest.mark.requirement("erase:everything")
async def test_nothing_is_written_of_what_was_under_way_at_an_erasure(ada: AsyncUserMemory) -> None:
    saying = begun(ada)
    await ada.erase()
    for given in (SAID, [*SAID, ANSWER], [ANSWER]):
        receipt = await ada.observe(given, conversation="c", during=saying)
        assert (receipt.accepted, receipt.duplicates) == (0, 0)
    assert await texts(ada) == []
    await ada.observe(SAID, conversation="c", during=begun(ada))
    assert await texts(ada) == [SAID[0]["content"]]


@pytest.mark.requirement("forget:for-good")
async def test_what_was_under_way_at_a_forgetting_is_written_without_its_answer(
    ada: AsyncUserMemory,
) -> None:
    saying = begun(ada)
    await ada.forget(matching="coriander")
    assert await texts(ada) == [SAID[0]["content"]]
    await ada.observe([*SAID, ANSWER], conversation="c", during=saying)
    assert await texts(ada) == [SAID[0]["content"]]


@pytest.mark.parametrize("remove", REMOVALS)
async def test_a_removal_before_or_after_changes_nothing_else(
    ada: AsyncUserMemory, remove: Removal
) -> None:
    await remove(ada)
    saying = begun(ada)
    await ada.observe(SAID, conversation="c", during=saying)
    await ada.observe([ANSWER], conversation="c", during=saying)
    assert await texts(ada) == [SAID[0]["content"], ANSWER["content"]]


@pytest.mark.parametrize("remove", REMOVALS)
async def test_a_removal_is_for_its_user_only(
    memory: AsyncPreferenceMemory, ada: AsyncUserMemory, remove: Removal
) -> None:
    saying = begun(ada)
    for other in (memory.user("bob"), memory.user("ada", tenant="acme")):
        await remove(other)
    await ada.observe([*SAID, ANSWER], conversation="c", during=saying)
    assert await texts(ada) == [SAID[0]["content"], ANSWER["content"]]


async def test_a_removal_waits_for_what_is_being_written(
    ada: AsyncUserMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    observe, begins = Engine.observe, anyio.Event()

    async def slow(self: Engine, *given: Any, **options: Any) -> Any:
        begins.set()
        await anyio.sleep(0.1)
        return await observe(self, *given, **options)

    monkeypatch.setattr(Engine, "observe", slow)
    saying = begun(ada)

    async def write() -> None:
        await ada.observe([*SAID, ANSWER], conversation="c", during=saying)

    async with anyio.create_task_group() as group:
        group.start_soon(write)
        await begins.wait()
        await ada.erase()
    assert await texts(ada) == []


async def test_a_preference_that_nobody_has_is_no_removal(ada: AsyncUserMemory) -> None:
    saying = begun(ada)
    with pytest.raises(UnknownPreference):
        await ada.forget("no-such-preference")
    await ada.observe([*SAID, ANSWER], conversation="c", during=saying)
    assert await texts(ada) == [SAID[0]["content"], ANSWER["content"]]


async def test_what_memory_does_not_take_keeps_nobody_from_forgetting(ada: AsyncUserMemory) -> None:
    saying, bad = ada.saying(), "x" * 10_000_000
    saying.says([{"role": "user", "content": bad}], conversation="c")
    await ada.forget(matching="olives")
    assert await texts(ada) == []


async def test_a_removal_that_fails_leaves_it_under_way(
    ada: AsyncUserMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_: Any, **__: Any) -> Any:
        raise StoreUnavailable("away")

    saying = begun(ada)
    with monkeypatch.context() as patched:
        patched.setattr(Engine, "observe", away)
        with pytest.raises(StoreUnavailable):
            await ada.forget(matching="olives")
    await ada.observe([*SAID, ANSWER], conversation="c", during=saying)
    assert await texts(ada) == [SAID[0]["content"], ANSWER["content"]]


@pytest.mark.requirement("erase:everything")
async def test_what_is_under_way_elsewhere_is_not_stored_though_the_index_is_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_: Any, **__: Any) -> Any:
        raise StoreUnavailable("away")

    where = tmp_path / "p.db"
    async with AsyncPreferenceMemory.open(where) as one, AsyncPreferenceMemory.open(where) as two:
        ada, same = one.user("ada"), two.user("ada")
        await same.observe(SAID, conversation="before")
        saying = begun(ada)
        with monkeypatch.context() as patched:
            patched.setattr(type(same.memory.parts.episodes), "erase", away)
            with pytest.raises(StoreUnavailable):
                await same.erase()
            await ada.observe([*SAID, ANSWER], conversation="c", during=saying)
            await ada.observe(LATER, conversation="c", during=begun(ada))
        await two.work()
        assert [text for text in await texts(ada) if text] == [LATER[0]["content"]]


async def test_what_nobody_holds_any_more_is_not_written(ada: AsyncUserMemory) -> None:
    begun(ada)
    gc.collect()
    await ada.forget(matching="coriander")
    assert await texts(ada) == []


async def test_what_is_written_is_not_written_again(
    memory: AsyncPreferenceMemory, ada: AsyncUserMemory
) -> None:
    """Another process may have erased it since."""
    saying = begun(ada)
    await ada.observe([*SAID, ANSWER], conversation="c", during=saying)
    parts = ada.memory.parts
    await parts.store.preferences.erase(ada.scope)
    await ada.forget(matching="coriander")
    assert await texts(ada) == []
    del saying
