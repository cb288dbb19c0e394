"""Statements that leave out whom they are about: "Window seat, always", "nothing beats a ripe mango".

Nobody says "I" in them. They have a turn of phrase instead by which people tell what they want.
"""

# ruff: noqa: E501 -- patterns are read as they are, whatever their length

from __future__ import annotations

import re

from prefmem.distillers.words._cues import Cue
from prefmem.distillers.words._elided import completed
from prefmem.distillers.words._phrasing import phrasing
from prefmem.types import Polarity

MOST_WORDS = 16
SURE, SIGNED = 0.75, 0.5
"""Probability by phrasing that is asked of them besides; less where the turn says for or against."""
STRENGTH = 0.7

_TOLD: tuple[tuple[Polarity | None, str], ...] = (
    (
        "for",
        r"\bnothing (?:beats|compares (?:to|with)|comes close to|tops|calms|relaxes)\b|\byou can(?:['’]t|not) (?:beat|go wrong with)\b|\bno such thing as too (?:much|many)\b|\bnever (?:too (?:much|many)|enough)\b|"
        r"^\W*the (?:more|\w+er)\b[^.!?]{1,50}\bthe (?:better|merrier)\b|^(?:\w+ )?not a (?:day|week|morning|night|evening|meal|month|winter|summer) (?:goes by |passes |without)|"
        r"\bis(?:n['’]?t| not) (?:an? )?(?:\w+ ){0,2}without\b|\b(?:or nothing|or not at all)\W*$|\b(?:all the way|all day long|all (?:year|summer|winter)(?: round| long)?|(?:summer|winter) and (?:summer|winter)|rain or shine|day in day out)\b|"
        r"\bis (?:life|king|heaven|sacred|holy|bliss|where it['’]s at|the way to go|a must|what (?:counts|matters))\W*$|\b(?:is|are) (?:a must|non-negotiable)\b|^\W*long live\b",
    ),
    (
        "against",
        r"\b(?:is|are) (?:torture|a crime|the worst(?: thing (?:on earth|ever))?|hell|the devil['’]?s work|a punishment|agony|an abomination|a nightmare|a no-?go|a sin)\W*$|\b(?:no way|no chance|no thanks|not in this life(?:time)?|not for all the \w+(?: in \w+)?|spare me|count me out|hard pass|never again)\W*$",
    ),
    (
        None,
        r"(?:,|\s[-–—])\s*(?:always|every (?:single )?time|any day|any time|hands down|full stop|without exception|no matter what|obviously)\W*$|\b(?:over|than) [\w' -]{2,30}(?:,)? (?:any day|every time|always|any time)(?: of the week)?\W*$|^[\w' -]{2,40} (?:>|over) [\w' -]{2,40}(?:, (?:always|every time|any day))?\W*$|\b(?:only|exclusively) (?:if|when|from)\b|^[\w' -]{2,30} only\W*$|^only (?!\w+ing\W*$)\w+ [\w' -]{2,40}\W*$",
    ),
)
_TURNS: tuple[tuple[Polarity | None, re.Pattern[str]], ...] = tuple(
    (polarity, re.compile(pattern, re.IGNORECASE)) for polarity, pattern in _TOLD
)
_ANOTHERS = re.compile(
    r"^\W*(?:(?i:the (?:user|customer|client|player|server|app|file|bus|function|test|build|script|system|code|query|page|site|printer|machine|car|driver|doctor|teacher|boss|kids?|children)|he|she|they|you(?! can)|it|this|that|these|those|his|her|their|your|who|students?|people|kids|everyone|everybody|somebody|someone)\b|[A-Z][a-z]+['’]s\b)",
)
_AT_HAND = re.compile(
    r"\b(?:today|tonight|now|yesterday|tomorrow|this|these|here|there|error|file|code|test|log|line \d+|page \d+|update|version|app|server|build|button|outage|working|happens?)\b",
    re.IGNORECASE,
)


def cue_in(text: str) -> Cue | None:
    """The cue of such a statement, over all of its turn of phrase; None if a text is none."""
    words = text.split()
    if not 2 <= len(words) <= MOST_WORDS or text.rstrip().endswith(("?", ":")):
        return None
    if _ANOTHERS.match(text) or _AT_HAND.search(text) or text.lstrip()[:1] in "\"“'‘>`":
        return None
    for polarity, pattern in _TURNS:
        found = pattern.search(text)
        if found is None:
            continue
        read = phrasing().of(completed(text))
        if read.sure < (SIGNED if polarity else SURE):
            return None
        told: Polarity = "against" if read.against > 0 else "for"
        return Cue(found.start(), found.end(), polarity or told, "habit", STRENGTH)
    return None
