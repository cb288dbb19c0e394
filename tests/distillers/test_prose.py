"""Of long, narrative turns whole statements are kept, and only what they say of their speaker."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from prefmem.distillers.accounts._deeds import deed_in
from prefmem.distillers.words._core import core, says_liking
from prefmem.distillers.words._named import named
from prefmem.distillers.words._third_person import gerund
from prefmem.distillers.words._whole import dangles, stands
from prefmem.types import Evidence

Found = Callable[[str], tuple[Evidence, ...]]
AROUND = (
    " There was fog over the estuary, and the kettle had only just begun to sing when the postman "
    "came up the path with his bag over his head, muttering about the gate, the dog and the state "
    "of the nation, in that order, as he has done for as long as the house has had a number."
)
"""Words that say nothing of their speaker, and make a turn a long one."""


def statements(found: Found, said: str) -> list[str]:
    return [one.statement for one in found(said + AROUND)]


@pytest.mark.parametrize(
    ("said", "statement"),
    [
        (
            "Instead of fighting the tide, I found that rowing at dawn suits me far better than "
            "the gym ever did, with its mirrors and its towels.",
            "Rowing at dawn suits them far better than the gym ever did",
        ),
        (
            "Over time I've discovered that I love explaining knots to beginners, who ask far "
            "better questions than the members of the committee.",
            "Loves explaining knots to beginners",
        ),
        (
            "I like smoked tea, the sort that smells of a harbour, and I pour away what they serve "
            "on the ferry, whoever is watching.",
            "Likes smoked tea",
        ),
        ("What I can't bear is the shouting at the end.", "Cannot bear the shouting at the end"),
        (
            "Small rehearsal rooms, with their carpets and their dented stands, calm me more than "
            "any concert hall I have ever played in.",
            "Small rehearsal rooms calm them more than any concert hall they have ever played in",
        ),
        (
            "I found that sketching on deck, though cold, brings me more joy than any studio.",
            "Sketching on deck brings them more joy than any studio",
        ),
        (
            "The longer I stay at sea, the more I love sleeping in a hammock.",
            "Loves sleeping in a hammock",
        ),
    ],
)
def test_a_statement_is_the_clause_that_says_it(found: Found, said: str, statement: str) -> None:
    assert statement in statements(found, said)


@pytest.mark.parametrize(
    "said",
    [
        "We should all talk more about where our rope comes from.",
        "At first I preferred the big ships.",
        "I have recently found myself deeply immersed in the rules of the harbour board.",
        "In the meantime my neighbour let me use hers.",
        "Every Christmas our family meets at my brother's boathouse.",
        "Conversations often revolve around moorings, as such conversations do.",
    ],
)
def test_what_happened_and_what_all_should_do_says_nothing_of_its_speaker(
    found: Found, said: str
) -> None:
    assert statements(found, said) == []


def test_what_was_done_may_stand_behind_how_it_was(found: Found) -> None:
    said = "It was captivating to see how a harbour changes once the last ferry has left."
    assert statements(found, said) == ["Finds seeing how a harbour changes captivating"]


def test_a_story_is_of_what_its_own_sentence_says_how_it_was() -> None:
    deed = deed_in("Moving in rhythm with the others, hearing only the oars, brings me joy.")
    assert deed is not None
    assert deed.topic == "Moving in rhythm with the others"


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Having an interest in sailing has only grown my courage.", "sailing"),
        ("My interest in knots lay in their calm rather than in their use.", "knots"),
    ],
)
def test_the_name_of_an_interest_ends_before_its_verb(text: str, topic: str) -> None:
    deed = deed_in(text)
    assert deed is not None
    assert deed.topic == topic


def test_how_the_speaker_felt_is_not_said_of_the_thing() -> None:
    deed = deed_in("I attempted a bowline behind my back.")
    assert deed is not None
    assert (
        deed.statement("against", "struggling")
        == "Attempted a bowline behind their back and did not enjoy it"
    )


def test_several_things_are_found_them() -> None:
    deed = deed_in("I tried the evening classes of the yacht club.")
    assert deed is not None
    assert deed.statement("against", "tedious").endswith("found them tedious")


def test_those_are_named_by_what_was_said_of_them_before(found: Found) -> None:
    said = "We have a fifteen-minute call each morning with the yard. I dread those calls."
    [one] = [one for one in found(said + AROUND) if one.statement.startswith("Dreads")]
    assert one.statement == "Dreads fifteen-minute calls"
    assert one.quote.startswith("fifteen-minute call")
    assert one.quote in said


def test_it_is_the_one_thing_that_its_sentence_brought_up(found: Found) -> None:
    said = (
        "They have put in a small sauna, and I have to admit that I've grown rather attached to it."
    )
    assert statements(found, said) == ["Has grown rather attached to the small sauna"]


@pytest.mark.parametrize(
    ("statement", "left_open"),
    [("Loves that most of all", True), ("Loves it in winter", False), ("Loves rope", False)],
)
def test_an_it_that_nothing_names_says_nothing(statement: str, left_open: bool) -> None:
    assert dangles(statement) is left_open


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("I dread those days.", "Rainy days are long."),
        ("I dread those calls.", "There was a call, and then another call."),
        ("I dread those who call.", "Fifteen-minute calls are the rule."),
    ],
)
def test_what_is_set_apart_by_nothing_stays_as_it_was_said(text: str, before: str) -> None:
    assert named(text, before) == (text, 0)


@pytest.mark.parametrize(
    ("text", "word", "kept"),
    [
        ("I love rowing.", "love", "I love rowing."),
        (
            "It's the horseradish, there is always a jar of it in the galley, I put it on all that "
            "comes out of the pan.",
            "put",
            "It's the horseradish, there is always a jar of it in the galley, I put it on all that "
            "comes out of the pan.",
        ),
        (
            "I love rowing on the estuary before work, unless the wind is against the tide, and "
            "the club knows it.",
            "love",
            "I love rowing on the estuary before work, unless the wind is against the tide",
        ),
        (
            "I love the slow, patient movement of the oars through the water, which nobody had "
            "ever told me about.",
            "love",
            "I love the slow, patient movement of the oars through the water",
        ),
        (
            "When I'm on my own at the helm for a whole night, I prefer silence to the radio, "
            "which only ever talks about fish.",
            "prefer",
            "When I'm on my own at the helm for a whole night, I prefer silence to the radio",
        ),
    ],
)
def test_what_it_depends_on_is_kept_and_asides_are_not(text: str, word: str, kept: str) -> None:
    at = text.index(word)
    assert core(text, at, at + len(word)) == kept


@pytest.mark.parametrize(
    ("verb", "doing"),
    [
        ("see", "seeing"),
        ("make", "making"),
        ("sit", "sitting"),
        ("lie", "lying"),
        ("hear", "hearing"),
        ("Be", "being"),
        ("agree", "agreeing"),
        ("dye", "dyeing"),
        ("use", "using"),
        ("argue", "arguing"),
        ("taste", "tasting"),
        ("tie", "tying"),
        ("jog", "jogging"),
        ("stop", "stopping"),
        ("swim", "swimming"),
        ("plan", "planning"),
        ("quit", "quitting"),
        ("admit", "admitting"),
        ("begin", "beginning"),
        ("prefer", "preferring"),
        ("visit", "visiting"),
        ("offer", "offering"),
        ("listen", "listening"),
        ("cook", "cooking"),
        ("mix", "mixing"),
        ("sew", "sewing"),
        ("play", "playing"),
        ("picnic", "picnicking"),
    ],
)
def test_a_doing_is_named_by_its_verb(verb: str, doing: str) -> None:
    assert gerund(verb) == doing


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("Loves cold mornings", True),
        ("Crowded quays exhaust them", True),
        ("Has moved to the harbour", False),
        ("Colleagues asked them to stay", False),
    ],
)
def test_a_liking_of_something_named_says_enough_beside_a_story(statement: str, says: bool) -> None:
    assert says_liking(statement) is says


@pytest.mark.parametrize(
    ("statement", "whole"),
    [
        ("By mixing in their own colours", False),
        ("Instead of working on their stroke (rowing club)", False),
        ("Not only does it calm them", False),
        ("Husband reads them things aloud", False),
        ("It bothers them when people whistle", True),
        ("Prefers a heavy old boat", True),
        ("On long watches they always drink cocoa", True),
    ],
)
def test_a_fragment_is_no_statement_of_a_long_turn(statement: str, whole: bool) -> None:
    assert stands(statement, of=AROUND) is whole


def test_of_a_short_turn_each_clause_is_meant() -> None:
    assert stands("By bike to work, rain or shine", of="By bike to work, rain or shine.")


def test_it_is_what_the_turn_said_that_its_speaker_took_up(found: Found) -> None:
    said = "I bought a second-hand kayak last spring. We go out every Sunday and I love it."
    assert "second-hand kayak" in " ".join(one.statement for one in found(said))


def test_and_nothing_where_two_things_could_be_meant(found: Found) -> None:
    said = "I got a dog and then a cat. My sister came by and I loved it."
    assert not any("love" in one.statement.lower() for one in found(said))


def test_whoever_starts_to_think_so_thinks_so(found: Found) -> None:
    [one] = found("I'm starting to think I'm more drawn to team sports.")
    assert one.statement == "More drawn to team sports"
