"""A change is told in any words: what is given up, and what comes in its place."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from prefmem.distillers.changes import _turning
from prefmem.distillers.changes._arrivals import arrival_in
from prefmem.distillers.changes._partings import taken_back
from prefmem.records import Segment, Turn
from tests.distillers.conftest import Held

AT = datetime(2026, 1, 5, tzinfo=UTC)


def own(text: str) -> list[Segment]:
    turn = Turn(conversation="c", id="m", role="user", content=text, at=AT)
    return [Segment(turn=turn, start=0, end=len(text))]


def comes(text: str) -> str:
    found = arrival_in(own(text), announced=False)
    return found.statement if found else ""


@pytest.mark.parametrize(
    "text",
    [
        "the mixer has gone to my neighbour",
        "i cancelled my gym membership in march",
        "I have no appetite left for committees.",
        "the drone sits in its box these days",
    ],
)
def test_a_sentence_tells_that_something_is_given_up_without_saying_so(text: str) -> None:
    assert _turning.leaves(text, of=text)


@pytest.mark.parametrize(
    ("text", "statement"),
    [
        ("green tea now, big pot", "Prefers green tea now, big pot"),
        ("I study alone now, at six.", "Studies alone now, at six"),
        ("so it's oat milk these days", "Prefers oat milk these days"),
        ("second-hand bikes now, all of us.", "Prefers second-hand bikes now, all of them"),
    ],
)
def test_a_fragment_of_what_comes_is_told_as_a_sentence(text: str, statement: str) -> None:
    assert comes(text) == statement


@pytest.mark.parametrize(
    "text",
    [
        "now make it shorter",
        "regex for german postcodes",
        "I returned the router because it was broken",
        "my son has sold his drums",
        "the bakery is closed on Mondays now",
        "instead of Paris take Lyon",
        "From line 30 on the variable is called total.",
        "It's better now.",
        "bought the second volume.",
    ],
)
def test_errands_orders_and_other_people_tell_of_no_change(text: str) -> None:
    assert not taken_back(own(text))
    assert comes(text) == ""


def test_of_what_is_told_at_length_more_is_asked() -> None:
    sentence = "the drone sits in its box these days"
    assert _turning.leaves(sentence, of=sentence)
    assert not _turning.leaves(sentence, of=" ".join([sentence] * 10))


def test_what_goes_need_not_be_named_where_it_was_named_before(held: Held) -> None:
    kept = held(
        "I read on my Kindle every night.", "I love rye bread.", "paper books now, every night"
    )
    assert sorted(kept) == ["Loves rye bread", "Prefers paper books now, every night"]
