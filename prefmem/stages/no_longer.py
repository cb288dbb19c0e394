"""What a clause with "no longer" or "any more" says of what: "I can't stand jazz any more"."""

# ruff: noqa: E501 -- lists of words are read as lists, whatever their length

from __future__ import annotations

import re

_NOT = r"(?:(?:do|does|did|is|are|am|was|can|could)(?: not|n't)|cannot|don't|doesn't|can't|won't|(?:have|has)(?: not|n't)|barely|hardly|rarely|scarcely|not|never)"
_MORE = r"(?:any ?more\b|any longer\b|(?:nearly |quite |half )?as much as (?:i|they) (?:used to|did|once did)|like (?:it|they) used to|the way (?:it|they) used to)"
_NO_LONGER = re.compile(r"\bno longer\b", re.IGNORECASE)
_ANY_MORE = re.compile(rf"\b{_NOT}\b[^.;!?—–\n]{{0,200}}?\b{_MORE}", re.IGNORECASE)
SAID = (_NO_LONGER, _ANY_MORE)
_WHILE = re.compile(
    r"^\W*(?:(?:i'm (?:starting|beginning) to (?:feel|think|find)(?: like| that)?|and|but|so|well|honestly|actually|now|while|although|though|even though|lately|recently|i(?: have|['’]ve)? (?:realized|realised|noticed|found|feel|think)(?: that)?|they|i|we|just|really|also|simply) ?\b,?)+\s*",
    re.IGNORECASE,
)
LIKED = re.compile(
    r"^(?:bother(?:ing)? (?:with )?|see(?:ing)? the (?:point|appeal) (?:of|in) |feel(?:ing)? like |car(?:e|ing) (?:for|about) |get(?:ting)? (?:much|anything|a lot) out of |touch(?:ing)? |(?:really |absolutely |always )*(?:hate|dislike|avoid|dread|detest|loathe|despise|resent|mind|think|find|can't stand|be scared of|be afraid of|be wary of) )|"
    r"^(?:(?:really|absolutely|just|always|actually|truly|be|get|feel|think|that) )*(?:love|like|enjoy|adore|prefer|want|insist on|swear by|be into|be (?:really |so |all )?(?:into|about)|look forward to|crave|seek out|seek|geek out over|obsess over|rely on|live for)(?: to)? ",
    re.IGNORECASE,
)
DISLIKED = re.compile(
    r"\b(?:hate[ds]?|dislik(?:e|ed|es)|avoid(?:ed|s)?|dread(?:ed|s)?|detest(?:ed)?|loathe[ds]?|despise[ds]?|complain(?:ed)?|can't stand|couldn't stand|resent(?:ed)?|mind(?:ed)?|skip(?:ped)?|"
    r"scared|afraid|intimidat\w+|wary|sceptical|skeptical|bother(?:s|ed)? (?:me|us|them|him|her)\b|annoy(?:s|ed)?|stress(?:es|ed)? (?:me|them)|boring|tedious|overwhelm\w+|dismiss(?:ed)?|turn up my nose|roll my eyes|look down on)\b",
    re.IGNORECASE,
)
EMPTY = re.compile(
    r"^(?:(?:it|that|this|they|them|those|one|me|him|her|us|you|he|she|we|i|there|here|be|do|the|a|an|all|of|my|their|so|what|which|who|everything|anything|nothing|things?|stuff|past|first|last|beginning|start|way|side|time|home|work|life|idea|approach|habits?)(?:'\w+)?\W*)+$|"
    r"(?:an? )?(?:big |huge |great |real |massive )*(?:fan|lover|thing|person|user|customer|morning|keen|bothered|interested|sure|need)$|"
    r".*'(?:s|m|re|ve)$",
    re.IGNORECASE,
)
_BEARS = re.compile(
    r"\b(?:can(?: not|not|'t)|could(?: not|n't)) (?:(?:really|even|just|quite|honestly|actually|seem to) )*"
    r"(?:stand|bear|abide|stomach|handle|face|take|tolerate|cope with|put up with|be (?:doing|bothered|arsed|dealing) with|deal with|get on with)\b",
    re.IGNORECASE,
)
"""Not to bear something is a dislike; that one does so no more ends a liking."""
_SPEAKER = re.compile(
    r"(?:^|[\s,])(?:i|we|they)(?:'(?:m|re|ve|d|ll))?(?: (?:am|are|have|just|really|honestly|actually|simply|also|now|even|still|personally|so|truly|definitely|kind of|sort of))*\W*$",
    re.IGNORECASE,
)
"""Whose clause it is, where it is said right before the verb; before it stand an address, a filler."""
_SAID_BESIDE = re.compile(
    r"(?:\s*\b(?:tbh|lol|haha|honestly|though|tho|to be (?:honest|fair|frank)|sadly|unfortunately|i'm afraid|sorry|ngl|at all|you know|i (?:guess|think|must say)|anyway|really|either)\b)+\W*$",
    re.IGNORECASE,
)


_LED_BY_SELF = re.compile(r"^(?:i|we) (?=\w)", re.IGNORECASE)
_NO_LIE = re.compile(
    r"\b(?:not (?:gonna|going to) lie|(?:i )?(?:won't|can't|cannot) lie)\b", re.IGNORECASE
)
"""Its "not" belongs to it."""


def ends_a_dislike(clause: str) -> bool:
    """True if what holds no longer is a dislike: "I don't hate it any more"."""
    if bears := _BEARS.search(clause):
        clause = clause[: bears.start()] + clause[bears.end() :]
    return DISLIKED.search(clause) is not None


def said_of(clause: str) -> str:
    """What a clause speaks of: its subject, or what is behind where its speaker is the subject."""
    bare = re.sub(
        rf"{_NO_LIE.pattern}|\bno longer\b|{_BEARS.pattern}|\b{_NOT}\b|\b{_MORE}",
        " | ",
        clause,
        flags=re.IGNORECASE,
    )
    ahead, *behind = (p.strip() for p in bare.split("|"))
    said = " ".join(q for p in behind if (q := _SAID_BESIDE.sub("", p).strip()))
    said = _LED_BY_SELF.sub("", said)
    if (_SPEAKER.search(ahead) or not ahead) and _names(said):
        return said
    ahead = _WHILE.sub("", f"{ahead} ").strip(" ,").removesuffix("'s")
    return ahead if len(ahead) > 3 and not EMPTY.match(ahead) else said


def _names(said: str) -> bool:
    left = LIKED.sub("", f"{said} ").strip(" ,-'\"")
    return bool(left) and EMPTY.match(left) is None
