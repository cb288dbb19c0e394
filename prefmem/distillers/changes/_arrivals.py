"""What comes in the place of what a turn leaves behind: "… I buy a refurbished one now".

Who announces a change says next what they do instead, often without a word of liking: "we take
slow trains and get off wherever it looks nice". Elsewhere such a sentence says little; here it is
the point. It is read in a turn that announces, and with a word of "now" in the turns after it.
"""

# ruff: noqa: E501 -- lists of words are read as lists, whatever their length

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from prefmem.distillers.changes import _fragments, _turning
from prefmem.distillers.reading import _readings
from prefmem.distillers.words import _turned, _vetoes, _whole
from prefmem.distillers.words._attitudes import agreed, attitudes
from prefmem.distillers.words._core import core
from prefmem.distillers.words._said import evidence_of
from prefmem.distillers.words._sensitivity import sensitivity_of
from prefmem.distillers.words._sentences import Sentence, sentences
from prefmem.distillers.words._statements import statement_of
from prefmem.distillers.words._subjects import subject_of
from prefmem.records import Segment, Turn
from prefmem.stages import leaving
from prefmem.stages.intake import is_english
from prefmem.stages.partings import partings
from prefmem.types import Evidence

MOST_WORDS = 36
"""Of a sentence that says what comes: a statement has no room for more."""
STRENGTH = 0.75
_LONGEST = 4_000
"""Characters of a turn that somebody says of themselves; longer ones are pasted."""
MOST_GOING_ON = 40
"""Words of a turn that goes on with what was announced; longer ones tell something of their own."""
FOLLOWING = 3
"""Turns of the user after one that announces, in which what comes may be told."""
_NOW = re.compile(
    r"\b(?:now|nowadays|these days|lately|instead|from now on|going forward|again)\b|"
    r"\b(?:is|are|['’]s) (?:what|how|where|all) (?:i|we)\b|\b(?:much|far|so much|way|a lot|even) (?:more|better|easier|\w+er)\b",
    re.IGNORECASE,
)
_OWN = re.compile(
    r"\b(?:i|we)(?:['’](?:m|re))? (?>am |are |just |also |still |now |always |much |\w+ly )*(?!(?:just|only|mostly|simply|also|still|now|always|really|much|\w+ly|was|were|had|did|do|used|could|would|might|may|should|must|will|can|guess|think|thought|know|knew|mean|wonder|hope|wish|suppose|remember|realis\w+|realiz\w+|notice|said|told|went|took|began|made|gave|got|found|felt|saw|heard|met|left|lost|kept|sold|bought|put|quit|came|spent|wrote|read|ran|sat|stood|slept|drank|ate|won|paid|sent|built|caught|have|ve|stopped|am|are|be)\b)(?!\w+ed\b)[a-z]{2,}|\b(?:i|we)['’]d (?:much |far )?(?:rather|sooner) (?!(?:not|you|be asleep|die|know)\b)\w",
    re.IGNORECASE,
)
_AND_LIKE = re.compile(
    r"\b(?:i|we)\b[^.;!?]{3,70}? and (?:now |really |just |absolutely |\w+ly )?(?:love|like|enjoy|adore|prefer|am (?:\w+ )?(?:loving|enjoying|finding)|i['’]m (?:\w+ )?(?:loving|enjoying|finding))\b",
    re.IGNORECASE,
)
"""What was taken up, and is liked: "I bought a sidecar and love bumbling along"."""
_BETTER = re.compile(
    r"(?:^\W*|[,;:]\s+)(?:and |but |so |now )*(?P<said>[\w' -]{3,60}? (?:is|are|feels?|works?) (?:(?:so |much |way |just |far |actually |a lot |simply |definitely )*(?:better|nicer|easier|calmer|more fun)|(?:the )?way to go|where it['’]s at))\b(?! than\b)",
    re.IGNORECASE,
)
"""What is set over what was, in a turn that announces a change: "… aisle seats are better"."""
_RATHER = re.compile(
    r"\b(?:i|we)['’]d (?:much |far )?(?:rather|sooner) (?!(?:not|you|be asleep|die|know)\b)\w",
    re.IGNORECASE,
)
"""What is wanted more, behind what is left: "ditched the apps, I'd rather meet people"."""
_TAKEN_UP = re.compile(
    r"\b(?:i|we)(?:['’]ve| have)? (?:now |since |recently |finally |also )?(?:started|begun|switched to|moved to|gone over to|taken up|taken to|discovered) (?!to (?:feel|think|realis|realiz|notice|wonder|lose|get))",
    re.IGNORECASE,
)
_NOT = re.compile(
    r"\b(?:i|we)(?:['’]\w+)? (?:\w+ )?(?:couldn|didn|wasn|don|won|can)(?:['’]t|not)\b",
    re.IGNORECASE,
)
_WHAT = re.compile(
    r"\b(?:what|how|where|all) (?:i|we) (?:\w+ ){1,5}?(?:now |these days |nowadays )?(?:is|are)\b|\b(?:is|are|['’]s) (?:what|how|where|all) (?:i|we)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Arrival:
    """Words of the user that say what comes."""

    turn: Turn
    start: int
    end: int
    statement: str

    @property
    def quote(self) -> str:
        """The words, verbatim."""
        return self.turn.content[self.start : self.end]


def arrival_in(segments: Sequence[Segment], *, announced: bool) -> Arrival | None:
    """What comes, of a turn that announces a change or follows one that did.

    Args:
        segments: The user's own words of the turn.
        announced: A turn shortly before it announced a change.
    """
    for segment in segments:
        spoken = list(sentences(segment.text, offset=segment.start))
        told = any(_turning.announces(s.text, of=segment.text) for s in spoken)
        if not told and not announced:
            continue
        goes_on = announced and len(segment.text.split()) <= MOST_GOING_ON
        after = _from_the_change(spoken, of=segment.text) if told else spoken
        found = [s for s in after if _tells(s, of=segment.text, told=told, goes_on=goes_on)]
        plain = [s for s in found if _NOW.search(s.text)]
        best = max(plain or found, key=lambda s: _turning.coming(s.text), default=None)
        if best is None or _whole.tells_of_leaving(statement_of(best.text)):
            continue  # a new job is no liking
        start, end = _place(best.text)
        heard = _core_of(_turned.heard(best.text[start:end], best.text), segment.text)
        statement = statement_of(_fragments.spoken_out(heard, of=segment.text))
        stands = _whole.stands(statement, of=segment.text)
        if statement and stands and not _whole.tells_of_leaving(statement):
            return Arrival(segment.turn, best.start + start, best.start + end, statement)
    return None


def _from_the_change(spoken: Sequence[Sentence], *, of: str) -> Sequence[Sentence]:
    """The sentences of a turn from the first that tells of a change: before it is what was."""
    telling = (
        n
        for n, s in enumerate(spoken)
        if _turning.announces(s.text, of=of) or _turning.arrives(s.text, of=of)
    )
    return spoken[next(telling, 0) :]


def _core_of(text: str, turn: str) -> str:
    """The clause that says what comes: the one with a word of "now", if one has it."""
    own = list(_OWN.finditer(text)) if _whole.is_wordy(turn) else []
    now = _NOW.search(text)
    said = next(
        (m for m in reversed(own) if now and m.start() <= now.start()), own[0] if own else None
    )
    return core(text, said.start(), said.end()) if said else text


_BEHIND = re.compile(r",\s+(?:(?:and|so|but)\s+)?(?=(?:i|we)\b)", re.IGNORECASE)
_SINCE = re.compile(r"\b(?:now|nowadays|these days|instead)\b", re.IGNORECASE)
"""What is done now stands behind what is not any more: "I've stopped driving, I take the train now"."""


def _place(text: str) -> tuple[int, int]:
    """Where in a sentence stands what is set over what was, if it does that; else all of it."""
    if (rather := _RATHER.search(text)) and partings(text[: rather.start()]):
        return rather.start(), len(text)
    for behind in _BEHIND.finditer(text):
        if _SINCE.search(text[behind.end() :]) and leaving.ends(text[: behind.start()]):
            return behind.end(), len(text)
    better = None if _OWN.search(text) else _BETTER.search(text)
    return (0, len(text)) if better is None else better.span("said")


def announces(text: str) -> bool:
    """True if one of a turn's sentences announces a change of its speaker's."""
    if len(text) > _LONGEST:
        return False
    return any(not s.question and _turning.announces(s.text, of=text) for s in sentences(text))


def is_of_the_present(text: str) -> bool:
    """True if a text says what its speaker does, likes or is, not only what they did."""
    return _OWN.search(text) is not None or _AND_LIKE.search(text) is not None


def in_place(one: Evidence) -> Evidence:
    """Evidence of a turn that follows an announced change: what is liked now came with it."""
    comes = one.kind == "stated" and one.polarity == "for" and one.lasting
    if comes and one.behaviour.startswith("taste.") and is_of_the_present(one.quote):
        return replace(one, condition=leaving.IN_PLACE)
    return one


def is_what_comes(text: str) -> bool:
    """True if a text says of the present that it is so now, unlike before: "now I go by train"."""
    now = is_of_the_present(text) and _NOW.search(text) is not None
    return now or _TAKEN_UP.search(text) is not None


def _tells(sentence: Sentence, *, of: str, told: bool, goes_on: bool) -> bool:
    """True if a sentence says what its speaker does or likes now.

    Args:
        sentence: One of the user's.
        of: Its turn.
        told: Its turn announces the change.
        goes_on: The turn before it did, and this one is short: liking something says enough.
    """
    text = sentence.text
    if sentence.question or len(text.split()) > MOST_WORDS or len(text.split()) < 3:
        return False
    gone = partings(text)
    ends = bool(gone) or leaving.ends(text)
    better = told and _BETTER.search(text) is not None
    # What goes may stand before what comes.
    parts = _fragments.parts_of(text)[1:] if ends else [text]
    arrives = told and any(_turning.arrives(part, of=of) for part in parts)
    if not (better or arrives or any(p.search(text) for p in (_OWN, _WHAT, _AND_LIKE))):
        return False
    now = _NOW.search(text) is not None
    if not (told or now or (goes_on and agreed(list(attitudes(text))) == "for")):
        return False
    if _NOT.search(text) or any(p.held == "either" for p in gone):
        return False
    if _fragments.is_of_a_deed(text) and not now:
        return False
    rather = told and _RATHER.search(text) is not None
    goes = ends or (told and not arrives and _turning.leaves(text, of=of))
    if goes and not (better or rather or now):
        return False  # it says what goes, not what comes
    if _vetoes.is_no_statement(text) or _vetoes.is_hypothetical(text) or not is_english(text):
        return False
    return sensitivity_of(text) is None


def arrived(one: Arrival, scores: Mapping[str, float], *, source: str) -> Evidence:
    """Evidence for what comes."""
    return evidence_of(
        one.turn,
        one.quote,
        kind="stated",
        polarity="for",
        strength=STRENGTH,
        source=source,
        behaviour=_readings.shown(scores),
        subject=subject_of(one.statement, 0, 0),
        statement=one.statement,
        condition=leaving.IN_PLACE,
    )
