"""A statement that leaves open what it is about is told with the topic of its turn."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from prefmem import PreferenceMemory
from prefmem.distillers.accounts import _topics
from prefmem.types import Evidence

FOSTERING = (
    "We have been fostering greyhounds from the racing track for three years. They sleep on the "
    "stairs, they steal toast and the first week is mostly mopping. I'm really glad we do it."
)


def evidence(statement: str, quote: str, behaviour: str = "taste.activity") -> Evidence:
    return Evidence(
        id="e",
        quote=quote,
        conversation_id="c",
        message_id="m",
        at=datetime(2026, 1, 5, tzinfo=UTC),
        kind="stated",
        polarity="for",
        strength=0.8,
        behaviour=behaviour,
        condition="said outright",
        subject="general",
        statement=statement,
        source="test",
    )


def test_phrases_are_what_stands_between_light_words() -> None:
    found = _topics.phrases(FOSTERING)
    assert "fostering greyhounds" in found
    assert "racing track" in found
    assert not {"three years", "we", "they", "first week"} & set(found)


def test_a_turn_that_touches_something_sensitive_names_no_topic() -> None:
    assert _topics.phrases("I read Russian novels all night.") == ["Russian novels"]
    assert _topics.phrases("I read Russian novels all night, in my insomnia.") == []


@pytest.mark.parametrize("behaviour", ["style.verbosity", "constraint.health", "identity.name"])
def test_form_constraints_and_names_get_no_topic(behaviour: str) -> None:
    short = evidence("Wants it short", "I want it short", behaviour)
    assert not _topics.may_lack_topic(short, FOSTERING)


@pytest.mark.parametrize(
    ("quote", "text", "open_"),
    [
        ("I'm really glad we do it", "I'm really glad we do it, whatever it costs.", True),
        ("I love strong black tea", "I love strong black tea, and I always did.", False),
        ("I love the first walk", FOSTERING, True),
    ],
)
def test_what_is_said_outright_in_a_short_turn_names_its_topic(
    quote: str, text: str, open_: bool
) -> None:
    assert _topics.may_lack_topic(evidence(quote, quote), text) is open_


def test_the_nearest_phrase_is_the_topic_and_a_far_one_is_none() -> None:
    vectors = np.array([[0.5, 0], [0.9, 0], [0.2, 0]], dtype=np.float32)
    turn = np.array([1.0, 0], dtype=np.float32)
    assert _topics.topic_of(["toast", "greyhounds", "stairs"], vectors, turn) == "greyhounds"
    assert _topics.topic_of(["stairs"], vectors[2:], turn) is None


def test_a_topic_is_added_once_and_its_words_are_quoted() -> None:
    glad = evidence("Really glad they do it", "I'm really glad we do it")
    named = _topics.named(glad, "fostering greyhounds", FOSTERING)
    assert named.statement == "Really glad they do it (fostering greyhounds)"
    assert named.quote in FOSTERING
    assert named.quote.startswith("fostering greyhounds")
    assert named.quote.endswith("I'm really glad we do it")
    assert _topics.named(named, "greyhounds", FOSTERING) is named


@pytest.mark.parametrize("text", ["I'm really glad we do it", "greyhounds " * 50 + FOSTERING[-25:]])
def test_a_topic_that_no_quote_can_reach_is_not_told(text: str) -> None:
    glad = evidence("Really glad they do it", "I'm really glad we do it")
    assert _topics.named(glad, "greyhounds", text) is glad


def test_a_person_s_statement_says_what_it_is_about(tmp_path: Path) -> None:
    with PreferenceMemory.open(tmp_path / "p.db") as memory:
        memory.user("a").observe(
            [{"role": "user", "content": FOSTERING}],
            conversation="c",
            at=datetime(2026, 1, 5, tzinfo=UTC),
        )
        memory.drain()
        statements = [p.statement for p in memory.user("a").profile().preferences]
    assert statements
    assert all("greyhounds" in s for s in statements)
