"""The local distiller finds what is said, shown and taken back, and quotes it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import anyio
import pytest

from prefmem.distillers.local import LocalDistiller
from prefmem.embedders.minilm import MiniLM
from prefmem.records import Distillation, StoredProfile, Turn
from prefmem.types import Evidence, Role, Scope

SCOPE = Scope(tenant="t", user="u")
AT = datetime(2026, 1, 5, tzinfo=UTC)


@pytest.fixture(scope="module")
def distiller() -> LocalDistiller:
    return LocalDistiller(MiniLM())


def read(distiller: LocalDistiller, *said: str | tuple[Role, str]) -> Distillation:
    pairs: Sequence[tuple[Role, str]] = [("user", s) if isinstance(s, str) else s for s in said]
    turns = [
        Turn(conversation="c", id=f"m{k}", role=role, content=text, at=AT, position=k + 1)
        for k, (role, text) in enumerate(pairs)
    ]

    async def distil() -> Distillation:
        return await distiller.distil(SCOPE, turns, known=StoredProfile(scope=SCOPE))

    found = anyio.run(distil)
    contents = {turn.id: turn for turn in turns}
    for one in found.evidence:
        assert one.quote in contents[one.message_id].content
        assert contents[one.message_id].role == "user"
    return found


def only(found: Distillation) -> Evidence:
    assert len(found.evidence) == 1, [e.statement for e in found.evidence]
    return found.evidence[0]


@pytest.mark.parametrize(
    ("said", "statement", "behaviour", "polarity"),
    [
        ("I can't stand raw onions.", "Cannot stand raw onions", "taste.food", "against"),
        ("I'm allergic to penicillin.", "Allergic to penicillin", "constraint.health", "against"),
        ("i love slow crime novels", "Loves slow crime novels", "taste.media", "for"),
        ("Never use emojis.", "Wants the assistant not to use emojis", "style.format", "against"),
    ],
)
def test_what_is_said_outright_becomes_evidence(
    distiller: LocalDistiller, said: str, statement: str, behaviour: str, polarity: str
) -> None:
    found = only(read(distiller, said))
    assert (found.statement, found.behaviour, found.polarity) == (statement, behaviour, polarity)


def test_a_choice_names_what_was_chosen_and_what_was_not(distiller: LocalDistiller) -> None:
    found = only(
        read(
            distiller,
            "What could I do on Sunday?",
            ("assistant", "You could:\n1. Go to a rock concert\n2. Walk in the botanical garden"),
            "The second one please.",
        )
    )
    assert found.kind == "chosen"
    assert found.message_id == "m2"
    assert found.statement == "Chose walk in the botanical garden over go to a rock concert"


def test_an_assistant_and_a_tool_say_nothing_for_the_user(distiller: LocalDistiller) -> None:
    found = read(distiller, ("assistant", "I love jazz."), ("tool", "I hate opera."))
    assert found.evidence == ()


def test_reading_again_gives_the_same_evidence(distiller: LocalDistiller) -> None:
    assert read(distiller, "I avoid night trains.") == read(distiller, "I avoid night trains.")
