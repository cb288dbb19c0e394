"""Wishes about answers for now are kept for their conversation; mere requests are not."""

from __future__ import annotations

from datetime import UTC, datetime

import anyio
import pytest

from prefmem.distillers.local import LocalDistiller
from prefmem.embedders.minilm import MiniLM
from prefmem.records import StoredProfile, Turn
from prefmem.types import Evidence, Scope

SCOPE = Scope(tenant="t", user="u")


@pytest.fixture(scope="module")
def distiller() -> LocalDistiller:
    return LocalDistiller(MiniLM())


def found(distiller: LocalDistiller, said: str) -> tuple[Evidence, ...]:
    at = datetime(2026, 1, 5, tzinfo=UTC)
    turn = Turn(conversation="c", id="m", role="user", content=said, at=at, position=1)

    async def distil() -> tuple[Evidence, ...]:
        known = StoredProfile(scope=SCOPE)
        return (await distiller.distil(SCOPE, [turn], known=known)).evidence

    return anyio.run(distil)


@pytest.mark.requirement("life:mood")
@pytest.mark.parametrize(
    ("said", "behaviour", "polarity"),
    [
        ("Keep it short today, I'm tired.", "style.verbosity", "against"),
        ("It's 3 a.m. and I'm stressed out, keep it short.", "style.verbosity", "against"),
        ("I'm driving, keep answers short.", "style.verbosity", "against"),
        ("I'm tired today so please keep your answers short.", "style.verbosity", "against"),
        ("Can you keep it brief for now? What is a monad?", "style.verbosity", "against"),
        ("Short answers please, I'm in a rush right now.", "style.verbosity", "against"),
        ("just for today, no jokes please", "style.tone", "against"),
        ("For this conversation, answer in German.", "style.language", "for"),
        ("Be blunt with me in this chat.", "style.tone", "for"),
        ("no bullet points this time", "style.format", "against"),
        ("explain it simply for now please, i'm on my phone", "expertise.level", "for"),
    ],
)
def test_a_wish_for_now_holds_in_its_conversation_only(
    distiller: LocalDistiller, said: str, behaviour: str, polarity: str
) -> None:
    (one,) = found(distiller, said)
    assert (one.behaviour, one.polarity, one.lasting) == (behaviour, polarity, False)
    assert one.quote in said


@pytest.mark.parametrize(
    "said",
    [
        "Can you write a short poem about today's weather?",
        "Give me a short summary of today's news.",
        "Today I need a detailed plan for my trip.",
        "What's on television tonight? Nothing too long.",
        "My boss said: keep it short today.",
        "Make a short list of films for tonight.",
    ],
)
def test_a_request_of_the_day_is_no_wish_about_answers(
    distiller: LocalDistiller, said: str
) -> None:
    assert found(distiller, said) == ()


def test_what_says_that_it_lasts_is_not_put_down_to_the_day(distiller: LocalDistiller) -> None:
    (one,) = found(distiller, "From now on keep it short, I'm tired today.")
    assert one.lasting
