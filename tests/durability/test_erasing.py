"""Killed while it erases: whoever opens the store next finishes it, in every place."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from prefmem import PreferenceMemory
from prefmem.episodes.memory import MemoryEpisodes
from prefmem.errors import StoreUnavailable
from prefmem.types import Scope

HERE = Path(__file__).parent
SOUP = "I love spicy lentil soup more than anything else."
TRAINS = "I prefer night trains to flights whenever I travel."


@pytest.fixture(params=["", "chroma"])
def episodes(request: pytest.FixtureRequest, tmp_path: Path) -> str | None:
    if request.param:
        pytest.importorskip("chromadb")
        return f"chroma:{tmp_path / 'index'}"
    return None


def told(path: Path, episodes: str | None) -> None:
    with PreferenceMemory.open(path, episodes=episodes) as memory:
        for name in ("ada", "ben"):
            user = memory.user(name)
            user.observe([{"role": "user", "content": SOUP}], conversation="c1")
            user.observe([{"role": "user", "content": TRAINS}], conversation="c2")
            assert len(user.episodes("soup")) == 2


def killed(path: Path, episodes: str | None, what: str) -> None:
    ended = subprocess.run(
        [sys.executable, str(HERE / "eraser.py"), str(path), episodes or "", what],
        env={**os.environ, "PYTHONPATH": str(HERE.parents[1])},
    )
    assert ended.returncode == -signal.SIGKILL


@pytest.mark.requirement("erase:finished")
@pytest.mark.slow
def test_an_erasure_that_was_killed_is_finished_at_the_next_start(
    tmp_path: Path, episodes: str | None
) -> None:
    path = tmp_path / "p.db"
    told(path, episodes)
    killed(path, episodes, "erase")
    with PreferenceMemory.open(path, episodes=episodes) as memory:
        assert memory.status().unfinished == 0
        assert [scope.user for scope in memory.users()] == ["ben"]
        assert memory.user("ada").episodes("soup") == ()
        assert not memory.user("ada").profile().preferences
        assert len(memory.user("ben").episodes("soup")) == 2
        assert memory.user("ben").profile().preferences
        memory.user("ada").observe([{"role": "user", "content": TRAINS}], conversation="c3")
        assert memory.user("ada").profile().preferences
    with PreferenceMemory.open(path, episodes=episodes) as memory:
        assert memory.user("ada").profile().preferences, "what came after is not erased again"


@pytest.mark.requirement("erase:finished")
@pytest.mark.slow
def test_a_forgetting_that_was_killed_is_finished_too(tmp_path: Path, episodes: str | None) -> None:
    path = tmp_path / "p.db"
    told(path, episodes)
    killed(path, episodes, "soup")
    with PreferenceMemory.open(path, episodes=episodes) as memory:
        ada = memory.user("ada")
        assert memory.status().unfinished == 0
        said = " ".join(p.statement for p in ada.profile().preferences)
        assert "soup" not in said
        assert "train" in said
        assert [hit.conversation_id for hit in ada.episodes("soup")] == ["c2"]
        ada.observe([{"role": "user", "content": SOUP}], conversation="c1")
        assert "soup" not in " ".join(p.statement for p in ada.profile().preferences)
    assert b"spicy lentil" in path.read_bytes(), "Ben's is there"


@pytest.mark.slow
def test_a_class_whose_closing_was_killed_is_closed_and_empty(
    tmp_path: Path, episodes: str | None
) -> None:
    path = tmp_path / "p.db"
    with PreferenceMemory.open(path, episodes=episodes) as memory:
        said = [{"role": "user", "content": "I'm severely allergic to peanuts."}]
        memory.user("ada").observe(said, conversation="c1")
        assert memory.user("ada").profile().preferences
    killed(path, episodes, "close:health")
    with PreferenceMemory.open(path, episodes=episodes) as memory:
        ada = memory.user("ada")
        assert memory.status().unfinished == 0
        assert ada.status().consents == {"health": False}
        assert not ada.profile().preferences
        ada.consent("health", True)
    with PreferenceMemory.open(path, episodes=episodes) as memory:
        assert memory.user("ada").status().consents == {"health": True}
    assert b"peanut" not in path.read_bytes()


class Away(MemoryEpisodes):
    """An index that can go away."""

    away = False

    async def erase(self, scope: Scope, ids: Sequence[tuple[str, str]] | None = None) -> int:
        if self.away:
            raise StoreUnavailable("the index is away; start it")
        return await super().erase(scope, ids)


def test_an_index_that_is_away_keeps_nobody_from_opening(tmp_path: Path) -> None:
    """The intent stays, and is counted, until the index is back."""
    index, path = Away(), tmp_path / "p.db"
    with PreferenceMemory.open(path, episodes=index) as memory:
        ada = memory.user("ada")
        ada.observe([{"role": "user", "content": SOUP}], conversation="c1")
        index.away = True
        with pytest.raises(StoreUnavailable, match="away"):
            ada.erase()
        assert memory.status().unfinished == 1
    with PreferenceMemory.open(path, episodes=index) as memory:
        assert memory.status().unfinished == 1
        index.away = False
        memory.work()
        assert memory.status().unfinished == 0
        assert memory.users() == ()
