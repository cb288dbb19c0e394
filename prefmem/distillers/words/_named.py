"""What "those calls" are: the name that a turn gave them before, with what sets them apart.

"We have a fifteen-minute call each morning … I dread those calls" says of its speaker that they
dread fifteen-minute calls.
"""

# ruff: noqa: E501 -- patterns are read as they are, whatever their length

from __future__ import annotations

import re

from prefmem.distillers.words._singular import singular
from prefmem.distillers.words._third_person import word_set
from prefmem.stages import keys

MOST_BACK = 400
"""Characters that a quote may reach back, to where a thing is named."""
MOST_MARKS = 2
"""Words that set a thing apart."""
_POINTED = re.compile(
    r"\b(?P<at>those|these|this|that) (?P<name>[a-z][\w-]{2,})\b(?! (?:who|which|that|of|with)\b)",
    re.IGNORECASE,
)
_MARKED = re.compile(
    r"(?<!of )\b(?:those|these) (?=(?:early|late|quiet|slow|small|little|long|short|big|loud|cold|warm|old|new|endless|constant|\w+ing|\w+y) \w+s\b)",
    re.IGNORECASE,
)
"""Before a name that has its mark beside it: "those early walks"."""
_WORD = re.compile(r"[^\W_][\w'’-]*|[^\w\s]")
_NO_MARK = re.compile(
    r"(?:\w+ly|\w+ed|last|next|first|second|whole|same|other|new|old|few|many|more|most|own|one|two|three|four|five|six|"
    r"eleven|i|my|our|their|his|her|its|complicated|another|such|kind|sort|type|of|all|both|each|every|some|any|no|"
    r"is|are|was|were|be|been|have|has|had|do|did|and|or|but|tried|took|went|got|made|joined|having|being)$",
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
    if _IT_LAST.search(text):
        return _only_thing(text, before[-MOST_BACK:])
    text = _MARKED.sub("", text)
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


def shifts(text: str, sentence: str) -> str:
    """Words in which "nights" are the shifts that their sentence is about."""
    if _OF_SHIFTS.search(sentence) is None:
        return text
    return _SHIFTS.sub(lambda m: f"{_EARLY.get(m['part'].lower(), m['part'])} shifts", text)


_OF_SHIFTS = re.compile(
    r"\b(?:schedul\w+|shifts?|rota|roster\w*|manager|boss|supervisor|ward|warehouse)\b", re.I
)
_SHIFTS = re.compile(
    r"(?<!of )\b(?P<part>night|day|late|earlie)s(?=\W*$|\W+(?:and|but|so|because)\b)",
    re.IGNORECASE,
)
_EARLY = {"earlie": "early"}
_IT_LAST = re.compile(r"(?<! of)(?<! about) it\W*$", re.IGNORECASE)
_OPENS = re.compile(r"[.!?…]\s+")
_A_THING = re.compile(
    r"\ban? (?P<what>(?!(?:lot|bit|few|couple|while|week|year|month|day|way|kind|sort|friend|good|great|try)\b)[\w'’-]+(?: [\w'’-]+){0,2}?)(?=[,;:]|\s+(?:and|but|so|which|that|in|on|at|with|from|for|by|called|to)\b)",
    re.IGNORECASE,
)
_TAKEN = re.compile(
    r"\b(?:i|we)(?:['’]ve| have)? (?:\w+ly |just |now |also |since |then )?"
    r"(?:found|joined|started|bought|got|began|begun|adopted|discovered|took up|taken up|signed up for|went to|tried)(?: \w+ing)? $",
    re.IGNORECASE,
)
"""Before what somebody has now, and may go on to speak of."""


def _only_thing(text: str, before: str) -> tuple[str, int]:
    """Words that end with "it", with the one thing that their sentence brought up before them."""
    opened = [found.end() for found in _OPENS.finditer(before)]
    begins = opened[-1] if opened else 0
    things = list(_A_THING.finditer(before, begins))
    if not things:  # "I joined a small choir. I feel that I belong, and I love it."
        things = [
            thing for thing in _A_THING.finditer(before) if _TAKEN.search(before[: thing.start()])
        ]
    if len(things) != 1:
        return text, 0
    thing = things[0]
    return _IT_LAST.sub(f" the {thing['what']}", text), len(before) - thing.start()


def _sets_apart(word: str) -> bool:
    low = word.lower()
    return word[0].isalnum() and low not in keys.STOPWORDS and _NO_MARK.match(low) is None
