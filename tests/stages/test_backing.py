"""What was only shown in one context backs off to what holds in general."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from prefmem.records import PreferenceRecord, StoredProfile
from prefmem.stages import changepoint as cp
from prefmem.stages import dynamics
from prefmem.stages.draft import drift_of
from prefmem.types import ANYWHERE, Context, Evidence, Kind, Preference, Scope, Tier

BEGIN = datetime(2026, 1, 5, 9, tzinfo=UTC)
YEAR = 365.0 * cp.DAY_MS
WORK = Context(task="work")
LATE = Context(task="work", situation="evening")


class Tiers:
    def tier(self, behaviour: str, /) -> Tier:
        return "personalizable"


def key(
    name: str, context: Context, times: int, *, kind: Kind = "chosen", **more: Any
) -> PreferenceRecord:
    """A preference for tea, shown so many times in a context."""
    shown = [
        Evidence(
            id=f"{name}{n}",
            quote="tea",
            conversation_id=f"{name}{n}",
            message_id="m",
            kind=kind,
            polarity=more.get("polarity", "for"),
            strength=1.0,
            at=BEGIN + timedelta(days=n),
            source="test",
            behaviour="taste.food",
            subject="tea",
            statement="Likes tea",
            context=context,
        )
        for n in range(times)
    ]
    items = cp.merge(*(cp.item(e, 1) for e in shown))
    base = PreferenceRecord(
        id=name,
        subject="tea",
        behaviour="taste.food",
        context=context,
        statement="Likes tea",
        polarity="for",
        status="active",
        outright=kind in cp.OUTRIGHT,
        valid_from=BEGIN,
        last_confirmed=shown[-1].at,
        evidence=tuple(shown),
        drift=drift_of(items, side=1, tau=YEAR),
    )
    return replace(base, **more)


def read(*records: PreferenceRecord, days: float = 20) -> dict[str, Preference]:
    rows = {r.id: np.ones((1, 1), dtype=np.float32) for r in records}
    stored = StoredProfile(scope=Scope(tenant="", user=""), records=records, vectors=rows)
    at = BEGIN + timedelta(days=days)
    return {p.id: p for p in dynamics.profile_at(stored, at=at, policy=Tiers())}


def test_what_was_shown_once_at_work_is_mostly_what_holds_in_general() -> None:
    alone = read(key("work", WORK, 1))["work"].confidence
    backed = read(key("all", ANYWHERE, 9), key("work", WORK, 1))
    against = read(key("all", ANYWHERE, 9, polarity="against"), key("work", WORK, 1))
    assert backed["work"].confidence > alone > against["work"].confidence
    assert against["work"].weight == 0.0


def test_the_figure_is_that_of_the_formula() -> None:
    work = key("work", WORK, 3)
    found = read(key("all", ANYWHERE, 9, polarity="against"), work, days=2)
    parent = 1.0 - found["all"].confidence
    shown = cp.credits(cp.unpack(work.drift["log"])).sum()
    expected = (shown * work.drift["p"] + 4.0 * parent) / (shown + 4.0)
    assert found["work"].confidence == pytest.approx(expected, abs=1e-3)


@given(times=st.integers(1, 30))
def test_the_more_a_context_shows_the_less_the_general_counts(times: int) -> None:
    general = key("all", ANYWHERE, 9, polarity="against")
    fewer = read(general, key("work", WORK, times), days=40)["work"].confidence
    more = read(general, key("work", WORK, times + 1), days=40)["work"].confidence
    assert more > fewer


def test_silence_leads_back_to_the_general() -> None:
    general = key("all", ANYWHERE, 9, polarity="against", outright=True)
    work = key("work", WORK, 9)
    found = [read(general, work, days=days) for days in (10, 200, 600)]
    apart = [one["work"].confidence - (1.0 - one["all"].confidence) for one in found]
    assert apart[0] > apart[1] > apart[2] > 0.0


def test_what_was_said_of_a_context_holds_there_as_it_was_said() -> None:
    said = key("work", WORK, 1, kind="stated")
    general = key("all", ANYWHERE, 9, polarity="against")
    assert read(general, said)["work"] == read(said)["work"]


def test_the_nearest_wider_context_is_behind_it() -> None:
    records = (
        key("all", ANYWHERE, 9, polarity="against"),
        key("late", LATE, 1),
        key("work", WORK, 40),
    )
    found = read(*records, days=41)
    assert found["work"].confidence > 0.7
    assert found["late"].confidence > 0.7


def test_other_things_and_other_contexts_are_not_behind_it() -> None:
    work = key("work", WORK, 1)
    other = key("all", ANYWHERE, 9, polarity="against", subject="rooibos")
    beside = key("home", Context(task="home"), 9, polarity="against")
    gone = key("all", ANYWHERE, 9, polarity="against", status="superseded", valid_to=BEGIN)
    for record in (other, beside, gone):
        assert read(record, work)["work"] == read(work)["work"]
