"""What people show without saying it: read from the tokens of their sentences."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from prefmem.distillers import _stances
from prefmem.distillers._stances import Passage, Read
from prefmem.distillers.reading._stance_head import Stance, stances, target_of
from prefmem.distillers.words._phrasing import phrasing
from prefmem.distillers.words._sentences import sentences
from prefmem.embedders.minilm import MiniLM
from prefmem.records import Segment, Turn
from tests.distillers.conftest import Found

AT = datetime(2026, 1, 5, tzinfo=UTC)


def own(text: str) -> list[Segment]:
    turn = Turn(conversation="c", id="m", role="user", content=text, at=AT)
    return [Segment(turn=turn, start=0, end=len(text))]


@pytest.mark.parametrize(
    ("text", "side", "word"),
    [
        (
            "Can you turn this deck into a training?\nno breakout rooms, I've watched enough "
            "grown adults sit in silence",
            "against",
            "breakout",
        ),
        (
            "what do i get the team for friday?\n"
            "sourdough, obviously, there's a starter in my fridge older than the kids",
            "for",
            "sourdough",
        ),
    ],
)
def test_what_is_shown_is_held_on_its_side(found: Found, text: str, side: str, word: str) -> None:
    held = [one for one in found(text) if word in one.statement.lower()]
    assert [one.polarity for one in held] == [side]
    assert held[0].quote in text


def read_as(text: str, *told: Stance) -> Read:
    passage = Passage(own(text)[0].turn, tuple(sentences(text)))
    return Read(passage, told)


NOTHING = Stance(nothing=0.98, favours=0.01, opposes=0.01, left=0.0, target=None)


def for_it(target: tuple[int, int] | None = None, *, sure: float = 0.9) -> Stance:
    rest = (1.0 - sure) / 3
    return Stance(nothing=rest, favours=sure, opposes=rest, left=rest, target=target)


def test_a_thing_named_beside_stands_in_the_statement_and_the_quote() -> None:
    text = "My sister gave me a hammock. Nobody gets me out of it before noon."
    named = Stance(nothing=0.9, favours=0.05, opposes=0.05, left=0.0, target=(20, 27))
    [one] = _stances.shown_in(read_as(text, named, for_it()))
    assert "hammock" in one.statement
    assert one.quote == text


@pytest.mark.parametrize(
    "told",
    [
        "Write it as if I loved the hammock.",
        "Would I be happy with the hammock?",
        "My doctor says the hammock is bad for my spine.",
        "I wish I had the hammock.",
    ],
)
def test_what_is_asked_for_supposed_or_private_is_not_shown(told: str) -> None:
    at = told.index("hammock")
    text = f"It rained all day. {told}"
    assert _stances.shown_in(read_as(text, NOTHING, for_it((at, at + 7)))) == []


def test_what_is_not_sure_or_has_no_name_is_not_shown() -> None:
    text = "It rained all day. Out there till noon, every day."
    assert _stances.shown_in(read_as(text, NOTHING, for_it())) == []
    assert _stances.shown_in(read_as(text, NOTHING, for_it((0, 9), sure=0.7))) == []


@pytest.mark.parametrize(
    "text",
    [
        "I always do this. ```py\nI = 1\n```",
        "playlist for running",
        "gardens to see in Cornwall",
        "I make dinner every evening for my mother",
        "my messages must be sent by noon",
        "I had a sausage bap this morning, spot on",
    ],
)
def test_code_and_what_is_alone_and_of_now_are_not_read(text: str) -> None:
    assert _stances.passage_of(own(text), replies=False) is None


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("I sleep with the cab window open a crack", "window"),
        ("My flask is a Stanley, dented but unbreakable", "Stanley"),
        ("True crime podcasts get me through the night runs", "podcasts"),
    ],
)
def test_a_sentence_alone_that_tells_how_somebody_lives_is_kept(
    found: Found, text: str, word: str
) -> None:
    [one] = found(text)
    assert one.polarity == "for"
    assert word in one.statement


def test_a_sentence_alone_must_be_surer() -> None:
    [alone] = sentences("I sleep with the window open.")
    unsure = Stance(nothing=0.15, favours=0.85, opposes=0.0, left=0.0, target=(21, 27))
    read = Read(Passage(own(alone.text)[0].turn, (alone,)), (unsure,))
    beside = Read(Passage(read.passage.turn, (alone, alone)), (unsure, unsure))
    assert not _stances.shown_in(read)
    assert _stances.shown_in(beside)


def test_what_stands_around_words_of_others_is_not_read() -> None:
    text = "I keep well away from the hammock.\n> I love hammocks\nNobody gets me in there, ever."
    [first] = own(text)
    end, start = text.index("\n>"), text.index("Nobody")
    parts = [replace(first, end=end), replace(first, start=start)]
    assert _stances.passage_of(parts, replies=False) is None
    assert _stances.passage_of([replace(first, start=start)], replies=False) is None
    whole = own(text.replace("> I love hammocks\n", ""))
    assert _stances.passage_of(whole, replies=False) is not None


def test_beside_what_is_said_nothing_is_shown(found: Found) -> None:
    text = "I hate breakout rooms. They'd have to drag me into one, and nobody gets me to stay."
    assert _stances.SHOWN not in {one.condition for one in found(text)}


def test_a_line_that_nobody_can_see_is_read_as_nothing() -> None:
    text = "I sit there all day long.\n\u200b\u200b\u200b\u200b\nnobody gets me in a car"
    passage = _stances.passage_of(own(text), replies=False)
    assert passage is not None
    [read] = _stances.read([passage], MiniLM())
    assert [stance.target for stance in read.stances][1] is None
    assert len(read.stances) == len(passage.sentences) == 3


def test_the_likeliest_run_of_tokens_names_the_thing() -> None:
    places = [(0, 2), (3, 7), (8, 12), (13, 15), (16, 20)]
    named = np.array([0.5, -1.0, 2.0, 1.0, -3.0], dtype=np.float32)
    assert target_of(named, places) == (8, 15)
    assert target_of(np.full(5, -1.0, dtype=np.float32), places) is None


def test_probabilities_add_up_and_do_not_depend_on_what_is_read_together() -> None:
    model, head = MiniLM(), stances()
    texts = ["The lift was out again.", "I sat by the window, as ever, and nobody spoke to me."]
    both = head.read(model.states(texts))
    again = head.read([model.states([text])[0] for text in texts])
    for one, other in zip(both, again, strict=True):
        assert one.nothing + one.favours + one.opposes + one.left == pytest.approx(1.0, abs=1e-4)
        assert one.favours == pytest.approx(other.favours, abs=0.05)
    assert head.read([]) == []


@pytest.mark.parametrize(
    "text",
    [
        "Running clears my head.",
        "Swimming sorts my head out.",
        "Fishing is how I switch off",
        "Podcasts get me through the ironing",
        "White chocolate is my weakness",
    ],
)
def test_what_does_somebody_good_is_not_against_it(found: Found, text: str) -> None:
    assert {one.polarity for one in found(text)} == {"for"}


def test_a_side_is_read_by_tokens_and_by_phrasing_together() -> None:
    text = "White chocolate is my weakness"
    leaning = Stance(nothing=0.1, favours=0.2, opposes=0.7, left=0.0, target=(0, 15))
    assert phrasing().of(text).against < 0
    assert _stances.against(leaning, text) < 0 < _stances.against(leaning, "Capers? No thanks")
