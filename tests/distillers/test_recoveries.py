"""A condition that is had no more, or never was, is held no more; all others stay."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from prefmem.types import Evidence

Found = Callable[[str], tuple[Evidence, ...]]
Held = Callable[..., tuple[str, ...]]


@pytest.mark.parametrize(
    ("had", "over"),
    [
        ("I have asthma.", "My asthma is gone."),
        ("I have asthma.", "Good news: I've outgrown my asthma!"),
        ("I'm allergic to peanuts.", "My allergies are gone."),
        ("I have a peanut allergy.", "all my allergies have cleared up"),
        ("I'm allergic to cats and dogs.", "I don't have any allergies any more."),
        ("I'm allergic to peanuts.", "I have no allergies any more"),
        ("I'm allergic to peanuts.", "I'm no longer allergic to anything"),
        ("I'm allergic to peanuts.", "I've outgrown all my allergies"),
        ("I'm allergic to peanuts.", "I've outgrown my peanut allergy"),
        ("I'm lactose intolerant.", "My food intolerances are gone"),
        ("I have a shellfish allergy.", "The doctor says my allergies are gone"),
        ("I'm pregnant, so no raw fish.", "The baby is here!"),
        ("I'm 20 weeks pregnant.", "Our daughter was born on Tuesday."),
        ("I'm pregnant.", "I lost the baby."),
        ("I'm allergic to penicillin.", "My doctor says I'm not allergic to penicillin after all."),
        ("I'm lactose intolerant.", "turns out I'm not lactose intolerant"),
        ("I have an allergy to cats.", "My cat allergy has gone."),
        ("I get migraines.", "I don't get migraines any more."),
        ("I'm on warfarin.", "I'm off the warfarin now."),
        ("I'm on crutches.", "finally off the crutches, yay"),
        ("I use a wheelchair.", "I'm out of the wheelchair now!"),
        ("My back is bad.", "My back is fine now."),
        (
            "I have coeliac disease.",
            "The biopsy came back: I don't have coeliac disease after all.",
        ),
    ],
)
def test_a_condition_that_is_over_is_held_no_more(held: Held, had: str, over: str) -> None:
    assert len(held(had)) == 1
    assert held(had, "What's a good name for a boat?", over) == ()


@pytest.mark.parametrize(
    ("had", "said"),
    [
        ("I have asthma.", "My asthma is gone when I use the inhaler."),
        ("I have asthma.", "I wish my asthma was gone."),
        ("I have asthma.", "My allergies are gone."),
        ("I'm lactose intolerant.", "My allergies are gone."),
        ("I'm allergic to peanuts.", "My son's allergies are gone."),
        ("I'm allergic to peanuts.", "My allergies are gone for now."),
        ("I'm allergic to peanuts.", "My allergies are gone thanks to the pills."),
        ("I'm allergic to peanuts.", "My allergies are gone this week."),
        ("I'm allergic to peanuts.", "Are my allergies gone?"),
        ("I'm allergic to peanuts.", "I wish my allergies were gone."),
        ("I'm allergic to peanuts.", "I don't have any allergies to cats."),
        ("I'm allergic to peanuts.", "I have no allergies now that it's winter."),
        ("I'm allergic to peanuts.", "My pollen allergies are gone."),
        ("I'm allergic to peanuts.", "I'm not allergic to anything else."),
        ("I have asthma.", "My son's asthma is gone."),
        ("I have asthma.", "My asthma is gone, just kidding."),
        ("I'm pregnant.", "My sister had the baby last week."),
        ("I'm allergic to peanuts.", "I'm not allergic to peanuts, am I?"),
        ("I'm allergic to peanuts.", "I'm not allergic to almonds."),
        ("I use a wheelchair.", "I'm out of bread."),
        ("I have diabetes.", "If I didn't have diabetes I'd eat cake."),
        ("I have high blood pressure.", "I don't have diabetes."),
    ],
)
def test_what_says_nothing_of_it_leaves_a_condition_as_it_is(
    held: Held, had: str, said: str
) -> None:
    assert held(had, said)[: len(held(had))] == held(had)


@pytest.mark.parametrize(
    "said",
    [
        "I have no heart problems",
        "I don't have any allergies",
        "I don't have asthma",
        "I'm not on medication",
        "I hate migraines",
        "My headache is gone.",
        "I'm not allergic to hard work",
    ],
)
def test_what_somebody_does_not_have_founds_nothing(found: Found, said: str) -> None:
    assert not [one for one in found(said) if one.kind != "retracted"]


@pytest.mark.parametrize("said", ["I'm allergic to small talk", "allergic to mondays lol"])
def test_an_allergy_that_no_body_has_is_no_need_of_health(found: Found, said: str) -> None:
    [one] = found(said)
    assert (one.behaviour, one.polarity, one.sensitivity) == ("taste.general", "against", None)


def test_an_allergy_is_about_what_it_is_to_however_it_is_put(found: Found) -> None:
    [one] = found("I have an allergy to cats")
    assert one.subject == "cat"
