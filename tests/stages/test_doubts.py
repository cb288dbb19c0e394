"""Marks of an announced change: what is in doubt, what it turned to, and how they go again."""

from __future__ import annotations

import pytest

from prefmem.records import PersonState, PreferenceRecord, StoredProfile, Vector
from prefmem.stages import leaving
from prefmem.stages.consolidation import Observed, act, rebuild
from prefmem.types import Evidence
from tests.stages.test_consolidation import SCOPE, said, vector_of, withdrawn

MARKS = {"doubted", "turned"}
OLD = said(1, "Likes huge summer festivals with many concerts", "summer festival")
NEW = said(
    2,
    "Now prefers sitting at home listening to old recorded concerts",
    "recording",
    hours=30,
    quote="I've reconsidered, these days I prefer recordings",
)
AGAIN = said(3, "Likes huge summer festivals with many concerts", "summer festival", hours=60)


@pytest.fixture(autouse=True)
def unsure(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any pair is doubted, none is sure enough to be closed."""
    monkeypatch.setattr(leaving, "DOUBTED", 0.0)
    monkeypatch.setattr(leaving, "NAMED", 1.1)
    monkeypatch.setattr(leaving, "BESIDE", 1.1)


def observed(*evidence: Evidence) -> list[Observed]:
    return [Observed(evidence=e, vector=vector(e)) for e in evidence]


def vector(one: Evidence) -> Vector:
    return vector_of(one.statement)


def derived(*evidence: Evidence) -> StoredProfile:
    profile, _ = rebuild(SCOPE, observed(*evidence), person=PersonState(), until=None)
    return profile


def named(profile: StoredProfile, statement: str) -> PreferenceRecord:
    return next(r for r in profile.records if r.statement == statement)


def test_a_change_marks_what_it_may_be_about_and_what_it_turned_to() -> None:
    profile = derived(OLD, NEW)
    assert named(profile, OLD.statement).drift["doubted"][0] == NEW.id
    assert "turned" not in named(profile, OLD.statement).drift
    assert named(profile, NEW.statement).drift["turned"][0] == NEW.id


def test_said_again_it_is_in_doubt_no_more() -> None:
    assert "doubted" not in named(derived(OLD, NEW, AGAIN), OLD.statement).drift


def test_liking_one_thing_more_puts_nothing_in_doubt() -> None:
    more = said(2, "Likes recorded concerts", "recording", hours=30, quote="I also like recordings")
    assert all("doubted" not in r.drift for r in derived(OLD, more).records)


def test_a_withdrawn_change_leaves_no_mark() -> None:
    delta = withdrawn(derived(OLD, NEW), [OLD, NEW], NEW.id)
    assert [r.statement for r in delta.records] == [OLD.statement]
    for record in delta.records:
        assert not MARKS & set(record.drift)


def test_the_users_own_word_ends_a_doubt() -> None:
    profile = derived(OLD, NEW)
    held = named(profile, OLD.statement)
    word = said(9, OLD.statement, "summer festival", hours=99, kind="corrected")
    delta = act(
        profile,
        preference_id=held.id,
        action="confirm",
        statement=None,
        evidence=word,
        now=word.at,
    )
    assert "doubted" not in delta.records[0].drift


def test_what_always_held_is_not_what_somebody_turned_to() -> None:
    ever = said(
        2,
        "Has always been interested in music",
        "music",
        hours=30,
        quote="I've always been interested in music, these days even more",
    )
    assert not any(MARKS & set(record.drift) for record in derived(OLD, ever).records)
