"""What reaches a prompt of little room, and what is said of the rest, through the public SDK."""

from __future__ import annotations

import pytest

from prefmem import PreferenceMemory

DINNER = [{"role": "user", "content": "Suggest a dinner recipe for me, please."}]
ALLERGY = (
    "I'm severely allergic to peanuts, cashews, walnuts, hazelnuts, pistachios, almonds, pecans, "
    "macadamias, brazil nuts, sesame, mustard, celery, lupin, soy, fish and shellfish."
)


@pytest.mark.requirement("personalize:accounted")
def test_an_allergy_is_sent_with_all_that_it_names_or_said_to_be_left_out(
    memory: PreferenceMemory,
) -> None:
    ada = memory.user("ada")
    ada.observe([{"role": "user", "content": ALLERGY}], conversation="c")
    [held] = ada.profile().preferences
    assert f"> {held.statement}\n" in ada.personalize(DINNER).block.text
    small = ada.personalize(DINNER, budget=60)
    assert "llergic" not in small.block.text
    assert f"- {held.statement}: over budget" in small.explain()


@pytest.mark.requirement("personalize:accounted")
def test_a_hint_that_is_told_in_brief_is_said_to_be(memory: PreferenceMemory) -> None:
    ada = memory.user("ada")
    ada.observe([{"role": "user", "content": "I love curries."}], conversation="c")
    [held] = ada.profile().preferences
    long = "Likes curries, stews, soups, casseroles, roasts, pies, gratins, dumplings and pancakes"
    ada.correct(held.id, long)
    reply = ada.personalize(DINNER)
    [hint] = reply.applied
    assert hint.written.endswith("…")
    assert f"> {hint.written}\n" in reply.block.text
    assert f"told in brief: {hint.written!r}" in reply.explain()
