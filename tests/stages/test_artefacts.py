"""Whether words are about code, or about texts that somebody writes."""

from __future__ import annotations

import pytest

from prefmem.stages.artefacts import is_about_code, is_about_texts


@pytest.mark.parametrize(
    "text",
    [
        "Always wants type hints",
        "Prefers tabs over spaces",
        "Prefers const over let",
        "Prefers guard clauses",
        "Likes small functions and descriptive names",
        "Likes their functions pure",
        "Uses polars, never pandas",
        "Is on Python 3.9 at work",
        "Docstrings in Google style",
        "No classes please, plain functions are enough",
    ],
)
def test_what_is_about_code(text: str) -> None:
    assert is_about_code(text)


@pytest.mark.parametrize(
    "text",
    [
        "Prefers evening classes to weekend workshops",
        "Follows a strict dress code",
        "Likes training programs with few exercises",
        "Loves rust red and other warm colours",
        "Likes small hotels with names",
        "Reads the comments before an article",
        "Prefers pasta over rice",
        "Strongly dislikes stand-up comedy",
        "Would like a coding class in the evenings",
    ],
)
def test_what_is_not(text: str) -> None:
    assert not is_about_code(text)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Always signs their emails with Best, Anna", True),
        ("Likes their linkedin posts short", True),
        ("For cover letters they want no buzzwords", True),
        ("Loves emails from old friends", False),
        ("Reads their messages from friends at night", False),
        ("Likes film posters", False),
    ],
)
def test_what_is_about_texts_of_ones_own(text: str, about: bool) -> None:
    assert is_about_texts(text) is about
