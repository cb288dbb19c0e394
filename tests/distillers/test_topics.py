"""A statement that leaves open what it is about is told with the topic of its turn."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from prefmem import PreferenceMemory
from prefmem.distillers import _topics
from prefmem.types import Evidence

FOSTERING = (
    "We have been fostering greyhounds from the racing track for three years. They sleep on the "
    "stairs, they steal toast and the first week is mostly mopping. I'm really glad we do it."
)


def evidence(statement: str, quote: str, **given: str) -> Evidence:
    return Evidence(
        id="e",
        quote=quote,
        conversation_id="c",
        message_id="m",
        at=datetime(2026, 1, 5, tzinfo=UTC),
        kind="stated",
        polarity="for",
        strength=0.8,
        behaviour=given.get("behaviour", "taste.activity"),
        subject="general",
        statement=statement,
        source="test",
        condition=given.get("condition", "said outright"),
    )


def test_phrases_are_what_stands_between_light_words() -> None:
    found = _topics.phrases(FOSTERING)
    assert "fostering greyhounds" in found
    assert "racing track" in found
    assert not {"three years", "we", "they", "first week"} & set(found)


def test_a_sensitive_phrase_names_no_topic() -> None:
    assert "insomnia" not in " ".join(_topics.phrases("I read Russian novels in my insomnia."))


@pytest.mark.parametrize(
    ("quote", "open_"),
    [
        ("I'm really glad we do it", True),
        ("I loved that", True),
        ("I love strong black tea in the morning", False),
    ],
)
def test_what_points_back_leaves_open_what_it_is_about(quote: str, open_: bool) -> None:
    assert _topics.lacks_topic(evidence(quote, quote)) is open_


def test_what_is_wanted_of_answers_gets_no_topic() -> None:
    short = evidence("Wants it short", "Keep it short", behaviour="style.verbosity")
    assert not _topics.lacks_topic(short)


def test_the_nearest_phrases_come_first_and_far_ones_not_at_all() -> None:
    vectors = np.array([[0.5, 0], [0.9, 0], [0.2, 0], [1.0, 0]], dtype=np.float32)
    assert _topics.topics(["toast", "greyhounds", "stairs"], vectors) == ["greyhounds"]


def test_a_topic_is_added_once_and_not_to_what_names_it() -> None:
    glad = evidence("Really glad they do it", "I'm really glad we do it")
    named = _topics.named(glad, ["greyhounds", "greyhound walks", "racing track"])
    assert named.statement == "Really glad they do it (greyhounds, racing track)"
    assert _topics.named(named, ["greyhounds", "racing track"]) is named


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
