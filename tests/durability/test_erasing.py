"""Killed while it erases: whoever opens the store next finishes it, in every place."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
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


def said(text: str, name: str) -> list[dict[str, str]]:
    return [{"role": "user", "content": text, "id": name}]


@pytest.fixture(params=["sqlite", "memory"])
def location(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    return tmp_path / "p.db" if request.param == "sqlite" else ":memory:"


@pytest.mark.requirement("erase:finished")
@pytest.mark.requirement("observe:durable")
def test_a_forgetting_that_is_finished_late_leaves_what_was_said_since(
    location: Path | str,
) -> None:
    index = Away()
    with PreferenceMemory.open(location, episodes=index) as memory:
        ada = memory.user("ada")
        ada.observe(said(SOUP, "m1"), conversation="c1")
        ada.observe(said(TRAINS, "m2"), conversation="c1")
        soup = next(p for p in ada.profile().preferences if "soup" in p.statement)
        index.away = True
        with pytest.raises(StoreUnavailable, match="away"):
            ada.forget(soup.id)
        ada.observe(said("I love spicy lentil soup.", "m3"), conversation="c2")
        trains = next(p for p in ada.profile().preferences if "train" in p.statement)
        ada.pin(trains.id)
        index.away = False
        memory.work()
        assert memory.status().unfinished == 0
        held = {p.statement: p for p in ada.profile().preferences}
        assert [e.message_id for e in held["Loves spicy lentil soup"].evidence] == ["m3"]
        assert next(p for p in held.values() if p.id == trains.id).pinned
        texts = {turn["id"]: turn["content"] for turn in ada.export()["turns"]}
        assert texts == {"m1": "", "m2": TRAINS, "m3": "I love spicy lentil soup."}
        assert ada.rebuild() == 0


@pytest.mark.requirement("erase:finished")
def test_a_word_on_what_was_to_be_forgotten_goes_with_it(location: Path | str) -> None:
    index = Away()
    with PreferenceMemory.open(location, episodes=index) as memory:
        ada = memory.user("ada")
        ada.observe(said(SOUP, "m1"), conversation="c1")
        soup = ada.profile().preferences[0]
        index.away = True
        with pytest.raises(StoreUnavailable, match="away"):
            ada.forget(soup.id)
        ada.pin(soup.id)
        index.away = False
        memory.work()
        assert "soup" not in str(ada.export())


@pytest.mark.requirement("erase:finished")
@pytest.mark.requirement("observe:durable")
def test_a_person_who_is_erased_late_keeps_what_they_said_and_decided_since(
    location: Path | str,
) -> None:
    index = Away()
    with PreferenceMemory.open(location, episodes=index) as memory:
        ada = memory.user("ada")
        ada.consent("orientation", True)
        ada.observe(said(SOUP, "m1"), conversation="c1")
        ada.pin(ada.profile().preferences[0].id)
        assert ada.personalize([{"role": "user", "content": "Recommend a dinner."}]).applied
        index.away = True
        with pytest.raises(StoreUnavailable, match="away"):
            ada.erase()
        assert ada.status().consents == {}, "who is observed from here on is somebody new"
        ada.observe(said(TRAINS, "m2"), conversation="c2")
        ada.consent("faith", True)
        index.away = False
        memory.work()
        assert memory.status().unfinished == 0
        assert ["train" in p.statement for p in ada.profile().preferences] == [True]
        told = ada.export()
        assert [turn["content"] for turn in told["turns"]] == ["", TRAINS]
        assert "soup" not in str(told)
        assert (told["consents"], told["decisions"]) == ({"faith": True}, [])
        assert ada.rebuild() == 0
        memory.work()
        assert [turn["content"] for turn in ada.export()["turns"]] == ["", TRAINS]


@pytest.mark.requirement("erase:finished")
def test_a_class_that_is_closed_late_leaves_the_turns_that_came_since(
    location: Path | str,
) -> None:
    index, nuts = Away(), "I'm severely allergic to peanuts."
    with PreferenceMemory.open(location, episodes=index) as memory:
        ada = memory.user("ada")
        ada.observe(said(nuts, "m1"), conversation="c1")
        index.away = True
        with pytest.raises(StoreUnavailable, match="away"):
            ada.consent("health", False)
        ada.observe(said("Are peanuts legumes? I have an allergy.", "m2"), conversation="c2")
        index.away = False
        memory.work()
        texts = {turn["id"]: turn["content"] for turn in ada.export()["turns"]}
        assert texts == {"m1": "", "m2": "Are peanuts legumes? I have an allergy."}
        assert not ada.profile().preferences


def test_an_erasure_begun_by_an_older_release_is_finished(tmp_path: Path) -> None:
    """Its intent does not say how far it reaches: then it reaches all that there is."""
    path = tmp_path / "p.db"
    with PreferenceMemory.open(path) as memory:
        for name in ("ada", "ben"):
            memory.user(name).observe(said(SOUP, "m1"), conversation="c1")
        soup = memory.user("ben").profile().preferences[0].id
    with sqlite3.connect(path) as raw:
        wish = {"kind": "forget", "preferences": [soup], "evidence": [], "turns": [], "until": None}
        for name, body in (("ada", {"kind": "erase"}), ("ben", wish)):
            raw.execute(
                "INSERT INTO prefmem_intents (tenant, user_id, id, at, body) "
                "SELECT tenant, user_id, 'i', 0, ? FROM prefmem_person WHERE user_id = ?",
                (json.dumps(body), name),
            )
    raw.close()
    with PreferenceMemory.open(path) as memory:
        assert memory.status().unfinished == 0
        assert [scope.user for scope in memory.users()] == ["ben"]
        assert "soup" not in str(memory.user("ben").export())
