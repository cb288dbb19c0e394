"""The forms of a conversation that exports use, each read into a draft."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime

from prefmem.errors import UsageError
from prefmem.readers.values import Draft, mapping, sequence, text

Form = Callable[[Mapping[str, object]], Draft | None]
SHAREGPT_ROLES: Mapping[str, str] = {
    "human": "user",
    "user": "user",
    "gpt": "assistant",
    "chatgpt": "assistant",
    "assistant": "assistant",
    "bard": "assistant",
    "bing": "assistant",
    "system": "system",
    "tool": "tool",
    "observation": "tool",
    "function_call": "assistant",
    "function_response": "tool",
}
_TIMES = ("at", "created_at", "timestamp", "create_time", "date")
_IDS = ("id", "uuid", "message_id")
SPOKEN = ("text", "multimodal_text")
"""The content types of ChatGPT's export that somebody wrote to be read."""


def draft_of(value: Mapping[str, object]) -> Draft | None:
    """The conversation that a JSON object is, in whichever form; None if in none."""
    return next((draft for form in _FORMS if (draft := form(value)) is not None), None)


def is_message(value: Mapping[str, object]) -> bool:
    """True for one chat message by itself."""
    return "role" in value and ("content" in value or "text" in value)


def conversation_of(message: Mapping[str, object]) -> str | None:
    """The conversation that a message by itself names."""
    for key in ("conversation", "conversation_id"):
        if name := text(message.get(key)):
            return name
    return None


def plain_message(value: object) -> object:
    """A message with `role`, `content`, `id` and `at` in the names that `observe` takes.

    Raises:
        UsageError: Its time is not one.
    """
    found = mapping(value)
    if found is None:
        return value
    plain: dict[str, object] = {
        "role": found.get("role"),
        "content": found.get("content", found.get("text")),
    }
    if identity := next((found[key] for key in _IDS if isinstance(found.get(key), str)), None):
        plain["id"] = identity
    if (moment := next((found[k] for k in _TIMES if found.get(k) is not None), None)) is not None:
        plain["at"] = when(moment)
    return plain


def when(value: object) -> datetime:
    """A moment as exports write it: ISO 8601 with its zone, or seconds since 1970.

    Raises:
        UsageError: Something else; the message names it.
    """
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return datetime.fromtimestamp(value, UTC)
        moment = datetime.fromisoformat(text(value))
    except (ValueError, OverflowError, OSError) as error:
        raise UsageError(f"{value!r} is not a time; write it like 2026-05-04T09:30:00Z") from error
    if moment.tzinfo is None:
        raise UsageError(f"time {value!r} has no zone; write it like {moment.isoformat()}Z")
    return moment.astimezone(UTC)


def _messages(value: Mapping[str, object]) -> Draft | None:
    """`{"messages": [{"role", "content"}, …]}`, as fine-tuning files have it."""
    if not isinstance(value.get("messages"), list):
        return None
    return Draft(
        id=_first(value, ("conversation", "conversation_id", "id", "uuid")),
        title=text(value.get("title")),
        messages=tuple(sequence(value["messages"])),
        format="messages",
    )


def _sharegpt(value: Mapping[str, object]) -> Draft | None:
    """`{"conversations": [{"from": "human", "value": …}, …]}`."""
    turns = [mapping(turn) for turn in sequence(value.get("conversations"))]
    if not turns or not any(turn and "from" in turn for turn in turns):
        return None
    return Draft(
        id=_first(value, ("id", "conversation_id")),
        messages=tuple(turn and _sharegpt_message(turn) for turn in turns),
        format="ShareGPT",
    )


def _sharegpt_message(turn: Mapping[str, object]) -> dict[str, object]:
    name = turn.get("from")
    return {
        **turn,
        "role": SHAREGPT_ROLES.get(text(name).lower(), name),
        "content": turn.get("value"),
    }


