from __future__ import annotations

import json
from dataclasses import fields, replace
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from prefmem.policy import load, schema
from prefmem.policy.differences import differences
from prefmem.policy.tier import Behaviour, Exploration, Retention, Sensitivity

UNDER = "version: 1\npolicy: house\nrevision: a\nunder: default\n"


def test_the_schema_that_ships_is_the_one_the_models_make() -> None:
    shipped = resources.files("prefmem.policy").joinpath(schema.FILE).read_text("utf-8")
    assert shipped == schema.text(), "write prefmem.policy.schema.text() to it again"
    keys = json.loads(shipped)["properties"]
    assert {"behaviours", "requests", "rules", "safeguards", "roles", "tests", "under"} <= set(keys)
    assert json.loads(shipped)["additionalProperties"] is False


def test_the_default_points_editors_to_its_schema() -> None:
    first = resources.files("prefmem.policy").joinpath("default.yaml").read_text("utf-8")
    assert first.splitlines()[0] == f"# yaml-language-server: $schema={schema.FILE}"


def test_a_policy_does_not_differ_from_itself() -> None:
    assert differences(load(), load()) == ()


def test_what_a_layer_changes_is_shown_and_is_never_wider(tmp_path: Path) -> None:
    path = tmp_path / "house.yaml"
    path.write_text(
        UNDER
        + "retention: {audit_days: 30}\n"
        + "sensitivities:\n  health: {says: health, stored: consent}\n"
        + "safeguards:\n  house: {say: Keep to the house style.}\n"
        + "roles:\n  tutor: {duties: [Ask before telling.]}\n"
        + "rules:\n"
        + "  voice: {effect: forbid, behaviours: [style.tone], because: one voice}\n"
        + "  told: {effect: permit_with, behaviours: [taste.food], safeguards: [house],"
        + " because: we say so}\n"
    )
    found = differences(load(), load(path))
    assert {one.direction for one in found} <= {"stricter", "other"}
    about = [one.about for one in found]
    assert any(line.startswith("style.tone in ") for line in about)
    assert any(line.startswith("taste.food in ") for line in about)
    assert {"storing health", "safeguard house", "duties of tutor"} <= set(about)
    assert "days an audit record is kept" in about
    assert not any(line.startswith("taste.media") for line in about)


@pytest.mark.parametrize(
    "part",
    [
        "rules:\n  v: {effect: forbid, behaviours: [style.tone], because: b}\n",
        "rules:\n  v: {effect: permit_with, behaviours: [taste.media], because: b, "
        "safeguards: [disclose]}\n",
        "behaviours:\n  style.tone: {tier: personalizable, channels: [stated]}\n"
        "tests:\n  - {preference: {behaviour: style.tone, text: dry}, request: Plan my week, "
        "expect: {style.tone: soft}}\n",
        "consent: always\n",
    ],
)
def test_what_restricts_is_stricter_and_the_other_way_round_wider(
    tmp_path: Path, part: str
) -> None:
    path = tmp_path / "house.yaml"
    path.write_text(UNDER + part)
    base, house = load(), load(path)
    assert {one.direction for one in differences(base, house)} == {"stricter"}
    assert {one.direction for one in differences(house, base)} == {"wider"}


CHANGED: dict[str, object] = {
    "tier": "universal", "says": "something else", "channels": frozenset({"stated"}),
    "safeguards": ("disclose", "keep_warnings"), "fails_on": True, "force": "binding",
    "sensitivity": "health", "stored": "never", "keep_days": 7, "audit_days": 7, "turns_days": 7,
    "ended_days": 7, "suggest": 0.75, "free": 0.5, "kinds": frozenset({"planning"}),
    "behaviours": frozenset({"style.tone"}), "safeguard": "disclose",
}  # fmt: skip
"""For each field a value that the default policy has nowhere below."""


@pytest.mark.parametrize(
    ("part", "name", "field"),
    [
        *(("behaviours", "taste.food", one.name) for one in fields(Behaviour)),
        *(("sensitivities", "orientation", one.name) for one in fields(Sensitivity)),
        *(("retention", "", one.name) for one in fields(Retention)),
        *(("exploration", "", one.name) for one in fields(Exploration)),
    ],
)
def test_no_field_changes_unseen(part: str, name: str, field: str) -> None:
    if field == "name":
        return
    base = load()
    held = getattr(base, part)
    one = held[name] if name else held
    assert getattr(one, field) != CHANGED[field]
    changed = replace(one, **{field: CHANGED[field]})
    other: Any = {part: {**held, name: changed} if name else changed}
    assert differences(base, replace(base, **other))


def test_what_is_new_or_stricter_is_said_to_be_so() -> None:
    base = load()
    health = replace(base.sensitivities["health"], keep_days=30)
    time = replace(base.retention, turns_days=90)
    smell = Behaviour(name="style.smell", tier="universal")
    other = replace(
        base,
        sensitivities={**base.sensitivities, "health": health},
        retention=time,
        behaviours={**base.behaviours, "style.smell": smell},
    )
    found = {one.about: (one.old, one.new, one.direction) for one in differences(base, other)}
    assert found["storing health: keep_days"] == ("none", "30", "stricter")
    assert found["days the text of a turn is kept"] == ("none", "90", "stricter")
    assert found["behaviour style.smell"] == ("absent", "declared", "other")
    back = {one.about: one.direction for one in differences(other, base)}
    assert back["storing health: keep_days"] == "wider"
