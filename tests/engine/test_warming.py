"""A memory that is warm has loaded what a request needs, and holds nothing of it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

import pytest

from prefmem import PreferenceMemory
from prefmem.embedders.minilm import MiniLM
from prefmem.errors import EmbedderError

LOADED_LATER = """
import sys
from prefmem import PreferenceMemory

with PreferenceMemory.open(sys.argv[1]) as memory:
    memory.warm()
    before = set(sys.modules)
    ada = memory.user("ada")
    said = [{"role": "user", "content": "I hate jazz, and please keep your answers short."}]
    ada.observe(said, conversation="c")
    found = ada.personalize([{"role": "user", "content": "What should I listen to tonight?"}])
    assert found.applied
    print(sorted(set(sys.modules) - before))
"""


class Away:
    """MiniLM, of which the file is missing at first."""

    def __init__(self) -> None:
        self._real = MiniLM()
        self.fingerprint = self._real.fingerprint
        self.there = False

    async def embed(self, texts: Sequence[str], *, purpose: Literal["query", "document"]) -> Any:
        if not self.there:
            raise EmbedderError("the model's file is gone; install it again")
        return await self._real.embed(texts, purpose=purpose)


def test_once_warm_the_first_exchange_loads_no_module_more(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADED_LATER, str(tmp_path / "p.db")],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"


def test_warming_up_leaves_nothing_behind(tmp_path: Path) -> None:
    with PreferenceMemory.open(tmp_path / "p.db") as memory:
        memory.warm()
        status = memory.status()
        assert (status.users, status.turns, status.preferences, status.waiting) == (0, 0, 0, 0)
        assert memory.users() == ()
        assert not dict(status.counters)
    assert b"coriander" not in (tmp_path / "p.db").read_bytes()


def test_a_model_that_is_missing_is_told_and_may_come_later() -> None:
    embedder = Away()
    with PreferenceMemory.open(":memory:", embedder=embedder) as memory:
        with pytest.raises(EmbedderError, match="install it again"):
            memory.warm()
        embedder.there = True
        memory.warm()
