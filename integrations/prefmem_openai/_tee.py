"""Reads along while the application reads a response body; hands on every byte as it came.

One class a side for whichever of `httpx2` and the older `httpx` the client stands on: both ask
that a body is an instance of their own stream class.
"""

from __future__ import annotations

import sys
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from functools import cache
from typing import Any, cast

from prefmem.wire import AnswerReader, Dialect


class Along:
    """Feeds what passes by to a reader, decompressed, and tells once when it is over."""

    def __init__(self, dialect: Dialect, response: Any) -> None:
        headers = response.headers
        self._reader = AnswerReader(dialect, headers.get("content-type", ""))
        coding = headers.get("content-encoding", "identity").strip().lower()
        # 47: gzip or zlib, whichever it is. Other codings would have to be guessed at: left alone.
        self._unpack = zlib.decompressobj(47) if coding in ("gzip", "deflate") else None
        self._readable = self._unpack is not None or coding == "identity"
        self._over = False

    def feed(self, data: bytes) -> None:
        """Read along."""
        if not self._readable:
            return
        try:
            self._reader.feed(self._unpack.decompress(data) if self._unpack else data)
        except zlib.error:
            self._readable = False

    def end(self) -> str | None:
        """The answer as far as it came; `None` if that was told before."""
        if self._over:
            return None
        self._over = True
        return self._reader.text()


def tee(response: Any, dialect: Dialect, told: Callable[[str], None]) -> None:
    """Read along a sync response that is still unread; `told` gets the answer at its end."""
    response.stream = _sync(_package(response))(response.stream, Along(dialect, response), told)


def atee(response: Any, dialect: Dialect, told: Callable[[str], Awaitable[None]]) -> None:
    """The same for an async response."""
    response.stream = _async(_package(response))(response.stream, Along(dialect, response), told)


def is_response(found: object) -> bool:
    """True for an HTTP response of `httpx2` or `httpx`."""
    package = sys.modules.get(type(found).__module__.partition(".")[0])
    kind = getattr(package, "Response", None)
    return hasattr(package, "SyncByteStream") and isinstance(kind, type) and isinstance(found, kind)


def _package(response: object) -> str:
    return type(response).__module__.partition(".")[0]


@cache
def _sync(package: str) -> type[Any]:
    base = cast("type[Any]", sys.modules[package].SyncByteStream)

    class Tee(base):
        def __init__(self, inner: Any, along: Along, told: Callable[[str], None]) -> None:
            self._inner, self._along, self._told = inner, along, told

        def __iter__(self) -> Iterator[bytes]:
            for data in self._inner:
                self._along.feed(data)
                yield data

        def close(self) -> None:
            try:
                self._inner.close()
            finally:
                if (text := self._along.end()) is not None:
                    self._told(text)

    return Tee


@cache
def _async(package: str) -> type[Any]:
    base = cast("type[Any]", sys.modules[package].AsyncByteStream)

    class Tee(base):
        def __init__(
            self, inner: Any, along: Along, told: Callable[[str], Awaitable[None]]
        ) -> None:
            self._inner, self._along, self._told = inner, along, told

        async def __aiter__(self) -> AsyncIterator[bytes]:
            async for data in self._inner:
                self._along.feed(data)
                yield data

        async def aclose(self) -> None:
            try:
                await self._inner.aclose()
            finally:
                if (text := self._along.end()) is not None:
                    await self._told(text)

    return Tee
