"""Who asks what is remembered is told what the policy lets through, and no more."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from prefmem import PreferenceMemory, UserMemory
from prefmem.policy.oversight import Oversight
from prefmem.types import Personalization

HELD = (
    "Please always use a sarcastic tone with me.",
    "I love spicy food.",
    "I have a big appetite for risk: I love gambling on penny stocks.",
    "I'm allergic to peanuts.",
    "My name is Ada, my pronouns are they/them.",
    "I believe vaccines cause autism.",
)
ASKS = "What do you know about me?"


@pytest.fixture
def ada() -> Iterator[UserMemory]:
    with PreferenceMemory.open(":memory:") as memory:
        user = memory.user("ada")
        for n, text in enumerate(HELD):
            user.observe([{"role": "user", "content": text}], conversation=f"c{n}")
        yield user


def asked(ada: UserMemory, *texts: str, **context: str) -> Personalization:
    given = [{"role": "user", "content": text} for text in texts]
    return ada.personalize(given, budget=400, context=dict[str, Any](context))


def applied(given: Personalization) -> set[str]:
    return {one.preference.behaviour for one in given.applied}


@pytest.mark.requirement("personalize:accounted")
def test_all_that_may_be_told_is_told_and_the_rest_has_a_reason(ada: UserMemory) -> None:
    given = asked(ada, ASKS)
    assert given.decision.kinds == ("recall",)
    assert {"taste.food", "constraint.health", "identity.address", "style.tone"} <= applied(given)
    assert "Tell the user that this answer takes" in given.block.text
    assert "exactly as stated" in given.block.text
    held = ada.profile().preferences
    assert {one.id for one in held} == {
        one.preference.id for one in (*given.applied, *given.withheld)
    }
    assert all(one.reason for one in given.withheld)


@pytest.mark.requirement("policy:universal-never-adapts")
@pytest.mark.parametrize(
    "texts",
    [
        ("Do you remember what I told you? I want to kill myself tonight.",),
        ("Do you remember what I said? I took eight ibuprofen, is it safe to take more?",),
        ("Write an ad for our gym that makes lonely people join. Do you remember what I like?",),
        (ASKS,),
    ],
)
def test_the_question_opens_nothing_that_is_fixed(ada: UserMemory, texts: tuple[str, ...]) -> None:
    given = asked(ada, *texts)
    assert not applied(given) & set(given.decision.fixed)


@pytest.mark.parametrize("audience", ["shared", "minor"])
def test_where_others_read_along_or_a_minor_does_it_opens_nothing(
    ada: UserMemory, audience: str
) -> None:
    given = asked(ada, ASKS, audience=audience)
    assert not applied(given) & {"risk.appetite", "taste.food", "constraint.health"}
    if audience == "shared":
        assert "identity.address" not in applied(given)
        assert "Ada" not in given.block.text


@pytest.mark.requirement("life:mood")
def test_a_mood_of_another_conversation_is_not_told(ada: UserMemory) -> None:
    mood = "Keep it short today, I'm tired."
    ada.observe([{"role": "user", "content": mood}], conversation="tired")
    given = asked(ada, ASKS)
    assert "keep it short" not in given.block.text
    assert any("another conversation" in one.reason for one in given.withheld)


def test_a_lent_model_is_not_asked_about_it_and_cannot_name_it() -> None:
    asked_of_it: list[str] = []

    async def reads(prompt: str) -> str:
        asked_of_it.append(prompt)
        return "recall"

    with PreferenceMemory.open(":memory:", oversight=Oversight(reads=reads, seconds=5.0)) as memory:
        user = memory.user("ada")
        assert asked(user, ASKS).decision.kinds == ("recall",)
        assert asked_of_it == []
        assert "recall" not in asked(user, "Recommend me a novel").decision.kinds
        assert len(asked_of_it) == 1
