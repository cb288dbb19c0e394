"""What a preference is about, normalised, so that two that oppose each other share it."""

# ruff: noqa: E501 -- lists of words are read as lists, whatever their length

from __future__ import annotations

import re

from prefmem.distillers.words import _about
from prefmem.distillers.words._singular import singular
from prefmem.distillers.words._statements import expanded, plain

MAX_SUBJECT_WORDS = 4

_STOP_AT = re.compile(
    r"[,;:.!?()–—]|\s-\s|\b(?:because|since|so|but|when|whenever|while|if|unless|although|though|as|due|for|"
    r"over|than|rather|instead|except|especially|particularly|like|such|including|whether|where|"
    r"after|before|during|even|and (?:i|avoid|prefer|find|only|tend|always|never|try|would)|which|that|who|"
    r"at all|any ?more|anymore|anyway|these days|nowadays|lately|now|again|please|without|by|every|due to|"
    r"in my|on my|with my|to me|for me|me|them|with|from|in|on|at|the most|a lot|very much|much|more|myself)\b",
    re.IGNORECASE,
)
_LIGHT = re.compile(
    r"^(?:to|of|by|with|in|on|for|from|about|at|into|toward|towards|the|a|an|any|some|all|my|our|their|your|this|that|"
    r"these|those|more|most|less|very|really|super|too|much|many|such|every|each|both|only|just|"
    r"be|being|been|am|is|are|have|having|has|had|get|getting|do|doing|use|using|go|going|eat|eating|drink|drinking|"
    r"wear|wearing|watch|watching|read|reading|play|playing|listen|listening|buy|buying|own|owning|keep|keeping|"
    r"stay|staying|visit|visiting|take|taking|make|making|attend|attending|participate|participating|engage|engaging|"
    r"support|supporting|consume|consuming|choose|choosing|opt|travel|travelling|traveling|work|working|learn|learning|"
    r"kind|kinds|type|types|sort|sorts|form|forms|piece|pieces|lot|lots|bit|idea|thought|sight|smell|taste|sound|"
    r"anything|something|everything|things|stuff|products?|items?|activities|sports? (?=involving)|involving|involve|involves|made|contain|containing|"
    r"related|based|well|clear|away|out|up|strong|severe|deep|extreme|extremely|strongly|strictly|always|never|usually|"
    r"generally|mostly|exclusively|not|no|and|or|also|it|they|them|i|we|you|myself|prefer|like|love|enjoy|"
    r"avoid|dislike|hate|tend|try|stick|want|need|would|will|can|cannot|when|if|actually|honestly|so|"
    r"seeing|finding|find|feel|feeling|thing|good|great|nice|whole|other|aversion|fan)\b\s*",
    re.IGNORECASE,
)
_CONTRACTED = re.compile(
    r"\b(?:i|we|you|they)['’](?:m|ve|d|ll|re)\b|^['’]?(?:m|ve|d|ll|re)\b", re.IGNORECASE
)
_WORD = re.compile(r"[^\W_][\w'&-]*")


def subject_of(clause: str, cue_start: int, cue_end: int) -> str:
    """The topic of a clause: what follows its cue, or what stands before it."""
    behind = _topic(clause[cue_end:])
    ahead = _topic_before(clause[:cue_start])
    if not behind:
        return ahead or _topic(clause) or "general"
    return behind


def _topic(text: str) -> str:
    text = expanded(plain(text)).strip(" '\"")
    for _ in range(3):
        text = _unlisted(_lightened(text))
        stop = _STOP_AT.search(text)
        if stop is None:
            break
        if stop.start() > 0:
            text = text[: stop.start()]
            break
        text = text[stop.end() :].strip()
    text = re.split(r"\s+or\s+", _lightened(text), maxsplit=1)[0]
    while (shorter := _TRAILING.sub("", text)) != text:
        text = shorter
    return _written(text)


def _written(text: str) -> str:
    """Words as a subject is written: lower case, few, the last of them in the singular."""
    words = [w.lower() for w in _WORD.findall(_CONTRACTED.sub("", text))][:MAX_SUBJECT_WORDS]
    while words and _LIGHT.fullmatch(words[-1]):
        words.pop()
    return " ".join([*words[:-1], singular(words[-1])]) if words else ""


_ADJECTIVES = re.compile(r"^(?P<first>[a-z-]+),\s+(?:[a-z-]+,?\s+){1,3}[a-z-]", re.IGNORECASE)
_TRAILING = re.compile(
    r"\s+(?:located|centered|centred|related|based|made|involving|containing|around|designed|themed|tested|that|of|or|and|to)$",
    re.IGNORECASE,
)


def _unlisted(text: str) -> str:
    """Take "small, dark rooms" without its first comma: adjectives belong to what follows them."""
    found = _ADJECTIVES.match(text)
    if found is None or singular(found.group("first").lower()) != found.group("first").lower():
        return text
    return text.replace(",", "", 1)


def _lightened(text: str) -> str:
    before = None
    while before != text:
        before = text
        text = _LIGHT.sub("", text.lstrip(" ,'\""), count=1)
    return text


def _topic_before(text: str) -> str:
    """As "crowded beaches" of "crowded beaches stress me out"."""
    tail = re.split(r"[,;:.!?()]|\b(?:that|because|but|so|and i)\b", text, flags=re.IGNORECASE)[-1]
    return _topic(re.sub(r"\b(?:is|are|was|were|does|do|really|just|not|n['’]t)\b.*$", "", tail))


def subject_in(clause: str) -> str:
    """The topic of a whole clause, written as `subject_of` does; "" where nothing names one."""
    return _written(_lightened(_about.thing_in(clause)))
