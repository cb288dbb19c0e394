"""What hangs on a stated reason waits when the reason ends, and counts again when it is back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest

from prefmem.records import PersonState, ProfileDelta, StoredProfile, Vector
from prefmem.stages import drivers
from prefmem.stages.consolidation import Observed, consolidate, rebuild, reconsider
from prefmem.types import Evidence, Polarity, Revision, Scope

BEGIN = datetime(2026, 1, 5, 9, tzinfo=UTC)
SCOPE = Scope(tenant="acme", user="ada")
WHY = "I'm training for a marathon"


def vector_of(statement: str) -> Vector:
    """Statements that speak of the marathon are near; all others are not."""
    topic = "marathon" if "marathon" in statement else statement
    row = np.random.default_rng(sum(topic.encode())).normal(size=64)
    row += 0.3 * np.random.default_rng(sum(statement.encode())).normal(size=64)
    return (row / np.linalg.norm(row)).astype(np.float32)


def said(
    n: int, statement: str, subject: str, *, polarity: Polarity = "for", **more: Any
) -> Evidence:
    at = BEGIN + timedelta(days=n)
    default: dict[str, Any] = {
        "quote": statement,
        "conversation_id": f"c{n}",
        "message_id": "m",
        "kind": "stated",
        "strength": 1.0,
        "source": "test/1",
        "learned_at": at,
        "behaviour": "taste.activity",
    }
    return Evidence(
        id=f"e{n}",
        polarity=polarity,
        at=at,
        subject=subject,
        statement=statement,
        **{**default, **more},
    )


def lived(items: Sequence[Evidence]) -> tuple[StoredProfile, list[Revision], list[Evidence]]:
    """The profile after each item was taken in by itself, its history and its ledger."""
    profile = StoredProfile(scope=SCOPE)
    history: list[Revision] = []
    ledger: list[Evidence] = []
    for one in items:
        delta = consolidate(profile, seen([one]), now=BEGIN)
        history, ledger = [*history, *delta.revisions], [*ledger, *delta.evidence]
        profile = committed(profile, delta)
    return profile, history, ledger


def seen(items: Sequence[Evidence]) -> list[Observed]:
    return [Observed(evidence=e, vector=vector_of(e.statement)) for e in items]


def committed(profile: StoredProfile, delta: ProfileDelta) -> StoredProfile:
    records = {r.id: r for r in profile.records}
    records.update({r.id: r for r in delta.records})
    kept = [records[i] for i in sorted(records) if i not in delta.dropped]
    return replace(
        profile,
        revision=profile.revision + 1,
        records=tuple(kept),
        vectors={r.id: vector_of(r.statement)[None, :] for r in kept},
        person=delta.person or profile.person,
    )


WISH = said(1, "Prefers early nights", "early night", reason=WHY)
OUTSPOKEN = said(1, "Prefers early nights because of marathon training", "early night", reason=WHY)
DONE = said(
    9, "Done with the marathon", "marathon", polarity="against", quote="I'm done with the marathon"
)
OVER = said(
    9, "Their marathon is over", "marathon", polarity="against", kind="retracted",
    condition=drivers.OVER,
)  # fmt: skip
LATER = said(
    30, "Their marathon is over", "marathon", polarity="against", kind="retracted",
    condition=drivers.OVER,
)  # fmt: skip
BACK = said(20, "Training for a marathon again", "training for a marathon", condition=drivers.BACK)


@pytest.mark.requirement("life:drivers-wait")
@pytest.mark.parametrize("wish", [WISH, OUTSPOKEN])
@pytest.mark.parametrize("end", [DONE, OVER])
def test_the_end_of_a_reason_suspends_what_hangs_on_it_and_is_no_preference(
    wish: Evidence, end: Evidence
) -> None:
    profile, history, _ = lived([wish, end])
    (only,) = profile.records
    assert (only.statement, only.status, only.suspended) == (wish.statement, "active", True)
    assert [r.change for r in history] == ["created", "suspended"]
    assert WHY in history[-1].reason


@pytest.mark.requirement("life:drivers-wait")
@pytest.mark.parametrize("end", [DONE, OVER])
def test_what_was_suspended_counts_again_when_its_reason_is_back(end: Evidence) -> None:
    profile, history, _ = lived([WISH, end, BACK])
    (only,) = profile.records
    assert not only.suspended
    assert [r.change for r in history] == ["created", "suspended", "resumed"]


def test_a_new_wish_with_the_same_reason_brings_back_what_hung_on_it() -> None:
    again = said(
        20, "Avoids beer", "beer", polarity="against", reason=f"{WHY} again", behaviour="taste.food"
    )
    profile, _, _ = lived([WISH, OVER, again])
    assert [r.suspended for r in profile.records] == [False, False]


@pytest.mark.parametrize("word", [OVER, BACK])
def test_what_nothing_hangs_on_is_not_even_kept(word: Evidence) -> None:
    profile, history, ledger = lived([said(1, "Likes jazz", "jazz"), word])
    assert len(profile.records) == len(history) == len(ledger) == 1


def test_another_thing_that_ends_leaves_what_hangs_on_this_one() -> None:
    for gone in ("training for the triathlon", "sister's marathon", "book"):
        other = replace(OVER, subject=gone, statement=f"Their {gone} is over")
        assert not lived([WISH, other])[0].records[0].suspended


def test_an_end_that_says_more_is_kept_for_it() -> None:
    more = replace(DONE, statement="Done with the marathon, swims in the lake now")
    profile, _, _ = lived([WISH, more])
    assert sorted(r.suspended for r in profile.records) == [False, True]


def test_a_taste_for_the_reason_itself_ends_with_it() -> None:
    taste = said(2, "Loves the marathon", "marathon")
    gone = replace(DONE, kind="retracted", statement="Is no longer into the marathon")
    profile, history, _ = lived([WISH, taste, gone])
    assert {r.statement: r.suspended for r in profile.records if r.status == "active"} == {
        WISH.statement: True
    }
    assert [r.change for r in history][2:] == ["suspended", "ended"]


def test_what_suspended_a_wish_can_be_withdrawn() -> None:
    profile, _, ledger = lived([WISH, OVER])
    assert profile.records[0].suspended
    delta = reconsider(
        profile,
        [],
        ledger=seen(ledger),
        withdrawn=[OVER.id],
        told={profile.records[0].id},
        now=BEGIN,
    )
    assert [r.suspended for r in delta.records] == [False]
    assert delta.revisions[-1].change == "resumed"


@pytest.mark.requirement("life:rebuild")
def test_what_waits_is_derived_again_from_the_ledger() -> None:
    profile, _, ledger = lived([OUTSPOKEN, DONE, BACK, LATER])
    observed = [Observed(evidence=e, vector=vector_of(e.statement)) for e in ledger]
    again, _ = rebuild(SCOPE, observed, person=PersonState(), until=None)
    assert again.records == profile.records
    assert profile.records[0].suspended
