"""Wishes about answers that nobody has for one answer only."""

from __future__ import annotations

import pytest

from tests.distillers.conftest import Found, Held


@pytest.mark.parametrize(
    ("said", "statement", "behaviour", "polarity"),
    [
        ("less fluff please", "Wants less fluff", "style.verbosity", "against"),
        ("more emojis!", "Wants more emojis", "style.format", "for"),
        (
            "give it to me straight",
            "Wants the assistant to give it to them straight",
            "style.tone",
            "for",
        ),
        (
            'don\'t use the word "delve"',
            'Wants the assistant not to use the word "delve"',
            "style.tone",
            "against",
        ),
        (
            "answer in german",
            "Wants the assistant to answer in german",
            "style.language",
            "for",
        ),
        ("tl;dr at the top please", "Wants tl;dr at the top", "style.format", "for"),
        ("I always want the key numbers.", "Always wants the key numbers", "style.format", "for"),
        ("I want sources for every claim", "Wants sources for every claim", "style.format", "for"),
        (
            "prices in pounds including VAT",
            "Wants prices in pounds including VAT",
            "style.units",
            "for",
        ),
        (
            "give me two options, never more",
            "Wants the assistant to give them two options, never more",
            "interaction.initiative",
            "for",
        ),
        (
            "remind me to take breaks",
            "Wants the assistant to remind them to take breaks",
            "interaction.initiative",
            "for",
        ),
        (
            "write in larger steps, one at a time",
            "Wants the assistant to write in larger steps, one at a time",
            "interaction.pace",
            "for",
        ),
        (
            "correct me after every sentence please",
            "Wants the assistant to correct them after every sentence",
            "learning.method",
            "for",
        ),
        (
            "use my first name",
            "Wants the assistant to use their first name",
            "identity.address",
            "for",
        ),
        (
            "I don't need intros or recaps",
            "Does not need intros or recaps",
            "style.verbosity",
            "against",
        ),
        (
            "you don't have to explain basic terms to me",
            "Wants the assistant not to explain basic terms to them",
            "expertise.level",
            "for",
        ),
    ],
)
def test_it_is_kept_for_good(
    found: Found, said: str, statement: str, behaviour: str, polarity: str
) -> None:
    [one] = found(said)
    assert (one.statement, one.behaviour, one.polarity) == (statement, behaviour, polarity)
    assert one.kind == "instruction"


@pytest.mark.parametrize(
    "said",
    [
        "remind me to call my mother",
        "write a joke about German",
        "How do you say it in German?",
        "I want links to the two papers",
        "give me two options for the title of this essay",
        "explain it in small steps for this exercise",
    ],
)
def test_what_is_asked_once_is_not(found: Found, said: str) -> None:
    assert found(said) == ()


def test_what_was_asked_of_one_answer_may_be_made_to_last(held: Held) -> None:
    asked = "Bullet points please, max 5."
    assert held("Summarise the article.", asked, "Good, like that from now on!") == (
        "Wants bullet points, max 5",
    )


def test_and_nothing_where_nothing_was_asked(held: Held) -> None:
    assert held("What is DNS?", "Nice, keep it like that from now on.") == ()


def test_pronouns_are_kept_without_what_is_private_beside_them(found: Found) -> None:
    [one] = found("i'm non-binary, they/them please")
    assert (one.statement, one.quote) == ("Uses the pronouns they/them", "they/them please")


def test_a_trade_tells_what_need_not_be_explained(found: Found) -> None:
    [one] = found("I know what EBIT is, I'm an accountant")
    assert (one.behaviour, one.statement) == ("expertise.level", "Is an accountant")
