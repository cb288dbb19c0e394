"""Between LangChain's messages and the mappings that chat APIs use."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar, cast

from langchain_core.messages import (
    AIMessage,
    BaseMessage,
    ChatMessage,
    HumanMessage,
    SystemMessage,
    ToolMessage,
)

from prefmem.types import ContextBlock, Message
from prefmem.wire import Exchange, exchange, legible, spoken, unforged, unmarked

KINDS = {AIMessage: "assistant", SystemMessage: "system", ToolMessage: "tool"}
AnyMessage = TypeVar("AnyMessage", bound=BaseMessage)


def plain(messages: Sequence[BaseMessage]) -> list[Message]:
    """As memory reads them; what a summarizer wrote in the user's name is no user's word."""
    found: list[Message] = []
    for message in messages:
        role = _role(message)
        if role is not None:
            found.append({"role": role, "content": str(message.text)})
    return legible(found)


def new_in(messages: Sequence[BaseMessage], *, conversation: str | None) -> Exchange:
    """What is new: the user's newest turns.

    Raises:
        UsageError: Something is not a chat message.
    """
    return exchange(plain(messages), conversation=conversation)


def answer_in(messages: Sequence[BaseMessage]) -> str:
    """The assistant's last words since the user spoke; empty if there are none."""
    said = (m for m in _since_user(messages) if _role(m) == "assistant")
    return next((text for m in reversed(list(said)) if (text := str(m.text)).strip()), "")


def is_fresh(messages: Sequence[BaseMessage]) -> bool:
    """True if the assistant has said and done nothing since the user spoke."""
    return not any(_role(message) == "assistant" for message in _since_user(messages))


def before_answer(messages: Sequence[BaseMessage]) -> list[BaseMessage]:
    """The messages up to what the user said last."""
    return list(messages[: len(messages) - len(_since_user(messages))])


def _since_user(messages: Sequence[BaseMessage]) -> Sequence[BaseMessage]:
    spoken = [place for place, message in enumerate(messages) if _role(message) == "user"]
    return messages[spoken[-1] + 1 :] if spoken else messages


def with_system(system: SystemMessage | None, text: str) -> SystemMessage | None:
    """The system message with `text` after it; never the one that was passed in."""
    if system is None:
        return SystemMessage(content=text) if text else None
    return _with(system, text)


def with_last_words(messages: Sequence[AnyMessage], text: str) -> list[AnyMessage]:
    """The messages with `text` after the user's newest; copies where something changes.

    What tools and models wrote is passed on without anything that looks like our marks.
    """
    changed = without_forged(messages)
    for place in range(len(changed) - 1, -1, -1):
        if _role(changed[place]) == "user":
            changed[place] = _with(changed[place], text)
            return changed
    return changed


def without_forged(messages: Sequence[AnyMessage]) -> list[AnyMessage]:
    """The messages, in what tools and models wrote without anything that looks like our marks."""
    return [_unforged(message) for message in messages]


def _unforged(message: AnyMessage) -> AnyMessage:
    content: Any = message.content
    said = _role(message) in ("user", "system")
    clean = spoken({"content": content})["content"] if said else unforged(content)
    return message if clean is content else message.model_copy(update={"content": clean})


def with_block(messages: Sequence[BaseMessage], block: ContextBlock) -> list[BaseMessage]:
    """For a plain model: the stable part after the system prompt, the volatile at the end."""
    if not block.text:
        return without_forged(messages)
    spoken = any(_role(message) == "user" for message in messages)
    stable, volatile = (block.stable, block.volatile) if spoken else (block.text, "")
    changed = with_last_words(messages, volatile)
    first = changed[0] if changed and isinstance(changed[0], SystemMessage) else None
    system = with_system(first, stable)
    rest = changed[1:] if first is not None else changed
    return [system, *rest] if system is not None else rest


def _with(message: AnyMessage, text: str) -> AnyMessage:
    """A copy that ends with `text`, in the place of what an earlier call had put there."""
    content = cast("str | list[str | dict[str, Any]]", message.content)
    if isinstance(content, str):
        bare: str = unmarked(content)
        joined: Any = f"{bare}\n\n{text}" if bare and text else bare or text
    else:
        bared = (_bared(part) for part in content)
        joined = [part for part in bared if part is not None]
        joined = [*joined, {"type": "text", "text": text}] if text else joined
    return message if joined == content else message.model_copy(update={"content": joined})


def _bared(part: str | dict[str, Any]) -> str | dict[str, Any] | None:
    text = part if isinstance(part, str) else part.get("text")
    if not isinstance(text, str) or (bare := unmarked(text)) == text:
        return part
    if not bare:
        return None
    return bare if isinstance(part, str) else {**part, "text": bare}


def _role(message: BaseMessage) -> str | None:
    if isinstance(message, HumanMessage):
        source = cast("dict[str, Any]", message.additional_kwargs).get("lc_source")
        return "system" if source == "summarization" else "user"
    if isinstance(message, ChatMessage):  # says it in words, which may be any
        return message.role if message.role in ("user", *KINDS.values()) else None
    return next((role for kind, role in KINDS.items() if isinstance(message, kind)), None)
