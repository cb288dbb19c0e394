"""Every index in SQL or memory keeps the contract."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from prefmem.conformance.episodes import EpisodesContract
from prefmem.episodes.memory import MemoryEpisodes
from prefmem.episodes.sql import SqlEpisodes
from prefmem.stores.sql import SqlStore


class TestMemory(EpisodesContract):
    @pytest.fixture
    async def episodes(self) -> MemoryEpisodes:
        return MemoryEpisodes()


class TestSqlite(EpisodesContract):
    @pytest.fixture
    async def episodes(self, tmp_path: Path) -> AsyncIterator[SqlEpisodes]:
        store = await SqlStore.open(tmp_path / "p.db")
        yield store.episodes()
        await store.close()
