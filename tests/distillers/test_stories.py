"""A story carries a preference by what was done and by how it was, wherever the two stand."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from prefmem.distillers.accounts._deeds import deed_in
from prefmem.distillers.accounts._stories import Story, story_in
from prefmem.records import Segment, Turn

POTTERY = (
    "I joined a pottery class last month, mostly out of curiosity. We met every Tuesday in an old "
    "factory hall and the teacher hardly spoke. The slow work with the clay was so calming that I "
    "forgot the time completely."
)
PARTY = (
    "Recently, I went to a rooftop party in the city with people from the office. Everybody talked "
    "at once and the music was loud. By the end I felt drained and out of place, and I left early."
)
RADIOS = (
    "Restoring old radios has become part of my evenings. There is a bench in the cellar, a lamp "
    "and a box of valves. It is deeply satisfying when one of them starts to hum again."
)


def told(text: str) -> Story | None:
    turn = Turn(
        conversation="c", id="m", role="user", content=text, at=datetime(2026, 1, 5, tzinfo=UTC)
    )
    found = story_in([Segment(turn=turn, start=0, end=len(text))])
    assert found is None or found.quote in text
    return found


@pytest.mark.parametrize(
    ("text", "statement", "polarity"),
    [
        (POTTERY, "Joined a pottery class and found it calming", "for"),
        (
            PARTY,
            "Went to a rooftop party in the city with people from the office and did not enjoy it",
            "against",
        ),
        (RADIOS, "Finds restoring old radios satisfying", "for"),
    ],
)
def test_a_story_names_what_was_done_and_how_it_was(
    text: str, statement: str, polarity: str
) -> None:
    story = told(text)
    assert story is not None
    assert (story.statement, story.polarity) == (statement, polarity)


@pytest.mark.parametrize(
    "text",
    [
        f"{POTTERY} Is clay expensive?",
        "I walked to the office last week. The way there was wet and I was home by nine, as "
        "on any other day, and in the evening I sorted the post and paid two bills before bed.",
        "I joined a company as an accountant.",
        "I signed up for the newsletter of the town hall.",
        "I wrote the endpoint in Python and mocked the database schema. It was frustrating, the "
        "unit tests were slow and the exception from the backend told me nothing at all about it.",
        f"Write a blog post about this. {POTTERY}",
    ],
)
def test_a_question_a_task_or_a_report_without_attitude_is_no_story(text: str) -> None:
    assert told(text) is None


@pytest.mark.parametrize(
    ("text", "statement"),
    [
        ("Last spring I joined a choir in the next village.", "Joined a choir in the next village"),
        (
            "I've finally signed up for a fencing class.",
            "Has finally signed up for a fencing class",
        ),
        (POTTERY.split(".", maxsplit=1)[0] + ".", None),
    ],
)
def test_who_joins_a_group_shows_an_interest_and_no_more(text: str, statement: str | None) -> None:
    story = told(text)
    assert story is not None
    assert not story.felt
    assert statement in (None, story.statement)


def test_what_somebody_ended_up_doing_is_the_story() -> None:
    story = told(
        "I had a free evening and ended up watching a slow film about glaciers. It was magical, I "
        "could not look away for two hours, the tea went cold and the cat fell asleep on my feet."
    )
    assert story is not None
    assert story.statement == "Enjoys watching a slow film about glaciers"


def test_a_negation_turns_the_attitude() -> None:
    story = told(POTTERY.replace("so calming", "not calming at all, only tedious, so"))
    assert story is not None
    assert story.polarity == "against"


def test_what_somebody_needed_is_no_deed() -> None:
    assert deed_in("I needed a new phone for the trip.") is None
