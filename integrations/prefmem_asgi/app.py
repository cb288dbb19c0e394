"""Puts the gateway together: an ASGI application to run or to mount."""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeAlias
from urllib.parse import quote

from fastapi.exceptions import RequestValidationError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount
from starlette.types import ASGIApp, Receive, Scope, Send

from prefmem import AsyncPreferenceMemory, PrefmemError
from prefmem.dropin import FailOpen
from prefmem_asgi import errors, rest
from prefmem_asgi.describing import Described
from prefmem_asgi.gateway import PASSED, PERSONALIZED, Service
from prefmem_asgi.limits import Door, Rate
from prefmem_asgi.settings import Settings
from prefmem_asgi.upstream import Upstream
from prefmem_asgi.warming import Warming

logger = logging.getLogger("prefmem_asgi")
Endpoint: TypeAlias = Callable[[Request, str], Awaitable[Response]]


class Gateway:
    """A gateway over a memory that is open: enter it, then run or mount its `app`.

    ```python
    async with AsyncPreferenceMemory.open("prefmem.db") as memory:
        async with Gateway(memory, settings) as gateway:
            app.mount("/ai", gateway.app)
    ```
    """

    def __init__(self, memory: AsyncPreferenceMemory, settings: Settings) -> None:
        fail_open = FailOpen(logger, seconds=settings.limits.memory)
        self._service = Service(
            memory=memory,
            settings=settings,
            upstream=Upstream(settings),
            fail_open=fail_open,
            rate=Rate(settings.limits.per_minute),
            warming=Warming(memory=memory, fail_open=fail_open),
        )
        self.app = _app(self._service)

    async def __aenter__(self) -> Self:
        """Have the memory load what requests need; not for longer than the limits say."""
        service = self._service
        await service.warming.begin(service.settings.limits.warming)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Finish what is to be kept of answered requests, and let go of the upstream."""
        service = self._service
        service.leaving = True
        await service.warming.end()
        seconds = service.settings.limits.drain
        if left := await service.underway.left(seconds):
            logger.warning("%d requests were still under way at shutdown", left)
        if left := await service.fail_open.drain(seconds):
            logger.warning("%d writes were still under way at shutdown", left)
        await service.upstream.close()


def create_app(
    location: str | Path | None = None, *, settings: Settings, **options: Any
) -> Starlette:
    """An application that opens its own memory when it starts, to be run by any ASGI server.

    It may start again after it has ended, and opens the memory anew.

    Args:
        location: As for `AsyncPreferenceMemory.open`.
        settings: The gateway's.
        **options: Further arguments of `AsyncPreferenceMemory.open`.
    """
    place = _Place()

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncGenerator[None]:
        async with (
            AsyncPreferenceMemory.open(location, **options) as memory,
            Gateway(memory, settings) as gateway,
        ):
            place.app = gateway.app
            try:
                yield
            finally:
                place.app = _not_open

    return Starlette(routes=[Mount("", app=place)], lifespan=lifespan)


async def _not_open(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        return await send({"type": "websocket.close"})
    await errors.not_open().response()(scope, receive, send)


class _Place:
    """Where the gateway of this start stands, between its beginning and its end."""

    def __init__(self) -> None:
        self.app: ASGIApp = _not_open

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(scope, receive, send)


def _app(service: Service) -> Described:
    app = Described(
        title="prefmem",
        description="Preference memory: an OpenAI-compatible gateway and the memory itself.",
        version="1",
        docs_url=None,
        redoc_url=None,
    )
    for path in PERSONALIZED:
        _route(app, path, service.personalized, "POST")
    for path, method in PASSED.items():
        _route(app, path, service.passed, method)
    app.identity = service.settings.identity
    app.state.service = service
    app.include_router(rest.api)
    app.add_route("/health", _alive, methods=["GET"])
    app.add_route("/ready", _ready(service), methods=["GET"])
    for kind in (Exception, PrefmemError, HTTPException, RequestValidationError, ClientDisconnect):
        app.add_exception_handler(kind, _answer)
    limits = service.settings.limits
    app.add_middleware(
        Door,
        crowd=limits.concurrency,
        body=limits.body,
        seconds=limits.arrival,
        exempt=("/health", "/ready"),
    )
    return app


def _route(app: Starlette, path: str, serve: Endpoint, method: str) -> None:
    async def endpoint(request: Request) -> Response:
        if any({"", ".", ".."} & {*value.split("/")} for value in request.path_params.values()):
            raise HTTPException(404)  # it would lead out of the paths that are open
        names = {name: quote(value) for name, value in request.path_params.items()}
        return await serve(request, path.replace(":path", "").format(**names))

    app.add_route(f"/v1{path}", endpoint, methods=[method])


async def _alive(_: Request) -> Response:
    return JSONResponse({"status": "alive"})


def _ready(service: Service) -> Callable[[Request], Awaitable[Response]]:
    async def ready(_: Request) -> Response:
        if not service.warming.done:
            return JSONResponse({"status": "warming up"}, status_code=503)
        status = await service.fail_open.acall("status", service.memory.status)
        if service.leaving or status is None:
            return JSONResponse({"status": "not ready"}, status_code=503)
        failures = dict(service.fail_open.counts)
        return JSONResponse({"status": "ready", "waiting": status.waiting, "failures": failures})

    return ready


async def _answer(_: Request, failure: Exception) -> Response:
    response = errors.of(failure)
    if response.status_code >= 500 and not isinstance(failure, HTTPException):
        logger.error("request failed", exc_info=failure)
    return response
