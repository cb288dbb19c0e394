"""What "those calls" are: the name that a turn gave them before, with what sets them apart.

"We have a fifteen-minute call each morning … I dread those calls" says of its speaker that they
dread fifteen-minute calls.
"""

from __future__ import annotations

import re

from prefmem.distillers._statements import word_set
from prefmem.distillers._subjects import singular
from prefmem.stages import keys

MOST_BACK = 400
"""Characters that a quote may reach back, to where a thing is named."""
MOST_MARKS = 2
"""Words that set a thing apart."""
_POINTED = re.compile(
    r"\b(?P<at>those|these|this|that) (?P<name>[a-z][\w-]{2,})\b(?! (?:who|which|that|of|with)\b)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_][\w'’-]*|[^\w\s]")
_NO_MARK = re.compile(
    r"(?:\w+ly|\w+ed|last|next|first|second|whole|same|other|new|old|few|many|more|most|own|one|two|three|four|five|six|"
    r"eleven|i|my|our|their|his|her|its|complicated|another|such|kind|sort|type|of|all|both|each|every|some|any|no|"
    r"is|are|was|were|be|been|have|has|had|do|did|and|or|but|tried|took|went|got|made|had|joined|having|being)$",
    re.IGNORECASE,
)
_NO_NAME = word_set(
    "way time times day days week year years things thing kind kinds sort people one ones decision",
    "moment moments morning evening evenings night nights experience idea feeling point case",
    "reason place",
)


def named(text: str, before: str) -> tuple[str, int]:
    """Words with the name that they point to, and how many characters before them it stands.

    Args:
        text: What is said: "I dread those calls".
        before: The words of the turn before it.
    """
    pointed = _POINTED.search(text)
    if pointed is None or pointed["name"].lower() in _NO_NAME:
        return text, 0
    before = before[-MOST_BACK:]
    name = singular(pointed["name"].lower())
    words = list(_WORD.finditer(before))
    for k, word in enumerate(words):
        if singular(word.group().lower()) != name:
            continue
        first = k
        while first and k - first < MOST_MARKS and _sets_apart(words[first - 1].group()):
            first -= 1
        if first < k:
            marks = before[words[first].start() : word.start()]
            the = "the " if pointed["at"].lower() in ("this", "that") else ""
            said = f"{text[: pointed.start()]}{the}{marks}{text[pointed.start('name') :]}"
            return said, len(before) - words[first].start()
    return text, 0


def _sets_apart(word: str) -> bool:
    low = word.lower()
    return word[0].isalnum() and low not in keys.STOPWORDS and _NO_MARK.match(low) is None
