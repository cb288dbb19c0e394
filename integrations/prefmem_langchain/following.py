"""Which runs a tool has begun: what is said in them was written by a model or by a program.

LangChain tells handlers of runs, and of each whose part it is. Ours is beside those of the
application in every run of the process; it notes names of runs, and changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar
from threading import Lock
from typing import Any
from uuid import UUID

from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.tracers.context import register_configure_hook
from typing_extensions import override

MOST = 10_000
"""Runs that are remembered: of the call of a tool that is cancelled nobody tells the end."""


class Following(BaseCallbackHandler):
    """Follows runs from the call of a tool to all that is run in it."""

    run_inline = True

    def __init__(self, most: int = MOST) -> None:
        """Follow nothing yet."""
        self._most = most
        self._runs: dict[UUID, None] = {}
        self._lock = Lock()

    def holds(self, run: object) -> bool:
        """True for the call of a tool and for a run in one, while it goes on."""
        return run in self._runs

    @property
    @override
    def ignore_llm(self) -> bool:
        return True

    @property
    @override
    def ignore_chat_model(self) -> bool:
        return True

    @override
    def on_tool_start(self, *_: Any, run_id: UUID, **__: Any) -> None:
        with self._lock:
            self._runs[run_id] = None
            while len(self._runs) > self._most:
                del self._runs[next(iter(self._runs))]

    @override
    def on_chain_start(
        self, *_: Any, run_id: UUID, parent_run_id: UUID | None = None, **__: Any
    ) -> None:
        if self.holds(parent_run_id):
            self.on_tool_start(run_id=run_id)

    @override
    def on_tool_end(self, *_: Any, run_id: UUID, **__: Any) -> None:
        with self._lock:
            self._runs.pop(run_id, None)

    on_tool_error = on_chain_end = on_chain_error = on_tool_end


FOLLOWING = Following()
register_configure_hook(ContextVar("prefmem_following", default=FOLLOWING), inheritable=True)


def is_of_tool(config: Mapping[str, Any]) -> bool:
    """True if the run that has this config is part of the call of a tool."""
    return FOLLOWING.holds(getattr(config.get("callbacks"), "parent_run_id", None))
