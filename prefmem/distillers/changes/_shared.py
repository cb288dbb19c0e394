"""What the user shares with somebody they tell of: "my mum is diabetic and so am I".

Such words are read as what they stand for: "I am diabetic". Of the other nothing is kept.
"""

# ruff: noqa: E501 -- patterns are read as they are, whatever their length

from __future__ import annotations

import re
from collections.abc import Sequence

from prefmem.distillers.changes._retold import Retold
from prefmem.distillers.words import _vetoes
from prefmem.distillers.words._sentences import sentences
from prefmem.records import Segment
from prefmem.stages.lowered import low, lowered

MOST_WORDS = 30
"""Of a sentence that is read."""

_ADVERB = (
    r"(?:also|really|always|never|only|absolutely|all|both|just|still|totally|basically|actually)"
)
_VERB = (
    r"(?:love|like|hate|prefer|enjoy|adore|dislike|avoid|eat|drink|play|read|use|wear|need|want|smoke|drive|follow|support|collect|suffer|speak|listen|take|"
    r"own|swim|run|bake|cook|work|live|sleep|get|struggle|travel|cycle|swear|keep|can['’]?t|cannot|don['’]?t|won['’]?t|have|are)"
)
_THIRD = r"(?:is|['’]s|has|does|doesn['’]?t|goes|does not|watch(?:es)?|can['’]?t|cannot|won['’]?t)"
_WHO = (
    r"(?:(?:my|our) (?:(?!(?:favou?rite|is|are)\b)[\w-]+ ){0,3}?(?!(?:is|are)\b)[\w-]+|(?:every(?:one|body)|nobody|no one|most people|people)(?: (?:in|at|on) (?:my|our|the) [\w-]+| at (?:work|home)| here)?|"
    r"(?:an?|one) (?:\w+ )?(?:friend|mate|colleague|neighbour|cousin)(?: of mine)?|he|she|they|(?-i:[A-Z][a-z]+))"
)
_ALSO = (
    r"(?:(?:so|neither|nor) (?:am|do|have|can|would) (?:i|we)|as (?:am|do|have) i|(?:i|we)(?:['’]m| am| are| do| have| can['’]?t| cannot| don['’]?t|['’]m not| am not| haven['’]?t)(?: (?:too|as well|also|either))|"
    r"me (?:too|neither|either|as well|included)|same (?:here|for me|with me)|(?:just |exactly )?(?:like|same as) me)"
)
_SHARED = re.compile(
    rf"^\W*(?:(?:and|but|so|well|also|btw|by the way|fyi|because|since|yeah|oh)\b[\s,]*)*(?P<who>{_WHO}),? ?(?P<how>(?:{_ADVERB} )*)(?P<verb>{_THIRD}|{_VERB}s?) (?P<what>(?!(?:both|all) (?:of )?(?:it|them|that)\b)[^.;!?]{{2,80}}?)(?:,? (?:and|but|just)|,)? {_ALSO}(?:,? (?:though|lol|haha|tbh|btw|actually|unfortunately|sadly|to be honest))?\W*$",
    re.IGNORECASE,
)
_HINT = lowered(
    r"\b(?:so|neither|nor|as) (?:am|do|have|can|would) (?:i|we)\b|\b(?:too|as well|also|either|me|here|neither|included)\W*(?:\w+\W*)?$"
)
"""One of these is in each such sentence: most have none."""
_FIRST = {"is": "am", "'s": "am", "are": "am", "has": "have", "does": "do", "doesn't": "don't", "doesnt": "don't", "does not": "don't", "goes": "go", "watches": "watch"}  # fmt: skip
_TOGETHER = re.compile(r"^(?:all|both) ", re.IGNORECASE)
_HELD = re.compile(
    r"^(?:got|been|had|always (?:been|had)|never (?:been|had|liked)|loved|hated)\b", re.IGNORECASE
)
"""Behind an "'s" that is a "has"."""


def shared_in(segments: Sequence[Segment]) -> list[Retold]:
    """What a user's turn says that its user shares with somebody, in its order."""
    return [
        Retold(segment.turn, one.start, one.end, said, gone=False)
        for segment in segments
        for one in sentences(segment.text, offset=segment.start)
        if not one.question and (said := _said(one.text))
    ]


def _said(text: str) -> str:
    """The sentence, as its speaker would say it of themselves alone; "" where nothing is shared."""
    if len(text.split()) > MOST_WORDS or _HINT.search(low(text)) is None:
        return ""
    found = _SHARED.match(text)
    if found is None or _vetoes.is_reported(text):
        return ""
    if found["who"].lower() in ("nobody", "no one"):
        return ""
    verb = found["verb"].lower().replace("’", "'")
    if verb == "'s" and _HELD.match(found["what"]):
        verb = "have"
    what = _TOGETHER.sub("", found["what"])
    return f"I {_of_one(verb, found['how'])} {what}"


def _of_one(verb: str, how: str) -> str:
    """A verb with its adverbs, as it stands behind "I"."""
    verb = _FIRST.get(verb) or (verb if verb.endswith(("ss", "t")) else verb.removesuffix("s"))
    how = _TOGETHER.sub("", how)
    return f"{verb} {how}".rstrip() if verb == "am" else f"{how}{verb}"
