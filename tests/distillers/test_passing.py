"""Wishes about answers for now are kept for their conversation; mere requests are not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from prefmem.types import Evidence

Found = Callable[[str], tuple[Evidence, ...]]


@pytest.mark.requirement("life:mood")
@pytest.mark.parametrize(
    ("said", "behaviour", "polarity"),
    [
        ("Keep it short today, I'm tired.", "style.verbosity", "against"),
        ("It's 3 a.m. and I'm stressed out, keep it short.", "style.verbosity", "against"),
        ("I'm driving, keep answers short.", "style.verbosity", "against"),
        ("I'm tired today so please keep your answers short.", "style.verbosity", "against"),
        ("Can you keep it brief for now? What is a monad?", "style.verbosity", "against"),
        ("Short answers please, I'm in a rush right now.", "style.verbosity", "against"),
        ("I'm in a meeting right now, keep it short.", "style.verbosity", "against"),
        ("My boss is here right now, keep it formal.", "style.tone", "for"),
        ("just for today, no jokes please", "style.tone", "against"),
        ("For this conversation, answer in German.", "style.language", "for"),
        ("Be blunt with me in this chat.", "style.tone", "for"),
        ("no bullet points this time", "style.format", "against"),
        ("explain it simply for now please, i'm on my phone", "expertise.level", "for"),
    ],
)
def test_a_wish_for_now_holds_in_its_conversation_only(
    found: Found, said: str, behaviour: str, polarity: str
) -> None:
    (one,) = found(said)
    assert (one.behaviour, one.polarity, one.lasting) == (behaviour, polarity, False)
    assert one.quote in said


@pytest.mark.parametrize(
    "said",
    [
        "Can you write a short poem about today's weather?",
        "Give me a short summary of today's news.",
        "Today I need a detailed plan for my trip.",
        "What's on television tonight? Nothing too long.",
        "My boss said: keep it short today.",
        "Make a short list of films for tonight.",
    ],
)
def test_a_request_of_the_day_is_no_wish_about_answers(found: Found, said: str) -> None:
    assert found(said) == ()


def test_what_says_that_it_lasts_is_not_put_down_to_the_day(found: Found) -> None:
    (one,) = found("From now on keep it short, I'm tired today.")
    assert one.lasting
