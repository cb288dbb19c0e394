"""What a model takes back is as if it had never been noted, but for what the user decided."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prefmem import PreferenceMemory
from prefmem.records import Distillation, StoredProfile, Turn
from prefmem.testing import FixedClock
from prefmem.types import Evidence, Scope

SAID = [
    "I love jazz.",
    "I hate jazz.",
    "I love coffee.",
    "I stopped drinking coffee.",
    "I prefer tea over coffee.",
    "I switched from Python to Rust.",
    "From now on keep your answers short.",
    "From now on give long, detailed answers.",
    "I moved to Berlin, so I take the train now.",
    "I'm vegetarian.",
    "I'm not vegetarian any more.",
    "I avoid alcohol because I'm training for a marathon.",
    "I'm done with the marathon.",
    "Keep it short today.",
    "Forget that I love coffee.",
    "Forget that.",
]
WORDS = ["Loves bebop", "Drinks green tea", "Is vegetarian at work"]
_names = itertools.count()


class Corrector:
    """A model that says of notes that they are wrong, and says some of them better."""

    def __init__(self) -> None:
        self.wrong: tuple[str, ...] = ()
        """Words of the notes that it takes back."""
        self.better: str | None = None
        """What it says in their place, if anything."""
        self.quote: str | None = None
        """What it quotes for that; as the note, if None."""

    async def distil(
        self,
        scope: Scope,
        turns: Sequence[Turn],
        *,
        known: StoredProfile,
        before: Sequence[Turn] = (),
    ) -> Distillation:
        del scope, turns, before
        notes = {e.id: e for r in known.records for e in r.evidence}
        wrong = [e for e in notes.values() if any(word in e.quote for word in self.wrong)]
        return Distillation(
            evidence=tuple(self._better(e) for e in wrong) if self.better else (),
            withdrawn=tuple(e.id for e in wrong),
        )

    def _better(self, note: Evidence) -> Evidence:
        return Evidence(
            id=f"m-{note.id}",
            quote=self.quote or note.quote,
            conversation_id=note.conversation_id,
            message_id=note.message_id,
            kind=note.kind,
            polarity=note.polarity,
            strength=0.9,
            at=note.at,
            source="model/1",
            behaviour=note.behaviour,
            subject=note.subject,
            statement=self.better or "",
            sensitivity=note.sensitivity,
        )


@pytest.fixture
def model() -> Corrector:
    return Corrector()


@pytest.fixture(params=["p.db", ":memory:"])
def memory(
    request: pytest.FixtureRequest, tmp_path: Any, clock: FixedClock, model: Corrector
) -> Iterator[PreferenceMemory]:
    location = ":memory:" if request.param == ":memory:" else tmp_path / request.param
    with PreferenceMemory.open(location, clock=clock, distiller=model) as memory:
        yield memory


def say(user: Any, *texts: str) -> None:
    """Each in a conversation of its own."""
    for text in texts:
        name = str(next(_names))
        user.observe([{"role": "user", "content": text, "id": name}], conversation=name)


def standing(user: Any) -> dict[str, str]:
    return {one["statement"]: one["status"] for one in user.export()["preferences"]}


def the_one(user: Any, statement: str) -> str:
    held = user.export()["preferences"]
    return next(one["id"] for one in held if one["statement"] == statement)


@pytest.mark.requirement("life:rebuild")
@pytest.mark.parametrize(
    ("texts", "wrong"),
    [
        (("I love jazz.", "I still love jazz."), "still"),
        (("I love jazz.", "I still love jazz."), "I love"),
        (("I love coffee.", "I stopped drinking coffee.", "I love tea."), "stopped"),
        (("I'm vegan.", "I'm vegan, but fish on holidays."), "fish"),
        (("I switched from Python to Rust.", "I switched from Python to Rust."), "switched"),
        (("I avoid alcohol because of my marathon.", "I'm done with the marathon."), "done"),
        (("I love jazz.", "I hate jazz.", "I love jazz again."), "hate"),
    ],
)
def test_what_is_withdrawn_leaves_nothing_behind(
    memory: PreferenceMemory, model: Corrector, texts: tuple[str, ...], wrong: str
) -> None:
    ada = memory.user("ada")
    say(ada, *texts)
    model.wrong = (wrong,)
    memory.drain()
    before = ada.export()["preferences"]
    assert wrong not in str([e["quote"] for one in before for e in one["evidence"]])
    assert ada.rebuild() == 0
    assert ada.export()["preferences"] == before


@pytest.mark.requirement("life:unrelated")
def test_to_forget_one_thing_changes_nothing_of_what_a_model_had_read_otherwise(
    memory: PreferenceMemory, model: Corrector
) -> None:
    ada = memory.user("ada")
    say(ada, "I'm vegetarian.", "I love coffee.", "I switched from coffee to tea.", "I love jazz.")
    held = standing(ada)
    assert held.pop("Prefers tea") == "active"
    assert held["Loves coffee"] == "superseded"
    model.wrong = ("switched",)
    memory.drain()
    held["Loves coffee"] = "active"
    assert standing(ada) == held
    ada.forget(matching="jazz")
    del held["Loves jazz"]
    assert standing(ada) == held


@pytest.mark.requirement("life:history")
def test_history_tells_what_became_of_what_was_withdrawn(
    memory: PreferenceMemory, model: Corrector
) -> None:
    ada = memory.user("ada")
    say(ada, "I love jazz.", "I hate jazz.")
    loved, hated = the_one(ada, "Loves jazz"), the_one(ada, "Hates jazz")
    model.wrong = ("hate",)
    memory.drain()
    assert [r.change for r in ada.history(loved)] == ["created", "reversed", "resumed"]
    last = ada.history(hated)[-1]
    assert (last.change, last.reason) == ("ended", "withdrawn")


@pytest.mark.requirement("life:history")
def test_history_tells_how_it_ended_where_what_replaced_it_was_withdrawn(
    memory: PreferenceMemory, model: Corrector
) -> None:
    ada = memory.user("ada")
    say(ada, "I love jazz.", "I switched from jazz to techno.")
    loved, techno = the_one(ada, "Loves jazz"), the_one(ada, "Prefers techno")
    assert ada.history(loved)[-1].superseded_by == techno
    model.wrong, model.better = ("switched",), "Likes techno"
    memory.drain()
    (left,) = [one for one in ada.export()["preferences"] if one["id"] == loved]
    last = ada.history(loved)[-1]
    assert (last.status, last.superseded_by) == (left["status"], left.get("superseded_by"))
    assert last.superseded_by != techno
    assert ada.rebuild() == 0


@pytest.fixture(scope="module")
def hers() -> Iterator[tuple[PreferenceMemory, FixedClock, Corrector]]:
    """One memory for many people."""
    clock, model = FixedClock(), Corrector()
    with PreferenceMemory.open(":memory:", clock=clock, distiller=model) as memory:
        yield memory, clock, model


lives = st.lists(
    st.tuples(
        st.sampled_from(["say", "say", "say", "read", "correct", "pin", "reject", "confirm"]),
        st.integers(0, 100),
        st.integers(0, 100),
        st.sampled_from([0, 1, 60, 86_400, 20 * 86_400]),
    ),
    min_size=4,
    max_size=12,
)


@pytest.mark.requirement("life:rebuild")
@settings(max_examples=20)
@given(life=lives)
def test_whatever_is_withdrawn_from_a_life_it_is_derived_again_the_same(
    hers: tuple[PreferenceMemory, FixedClock, Corrector], life: list[tuple[str, int, int, int]]
) -> None:
    memory, clock, model = hers
    ada = memory.user(f"u{next(_names)}")
    for step, one, other, seconds in life:
        clock.advance(timedelta(seconds=seconds))
        held = ada.profile().preferences
        if step == "say":
            say(ada, SAID[one % len(SAID)])
        elif step == "read":
            model.wrong = (SAID[one % len(SAID)].split()[-1], SAID[other % len(SAID)].split()[-1])
            model.better = WORDS[other % len(WORDS)] if one % 2 else None
            memory.drain()
        elif held:
            chosen = held[one % len(held)].id
            worded = (WORDS[other % len(WORDS)],) if step == "correct" else ()
            getattr(ada, step)(chosen, *worded)
        before = ada.export()["preferences"]
        assert ada.rebuild() == 0
        assert ada.export()["preferences"] == before


@pytest.mark.requirement("user:final")
@pytest.mark.parametrize("better", [None, "Loves listening to jazz"])
@pytest.mark.parametrize("action", ["correct", "confirm", "reject", "pin"])
def test_what_the_user_decided_stays_whatever_a_model_reads_later(
    memory: PreferenceMemory, model: Corrector, action: str, better: str | None
) -> None:
    ada = memory.user("ada")
    say(ada, "I love jazz.")
    words = ("Loves only live jazz",) if action == "correct" else ()
    decided = getattr(ada, action)(the_one(ada, "Loves jazz"), *words)
    model.wrong, model.better = ("jazz",), better
    memory.drain()
    model.wrong = ()
    say(ada, "I hate coriander.")
    memory.drain()
    ada.forget(matching="coriander")
    (left,) = [one for one in ada.export()["preferences"] if one["id"] == decided.id]
    assert (left["statement"], left["status"]) == (decided.statement, decided.status)
    assert left.get("pinned", False) == decided.pinned
    assert standing(ada) == {decided.statement: decided.status}
    assert ada.rebuild() == 0


@pytest.mark.requirement("forget:for-good")
@pytest.mark.parametrize("action", ["correct", "confirm", "reject", "pin", "postpone"])
def test_what_is_forgotten_by_its_words_goes_with_what_the_user_decided_on_it(
    memory: PreferenceMemory, action: str
) -> None:
    """Nothing is founded by the user's word on what the user wants forgotten."""
    ada = memory.user("ada")
    ada.observe([{"role": "user", "content": "I love jazz.", "id": "1"}], conversation="c")
    words = ("Loves only live jazz",) if action == "correct" else ()
    getattr(ada, action)(the_one(ada, "Loves jazz"), *words)
    ada.observe([{"role": "user", "content": "Forget that.", "id": "2"}], conversation="c")
    assert not ada.export()["preferences"]
    assert "jazz" not in str(ada.export())


