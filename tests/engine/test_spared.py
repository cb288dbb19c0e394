"""What a change leaves standing, through the public SDK."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from prefmem import PreferenceMemory, UserMemory
from prefmem.stages import leaving

BEGIN = datetime(2026, 1, 5, 9, tzinfo=UTC)
SKILLET = (
    "My cast iron skillet never leaves the stove, and I cook just about everything in it. "
    "I like how it asks to be looked after."
)
SEASONED = (
    "I stripped all the old seasoning off my skillet this weekend, right down to the silver, "
    "and began again with flaxseed oil. My eggs stuck for a week, and I ate them all the same."
)


def test_what_only_sounds_over_is_held_and_is_held_when_it_is_derived_again(
    memory: PreferenceMemory,
) -> None:
    ada = memory.user("ada")
    for n, text in enumerate((SKILLET, SEASONED)):
        message = {"id": f"m{n}", "role": "user", "content": text}
        ada.observe([message], conversation="c", at=BEGIN + timedelta(days=n))
        memory.drain()
    held = ada.profile(at=BEGIN + timedelta(days=2)).preferences
    assert len([p for p in held if "skillet" in p.statement]) == 2
    assert ada.rebuild() == 0
    assert ada.profile(at=BEGIN + timedelta(days=2)).preferences == held


@pytest.fixture
def ada(memory: PreferenceMemory) -> UserMemory:
    """Somebody whose skillet was left standing by a message that says one thing more."""
    user = memory.user("ada")
    for n, text in enumerate((SKILLET, f"{SEASONED} I love rye bread.")):
        user.observe([{"id": f"m{n}", "role": "user", "content": text}], conversation="c")
        memory.drain()
    assert spared(user)
    return user


def spared(user: UserMemory) -> list[dict[str, Any]]:
    return [e for e in user.export()["evidence"] if e["condition"] == leaving.SPARED]


def is_forgotten(user: UserMemory) -> bool:
    left = json.dumps(user.export()["evidence"])
    return "looked after" not in left and "about everything" not in left


def test_whoever_forgets_it_forgets_what_was_read_of_it_and_no_more(ada: UserMemory) -> None:
    while held := [p for p in ada.profile().preferences if "bread" not in p.statement]:
        ada.forget(held[0].id)
    assert is_forgotten(ada)
    assert spared(ada) == []
    assert [p.statement for p in ada.profile().preferences] == ["Loves rye bread"]
    assert ada.rebuild() == 0


def test_what_a_message_says_besides_stays_with_its_text(ada: UserMemory) -> None:
    ada.forget(matching="looked after")
    assert spared(ada) == []
    assert "flaxseed" in json.dumps(ada.export())
    assert "Loves rye bread" in [p.statement for p in ada.profile().preferences]


def test_whoever_forgets_what_is_about_it_forgets_what_was_read_of_it(ada: UserMemory) -> None:
    ada.forget(matching="skillet")
    assert is_forgotten(ada)
    assert spared(ada) == []
