"""The distiller that needs no language model and no network: cues, then small classifiers."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np

from prefmem.distillers import (
    _behaviours,
    _choices,
    _corrections,
    _cues,
    _spans,
    _stories,
    _styles,
)
from prefmem.distillers._choices import Choice
from prefmem.distillers._features import features_of, is_outright
from prefmem.distillers._spans import MAX_SURE_WORDS, Span
from prefmem.distillers._stories import Story
from prefmem.distillers.heads import load
from prefmem.ports import Embedder
from prefmem.records import Distillation, Matrix, Segment, StoredProfile, Turn
from prefmem.stages import intake
from prefmem.types import Evidence, Scope

SOURCE = "local/1"
BATCH = 16
MAX_PER_TURN = 3
"""Findings kept of one turn: the surest."""
MAX_SPANS = 48
"""Spans of one turn that are embedded: the first."""
PLAIN = 0.85
"""Strength of a cue that says it in so many words."""
MADE_PLAIN = 0.3
"""Taken off the threshold for a choice that turns the others down in so many words."""
BRIEF = 0.05
"""Added for a choice in a few words that turns nothing down."""
DOUBT = 0.25
"""Added to the threshold where more than usual speaks against a span."""
WEAK = 0.2
"""Added where the words alone say little: a habit, something that has an effect on somebody."""
OUTRIGHT = 0.2
"""Taken off where a span opens with "I" and a word that says nothing else."""
PLAINLY = 0.38
"""Taken off instead where, besides, it points at nothing: no "this", no "my boss", no "your"."""
NAMED = 0.15
"""Needed of a span that gives a name or pronouns."""
ASKED = 0.2
"""Taken off for a wish about answers that says that it lasts."""
MOST = 0.95
NEVER = 1.1
ALWAYS = 0.0
"""Needed of what must not be missed: an allergy, a wish that says that it holds from now on."""

_POINTING = re.compile(
    r"\b(?:this|that|it|these|those|your?|he|she|him|her|them|we|us|here|there|now|today|first|second|"
    r"last|version|word|sentence|option|idea|answer|one|was|were|had|only have|before|"
    r"as a (?:baby|kid)|my (?!(?:home|house|dogs?|cats?|pets?|food|diet|coffee|tea)\b)\w+)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What was said before a user's turn."""

    offered: str
    """The assistant's turn before."""
    asked: str
    """The user's turn before that."""


class LocalDistiller:
    """Finds what is said outright, in passing, or by choosing. Reads in milliseconds.

    Args:
        embedder: The default one (MiniLM): the heads are trained on it.
    """

    source = SOURCE

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

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
        segments, commands, refused = intake.screen(turns, before=before)
        counters = Counter(refused)
        earlier = _before([*before, *turns])
        spans: list[Span] = []
        choices: list[Choice] = []
        stories: list[Story] = []
        fixed: list[Evidence] = []
        for turn, own in _by_turn(segments):
            context = earlier[(turn.conversation, turn.id)]
            if choice := _choices.choice_in(own, context.offered, asked=context.asked):
                choices.append(choice)
            found = _spans.spans_of(own)
            counters += found.refused
            kept = [
                s
                for s in found.spans[:MAX_SPANS]
                if choice is None
                or not _choices.covers(choice, s.text, firm=s.cue.kind == "constraint")
            ]
            if context.offered and (said := _corrections.correction_in(own)):
                kept = [s for s in kept if s.start >= said.end or s.end <= said.start]
                fixed.append(_behaviours.corrected(said, source=SOURCE))
            spans += kept
            if choice is None and (story := _stories.story_in(own)):
                stories.append(story)
        evidence = [*fixed, *await self._judged(spans, choices, stories, counters)]
        return Distillation(
            evidence=tuple(_identified(evidence)),
            commands=commands,
            counters={k: v for k, v in sorted(counters.items()) if v},
        )

    async def _judged(
        self,
        spans: list[Span],
        choices: list[Choice],
        stories: list[Story],
        counters: Counter[str],
    ) -> list[Evidence]:
        texts = [_bare(span.text) for span in spans]
        texts += [one.statement for one in (*choices, *stories)]
        if not texts:
            return []
        vectors = await self._embedded(texts)
        counters["spans_read"] += len(texts)
        features = features_of(texts, vectors)
        evidence = self._of_spans(spans, features[: len(spans)])
        shown = len(spans) + len(choices)
        evidence += self._of_choices(choices, features[len(spans) : shown])
        in_stories = {(one.turn.conversation, one.turn.id) for one in stories}
        evidence = [
            one
            for one in evidence
            if (one.conversation_id, one.message_id) not in in_stories or _stands_alone(one)
        ]
        said = {(one.conversation_id, one.message_id) for one in evidence}
        return evidence + self._of_stories(stories, features[shown:], said)

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
            if p < _needed(span, lasting.threshold):
                continue
            best = dict(zip(behaviour.classes, (float(s) for s in scores), strict=True))
            one = _behaviours.stated(span, best, sure=float(p), source=SOURCE)
            if one is not None:
                key = (one.conversation_id, one.message_id)
                found.setdefault(key, []).append((float(p), one))
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
            if p >= personal.threshold + _needed_more(choice)
        ]

    def _of_stories(
        self, stories: list[Story], features: Matrix, said: set[tuple[str, str]]
    ) -> list[Evidence]:
        """Evidence from stories, of turns that say nothing more plainly."""
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
            if (story.turn.conversation, story.turn.id) not in said
        ]


