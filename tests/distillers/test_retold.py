"""What a user puts right is held as they put it, and what they did not mean is held no more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from prefmem import PreferenceMemory

Held = Callable[..., tuple[str, ...]]


@pytest.mark.parametrize(
    ("said", "right", "statement"),
    [
        ("Call me Bob.", "Scratch that, make it Rob.", "Wants to be called Rob"),
        ("call me Sam", "no, Alex", "Wants to be called Alex"),
        ("I prefer window seats.", "Actually no, aisle seats.", "Prefers aisle seats"),
        ("I prefer window seats.", "I mean aisle", "Prefers aisle seats"),
        ("I love red wine.", "oops I meant white, not red", "Loves white wine"),
        (
            "Always answer in German.",
            "No wait, I meant French.",
            "Wants the assistant to always answer in French",
        ),
        (
            "Keep your answers to three lines from now on.",
            "scratch that, make it five",
            "Wants the assistant to keep its answers to five lines from now on",
        ),
        ("I hate dogs.", "I never said I hated dogs, I said spiders.", "Hates spiders"),
        ("I love techno.", "haha no just kidding, i hate it", "Hates techno"),
        ("I hate olives.", "jk I love them", "Loves olives"),
        ("I hate olives.", "only joking, I adore olives", "Adores olives"),
        ("I prefer tea.", "no hang on, coffee, I always mix those up", "Prefers coffee"),
    ],
)
def test_a_word_that_is_put_right_takes_the_place_of_the_other(
    held: Held, said: str, right: str, statement: str
) -> None:
    assert held(said, right) == (statement,)


def test_what_is_put_right_at_once_is_not_kept_first(held: Held) -> None:
    assert held("I love red wine. Sorry, I meant white, not red.") == ("Loves white wine",)


@pytest.mark.parametrize(
    ("said", "right"),
    [
        ("I'm vegan.", "No, I meant my sister is vegan, not me."),
        ("I'm vegan.", "that's my sister, not me"),
        ("I love jazz.", "no, it's my dad who loves jazz, not me"),
        ("I don't like cats.", "I never said I hate cats!"),
        ("I hate cats.", "I didn't say I hated cats"),
        ("I'm allergic to peanuts.", "I never said I'm allergic to peanuts."),
        ("I hate cats.", "just kidding lol"),
        ("I hate cats.", "Scratch that."),
        ("I'm vegan.", "lol no I'm joking, I eat everything"),
        ("I love horror films.", "not really, I was being sarcastic"),
    ],
)
def test_what_was_not_meant_is_held_no_more(held: Held, said: str, right: str) -> None:
    assert len(held(said)) == 1
    assert held(said, right) == ()


@pytest.mark.parametrize(
    ("said", "then"),
    [
        ("I love jazz.", "Take it back to the start of the song."),
        ("I prefer tea.", "Sorry, I need coffee."),
        ("I prefer tea.", "sorry, I mean the train to Leeds"),
        ("I prefer window seats.", "my sister prefers the aisle, not me"),
        ("I don't eat pork.", "no wait, beef"),
        ("I prefer trains.", "hang on, phone call"),
        ("I love sushi.", "wait, really"),
        ("Call me Sam.", "no, thanks"),
        ("I hate dogs.", "I never said I hated cats."),
        ("I love cats.", "I never said I hated cats."),
    ],
)
def test_what_puts_nothing_right_leaves_what_is_held(held: Held, said: str, then: str) -> None:
    assert held(said, then) == held(said)


@pytest.mark.parametrize(
    ("before", "said"),
    [
        ("What's 3 plus 4?", "sorry, I meant five"),
        ("Translate this into German.", "no wait, French"),
        ("Write three lines about cats.", "make it five"),
        ("How are you?", "I never said I loved you"),
    ],
)
def test_a_task_that_is_put_right_founds_nothing(held: Held, before: str, said: str) -> None:
    assert held(before, said) == ()


@pytest.mark.parametrize(
    ("answered", "statement"),
    [("no, Berlin", "Wants to be called Max"), ("no, call me Mo", "Wants to be called Mo")],
)
def test_what_answers_the_assistant_puts_nothing_right(
    tmp_path: Path, answered: str, statement: str
) -> None:
    at = datetime(2026, 1, 5, tzinfo=UTC)
    with PreferenceMemory.open(tmp_path / "p.db") as memory:
        user = memory.user("u")
        said = [
            {"role": "user", "content": "Call me Max."},
            {"role": "assistant", "content": "Hello Max! Are you flying to Paris?"},
            {"role": "user", "content": answered},
        ]
        for n, one in enumerate(said):
            user.observe([one], conversation="c", at=at + timedelta(minutes=n))
        memory.drain()
        held = [p.statement for p in user.profile().preferences if p.status == "active"]
        assert held == [statement]


@pytest.mark.parametrize(
    ("said", "meant", "left"),
    [
        ("I'm allergic to nuts.", "Sorry, I meant I'm allergic to gluten.", "Allergic to gluten"),
        ("I'm allergic to nuts.", "Sorry, I meant gluten.", "Allergic to gluten"),
        ("I have a nut allergy.", "Sorry, I meant a dairy allergy.", "Has a dairy allergy"),
        ("I'm allergic to peanuts", "I meant I'm allergic to walnuts", "Allergic to walnuts"),
        ("I'm a vegetarian", "Sorry, I meant vegan", "Is a vegan"),
        ("I love jazz.", "I meant to say that I hate jazz.", "Hates jazz"),
        ("I hate cats.", "What I meant was I hate dogs.", "Hates dogs"),
        ("I don't eat pork.", "Correction: beef.", "Does not eat beef"),
        ("I prefer window seats.", "Oops, I meant I prefer aisle seats.", "Prefers aisle seats"),
        ("Call me Bob.", "Sorry, I meant call me Rob.", "Wants to be called Rob"),
    ],
)
def test_what_was_meant_takes_the_place_of_what_was_said(
    held: Held, said: str, meant: str, left: str
) -> None:
    assert held(said, meant) == (left,)


def test_what_was_meant_is_read_in_the_same_breath_and_without_anything_before(held: Held) -> None:
    assert held("I'm allergic to nuts. Sorry, I meant gluten.") == ("Allergic to gluten",)
    assert held("Sorry, I meant I'm allergic to gluten.") == ("Allergic to gluten",)


@pytest.mark.parametrize(
    ("said", "then"),
    [
        ("I love jazz.", "I meant what I said."),
        ("I love jazz.", "I meant no offence."),
        ("I love jazz.", "I meant to call my mum."),
        ("I love jazz.", "I mean, I love it on Sundays."),
        ("I love jazz.", "I meant every word."),
        ("I love jazz.", "No, I meant that as a joke"),
        ("I love jazz.", "I meant well."),
        ("I love jazz.", "Sorry, I meant the second table."),
        ("I love jazz.", "I meant to write a poem about rock."),
        ("I love hiking in Wales.", "I meant cycling"),
        ("I love jazz.", "We meant to go to Rome, do you have tips?"),
    ],
)
def test_to_mean_something_else_ends_nothing(held: Held, said: str, then: str) -> None:
    assert held(said, then) == held(said)
