"""Liking that is told by denying its opposite: "I can't resist chocolate", "I never get bored of it".

Whoever reads the "not" alone reads a dislike. What is denied here is giving up, turning down, having
enough, or a dislike itself.
"""

# ruff: noqa: E501 -- lists of words are read as lists, whatever their length

from __future__ import annotations

import re

from prefmem.distillers.words._cues import Cue
from prefmem.stages.lowered import low, lowered
from prefmem.types import Polarity

_CANNOT = r"(?:can(?:['’]?t| ?not)|could(?:n['’]?t| not)|(?:can|could) never|never could)(?: (?:\w+ly|ever|even|just|quite))?"
_NEVER = r"(?:never|not ever|hardly ever)(?: (?:ever|really|once))?"
_WOULD = r"(?:(?:could|would|will|['’]d|['’]ll) never(?: ever)?|would(?:n['’]?t| not)|wo(?:n['’]?t| not)|will not)"
_NOT = r"(?:do(?:es)?(?:n['’]?t| not)|did(?:n['’]?t| not))"
_DONE = r"(?:listening to|watching|eating|reading|playing|thinking about|talking about|buying|making|going (?:back )?to|wearing|drinking|using|singing|humming|baking|cooking|ordering|rereading|rewatching)"
_ALL_THE_SAME = (
    r"(?![^.!?]*\b(?:but|though|although|just (?:do|not|prefer)|rather|either|any ?more)\b)"
)
"""Behind a denied dislike: it is taken back in part."""
_LIKED = tuple(
    lowered(pattern)
    for pattern in (
        rf"\b{_CANNOT} (?:resist (?!(?:the (?:urge|temptation)|telling|saying|asking|pointing|adding)\b)|get enough of\b|say no to\b|(?:do|live|be|go (?:\w+ ){{0,2}}|get through [\w ]{{2,20}}) ?without\b|stop {_DONE}\b)",
        rf"\b{_CANNOT} wait (?:for\b(?! (?:ages|hours|long|days|weeks|so long|that long|more|ever)\b)(?![^.!?]*\bto (?:be over|end|finish|stop|pass|leave|be done)\b)|to (?!(?:leave|quit|stop|finish|escape|see the back|be (?:done|rid|over|out|gone|free)|get (?:rid|away|out|off|over|it over)|never|move out)\b))",
        rf"\b{_CANNOT} have (?:too (?:much|many)|enough)\b|\b{_NEVER} (?:get|gets|got|grow|grew)(?:ting)? (?:bored|sick|tired|enough|weary) (?:of|with)\b|\b{_NEVER} tires? of\b|\b{_NEVER} (?:says? no to|turns? down|pass(?:es)? up|resists?)\b",
        rf"\b{_WOULD} (?:(?:willingly |happily |ever )?(?:give up|part with)|say no to|turn down|pass up|be without)\b",
        rf"\b{_NOT} (?:just|only|merely|simply) (?:like|love|enjoy|tolerate|appreciate|fancy)\b",
        r"\b(?:nothing|is(?:n['’]?t| not) (?:an? |any |one )?(?:[\w-]+ ){1,3}?|there['’]?s (?:an? |any )?(?:no )?(?:[\w-]+ ){1,3}?|not (?:an? |one )(?:[\w-]+ ){1,3}?) ?(?:that )?(?:i|we) (?:do(?:n['’]?t| not)|would(?:n['’]?t| not)) (?:like|love|enjoy|eat|watch|read)\b",
        rf"\b{_NOT} (?:really |actually |exactly |at all )?(?:dislike|hate|despise|detest|loathe)\b{_ALL_THE_SAME}|\bnot (?:really |actually |at all |yet |remotely )?(?:opposed to|against|averse to|sick of|bored (?:of|by|with)|tired of|fed up with|put off by)\b{_ALL_THE_SAME}",
    )
)
_DISLIKED = lowered(
    r"\b(?:nothing|not (?:a|one) (?:single )?thing) (?:that )?(?:i|we) (?:really |actually )?(?:like|love|enjoy)\b"
)


def side_of(text: str, cue: Cue) -> Polarity | None:
    """The side that an idiom gives a cue that is part of it, or that no word carries."""
    said = low(text)
    if any(_holds(found, cue) for pattern in _LIKED for found in pattern.finditer(said)):
        return "for"
    return "against" if any(_holds(found, cue) for found in _DISLIKED.finditer(said)) else None


def tells_liking(text: str) -> bool:
    """True if a text has such an idiom: nothing is given up in it."""
    said = low(text)
    return any(pattern.search(said) for pattern in _LIKED)


def _holds(found: re.Match[str], cue: Cue) -> bool:
    return cue.kind == "habit" or (cue.start < found.end() and found.start() < cue.end)
