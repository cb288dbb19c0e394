"""What is recorded of a decision, and how strict a memory can be made."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from prefmem import AsyncPreferenceMemory, PreferenceMemory
from prefmem.policy import audit, load
from prefmem.types import Context

HEALTH = [{"role": "user", "content": "I'm severely allergic to peanuts, please remember that."}]
DINNER = [{"role": "user", "content": "What should I cook for myself tonight?"}]
BATTERY = [{"role": "user", "content": "Which phone has the best battery?"}]


@pytest.mark.anyio
@pytest.mark.requirement("policy:records-name-rules")
async def test_a_record_names_the_rules_that_decided(tmp_path: Path) -> None:
    policy = load()
    known = {rule.id for rule in policy.rules} | {"exploration.suggest"}
    async with AsyncPreferenceMemory.open(tmp_path / "p.db") as memory:
        ada = memory.user("ada")
        await ada.observe(HEALTH, conversation="c")
        shared = await ada.personalize(DINNER, context=Context(audience="shared"))
        asked = await ada.personalize(BATTERY)
        await memory._engine.parts.audit.flush()
        rows = await audit.read(memory._engine.parts.store)
    assert all(set(row["rules"]) <= known for row in rows)
    assert "behaviours.constraint.health" in rows[0]["rules"]
    assert {"rules.others_hear_nothing_private", "rules.health_among_others"} <= set(
        rows[0]["rules"]
    )
    assert set(shared.decision.rules) <= set(rows[0]["rules"])
    assert "requests.evidence_decision.fixed" in rows[1]["rules"]
    assert tuple(rows[1]["kinds"]) == asked.decision.kinds


@pytest.mark.requirement("policy:strict-needs-consent")
@pytest.mark.parametrize("by", ["option", "file"])
def test_in_strict_mode_nothing_sensitive_is_stored_without_consent(
    tmp_path: Path, by: str
) -> None:
    file = tmp_path / "house.yaml"
    file.write_text(
        "version: 1\npolicy: house\nrevision: a\nlayer: organisation\nunder: default\n"
        "consent: always\n",
        "utf-8",
    )
    chosen = file if by == "file" else None
    with PreferenceMemory.open(tmp_path / "p.db", policy=chosen, strict=by == "option") as memory:
        ada = memory.user("ada")
        ada.observe(HEALTH, conversation="c1")
        assert ada.profile().preferences == ()
        assert memory.drain().refused == {"health needs consent": 1}
        ada.consent("health", True)
        ada.observe(HEALTH, conversation="c2")
        assert [p.behaviour for p in ada.profile().preferences] == ["constraint.health"]
        ada.consent("health", False)
        assert ada.profile().preferences == ()
        ada.observe(HEALTH, conversation="c3")
        assert ada.profile().preferences == ()


TASTES = [{"role": "user", "content": "I love slow Japanese films, please remember that."}]
MOVIE = [{"role": "user", "content": "Which movie should I watch tonight?"}]


def shares(tmp_path: Path, exploration: str) -> tuple[float, float, float]:
    """Of 200 recommendations: asked to look beyond, made without tastes; and what status says."""
    file = tmp_path / "house.yaml"
    file.write_text(
        "version: 1\npolicy: house\nrevision: a\nlayer: organisation\nunder: default\n"
        f"exploration: {exploration}\n",
        "utf-8",
    )
    with PreferenceMemory.open(":memory:", policy=file) as memory:
        ada = memory.user("ada")
        ada.observe(TASTES, conversation="c")
        now = datetime.now(UTC)
        given = [ada.personalize(MOVIE, at=now + timedelta(hours=n)) for n in range(200)]
        explored = ada.status().explored
    beyond = [g for g in given if "beyond_profile" in g.decision.safeguards]
    free = [g for g in given if not g.applied]
    assert all("outside the profile" in g.explain() for g in beyond)
    assert all("without the profile" in g.explain() for g in free)
    assert all("not lead to" in g.block.text for g in beyond if g.applied)
    return len(beyond) / 200, len(free) / 200, explored


@pytest.mark.requirement("policy:recommendations-look-beyond")
def test_a_share_of_recommendations_looks_beyond_the_profile(tmp_path: Path) -> None:
    beyond, free, explored = shares(
        tmp_path, "{suggest: 0.2, requests: [recommendation], safeguard: beyond_profile}"
    )
    assert 0.1 < beyond < 0.32
    assert free == 0.0
    assert explored == pytest.approx(beyond)


def test_a_request_that_is_sent_again_is_treated_alike() -> None:
    step = {"role": "assistant", "content": "", "tool_calls": []}
    found = {"role": "tool", "content": "Ikiru is on tonight.", "tool_call_id": "1"}
    with PreferenceMemory.open(":memory:") as memory:
        ada = memory.user("ada")
        ada.observe(TASTES, conversation="c")
        now = datetime.now(UTC)
        for hour in range(20):
            at = now + timedelta(hours=hour)
            steps = [ada.personalize([*MOVIE, *more], at=at) for more in ([], [], [step, found])]
            assert len({one.block.text for one in steps}) == 1
            assert len({one.decision.decision_id for one in steps}) == 3


@pytest.mark.requirement("policy:recommendations-look-beyond")
def test_a_share_of_recommendations_can_be_made_without_tastes(tmp_path: Path) -> None:
    beyond, free, explored = shares(
        tmp_path,
        "{suggest: 0.2, free: 0.3, requests: [recommendation], safeguard: beyond_profile}",
    )
    assert 0.18 < free < 0.42
    assert max(beyond, free) <= explored < beyond + free


@pytest.mark.requirement("erase:everything")
def test_another_process_writes_no_decision_back_after_an_erasure(tmp_path: Path) -> None:
    path = tmp_path / "p.db"
    with PreferenceMemory.open(path) as here:
        ada = here.user("ada")
        ada.observe(HEALTH, conversation="c")
        with PreferenceMemory.open(path) as there:
            there.user("ada").personalize(DINNER)
            there.user("ben").personalize(DINNER)
            ada.erase()
            there.user("ben").personalize(DINNER)
        assert ada.export()["decisions"] == []
        assert len(here.user("ben").export()["decisions"]) == 2
        ada.observe(HEALTH, conversation="c")
        ada.personalize(DINNER)
        assert len(ada.export()["decisions"]) == 1, "who is there again is somebody new"


@pytest.mark.requirement("personalize:own-data")
def test_people_whose_names_join_to_the_same_have_decisions_of_their_own(
    memory: PreferenceMemory,
) -> None:
    one, other = memory.user("b\x1fc", tenant="a"), memory.user("c", tenant="a\x1fb")
    one.observe(HEALTH, conversation="c")
    one.personalize(DINNER)
    assert other.export()["decisions"] == []
    other.erase()
    assert len(one.export()["decisions"]) == 1
