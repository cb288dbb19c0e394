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

from prefmem.distillers import _sparing, _stances
from prefmem.distillers._judging import judged
from prefmem.distillers._leads import Leads, Setting
from prefmem.distillers._stances import Passage, Read
from prefmem.distillers.accounts import _topics
from prefmem.distillers.answers._bounds import bounded
from prefmem.distillers.changes import _arrivals, _partings
from prefmem.distillers.offers import _sought
from prefmem.distillers.reading._span import Span
from prefmem.distillers.reading._stance_head import TokenEmbedder
from prefmem.distillers.words import _dictated, _turned, _whole
from prefmem.distillers.words._alone import alone
from prefmem.distillers.words._elided import completed
from prefmem.distillers.words._mature import for_adults
from prefmem.ports import Embedder
from prefmem.records import Command, Distillation, Matrix, Segment, StoredProfile, Turn
from prefmem.stages import drivers, intake, keys, standing
from prefmem.types import Evidence, Scope

T = TypeVar("T")
SOURCE = "local/1"
BATCH = 16
AT_HAND = 200
"""Characters of users that are read where they are. More are read in a thread, one call after the
other: reading is the interpreter's work alone, and requests would wait for it in between."""
MOST_BLANKS = 8
"""Blanks in a row that are read of an answer, which is never quoted: no layout needs more."""
_BLANKS = re.compile(rf"[^\S\n]{{{MOST_BLANKS + 1},}}")


class LocalDistiller:
    """Finds what is said outright, in passing, or by choosing. Reads in milliseconds.

    Args:
        embedder: The default one (MiniLM): the heads are trained on it.
        tokens: The same, which shows what it makes of single tokens.
    """

    source = SOURCE

    def __init__(self, embedder: Embedder, tokens: TokenEmbedder) -> None:
        self._embedder = embedder
        self._tokens = tokens
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
        del scope
        long = sum(len(one.content) for one in turns if one.role == "user") > AT_HAND
        leads, commands = await self._read(long, partial(_led, turns, before))
        reads: list[Read] = []
        if leads.passages:
            reads = await to_thread.run_sync(_stances.read, leads.passages, self._tokens)
            leads.hear(reads)
        evidence = list(leads.fixed)
        if texts := await self._read(long, partial(_texts, leads)):
            vectors = await self._embedded(texts)
            evidence += await self._read(long, partial(judged, leads, reads, texts, vectors))
            evidence = await self._with_topics(evidence, leads.texts)
            evidence = [one for one in evidence if _names_something(one, leads.texts)]
        found = _identified([bounded(for_adults(alone(one))) for one in evidence])
        if changing := await self._read(long, partial(_changing, leads, found)):
            found += await to_thread.run_sync(self._spared, turns, changing, known, found)
        return Distillation(
            evidence=tuple(found),
            commands=commands,
            counters={k: v for k, v in sorted(leads.counters.items()) if v},
        )

    async def _read(self, long: bool, read: Callable[[], T]) -> T:
        return await to_thread.run_sync(read, limiter=self._reading) if long else read()

    def _spared(
        self,
        turns: Sequence[Turn],
        changing: Sequence[Passage],
        known: StoredProfile,
        found: Sequence[Evidence],
    ) -> list[Evidence]:
        """Evidence for what changes leave standing, of what is known and of what turns tell."""
        order = {(turn.conversation, turn.id): n for n, turn in enumerate(turns)}
        held = [*_sparing.held_by(known), *_sparing.told_by(found)]
        reader, read = _sparing.Reader(self._tokens), list[Evidence]()
        for one in changing:
            before = [h for h in held if _sparing.is_before(h, one.turn, order)]
            read += reader.spared(one, before, source=SOURCE)
        return _identified(read)

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

    async def _embedded(self, texts: Sequence[str]) -> Matrix:
        rows = [
            await self._embedder.embed(texts[k : k + BATCH], purpose="document")
            for k in range(0, len(texts), BATCH)
        ]
        return np.vstack(rows)


def _led(turns: Sequence[Turn], before: Sequence[Turn]) -> tuple[Leads, tuple[Command, ...]]:
    """What turns may say by their words, and what they ask of the memory itself."""
    segments, commands, refused = intake.screen(turns, before=before)
    leads = Leads(source=SOURCE, counters=Counter(refused))
    earlier = _before([*before, *turns])
    for turn, own in _by_turn(segments):
        leads.look(_dictated.spoken(own), earlier[(turn.conversation, turn.id)])
    return leads, commands


def _changing(leads: Leads, found: Sequence[Evidence]) -> list[Passage]:
    """The turns that tell of a change and are worth reading beside what is held."""
    names = _sparing.changing(found)
    return [turn for name, turn in leads.turns.items() if name in names]


def _texts(leads: Leads) -> list[str]:
    """What to embed: the spans, then all other statements."""
    return [*(_read_as(span) for span in leads.spans), *leads.told]


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


def _bare(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


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
            offered[c] = _BLANKS.sub(" " * MOST_BLANKS, turn.content)
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
        parts += [] if one.target is None else [one.target]
        if drivers.tells_only(one):  # the same words may be found to say more
            parts.append(one.condition)
        packed = "\x1f".join(parts)
        made = "ev_" + hashlib.sha256(packed.encode("utf-8", "replace")).hexdigest()[:24]
        found.setdefault(made, replace(one, id=made))
    return list(found.values())
