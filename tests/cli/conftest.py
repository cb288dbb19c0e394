from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from prefmem.cli.app import app

CONVERSATIONS = Path(__file__).parents[2] / "examples" / "conversations"
Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def empty_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("PREFMEM_DB", "PREFMEM_USER", "OPENAI_API_KEY", "OPENAI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("COLUMNS", "110")


@pytest.fixture(scope="session")
def mayas_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("maya") / "maya.db"
    arguments = ["ingest", str(CONVERSATIONS / "maya.jsonl"), "--db", str(path), "--user", "maya"]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.output
    return path


@pytest.fixture
def db(mayas_database: Path, tmp_path: Path) -> Path:
    """A store of its own for each test, with Maya's conversations in it."""
    return Path(shutil.copy(mayas_database, tmp_path / "maya.db"))


@pytest.fixture
def run(db: Path) -> Run:
    """Runs a command on Maya's memory."""

    def invoke(*arguments: str, stdin: str | None = None) -> Result:
        return CliRunner().invoke(
            app, arguments, input=stdin, env={"PREFMEM_DB": str(db), "PREFMEM_USER": "maya"}
        )

    return invoke


@pytest.fixture
def asked(run: Run) -> Callable[..., Any]:
    """What a command answers in JSON."""

    def invoke(*arguments: str) -> Any:
        result = run(*arguments, "--json")
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout)

    return invoke
