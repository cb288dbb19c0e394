"""What is over and what is on again is heard, and sentences that tell two things are parted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from prefmem.distillers.person._spells import spells_in
from prefmem.records import Segment, Turn
from prefmem.stages.drivers import BACK, OVER
from prefmem.types import Evidence

AT = datetime(2026, 1, 5, tzinfo=UTC)
Found = Callable[[str], tuple[Evidence, ...]]


def turn_of(said: str) -> Turn:
    return Turn(conversation="c", id="m", role="user", content=said, at=AT, position=1)


def spells(said: str) -> list[tuple[str | None, str]]:
    own = [Segment(turn=turn_of(said), start=0, end=len(said))]
    return [(one.condition, one.subject) for one in spells_in(own, source="test/1")]


@pytest.mark.parametrize(
    ("said", "what"),
    [
        ("My marathon is over.", "marathon"),
        ("The house move is finally behind us. What now?", "house move"),
        ("I've handed in my thesis! Recommend a film.", "thesis"),
        ("I've decided not to run the marathon.", "marathon"),
        ("We've bought the house.", "house"),
        ("I've fully recovered from the marathon.", "marathon"),
        ("My exams have finally ended.", "exams"),
        ("The wedding's over!", "the wedding"),
        ("No more night shifts for me.", "night shifts"),
    ],
)
def test_what_is_over_is_heard(said: str, what: str) -> None:
    assert (OVER, what) in spells(said)


@pytest.mark.parametrize(
    ("said", "what"),
    [
        ("I'm training for a marathon again.", "training for a marathon"),
        ("I'm back on my diet, any breakfast ideas", "diet"),
        ("We're looking for a house again. Where do we start?", "looking for a house"),
        ("I've taken up Spanish again", "spanish"),
        ("My thesis is on again", "thesis"),
        ("I'm running the marathon after all.", "marathon"),
        ("I've resumed my Spanish course.", "spanish course"),
        ("I've signed up for another triathlon.", "triathlon"),
    ],
)
def test_what_is_on_again_is_heard(said: str, what: str) -> None:
    assert (BACK, what) in spells(said)


@pytest.mark.parametrize(
    "said",
    [
        "Is my marathon over?",
        "My marathon is over, isn't it?",
        "Can you check again?",
        "If my marathon is over, what should I do?",
        'She said "I\'m training for a marathon again".',
        "I hate to ask again, but the page is empty.",
        "Since I'm lifting again I prefer big breakfasts.",
        "I'm in therapy for my depression again.",
    ],
)
def test_what_is_asked_supposed_reported_or_sensitive_is_none(said: str) -> None:
    assert spells(said) == []


def test_what_is_on_again_founds_nothing_by_itself(found: Found) -> None:
    (only,) = found("I'm training for a marathon again.")
    assert only.condition == BACK


@pytest.mark.parametrize(
    ("said", "statements"),
    [
        ("I'm vegan, but I love jazz", ["Is vegan", "Loves jazz"]),
        ("I love jazz, but I'm vegan.", ["Loves jazz", "Is vegan"]),
        (
            "I'm allergic to nuts, but I love travelling by train",
            ["Allergic to nuts", "Loves travelling by train"],
        ),
        ("I'm vegan, but I love cheese", ["Is vegan, but loves cheese"]),
        ("I'm vegan because I love animals", ["Is vegan because they love animals"]),
        ("I'm vegan, but I eat fish on holidays", ["Is vegan, but eats fish on holidays"]),
    ],
)
def test_a_diet_and_a_taste_that_it_says_nothing_of_are_two(
    found: Found, said: str, statements: list[str]
) -> None:
    assert [one.statement for one in found(said)] == statements
