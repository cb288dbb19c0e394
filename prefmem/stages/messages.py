"""Chat messages as callers pass them: checked, and read into turns."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, cast

from prefmem.errors import UsageError
from prefmem.records import Turn
from prefmem.types import Context, Message, Role, Scope

ROLES: tuple[Role, ...] = ("system", "user", "assistant", "tool")
ALIASES: Mapping[str, Role] = {"developer": "system", "function": "tool"}
MAX_ID = 512
"""Characters of an id: of a user, a tenant, a conversation or a message."""
MAX_MESSAGE_BYTES = 1_000_000
"""Bytes of one message's text in UTF-8."""
TEXT_PARTS = ("text", "input_text", "output_text")


def scope_of(user: str, tenant: str) -> Scope:
    """Bind a scope.

    Raises:
        UsageError: An id that is not text, empty, too long, or not valid Unicode.
    """
    return Scope(tenant=checked_id(tenant, "tenant"), user=checked_id(user, "user id"))


def checked_id(value: object, what: str) -> str:
    """`value`, if it can be an id.

    Raises:
        UsageError: It cannot; the message says why.
    """
    if not isinstance(value, str):
        raise UsageError(f"{what} {value!r} is a {type(value).__name__}; pass text")
    if not value.strip():
        raise UsageError(f"{what} is empty; pass the id your application knows the user by")
    if len(value) > MAX_ID:
        raise UsageError(f"{what} has {len(value)} characters; at most {MAX_ID} are allowed")
    return checked_text(value, what)


def checked_text(value: str, what: str) -> str:
    """`value`, if it is text that every store can keep.

    Raises:
        UsageError: A lone surrogate or a NUL character, with its place.
    """
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise UsageError(
            f"{what} is not valid Unicode: a lone surrogate at character {error.start}; "
            "decode it with errors='replace' first"
        ) from error
    if (place := value.find("\x00")) >= 0:
        raise UsageError(f"{what} has a NUL character at {place}; remove it")
    return value


def checked_time(value: object, what: str) -> datetime:
    """`value` in UTC.

    Raises:
        UsageError: Not a datetime, or one without a time zone.
    """
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError as error:
            raise UsageError(f"{what} {value!r} is not an ISO 8601 time") from error
    if not isinstance(value, datetime):
        raise UsageError(f"{what} {value!r} is a {type(value).__name__}; pass an aware datetime")
    if value.tzinfo is None:
        raise UsageError(
            f"{what} {value.isoformat()} has no time zone; pass an aware datetime, "
            "for example datetime.now(UTC)"
        )
    return value.astimezone(UTC)


def text_of(message: Message, position: int) -> str:
    """The text of a message: its content, or its text parts joined by blank lines.

    Raises:
        UsageError: Content of another shape, too long, or not valid Unicode.
    """
    content: object = message.get("content")
    if content is None:
        return ""
    if isinstance(content, str):
        text = content
    elif isinstance(content, Sequence):
        parts = cast("Sequence[object]", content)
        text = "\n\n".join(filter(None, (_part(part, position) for part in parts)))
    else:
        raise UsageError(
            f"message {position}: content is a {type(content).__name__}; "
            "pass text or a list of parts"
        )
    size = len(text) if len(text) > MAX_MESSAGE_BYTES else len(text.encode("utf-8", "replace"))
    if size > MAX_MESSAGE_BYTES:
        raise UsageError(
            f"message {position} has {size:,} bytes of text; at most {MAX_MESSAGE_BYTES:,} "
            "are kept: split it, or leave pasted files out"
        )
    return checked_text(text, f"message {position}")


def _part(part: object, position: int) -> str:
    if isinstance(part, str):
        return part
    if not isinstance(part, Mapping):
        raise UsageError(f"message {position}: a part is a {type(part).__name__}; pass mappings")
    found = cast("Mapping[str, object]", part)
    if found.get("type", "text") not in TEXT_PARTS:
        return ""
    text = found.get("text", "")
    if not isinstance(text, str):
        raise UsageError(f"message {position}: a text part holds a {type(text).__name__}")
    return text


def role_of(message: Message, position: int) -> Role:
    """The role of a message; `developer` is read as `system` and `function` as `tool`.

    Raises:
        UsageError: No role, or one that chat APIs do not know.
    """
    if not isinstance(message, Mapping):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise UsageError(f"message {position} is a {type(message).__name__}; pass a mapping")
    role: object = message.get("role")
    if isinstance(role, str):
        role = ALIASES.get(role, role)
        for known in ROLES:
            if role == known:
                return known
    raise UsageError(f"message {position} has role {role!r}; use one of {', '.join(ROLES)}")


def read(messages: Sequence[Message]) -> tuple[tuple[Role, str], ...]:
    """Role and text of each message, checked.

    Raises:
        UsageError: Something is not a chat message; the message names its position.
    """
    listed = isinstance(messages, Sequence)  # pyright: ignore[reportUnnecessaryIsInstance]
    if isinstance(messages, str | bytes) or not listed:
        raise UsageError(
            f"messages are a {type(messages).__name__}; pass a list of mappings with 'role' and "
            "'content'"
        )
    return tuple((role_of(m, i), text_of(m, i)) for i, m in enumerate(messages))


def checked_budget(value: object) -> int:
    """`value`, if it can be a budget of tokens.

    Raises:
        UsageError: Not a whole number, or one below 0.
    """
    if isinstance(value, bool) or not isinstance(value, int):
        raise UsageError(f"budget {value!r} is not a whole number; pass tokens, for example 256")
    if value < 0:
        raise UsageError(f"budget {value} is below 0; pass the tokens the block may take")
    return value


def turns_of(
    messages: Sequence[Message],
    *,
    conversation: str,
    at: datetime,
    context: Context,
) -> tuple[Turn, ...]:
    """The turns of a conversation's messages, with ids and times.

    A message without an `id` gets one derived from conversation, position and content, so that the
    same list observed again is recognised; one without an `at` gets `at`.

    Raises:
        UsageError: Bad input, before anything is written.
    """
    conversation = checked_id(conversation, "conversation id")
    turns: list[Turn] = []
    for position, (role, text) in enumerate(read(messages)):
        message: Mapping[str, Any] = messages[position]
        raw_id: object = message.get("id")
        moment: object = message.get("at")
        turns.append(
            Turn(
                conversation=conversation,
                id=derived_id(conversation, position, role, text)
                if raw_id is None
                else checked_id(raw_id, f"message {position}: id"),
                role=role,
                content=text,
                at=at if moment is None else checked_time(moment, f"message {position}: at"),
                context=context,
            )
        )
    return tuple(turns)


def derived_id(conversation: str, position: int, role: str, text: str) -> str:
    """An id for a message that has none: a digest of conversation, position, role and content."""
    packed = "\x1f".join((conversation, str(position), role, text))
    return "d-" + hashlib.sha256(packed.encode()).hexdigest()[:24]


def newest_user_text(pairs: Sequence[tuple[Role, str]]) -> str:
    """The newest user turn's text; empty if the user said nothing."""
    return next((text for role, text in reversed(pairs) if role == "user" and text.strip()), "")


def earlier_user_texts(pairs: Sequence[tuple[Role, str]], *, limit: int = 3) -> tuple[str, ...]:
    """The last user texts before the newest one, oldest first."""
    said = [text for role, text in pairs if role == "user" and text.strip()]
    return tuple(said[:-1][-limit:])
