"""Corrections of an answer: "no, shorter please" holds in its conversation only, unless it says so."""

# ruff: noqa: E501 -- lists of words are read as lists, whatever their length

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from prefmem.distillers.answers import _styles
from prefmem.distillers.words import _cues
from prefmem.records import Segment, Turn

MAX_REPLY = 160
"""Characters: a correction is short."""

_CORRECTION = re.compile(
    r"^\W*(?:no+|nope|nah|hmm+|ugh|ok but|okay but|sorry|wait|actually|eh|please|but|that'?s|it'?s|this is|you'?re(?: being)?|that was|way|still|again|less|be|just|stop|not so|don'?t be|can you be|could you be|try to be)?[,.!]*+\s*+"
    r"(?:(?:that'?s|it'?s|this is|you'?re(?: being)?|that was|was|still|just|be|being|please|way|much|a bit|a little|far|too|so|more|less|not so|keep (?:it|your (?:answers?|replies))|answers?|replies|can you|could you|make your (?:answers?|replies)|with|in|use|no|stop|the|an?)\s+)*"
    r"(?:short(?:er)?|brief(?:er|ly)?|long(?:er|-winded)?|wordy|verbose|concise|formal|informal|casual|technical|complicated|simple(?:r)?|detailed|blunt|direct|friendly|chatty|"
    r"emojis?|bullet points?|jargon|apologi[sz]ing|flattery|enthusiastic|stiff|robotic|slow(?:er)?|fast(?:er)?|preachy|condescending|patroni[sz]ing|metric|celsius|plain english|to the point)\b"
    r"[^.!?\n]{0,60}[.!]*\W*$",
    re.IGNORECASE,
)
_OF_A_TEXT = re.compile(
    r"\b(?:the|this|my|that|it)\b[^.!?]{0,30}\b(?:essay|text|email|mail|letter|paragraph|sentence|story|poem|title|code|function|post|tweet|caption|"
    r"summary|list|introduction|conclusion|headline|message|draft|version|section|article|speech|cv|resume|description)\b|\bmake (?:it|this|that)\b|\brewrite\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Correction:
    """A user's wish to be answered otherwise than just now."""

    turn: Turn
    start: int
    end: int
    lasting: bool

    @property
    def quote(self) -> str:
        """The words that say it."""
        return self.turn.content[self.start : self.end]


def correction_in(segments: Sequence[Segment]) -> Correction | None:
    """The correction that a turn is, if it is one: only of how the assistant answers."""
    if len(segments) != 1:
        return None
    segment = segments[0]
    text = segment.text
    if len(text) > MAX_REPLY or _OF_A_TEXT.search(text):
        return None
    lasting = _cues.asks_lastingly(text)
    opens = re.match(
        r"^\W*(?:no+|nope|nah|ugh|too|way too|that'?s too|you'?re)\b", text, re.IGNORECASE
    )
    if not opens or not _CORRECTION.match(text) or _styles.style_of(text) is None:
        return None
    lead = len(text) - len(text.lstrip())
    return Correction(
        segment.turn, segment.start + lead, segment.start + len(text.rstrip()), lasting
    )
