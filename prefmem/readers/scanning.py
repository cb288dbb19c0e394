"""JSON values out of text that may be cut off or broken in places, with their line numbers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from prefmem.readers.values import Piece

_DECODER = json.JSONDecoder()
_BLANK = re.compile(r"[\s,]*")
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]]', re.DOTALL)
_NEXT_VALUE = re.compile(r"^[{\[]", re.MULTILINE)
Broken = tuple[int, str]
"""Line and reason."""


class Scanner:
    """Walks over the values of a text: JSON lines, one document, or documents in a row.

    The elements of an array at the top are taken one by one, so that a broken one costs only
    itself. Behind a broken value the walk goes on: in an array after its closing bracket, between
    lines at the next one that opens a value.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._place = 0
        self._line = 1
        self._counted = 0
        self._group = 0

    def pieces(self) -> Iterator[Piece | Broken]:
        """The values, and line and reason of what is not one."""
        while self._skip_blank():
            if self._text[self._place] == "[":
                self._group += 1
                self._place += 1
                yield from self._elements()
            else:
                yield from self._value(group=0)

    def _elements(self) -> Iterator[Piece | Broken]:
        while self._skip_blank():
            if self._text[self._place] == "]":
                self._place += 1
                return
            yield from self._value(group=self._group)
        yield self._line, "the file ends before its list does; what came before is kept"

    def _value(self, *, group: int) -> Iterator[Piece | Broken]:
        start, line = self._place, self._line
        try:
            value, self._place = _DECODER.raw_decode(self._text, start)
        except json.JSONDecodeError as error:
            self._place = self._behind(start, in_list=group > 0)
            yield line, self._reason(error, line)
        except (RecursionError, ValueError) as error:
            self._place = self._behind(start, in_list=group > 0)
            yield line, f"cannot be read: {error}"
        else:
            yield Piece(value=value, line=line, group=group)

    def _reason(self, error: json.JSONDecodeError, line: int) -> str:
        if self._place >= len(self._text):
            return "cut off: the file ends inside this value; export or download it again"
        where = f"line {error.lineno}, " if error.lineno != line else ""
        return f"not valid JSON ({error.msg} at {where}column {error.colno})"

    def _behind(self, start: int, *, in_list: bool) -> int:
        """Where to go on after a value that cannot be read."""
        if in_list:
            return self._closing(start)
        following = self._text.find("\n", start)
        found = _NEXT_VALUE.search(self._text, following) if following >= 0 else None
        return found.start() if found else len(self._text)

    def _closing(self, start: int) -> int:
        depth = 0
        for token in _TOKEN.finditer(self._text, start):
            if token[0] in "{[":
                depth += 1
            elif token[0] in "}]":
                depth -= 1
                if depth <= 0:
                    return token.end() if depth == 0 else max(token.start(), start + 1)
        return len(self._text)

    def _skip_blank(self) -> bool:
        """Go to the next value and count lines on the way; False at the end."""
        found = _BLANK.match(self._text, self._place)
        self._place = found.end() if found else self._place
        self._line += self._text.count("\n", self._counted, self._place)
        self._counted = max(self._counted, self._place)
        return self._place < len(self._text)
