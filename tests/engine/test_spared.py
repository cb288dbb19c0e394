"""What a change leaves standing, through the public SDK."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from prefmem import PreferenceMemory

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


def test_whoever_forgets_it_forgets_what_was_read_of_it(memory: PreferenceMemory) -> None:
    ada = memory.user("ada")
    for n, text in enumerate((SKILLET, SEASONED)):
        ada.observe([{"id": f"m{n}", "role": "user", "content": text}], conversation="c")
        memory.drain()
    assert any(e.get("target") for e in ada.export()["evidence"])
    while held := ada.profile().preferences:
        ada.forget(held[0].id)
    left = json.dumps(ada.export()["evidence"])
    assert "looked after" not in left
    assert "about everything" not in left
