"""Why somebody wants something, as they say it: in the wish, around it, or a sentence earlier.

A reason may end later, and the wish waits then. Around a wish, one that is sensitive is not kept:
the wish does not tell it.
"""

# ruff: noqa: E501 -- patterns are read as they are, whatever their length

from __future__ import annotations

import re
from collections.abc import Sequence

from prefmem.distillers.words._frames import FOR_REASON, REASON, SINCE_WHEN
from prefmem.distillers.words._sensitivity import sensitivity_of
from prefmem.distillers.words._sentences import sentences
from prefmem.records import Segment

_SELF = r"(?:i['’]?m|i am|i['’]?ve|i have|i['’]?d|i|my|we['’]?re|we are|we['’]?ve|we have|we|our)\b"
_JOINED = r"(?:because|since|as|cause|cuz|bc|now that|given that|seeing (?:as|that)|inasmuch as)"
_DUE = r"(?:due to|because of|thanks to|on account of|owing to)"
_LED = r"^\W*(?:(?:and|well|but|also|so)\W+)*"
_BEFORE = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_LED}(?P<reason>(?:i['’]?m|i am|i['’]?ve|i have|my|we['’]?re|we are|we['’]?ve|we have|our)\b[^.!?]{{4,120}}?),?\s+(?:and )?(?:so|which is why|that['’]?s why|which means|hence|therefore)\s+(?:that )?$",
        rf"{_LED}{_JOINED}\s+(?P<reason>{_SELF}[^.!?]{{4,120}}?),?\s+(?:so |then )?$",
        rf"{_LED}{_DUE}\s+(?P<reason>(?:my|our|the|an?)\b[^.!?,]{{3,60}}?),?\s+$",
        rf"{_LED}(?P<reason>(?:my|our) [^.!?,]{{3,60}}?) means (?:that )?$",
    )
)
"""What is told before a wish as its reason: "I'm training for a marathon, so …"."""
_BEHIND = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"^(?:,|\s*[-–—:;(])?\s*{_JOINED}\s+(?P<reason>{_SELF}[^.!?;]{{4,100}}?)[\s).!;]*$",
        rf"^,?\s*so (?:that |(?=(?:i|we) (?:can|could)\b))(?P<reason>{_SELF}[^.!?;]{{4,100}}?)[\s).!;]*$",
    )
)
_AFTER_A_BREAK = re.compile(
    rf"^\s*(?:[-–—:;(]|\.\.\.|…)\s*(?P<reason>{_SELF}[^.!?;]{{4,100}}?)[\s).!;]*$", re.IGNORECASE
)
_WITHIN = re.compile(
    rf"(?:,\s+(?:as|seeing as)|\s+now that|\s+given that|\s+so that|\s+so(?=\s+(?:i|we) (?:can|could)\b))\s+(?P<reason>{_SELF}[^,;.!?]{{4,100}})\W*$|"
    r"\s+(?:for|during) (?P<spell>(?:my|our|the) (?:[\w-]+ ){0,2}(?:training|exams?|wedding|course|thesis|degree|diploma|race|marathon|triathlon|competition|rehab|recovery|move|renovation|studies|dissertation|bootcamp))\W*$",
    re.IGNORECASE,
)
_WHILE = re.compile(
    rf"\s+(?:while|as long as|until)\s+(?P<reason>{_SELF}[^,;.!?]{{4,100}})\W*$", re.I
)
_STATE = re.compile(
    r"^\W*(?:(?:and|but|well|also|because|since|as)\W+)*(?:(?:i['’]?m|i am|we['’]?re|we are) (?:(?:currently|now|also|still|just|finally|about|going) )*(?:learning|studying|training|saving|preparing|practi[sc]ing|working (?:on|towards?)|trying (?:to|for)|moving|renovating|expecting|planning|getting ready|writing (?:a|an|my|the)|doing (?:a|an|my)|on (?:a|an|my)|off to|to (?:move|start|leave)|back at|out of work|between jobs|retired|away|living|based|building|paying off|cutting|bulking|teaching|a student|an? (?:intern|apprentice|trainee))\b|"
    r"(?:i|we)(?:['’]ve| have)(?: got)? (?:an? |two |three |four |twins|kids|small children|young children|no (?:car|oven|time|garden))|(?:my|our) [\w'’ -]{2,40}? (?:is|are|was|has|have|gets?|wakes?|starts?|lives?|works?|needs?|sleeps?)\b)",
    re.IGNORECASE,
)
"""What somebody is at, or has, for now: a reason of what they do, and no wish."""
_THAT_IS_WHY = re.compile(
    r"^\W*(?:and )?(?:(?:that|this|which)(?:['’]?s| is) (?:also |exactly |partly |mainly )?why|for (?:that|this) reason|because of (?:that|this|it)|hence|therefore)\b",
    re.IGNORECASE,
)
BECAUSE_OF_THAT = re.compile(
    r",?\s+(?:because of|due to|thanks to) (?:that|this|it)\W*$|,?\s+(?:for (?:that|this) reason|for that)\W*$",
    re.IGNORECASE,
)
"""A reason that was told before: "I prefer early nights because of that"."""


