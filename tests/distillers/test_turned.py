"""A sentence is told by what it says of its speaker now, not by what was or what others like."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from prefmem.types import Evidence

Found = Callable[[str], tuple[Evidence, ...]]
Held = Callable[..., tuple[str, ...]]


def kept(found: Found, said: str) -> list[Evidence]:
    """What a turn founds."""
    return [one for one in found(said) if one.kind != "retracted"]


@pytest.mark.parametrize(
    ("said", "statement", "polarity"),
    [
        ("I used to love whisky, now I can't stand it.", "Cannot stand whisky", "against"),
        ("I used to hate beetroot but now I love it", "Loves beetroot", "for"),
        ("I used to drink cola, now I drink water.", "Drinks water", "for"),
        ("My wife loves thrillers, I can't stand them.", "Cannot stand thrillers", "against"),
        ("my wife's into crosswords and I love them too", "Loves crosswords too", "for"),
        ("Everyone raves about Wagner, I find it boring.", "Finds Wagner boring", "against"),
        ("My husband adores thrillers, I prefer comedies.", "Prefers comedies", "for"),
        ("Opera has really grown on me.", "Opera has really grown on them", "for"),
        ("I don't mind spicy food.", "Does not mind spicy food", "for"),
        ("Nothing too spicy for me.", "Wants nothing too spicy", "against"),
        ("I'm over superhero films.", "Over superhero films", "against"),
        ("not a morning person tbh", "Not a morning person", "against"),
    ],
)
def test_it_is_told_by_its_last_part(
    found: Found, said: str, statement: str, polarity: str
) -> None:
    [one] = kept(found, said)
    assert (one.statement, one.polarity) == (statement, polarity)
    assert one.quote in said


@pytest.mark.parametrize(
    "said",
    [
        "My brother's vegan.",
        "my boyfriend's obsessed with crypto",
        "I wish I liked running.",
        "I might go vegan.",
        "I could never be vegan.",
        "I want to become a vegetarian",
        "yeah right, I love Mondays lol",
        "Oh sure, I just LOVE waiting in line for three hours.",
        "I love queues, said no one ever.",
        "my kids eat pizza and I love them",
        "I'm over 40.",
        "I'm over the moon about my new bike",
    ],
)
def test_what_is_not_meant_or_not_ones_own_founds_nothing(found: Found, said: str) -> None:
    assert kept(found, said) == []


@pytest.mark.parametrize(
    ("before", "said", "after"),
    [
        ("I love sushi.", "I used to love sushi, now I can't stand it.", "Cannot stand sushi"),
        ("I hate olives.", "I used to hate olives, now I love them.", "Loves olives"),
        ("I drink coffee.", "I used to drink coffee, now I drink tea.", "Drinks tea"),
    ],
)
def test_what_was_is_held_no_more(held: Held, before: str, said: str, after: str) -> None:
    assert held(before, said) == (after,)


@pytest.mark.parametrize(
    ("said", "statements"),
    [
        (
            "wot films do u recomend i realy like scifi n hate romance",
            ("Really likes scifi and hates romance",),
        ),
        ("any ideas for dinner i don't eat pork", ("Does not eat pork",)),
        ("which of the songs i like is the longest", ()),
        ("what gift can i buy for someone i love dearly", ()),
    ],
)
def test_a_question_ends_where_its_writer_goes_on_with_what_they_like(
    found: Found, said: str, statements: tuple[str, ...]
) -> None:
    assert tuple(one.statement for one in kept(found, said)) == statements


@pytest.mark.parametrize(
    ("said", "behaviour", "polarity"),
    [
        ("Always book aisle seats, I've got long legs.", "taste.travel", "for"),
        ("never suggest anything with pork", "taste.food", "against"),
        ("please never recommend horror films", "taste.media", "against"),
        ("Always give me options.", "interaction.initiative", "for"),
        ("Never suggest follow-up questions.", "interaction.initiative", "against"),
    ],
)
def test_what_is_to_be_chosen_is_no_way_of_answering(
    found: Found, said: str, behaviour: str, polarity: str
) -> None:
    [one] = kept(found, said)
    assert (one.behaviour, one.polarity) == (behaviour, polarity)


@pytest.mark.parametrize(
    ("said", "statement"),
    [
        ("it's Sam, not Samantha", "Wants to be called Sam, not Samantha"),
        ("My name is Liz, not Elizabeth please.", "Wants to be called Liz, not Elizabeth"),
        ("they/them please", "Uses the pronouns they/them"),
        ("she/her btw", "Uses the pronouns she/her"),
    ],
)
def test_how_somebody_is_called_is_kept_however_short_it_is_said(
    found: Found, said: str, statement: str
) -> None:
    [one] = found(said)
    assert (one.behaviour, one.statement, one.sensitivity) == (
        "identity.address",
        statement,
        "identity",
    )


@pytest.mark.parametrize(
    "said",
    [
        "It's Tuesday, not Thursday.",
        "It's June, not July.",
        "It's Java, not JavaScript.",
        "It's Rome, not Paris.",
        "she/her or he/him?",
    ],
)
def test_other_things_are_no_names(found: Found, said: str) -> None:
    assert found(said) == ()
