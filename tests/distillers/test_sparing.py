"""What a change leaves standing: what is compared with what, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

import anyio
import numpy as np
import pytest

from prefmem.distillers import _sparing
from prefmem.distillers.local import LocalDistiller
from prefmem.distillers.reading._ending_head import QUOTE, SAID, Tokens, endings, tokens_of
from prefmem.embedders.minilm import MiniLM
from prefmem.records import PersonState, StoredProfile, Turn
from prefmem.stages import leaving
from prefmem.stages.consolidation import Observed, rebuild
from prefmem.types import Evidence
from tests.distillers.conftest import AT, SCOPE

Told = Callable[..., list[Evidence]]
SKILLET = "I love my cast iron skillet and cook everything in it."
WALKS = "I like walking the dog round the pond after supper."
SEASONED = (
    "I've stopped using soap on the skillet, it was ruining the surface. "
    "I began again with flaxseed oil and ate my eggs with great patience."
)
SURE = _sparing.HOLDS - 0.01


class Head:
    """A head that says of everything that it is over with the probability that it is told."""

    def __init__(self, over: float) -> None:
        self.over = over

    def read(self, held: Sequence[tuple[Tokens, bool]], said: Tokens) -> list[float]:
        return [self.over for _ in held]


@pytest.fixture
def told(distiller: LocalDistiller, monkeypatch: pytest.MonkeyPatch) -> Told:
    """What is found in turns that are read together, with a head that says `over` of everything."""

    def read(*said: str, over: float = SURE, known: StoredProfile | None = None) -> list[Evidence]:
        monkeypatch.setattr(_sparing, "endings", lambda: Head(over))
        turns = [turn(n, text) for n, text in enumerate(said)]
        profile = known or StoredProfile(scope=SCOPE)

        async def distil() -> tuple[Evidence, ...]:
            return (await distiller.distil(SCOPE, turns, known=profile)).evidence

        return list(anyio.run(distil))

    return read


def turn(n: int, text: str) -> Turn:
    at = AT + timedelta(hours=n)
    return Turn(conversation="c", id=f"m{n}", role="user", content=text, at=at, position=n + 1)


def spared(found: Sequence[Evidence]) -> list[Evidence]:
    return [one for one in found if one.condition == leaving.SPARED]


def test_what_is_spared_names_what_holds_on_and_quotes_what_is_nearest_to_it(told: Told) -> None:
    found = told(SKILLET, SEASONED)
    [one] = spared(found)
    [held] = [e for e in found if e.message_id == "m0"]
    assert one.target == held.id
    assert one.quote in SEASONED
    assert (one.statement, one.polarity) == (held.statement, held.polarity)


def test_what_may_be_over_is_not_spared(told: Told) -> None:
    assert spared(told(SKILLET, SEASONED, over=_sparing.HOLDS)) == []


def test_a_change_says_nothing_of_what_is_told_after_it(told: Told) -> None:
    assert spared(told(SEASONED, SKILLET)) == []


def test_a_turn_that_tells_of_no_change_is_not_read(told: Told) -> None:
    said = "I cook everything in the skillet, and I love how it asks to be looked after."
    assert spared(told(SKILLET, said)) == []


@pytest.mark.parametrize(
    "said",
    [
        "I've stopped using the skillet.",
        "Ich benutze die Pfanne nicht mehr, sie ist mir zu schwer, jetzt koche ich im Wok.",
    ],
)
def test_few_words_and_other_languages_are_left_to_the_rules(told: Told, said: str) -> None:
    assert spared(told(SKILLET, said)) == []


def test_the_nearest_are_read(told: Told) -> None:
    places = ("work", "school", "town", "the market", "the park", "the lake", "the gym", "court")
    many = [f"I love cooking in the skillet at {place}." for place in (*places, "home", "sea")]
    found = spared(told(*many, SEASONED))
    assert len(found) == _sparing.NEAREST
    assert len({one.id for one in found}) == len({one.target for one in found}) == len(found)


def test_what_a_profile_holds_is_spared_unless_it_is_closed(told: Told) -> None:
    observed = [Observed(evidence=e, vector=np.ones(384, np.float32)) for e in told(SKILLET)]
    profile, _ = rebuild(SCOPE, observed, person=PersonState(), until=None)
    [record] = profile.records
    assert [one.target for one in _sparing.held_by(profile)] == [record.id]
    closed = replace(profile, records=(replace(record, status="expired"),))
    assert _sparing.held_by(closed) == []
    later = replace(profile, records=(replace(record, evidence=(shifted(record.evidence[0]),)),))
    [one] = spared(told("Good morning to you.", SEASONED, known=later))
    assert one.target == record.id


def shifted(one: Evidence) -> Evidence:
    """Said in a conversation before."""
    return replace(one, conversation_id="before", at=AT - timedelta(days=3))


def test_the_head_tells_what_holds_from_what_is_over(distiller: LocalDistiller) -> None:
    async def read(later: str) -> list[str | None]:
        turns = [turn(0, SKILLET), turn(1, WALKS), turn(2, later)]
        known = StoredProfile(scope=SCOPE)
        found = (await distiller.distil(SCOPE, turns, known=known)).evidence
        return [one.statement for one in spared(found) if "skillet" in one.statement]

    over = (
        "I've given the skillet away, my wrist can't lift it since the operation. "
        "Everything I cook gets done in a light wok now."
    )
    assert len(anyio.run(read, SEASONED)) == 1
    assert anyio.run(read, over) == []


def test_what_nobody_can_see_is_read() -> None:
    model = MiniLM()
    [blank, words] = model.states(["\u200b\u200b", SKILLET])
    said = tokens_of([(blank, SAID)], together=True, most=9)
    held = tokens_of([(words, QUOTE)], together=False, most=9)
    [over] = endings().read([(held, True)], said)
    assert 0.0 <= over <= 1.0


def test_a_long_turn_is_read_as_far_as_the_head_reads() -> None:
    states = MiniLM().states([WALKS] * 40)
    read = tokens_of([(one, SAID) for one in states], together=True, most=100)
    assert len(read.hidden) == len(read.told) == len(read.kinds) == 100
    assert len(read.means) == 40
