"""Patterns for texts in lower case: they look for half as much as those that ignore the case."""

from __future__ import annotations

import re

_CAPITAL = re.compile(r"(?<!\\)[A-Z]")


def lowered(pattern: str) -> re.Pattern[str]:
    """A pattern that finds in `low(text)` what it would find in a text whatever the case.

    Raises:
        ValueError: It asks for a capital letter.
    """
    if _CAPITAL.search(pattern.replace("(?P<", "")):
        raise ValueError(f"{pattern!r} asks for a capital letter, which no text has that is read")
    return re.compile(pattern)


def low(text: str) -> str:
    """A text in lower case, and as long as it was: places in it are places in the text."""
    made = text.lower()
    if len(made) == len(text):
        return made
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
