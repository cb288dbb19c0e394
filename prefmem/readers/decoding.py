"""One JSON value out of a long text, at the cost of that value alone, be it whole or not."""

from __future__ import annotations

import contextlib
import json
import re

_DECODER = json.JSONDecoder()
_WINDOW = 1 << 12
"""Characters that are decoded at first: an error is told with its line, which has to be counted
from the beginning of what was decoded."""
_LONGEST = 16
"""Characters before the end of what was decoded in which a word or an escape may be cut off."""
_SURELY = 100
"""Levels of values in values that a decoder takes in for sure before it gives up."""
TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[{}\[\]]', re.DOTALL)
"""A string, if need be up to the end of the text, or a bracket."""


class Unreadable(Exception):
    """There is no value here."""

    def __init__(
        self,
        reason: str,
        *,
        stop: int | None = None,
        row: int = 0,
        column: int = 0,
        deep: bool = False,
    ) -> None:
        """Why, and up to where the text is in order: `None` if that is not known."""
        super().__init__(reason)
        self.reason = reason
        self.stop = stop
        self.row = row
        """Lines after that on which the value begins."""
        self.deep = deep
        """Nothing is wrong but that there are too many levels."""
        self.column = column
        """In its line; on the first one counted from the value's beginning."""

    @classmethod
    def of(cls, error: Exception, text: str, start: int) -> Unreadable:
        """What a decoder says of the value that begins at a place, and of nothing before it."""
        if isinstance(error, json.JSONDecodeError):
            return cls(error.msg, stop=start + error.pos, row=error.lineno - 1, column=error.colno)
        if isinstance(error, RecursionError):
            return cls(f"cannot be read: {error}", stop=_deep_in(text, start), deep=True)
        return cls(f"cannot be read: {error}")


def decoded(text: str, start: int, *, wary: bool = True) -> tuple[object, int]:
    """The value that begins at a place, and where it ends.

    Args:
        text: What it stands in.
        start: Where it begins.
        wary: It may well be broken: a little of the text is tried first.

    Raises:
        Unreadable: None does.
    """
    if not wary:
        with contextlib.suppress(ValueError, RecursionError):
            return _DECODER.raw_decode(text, start)
    size = _WINDOW
    while True:
        rest = text[start : start + size]
        cut = start + size < len(text)
        try:
            value, end = _DECODER.raw_decode(rest)
        except (ValueError, RecursionError) as error:
            if not (cut and _is_cut(error, len(rest))):
                raise Unreadable.of(error, text, start) from None
        else:
            if not cut or end < len(rest) or rest[0] in '{["':
                return value, start + end
        size *= 8


def _is_cut(error: Exception, size: int) -> bool:
    """True if more of the text might make it a value."""
    if not isinstance(error, json.JSONDecodeError):
        return False
    return error.msg.startswith("Unterminated string") or error.pos >= size - _LONGEST


def _deep_in(text: str, start: int) -> int:
    """A place up to which a value was decoded that goes too deep."""
    depth = 0
    for token in TOKEN.finditer(text, start):
        depth += (token[0] in "{[") - (token[0] in "}]")
        if depth == _SURELY:
            return token.start()
    return len(text)
