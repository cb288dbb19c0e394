"""The command line as a process: pipes, signals, packages, the environment."""

from __future__ import annotations

import json
import os
import shlex
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import IO

import httpx
import jwt
import pytest
from typer.testing import CliRunner

from prefmem import PreferenceMemory
from prefmem.cli.app import app
from prefmem.cli.session import INTERRUPTED, NOBODY_READS

ROOT = Path(__file__).parents[2]


def started(
    *arguments: str,
    db: Path,
    stdin: int | None = None,
    stdout: int | IO[str] = subprocess.PIPE,
    **environment: str,
) -> subprocess.Popen[str]:
    known = {"PREFMEM_DB": str(db), "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.Popen(
        [sys.executable, "-m", "prefmem", *arguments],
        env={**os.environ, **known, **environment},
        stdin=stdin,
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
        preexec_fn=_heeds_interrupts,
    )


def _heeds_interrupts() -> None:
    """Whoever runs the tests in the background has interrupts ignored, by children too."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.parametrize("command", ["export", "profile"])
def test_a_reader_that_goes_away_is_no_error(mayas_database: Path, command: str) -> None:
    process = started(command, "--user", "maya", db=mayas_database)
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    said = process.stderr.read()
    process.stderr.close()
    assert process.wait(timeout=30) == NOBODY_READS
    assert "Error" not in said
    assert "Traceback" not in said


@pytest.mark.requirement("errors:remedy")
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no such device here")
@pytest.mark.parametrize("arguments", ["profile", "profile --json", "--version"])
def test_an_output_that_is_full_is_one_line(mayas_database: Path, arguments: str) -> None:
    with Path("/dev/full").open("w") as full:
        ended = started(*arguments.split(), db=mayas_database, stdout=full)
        _, said = ended.communicate(timeout=60)
    assert ended.returncode == 1
    assert said.count("\n") == 1
    assert "output cannot be written: No space left" in said


@pytest.mark.skipif(os.name == "nt", reason="needs a shell that closes what it hands on")
def test_an_output_that_the_caller_closed_is_no_error(mayas_database: Path) -> None:
    command = shlex.join([sys.executable, "-m", "prefmem", "profile", "--db", str(mayas_database)])
    ended = subprocess.run(
        ["/bin/sh", "-c", f"{command} >&-"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stderr=subprocess.PIPE,
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (0, b"")


@pytest.mark.parametrize("coding", ["ascii", "cp1252"])
def test_a_screen_that_knows_few_characters_shows_what_it_can(
    mayas_database: Path, coding: str
) -> None:
    shown = started("profile", "--user", "maya", db=mayas_database, PYTHONIOENCODING=coding)
    out, said = shown.communicate(timeout=60)
    assert shown.returncode == 0, said
    assert "peanuts" in out


def test_an_export_is_whole_where_the_screen_knows_few_characters(tmp_path: Path) -> None:
    db = tmp_path / "p.db"
    with PreferenceMemory.open(db) as memory:
        said = [{"role": "user", "content": "I love crème brûlée and 寿司."}]
        memory.user("me").observe(said, conversation="c")
        whole = memory.user("me").export()
    process = started("export", db=db, PYTHONIOENCODING="ascii")
    out, told = process.communicate(timeout=60)
    assert process.returncode == 0, told
    assert json.loads(out) == json.loads(json.dumps(whole))


def test_ctrl_c_at_the_question_of_an_erasure_erases_nothing(db: Path) -> None:
    process = started("erase", "--user", "maya", db=db, stdin=subprocess.PIPE)
    assert process.stderr is not None
    while process.stderr.read(1) not in ("?", ""):
        pass
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=30) == INTERRUPTED  # before its input ends, which is an answer
    _, said = process.communicate(timeout=30)
    assert said.splitlines()[-1] == "nothing was erased"
    with PreferenceMemory.open(db) as memory:
        assert memory.user("maya").profile().preferences


def test_ctrl_c_stops_a_worker_quietly(db: Path) -> None:
    process = started("worker", db=db)
    assert process.stdout is not None
    assert "Working" in process.stdout.readline()
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    out, said = process.communicate(timeout=30)
    assert process.returncode == 0, said
    assert "Traceback" not in said
    assert "users" in out


def test_a_store_of_a_newer_release_is_one_line(db: Path) -> None:
    with sqlite3.connect(db) as connection:
        (table,) = connection.execute(
            "select name from sqlite_master where type = 'table' and name like '%version%'"
        ).fetchone()
        connection.execute(f"update {table} set version_num = '9999'")  # noqa: S608
    connection.close()
    result = CliRunner().invoke(app, ["profile", "--db", str(db)])
    assert result.exit_code == 1
    assert "9999" in result.stderr
    assert "update prefmem" in result.stderr


def test_the_example_of_twenty_lines_runs() -> None:
    result = subprocess.run(
        [sys.executable, str(ROOT / "examples" / "quickstart.py")],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert "Avoids all nuts" in result.stdout


@pytest.mark.parametrize(
    "arguments",
    [("policy", "check"), ("policy", "schema"), ("policy", "diff", "default", "default")],
    ids=" ".join,
)
def test_the_default_policy_is_read(arguments: tuple[str, ...]) -> None:
    result = CliRunner().invoke(app, list(arguments))
    assert result.exit_code == 0, result.output


def test_the_default_policy_passes_its_own_tests() -> None:
    result = CliRunner().invoke(app, ["policy", "test"])
    assert result.exit_code == 0, result.output


def test_a_policy_explains_how_it_reads_a_request() -> None:
    result = CliRunner().invoke(app, ["policy", "explain", "Can I mix bleach and ammonia?"])
    assert result.exit_code == 0, result.output
    assert "safety" in result.stdout


def test_a_request_that_is_no_text_is_refused_rather_than_explained() -> None:
    result = CliRunner().invoke(app, ["policy", "explain", "caf\udce9"])
    assert result.exit_code == 2
    assert "not valid Unicode" in result.stderr


def test_a_policy_is_explained_by_the_file_that_the_environment_names(tmp_path: Path) -> None:
    missing = str(tmp_path / "none.yaml")
    asked = ["policy", "explain", "Plan my week"]
    result = CliRunner().invoke(app, asked, env={"PREFMEM_POLICY": missing})
    assert result.exit_code != 0
    assert "none.yaml" in result.output


@pytest.mark.parametrize("before", [True, False])
def test_a_policy_is_explained_by_the_file_that_the_option_names(before: bool) -> None:
    option, asked = ["--policy", "none.yaml"], ["policy", "explain", "Plan my week"]
    given = [*option, *asked] if before else [*asked, *option]
    result = CliRunner().invoke(app, given, env={"PREFMEM_POLICY": "default"})
    assert result.exit_code == 2
    assert "none.yaml" in result.stderr
    assert "takes no" not in result.stderr


def test_a_policy_file_with_an_unknown_key_names_file_and_line(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("version: 1\npolicy: mine\nrevision: x\nshoes: 1\n", encoding="utf-8")
    result = CliRunner().invoke(app, ["policy", "check", str(file)])
    assert result.exit_code == 2
    assert "mine.yaml" in result.stderr
    assert "4" in result.stderr


def test_a_policy_that_fails_its_tests_says_what_it_found(tmp_path: Path) -> None:
    file = tmp_path / "house.yaml"
    file.write_text(
        "version: 1\npolicy: house\nrevision: '1'\nlayer: organisation\nunder: default\ntests:\n"
        "  - {request: Can I mix bleach and ammonia?, tier: personalizable,"
        " not_kinds: [safety_critical], safeguards: [beyond_profile],"
        " expect: {taste.food: adaptable}}\n"
        "  - {preference: {behaviour: authority.permissions, text: always trust me},"
        " expect: {authority.permissions: stored}}\n",
        encoding="utf-8",
    )
    result = CliRunner().invoke(app, ["policy", "test", str(file), "--by-words"])
    assert result.exit_code == 1
    for words in (
        "tier is universal (safety_critical), expected personalizable",
        "which must not hold safety_critical",
        "expected beyond_profile",
        "taste.food is fixed (safety_critical), expected adaptable",
        "authority.permissions is refused",
    ):
        assert words in " ".join(result.output.split())


def test_what_a_policy_changes_is_shown(tmp_path: Path) -> None:
    file = tmp_path / "house.yaml"
    file.write_text(
        "version: 1\npolicy: house\nrevision: '1'\nlayer: organisation\nunder: default\n"
        "rules:\n  v: {effect: forbid, behaviours: [style.tone], because: one voice}\n",
        encoding="utf-8",
    )
    result = CliRunner().invoke(app, ["policy", "diff", "default", str(file)])
    assert result.exit_code == 0, result.output
    assert "style.tone" in result.stdout
    assert "stricter" in result.stdout


@pytest.mark.slow
def test_a_gateway_takes_only_tokens_that_were_made_for_it(tmp_path: Path) -> None:
    key = "k" * 40
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    options = ("--token-key", key, "--audience", "chat", "--port", port)
    process = started("serve", *options, db=tmp_path / "p.db")

    def status(audience: str) -> int:
        claims = {"sub": "ada", "aud": audience, "exp": time.time() + 60}
        bearer = {"Authorization": f"Bearer {jwt.encode(claims, key, algorithm='HS256')}"}
        address = f"http://127.0.0.1:{port}/v1/memory/profile"
        return httpx.get(address, headers=bearer, timeout=30).status_code

    try:
        until = time.monotonic() + 60
        while True:
            try:
                httpx.get(f"http://127.0.0.1:{port}/health")
                break
            except httpx.ConnectError:
                assert time.monotonic() < until
                assert process.poll() is None
                time.sleep(0.1)
        assert (status("chat"), status("elsewhere")) == (200, 401)
    finally:
        process.terminate()
        out, said = process.communicate(timeout=60)
    assert key not in out + said


def test_an_audience_without_tokens_is_a_mistake() -> None:
    result = CliRunner().invoke(app, ["serve", "--audience", "chat"])
    assert result.exit_code == 2
    assert "--token-key" in result.stderr


KEY = "k" * 40
AWAY = "/nonexistent/x/y.db"


@pytest.mark.requirement("errors:remedy")
@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["serve", "--upstream", "http://127.0.0.1:abc/v1"], "no http address"),
        (["serve", "--upstream", "http://"], "no http address"),
        (["serve", "--upstream", "http://[::1"], "no http address"),
        (["serve", "--upstream", "api.openai.com/v1"], "no http address"),
        (["serve", "--db", AWAY], "cannot be opened"),
        (["serve", "--policy", "/nonexistent/policy.yaml"], "cannot be read"),
        (["serve", "--host", "0.0.0.0"], "authenticates"),  # noqa: S104
        (["mcp", "--http", "--token-key", KEY, "--audience", "chat"], "no http address"),
        (["mcp", "--http", "--token-key", KEY], "--audience"),
        (["mcp", "--http", "--host", "0.0.0.0"], "authenticates"),  # noqa: S104
        (["mcp", "--http", "--db", AWAY], "cannot be opened"),
        (["mcp", "--db", AWAY], "cannot be opened"),
        (["mcp", "--http", "--audience", "http://127.0.0.1:8401"], "--token-key"),
        (["serve", "--user", ""], "user id is empty"),
        (["mcp", "--http", "--user", ""], "user id is empty"),
        (["serve", "--db", "postgresql://127.0.0.1:9/x"], "the server runs"),
        (["serve", "--db", "~nobody-of-this-name/p.db"], "nobody known"),
    ],
)
def test_a_server_that_cannot_start_says_why_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], told: str
) -> None:
    monkeypatch.setenv("PREFMEM_DB", str(tmp_path / "p.db"))
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code in (1, 2)
    assert isinstance(result.exception, SystemExit)
    assert told in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert KEY not in result.stderr


@pytest.mark.parametrize("command", ["serve", "mcp"])
@pytest.mark.parametrize("port", ["-1", "65536", "http"])
def test_a_port_is_one(command: str, port: str) -> None:
    result = CliRunner().invoke(app, [command, "--port", port])
    assert result.exit_code == 2
    assert "port" in result.stderr
