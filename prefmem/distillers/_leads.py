"""What turns may say, by their words alone: looked for first, judged by the heads after."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from prefmem.distillers import _behaviours, _spans, _sparing, _stances, _thresholds
from prefmem.distillers._stances import Passage, Read, Shown
from prefmem.distillers.accounts import _stories, _topics
from prefmem.distillers.accounts._stories import Story
from prefmem.distillers.answers import _affirmed, _at_hand, _corrections, _lifted, _passing
from prefmem.distillers.changes import _arrivals, _limits, _partings, _retold, _shared, _taken_up
from prefmem.distillers.changes._arrivals import Arrival
from prefmem.distillers.changes._partings import Taken
from prefmem.distillers.changes._retold import Retold
from prefmem.distillers.offers import _choices, _circumstances, _offered, _replies, _sought
from prefmem.distillers.offers._choices import Choice
from prefmem.distillers.offers._replies import Reply
from prefmem.distillers.offers._sought import Sought
from prefmem.distillers.person import _conditions, _expertise, _names, _recoveries, _spells
from prefmem.distillers.reading._span import Heard, Span
from prefmem.distillers.words import _idioms, _reasons, _vetoes
from prefmem.records import Segment
from prefmem.types import Evidence

MAX_SPANS = 48
"""Spans of one turn that are embedded: the first."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What was said before a user's turn."""

    offered: str
    """The assistant's turn before."""
    announced: bool = False
    """One of the user's last turns announced a change."""
    requests: tuple[str, ...] = ()
    """The user's last turns before that, the latest first."""

    @property
    def asked(self) -> str:
        """The user's turn before that."""
        return self.requests[0] if self.requests else ""


