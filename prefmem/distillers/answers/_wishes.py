"""Cuts a wish about answers out of the sentence that carries it, and what is said loosely behind it."""

# ruff: noqa: E501 -- lists of words are read as lists, whatever their length

from __future__ import annotations

import re

from prefmem.distillers.answers import _styles
from prefmem.distillers.words import _cues
from prefmem.distillers.words._frames import CALLS_FOR, IMPERATIVE

PLEASE = r"(?:please|pls|plz|plese|pleas|pleese|kindly)"
_TOLD = (
    r"(?:never|always|stop|don['’]?t|do not|use|keep|give|call me|address me|speak|talk|reply|respond|answer|write|be|"
    r"show|explain|skip|drop|no|assume|ask|avoid|start|end|include|format|present|convert|treat|tell|leave out|cut|put|cite|nothing)\b"
)
_BEGINS = re.compile(
    rf"(?:(?:,|;|\s[-–—]|:)\s*(?:(?:and|but|so|also|then|oh)\s+)*|\s+(?:and|but|so|also)\s+)(?:(?:u[hm]+|you know),? )*(?=(?:{PLEASE}|from now on|(?:also |just )?{_TOLD}|i (?:much |really |always )?(?:prefer|like|want|['’]?d like|would like)\b))",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"^\W*(?:(?:and|so|but|ok|okay|please)\W+)*(?:when(?:ever)?|if|while|for|in|from|going|moving|by default|as a rule|since|because|every time|each time|until|unless)\b",
    re.IGNORECASE,
)
_ORDER = re.compile(
    rf"^\W*(?:(?:and|but|so|also|just|ok|okay|{PLEASE}|from now on|in (?:the )?future|going forward)\W+)*{_TOLD}",
    re.IGNORECASE,
)
_LOOSE = re.compile(
    r"(?:,|\s[-–—]|;|\.{3})\s*(?P<why>(?:(?:because|since|cause|cuz|bc|as)\s+)?(?:my|everybody|everyone|people|they|last time|"
    r"it (?!is\b)|it['’]s|otherwise|you (?:gave|used|keep|always|did)|we|he|she|i (?:can|have|get|keep|find|am|sleep|was|don|just)|i['’]m|that)\b.*)$",
    re.IGNORECASE,
)
_CONSEQUENCE = re.compile(r",?\s+so (?:no|nothing|none)\b[^.!?]*$", re.IGNORECASE)
_ASKED_BEHIND = re.compile(
    rf"(?:,|\s[-–—]|;)\s*(?:so |and |now )?(?:{PLEASE} )?(?:give me|suggest|recommend|tell me|show me|find me|make me|can (?:you|u|i|we)|could (?:you|u|i|we)|what|any ideas|let['’]?s|when (?:do|can|should|is|are|will|does|must)|where (?:do|can|is|are)|how (?:do|can|is|much|many|long)|who (?:do|can|is)|is (?:that|it|there)|is this|are (?:there|they)|does it|do (?:i|you|they|we)|should i|why (?:is|are|do|does)|which)\b[^.!]*$",
    re.IGNORECASE,
)
_LOST = re.compile(
    r"\s+(?:(?:because|cos|since|as|otherwise|or) )?(?P<why>i (?:always |often |just |easily )?get (?:lost|confused|overwhelmed|stuck|muddled)|my (?:teacher|boss|editor|client|school|professor|tutor) (?:is|wants|insists|prefers)\b[^.!?]*)\W*$",
    re.IGNORECASE,
)
"""A reason that whoever dictates runs on to."""
_FILLER = re.compile(
    rf"(?:,?\s+(?:sadly|unfortunately|alas|lol|haha|btw|by the way|tbh|{PLEASE}|thanks|thank you|thx|you know|if that['’]?s ok)|,\s*(?:ever|though|actually|anyway|always|ok|okay)|\s*[:;]-?[)(DP])\W*$",
    re.IGNORECASE,
)
_JOINED = re.compile(r"^(?:because|since|cause|cuz|bc|as)\s+", re.IGNORECASE)
_OF_A_TASK = re.compile(
    rf"^\W*(?:(?:with|without)\b|(?:(?:and|but|so|just|please|can you|could you) )*call (?:me|us) {CALLS_FOR}|"
    r"(?:draft|create|compose|solve|build)\b|"
    r"(?:give|show|tell|list|find|write) me (?:\d+|two|three|four|five|six|seven|eight|nine|ten|another)\b)",
    re.IGNORECASE,
)
_WISHED = re.compile(
    r"^\W*i (?:much |really |always )?(?:prefer|like|want|['’]?d like|would like)\b", re.IGNORECASE
)
_ONCE = re.compile(
    r"^\W*(?:(?:and|but|so|also|then|ok|okay|now)\W+)*(?:(?:can|could|would|will) (?:you|u)|make|create|write|draft|plan|do|solve|build)\b",
    re.IGNORECASE,
)


def is_of_a_task(text: str) -> bool:
    """True for "with answers please": how one result should look, not all to come."""
    return _OF_A_TASK.match(text) is not None and not _cues.asks_lastingly(text)


def says_only_how_long(text: str) -> bool:
    """True for "yes please, from now on": what is wanted stands elsewhere."""
    return _HOW_LONG.match(text) is not None


