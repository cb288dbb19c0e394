"""A few words in reply to an offer pick from it, whatever they are: "vegan please".

Which burger somebody takes today says what they took, and neither what they always take nor what
their health asks for. Who says more ("vegan please, I don't eat meat") is heard for that.
"""

# ruff: noqa: E501 -- patterns are read as they are, whatever their length

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from prefmem.distillers.offers._options import options_in
from prefmem.distillers.words._elided import lowered_at_start
from prefmem.distillers.words._sentences import sentences
from prefmem.distillers.words._statements import finished, plain
from prefmem.records import Segment
from prefmem.stages import keys
from prefmem.types import Evidence

MOST_WORDS = 6
"""Of a reply that only picks, without "please" and the like."""
STRENGTH = 0.5
CONDITION = "picked from an offer"
_LAST = 400
"""Characters of an answer in which its offer stands."""
_ASKS = re.compile(
    r"\bor\b|\b(?:do you|would you|d['’]you) (?:want|like|prefer|rather|fancy|need)\b|\b(?:shall|should|can|may|could) (?:i|we)\b|\bwant (?:me|it|one|some|an?|the)\b|\b(?:how|what) about\b|\bfancy\b|\bwith that\b",
    re.IGNORECASE,
)
_OPEN = re.compile(r"\b(?:which|what)\b", re.IGNORECASE)
"""Offers something only where options stand before it: "which one?"."""
_OF_THE_PERSON = re.compile(
    r"\b(?:are you|do you (?:usually|normally|generally|ever|often|eat|drink|follow|have|avoid|use|take|wear|need|(?:like|prefer|enjoy) (?!me\b|the\b|an?\b|that\b|this\b|to\b|it\b|some\b|your\b|if\b|my\b))|usually|normally|generally|in general|typically|favou?rites?|allerg\w+|intoleran\w+|dietary|diets?|restrictions|needs|from now on|in future|in the future|going forward|what (?:\w+ )?(?:kind|sort|type|style|genre|cuisine|music|topic)s?|always|by default|every time|pronouns|call you|address you|your name)\b",
    re.IGNORECASE,
)
"""Asked of somebody in general: what they answer is said outright."""
_LED = re.compile(
    r"^\W*(?:(?:yes|yeah|yep|yup|sure|ok|okay|oh|hmm+|um+|uh|well|great|nice|cool|perfect|no(?=\s*[,.!–—-])|nope|nah|thanks|then|just|maybe|definitely|please|pls|the|a|an|some|"
    r"i(?:['’]?d| would) (?:like|love|prefer|rather(?: have)?|go (?:for|with))|i(?:['’]?ll| will) (?:have|take|go (?:for|with)|do|try|pick|choose)|i want|let['’]?s (?:do|go (?:for|with)|have|take|try)|(?:go|going) (?:for|with)|give me|make it|(?:can|could|may) (?:i|we) (?:have|get))\b[\s,.!–—-]*)+",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"(?:[\s,.!]*\b(?:please|pls|plz|thanks|thank you|thx|then|it is|i think|i guess|for me|ok|okay|one|ones|version|option)\b)*[\s.!]*$",
    re.IGNORECASE,
)
_SAYS_MORE = re.compile(
    r"\b(?:i|i['’]\w+|im|ive|my|we|our|always|never|ever|usually|normally|generally|from now on|in future|in general|every|each|any ?more|by default|because|since|as i|can['’]?t|cannot|allerg\w+|hate|love|whenever|when)\b|[;:–—]|,\s*\w+ \w+ \w",
    re.IGNORECASE,
)
_TURNED_DOWN = re.compile(
    r"^(?:no|without|not|skip|avoid|leave out|hold)(?: the| any)? (?=\w)", re.I
)
_ASSISTANT = re.compile(r"^Wants the assistant (?P<what>(?:not )?to .+)$")


def is_pick(own: Sequence[Segment], offered: str) -> bool:
    """True if a turn is a few words that pick from the offer before it."""
    words = _bare(" ".join(segment.text for segment in own))
    if not words or len(words.split()) > MOST_WORDS or _SAYS_MORE.search(words):
        return False
    said = keys.content(words)
    told = keys.content(_offer_in(offered))
    return 2 * len(said & told) >= len(said) > 0 and bool(told)


def picked(one: Evidence) -> Evidence:
    """Evidence of what a turn says, as what was picked or turned down this once."""
    words = _bare(one.quote)
    turned = _TURNED_DOWN.match(words)
    if wish := _ASSISTANT.match(one.statement):
        statement = f"Chose for the assistant {wish['what']}"
    elif turned:
        statement = f"Turned down {lowered_at_start(plain(words[turned.end() :]))}"
    else:
        statement = f"Chose {lowered_at_start(plain(words))}"
    return replace(
        one,
        kind="rejected" if turned else "chosen",
        strength=STRENGTH,
        statement=finished(statement),
        condition=CONDITION,
    )


def _bare(text: str) -> str:
    led = _LED.match(text)
    return _ENDS.sub("", text[led.end() if led else 0 :]).strip(" \"“”'")


def _offer_in(offered: str) -> str:
    """The words of an answer that offer something; "" if it offers nothing, or asks in general."""
    last = sentences(offered[-_LAST:])
    asked = next((s.text for s in reversed(last) if s.question), "")
    asked = asked or (last[-1].text if last else "")
    options = options_in(offered)
    offers = _ASKS.search(asked) or (options and _OPEN.search(asked))
    if not offers or _OF_THE_PERSON.search(asked):
        return ""
    return " ".join((asked, *(one.name for one in options)))
