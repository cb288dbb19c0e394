"""What turns show of their speaker without a word of liking, as the stance head reads them.

"No breakout rooms, I've watched enough grown adults sit in silence" says what somebody avoids, and
no list of words will ever hold all the ways to say so. The head reads a turn sentence by sentence;
here it is decided which turns it reads, and what its word counts beside that of the others.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from prefmem.distillers.accounts import _stories
from prefmem.distillers.answers import _at_hand, _styles
from prefmem.distillers.person import _conditions, _everyday
from prefmem.distillers.reading import _readings
from prefmem.distillers.reading._features import is_outright
from prefmem.distillers.reading._span import LOOSE, Span
from prefmem.distillers.reading._stance_head import Stance, TokenEmbedder, stances, whole_words
from prefmem.distillers.words import _cues, _frames, _vetoes
from prefmem.distillers.words._elided import completed
from prefmem.distillers.words._phrasing import phrasing
from prefmem.distillers.words._said import evidence_of
from prefmem.distillers.words._sensitivity import sensitivity_of
from prefmem.distillers.words._sentences import Sentence, clauses, sentences
from prefmem.distillers.words._statements import finished, plain, statement_of
from prefmem.distillers.words._subjects import subject_of
from prefmem.distillers.words._technical import is_technical
from prefmem.distillers.words._third_person import in_third_person
from prefmem.records import Segment, Turn
from prefmem.stages import keys
from prefmem.stages.intake import is_english
from prefmem.types import Evidence, Polarity

LIKELY = -1.0
"""Log odds by phrasing that one sentence of a turn needs for the turn to be read."""
MOST_SENTENCES = 40
"""Of a turn that is read."""
SURE = 0.8
"""Probability from which a sentence shows a side by itself."""
SURE_ALONE = 0.9
"""The same, of a turn of one sentence: nothing beside it tells how it is meant."""
LEANS, CLEARLY = 0.4, 3.0
"""Probability of a side, and how many times that of the other, from which the side is read."""
MOST_SHOWN = 2
"""Things of one turn: the surest."""
MOST_NAMED = 7
"""Words that name a thing."""
ROOM = 22
"""Words of a statement."""
STRENGTH = 0.6
SHOWN = "shown, not said"
_LEADING = re.compile(
    r"^(?:(?:and|or|but|of|on|in|at|to|for|with|about|from|any|some|more|all|just|only|even)\b\s*)+",
    re.IGNORECASE,
)
_MADE: Mapping[Polarity, str] = {"for": "Likes {}", "against": "Dislikes {}"}


@dataclass(frozen=True, slots=True)
class Passage:
    """The sentences of one turn that are read beside one another."""

    turn: Turn
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A thing that a turn shows its speaker to be for or against."""

    turn: Turn
    sentence: Sentence
    naming: Sentence
    """The sentence that names the thing: the same, or one near it."""
    thing: str
    polarity: Polarity
    sure: float

    @property
    def quote(self) -> str:
        """The words from what names the thing to what shows the side, verbatim."""
        start = min(self.sentence.start, self.naming.start)
        return self.turn.content[start : max(self.sentence.end, self.naming.end)]

    @property
    def statement(self) -> str:
        """It in the third person: the sentence, with the thing in brackets if it lacks that."""
        said = statement_of(self._clause)
        if not said or len(said.split()) > ROOM:
            return finished(_MADE[self.polarity].format(self.thing))
        if keys.content(self.thing).isdisjoint(keys.content(said)):
            said = f"{said} ({self.thing})"
        return finished(said)

    @property
    def _clause(self) -> str:
        """The sentence, or of a long one the clause that names the thing."""
        text = self.sentence.text
        if len(text.split()) <= ROOM:
            return text
        about = keys.content(self.thing)
        parts = [part.of(text) for part in clauses(text)]
        return next((part for part in parts if about & keys.content(part)), text)


@dataclass(frozen=True, slots=True)
class Read:
    """A turn that was read."""

    passage: Passage
    stances: tuple[Stance, ...]

    @property
    def turn(self) -> tuple[str, str]:
        """Which turn it is."""
        return self.passage.turn.conversation, self.passage.turn.id

    def of(self, quote: str) -> list[Stance]:
        """What the sentences tell that a quote touches."""
        return [
            stance
            for sentence, stance in zip(self.passage.sentences, self.stances, strict=True)
            if quote in sentence.text or sentence.text in quote
        ]


def passage_of(own: Sequence[Segment], *, replies: bool) -> Passage | None:
    """What is to be read of the user's own words of a turn; None if that is not worth it.

    Args:
        own: The words.
        replies: They answer the assistant: a few words may be of what it asked.
    """
    if len(own) != 1 or _vetoes.is_letter(own[0].text) or is_technical(own[0].text):
        return None  # between two spans of the user's stands what is not theirs, and in no quote
    found = sentences(own[0].text, offset=own[0].start)[:MOST_SENTENCES]
    if not any(phrasing().of(s.text).lasting > LIKELY for s in found):
        return None
    alone = len(found) == 1
    if alone and (own[0].text != own[0].turn.content or _everyday.is_of_now(found[0].text)):
        return None
    if (replies or alone) and not any(_cues.speaks_of_self(completed(s.text)) for s in found):
        return None
    return Passage(own[0].turn, tuple(found))


