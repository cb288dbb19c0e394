"""The gateway: real clients through it, and everything that can go wrong on either side."""

from __future__ import annotations

import asyncio
import base64
import gc
import hmac
import json
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import jwt
import openai
import pytest
from anyio import CapacityLimiter
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from fastapi import FastAPI
from openai import OpenAI
from prefmem_asgi import Gateway, Limits, Local, Settings, SignedTokens, TrustedBackend, create_app
from prefmem_asgi.bodies import LARGE, Aside, unpacked
from prefmem_asgi.errors import Refused
from prefmem_asgi.serve import check_reach, check_upstream, serve
from starlette.testclient import TestClient

from prefmem import AsyncPreferenceMemory, AsyncUserMemory, PreferenceMemory, UsageError

SECRET = "s3cret-of-the-backend-which-is-long"
KEY = "a signing key that is long enough for every algorithm of its family"
ASK = [{"role": "user", "content": "What should I cook for dinner tonight?"}]
LIKES = [{"role": "user", "content": "I'm vegetarian, please never suggest meat."}]
CORIANDER = [{"role": "user", "content": "I hate coriander, it tastes of soap."}]
ADA = {"X-Prefmem-Secret": SECRET, "X-Prefmem-User": "ada"}


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory, loaded_embedder: Any) -> Path:
    """Ada is a vegetarian, and of two tenants Bob is one in the first."""
    path = tmp_path_factory.mktemp("prepared") / "prefmem.db"
    with PreferenceMemory.open(path, embedder=loaded_embedder) as memory:
        memory.user("ada").observe(LIKES, conversation="before")
        memory.user("bob", tenant="first").observe(LIKES, conversation="before")
    return path


@pytest.fixture
def database(prepared: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(prepared, tmp_path / "prefmem.db"))


@pytest.fixture
def gateway(database: Path, embedder: Any, serving: Any, upstream: Any) -> Any:
    @contextmanager
    def run(**options: Any) -> Iterator[str]:
        identity = options.pop("identity", TrustedBackend(secret=SECRET))
        base = options.pop("upstream", upstream.base_url)
        options.setdefault("limits", Limits(memory=60))  # a busy machine is no slow memory
        settings = Settings(upstream=base, identity=identity, **options)
        with serving(create_app(database, settings=settings, embedder=embedder)) as address:
            yield address

    return run


@pytest.fixture
def address(gateway: Any) -> Iterator[str]:
    with gateway() as found:
        yield found


def chat(address: str, messages: Any = ASK, **options: Any) -> httpx.Response:
    headers = options.pop("headers", ADA)
    body = {"model": "m", "messages": messages, **options}
    return httpx.post(f"{address}/v1/chat/completions", json=body, headers=headers, timeout=20)


def token(**claims: Any) -> str:
    return jwt.encode({"sub": "ada", "exp": time.time() + 60, **claims}, KEY, algorithm="HS256")


def bearer(**claims: Any) -> dict[str, str]:
    return {"Authorization": f"Bearer {token(**claims)}"}


def profile(address: str, headers: dict[str, str]) -> list[str]:
    found = httpx.get(f"{address}/v1/memory/profile", headers=headers).raise_for_status().json()
    return [p["statement"] for p in found["preferences"]]


def eventually(find: Callable[[], bool]) -> bool:
    until = time.monotonic() + 10
    while time.monotonic() < until:
        if find():
            return True
        time.sleep(0.05)
    return find()


def error_of(response: httpx.Response) -> dict[str, Any]:
    assert response.headers["content-type"].startswith("application/json")
    error = response.json()["error"]
    assert set(error) == {"message", "type", "param", "code"}
    return error


# --- what it is for -------------------------------------------------------------------------


def test_the_official_python_client_is_served(address: str, upstream: Any) -> None:
    with OpenAI(base_url=f"{address}/v1", api_key="upstream-key", default_headers=ADA) as client:
        told = client.chat.completions.with_raw_response.create(model="m", messages=ASK)
        assert told.parse().choices[0].message.content == "Here is a plan for dinner."
        assert told.headers["x-prefmem-applied"] == "1"
        assert told.headers["x-prefmem-tier"] == "personalizable"
        assert told.headers["x-prefmem-decision"]
        assert told.headers["x-upstream"] == "yes"
        streamed = client.chat.completions.create(model="m", messages=ASK, stream=True)
        text = "".join(c.choices[0].delta.content or "" for c in streamed)
        assert text == "Here is a plan for dinner."
        answer = client.responses.create(model="m", input=ASK, previous_response_id="resp_0")
        assert answer.output_text == "Here is a plan for dinner."
        with client.responses.stream(model="m", input=ASK) as events:
            assert events.get_final_response().output_text == "Here is a plan for dinner."
        client.models.list()
        client.embeddings.create(model="m", input="x", encoding_format="float")
    assert all("vegetarian" in r.text for r in upstream.requests[:4])
    assert upstream.last.body == {"model": "m", "input": "x", "encoding_format": "float"}
    assert all(r.headers["authorization"] == "Bearer upstream-key" for r in upstream.requests)
    assert not any(name.startswith("x-prefmem") for r in upstream.requests for name in r.headers)


def test_a_stream_passes_byte_for_byte(address: str, upstream: Any) -> None:
    body = {"model": "m", "messages": ASK, "stream": True}
    direct = httpx.post(f"{upstream.base_url}/chat/completions", json=body)
    through = httpx.post(f"{address}/v1/chat/completions", json=body, headers=ADA)
    assert through.content == direct.content
    assert through.headers["content-type"] == direct.headers["content-type"]


def test_what_the_user_says_is_learned_and_the_answer_kept(address: str) -> None:
    chat(address, [{"role": "user", "content": "I hate coriander, it tastes of soap."}])
    assert eventually(lambda: any("coriander" in s for s in profile(address, ADA)))

    def kept() -> list[str]:
        found = httpx.get(f"{address}/v1/memory/export", headers=ADA).json()["turns"]
        return [t["content"] for t in found if t["role"] == "assistant"]

    assert eventually(lambda: kept() == ["Here is a plan for dinner."])


def test_unknown_fields_and_tools_pass_on(address: str, upstream: Any) -> None:
    tool = {"type": "function", "function": {"name": "f", "parameters": {"type": "object"}}}
    chat(address, tools=[tool], a_field_of_tomorrow={"deep": [1.5, None, "ü"]})
    assert upstream.last.body["tools"] == [tool]
    assert upstream.last.body["a_field_of_tomorrow"] == {"deep": [1.5, None, "ü"]}


def test_what_only_an_escape_can_carry_passes_on(address: str, upstream: Any) -> None:
    raw = json.dumps({"model": "m", "messages": ASK, "metadata": {"odd": "\ud83c"}}).encode()
    found = httpx.post(f"{address}/v1/chat/completions", content=raw, headers=ADA)
    assert (found.status_code, found.headers["x-prefmem-applied"]) == (200, "1")
    assert upstream.last.body["metadata"] == {"odd": "\ud83c"}


def test_headers_pass_on_as_the_text_that_they_are(address: str, upstream: Any) -> None:
    for value in ("Zoë".encode(), "Zoë".encode("latin-1")):
        found = chat(address, headers={**ADA, "X-Title": value})
        assert found.status_code == 200
        assert upstream.last.headers["x-title"].encode("latin-1") == "Zoë".encode()


