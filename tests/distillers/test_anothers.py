"""What is another's is not the user's: their faith, their health, their tastes, their texts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from prefmem.types import Evidence

Found = Callable[[str], tuple[Evidence, ...]]


def _kept(found: Found, said: str) -> list[str]:
    return [one.statement for one in found(said) if one.kind != "retracted"]


@pytest.mark.parametrize(
    "said",
    [
        "My grandparents are diabetic and they don't eat sugar.",
        "My neighbours are coming over and they keep halal, what should I make?",
        "My girlfriend's family is coming and they observe Lent.",
        "My parents are Muslim and they don't eat pork.",
        "My flatmates are hindu and they never eat beef",
        "our guests are jewish and they keep kosher, what can I serve?",
        "my friends who fast during Ramadan come over on Sunday",
        "My uncle's family observe Shabbat and they don't drive on Saturdays",
        "my cousins who keep kosher are visiting",
        "Our twins are allergic to eggs",
    ],
)
def test_faith_and_health_of_others_bind_nobody(found: Found, said: str) -> None:
    assert not _kept(found, said)


@pytest.mark.parametrize(
    "said",
    [
        "Draft a tweet: I love pineapple on pizza",
        "Draft a post: I hate olives",
        "Tweet this: I love pineapple on pizza",
        "Compose a status update for me: I never drink coffee after 5",
        "help me draft a toast: I love my brother and I hate goodbyes",
        "can you create a slogan for my shop: I love cheap shoes",
        "Email my boss: I prefer working from home on Fridays",
        "Draft a tweet: I love pineapple on pizza. I hate olives.",
        "Write a caption: Monday mood. I can't stand mornings!",
    ],
)
def test_what_goes_into_a_text_is_not_the_users_own(found: Found, said: str) -> None:
    assert not _kept(found, said)


@pytest.mark.parametrize(
    ("said", "statement"),
    [
        ("I keep kosher", "Keeps kosher"),
        ("we keep halal at home", "Keeps halal at home"),
        ("I'm diabetic and my kids are too", "Is diabetic and their kids are too"),
        (
            "I avoid nuts because they trigger my asthma",
            "Avoids nuts because they trigger their asthma",
        ),
        ("my stomach can't handle dairy", "Stomach cannot handle dairy"),
        ("my knees hate stairs", "Knees hate stairs"),
        ("crowds make my skin crawl", "Crowds make their skin crawl"),
        (
            "my shoes are vegan leather and they suit me",
            "Shoes are vegan leather and they suit them",
        ),
        ("One thing: I hate cilantro", "Hates cilantro"),
        ("Quick note: I prefer window seats", "Prefers window seats"),
        ("Draft an email: I prefer mornings. By the way I'm vegan.", "Is vegan"),
        ("Draft a tweet: I love tea.\nI hate olives.", "Hates olives"),
        (
            "Draft a tweet: I love tea. Please keep your answers short from now on.",
            "Wants the assistant to keep its answers short from now on",
        ),
        ("my sister and I both keep kosher", "Keeps kosher"),
    ],
)
def test_what_is_like_it_and_the_users_own_is_kept(found: Found, said: str, statement: str) -> None:
    assert statement in _kept(found, said)


@pytest.mark.parametrize(
    "said",
    [
        "The thing is my wife never eats fish, so I cook two dinners",
        "my missus can't stand spicy food",
        "the thing is my nan hates garlic",
        "my horse hates loud music",
        "my parrot can't stand the hoover",
        "My pal Dave loves metal",
        "my lodger prefers baths",
    ],
)
def test_tastes_of_others_are_not_the_users(found: Found, said: str) -> None:
    assert not [one for one in found(said) if "two dinners" not in one.statement]


@pytest.mark.parametrize(
    "said",
    [
        "my wife loves horror films and I don't mind",
        "I have no preference",
        "I don't really have a strong opinion",
        "I have no preference for window or aisle",
        "I don't mind either way",
        "I like anything really",
    ],
)
def test_who_takes_no_side_tells_no_preference(found: Found, said: str) -> None:
    assert not _kept(found, said)


@pytest.mark.parametrize(
    ("said", "statement"),
    [
        ("I don't mind spicy food", "Does not mind spicy food"),
        ("I like anything with chocolate", "Likes anything with chocolate"),
        ("my ideal evening is a book and tea", "Ideal evening is a book and tea"),
        ("my kids make me happy", "Kids make them happy"),
        ("my neighbours' loud music drives me crazy", "Neighbours' loud music drives them crazy"),
    ],
)
def test_a_side_of_ones_own_is_kept(found: Found, said: str, statement: str) -> None:
    assert statement in _kept(found, said)


@pytest.mark.parametrize(
    "said",
    [
        "my character, Mira, can't stand magic and only trusts steel",
        "My main character hates the sea",
        "my protagonist loves jazz",
        "the villain loves opera",
        "my avatar is vegan",
        "If I were rich I'd fly first class everywhere",
        "if i won the lottery i'd buy a boat",
        "If I had a garden I'd grow tomatoes",
        "if it were up to me we'd always eat late",
        "I was vegetarian for years, then I had a burger in Texas and that was that",
        "I was vegan for a while",
        "I wish my flat was quieter",
    ],
)
def test_what_is_made_up_supposed_or_past_is_nobodys(found: Found, said: str) -> None:
    assert _kept(found, said) == []


@pytest.mark.parametrize(
    ("said", "statement"),
    [
        (
            "If I'm travelling for work I'd rather take the train",
            "If they are travelling for work they would rather take the train",
        ),
        ("If I had the choice I'd love a window seat, I hate aisles", "Hates aisles"),
        ("I love a good villain", "Loves a good villain"),
    ],
)
def test_what_only_sounds_like_it_is_kept(found: Found, said: str, statement: str) -> None:
    assert _kept(found, said) == [statement]