def _needed(span: Span, threshold: float) -> float:
    """How sure the head has to be of a span: less for plain words, more where there is doubt."""
    if len(span.text.split()) > MAX_SURE_WORDS and not is_outright(span.text):
        return NEVER
    style = _styles.style_of(span.text)
    if _cues.is_condition(span.text) and not span.doubtful:
        return ALWAYS
    if style is not None and _styles.is_standing(span.text):
        return NAMED if span.doubtful else ALWAYS
    if style is not None and style.behaviour == "identity.address":
        return NAMED
    if span.kind == "instruction":
        if _styles.is_of_a_text(span.text):
            return NEVER
        lasts = _cues.asks_lastingly(span.text) or _styles.is_of_all_answers(span.text)
        threshold += -ASKED if lasts else WEAK
    elif is_outright(span.text) and span.cue.kind != "habit" and not span.hedged:
        threshold -= OUTRIGHT if _POINTING.search(span.text) else PLAINLY
    elif span.cue.kind == "habit" or span.cue.strength < PLAIN:
        threshold += WEAK
    if span.tentative:
        threshold += WEAK
    return min(MOST, threshold + (DOUBT if span.doubtful else 0.0))


def _stands_alone(one: Evidence) -> bool:
    """True for what needs no story around it: it is plain, and names what it is about."""
    if one.behaviour.startswith(("style.", "constraint.", "identity.", "interaction.")):
        return True
    return one.condition != _behaviours.IN_PASSING and not _stories.points_back(one.quote)


def _needed_more(choice: Choice) -> float:
    """Added to the threshold of a choice: less where hardly anything but the pick is said."""
    if choice.explicit:
        return -MADE_PLAIN
    return BRIEF if len(choice.quote.split()) <= _choices.FEW_WORDS else WEAK


def _bare(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _surest(items: list[tuple[float, Evidence]]) -> list[Evidence]:
    """The surest of one turn, in the order they were said; of equal subjects the surest."""
    best: dict[tuple[str, str], tuple[float, Evidence]] = {}
    for p, one in items:
        key = (one.behaviour, one.subject)
        if key not in best or p > best[key][0]:
            best[key] = (p, one)
    ranked = sorted(best.values(), key=lambda x: -x[0])[:MAX_PER_TURN]
    kept = {id(one) for _, one in ranked}
    return [one for _, one in items if id(one) in kept]


def _by_turn(segments: Sequence[Segment]) -> list[tuple[Turn, list[Segment]]]:
    grouped = groupby(segments, key=lambda s: (s.turn.conversation, s.turn.id))
    found = [list(group) for _, group in grouped]
    return [(own[0].turn, own) for own in found]


def _before(turns: Sequence[Turn]) -> Mapping[tuple[str, str], _Asked]:
    """For each user turn, the assistant's turn right before it, and the user's before that."""
    found: dict[tuple[str, str], _Asked] = {}
    offered: dict[str, str] = {}
    asked: dict[str, str] = {}
    for turn in turns:
        c = turn.conversation
        if turn.role == "assistant":
            offered[c] = turn.content
        elif turn.role == "user":
            found[(c, turn.id)] = _Asked(offered.pop(c, ""), asked.get(c, ""))
            asked[c] = turn.content[:500]
    return found


def _identified(evidence: Sequence[Evidence]) -> list[Evidence]:
    """With ids that depend on what was said and where, so that reading again gives the same."""
    found: dict[str, Evidence] = {}
    for one in evidence:
        packed = "\x1f".join((one.conversation_id, one.message_id, one.quote, one.behaviour))
        made = "ev_" + hashlib.sha256(packed.encode("utf-8", "replace")).hexdigest()[:24]
        found.setdefault(made, replace(one, id=made))
    return list(found.values())
