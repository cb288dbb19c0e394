"""What a change leaves standing of what its speaker told before, as the ending head reads both.

"My skillet is stripped down to the silver, and my eggs stuck for a week" has words enough of a
change, and ends nothing. So what is held is read beside a turn that tells of a change; where it
most likely holds on, no words of that turn close it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from prefmem.distillers._stances import Passage
from prefmem.distillers.reading._ending_head import Tokens, endings, held_of, nearness, said_of
from prefmem.distillers.reading._stance_head import TokenEmbedder
from prefmem.distillers.words._said import evidence_of
from prefmem.distillers.words._sentences import sentences
from prefmem.records import Segment, StoredProfile, Turn, Vector
from prefmem.stages import leaving, standing
from prefmem.stages.intake import is_english
from prefmem.types import Evidence

HOLDS = 0.3
"""Probability that a preference ended, below which it is spared."""
LEAST_WORDS = 14
"""Of a turn. What is shorter says little but what changed: there its own words decide."""
MOST_SENTENCES = 16
"""Of a turn: the first."""
NEAREST = 8
"""Preferences that one turn is compared with: those whose statements are nearest to a sentence."""
NEAR = 0.2
"""The least such nearness."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Something that a change may be about."""

    target: str
    """Id of the preference, or of the evidence that is about to found one."""
    said: Evidence
    """What was said for it last."""
    statement: str
    vector: Vector | None = None
    """Of the statement, where it is known."""


def passage_of(own: Sequence[Segment]) -> Passage | None:
    """What is read of the user's own words of a turn; None if they are few, or not English."""
    text = " ".join(one.text for one in own)
    if len(text.split()) < LEAST_WORDS or not is_english(text):
        return None
    found = [s for one in own for s in sentences(one.text, offset=one.start)]
    return Passage(own[0].turn, tuple(found[:MOST_SENTENCES]))


def changing(found: Iterable[Evidence]) -> set[tuple[str, str]]:
    """The messages that tell of a change, by conversation and message."""
    told = leaving.told_by_message(found)
    return {name for name, one in told.items() if one.changed or one.turned}


def held_by(known: StoredProfile) -> list[Held]:
    """What a profile holds and words may end."""
    return [
        Held(
            target=one.id,
            said=max(standing.supporting(one), key=lambda e: (e.at, e.id)),
            statement=one.statement,
            vector=known.vectors[one.id][0] if one.id in known.vectors else None,
        )
        for one in known.records
        if standing.is_open(one) and one.status != "rejected" and one.lasting
    ]


def told_by(found: Iterable[Evidence]) -> list[Held]:
    """What turns tell that are read together with those that come later."""
    return [
        Held(target=one.id, said=one, statement=one.statement)
        for one in found
        if one.kind != "retracted" and one.lasting
    ]


@dataclass(slots=True)
class Reader:
    """Reads what turns leave standing; what is held is read once for all of them."""

    tokens: TokenEmbedder
    _read: dict[str, Tokens] = field(default_factory=dict[str, Tokens])

    def spared(self, passage: Passage, held: Sequence[Held], *, source: str) -> list[Evidence]:
        """Evidence for what a turn leaves standing of what was held before it.

        Takes about as long as embedding its sentences, and what is nearest to them.
        """
        if not held:
            return []
        said = said_of(self.tokens, [s.text for s in passage.sentences])
        near = self._nearest(held, said)
        over = endings().read([(self._of(one), one.said.polarity == "for") for one in near], said)
        return [
            _evidence(one, passage, self._quote(one, passage, said), p, source=source)
            for p, one in zip(over, near, strict=True)
            if p < HOLDS
        ]

    def _quote(self, held: Held, passage: Passage, said: Tokens) -> str:
        """The sentence that is nearest to what is held, verbatim."""
        near = (said.means @ self._of(held).means.T).max(axis=1)
        return passage.sentences[int(np.argmax(near))].text

    def _nearest(self, held: Sequence[Held], said: Tokens) -> list[Held]:
        known = [one for one in held if one.vector is not None]
        near = [(nearness(self._of(one), said), one) for one in held if one.vector is None]
        if known:
            rows = np.array([one.vector for one in known], np.float32)
            near += zip((said.means @ rows.T).max(axis=0).tolist(), known, strict=True)
        near = [one for one in near if one[0] >= NEAR]
        near.sort(key=lambda found: (-found[0], found[1].target))
        return [one for _, one in near[:NEAREST]]

    def _of(self, held: Held) -> Tokens:
        if held.target not in self._read:
            self._read[held.target] = held_of(self.tokens, held.statement, held.said.quote)
        return self._read[held.target]


def _evidence(held: Held, passage: Passage, quote: str, over: float, *, source: str) -> Evidence:
    """That a turn leaves a preference standing: it founds nothing, and counts for nothing."""
    one = evidence_of(
        passage.turn,
        quote,
        kind="observed",
        polarity=held.said.polarity,
        strength=round(1.0 - over, 3),
        source=source,
        behaviour=held.said.behaviour,
        subject=held.said.subject,
        statement=held.statement,
        sensitivity=held.said.sensitivity,
        condition=leaving.SPARED,
    )
    return replace(one, target=held.target)


def is_before(held: Held, turn: Turn, order: Mapping[tuple[str, str], int]) -> bool:
    """True if something was told before a turn.

    Args:
        held: What was told.
        turn: One of the turns that are read together.
        order: The place of each of these.
    """
    place = order.get(leaving.message(held.said), -1)
    return held.said.at <= turn.at and place < order[(turn.conversation, turn.id)]
