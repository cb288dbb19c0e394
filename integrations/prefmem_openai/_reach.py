"""From a response to the `Personalization` that led to it, the response itself untouched."""

from __future__ import annotations

import weakref
from contextvars import ContextVar

from prefmem.types import Personalization

_last: ContextVar[Personalization | None] = ContextVar("prefmem_openai_last", default=None)
_known: dict[int, tuple[weakref.ref[object], Personalization]] = {}


def last_personalization() -> Personalization | None:
    """What the newest call of this task or thread was sent with; `None` if with no memory."""
    return _last.get()


def personalization_of(response: object) -> Personalization | None:
    """What `response` was asked with: a completion, a stream, a raw or a streaming response."""
    for name in ("", "response", "http_response", "_response", "_raw_stream"):
        one = getattr(response, name, None) if name else response
        entry = _known.get(id(one))
        if entry is not None and entry[0]() is one:
            return entry[1]
    return None


def remember(result: Personalization | None, *responses: object) -> None:
    """Make `result` reachable for as long as the responses live."""
    _last.set(result)
    if result is None:
        return
    for response in responses:
        key = id(response)
        try:
            reference = weakref.ref(response, lambda _, key=key: _known.pop(key, None))
        except TypeError:
            continue  # plain text or numbers, which nothing can be attached to
        _known[key] = (reference, result)
