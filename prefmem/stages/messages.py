"""Chat messages as callers pass them: checked, and read into turns."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from prefmem.errors import UnknownPreference, UsageError
from prefmem.records import Turn
from prefmem.types import ANYWHERE, Context, Message, Role, Scope

ROLES: tuple[Role, ...] = ("system", "user", "assistant", "tool")
ALIASES: Mapping[str, Role] = {"developer": "system", "function": "tool"}
MAX_ID = 512
"""Characters of an id: of a user, a tenant, a conversation or a message."""
MAX_MESSAGE_BYTES = 1_000_000
"""Bytes of one message's text in UTF-8."""
APART = timedelta(milliseconds=1)
"""Between messages that came together and have no time of their own."""
TEXT_PARTS = ("text", "input_text", "output_text")
MAX_SHOWN = 80
"""Characters of a value that a message of an error repeats."""
_EARLIEST = datetime.min.replace(tzinfo=UTC)
_REMEDIES = {
    "user id": "pass the id your application knows the user by",
    "tenant": "pass the name of the application's customer, or leave it out",
    "conversation id": "pass the id your application knows the conversation by",
}


def scope_of(user: str, tenant: str) -> Scope:
    """Bind a scope.

    Raises:
        UsageError: An id that is not text, empty, too long, or not valid Unicode.
    """
    return Scope(tenant=checked_id(tenant, "tenant"), user=checked_id(user, "user id"))


def shown(value: object) -> str:
    """`value` for the message of an error: as Python writes it, and never long."""
    text = repr(value)
    return text if len(text) <= MAX_SHOWN else f"{text[: MAX_SHOWN - 1]}…"


def checked_id(value: object, what: str) -> str:
    """`value`, if it can be an id.

    Raises:
        UsageError: It cannot; the message says why.
    """
    text = checked_text(value, what)
    if not text.strip():
        raise UsageError(f"{what} is empty; {_REMEDIES.get(what, 'pass some text')}")
    if len(text) > MAX_ID:
        raise UsageError(f"{what} has {len(text)} characters; at most {MAX_ID} are allowed")
    return text


def unknown(scope: Scope, preference: object) -> UnknownPreference:
    """The error for an id of no preference of this user."""
    return UnknownPreference(
        f"user {scope.user!r} has no preference {shown(preference)}; the profile lists the "
        "ids there are"
    )


def checked_preference(scope: Scope, value: object) -> str:
    """`value`, if it can be the id of a preference.

    Raises:
        UnknownPreference: It can be no id at all.
    """
    try:
        return checked_id(value, "preference id")
    except UsageError as error:
        raise unknown(scope, value) from error


def checked_text(value: object, what: str) -> str:
    """`value`, if it is text that every store can keep.

    Raises:
        UsageError: Not text, a lone surrogate or a NUL character, with its place.
    """
    if not isinstance(value, str):
        raise UsageError(f"{what} {shown(value)} is of type {type(value).__name__}; pass text")
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
            raise UsageError(
                f"{what} {shown(value)} is not an ISO 8601 time; pass one such as "
                "2026-05-04T18:00:00+00:00"
            ) from error
    if not isinstance(value, datetime):
        raise UsageError(
            f"{what} {shown(value)} is of type {type(value).__name__}; pass an aware datetime"
        )
    if value.tzinfo is None:
        raise UsageError(
            f"{what} {value.isoformat()} has no time zone; pass an aware datetime, "
            "for example datetime.now(UTC), or text that ends in +00:00"
        )
    try:
        return value.astimezone(UTC)
    except OverflowError as error:
        raise UsageError(
            f"{what} {value.isoformat()} is outside of the years 1 to 9999 in UTC; "
            "pass a time within them"
        ) from error


def checked_context(value: Context | Mapping[str, str | None] | None) -> Context:
    """`value` as a context of bounded texts that every store can keep.

    Raises:
        UsageError: An unknown factor, or one that is not text, too long, or not valid Unicode.
    """
    if value is None:
        return ANYWHERE
    context = Context.of(value)
    for factor in fields(context):
        text: str | None = getattr(context, factor.name)
        if text is not None:
            checked_id(text, f"context {factor.name}")
    return context


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
            f"message {position}: content is of type {type(content).__name__}; "
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
        raise UsageError(
            f"message {position}: a part is of type {type(part).__name__}; pass mappings"
        )
    found = cast("Mapping[str, object]", part)
    if found.get("type", "text") not in TEXT_PARTS:
        return ""
    text = found.get("text", "")
    if not isinstance(text, str):
        raise UsageError(
            f"message {position}: a part's text is of type {type(text).__name__}; pass text"
        )
    return text


