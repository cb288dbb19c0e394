"""What is past the time that the policy keeps it goes by itself; what still holds stays."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from prefmem import PreferenceMemory
from prefmem._sync import UserMemory
from prefmem.errors import PolicyError
from prefmem.policy import load
from prefmem.records import Distillation
from prefmem.testing import FixedClock

POLICY = """
version: 1
policy: house
revision: r1
layer: organisation
under: default
retention: {turns_days: 90, ended_days: 365}
sensitivities:
  health: {says: health, stored: outright, keep_days: 200}
"""
ALLERGY = "I'm severely allergic to peanuts, so please keep that in mind."
TEA = "I prefer green tea to coffee in the morning."
COFFEE = "I no longer like green tea, I prefer coffee in the morning now."
TRAINS = "I prefer night trains to flights whenever I travel."


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    path = tmp_path / "house.yaml"
    path.write_text(POLICY)
    return path


@pytest.fixture(params=["p.db", ":memory:"])
def location(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return ":memory:" if request.param == ":memory:" else str(tmp_path / request.param)


def say(user: UserMemory, text: str, name: str) -> None:
    user.observe([{"role": "user", "content": text}], conversation=name)


def known(user: UserMemory) -> set[str]:
    """Ids of all preferences of which anything is held, history included."""
    export = user.export()
    return {one["preference_id"] for one in export["history"]} | {
        one["id"] for one in export["preferences"]
    }


def sweep(memory: PreferenceMemory, *, look: bool = False) -> None:
    """As on another day: by the store's own clock a sweep is due once a day.

    With `look`, it is the look in the background that makes it, which does no other work.
    """
    portal, engine = memory._portal, memory._memory._engine
    portal.call(lambda: engine.parts.store.put_off("retention", seconds=-1))
    if look:
        # The memory's own look may have begun just now, and take the first.
        portal.call(engine.tender.once)
        portal.call(lambda: engine.parts.store.put_off("retention", seconds=-1))
        portal.call(engine.tender.once)
    else:
        memory.work()


def test_a_sensitive_class_goes_when_it_was_not_shown_again(
    location: str, policy: Path, clock: FixedClock
) -> None:
    with PreferenceMemory.open(location, policy=policy, clock=clock) as memory:
        ada = memory.user("ada")
        say(ada, ALLERGY, "c1")
        say(ada, TRAINS, "c2")
        (allergy,) = [p for p in ada.profile().preferences if "peanut" in p.statement.lower()]
        assert ada.status().removing == ()
        clock.advance(timedelta(days=190))
        assert [p.id for p in ada.status().removing] == [allergy.id], "told two weeks before"
        sweep(memory)
        assert allergy.id in {p.id for p in ada.profile().preferences}
        clock.advance(timedelta(days=11))
        sweep(memory)
        held = {p.statement.lower() for p in ada.profile().preferences}
        assert not any("peanut" in one for one in held)
        assert any("train" in one for one in held), "other content has no such time"
        assert ada.rebuild() == 0, "the profile is what its ledger says"
        assert "peanut" not in str(ada.export())
        assert allergy.id not in known(ada)
        say(ada, ALLERGY, "c3")
        assert "peanut" in str(ada.profile().preferences).lower(), "it may be said again"


def test_what_was_confirmed_stays(location: str, policy: Path, clock: FixedClock) -> None:
    with PreferenceMemory.open(location, policy=policy, clock=clock) as memory:
        ada = memory.user("ada")
        say(ada, ALLERGY, "c1")
        (allergy,) = ada.profile().preferences
        ada.confirm(allergy.id)
        clock.advance(timedelta(days=1000))
        sweep(memory)
        assert [p.id for p in ada.profile().preferences] == [allergy.id]


@pytest.mark.requirement("retention:policy")
def test_an_ended_preference_goes_with_its_history_and_what_replaced_it_stays(
    location: str, policy: Path, clock: FixedClock
) -> None:
    with PreferenceMemory.open(location, policy=policy, clock=clock) as memory:
        ada = memory.user("ada")
        say(ada, TEA, "c1")
        clock.advance(timedelta(days=20))
        before = {p.id: p for p in ada.profile().preferences}
        say(ada, COFFEE, "c2")
        after = {p.id: p for p in ada.profile().preferences}
        ended = before.keys() - after.keys()
        assert ended, "the change of mind ended something"
        clock.advance(timedelta(days=300))
        sweep(memory)
        assert set(ended) <= known(ada)
        clock.advance(timedelta(days=70))
        sweep(memory)
        assert not set(ended) & known(ada)
        assert {p.statement for p in ada.profile().preferences} == {
            p.statement for p in after.values()
        }
        assert ada.rebuild() == 0


@pytest.mark.requirement("retention:policy")
def test_old_turns_lose_their_text_and_leave_the_index(
    location: str, policy: Path, clock: FixedClock
) -> None:
    with PreferenceMemory.open(location, policy=policy, clock=clock) as memory:
        ada = memory.user("ada")
        say(ada, TRAINS, "c1")
        clock.advance(timedelta(days=60))
        say(ada, TEA, "c2")
        memory.drain()
        assert len(ada.episodes("trains")) == 2
        clock.advance(timedelta(days=60))
        sweep(memory)
        assert [hit.conversation_id for hit in ada.episodes("trains")] == ["c2"]
        assert "train" in str([p.statement for p in ada.profile().preferences]), "what it taught"
        assert [t["content"] for t in ada.export()["turns"]] == ["", TEA]


@pytest.mark.requirement("retention:policy")
def test_old_turns_lose_their_text_where_nobody_ever_searches(
    location: str, policy: Path, clock: FixedClock
) -> None:
    """The worker in the background does not index: what it does not read is not waited for."""
    with PreferenceMemory.open(location, policy=policy, clock=clock) as memory:
        ada = memory.user("ada")
        say(ada, TRAINS, "c1")
        assert memory.drain().waiting == 0
        clock.advance(timedelta(days=91))
        sweep(memory, look=True)
        assert [t["content"] for t in ada.export()["turns"]] == [""]
        assert ada.episodes("trains") == ()


class Nothing:
    source = "nothing/1"

    async def distil(self, *_: object, **__: object) -> Distillation:
        return Distillation()


@pytest.mark.requirement("retention:policy")
def test_a_model_that_is_no_longer_lent_keeps_no_turns(
    tmp_path: Path, policy: Path, clock: FixedClock
) -> None:
    path = tmp_path / "p.db"
    with PreferenceMemory.open(path, policy=policy, clock=clock, distiller=Nothing()) as memory:
        say(memory.user("ada"), TRAINS, "c1")
        clock.advance(timedelta(days=91))
        sweep(memory, look=True)
        assert memory.user("ada").export()["turns"][0]["content"] == TRAINS, "it has yet to read"
    with PreferenceMemory.open(path, policy=policy, clock=clock) as memory:
        sweep(memory, look=True)
        assert memory.user("ada").export()["turns"][0]["content"] == ""


def test_a_sweep_is_made_once_a_day(location: str, policy: Path, clock: FixedClock) -> None:
    with PreferenceMemory.open(location, policy=policy, clock=clock) as memory:
        ada = memory.user("ada")
        memory.work()
        say(ada, ALLERGY, "c1")
        clock.advance(timedelta(days=300))
        memory.work()
        assert ada.profile().preferences, "swept today already"
        sweep(memory)
        assert not ada.profile().preferences


@pytest.mark.requirement("retention:policy")
def test_records_of_decisions_go_in_a_process_that_never_stops(
    location: str, tmp_path: Path, clock: FixedClock
) -> None:
    short = tmp_path / "short.yaml"
    short.write_text(POLICY.replace("turns_days: 90", "audit_days: 30, turns_days: 90"))
    with PreferenceMemory.open(location, policy=short, clock=clock) as memory:
        ada, store = memory.user("ada"), memory._memory._engine.parts.store
        say(ada, TRAINS, "c1")

        def kept() -> list[str]:
            records = memory._portal.call(lambda: store.audit_since(0))
            return [one["at"] for one in records]

        ada.personalize([{"role": "user", "content": "How shall I get to Rome?"}])
        sweep(memory)
        sweep(memory)  # the memory's own look may have taken the first, and be at it
        first = kept()
        assert len(first) == 1, "a sweep writes what waits"
        clock.advance(timedelta(days=29))
        ada.personalize([{"role": "user", "content": "How shall I get to Bern?"}])
        sweep(memory)
        assert len(kept()) == 2
        clock.advance(timedelta(days=2))
        sweep(memory)
        assert len(kept()) == 1
        assert first[0] not in kept()


def test_without_a_time_in_the_policy_nothing_goes(location: str, clock: FixedClock) -> None:
    with PreferenceMemory.open(location, clock=clock) as memory:
        ada = memory.user("ada")
        say(ada, ALLERGY, "c1")
        clock.advance(timedelta(days=3000))
        sweep(memory)
        assert ada.profile().preferences
        assert ada.export()["turns"][0]["content"] == ALLERGY


def test_a_lower_layer_keeps_nothing_longer(tmp_path: Path, policy: Path) -> None:
    for line in (
        "retention: {turns_days: 91}",
        "sensitivities:\n  health: {says: health, stored: outright, keep_days: 201}",
    ):
        path = tmp_path / "role.yaml"
        path.write_text(
            f"version: 1\npolicy: role\nrevision: r1\nlayer: role\nunder: {policy.name}\n{line}\n"
        )
        with pytest.raises(PolicyError, match=r"days are more than the \d+ of the layer above"):
            load(path)
