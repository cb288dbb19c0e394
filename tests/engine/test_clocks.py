"""Clocks differ, and are set back: what is held of somebody is held all the same."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from prefmem import PreferenceMemory, UserMemory
from prefmem.testing import FixedClock

T = datetime(2026, 6, 1, 9, tzinfo=UTC)
ASK = [{"role": "user", "content": "Recommend a Thai dinner that I could cook for myself."}]
NUTS = "I'm severely allergic to peanuts."


def say(user: UserMemory, text: str, name: str) -> None:
    user.observe([{"role": "user", "content": text}], conversation=name)


@pytest.fixture(params=[timedelta(seconds=2), timedelta(hours=1), timedelta(days=400)])
def behind(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[UserMemory]:
    """Somebody whose allergy another host has heard, by a clock that is ahead."""
    path = tmp_path / "p.db"
    with PreferenceMemory.open(path, clock=FixedClock(T)) as ahead:
        say(ahead.user("ada"), NUTS, "c1")
    with PreferenceMemory.open(path, clock=FixedClock(T - request.param)) as memory:
        yield memory.user("ada")


@pytest.mark.requirement("life:allergy")
def test_a_clock_that_is_behind_hides_nothing(behind: UserMemory) -> None:
    assert [a.preference.statement for a in behind.personalize(ASK).applied] == [
        "Severely allergic to peanuts"
    ]
    profile = behind.profile()
    assert len(profile.preferences) == 1
    assert profile.at >= T
    assert behind.status().expiring == ()


@pytest.mark.requirement("life:past")
def test_whoever_names_a_time_reads_that_time(behind: UserMemory) -> None:
    before = T - timedelta(milliseconds=1)
    assert behind.profile(at=before).preferences == ()
    assert behind.personalize(ASK, at=before).applied == ()


@pytest.mark.requirement("life:calls")
def test_what_is_said_by_a_clock_that_is_behind_comes_after_what_is_known(
    behind: UserMemory,
) -> None:
    one = behind.profile().preferences[0]
    say(behind, "I'm not allergic to peanuts any more.", "c2")
    told = behind.export()["evidence"]
    assert [e["conversation_id"] for e in sorted(told, key=lambda e: e["at"])][-1] == "c2"
    assert one.id not in {p.id for p in behind.profile().preferences if p.status == "active"}
    assert behind.rebuild() == 0


@pytest.mark.requirement("user:final")
def test_a_word_by_a_clock_that_is_behind_counts_at_once(behind: UserMemory) -> None:
    one = behind.profile().preferences[0]
    assert behind.pin(one.id).pinned
    assert behind.reject(one.id).status == "rejected"
    assert not behind.personalize(ASK).applied
    assert behind.rebuild() == 0
