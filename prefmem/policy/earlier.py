"""What the turns before a request leave with it: an emergency, and what a short follow-up leans on.

Two rules. An emergency that a user's words show stays for the next three messages, whatever these
ask. A short follow-up takes over the strict kinds of the turn that it leans on, and of those that
that one leaned on; a request that says by itself what it asks for takes over none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from prefmem.policy.gravity import GRAVE

SHORT = 12
"""Words of a follow-up that leans on the turns before it."""
STAYS = 3
"""Messages after the one with an emergency for which it stays."""
BEFORE = 12
"""Turns of the user before a request that are looked at."""
_TO = r"(?:is|was|are|do|does|did|make|like|about|with|for|of|in|on|to|at|than|not|without|after)"
_POINTS = re.compile(
    r"^\W*(?:yes|yeah|yep|yup|no|nope|nah|ok|okay|sure|right|fine|done|and|but|so|or|then|also|"
    r"why not|what if|what about|how about|come on|still|even)\b|"
    r"(?<![\w-])(?:it|its|it's|them|they|they're|he|he's|she|she's|him|his|her|hers|these|those|"
    r"one|ones|other|others|another|else|instead|again|too|either|both|neither|same|former|latter|"
    r"similar|more|less|better|worse|cheaper|shorter|longer|simpler|easier|harder|stronger|softer|"
    r"nicer|warmer|kinder|bigger|smaller|closer|funnier|bolder|punchier|meaner|sharper|stricter|"
    r"that's|that one|this one|first|second)(?![\w-])|"
    rf"(?:^\W*|\b{_TO} )(?:that|this)\b(?! (?:\w+day|week\w*|month|year|spring|summer|autumn|"
    r"fall|winter|morning|afternoon|evening|season)\b)|"
    r"\b(?:something|anything|any|some|what|which)(?: \w+)?\W*$|"
    r"^\W*(?:why|how|who|when|where|really|seriously)(?: (?:so|exactly|now|not))?\W*$"
)
"""Words of a request that speak of what went before it."""


class Left(NamedTuple):
    """What a turn leaves for those after it."""

    kinds: frozenset[str]
    """The strict kinds that its words show, questions of truth aside."""
    leans: bool
    """True if it is a follow-up."""


def leans(text: str, *, stands: bool) -> bool:
    """True if a text, which is lowered, is a short follow-up on what went before it.

    `stands`: its words say what it asks for.
    """
    if len(text.split()) > SHORT:
        return False
    return not stands or _POINTS.search(text) is not None


def taken_over(before: Sequence[Left], *, leans: bool) -> frozenset[str]:
    """The strict kinds that a request takes over from the turns before it, oldest first."""
    kept: frozenset[str] = frozenset()
    for one in before:
        kept = one.kinds | kept if one.leans else one.kinds
    emergency = frozenset[str]().union(*(one.kinds for one in before[-STAYS:])) & GRAVE
    return emergency | kept if leans else emergency
