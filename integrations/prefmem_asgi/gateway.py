"""The OpenAI-compatible side: read a request, add what applies, pass it on, keep what was said."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import cast

import anyio
from anyio import CapacityLimiter
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response

from prefmem import AsyncPreferenceMemory, AsyncUserMemory
from prefmem.dropin import FailOpen
from prefmem.wire import (
    AnswerReader,
    Dialect,
    dialect_of,
    switches_of,
)
from prefmem_asgi.bodies import Aside, Body, packed, unpacked
from prefmem_asgi.errors import Refused, not_open
from prefmem_asgi.identity import Caller, Unauthenticated
from prefmem_asgi.limits import Rate
from prefmem_asgi.passing import Passed, unless_left
from prefmem_asgi.settings import Settings
from prefmem_asgi.turn import Turn, Underway
from prefmem_asgi.upstream import Upstream, text_of
from prefmem_asgi.warming import Warming

PASSED = {
    "/models": "GET",
    "/models/{model:path}": "GET",
    "/embeddings": "POST",
    "/moderations": "POST",
}
"""Paths that memory has no business in, each with its method. Nothing else is passed on: with the
gateway's own key it would open files and settings of whoever runs it to every user, and let every
user delete models."""
ONCE = (
    "authorization",
    "x-prefmem-token",
    "x-prefmem-secret",
    "x-prefmem-user",
    "x-prefmem-tenant",
)
"""Headers that say whose request it is."""
PERSONALIZED = ("/chat/completions", "/responses")
SOMEBODY: Body = {"user": "somebody"}
"""Stands for a body that is not read yet, where that will say whose request it is."""


@dataclass(slots=True, kw_only=True)
class Service:
    """What the endpoints share while the gateway is open."""

    memory: AsyncPreferenceMemory
    settings: Settings
    upstream: Upstream
    fail_open: FailOpen
    rate: Rate
    warming: Warming
    underway: Underway = field(default_factory=Underway)
    reading: CapacityLimiter = field(default_factory=partial(CapacityLimiter, 1))
    leaving: bool = False

    def admit(self, headers: Headers, body: Body | None = None) -> Caller:
        """Whose request it is, if one more is allowed.

        Raises:
            Refused: Not authenticated, or too many requests, or the gateway has ended.
        """
        if self.leaving:
            raise not_open()
        caller = self._known(headers, body)
        self.rate.take(caller)
        return caller

    def _known(self, headers: Headers, body: Body | None) -> Caller:
        for name in ONCE:
            if len(headers.getlist(name)) > 1:
                # A proxy that adds a header where it should set it lets a client name anybody.
                raise Refused(400, f"more than one {name} header", code="bad_input")
        try:
            return self.settings.identity.caller(headers, body)
        except Unauthenticated as failure:
            raise Refused(
                401, str(failure), code="unauthenticated", headers={"www-authenticate": "Bearer"}
            ) from None

    async def _read(self, request: Request) -> tuple[Caller, bytes, Body, Aside]:
        """Whose request it is, what it says, and where: nobody is read who must not ask.

        Raises:
            Refused: As `admit`, or a body that is no JSON object.
        """
        headers, caller = request.headers, None
        if getattr(self.settings.identity, "user_from_body", False):
            self._known(headers, SOMEBODY)
        else:  # an identity that does not say reads no body
            caller = self.admit(headers)
        raw = await request.body()
        aside = Aside(size=len(raw), turn=self.reading)
        body = await aside.run(partial(unpacked, raw))
        return caller or self.admit(headers, body), raw, body, aside

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
        self.underway.enter()
        headers = request.headers
        caller, raw, body, aside = await self._read(request)
        turn = Turn(
            settings=self.settings,
            fail_open=self.fail_open,
            underway=self.underway,
            dialect=cast("Dialect", dialect_of(path)),
            body=body,
            aside=aside,
            user=self.user(caller),
            switches=switches_of({n.decode("latin-1"): text_of(v) for n, v in headers.raw}),
        )
        try:
            sent = await turn.prepare()
            answering = self.upstream.send(
                "POST",
                path,
                query=request.url.query,
                headers=headers,
                body=raw if sent is body else await aside.run(partial(packed, sent)),
                plain=True,
            )
            response = await unless_left(request.receive, answering)
        except BaseException:
            # No answer, the client left, we are stopped: it was said all the same.
            with anyio.CancelScope(shield=True):
                await turn.keep(None)
            raise
        reader = AnswerReader(turn.dialect, response.headers.get("content-type", ""))
        return Passed(
            response,
            headers=turn.headers(),
            seen=reader.feed if turn.keeps else None,
            ending=partial(turn.begin_keeping, reader),
            ended=partial(turn.keep, reader),
        )
