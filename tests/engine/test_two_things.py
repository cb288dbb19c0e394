"""What shares a word with something that is held may be another thing, or less, or more of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from prefmem import PreferenceMemory
from prefmem.testing import FixedClock


@pytest.fixture
def ada(memory: PreferenceMemory) -> Any:
    return memory.user("ada")


@pytest.fixture
def then(clock: FixedClock) -> datetime:
    return clock.now() - timedelta(days=90)


def tell(user: Any, start: datetime, *texts: str) -> None:
    """One thing a conversation, a week apart."""
    for n, text in enumerate(texts):
        at = start + timedelta(days=7 * n)
        user.observe([{"role": "user", "content": text}], conversation=f"c{n}", at=at)


def held(user: Any) -> set[str]:
    return {one.statement for one in user.profile().preferences}


@pytest.mark.requirement("life:unrelated")
@pytest.mark.parametrize(
    ("said", "statements"),
    [
        (("I love Indian food.", "I love Thai food."), {"Loves Indian food", "Loves Thai food"}),
        (
            ("I love red wine.", "I don't like white wine."),
            {"Loves red wine", "Does not like white wine"},
        ),
        (("I love yoga.", "I hate hot yoga."), {"Loves yoga", "Hates hot yoga"}),
        (
            ("I'm vegetarian.", "I don't eat vegetarian sausages."),
            {"Is vegetarian", "Does not eat vegetarian sausages"},
        ),
        (
            ("I love coffee but I hate decaf coffee.",),
            {"Loves coffee", "Hates decaf coffee"},
        ),
        (
            ("I love crime novels. I love historical novels. I hate romance novels.",),
            {"Loves crime novels", "Loves historical novels", "Hates romance novels"},
        ),
        (
            ("I like travelling by train.", "I like travelling by plane."),
            {"Likes travelling by train", "Likes travelling by plane"},
        ),
        (("I love long walks.", "I love short walks."), {"Loves long walks", "Loves short walks"}),
    ],
)
def test_another_thing_of_a_kind_is_held_beside(
    ada: Any, then: datetime, said: tuple[str, ...], statements: set[str]
) -> None:
    tell(ada, then, *said)
    assert held(ada) == statements
    assert ada.rebuild() == 0


@pytest.mark.requirement("life:keys")
@pytest.mark.parametrize(
    ("said", "statement"),
    [
        (("I love jazz.", "I can't stand jazz music."), "Cannot stand jazz music"),
        (("I love Indian cuisine.", "I don't like Indian food."), "Does not like Indian food"),
        (("I love long hikes.", "I don't like hiking."), "Does not like hiking"),
        (("I prefer window seats.", "I prefer aisle seats."), "Prefers aisle seats"),
        (("I love jazz.", "I'm over jazz now."), "Over jazz now"),
        (("I love horror movies.", "I hate horror films."), "Hates horror films"),
    ],
)
def test_the_contrary_of_the_same_thing_closes_it(
    ada: Any, then: datetime, said: tuple[str, ...], statement: str
) -> None:
    tell(ada, then, *said)
    assert held(ada) == {statement}
    assert ada.rebuild() == 0


def test_what_has_turned_is_about_what_was_said_last(ada: Any, then: datetime) -> None:
    tell(ada, then, "I love jazz.", "I can't stand jazz music.")
    [turned] = [one for one in ada.export()["preferences"] if one["status"] == "active"]
    assert turned["subject"] == "jazz music"


@pytest.mark.requirement("life:narrowing")
@pytest.mark.parametrize(
    ("said", "statement"),
    [
        (
            ("I'm vegan, but I eat fish on holidays.", "I'm vegan."),
            "Is vegan, but eats fish on holidays",
        ),
        (
            ("I'm vegan.", "I'm vegan, but on holidays I eat fish."),
            "Is vegan, but on holidays they eat fish",
        ),
        (
            ("I'm vegan.", "I'm vegan - fish is fine on holidays."),
            "Is vegan - fish is fine on holidays",
        ),
        (
            ("I'm vegan, but I eat fish on holidays.", "I'm vegan, no exceptions."),
            "Is vegan, no exceptions",
        ),
        (
            ("I'm allergic to peanuts, even traces.", "As you know, I'm allergic to peanuts."),
            "Allergic to peanuts, even traces",
        ),
        (
            ("I have a severe, life-threatening peanut allergy.", "I have a peanut allergy."),
            "Has a severe, life-threatening peanut allergy",
        ),
        (
            ("I have a peanut allergy.", "I have a severe peanut allergy."),
            "Has a severe peanut allergy",
        ),
    ],
)
def test_what_is_said_again_shorter_takes_nothing_away(
    ada: Any, then: datetime, said: tuple[str, ...], statement: str
) -> None:
    tell(ada, then, *said)
    assert held(ada) == {statement}
    assert ada.rebuild() == 0


@pytest.mark.requirement("user:final")
@pytest.mark.parametrize("action", ["pin", "confirm"])
def test_the_users_own_exception_narrows_what_they_had_decided(
    ada: Any, then: datetime, clock: FixedClock, action: str
) -> None:
    tell(ada, then, "I'm vegan.")
    [one] = ada.profile().preferences
    getattr(ada, action)(one.id)
    clock.advance(timedelta(days=1))
    tell(ada, clock.now(), "I'm vegan, but I eat fish on holidays.")
    assert held(ada) == {"Is vegan, but eats fish on holidays"}
    assert ada.history(one.id)[-1].change == "narrowed"
    assert ada.rebuild() == 0


@pytest.mark.requirement("user:final")
@pytest.mark.parametrize("action", ["pin", "confirm"])
def test_what_was_for_today_lasts_once_the_user_keeps_it(
    ada: Any, clock: FixedClock, action: str
) -> None:
    tell(ada, clock.now(), "Keep your answers short today.")
    [one] = ada.profile().preferences
    getattr(ada, action)(one.id)
    clock.advance(timedelta(days=30))
    assert held(ada) == {one.statement}
    assert ada.rebuild() == 0


@pytest.mark.requirement("life:allergy")
@pytest.mark.parametrize(
    ("said", "left"),
    [
        (("I'm allergic to peanuts and shellfish.", "I can eat shellfish again"), "peanuts"),
        (
            (
                "I can't eat gluten or lactose.",
                "I can have lactose again, gluten still no",
            ),
            "gluten",
        ),
        (
            (
                "I'm severely allergic to nuts, and I can't have dairy.",
                "I can eat dairy again, nuts still no",
            ),
            "Severely allergic to nuts",
        ),
        (
            ("I'm allergic to eggs, milk and nuts.", "I'm not allergic to milk any more."),
            "Allergic to eggs and nuts",
        ),
        (("I don't eat meat or fish.", "I eat fish again, still no meat."), "Does not eat meat"),
        (("I'm vegetarian.", "update: I eat fish again, meat still no"), "Is vegetarian"),
        (("I love jazz and blues.", "I'm over blues."), "Loves jazz"),
        (("I love jazz, blues and soul.", "I'm over jazz."), "Loves blues and soul"),
        (("I love jazz and blues.", "I hate blues."), "Loves jazz"),
        (("I hate olives and capers.", "I actually like olives now."), "Hates capers"),
        (("I love jazz and blues.", "I love blues."), "Loves jazz and blues"),
    ],
)
def test_of_several_things_only_what_is_named_ends(
    ada: Any, then: datetime, said: tuple[str, ...], left: str
) -> None:
    tell(ada, then, *said)
    assert any(one.endswith(left) for one in held(ada)), held(ada)
    assert ada.rebuild() == 0


@pytest.mark.requirement("life:narrowing")
def test_what_was_taken_from_several_things_ends_the_rest_no_later_either(
    ada: Any, then: datetime
) -> None:
    tell(ada, then, "I love jazz and blues.", "I'm over blues.", "Still so over blues!")
    assert "Loves jazz" in held(ada)
    [jazz] = [one for one in ada.profile().preferences if one.statement == "Loves jazz"]
    assert [one.change for one in ada.history(jazz.id)] == ["created", "narrowed"]


def test_what_was_taken_out_and_is_said_again_can_be_taken_out_again(
    ada: Any, then: datetime
) -> None:
    tell(ada, then, "I love jazz and blues.", "I'm over blues.", "I love jazz and blues again.")
    assert any("blues" in one and "jazz" in one for one in held(ada)), held(ada)
    tell(ada, then + timedelta(days=40), "I no longer like blues.")
    assert not any("blues" in one and "jazz" in one for one in held(ada)), held(ada)
    assert any("jazz" in one for one in held(ada))


@pytest.mark.parametrize(
    "said",
    [
        ("I avoid gluten and dairy.", "I can eat gluten and dairy again."),
        ("I love jazz, especially at night.", "I'm over jazz."),
        ("I'm allergic to shellfish.", "I can eat shellfish again"),
        ("I can't eat gluten, doctor's orders.", "The doctor says I can eat gluten again!"),
        (
            "I take a whole shelf of supplements and swear by them.",
            "We agreed to drop the supplements, I'm done with supplements.",
        ),
    ],
)
def test_where_all_is_named_nothing_is_left(
    ada: Any, then: datetime, said: tuple[str, ...]
) -> None:
    tell(ada, then, said[0])
    (before,) = held(ada)
    tell(ada, then + timedelta(days=30), said[1])
    assert before not in held(ada)


@pytest.mark.requirement("life:history")
@pytest.mark.parametrize(
    "said",
    [
        ("I'm vegetarian.", "I eat meat again, I'm not vegetarian any more."),
        ("I always stay in hotels.", "I've moved on from hotels, I love hostels now."),
    ],
)
def test_what_is_named_as_left_behind_is_replaced_not_confirmed(
    ada: Any, then: datetime, said: tuple[str, ...]
) -> None:
    tell(ada, then, *said)
    [old] = [one for one in ada.export()["preferences"] if one["status"] == "superseded"]
    assert [one.change for one in ada.history(old["id"])] == ["created", "replaced"]
    [new] = ada.profile().preferences
    assert new.valid_from == then + timedelta(days=7)
    assert all(said[0] != one.quote for one in new.evidence)
