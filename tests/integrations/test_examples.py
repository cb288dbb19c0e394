"""The examples run as they are, against a real model."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"
pytestmark = pytest.mark.slow


@pytest.fixture
def environment(model_server: Any) -> dict[str, str]:
    told = {
        "OPENAI_BASE_URL": model_server.base_url,
        "OPENAI_API_KEY": "any",
        "MODEL": model_server.model,
        "MAX_TOKENS": "24",
        "PYTHONPATH": os.pathsep.join(sys.path),
        "LANGSMITH_TRACING": "false",
    }
    return {**os.environ, **told}


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("openai_client", "+ Is vegetarian, please never suggest meat"),
        ("langchain_agent", "+ Is vegetarian, please never suggest meat"),
        ("langgraph_graph", "known: Is vegetarian, please never suggest meat"),
        ("mcp_memory", "Is vegetarian, please never suggest meat"),
    ],
)
def test_an_example_shows_what_it_says(
    name: str, shown: str, environment: dict[str, str], tmp_path: Path
) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error::ResourceWarning", str(EXAMPLES / f"{name}.py")],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert shown in done.stdout
    assert list(tmp_path.iterdir()) == []


def test_the_chatbot_serves_several_users_at_once(
    environment: dict[str, str], tmp_path: Path, serving: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for key in ("OPENAI_BASE_URL", "OPENAI_API_KEY", "MODEL", "MAX_TOKENS"):
        monkeypatch.setenv(key, environment[key])
    monkeypatch.setenv("MEMORY", str(tmp_path / "chatbot.db"))
    spec = importlib.util.spec_from_file_location("chatbot", EXAMPLES / "fastapi_chatbot.py")
    assert spec is not None
    assert spec.loader is not None
    chatbot = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "chatbot", chatbot)
    spec.loader.exec_module(chatbot)
    likes = {"ada": "jazz", "bob": "opera", "eve": "metal", "ken": "blues"}

    def talk(address: str, user: str) -> list[str]:
        headers = {"X-User": user}
        said = [{"role": "user", "content": f"I love {likes[user]} music."}]
        body = {"conversation": "c1", "messages": said}
        with httpx.Client(base_url=address, headers=headers, timeout=120) as client:
            with client.stream("POST", "/chat", json=body) as streamed:
                assert streamed.status_code == 200
                assert "".join(streamed.iter_text())
            held = client.get("/profile").json()["preferences"]
            return [p["statement"] for p in held]

    with serving(chatbot.app) as address:
        with ThreadPoolExecutor(len(likes)) as pool:
            found = dict(zip(likes, pool.map(lambda u: talk(address, u), likes), strict=True))
        for user, statements in found.items():
            assert len(statements) == 1
            assert likes[user] in statements[0]
        with httpx.Client(base_url=address, headers={"X-User": "ada"}) as ada:
            one = ada.get("/profile").json()["preferences"][0]["id"]
            assert (
                ada.put(f"/profile/{one}", json={"statement": "Loves silence"}).status_code == 200
            )
            assert (
                httpx.delete(f"{address}/profile/{one}", headers={"X-User": "bob"}).status_code
                == 404
            )
            assert ada.delete(f"/profile/{ada.get('/profile').json()['preferences'][0]['id']}")
            assert ada.get("/profile").json()["preferences"] == []
        assert httpx.get(f"{address}/profile").status_code == 401
