"""Whether two statements about one thing agree, by how each stands to the words they share."""

import pytest

from prefmem.stages import keys
from prefmem.stages.stances import Stance, Stated, corrected, stances, stand
from prefmem.types import Polarity


def stated(text: str, polarity: Polarity, subject: str) -> Stated:
    """A statement as consolidation reads it."""
    return Stated(text, polarity, keys.trait(text, subject, "taste.general"))


@pytest.mark.parametrize(
    ("held", "said", "stance"),
    [
        (
            stated("Dislikes carpets in any room", "against", "carpets"),
            stated("Prefers bare boards since they dislike carpets", "for", "boards"),
            "agrees",
        ),
        (
            stated("Not a fan of guided bus tours", "against", "guided bus tours"),
            stated("Prefers walking rather than guided bus tours", "for", "walking"),
            "agrees",
        ),
        (
            stated("Likes bitter tea", "for", "tea"),
            stated("Avoids bitter tea", "against", "tea"),
            "opposes",
        ),
        (
            stated("Loves the noise of street markets", "for", "street markets"),
            stated("Finds street markets boring", "against", "street markets"),
            "opposes",
        ),
        (
            stated("Prefers rowing machines", "for", "rowing machines"),
            stated("Prefers skipping ropes over rowing machines", "for", "skipping ropes"),
            "opposes",
        ),
        (
            stated("Only buys old lamps", "for", "lamps"),
            stated("Avoids lamps with a plastic shade", "against", "lamps"),
            "apart",
        ),
        (
            stated("Enjoys music while they cook", "for", "music"),
            stated("Dislikes brass band marches", "against", "brass band marches"),
            "apart",
        ),
        (
            stated("Drinks coffee", "for", "coffee"),
            stated("Does not drink coffee", "against", "coffee"),
            "opposes",
        ),
        (
            stated("Wants short answers", "for", "answers"),
            stated("Prefers long answers", "for", "answers"),
            "opposes",
        ),
    ],
)
def test_a_stance_is_read_from_the_words_that_both_use(
    held: Stated, said: Stated, stance: Stance
) -> None:
    assert stand(held, said) == stance
    assert stand(said, held) == stance


def test_a_liking_that_is_denied_is_none() -> None:
    found = stances("Not a very big fan of opera, prefers chamber music over symphonies", "against")
    assert (found[keys.stem("opera")], found[keys.stem("chamber")]) == (-1, 1)
    assert found[keys.stem("symphonies")] == -1


@pytest.mark.parametrize(
    ("statement", "said", "polarity"),
    [
        ("Loves jazz", "Hates jazz", "against"),
        ("Loves jazz", "I don\u2019t like jazz", "against"),
        ("Loves jazz", "Can't stand jazz", "against"),
        ("Loves jazz", "Loves jazz, but not in the morning", "for"),
        ("Loves jazz", "Prefers blues over jazz", "for"),
        ("Loves jazz", "Loves opera", "for"),
        ("Loves jazz", "Jazz", "for"),
    ],
)
def test_a_correction_turns_a_preference_only_where_all_of_it_stands_the_other_way(
    statement: str, said: str, polarity: Polarity
) -> None:
    assert corrected(statement, said, "for") == polarity


def test_who_is_not_allergic_after_all_is_no_longer_held_against_it() -> None:
    said = "Is not allergic to peanuts"
    assert corrected("Is allergic to peanuts", said, "against") == "for"
