"""Every store keeps the contract."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from prefmem.conformance.stores import StoreContract
from prefmem.conformance.work import WorkContract
from prefmem.stores.memory import MemoryStore
from prefmem.stores.sql import SqlStore


class TestMemory(StoreContract, WorkContract):
    @pytest.fixture
    async def store(self) -> MemoryStore:
        return MemoryStore()


class TestSqlite(StoreContract, WorkContract):
    @pytest.fixture
    async def store(self, tmp_path: Path) -> AsyncIterator[SqlStore]:
        store = await SqlStore.open(tmp_path / "p.db")
        yield store
        await store.close()
