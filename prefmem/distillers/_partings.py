"""What a turn takes back: "I've moved on from hotels" says that a preference holds no longer.

What comes in its place is found as any other preference is. What goes may be told in a sentence
that states none, and is evidence of its own: `retracted`, which founds nothing and ends what it
names. Its quote is the passage that announces the change: people tell one in several sentences.
"""

# ruff: noqa: E501 -- lists of words are read as lists, whatever their length

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from prefmem.distillers import _cues, _readings, _vetoes
from prefmem.distillers._said import evidence_of
from prefmem.distillers._sensitivity import sensitivity_of
from prefmem.distillers._sentences import Sentence, sentences
from prefmem.distillers._statements import finished, plain, statement_of
from prefmem.distillers._subjects import subject_of
from prefmem.records import Segment, Turn
from prefmem.stages import leaving
from prefmem.stages.partings import Parting, Side, partings
from prefmem.types import Evidence, Polarity

MAX_PER_TURN = 3
"""Partings kept of one turn: the first."""
MOST_WORDS = 60
"""Of a sentence that takes something back; longer ones ramble, or are pasted."""
MOST_QUOTED = 420
"""Characters of the passage that is quoted."""
STRENGTH = 0.8
TAKEN_BACK = "taken back"
GIVEN_UP = "given up"
_SAID: Mapping[Side, tuple[str, Polarity]] = {
    "for": ("Is no longer into {}", "against"),
    "against": ("Has come round to {}", "for"),
    "either": ("Has changed their mind about {}", "against"),
}
_OWN = (
    (r"\bmy\b", "their"),
    (r"\bi\b", "they"),
    (r"\bmyself\b", "themselves"),
    (r"\bme\b", "them"),
    (r"\bour\b", "their"),
    (r"\b(?:us)\b", "them"),
    (r"\bwe\b", "they"),
)
_US = re.compile(r"\b(?:we|we['’](?:ve|re|d|ll)|our|us)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Taken:
    """Words of the user that take something back."""

    turn: Turn
    start: int
    """Of the passage, in the turn."""
    end: int
    statement: str
    """What is taken back, in the third person."""
    subject: str
    polarity: Polarity
    named: bool
    """False where a change is announced, but not of what."""

    @property
    def quote(self) -> str:
        """The passage, verbatim."""
        return self.turn.content[self.start : self.end]


def taken_back(segments: Sequence[Segment]) -> list[Taken]:
    """What a user's turn takes back, each thing once; nothing that is sensitive.

    A turn that names nothing and still announces a change gives the one sentence that does.
    """
    found: dict[str, Taken] = {}
    for segment in segments:
        spoken = [s for s in sentences(segment.text, offset=segment.start) if _speaks(s)]
        telling = [s for s in spoken if leaving.announces(s.text)]
        if not telling:
            continue
        passage = _passage(segment, telling[0])
        whole = partings(segment.turn.content[passage[0] : passage[1]])
        plain_here = {one.gone for one in whole if one.plain}
        for sentence in telling:
            for one in partings(sentence.text):
                if (one.plain or one.gone in plain_here) and not _is_elsewhere(sentence.text, one):
                    found.setdefault(one.gone.lower(), _named(segment.turn, passage, one))
        if not found and (said := statement_of(telling[0].text)):
            found[said] = Taken(segment.turn, *passage, said, "", "against", named=False)
    return [one for one in found.values() if sensitivity_of(one.quote) is None][:MAX_PER_TURN]


def retracted(taken: Taken, scores: Mapping[str, float], *, source: str) -> Evidence:
    """Evidence that something holds no longer."""
    return evidence_of(
        taken.turn,
        taken.quote,
        kind="retracted",
        polarity=taken.polarity,
        strength=STRENGTH,
        source=source,
        behaviour=_readings.shown(scores),
        subject=taken.subject,
        statement=taken.statement,
        condition=TAKEN_BACK,
    )


def given_up(gone: Sequence[Evidence]) -> list[Evidence]:
    """Evidence against what turns give up that say nothing of what comes: the first of each turn.

    Without it nothing would be held of "I've quit upgrading every year": it may end nothing.
    """
    found: dict[tuple[str, str], Evidence] = {}
    for one in gone:
        if _MOVED_HOUSE.search(one.quote) or _MEANS_NOTHING.search(one.statement):
            continue
        if one.polarity == "against" and not one.statement.startswith(_SAID["either"][0][:11]):
            found.setdefault((one.conversation_id, one.message_id), one)
    return [replace(one, kind="stated", condition=GIVEN_UP) for one in found.values()]


_MOVED_HOUSE = re.compile(
    r"\b(?i:mov(?:ed|ing)|relocat(?:ed|ing)) (?i:back |away |over |out |here )*"
    r"(?i:from) (?:the )?[A-Z]\w+(?:,? [A-Z]\w+)*(?: (?i:to) (?:the )?[A-Z]|[\s,.!]*$)"
)
"""Who moves from one place to another says nothing of whether they like it."""
_MEANS_NOTHING = re.compile(
    r"\binto (?:need\b|get it\b|(?:the |their |this |that )?(?:[\w-]+ )?(?:jobs?|gig|degree|studies|course|drafts?|essays?|reports?|homework|assignments?|exams?|tasks?|chapters?|meetings?|calls?|dishes|laundry|word limit|limit|deadline|code|file|script|app|button|page|website|site|server|phone|laptop|computer|printer|battery|link|error|bug|session|account|dogs?|cats?|puppy|kitten|kids?|sons?|daughters?|husband|wife|partner|mum|mom|dad|mother|father|brother|sister|boss)\b\W*$)",
    re.IGNORECASE,
)
"""A task that is done, a job that was quit or a thing that broke was no liking."""


def _named(turn: Turn, passage: tuple[int, int], one: Parting) -> Taken:
    gone = plain(one.gone)
    for own, other in _OWN:
        gone = re.sub(own, other, gone, flags=re.IGNORECASE)
    words, polarity = _SAID[one.held]
    statement = finished(words.format(gone))
    return Taken(turn, *passage, statement, subject_of(one.gone, 0, 0), polarity, named=True)


def _passage(segment: Segment, first: Sentence) -> tuple[int, int]:
    """The user's words around the sentence that announces, whole sentences as far as they fit."""
    if segment.end - segment.start <= MOST_QUOTED:
        return segment.start, segment.end
    end = first.end
    for sentence in sentences(segment.text, offset=segment.start):
        if first.end < sentence.end <= first.start + MOST_QUOTED:
            end = sentence.end
    return first.start, end


def _speaks(sentence: Sentence) -> bool:
    """True if a sentence speaks of its speaker, and asks for nothing."""
    text = sentence.text
    return (
        not sentence.question
        and len(text.split()) <= MOST_WORDS
        and (_cues.speaks_of_self(text) or _US.search(text) is not None)
        and not _vetoes.is_request(text)
        and not _vetoes.is_writing_task(text)
        and not _vetoes.is_reported(text)
        and not _vetoes.is_about_authority(text)
    )


def _is_elsewhere(text: str, one: Parting) -> bool:
    """True if it is supposed only, or somebody else's."""
    return _vetoes.is_hypothetical(text[: one.start]) or _vetoes.is_somebody_elses(
        text, one.start, one.end
    )
