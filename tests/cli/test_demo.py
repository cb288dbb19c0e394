from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from prefmem.cli.app import app
from prefmem.cli.samples import PEOPLE, SAMPLES, folder
from prefmem.readers import Conversation, read


def test_the_demo_shows_people_requests_and_what_to_try_next() -> None:
    begun = time.perf_counter()
    result = CliRunner().invoke(app, ["demo"])
    seconds = time.perf_counter() - begun
    assert result.exit_code == 0, result.output
    for person in PEOPLE:
        assert person.who in result.stdout
    for sample in SAMPLES:
        assert sample.text.split()[0] in result.stdout
    assert "the prompt without prefmem" in result.stdout
    assert "<prefmem>" in result.stdout
    assert len(result.stdout.splitlines()) < 150, "too long to be read"
    assert "try next" in result.stdout
    print(f"demo: {seconds:.1f} s")


def test_the_demo_in_json_holds_profiles_and_both_prompts() -> None:
    demo = json.loads(CliRunner().invoke(app, ["demo", "--json"]).stdout)
    assert [p["user_id"] for p in demo["profiles"]] == [p.id for p in PEOPLE]
    assert all(p["preferences"] for p in demo["profiles"])
    assert len({one["sample"]["kind"] for one in demo["requests"]}) == 6


def test_the_demo_obeys_no_order_in_a_pasted_mail() -> None:
    demo = json.loads(CliRunner().invoke(app, ["demo", "--json"]).stdout)
    tomasz = demo["profiles"][1]
    held = json.dumps(tomasz["preferences"]).lower()
    assert "german" not in held
    assert "archive@" not in held


def test_the_demo_draws_a_picture(tmp_path: Path) -> None:
    picture = tmp_path / "demo.svg"
    result = CliRunner().invoke(app, ["demo", "--picture", str(picture)])
    assert result.exit_code == 0, result.output
    text = picture.read_text(encoding="utf-8")
    assert text.startswith("<svg")
    assert "peanuts" in text
    assert "without" in text


def test_a_kept_demo_can_be_looked_at(tmp_path: Path) -> None:
    kept = tmp_path / "demo.db"
    assert CliRunner().invoke(app, ["demo", "--keep", str(kept)]).exit_code == 0
    shown = CliRunner().invoke(app, ["profile", "--db", str(kept), "--user", "ines"])
    assert "Nês" in shown.stdout
    assert CliRunner().invoke(app, ["demo", "--keep", str(kept)]).exit_code == 2


@pytest.mark.parametrize("person", [p.id for p in PEOPLE])
def test_the_conversations_are_whole_and_in_order(person: str) -> None:
    found = list(read(folder() / f"{person}.jsonl"))
    assert len(found) >= 7
    for one in found:
        assert isinstance(one, Conversation)
        times = [m["at"] for m in one.messages]
        assert times == sorted(times)
        assert [m["role"] for m in one.messages][:2] == ["user", "assistant"]


def test_a_picture_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["demo", "--picture", str(tmp_path / "none" / "demo.svg")])
    assert result.exit_code == 2
    assert "cannot be written" in result.stderr
