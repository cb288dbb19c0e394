"""The MCP server, spoken to by the client of the official SDK, over every transport."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import httpx2
import jwt
import pytest
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.client.streamable_http import streamable_http_client
from prefmem_mcp import SignedTokens, serve_http, server

from prefmem import AsyncPreferenceMemory, PreferenceMemory, UsageError

KEY = "a signing key of at least thirty-two characters"
AUDIENCE = "http://127.0.0.1/mcp"
LIKES = "I'm vegetarian, please never suggest meat."
QUESTION = "What should I cook for dinner tonight?"
pytestmark = pytest.mark.anyio


@pytest.fixture
async def opened(embedder: Any) -> AsyncIterator[AsyncPreferenceMemory]:
    memory = AsyncPreferenceMemory.open(":memory:", embedder=embedder)
    async with memory:
        yield memory


def text_of(result: Any) -> str:
    return "\n".join(part.text for part in result.content)


async def test_a_model_can_use_every_tool(opened: AsyncPreferenceMemory) -> None:
    async with Client(server(opened, user="ada")) as client:
        tools = {t.name: t for t in (await client.list_tools()).tools}
        assert set(tools) == {"recall", "remember", "correct", "forget", "explain"}
        kept = await client.call_tool("remember", {"quote": LIKES})
        held = kept.structured_content["result"][0]
        assert held["statement"] == "Is vegetarian, please never suggest meat"
        recalled = await client.call_tool("recall", {"request": QUESTION})
        assert "vegetarian" in recalled.structured_content["text"]
        assert recalled.structured_content["decision_id"]
        explained = await client.call_tool("explain", {"request": QUESTION})
        assert "vegetarian" in text_of(explained)
        told = await client.call_tool(
            "correct", {"preference_id": held["id"], "statement": "Is vegan"}
        )
        assert told.structured_content["statement"] == "Is vegan"
        shown = await client.read_resource("prefmem://profile")
        profile = json.loads(shown.contents[0].text)
        assert [p["statement"] for p in profile["preferences"]] == ["Is vegan"]
        gone = await client.call_tool("forget", {"about": "vegan"})
        assert gone.structured_content["removed"]["preferences"] == 1
    assert (await opened.user("ada").profile()).preferences == ()


@pytest.mark.requirement("dropin:who")
async def test_no_tool_takes_a_user(opened: AsyncPreferenceMemory) -> None:
    async with Client(server(opened, user="ada")) as client:
        for tool in (await client.list_tools()).tools:
            names = " ".join(tool.input_schema.get("properties", {}))
            assert "user" not in names
            assert "tenant" not in names


@pytest.mark.parametrize(
    ("tool", "arguments", "told"),
    [
        ("recall", {"request": "x", "budget": -1}, "budget"),
        ("recall", {}, "request"),
        ("correct", {"preference_id": "nope", "statement": "x"}, "nope"),
        ("forget", {}, "preference id"),
        ("remember", {"quote": "a\x00b"}, "NUL"),
    ],
)
async def test_bad_input_is_told_to_the_model(
    opened: AsyncPreferenceMemory, tool: str, arguments: dict[str, Any], told: str
) -> None:
    async with Client(server(opened, user="ada")) as client:
        result = await client.call_tool(tool, arguments)
        assert result.is_error
        assert told in text_of(result)


async def test_it_speaks_over_standard_input_and_output(tmp_path: Path) -> None:
    program = (
        "from prefmem_mcp import serve_stdio\n"
        f"serve_stdio({str(tmp_path / 'prefmem.db')!r}, user='ada')\n"
    )
    parameters = StdioServerParameters(
        command=sys.executable, args=["-c", program], env={"PYTHONPATH": ":".join(sys.path)}
    )
    async with Client(stdio_client(parameters)) as client:
        await client.call_tool("remember", {"quote": LIKES})
        recalled = await client.call_tool("recall", {"request": QUESTION})
        assert "vegetarian" in recalled.structured_content["text"]
    with PreferenceMemory.open(tmp_path / "prefmem.db") as memory:
        assert memory.user("ada").profile().preferences


def token(user: str = "ada", **claims: Any) -> str:
    given = {"sub": user, "aud": AUDIENCE, "exp": time.time() + 60, **claims}
    return jwt.encode(given, KEY, algorithm="HS256")


@pytest.fixture
def address(serving: Any, tmp_path: Path, embedder: Any) -> Any:
    memory = AsyncPreferenceMemory.open(tmp_path / "prefmem.db", embedder=embedder)
    tokens = SignedTokens(key=KEY, audience=AUDIENCE)
    made = server(memory, tokens=tokens, opened=False)
    with serving(made.streamable_http_app()) as found:
        yield f"{found}/mcp"


@asynccontextmanager
async def connected(address: str, bearer: str) -> AsyncGenerator[Client]:
    headers = {"Authorization": f"Bearer {bearer}"}
    async with (
        httpx2.AsyncClient(headers=headers) as http,
        Client(streamable_http_client(address, http_client=http)) as client,
    ):
        yield client


@pytest.mark.requirement("dropin:who")
async def test_over_http_the_token_says_whose_memory_it_is(address: str) -> None:
    async with connected(address, token("ada")) as ada:
        await ada.call_tool("remember", {"quote": LIKES})
        recalled = await ada.call_tool("recall", {"request": QUESTION})
        assert "vegetarian" in recalled.structured_content["text"]
        held = json.loads((await ada.read_resource("prefmem://profile")).contents[0].text)
    for other in (token("bob"), token("ada", tenant="another")):
        async with connected(address, other) as client:
            recalled = await client.call_tool("recall", {"request": QUESTION})
            assert recalled.structured_content["text"] == ""
            stolen = {"preference_id": held["preferences"][0]["id"]}
            assert (await client.call_tool("forget", stolen)).is_error


@pytest.mark.parametrize(
    "bearer",
    [
        "rubbish",
        token(exp=time.time() - 60),
        token(aud="elsewhere"),
        token(user=""),
        jwt.encode({"sub": "ada", "aud": AUDIENCE, "exp": 9e9}, "x" * 40, algorithm="HS256"),
        jwt.encode({"sub": "ada", "aud": AUDIENCE, "exp": 9e9}, None, algorithm="none"),
        jwt.encode({"sub": "ada", "aud": AUDIENCE}, KEY, algorithm="HS256"),
    ],
)
async def test_over_http_a_bad_token_gets_nobody_in(address: str, bearer: str) -> None:
    headers = {"Authorization": f"Bearer {bearer}", "Accept": "application/json"}
    async with httpx.AsyncClient(headers=headers) as client:
        assert (await client.post(address, json={})).status_code == 401
        del client.headers["authorization"]
        assert (await client.post(address, json={})).status_code == 401


def test_the_server_is_bound_to_one_user_or_to_tokens() -> None:
    memory = AsyncPreferenceMemory.open(":memory:")
    tokens = SignedTokens(key=KEY, audience=AUDIENCE)
    for options in ({}, {"user": "ada", "tokens": tokens}):
        with pytest.raises(UsageError, match="bind"):
            server(memory, **options)
    with pytest.raises(UsageError, match="authenticates"):
        serve_http(user="ada", host="0.0.0.0")  # noqa: S104
    with pytest.raises(UsageError):
        SignedTokens(key="short", audience=AUDIENCE)
    assert KEY not in repr(tokens)
