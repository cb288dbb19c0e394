"""Whose memory a run uses: read from the runtime's context or the run's config, never from text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias, cast

from prefmem import (
    AsyncPreferenceMemory,
    AsyncUserMemory,
    PreferenceMemory,
    UsageError,
    UserMemory,
)

Memory: TypeAlias = PreferenceMemory | AsyncPreferenceMemory
UserOf: TypeAlias = Callable[[Any, Mapping[str, Any]], "Who | None"]
"""From the runtime's context and the run's config to whose run it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """Whose memory, and in which conversation."""

    user: str
    tenant: str = "default"
    conversation: str | None = None
    """The thread; without one, runs are told apart by how they begin."""


def whose(context: Any, config: Mapping[str, Any]) -> Who | None:
    """`user_id` and `tenant` of the runtime's context, or of `config["configurable"]`.

    The conversation is the thread. `None` if nobody is named: then there is no memory.
    """
    configurable = cast("Mapping[str, Any]", config.get("configurable") or {})
    user = _named(context, "user_id") or configurable.get("user_id")
    # Set by the LangGraph server from its own authentication.
    user = user or configurable.get("langgraph_auth_user_id")
    if user is None:
        return None
    thread = configurable.get("thread_id")
    return Who(
        user=str(user),
        tenant=str(_named(context, "tenant") or configurable.get("tenant") or "default"),
        conversation=None if thread is None else str(thread),
    )


def sync_user(memory: Memory, who: Who) -> UserMemory:
    """The user's memory for a call that is not awaited.

    Raises:
        UsageError: The memory is an async one.
    """
    if isinstance(memory, AsyncPreferenceMemory):
        raise UsageError(
            "this memory is awaited: call ainvoke or astream, or open PreferenceMemory instead, "
            "which serves both"
        )
    return memory.user(who.user, tenant=who.tenant)


def any_user(memory: Memory, who: Who) -> UserMemory | AsyncUserMemory:
    """The user's memory for a call that is awaited; both kinds will do."""
    return memory.user(who.user, tenant=who.tenant)


def _named(context: Any, name: str) -> Any:
    if isinstance(context, Mapping):
        return cast("Mapping[str, Any]", context).get(name)
    return getattr(context, name, None)
