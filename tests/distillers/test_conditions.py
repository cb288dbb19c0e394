"""What health asks for is never missed, and what is others' is never kept."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from prefmem.distillers._judging import MAX_PER_TURN
from prefmem.types import Evidence

Found = Callable[[str], tuple[Evidence, ...]]


@pytest.mark.parametrize(
    ("said", "statement", "subject"),
    [
        ("I'm pregnant.", "Is pregnant", "pregnant"),
        (
            "I'm pregnant so nothing with raw fish please",
            "Is pregnant: nothing with raw fish",
            "raw fish",
        ),
        ("Nothing spicy, I have an ulcer.", "Has an ulcer: nothing spicy", "spicy"),
        ("Please no seafood, I'm allergic.", "Is allergic: no seafood", "seafood"),
        (
            "no dairy please, it upsets my stomach",
            "Wants no dairy: it upsets their stomach",
            "dairy",
        ),
        ("I have celiac disease so no gluten", "Has celiac disease: no gluten", "gluten"),
        ("I can't have caffeine.", "Cannot have caffeine", "caffeine"),
        ("I can't have nuts, what can I bake for the party?", "Cannot have nuts", "nut"),
        (
            "I have asthma and can't be around smoke.",
            "Has asthma and cannot be around smoke",
            "asthma",
        ),
        (
            "I'm hard of hearing so I need subtitles on everything.",
            "Is hard of hearing so needs subtitles on everything",
            "hard of hearing",
        ),
        ("I'm on blood thinners", "Is on blood thinners", "on blood thinners"),
        (
            "My back is bad, so nothing with heavy lifting",
            "Back is bad: nothing with heavy lifting",
            "heavy lifting",
        ),
        ("Peanuts could kill me.", "Peanuts could kill them", "peanut"),
        (
            "We have a nut allergy in the house.",
            "Has a nut allergy in the house",
            "nut allergy in the house",
        ),
    ],
)
def test_a_condition_is_kept_with_what_follows_from_it(
    found: Found, said: str, statement: str, subject: str
) -> None:
    [one] = found(said)
    assert (one.statement, one.subject) == (statement, subject)
    assert (one.behaviour, one.sensitivity, one.kind) == ("constraint.health", "health", "stated")
    assert one.quote in said


@pytest.mark.parametrize(
    ("said", "statement"),
    [
        (
            "my daughter is allergic to peanuts, so nothing with nuts please",
            "Wants nothing with nuts",
        ),
        (
            "My husband can't eat gluten, so keep dinner ideas gluten free.",
            "Wants dinner ideas gluten free",
        ),
    ],
)
def test_of_anothers_condition_only_the_wish_is_kept(
    found: Found, said: str, statement: str
) -> None:
    [one] = found(said)
    assert (one.statement, one.behaviour) == (statement, "constraint.health")
    assert "allergic" not in one.quote
    assert "husband" not in one.quote


@pytest.mark.parametrize(
    "said",
    [
        "my son has a nut allergy",
        "my boss is pregnant",
        "If I'm pregnant, what should I avoid?",
        "Do I have asthma?",
        "I have never had asthma",
        "I have a son with asthma",
        "I have a friend with diabetes",
        "I research epilepsy",
        "I'm expecting my order tomorrow",
        "I need a walker for my dog",
        "This commute will kill me.",
        "I can't eat another bite",
        "is this ok in english? \"I can't eat the nuts since I'm a child\"",
    ],
)
def test_what_is_others_supposed_or_a_manner_of_speaking_is_no_condition(
    found: Found, said: str
) -> None:
    assert not [one for one in found(said) if one.behaviour == "constraint.health"]


@pytest.mark.parametrize(
    ("said", "subject"),
    [
        ("Remember that I'm allergic to shellfish.", "shellfish"),
        ("please keep in mind that I'm allergic to bees", "bee"),
        ("Don't forget I'm allergic to latex!", "latex"),
        ("For future reference: I'm allergic to eggs", "egg"),
        ("I keep telling you I'm allergic to nuts", "nut"),
        ("I already told you that I'm allergic to milk!", "milk"),
        ("You always forget that I'm allergic to soy", "soy"),
        ("As I said, I'm allergic to kiwi", "kiwi"),
        ("as you know, I'm allergic to mustard", "mustard"),
    ],
)
def test_what_somebody_asks_to_remember_is_read_as_if_they_had_not_asked(
    found: Found, said: str, subject: str
) -> None:
    [one] = found(said)
    assert (one.behaviour, one.subject) == ("constraint.health", subject)
    assert one.quote.startswith("I'm allergic")


def test_an_allergy_is_kept_however_much_else_a_turn_says(found: Found) -> None:
    said = (
        "I'm new to Rust. I love jazz. Keep answers short please. "
        "I'm severely allergic to peanuts. For work trips I prefer trains; in May I like driving."
    )
    assert {one.behaviour for one in found(said)} == {
        "expertise.level", "taste.media", "style.verbosity", "constraint.health", "taste.travel",
    }  # fmt: skip


def test_what_is_had_no_more_is_taken_back(found: Found) -> None:
    [one] = found("I no longer have asthma")
    assert (one.kind, one.behaviour) == ("retracted", "constraint.health")


@pytest.mark.requirement("observe:sensitive")
@pytest.mark.parametrize(
    "said",
    [
        "I'm cooking for a diabetic, any dessert ideas?",
        "My son's peanut allergy means no PB in the house",
        "I have three diabetic patients today",
        "I have a colleague allergic to perfume",
        "I'm reading about lactose intolerance",
        "I've got a diabetic cat",
        "My bestie is allergic to nuts.",
        "My better half is allergic to nuts.",
        "I'm married to a diabetic",
        "I'm a nurse on a diabetes ward",
        "I've a guest allergic to shellfish",
        "I have a coeliac flatmate",
        "my cat's chicken allergy is getting worse",
        "my flatmates nut allergy",
        "I'm hosting a vegan and a coeliac on Friday",
        "I'm the mother of a diabetic",
        "I'm a mum with a coeliac daughter",
        "I have a lecture about gluten intolerance",
        "I'm making a cake for my coeliac sister",
        "My housemate, who I cook for, is coeliac",
        "My hubby and I are hosting a coeliac",
        "I have an allergy test for my cat",
        "I run a bakery for coeliacs",
    ],
)
def test_what_others_have_is_not_kept_of_whoever_tells_it(found: Found, said: str) -> None:
    assert not any(one.sensitivity == "health" for one in found(said))


@pytest.mark.parametrize(
    "said",
    [
        "I'm a type 1 diabetic",
        "I'm a diabetic dad of two",
        "I'm the only coeliac in my family",
        "I have had a bee sting allergy since I was five",
        "I've got a tree nut and shellfish allergy",
        "My wife and I are both coeliac",
        "me and my hubby are coeliac",
        "I'm a tall man with a peanut allergy",
        "My son is allergic to nuts and I'm coeliac",
        "I'm allergic to cats, my son loves them though",
        "I'm cooking for friends and I'm allergic to shellfish",
        "I have a friend coming over but I'm allergic to her cat",
        "I'm living with a nut allergy",
        "I was recently diagnosed with coeliac disease",
        "I'm vegetarian and allergic to nuts",
        "because of my nut allergy I never eat out",
    ],
)
def test_what_somebody_has_is_kept_whoever_else_is_named(found: Found, said: str) -> None:
    assert any(one.behaviour == "constraint.health" and one.kind == "stated" for one in found(said))


HAS = ["asthma", "gout", "migraines", "arthritis", "eczema", "epilepsy", "tinnitus", "sciatica"]
LIKES = ["tea", "jazz", "olives", "rowing", "opera", "chess", "figs", "saunas", "cycling", "maps"]


def test_no_condition_is_dropped_however_much_a_turn_tells(found: Found) -> None:
    told = [f"I love {one}." for one in LIKES] + [f"I have {one}." for one in [*HAS, "psoriasis"]]
    kept = found(" ".join(told))
    assert sum(one.behaviour == "constraint.health" for one in kept) == len(HAS) + 1
    assert sum(one.behaviour.startswith("taste.") for one in kept) == MAX_PER_TURN


@pytest.mark.parametrize(
    ("said", "statement"),
    [
        ("Allergies: peanuts, kiwi", "Allergic to peanuts, kiwi"),
        ("My allergies: peanuts and kiwi.", "Allergic to peanuts and kiwi"),
        ("food allergies: shellfish", "Allergic to shellfish"),
        ("Allergies: cats, pollen", "Allergic to cats, pollen"),
        ("intolerances: lactose", "Intolerant to lactose"),
    ],
)
def test_an_entry_as_in_a_form_is_kept(found: Found, said: str, statement: str) -> None:
    [one] = found(said)
    assert (one.statement, one.behaviour) == (statement, "constraint.health")


@pytest.mark.parametrize(
    "said",
    [
        "Allergies: none",
        "Allergies: ask the nurse",
        "Allergens: milk, soy",
        "My son's allergies: nuts",
        "Is this right, allergies: real or fake?",
        "Write a form with the line Allergies: peanuts",
        "I told you she is allergic to nuts",
    ],
)
def test_an_entry_of_another_kind_is_not(found: Found, said: str) -> None:
    assert not [one for one in found(said) if one.behaviour == "constraint.health"]
