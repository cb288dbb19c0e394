"""Subjects are written in the singular, and read like words."""

from __future__ import annotations

import pytest

from prefmem.distillers.words._singular import singular
from tests.distillers.conftest import Found, Held


@pytest.mark.parametrize(
    ("word", "one"),
    [
        ("potatoes", "potato"),
        ("heroes", "hero"),
        ("knives", "knife"),
        ("leaves", "leaf"),
        ("gloves", "glove"),
        ("lenses", "lens"),
        ("buses", "bus"),
        ("viruses", "virus"),
        ("houses", "house"),
        ("quizzes", "quiz"),
        ("headaches", "headache"),
        ("watches", "watch"),
        ("dishes", "dish"),
        ("shoes", "shoe"),
        ("berries", "berry"),
        ("brownies", "brownie"),
        ("calories", "calorie"),
        ("pies", "pie"),
        ("axes", "axe"),
        ("menus", "menu"),
        ("bikinis", "bikini"),
        ("photos", "photo"),
        ("games", "game"),
    ],
)
def test_a_plural_has_its_singular(word: str, one: str) -> None:
    assert singular(word) == one
    assert singular(one) == one


@pytest.mark.parametrize(
    "word",
    [
        *("clothes", "christmas", "lens", "news", "series", "glasses", "tapas", "chess", "gas"),
        *(
            "physics",
            "tennis",
            "hummus",
            "always",
            "jeans",
            "diabetes",
            "wales",
            "sushi",
            "children",
        ),
    ],
)
def test_what_has_no_other_form_stays(word: str) -> None:
    assert singular(word) == word


@pytest.mark.parametrize(
    ("said", "subject"),
    [
        ("I love Christmas.", "christmas"),
        ("I love colourful clothes.", "colourful clothes"),
        ("I love potatoes.", "potato"),
        ("I collect kitchen knives and love them.", "kitchen knife"),
    ],
)
def test_a_subject_is_a_word(found: Found, said: str, subject: str) -> None:
    assert subject in {one.subject for one in found(said)}


@pytest.mark.requirement("life:keys")
@pytest.mark.parametrize("what", ["knives", "quizzes", "potatoes", "scarves", "headphones"])
def test_a_word_meets_itself_in_either_number(held: Held, what: str) -> None:
    assert held(f"I love {what}.", f"I hate {what}.") == (f"Hates {what}",)
    assert held(f"I love {what}.", f"I'm no longer into {what}.") in (
        (f"Is no longer into {what}",),
        (f"No longer into {what}",),
        (),
    )
