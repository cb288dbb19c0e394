"""What people say every day is filed as it is meant: its side, its behaviour, its words."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from prefmem.types import Evidence

Found = Callable[[str], tuple[Evidence, ...]]


@pytest.mark.parametrize(
    ("said", "statement", "behaviour", "polarity"),
    [
        ("no pork, no alcohol please", "Wants no pork, no alcohol", "taste.food", "against"),
        ("We both hate mushrooms.", "Hates mushrooms", "taste.food", "against"),
        ("We're vegan.", "Is vegan", "taste.food", "for"),
        (
            "I would prefer if you didn't use emojis",
            "Would prefer if the assistant did not use emojis",
            "style.format",
            "against",
        ),
        (
            "I'd prefer it if you weren't so formal",
            "Would prefer it if the assistant was not so formal",
            "style.tone",
            "against",
        ),
        (
            "I like how you gave me steps",
            "Likes how the assistant gave them steps",
            "style.format",
            "for",
        ),
        ("I wouldn't mind emojis", "Would not mind emojis", "style.format", "for"),
        ("I love Me Before You", "Loves Me Before You", "taste.media", "for"),
        ("I prefer US spelling.", "Prefers US spelling", "style.language", "for"),
        ("we are both vegetarian", "Is vegetarian", "taste.food", "for"),
        ("My husband and I are vegan.", "Is vegan", "taste.food", "for"),
        ("me and my hubby are coeliac", "Is coeliac", "constraint.health", "against"),
        (
            "My daughter and I are both allergic to nuts.",
            "Allergic to nuts",
            "constraint.health",
            "against",
        ),
        ("I batch cook on Sundays.", "Batch-cooks on Sundays", "taste.food", "for"),
        ("videos over text for me", "Prefers videos to text", "taste.media", "for"),
        (
            "omg stop with the bullet points already",
            "Wants no bullet points",
            "style.format",
            "against",
        ),
        ("hard pass on liver", "Does not like liver", "taste.food", "against"),
        ("I'm vegetarian but I eat fish", "Is vegetarian but eats fish", "taste.food", "for"),
        ("I can't work without music.", "Cannot work without music", "work.method", "for"),
        (
            "I'm trying to eat less red meat",
            "Is trying to eat less red meat",
            "taste.food",
            "against",
        ),
        ("I'm trying to drink more water", "Is trying to drink more water", "taste.food", "for"),
        ("I'm not technical", "Is not technical", "expertise.level", "against"),
        (
            "english isn't my first language",
            "English is not their first language",
            "expertise.level",
            "against",
        ),
        ("no corporate speak", "Wants no corporate speak", "style.tone", "against"),
        ("snake_case please", "Wants snake_case", "style.format", "for"),
        (
            "push back if I'm wrong",
            "Wants the assistant to push back if they are wrong",
            "style.tone",
            "for",
        ),
        (
            "don't sugarcoat it, ever",
            "Wants the assistant not to sugarcoat it",
            "style.tone",
            "against",
        ),
        (
            "I'm gluten free by choice, not allergy",
            "Gluten free by choice",
            "taste.general",
            "for",
        ),
        (
            "My doctor told me to cut down on salt.",
            "Doctor told them to cut down on salt",
            "constraint.health",
            "against",
        ),
        (
            "my GP says I should avoid alcohol",
            "GP says they should avoid alcohol",
            "constraint.health",
            "against",
        ),
    ],
)
def test_it_is_filed_as_it_is_meant(
    found: Found, said: str, statement: str, behaviour: str, polarity: str
) -> None:
    [one] = found(said)
    assert (one.statement, one.behaviour, one.polarity) == (statement, behaviour, polarity)


@pytest.mark.parametrize(
    "said",
    [
        "I'm a Christian",
        "I'm a Buddhist",
        "could murder a pint",
        "don't talk to me before coffee lol",
        "I'm trying to avoid this error",
        "I'm trying to use fewer loops here",
        "I'm trying to get more likes on my post",
        "I can't log in without a code",
        "My doctor told me to rest today.",
        "my doctor told my wife to avoid salt",
        "we both went home",
        "I'm allergic to nothing",
        "my bf is vegan but im not",
        "my mum and I are close",
        "tabs or spaces?",
        "use cm for this drawing",
    ],
)
def test_what_says_nothing_that_lasts_is_left_alone(found: Found, said: str) -> None:
    assert found(said) == ()
