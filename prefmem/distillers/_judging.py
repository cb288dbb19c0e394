"""What the heads make of leads: what stands becomes evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from prefmem.distillers import _behaviours, _stances, _thresholds
from prefmem.distillers._leads import Leads
from prefmem.distillers._stances import Read
from prefmem.distillers.accounts import _stories
from prefmem.distillers.accounts._stories import Story
from prefmem.distillers.answers import _styles
from prefmem.distillers.changes import _arrivals, _partings
from prefmem.distillers.changes._arrivals import Arrival
from prefmem.distillers.changes._partings import Taken
from prefmem.distillers.heads import load
from prefmem.distillers.offers import _replies
from prefmem.distillers.offers._choices import Choice
from prefmem.distillers.reading._features import features_of, is_outright
from prefmem.distillers.reading._span import Span
from prefmem.distillers.words import _core
from prefmem.records import Matrix
from prefmem.stages import keys, leaving, standing
from prefmem.types import Evidence

MAX_PER_TURN = 8
"""Spans kept of one turn: what binds, what is said outright, then the surest of the rest. What is
kept by rule is no span: of what health asks for nothing is dropped, however much a turn tells."""
MAX_IN_PASSING = 3
"""Of these, how many that are not said in so many words."""


def judged(
    leads: Leads,
    reads: Sequence[Read],
    texts: Sequence[str],
    vectors: Matrix,
) -> list[Evidence]:
    """The evidence of leads.

    Args:
        leads: What turns may say.
        reads: Turns that the stance head has read.
        texts: The words of the spans, then the statements of the others.
        vectors: Theirs.
    """
    leads.counters["spans_read"] += len(texts)
    features = features_of(texts, vectors, phrased=[span.phrased for span in leads.spans])
    told = (leads.spans, leads.choices, leads.stories, leads.taken, leads.arrivals, leads.shown)
    ends = np.cumsum([len(one) for one in told])
    spans, choices, stories, taken, arrivals, shown = np.split(features, ends[:-1])
    source = leads.source
    by_turn = {one.turn: one for one in reads}
    read = [_stances.sided(one, by_turn) for one in leads.spans]
    stated = _of_spans(read, spans, source=source)
    found = [_replies.in_field(one, leads.sought.get(_turn(one))) for one in stated]
    found = [_arrivals.in_place(e) if _turn(e) in leads.after else e for e in found]
    found += _of_choices(leads.choices, choices, source=source)
    in_stories = {(one.turn.conversation, one.turn.id) for one in leads.stories}
    found = [one for one in found if _turn(one) not in in_stories or _stands_alone(one)]
    found += _of_arrivals(leads.arrivals, arrivals, found, source=source)
    found += _of_stories(leads.stories, stories, found, source=source)
    taken_back = _of_taken(leads.taken, taken, found, source=source)
    besides = _of_shown(leads, shown)
    found += taken_back
    return found + _stances.besides([*leads.fixed, *found], besides)


def _of_shown(leads: Leads, features: Matrix) -> list[Evidence]:
    return [
        _stances.evidence(one, kinds, source=leads.source)
        for one, kinds in zip(leads.shown, _kinds(features) if leads.shown else (), strict=True)
    ]


def _of_arrivals(
    arrivals: list[Arrival], features: Matrix, found: Sequence[Evidence], *, source: str
) -> list[Evidence]:
    """Evidence for what comes, of turns that do not say it more plainly."""
    if not arrivals:
        return []
    said = {
        (e.conversation_id, e.message_id)
        for e in found
        if e.kind in ("stated", "instruction")
        and e.polarity == "for"
        and not _stories.points_back(e.quote)
    }
    return [
        _arrivals.arrived(one, kinds, source=source)
        for one, kinds in zip(arrivals, _kinds(features), strict=True)
        if (one.turn.conversation, one.turn.id) not in said
    ]


def _of_taken(
    taken: list[Taken], features: Matrix, found: Sequence[Evidence], *, source: str
) -> list[Evidence]:
    """Evidence from what is taken back, unless a finding says so itself.

    A change that names nothing counts beside what is stated: that says what it is about.
    """
    if not taken:
        return []
    said = {(e.conversation_id, e.message_id) for e in found if e.kind == "stated"}
    over = {(e.conversation_id, e.message_id) for e in found if e.kind == "retracted"}
    gone = [
        _partings.retracted(one, kinds, source=source)
        for one, kinds in zip(taken, _kinds(features), strict=True)
        if (name := (one.turn.conversation, one.turn.id)) not in over
        and (one.named or one.points or name in said)
    ]
    told = [
        e
        for e in gone
        if e.condition != leaving.POINTED and (e.conversation_id, e.message_id) not in said
    ]
    return [*gone, *_partings.given_up(told), *_partings.come_round(gone, found)]


def _of_spans(spans: list[Span], features: Matrix, *, source: str) -> list[Evidence]:
    if not spans:
        return []
    lasting = load("lasting")
    sure = lasting.scores(features)[:, 0]
    found: dict[tuple[str, str], list[tuple[float, Evidence]]] = {}
    for span, p, kinds in zip(spans, sure, _kinds(features), strict=True):
        if p < _thresholds.needed(span, lasting.threshold):
            continue
        one = _behaviours.stated(span, kinds, sure=float(p), source=source)
        if one is not None:
            found.setdefault(_turn(one), []).append((float(p), one))
    return [one for items in found.values() for one in _surest(items)]


def _of_choices(choices: list[Choice], features: Matrix, *, source: str) -> list[Evidence]:
    if not choices:
        return []
    personal = load("choice")
    sure = personal.scores(features)[:, 0]
    return [
        _behaviours.chosen(
            choice,
            kinds,
            sure=float(p),
            source=source,
        )
        for choice, p, kinds in zip(choices, sure, _kinds(features), strict=True)
        if p >= personal.threshold + _thresholds.needed_of_choice(choice)
    ]


def _of_stories(
    stories: list[Story], features: Matrix, found: Sequence[Evidence], *, source: str
) -> list[Evidence]:
    """Evidence from stories that no finding tells more plainly."""
    if not stories:
        return []
    return [
        _behaviours.told(story, kinds, source=source)
        for story, kinds in zip(stories, _kinds(features), strict=True)
        if not any(_tells(one, story) for one in found)
    ]


def _tells(one: Evidence, story: Story) -> bool:
    """True if a finding of the story's turn says what the story does, or what came of it."""
    if _turn(one) != (story.turn.conversation, story.turn.id):
        return False
    if one.kind in ("retracted", "instruction"):
        return False
    about = keys.content(story.topic)
    return one.quote in story.quote or not about.isdisjoint(keys.content(one.quote))


