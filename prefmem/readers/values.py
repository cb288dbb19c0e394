"""What a reader yields: conversations, and the parts that could not be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A part of a file that could not be read; what is around it was kept."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.reason}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """A conversation as it was exported, its messages checked."""

    id: str
    messages: tuple[Mapping[str, Any], ...]
    """What `observe` takes: `role`, `content`, and `id` and `at` where the export has them."""
    line: int
    """Where it starts in its file."""
    format: str
    file: str = ""
    title: str = ""

    @property
    def began(self) -> datetime | None:
        """When its first dated message was written."""
        return next((m["at"] for m in self.messages if "at" in m), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One JSON value of a file, and where it stands."""

    value: object
    line: int
    group: int
    """Which top-level array it is an element of; 0 for values that stand by themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A conversation before its messages are checked."""

    id: str | None
    messages: tuple[object, ...]
    format: str
    title: str = ""
    starts: tuple[int, ...] = ()
    """Line of each message, where they stand on lines of their own."""


def mapping(value: object) -> Mapping[str, object] | None:
    """`value` if it is a JSON object."""
    return cast("Mapping[str, object]", value) if isinstance(value, Mapping) else None


def sequence(value: object) -> list[object]:
    """`value` if it is a JSON array, else an empty one."""
    return cast("list[object]", value) if isinstance(value, list) else []


def text(value: object) -> str:
    """`value` if it is text, else an empty one."""
    return value if isinstance(value, str) else ""


def kind(value: object) -> str:
    """What a JSON value is, in JSON's own words."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int | float):
        return "a number"
    if isinstance(value, str):
        return "text"
    return "a list" if isinstance(value, list) else "an object"