def role_of(message: Message, position: int) -> Role:
    """The role of a message; `developer` is read as `system` and `function` as `tool`.

    Raises:
        UsageError: No role, or one that chat APIs do not know.
    """
    role: object = message.get("role")
    if isinstance(role, str):
        role = ALIASES.get(role, role)
        for known in ROLES:
            if role == known:
                return known
    raise UsageError(f"message {position} has role {shown(role)}; use one of {', '.join(ROLES)}")


def listed(messages: object) -> Sequence[Message]:
    """`messages`, if they are a list of mappings.

    Raises:
        UsageError: They are not.
    """
    if not isinstance(messages, Sequence) or isinstance(messages, str | bytes):
        raise UsageError(
            f"messages are of type {type(messages).__name__}; pass a list of mappings "
            "with 'role' and 'content'"
        )
    found = cast("Sequence[object]", messages)
    for position, message in enumerate(found):
        if not isinstance(message, Mapping):
            raise UsageError(
                f"message {position} is of type {type(message).__name__}; pass a mapping"
            )
    return cast("Sequence[Message]", found)


def read(messages: Sequence[Message]) -> tuple[tuple[Role, str], ...]:
    """Role and text of each message, checked.

    Raises:
        UsageError: Something is not a chat message; the message names its position.
    """
    return tuple([(role_of(m, i), text_of(m, i)) for i, m in enumerate(listed(messages))])


def checked_budget(value: object) -> int:
    """`value`, if it can be a budget of tokens.

    Raises:
        UsageError: Not a whole number, or one below 0.
    """
    if isinstance(value, bool) or not isinstance(value, int):
        raise UsageError(
            f"budget {shown(value)} is not a whole number; pass tokens, for example 256"
        )
    if value < 0:
        raise UsageError(f"budget {value} is below 0; pass the tokens the block may take")
    return value


def checked_limit(value: object) -> int:
    """`value`, if it can be a number of things to find.

    Raises:
        UsageError: Not a whole number, or one below 1.
    """
    if isinstance(value, bool) or not isinstance(value, int):
        raise UsageError(f"limit {shown(value)} is not a whole number; pass one, for example 5")
    if value < 1:
        raise UsageError(f"limit {value} is below 1; pass how many to find at most")
    return value


def checked_seconds(value: object) -> float | None:
    """`value`, if it can be a length of time; None stays None.

    Raises:
        UsageError: Not a number of seconds, or below 0.
    """
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not value >= 0:
        raise UsageError(f"seconds {shown(value)} is no length of time; pass a number, or None")
    try:
        return float(value)
    except OverflowError as error:
        raise UsageError("seconds are more than can be counted; pass fewer, or None") from error


def turns_of(
    messages: Sequence[Message],
    *,
    conversation: str,
    at: datetime,
    context: Context,
) -> tuple[Turn, ...]:
    """The turns of a conversation's messages, with ids and times.

    A message without an `id` gets one derived from conversation, position and content, so that the
    same list observed again is recognised. The last one without an `at` gets `at`, and each before
    it a time that is earlier by `APART` a message: what was said later may take back what was said
    before, and what is of one moment has no order.

    Raises:
        UsageError: Bad input, before anything is written.
    """
    conversation = checked_id(conversation, "conversation id")
    turns: list[Turn] = []
    pairs = read(messages)
    for position, (role, text) in enumerate(pairs):
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
                at=_before(at, len(pairs) - 1 - position)
                if moment is None
                else checked_time(moment, f"message {position}: at"),
                context=context,
            )
        )
    return tuple(turns)


def _before(at: datetime, steps: int) -> datetime:
    """So many messages earlier than `at`, or as early as can be told."""
    return at - min(steps * APART, at - _EARLIEST)


def derived_id(conversation: str, position: int, role: str, text: str) -> str:
    """An id for a message that has none: a digest of conversation, position, role and content."""
    packed = "\x1f".join((conversation, str(position), role, text))
    return "d-" + hashlib.sha256(packed.encode()).hexdigest()[:24]


def user_texts(pairs: Sequence[tuple[Role, str]]) -> tuple[str, ...]:
    """All that the user says, oldest first."""
    return tuple([text for role, text in pairs if role == "user" and text.strip()])
