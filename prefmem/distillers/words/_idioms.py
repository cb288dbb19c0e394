"""A side that the words of a sentence do not show one by one: "I can't resist chocolate".

Whoever reads the "not" alone reads a dislike. What is denied may be giving up, turning down, having
enough, or a dislike itself; and a liking that somebody tried, meant or could not bring themselves
to have is none.
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
_LIKE = r"like|love|enjoy|adore"
_HATE = r"dislike|hate|despise|detest|loathe"
_MOST = r"(?:nothing|no(?:thing|where| one|body) else|few things|not (?:much|many things)|hardly anything|no better (?:place|way|thing))"
_LIKED = tuple(
    lowered(pattern)
    for pattern in (
        rf"\b{_CANNOT} (?:resist (?!(?:the (?:urge|temptation)|telling|saying|asking|pointing|adding)\b)|get enough of\b|say no to\b|(?:do|live|be|go (?:\w+ ){{0,2}}|get through [\w ]{{2,20}}) ?without\b|stop {_DONE}\b)",
        rf"\b{_CANNOT} wait (?:for\b(?! (?:ages|hours|long|days|weeks|so long|that long|more|ever)\b)(?![^.!?]*\bto (?:be over|end|finish|stop|pass|leave|be done)\b)|to (?!(?:leave|quit|stop|finish|escape|see the back|be (?:done|rid|over|out|gone|free)|get (?:rid|away|out|off|over|it over)|never|move out)\b))",
        rf"\b{_CANNOT} have (?:too (?:much|many)|enough)\b|\b{_NEVER} (?:get|gets|got|grow|grew)(?:ting)? (?:bored|sick|tired|enough|weary) (?:of|with)\b|\b{_NEVER} tires? of\b|\b{_NEVER} (?:says? no to|turns? down|pass(?:es)? up|resists?)\b",
        rf"\b{_WOULD} (?:(?:willingly |happily |ever )?(?:give up|part with)|say no to|turn down|pass up|be without)\b",
        rf"\b{_NOT} (?:just|only|merely|simply) (?:like|love|enjoy|tolerate|appreciate|fancy)\b",
        r"\b(?:nothing|is(?:n['’]?t| not) (?:an? |any |one )?(?:[\w-]+ ){1,3}?|there['’]?s (?:an? |any )?(?:no )?(?:[\w-]+ ){1,3}?|not (?:an? |one )(?:[\w-]+ ){1,3}?) ?(?:that )?(?:i|we) (?:do(?:n['’]?t| not)|would(?:n['’]?t| not)) (?:like|love|enjoy|eat|watch|read)\b",
        rf"\b{_WOULD} (?:miss|trade|swap|change|exchange) [^.!?]{{2,60}}? for (?:anything|the world|all the|any (?:amount|money)|a million|love (?:n)?or money)\b",
        rf"\b{_MOST} (?:that )?(?:i|we) (?:really |actually |would )?(?:{_LIKE}) (?:doing )?(?:more|better|as much|so much)\b|\b(?:i|we) (?:really |actually )?(?:{_LIKE}) nothing (?:more|better|so much|as much)\b|\b{_MOST} (?:that )?(?:i|we)(?:['’]d| would) rather\b",
        rf"\bnever (?:once )?not (?:{_LIKE}|enjoyed|fancied)|\bnever (?:once )?(?:met|had|tried|seen|read|eaten|heard|tasted|come across|found) (?:an? )[^.!?]{{2,40}}? (?:that )?(?:i|we) did(?:n['’]?t| not) (?:{_LIKE})\b",
        rf"\bi (?:(?:really|honestly|always) )*(?:(?:thought|expected|assumed|was sure) (?:that )?i(?:['’]d| would)|(?:expected|was expecting) to) (?:{_HATE})\b(?![^.!?]*\b(?:and|but) i (?:do|did|was right)\b)",
        rf"\b{_NOT} (?:really |actually |exactly |at all )?(?:{_HATE})\b{_ALL_THE_SAME}|\bnot (?:really |actually |at all |yet |remotely )?(?:opposed to|against|averse to|sick of|bored (?:of|by|with)|tired of|fed up with|put off by)\b{_ALL_THE_SAME}",
    )
)
_AFTER_ALL = r"(?![^.!?]*\b(?:now|finally|succeed\w*|managed|worked|until|till|after all|came round|does|turned out|i did|i do|loved? (?:it|them|every))\b)"
"""Behind a liking that was tried: it came."""
_DISLIKED = tuple(
    lowered(pattern)
    for pattern in (
        rf"\b(?:nothing|not (?:a|one) (?:single )?thing) (?:that )?(?:i|we) (?:really |actually )?(?:{_LIKE})\b",
        rf"\b{_CANNOT} (?:really |quite )?(?:get into (?!(?:my|the|our|an?) (?:\w+ )?(?:account|site|app|building|house|flat|office|server|system|car|portal|inbox|profile|file|page)\b)|warm to\b|take to\b|see the (?:appeal|point)|bring myself to (?:{_LIKE})\b|get the hang of\b)",
        rf"\b(?:can(?:['’]?t|not| not)|would(?:n['’]?t| not)|could(?:n['’]?t| not)) (?:really |honestly |exactly )?(?:say|claim|call myself) (?:that )?(?:i(?:['’]?m| am|['’]?ve(?: ever)?| have(?: ever)?)?(?: (?:really|particularly|much|such|all that|very|too|ever))* (?:{_LIKE}|into|keen|fond|crazy|mad about|(?:an? )?(?:big |huge |massive )?(?:fan|lover)|been into|cared?|fancy|see the (?:appeal|point)|[\w-]+ person)|an? (?:big |huge |massive )?(?:fan|lover))\b",
        rf"\bi(?:['’]ve| have)? (?:(?:really|honestly|so|always|even|just|only|kind of|did) )*(?:tried|wanted|expected|hoped|keep trying|kept trying|was hoping|was expecting)(?: (?:so|really|very) (?:hard|much|badly))? to (?:really )?(?:{_LIKE}|appreciate|get into|be into|fall for)\b{_AFTER_ALL}",
        rf"\b(?:(?:neither|none) of us|neither (?:my [\w'’-]+|i|me) nor (?:my [\w'’-]+|i|me)) (?:\w+ly )?(?:{_LIKE}|want|care|eat|drink)s?\b",
        rf"\bi(?:['’]d)? (?:(?:really|honestly|always) )*(?:thought|expected|assumed) (?:that )?i(?:['’]d| would) (?:really )?(?:{_LIKE})\b{_AFTER_ALL}",
    )
)

_SIDES: tuple[tuple[Polarity, tuple[re.Pattern[str], ...]], ...] = (
    ("for", _LIKED),
    ("against", _DISLIKED),
)


def side_of(text: str, cue: Cue) -> Polarity | None:
    """The side that an idiom gives a cue that is part of it, or that no word carries."""
    said = low(text)
    for side, patterns in _SIDES:
        if any(_holds(found, cue) for pattern in patterns for found in pattern.finditer(said)):
            return side
    return None


def tells_liking(text: str) -> bool:
    """True if a text has such an idiom: nothing is given up in it."""
    said = low(text)
    return any(pattern.search(said) for pattern in _LIKED)


def _holds(found: re.Match[str], cue: Cue) -> bool:
    return cue.kind == "habit" or (cue.start < found.end() and found.start() < cue.end)
