"""The OpenAI-compatible side: read a request, add what applies, pass it on, keep what was said."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, cast

from starlette.requests import Request
from starlette.responses import Response

from prefmem import AsyncPreferenceMemory, AsyncUserMemory, PrefmemError
from prefmem.dropin import FailOpen
from prefmem.types import Personalization
from prefmem.wire import (
    AnswerReader,
    Dialect,
    Exchange,
    Switches,
    dialect_of,
    exchange,
    messages_of,
    placed,
    switches_of,
)
from prefmem_asgi.errors import Refused
from prefmem_asgi.identity import Caller, Unauthenticated
from prefmem_asgi.limits import Rate
from prefmem_asgi.settings import Settings
from prefmem_asgi.upstream import Passed, Upstream

logger = logging.getLogger("prefmem_asgi")
Body = Mapping[str, Any]
PASSED = ("/models", "/models/{model:path}", "/embeddings", "/moderations")
"""Paths that memory has no business in. No others are passed on: with the gateway's own key they
would open files and settings of whoever runs it to every user."""
PERSONALIZED = ("/chat/completions", "/responses")


@dataclass(slots=True, kw_only=True)
class Service:
    """What the endpoints share while the gateway is open."""

    memory: AsyncPreferenceMemory
    settings: Settings
    upstream: Upstream
    fail_open: FailOpen
    rate: Rate
    leaving: bool = False

    def admit(self, headers: Mapping[str, str], body: Body | None = None) -> Caller:
        """Whose request it is, if one more is allowed.

        Raises:
            Refused: Not authenticated, or too many requests.
        """
        try:
            caller = self.settings.identity.caller(headers, body)
        except Unauthenticated as failure:
            raise Refused(
                401, str(failure), code="unauthenticated", headers={"www-authenticate": "Bearer"}
            ) from None
        self.rate.take(caller)
        return caller

    def user(self, caller: Caller) -> AsyncUserMemory:
        """The caller's memory.

        Raises:
            UsageError: The name is none that a store can keep.
        """
        return self.memory.user(caller.user, tenant=caller.tenant)

    async def passed(self, request: Request, path: str) -> Response:
        """Send a request on as it is, for callers that may use the gateway."""
        self.admit(request.headers)
        response = await self.upstream.send(
            request.method,
            path,
            query=request.url.query,
            headers=request.headers,
            body=await request.body(),
        )
        return Passed(response, headers={})

    async def personalized(self, request: Request, path: str) -> Response:
        """Answer a chat completion or a response."""
        raw = await request.body()
        body = _mapping(raw)
        turn = Turn(
            service=self,
            dialect=cast("Dialect", dialect_of(path)),
            body=body,
            user=self.user(self.admit(request.headers, body)),
            switches=switches_of(request.headers),
        )
        sent = await turn.prepare()
        response = await self.upstream.send(
            "POST",
            path,
            query=request.url.query,
            headers=request.headers,
            body=raw if sent is body else json.dumps(sent, ensure_ascii=False).encode(),
            plain=True,
        )
        reader = AnswerReader(turn.dialect, response.headers.get("content-type", ""))
        return Passed(
            response,
            headers=turn.headers(),
            seen=reader.feed,
            ended=partial(turn.keep, reader) if response.is_success else None,
        )


@dataclass(slots=True, kw_only=True)
class Turn:
    """One personalized request on its way."""

    service: Service
    dialect: Dialect
    body: Body
    user: AsyncUserMemory
    switches: Switches
    result: Personalization | None = None
    new: Exchange | None = None
    said: asyncio.Future[Any] | None = None
    memory: str = field(default="off")

    async def prepare(self) -> Body:
        """Ask memory, begin to keep what the user said; the body to send.

        The user's words are on their way to the disk before the request leaves, so that neither a
        model that fails nor a client that hangs up loses them.
        """
        if not self.switches.read:
            return self.body
        said = messages_of(self.dialect, self.body)
        settings, fail_open = self.service.settings, self.service.fail_open
        budget = settings.budget if self.switches.budget is None else self.switches.budget
        ask = partial(self.user.personalize, said, budget=budget, context=self.switches.context)
        self.result = await fail_open.acall("personalize", ask)
        self.memory = "failed" if self.result is None else "on"
        if self.switches.write:
            try:
                self.new = exchange(said, conversation=self.switches.conversation)
            except PrefmemError:
                self.new = None  # no chat messages: what is wrong is the upstream's to say
        if self.new is not None and self.new.turns:
            self.said = await fail_open.later("observe", self._observe(list(self.new.turns)))
        return self.body if self.result is None else placed(self.dialect, self.body, self.result)

    def headers(self) -> dict[str, str]:
        """What the caller is told."""
        if self.result is None:
            return {"x-prefmem-memory": self.memory, "x-prefmem-applied": "0"}
        return {
            "x-prefmem-memory": self.memory,
            "x-prefmem-decision": self.result.decision.decision_id,
            "x-prefmem-tier": self.result.decision.tier,
            "x-prefmem-applied": str(len(self.result.applied)),
        }

    async def keep(self, reader: AnswerReader) -> None:
        """Keep the answer as far as it came, after it is out and after what it answers."""
        text, said = reader.text(), self.said
        if said is None or self.new is None or not text.strip():
            return
        observe = self._observe([self.new.answer(text)])

        async def in_order() -> None:
            await asyncio.wait({said})
            await observe()

        await self.service.fail_open.later("observe", in_order)

    def _observe(self, turns: list[Any]) -> partial[Any]:
        conversation = cast("Exchange", self.new).conversation
        return partial(
            self.user.observe, turns, conversation=conversation, context=self.switches.context
        )


def _mapping(raw: bytes) -> Body:
    try:
        body: object = json.loads(raw)
    except ValueError as failure:
        where = getattr(failure, "pos", None)
        place = f" at character {where}" if where is not None else ""
        raise Refused(400, f"the body is not valid JSON{place}", code="malformed_json") from None
    except RecursionError:
        raise Refused(400, "the body is nested too deeply", code="malformed_json") from None
    if not isinstance(body, dict):
        raise Refused(400, "the body must be a JSON object", code="malformed_json")
    return cast("Body", body)
