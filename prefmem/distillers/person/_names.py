"""What somebody is called, said in passing: "it's Sam, not Samantha", "they/them please".

"It's Tuesday, not Wednesday" has the same form: two names of one person begin alike, unless the words
say themselves that they are names.
"""

# ruff: noqa: E501 -- patterns are read as they are, whatever their length

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from prefmem.distillers.words import _fields
from prefmem.distillers.words._said import evidence_of
from prefmem.distillers.words._sentences import Sentence, sentences
from prefmem.records import Segment, Turn
from prefmem.types import Evidence

STRENGTH = 0.95
CONDITION = "said what they are called"
BEHAVIOUR = "identity.address"
_LED = r"^\W*(?:(?i:hi|hey|hello|oh|and|but|so|btw|by the way|actually|sorry|no|also|please|fyi|ps|um|just|ok|okay)\b[\s,.!:;–—-]*)*"
_NAME = r"[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?"
_CALLED = re.compile(
    _LED
    + rf"(?:(?P<own>(?i:the name['’]s|the name is|my name['’]s|my name is|i go by|call me)) |(?i:it['’]s|that['’]s|it is) )(?:(?i:actually|just) )?(?P<name>{_NAME}),? (?i:(?:and )?(?:please )?not|never) (?P<other>{_NAME})(?i:,? (?:please|pls|thanks|btw))?\W*$"
)
_PRONOUNS = re.compile(
    _LED
    + r"(?i:(?:my pronouns are|i use(?: the)?(?: pronouns)?|pronouns ?:?|my pronouns ?:|i go by) )?(?P<pronouns>(?i:they/them|she/her|he/him|she/they|he/they|they/she|they/he|xe/xem|ze/zir|ze/hir|it/its|any/all))(?:/\w+)?(?i: pronouns)?(?i:,? (?:please|pls|btw|by the way|for me|thanks|fyi|here|ok|okay))*\W*$"
)
_JUST = re.compile(
    _LED
    + rf"(?i:(?:(?:you can|you may|feel free to|just) )*call me|(?:everyone|everybody|people|(?:all )?my friends|they all) calls? me|i(?:['’]d)? (?:prefer|rather|like|want|go)(?: to)? (?:be|being|by)(?: called)?) (?:(?i:just) )?(?P<name>{_NAME})(?i:,? (?:please|pls|thanks|btw|instead|now|from now on|actually))*\W*$"
)
_PARTS = re.compile(r"(?:,|;|\s[-–—]|\band\b|\bso\b)\s+", re.IGNORECASE)
_ALIKE = 2
"""Letters with which two forms of one name begin."""
_NO_NAME = re.compile(
    r"^(?:mon|tues|wednes|thurs|fri|satur|sun)day|^(?:january|february|march|april|may|june|july|august|september|october|november|december)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Called:
    """Words of the user that say what they are called, or with which pronouns."""

    turn: Turn
    start: int
    """In the turn."""
    end: int
    subject: str
    statement: str

    def evidence(self, *, source: str) -> Evidence:
        """It as evidence."""
        return evidence_of(
            self.turn,
            self.turn.content[self.start : self.end],
            kind="instruction",
            polarity="for",
            strength=STRENGTH,
            source=source,
            behaviour=BEHAVIOUR,
            subject=self.subject,
            statement=self.statement,
            sensitivity="identity",
            condition=CONDITION,
        )


def names_in(segments: Sequence[Segment]) -> list[Called]:
    """What a user's turn says of how to call them, in its order."""
    return [
        one
        for segment in segments
        for sentence in sentences(segment.text, offset=segment.start)
        if (one := _read(segment.turn, sentence)) is not None
    ]


def _read(turn: Turn, sentence: Sentence) -> Called | None:
    if sentence.question:
        return None
    place = sentence.start, sentence.end
    for start in (0, *(one.end() for one in _PARTS.finditer(sentence.text))):
        if found := _PRONOUNS.match(sentence.text[start:]):
            used = found["pronouns"].lower()
            told = f"Uses the pronouns {used}"
            return Called(turn, sentence.start + start, sentence.end, "pronouns", told)
    if (just := _JUST.match(sentence.text)) and not _NO_NAME.match(just["name"]):
        return Called(turn, *place, "name", f"Wants to be called {just['name']}")
    found = _CALLED.match(sentence.text)
    if found is None or not (found["own"] or _are_one(found["name"], found["other"])):
        return None
    told = f"Wants to be called {found['name']}, not {found['other']}"
    return Called(turn, *place, "name", told)


def _are_one(name: str, other: str) -> bool:
    """True if two words may be forms of one name: they begin alike, and are no days or tools."""
    if any(_NO_NAME.match(one) or _fields.is_tool(one) for one in (name, other)):
        return False
    return name[:_ALIKE].lower() == other[:_ALIKE].lower()
