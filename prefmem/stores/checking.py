"""Rows that come from outside: what a store relies on is checked before one of them is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, cast

from pydantic import ConfigDict, TypeAdapter, ValidationError

from prefmem.stages import messages

_TIMES = ("at", "learned_at", "valid_from", "valid_to", "last_confirmed")
_IDS = ("id", "conversation", "preference_id")
_CONFIG = ConfigDict(extra="forbid", allow_inf_nan=False)


def checked(kind: type, row: Mapping[str, Any]) -> None:
    """Check that a row has the fields of `kind`, of the right types, and text that can be kept.

    Raises:
        ValueError: It has not; the message names the field.
    """
    try:
        _adapter(kind).validate_python([row])
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        field = ".".join(str(part) for part in first["loc"][1:])
        raise ValueError(f"{field}: {first['msg']}") from error
    try:
        _sound("", row)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    if isinstance(row.get("content"), str):
        messages.text_of(row, 0)


@lru_cache
def _adapter(kind: type) -> TypeAdapter[Any]:
    return TypeAdapter(Sequence[kind], config=_CONFIG)  # pyright: ignore[reportInvalidTypeForm]


def _sound(name: str, value: object) -> None:
    """Check times, ids and text, at any depth."""
    if isinstance(value, Mapping):
        for key, one in cast("Mapping[object, object]", value).items():
            _sound(messages.checked_text(key, "a key"), one)
    elif isinstance(value, str):
        messages.checked_text(value, name)
        if name in _TIMES:
            messages.checked_time(value, name)
        elif name in _IDS:
            messages.checked_id(value, name)
    elif name in _TIMES and value is not None:
        raise ValueError(f"{name}: {messages.shown(value)} is not an ISO 8601 time")
    elif isinstance(value, bytes | bytearray):
        raise ValueError(f"{name}: {messages.shown(value)} is no text but bytes")
    elif isinstance(value, Sequence):
        for one in cast("Sequence[object]", value):
            _sound("", one)
