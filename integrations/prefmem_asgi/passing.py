"""Passes answers on: bytes as they come, headers as they are, errors as the upstream sends them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from typing import Any, TypeVar, cast

import anyio
from aiohttp import ClientError, ClientResponse, StreamReader
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from prefmem_asgi.upstream import HOP, named_by_connection

logger = logging.getLogger("prefmem_asgi")
DATED = frozenset({"date"})
"""The server that we run in dates what it sends; two dates in one answer are one too many."""
Seen = Callable[[bytes], None]
T = TypeVar("T")


class Passed(Response):
    """The upstream's response as ours: the same status, headers and bytes, as they come."""

    def __init__(
        self,
        response: ClientResponse,
        *,
        headers: Mapping[str, str],
        seen: Seen | None = None,
        ending: Callable[[], Awaitable[None]] | None = None,
        ended: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        """Keep the upstream's response.

        Args:
            response: Still unread.
            headers: Ours, added to its own.
            seen: Is shown every chunk that went out.
            ending: Called before the last byte goes out, if the answer is whole.
            ended: Called once: the last byte is out, the client left, or the answer was cut.
        """
        super().__init__(status_code=response.status)
        self._response = response
        self._seen = seen
        self._ending = ending
        self._ended = ended
        dropped = HOP | DATED | named_by_connection(response.headers)
        theirs = ((k.lower(), v) for k, v in response.raw_headers)
        self.raw_headers = [
            *((k, v) for k, v in theirs if k.decode("latin-1") not in dropped),
            *((k.encode(), v.encode("latin-1")) for k, v in headers.items()),
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass it on, until it ends or the client leaves."""
        try:
            async with anyio.create_task_group() as group:
                group.start_soon(_cancel_when_left, receive, group.cancel_scope)
                await self._pass(send)
                group.cancel_scope.cancel()
        finally:
            with anyio.CancelScope(shield=True):
                self._response.close()
                if self._ended is not None:
                    await self._ended()

    async def _pass(self, send: Send) -> None:
        start = {
            "type": "http.response.start",
            "status": self.status_code,
            "headers": self.raw_headers,
        }
        await send(start)
        content, cut = self._response.content, ""
        while not cut:
            try:
                chunk = await content.readany()
            except (ClientError, TimeoutError) as failure:
                cut = type(failure).__name__
                chunk = _unread(content)
            if chunk:
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
                if self._seen is not None:
                    self._seen(chunk)
            elif not cut:
                break
        if cut:
            # The status is out already. A response that is never completed makes the server break
            # the connection: the client sees that the answer was cut, as it would without us.
            logger.warning("upstream cut its answer: %s", cut)
            return
        if self._ending is not None:
            await self._ending()
        await send({"type": "http.response.body", "body": b"", "more_body": False})


def _unread(content: StreamReader) -> bytes:
    """What came before a cut: the reader tells of the cut first, and would keep the rest."""
    content.set_exception(cast("Any", None))
    return content.read_nowait()


async def unless_left(receive: Receive, answering: Coroutine[Any, Any, T]) -> T:
    """What `answering` gives; broken off as soon as the client has left.

    Raises:
        ClientDisconnect: It left; nobody is there to read an answer, and nobody pays for one.
    """
    answer = asyncio.ensure_future(answering)
    left = asyncio.ensure_future(_left(receive))
    try:
        await asyncio.wait({answer, left}, return_when=asyncio.FIRST_COMPLETED)
        if not answer.done():
            raise ClientDisconnect
        return answer.result()
    finally:
        answer.cancel()
        left.cancel()
        await asyncio.wait({answer, left})


async def _cancel_when_left(receive: Receive, scope: anyio.CancelScope) -> None:
    await _left(receive)
    scope.cancel()


async def _left(receive: Receive) -> None:
    """Return when the client has left."""
    while (await receive())["type"] != "http.disconnect":
        pass
