"""Bodies of requests, read and written: large ones in a thread, so that nobody else is held up."""

from __future__ import annotations

import gc
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from anyio import CapacityLimiter, to_thread

from prefmem_asgi.errors import Refused

Body = Mapping[str, Any]
T = TypeVar("T")
LARGE = 200_000
"""Bytes of a body from which on it is worth the trips to a thread: a few milliseconds of work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """Where the work on one body is done: here, or in a thread if the body is large.

    Of one gateway one large body at a time: two at once would end no sooner, as they share Python's
    lock, and hold the streams of all others for longer.
    """

    size: int
    turn: CapacityLimiter

    async def run(self, work: Callable[[], T]) -> T:
        """What `work` gives."""
        if self.size < LARGE:
            return work()
        return await to_thread.run_sync(work, limiter=self.turn)


def unpacked(raw: bytes) -> Body:
    """A body as it came.

    Raises:
        Refused: It is no JSON object.
    """
    try:
        body = _parsed(raw)
    except ValueError as failure:
        where = getattr(failure, "pos", None)
        place = f" at character {where}" if where is not None else ""
        raise Refused(400, f"the body is not valid JSON{place}", code="malformed_json") from None
    except RecursionError:
        raise Refused(400, "the body is nested too deeply", code="malformed_json") from None
    if not isinstance(body, dict):
        raise Refused(400, "the body must be a JSON object", code="malformed_json")
    return cast("Body", body)


def _parsed(raw: bytes) -> object:
    """The value, while nothing is looked for that could be thrown away: all of it is in use.

    Python's collector would go over what is made of a large text again and again, and parsing
    holds Python's lock from its beginning to its end, in a thread too.
    """
    if len(raw) < LARGE or not gc.isenabled():
        return json.loads(raw)
    gc.disable()
    try:
        return json.loads(raw)
    finally:
        gc.enable()


def packed(body: Body) -> bytes:
    """A body as it is sent on."""
    try:
        return json.dumps(body, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return json.dumps(body).encode()  # half a surrogate pair, which only an escape can carry
