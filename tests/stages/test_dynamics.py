"""What a preference weighs at a time; nothing of it is stored."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prefmem.records import PersonState, PreferenceRecord, StoredProfile
from prefmem.stages import changepoint, dynamics, timescales
from prefmem.types import Evidence, Preference, Scope, Tier

BEGIN = datetime(2026, 1, 5, 9, tzinfo=UTC)
SCOPE = Scope(tenant="acme", user="ada")
PERSON = PersonState()


class Tiers:
    def tier(self, behaviour: str, /) -> Tier:
        return "safeguarded" if behaviour.startswith("constraint.health") else "personalizable"


POLICY = Tiers()


def evidence(kind: Any = "stated") -> Evidence:
    return Evidence(
        id="e1",
        quote="q",
        conversation_id="c",
        message_id="m",
        kind=kind,
        polarity="for",
        strength=1.0,
        at=BEGIN,
        source="test",
        behaviour="taste.food",
        subject="tea",
        statement="Prefers tea",
    )


def record(**more: Any) -> PreferenceRecord:
    base = PreferenceRecord(
        id="p1",
        subject="tea",
        behaviour="taste.food",
        statement="Prefers tea",
        polarity="for",
        status="active",
        outright=True,
        valid_from=BEGIN,
        last_confirmed=BEGIN,
        evidence=(evidence(),),
        evidence_count=1,
        drift={"p": 0.9, "t": changepoint.milliseconds(BEGIN), "talks": 1},
    )
    return replace(base, **more)


def at(days: float, **more: Any) -> Preference:
    return dynamics.weigh(
        record(**more), at=BEGIN + timedelta(days=days), policy=POLICY, person=PERSON
    )


@given(days=st.lists(st.floats(0, 20_000), min_size=2, max_size=2).map(sorted))
def test_silence_only_ever_lowers_weight(days: list[float]) -> None:
    assert at(days[0]).weight >= at(days[1]).weight
    assert at(days[1]).confidence >= 0.5


@pytest.mark.requirement("life:silence")
def test_silence_retires_nothing_that_was_said_outright() -> None:
    old = at(20_000)
    assert old.status == "active"
    assert old.weight < 0.01


@pytest.mark.requirement("life:allergy")
def test_what_the_body_needs_does_not_fade() -> None:
    assert at(20_000, behaviour="constraint.health").weight == at(0).weight


def test_what_was_only_seen_lapses_in_silence() -> None:
    seen = {"outright": False, "status": "candidate", "evidence": (evidence("chosen"),)}
    term = dynamics.LAPSE * timescales.DAYS["taste"]
    assert at(term - 1, **seen).status == "candidate"
    assert at(term + 1, **seen).status == "expired"


def test_a_mood_lives_as_long_as_a_conversation() -> None:
    assert at(0.4, lasting=False).status == "active"
    assert at(0.4, lasting=False).weight == at(0, lasting=False).weight
    assert at(0.6, lasting=False).status == "expired"


def test_pinned_and_decided_ones_keep_their_weight() -> None:
    assert at(5_000, pinned=True).weight == 1.0
    assert at(5_000, decided="confirmed").confidence >= 0.95


def test_a_suspended_one_weighs_nothing_and_is_still_there() -> None:
    found = at(1, suspended=True)
    assert (found.weight, found.status, found.suspended) == (0.0, "active", True)


def test_a_one_off_is_told_as_what_happened() -> None:
    once = at(1, outright=False, status="candidate", evidence=(evidence("chosen"),))
    assert once.statement == "Once chose tea"
    assert at(1).statement == "Prefers tea"


def test_people_who_change_fast_are_doubted_sooner() -> None:
    steady = PersonState(timescales={"taste": [0, 900 * changepoint.DAY_MS]})
    fickle = PersonState(timescales={"taste": [9, 300 * changepoint.DAY_MS]})
    then = BEGIN + timedelta(days=90)
    weights = [
        dynamics.weigh(record(), at=then, policy=POLICY, person=person).weight
        for person in (fickle, PERSON, steady)
    ]
    assert weights == sorted(weights)
    assert weights[0] < weights[1] < weights[2]


class TestProfile:
    def stored(self, *records: PreferenceRecord) -> StoredProfile:
        return StoredProfile(scope=SCOPE, records=records)

    @pytest.mark.requirement("life:past")
    def test_a_past_time_shows_what_was_held_then(self) -> None:
        turned = BEGIN + timedelta(days=10)
        old = record(status="superseded", valid_to=turned, superseded_by="p2")
        new = record(id="p2", statement="Prefers coffee", valid_from=turned)
        stored = self.stored(old, new)
        before = dynamics.profile_at(stored, at=BEGIN + timedelta(days=5), policy=POLICY)
        after = dynamics.profile_at(stored, at=BEGIN + timedelta(days=15), policy=POLICY)
        assert [(p.id, p.status) for p in before] == [("p1", "active")]
        assert [(p.id, p.status) for p in after] == [("p2", "active")]
        everything = dynamics.profile_at(
            stored, at=BEGIN + timedelta(days=15), policy=POLICY, include_closed=True
        )
        assert [(p.id, p.status) for p in everything] == [("p1", "superseded"), ("p2", "active")]

    def test_before_anything_was_said_there_is_nothing(self) -> None:
        stored = self.stored(record())
        assert dynamics.profile_at(stored, at=BEGIN - timedelta(days=1), policy=POLICY) == ()
        assert dynamics.profile_at(self.stored(), at=BEGIN, policy=POLICY) == ()

    @given(order=st.permutations(list(range(5))))
    def test_reading_changes_nothing_whatever_was_read_before(self, order: list[int]) -> None:
        stored = self.stored(record(), record(id="p2", outright=False, status="candidate"))
        times = [BEGIN + timedelta(days=200 * n) for n in range(5)]
        fresh = [dynamics.profile_at(stored, at=t, policy=POLICY) for t in times]
        ready = dynamics.prepare(stored, policy=POLICY)
        assert all(
            dynamics.profile_at(ready, at=times[n], policy=POLICY) == fresh[n] for n in order
        )

    def test_contrary_evidence_is_not_shown_as_a_reason(self) -> None:
        odd = replace(evidence(), id="e2", polarity="against")
        held = record(evidence=(odd, evidence()), drift={**record().drift, "contrary": ["e2"]})
        found = dynamics.profile_at(self.stored(held), at=BEGIN, policy=POLICY)[0]
        assert [e.id for e in found.evidence] == ["e1"]


class TestAskingAgain:
    def test_old_high_impact_ones_come_first_and_tastes_never(self) -> None:
        then = BEGIN + timedelta(days=1000)
        rows = [
            at(1000, id="taste"),
            at(1000, id="budget", behaviour="constraint.practical"),
            at(1000, id="nuts", behaviour="constraint.health"),
        ]
        due = dynamics.to_reconfirm(rows, then)
        assert [p.id for p in due] == ["budget", "nuts"]
        assert dynamics.to_reconfirm(rows, BEGIN + timedelta(days=30)) == ()

    def test_what_is_pinned_is_never_asked_about_and_what_is_postponed_later(self) -> None:
        then = BEGIN + timedelta(days=1000)
        mark = [1, changepoint.milliseconds(then + timedelta(days=1))]
        drift = {**record().drift, "postponed": mark}
        rows = [
            at(1000, id="pinned", behaviour="constraint.health", pinned=True),
            at(1000, id="nuts", behaviour="constraint.health", drift=drift),
        ]
        assert dynamics.to_reconfirm(rows, then) == ()
        assert [p.id for p in dynamics.to_reconfirm(rows, then + timedelta(days=1))] == ["nuts"]

    def test_what_is_about_to_lapse_is_announced_before_it_does(self) -> None:
        seen = {"outright": False, "status": "candidate"}
        term = dynamics.LAPSE * timescales.DAYS["taste"]
        row = at(0, **seen)
        assert dynamics.expiring([row], BEGIN + timedelta(days=term - 7)) == (row,)
        assert dynamics.expiring([row], BEGIN + timedelta(days=term - 60)) == ()
        assert dynamics.expiring([at(0)], BEGIN + timedelta(days=term - 7)) == ()
        assert row.lapses == BEGIN + timedelta(days=term)
        assert at(0).lapses is None
