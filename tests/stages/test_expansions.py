"""Where a preference applies is written down in words of a fixed pool."""

from __future__ import annotations

import pytest
from hypothesis import given

from prefmem.stages.expansions import LIMIT, PLACES, situations
from prefmem.testing.strategies import texts


@pytest.mark.parametrize(
    ("statement", "behaviour", "places"),
    [
        ("Severe peanut allergy", "constraint.health", {"eat out", "cook", "trip"}),
        ("Dislikes crowds", "taste.general", {"trip", "event", "weekend"}),
        ("Uses a wheelchair", "constraint.health", {"trip", "stay", "eat out"}),
        ("Walks with crutches", "constraint.health", {"trip", "stay"}),
        ("Prefers paper books", "taste.media", {"read"}),
        ("Has a tight budget", "constraint.practical", {"buy", "trip"}),
        ("Likes things that are purple", "taste.shopping", {"buy"}),
    ],
)
def test_a_preference_reaches_requests_that_do_not_name_it(
    statement: str, behaviour: str, places: set[str]
) -> None:
    assert {PLACES[name] for name in places} <= set(situations(statement, "", behaviour))


@given(texts(), texts(max_size=20))
def test_there_are_at_most_eight_and_all_from_the_pool(statement: str, subject: str) -> None:
    found = situations(statement, subject, "taste.general")
    assert len(found) == len(set(found)) <= LIMIT
    assert set(found) <= set(PLACES.values())


def test_a_statement_that_names_nothing_known_reaches_nothing() -> None:
    assert situations("Likes zorbs", "zorb", "topic.interest") == ()
