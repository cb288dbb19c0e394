"""JSON values out of text that may be cut off or broken in places, with their line numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from prefmem.readers import formats
from prefmem.readers.decoding import Unreadable, decoded
from prefmem.readers.recovering import Recovery
from prefmem.readers.values import Piece, kind, mapping, sequence

_BLANK = re.compile(r"[\s,]*")
_HOLDS_MESSAGES = re.compile(r'"(?:mapping|messages|chat_messages|conversations)"\s*+:')
_HEAD = 1 << 13
"""Characters within which a conversation says that it is one."""
_NOT_CLOSED = "it is not closed: what stands behind it reads like a part of it"
Broken = tuple[int, str]
"""Line and reason."""


class Scanner:
    """Walks over the values of a text: JSON lines, one document, or documents in a row.

    The elements of an array at the top are taken one by one. Behind a broken value the walk goes
    on, and the broken one is told with what was passed over: in an array at the next element of a
    form that is known, between lines at the next one that opens a value.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._end = _end_of(text)
        self._recovery = Recovery(text)
        self._place = 0
        self._line = 1
        self._line_start = 0
        self._counted = 0
        self._group = 0
        self._wary = False
        """Something was broken before."""
        self._are_messages: bool | None = None
        """What the elements of this array are, where one was read: messages, or more than that."""

    def pieces(self) -> Iterator[Piece | Broken]:
        """The values, and line and reason of what is not one."""
        while self._skip_blank():
            if self._text[self._place] == "[":
                self._group += 1
                self._place += 1
                self._are_messages = None
                yield from self._elements()
                self._are_messages = None
            else:
                yield from self._value(group=0)

    def _elements(self) -> Iterator[Piece | Broken]:
        while self._skip_blank():
            if self._text[self._place] == "]" and self._ends_list():
                self._place += 1
                return
            yield from self._value(group=self._group)
        yield self._line, "the file ends before its list does; what came before is kept"

    def _value(self, *, group: int) -> Iterator[Piece | Broken]:
        start, line = self._place, self._line
        try:
            if self._recovery.is_open(start):
                raise Unreadable(_NOT_CLOSED, stop=start + 1)
            value, self._place = self._decoded(start)
        except Unreadable as error:
            self._wary = True
            column = error.column
            if column and not error.row:
                column += start - self._line_start
            going_on = self._behind(start, error, in_list=group > 0)
            reason = self._reason(error, column, lost=going_on is None)
            self._place = self._last(start, in_list=group > 0) if going_on is None else going_on
            yield line, f"{reason}; {self._place - start:,} characters are left out"
        else:
            if group and _holds_more(value):
                found = mapping(value)
                self._are_messages = found is not None and formats.is_message(found)
            yield Piece(value=value, line=line, group=group)

    def _decoded(self, start: int) -> tuple[object, int]:
        """The value here, and where it ends; between others that hold more, a bare one is none."""
        value, end = decoded(self._text, start, wary=self._wary)
        if self._are_messages is not None and not _holds_more(value):
            raise Unreadable(f"{kind(value)} is no conversation", stop=start)
        return value, end

    def _ends_list(self) -> bool:
        """True for a bracket that closes the list, and not something broken in it."""
        found = _BLANK.match(self._text, self._place + 1)
        rest = found.end() if found else self._place + 1
        return rest >= len(self._text) or self._text[rest] in "{["

    def _reason(self, error: Unreadable, column: int, *, lost: bool) -> str:
        if error.stop is None or not error.column:
            return error.reason
        if error.stop >= self._end or error.reason.startswith("Unterminated string"):
            cut_off = "cut off: the file ends inside this value; export or download it again"
            return cut_off if lost else _NOT_CLOSED
        where = f"line {self._line + error.row}, " if error.row else ""
        return f"not valid JSON ({error.reason.removesuffix(' at')} at {where}column {column})"

    def _behind(self, start: int, error: Unreadable, *, in_list: bool) -> int | None:
        """Where to go on after a value that cannot be read."""
        if not in_list:
            return self._recovery.next_line(start, error)
        if self._text[start] == "}":
            return start + 1
        listed, inside = self._text[start] == "[", self._are_messages is False
        if self._are_messages is None:
            inside = _HOLDS_MESSAGES.search(self._text, start, start + _HEAD) is not None

        def known(value: object) -> bool:
            if (found := mapping(value)) is None:
                first = mapping(next(iter(sequence(value)), None))
                return listed and first is not None and formats.is_message(first)
            whole = formats.draft_of(found) is not None
            return whole or (formats.is_message(found) and not inside and not listed)

        return self._recovery.next_known(start, error, known)

    def _last(self, start: int, *, in_list: bool) -> int:
        """Where to go on if nothing more can be read: at the bracket that closes the list."""
        last = self._end - 1
        return last if in_list and last > start and self._text[last] == "]" else len(self._text)

    def _skip_blank(self) -> bool:
        """Go to the next value and count lines on the way; False at the end."""
        found = _BLANK.match(self._text, self._place)
        self._place = found.end() if found else self._place
        if lines := self._text.count("\n", self._counted, self._place):
            self._line += lines
            self._line_start = self._text.rfind("\n", self._counted, self._place) + 1
        self._counted = max(self._counted, self._place)
        return self._place < len(self._text)


def _holds_more(value: object) -> bool:
    return isinstance(value, dict | list)


def _end_of(text: str) -> int:
    """Where the text ends, without blanks."""
    end = len(text)
    while end and text[end - 1].isspace():
        end -= 1
    return end
