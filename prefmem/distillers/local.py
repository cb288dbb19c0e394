"""The distiller that needs no language model and no network: cues, then small classifiers."""

from __future__ import annotations

import hashlib
import re
from collections import Counter, deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import groupby
from typing import TypeVar

import numpy as np
from anyio import CapacityLimiter, to_thread

from prefmem.distillers import _behaviours, _thresholds
from prefmem.distillers._leads import Leads, Setting
from prefmem.distillers.accounts import _stories, _topics
from prefmem.distillers.accounts._stories import Story
from prefmem.distillers.answers import _styles
from prefmem.distillers.changes import _arrivals, _partings
from prefmem.distillers.changes._arrivals import Arrival
from prefmem.distillers.changes._partings import Taken
from prefmem.distillers.heads import load
from prefmem.distillers.offers import _replies, _sought
from prefmem.distillers.offers._choices import Choice
from prefmem.distillers.reading._features import features_of, is_outright
from prefmem.distillers.reading._span import Span
from prefmem.distillers.words import _core, _turned, _whole
from prefmem.distillers.words._alone import alone
from prefmem.distillers.words._elided import completed
from prefmem.ports import Embedder
from prefmem.records import Command, Distillation, Matrix, Segment, StoredProfile, Turn
from prefmem.stages import drivers, intake, keys, leaving, standing
from prefmem.types import Evidence, Scope

T = TypeVar("T")
SOURCE = "local/1"
BATCH = 16
AT_HAND = 200
"""Characters of users that are read where they are. More are read in a thread, one call after the
other: reading is the interpreter's work alone, and requests would wait for it in between."""
MAX_PER_TURN = 8
"""Findings kept of one turn: what binds, what is said outright, then the surest of the rest."""
MAX_IN_PASSING = 3
"""Of these, how many that are not said in so many words."""