def _claude(value: Mapping[str, object]) -> Draft | None:
    """Claude's `conversations.json`: `chat_messages` of `sender` human or assistant."""
    if not isinstance(value.get("chat_messages"), list):
        return None
    turns = [mapping(turn) for turn in sequence(value["chat_messages"])]
    return Draft(
        id=_first(value, ("uuid", "id")),
        title=text(value.get("name")),
        messages=tuple(turn and _claude_message(turn) for turn in turns),
        format="Claude",
    )


def _claude_message(turn: Mapping[str, object]) -> dict[str, object]:
    """One message; what was attached is not the user's words and stays out."""
    sender = turn.get("sender")
    parts = [mapping(part) for part in sequence(turn.get("content"))]
    spoken = [text(part.get("text")) for part in parts if part and part.get("type") == "text"]
    return {
        "role": SHAREGPT_ROLES.get(text(sender), sender),
        "content": "\n\n".join(filter(None, spoken)) or text(turn.get("text")),
        "id": turn.get("uuid"),
        "at": turn.get("created_at"),
    }


def _chatgpt(value: Mapping[str, object]) -> Draft | None:
    """ChatGPT's `conversations.json`: a tree of nodes, of which one path is what is shown."""
    nodes = mapping(value.get("mapping"))
    if nodes is None:
        return None
    path = list(_path(nodes, text(value.get("current_node"))))
    shown = [m for m in (_chatgpt_message(node) for node in reversed(path)) if m]
    return Draft(
        id=_first(value, ("conversation_id", "id")),
        title=text(value.get("title")),
        messages=tuple(_dated(shown, value.get("create_time"))),
        format="ChatGPT",
    )


def _path(nodes: Mapping[str, object], leaf: str) -> Iterator[Mapping[str, object]]:
    """The nodes from the leaf that is shown up to the root."""
    here, seen = leaf if leaf in nodes else _newest(nodes), set[str]()
    while here in nodes and here not in seen:
        seen.add(here)
        node = mapping(nodes[here]) or {}
        yield node
        here = text(node.get("parent"))


def _newest(nodes: Mapping[str, object]) -> str:
    """The node written last: the leaf of an export that names none."""

    def written(name: str) -> float:
        message = mapping((mapping(nodes[name]) or {}).get("message")) or {}
        moment = message.get("create_time")
        return float(moment) if isinstance(moment, int | float) else float("-inf")

    return max(nodes, key=written, default="")


def _chatgpt_message(node: Mapping[str, object]) -> dict[str, object] | None:
    """The message of a node; None where nobody wrote one to be read."""
    message = mapping(node.get("message"))
    if message is None or _hidden(message):
        return None
    content = mapping(message.get("content")) or {}
    if content.get("content_type", "text") not in SPOKEN:
        return None
    words = [part for part in sequence(content.get("parts")) if isinstance(part, str)]
    words = [*words, *_spoken_aloud(sequence(content.get("parts")))]
    said = "\n\n".join(word for word in words if word.strip())
    if not said:
        return None
    author = mapping(message.get("author")) or {}
    return {
        "role": author.get("role"),
        "content": said,
        "id": message.get("id"),
        "at": message.get("create_time"),
    }


def _hidden(message: Mapping[str, object]) -> bool:
    marks = mapping(message.get("metadata")) or {}
    return bool(marks.get("is_visually_hidden_from_conversation"))


def _spoken_aloud(parts: Sequence[object]) -> Iterator[str]:
    """What was said to the voice assistant, in its transcription."""
    for part in parts:
        found = mapping(part)
        if found and found.get("content_type") == "audio_transcription":
            yield text(found.get("text"))


def _dated(shown: list[dict[str, object]], began: object) -> Iterator[dict[str, object]]:
    """Messages, those without a time at that of the one before."""
    last = began
    for message in shown:
        last = message["at"] = message["at"] or last
        yield message


def _first(value: Mapping[str, object], keys: tuple[str, ...]) -> str | None:
    return next((found for key in keys if (found := text(value.get(key)))), None)


_FORMS: tuple[Form, ...] = (_chatgpt, _claude, _sharegpt, _messages)