@pytest.mark.requirement("user:final")
@pytest.mark.parametrize("action", ["confirm", "reject", "pin"])
def test_what_was_decided_stays_where_other_words_say_the_same_as_those_forgotten(
    memory: PreferenceMemory, action: str
) -> None:
    ada = memory.user("ada")
    ada.observe([{"role": "user", "content": "I love jazz.", "id": "1"}], conversation="c")
    say(ada, "I love jazz.")
    decided = getattr(ada, action)(the_one(ada, "Loves jazz"))
    ada.observe([{"role": "user", "content": "Forget that.", "id": "2"}], conversation="c")
    (left,) = ada.export()["preferences"]
    assert (left["status"], left.get("pinned", False)) == (decided.status, decided.pinned)
    assert ada.rebuild() == 0


ALLERGY = "I'm allergic to peanuts. It is severe."
OTHERS = "I love hiking in the mountains."


def by_id(user: Any) -> None:
    held = user.profile().preferences
    user.forget(next(p.id for p in held if p.statement == "Has a severe allergy"))


def by_words(user: Any) -> None:
    user.forget(matching="peanuts")


def by_class(user: Any) -> None:
    user.consent("health", False)


def by_asking(user: Any) -> None:
    say(user, "Forget everything I said about peanuts.")


def as_a_whole(user: Any) -> None:
    say(user, "Forget everything you know about me.")


