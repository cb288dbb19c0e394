"""What health asks for, from the words to the prompt, with the embedded defaults."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from prefmem import PreferenceMemory, UserMemory

SAID = (
    "I'm allergic to peanuts",
    "Remember that I'm allergic to penicillin.",
    "I'm pregnant, so no raw fish please",
    "I'm allergic to latex",
    "My back is bad, so nothing with heavy lifting",
)


@pytest.fixture(scope="module")
def user(tmp_path_factory: pytest.TempPathFactory) -> Iterator[UserMemory]:
    """Somebody who told five things about their health, each in a conversation of its own."""
    path: Path = tmp_path_factory.mktemp("health") / "memory.db"
    with PreferenceMemory.open(path) as memory:
        one = memory.user("ada")
        for n, said in enumerate(SAID):
            one.observe([{"role": "user", "content": said}], conversation=f"c{n}")
        memory.drain()
        yield one


def told(user: UserMemory, request: str) -> str:
    """The block for a request."""
    return user.personalize([{"role": "user", "content": request}]).block.text


def test_one_allergy_does_not_take_the_place_of_another(user: UserMemory) -> None:
    assert {one.statement for one in user.profile().preferences} == {
        "Allergic to peanuts",
        "Allergic to penicillin",
        "Allergic to latex",
        "Is pregnant: no raw fish",
        "Back is bad: nothing with heavy lifting",
    }


@pytest.mark.parametrize(
    ("request_", "needed"),
    [
        ("Which antibiotics work for a throat infection?", "Allergic to penicillin"),
        ("What does amoxicillin treat?", "Allergic to penicillin"),
        ("Can I eat sushi?", "Is pregnant: no raw fish"),
        ("Plan a trip to Bangkok for me", "Is pregnant: no raw fish"),
        ("What should I cook for dinner tonight?", "Allergic to peanuts"),
        ("Suggest a workout for me", "Back is bad: nothing with heavy lifting"),
    ],
)
def test_it_reaches_questions_of_fact_too_where_they_bear_on_it(
    user: UserMemory, request_: str, needed: str
) -> None:
    assert needed in told(user, request_)


@pytest.mark.parametrize(
    "request_",
    [
        "What's the capital of Peru?",
        "How do I write a recursive factorial in Haskell?",
        "When was the Magna Carta signed?",
        "Fix the grammar: he go to school",
        "Write a haiku about rain",
    ],
)
def test_elsewhere_nothing_is_told(user: UserMemory, request_: str) -> None:
    assert told(user, request_) == ""


@pytest.mark.parametrize(
    ("said", "ended"),
    [
        ("I'm allergic to peanuts", "I'm no longer allergic to peanuts"),
        ("I'm allergic to peanuts", "Turns out I'm not allergic to peanuts after all"),
        ("I have a peanut allergy", "I outgrew my peanut allergy"),
        ("I'm pregnant, so no raw fish", "I'm not pregnant any more"),
    ],
)
def test_it_ends_when_the_person_says_so_and_nothing_else_does(
    tmp_path: Path, said: str, ended: str
) -> None:
    with PreferenceMemory.open(tmp_path / "memory.db") as memory:
        user = memory.user("ada")
        for n, words in enumerate((said, "I'm allergic to latex", ended)):
            user.observe([{"role": "user", "content": words}], conversation=f"c{n}")
        memory.drain()
        assert [one.statement for one in user.profile().preferences] == ["Allergic to latex"]


def test_eating_it_no_more_ends_no_allergy(tmp_path: Path) -> None:
    with PreferenceMemory.open(tmp_path / "memory.db") as memory:
        user = memory.user("ada")
        for n, words in enumerate(("I'm allergic to peanuts", "I've stopped eating peanuts")):
            user.observe([{"role": "user", "content": words}], conversation=f"c{n}")
        memory.drain()
        assert "Allergic to peanuts" in {one.statement for one in user.profile().preferences}


def test_needs_that_are_all_but_alike_stay_two(tmp_path: Path) -> None:
    said = (
        "I have high blood pressure",
        "I have high cholesterol",
        "I can't have nuts",
        "I can't have raw nuts",
    )
    with PreferenceMemory.open(tmp_path / "memory.db") as memory:
        user = memory.user("ada")
        for n, words in enumerate(said):
            user.observe([{"role": "user", "content": words}], conversation=f"c{n}")
        memory.drain()
        assert len(user.profile().preferences) == len(said)
