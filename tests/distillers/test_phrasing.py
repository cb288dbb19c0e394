"""How something is put is read whatever it is about; what no cue knows is found by it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prefmem.distillers._spans import spans_of
from prefmem.distillers.words._ngrams import LONGEST, MAX_TOKENS, grams_of
from prefmem.distillers.words._phrasing import phrasing
from prefmem.records import Segment, Turn

AT = datetime(2026, 1, 5, tzinfo=UTC)


def spans(text: str) -> list[tuple[str, str]]:
    """The spans of a turn, with what they are for or against."""
    turn = Turn(conversation="c", id="m", role="user", content=text, at=AT)
    found = spans_of([Segment(turn=turn, start=0, end=len(text))]).spans
    return [(span.text, span.cue.polarity) for span in found]


@pytest.mark.parametrize("thing", ["zorbing", "Friday's brass quintet", "quince jam"])
def test_a_phrasing_says_the_same_of_whatever_it_is_about(thing: str) -> None:
    liked = phrasing().of(f"I couldn't be without {thing}")
    disliked = phrasing().of(f"I can do without {thing}")
    asked = phrasing().of(f"Where can I buy {thing}?")
    assert min(liked.sure, disliked.sure) > 0.5 > asked.sure
    assert disliked.against > 0 > liked.against


def test_a_habit_that_no_cue_knows_is_read() -> None:
    assert spans("My knee hurts. I skate everywhere, summer and winter.") == [
        ("I skate everywhere, summer and winter.", "for")
    ]


def test_what_stands_in_quotation_marks_is_not_the_users_own() -> None:
    assert spans('Sort these: a "I love the sea" b "I can\'t stand the sea".') == []


def test_a_dislike_within_a_question_is_read_without_the_question() -> None:
    assert spans("Is it odd that I can't stand marzipan, or is that common?") == [
        ("I can't stand marzipan", "against")
    ]


@given(st.text(max_size=2_000), st.frozensets(st.sampled_from(["i", "like", "no", "the"])))
def test_grams_are_few_and_say_nothing_of_rare_words(text: str, words: frozenset[str]) -> None:
    grams = grams_of(text, words)
    assert len(grams) <= LONGEST * (MAX_TOKENS + 2)
    letters = {w for gram in grams for w in gram.split() if w.isalpha()}
    assert letters <= words
