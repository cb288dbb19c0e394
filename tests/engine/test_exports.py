"""An export comes from outside: it is taken whole, or refused with its row, and nothing is held."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from prefmem import AsyncPreferenceMemory, EmbedderError, PreferenceMemory, UsageError
from prefmem.testing import FakeEmbedder, FixedClock

Export = dict[str, Any]
TOLD = [
    {"role": "user", "content": "I'm severely allergic to peanuts.", "id": "1"},
    {"role": "user", "content": "I love jazz concerts.", "id": "2"},
]


@pytest.fixture(scope="module")
def whole() -> Export:
    with PreferenceMemory.open(":memory:") as memory:
        memory.user("ada").observe(TOLD, conversation="c1")
        return json.loads(json.dumps(memory.user("ada").export()))


LAST = "9999-12-31T23:59:59.999999+00:00"


def put(*path: str | int, value: Any) -> Callable[[Export], None]:
    def change(export: Export) -> None:
        place: Any = export
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = value

    return change


def deep() -> Export:
    nested: Export = {}
    for _ in range(3_000):
        nested = {"more": nested}
    return nested


def twice(export: Export) -> None:
    export["turns"].append(deepcopy(export["turns"][0]))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (put("version", value=True), "version True"),
        (put("turns", 0, "content", value="\ud800"), "turns, row 1: .*lone surrogate"),
        (put("turns", 0, "content", value=None), "turns, row 1: content"),
        (put("turns", 1, "at", value="2026-01-01T00:00:00"), "turns, row 2: at .*no time zone"),
        (put("turns", 1, "at", value="9999-12-31T23:00:00-12:00"), "outside of the years"),
        (put("turns", 0, "id", value=10**30), "turns, row 1: id"),
        (put("turns", 0, "conversation", value="x" * 1_000), "at most 512"),
        (twice, "turns, row 3: .*twice"),
        (put("evidence", 0, "kind", value="guessed"), "evidence, row 1: kind"),
        (put("evidence", 0, "quote", value=["x"]), "evidence, row 1: quote"),
        (put("evidence", 0, "strength", value=float("nan")), "evidence, row 1: strength"),
        (put("preferences", 0, "drift", value={}), "preferences, row 1: v"),
        (put("preferences", 0, "drift", "side", value=0), "preferences, row 1: side"),
        (put("preferences", 0, "drift", "log", value="AAAA"), "preferences, row 1: "),
        (put("preferences", 0, "drift", "turned", value=["e"]), "preferences, row 1: turned"),
        (put("preferences", 0, "drift", "doubted", value=["e", 10**18]), "row 1: doubted"),
        (put("preferences", 0, "drift", "unsaid", value=[["tea"]]), "row 1: unsaid"),
        (put("preferences", 0, "statement", value="a\x00b"), "preferences, row 1: .*NUL"),
        (put("preferences", 0, "context", value={"mood": "x"}), "preferences, row 1: context"),
        (put("history", 0, "evidence", value=[None]), "history, row 1: evidence"),
        (put("person", "consents", value={"health": "maybe"}), "person, row 1: consents"),
        (put("person", "consents", value={"faith": True}), "person, row 1: consents .*the same"),
        (put("person", "forgotten", value=["xyz"]), "person, row 1: forgotten.0"),
        (put("person", "forgotten", value=["0" * 32 + ":soon"]), "forgotten.0: .*soon"),
        (put("person", "forgotten", value=["0" * 32 + ":2026-01-01T09:00"]), "no time zone"),
        (put("person", "learned_at", value=LAST), "person, row 1: learned_at .*the future"),
        (put("evidence", 0, "learned_at", value=LAST), "evidence, row 1: learned_at .*the future"),
        (put("evidence", 0, "learned_at", value="soon"), "evidence, row 1: learned_at .*soon"),
        (put("person", "timescales", value={"taste": 5}), "person, row 1: timescales.taste"),
        (put("person", "timescales", value={"taste": ["x", 0]}), "timescales.taste.0"),
        (put("preferences", 0, "drift", "more", value=deep()), "row 1: it is nested too deeply"),
        (put("history", 0, "reason", value=b"bytes"), "history, row 1: reason: .*bytes"),
        (put("cursors", value=[3]), "cursors"),
        (put("cursors", "local", value=True), "cursors: local=True"),
    ],
)
def test_a_hostile_export_is_refused_with_its_row_and_nothing_is_held(
    tmp_path: Path, whole: Export, change: Callable[[Export], None], reason: str
) -> None:
    export = deepcopy(whole)
    export.setdefault("person", {})
    change(export)
    with PreferenceMemory.open(tmp_path / "p.db", embedder=FakeEmbedder()) as memory:
        bob = memory.user("bob")
        with pytest.raises(UsageError, match=reason):
            bob.load(export)
        assert memory.users() == ()


@pytest.mark.requirement("user:export")
def test_consents_come_back_without_the_state_of_the_person(
    memory: PreferenceMemory,
) -> None:
    """A class that was closed must not come back open because a part of the export was cut out."""
    ada = memory.user("ada")
    ada.observe([{"role": "user", "content": "I love jazz."}], conversation="c")
    ada.consent("health", False)
    export = ada.export()
    for n, state in enumerate(({}, {"person": {}}, {"person": {"paused": False}})):
        other = memory.user(f"other {n}")
        other.load({name: part for name, part in export.items() if name != "person"} | state)
        assert other.status().consents == {"health": False}


@pytest.mark.requirement("user:export")
def test_what_was_forgotten_stays_so_where_an_export_is_loaded(memory: PreferenceMemory) -> None:
    ada, said = memory.user("ada"), [{"role": "user", "content": "I love jazz.", "id": "m"}]
    ada.observe(said, conversation="c")
    ada.forget(ada.profile().preferences[0].id)
    export = ada.export()
    assert export["person"]["forgotten"]
    bob = memory.user("bob")
    bob.load(export)
    bob.observe([{"role": "user", "content": "I love tea."}], conversation="c2")
    assert [p.statement for p in bob.profile().preferences] == ["Loves tea"]


@pytest.mark.parametrize("given", [None, [], "text", 7])
def test_what_is_no_mapping_is_no_export(given: Any) -> None:
    with (
        PreferenceMemory.open(":memory:", embedder=FakeEmbedder()) as memory,
        pytest.raises(UsageError, match="not an export"),
    ):
        memory.user("bob").load(given)


@pytest.mark.anyio
async def test_an_embedder_that_fails_while_an_export_is_loaded_leaves_nothing(
    tmp_path: Path, whole: Export, clock: FixedClock
) -> None:
    class Broken(FakeEmbedder):
        fingerprint = "all-MiniLM-L6-v2/mean/384"

        async def embed(self, *args: Any, **kwargs: Any) -> Any:
            raise EmbedderError("out of order")

    location = tmp_path / "p.db"
    async with AsyncPreferenceMemory.open(location, embedder=Broken(), clock=clock) as memory:
        with pytest.raises(EmbedderError, match="out of order"):
            await memory.user("bob").load(whole)
        assert await memory.users() == ()
