"""What the drop-ins' own pages show runs as it stands."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from prefmem_asgi import Settings
from starlette.testclient import TestClient

from prefmem import PreferenceMemory

FOLDER = Path(__file__).parents[2] / "integrations"


def blocks(name: str) -> list[str]:
    text = (FOLDER / name / "README.md").read_text(encoding="utf-8")
    return re.findall(r"```python\n(.*?)```", text, flags=re.DOTALL)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["prefmem_openai", "prefmem_langchain"])
def test_the_first_thing_that_is_shown_runs_as_it_stands(
    name: str, upstream: Any, tmp_path: Path
) -> None:
    told = {
        "OPENAI_BASE_URL": upstream.base_url,
        "OPENAI_API_KEY": "any",
        "PYTHONPATH": os.pathsep.join(sys.path),
        "LANGSMITH_TRACING": "false",
    }
    done = subprocess.run(
        [sys.executable, "-c", blocks(name)[0]],
        env={**os.environ, **told},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "What shall I cook tonight?" in upstream.last.text
    with PreferenceMemory.open(tmp_path / "prefmem.db") as memory:
        said = [turn["content"] for turn in memory.user("ada").export()["turns"]]
    assert "What shall I cook tonight?" in said


def test_an_application_of_ones_own_serves_the_gateway_as_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (shown,) = (one for one in blocks("prefmem_asgi") if "lifespan" in one)
    names: dict[str, Any] = {"settings": Settings(upstream="http://127.0.0.1:9/v1")}
    exec(shown, names)  # noqa: S102 - our own page
    with TestClient(names["app"], base_url="http://localhost") as client:
        assert client.get("/ai/health").json() == {"status": "alive"}
        assert client.get("/ai/v1/memory/profile").json()["preferences"] == []


@pytest.mark.parametrize("name", sorted(path.parent.name for path in FOLDER.glob("*/README.md")))
def test_all_that_is_shown_is_python(name: str) -> None:
    for block in blocks(name):
        compile(block, name, "exec")
