"""The MCP server, spoken to by the client of the official SDK, over every transport."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import anyio
import httpx
import httpx2
import jwt
import pytest
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.client.streamable_http import streamable_http_client
from mcp.server.mcpserver import MCPServer
from mcp.shared.subscriptions import ResourceUpdated
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
        held = kept.structured_content["preferences"][0]
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


async def test_what_was_forgotten_and_is_said_again_is_remembered_again(
    opened: AsyncPreferenceMemory,
) -> None:
    async with Client(server(opened, user="ada")) as client:
        for _ in range(2):
            kept = (await client.call_tool("remember", {"quote": LIKES})).structured_content
            assert [p["statement"] for p in kept["preferences"]]
            again = (await client.call_tool("remember", {"quote": LIKES})).structured_content
            assert again["preferences"][0]["id"] == kept["preferences"][0]["id"]
            await client.call_tool("forget", {"about": "vegetarian"})
            assert (await opened.user("ada").profile()).preferences == ()
        nothing = await client.call_tool("remember", {"quote": "The train leaves at nine."})
        assert nothing.structured_content == {
            "preferences": [],
            "note": "Heard, but it states no preference.",
        }


async def test_what_is_told_to_the_memory_itself_is_carried_out(
    opened: AsyncPreferenceMemory,
) -> None:
    ada = opened.user("ada")
    async with Client(server(opened, user="ada")) as client:

        async def told(quote: str) -> str:
            found = await client.call_tool("remember", {"quote": quote})
            return found.structured_content["note"]

        await told(LIKES)
        assert "paused" in await told("Stop remembering things about me.")
        assert (await ada.status()).paused
        assert "paused" in await told("I love jazz.")
        shown = json.loads((await client.read_resource("prefmem://profile")).contents[0].text)
        assert shown["paused"]
        assert not shown["preferences"]
        assert not shown["summary"]
        await told("You can remember things again.")
        shown = json.loads((await client.read_resource("prefmem://profile")).contents[0].text)
        assert "vegetarian" in shown["summary"]
        assert await told("I love jazz.") == "Remembered."
        await told("Forget everything you know about me.")
        assert (await ada.profile()).preferences == ()


async def test_a_client_that_listens_hears_of_each_change(opened: AsyncPreferenceMemory) -> None:
    async with (
        Client(server(opened, user="ada")) as client,
        client.listen(resource_subscriptions=["prefmem://profile"]) as changes,
    ):
        kept = await client.call_tool("remember", {"quote": LIKES})
        first = kept.structured_content["preferences"][0]["id"]
        for call, arguments in (
            ("recall", {"request": QUESTION}),
            ("correct", {"preference_id": first, "statement": "Is vegan"}),
            ("forget", {"about": "vegan"}),
        ):
            if call != "recall":
                with anyio.fail_after(10):
                    assert await anext(changes) == ResourceUpdated(uri="prefmem://profile")
            await client.call_tool(call, arguments)
        with anyio.fail_after(10):
            assert await anext(changes) == ResourceUpdated(uri="prefmem://profile")


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
        ("forget", {}, "`about`"),
        ("forget", {"about": "  "}, "`about`"),
        ("forget", {"preference_id": "p", "about": "tea"}, "`about`"),
        ("forget", {"preference_id": "nope", "about": ""}, "nope"),
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


@pytest.mark.parametrize("place", ["mcpServers", "servers"])
async def test_the_entry_for_a_clients_configuration_works_as_it_stands(
    place: str, tmp_path: Path
) -> None:
    readme = Path(__file__).parents[2] / "integrations" / "prefmem_mcp" / "README.md"
    blocks = re.findall(r"```json\n(.*?)```", readme.read_text(), flags=re.DOTALL)
    (entry,) = (found[place]["prefmem"] for one in blocks if place in (found := json.loads(one)))
    parameters = StdioServerParameters(
        command=str(Path(sys.executable).with_name(entry["command"])),
        args=entry["args"],
        env={"PYTHONPATH": ":".join(sys.path), "PREFMEM_DB": str(tmp_path / "prefmem.db")},
    )
    async with Client(stdio_client(parameters)) as client:
        assert (await client.call_tool("remember", {"quote": LIKES})).structured_content["note"]
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


async def test_behind_a_proxy_a_token_is_enough_and_without_tokens_names_are_checked() -> None:
    tokens = f"tokens=SignedTokens(key={KEY!r}, audience={AUDIENCE!r})"
    for given, expected in ((tokens, 200), ("user='ada'", 421)):
        with process_that_serves(given) as port:
            assert await asked_as("memory.example", port) == expected


@contextlib.contextmanager
def process_that_serves(given: str) -> Iterator[int]:
    """A server over HTTP in a process of its own; gives its port."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    program = (
        "from prefmem_mcp import SignedTokens, serve_http\n"
        f"serve_http(':memory:', port={port}, {given})\n"
    )
    environment = {**os.environ, "PYTHONPATH": ":".join(sys.path)}
    served = subprocess.Popen([sys.executable, "-c", program], env=environment)
    try:
        yield port
    finally:
        served.terminate()
        served.wait(20)


