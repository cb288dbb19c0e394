"""What one `personalize` costs, in counts, and what a day of it leaves of a prefix cache."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from prefmem import AsyncPreferenceMemory
from prefmem.embedders.minilm import MiniLM
from prefmem.records import Matrix
from prefmem.stores.sqlite import SqliteDatabase
from prefmem.tokens import counter_for

pytestmark = pytest.mark.anyio
AT = datetime(2026, 1, 5, 9, tzinfo=UTC)
SAID = (
    "Please always keep your answers short.",
    "I never eat peanuts, I am severely allergic to them.",
    "I prefer small family-run hotels over large chains.",
    "From now on use metric units.",
    "I really dislike horror films.",
)
ASKED = (
    "Where should I stay in Lisbon?",
    "What is the capital of Peru?",
    "What should I cook tonight?",
    "Fix the bug in this function: def f(x): return x +",
    "Recommend a movie for tonight.",
)


class CountedEmbedder:
    """The default embedder, counted."""

    def __init__(self) -> None:
        self.inner = MiniLM()
        self.fingerprint = self.inner.fingerprint
        self.calls = 0

    async def embed(self, texts: Sequence[str], *, purpose: Literal["query", "document"]) -> Matrix:
        self.calls += 1
        return await self.inner.embed(texts, purpose=purpose)


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def embedder() -> CountedEmbedder:
    return CountedEmbedder()


@pytest.fixture
async def memory(tmp_path: Path, embedder: CountedEmbedder) -> AsyncIterator[AsyncPreferenceMemory]:
    async with AsyncPreferenceMemory.open(tmp_path / "p.db", embedder=embedder) as memory:
        said = [{"role": "user", "content": text} for text in SAID]
        await memory.user("ada").observe(said, conversation="c", at=AT)
        await memory.drain()
        yield memory


@contextmanager
def statements() -> Iterator[list[str]]:
    """What is asked of databases about one user, or written; workers look out for all users."""
    seen: list[str] = []
    glance = SqliteDatabase.glance

    def note(_c: object, _u: object, statement: str, *_rest: object) -> None:
        if "user_id = ?" in statement or "INSERT" in statement:
            seen.append(statement)

    def noted(self: SqliteDatabase, query: str, values: tuple[str, ...]) -> Any:
        seen.append(query)
        return glance(self, query, values)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(SqliteDatabase, "glance", noted)
            yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", note)


@pytest.mark.requirement("personalize:one-embedding")
async def test_a_request_costs_one_embedding_two_queries_and_no_write(
    memory: AsyncPreferenceMemory, embedder: CountedEmbedder, tmp_path: Path
) -> None:
    ada = memory.user("ada")
    await ada.personalize([{"role": "user", "content": ASKED[0]}], at=AT)
    async with AsyncPreferenceMemory.open(tmp_path / "p.db", embedder=embedder) as other:
        theirs = other.user("ada")
        held = (await theirs.profile()).preferences[0].id
        for change, most in ((None, 1), (theirs.pin, 2)):
            if change is not None:
                await change(held)
            before = embedder.calls
            with statements() as seen:
                await ada.personalize([{"role": "user", "content": ASKED[2]}], at=AT)
            assert embedder.calls == before + 1
            assert 1 <= len(seen) <= most
            assert all(one.lstrip().upper().startswith("SELECT") for one in seen)


async def test_an_exchange_from_which_nothing_is_learned_costs_two_commits_and_two_trips(
    memory: AsyncPreferenceMemory, embedder: CountedEmbedder
) -> None:
    ada, before = memory.user("ada"), embedder.calls
    await ada.profile()
    said = [
        {"role": "user", "content": "How far is it from Vienna to Graz?"},
        {"role": "assistant", "content": "About two hundred kilometres."},
    ]
    with pytest.MonkeyPatch.context() as patch:
        trips: list[str] = []
        attempt = SqliteDatabase.attempt

        async def counted(self: SqliteDatabase, mode: str, work: Any, scope: Any) -> Any:
            trips.extend([mode] if scope is not None else [])  # workers look out for all users
            return await attempt(self, mode, work, scope)

        patch.setattr(SqliteDatabase, "attempt", counted)
        with statements() as seen:
            receipt = await ada.observe(said, conversation="e", at=AT)
    assert receipt.accepted == 2
    assert trips == ["write", "write"]
    assert sum(one.startswith("SELECT revision, state FROM") for one in seen) == 3
    assert embedder.calls == before
    assert (await memory.status()).waiting == 0


async def test_what_another_process_wrote_or_erased_is_seen_by_the_next_request(
    memory: AsyncPreferenceMemory, tmp_path: Path
) -> None:
    asked = [{"role": "user", "content": ASKED[0]}]
    ours = memory.user("ada")
    async with AsyncPreferenceMemory.open(tmp_path / "p.db") as other:
        theirs = other.user("ada")
        before = await ours.personalize(asked, at=AT)
        said = [{"role": "user", "content": "From now on call me Countess."}]
        await theirs.observe(said, conversation="d", at=AT)
        named = await ours.personalize(asked, at=AT)
        await theirs.forget(matching="Countess")
        after = await ours.personalize(asked, at=AT)
    assert before.block.revision < named.block.revision < after.block.revision
    assert "Countess" not in before.block.text
    assert "Countess" in named.block.text
    assert "Countess" not in f"{after.messages} {after.explain()}"


@pytest.mark.requirement("personalize:stable-prefix")
async def test_over_a_day_the_stable_prefix_stays_the_same_between_revisions(
    memory: AsyncPreferenceMemory, capsys: pytest.CaptureFixture[str]
) -> None:
    ada = memory.user("ada")
    count = counter_for().count
    system = {"role": "system", "content": "You are a helpful assistant of the Acme company."}
    prefixes: dict[int, set[str]] = {}
    served, naive, total, added = 0, 0, 0, 0
    last = ""
    for k in range(200):
        at = AT + timedelta(minutes=6 * k)
        if k == 100:
            said = [{"role": "user", "content": "From now on call me Ada."}]
            await ada.observe(said, conversation="d", at=at)
            await memory.drain()
        messages = [system, {"role": "user", "content": ASKED[k % len(ASKED)]}]
        reply = await ada.personalize(messages, at=at)
        prefix = reply.messages[0]["content"]
        prefixes.setdefault(reply.block.revision, set()).add(prefix)
        total += sum(count(m["content"]) for m in reply.messages)
        served += count(prefix) if prefix == last else 0
        added += count(reply.block.volatile)
        naive += count(system["content"])
        last = prefix
    assert all(len(found) == 1 for found in prefixes.values())
    assert len(prefixes) == 2
    with capsys.disabled():
        print(f"\nprefix cache: {served / total:.2f} of tokens, naive {naive / total:.2f}")
        print(f"{count(last)} tokens stay, {added / 200:.0f} are added to a request at the mean")
