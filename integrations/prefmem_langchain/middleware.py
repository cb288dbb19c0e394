"""Middleware for `create_agent`: reads memory before each model call, writes what was said."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, cast

from langchain.agents.middleware import AgentMiddleware, AgentState, ModelResponse
from langchain_core.messages import BaseMessage
from langgraph.config import get_config
from langgraph.runtime import Runtime
from typing_extensions import override

from prefmem.dropin import FailOpen
from prefmem.types import Personalization
from prefmem_langchain.carrying import Request, carrying
from prefmem_langchain.exchanges import Exchanges
from prefmem_langchain.talk import Talk, Use, logger
from prefmem_langchain.tools import preference_tools
from prefmem_langchain.whose import Memory, UserOf, whose

State = AgentState[Any]
Response = ModelResponse[Any]


class PreferenceMiddleware(AgentMiddleware[State, Any, Any]):
    """Gives an agent its user's preferences, and learns them from what the user says.

    The block is part of each request to the model and of nothing else: the state, and with it
    every checkpoint, holds the messages as they were said. What the user says is kept before the
    model is asked, the answer after the agent has ended. If memory fails or is late, the agent
    goes on without it, logged and counted in `counts`.

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
        learn: bool | None = None,
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
            learn: Whether the messages are the user's words, to learn from; by default they are,
                but for a sub-agent that a tool calls: another model writes to it.
            told: Called with each personalization, to show or count it.
        """
        super().__init__()
        calls = FailOpen(logger, seconds=seconds)
        self._use = Use(memory=memory, user=user, budget=budget, calls=calls, learn=learn)
        self._exchanges = Exchanges()
        self._told = told
        self.tools = preference_tools(memory, user=user, learn=learn) if tools else []

    @property
    def counts(self) -> Mapping[str, int]:
        """How often memory failed or was late, and the agent went on without it."""
        return self._use.calls.counts

    @override
    def wrap_model_call(self, request: Request, handler: Callable[[Request], Response]) -> Response:
        """Keep what the user has said, and ask the model with the preferences that apply."""
        if (talk := self._asking(request, awaited=False)) is not None:
            self._use.do("observe", talk.keep_unanswered())
            request = self._with(request, self._use.do("personalize", talk.ask()))
        return handler(request)

    @override
    async def awrap_model_call(
        self, request: Request, handler: Callable[[Request], Awaitable[Response]]
    ) -> Response:
        """The same, awaited."""
        if (talk := self._asking(request, awaited=True)) is not None:
            await self._use.ado("observe", talk.keep_unanswered())
            request = self._with(request, await self._use.ado("personalize", talk.ask()))
        return await handler(request)

    @override
    def after_agent(self, state: State, runtime: Runtime[Any]) -> None:
        """Keep the answer, as context for what the user says next."""
        if (talk := self._answered(state, runtime, awaited=False)) is not None:
            self._use.do("observe", talk.keep_answered())

    @override
    async def aafter_agent(self, state: State, runtime: Runtime[Any]) -> None:
        """The same, awaited."""
        if (talk := self._answered(state, runtime, awaited=True)) is not None:
            await self._use.ado("observe", talk.keep_answered())

    def _asking(self, request: Request, *, awaited: bool) -> Talk | None:
        """The talk that a call of the model is part of."""
        talk = self._talk(request.runtime, _said(request), awaited=awaited)
        if talk is not None:
            self._exchanges.begin(talk, cast("Mapping[str, Any]", get_config()))
        return talk

    def _answered(self, state: State, runtime: Runtime[Any], *, awaited: bool) -> Talk | None:
        """The same once it has ended."""
        talk = self._talk(runtime, state["messages"], awaited=awaited)
        if talk is not None:
            self._exchanges.end(talk)
        return talk

    def _talk(
        self, runtime: Runtime[Any] | None, said: Sequence[BaseMessage], *, awaited: bool
    ) -> Talk | None:
        context, config = getattr(runtime, "context", None), get_config()
        return self._use.talk(context, cast("Mapping[str, Any]", config), said, awaited=awaited)

    def _with(self, request: Request, result: Personalization | None) -> Request:
        if result is not None and self._told is not None:
            self._told(result)
        return carrying(request, None if result is None else result.block)


def _said(request: Request) -> Sequence[BaseMessage]:
    """What was said, not what middleware has made of it for one call, by adding documents, say."""
    return request.state.get("messages") or request.messages
