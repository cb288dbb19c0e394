"""The working copy of a profile while evidence is taken in: records, vectors, what changed."""

from __future__ import annotations

import bisect
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import numpy as np
import numpy.typing as npt

from prefmem.records import PersonState, PreferenceRecord, ProfileDelta, StoredProfile, Vector
from prefmem.stages import alternatives, changepoint, keys, leaving, stability, stances, timescales
from prefmem.stages.stances import Stance, Stated
from prefmem.types import Change, Evidence, Revision, Stability, Status

HELD = 12
"""Evidence items that a record carries; the ledger has all."""
NEWEST = 4
"""Of these, how many are there for being new."""
SURE = 0.75
"""Probability from which a preference is active."""
GAPS = (changepoint.DAY_MS, 30 * changepoint.DAY_MS)
"""Time since the first evidence that makes another condition."""


@dataclass(frozen=True, slots=True)
class Found:
    """A held record, compared with a piece of evidence."""

    record: PreferenceRecord
    cosine: float
    same: float
    suspected: float
    """Probability that what the evidence announces ended is this, by what both say."""
    stance: Stance
    shared: float
    """Share of the shorter one's words that both have."""
    kept: bool
    """The evidence wants what the record is about: it does not come in its place."""
    spared: bool
    """Its message was read to leave this standing."""

    @property
    def leaves(self) -> float:
        """How sure it is that this ended: not at all where it was read to hold on."""
        return 0.0 if self.spared else self.suspected

    @property
    def agrees(self) -> bool:
        """True if the evidence speaks for the record."""
        return self.stance == "agrees"


