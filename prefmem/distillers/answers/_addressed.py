"""What somebody likes of the assistant, which is "you" to them: "I like it when you are direct"."""

# ruff: noqa: E501 -- patterns are read as they are, whatever their length

from __future__ import annotations

import re

from prefmem.distillers.words._statements import statement_of
from prefmem.distillers.words._third_person import third

_TOLD_OF_YOU = re.compile(
    r"\b(?P<led>(?:it )?when(?:ever)? )you(?P<am> are|['’]re)?\b(?(am)| (?P<how>(?:\w+ly |always |just |also )*)(?P<verb>[a-z]+)\b)",
    re.IGNORECASE,
)
"""Where somebody tells how they like the assistant: "I like it when you are direct"."""


def liking_of(said: str) -> str:
    """The statement for what somebody says of the assistant's answers, which are "you" to them."""

    def told(found: re.Match[str]) -> str:
        how, verb = found["how"] or "", found["verb"]
        does = "is" if found["am"] else f"{how}{third(verb)}"
        return f"{found['led']}the assistant {does}"

    return statement_of(_TOLD_OF_YOU.sub(told, said))
