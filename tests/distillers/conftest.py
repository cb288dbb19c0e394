"""What tests of the local distiller share: one of it, and what it finds in a turn."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import anyio
import pytest

from prefmem import PreferenceMemory
from prefmem.distillers.local import LocalDistiller
from prefmem.embedders.minilm import MiniLM
from prefmem.records import StoredProfile, Turn
from prefmem.types import Evidence, Scope

SCOPE = Scope(tenant="t", user="u")
AT = datetime(2026, 1, 5, tzinfo=UTC)
Found = Callable[[str], tuple[Evidence, ...]]
Replied = Callable[..., tuple[Evidence, ...]]
Held = Callable[..., tuple[str, ...]]


@pytest.fixture(scope="session")
def distiller() -> LocalDistiller:
    return LocalDistiller(MiniLM(), MiniLM())


@pytest.fixture(scope="session")
def found(distiller: LocalDistiller) -> Found:
    """What is found in a turn that stands by itself."""

    def read(said: str) -> tuple[Evidence, ...]:
        turn = Turn(conversation="c", id="m", role="user", content=said, at=AT, position=1)

        async def distil() -> tuple[Evidence, ...]:
            known = StoredProfile(scope=SCOPE)
            return (await distiller.distil(SCOPE, [turn], known=known)).evidence

        return anyio.run(distil)

    return read


@pytest.fixture
def replied(distiller: LocalDistiller) -> Replied:
    """What is found in the last turn of a conversation that the user begins."""

    def read(*said: str) -> tuple[Evidence, ...]:
        turns = [
            Turn(
                conversation="c",
                id=f"m{k}",
                role="user" if k % 2 == 0 else "assistant",
                content=text,
                at=AT,
                position=k,
            )
            for k, text in enumerate(said, 1 - len(said) % 2)
        ]

        async def distil() -> tuple[Evidence, ...]:
            known = StoredProfile(scope=SCOPE)
            return (await distiller.distil(SCOPE, turns, known=known)).evidence

        found = anyio.run(distil)
        return tuple(one for one in found if one.message_id == turns[-1].id)

    return read


@pytest.fixture
def held() -> Iterator[Held]:
    """What is held after some turns of one conversation: the statements that are active."""
    with ExitStack() as opened:
        people = iter(range(1_000))
        folder = opened.enter_context(TemporaryDirectory())
        memory = opened.enter_context(PreferenceMemory.open(Path(folder) / "p.db"))

        def after(*said: str) -> tuple[str, ...]:
            user = memory.user(f"u{next(people)}")
            for one in said:
                user.observe([{"role": "user", "content": one}], conversation="c")
            memory.drain()
            kept = user.profile().preferences
            return tuple(p.statement for p in kept if p.status == "active")

        yield after
