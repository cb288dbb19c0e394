"""A memory with the embedded defaults, on a clock that stands still."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from prefmem import PreferenceMemory
from prefmem.testing import FixedClock


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture(params=["sqlite", "memory"])
def memory(
    request: pytest.FixtureRequest, tmp_path: Path, clock: FixedClock
) -> Iterator[PreferenceMemory]:
    location = tmp_path / "p.db" if request.param == "sqlite" else ":memory:"
    with PreferenceMemory.open(location, clock=clock) as memory:
        yield memory
