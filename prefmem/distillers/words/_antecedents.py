"""What "it" or "them" means in a turn that named it before: "I gave audiobooks another go …"."""

# ruff: noqa: E501 -- patterns are read as they are, whatever their length

from __future__ import annotations

import re
from collections.abc import Sequence

_THING = r"(?P<what>(?!(?:it|them|that|this|those|these|me|him|her|us|you|my (?:mum|mom|dad|sister|brother|friend|boss))\b)[\w'’&-]+(?: (?!(?:and|but|because|since|so|when|after|before|that|which|who)\b)[\w'’&-]+){0,4}?)"
_END = r"(?=\s*(?:$|[.,;:!?()–—]|\b(?:for|since|and|but|because|so|when|after|before|with|on|in|at|from|until|which|that|every|all)\b))"
_NAMED = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\bg(?:ave|ive|iven|iving) {_THING} (?:another|a second|one more|a fair|a proper|a real|one last|a third) (?:go|chance|try|shot|listen|look|read|spin|whirl)\b",
        rf"\b(?:i|we)(?:['’]ve| have) (?:always |really |only |mostly )*been (?:using|doing|playing|watching|reading|eating|drinking|wearing|buying|making|taking|listening to|going to|into|relying on|leaning on) {_THING}{_END}",
        rf"\b(?:i|we)(?:['’]ve| have)? (?:(?:always|really|never|long|once|actually|used to|honestly|absolutely) )+(?:hated?|loved?|avoided?|dismissed|disliked?|despised|dreaded|liked?|enjoyed|laughed at|swore by|swear by|looked down on|thought|found|couldn['’]t stand|insisted on|been (?:against|wary of|sceptical of|skeptical of|into)) {_THING}(?: (?:was|were|is|are)\b|{_END})",
        rf"\b(?:my (?:\w+ )?\w+|\w+) (?:talked me into|dragged me (?:along )?to|took me to|made me try|got me into|introduced me to|convinced me to try|gave me) (?:an? |the |some |her |his |their )?{_THING}{_END}",
        rf"\b(?:i|we)(?:['’]ve| have)? (?:finally |just |recently )*(?:tried|tested|revisited|went back to|borrowed|joined) (?:an? |the |some |my |her |his )?{_THING}(?: (?:again|once more))?{_END}",
    )
)  # fmt: skip


_TRIED_AGAIN = _NAMED[0]


def named_before(texts: Sequence[str]) -> str:
    """What some sentences of one turn name that its last points back at; "" if none does."""
    for pattern in _NAMED:
        for text in texts:
            if found := pattern.search(text):
                return found["what"].strip(" ,-'’")
    return ""


def tried_again(texts: Sequence[str]) -> bool:
    """True if they tell that something was given another chance."""
    return any(_TRIED_AGAIN.search(text) for text in texts)
