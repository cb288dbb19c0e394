"""A conversation that comes as a whole says the same as one that comes message by message."""

from __future__ import annotations

from pathlib import Path

import pytest

from prefmem import PreferenceMemory

CHANGES = [
    ("I'm vegan.", "Actually I'm not vegan any more."),
    ("I love jazz.", "I've gone off jazz."),
    ("Call me Bob.", "Scratch that, make it Rob."),
    ("I'm allergic to peanuts.", "Turns out I'm not allergic to peanuts after all."),
    ("I love sushi.", "Except at weddings."),
    ("I always take window seats.", "I prefer aisle seats now."),
    ("I prefer short answers.", "From now on give me long, detailed answers."),
    ("Always answer in German.", "Answer in English from now on."),
    ("Use emojis please, always.", "No more emojis please."),
    ("I don't drink coffee.", "I drink coffee again."),
    ("Call me Dr. Lee.", "Just call me Anna."),
]


@pytest.mark.parametrize("said", CHANGES, ids=lambda said: said[0])
def test_what_is_said_later_takes_back_what_is_said_before_in_one_batch(
    tmp_path: Path, said: tuple[str, str]
) -> None:
    messages = [{"role": "user", "content": text} for text in said]
    with PreferenceMemory.open(tmp_path / "p.db") as memory:
        whole, apart, first = memory.user("whole"), memory.user("apart"), memory.user("first")
        whole.observe(messages, conversation="c")
        for message in messages:
            apart.observe([message], conversation="c")
        first.observe(messages[:1], conversation="c")
        held = [
            [one.statement for one in user.profile().preferences] for user in (whole, apart, first)
        ]
    assert held[0] == held[1]
    assert held[0] != held[2]


@pytest.mark.parametrize(
    ("said", "statement"),
    [
        (
            ("I prefer short answers.", "I prefer long answers now."),
            "Prefers long answers now",
        ),
        (
            ("I like detailed explanations.", "From now on keep explanations to two sentences."),
            "Wants the assistant to keep explanations to two sentences",
        ),
        (
            ("Always answer in German.", "Answer in English from now on."),
            "Wants the assistant to answer in English from now on",
        ),
    ],
)
def test_a_wish_about_answers_that_is_turned_round_is_a_new_one(
    tmp_path: Path, said: tuple[str, str], statement: str
) -> None:
    with PreferenceMemory.open(tmp_path / "p.db") as memory:
        user = memory.user("u")
        user.observe([{"role": "user", "content": text} for text in said], conversation="c")
        (held,) = user.profile().preferences
        changes = [one.change for one in user.history(held.id)]
    assert held.statement == statement
    assert [one.quote for one in held.evidence] == [said[1]]
    assert changes == ["created"]
