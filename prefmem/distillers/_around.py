"""What stands around a wish and belongs to it: the reason before it, the exception behind it."""

# ruff: noqa: E501 -- lists of words are read as lists, whatever their length

from __future__ import annotations

import re

from prefmem.distillers._cues import Cue
from prefmem.distillers._sensitivity import sensitivity_of
from prefmem.distillers._sentences import Sentence

_EXCEPTION = re.compile(
    r"(?:,|\s[-–—])?\s+(?:but|though|although)\s+(?!(?:can|could|what|which|how|do|should)\b)(?:"
    r"(?:i (?:do |will |still |can |sometimes )*(?:eat|have|drink|take|wear|use|allow myself|make an exception)\b|not\b|only\b)"
    r"[^.!?,;]{0,50}?\b(?:on|in|at|during|when|while|if|for|every|with)\b[^.!?,;]{2,40}|"
    r"[^.!?,;]{2,50}?\s(?:is|are) (?:fine|ok|okay|allowed|all ?right)\b(?: (?:with|by) me)?)(?=\W*$)",
    re.IGNORECASE,
)
"""What limits a wish without being one: "vegan, but fish on holidays is fine"."""
_SO = re.compile(
    r"^\W*(?:(?:and|well|but|also)\W+)*(?P<reason>(?:i['’]?m|i am|i['’]?ve|i have|my)\b[^.!?]{4,120}?),?\s+so\s+$",
    re.IGNORECASE,
)
"""What is told before a wish as its reason: "I'm training for a marathon, so …"."""


def exception(sentence: Sentence, end: int, cues: tuple[Cue, ...]) -> int:
    """How many characters behind `end` make an exception to what somebody keeps away from."""
    firm = any(cue.polarity == "against" or cue.kind == "constraint" for cue in cues)
    found = _EXCEPTION.match(sentence.text, end) if firm and not sentence.question else None
    return found.end() - end if found else 0


def reason_before(text: str) -> str | None:
    """The reason that stands before a wish; none that is sensitive."""
    found = _SO.match(text)
    if found is None or sensitivity_of(found.group("reason")) is not None:
        return None
    return found.group("reason")