def test_a_users_name_in_a_header_is_utf_8(address: str) -> None:
    zoe = {"X-Prefmem-Secret": SECRET, "X-Prefmem-User": "zoë".encode()}
    found = httpx.get(f"{address}/v1/memory/profile", headers=zoe).json()
    assert found["user_id"] == "zoë"


def test_without_anything_to_add_the_very_bytes_pass(address: str, upstream: Any) -> None:
    raw = b'{"model":"m",  "messages":[{"role":"user","content":"\\u00fc"}], "n": 1e0}'
    headers = {**ADA, "X-Prefmem-User": "nobody-yet", "Content-Type": "application/json"}
    httpx.post(f"{address}/v1/chat/completions", content=raw, headers=headers)
    assert upstream.last.raw == raw


def test_a_request_can_be_steered_by_headers(address: str, upstream: Any) -> None:
    off = chat(address, headers={**ADA, "X-Prefmem-Memory": "off"})
    assert off.headers["x-prefmem-memory"] == "off"
    assert upstream.last.body["messages"] == ASK
    chat(address, headers={**ADA, "X-Prefmem-Budget": "0"})
    assert upstream.last.body["messages"] == ASK
    shared = {**ADA, "X-Prefmem-Context": "audience=shared", "X-Prefmem-Conversation": "c9"}
    assert chat(address, headers=shared).status_code == 200

    def conversations() -> set[str]:
        found = httpx.get(f"{address}/v1/memory/export", headers=ADA).json()["turns"]
        return {t["conversation"] for t in found}

    assert eventually(lambda: "c9" in conversations())
    for sent, meant in (("Gespräch".encode(), "Gespräch"), (b"caf\xe9", "café"), (b"a%2Fb", "a/b")):
        raw = [(k.encode(), v.encode()) for k, v in ADA.items()]
        chat(address, headers=[*raw, (b"X-Prefmem-Conversation", sent)])
        assert eventually(lambda meant=meant: meant in conversations())
    bad = chat(address, headers={**ADA, "X-Prefmem-Budget": "-5"})
    assert (bad.status_code, error_of(bad)["code"]) == (400, "bad_input")
    bad = chat(address, headers={**ADA, "X-Prefmem-Context": "role=mediatr"})
    assert (bad.status_code, error_of(bad)["code"]) == (400, "bad_input")
    assert "'mediator'" in error_of(bad)["message"]
    bad = chat(address, headers={**ADA, "X-Prefmem-Conversation": "x" * 5000})
    assert (bad.status_code, error_of(bad)["code"]) == (400, "bad_input")


def test_one_machines_user_may_be_of_a_tenant(gateway: Any) -> None:
    with gateway(identity=Local(user="bob", tenant="first")) as address:
        assert chat(address, headers={}).headers["x-prefmem-applied"] == "1"
        assert chat(address, headers={"X-Prefmem-Tenant": "x"}).headers["x-prefmem-applied"] == "0"


