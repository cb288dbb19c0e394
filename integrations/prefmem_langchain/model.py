"""A chat model that knows its user: `prompt | with_preferences(model, memory) | parser`."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, cast

from langchain_core.language_models import LanguageModelInput
from langchain_core.messages import BaseMessage, HumanMessage, convert_to_messages
from langchain_core.prompt_values import PromptValue
from langchain_core.runnables import Runnable, RunnableConfig, ensure_config
from typing_extensions import override

from prefmem import AsyncUserMemory, PrefmemError, UserMemory
from prefmem.dropin import FailOpen
from prefmem.types import Personalization
from prefmem.wire import Exchange
from prefmem_langchain import messages as lc
from prefmem_langchain.whose import Memory, UserOf, any_user, sync_user, whose

logger = logging.getLogger("prefmem_langchain")
Someone = UserMemory | AsyncUserMemory


def with_preferences(
    model: Runnable[Any, Any],
    memory: Memory,
    *,
    user: UserOf = whose,
    budget: int = 256,
    seconds: float = 1.0,
) -> PreferringModel:
    """A chat model whose requests carry the user's preferences, and which learns them.

    Args:
        model: A chat model, or one with tools bound or an output schema.
        memory: `PreferenceMemory` for both, or `AsyncPreferenceMemory` for awaited calls.
        user: From `(None, config)` to whose call it is; the default reads
            `config["configurable"]["user_id"]`.
        budget: Tokens that a block may take.
        seconds: How long memory may hold a call.
    """
    return PreferringModel(model, memory, user, budget, FailOpen(logger, seconds=seconds))


@dataclass(slots=True)
class _Call:
    messages: list[BaseMessage]
    user: Someone | None
    new: Exchange | None

    def ask(self, budget: int) -> Any:
        return partial(
            cast("Someone", self.user).personalize, lc.plain(self.messages), budget=budget
        )

    def keep(self, text: str) -> Any:
        """How to keep what the user said, and the answer if there is one; `None` for nothing."""
        if self.user is None or self.new is None or not self.new.turns:
            return None
        answer = [self.new.answer(text)] if text.strip() else []
        turns = [*self.new.turns, *answer]
        return partial(self.user.observe, turns, conversation=self.new.conversation)


class PreferringModel(Runnable[LanguageModelInput, Any]):
    """Made by `with_preferences`."""

    def __init__(
        self,
        model: Runnable[Any, Any],
        memory: Memory,
        user: UserOf,
        budget: int,
        fail_open: FailOpen,
    ) -> None:
        self._model, self._memory, self._whose = model, memory, user
        self._budget, self._fail_open = budget, fail_open

    @property
    def counts(self) -> Mapping[str, int]:
        """How often memory failed or was late, and the call went on without it."""
        return self._fail_open.counts

    def bind_tools(self, tools: Sequence[Any], **options: Any) -> PreferringModel:
        """The same with tools for the model."""
        return self._around(cast("Any", self._model).bind_tools(tools, **options))

    def with_structured_output(self, schema: Any, **options: Any) -> PreferringModel:
        """The same with an output schema."""
        return self._around(cast("Any", self._model).with_structured_output(schema, **options))

    @override
    def invoke(
        self, input: LanguageModelInput, config: RunnableConfig | None = None, **kwargs: Any
    ) -> Any:
        call = self._call(input, config, awaited=False)
        answer: object = None
        try:
            answer = self._model.invoke(self._prepare(call), config, **kwargs)
        finally:
            self._keep(call, _text(answer))
        return answer

    @override
    async def ainvoke(
        self, input: LanguageModelInput, config: RunnableConfig | None = None, **kwargs: Any
    ) -> Any:
        call = self._call(input, config, awaited=True)
        answer: object = None
        try:
            answer = await self._model.ainvoke(await self._aprepare(call), config, **kwargs)
        finally:
            await self._akeep(call, _text(answer))
        return answer

    @override
    def stream(
        self, input: LanguageModelInput, config: RunnableConfig | None = None, **kwargs: Any | None
    ) -> Iterator[Any]:
        call, texts = self._call(input, config, awaited=False), list[str]()
        try:
            for chunk in self._model.stream(self._prepare(call), config, **kwargs):
                texts.append(_text(chunk))
                yield chunk
        finally:
            self._keep(call, "".join(texts))

    @override
    async def astream(
        self, input: LanguageModelInput, config: RunnableConfig | None = None, **kwargs: Any | None
    ) -> AsyncIterator[Any]:
        call, texts = self._call(input, config, awaited=True), list[str]()
        try:
            async for chunk in self._model.astream(await self._aprepare(call), config, **kwargs):
                texts.append(_text(chunk))
                yield chunk
        finally:
            await self._akeep(call, "".join(texts))

    def _around(self, model: Runnable[Any, Any]) -> PreferringModel:
        return PreferringModel(model, self._memory, self._whose, self._budget, self._fail_open)

    def _call(
        self, given: LanguageModelInput, config: RunnableConfig | None, *, awaited: bool
    ) -> _Call:
        found = _messages(given)
        who = self._whose(None, cast("Mapping[str, Any]", ensure_config(config)))
        if who is None:
            return _Call(found, None, None)
        user = any_user(self._memory, who) if awaited else sync_user(self._memory, who)
        try:
            new = lc.new_in(found, conversation=who.conversation)
        except PrefmemError:
            logger.warning("the messages cannot be read; they are not kept", exc_info=True)
            new = None
        return _Call(found, user, new)

    def _prepare(self, call: _Call) -> list[BaseMessage]:
        if call.user is None:
            return call.messages
        result = self._fail_open.call("personalize", call.ask(self._budget))
        return _placed(call, result)

    async def _aprepare(self, call: _Call) -> list[BaseMessage]:
        if call.user is None:
            return call.messages
        result = await self._fail_open.acall("personalize", call.ask(self._budget))
        return _placed(call, result)

    def _keep(self, call: _Call, text: str) -> None:
        if (observe := call.keep(text)) is not None:
            self._fail_open.call("observe", observe)

    async def _akeep(self, call: _Call, text: str) -> None:
        if (observe := call.keep(text)) is not None:
            await self._fail_open.acall("observe", observe, keep=True)


def _placed(call: _Call, result: Personalization | None) -> list[BaseMessage]:
    return call.messages if result is None else lc.with_block(call.messages, result.block)


def _messages(given: LanguageModelInput) -> list[BaseMessage]:
    if isinstance(given, PromptValue):
        return given.to_messages()
    if isinstance(given, str):
        return [HumanMessage(content=given)]
    return convert_to_messages(given)


def _text(answer: object) -> str:
    return str(answer.text) if isinstance(answer, BaseMessage) else ""
