"""What "call me" asks for, and what is avoided for an allergy."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from prefmem.types import Evidence

Found = Callable[[str], tuple[Evidence, ...]]
Held = Callable[..., tuple[str, ...]]


@pytest.mark.parametrize(
    "said",
    [
        "Call me a taxi.",
        "Just call me later.",
        "Call me an ambulance",
        "Call me back.",
        "Call me maybe.",
        "Call me when you're done.",
    ],
)
def test_what_is_to_be_done_is_no_name(found: Found, said: str) -> None:
    assert found(said) == ()


@pytest.mark.parametrize(
    ("said", "statement"),
    [
        ("Call me crazy, but I love pineapple pizza.", "Loves pineapple pizza"),
        ("Call me old-fashioned but I like paper books.", "Likes paper books"),
        ("call me sam", "Wants to be called sam"),
        ("Please call me Dr. Smith.", "Wants to be called Dr. Smith"),
    ],
)
def test_a_saying_leads_up_to_what_is_said_and_a_name_is_one(
    found: Found, said: str, statement: str
) -> None:
    assert [one.statement for one in found(said)] == [statement]


@pytest.mark.parametrize(
    ("said", "statement", "subject"),
    [
        ("I never eat peanuts, I'm allergic.", "Allergic to peanuts", "peanut"),
        ("I never eat peanuts because I'm allergic to them.", "Allergic to peanuts", "peanut"),
        ("I avoid nuts - severe allergy.", "Severely allergic to nuts", "nut"),
        ("I don't eat shellfish, allergic.", "Allergic to shellfish", "shellfish"),
        ("I avoid cats because I'm allergic.", "Allergic to cats", "cat"),
    ],
)
def test_what_is_avoided_for_an_allergy_is_one_need_of_health(
    found: Found, said: str, statement: str, subject: str
) -> None:
    (one,) = found(said)
    assert (one.statement, one.subject, one.behaviour) == (statement, subject, "constraint.health")


@pytest.mark.parametrize(
    "said",
    [
        "I don't have a nut allergy.",
        "I don't have any allergies.",
        "I never eat peanuts, my son is allergic.",
        "I don't drink milk because I'm lactose intolerant.",
    ],
)
def test_an_allergy_that_is_denied_or_anothers_or_is_to_something_else_is_not_made(
    found: Found, said: str
) -> None:
    assert not any(one.statement.lower().startswith("allergic") for one in found(said))


def test_an_allergy_is_still_told_as_one_when_it_is_said_again_in_other_words(held: Held) -> None:
    assert held("I'm allergic to peanuts.", "I can't eat peanuts.") == ("Allergic to peanuts",)


def test_of_two_names_the_newest_holds_and_pronouns_stand_beside_it(held: Held) -> None:
    assert set(
        held(
            "Call me Sam.",
            "My pronouns are they/them.",
            "Please call me Samantha from now on.",
            "I use she/her pronouns.",
        )
    ) == {"Wants to be called Samantha", "Uses the pronouns she/her"}
