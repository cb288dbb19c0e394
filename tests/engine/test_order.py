"""What is done first comes first, also within one tick of the clock, and is derived again so."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prefmem import PreferenceMemory
from prefmem.testing import FixedClock

COFFEE = ["I love coffee.", "I hate coffee now.", "I love coffee again."]
ANSWERS = ["From now on keep your answers short.", "From now on keep your answers long."]
SAID = [
    *COFFEE,
    "I'm vegan.",
    "I'm vegan, but I eat fish on holidays.",
    "I'm not vegan any more.",
    "I'm training for a marathon, so I avoid alcohol.",
    "I'm done with the marathon.",
    "I'm training for a marathon again.",
    "I prefer hotels with a pool.",
    "I've moved on from hotels.",
    "I work nights.",
    "I'm on days now.",
    *ANSWERS,
    "Keep it short today.",
    "I'm allergic to peanuts.",
    "I prefer short answers at work.",
    "Forget that I love coffee.",
    "Forget that.",
    "Which hotel is near the station?",
]
WORDS = ["Loves tea", "Prefers hotels with a gym", "Is vegetarian at work", "Hates coffee"]
STEPS = [0, 0, 0, 1, -30, 86_400_000, 90 * 86_400_000]
"""Milliseconds: mostly none, sometimes back."""
_names = itertools.count()


def say(user: Any, *texts: str, conversation: str | None = None) -> None:
    """Each in a conversation of its own, or all in one."""
    for text in texts:
        name = str(next(_names))
        said = {"role": "user", "content": text, "id": name}
        user.observe([said], conversation=conversation or name)


def standing(user: Any) -> dict[str, str]:
    return {one["statement"]: one["status"] for one in user.export()["preferences"]}


def kept(user: Any) -> tuple[Any, ...]:
    """All that is derived, as a store has it and as a reader sees it."""
    held, seen = user.export(), user.profile()
    return held["preferences"], held["history"], seen.preferences, seen.personas, seen.summary


class TestWithinATick:
    @pytest.fixture
    def ada(self, memory: PreferenceMemory) -> Any:
        return memory.user("ada")

    @pytest.mark.requirement("life:calls")
    def test_the_last_of_several_corrections_is_what_holds(self, ada: Any) -> None:
        say(ada, COFFEE[0])
        name = ada.profile().preferences[0].id
        worded = ["Loves espresso", "Loves filter coffee", "Loves flat white", "Loves ristretto"]
        for statement in worded:
            assert ada.correct(name, statement).statement == statement
        assert ada.rebuild() == 0
        (one,) = ada.profile().preferences
        assert one.statement == "Loves ristretto"
        assert [e.quote for e in one.evidence] == [*worded[::-1], COFFEE[0]]
        assert [r.statement for r in ada.history(name)] == ["Loves coffee", *worded]

    @pytest.mark.requirement("life:calls")
    def test_what_is_undone_right_after_it_was_said_stays_undone(self, ada: Any) -> None:
        say(ada, COFFEE[0])
        name = ada.profile().preferences[0].id
        ada.confirm(name)
        ada.reject(name)
        assert ada.rebuild() == 0
        assert standing(ada) == {"Loves coffee": "rejected"}

    @pytest.mark.requirement("life:calls")
    @pytest.mark.parametrize(
        ("said", "held"),
        [
            (COFFEE[:2], "Hates coffee now"),
            (COFFEE, "Loves coffee again"),
            (["I work nights.", "I'm on days now."], "On days now"),
            (ANSWERS, "Wants the assistant to keep its answers long"),
        ],
    )
    def test_the_last_word_holds(self, ada: Any, said: list[str], held: str) -> None:
        say(ada, *said)
        assert [p.statement for p in ada.profile().preferences] == [held]
        assert ada.rebuild() == 0
        assert [p.statement for p in ada.profile().preferences] == [held]

    @pytest.mark.requirement("life:calls")
    def test_what_is_said_while_memory_is_paused_is_not_kept(self, ada: Any) -> None:
        say(ada, "I love coffee.")
        ada.pause()
        say(ada, "I love tea.")
        ada.resume()
        say(ada, "I love jazz.")
        assert set(standing(ada)) == {"Loves coffee", "Loves jazz"}
        assert ada.rebuild() == 0

    @pytest.mark.requirement("life:calls")
    def test_what_is_said_again_after_it_was_forgotten_is_learned(self, ada: Any) -> None:
        say(ada, COFFEE[0])
        ada.forget(matching="coffee")
        assert not ada.profile().preferences
        say(ada, COFFEE[0])
        assert standing(ada) == {"Loves coffee": "active"}

    def test_what_was_observed_before_moves_no_time(self, ada: Any, clock: FixedClock) -> None:
        said = [{"role": "user", "content": COFFEE[0]}]
        for _ in range(3):
            ada.observe(said, conversation="c")
            assert ada.profile().at == clock.now()


def test_a_ledger_keeps_its_order_where_clocks_of_processes_differ(tmp_path: Path) -> None:
    ahead, behind = FixedClock(), FixedClock()
    behind.advance(timedelta(seconds=-90))
    for clock, worded in ((ahead, "Loves espresso"), (behind, "Loves tea"), (ahead, "Loves maté")):
        with PreferenceMemory.open(tmp_path / "p.db", clock=clock) as memory:
            ada = memory.user("ada")
            if not ada.profile().preferences:
                say(ada, COFFEE[0])
            ada.correct(ada.profile(at=ahead.now()).preferences[0].id, worded)
            clock.advance(timedelta(seconds=1))
            assert ada.rebuild() == 0
            assert standing(ada) == {worded: "active"}


@pytest.fixture(scope="module")
def hers() -> Iterator[tuple[PreferenceMemory, FixedClock]]:
    """One memory for many people."""
    clock = FixedClock()
    with PreferenceMemory.open(":memory:", clock=clock) as memory:
        yield memory, clock


CALLS = st.one_of(
    st.tuples(st.just("say"), st.sampled_from(SAID), st.sampled_from("ab")),
    st.tuples(st.just("say"), st.sampled_from(SAID), st.sampled_from("ab")),
    st.tuples(st.just("correct"), st.integers(0, 5), st.sampled_from(WORDS)),
    st.tuples(st.sampled_from(("confirm", "reject", "pin")), st.integers(0, 5)),
    st.tuples(st.just("forget"), st.sampled_from(("coffee", "hotels", "vegan"))),
    st.tuples(st.sampled_from(("pause", "resume"))),
    st.tuples(st.just("wait"), st.sampled_from(STEPS)),
)


def carry_out(user: Any, clock: FixedClock, call: tuple[Any, ...]) -> None:
    match call:
        case ("say", text, conversation):
            say(user, text, conversation=conversation)
        case ("wait", step):
            clock.advance(timedelta(milliseconds=step))
        case ("forget", words):
            user.forget(matching=words)
        case (("pause" | "resume") as name,):
            getattr(user, name)()
        case (name, place, *words):
            held = user.export()["preferences"]
            if held:
                getattr(user, name)(held[place % len(held)]["id"], *words)


@pytest.mark.requirement("life:rebuild")
@settings(deadline=None, max_examples=40)
@given(calls=st.lists(CALLS, min_size=2, max_size=12))
def test_whatever_is_done_a_profile_derived_again_is_the_same(
    hers: tuple[PreferenceMemory, FixedClock], calls: list[tuple[Any, ...]]
) -> None:
    memory, clock = hers
    user = memory.user(f"u{next(_names)}")
    for call in calls:
        carry_out(user, clock, call)
    user.resume()
    before = kept(user)
    assert user.rebuild() == 0
    assert kept(user) == before
    moved = memory.user(f"u{next(_names)}")
    moved.load(user.export())
    say(moved, "I love chess.")
    assert moved.rebuild() == 0, "what was moved goes on in order, too"


OTHERS = [COFFEE[0], "I really love coffee.", "I'm vegan.", "I chose the coffee again.", *ANSWERS]


@pytest.mark.requirement("user:final")
@settings(deadline=None, max_examples=25)
@given(
    texts=st.lists(st.sampled_from(OTHERS), max_size=6),
    step=st.sampled_from(STEPS),
)
def test_no_inference_moves_what_was_corrected(
    hers: tuple[PreferenceMemory, FixedClock], texts: list[str], step: int
) -> None:
    memory, clock = hers
    user = memory.user(f"u{next(_names)}")
    say(user, COFFEE[0])
    name = user.profile().preferences[0].id
    user.correct(name, "Loves decaf")
    for text in texts:
        clock.advance(timedelta(milliseconds=step))
        say(user, text)
    (one,) = [p for p in user.profile().preferences if p.id == name]
    assert (one.statement, one.status) == ("Loves decaf", "active")
