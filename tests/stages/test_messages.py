"""Messages as callers pass them."""

from __future__ import annotations

from copy import deepcopy
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given

from prefmem.errors import UsageError
from prefmem.stages import messages
from prefmem.testing import conversations
from prefmem.types import ANYWHERE, Context

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)


def turns(given_messages: list[dict[str, Any]], **options: Any) -> Any:
    return messages.turns_of(given_messages, conversation="c", at=NOW, context=ANYWHERE, **options)


@pytest.mark.parametrize(
    ("message", "names"),
    [
        ({"role": "robot", "content": "x"}, "role 'robot'"),
        ({"content": "x"}, "role None"),
        ({"role": "user", "content": 7}, "content is of type int"),
        ({"role": "user", "content": [{"type": "text", "text": 7}]}, "is of type int"),
        ({"role": "user", "content": [7]}, "a part is of type int"),
        ({"role": "user", "content": "a\x00b"}, "NUL character at 1"),
        ({"role": "user", "content": "a\ud800"}, "lone surrogate at character 1"),
        ({"role": "user", "content": "x" * 10_000_000}, "10,000,000 bytes"),
        ({"role": "user", "content": "x", "id": ""}, "id is empty"),
        ({"role": "user", "content": "x", "id": "i" * 600}, "600 characters"),
        ({"role": "user", "content": "x", "id": 5}, "5 is of type int"),
        ({"role": "user", "content": "x", "at": datetime(2026, 1, 5)}, "no time zone"),  # noqa: DTZ001
        ({"role": "user", "content": "x", "at": "soon"}, "'soon' is not an ISO 8601 time"),
        ("hello", "message 0 is of type str"),
    ],
)
def test_a_bad_message_is_refused_with_its_place_and_the_value(message: Any, names: str) -> None:
    with pytest.raises(UsageError, match="message 0") as raised:
        turns([message])
    assert names in str(raised.value)


@pytest.mark.parametrize("user", ["", "  ", "u" * 600, None, 3, "a\x00", "\ud83d"])
def test_a_bad_user_id_is_refused(user: Any) -> None:
    with pytest.raises(UsageError):
        messages.scope_of(user, "acme")


def test_text_parts_count_and_images_do_not() -> None:
    parts = [
        {"type": "text", "text": "look"},
        {"type": "image_url", "image_url": {"url": "data:,"}},
        {"type": "input_text", "text": "at this"},
    ]
    assert turns([{"role": "user", "content": parts}])[0].content == "look\n\nat this"


def test_a_developer_message_counts_as_system() -> None:
    assert turns([{"role": "developer", "content": "x"}])[0].role == "system"


def test_an_unknown_factor_of_context_is_refused_with_those_there_are() -> None:
    with pytest.raises(UsageError, match=r"'mood'.*situation"):
        Context.of({"mood": "grim"})


@given(given_messages=conversations())
def test_ids_are_derived_the_same_each_time_and_the_input_is_left_alone(
    given_messages: list[dict[str, Any]],
) -> None:
    before = deepcopy(given_messages)
    first, second = turns(given_messages), turns(given_messages)
    assert first == second
    assert len({t.id for t in first}) == len(given_messages)
    assert given_messages == before


def test_a_growing_conversation_keeps_the_ids_of_what_was_there() -> None:
    short = [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}]
    longer = [*short, {"role": "user", "content": "c"}]
    assert [t.id for t in turns(longer)][:2] == [t.id for t in turns(short)]


def test_messages_that_come_together_follow_one_another_and_the_last_is_of_the_time_given() -> None:
    said = [{"role": "user", "content": str(n)} for n in range(3)]
    said.insert(1, {"role": "user", "content": "x", "at": "2025-12-24T18:00:00+00:00"})
    times = [turn.at for turn in turns(said)]
    millisecond = timedelta(milliseconds=1)
    assert times == [
        NOW - 3 * millisecond,
        datetime(2025, 12, 24, 18, tzinfo=UTC),
        NOW - millisecond,
        NOW,
    ]


def test_messages_from_the_beginning_of_time_are_of_that_time() -> None:
    first = datetime.min.replace(tzinfo=UTC)
    said = [{"role": "user", "content": "a"}, {"role": "user", "content": "b"}]
    found = messages.turns_of(said, conversation="c", at=first, context=ANYWHERE)
    assert [turn.at for turn in found] == [first, first]
