"""A real HTTP service that answers as it is told, and memories to put before it."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from prefmem import PreferenceMemory
from prefmem.embedders.minilm import MiniLM
from prefmem.errors import EmbedderError

ANSWER = "Here is a plan for dinner."
Serving = Callable[[Any], AbstractContextManager[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    method: str
    path: str
    headers: dict[str, str]
    raw: bytes

    @property
    def body(self) -> dict[str, Any]:
        return json.loads(self.raw)

    @property
    def text(self) -> str:
        return self.raw.decode()


@dataclass(slots=True)
class Scripted:
    """An OpenAI-compatible service whose behaviour is chosen by the name of the model."""

    base_url: str = ""
    requests: list[Recorded] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    """By the name of the model: what it answers in a chat, if not the usual."""
    meanwhile: Callable[[], object] | None = None
    """Called once it has been asked, before it answers."""
    closed_early: threading.Event = field(default_factory=threading.Event)

    @property
    def last(self) -> Recorded:
        return self.requests[-1]

    def app(self) -> Starlette:
        paths = ["/v1/chat/completions", "/v1/responses", "/v1/embeddings", "/v1/models"]
        routes = [Route(p, self.answer, methods=["GET", "POST"]) for p in paths]
        azure = "/openai/deployments/{name}/chat/completions"
        return Starlette(routes=[*routes, Route(azure, self.answer, methods=["POST"])])

    async def answer(self, request: Request) -> Response:
        raw = await request.body()
        path = request.url.path
        self.requests.append(
            Recorded(method=request.method, path=path, headers=dict(request.headers), raw=raw)
        )
        if self.meanwhile is not None:
            await asyncio.to_thread(self.meanwhile)
        body = json.loads(raw) if raw else {}
        script = body.get("model", "")
        if script == "error":
            error = {"error": {"message": "slow down", "type": "rate_limit", "extra": [1]}}
            headers = {"retry-after": "7", "x-upstream": "yes"}
            return JSONResponse(error, status_code=429, headers=headers)
        if script == "wrong":
            return JSONResponse({"error": {"message": "no such model"}}, status_code=404)
        if script == "hang":
            await asyncio.sleep(30)
        if "embeddings" in path or "models" in path:
            return JSONResponse({"object": "list", "data": []}, headers={"x-upstream": "yes"})
        if (odd := self.answers.get(script)) is not None:
            return self.odd(odd, stream=bool(body.get("stream")))
        if script == "tools" and body["messages"][-1]["role"] != "tool":
            return JSONResponse(tool_call())
        make = responses_events if "responses" in path else chat_events
        whole = response_body if "responses" in path else chat_body
        if not body.get("stream"):
            return JSONResponse(whole(), headers={"x-request-id": "r-1", "x-upstream": "yes"})
        return StreamingResponse(
            self.stream(make(), script), media_type="text/event-stream; charset=utf-8"
        )

    def odd(self, answer: str, *, stream: bool) -> Response:
        message = {"role": "assistant", "content": answer}
        if stream:
            return StreamingResponse(
                iter([sse({"choices": [{"index": 0, "delta": message}]})]),
                media_type="text/event-stream",
            )
        whole = {**chat_body(), "choices": [{"index": 0, "message": message}]}
        return Response(json.dumps(whole), media_type="application/json")

    async def stream(self, events: list[bytes], script: str) -> AsyncIterator[bytes]:
        try:
            for place, event in enumerate(events):
                if script == "cut" and place == 2:
                    raise ConnectionResetError
                if script == "endless":
                    while True:
                        yield event
                        await asyncio.sleep(0.01)
                yield event
                await asyncio.sleep(0)
        except ConnectionResetError:
            raise
        except BaseException:
            self.closed_early.set()
            raise


def chat_body() -> dict[str, Any]:
    message = {"role": "assistant", "content": ANSWER}
    choice = {"index": 0, "message": message, "finish_reason": "stop"}
    usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
    return {
        "id": "c-1",
        "object": "chat.completion",
        "created": 1,
        "model": "m",
        "choices": [choice],
        "usage": usage,
    }


def tool_call() -> dict[str, Any]:
    call = {"name": "pantry", "arguments": '{"shelf": "top"}'}
    message = {"role": "assistant", "content": None}
    calls = [{"id": "t-1", "type": "function", "function": call}]
    choice = {
        "index": 0,
        "message": {**message, "tool_calls": calls},
        "finish_reason": "tool_calls",
    }
    return {**chat_body(), "choices": [choice]}


def chat_events() -> list[bytes]:
    pieces = [{"role": "assistant", "content": ""}, *({"content": w} for w in words()), {}]
    events = []
    for place, delta in enumerate(pieces):
        finish = "stop" if place == len(pieces) - 1 else None
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        chunk = {"id": "c-1", "object": "chat.completion.chunk", "created": 1, "model": "m"}
        events.append(sse({**chunk, "choices": [choice]}))
    return [b": a comment\r\n\r\n", *events, b"data: [DONE]\n\n"]


def response_body() -> dict[str, Any]:
    part = {"type": "output_text", "text": ANSWER, "annotations": []}
    item = {
        "type": "message",
        "id": "m-1",
        "role": "assistant",
        "status": "completed",
        "content": [part],
    }
    return {
        "id": "resp_1",
        "object": "response",
        "created_at": 1,
        "model": "m",
        "status": "completed",
        "output": [item],
        "parallel_tool_calls": False,
        "tool_choice": "auto",
        "tools": [],
    }


def responses_events() -> list[bytes]:
    place = {"item_id": "m-1", "output_index": 0, "content_index": 0}
    bare = {**response_body(), "output": [], "status": "in_progress"}
    empty = {
        "type": "message",
        "id": "m-1",
        "role": "assistant",
        "status": "in_progress",
        "content": [],
    }
    part = {"type": "output_text", "text": "", "annotations": []}
    events: list[dict[str, Any]] = [
        {"type": "response.created", "response": bare},
        {"type": "response.output_item.added", "output_index": 0, "item": empty},
        {"type": "response.content_part.added", **place, "part": part},
        *({"type": "response.output_text.delta", **place, "delta": w} for w in words()),
        {"type": "response.completed", "response": response_body()},
    ]
    return [sse({**e, "sequence_number": i}, name=e["type"]) for i, e in enumerate(events)]


def words() -> list[str]:
    return [f"{word} " for word in ANSWER.split()[:-1]] + [ANSWER.split()[-1]]


def sse(data: dict[str, Any], name: str | None = None) -> bytes:
    event = f"event: {name}\n" if name else ""
    return f"{event}data: {json.dumps(data)}\n\n".encode()


@contextmanager
def running(app: Any) -> Iterator[str]:
    """Serve an ASGI application from a thread; gives its address."""
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(app, log_level="critical", timeout_graceful_shutdown=2)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    until = time.monotonic() + 20
    while not server.started:
        assert thread.is_alive(), "the server ended while it started"
        assert time.monotonic() < until, "the server did not start"
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(20)
        listener.close()
        assert not thread.is_alive(), "the server did not stop"


@pytest.fixture(scope="session")
def serving() -> Serving:
    return running


@pytest.fixture(scope="session")
def scripted_service() -> Iterator[Scripted]:
    scripted = Scripted()
    with running(scripted.app()) as address:
        scripted.base_url = f"{address}/v1"
        yield scripted


@pytest.fixture
def upstream(scripted_service: Scripted) -> Scripted:
    scripted_service.requests.clear()
    scripted_service.closed_early.clear()
    scripted_service.meanwhile = None
    return scripted_service


class Embedder:
    """The real one, which can be told to break or to dawdle."""

    def __init__(self) -> None:
        self._real = MiniLM()
        self.fingerprint = self._real.fingerprint
        self.broken = False
        self.seconds = 0.0

    async def embed(self, texts: Sequence[str], *, purpose: Literal["query", "document"]) -> Any:
        if self.broken:
            raise EmbedderError("the model's file is gone; install it again")
        await asyncio.sleep(self.seconds)
        return await self._real.embed(texts, purpose=purpose)


@pytest.fixture(scope="session")
def loaded_embedder() -> Embedder:
    embedder = Embedder()
    with PreferenceMemory.open(":memory:", embedder=embedder) as memory:
        memory.warm()
    return embedder


@pytest.fixture
def embedder(loaded_embedder: Embedder) -> Iterator[Embedder]:
    yield loaded_embedder
    loaded_embedder.broken = False
    loaded_embedder.seconds = 0.0


@pytest.fixture
def memory(embedder: Embedder) -> Iterator[PreferenceMemory]:
    with PreferenceMemory.open(":memory:", embedder=embedder) as opened:
        yield opened


@pytest.fixture
def vegetarian(memory: PreferenceMemory) -> PreferenceMemory:
    """Ada has told that she is a vegetarian; Bob has told nothing."""
    said = [{"role": "user", "content": "I'm vegetarian, please never suggest meat."}]
    memory.user("ada").observe(said, conversation="before")
    assert statements(memory, "ada")
    return memory


def statements(memory: PreferenceMemory, user: str, tenant: str = "default") -> list[str]:
    profile = memory.user(user, tenant=tenant).profile()
    return [p.statement for p in profile.preferences]


@pytest.fixture(scope="session")
def held() -> Callable[..., list[str]]:
    return statements
