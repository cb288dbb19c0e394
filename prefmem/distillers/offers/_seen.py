"""What somebody says of an offer that they know: "seen it a hundred times, love it"."""

# ruff: noqa: E501 -- patterns are read as they are, whatever their length

from __future__ import annotations

import re
from dataclasses import dataclass

from prefmem.distillers.offers._options import options_in
from prefmem.distillers.offers._sought import Sought
from prefmem.records import Segment
from prefmem.types import Polarity

MOST_WORDS = 16

_KNOWN = re.compile(
    r"\b(?:(?:i(?:['’]ve)?|we(?:['’]ve)?)\s+)?(?:(?:already|just|have|did|both|actually) )*(?:seen|saw|watched|read|played|tried|finished|visited|been (?:there|to it)|heard|listened to|own|reread|rewatched)\b(?: (?:it|that|this|them|that one|this one|there|all of it|the (?:film|book|movie|series|show|game|album)))?",
    re.IGNORECASE,
)
_LOVED = re.compile(
    r"\b(?:lov(?:e|ed) (?:it|that|this|every)|lov(?:e|ed)(?=\W*$)|ador(?:e|ed)|(?:really |so )?enjoyed it|(?:so|really) (?:good|great)|(?:it['’]?s|it was|was|is|absolutely) (?:\w+ )?(?:brilliant|amazing|great|incredible|wonderful|a favou?rite|my favou?rite)|my (?:all[- ]time )?favou?rite|one of my favou?rites|10/10|masterpiece)\b",
    re.IGNORECASE,
)
_HATED = re.compile(
    r"\b(?:hat(?:e|ed) (?:it|that|this|every)|hat(?:e|ed)(?=\W*$)|(?:didn['’]?t|did not|don['’]?t) (?:like|enjoy|care for|get) (?:it|that|this)|couldn['’]?t (?:finish|get into|stand) it|gave up (?:halfway|on it)|bored me|(?:so|really|was|found it) (?:boring|awful|terrible|dull|overrated|dreadful)|not for me|overrated)\b",
    re.IGNORECASE,
)
_MARKED = re.compile(
    r"\*\*(?P<bold>[^*\n]{2,60})\*\*|[\"“](?P<quoted>[^\"”\n]{2,60})[\"”]|\*(?P<slanted>[^*\n]{2,60})\*"
)
_PROPER = re.compile(
    r"(?<![.!?] )(?<!^)(?P<name>\b[A-Z][\w'’&-]*(?::)?(?: (?:(?:of|the|and|in|a|to|for|on|with|at|is|&|my) )*(?:[A-Z][\w'’&-]*:?|\d+))*)"
    r"|^(?P<first>[A-Z][\w'’-]*(?: (?:(?:of|the|and|in|a|to|for|on) )*[A-Z][\w'’-]*)+)|^(?P<one>[A-Z][\w'’-]+)(?= (?:is|by|would|might|could)\b)"
)
_NOT_NAMES = re.compile(
    r"^(?:i|it|you|the|a|an|try|have|if|how|perhaps|maybe|of|what|sure|this|that|since|netflix|english|french|spanish|korean|japanese|american|british)\b(?! [A-Z])|^I['’]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Seen:
    """One known thing, and how it was liked."""

    title: str
    polarity: Polarity
    start: int
    """In the turn."""
    end: int


def seen_in(segment: Segment, offered: str, sought: Sought | None) -> Seen | None:
    """What is said of the one thing that was offered, or None.

    Args:
        segment: The user's own words.
        offered: The assistant's turn before.
        sought: What was asked for; where nothing is known, nothing is read.
    """
    text = segment.text
    if sought is None or len(text.split()) > MOST_WORDS or "?" in text:
        return None
    if (named := _named(segment, offered) or _felt(segment, offered)) is not None:
        return named
    known = _KNOWN.search(text) or (_YES.match(text) if _ASKED.search(offered) else None)
    if known is None:
        return None
    loved, hated = _LOVED.search(text), _HATED.search(text)
    if (loved is None) == (hated is None):
        return None
    title = _title(offered)
    if title is None:
        return None
    last = loved or hated
    end = max(known.end(), last.end()) if last else known.end()
    start = min(known.start(), last.start()) if last else known.start()
    polarity: Polarity = "for" if loved else "against"
    return Seen(title, polarity, segment.start + start, segment.start + end)


_ASKED = re.compile(
    r"\b(?:have|did) you (?:\w+ )?(?:read|see|seen|watch(?:ed)?|tr(?:y|ied)|play(?:ed)?|been)\b[^?]*\?\W*$",
    re.I,
)
_YES = re.compile(r"^\W*(?:yes|yeah|yep|yup|i have|i did)\b", re.IGNORECASE)
_TRIED = re.compile(
    r"^\W*(?:(?:i(?:['’]ve)?|already|yeah|yes|no|oh|ok|hmm|but|have)\W+)*(?:tried|read|seen|saw|watched|played|own(?:ed)?|had|been to|visited) (?P<title>(?!it\b|that\b|this\b|them\b)[\w'’&: -]{2,40}?)(?:,| and| but|\s[-–—])+ *(?:i )?(?P<how>.+)$",
    re.IGNORECASE,
)


def _named(segment: Segment, offered: str) -> Seen | None:
    """What is said of one of several offers, which the reply names: "tried Duolingo, hated it"."""
    said = _TRIED.match(segment.text)
    if said is None:
        return None
    loved, hated = _LOVED.search(said["how"]), _HATED.search(said["how"])
    last = loved or hated
    at = re.search(rf"\b{re.escape(said['title'])}\b", offered, re.IGNORECASE)
    if last is None or at is None or (loved and hated):
        return None
    start = segment.start + len(segment.text) - len(segment.text.lstrip())
    polarity: Polarity = "for" if loved else "against"
    return Seen(at.group(), polarity, start, segment.start + said.start("how") + last.end())


_FELT = re.compile(
    r"(?:^\W*|[.,;!–—]\s+|\b(?:i|we|and|but|oh|yes|yeah|lol)\s+)(?:(?:really|absolutely|both|so|just)\s+)*(?P<how>loved|adored|hated|loathed) (?P<title>(?!(?:it|that|this|them|every|the (?:film|book|show|game|ending))\b)[\w'’&: -]{3,40}?)(?=\W*$|[.,;!]|\s(?:tho|though|so much|but|and|btw|lol|haha|too)\b)",
    re.IGNORECASE,
)


def _felt(segment: Segment, offered: str) -> Seen | None:
    """How one of the offers was liked, which the reply names: "loved Detectorists tho"."""
    said = _FELT.search(segment.text)
    if said is None:
        return None
    at = re.search(rf"\b{re.escape(said['title'].strip())}\b", offered, re.IGNORECASE)
    if at is None:
        return None
    polarity: Polarity = "for" if said["how"].lower() in ("loved", "adored") else "against"
    return Seen(at.group(), polarity, segment.start + said.start("how"), segment.start + said.end())


def _title(offered: str) -> str | None:
    """The one name in an offer; None if there is none, or several."""
    if len(options_in(offered)) > 1:
        return None
    marked = {m.group(m.lastgroup or 0).strip(" .,") for m in _MARKED.finditer(offered)}
    if marked:
        return marked.pop() if len(marked) == 1 else None
    found = {m.group(m.lastgroup or 0).strip(" .,:") for m in _PROPER.finditer(offered)}
    names = {name for name in found if not _NOT_NAMES.match(name)}
    return names.pop() if len(names) == 1 else None
