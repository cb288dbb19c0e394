"""Answers to what the assistant asks back: "What do you usually read?" – "crime, mostly"."""

# ruff: noqa: E501 -- patterns are read as they are, whatever their length

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from prefmem.distillers.words._sentences import Sentence

Asked = Literal["taste", "diet"]

MOST_WORDS = 14
"""Of an answer."""

_QUESTION = re.compile(r"[^.!?\n]*\?")
_OF_TASTE = re.compile(
    r"\b(?:usually|normally|typically|generally|tend to|into|enjoy|favou?rites?|(?:do|would) you (?:like|prefer)|(?:what|which) (?:\w+ )?(?:kind|sort|type|style|genre|cuisine|flavou?r|food|music|band|author|topic|sport|colou?r|texture)s?\b|do you (?:read|listen|watch|play|drink|eat|cook|wear|do for fun))\b",
    re.IGNORECASE,
)
_OF_DIET = re.compile(
    r"\b(?:allerg\w+|intoleran\w+|dietary|foods? (?:you|to|that you) (?:avoid|can|don)|anything (?:you|that you) (?:avoid|can['’]?t|don['’]?t) eat)\b",
    re.IGNORECASE,
)
_OF_ANSWERS = re.compile(
    r"\b(?:answers?|versions?|explanations?|repl(?:y|ies)|responses?|units|summary|format|overview|breakdown)\b",
    re.IGNORECASE,
)
"""What is asked of how to answer asks for no taste."""
_OF_NOW = re.compile(r"\b(?:today|tonight|right now|this time|have (?:on hand|at home|in))\b", re.I)
_LEAD = re.compile(
    r"^(?:(?:um+|uh|hmm+|oh|well|yeah|yes|yep|nope|nah|no(?=[,.])|i guess|like|probably|honestly|tbh|just|so|all sorts(?= but)|but)\b[\s,.:–—-]*)+",
    re.IGNORECASE,
)
_NO_ANSWER = re.compile(
    r"^(?:i\b|i['’]|im\b|we\b|my\b|none\b|nope\b|nah\b|no\b|not\b|nothing\b|never\b|without\b|yes\b|yeah\b|anything\W*$|everything\W*$|you\b|what\b|which\b|how\b|can\b|could\b|do\b|is\b|it\b|it['’]|that\b|this\b|the (?:first|second|last|other)|dunno|idk|idc|whatever|surprise|don['’]?t|both\W*$|either|neither\b|nor\b|e+w+\b|yu+c?k+\b|ugh\b|gross\b|any\W*$|depends|\d+\W*$|thanks|ok\b|okay\b|hard to|a mix|all\W*$|maybe|never mind|forget|sorry|please|something\b|tonight|today|for (?:a|my|the)\b|from now\b|always\W*$|(?:(?:really|absolutely|just|always|kind of) )*(?:hate|love|like|loathe|despise|detest|adore|enjoy|prefer|dislike|avoid|can['’]?t|cannot|used to)\b|next\b|actually\b|nvm)",
    re.IGNORECASE,
)
_STOPS = re.compile(
    r"\s*+(?:[.!;]|,\s*+(?=(?:[\w'’-]+ ){1,4}(?:me|us)\b)|,\s*+(?=[^,]*\b(?:is|are|makes?|gives?|keeps?|distracts?|bores?|hurts?|upsets?|tastes?|takes?)\b)|,\s*+(?:and |or )?(?:no|not|never|nothing|i|my|we)\b|(?:,\s++|(?<=\s))(?:but\b|(?:please|pls|tbh|i guess|lol|thanks)\W*$)|(?<=\s)(?:and (?:no|not|never)\b|(?:because|cos|since)\b|really\W*$))",
    re.IGNORECASE,
)
_A_CLAUSE = re.compile(
    r"\b(?:is|are|was|were|will|would|can|could|should|did|does|has|had|i|we|you|he|she|they|it)\b",
    re.IGNORECASE,
)

_ANYTHING = re.compile(
    r"(?:anything|everything|whatever|whichever|any|all|both|either|neither|none|no preference|not fussed|not picky)(?: (?:really|honestly|at all|goes|works|fine|good|ok|okay|much|kind|sort|type|of (?:them|those|these|it)|else|you like|you want|pretty much))*$|pretty much (?:anything|everything)$",
    re.IGNORECASE,
)
"""An answer that leaves it open: "anything really"."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Words that answer what was asked."""

    text: str
    start: int
    """In the turn."""
    avoided: bool
    """True if they were asked what they must not eat."""


def asked_for(offered: str) -> Asked | None:
    """What the last question of an assistant's turn asks of the user in general."""
    questions = _QUESTION.findall(offered[-_LAST:])
    if not questions or any(one.search(questions[-1]) for one in (_OF_NOW, _OF_ANSWERS)):
        return None
    if _OF_DIET.search(questions[-1]):
        return "diet"
    return "taste" if _OF_TASTE.search(questions[-1]) else None


def answer_in(sentence: Sentence, asked: Asked) -> Answer | None:
    """What a sentence answers to such a question, without what it turns down; None if nothing."""
    if len(sentence.text.split()) > MOST_WORDS:
        return None
    lead = _LEAD.match(sentence.text)
    skipped = lead.end() if lead else 0
    text = sentence.text[skipped:]
    if _NO_ANSWER.match(text):
        return None
    stop = _STOPS.search(text)
    bare = (text[: stop.start()] if stop else text).rstrip(" .,!;)")
    if len(bare) < _LEAST or _A_CLAUSE.search(bare) or _ANYTHING.match(bare):
        return None
    bare = _ALWAYS.sub("", bare)
    return Answer(bare, sentence.start + skipped, asked == "diet")


_ALWAYS = re.compile(r",? (?:always|every time|as ever)$", re.IGNORECASE)
_LAST = 300
"""Characters of an answer in which its last question stands."""
_LEAST = 3
