"""Draining waits for all that is to be read, also for what another worker let go of meanwhile."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from prefmem import _engine
from prefmem.factory import Choices, assemble
from prefmem.work.stream import Worker

pytestmark = pytest.mark.anyio


class Lapsing:
    """A store whose work another worker takes as it comes, and lets go of after the first look."""

    def __init__(self, store: Any) -> None:
        self._store = store
        self._looked = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store.work, name)

    async def append_and_claim(self, scope: Any, turns: Any, **options: Any) -> Any:
        found = await self._store.turns.append_and_claim(scope, turns, **options)
        await self._store.work.release(found.lease)
        return replace(found, lease=None)

    async def read(self, scope: Any, **options: Any) -> Any:
        return await self._store.turns.read(scope, **options)

    async def claim(self, *args: Any, scope: Any = None, **options: Any) -> Any:
        looked, self._looked = self._looked, self._looked or scope is None
        if scope is None and not looked:
            return None
        return None if scope else await self._store.work.claim(*args, scope=scope, **options)


async def test_a_lease_that_lapses_while_draining_leaves_nothing_unread():
    async def build():
        parts = await assemble(Choices(location=":memory:"))
        lapsing = Lapsing(parts.store)
        make = partial(Worker, lapsing, lapsing)
        return replace(parts, make_worker=make)

    async with _engine.AsyncPreferenceMemory(_engine.Engine(build, background=False)) as memory:
        told = [{"role": "user", "content": "I love strong black tea."}]
        await memory.user("ada").observe(told, conversation="c")
        assert (await memory.drain()).waiting == 0
        assert [p.subject for p in (await memory.user("ada").profile()).preferences]
