"""Whether two statements about one thing agree, by how each stands to the words they share."""

import pytest

from prefmem.stages import keys
from prefmem.stages.stances import Stance, Stated, corrected, stances, stand
from prefmem.types import Polarity


def stated(text: str, polarity: Polarity, subject: str, behaviour: str = "taste.general") -> Stated:
    """A statement as consolidation reads it."""
    return Stated(text, polarity, keys.trait(text, subject, behaviour))


def of_length(text: str, polarity: Polarity) -> Stated:
    """A wish about the length of answers: against it is for short ones."""
    return stated(text, polarity, "answer length", "style.verbosity")


def of_tone(text: str, polarity: Polarity) -> Stated:
    """A wish about how formal answers are."""
    return stated(text, polarity, "formality", "style.tone")


def of_language(text: str) -> Stated:
    """A wish about the language of answers."""
    return stated(text, "for", "language", "style.language")


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


@pytest.mark.parametrize(
    ("held", "said", "stance"),
    [
        (of_length("Prefers short answers", "against"), ("Prefers long answers", "for"), "opposes"),
        (of_length("Prefers short answers", "for"), ("Prefers long answers", "for"), "opposes"),
        (
            of_length("Wants no long answers", "against"),
            ("Prefers brief ones", "against"),
            "agrees",
        ),
        (of_length("Wants no long answers", "against"), ("Prefers brief ones", "for"), "agrees"),
        (
            of_length("Likes detailed explanations", "for"),
            ("Wants the assistant to keep explanations to two sentences", "against"),
            "opposes",
        ),
    ],
)
def test_wishes_for_more_and_for_less_oppose_each_other_however_they_are_signed(
    held: Stated, said: tuple[str, Polarity], stance: Stance
) -> None:
    assert stand(held, of_length(*said)) == stance
    assert stand(of_length(*said), held) == stance


def test_a_tone_is_on_one_side_of_its_scale() -> None:
    casual, formal = of_tone("Likes it casual", "against"), of_tone("Wants it formal", "for")
    assert stand(casual, formal) == "opposes"
    assert stand(casual, of_tone("Wants it not so formal", "against")) == "agrees"


def test_two_languages_are_not_one() -> None:
    german = of_language("Wants the assistant to answer in German")
    assert stand(german, of_language("Wants the assistant to use English")) == "opposes"
    assert stand(german, of_language("Always wants German")) == "agrees"


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
