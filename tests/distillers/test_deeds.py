"""What somebody did is told apart from how it was, and named without who did it."""

from __future__ import annotations

import pytest

from prefmem.distillers.accounts._deeds import deed_in
from prefmem.distillers.words._attitudes import agreed, attitudes


@pytest.mark.parametrize(
    ("text", "form", "topic"),
    [
        ("I joined a rowing crew in May.", "did", "a rowing crew"),
        ("Last week my cousin and I hiked the whole ridge, slowly.", "did", "the whole ridge"),
        (
            "However, I decided to unsubscribe from two gossip newsletters because I was tired.",
            "gave up",
            "two gossip newsletters",
        ),
        ("I've cancelled my gym membership.", "gave up", "my gym membership"),
        ("I became fascinated by old maps, oddly enough.", "drawn", "old maps"),
        ("I found myself drawn to slow films.", "drawn", "slow films"),
        ("Since the trip I've become rather hooked on chess puzzles.", "drawn", "chess puzzles"),
        ("That evening sparked a real interest in astronomy, and more.", "interest", "astronomy"),
        ("A neighbour talked me into beekeeping.", "thing", "beekeeping"),
        ("Baking rye bread has become my Sunday.", "thing", "Baking rye bread"),
        (
            "As a cook, I believe that menus should be short, because choice is work.",
            "thought",
            "menus should be short",
        ),
    ],
)
def test_a_sentence_says_what_was_done(text: str, form: str, topic: str) -> None:
    deed = deed_in(text)
    assert deed is not None
    assert (deed.form, deed.topic) == (form, topic)


@pytest.mark.parametrize(
    "text",
    [
        "I needed a new phone for the trip.",
        "I got home at nine.",
        "The lecture was long.",
        "I found it on the table.",
        "My sister joined a choir.",
    ],
)
def test_an_errand_or_somebody_elses_deed_is_none(text: str) -> None:
    assert deed_in(text) is None


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("The dinner was more stressful than enjoyable.", "against"),
        ("It was less relaxing than exhausting.", "against"),
        ("Rather than inspiring, the talk was tedious.", "against"),
        ("While the setting looked magical, the crowd was suffocating.", "against"),
        ("It was chaotic at times but deeply satisfying.", "for"),
        ("I couldn't get into the plot.", "against"),
        ("The bus left at nine.", None),
    ],
)
def test_what_is_granted_or_only_compared_does_not_count(text: str, way: str | None) -> None:
    assert agreed(list(attitudes(text))) == way