def test_a_fault_of_ours_is_told_in_the_protocols_shape(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> Any:
        raise ZeroDivisionError("a secret detail")

    monkeypatch.setattr(AsyncPreferenceMemory, "user", broken)
    found = chat(address)
    assert (found.status_code, error_of(found)["type"]) == (500, "server_error")
    assert "secret" not in found.text


def test_the_gateways_own_key_replaces_the_callers(gateway: Any, upstream: Any) -> None:
    with gateway(upstream_key="ours", identity=SignedTokens(key=KEY)) as address:
        assert chat(address, headers=bearer()).headers["x-prefmem-applied"] == "1"
        assert upstream.last.headers["authorization"] == "Bearer ours"


def test_a_token_for_the_gateway_never_reaches_the_upstream(gateway: Any, upstream: Any) -> None:
    with gateway(identity=SignedTokens(key=KEY)) as address:
        chat(address, headers=bearer())
        assert "authorization" not in upstream.last.headers
        both = {"X-Prefmem-Token": token(), "Authorization": "Bearer upstream-key"}
        assert chat(address, headers=both).headers["x-prefmem-applied"] == "1"
    assert upstream.last.headers["authorization"] == "Bearer upstream-key"
    assert token() not in str(upstream.last.headers)


def test_the_services_own_conversation_names_ours(address: str) -> None:
    for named in ("conv_1", {"id": "conv_2"}):
        body = {"model": "m", "input": ASK, "conversation": named}
        httpx.post(f"{address}/v1/responses", json=body, headers=ADA).raise_for_status()

    def conversations() -> set[str]:
        found = httpx.get(f"{address}/v1/memory/export", headers=ADA).json()["turns"]
        return {t["conversation"] for t in found}

    assert eventually(lambda: {"conv_1", "conv_2"} <= conversations())


@pytest.mark.requirement("life:mood")
def test_what_one_talk_wants_does_not_reach_another_that_begins_with_the_same_words(
    address: str, upstream: Any
) -> None:
    hello, french, question = (
        {"role": "user", "content": text}
        for text in (
            "Hi",
            "Just for this conversation, please answer in French.",
            "What does a KeyError mean?",
        )
    )
    hi, oui = ({"role": "assistant", "content": text} for text in ("Hello!", "Oui."))
    chat(address, [hello, hi, french])
    assert eventually(lambda: any("French" in s for s in profile(address, ADA)))
    for mode in ("on", "read"):
        chat(address, [hello, hi, question], headers={**ADA, "X-Prefmem-Memory": mode})
        assert "French" not in upstream.last.text
    chat(address, [hello, hi, french, oui, question])
    assert "French" in upstream.last.body["messages"][-1]["content"]
    named = {**ADA, "X-Prefmem-Conversation": "c1"}
    chat(address, [french], headers=named)
    chat(address, [question], headers=named)
    assert "French" in upstream.last.body["messages"][-1]["content"]


@pytest.fixture
def observed(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The roles of the turns of each call of `observe`."""
    calls, observe = list[list[str]](), AsyncUserMemory.observe

    async def counted(self: Any, given: Any, **options: Any) -> Any:
        calls.append([m["role"] for m in given])
        return await observe(self, given, **options)

    monkeypatch.setattr(AsyncUserMemory, "observe", counted)
    return calls


@pytest.mark.parametrize("stream", [False, True])
def test_an_exchange_is_written_once(gateway: Any, observed: list[list[str]], stream: bool) -> None:
    with gateway() as address:
        chat(address, stream=stream)
    assert observed == [["user", "assistant"]]


def test_what_was_said_is_known_in_the_very_next_request(address: str) -> None:
    for number in range(8):
        someone = {**ADA, "X-Prefmem-User": f"new-{number}"}
        with httpx.Client(headers=someone) as client:
            url = f"{address}/v1/chat/completions"
            client.post(url, json={"model": "m", "messages": LIKES}).raise_for_status()
            found = client.post(url, json={"model": "m", "messages": ASK})
        # The very first thing that is read loads what it is read with: that may take longer.
        assert number == 0 or found.headers["x-prefmem-applied"] == "1"


# --- the memory over HTTP -------------------------------------------------------------------


@pytest.mark.requirement("erase:everything")
def test_an_erasure_is_not_overtaken_by_what_was_said_before_it(
    gateway: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    observe = AsyncUserMemory.observe

    async def slow(self: Any, given: Any, **options: Any) -> Any:
        await asyncio.sleep(0.5)
        return await observe(self, given, **options)

    monkeypatch.setattr(AsyncUserMemory, "observe", slow)
    with gateway() as address:
        chat(address, CORIANDER)
        assert httpx.delete(f"{address}/v1/memory", headers=ADA).json()["removed"]["turns"] >= 2
        time.sleep(1)
        assert not httpx.get(f"{address}/v1/memory/export", headers=ADA).json()["turns"]


def exported(address: str, part: str = "turns") -> list[str]:
    found = httpx.get(f"{address}/v1/memory/export", headers=ADA).raise_for_status().json()
    return [one["content" if part == "turns" else "statement"] for one in found[part]]


@contextmanager
def answering(address: str, said: str) -> Iterator[None]:
    """While the model answers it."""
    body = {"model": "endless", "stream": True, "messages": [{"role": "user", "content": said}]}
    url = f"{address}/v1/chat/completions"
    with httpx.stream("POST", url, json=body, headers=ADA, timeout=20) as found:
        chunks = found.iter_raw()  # one that nobody holds would close the stream
        next(chunks)
        yield


@pytest.mark.requirement("erase:everything")
def test_what_is_still_answered_when_everything_is_erased_is_not_kept(
    gateway: Any, database: Path, embedder: Any
) -> None:
    with gateway() as address:
        with answering(address, "I'm allergic to peanuts."), answering(address, "I hate olives."):
            assert httpx.delete(f"{address}/v1/memory", headers=ADA).status_code == 200
        chat(address, CORIANDER)  # said afterwards, it is kept
        assert eventually(lambda: CORIANDER[0]["content"] in exported(address))
    with PreferenceMemory.open(database, embedder=embedder) as memory:
        found = memory.user("ada").export()["turns"]
    said = [t["content"] for t in found if t["role"] == "user"]
    assert said == [CORIANDER[0]["content"]]


@pytest.mark.requirement("erase:everything")
def test_what_is_still_answered_when_another_process_erases_everything_is_not_kept(
    gateway: Any, database: Path, embedder: Any
) -> None:
    with (
        gateway() as address,
        answering(address, "I'm allergic to peanuts."),
        PreferenceMemory.open(database, embedder=embedder) as memory,
    ):
        memory.user("ada").erase()
    with PreferenceMemory.open(database, embedder=embedder) as memory:
        assert not memory.user("ada").export()["turns"]


def test_an_erasure_touches_nothing_that_others_are_being_answered(address: str) -> None:
    bob = {**ADA, "X-Prefmem-User": "bob"}
    with answering(address, CORIANDER[0]["content"]):
        assert httpx.delete(f"{address}/v1/memory", headers=bob).status_code == 200
    assert eventually(lambda: any("coriander" in s for s in profile(address, ADA)))


@pytest.mark.requirement("forget:for-good")
def test_what_is_still_answered_when_it_is_forgotten_does_not_come_back(
    gateway: Any, database: Path, embedder: Any
) -> None:
    with gateway() as address:
        url = f"{address}/v1/memory/forget"
        with answering(address, "I hate coriander."), answering(address, "I love jazz."):
            found = httpx.post(url, json={"matching": "coriander"}, headers=ADA, timeout=30)
            assert found.json()["removed"]["preferences"] == 1
    with PreferenceMemory.open(database, embedder=embedder) as memory:
        ada = memory.user("ada")
        held = [p.statement for p in ada.profile().preferences]
        said = [t["content"] for t in ada.export()["turns"]]
    assert not any("coriander" in text for text in [*held, *said])
    assert any("jazz" in text for text in held)  # the rest of what was said stays


@pytest.mark.requirement("user:consent")
def test_what_is_still_answered_when_consent_ends_is_not_held(address: str) -> None:
    url = f"{address}/v1/memory/consents/health"
    with answering(address, "I'm allergic to peanuts."):
        ended = httpx.put(url, json={"granted": False}, headers=ADA, timeout=30)
        assert ended.status_code == 204
    time.sleep(1)
    assert not any("peanut" in text for text in exported(address, "preferences"))
    assert not any("peanut" in text for text in exported(address))


def test_the_rest_api_is_the_public_contract(address: str) -> None:
    base = f"{address}/v1/memory"
    with httpx.Client(headers=ADA) as client:
        said = {"messages": LIKES, "conversation": "c1"}
        assert client.post(f"{base}/observe", json=said).json()["accepted"] == 1
        asked = client.post(f"{base}/personalize", json={"messages": ASK}).json()
        assert "vegetarian" in asked["block"]["text"]
        code = [{"role": "user", "content": "How do I sort a list in Python?"}]
        asked = client.post(f"{base}/personalize", json={"messages": code}).json()
        assert "vegetarian" in asked["withheld"][0]["preference"]["statement"]
        one = client.get(f"{base}/profile").json()["preferences"][0]["id"]
        assert client.get(f"{base}/preferences/{one}/history").json()
        assert client.post(f"{base}/preferences/{one}/pin").json()["pinned"]
        assert client.post(f"{base}/preferences/{one}/confirm").status_code == 200
        assert client.post(f"{base}/preferences/{one}/postpone").json()["postponed"]
        vegan = {"statement": "Is vegan"}
        assert client.post(f"{base}/preferences/{one}/correct", json=vegan).status_code == 200
        assert profile(address, ADA) == ["Is vegan"]
        found = client.get(f"{base}/episodes", params={"query": "meat"}).json()
        assert found
        assert client.post(f"{base}/episodes", json={"query": "meat"}).json() == found
        assert client.post(f"{base}/pause").status_code == 204
        assert client.post(f"{base}/observe", json=said).json()["accepted"] == 0
        assert client.get(f"{base}/status").json()["paused"] is True
        assert client.post(f"{base}/resume").status_code == 204
        exported = client.get(f"{base}/export").json()
        assert client.post(f"{base}/forget", json={"matching": "vegan"}).status_code == 200
        assert profile(address, ADA) == []
        assert client.request("DELETE", base).json()["removed"]
        assert client.post(f"{base}/load", json=exported).status_code == 204
        assert profile(address, ADA) == ["Is vegan"]
        assert client.delete(f"{base}/preferences/{one}").status_code in (200, 404)


def test_the_rest_api_describes_itself(address: str) -> None:
    described = httpx.get(f"{address}/openapi.json", timeout=60).json()
    assert "/v1/memory/preferences/{preference_id}/correct" in described["paths"]
    assert "Profile" in described["components"]["schemas"]


def operations(described: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, found in described["paths"].items():
        for operation in found.values():
            yield path, operation


def test_the_description_tells_the_errors_that_are_sent(address: str) -> None:
    described = httpx.get(f"{address}/openapi.json", timeout=60).json()
    for path, operation in operations(described):
        told = {"400", "401", "429", "503", "default"}
        told |= {"404"} if "{preference_id}" in path else set()
        faults = {k: v for k, v in operation["responses"].items() if not k.startswith("2")}
        assert set(faults) == told
        for fault in faults.values():
            shape = fault["content"]["application/json"]["schema"]
            assert shape == {"$ref": "#/components/schemas/Failure"}
    schemas = described["components"]["schemas"]
    assert "HTTPValidationError" not in schemas
    sent = httpx.post(f"{address}/v1/memory/observe", json={}).json()
    assert set(schemas["Failure"]["required"]) == set(sent)
    assert set(schemas["Fault"]["required"]) == set(sent["error"])


@pytest.mark.parametrize(
    ("identity", "proofs", "names"),
    [
        (SignedTokens(key=KEY), [{"bearer"}, {"token"}], {}),
        (
            TrustedBackend(secret=SECRET),
            [{"backend"}],
            {"X-Prefmem-User": True, "X-Prefmem-Tenant": False},
        ),
        (Local(), [], {"X-Prefmem-User": False, "X-Prefmem-Tenant": False}),
    ],
)
def test_the_description_tells_who_may_ask(
    gateway: Any, identity: Any, proofs: list[set[str]], names: dict[str, bool]
) -> None:
    with gateway(identity=identity) as address:
        described = httpx.get(f"{address}/openapi.json", timeout=60).json()
        assert httpx.get(f"{address}/openapi.json", timeout=60).json() == described
    assert [set(one) for one in described.get("security", [])] == proofs
    schemes = described["components"].get("securitySchemes", {})
    assert set(schemes) == set().union(*proofs)
    for _, operation in operations(described):
        given = [p for p in operation.get("parameters", []) if p["in"] == "header"]
        assert {p["name"]: p["required"] for p in given} == names


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        ("observe", {"messages": [{"role": "x"}], "conversation": "c"}, 400, "bad_input"),
        ("observe", {"messages": [], "conversation": "c"}, 400, "bad_input"),
        ("observe", {"messages": "hi"}, 400, "bad_input"),
        ("personalize", {"messages": ASK, "budget": -1}, 400, "bad_input"),
        ("personalize", {"messages": ASK, "at": "2026-01-01T00:00:00"}, 400, "bad_input"),
        ("personalize", {"messages": ASK, "who": "bob"}, 400, "bad_input"),
        ("preferences/nope/confirm", {}, 404, "unknown_preference"),
    ],
)
def test_bad_input_to_the_rest_api_is_told_in_the_same_shape(
    address: str, path: str, body: Any, status: int, code: str
) -> None:
    found = httpx.post(f"{address}/v1/memory/{path}", json=body, headers=ADA)
    assert (found.status_code, error_of(found)["code"]) == (status, code)


# --- whose request it is --------------------------------------------------------------------


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Prefmem-User": "ada"},
        {"X-Prefmem-Secret": "wrong", "X-Prefmem-User": "ada"},
        {"X-Prefmem-Secret": SECRET},
    ],
)
@pytest.mark.parametrize("path", ["chat/completions", "models", "memory/profile"])
def test_nobody_gets_in_without_proof(
    address: str, upstream: Any, path: str, headers: dict[str, str]
) -> None:
    method = "POST" if path.startswith("chat") else "GET"
    body = {"messages": ASK, "user": "ada"} if method == "POST" else None
    found = httpx.request(method, f"{address}/v1/{path}", json=body, headers=headers)
    assert found.status_code == 401
    assert error_of(found)["type"] == "authentication_error"
    assert upstream.requests == []


@pytest.mark.parametrize("path", ["chat/completions", "responses", "memory/observe", "memory/load"])
@pytest.mark.parametrize("identity", ["tokens", "backend", "body"])
def test_nothing_is_read_of_who_must_not_ask(
    gateway: Any, upstream: Any, monkeypatch: pytest.MonkeyPatch, path: str, identity: str
) -> None:
    parsed, loads = list[int](), json.loads

    def counted(text: Any, **options: Any) -> Any:
        parsed.append(len(text))
        return loads(text, **options)

    made = {
        "tokens": SignedTokens(key=KEY),
        "backend": TrustedBackend(secret=SECRET),
        "body": TrustedBackend(secret=SECRET, user_from_body=True),
    }
    with gateway(identity=made[identity]) as address:
        monkeypatch.setattr(json, "loads", counted)
        for raw in (b"[" * 5000, b'{"user": "ada", "messages": [' + b"[]," * 5000 + b"[]]}"):
            found = httpx.post(
                f"{address}/v1/{path}",
                content=raw,
                headers={"X-Prefmem-User": "ada", "content-type": "application/json"},
                timeout=20,
            )
            assert found.status_code == 401
    assert not [size for size in parsed if size >= 5000]
    assert upstream.requests == []


def test_a_backend_that_names_the_user_in_the_body_is_let_in(gateway: Any) -> None:
    with gateway(identity=TrustedBackend(secret=SECRET, user_from_body=True)) as address:
        proof = {"X-Prefmem-Secret": SECRET}
        assert chat(address, headers=proof, user="ada").headers["x-prefmem-applied"] == "1"
        assert chat(address, headers=proof).status_code == 401


def test_one_user_cannot_use_up_the_gateway_with_bodies_that_are_none(gateway: Any) -> None:
    with gateway(limits=Limits(per_minute=2)) as address:
        url = f"{address}/v1/chat/completions"
        found = [httpx.post(url, content=b"{", headers=ADA).status_code for _ in range(3)]
    assert found == [400, 400, 429]


def forged() -> dict[str, str]:
    return {
        "expired": token(exp=time.time() - 60),
        "another key": jwt.encode({"sub": "ada", "exp": 9e9}, "x" * 40, algorithm="HS256"),
        "unsigned": jwt.encode({"sub": "ada", "exp": 9e9}, None, algorithm="none"),
        "another algorithm": jwt.encode({"sub": "ada", "exp": 9e9}, KEY, algorithm="HS512"),
        "no expiry": jwt.encode({"sub": "ada"}, KEY, algorithm="HS256"),
        "nobody": token(sub=""),
        "a number": jwt.encode({"sub": 7, "exp": 9e9}, KEY, algorithm="HS256"),
        "another audience": token(aud="elsewhere"),
        "tampered": token()[:-3] + "abc",
        "rubbish": "not.a.token",
    }


@pytest.mark.parametrize("kind", list(forged()))
def test_a_forged_or_expired_token_gets_nobody_in(gateway: Any, upstream: Any, kind: str) -> None:
    with gateway(identity=SignedTokens(key=KEY, audience="prefmem")) as address:
        good = bearer(aud="prefmem")
        assert chat(address, headers=good).status_code == 200
        upstream.requests.clear()
        found = chat(address, headers={"Authorization": f"Bearer {forged()[kind]}"})
        assert found.status_code == 401
        assert forged()[kind] not in found.text
    assert upstream.requests == []


@pytest.mark.requirement("dropin:who")
def test_the_body_does_not_say_whose_request_it_is_unless_told_so(
    gateway: Any, upstream: Any
) -> None:
    with gateway(identity=Local(user="somebody")) as address:
        assert chat(address, headers={}, user="ada").headers["x-prefmem-applied"] == "0"
        assert chat(address, headers={"X-Prefmem-User": "ada"}).headers["x-prefmem-applied"] == "1"
    with gateway(identity=Local(user="somebody", user_from_body=True)) as address:
        assert chat(address, headers={}, user="ada").headers["x-prefmem-applied"] == "1"


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "evil.example:8400"},
        {"Host": "localhost.evil.example"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://[::1"},
        {"Host": "[::1"},
    ],
)
def test_a_web_page_cannot_use_the_gateway_of_this_machine(
    gateway: Any, upstream: Any, headers: dict[str, str]
) -> None:
    with gateway(identity=Local(user="ada")) as address:
        assert chat(address, headers={}).status_code == 200
        assert chat(address, headers={"Origin": "http://localhost:3000"}).status_code == 200
        upstream.requests.clear()
        assert chat(address, headers=headers).status_code == 401
    assert upstream.requests == []


def test_tenants_do_not_see_each_other(gateway: Any) -> None:
    with gateway(identity=SignedTokens(key=KEY)) as address:
        first, second = (bearer(sub="bob", tenant=t) for t in ("first", "second"))
        assert profile(address, first) == ["Is vegetarian, please never suggest meat"]
        assert profile(address, second) == []
        held = httpx.get(f"{address}/v1/memory/profile", headers=first).json()["preferences"]
        path = f"{address}/v1/memory/preferences/{held[0]['id']}"
        for method, end in (("GET", "/history"), ("POST", "/reject"), ("DELETE", "")):
            assert httpx.request(method, path + end, headers=second).status_code == 404
        # A tenant in a header is not believed beside a token, in whatever way it is written.
        sneaky = {**second, "X-Prefmem-Tenant": "first", "X-Prefmem-User": "bob"}
        assert profile(address, sneaky) == []
        assert profile(address, first) == ["Is vegetarian, please never suggest meat"]


def test_a_name_cannot_smuggle_headers_or_reach_other_rows(address: str, upstream: Any) -> None:
    for name in ("ada'; DROP TABLE turns;--", "ada%00", "../ada", "ada\ttab", "x" * 600):
        found = chat(address, headers={**ADA, "X-Prefmem-User": name})
        assert found.headers.get("x-prefmem-applied", "0") == "0"
    long = chat(address, headers={**ADA, "X-Prefmem-User": "x" * 600})
    assert (long.status_code, error_of(long)["code"]) == (400, "bad_input")
    raw = (
        f"POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nX-Prefmem-Secret: {SECRET}\r\n"
        "X-Prefmem-User: ada\r\n\tX-Evil: 1\r\nContent-Length: 2\r\n\r\n{}"
    )
    host, port = address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=5) as wire:
        wire.sendall(raw.encode())
        # A folded line is refused, or read as what it is: one strange name.
        told = wire.recv(4096)
        assert b"200 OK" not in told.split(b"\r\n")[0] or b"x-prefmem-applied: 0" in told
    assert not any("x-evil" in r.headers for r in upstream.requests)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.0.1", "prefmem.example", ""])  # noqa: S104
def test_serve_refuses_to_be_open_to_a_network(host: str) -> None:
    with pytest.raises(UsageError, match="authenticates"):
        check_reach(host, Settings(upstream="http://x/v1", identity=Local()))
    check_reach(host, Settings(upstream="http://x/v1", identity=TrustedBackend(secret=SECRET)))


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "[::1]", "localhost", "127.9.9.9"])
def test_serve_takes_the_loopback_address(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[str] = []
    monkeypatch.setattr("uvicorn.run", lambda app, host, **_: heard.append(host))
    serve(settings=Settings(upstream="http://x/v1"), host=host)
    assert heard == [host.strip("[]")]


@pytest.mark.parametrize("upstream", ["http://127.0.0.1:8400/v1", "http://localhost:8400/v1"])
def test_serve_refuses_to_send_requests_to_itself(upstream: str) -> None:
    with pytest.raises(UsageError, match="this gateway itself"):
        serve(settings=Settings(upstream=upstream))
    check_upstream("127.0.0.1", 8401, Settings(upstream=upstream))
    check_upstream("127.0.0.1", 443, Settings(upstream="https://api.openai.com/v1"))


def test_keys_that_protect_nothing_are_refused() -> None:
    for make in (
        lambda: SignedTokens(key="short"),
        lambda: SignedTokens(key=KEY, algorithms=()),
        lambda: SignedTokens(key=KEY, algorithms=("none",)),
        lambda: SignedTokens(key="-----BEGIN PUBLIC KEY-----" + "x" * 40),
        lambda: TrustedBackend(secret="guess"),
        lambda: Settings(upstream="api.openai.com"),
    ):
        with pytest.raises(UsageError):
            make()


@pytest.mark.parametrize(
    "upstream",
    [
        "http://",
        "https:///v1",
        "http://:8080/v1",
        "http://127.0.0.1:abc/v1",
        "http://127.0.0.1:99999/v1",
        "http://127.0.0.1:0/v1",
        "http://[::1/v1",
        "http://a b/v1",
        "ftp://x/v1",
        "localhost:8080/v1",
        "",
    ],
)
def test_an_upstream_that_is_no_address_is_refused_at_once(upstream: str) -> None:
    with pytest.raises(UsageError, match="no http address"):
        Settings(upstream=upstream)


@pytest.mark.parametrize(
    "upstream",
    [
        "https://api.openai.com/v1",
        "http://127.0.0.1:8080/v1",
        "http://[::1]:8080/v1/",
        "http://localhost:11434/v1",
        "http://llama/v1",
        "https://user:word@gateway.example:8443/openai/v1",
        "http://bücher.example/v1",
        "https://my_service.internal/v1",
        "http://10.0.0.1",
        "https://x.example/deep/er/v1",
    ],
)
def test_an_upstream_may_be_any_address(upstream: str) -> None:
    assert Settings(upstream=upstream).upstream == upstream
    check_upstream("127.0.0.1", 8400, Settings(upstream=upstream))


@pytest.mark.parametrize("algorithm", ["RS256", "ES256", "EdDSA", "HS255"])
def test_a_key_that_could_never_check_a_token_is_refused_at_once(algorithm: str) -> None:
    with pytest.raises(UsageError, match=algorithm):
        SignedTokens(key=KEY, algorithms=(algorithm,))


def test_tokens_signed_with_the_public_key_get_nobody_in(gateway: Any) -> None:
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    public = (
        private.public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        .decode()
    )
    claims = {"sub": "ada", "exp": int(time.time()) + 60}

    def part(value: dict[str, Any]) -> bytes:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=")

    signed = part({"alg": "HS256", "typ": "JWT"}) + b"." + part(claims)
    digest = hmac.digest(public.encode(), signed, "sha256")
    confused = (signed + b"." + base64.urlsafe_b64encode(digest).rstrip(b"=")).decode()
    with gateway(identity=SignedTokens(key=public, algorithms=("RS256",))) as address:
        good = jwt.encode(claims, private, algorithm="RS256")
        for given, status in ((good, 200), (confused, 401)):
            headers = {"X-Prefmem-Token": given}
            found = httpx.get(f"{address}/v1/models", headers=headers, timeout=20)
            assert found.status_code == status


@pytest.mark.parametrize("name", ["X-Prefmem-User", "X-Prefmem-Tenant", "X-Prefmem-Secret"])
def test_a_header_that_says_who_asks_comes_once(address: str, upstream: Any, name: str) -> None:
    # What a client sent and what a proxy added: neither is picked.
    twice = [*ADA.items(), ("X-Prefmem-Tenant", "t"), (name, "bob")]
    found = httpx.post(f"{address}/v1/chat/completions", json={"messages": ASK}, headers=twice)
    assert (found.status_code, error_of(found)["code"]) == (400, "bad_input")
    assert upstream.requests == []


def test_secrets_are_in_no_repr_and_in_no_log(
    gateway: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    settings = Settings(
        upstream="http://x/v1", upstream_key="k-1", identity=TrustedBackend(secret=SECRET)
    )
    assert "k-1" not in repr(settings)
    assert SECRET not in repr(settings)
    assert KEY not in repr(SignedTokens(key=KEY))
    caplog.clear()
    with gateway(upstream_key="k-1", upstream="http://127.0.0.1:9/v1") as address:
        assert chat(address).status_code == 502
        chat(address, headers={**ADA, "Authorization": "Bearer t-1"})
        ours = [r for r in caplog.records if r.name.startswith("prefmem")]
    told = "\n".join(r.getMessage() for r in ours)
    assert not any(secret in told for secret in ("k-1", SECRET, "t-1"))


# --- what goes wrong ------------------------------------------------------------------------


def test_an_error_of_the_upstream_arrives_unchanged(address: str, upstream: Any) -> None:
    body = {"model": "error", "messages": ASK}
    direct = httpx.post(f"{upstream.base_url}/chat/completions", json=body)
    through = chat(address, model="error")
    assert through.status_code == direct.status_code == 429
    assert through.content == direct.content
    assert through.headers["retry-after"] == "7"
    with (
        OpenAI(base_url=f"{address}/v1", api_key="k", default_headers=ADA, max_retries=0) as c,
        pytest.raises(openai.RateLimitError, match="slow down"),
    ):
        c.chat.completions.create(model="error", messages=ASK)


@pytest.mark.parametrize(
    "raw", [b"{", b"", b"[]", b'"x"', b"\xff\xfe", b'{"a":' * 5000, b"[" * 100_000]
)
def test_malformed_json_is_told_in_the_protocols_shape(
    address: str, upstream: Any, raw: bytes
) -> None:
    found = httpx.post(f"{address}/v1/chat/completions", content=raw, headers=ADA)
    assert (found.status_code, error_of(found)["code"]) == (400, "malformed_json")
    assert upstream.requests == []


@pytest.mark.parametrize(
    "messages",
    [[{"role": "oracle", "content": "x"}], "hi", [1, 2], [{"role": "user", "content": "\ud800"}]],
)
def test_messages_that_are_none_are_the_upstreams_to_judge(
    address: str, upstream: Any, messages: Any
) -> None:
    raw = json.dumps({"model": "m", "messages": messages}).encode()
    found = httpx.post(f"{address}/v1/chat/completions", content=raw, headers=ADA)
    assert found.status_code == 200
    assert upstream.last.raw == raw


@pytest.mark.parametrize("messages", ["hi", [], [1]])
def test_no_block_makes_messages_of_what_is_none(
    gateway: Any, database: Path, embedder: Any, upstream: Any, messages: Any
) -> None:
    with PreferenceMemory.open(database, embedder=embedder) as memory:
        wish = [{"role": "user", "content": "From now on keep your answers short."}]
        memory.user("ada").observe(wish, conversation="before")
    with gateway() as address:
        assert chat(address, ASK).headers["x-prefmem-applied"] != "0"
        chat(address, messages)
    assert upstream.last.body["messages"] == messages


def test_an_answer_has_one_date(address: str) -> None:
    assert len(chat(address).headers.get_list("date")) == 1


def test_an_upstream_that_hangs_is_given_up(gateway: Any) -> None:
    with gateway(limits=Limits(upstream=0.3)) as address:
        found = chat(address, model="hang")
        assert (found.status_code, error_of(found)["code"]) == (504, "timeout")


@pytest.mark.parametrize(("closings", "status"), [(1, 200), (2, 502)])
def test_a_connection_that_closes_as_the_request_comes_is_tried_once_more(
    gateway: Any, closings: int, status: int
) -> None:
    answer = b'{"choices": []}'
    whole = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(answer), answer)

    def serve(listener: socket.socket) -> None:
        for number in range(closings + 1):
            with listener.accept()[0] as connection:
                connection.recv(65536)
                connection.sendall(whole if number == closings else b"")

    with socket.create_server(("127.0.0.1", 0)) as listener, ThreadPoolExecutor() as pool:
        served = pool.submit(serve, listener)
        with gateway(upstream=f"http://127.0.0.1:{listener.getsockname()[1]}/v1") as address:
            assert chat(address).status_code == status
            if status != 200:
                chat(address)
        served.result(10)


def test_an_upstream_that_is_not_there_is_told(gateway: Any) -> None:
    with gateway(upstream="http://127.0.0.1:9/v1") as address:
        found = chat(address)
        assert (found.status_code, error_of(found)["code"]) == (502, "upstream_unreachable")


def test_a_stream_cut_by_the_upstream_is_seen_as_cut(address: str) -> None:
    body = {"model": "cut", "messages": LIKES, "stream": True}
    url, got = f"{address}/v1/chat/completions", list[bytes]()
    with httpx.stream("POST", url, json=body, headers=ADA) as found:
        chunks = found.iter_raw()
        got.append(next(chunks))
        with pytest.raises(httpx.RemoteProtocolError):
            got.extend(chunks)
    assert got[0].startswith(b": a comment")
    assert chat(address).status_code == 200


def test_a_stream_cut_by_the_client_ends_upstream_too_and_loses_nothing(
    address: str, upstream: Any
) -> None:
    body = {"model": "endless", "messages": CORIANDER, "stream": True}
    url = f"{address}/v1/chat/completions"
    with httpx.stream("POST", url, json=body, headers=ADA) as found:
        next(found.iter_raw())
    assert upstream.closed_early.wait(10)
    assert eventually(lambda: any("coriander" in s for s in profile(address, ADA)))


def test_a_client_that_gives_up_waiting_frees_its_place_and_loses_nothing(gateway: Any) -> None:
    with gateway(limits=Limits(concurrency=1)) as address:
        body = {"model": "hang", "messages": CORIANDER}
        url = f"{address}/v1/chat/completions"
        with pytest.raises(httpx.ReadTimeout):
            httpx.post(url, json=body, headers=ADA, timeout=0.5)
        assert eventually(lambda: chat(address).status_code == 200)
        assert eventually(lambda: any("coriander" in s for s in profile(address, ADA)))


def test_what_was_said_to_an_upstream_that_fails_is_kept(gateway: Any, upstream: Any) -> None:
    for options in ({"upstream": "http://127.0.0.1:9/v1"}, {"limits": Limits(upstream=0.2)}):
        someone = {**ADA, "X-Prefmem-User": str(sorted(options))}
        with gateway(**options) as address:
            found = chat(address, CORIANDER, model="hang", headers=someone)
            assert found.status_code in (502, 504)
            assert eventually(lambda: any("coriander" in s for s in profile(address, someone)))  # noqa: B023


def test_a_message_that_memory_cannot_keep_takes_nothing_away_from_its_conversation(
    address: str, upstream: Any
) -> None:
    odd = {"role": "tool", "tool_call_id": "t", "content": "nul \x00 byte"}
    found = chat(address, [*ASK, odd, *ASK])
    assert found.headers["x-prefmem-memory"] == "on"
    assert found.headers["x-prefmem-applied"] == "1"
    assert json.loads(upstream.requests[-1].text)["messages"][-2] == odd


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("answer", ["nul \x00 byte", "half \ud83d of a pair", "é" * 600_000])
def test_an_answer_that_memory_cannot_keep_whole_takes_nothing_away_from_the_question(
    address: str, upstream: Any, monkeypatch: pytest.MonkeyPatch, answer: str, stream: bool
) -> None:
    monkeypatch.setitem(upstream.answers, "odd", answer)
    assert chat(address, CORIANDER, model="odd", stream=stream).status_code == 200
    assert eventually(lambda: any("coriander" in s for s in profile(address, ADA)))
    failures = httpx.get(f"{address}/ready").json()["failures"]
    assert not failures.get("observe.failed")


def test_a_role_of_the_services_own_takes_nothing_away_from_the_user(
    address: str, upstream: Any
) -> None:
    said = [{"role": "context", "content": "Today is Monday."}, *CORIANDER]
    assert chat(address, said).headers["x-prefmem-memory"] == "on"
    assert upstream.last.body["messages"] == said
    assert eventually(lambda: any("coriander" in s for s in profile(address, ADA)))


def test_a_huge_body_is_refused_before_it_is_held(gateway: Any, upstream: Any) -> None:
    with gateway(limits=Limits(body=10_000)) as address:
        url = f"{address}/v1/chat/completions"
        big = {"model": "m", "messages": [{"role": "user", "content": "x" * 20_000}]}
        declared = httpx.post(url, json=big, headers=ADA)
        assert (declared.status_code, error_of(declared)["code"]) == (413, "body_too_large")
        chunks = (b"x" * 1000 for _ in range(20))
        streamed = httpx.post(url, content=chunks, headers=ADA)
        assert (streamed.status_code, error_of(streamed)["code"]) == (413, "body_too_large")
        memory = httpx.post(f"{address}/v1/memory/observe", json=big, headers=ADA)
        assert memory.status_code == 413
    assert upstream.requests == []


def test_nobody_keeps_a_place_with_a_request_that_never_ends(gateway: Any) -> None:
    with gateway(limits=Limits(concurrency=1, arrival=0.5)) as address:
        head = "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n"
        head += "".join(f"{name}: {value}\r\n" for name, value in ADA.items()) + "\r\n{"
        host, port = address.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), timeout=10) as wire:
            wire.sendall(head.encode())
            told = b""
            while b"request_timeout" not in told:
                piece = wire.recv(4096)
                assert piece, told
                told += piece
            assert told.startswith(b"HTTP/1.1 408")
        assert eventually(lambda: chat(address).status_code == 200)
        # An answer may take as long as it takes.
        body = {"model": "endless", "messages": ASK, "stream": True}
        url = f"{address}/v1/chat/completions"
        with httpx.stream("POST", url, json=body, headers=ADA) as found:
            chunks, begun = found.iter_raw(), time.monotonic()
            while time.monotonic() - begun < 1:
                assert next(chunks)


def test_one_user_cannot_use_up_the_gateway(gateway: Any) -> None:
    with gateway(limits=Limits(per_minute=3)) as address:
        assert [chat(address).status_code for _ in range(5)] == [200, 200, 200, 429, 429]
        assert int(chat(address).headers["retry-after"]) >= 1
        assert chat(address, headers={**ADA, "X-Prefmem-User": "bob"}).status_code == 200


def test_one_request_too_many_at_once_is_refused(gateway: Any) -> None:
    with gateway(limits=Limits(concurrency=1)) as address:
        body = {"model": "endless", "messages": ASK, "stream": True}
        url = f"{address}/v1/chat/completions"
        with httpx.stream("POST", url, json=body, headers=ADA):
            refused = chat(address)
            assert (refused.status_code, error_of(refused)["code"]) == (503, "overloaded")
            assert httpx.get(f"{address}/health").status_code == 200
        assert eventually(lambda: chat(address).status_code == 200)


@pytest.mark.requirement("dropin:fails-open")
def test_a_memory_that_fails_does_not_fail_the_request(
    address: str, upstream: Any, embedder: Any, caplog: pytest.LogCaptureFixture
) -> None:
    embedder.broken = True
    found = chat(address, [{"role": "user", "content": "Something new to embed?"}])
    assert found.status_code == 200
    assert found.headers["x-prefmem-memory"] == "failed"
    assert "going on without it" in caplog.text
    failures = httpx.get(f"{address}/ready").json()["failures"]
    assert failures["personalize.failed"] == 1


def test_a_memory_that_is_slow_holds_a_request_no_longer_than_its_limit(
    gateway: Any, embedder: Any
) -> None:
    with gateway(limits=Limits(memory=0.1)) as address:
        embedder.seconds = 4.0
        begun = time.monotonic()
        found = chat(address, [{"role": "user", "content": "Something else to embed?"}])
        assert time.monotonic() - begun < 3
        assert found.headers["x-prefmem-memory"] == "failed"


def test_nothing_of_the_upstream_beyond_the_model_is_open(address: str, upstream: Any) -> None:
    for path in ("files", "fine_tuning/jobs", "organization/users", "models/../files"):
        assert httpx.get(f"{address}/v1/{path}", headers=ADA).status_code in (404, 405)
    # As they are, since clients resolve dots themselves.
    host, port = address.removeprefix("http://").split(":")
    for path in ("models/../files", "models/%2e%2e/files", "models/a%2f..%2f..%2ffiles", "models/"):
        asked = f"GET /v1/{path} HTTP/1.1\r\nHost: x\r\nX-Prefmem-User: ada\r\n"
        asked += f"X-Prefmem-Secret: {SECRET}\r\nConnection: close\r\n\r\n"
        with socket.create_connection((host, int(port)), timeout=20) as wire:
            wire.sendall(asked.encode())
            assert wire.recv(4096).split()[1] in (b"404", b"307"), path
    assert upstream.requests == []
    # A model's name may have a slash: what says that there is none is the upstream.
    found = httpx.get(f"{address}/v1/models/meta/llama", headers=ADA, timeout=20)
    assert (found.status_code, found.text) == (404, "Not Found")


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize(
    ("path", "open_to"),
    [
        ("models", "GET"),
        ("models/ft:m:acme::abc", "GET"),
        ("models/meta/llama", "GET"),
        ("embeddings", "POST"),
        ("moderations", "POST"),
    ],
)
def test_a_path_is_passed_on_for_what_it_is_open_for_and_nothing_else(
    address: str, upstream: Any, path: str, open_to: str, method: str
) -> None:
    found = httpx.request(method, f"{address}/v1/{path}", headers=ADA, timeout=20)
    if method == open_to:
        assert found.text == "Not Found" or upstream.last.method == method
    else:
        assert found.status_code == 405
        assert error_of(found)["type"] == "invalid_request_error"
        assert upstream.requests == []


def test_a_large_body_holds_nobody_else_up(
    address: str, upstream: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    loads, where = json.loads, list[str]()

    def seen(raw: Any) -> Any:
        where.append(threading.current_thread().name)
        return loads(raw)

    monkeypatch.setattr(json, "loads", seen)
    page = {"role": "tool", "tool_call_id": "t", "content": "Rain, all day. " * 20_000}
    assert chat(address, [*ASK, page, *ASK]).headers["x-prefmem-applied"] == "1"
    assert where[0].startswith("AnyIO worker"), "in a thread of its own"
    assert page in upstream.last.body["messages"]
    where.clear()
    assert chat(address).headers["x-prefmem-applied"] == "1"
    assert not where[0].startswith("AnyIO worker"), "a small one is not worth the trips"


def test_large_bodies_are_read_one_after_the_other() -> None:
    inside, most = 0, list[int]()

    def work() -> str:
        nonlocal inside
        inside += 1
        most.append(inside)
        time.sleep(0.01)
        inside -= 1
        return threading.current_thread().name

    async def scene() -> list[str]:
        large = Aside(size=LARGE, turn=CapacityLimiter(1))
        return await asyncio.gather(*(large.run(work) for _ in range(4)))

    assert threading.current_thread().name not in asyncio.run(scene())
    assert max(most) == 1


def test_nothing_is_collected_while_a_large_body_is_read() -> None:
    raw = json.dumps({"metadata": [[n] for n in range(50_000)]}).encode()
    assert len(raw) > LARGE
    phases: list[str] = []

    def seen(phase: str, _: Any) -> None:
        phases.append(phase)

    gc.collect()
    gc.callbacks.append(seen)
    try:
        body = unpacked(raw)
    finally:
        gc.callbacks.remove(seen)
    assert gc.isenabled()
    assert len(phases) <= 2, "once at most, when all is there"
    assert len(body["metadata"]) == 50_000
    with pytest.raises(Refused, match="not valid JSON"):
        unpacked(raw[:-1])
    assert gc.isenabled()


# --- beginning and end ----------------------------------------------------------------------


def test_it_tells_when_it_is_alive_and_ready(address: str) -> None:
    assert httpx.get(f"{address}/health").json() == {"status": "alive"}
    assert httpx.get(f"{address}/ready").json()["status"] == "ready"


def test_it_is_ready_once_its_model_is_loaded_and_serves_before(
    gateway: Any, embedder: Any
) -> None:
    embedder.broken = True
    with gateway() as address:
        found = httpx.get(f"{address}/ready")
        assert (found.status_code, found.json()["status"]) == (503, "warming up")
        assert chat(address).headers["x-prefmem-memory"] == "failed"
        embedder.broken = False
        assert eventually(lambda: httpx.get(f"{address}/ready").status_code == 200)
        assert httpx.get(f"{address}/ready").json()["failures"]["warm.failed"] >= 1


def test_a_model_that_takes_long_to_load_does_not_hold_the_start(
    gateway: Any, embedder: Any
) -> None:
    embedder.seconds = 3600.0
    with gateway(limits=Limits(warming=0.1)) as address:
        assert httpx.get(f"{address}/health").status_code == 200
        assert httpx.get(f"{address}/ready").status_code == 503


def test_shutdown_writes_what_was_said_in_answered_requests(
    gateway: Any, database: Path, embedder: Any
) -> None:
    with gateway() as address:
        chat(address, CORIANDER)
    with PreferenceMemory.open(database, embedder=embedder) as memory:
        turns = memory.user("ada").export()["turns"]
    assert [t["role"] for t in turns].count("assistant") == 1
    assert any("coriander" in t["content"] for t in turns)


def test_shutdown_gives_up_a_hanging_upstream_and_writes_what_was_said(
    gateway: Any, database: Path, embedder: Any, upstream: Any
) -> None:
    with ThreadPoolExecutor() as pool:
        with gateway() as address:
            waiting = pool.submit(chat, address, CORIANDER, model="hang")
            assert eventually(lambda: bool(upstream.requests))
        assert waiting.exception(10) is not None or waiting.result().status_code >= 500
    with PreferenceMemory.open(database, embedder=embedder) as memory:
        turns = memory.user("ada").export()["turns"]
    assert any("coriander" in t["content"] for t in turns)


def test_it_can_be_mounted_in_an_application(
    database: Path, embedder: Any, serving: Any, upstream: Any
) -> None:
    from contextlib import asynccontextmanager

    settings = Settings(upstream=upstream.base_url, identity=TrustedBackend(secret=SECRET))

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> Any:
        async with (
            AsyncPreferenceMemory.open(database, embedder=embedder) as memory,
            Gateway(memory, settings) as gateway,
        ):
            app.mount("/ai", gateway.app)
            yield

    host = FastAPI(lifespan=lifespan)
    with serving(host) as address:
        assert chat(f"{address}/ai").headers["x-prefmem-applied"] == "1"
        assert upstream.last.path == "/v1/chat/completions"
        assert profile(f"{address}/ai", ADA)
        assert httpx.get(f"{address}/ai/v1/models", headers=ADA).status_code == 200
        assert upstream.last.path == "/v1/models"


def test_an_application_may_start_again(database: Path, embedder: Any, upstream: Any) -> None:
    settings = Settings(upstream=upstream.base_url, identity=Local(user="ada"))
    app = create_app(database, settings=settings, embedder=embedder)
    for _ in range(3):
        with TestClient(app, base_url="http://127.0.0.1") as client:
            assert client.get("/ready").status_code == 200
            found = client.get("/v1/memory/profile")
            assert found.json()["preferences"]
            asked = {"model": "m", "messages": ASK}
            told = client.post("/v1/chat/completions", json=asked)
            assert told.headers["x-prefmem-applied"] == "1"


def test_what_is_not_open_is_no_mistake_of_the_caller(
    database: Path, embedder: Any, upstream: Any
) -> None:
    settings = Settings(upstream=upstream.base_url, identity=Local(user="ada"))
    app = create_app(database, settings=settings, embedder=embedder)
    client = TestClient(app, base_url="http://127.0.0.1")
    for _ in range(2):
        for path in ("/v1/memory/profile", "/v1/models", "/ready"):
            found = client.get(path)
            assert (found.status_code, error_of(found)["code"]) == (503, "not_open")
        with client:
            assert client.get("/v1/memory/profile").status_code == 200


def test_a_gateway_that_has_ended_says_so(database: Path, embedder: Any, upstream: Any) -> None:
    settings = Settings(upstream=upstream.base_url, identity=Local(user="ada"))

    async def ended() -> Gateway:
        async with (
            AsyncPreferenceMemory.open(database, embedder=embedder) as memory,
            Gateway(memory, settings) as gateway,
        ):
            return gateway

    client = TestClient(asyncio.run(ended()).app, base_url="http://127.0.0.1")
    for path in ("/v1/memory/profile", "/v1/models"):
        assert (found := client.get(path)).status_code == 503
        assert error_of(found)["code"] == "not_open"
    asked = client.post("/v1/chat/completions", json={"messages": ASK})
    assert (asked.status_code, error_of(asked)["type"]) == (503, "server_error")
