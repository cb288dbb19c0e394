"""Limits on size, rate and concurrency. Pure ASGI and plain arithmetic."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from prefmem_asgi.errors import Refused
from prefmem_asgi.identity import Caller

MAX_BUCKETS = 10_000
"""Users whose rate is remembered; the one seen longest ago is forgotten first."""


class Rate:
    """A token bucket for each user."""

    def __init__(self, per_minute: int, *, now: Callable[[], float] = time.monotonic) -> None:
        self._per_minute = per_minute
        self._now = now
        self._buckets: OrderedDict[Caller, tuple[float, float]] = OrderedDict()

    def take(self, caller: Caller) -> None:
        """Count one request.

        Raises:
            Refused: This user sent too many.
        """
        if not self._per_minute:
            return
        now, rate = self._now(), self._per_minute / 60
        left, then = self._buckets.pop(caller, (float(self._per_minute), now))
        left = min(float(self._per_minute), left + (now - then) * rate)
        allowed = left >= 1
        self._buckets[caller] = (left - 1 if allowed else left, now)
        if len(self._buckets) > MAX_BUCKETS:
            self._buckets.popitem(last=False)
        if not allowed:
            wait = str(max(1, round((1 - left) / rate)))
            raise Refused(
                429,
                f"over {self._per_minute} requests a minute; try again in {wait} s",
                code="rate_limit_exceeded",
                headers={"retry-after": wait},
            )


class Door:
    """Refuses one request too many before it is read, and one too large before it is held.

    Nobody keeps a place by sending a request that never ends.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        crowd: int,
        body: int,
        seconds: float,
        exempt: tuple[str, ...] = (),
    ) -> None:
        self._app = app
        self._crowd = crowd
        self._body = body
        self._seconds = seconds
        self._exempt = exempt
        self._inside = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, or answer it."""
        inside = str(scope.get("path", "")).removeprefix(scope.get("root_path", ""))
        if scope["type"] != "http" or inside in self._exempt:
            return await self._app(scope, receive, send)
        if self._inside >= self._crowd:
            refused = Refused(
                503, "too many requests at once", code="overloaded", headers={"retry-after": "1"}
            )
            return await refused.response()(scope, receive, send)
        length = Headers(scope=scope).get("content-length", "")
        if length.isascii() and length.isdigit() and int(length) > self._body:
            return await self._too_large().response()(scope, receive, send)
        self._inside += 1
        try:
            await self._app(scope, self._measured(receive), send)
        finally:
            self._inside -= 1

    def _measured(self, receive: Receive) -> Receive:
        taken, whole = 0, False
        until = asyncio.get_running_loop().time() + self._seconds

        async def measured() -> Message:
            nonlocal taken, whole
            if whole:
                return await receive()
            try:
                async with asyncio.timeout_at(until):
                    message = await receive()
            except TimeoutError:
                raise Refused(
                    408, f"no whole request in {self._seconds:g} s", code="request_timeout"
                ) from None
            taken += len(message.get("body", b""))
            whole = not message.get("more_body", False)
            if taken > self._body:
                raise self._too_large()
            return message

        return measured

    def _too_large(self) -> Refused:
        return Refused(413, f"the body has over {self._body:,} bytes", code="body_too_large")
