"""Sensitive content is known by its words: all of its classes, and no everyday word for one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from prefmem.stages.sensitivity import classes_of, touched
from prefmem.types import Evidence

SAID = Evidence(
    id="e",
    quote="I keep my answers short.",
    conversation_id="c",
    message_id="m",
    kind="stated",
    polarity="for",
    strength=1.0,
    at=datetime(2026, 5, 4, tzinfo=UTC),
    source="test",
    behaviour="style.verbosity",
    subject="answers",
    statement="Wants short answers",
)


@pytest.mark.parametrize(
    ("text", "classes"),
    [
        ("I'm a gay man with a peanut allergy.", {"health", "orientation"}),
        ("I prefer dating women.", {"orientation"}),
        ("I'm bi and I love jazz.", {"orientation"}),
        ("I earn 2,000 euros a month.", {"finances"}),
        ("I make $80k a year.", {"finances"}),
        ("I vote Labour.", {"politics"}),
        ("I'm Roma.", {"ethnicity"}),
        ("I went to prison once.", {"criminal"}),
        ("I'm a member of the union.", {"trade_union"}),
        ("I'm sober.", {"health"}),
        ("I have schizophrenia.", {"health"}),
        ("I'm disabled.", {"health"}),
        ("The bus takes me to my chemo.", {"health"}),
        ("I keep my insulin in the fridge.", {"health"}),
        ("My pronouns are they/them.", {"identity"}),
    ],
)
def test_every_class_is_seen_that_words_tell(text: str, classes: set[str]) -> None:
    assert set(classes_of(text)) == classes


@pytest.mark.parametrize(
    "text",
    [
        "I prefer Power BI to Tableau.",
        "I prefer bi-weekly meetings.",
        "I love Arrested Development.",
        "My race on Sunday is flat.",
        "Disable notifications, please.",
        "I avoid trans fats.",
        "I prefer a sober tone.",
        "I like Roma tomatoes.",
        "I prefer black coffee.",
        "I make 3 cups of tea a day.",
        "I prefer dates to figs.",
        "I'm on probation at my new job.",
        "I'm in love with Rome.",
    ],
)
def test_an_everyday_word_is_of_no_class(text: str) -> None:
    assert classes_of(text) == ()


def test_what_a_distiller_names_and_what_the_words_say_both_count() -> None:
    assert touched(SAID) == frozenset()
    assert touched(replace(SAID, sensitivity="health")) == {"health"}
    told = replace(SAID, sensitivity="health", quote="I'm gay and keep answers short.")
    assert touched(told) == {"health", "orientation"}
    assert touched(replace(SAID, reason="because I'm autistic")) == {"health"}


@pytest.mark.parametrize(
    "text",
    [
        "I always sit at the aisle because of my bladder.",
        "Always sits at the aisle because of their bladder",
        "Lactose makes them bloated",
        "Wheat wrecks my stomach, so I don't eat bread.",
        "Chlorine gives me a rash.",
        "Onions give me terrible heartburn.",
        "Running kills my knees.",
        "I only wear cotton because of my skin.",
        "Can't do stairs due to my hip.",
        "Boats make me feel sick.",
        "Milk doesn't agree with my gut.",
        "My stomach can't handle dairy.",
    ],
)
def test_what_something_does_to_a_body_is_health(text: str) -> None:
    assert classes_of(text) == ("health",)


@pytest.mark.parametrize(
    "text",
    [
        "This song gives me goosebumps.",
        "Jazz makes me happy.",
        "I stay because of my back garden.",
        "Because of my back catalogue.",
        "I'm sick of rain.",
        "My wife makes me laugh.",
        "Because of my gut feeling.",
        "Meetings wreck my schedule.",
        "The plot leaves me cold.",
        "Because of my hip hop past.",
        "It breaks my heart.",
        "I love my skincare routine.",
    ],
)
def test_what_something_does_to_a_mood_is_not(text: str) -> None:
    assert classes_of(text) == ()
