"""Sends requests on to the model's service, with the headers that are for it."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from typing import Any

import httpx
from starlette.datastructures import Headers

from prefmem.wire import mine
from prefmem_asgi.errors import Refused
from prefmem_asgi.settings import Settings

logger = logging.getLogger("prefmem_asgi")
HOP = frozenset(
    [
        "connection",
        "keep-alive",
        "proxy-authenticate",
        "proxy-authorization",
        "te",
        "trailer",
        "trailers",
        "transfer-encoding",
        "upgrade",
        "proxy-connection",
    ]
)
"""Headers of one connection, which a gateway does not pass on (RFC 9110, 7.6.1)."""
OURS = frozenset({"host", "content-length", "cookie"})
IDLE = 3.0
"""Seconds for which an idle connection is kept: less than the five after which common servers close
theirs, since a request that meets the closing is lost."""
AT_ONCE = 1.0
"""Seconds within which a connection that breaks was closed before the request came."""
Header = tuple[bytes, bytes]


class Upstream:
    """The model's service behind the gateway."""

    def __init__(self, settings: Settings) -> None:
        limits = settings.limits
        self._base = settings.upstream.rstrip("/")
        self._key = settings.upstream_key
        self._takes_authorization = settings.identity.takes_authorization
        self._client = httpx.AsyncClient(
            timeout=httpx.Timeout(limits.upstream, connect=limits.connect),
            limits=httpx.Limits(
                max_connections=None, max_keepalive_connections=64, keepalive_expiry=IDLE
            ),
            follow_redirects=False,
            trust_env=False,
        )

    async def close(self) -> None:
        """Let go of connections."""
        await self._client.aclose()

    async def send(
        self,
        method: str,
        path: str,
        *,
        query: str = "",
        headers: Headers,
        body: bytes | None,
        plain: bool = False,
    ) -> httpx.Response:
        """Send a request; the response's body is still unread.

        Args:
            method: As the client sent it.
            path: Below the version: `/chat/completions`.
            query: As the client sent it.
            headers: The client's own; those for the gateway or for one connection stay here.
            body: The bytes to send.
            plain: Ask for an answer that is not compressed, because we read along.

        Raises:
            Refused: The upstream cannot be reached, or says nothing.
        """
        url = f"{self._base}{path}{'?' + query if query else ''}"
        given = self._headers(headers, plain=plain)
        request = self._client.build_request(method, url, content=body, headers=given)
        try:
            return await self._sent(request)
        except httpx.TimeoutException:
            raise Refused(504, "the model's service does not answer", code="timeout") from None
        except httpx.TransportError as failure:
            logger.warning("upstream cannot be reached: %s", type(failure).__name__)
            raise Refused(
                502, "the model's service cannot be reached", code="upstream_unreachable"
            ) from None

    async def _sent(self, request: httpx.Request) -> httpx.Response:
        """The response; asked for once more if the connection was closing as the request came."""
        begun = time.monotonic()
        try:
            return await self._client.send(request, stream=True)
        except (httpx.NetworkError, httpx.RemoteProtocolError) as failure:
            if isinstance(failure, httpx.ConnectError) or time.monotonic() - begun > AT_ONCE:
                raise
        return await self._client.send(request, stream=True)

    def _headers(self, headers: Headers, *, plain: bool) -> list[Header]:
        dropped = HOP | OURS | named_by_connection(headers)
        if plain:
            dropped |= {"accept-encoding"}
        if self._key is not None:
            dropped |= {"authorization", "api-key", "x-api-key"}
        elif self._takes_authorization and "x-prefmem-token" not in headers:
            dropped |= {"authorization"}
        named = ((k.decode("latin-1"), v) for k, v in headers.raw)
        # Values stay the bytes that they are: not all of them are ASCII.
        kept = [(k, v) for k, v in named if k not in dropped and not mine(k)]
        if self._key is not None:
            kept.append(("authorization", f"Bearer {self._key}".encode()))
        if not any(k == "accept-encoding" for k, _ in kept):
            kept.append(("accept-encoding", b"identity"))
        return [(k.encode("latin-1"), v) for k, v in kept]


def named_by_connection(headers: Mapping[str, Any]) -> set[str]:
    """Headers that `Connection` names as of one connection only."""
    named = str(headers.get("connection", ""))
    return {name.strip().lower() for name in named.split(",") if name.strip()}
