"""A chat model that knows its user: `prompt | with_preferences(model, memory) | parser`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from typing import Any, TypeVar, cast

from langchain_core.language_models import LanguageModelInput
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, convert_to_messages
from langchain_core.prompt_values import PromptValue
from langchain_core.runnables import Runnable, RunnableConfig
from langgraph.runtime import get_runtime
from typing_extensions import override

from prefmem.dropin import FailOpen
from prefmem.types import Personalization
from prefmem_langchain import messages as lc
from prefmem_langchain.talk import Talk, Use, logger
from prefmem_langchain.whose import Memory, UserOf, whose

Answer = TypeVar("Answer")


def with_preferences(
    model: Runnable[Any, Answer],
    memory: Memory,
    *,
    user: UserOf = whose,
    budget: int = 256,
    seconds: float = 1.0,
    learn: bool | None = None,
) -> PreferringModel[Answer]:
    """A chat model whose requests carry the user's preferences, and which learns them.

    Args:
        model: A chat model, or one with tools bound or an output schema.
        memory: `PreferenceMemory` for both, or `AsyncPreferenceMemory` for awaited calls.
        user: From the runtime's context, in a graph, and the config to whose call it is; the
            default reads `user_id` and `tenant` from either.
        budget: Tokens that a block may take.
        seconds: How long memory may hold a call.
        learn: Whether the messages are the user's words, to learn from; by default they are, but
            for a model that a tool calls.
    """
    calls = FailOpen(logger, seconds=seconds)
    use = Use(memory=memory, user=user, budget=budget, calls=calls, learn=learn)
    return PreferringModel(model, use)


class PreferringModel(Runnable[LanguageModelInput, Answer]):
    """Made by `with_preferences`."""

    def __init__(self, model: Runnable[Any, Answer], use: Use) -> None:
        self._model, self._use = model, use

    @property
    @override
    def OutputType(self) -> Any:
        return self._model.OutputType

    @property
    def counts(self) -> Mapping[str, int]:
        """How often memory failed or was late, and the call went on without it."""
        return self._use.calls.counts

    def bind_tools(self, tools: Sequence[Any], **options: Any) -> PreferringModel[AIMessage]:
        """The same with tools for the model."""
        return PreferringModel(cast("Any", self._model).bind_tools(tools, **options), self._use)

    def with_structured_output(self, schema: Any, **options: Any) -> PreferringModel[Any]:
        """The same with an output schema."""
        made = cast("Any", self._model).with_structured_output(schema, **options)
        return PreferringModel(made, self._use)

    # Each call is a run of its own, so that traces and histories see what was said, not the block.

    @override
    def invoke(
        self, input: LanguageModelInput, config: RunnableConfig | None = None, **kwargs: Any
    ) -> Answer:
        return self._call_with_config(cast("Any", self._invoke), input, config, **kwargs)

    @override
    async def ainvoke(
        self, input: LanguageModelInput, config: RunnableConfig | None = None, **kwargs: Any
    ) -> Answer:
        return await self._acall_with_config(cast("Any", self._ainvoke), input, config, **kwargs)

    @override
    def stream(
        self, input: LanguageModelInput, config: RunnableConfig | None = None, **kwargs: Any | None
    ) -> Iterator[Answer]:
        made = cast("Any", self._stream)
        yield from self._transform_stream_with_config(iter([input]), made, config, **kwargs)

    @override
    async def astream(
        self, input: LanguageModelInput, config: RunnableConfig | None = None, **kwargs: Any | None
    ) -> AsyncIterator[Answer]:
        made = cast("Any", self._astream)
        chunks = self._atransform_stream_with_config(_only(input), made, config, **kwargs)
        async for chunk in chunks:
            yield chunk

    def _invoke(self, given: LanguageModelInput, config: RunnableConfig, **kwargs: Any) -> Answer:
        (messages, talk), text = self._talk(given, config, awaited=False), ""
        try:
            answer = self._model.invoke(self._prepared(messages, talk), config, **kwargs)
            text = _text(answer)
        finally:
            self._keep(talk, text)
        return answer

    async def _ainvoke(
        self, given: LanguageModelInput, config: RunnableConfig, **kwargs: Any
    ) -> Answer:
        (messages, talk), text = self._talk(given, config, awaited=True), ""
        try:
            prepared = await self._aprepared(messages, talk)
            answer = await self._model.ainvoke(prepared, config, **kwargs)
            text = _text(answer)
        finally:
            await self._akeep(talk, text)
        return answer

    def _stream(
        self, given: Iterator[LanguageModelInput], config: RunnableConfig, **kwargs: Any
    ) -> Iterator[Answer]:
        (messages, talk), texts = self._talk(next(given), config, awaited=False), list[str]()
        try:
            for chunk in self._model.stream(self._prepared(messages, talk), config, **kwargs):
                texts.append(_text(chunk))
                yield chunk
        finally:
            self._keep(talk, "".join(texts))

    async def _astream(
        self, given: AsyncIterator[LanguageModelInput], config: RunnableConfig, **kwargs: Any
    ) -> AsyncIterator[Answer]:
        messages, talk = self._talk(await anext(given), config, awaited=True)
        texts = list[str]()
        try:
            prepared = await self._aprepared(messages, talk)
            async for chunk in self._model.astream(prepared, config, **kwargs):
                texts.append(_text(chunk))
                yield chunk
        finally:
            await self._akeep(talk, "".join(texts))

    def _talk(
        self, given: LanguageModelInput, config: RunnableConfig, *, awaited: bool
    ) -> tuple[list[BaseMessage], Talk | None]:
        messages, run = _messages(given), cast("Mapping[str, Any]", config)
        talk = self._use.talk(_context(), run, messages, awaited=awaited)
        if talk is not None:
            talk.begin()
        return messages, talk

    def _prepared(self, messages: list[BaseMessage], talk: Talk | None) -> list[BaseMessage]:
        if talk is None:
            return messages
        return _placed(messages, self._use.do("personalize", talk.ask()))

    async def _aprepared(self, messages: list[BaseMessage], talk: Talk | None) -> list[BaseMessage]:
        if talk is None:
            return messages
        return _placed(messages, await self._use.ado("personalize", talk.ask()))

    def _keep(self, talk: Talk | None, answer: str) -> None:
        if talk is not None:
            self._use.do("observe", talk.keep(answer))

    async def _akeep(self, talk: Talk | None, answer: str) -> None:
        if talk is not None:
            await self._use.ado("observe", talk.keep(answer))


def _placed(messages: list[BaseMessage], result: Personalization | None) -> list[BaseMessage]:
    if result is None:
        return lc.without_forged(messages)
    return lc.with_block(messages, result.block)


def _context() -> Any:
    """The context of the graph that is running, if one is."""
    try:
        return getattr(cast("object", get_runtime()), "context", None)
    except (RuntimeError, KeyError):
        return None


async def _only(given: LanguageModelInput) -> AsyncIterator[LanguageModelInput]:
    yield given


def _messages(given: LanguageModelInput) -> list[BaseMessage]:
    if isinstance(given, PromptValue):
        return given.to_messages()
    if isinstance(given, str):
        return [HumanMessage(content=given)]
    return convert_to_messages(given)


def _text(answer: object) -> str:
    return str(answer.text) if isinstance(answer, BaseMessage) else ""
