"""A request to the model that carries a block through the middleware after ours."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from langchain.agents.middleware import ModelRequest
from typing_extensions import override

from prefmem.types import ContextBlock
from prefmem_langchain import messages as lc

Request = ModelRequest[Any]


def carrying(request: Request, block: ContextBlock | None) -> Request:
    """The request with the block in it, and in whatever is made of it by `override`.

    The stable part ends the system message, the volatile part what the user said last. Without a
    block it is the request, cleaned of one that a tool could have forged.
    """
    if block is None or not block.text:
        clean = lc.without_forged(request.messages)
        return request if clean == request.messages else request.override(messages=clean)
    made = _Carrying(**{one.name: getattr(request, one.name) for one in fields(request)})
    object.__setattr__(made, "block", block)
    return made.override()


class _Carrying(ModelRequest[Any]):
    """Middleware that writes a system message of its own would lose the block otherwise."""

    block: ContextBlock

    @override
    def override(self, **overrides: Any) -> Request:
        changed = super().override(**overrides)
        system = lc.with_system(changed.system_message, self.block.stable)
        spoken = lc.with_last_words(changed.messages, self.block.volatile)
        # Setting attributes of a request is deprecated for middleware; this one is not out yet.
        for name, value in {"system_message": system, "messages": spoken}.items():
            object.__setattr__(changed, name, value)
        object.__setattr__(changed, "block", self.block)
        return changed