async def asked_as(name: str, port: int) -> int:
    """The status of a first request that calls the server by this name."""
    hello = {
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "a test", "version": "1"},
    }
    body = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": hello}
    headers = {
        "Host": name,
        "Authorization": f"Bearer {token()}",
        "Accept": "application/json, text/event-stream",
    }
    async with httpx.AsyncClient(headers=headers) as client:
        for _ in range(300):
            with contextlib.suppress(httpx.ConnectError):
                return (await client.post(f"http://127.0.0.1:{port}/mcp", json=body)).status_code
            await anyio.sleep(0.1)
    raise AssertionError("the server did not start")


async def test_over_http_nobody_hears_of_another_users_changes(address: str) -> None:
    async with (
        connected(address, token("ada")) as ada,
        connected(address, token("bob")) as bob,
        ada.listen(resource_subscriptions=["prefmem://profile"]) as of_ada,
        bob.listen(resource_subscriptions=["prefmem://profile"]) as of_bob,
    ):
        await ada.call_tool("remember", {"quote": LIKES})
        with anyio.fail_after(10):
            await anext(of_ada)
        with anyio.move_on_after(0.3) as waited:
            await anext(of_bob)
        assert waited.cancelled_caught


async def test_over_http_two_users_at_once_stay_apart(address: str) -> None:
    async def talk(user: str, taste: str) -> list[str]:
        async with connected(address, token(user)) as client:
            for word in ("love", "really like"):
                await client.call_tool("remember", {"quote": f"I {word} {taste} music."})
            meddling = {"request": QUESTION, "user": "bob", "user_id": "bob", "tenant": "default"}
            assert not (await client.call_tool("recall", meddling)).is_error
            shown = (await client.read_resource("prefmem://profile")).contents[0].text
            return [p["statement"] for p in json.loads(shown)["preferences"]]

    ada, bob = await asyncio.gather(talk("ada", "jazz"), talk("bob", "opera"))
    assert "jazz" in str(ada)
    assert "opera" not in str(ada)
    assert "opera" in str(bob)
    assert "jazz" not in str(bob)


async def test_a_call_that_is_given_up_leaves_the_server_as_it_was(
    address: str, embedder: Any
) -> None:
    async with connected(address, token()) as client:
        embedder.seconds = 2.0
        with anyio.move_on_after(0.2) as waited:
            await client.call_tool("recall", {"request": QUESTION})
        assert waited.cancelled_caught
        embedder.seconds = 0.0
        assert not (await client.call_tool("remember", {"quote": LIKES})).is_error


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
    assert KEY not in repr(tokens)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "", "192.168.0.1", "prefmem.example"])  # noqa: S104
def test_without_tokens_it_is_served_to_no_network(host: str) -> None:
    with pytest.raises(UsageError, match="authenticates"):
        serve_http(":memory:", user="ada", host=host)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "::1", "[::1]", "localhost"])
def test_every_loopback_address_is_served_and_no_web_page_turns_to_it(
    monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    given: dict[str, Any] = {}
    monkeypatch.setattr(MCPServer, "run", lambda _, __, **options: given.update(options))
    serve_http(":memory:", user="ada", host=host)
    assert given["host"] == host.strip("[]")
    security = given["transport_security"]
    assert security.enable_dns_rebinding_protection
    written = f"[{given['host']}]:*" if ":" in given["host"] else f"{given['host']}:*"
    assert {written, "127.0.0.1:*", "localhost:*", "[::1]:*"} == set(security.allowed_hosts)
    assert set(security.allowed_origins) == {f"http://{name}" for name in security.allowed_hosts}


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"key": "short"}, "at least 32 characters"),
        ({"key": "-----BEGIN PUBLIC KEY-----" + "x" * 40}, "lets anybody sign"),
        ({"algorithms": ()}, "name the algorithms"),
        ({"algorithms": ("none",)}, "name the algorithms"),
        ({"algorithms": ("RS256",)}, "the key is none for RS256"),
        ({"algorithms": ("XS1",)}, "no algorithm 'XS1'"),
        ({"audience": " "}, "name the audience"),
        ({"audience": "chat"}, "audience 'chat' is no http address"),
        ({"audience": "http://"}, "no http address"),
        ({"audience": "urn:prefmem"}, "no http address"),
        ({"issuer": "my-issuer"}, "issuer 'my-issuer' is no http address"),
    ],
)
def test_a_key_that_could_check_no_token_is_refused_at_once(
    wrong: dict[str, Any], told: str
) -> None:
    with pytest.raises(UsageError, match=told):
        SignedTokens(**({"key": KEY, "audience": AUDIENCE} | wrong))


async def test_a_token_of_a_blank_tenant_or_without_an_audience_proves_nothing() -> None:
    tokens = SignedTokens(key=KEY, audience=AUDIENCE)
    assert await tokens.verify_token(token())
    assert await tokens.verify_token(token(tenant=" ")) is None
    assert await tokens.verify_token(token(tenant=7)) is None
    assert await tokens.verify_token(token(aud=None)) is None
    bare = jwt.encode({"sub": "ada", "exp": time.time() + 60}, KEY, algorithm="HS256")
    assert await tokens.verify_token(bare) is None
