"""Puts a block into chat messages: new messages out, the caller's untouched, twice equals once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Literal, cast, get_args

from prefmem.errors import UsageError
from prefmem.stages.marks import MARK_CLOSE, MARK_OPEN, broken, strip
from prefmem.stages.messages import listed, shown
from prefmem.types import ContextBlock, Message

__all__ = [
    "MARK_CLOSE",
    "MARK_OPEN",
    "SPEAKERS",
    "Placement",
    "cleaned",
    "filled",
    "inject",
    "spoken",
    "strip",
    "unforged",
]

Placement = Literal["split", "system", "user"]
_SYSTEM = ("system", "developer")
SPEAKERS = (*_SYSTEM, "user")
"""Roles of what the application and the user write."""
_SEPARATOR = "\n\n"


def inject(
    messages: Sequence[Message], block: ContextBlock, *, placement: Placement = "split"
) -> list[dict[str, Any]]:
    """New messages with `block` in them; a block from an earlier call is replaced.

    Args:
        messages: Chat messages; roles, order, tool calls, other parts and keys stay as they are.
        block: What to add; an empty one adds nothing.
        placement: `split` puts the stable part after the application's own system prompt and the
            volatile part at the end of the newest user turn; `system` and `user` put both there.
            Without a user turn all of it goes to the system prompt.

    Raises:
        UsageError: No list of messages, no block, or a placement that is none of these.
    """
    if not isinstance(block, ContextBlock):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise UsageError(f"block {shown(block)} is no ContextBlock; pass personalize(…).block")
    if placement not in get_args(Placement):
        raise UsageError(f"placement {shown(placement)} must be 'split', 'system' or 'user'")
    return filled(cleaned(listed(messages)), block, placement=placement)


def cleaned(messages: Sequence[Message]) -> list[dict[str, Any]]:
    """Copies of messages without a block from an earlier call."""
    copies = map(_cleaned, messages)
    return [message for message in copies if message is not None]


def filled(
    fresh: list[dict[str, Any]], block: ContextBlock, *, placement: Placement = "split"
) -> list[dict[str, Any]]:
    """Put a block into `cleaned` messages, which are the caller's own to change."""
    newest = _newest_user(fresh)
    if placement == "system" or newest is None:
        for_system, for_user = block.text, ""
    elif placement == "user":
        for_system, for_user = "", block.text
    else:
        for_system, for_user = block.stable, block.volatile
    if for_user and newest is not None:
        fresh[newest] = _with(fresh[newest], for_user)
    if for_system:
        _into_system(fresh, for_system)
    return fresh


def _into_system(messages: list[dict[str, Any]], text: str) -> None:
    """Add `text` to the last leading system message that says something, or before them all."""
    place: int | None = None
    for position, message in enumerate(messages):
        if message.get("role") not in _SYSTEM:
            break
        if message.get("content"):
            place = position
    if place is None:
        messages.insert(0, {"role": "system", "content": text})
    else:
        messages[place] = _with(messages[place], text)


def _newest_user(messages: Sequence[Message]) -> int | None:
    for place in reversed(range(len(messages))):
        if messages[place].get("role") == "user":
            return place
    return None


def _with(message: Mapping[str, Any], text: str) -> dict[str, Any]:
    """A copy of `message` that ends with `text`."""
    content: object = message.get("content")
    if not isinstance(content, str) and isinstance(content, Sequence):
        parts = cast("Sequence[object]", content)
        kind = "input_text" if any(_kind(part) == "input_text" for part in parts) else "text"
        return {**message, "content": [*parts, {"type": kind, "text": text}]}
    return {**message, "content": f"{content}{_SEPARATOR}{text}" if content else text}


def _cleaned(message: Message) -> dict[str, Any] | None:
    """A copy without our block; None if it held nothing else and was made by us.

    What an assistant, a tool or anybody else wrote keeps its words, but for what looks like a mark:
    a page that a tool fetched could forge a block.
    """
    if message.get("role") not in SPEAKERS:
        return dict(cast("Message", unforged(message)))
    copy = dict(message)
    content: object = copy.get("content")
    if isinstance(content, str):
        copy["content"] = strip(content)
        ours = copy["content"] == "" != content
        return None if ours and copy.keys() == {"role", "content"} and _is_system(copy) else copy
    if isinstance(content, Sequence):
        parts = [_cleaned_part(part, strip) for part in cast("Sequence[object]", content)]
        copy["content"] = [part for part in parts if part is not None]
    return copy


def _cleaned_part(part: object, clean: Callable[[str], str]) -> object | None:
    if isinstance(part, str):
        return clean(part)
    if not isinstance(part, Mapping):
        return part
    held = cast("Mapping[str, object]", part)
    text, within = held.get("text"), held.get("content")
    if isinstance(within, str | list):  # what a tool gave, in a part of its own
        return {**held, "content": unforged(cast("object", within))}
    if not isinstance(text, str) or (cleaned := clean(text)) == text:
        return held
    return {**held, "text": cleaned} if cleaned else None


def spoken(message: Message) -> Message:
    """A message of the user or the application; what a tool gave, in a part of it, `unforged`."""
    content: object = message.get("content")
    if not isinstance(content, list):
        return message
    parts = cast("list[object]", content)
    clean = [_cleaned_part(part, str) for part in parts]
    same = all(new is old for new, old in zip(clean, parts, strict=True))
    return message if same else {**message, "content": clean}


def unforged(told: Any) -> Any:
    """What a tool or a model wrote, without anything that looks like our marks, however deep.

    It is `told` itself where nothing does.
    """
    if all(broken(text) == text for text in _texts(told)):
        return told
    whole: list[Any] = [told]
    waiting: list[Any] = [whole]
    while waiting:
        held = waiting.pop()
        named = isinstance(held, dict)
        for place, one in [*(cast("dict[Any, Any]", held).items() if named else enumerate(held))]:
            if isinstance(one, str):
                held[place] = broken(one)
            elif isinstance(one, Mapping | list | tuple):
                held[place] = {**one} if isinstance(one, Mapping) else [*one]
                waiting.append(held[place])
    return whole[0]


def _texts(told: Any) -> Iterator[str]:
    waiting = [told]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, Mapping | list | tuple):
            waiting += one.values() if isinstance(one, Mapping) else one


def _kind(part: object) -> object:
    return cast("Mapping[str, object]", part).get("type") if isinstance(part, Mapping) else None


def _is_system(message: Mapping[str, Any]) -> bool:
    return message.get("role") in _SYSTEM