class LocalDistiller:
    """Finds what is said outright, in passing, or by choosing. Reads in milliseconds.

    Args:
        embedder: The default one (MiniLM): the heads are trained on it.
    """

    source = SOURCE

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._reading = CapacityLimiter(1)

    async def distil(
        self,
        scope: Scope,
        turns: Sequence[Turn],
        *,
        known: StoredProfile,
        before: Sequence[Turn] = (),
    ) -> Distillation:
        """See `prefmem.ports.Distiller`; the embedder is called only for what passes the screen."""
        del scope, known
        long = sum(len(one.content) for one in turns if one.role == "user") > AT_HAND
        leads, commands, texts = await self._read(long, partial(_led, turns, before))
        evidence = list(leads.fixed)
        if texts:
            vectors = await self._embedded(texts)
            evidence += await self._read(long, partial(self._judged, leads, texts, vectors))
            evidence = await self._with_topics(evidence, leads.texts)
            evidence = [one for one in evidence if _names_something(one, leads.texts)]
        return Distillation(
            evidence=tuple(_identified([alone(one) for one in evidence])),
            commands=commands,
            counters={k: v for k, v in sorted(leads.counters.items()) if v},
        )

    async def _read(self, long: bool, read: Callable[[], T]) -> T:
        return await to_thread.run_sync(read, limiter=self._reading) if long else read()

    async def _with_topics(
        self, evidence: list[Evidence], texts: Mapping[tuple[str, str], str]
    ) -> list[Evidence]:
        """The evidence, with what its turn is about where the statement leaves that open."""
        open_ = sorted({_turn(one) for one in evidence if _may_lack_topic(one, texts)})
        found = {name: words for name in open_ if (words := _topics.phrases(texts[name]))}
        if not found:
            return evidence
        # Apart, since a batch takes as long as if each of its texts were as long as the longest.
        turns = await self._embedded([texts[name][: _topics.MOST_READ] for name in found])
        rows = await self._embedded([phrase for words in found.values() for phrase in words])
        about, start = dict[tuple[str, str], str](), 0
        for (name, words), turn in zip(found.items(), turns, strict=True):
            topic = _topics.topic_of(words, rows[start : start + len(words)], turn)
            start += len(words)
            if topic is not None:
                about[name] = topic
        return [
            _topics.named(one, about[_turn(one)], texts[_turn(one)])
            if _turn(one) in about
            and _may_lack_topic(one, texts)
            and not _is_given_up(about[_turn(one)], one, evidence)
            else one
            for one in evidence
        ]

    def _judged(self, leads: Leads, texts: Sequence[str], vectors: Matrix) -> list[Evidence]:
        spans, choices, stories = leads.spans, leads.choices, leads.stories
        taken, arrivals = leads.taken, leads.arrivals
        leads.counters["spans_read"] += len(texts)
        features = features_of(texts, vectors, phrased=[span.phrased for span in spans])
        stated = self._of_spans(spans, features[: len(spans)])
        evidence = [_replies.in_field(one, leads.sought.get(_turn(one))) for one in stated]
        evidence = [_arrivals.in_place(e) if _turn(e) in leads.after else e for e in evidence]
        shown = len(spans) + len(choices)
        told = shown + len(stories)
        evidence += self._of_choices(choices, features[len(spans) : shown])
        in_stories = {(one.turn.conversation, one.turn.id) for one in stories}
        evidence = [one for one in evidence if _turn(one) not in in_stories or _stands_alone(one)]
        over = told + len(taken)
        evidence += self._of_arrivals(arrivals, features[over:], evidence)
        evidence += self._of_stories(stories, features[shown:told], evidence)
        return evidence + self._of_taken(taken, features[told:over], evidence)

    def _of_arrivals(
        self, arrivals: list[Arrival], features: Matrix, found: Sequence[Evidence]
    ) -> list[Evidence]:
        """Evidence for what comes, of turns that do not say it more plainly."""
        if not arrivals:
            return []
        behaviour = load("behaviour")
        said = {
            (e.conversation_id, e.message_id)
            for e in found
            if e.kind in ("stated", "instruction")
            and e.polarity == "for"
            and not _stories.points_back(e.quote)
        }
        return [
            _arrivals.arrived(
                one,
                dict(zip(behaviour.classes, (float(s) for s in scores), strict=True)),
                source=SOURCE,
            )
            for one, scores in zip(arrivals, behaviour.scores(features), strict=True)
            if (one.turn.conversation, one.turn.id) not in said
        ]

    def _of_taken(
        self, taken: list[Taken], features: Matrix, found: Sequence[Evidence]
    ) -> list[Evidence]:
        """Evidence from what is taken back, unless a finding says so itself.

        A change that names nothing counts beside what is stated: that says what it is about.
        """
        if not taken:
            return []
        behaviour = load("behaviour")
        said = {(e.conversation_id, e.message_id) for e in found if e.kind == "stated"}
        over = {(e.conversation_id, e.message_id) for e in found if e.kind == "retracted"}
        gone = [
            _partings.retracted(
                one,
                dict(zip(behaviour.classes, (float(s) for s in scores), strict=True)),
                source=SOURCE,
            )
            for one, scores in zip(taken, behaviour.scores(features), strict=True)
            if (name := (one.turn.conversation, one.turn.id)) not in over
            and (one.named or one.points or name in said)
        ]
        told = [
            e
            for e in gone
            if e.condition != leaving.POINTED and (e.conversation_id, e.message_id) not in said
        ]
        return [*gone, *_partings.given_up(told), *_partings.come_round(gone, found)]

    async def _embedded(self, texts: Sequence[str]) -> Matrix:
        rows = [
            await self._embedder.embed(texts[k : k + BATCH], purpose="document")
            for k in range(0, len(texts), BATCH)
        ]
        return np.vstack(rows)

    def _of_spans(self, spans: list[Span], features: Matrix) -> list[Evidence]:
        if not spans:
            return []
        lasting, behaviour = load("lasting"), load("behaviour")
        sure = lasting.scores(features)[:, 0]
        kinds = behaviour.scores(features)
        found: dict[tuple[str, str], list[tuple[float, Evidence]]] = {}
        for span, p, scores in zip(spans, sure, kinds, strict=True):
            if p < _thresholds.needed(span, lasting.threshold):
                continue
            best = dict(zip(behaviour.classes, (float(s) for s in scores), strict=True))
            one = _behaviours.stated(span, best, sure=float(p), source=SOURCE)
            if one is not None:
                found.setdefault(_turn(one), []).append((float(p), one))
        return [one for items in found.values() for one in _surest(items)]

    def _of_choices(self, choices: list[Choice], features: Matrix) -> list[Evidence]:
        if not choices:
            return []
        personal, behaviour = load("choice"), load("behaviour")
        sure = personal.scores(features)[:, 0]
        kinds = behaviour.scores(features)
        return [
            _behaviours.chosen(
                choice,
                dict(zip(behaviour.classes, (float(s) for s in scores), strict=True)),
                sure=float(p),
                source=SOURCE,
            )
            for choice, p, scores in zip(choices, sure, kinds, strict=True)
            if p >= personal.threshold + _thresholds.needed_of_choice(choice)
        ]

    def _of_stories(
        self, stories: list[Story], features: Matrix, found: Sequence[Evidence]
    ) -> list[Evidence]:
        """Evidence from stories that no finding tells more plainly."""
        if not stories:
            return []
        behaviour = load("behaviour")
        return [
            _behaviours.told(
                story,
                dict(zip(behaviour.classes, (float(s) for s in scores), strict=True)),
                source=SOURCE,
            )
            for story, scores in zip(stories, behaviour.scores(features), strict=True)
            if not any(_tells(one, story) for one in found)
        ]


