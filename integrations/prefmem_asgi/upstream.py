"""Sends requests on to the model's service, with the headers that are for it."""

from __future__ import annotations

import io
import logging
import time
from collections.abc import Mapping
from typing import Any

import aiohttp
from multidict import CIMultiDict
from starlette.datastructures import Headers
from yarl import URL

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
OURS = frozenset({"host", "content-length", "cookie", "expect"})
UNASKED = ("accept", "accept-encoding", "content-type", "user-agent")
"""Headers that the HTTP library would add of its own."""
HEADER_BYTES = 65_536
"""Of one header of an answer."""
AT_A_TIME = 1 << 20
"""Bytes of a body that are sent in one piece; a larger one goes in many."""
IDLE = 3.0
"""Seconds for which an idle connection is kept: less than the five after which common servers close
theirs, since a request that meets the closing is lost."""
AT_ONCE = 1.0
"""Seconds within which a connection that breaks was closed before the request came."""


class Upstream:
    """The model's service behind the gateway."""

    def __init__(self, settings: Settings) -> None:
        self._limits = settings.limits
        self._base = settings.upstream.rstrip("/")
        self._key = settings.upstream_key
        self._takes_authorization = settings.identity.takes_authorization
        self._opened: aiohttp.ClientSession | None = None

    async def close(self) -> None:
        """Let go of connections."""
        if self._opened is not None:
            await self._opened.close()

    async def send(
        self,
        method: str,
        path: str,
        *,
        query: str = "",
        headers: Headers,
        body: bytes | None,
        plain: bool = False,
    ) -> aiohttp.ClientResponse:
        """Send a request; the response's body is still unread.

        Args:
            method: As the client sent it.
            path: Below the version: `/chat/completions`.
            query: As the client sent it.
            headers: The client's own; those for the gateway or for one connection stay here.
            body: The bytes to send.
            plain: Ask for an answer that is not compressed, because we read along.

        Raises:
            Refused: The upstream cannot be reached, or says nothing, or a header cannot be sent.
        """
        url = f"{self._base}{path}{'?' + query if query else ''}"
        given = self._headers(headers, plain=plain)
        try:
            return await self._sent(method, URL(url, encoded=True), given, body)
        except TimeoutError:
            raise Refused(504, "the model's service does not answer", code="timeout") from None
        except aiohttp.ClientError as failure:
            logger.warning("upstream cannot be reached: %s", type(failure).__name__)
            raise Refused(
                502, "the model's service cannot be reached", code="upstream_unreachable"
            ) from None
        except ValueError:  # a control character, say
            raise Refused(400, "a header or the query cannot be sent", code="bad_input") from None

    async def _sent(
        self, method: str, url: URL, headers: CIMultiDict[str], body: bytes | None
    ) -> aiohttp.ClientResponse:
        """The response; asked for once more if the connection was closing as the request came."""
        begun = time.monotonic()
        try:
            return await self._once(method, url, headers, body)
        except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError) as failure:
            early = time.monotonic() - begun <= AT_ONCE
            if isinstance(failure, aiohttp.ClientConnectorError) or not early:
                raise
        return await self._once(method, url, headers, body)

    async def _once(
        self, method: str, url: URL, headers: CIMultiDict[str], body: bytes | None
    ) -> aiohttp.ClientResponse:
        large = body is not None and len(body) > AT_A_TIME
        return await self._session().request(
            method,
            url,
            data=io.BytesIO(body) if body is not None and large else body or None,
            headers=headers,
            allow_redirects=False,
        )

    def _session(self) -> aiohttp.ClientSession:
        """One for all requests, made at the first: it belongs to the loop that runs then."""
        if self._opened is None:
            limits = self._limits
            self._opened = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=IDLE),
                # One user's cookies are not another's.
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=aiohttp.ClientTimeout(
                    total=None, connect=limits.connect, sock_read=limits.upstream
                ),
                skip_auto_headers=UNASKED,
                auto_decompress=False,
                max_line_size=HEADER_BYTES,
                max_field_size=HEADER_BYTES,
            )
        return self._opened

    def _headers(self, headers: Headers, *, plain: bool) -> CIMultiDict[str]:
        dropped = HOP | OURS | named_by_connection(headers)
        if plain:
            dropped |= {"accept-encoding"}
        if self._key is not None:
            dropped |= {"authorization", "api-key", "x-api-key"}
        elif self._takes_authorization and "x-prefmem-token" not in headers:
            dropped |= {"authorization"}
        kept = CIMultiDict[str]()
        for raw, value in headers.raw:
            name = raw.decode("latin-1")
            if name not in dropped and not mine(name):
                kept.add(name, text_of(value))
        if self._key is not None:
            kept["authorization"] = f"Bearer {self._key}"
        kept.setdefault("accept-encoding", "identity")
        return kept


def text_of(value: bytes) -> str:
    """A header's value as text: UTF-8 as it is sent on, or the older Latin-1."""
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("latin-1")


def named_by_connection(headers: Mapping[str, Any]) -> set[str]:
    """Headers that `Connection` names as of one connection only."""
    named = str(headers.get("connection", ""))
    return {name.strip().lower() for name in named.split(",") if name.strip()}
