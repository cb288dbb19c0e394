from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from prefmem.cli.app import app


def ingest(file: Path, db: Path, *more: str) -> Result:
    return CliRunner().invoke(app, ["ingest", str(file), "--db", str(db), *more])


def held(db: Path) -> dict[str, Any]:
    return json.loads(CliRunner().invoke(app, ["export", "--db", str(db)]).stdout)


def message(conversation: str, number: int, content: str, role: str = "user") -> str:
    return json.dumps(
        {
            "conversation": conversation,
            "id": f"{conversation}-{number}",
            "role": role,
            "content": content,
            "at": f"2026-05-0{number}T09:00:00Z",
        }
    )


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "chat.jsonl"
    lines = [message("a", 1, "I prefer metric units"), message("a", 2, "Noted.", "assistant")]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_a_second_run_reads_nothing_again(file: Path, tmp_path: Path) -> None:
    db = tmp_path / "p.db"
    assert ingest(file, db).exit_code == 0
    again = json.loads(ingest(file, db, "--json").stdout)
    assert again["read"] == {
        "conversations": 0,
        "finished_before": 1,
        "accepted": 0,
        "duplicates": 0,
    }


def test_a_longer_export_adds_what_is_new(file: Path, tmp_path: Path) -> None:
    db = tmp_path / "p.db"
    ingest(file, db)
    with file.open("a", encoding="utf-8") as more:
        more.write("\n" + message("a", 3, "thanks") + "\n" + message("b", 1, "hello"))
    again = json.loads(ingest(file, db, "--json").stdout)
    assert again["read"]["accepted"] == 2
    assert again["read"]["duplicates"] == 2


def test_what_was_said_keeps_its_time(file: Path, tmp_path: Path) -> None:
    ingest(file, tmp_path / "p.db")
    assert held(tmp_path / "p.db")["turns"][0]["at"].startswith("2026-05-01T09:00:00")


def test_a_file_without_times_gets_the_time_that_is_named(tmp_path: Path) -> None:
    file = tmp_path / "chat.json"
    file.write_text(json.dumps([{"role": "user", "content": "hello"}]), encoding="utf-8")
    ingest(file, tmp_path / "p.db", "--at", "2025-01-02T03:04:05Z")
    assert held(tmp_path / "p.db")["turns"][0]["at"].startswith("2025-01-02T03:04:05")


def test_messages_of_one_id_and_other_words_are_known_again(tmp_path: Path) -> None:
    file, db = tmp_path / "chat.jsonl", tmp_path / "p.db"
    said = [{"id": "c1", "role": "user", "content": f"thought {n}"} for n in range(3)]
    file.write_text("\n".join(map(json.dumps, said)), encoding="utf-8")
    ingest(file, db)
    assert len(held(db)["turns"]) == 3
    assert json.loads(ingest(file, db, "--json").stdout)["read"]["finished_before"] == 1


def test_a_time_that_is_none_writes_nothing(file: Path, tmp_path: Path) -> None:
    result = ingest(file, tmp_path / "p.db", "--at", "yesterday")
    assert result.exit_code == 2
    assert not (tmp_path / "p.db").exists()


def test_a_cut_off_file_keeps_the_good_part_and_names_the_line(file: Path, tmp_path: Path) -> None:
    file.write_text(file.read_text(encoding="utf-8") + '\n{"role": "us', encoding="utf-8")
    result = ingest(file, tmp_path / "p.db")
    assert result.exit_code == 1
    assert "chat.jsonl, line 3" in result.stderr
    assert len(held(tmp_path / "p.db")["turns"]) == 2


def test_a_message_of_ten_megabytes_costs_only_itself(file: Path, tmp_path: Path) -> None:
    big = message("a", 3, "x" * 10_000_000)
    file.write_text(file.read_text(encoding="utf-8") + f"\n{big}\n", encoding="utf-8")
    result = ingest(file, tmp_path / "p.db")
    assert result.exit_code == 1
    assert "line 3" in result.stderr
    assert "at most 1,000,000" in result.stderr
    assert len(held(tmp_path / "p.db")["turns"]) == 2


def test_an_over_long_message_id_costs_only_its_conversation(file: Path, tmp_path: Path) -> None:
    bad = json.dumps({"conversation": "b", "id": "i" * 600, "role": "user", "content": "hello"})
    file.write_text(f"{bad}\n{file.read_text(encoding='utf-8')}", encoding="utf-8")
    result = ingest(file, tmp_path / "p.db")
    assert result.exit_code == 1
    assert "line 1" in result.stderr
    assert {t["conversation"] for t in held(tmp_path / "p.db")["turns"]} == {"a"}


def test_a_file_that_is_not_there_writes_nothing(tmp_path: Path) -> None:
    result = ingest(tmp_path / "none.json", tmp_path / "p.db")
    assert result.exit_code == 2
    assert "no file" in result.stderr
    assert not (tmp_path / "p.db").exists()


def test_a_read_only_folder_is_one_line(file: Path) -> None:
    result = ingest(file, Path("/proc/prefmem.db"))
    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1


def test_a_store_that_is_no_database_is_one_line(file: Path, tmp_path: Path) -> None:
    db = tmp_path / "p.db"
    db.write_bytes(b"this is not a database, not at all, whatever its name says" * 20)
    result = ingest(file, db)
    assert result.exit_code == 1
    assert "p.db" in result.stderr


def test_text_that_could_steer_a_terminal_is_shown_without_its_controls(
    file: Path, tmp_path: Path
) -> None:
    file.write_text(message("a", 1, "I prefer \x1b[31mred\x1b[0m tables to prose"), "utf-8")
    ingest(file, tmp_path / "p.db")
    shown = CliRunner().invoke(app, ["profile", "--db", str(tmp_path / "p.db")], color=True)
    assert "\x1b[31mred" not in shown.stdout
