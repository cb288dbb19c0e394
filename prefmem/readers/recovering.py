"""Where reading goes on behind a broken value, at a cost that grows with the text and no faster."""

from __future__ import annotations

import re
from collections.abc import Callable

from prefmem.readers.decoding import TOKEN, Unreadable, decoded

_OPENING = re.compile(r"[{\[]\s*+(?=[\"{}\[\]])")
_AT_LINE = re.compile(r"^[{\[]", re.MULTILINE)
Known = Callable[[object], bool]


class Recovery:
    """Finds the next value that may be read in a text, behind those that are broken.

    A value that is not closed takes those behind it for parts of itself: what is whole inside a
    broken value is looked at. A string that is not closed takes what follows for text, up to the
    next quotation mark: what its last string may hide is looked at, too.
    """

    def __init__(self, text: str) -> None:
        """Nothing is known of the text yet."""
        self._text = text
        self._whole: list[tuple[int, int]] = []
        """From and to of what may be elements, and is whole, in the broken value that was looked
        into last; what holds others comes before them."""
        self._next = 0
        """The first of them that was not passed."""
        self._behind = 0
        """Up to here the text is as it was taken; behind it, a string may hide what follows."""
        self._searched = False
        """The end of a value was looked for once, up to the end of the text, and not found."""

    def is_open(self, start: int) -> bool:
        """True if a value that begins here is known to be broken: it is not closed."""
        if start >= self._behind or self._text[start] not in "{[":
            return False
        self._pass(start)
        return self._next >= len(self._whole) or self._whole[self._next][0] != start

    def next_line(self, start: int, error: Unreadable) -> int | None:
        """Where the next line begins that opens a value, behind a broken one; None if none does.

        Args:
            start: Where the broken value begins.
            error: What is wrong with it.
        """
        if error.stop is not None and start >= self._behind:
            self._look_into(start, error)
        self._pass(start + 1)
        while error.stop is not None and self._next < len(self._whole):
            begin, _ = self._whole[self._next]
            if self._text[begin - 1] == "\n":
                return begin
            self._next += 1
        place = start + 1 if error.stop is None else max(self._behind, start + 1)
        found = _AT_LINE.search(self._text, place)
        return found.start() if found else None

    def next_known(self, start: int, error: Unreadable, known: Known) -> int | None:
        """Where the next element begins that is `known`, behind a broken one; None if none does."""
        if start >= self._behind:
            self._look_into(start, error)
        while True:
            self._pass(start + 1)
            while self._next < len(self._whole):
                begin, end = self._whole[self._next]
                if self._is(begin, known):
                    return begin
                self._pass(end)
            found = self._found(known)
            if not isinstance(found, tuple):
                return found
            start, error = found
            self._look_into(start, error)

    def _found(self, known: Known) -> int | tuple[int, Unreadable] | None:
        """The next element that is known, or one that is broken as well, and what is wrong."""
        place = self._behind
        while found := _OPENING.search(self._text, place):
            place = found.start()
            if not self._is_element(place):
                place += 1
                continue
            try:
                value, end = decoded(self._text, place)
            except Unreadable as error:
                return place, error
            if known(value):
                return place
            place = end
        return None

    def _look_into(self, start: int, error: Unreadable) -> None:
        self._whole, self._next = [], 0
        if (stop := error.stop) is None:
            self._behind = self._end_of(start)
            return
        opened: list[int] = []
        last = stop
        for token in TOKEN.finditer(self._text, start, stop):
            mark = token[0]
            if mark in "{[":
                opened.append(token.start())
            elif mark not in "}]":
                last = token.start()
            elif opened and self._is_element(begin := opened.pop()):
                self._whole.append((begin, token.end()))
        if error.deep and opened:  # what is open is not broken for that, but its beginning is past
            last = opened[len(opened) // 2]
        self._behind = max(last, start + 1)
        self._whole = sorted([span for span in self._whole if span[0] < self._behind])

    def _pass(self, place: int) -> None:
        """Pass what begins before a place."""
        while self._next < len(self._whole) and self._whole[self._next][0] < place:
            self._next += 1

    def _end_of(self, start: int) -> int:
        """Where a value ends that cannot be taken in, for a number say; a line's end at last.

        Only once is an end looked for in vain.
        """
        depth = 0
        for token in () if self._searched else TOKEN.finditer(self._text, start):
            depth += (token[0] in "{[") - (token[0] in "}]")
            if depth <= 0:
                return token.end()
        self._searched = True
        line = self._text.find("\n", start)
        return line + 1 if line >= 0 else len(self._text)

    def _is(self, place: int, known: Known) -> bool:
        try:
            return known(decoded(self._text, place)[0])
        except Unreadable:
            return False

    def _is_element(self, place: int) -> bool:
        """True for what follows another element, opens a list or opens a line."""
        before = place - 1
        while before >= 0 and self._text[before].isspace():
            before -= 1
        follows = before < 0 or self._text[before] in ",[}"
        return follows or self._text[place - 1] == "\n"