def _stands_alone(one: Evidence) -> bool:
    """True for what needs no story around it: it is plain, and names what it is about."""
    if one.kind == "retracted" or one.behaviour.startswith(("constraint.", "identity.")):
        return True
    if one.kind == "instruction":
        return _styles.is_of_answers(one.quote)
    if one.condition == leaving.IN_PLACE or _arrivals.is_what_comes(one.quote):
        return True
    if _stories.points_back(one.quote):
        return False
    if _core.says_liking(one.statement):
        return True
    if one.condition == standing.IN_PASSING:
        return False
    return is_outright(one.quote) or _arrivals.is_of_the_present(one.quote[:_OPENING])


_OPENING = 20
"""Characters in which a sentence has its subject and verb."""


def _surest(items: list[tuple[float, Evidence]]) -> list[Evidence]:
    """The surest of one turn, in the order they were said; of equal subjects the surest."""
    best: dict[tuple[str, str, bool], tuple[float, Evidence]] = {}
    bound = {one.statement for _, one in items if _binds(one)}
    for p, one in items:
        if one.statement in bound and not _binds(one):
            continue  # told once, as what the body needs
        key = (one.behaviour, one.subject, one.kind == "retracted")
        if key not in best or p > best[key][0]:
            best[key] = (p, one)
    ranked = sorted(best.values(), key=lambda x: (not _binds(x[1]), not _is_plain(x[1]), -x[0]))
    plain = sum(_binds(one) or _is_plain(one) for _, one in ranked)
    kept = {id(one) for _, one in ranked[: min(MAX_PER_TURN, max(plain, MAX_IN_PASSING))]}
    return [one for _, one in items if id(one) in kept]


def _binds(one: Evidence) -> bool:
    return one.behaviour.startswith("constraint.")


def _is_plain(one: Evidence) -> bool:
    return one.kind in ("instruction", "retracted") or one.condition == _behaviours.OUTRIGHT


def _turn(one: Evidence) -> tuple[str, str]:
    return one.conversation_id, one.message_id


def _kinds(features: Matrix) -> list[Mapping[str, float]]:
    """For each row the probabilities of the behaviours."""
    head = load("behaviour")
    rows = head.scores(features).tolist()
    return [dict(zip(head.classes, row, strict=True)) for row in rows]
