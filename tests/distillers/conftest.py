"""What tests of the local distiller share: one of it, and what it finds in a turn."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import anyio
import pytest

from prefmem.distillers.local import LocalDistiller
from prefmem.embedders.minilm import MiniLM
from prefmem.records import StoredProfile, Turn
from prefmem.types import Evidence, Scope

SCOPE = Scope(tenant="t", user="u")
AT = datetime(2026, 1, 5, tzinfo=UTC)
Found = Callable[[str], tuple[Evidence, ...]]


@pytest.fixture(scope="session")
def distiller() -> LocalDistiller:
    return LocalDistiller(MiniLM())


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
