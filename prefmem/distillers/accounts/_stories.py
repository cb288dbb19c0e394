"""Stories: what somebody did of their own accord, and how they say it was for them.

"I joined a pottery class last month. … The slow work was so calming." No sentence alone carries the
preference: one has the topic, another the attitude.
"""

# ruff: noqa: E501 -- lists of words are read as lists, whatever their length

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from prefmem.distillers.accounts import _deeds
from prefmem.distillers.accounts._deeds import Deed
from prefmem.distillers.words import _vetoes, _whole
from prefmem.distillers.words._attitudes import CONCLUDING, Attitude, agreed, attitudes
from prefmem.distillers.words._sentences import Sentence, sentences
from prefmem.distillers.words._statements import statement_of
from prefmem.distillers.words._technical import is_technical
from prefmem.records import Segment, Turn
from prefmem.stages.intake import is_english
from prefmem.types import Polarity

LEAST_WORDS = 25
"""Of a turn that tells a story."""
MOST_QUOTED = 420
"""Characters of a quote that reaches from the topic to the attitude."""

_JOINED = re.compile(
    r"(?P<said>\bi(?:['’]ve| have|['’]d)?\s+(?>(?:also|recently|even|finally|just|now|\w+ly)\s+)*(?:joined|enrolled in|signed up for|became (?:a )?(?:\w+ )?member of)\s+(?:an?|the|our|my)\s+[^.!?;,]*?"
    r"\b(?:clubs?|choirs?|orchestras?|bands?|leagues?|teams?|troupe|circles?|societ(?:y|ies)|meetups?|class(?:es)?|workshops?|courses?|groups?|communit(?:y|ies)|gyms?|gardens?|ensembles?)\b[^.!?;,]*)",
    re.IGNORECASE,
)
_TOPICLESS = re.compile(
    r"^\W*(?:(?:and|but|so|while|also|honestly)\W+)*(?:that|this|it|each|these|those|such|the (?:whole |initial )?(?:experience|atmosphere|energy|enthusiasm|process))\b|"
    r"\b(?:it|them|this|that (?:\w+ )?(?:format|kind|type|experience|style|approach|way|sort|event|connection)|the (?:whole )?experience|the atmosphere)\b",
    re.IGNORECASE,
)
_OWN = re.compile(r"\b(?:i|my)\b", re.IGNORECASE)
"""In a sentence on writing that gives no order: "I've been trying to write a novel"."""
_CLEFT = re.compile(
    r"^\W*(?:(?:and|but|so)\W+)?(?:what|how|where|when|which|who|is|was|did|does)\b", re.IGNORECASE
)
"""How a question begins, and without its mark a sentence that tells: "What struck me was …"."""


@dataclass(frozen=True, slots=True)
class Story:
    """What somebody did and how it was for them."""

    turn: Turn
    start: int
    end: int
    topic: str
    """What was done, without who did it."""
    statement: str
    polarity: Polarity
    felt: bool = True
    """False where only the deed is told, and it speaks for itself: who joins a choir likes to sing."""

    @property
    def quote(self) -> str:
        """The words, verbatim."""
        return self.turn.content[self.start : self.end]


def story_in(segments: Sequence[Segment]) -> Story | None:
    """The story that a user's turn tells, if it tells one and asks for nothing."""
    if len(segments) != 1:
        return None
    segment = segments[0]
    text = segment.text
    if "?" in text or is_technical(text):
        return None
    parts = list(sentences(text, offset=segment.start))
    if any(_refused(part.text) for part in parts) or not is_english(text):
        return None
    told = _told(parts)
    felt = _felt(parts, *told) if told and len(text.split()) >= LEAST_WORDS else None
    if told is None or felt is None:
        return _joined(segment.turn, parts)
    part, deed = told
    behind, polarity, word = felt
    statement = deed.statement(polarity, word)
    if not statement or not _whole.stands(statement, of=text):
        return None
    start, end = parts[0].start, max(part.end, behind.end)
    if end - start > MOST_QUOTED:
        start = min(part.start, behind.start)
    if end - start > MOST_QUOTED:
        start, end = part.start, part.end
    return Story(segment.turn, start, end, deed.topic, statement, polarity)


