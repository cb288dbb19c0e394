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
        "I wouldn't miss the Eurovision for anything",
        "I'd never trade my garden for the world",
        "I wouldn't swap my old Volvo for anything",
        "there's nothing I like more than a rainy sunday with a book",
        "I like nothing better than cooking for friends",
        "there's nothing I'd rather do than read",
        "few things I love more than fresh bread",
        "I've never not liked a Wes Anderson film",
        "I've never met a cheese I didn't like",
        "I tried to like olives and now I love them",
        "I expected to hate yoga but it's great",
        "I sort of miss eating meat",
        "I miss living by the sea",
        "Both of us are huge Arsenal fans",
        "trains over planes any day",
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
        "I could never get into opera",
        "I never could get into jazz",
        "I couldn't get into the new Murakami at all",
        "I could never warm to cruises",
        "I can't see the appeal of cruises",
        "I can't say I like oysters",
        "I wouldn't say I'm a fan of musicals",
        "I can't say I'm keen on camping",
        "I wouldn't call myself a fan of sushi",
        "I tried to like kombucha",
        "I really wanted to love that show but I found it dull",
        "I thought I'd love camping but hated it",
        "I expected to love Venice, it was just crowds",
        "there's nothing I hate more than small talk",
        "neither of us likes cilantro",
        "Neither my wife nor I eat meat",
        "kinda over the whole craft beer thing",
        "totally over marvel films tbh",
        "I don't miss commuting at all",
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


@pytest.mark.parametrize(
    "said",
    [
        "I wouldn't say I hate jazz",
        "I can't say I dislike rain",
        "I can't say I mind the cold",
        "my boss would say I love deadlines",
        "Neither of my kids eats fish",
        "over the moon about the new job",
    ],
)
def test_what_takes_neither_side_is_not_kept(found: Found, said: str) -> None:
    assert found(said) == ()


@pytest.mark.parametrize(
    ("said", "statement"),
    [
        ("I can't say I like oysters", "Does not like oysters"),
        ("I wouldn't say I'm a fan of musicals", "Not a fan of musicals"),
        ("Both of us hate shopping", "Hates shopping"),
        ("we're all vegetarians", "Is vegetarian"),
        ("Neither my wife nor I eat meat", "Does not eat meat"),
    ],
)
def test_what_is_put_in_a_roundabout_way_is_told_plainly(
    found: Found, said: str, statement: str
) -> None:
    assert [one.statement for one in found(said)] == [statement]
