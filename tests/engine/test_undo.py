"""The user's own word on a preference, as a person meets it: undone, put right, turned down."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from prefmem import PreferenceMemory
from prefmem.testing import FixedClock


def tell(user: Any, *texts: str, start: datetime, days: int = 7) -> None:
    """One thing a conversation, a week apart."""
    for n, text in enumerate(texts):
        at = start + timedelta(days=days * n)
        user.observe([{"role": "user", "content": text}], conversation=f"{at:%j}", at=at)


def standing(user: Any) -> dict[str, str]:
    """What is held of a user, closed or not: statement to status."""
    return {one["statement"]: one["status"] for one in user.export()["preferences"]}


def the_one(user: Any, statement: str) -> str:
    held = user.export()["preferences"]
    return next(one["id"] for one in held if one["statement"] == statement)


def forget_that(user: Any, at: datetime) -> None:
    """What was said last in the conversation of a day."""
    said = [{"role": "user", "content": "Forget that.", "id": "forget"}]
    user.observe(said, conversation=f"{at:%j}", at=at + timedelta(minutes=1))


@pytest.fixture
def ada(memory: PreferenceMemory) -> Any:
    return memory.user("ada")


@pytest.fixture
def then(clock: FixedClock) -> datetime:
    """Long enough ago for what is told a week apart."""
    return clock.now() - timedelta(days=90)


@pytest.mark.requirement("user:final")
def test_to_confirm_what_was_reversed_closes_what_had_taken_its_place(
    ada: Any, then: datetime
) -> None:
    tell(ada, "I love coffee.", "I hate coffee now.", start=then)
    assert standing(ada) == {"Loves coffee": "superseded", "Hates coffee now": "active"}
    assert ada.confirm(the_one(ada, "Loves coffee")).status == "active"
    assert standing(ada) == {"Loves coffee": "active", "Hates coffee now": "superseded"}
    assert ada.profile().summary == "Tastes: Loves coffee."
    closed = ada.history(the_one(ada, "Hates coffee now"))[-1]
    assert (closed.change, closed.superseded_by) == ("replaced", the_one(ada, "Loves coffee"))
    assert ada.rebuild() == 0


@pytest.mark.requirement("user:final")
def test_to_reject_what_took_its_place_opens_what_was_held_before(ada: Any, then: datetime) -> None:
    tell(ada, "I prefer window seats.", "I prefer aisle seats now.", start=then)
    ada.reject(the_one(ada, "Prefers aisle seats now"))
    assert standing(ada) == {
        "Prefers window seats": "active",
        "Prefers aisle seats now": "rejected",
    }
    assert ada.history(the_one(ada, "Prefers window seats"))[-1].change == "resumed"
    assert ada.rebuild() == 0


@pytest.mark.requirement("user:final")
def test_what_was_rejected_does_not_come_back_beside_what_was_opened_again(
    ada: Any, then: datetime, clock: FixedClock
) -> None:
    tell(ada, "I love coffee.", "I hate coffee now.", start=then)
    ada.reject(the_one(ada, "Hates coffee now"))
    tell(ada, "I hate coffee.", "I really hate coffee.", start=clock.now() + timedelta(days=5))
    assert standing(ada) == {"Loves coffee": "active", "Hates coffee now": "rejected"}


@pytest.mark.requirement("user:final")
def test_what_was_put_right_is_not_learned_again_on_its_next_mention(
    ada: Any, then: datetime, clock: FixedClock
) -> None:
    tell(ada, "I prefer hotels with a pool.", start=then)
    ada.correct(ada.profile().preferences[0].id, "Prefers hotels with a gym")
    again = "I prefer hotels with a pool."
    tell(ada, again, "I like hotels with a pool.", start=clock.now() + timedelta(days=5))
    assert standing(ada) == {"Prefers hotels with a gym": "active"}
    assert ada.history(ada.profile().preferences[0].id)[-1].change == "corrected"
    assert ada.rebuild() == 0
    turned = "From now on I prefer hotels with a pool."
    tell(ada, turned, start=clock.now() + timedelta(days=40))
    (now,) = ada.profile(at=clock.now() + timedelta(days=50)).preferences
    assert now.statement == "Prefers hotels with a pool"


@pytest.mark.requirement("user:final")
def test_a_need_of_health_that_is_said_again_is_heard_whatever_was_put_right(
    ada: Any, then: datetime, clock: FixedClock
) -> None:
    tell(ada, "I'm allergic to peanuts.", start=then)
    ada.correct(ada.profile().preferences[0].id, "Allergic to walnuts")
    tell(ada, "I'm allergic to peanuts.", start=clock.now() + timedelta(days=5))
    assert standing(ada) == {"Allergic to walnuts": "active", "Allergic to peanuts": "active"}
    assert ada.rebuild() == 0


def test_a_correction_moves_where_a_preference_holds(
    ada: Any, then: datetime, clock: FixedClock
) -> None:
    tell(ada, "I prefer short answers at work.", start=then)
    one = ada.profile().preferences[0]
    assert one.context.factors() == {"situation": "work"}
    assert ada.correct(one.id, "Prefers short answers everywhere").context.factors() == {}
    clock.advance(timedelta(minutes=1))
    moved = ada.correct(one.id, "Prefers short answers when debugging").context.factors()
    assert moved == {"task": "debugging"}
    assert ada.rebuild() == 0


def test_what_the_application_said_of_the_situation_outlives_other_words(
    ada: Any, then: datetime
) -> None:
    said = [{"role": "user", "content": "I prefer short answers."}]
    ada.observe(said, conversation="c", at=then, context={"situation": "support"})
    one = ada.profile().preferences[0]
    reworded = ada.correct(one.id, "Prefers very short answers")
    assert reworded.context.factors() == {"situation": "support"}


@pytest.mark.requirement("life:narrowing")
@pytest.mark.parametrize(
    ("held", "said", "narrowed"),
    [
        (
            "I'm vegan.",
            "I'm vegan, but I eat fish on holidays.",
            "Is vegan, but eats fish on holidays",
        ),
        ("I'm vegan.", "Vegan, but fish on holidays.", "Is vegan, but fish on holidays"),
        ("I'm vegan.", "I'm vegan except on holidays.", "Is vegan except on holidays"),
        (
            "I avoid coffee.",
            "I avoid coffee unless I'm travelling.",
            "Avoids coffee unless they are travelling",
        ),
        (
            "I love hiking.",
            "I love hiking, but not when I'm alone.",
            "Loves hiking, but not when they are alone",
        ),
    ],
)
def test_an_exception_for_a_situation_narrows_what_is_held_everywhere(
    ada: Any, then: datetime, held: str, said: str, narrowed: str
) -> None:
    tell(ada, held, said, start=then)
    (one,) = ada.profile().preferences
    assert (one.statement, one.context.factors()) == (narrowed, {})
    assert [r.change for r in ada.history(one.id)] == ["created", "narrowed"]


def test_what_is_said_outright_holds_at_once_however_often_it_has_turned(
    ada: Any, then: datetime
) -> None:
    said = ["I love coffee.", "I hate coffee now.", "I love coffee again.", "I hate coffee again."]
    tell(ada, *said, start=then)
    (one,) = ada.profile().preferences
    assert (one.statement, one.status) == ("Hates coffee again", "active")
    assert ada.rebuild() == 0


@pytest.mark.requirement("life:rebuild")
def test_after_something_was_forgotten_a_rebuild_still_gives_the_same(
    ada: Any, then: datetime, clock: FixedClock
) -> None:
    tell(ada, "I like hotels with pools.", start=then)
    tell(ada, "I love coffee.", "I hate coffee now.", start=then + timedelta(days=1), days=20)
    ada.forget(matching="coffee")
    tell(ada, "I really like hotels with pools.", start=then + timedelta(days=60))
    before = ada.export()["preferences"]
    assert ada.rebuild() == 0
    assert ada.export()["preferences"] == before


@pytest.mark.requirement("life:history")
def test_what_other_words_still_support_keeps_its_history_when_some_are_forgotten(
    ada: Any, then: datetime
) -> None:
    tell(ada, "I love jazz.", "I really love jazz.", start=then)
    (one,) = ada.profile().preferences
    assert [r.change for r in ada.history(one.id)] == ["created", "confirmed"]
    forget_that(ada, then + timedelta(days=7))
    (left,) = ada.profile().preferences
    assert left.id == one.id
    assert [r.change for r in ada.history(one.id)] == ["created"]
    assert ada.rebuild() == 0


@pytest.mark.requirement("life:drivers-wait")
def test_to_forget_that_a_reason_ended_makes_the_wish_count_again(ada: Any, then: datetime) -> None:
    tell(ada, "I avoid alcohol for my marathon.", "I'm done with the marathon.", start=then)
    (one,) = ada.profile().preferences
    assert one.suspended
    forget_that(ada, then + timedelta(days=7))
    (left,) = ada.profile().preferences
    assert not left.suspended
    assert [r.change for r in ada.history(one.id)] == ["created"], "history tells of no end, either"
    assert ada.rebuild() == 0


def test_one_of_many_words_that_is_forgotten_counts_no_more(ada: Any, then: datetime) -> None:
    tell(ada, *["I love jazz."] * 20, start=then - timedelta(days=100))
    before = ada.export()["preferences"][0]
    forget_that(ada, then - timedelta(days=93))
    after = ada.export()["preferences"][0]
    assert after["evidence_count"] == before["evidence_count"] - 1
    assert ada.rebuild() == 0
