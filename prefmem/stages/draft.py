"""The working copy of a profile while evidence is taken in: records, vectors, what changed."""

from __future__ import annotations

import bisect
import hashlib
from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import numpy as np
import numpy.typing as npt

from prefmem.records import PersonState, PreferenceRecord, ProfileDelta, StoredProfile, Vector
from prefmem.stages import changepoint, keys, leaving, stability, timescales
from prefmem.stages.found import Found, Said, handles
from prefmem.types import Change, Evidence, Revision, Stability, Status

HELD = 12
"""Evidence items that a record carries; the ledger has all."""
NEWEST = 4
"""Of these, how many are there for being new."""
SURE = 0.75
"""Probability from which a preference is active."""
ROOM = 64
"""Rows that are made at least where there is no room for a vector."""
GAPS = (changepoint.DAY_MS, 30 * changepoint.DAY_MS)
"""Time since the first evidence that makes another condition."""


@dataclass(slots=True)
class Draft:
    """Collects one delta. Private to consolidation: it is made, filled and read in one call."""

    records: dict[str, PreferenceRecord]
    person: PersonState
    _places: dict[str, int]
    """The row of each record that has a vector, in their order."""
    _rows: npt.NDArray[np.float32]
    """Vectors of statements, and room for more: a ledger is taken in without copying them."""
    _named: dict[Hashable, set[str]] = field(default_factory=lambda: defaultdict(set))
    """By each of its handles, which records have had it."""
    _latest: int = 0
    """No record has a newer item."""
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
        draft = cls(records, profile.person, {i: n for n, i in enumerate(ids)}, rows)
        for record in profile.records:
            draft._known(record)
        return draft

    def delta(self) -> ProfileDelta:
        """What to commit."""
        return ProfileDelta(
            records=tuple(self.records[i] for i in sorted(self._changed) if i in self.records),
            dropped=tuple(sorted(self._dropped)),
            evidence=tuple(self._evidence),
            revisions=tuple(self._revisions),
            person=self.person if self._touched else None,
        )

    def profile(self, base: StoredProfile, *, revision: int) -> StoredProfile:
        """The profile as it is now, with the statements' vectors."""
        held = {i: self._rows[n : n + 1] for i, n in self._places.items() if i in self.records}
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
        self._known(record)
        self._changed[record.id] = None
        self._dropped.pop(record.id, None)
        if vector is None:
            return
        place = self._places.setdefault(record.id, len(self._places))
        if place == len(self._rows):
            more = np.empty((max(ROOM, place), len(vector)), dtype=np.float32)
            self._rows = np.vstack([self._rows, more])
        self._rows[place] = vector

    def drop(self, preference_id: str) -> None:
        """Take a record out of the profile; its history stays."""
        if self.records.pop(preference_id, None) is not None:
            self._changed.pop(preference_id, None)
            self._dropped[preference_id] = None

    def _known(self, record: PreferenceRecord) -> None:
        """Have a record found by its words, and know how far the profile reaches."""
        self._latest = max(self._latest, int(record.drift["t"]))
        for handle in handles(record.statement, record.subject, record.behaviour):
            self._named[handle].add(record.id)

    @property
    def _vectors(self) -> npt.NDArray[np.float32]:
        return self._rows[: len(self._places)]

    def carries(self, evidence: Evidence) -> bool:
        """True if a record carries this item; one whose newest item is older cannot."""
        moment = changepoint.milliseconds(evidence.at)
        return moment <= self._latest and any(
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
        """Records that could be about the same, in any order.

        `own` and `whole` are what the evidence and its message tell of a change; `passage` is the
        vector of the words that do, if there are any.
        """
        said = Said.of(evidence, own, whole)
        cosines = self._vectors @ vector
        spoken = cosines if passage is None else self._vectors @ passage
        near = np.flatnonzero((cosines >= keys.FLOOR) | (spoken >= keys.FLOOR)).tolist()
        places = [*near, *self._worded(said)] if len(near) < len(cosines) else near
        ids = list(self._places)
        for place in sorted(set(places)):
            record = self.records.get(ids[place])
            if record is not None:
                yield Found(record, float(cosines[place]), float(spoken[place]), said)

    def _worded(self, said: Said) -> Iterator[int]:
        """Places of records that words make worth comparing, however far apart in meaning."""
        one, gone = said.evidence, said.whole.gone
        mine = handles(one.statement, one.subject, one.behaviour)
        likely = self.records if gone else {i for h in mine for i in self._named.get(h, ())}
        if one.target is not None:
            likely = {*likely, one.target}
        for preference_id in likely:
            record, place = self.records.get(preference_id), self._places.get(preference_id)
            if record is not None and place is not None and said.names(record):
                yield place

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
