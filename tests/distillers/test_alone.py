"""What is delicate and told beside a wish stays out of it, where the two can be told apart."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import anyio
import pytest

from prefmem.distillers.local import LocalDistiller
from prefmem.records import StoredProfile, Turn
from prefmem.types import Evidence, Scope

Found = Callable[[str], tuple[Evidence, ...]]


@pytest.mark.requirement("observe:sensitive")
@pytest.mark.parametrize(
    ("said", "statements"),
    [
        ("I'm HIV positive and I love jazz.", ["Loves jazz"]),
        ("I take antidepressants and want short answers.", ["Wants short answers"]),
        ("I love jazz and I'm an atheist.", ["Loves jazz"]),
        ("I'm a union rep and prefer early meetings.", ["Prefers early meetings"]),
        ("I'm in debt so I prefer cheap restaurants.", ["Prefers cheap restaurants"]),
        ("I'm a gay man with a peanut allergy.", ["Has a peanut allergy"]),
        ("I'm gay and diabetic, so no sugar please.", ["Is diabetic, so no sugar"]),
        ("As an immigrant with coeliac disease I need no wheat.", ["Has coeliac disease"]),
        ("I love gospel music because I'm a Christian.", ["Loves gospel music"]),
    ],
)
def test_a_wish_is_kept_and_what_is_private_beside_it_is_not(
    found: Found, said: str, statements: list[str]
) -> None:
    got = found(said)
    assert [one.statement for one in got] == statements
    assert all(one.quote in said for one in got)


@pytest.mark.parametrize(
    ("said", "statement"),
    [
        ("I love cancer research documentaries.", "Loves cancer research documentaries"),
        ("I'm vegetarian for religious reasons.", "Is vegetarian for religious reasons"),
        ("My pronouns are they/them.", "Uses the pronouns they/them"),
        ("I have asthma and I need a quiet room.", "Has asthma and needs a quiet room"),
    ],
)
def test_what_is_about_something_private_stays_as_it_was_said(
    found: Found, said: str, statement: str
) -> None:
    assert [one.statement for one in found(said)] == [statement]


OFFERED = "You could get: 1. a goose-down duvet, 2. a bamboo duvet, or 3. a wool blanket."
AT = datetime(2026, 1, 5, tzinfo=UTC)
SCOPE = Scope(tenant="t", user="u")


@pytest.mark.requirement("observe:sensitive")
@pytest.mark.parametrize(
    ("said", "quote"),
    [
        ("I'll take the bamboo duvet. Down sets off my asthma.", "I'll take the bamboo duvet."),
        ("The bamboo duvet, because I'm allergic to wool.", "The bamboo duvet"),
        ("2, as I have eczema.", "2"),
    ],
)
def test_a_choice_is_kept_without_the_illness_that_explains_it(
    distiller: LocalDistiller, said: str, quote: str
) -> None:
    roles = (("assistant", OFFERED), ("user", said))
    turns = [
        Turn(conversation="c", id=f"m{n}", role=role, content=text, at=AT, position=n)
        for n, (role, text) in enumerate(roles)
    ]

    async def distil() -> tuple[Evidence, ...]:
        return (await distiller.distil(SCOPE, turns, known=StoredProfile(scope=SCOPE))).evidence

    (chosen,) = [one for one in anyio.run(distil) if one.kind == "chosen"]
    assert "bamboo duvet" in chosen.statement
    assert chosen.quote == quote
