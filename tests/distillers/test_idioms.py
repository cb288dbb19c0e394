"""Liking that is told by denying its opposite is no dislike, and ends no liking that is held."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from prefmem import PreferenceMemory
from prefmem.types import Evidence

Found = Callable[[str], tuple[Evidence, ...]]


@pytest.mark.parametrize(
    "said",
    [
        "I can't resist chocolate",
        "I can never resist a bookshop",
        "I can't stop listening to ABBA",
        "I could never give up coffee",
        "I'd never give up my morning run",
        "I can't wait for ski season",
        "I don't just like olives, I love them",
        "I wouldn't say no to a beer",
        "I never say no to a curry",
        "there's nothing I don't like about sushi",
        "there isn't a pasta I don't like",
        "I never get bored of sushi",
        "I never get sick of tacos",
        "I can never have too much garlic",
        "I can't get through the day without tea",
        "I'm not opposed to spicy food",
        "I don't dislike opera",
    ],
)
def test_liking_that_is_told_by_its_opposite_is_liking(found: Found, said: str) -> None:
    assert [one.polarity for one in found(said)] == ["for"]


@pytest.mark.parametrize(
    "said",
    [
        "I can't resist telling people that I hate olives",
        "I could never eat snails",
        "I stopped listening to ABBA",
        "I gave up coffee",
        "I say no to beer",
        "I get bored of sushi quickly",
        "I'm sick of tacos",
        "I just don't like olives",
        "I'm opposed to hunting",
        "there's nothing I like about camping",
        "I never get enough sleep in hotels, I hate them",
        "I never eat pork",
        "anything after 8pm is a no go for us",
        "clubs are a no-go for me",
    ],
)
def test_what_sounds_like_it_is_still_a_dislike(found: Found, said: str) -> None:
    assert {one.polarity for one in found(said)} == {"against"}


@pytest.mark.parametrize(
    "said",
    ["I can't wait in queues", "I can't wait for this winter to end", "like I said, no dairy"],
)
def test_what_tells_no_liking_is_none(found: Found, said: str) -> None:
    assert not any(one.polarity == "for" for one in found(said))


def held(*said: str) -> dict[str, tuple[str, str]]:
    """What is held after some messages, each in a conversation of its own."""
    with PreferenceMemory.open(":memory:") as memory:
        ada = memory.user("ada")
        for number, text in enumerate(said):
            ada.observe([{"role": "user", "content": text}], conversation=str(number))
        memory.drain()
        found = ada.profile().preferences
        return {one.statement: (one.polarity, one.status) for one in found}


@pytest.mark.parametrize(
    "said",
    [
        ("I love chocolate", "I can't resist chocolate"),
        ("I love coffee", "I could never give up coffee"),
        ("I love skiing", "I can't wait for ski season"),
        ("I like olives", "I don't just like olives, I love them"),
        ("I love beer", "I wouldn't say no to a beer"),
        ("I love sushi", "I never get bored of sushi"),
    ],
)
def test_a_liking_is_held_when_it_is_told_again_by_its_opposite(said: tuple[str, str]) -> None:
    assert list(held(*said).values()) == [("for", "active")]


def test_what_points_back_at_what_was_said_ends_nothing() -> None:
    assert held("I don't eat dairy", "like I said, no dairy") == {
        "Does not eat dairy": ("against", "active")
    }


def test_who_came_off_a_diet_is_not_on_it() -> None:
    assert not any(
        status == "active" for _, status in held("I'm on keto", "I came off keto").values()
    )
