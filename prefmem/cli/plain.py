"""Values into what JSON knows, and text into what a terminal may be shown."""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from io import TextIOWrapper
from pathlib import Path
from typing import Any, TextIO, cast


def opened() -> None:
    """Have all streams: one that the caller closed gives nothing and takes what comes."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115


def lenient(*streams: TextIO) -> None:
    """Have streams put a ? where they know no such character, rather than fail."""
    for stream in streams:
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def plain(value: object) -> Any:
    """Frozen values as mappings, times in ISO 8601, tuples as lists."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        found = cast("Mapping[object, object]", value)
        return {str(key): plain(one) for key, one in found.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(one) for one in cast("list[object]", value)]
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Path) else value


def words(text: str, limit: int | None = None) -> str:
    """Text on one line, without characters that could steer a terminal, cut at a word."""
    line = " ".join("".join(_seen(c) for c in text).split())
    if limit is None or len(line) <= limit:
        return line
    return line[:limit].rsplit(" ", 1)[0].rstrip(",;:. ") + " …"


def lines(text: str) -> str:
    """Text with its lines, without characters that could steer a terminal."""
    return "".join(c if c == "\n" else _seen(c) for c in text)


def _seen(character: str) -> str:
    """A character, or a space for one that is not printed."""
    return " " if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"} else character


def counted(number: int, noun: str) -> str:
    """How many there are of something, with its plural."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def age(then: datetime, now: datetime) -> str:
    """How long ago, in the largest unit that fits."""
    days = (now - then).days
    if days < 1:
        return "today" if days == 0 else "ahead"
    for unit, length in (("year", 365), ("month", 30), ("week", 7), ("day", 1)):
        if count := days // length:
            return counted(count, unit)
    return "today"