@pytest.mark.requirement("forget:for-good")
@pytest.mark.requirement("user:consent")
@pytest.mark.parametrize("forget", [by_id, by_words, by_class, by_asking, as_a_whole])
@pytest.mark.parametrize("quote", [None, "It is severe."])
def test_what_a_model_put_in_other_words_is_forgotten_with_what_it_said_first(
    tmp_path: Path, clock: FixedClock, model: Corrector, forget: Any, quote: str | None
) -> None:
    """Statements, quotes and histories; whichever words of its message the model quotes."""
    with PreferenceMemory.open(tmp_path / "p.db", clock=clock, distiller=model) as memory:
        ada = memory.user("ada")
        say(ada, OTHERS, ALLERGY)
        model.wrong, model.better, model.quote = ("peanuts",), "Has a severe allergy", quote
        memory.drain()
        model.wrong = ()
        assert ada.export()["withdrawn"]
        forget(ada)
        memory.drain()
        kept = str(ada.export()["turns"])
        left = str({k: v for k, v in ada.export().items() if k != "turns"})
        assert "peanut" not in left
        assert "severe" not in left + kept
        assert ("hiking" in left) is (forget is not as_a_whole)
        assert ada.rebuild() == 0
    if forget is not by_asking:  # which names it itself
        assert not any(b"peanut" in file.read_bytes() for file in tmp_path.iterdir())


@pytest.mark.requirement("forget:for-good")
@pytest.mark.parametrize("forget", [by_words, by_class, by_asking, as_a_whole])
def test_what_a_model_took_back_is_forgotten_as_what_is_held(
    memory: PreferenceMemory, model: Corrector, forget: Any
) -> None:
    ada = memory.user("ada")
    say(ada, OTHERS, ALLERGY)
    model.wrong = ("peanuts",)
    memory.drain()
    assert standing(ada) == {"Loves hiking in the mountains": "active"}
    forget(ada)
    memory.drain()
    export = ada.export()
    assert "peanut" not in str({k: v for k, v in export.items() if k != "turns"})
    assert ALLERGY not in str(export["turns"])
    assert ("hiking" in str(export)) is (forget is not as_a_whole)
