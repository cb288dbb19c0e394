"""Real clients and a real model, nothing in between that is not ours."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from langchain.agents import create_agent
from langchain_core.tools import tool
from langchain_openai import ChatOpenAI
from openai import OpenAI
from prefmem_asgi import Limits, Settings, TrustedBackend, create_app
from prefmem_langchain import PreferenceMiddleware
from prefmem_openai import personalize

from prefmem import PreferenceMemory

SECRET = "s3cret-of-the-backend-which-is-long"
ADA = {"X-Prefmem-Secret": SECRET, "X-Prefmem-User": "ada"}
QUESTION = "What should I cook for dinner tonight?"
LIKES = [{"role": "user", "content": "I'm vegetarian, please never suggest meat."}]
pytestmark = pytest.mark.slow


@pytest.fixture
def address(tmp_path: Path, embedder: Any, serving: Any, model_server: Any) -> Iterator[str]:
    path = tmp_path / "prefmem.db"
    with PreferenceMemory.open(path, embedder=embedder) as memory:
        memory.user("ada").observe(LIKES, conversation="before")
    identity = TrustedBackend(secret=SECRET)
    limits = Limits(memory=60)  # a busy machine is no slow memory
    settings = Settings(upstream=model_server.base_url, identity=identity, limits=limits)
    with serving(create_app(path, settings=settings, embedder=embedder)) as found:
        yield f"{found}/v1"


@tool
def pantry(shelf: str) -> str:
    """Tell what there is to cook with on a shelf."""
    return f"There are lentils on the {shelf} shelf."


def test_an_agent_with_tools_runs_against_a_real_model(
    vegetarian: PreferenceMemory, model_server: Any
) -> None:
    told: list[Any] = []
    model = ChatOpenAI(
        base_url=model_server.base_url, api_key="any", model=model_server.model, max_tokens=24
    )
    agent = create_agent(
        model, [pantry], middleware=[PreferenceMiddleware(vegetarian, told=told.append)]
    )
    config: Any = {"configurable": {"user_id": "ada", "thread_id": "t1"}}
    asked = {"messages": [{"role": "user", "content": QUESTION}]}
    result = agent.invoke(asked, config)
    assert result["messages"][-1].type == "ai"
    assert [a.preference.statement for a in told[0].applied]
    # The same request without memory is shorter by the block, by the model's own count.
    plain = create_agent(model, [pantry]).invoke(asked)
    with_memory = result["messages"][-1].usage_metadata["input_tokens"]
    assert with_memory > plain["messages"][-1].usage_metadata["input_tokens"]


def test_an_agents_tool_loop_through_the_gateway_is_one_turn(
    tmp_path: Path, embedder: Any, serving: Any, upstream: Any
) -> None:
    path, identity = tmp_path / "prefmem.db", TrustedBackend(secret=SECRET)
    settings = Settings(upstream=upstream.base_url, identity=identity)
    with serving(create_app(path, settings=settings, embedder=embedder)) as found:
        model = ChatOpenAI(
            base_url=f"{found}/v1", api_key="any", model="tools", default_headers=ADA
        )
        result = create_agent(model, [pantry]).invoke({"messages": LIKES})
    assert "lentils on the top shelf" in result["messages"][-2].content
    assert [m["role"] for m in upstream.last.body["messages"]][-2:] == ["assistant", "tool"]
    assert "vegetarian" in upstream.last.text
    with PreferenceMemory.open(path, embedder=embedder) as memory:
        turns = memory.user("ada").export()["turns"]
    assert [t["role"] for t in turns] == ["user", "assistant"]


def test_langchains_own_client_can_be_the_wrapped_one(
    vegetarian: PreferenceMemory, upstream: Any
) -> None:
    with OpenAI(base_url=upstream.base_url, api_key="any") as plain:
        wrapped = personalize(plain, vegetarian.user("ada"))
        model = ChatOpenAI(
            model="m", api_key="any", client=wrapped.chat.completions, root_client=wrapped
        )
        assert model.invoke(QUESTION).content == "Here is a plan for dinner."
        assert "".join(str(c.content) for c in model.stream(QUESTION))
    assert all("vegetarian" in request.text for request in upstream.requests)


def test_the_python_client_talks_to_a_real_model_through_the_gateway(
    address: str, model_server: Any
) -> None:
    messages: Any = [{"role": "user", "content": QUESTION}]
    with OpenAI(base_url=address, api_key="any", default_headers=ADA) as client:
        told = client.chat.completions.with_raw_response.create(
            model=model_server.model, messages=messages, max_tokens=12
        )
        whole = told.parse().choices[0].message.content
        assert told.headers["x-prefmem-applied"] == "1"
        streamed = client.chat.completions.create(
            model=model_server.model, messages=messages, max_tokens=12, stream=True
        )
        text = "".join(c.choices[0].delta.content or "" for c in streamed if c.choices)
        assert text == whole
        assert [m.id for m in client.models.list()] == [model_server.model]
        embedded = client.embeddings.create(model=model_server.model, input="dinner")
        assert len(embedded.data[0].embedding) > 100


@pytest.fixture(scope="session", params=["openai@6", "openai@7"])
def node_client(request: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The official client for Node, installed as anybody would: its two newest major versions."""
    if not (shutil.which("node") and shutil.which("npm")):
        pytest.skip("node and npm are not installed")
    folder = tmp_path_factory.mktemp("node")
    shutil.copy(Path(__file__).with_name("gateway_client.mjs"), folder)
    npm = ["npm", "install", request.param, "--no-audit", "--no-fund", "--loglevel=error"]
    done = subprocess.run(npm, cwd=folder, capture_output=True, text=True, timeout=120, check=False)
    if done.returncode:
        pytest.skip(f"npm cannot install the client: {done.stderr[-200:]}")
    return folder


def test_the_node_client_talks_to_a_real_model_through_the_gateway(
    address: str, model_server: Any, node_client: Path
) -> None:
    done = subprocess.run(
        ["node", "gateway_client.mjs", address, model_server.model],
        cwd=node_client,
        env={**os.environ, "SECRET": SECRET},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["applied"] == told["responseApplied"] == "1"
    # A model that finds the beginning in its cache need not say the same again.
    assert all(told[name] for name in ("answer", "streamed", "gathered"))
    assert all(told[name] for name in ("response", "responseStreamed"))
    assert told["responseEnd"] == "response.completed"
    assert told["chunks"] > 2
    assert told["refused"] == {
        "kind": "AuthenticationError",
        "status": 401,
        "code": "unauthenticated",
    }
    assert told["models"] == [model_server.model]
