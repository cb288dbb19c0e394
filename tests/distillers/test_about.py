"""What a clause is about is found from the words around it, whatever the thing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from prefmem.distillers.words._about import MAX_TOKENS, MOST_WORDS, Tagger, thing_in, tokens_of
from prefmem.distillers.words._subjects import subject_in
from prefmem.types import Evidence

Found = Callable[[str], tuple[Evidence, ...]]


@pytest.mark.parametrize(
    ("said", "subject"),
    [
        ("My passion for kite surfing has faded.", "kite surfing"),
        ("I'm turning to ghost stories these days", "ghost story"),
        ("Brass bands wear me out.", "brass band"),
        ("Shared kitchens just seem too messy for me right now", "shared kitchen"),
        ("I could talk about lighthouses for hours.", "lighthouse"),
        ("By now I like my porridge salty", "porridge"),
    ],
)
def test_a_thing_is_found_among_the_words_around_it(said: str, subject: str) -> None:
    assert subject_in(said) == subject


def test_one_thing_in_two_frames_has_one_subject() -> None:
    assert subject_in("I can't get enough of puppet theatre.") == "puppet theatre"
    assert subject_in("Puppet theatre has lost its charm for me.") == "puppet theatre"


def test_evidence_is_filed_under_what_it_is_about(found: Found) -> None:
    [one] = found("All those calls drained me.")
    assert (one.subject, one.polarity) == ("call", "against")


def test_a_subject_stands_in_the_clause_and_is_short() -> None:
    said = "I have, and I say so with pride, a weakness for very old hand-painted railway maps."
    thing = thing_in(said)
    assert thing in said
    assert 0 < len(tokens_of(thing)) <= MOST_WORDS


@pytest.mark.parametrize("empty", ["", "   ", "?!", "…"])
def test_what_has_no_words_is_about_nothing(empty: str) -> None:
    assert thing_in(empty) == ""
    assert subject_in(empty) == ""


def test_only_the_beginning_of_what_is_long_is_read() -> None:
    assert len(tokens_of("word " * 10_000)) == MAX_TOKENS


def test_the_likeliest_run_of_words_wins_and_marks_end_it() -> None:
    head = Tagger(vocabulary=frozenset({"i", "like"}), weights={"w _s": 2.0, "w _": 1.0}, bias=-0.5)
    assert head.subject_of("I like boats, big ships") == "big ships"
    assert head.subject_of("I like boats") == "boats"