@dataclass(slots=True)
class Draft:
    """Collects one delta. Private to consolidation: it is made, filled and read in one call."""

    records: dict[str, PreferenceRecord]
    person: PersonState
    _ids: list[str]
    _rows: npt.NDArray[np.float32]
    _changed: dict[str, None] = field(default_factory=dict[str, None])
    _dropped: dict[str, None] = field(default_factory=dict[str, None])
    _revisions: list[Revision] = field(default_factory=list[Revision])
    _evidence: list[Evidence] = field(default_factory=list[Evidence])
    _touched: bool = False

    @classmethod
    def of(cls, profile: StoredProfile, width: int) -> Draft:
        """A working copy; `width` is the length of the vectors to come."""
        records = {r.id: r for r in profile.records}
        ids = [r.id for r in profile.records if r.id in profile.vectors]
        rows = (
            np.array([profile.vectors[i][0] for i in ids], dtype=np.float32)
            if ids
            else np.empty((0, width), dtype=np.float32)
        )
        return cls(records, profile.person, ids, rows)

    def delta(self, withdrawn: Sequence[str] = ()) -> ProfileDelta:
        """What to commit."""
        return ProfileDelta(
            records=tuple(self.records[i] for i in sorted(self._changed) if i in self.records),
            dropped=tuple(sorted(self._dropped)),
            evidence=tuple(self._evidence),
            withdrawn=tuple(withdrawn),
            revisions=tuple(self._revisions),
            person=self.person if self._touched else None,
        )

    def profile(self, base: StoredProfile, *, revision: int) -> StoredProfile:
        """The profile as it is now, with the statements' vectors."""
        held = {i: self._rows[n : n + 1] for n, i in enumerate(self._ids) if i in self.records}
        return replace(
            base,
            revision=revision,
            records=tuple(self.records[i] for i in sorted(self.records)),
            vectors=held,
            person=self.person,
        )

    def revisions(self) -> tuple[Revision, ...]:
        """What was noted for history, oldest first."""
        return tuple(self._revisions)

    def note(self, evidence: Evidence) -> None:
        """Append to the ledger."""
        self._evidence.append(evidence)
        learned, last = evidence.learned_at, self.person.learned_at
        if learned is not None and (last is None or learned > last):
            self.person = replace(self.person, learned_at=learned)
            self._touched = True

    def put(self, record: PreferenceRecord, vector: Vector | None = None) -> None:
        """Insert or replace a record; `vector` where its statement is new."""
        self.records[record.id] = record
        self._changed[record.id] = None
        self._dropped.pop(record.id, None)
        if vector is None:
            return
        if record.id in self._ids:
            self._rows = self._rows.copy()
            self._rows[self._ids.index(record.id)] = vector
        else:
            self._ids.append(record.id)
            self._rows = np.vstack([self._rows, vector[None, :]])

    def drop(self, preference_id: str) -> None:
        """Take a record out of the profile; its history stays."""
        if self.records.pop(preference_id, None) is not None:
            self._changed.pop(preference_id, None)
            self._dropped[preference_id] = None

    def carries(self, evidence: Evidence) -> bool:
        """True if a record carries this item; one whose newest item is older cannot."""
        moment = changepoint.milliseconds(evidence.at)
        return any(
            e.id == evidence.id
            for r in self.records.values()
            if int(r.drift["t"]) >= moment
            for e in r.evidence
        )

    def ordered(self) -> list[PreferenceRecord]:
        """The records by id, as they are now: an order that does not tell how they came about."""
        return [self.records[i] for i in sorted(self.records)]

    def log(
        self,
        record: PreferenceRecord,
        change: Change,
        at: datetime,
        *,
        evidence: Sequence[Evidence] = (),
        reason: str = "",
    ) -> None:
        """Append to the history what `record` has become."""
        self._revisions.append(revision(record, change, at, evidence=evidence, reason=reason))

    def compare(
        self,
        evidence: Evidence,
        vector: Vector,
        own: leaving.Told,
        whole: leaving.Told,
        passage: Vector | None,
    ) -> Iterator[Found]:
        """Records that could be about the same, in the order of the profile.

        `own` and `whole` are what the evidence and its message tell of a change; `passage` is the
        vector of the words that do, if there are any.
        """
        wish = keys.wish(evidence.statement)
        mine = keys.trait(wish, evidence.subject, evidence.behaviour)
        now = Stated(wish, evidence.polarity, mine)
        cosines = (self._rows @ vector).tolist()
        spoken = cosines if passage is None else (self._rows @ passage).tolist()
        single = keys.single_valued(mine.behaviour)
        for preference_id, cosine, told_of in zip(self._ids, cosines, spoken, strict=True):
            record = self.records.get(preference_id)
            if record is None:
                continue
            if preference_id != evidence.target and max(cosine, told_of) < keys.FLOOR:
                rival = single and record.behaviour == mine.behaviour
                rival = rival or alternatives.rival(record.statement, evidence.statement)
                rival = rival or alternatives.kin(record.statement, evidence.statement)
                apart = mine.subject.isdisjoint(keys.content(record.subject))
                if apart and not (rival or (whole.gone and _is_named(record, whole))):
                    continue
            held = keys.wish(record.statement)
            theirs = keys.trait(held, record.subject, record.behaviour)
            stance = stances.stand(Stated(held, record.polarity, theirs), now)
            if evidence.kind != "retracted" and _is_left(record, whole):
                stance = "apart"  # "moved on from hotels" does not confirm them
            yield Found(
                record,
                cosine,
                keys.same(theirs, mine, cosine),
                _leaves(record, theirs, mine, (cosine, told_of), own, whole),
                stance,
                0.0 if keys.apart(theirs, mine) else keys.overlap(theirs.words, mine.words),
                not own.gone and keys.overlap(theirs.subject, mine.subject) > 0.5,
                _is_spared(record, whole),
            )

    def tau(self, behaviour: str, *, lasting: bool = True) -> float:
        """The person's time scale for a behaviour, in milliseconds."""
        name = timescales.class_of(behaviour, lasting=lasting)
        return timescales.days(name, self.person.timescales) * changepoint.DAY_MS

    def watched(self, behaviour: str, *, changes: int = 0, span: int = 0) -> None:
        """Count time watched and changes seen, for the person's time scales."""
        name = timescales.class_of(behaviour)
        scales = timescales.add(self.person.timescales, name, changes=changes, span=span)
        if scales is not None:
            self.person = replace(self.person, timescales=scales)
            self._touched = True


def _is_named(record: PreferenceRecord, whole: leaving.Told) -> bool:
    """True if what is left behind was named when the record was founded: "the pub quiz"."""
    quoted = leaving.quoted_words(record.evidence)
    return any(gone <= quoted for gone in whole.gone)


