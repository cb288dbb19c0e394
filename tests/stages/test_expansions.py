"""Where a preference applies is written down in words of a fixed pool."""

from __future__ import annotations

import pytest
from hypothesis import given

from prefmem.stages.expansions import LIMIT, PLACES, is_dietary, situations
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


@pytest.mark.parametrize(
    ("statement", "places"),
    [
        ("Allergic to penicillin", {"medicine"}),
        ("Has a severe latex allergy", {"medicine", "wear"}),
        ("Allergic to cats and dogs", {"pet", "stay"}),
        ("Pollen allergy", {"outdoors", "garden"}),
        ("Allergic to bee stings", {"outdoors"}),
        ("Is allergic to dust mites", {"stay"}),
        ("Allergic to nickel", {"wear"}),
        ("Allergic to ibuprofen", {"medicine"}),
        ("Allergic to wool", {"wear"}),
        ("Allergic to grass", {"garden"}),
    ],
)
def test_an_allergy_to_what_nobody_eats_reaches_no_kitchen(
    statement: str, places: set[str]
) -> None:
    found = set(situations(statement, "", "constraint.health"))
    assert {PLACES[name] for name in places} <= found
    assert not {PLACES["cook"], PLACES["eat out"], PLACES["meals"]} & found
    assert not is_dietary(statement, "")


@pytest.mark.parametrize(
    "statement",
    [
        "Severe peanut allergy", "Allergic to kiwi", "Has several allergies", "Is coeliac",
        "Allergic to cats and to peanuts", "Lactose intolerant", "Allergic to lupin",
        "Avoids pork (faith)", "Keeps kosher", "Allergic to shellfish and penicillin",
        "Has gestational diabetes", "Allergic to eggs",
    ],
)  # fmt: skip
def test_what_limits_eating_reaches_the_kitchen(statement: str) -> None:
    assert PLACES["cook"] in situations(statement, "", "constraint.health")
    assert is_dietary(statement, "")


@pytest.mark.parametrize(
    ("statement", "places", "elsewhere"),
    [
        ("Budget for eating out is 25 euros per person", {"eat out"}, {"buy", "stay"}),
        ("Has a budget of 300 euros for clothes", {"wear"}, {"trip", "eat out"}),
        ("Budget for hotels is 90 euros a night", {"stay"}, {"buy", "eat out"}),
        ("Spends at most 20 euros on books", {"read"}, {"stay", "eat out"}),
        ("Has a tight budget", {"buy", "trip", "eat out"}, set[str]()),
        ("Is on a budget for now", {"buy", "trip"}, set[str]()),
        ("Budget of 50 euros a week", {"buy", "eat out"}, set[str]()),
        ("Is frugal", {"buy", "stay"}, set[str]()),
        ("Cannot afford expensive things", {"buy", "trip"}, set[str]()),
        ("Has a budget for the month", {"buy"}, set[str]()),
    ],
)
def test_a_budget_reaches_what_it_is_for(
    statement: str, places: set[str], elsewhere: set[str]
) -> None:
    found = set(situations(statement, "", "constraint.practical"))
    assert {PLACES[name] for name in places} <= found
    assert not {PLACES[name] for name in elsewhere} & found


@pytest.mark.parametrize("statement", ["Uses a wheelchair", "Has a bad knee", "Has asthma"])
def test_a_need_that_limits_no_eating_is_not_dietary(statement: str) -> None:
    assert not is_dietary(statement, "")


@given(texts(), texts(max_size=20))
def test_there_are_at_most_eight_and_all_from_the_pool(statement: str, subject: str) -> None:
    found = situations(statement, subject, "taste.general")
    assert len(found) == len(set(found)) <= LIMIT
    assert set(found) <= set(PLACES.values())


def test_a_statement_that_names_nothing_known_reaches_nothing() -> None:
    assert situations("Likes zorbs", "zorb", "topic.interest") == ()
