"""Whether a request stands in the context of a preference: "when I'm debugging", "at work".

Three answers, not two. A request can be in the context, or in another one, or say nothing of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from prefmem._remembered import remembered
from prefmem.records import Request
from prefmem.stages import keys
from prefmem.types import ANYWHERE, Context, Preference

_WORD = re.compile(r"[^\W_]+", re.UNICODE)
_CODE = "debug code coding program programming bug traceback exception stacktrace refactor script"
_BODY = "exercise workout gym fitness train training run running jog marathon"
_STUDY = "learn learning study studying exam revise revision course lesson homework practise"
_TEXT = (
    "write writing draft essay email letter report article edit proofread rewrite revise "
    "post caption tweet message speech toast invitation newsletter"
)
_TRIP = "travel travelling trip flight fly hotel holiday vacation itinerary abroad"
_FOOD = "cook cooking bake baking recipe dish meal dinner lunch breakfast"
_WORDS: Mapping[str, str] = {
    "debugging": _CODE,
    "coding": _CODE,
    "programming": _CODE,
    "exercising": _BODY,
    "training": _BODY,
    "running": "run running jog jogging marathon race",
    "learning": _STUDY,
    "studying": _STUDY,
    "revising": _STUDY,
    "writing": _TEXT,
    "drafting": _TEXT,
    "editing": _TEXT,
    "emails": "email mail inbox reply respond",
    "mails": "email mail inbox reply respond",
    "letters": "letter",
    "messages": "message text dm reply respond",
    "posts": "post linkedin facebook instagram tweet caption",
    "slides": "slide presentation deck talk",
    "presentations": "slide presentation deck talk",
    "travelling": _TRIP,
    "flying": "fly flight plane airline airport",
    "cooking": _FOOD,
    "baking": "bake baking cake bread oven dough pastry",
    "planning": "plan planning itinerary schedule agenda roadmap organise organize",
    "shopping": "shop shopping buy purchase order",
    "reading": "read reading book novel",
    "presenting": "present presentation slide talk speech",
    "teaching": "teach teaching lesson pupil student class worksheet",
    "gaming": "game gaming play",
    "gardening": "garden gardening plant lawn",
    "driving": "drive driving car road",
    "commuting": "commute commuting train bus",
    "working": "work working office job colleague meeting client",
    "work": "work working office job colleague meeting client boss",
}
"""Words that say that somebody is at it, besides its own."""
_KINDS: Mapping[str, tuple[str, ...]] = {
    "debugging": ("code",),
    "coding": ("code",),
    "programming": ("code",),
    "editing": ("rewriting",),
    "writing": ("rewriting",),
    "revising": ("rewriting",),
    "planning": ("planning",),
}
"""Kinds of request that are such a task, in whatever words."""
_OF_A_REQUEST = ("task", "situation")
"""Factors that a request's words can show; the others are known only if they are given."""

_SENTENCE = re.compile(r"[.!?…]+(?=\s|$)|\n")
_CLAUSE = re.compile(r"[,;:–—()]|\s-\s")
_JOINS = re.compile(r"(?:so|and|but|because)\b", re.IGNORECASE)
"""Begins a clause without a mark before it."""
_ASKS = re.compile(r"\b(?:can|could|would|will) (?:you|we|i)\b|\bmay i\b", re.IGNORECASE)
_BESIDE = (
    "please pls kindly just only ok okay hey hi hello thanks and so also then now today tonight "
    "for the this time once moment being chat conversation thread session can could would will do "
    "you i we d m like want need prefer to let s us me a bit change morning afternoon evening "
    "right in at of during"
)
_BARE = frozenset(_BESIDE.split())
"""Words beside a wish for now, in its clause, that leave it what it is."""
_TELLS = re.compile(
    r"\b(?:told|said|asked|wrote|used to|earlier|yesterday|last time|ignore|forget|unless|if|when|"
    r"why|whether|instead|rather than|no longer|any ?more)\b",
    re.IGNORECASE,
)
"""Words by which a sentence tells of what is wished in it, or asks, or makes it hang on more."""
_TURNS = re.compile(r"^\W*(?:no|not|never)\b|\b(?:but|except|though|although)\b", re.IGNORECASE)
"""Words behind a wish that take it back, or part of it."""


class Occasion:
    """What a request shows of its context; reads its words when first asked."""

    def __init__(self, request: Request, kinds: Iterable[str]) -> None:
        self._request = request
        self._kinds = frozenset(kinds)
        self._stems: frozenset[str] | None = None
        self._known: dict[Context, bool | None] = {}

    def meets(self, context: Context) -> bool | None:
        """True in this context, False in another one, None where nothing says which."""
        if context is ANYWHERE:
            return True
        if context not in self._known:
            said = [self._shows(name, value) for name, value in context.factors().items()]
            self._known[context] = False if False in said else None if None in said else True
        return self._known[context]

    def is_conversation_of(self, preference: Preference) -> bool:
        """True if a preference that holds in one conversation only was said in this one.

        By the application's word. Where it names no conversation, because the words themselves are
        said in the request: as a clause of their own, which nothing in its sentence turns around.
        """
        if self._request.conversation is not None:
            return preference.conversation == self._request.conversation
        quotes = [one.quote for one in preference.evidence]
        return any(_says(text, quote) for text in self._request.said for quote in quotes)

    def _shows(self, name: str, value: str) -> bool | None:
        given = self._request.context.factors().get(name)
        if given is not None:
            return given.lower() == value.lower() or not _signs(value).isdisjoint(_stems(given))
        if name not in _OF_A_REQUEST:
            return None
        if any(not self._kinds.isdisjoint(_KINDS.get(word, ())) for word in _words(value)):
            return True
        return True if not _signs(value).isdisjoint(self._said()) else None

    def _said(self) -> frozenset[str]:
        if self._stems is None:
            texts = (*self._request.dialogue, self._request.text)
            self._stems = frozenset[str]().union(*map(_stems, texts))
        return self._stems


def _says(text: str, quote: str) -> bool:
    """True where a text says the words of a quote, and means them."""
    place = text.find(quote) if quote else -1
    while place >= 0:
        end = place + len(quote)
        if _means(text[:place], quote, text[end:]):
            return True
        place = text.find(quote, end)
    return False


def _means(before: str, quote: str, after: str) -> bool:
    """True if words between these are a clause of their own, neither told of nor taken back."""
    lead = _SENTENCE.split(before)[-1]
    rest = "" if quote.endswith((".", "!", "?")) else _SENTENCE.split(after, maxsplit=1)[0]
    own = () if _JOINS.match(quote) else _words(_CLAUSE.split(lead)[-1])
    if not _BARE.issuperset((*own, *_words(_CLAUSE.split(rest, maxsplit=1)[0]))):
        return False
    if _TELLS.search(lead) or _TELLS.search(rest) or _TURNS.search(rest):
        return False
    return not after.lstrip().startswith("?") or _ASKS.search(lead[-20:] + quote) is not None


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _stems(text: str) -> frozenset[str]:
    return frozenset(keys.stem(word) for word in _words(text))


@remembered(1024)
def _signs(value: str) -> frozenset[str]:
    """Stems of the words that show this value."""
    own = keys.content(value)
    return own.union(keys.stem(w) for word in _words(value) for w in _WORDS.get(word, "").split())
