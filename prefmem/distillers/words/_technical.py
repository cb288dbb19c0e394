"""Tells options of a life from ways to solve a task in code."""

# ruff: noqa: E501 -- lists of words are read as lists, whatever their length

from __future__ import annotations

import re

_CODE = re.compile(r"```|`[^`\n]+`|\b\w+\.\w+\(|\b\w+\(\)|</?\w+>")
_ENGINEERING = re.compile(
    r"\b(?:python|javascript|typescript|rust|java|kotlin|sql|postgres\w*|regex|pytest|fixture|docker\w*|kubernetes|compile\w*|stack ?trace|refactor\w*|endpoint|"
    r"css|html|npm|pip|dataframe|pandas|numpy|api|hash ?map|linked list|recursion|big-?o|unit tests?|null pointer|exception|runtime|backend|frontend|deploy\w*|database|schema|"
    r"function|variable|boolean|integer|array|dict|class method|decorator|thread-?safe|async)\b",
    re.IGNORECASE,
)
MANY_TERMS = 4
"""Different terms of engineering that make an exchange one about code."""


def is_technical(text: str) -> bool:
    """True if the options are ways to solve a task in code: picking one says nothing of a person."""
    return (
        "```" in text
        or len(_CODE.findall(text)) > 1
        or len({w.lower() for w in _ENGINEERING.findall(text)}) >= MANY_TERMS
    )
