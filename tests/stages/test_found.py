"""What evidence is compared with: all that is near or shares words with it, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from prefmem.records import PreferenceRecord, StoredProfile, Vector
from prefmem.stages import evolving, keys, leaving
from prefmem.stages.draft import Draft
from prefmem.stages.found import Said
from prefmem.types import Evidence, Scope

BEGIN = datetime(2026, 1, 5, 9, tzinfo=UTC)
HELD = (
    ("jazz", "taste.media", "I love jazz"),
    ("windows laptop", "taste.shopping", "I work on a Windows laptop"),
    ("night shift", "work.method", "I work night shifts"),
    ("fantasy", "taste.media", "I read fantasy"),
    ("length", "style.verbosity", "Keep your answers short"),
    ("quiz", "taste.activity", "I go to the pub quiz on Tuesdays"),
    ("coriander", "taste.food", "I hate coriander"),
    ("oat milk", "taste.food", "I have oat milk in my coffee"),
    *((f"thing{n}", "taste.general", f"I like thing{n}") for n in range(90)),
)
SAID = (
    ("jazz bars", "taste.activity", "I love jazz bars"),
    ("mac", "taste.shopping", "I use a Mac for everything"),
    ("days", "work.method", "I'm on day shifts now"),
    ("crime", "taste.media", "I read crime novels"),
    ("detail", "style.verbosity", "Give me all the detail"),
    ("tuesday", "taste.activity", "I've moved on from the pub quiz"),
    ("dairy milk", "taste.food", "I take cow's milk"),
    ("sailing", "taste.activity", "I love sailing"),
)


def evidence(n: int, subject: str, behaviour: str, quote: str) -> Evidence:
    return Evidence(
        id=f"e{n}",
        quote=quote,
        conversation_id=f"c{n}",
        message_id=f"m{n}",
        kind="stated",
        polarity="for",
        strength=1.0,
        at=BEGIN + timedelta(hours=n),
        source="test/1",
        behaviour=behaviour,
        subject=subject,
        statement=quote,
    )


def vector_of(n: int) -> Vector:
    """All far apart, but for every seventh: those are near each other."""
    row = np.random.default_rng(n).normal(size=384)
    near = np.random.default_rng(10_000).normal(size=384) if n % 7 == 0 else 0.0
    made = row + near
    return (made / np.linalg.norm(made)).astype(np.float32)


def filled() -> Draft:
    draft = Draft.of(StoredProfile(scope=Scope(tenant="acme", user="ada")), 384)
    for n, (subject, behaviour, quote) in enumerate(HELD):
        one = evidence(n, subject, behaviour, quote)
        draft.put(evolving.opened(draft, one), vector_of(n))
    return draft


@pytest.mark.parametrize("number", range(len(SAID)))
@pytest.mark.parametrize("changed", [False, True])
def test_what_is_compared_is_what_looking_at_each_preference_would_find(
    number: int, changed: bool
) -> None:
    """Also what was put in other words since, and what left the profile."""
    draft = filled()
    if changed:
        for n, record in enumerate(draft.ordered()):
            if n % 3 == 0:
                draft.drop(record.id)
            elif n % 3 == 1:
                draft.put(renamed(record), vector_of(500 + n))
    said = evidence(1_000, *SAID[number])
    vector, told = vector_of(1_001 + 6 * number), leaving.told([said])
    found = list(draft.compare(said, vector, told, told, None))
    by_words = {r.id for r in draft.ordered() if Said.of(said, told, told).names(r)}
    rows = draft.profile(StoredProfile(scope=Scope(tenant="acme", user="ada")), revision=0).vectors
    near = {i for i, row in rows.items() if float((row @ vector)[0]) >= keys.FLOOR}
    ids = [f.record.id for f in found]
    assert sorted(ids) == sorted(by_words | near)


def test_of_what_has_nothing_to_do_with_evidence_nothing_is_worked_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A ledger that is derived again would else take as long as its square."""
    draft, looked = filled(), list[str]()
    names = Said.names

    def counted(said: Said, record: PreferenceRecord) -> bool:
        looked.append(record.subject)
        return names(said, record)

    monkeypatch.setattr(Said, "names", counted)
    said = evidence(1_000, "jazz bars", "taste.activity", "I love jazz bars")
    told = leaving.told([said])
    found = list(draft.compare(said, vector_of(1_001 + 2), told, told, None))
    assert [f.record.subject for f in found] == looked == ["jazz"]


def renamed(record: PreferenceRecord) -> PreferenceRecord:
    return replace(record, statement="I listen to techno", subject="techno")