def _leaves(
    record: PreferenceRecord,
    held: keys.Trait,
    said: keys.Trait,
    cosines: tuple[float, float],
    own: leaving.Told,
    whole: leaving.Told,
) -> float:
    if not whole.changed:
        return 0.0
    quoted = leaving.quoted_words(record.evidence)
    return leaving.probability(leaving.features(held, quoted, said, cosines, own, whole))


def _is_left(record: PreferenceRecord, whole: leaving.Told) -> bool:
    """True if the very thing is named as what is left behind."""
    stated = keys.content(record.statement)
    return any(gone <= stated for gone in whole.gone)


def _is_spared(record: PreferenceRecord, whole: leaving.Told) -> bool:
    """True if it was read to hold on, unless the very thing is named as what is left behind."""
    if not whole.spared or _is_left(record, whole):
        return False
    return record.id in whole.spared or any(e.id in whole.spared for e in record.evidence)


def revision(
    record: PreferenceRecord,
    change: Change,
    at: datetime,
    *,
    evidence: Sequence[Evidence] = (),
    reason: str = "",
) -> Revision:
    """What history tells of what a record has become."""
    return Revision(
        preference_id=record.id,
        at=at,
        change=change,
        statement=record.statement,
        polarity=record.polarity,
        status=record.status,
        valid_from=record.valid_from,
        valid_to=record.valid_to,
        superseded_by=record.superseded_by,
        evidence=tuple(e.id for e in evidence),
        reason=reason,
    )


def identify(evidence: Evidence) -> str:
    """The id of the preference that this evidence founds: the same wherever it is derived."""
    factors = sorted(evidence.context.factors().items())
    parts = (
        evidence.behaviour,
        evidence.subject,
        evidence.statement,
        evidence.polarity,
        str(changepoint.milliseconds(evidence.at)),
        evidence.conversation_id if not evidence.lasting else "",
        repr(factors),
    )
    text = "\x1f".join(parts).encode()
    return "p_" + hashlib.blake2b(text, digest_size=8).hexdigest()


def rank(evidence: Evidence) -> tuple[float, float]:
    """How much an item counts by itself."""
    return changepoint.WEIGHTS[evidence.kind], evidence.strength


def bounded(evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """The items that count most, with the newest among them; newest first, each once."""
    unique = sorted({e.id: e for e in evidence}.values(), key=lambda e: (e.at, e.id), reverse=True)
    if len(unique) <= HELD:
        return tuple(unique)
    strongest = sorted(unique[NEWEST:], key=rank, reverse=True)[: HELD - NEWEST]
    kept = {e.id for e in (*unique[:NEWEST], *strongest)}
    return tuple(e for e in unique if e.id in kept)


def drift_of(items: changepoint.Items, *, side: int, tau: float) -> dict[str, Any]:
    """The stored state of a key, as seen from the side that is held."""
    state = changepoint.settle(items, tau=tau)
    agreeing = items[items["sign"] == side]
    return {
        "v": 1,
        "side": side,
        "log": changepoint.pack(items),
        "p": round(state.p if side > 0 else 1.0 - state.p, 6),
        "change": round(state.against if side > 0 else state.favour, 6),
        "t": int(items["t"][-1]),
        "talks": len(np.unique(agreeing["conversation"])),
        "outright": bool(np.any(changepoint.outright(agreeing))),
    }


def stability_of(items: changepoint.Items, side: int) -> Stability:
    """What the counts per condition show (channel, wording, option order, time gap)."""
    counts: dict[tuple[int, int], list[int]] = {}
    times: list[int] = items["t"].tolist()
    columns = zip(times, items["condition"].tolist(), items["sign"].tolist(), strict=True)
    for t, condition, sign in columns:
        gap = bisect.bisect(GAPS, t - times[0])
        row = counts.setdefault((condition, gap), [0, 0])
        row[0] += sign == side
        row[1] += 1
    return stability.judge([(k, n) for k, n in counts.values()])


def status_of(drift: Mapping[str, Any], was: Status = "candidate") -> Status:
    """Candidate, active or contested, by the state right after the newest evidence.

    Active needs one outright statement or two conversations. What was active stays so until it is
    contested, and what is contested until it is sure again.
    """
    if was in ("active", "contested") and drift["change"] > 0.5:
        return "contested"
    if drift["p"] >= SURE and (drift["outright"] or drift["talks"] >= 2):
        return "active"
    return was if was in ("active", "contested") else "candidate"