def _led(
    turns: Sequence[Turn], before: Sequence[Turn]
) -> tuple[Leads, tuple[Command, ...], Sequence[str]]:
    """What turns may say by their words, what they ask of the memory itself, what to embed."""
    segments, commands, refused = intake.screen(turns, before=before)
    leads = Leads(source=SOURCE, counters=Counter(refused))
    earlier = _before([*before, *turns])
    for turn, own in _by_turn(segments):
        leads.look(own, earlier[(turn.conversation, turn.id)])
    return leads, commands, [*(_read_as(span) for span in leads.spans), *leads.told]


def _read_as(span: Span) -> str:
    """The words of a span as the heads know sentences: with what their speaker left out."""
    if span.kind == "instruction":
        return _bare(span.text)
    return _bare(completed(_turned.heard(span.text, span.sentence)))


def _turn(one: Evidence) -> tuple[str, str]:
    """Which turn it was said in."""
    return one.conversation_id, one.message_id


def _may_lack_topic(one: Evidence, texts: Mapping[tuple[str, str], str]) -> bool:
    name = _turn(one)
    return name in texts and _topics.may_lack_topic(one, texts[name])


def _is_given_up(topic: str, comes: Evidence, found: Sequence[Evidence]) -> bool:
    """True if a topic is what its turn gives up: it says nothing of what comes instead."""
    about = keys.content(topic)
    return comes.polarity == "for" and any(
        e.kind == "retracted"
        and e.polarity == "against"
        and _turn(e) == _turn(comes)
        and not about.isdisjoint(keys.content(e.subject))
        for e in found
    )


def _names_something(one: Evidence, texts: Mapping[tuple[str, str], str]) -> bool:
    """False for what a long turn says of an "it" that nothing names."""
    said = texts.get(_turn(one), "")
    return not (_whole.is_wordy(said) and _whole.dangles(one.statement))


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
    if one.condition == _behaviours.IN_PASSING:
        return False
    return is_outright(one.quote) or _arrivals.is_of_the_present(one.quote[:_OPENING])


_OPENING = 20
"""Characters in which a sentence has its subject and verb."""


def _bare(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


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


def _by_turn(segments: Sequence[Segment]) -> list[tuple[Turn, list[Segment]]]:
    grouped = groupby(segments, key=lambda s: (s.turn.conversation, s.turn.id))
    found = [list(group) for _, group in grouped]
    return [(own[0].turn, own) for own in found]


def _before(turns: Sequence[Turn]) -> Mapping[tuple[str, str], Setting]:
    """For each user turn, the assistant's turn right before it, and the user's before that."""
    found: dict[tuple[str, str], Setting] = {}
    offered: dict[str, str] = {}
    asked: dict[str, deque[str]] = {}
    turned: dict[str, deque[bool]] = {}
    for turn in turns:
        c = turn.conversation
        if turn.role == "assistant":
            offered[c] = turn.content
        elif turn.role == "user":
            recent = turned.setdefault(c, deque(maxlen=_arrivals.FOLLOWING))
            own = asked.setdefault(c, deque(maxlen=_sought.MOST_BACK))
            found[(c, turn.id)] = Setting(offered.pop(c, ""), any(recent), tuple(own))
            own.appendleft(turn.content[:500])
            recent.append(_arrivals.announces(turn.content))
    return found


def _identified(evidence: Sequence[Evidence]) -> list[Evidence]:
    """With ids that depend on what was said and where, so that reading again gives the same."""
    found: dict[str, Evidence] = {}
    for one in evidence:
        parts = [one.conversation_id, one.message_id, one.quote, one.behaviour]
        # One passage may take back several things, and one thing with another in its place.
        if one.condition in (_partings.TAKEN_BACK, standing.UNSAID):
            parts.append(one.statement)
        if drivers.tells_only(one):  # the same words may be found to say more
            parts.append(one.condition)
        packed = "\x1f".join(parts)
        made = "ev_" + hashlib.sha256(packed.encode("utf-8", "replace")).hexdigest()[:24]
        found.setdefault(made, replace(one, id=made))
    return list(found.values())
