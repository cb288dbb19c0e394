from __future__ import annotations

import json
from importlib import resources
from pathlib import Path

from prefmem.policy import load, schema
from prefmem.policy.differences import differences

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


def test_the_other_way_round_it_is_wider(tmp_path: Path) -> None:
    path = tmp_path / "house.yaml"
    path.write_text(UNDER + "rules:\n  v: {effect: forbid, behaviours: [style.tone], because: b}\n")
    assert {one.direction for one in differences(load(path), load())} == {"wider"}