_HOW_LONG = re.compile(
    r"^\W*(?:(?:yes|yeah|yep|yup|ok|okay|sure|no|nope|please|pls|thanks|thank you|and|but|always|never|from (?:now|here) on|going forward|in (?:the )?future|in general|(?:every|each) time|do (?:it|so|that)|like (?:that|this)|it|that|so|just|the same|exactly|perfect|great)\b\W*)+$",
    re.IGNORECASE,
)


def wishes_in(text: str) -> list[tuple[int, int]]:
    """Where the wishes stand in their sentence: without the task before them."""
    begins = [0, *(found.end() for found in _BEGINS.finditer(text))]
    if len(begins) == 1 or _CONDITION.match(text):
        return [(0, len(text))]
    ends = [*(found.start() for found in _BEGINS.finditer(text)), len(text)]
    places = list(zip(begins, ends, strict=True))
    return [(b, e) for b, e in places if _tells(text[b:e])] or [(0, len(text))]


_SO = re.compile(
    r"(?:,?\s+(?:and )?(?:so|therefore|hence)|;\s*(?:so|therefore|hence)),?\s+(?!(?:that|much|many|far|long)\b)",
    re.IGNORECASE,
)
_FROM_NOW = re.compile(
    rf"^(?:(?:please|pls|just)\s+)?(?:from (?:now|here) on|going forward|moving forward|in (?:the )?future|henceforth),?\s+(?:(?:{PLEASE}|just|always|only|you (?:can|should|must))\s+)*"
    r"(?!(?:i|i['’]\w+|im|we|my|our|it|it['’]s|the|this|that|he|she|they|there|you|an?|no one|nobody|everyone|he['’]s|she['’]s)\b)\w+",
    re.IGNORECASE,
)
_AT_HAND = re.compile(
    r"\b(?:never|always) \w+ (?:it|them|that|this|those|these)\W*$", re.IGNORECASE
)


def behind_its_reason(text: str) -> tuple[int, int] | None:
    """Where a reason ends, and where the order for good that follows from it begins.

    "I'm learning French, so answer in French from now on" is such an order; "… so I always pack
    boots" tells what somebody does, and "… so keep this one short" is of one answer.
    """
    for found in _SO.finditer(text):
        order = text[found.end() :]
        for_good = _cues.asks_lastingly(order) and not _AT_HAND.search(order)
        told = IMPERATIVE.match(order) is not None and _styles.style_of(order) is not None
        told = told or _TO_ASSISTANT.match(order) is not None
        if for_good and (told or _FROM_NOW.match(order) or _is_put_last(order)):
            return found.start(), found.end()
    return None


def _is_put_last(order: str) -> bool:
    """True for an order that ends in "from now on"."""
    told = IMPERATIVE.match(order) or _OF_THE_USERS_OWN.match(order)
    return told is not None and _PUT_LAST.search(order) is not None


_OWN_WORDS = r"(?:correct|quiz|test|drill) (?:me|my (?:\w+ )?(?:grammar|spelling|punctuation|pronunciation|mistakes|errors|typos|english|spanish|french|german|italian|dutch|portuguese))\b"
_OF_THE_USERS_OWN = re.compile(rf"^\W*(?:(?:{PLEASE}|just)\s+)*{_OWN_WORDS}", re.IGNORECASE)
"""Orders that are about what their speaker says or knows."""
_TO_ASSISTANT = re.compile(
    rf"^\W*(?:(?:{PLEASE}|just)\s+)*(?:always|never) (?:{_OWN_WORDS}|(?:explain|number|cite|define|spell out|(?:show|give|tell|ask) me)\b)",
    re.IGNORECASE,
)
"""What nobody does as a habit of their own: "always explain the terms"."""
_PUT_LAST = re.compile(
    r"\b(?:from (?:now|here) on|going forward|moving forward|in (?:the )?future|henceforth)\W*$",
    re.IGNORECASE,
)


def _tells(piece: str) -> bool:
    if _ONCE.match(piece) and not _cues.asks_lastingly(piece):
        return False
    return _styles.style_of(piece) is not None and (
        _ORDER.match(piece) is not None
        or _WISHED.match(piece) is not None
        or _cues.asks_lastingly(piece)
    )


_ASKED_INSTEAD = re.compile(
    rf"(?P<said>n['’]t have (?:an? |any )?[\w'-]+(?: [\w'-]+)?), [\w'-]+(?: [\w'-]+){{0,2}} {PLEASE}\W*$",
    re.IGNORECASE,
)


def apart(text: str) -> str:
    """A text without what is asked for instead of what is not there: "no scales here, cups please"."""
    found = _ASKED_INSTEAD.search(text)
    return text[: found.end("said")] if found else text


def trimmed(text: str, *, least: int) -> tuple[int, str | None]:
    """Where a text ends without what is loosely behind it, and the reason if one is.

    Nothing is cut before `least`, where the words that carry the preference end.
    """
    end, why = len(text), None
    for pattern in (_ASKED_BEHIND, _CONSEQUENCE, _LOST, _LOOSE):
        found = pattern.search(text, least, end)
        if found and len(text[: found.start()].split()) > 1:
            end = found.start()
            if pattern in (_LOOSE, _LOST):
                why = _JOINED.sub("", found.group("why")).strip(" .!")
    while (found := _FILLER.search(text, least, end)) and len(text[: found.start()].split()) > 1:
        end = found.start()
    return end, why
