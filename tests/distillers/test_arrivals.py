"""What comes in the place of what somebody gives up, told without a word of liking."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from prefmem.distillers.changes._arrivals import arrival_in
from prefmem.records import Segment, Turn


def read(text: str, *, announced: bool = False) -> str:
    turn = Turn(
        conversation="c", id="m", role="user", content=text, at=datetime(2026, 1, 5, tzinfo=UTC)
    )
    found = arrival_in([Segment(turn=turn, start=0, end=len(text))], announced=announced)
    return found.statement if found else ""


@pytest.mark.parametrize(
    ("text", "statement"),
    [
        (
            "I've quit buying new phones. I buy used ones and keep them for years.",
            "Buys used ones and keep them for years",
        ),
        ("We've moved on from hotels. We sleep in hostels now.", "Sleeps in hostels now"),
    ],
)
def test_a_turn_that_gives_something_up_says_what_comes(text: str, statement: str) -> None:
    assert read(text) == statement


def test_what_comes_may_be_told_in_a_later_turn() -> None:
    assert read("I study alone now, at six.", announced=True) == "Studies alone now, at six"


def test_after_a_change_was_announced_liking_something_says_enough() -> None:
    told = "With three people in my kitchen I see what each one needs, and find that so fulfilling."
    assert read(told, announced=True)
    assert not read(told)


@pytest.mark.parametrize(
    ("text", "announced"),
    [
        ("I study alone, at six.", False),
        ("I'm no longer vegan.", False),
        ("I've changed my mind about opera.", False),
        ("I gave the book back on Tuesday.", True),
        ("Could you tell me what I should cook now?", True),
    ],
)
def test_nothing_comes_where_nothing_new_is_told(text: str, announced: bool) -> None:
    assert read(text, announced=announced) == ""
