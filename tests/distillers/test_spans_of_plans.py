"""What stands behind a plan, a reason or an "as someone who" is what is kept."""

from datetime import UTC, datetime

import pytest

from prefmem.distillers import _spans
from prefmem.distillers.words._statements import statement_of
from prefmem.records import Segment, Turn


def cut(text: str) -> list[str]:
    """The spans of one user turn."""
    turn = Turn(
        conversation="c", id="m", role="user", content=text, at=datetime(2026, 1, 5, tzinfo=UTC)
    )
    segment = Segment(turn=turn, start=0, end=len(text))
    return [span.text for span in _spans.spans_of([segment]).spans]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (
            "I've been looking for a new bag, but I avoid anything with a zip.",
            "I avoid anything with a zip.",
        ),
        (
            "I've been considering a rug for the hall since I can't stand cold floors.",
            "I can't stand cold floors.",
        ),
        (
            "As someone who hates queues, I'm wondering when to see the tower?",
            "As someone who hates queues",
        ),
        (
            "Most of the time, I lean towards slow radio.",
            "Most of the time, I lean towards slow radio.",
        ),
        (
            "I usually prefer brass bands, so I'd like to hear one somewhere.",
            "I usually prefer brass bands",
        ),
        (
            "Since I refuse to drive at night, I'm wondering if there is a late train.",
            "Since I refuse to drive at night",
        ),
        ("It reminds me of how I always avoid ferries.", "I always avoid ferries."),
        ("I tend to forget names, but I love old maps.", "I love old maps."),
        ("As a vegetarian, what could I cook for ten people?", "As a vegetarian"),
    ],
)
def test_only_what_lasts_is_cut_out(text: str, kept: str) -> None:
    assert cut(text) == [kept]


@pytest.mark.parametrize(
    "text",
    [
        "As a vegetarian restaurant, how do we get more guests?",
        "I tend to forget names.",
        "I hate to ask, but what is the time in Lima?",
    ],
)
def test_what_says_nothing_lasting_gives_no_span(text: str) -> None:
    assert cut(text) == []


@pytest.mark.parametrize(
    ("said", "statement"),
    [
        ("As someone who hates queues", "Hates queues"),
        ("As a vegetarian", "Is a vegetarian"),
        ("nothing heavy for dinner anymore", "Wants nothing heavy for dinner"),
        ("I love hiking anyway", "Loves hiking"),
    ],
)
def test_a_statement_stands_alone(said: str, statement: str) -> None:
    assert statement_of(said) == statement
