"""What somebody wants of code and of texts is there wherever they are asked for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from prefmem import PreferenceMemory


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[PreferenceMemory]:
    with PreferenceMemory.open(tmp_path / "works.db") as opened:
        yield opened


def told(memory: PreferenceMemory, said: str, asked: str) -> str:
    """The block for a request of somebody who said one thing before."""
    user = memory.user("ada")
    user.observe([{"role": "user", "content": said}], conversation="before")
    memory.drain()
    return user.personalize([{"role": "user", "content": asked}]).block.text


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("I always want type hints.", "type hints"),
        ("I prefer tabs over spaces", "tabs over spaces"),
        ("prefer const over let", "const over let"),
        ("I like small functions and descriptive names", "small functions"),
        ("I'm moving everything to Rust these days, Python only for notebooks", "Rust"),
        ("Don't use lombok, I hate it.", "lombok"),
    ],
)
def test_what_is_wanted_of_code_reaches_a_request_for_code(
    memory: PreferenceMemory, said: str, words: str
) -> None:
    assert words in told(memory, said, "write a function that parses a csv file")


@pytest.mark.parametrize(
    "said",
    [
        "I think microservices are a scam, most teams would be better off with one boring service",
        "Microservices are a scam and most teams would be better off with one boring monolith.",
    ],
)
def test_an_opinion_about_code_reaches_none(memory: PreferenceMemory, said: str) -> None:
    assert "scam" not in told(memory, said, "write a function that parses a csv file")


def test_and_none_for_a_dinner(memory: PreferenceMemory) -> None:
    assert "tabs" not in told(memory, "I prefer tabs over spaces", "What should I cook tonight?")


@pytest.mark.parametrize(
    "asked",
    [
        "write an email to my boss asking for a day off",
        "draft a reply to this customer",
        "make this email friendlier: Dear Tom, the report is late again.",
    ],
)
@pytest.mark.parametrize(
    ("said", "words"),
    [
        ('I always sign my emails with "Best, Anna"', "Best, Anna"),
        ("Keep my emails under five sentences.", "under five sentences"),
        ("My emails should sound friendly but not chatty.", "friendly but not chatty"),
    ],
)
def test_what_is_wanted_of_emails_reaches_a_request_for_one(
    memory: PreferenceMemory, said: str, words: str, asked: str
) -> None:
    assert words in told(memory, said, asked)


def test_and_no_other_request(memory: PreferenceMemory) -> None:
    said = "Keep my emails under five sentences."
    assert "five sentences" not in told(memory, said, "What should I cook tonight?")


def test_a_text_that_is_to_sell_something_stays_persuasion(memory: PreferenceMemory) -> None:
    said, asked = 'I always sign my emails with "Best, Anna"', "Write a sales email for our juicer"
    assert "Anna" not in told(memory, said, asked)
