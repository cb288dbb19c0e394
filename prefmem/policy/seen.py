"""A request as the patterns of `reading` see it: without what is quoted, and what of it asks."""

from __future__ import annotations

import re
from dataclasses import dataclass

from prefmem.policy.question import ends, plain, question_of
from prefmem.policy.shapes import ADVISER, CARRIER, FACT, FIRST

LENGTH = 1_500
"""Characters from each end of the request that most patterns see."""
_WORD = re.compile(r"[a-z0-9](?:[a-z0-9'+#;-]*[a-z0-9+#])?")
"""Marks inside belong to a word ("tl;dr", "don't", "c++"), those that end a clause do not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A request as the patterns see it."""

    everything: str
    """All of it, however long."""
    whole: str
    """Its ends, which is all of it where it is short."""
    said: str
    """Without code and quotations."""
    question: str
    bare: str
    """The question without "can you tell me", "I was wondering"."""
    words: frozenset[str]
    asked: frozenset[str]
    personal: bool
    """True if what is asked depends on who asks, or on who is asked."""
    factual: bool
    """True if it has the shape of a question of fact."""


def see(text: str) -> Text:
    """What is seen of a text."""
    said = plain(text).lower()
    question = question_of(text).lower()[-LENGTH:]
    everything = text.lower().replace("’", "'")
    whole = _ends(everything)
    bare = CARRIER.sub("", question, count=1).strip("\"'“ ")
    return Text(
        everything=everything,
        whole=whole,
        said=_ends(said),
        question=question,
        bare=bare,
        words=frozenset(_WORD.findall(whole)),
        asked=frozenset(_WORD.findall(question)),
        personal=_is_personal(_ends(said), bare),
        factual=FACT.match(bare) is not None,
    )


def _is_personal(said: str, bare: str) -> bool:
    return (
        "the user" in said  # an application that asks for its user
        or FIRST.search(bare) is not None
        or ADVISER.search(bare) is not None
    )


def _ends(text: str) -> str:
    return ends(text, LENGTH)