def is_state(text: str) -> bool:
    """True for what is told of oneself as a reason: "I'm saving for a house"."""
    return _STATE.match(text) is not None and sensitivity_of(text) is None


def within(text: str) -> str | None:
    """The reason that the words of a wish tell themselves."""
    for match in REASON.finditer(text):
        since = SINCE_WHEN.match(match.group())
        if not (since or match.group().lower().startswith("for ")):
            return match["reason"].strip()
    if found := _WITHIN.search(text):
        return found["reason"] or found["spell"]
    if (found := _WHILE.search(text)) and is_state(found["reason"]):
        return found["reason"]
    whole = FOR_REASON.search(text)
    return whole.group() if whole else None


def without(text: str, reason: str | None) -> str:
    """A wish without the reason that it ends with: that is not what it is about."""
    place = text.rfind(reason) if reason else -1
    if place < 0 or len(text[:place].split()) < LEAST_WORDS:
        return text
    return _JOINT.sub("", text[:place])


LEAST_WORDS = 3
"""Words of a wish, with the one that joins its reason to it."""
_JOINT = re.compile(
    r"[\s,;:–—-]*\b(?:because(?: of)?|since|seeing as|as|cause|cuz|bc|due to|on account of|thanks to|"
    r"now that|given that|so that|so|while|as long as|until|for|during)\s*$",
    re.IGNORECASE,
)


def around(before: str, behind: str) -> str | None:
    """The reason that stands before a wish in its sentence, or behind it."""
    found = next((m for pattern in _BEFORE if (m := pattern.match(before))), None)
    found = found or next((m for pattern in _BEHIND if (m := pattern.match(behind))), None)
    if found is None:
        found = _AFTER_A_BREAK.match(behind)
        if found is not None and not is_state(found["reason"]):
            return None
    return None if found is None or sensitivity_of(found["reason"]) else found["reason"]


def before(joined: str, bare: str) -> str | None:
    """The reason that stands before a "so", however it is put; None for one that is sensitive."""
    if sensitivity_of(bare) is not None:
        return None
    return around(joined, "") or re.sub(_LED, "", bare, flags=re.IGNORECASE).strip(" ,;")


def points_back(sentence: str) -> bool:
    """True for a sentence whose reason was told before: "that's why I avoid alcohol"."""
    return bool(_THAT_IS_WHY.match(sentence) or BECAUSE_OF_THAT.search(sentence))


def earlier(own: Sequence[Segment], start: int, asked: str) -> str | None:
    """The last that somebody told of themselves before a place in a turn, or in the turn before."""
    said = [
        one
        for segment in own
        for one in sentences(segment.text, offset=segment.start)
        if one.end <= start
    ]
    for one in reversed([*sentences(asked), *said]):
        if not one.question and is_state(one.text):
            return one.text.rstrip(" .!")
    return None
