"""Whose memory a run uses: read from the runtime's context or the run's config, never from text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias, cast

from prefmem import (
    AsyncPreferenceMemory,
    AsyncUserMemory,
    PreferenceMemory,
    PrefmemError,
    UsageError,
    UserMemory,
)
from prefmem.dropin import FailOpen
from prefmem.wire import Switches, switches_of
from prefmem_langchain.following import is_of_tool

Memory: TypeAlias = PreferenceMemory | AsyncPreferenceMemory
UserOf: TypeAlias = Callable[[Any, Mapping[str, Any]], "Who | None"]
"""From the runtime's context and the run's config to whose run it is."""
TOOLS = "tools:"
"""Begins the step of a graph that calls tools, as `create_agent` and LangGraph name it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """Whose memory, in which conversation, and what of it this run uses."""

    user: str
    tenant: str = "default"
    conversation: str | None = None
    """The thread; without one, runs are told apart by how they begin."""
    switches: Switches = field(default_factory=Switches)


def whose(context: Any, config: Mapping[str, Any]) -> Who | None:
    """`user_id` and `tenant` of the runtime's context, or of `config["configurable"]`.

    The conversation is the thread. `None` if nobody is named: then there is no memory. The switches
    are those of the other drop-ins, in `config["configurable"]`: `"x-prefmem-memory": "read"`.

    Behind LangGraph's server clients write context and config themselves. Where that server says
    who has signed in, it is their memory, and a run that names somebody else is refused.

    Raises:
        UsageError: A switch that cannot be read, or another user or tenant than who has signed in.
    """
    configurable = cast("Mapping[str, Any]", config.get("configurable") or {})
    user = _told(context, configurable, "user_id")
    tenant = _told(context, configurable, "tenant")
    if proven := configurable.get("langgraph_auth_user_id"):
        theirs = _named(configurable.get("langgraph_auth_user"), "tenant")
        _check_claim("user_id", user, str(proven))
        _check_claim("tenant", tenant, str(theirs or "default"))
        user, tenant = proven, theirs
    if user is None:
        return None
    thread = configurable.get("thread_id")
    switches = switches_of(configurable)
    return Who(
        user=str(user),
        tenant=str(tenant or "default"),
        conversation=switches.conversation or (None if thread is None else str(thread)),
        switches=switches,
    )


def learning(
    who: Who, config: Mapping[str, Any], *, learn: bool | None, by_tool: bool = False
) -> Who:
    """`who`, with the switch for learning off where the words are not the user's.

    What a tool hands to an agent or a model was written by another model or by a program. It is
    known by its run, or by its step where that has the usual name. `learn` decides instead, if it
    is not `None`. `by_tool` says that it is a tool itself that asks, whose own call hands nothing
    on.
    """
    configurable = cast("Mapping[str, Any]", config.get("configurable") or {})
    path = str(configurable.get("checkpoint_ns", "")).split("|")
    handed_on = any(step.startswith(TOOLS) for step in (path[:-1] if by_tool else path))
    handed_on = handed_on or is_of_tool(config)
    if not handed_on if learn is None else learn:
        return who
    return replace(who, switches=replace(who.switches, write=False))


def sync_user(memory: Memory, who: Who) -> UserMemory:
    """The user's memory for a call that is not awaited.

    Raises:
        UsageError: The memory is an async one.
    """
    return refuse_async(memory).user(who.user, tenant=who.tenant)


def any_user(memory: Memory, who: Who) -> UserMemory | AsyncUserMemory:
    """The user's memory for a call that is awaited; both kinds will do."""
    return memory.user(who.user, tenant=who.tenant)


def bound(
    memory: Memory, who: Who, fail_open: FailOpen, *, awaited: bool
) -> UserMemory | AsyncUserMemory | None:
    """The user's memory; `None`, logged and counted, if that user cannot be in it.

    Raises:
        UsageError: The memory is an async one and the call is not awaited.
    """
    if not awaited:
        refuse_async(memory)
    try:
        return memory.user(who.user, tenant=who.tenant)
    except PrefmemError as error:
        fail_open.failed("user", error)
        return None


def refuse_async(memory: Memory) -> PreferenceMemory:
    """The memory, for a call that is not awaited.

    Raises:
        UsageError: It is an async one.
    """
    if isinstance(memory, AsyncPreferenceMemory):
        raise UsageError(
            "this memory is awaited: call ainvoke or astream, or open PreferenceMemory instead, "
            "which serves both"
        )
    return memory


def _told(context: Any, configurable: Mapping[str, Any], name: str) -> Any:
    """What whoever made the run says, in its context or else in its config; `None` for nothing."""
    found = _named(context, name)
    found = configurable.get(name) if found in (None, "") else found
    return None if found in (None, "") else found


def _check_claim(name: str, claimed: Any, proven: str) -> None:
    """Refuse a run in somebody else's name.

    Raises:
        UsageError: What is claimed is not what is proven.
    """
    if claimed is not None and str(claimed) != proven:
        raise UsageError(
            f"the run names {name} {str(claimed)!r}, but {proven!r} has signed in; leave "
            f"{name} out, or pass user=: a function of yours that says whose run it is"
        )


def _named(context: Any, name: str) -> Any:
    if isinstance(context, Mapping):
        return cast("Mapping[str, Any]", context).get(name)
    return getattr(context, name, None)