def read(passages: Sequence[Passage], tokens: TokenEmbedder) -> list[Read]:
    """The passages as the head reads them; takes about as long as embedding their sentences."""
    told = [one for one in passages if one.sentences]
    states = iter(tokens.states([s.text for one in told for s in one.sentences]))
    return [Read(one, tuple(stances().read([next(states) for _ in one.sentences]))) for one in told]


def shown_in(read: Read) -> list[Shown]:
    """The things that a turn shows its speaker to be for or against, the surest first."""
    found: dict[str, Shown] = {}
    for n, stance in enumerate(read.stances):
        if (one := _shown(read, n, stance)) is None:
            continue
        about = subject_of(one.thing, 0, 0)
        if about not in found or one.sure > found[about].sure:
            found[about] = one
    return sorted(found.values(), key=lambda one: -one.sure)[:MOST_SHOWN]


def _shown(read: Read, at: int, stance: Stance) -> Shown | None:
    """What one sentence shows; of what it does not name itself, what the nearest sentence names."""
    every = read.passage.sentences
    sentence, sure = every[at], max(stance.favours, stance.opposes)
    needed = SURE if len(every) > 1 else SURE_ALONE
    if sure < needed or sentence.question or _is_refused(sentence.text):
        return None
    side: Polarity = "for" if stance.favours > stance.opposes else "against"
    back = _stories.points_back(sentence.text)
    for n in sorted(range(len(every)), key=lambda n: (back and n == at, abs(n - at), n > at)):
        if thing := _named(every[n].text, read.stances[n]):
            one = Shown(read.passage.turn, sentence, every[n], thing, side, sure)
            return one if len(one.quote) <= _stories.MOST_QUOTED else None
    return None


def _named(text: str, stance: Stance) -> str:
    """The words of a sentence that name the thing, in the third person; "" if none may be told."""
    if stance.target is None:
        return ""
    start, end = whole_words(text, stance.target)
    thing = in_third_person(_LEADING.sub("", plain(text[start:end])))
    words = thing.split()
    if not words or len(words) > MOST_NAMED or not keys.content(thing):
        return ""
    return "" if sensitivity_of(text) is not None or _readings.names_health(text) else thing


def _is_refused(text: str) -> bool:
    """True for what is not the speaker's own lasting side, or too private to be guessed at."""
    if sensitivity_of(text) is not None or _readings.names_health(text) or not is_english(text):
        return True
    if _styles.style_of(text) is not None or _frames.IMPERATIVE.match(text):
        return True
    return any(veto(text) for veto in _VETOES)


_VETOES = (
    _readings.is_claim,
    _at_hand.has_already,
    _at_hand.is_sought,
    _conditions.is_none,
    _vetoes.is_hypothetical,
    _vetoes.is_ironic,
    _vetoes.is_mood,
    _vetoes.is_no_statement,
    _vetoes.is_unmeant,
)


def evidence(one: Shown, scores: Mapping[str, float], *, source: str) -> Evidence:
    """Evidence of what a turn shows."""
    return evidence_of(
        one.turn,
        one.quote,
        kind="stated",
        polarity=one.polarity,
        strength=round(STRENGTH * one.sure, 3),
        source=source,
        behaviour=_readings.likeliest(_readings.without_constraints(scores), shown=True),
        subject=subject_of(one.thing, 0, 0),
        statement=one.statement,
        condition=SHOWN,
    )


def besides(found: Sequence[Evidence], shown: Sequence[Evidence]) -> list[Evidence]:
    """What is shown by turns that nothing else was found in.

    Args:
        found: Evidence of all other ways to read.
        shown: What the head is sure of.
    """
    told = {_turn(one) for one in found}
    return [one for one in shown if _turn(one) not in told]


def is_loose(span: Span) -> bool:
    """True for a span whose words leave open whether it says anything, and for which side."""
    if span.kind == "instruction" or is_outright(span.text):
        return False
    return span.cue.kind == "habit" or span.cue.strength <= LOOSE


def sided(span: Span, reads: Mapping[tuple[str, str], Read]) -> Span:
    """A span whose words leave open which side it is on, with the one that the head reads."""
    read = reads.get((span.turn.conversation, span.turn.id))
    if read is None or not is_loose(span):
        return span
    for stance in read.of(span.text):
        more, less = max(stance.favours, stance.opposes), min(stance.favours, stance.opposes)
        if more >= LEANS and more >= CLEARLY * less:
            side: Polarity = "against" if against(stance, span.text) > 0 else "for"
            return replace(span, cue=replace(span.cue, polarity=side))
    return span


def against(stance: Stance, text: str) -> float:
    """Log odds that a sentence is against its thing: by its tokens and by its phrasing together."""
    return (
        math.log((stance.opposes + _LEAST) / (stance.favours + _LEAST))
        + phrasing().of(text).against
    )


_LEAST = 1e-3
"""Of a probability: no head is surer."""


def _turn(one: Evidence) -> tuple[str, str]:
    return one.conversation_id, one.message_id