def _told(parts: Sequence[Sentence]) -> tuple[Sentence, Deed] | None:
    """The sentence that says what was done: one that says how it was in the same breath, if any.

    What is said elsewhere in the turn may be of something else.
    """
    told = [(part, deed) for part in parts if (deed := _deeds.deed_in(part.text))]
    of_itself = (
        (part, deed) for part, deed in told if deed.form in _OF_ITSELF and any(attitudes(part.text))
    )
    own = (one for one in told[:1] if one[1].form == "gave up" or any(attitudes(one[0].text)))
    return next(iter((*own, *of_itself, *told)), None)


_OF_ITSELF = ("thing", "felt", "drawn", "interest")
"""Forms of a deed whose sentence says of it how it was."""


def _joined(turn: Turn, parts: Sequence[Sentence]) -> Story | None:
    """A group or a class that somebody joined of their own accord, where nothing more is said."""
    for part in parts:
        found = _JOINED.search(part.text)
        if found and (statement := statement_of(found.group("said"))):
            topic = Deed("did", found.group("said")).topic
            return Story(turn, part.start, part.end, topic, statement, "for", felt=False)
    return None


def points_back(text: str) -> bool:
    """True if what a text likes or dislikes is named before it: "it", "the experience"."""
    return _TOPICLESS.search(text) is not None


def _refused(text: str) -> bool:
    return (
        (_vetoes.is_writing_task(text) and _OWN.search(text) is None)
        or (_vetoes.is_request(text) and not _CLEFT.match(text))
        or _vetoes.is_about_authority(text)
        or _vetoes.is_for_a_friend(text)
    )


def _felt(
    parts: Sequence[Sentence], part: Sentence, deed: Deed
) -> tuple[Sentence, Polarity, str] | None:
    """The sentence that says how it was, which way the words point, and the word itself.

    What is given up was not liked, whatever is said of the time after it. Else the sentence of the
    deed decides, then those behind it, then all of them; words that point both ways say nothing.
    """
    about = [one for one in parts if one is part or not _names_another(one.text)]
    found = _last_counts_most([(one, felt) for one in about for felt in attitudes(one.text)])
    if deed.form == "gave up":
        return _said(found, "against") or ((part, "against", "") if found else None)
    if deed.form in ("drawn", "thought"):
        return part, "for", ""
    own = [felt for one, felt in found if one is part]
    behind = [felt for one, felt in found if one.start > part.start]
    way = agreed(own) or agreed(behind) or agreed([felt for _, felt in found])
    return _said(found, way) if way else None


_ANOTHER = re.compile(
    r"^\W*(?:[\w'’]+,? ){0,6}?i(?:['’]\w+)? (?:[\w'’]+ ){0,3}?(?:love|like|enjoy|prefer|adore|appreciate|can['’]?t stand|cannot stand|can['’]?t bear|hate|dislike|dread|avoid|find|rather) (?!(?:it|this|that|them|these|those|how|what|every|being there|the (?:whole |entire )?(?:experience|process|atmosphere|idea))\b)\w",
    re.IGNORECASE,
)


def _names_another(text: str) -> bool:
    """True if a sentence says outright what else its speaker likes or not."""
    return _ANOTHER.match(text) is not None and not points_back(text)


def _last_counts_most(
    found: list[tuple[Sentence, Attitude]],
) -> list[tuple[Sentence, Attitude]]:
    """With the words of the last sentence that has any as its conclusion."""
    return [
        (one, replace(felt, weight=CONCLUDING) if one is found[-1][0] else felt)
        for one, felt in found
    ]


def _said(
    found: Sequence[tuple[Sentence, Attitude]], way: Polarity
) -> tuple[Sentence, Polarity, str] | None:
    """The first sentence that says so, one with a word that can be repeated before others."""
    agreeing = [(one, felt) for one, felt in found if felt.polarity == way]
    if not agreeing:
        return None
    one, felt = min(agreeing, key=lambda item: not _deeds.can_be_repeated(item[1].word))
    return one, way, felt.word