@dataclass(slots=True, kw_only=True)
class Leads:
    """What the words of turns may say, by how they say it."""

    source: str
    counters: Counter[str]
    """What was refused, by reason."""
    fixed: list[Evidence] = field(default_factory=list[Evidence])
    """What needs no head: corrections, wishes for now, what is over or on again."""
    spans: list[Span] = field(default_factory=list[Span])
    choices: list[Choice] = field(default_factory=list[Choice])
    stories: list[Story] = field(default_factory=list[Story])
    passages: list[Passage] = field(default_factory=list[Passage])
    turns: dict[tuple[str, str], Passage] = field(default_factory=dict[tuple[str, str], Passage])
    """The user's own words, to be read beside what is held where they tell of a change."""
    shown: list[Shown] = field(default_factory=list[Shown])
    """What the stance head read in the passages."""
    taken: list[Taken] = field(default_factory=list[Taken])
    arrivals: list[Arrival] = field(default_factory=list[Arrival])
    texts: dict[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])
    """Turns that are the user's own words throughout, and long enough to name their topic."""
    after: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])
    """Short turns that follow one in which the user announced a change."""

    sought: dict[tuple[str, str], Sought | None] = field(
        default_factory=dict[tuple[str, str], "Sought | None"]
    )
    """What short replies are replies about."""
    unsaid: set[str] = field(default_factory=set[str])
    """Sentences that the turn that is looked through takes back."""

    def look(self, own: Sequence[Segment], setting: Setting) -> None:
        """Look through the user's own words of one turn."""
        known = len(self.fixed)
        self._note(own, setting)
        own = self._put_right(self._as_before(self._over(own), setting), setting)
        replies = _replies.replies_in(own, offered=setting.offered, requests=setting.requests)
        choice = _choices.choice_in(own, setting.offered, asked=setting.asked)
        choice, replies = _replies.beside(choice, replies)
        if choice is not None:
            self.choices.append(choice)
        found = _spans.spans_of(self._taken_up(own) if choice is None else own)
        self.counters += found.refused
        kept = self._in_reply(_not_covered(found.spans[:MAX_SPANS], choice), replies, own)
        if setting.offered and (said := _corrections.correction_in(own)):
            kept = [s for s in kept if s.start >= said.end or s.end <= said.start]
            self.fixed.append(_behaviours.corrected(said, source=self.source))
        for wish in _passing.passing_in(own):
            kept = [s for s in kept if s.start >= wish.end or s.end <= wish.start]
            self.fixed.append(_behaviours.wished_for_now(wish, source=self.source))
        spells = _spells.spells_in(own, source=self.source)
        self.fixed += spells
        for need in _conditions.needs_in(own):
            kept = [s for s in kept if not need.meets(s.start, s.end)]
            self.fixed.append(need.evidence(source=self.source))
        for level in _expertise.levels_in(own):
            kept = [s for s in kept if not level.says(s.start + s.cue.start)]
            self.fixed.append(level.evidence(source=self.source))
        kept = _as_told(self._that_last(kept, setting), own, setting, choice)
        self.spans += [s for s in kept if _thresholds.is_worth_asking(s)]
        # "From now on keep it short" tells how to answer: nothing of the person has changed.
        told = [s for s in kept if s.kind == "instruction"]
        gone = [one for one in _partings.taken_back(own) if not _is_passing(one)]
        for one in gone:
            # What is on again gives nothing up.
            if one.named or (not spells and (one.points or not _meets(one, told))):
                self.taken.append(one)
        came = _arrivals.arrival_in(own, announced=setting.announced)
        if choice is None and came is not None and not told and not spells:
            self.arrivals.append(came)
        if choice is None:
            self._tell(own, setting, kept, silent=len(self.fixed) == known)

    def _tell(
        self, own: Sequence[Segment], setting: Setting, spans: Sequence[Span], *, silent: bool
    ) -> None:
        """Note what a turn may tell as a whole.

        Args:
            own: Its words.
            setting: What was said before.
            spans: Its own: where one says something plainly, the stance head need not read.
            silent: Nothing was found in it that needs no head.
        """
        if story := _stories.story_in(own):
            self.stories.append(story)
        if not (silent and all(map(_stances.is_loose, spans))):
            return
        if setting.offered and _at_hand.is_a_text(setting.requests, setting.offered):
            return  # what is wished for is of that text
        if passage := _stances.passage_of(own, replies=bool(setting.offered)):
            self.passages.append(passage)

    def hear(self, reads: Sequence[Read]) -> None:
        """Note what the stance head reads."""
        self.shown += [one for read in reads for one in _stances.shown_in(read)]

    def _that_last(self, spans: Sequence[Span], setting: Setting) -> list[Span]:
        """The spans without what the turn takes back, and orders about a text at hand."""
        left = [
            s
            for s in spans
            if s.sentence.replace("’", "'") not in self.unsaid
            and not _at_hand.is_a_pick(s.sentence, setting.offered)
        ]
        if not setting.offered or not _at_hand.is_a_text(setting.requests, setting.offered):
            return left
        return [
            _where_texts_are(s) if _at_hand.is_of_texts(s.sentence, told=s.kind) else s
            for s in left
            if s.kind != "instruction" or not _at_hand.is_of_one_text(s.sentence)
        ]

    def _in_reply(
        self, spans: Sequence[Span], replies: list[Reply], own: Sequence[Segment]
    ) -> list[Span]:
        """Note replies and how the user lives; the spans that say something else."""
        needs = _conditions.needs_in(own)
        lives = [
            one
            for one in _circumstances.circumstances_in(own)
            if not any(one.yields_to(s) for s in spans)
            and not any(need.meets(one.start, one.end) for need in needs)
        ]
        lives, replies = _replies.apart_from(lives, replies)
        self.fixed += [one.evidence(source=self.source) for one in (*replies, *lives)]
        return [
            s
            for s in spans
            if not any(one.says(s) for one in replies)
            and not any(one.meets(s.start, s.end) for one in lives)
        ]

    def _put_right(self, own: Sequence[Segment], setting: Setting) -> list[Segment]:
        """Note what the user puts right, or shares with somebody, as spans of it.

        Returns:
            The words that say more.
        """
        read = _retold.retold_in(own, before=setting.asked, offered=setting.offered)
        read += _shared.shared_in(own)
        self.unsaid = {one.said for one in read if one.gone}
        self._hear(read)
        return _without(own, [(one.start, one.end) for one in read])

    def _taken_up(self, own: Sequence[Segment]) -> list[Segment]:
        """Note what is taken up in place of something, as spans of it; the words that say more."""
        read = [*_taken_up.taken_up_in(own), *_limits.limits_in(own)]
        self._hear([one for one, _ in read], came=True)
        return _without(own, [place for _, place in read])

    def _hear(self, read: Sequence[Retold], *, came: bool = False) -> None:
        """Note the spans of sentences that words of the user stand for."""
        for one in read:
            heard = Heard(one.quote, one.gone, came)
            spans = _spans.spans_of([one.segment]).spans
            self.spans += [replace(span, heard=heard) for span in spans]

    def _as_before(self, own: Sequence[Segment], setting: Setting) -> list[Segment]:
        """Note what was asked before and is to last; the words that say more."""
        read = _affirmed.affirmed_in(own, asked=setting.asked)
        self.fixed += [wish for one in read for wish in one.evidence(source=self.source)]
        return _without(own, [(one.start, one.end) for one in read])

    def _over(self, own: Sequence[Segment]) -> list[Segment]:
        """Note names, wishes that are lifted, conditions that are over; the words that say more."""
        over = _recoveries.recoveries_in(own)
        called = _names.names_in(own)
        lifted = _lifted.lifted_in(own)
        known = [*called, *lifted, *(one for one in over if one.for_good)]
        self.fixed += [one.evidence(source=self.source) for one in known]
        return _without(own, [(one.start, one.end) for one in (*over, *called, *lifted)])

    def _note(self, own: Sequence[Segment], setting: Setting) -> None:
        """Keep of a turn what its findings may be told with."""
        if not own:
            return
        name, text = (own[0].turn.conversation, own[0].turn.id), " ".join(s.text for s in own)
        if (passage := _sparing.passage_of(own)) is not None:
            self.turns[name] = passage
        if len(own) == 1 and len(text.split()) >= _topics.LEAST_WORDS:
            self.texts[name] = text
        if setting.offered and len(text.split()) <= _replies.MOST_WORDS:
            self.sought[name] = _sought.sought_in(setting.requests)
        if setting.announced and len(text.split()) <= _arrivals.MOST_GOING_ON:
            self.after.add(name)

    @property
    def told(self) -> list[str]:
        """The statements of all but the spans, in the order in which they are judged."""
        rest = (*self.choices, *self.stories, *self.taken, *self.arrivals, *self.shown)
        return [one.statement for one in rest]


