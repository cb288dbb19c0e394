"""A piece of evidence beside what is held: are they about one thing, and do they agree?"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from functools import cached_property

from prefmem._remembered import remembered
from prefmem.records import PreferenceRecord
from prefmem.stages import alternatives, keys, leaving, stances
from prefmem.stages.stances import Stance, Stated
from prefmem.types import Evidence


@dataclass(frozen=True, slots=True)
class Said:
    """A piece of evidence as what is held is compared with it."""

    evidence: Evidence
    stated: Stated
    own: leaving.Told
    """What it tells of a change ..."""
    whole: leaving.Told
    """... and what its message does."""

    @classmethod
    def of(cls, evidence: Evidence, own: leaving.Told, whole: leaving.Told) -> Said:
        """A piece of evidence made ready to be compared."""
        wish = keys.wish(evidence.statement)
        mine = keys.trait(wish, evidence.subject, evidence.behaviour)
        return cls(evidence, Stated(wish, evidence.polarity, mine), own, whole)

    def names(self, record: PreferenceRecord) -> bool:
        """True if words make a record worth comparing, however far apart both are in meaning."""
        mine, statement = self.stated.trait, self.evidence.statement
        return (
            record.id == self.evidence.target
            or not mine.subject.isdisjoint(keys.content(record.subject))
            or (record.behaviour == mine.behaviour and keys.single_valued(mine.behaviour))
            or alternatives.rival(record.statement, statement)
            or alternatives.kin(record.statement, statement)
            or (bool(self.whole.gone) and _is_named(record, self.whole))
        )


@dataclass(frozen=True, eq=False)
class Found:
    """A held record beside a piece of evidence.

    What they have to do with each other is worked out when it is asked for: of most there is
    nothing to know but that they are two things.
    """

    record: PreferenceRecord
    cosine: float
    told_of: float
    """The cosine of the record and the words that tell of a change, if there are any."""
    said: Said

    @cached_property
    def held(self) -> Stated:
        """What the record states, without its reason."""
        record, wish = self.record, keys.wish(self.record.statement)
        return Stated(wish, record.polarity, keys.trait(wish, record.subject, record.behaviour))

    @cached_property
    def same(self) -> float:
        """Probability that both are about one thing."""
        return keys.same(self.held.trait, self.said.stated.trait, self.cosine)

    @cached_property
    def suspected(self) -> float:
        """Probability that what the evidence announces ended is this, by what both say."""
        said = self.said
        if not said.whole.changed:
            return 0.0
        quoted, cosines = leaving.quoted_words(self.record.evidence), (self.cosine, self.told_of)
        mine, theirs = said.stated.trait, self.held.trait
        values = leaving.features(theirs, quoted, mine, cosines, said.own, said.whole)
        return leaving.probability(values)

    @cached_property
    def stance(self) -> Stance:
        """How the evidence stands to the record, where both are about one thing."""
        said = self.said
        if said.evidence.kind != "retracted" and _is_left(self.record, said.whole):
            return "apart"  # "moved on from hotels" does not confirm them
        return stances.stand(self.held, said.stated)

    @cached_property
    def shared(self) -> float:
        """Share of the shorter one's words that both have."""
        mine, theirs = self.said.stated.trait, self.held.trait
        return 0.0 if keys.apart(theirs, mine) else keys.overlap(theirs.words, mine.words)

    @property
    def kept(self) -> bool:
        """The evidence wants what the record is about: it does not come in its place."""
        mine, theirs = self.said.stated.trait, self.held.trait
        return not self.said.own.gone and keys.overlap(theirs.subject, mine.subject) > 0.5

    @property
    def leaves(self) -> float:
        """How sure it is that this ended: not at all where it was read to hold on."""
        return 0.0 if _is_spared(self.record, self.said.whole) else self.suspected

    @property
    def agrees(self) -> bool:
        """True if the evidence speaks for the record."""
        return self.stance == "agrees"


@remembered(16_384)
def handles(statement: str, subject: str, behaviour: str) -> frozenset[Hashable]:
    """By what two statements find each other: of those that share none, no words speak of both.

    Words of their subject, the things of which people have one at a time, or several, and a
    behaviour that has one value.
    """
    single = [behaviour] if keys.single_valued(behaviour) else []
    return frozenset([*keys.content(subject), *alternatives.kinds(statement), *single])


def _is_named(record: PreferenceRecord, whole: leaving.Told) -> bool:
    """True if what is left behind was named when the record was founded: "the pub quiz"."""
    quoted = leaving.quoted_words(record.evidence)
    return any(gone <= quoted for gone in whole.gone)


def _is_left(record: PreferenceRecord, whole: leaving.Told) -> bool:
    """True if the very thing is named as what is left behind."""
    stated = keys.content(record.statement)
    return any(gone <= stated for gone in whole.gone)


def _is_spared(record: PreferenceRecord, whole: leaving.Told) -> bool:
    """True if it was read to hold on, unless the very thing is named as what is left behind."""
    if not whole.spared or _is_left(record, whole):
        return False
    return record.id in whole.spared or any(e.id in whole.spared for e in record.evidence)
