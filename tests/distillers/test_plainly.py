"""What is said plainly is read: levels, wishes that last by their words, diets, reasons, turns."""

from __future__ import annotations

from datetime import UTC, datetime

import anyio
import pytest

from prefmem.distillers._spans import spans_of
from prefmem.distillers.answers._standing import wish_in
from prefmem.distillers.local import LocalDistiller
from prefmem.distillers.person._expertise import levels_in
from prefmem.embedders.minilm import MiniLM
from prefmem.records import Segment, StoredProfile, Turn
from prefmem.types import Evidence, Scope

SCOPE = Scope(tenant="t", user="u")
AT = datetime(2026, 1, 5, tzinfo=UTC)


@pytest.fixture(scope="module")
def distiller() -> LocalDistiller:
    return LocalDistiller(MiniLM(), MiniLM())


def own(said: str) -> list[Segment]:
    turn = Turn(conversation="c", id="m", role="user", content=said, at=AT, position=1)
    return [Segment(turn=turn, start=0, end=len(said))]


def found(distiller: LocalDistiller, said: str) -> tuple[Evidence, ...]:
    async def distil() -> tuple[Evidence, ...]:
        turns = [own(said)[0].turn]
        return (await distiller.distil(SCOPE, turns, known=StoredProfile(scope=SCOPE))).evidence

    return anyio.run(distil)


def levels(said: str) -> list[tuple[str, str, str]]:
    return [(one.field, one.polarity, one.statement) for one in levels_in(own(said))]


@pytest.mark.parametrize(
    ("said", "level"),
    [
        (
            "I'm new to beekeeping, what do I need?",
            ("beekeeping", "against", "Is new to beekeeping"),
        ),
        ("brand new to ansible here", ("ansible", "against", "Is brand new to ansible")),
        ("Haven't a clue about opera.", ("opera", "against", "Knows nothing about opera")),
        (
            "I've been restoring pianos for thirty years.",
            ("pianos", "for", "Has been restoring pianos for thirty years"),
        ),
        ("I know LaTeX inside out", ("LaTeX", "for", "Knows LaTeX inside out")),
        (
            "Electrician here, twenty years in. Which fuse?",
            ("Electrician", "for", "Is an Electrician"),
        ),
    ],
)
def test_how_well_somebody_knows_a_field_is_heard(said: str, level: tuple[str, str, str]) -> None:
    assert levels(said) == [level]


@pytest.mark.parametrize(
    "said",
    [
        "I'm new here, where do I sign?",
        "I'm new to this forum.",
        "My daughter is new to chess.",
        "If I were new to Rust, what would you say?",
        "I know nothing about the accident.",
        "I've been waiting for twenty years.",
        "I'm bad with names.",
        "I have no idea what this line does.",
        "She said: I'm new to tango.",
        "I'm a nurse, when does the shift end?",
    ],
)
def test_what_is_no_field_or_somebody_elses_is_no_level(said: str) -> None:
    assert levels(said) == []


def test_a_level_holds_where_its_field_comes_up(distiller: LocalDistiller) -> None:
    (one,) = found(distiller, "I'm new to Terraform. What is a provider?")
    assert (one.behaviour, one.context.task) == ("expertise.level", "terraform")


@pytest.mark.parametrize(
    "said",
    [
        "Before you write a long answer, ask me what it is for.",
        "If you aren't sure, say so.",
        "Whenever you quote a law, give me the paragraph.",
        "Unless I ask, no advice.",
        "Give me the news from a green perspective.",
        "I'd like history from a marxist point of view.",
    ],
)
def test_a_wish_that_lasts_by_its_words_needs_no_from_now_on(said: str) -> None:
    assert wish_in(said) is not None


@pytest.mark.parametrize(
    "said",
    [
        "Before you run it, save the file.",
        "If the list is empty, return None.",
        "When you translate the poem, keep the rhyme.",
        "Unless the flag is set, skip the check.",
        "Summarise this article from a left-leaning point of view.",
        "Write the speech of a conservative candidate.",
        "Compare the left-leaning and the right-leaning coverage of the news.",
    ],
)
def test_an_order_about_what_is_at_hand_does_not_last(said: str) -> None:
    assert wish_in(said) is None


def test_such_a_wish_is_told_with_its_condition_behind_it(distiller: LocalDistiller) -> None:
    (one,) = found(distiller, "If you don't know something, say so.")
    assert one.kind == "instruction"
    assert one.statement == "Wants the assistant to say so if it does not know something"


def test_a_diet_and_what_stands_behind_it_are_two(distiller: LocalDistiller) -> None:
    said = [one.statement for one in found(distiller, "As a vegan I love trail running.")]
    assert said == ["Is a vegan", "Loves trail running"]


@pytest.mark.parametrize(
    ("said", "statement"),
    [
        (
            "I'm Muslim, so please no alcohol in any of the recipes.",
            "No alcohol in any of the recipes",
        ),
        ("We're Jewish so no pork or shellfish please.", "No pork or shellfish"),
    ],
)
def test_what_a_faith_rules_out_is_kept_without_the_faith(
    distiller: LocalDistiller, said: str, statement: str
) -> None:
    (one,) = found(distiller, said)
    assert (one.statement, one.polarity) == (
        f"Wants {statement[0].lower()}{statement[1:]}",
        "against",
    )
    assert one.sensitivity is None


def test_what_somebody_is_at_is_the_reason_and_not_the_statement(distiller: LocalDistiller) -> None:
    (one,) = found(distiller, "I'm learning Danish so I watch everything in Danish.")
    assert (one.statement, one.reason) == ("Watches everything in Danish", "I'm learning Danish")


@pytest.mark.parametrize(
    ("said", "polarity"),
    [
        ("Nothing beats a ripe plum.", "for"),
        ("Corner table, always.", "for"),
        ("Not a day goes by without a puzzle.", "for"),
        ("Parades are torture.", "against"),
    ],
)
def test_a_statement_may_leave_out_whom_it_is_about(said: str, polarity: str) -> None:
    (span,) = spans_of(own(said)).spans
    assert span.cue.polarity == polarity


@pytest.mark.parametrize(
    "said",
    ["Nothing happens when I press start.", "The bus is always late.", "This page is torture."],
)
def test_things_at_hand_are_not_taken_for_such_statements(said: str) -> None:
    assert not [span for span in spans_of(own(said)).spans if span.cue.strength == 0.7]


@pytest.mark.parametrize(
    ("said", "polarity"),
    [
        ("I never eat dessert.", "against"),
        ("I never watch trailers.", "against"),
        ("I never miss a concert.", "for"),
        ("I never leave without my notebook.", "for"),
        ("Capers ruin a pizza for me.", "against"),
    ],
)
def test_what_is_never_done_or_ruins_something_is_not_wanted(said: str, polarity: str) -> None:
    (span,) = spans_of(own(said)).spans
    assert span.cue.polarity == polarity
