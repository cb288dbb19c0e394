"""Role play and stories: what is said there is said by somebody who does not exist."""

# ruff: noqa: E501 -- lists of words are read as lists, whatever their length

from __future__ import annotations

import re

from prefmem.stages.lowered import low, lowered

_START = re.compile(
    r"\b(?:let(?:'|’)?s (?:role-?play|do a role-?play|play pretend|play a game where)|"
    r"role-?play (?:with me|as|that|a|where)|i want you to (?:act|role-?play|pretend)|"
    r"(?:you(?:'re| are| will be| be)|act as|pretend (?:to be|you(?:'re| are)|that you|i(?:'m| am)))"
    r" (?:now )?(?:an? |the |my )?[\w' -]{2,60}"
    r"(?:,? and i(?:'m| am| will be|'ll be)\b|in (?:this|a) (?:story|scene|game|role-?play))|"
    r"i(?:'ll| will) (?:be|play)(?: the)? [\w' -]{2,40}(?: and|,) you(?:'ll| will|'re| are)?\b|"
    r"(?:pretend|imagine|suppose|let(?:'|’)?s say) (?:that )?(?:i(?:'|’)?m|i am|we(?:'|’)?re|we are) [\w' ,-]{2,80}?,? (?:and|while) you(?:'|’)?(?:re| are|ll| will)\b|"
    r"you(?:'|’)?(?:re| are) [\w' -]{2,40}[.,;] (?:and )?i(?:'|’)?(?:m| am) [\w' -]{2,40}[.!,]|"
    r"\b(?:my|the) (?:character|hero|player)(?:['’]s| is) (?:called |named )?(?-i:[A-Z])|"
    r"stay in character|in this (?:story|scene|role-?play),? i(?:'m| am)|"
    r"simulate a (?:conversation|dialogue|chat) (?:with|between))",
    re.IGNORECASE,
)
_STOP = lowered(
    r"\b(?:stop|end|quit|pause|leave|enough|done)\b[^.!?\n]{0,30}\b(?:role-?play(?:ing)?|game|story|"
    r"pretend(?:ing)?|scene|character|acting)\b|\bout of character\b|\(ooc\)|\booc:",
)


def starts_play(text: str) -> bool:
    """True if from here on the user speaks as somebody else."""
    return _START.search(text[:2_000]) is not None


def ends_play(text: str) -> bool:
    """True if the user is speaking as themselves again."""
    return _STOP.search(low(text[:2_000])) is not None
