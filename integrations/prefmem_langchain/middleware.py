"""Middleware for `create_agent`: reads memory before each model call, writes it around the run."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any, cast

from langchain.agents.middleware import AgentMiddleware, AgentState, ModelRequest, ModelResponse
from langchain_core.messages import BaseMessage
from langgraph.config import get_config
from langgraph.runtime import Runtime
from typing_extensions import override

from prefmem import PrefmemError, UserMemory
from prefmem.dropin import FailOpen
from prefmem.types import ContextBlock, Personalization
from prefmem_langchain import messages as lc
from prefmem_langchain.tools import preference_tools
from prefmem_langchain.whose import Memory, UserOf, Who, any_user, sync_user, whose

logger = logging.getLogger("prefmem_langchain")
State = AgentState[Any]
Request = ModelRequest[Any]
Response = ModelResponse[Any]


class PreferenceMiddleware(AgentMiddleware[State, Any, Any]):
    """Gives an agent its user's preferences, and learns them from what the user says.

    The block is part of each request to the model and of nothing else: the state, and with it
    every checkpoint, holds the messages as they were said. What the user says is kept before the
    agent starts, the answer after it has ended. If memory fails or is late, the agent goes on
    without it, logged and counted in `counts`.

    Attributes:
        tools: `remember`, `forget` and `what_do_you_know`, if asked for.
    """

    def __init__(
        self,
        memory: Memory,
        *,
        user: UserOf = whose,
        budget: int = 256,
        seconds: float = 1.0,
        tools: bool = False,
        told: Callable[[Personalization], None] | None = None,
    ) -> None:
        """Keep what to use.

        Args:
            memory: `PreferenceMemory` for sync and async runs, or `AsyncPreferenceMemory`.
            user: From the runtime's context and the run's config to whose run it is; the default
                reads `user_id` and `tenant` from either.
            budget: Tokens that a block may take.
            seconds: How long memory may hold a run each time.
            tools: Offer the model tools to remember, forget and tell what is known.
            told: Called with each personalization, to show or count it.
        """
        super().__init__()
        self._memory = memory
        self._whose = user
        self._budget = budget
        self._fail_open = FailOpen(logger, seconds=seconds)
        self._told = told
        self.tools = preference_tools(memory, user=user) if tools else []

    @property
    def counts(self) -> Mapping[str, int]:
        """How often memory failed or was late, and the agent went on without it."""
        return self._fail_open.counts

    @override
    def before_agent(self, state: State, runtime: Runtime[Any]) -> None:
        """Keep what the user said, so that a run that breaks off loses none of it."""
        if (who := self._who(runtime)) is not None:
            self._keep(_said, sync_user(self._memory, who), who, state)

    @override
    async def abefore_agent(self, state: State, runtime: Runtime[Any]) -> None:
        """The same, awaited."""
        if (who := self._who(runtime)) is not None:
            await self._akeep(_said, who, state)

    @override
    def wrap_model_call(self, request: Request, handler: Callable[[Request], Response]) -> Response:
        """Ask the model with the preferences that apply."""
        if (who := self._who(request.runtime)) is not None:
            user = sync_user(self._memory, who)
            ask = partial(user.personalize, lc.plain(request.messages), budget=self._budget)
            request = self._with(request, self._fail_open.call("personalize", ask))
        return handler(request)

    @override
    async def awrap_model_call(
        self, request: Request, handler: Callable[[Request], Awaitable[Response]]
    ) -> Response:
        """The same, awaited."""
        if (who := self._who(request.runtime)) is not None:
            user = any_user(self._memory, who)
            ask = partial(user.personalize, lc.plain(request.messages), budget=self._budget)
            request = self._with(request, await self._fail_open.acall("personalize", ask))
        return await handler(request)

    @override
    def after_agent(self, state: State, runtime: Runtime[Any]) -> None:
        """Keep the answer, as context for what the user says next."""
        if (who := self._who(runtime)) is not None:
            self._keep(_answered, sync_user(self._memory, who), who, state)

    @override
    async def aafter_agent(self, state: State, runtime: Runtime[Any]) -> None:
        """The same, awaited."""
        if (who := self._who(runtime)) is not None:
            await self._akeep(_answered, who, state)

    def _who(self, runtime: Runtime[Any] | None) -> Who | None:
        who = self._whose(getattr(runtime, "context", None), cast("Any", get_config()))
        if who is None:
            logger.debug("no user_id in the run's context or config; no memory is used")
        return who

    def _with(self, request: Request, result: Personalization | None) -> Request:
        if result is None:
            return request
        if self._told is not None:
            self._told(result)
        return _placed(request, result.block)

    def _keep(self, what: _What, user: UserMemory, who: Who, state: State) -> None:
        if (observe := _observing(what, user, who, state)) is not None:
            self._fail_open.call("observe", observe)

    async def _akeep(self, what: _What, who: Who, state: State) -> None:
        observe = _observing(what, any_user(self._memory, who), who, state)
        if observe is not None:
            await self._fail_open.acall("observe", observe, keep=True)


_What = Callable[[list[BaseMessage], Who], tuple[str, list[Any]]]


def _said(found: list[BaseMessage], who: Who) -> tuple[str, list[Any]]:
    new = lc.new_in(found, conversation=who.conversation)
    return new.conversation, list(new.turns)


def _answered(found: list[BaseMessage], who: Who) -> tuple[str, list[Any]]:
    text = lc.answer_in(found)
    new = lc.new_in(lc.before_answer(found), conversation=who.conversation)
    return new.conversation, [new.answer(text)] if text and new.turns else []


def _observing(what: _What, user: Any, who: Who, state: State) -> Callable[[], Any] | None:
    try:
        conversation, turns = what(list(state["messages"]), who)
    except PrefmemError:
        logger.warning("the run's messages cannot be read; they are not kept", exc_info=True)
        return None
    return partial(user.observe, turns, conversation=conversation) if turns else None


def _placed(request: Request, block: ContextBlock) -> Request:
    if not block.text:
        return request
    return request.override(
        system_message=lc.with_system(request.system_message, block.stable),
        messages=lc.with_last_words(request.messages, block.volatile),
    )