def _where_texts_are(span: Span) -> Span:
    """A span of a wish that holds where texts are written."""
    if span.turn.context.task is not None:
        return span
    context = replace(span.turn.context, task="writing")
    return replace(span, turn=replace(span.turn, context=context))


def _reasoned(span: Span, own: Sequence[Segment], asked: str) -> Span:
    """A span with the reason that was told before its sentence, where it points back to one."""
    if span.reason is not None or not _reasons.points_back(span.sentence):
        return span
    return replace(span, reason=_reasons.earlier(own, span.start, asked))


def _without(own: Sequence[Segment], read: Sequence[tuple[int, int]]) -> list[Segment]:
    """What is left of the user's words without the places that were read."""
    left = list(own)
    for start, end in read:
        left = [
            part
            for one in left
            for part in (
                replace(one, end=min(one.end, start)),
                replace(one, start=max(one.start, end)),
            )
            if part.start < part.end
        ]
    return left


def _is_passing(one: Taken) -> bool:
    """True for an errand, a mood or a liking that is put like the end of something."""
    return _vetoes.is_mood(one.quote) or _idioms.tells_liking(one.quote)


def _meets(one: Taken | Arrival, told: Sequence[Span]) -> bool:
    """True if its words and those of a wish about answers overlap."""
    return any(one.start < span.end and span.start < one.end for span in told)


def _as_told(
    spans: list[Span], own: Sequence[Segment], setting: Setting, choice: Choice | None
) -> list[Span]:
    """The spans with their reasons; as picks where their turn only picks from an offer.

    A choice tells such a pick already.
    """
    told = [_reasoned(one, own, setting.asked) for one in spans]
    if not _offered.is_pick(own, setting.offered):
        return told
    return [] if choice is not None else [replace(one, picks=True) for one in told]


def _not_covered(spans: Sequence[Span], choice: Choice | None) -> list[Span]:
    """Spans that say more than the choice of the same turn does."""
    if choice is None:
        return list(spans)
    return [
        one
        for one in spans
        if not _choices.covers(choice, one.text, firm=one.cue.kind == "constraint")
    ]
