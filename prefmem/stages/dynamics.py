"""What a preference weighs at a time: computed when it is read, never stored.

Silence moves what is known towards "who can say" on the person's own time scale; it closes nothing
that was said outright. What was only seen or chosen lapses after `LAPSE` time scales, and a mood
with its conversation. Health, faith and identity do not fade: only the user ends them.

What was only shown in one context is believed as far as it was shown there; for the rest it backs
off to what holds in general.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple, cast

import numpy as np
import numpy.typing as npt

from prefmem.records import CLOSED, PersonState, PreferenceRecord, StoredProfile
from prefmem.stages import backing, changepoint, telling, timescales
from prefmem.stages.taken import Taken
from prefmem.stages.tiers import Tiers
from prefmem.types import Evidence, Preference, Scope, Status

LAPSE = 2.0
"""Time scales of silence after which a preference that was never said outright lapses."""
MOOD = timedelta(hours=12)
"""How long after its last word a mood lives: as long as a conversation may."""
NOTICE = timedelta(days=14)
"""How long before it lapses a preference is announced."""
HIGH_IMPACT = ("constraint.", "identity.", "value.")
"""Behaviours that change answers most: put up for re-confirmation when they are old."""
Floats = npt.NDArray[np.float64]
_NOBODY = Scope(tenant="", user="")
_LAST = 253_370_764_800_000.0
"""Milliseconds; what lapses after the year 9999 does not."""
_NEVER = -1.0
"""In the place of a confidence: not made yet."""
_NOTHING: Mapping[str, Any] = {}


class _Shown(NamedTuple):
    """A preference as it was read last, with the figures that it was made with.

    One value, so that who takes it over while others read never gets half of it.
    """

    confidence: float
    over: bool
    preference: Preference | None


_UNREAD = _Shown(_NEVER, over=False, preference=None)


@dataclass(slots=True, eq=False)
class Prepared:
    """A profile made ready for reading: what does not depend on time, once per revision.

    Holds the last reading, so that only preferences whose figures moved are made anew.
    """

    records: tuple[PreferenceRecord, ...]
    timescales: Mapping[str, Any]
    """Learned of the person: with them was made ..."""
    table: Floats
    """... one row a record; its columns follow, and one for those that may back off."""
    p: Floats
    newest: Floats
    tau: Floats
    lapses: Floats
    begins: Floats
    ends: Floats
    fixed: npt.NDArray[np.bool_]
    backed: tuple[backing.Backed, ...]
    policy: Tiers = field(repr=False)
    shown: list[_Shown] = field(repr=False)
    confidence: Floats
    """What `shown` was made with ..."""
    over: npt.NDArray[np.bool_]
    """... and whether it was taken for over: the same, to be compared at once."""
    chosen: list[int] = field(default_factory=list[int])
    read: tuple[Preference, ...] = ()
    """The last reading, of the places `chosen`."""


def prepare(
    stored: StoredProfile,
    *,
    policy: Tiers,
    last: Prepared | None = None,
    taken: Taken | None = None,
) -> Prepared:
    """Make a profile ready for many readings.

    Args:
        stored: The profile.
        policy: Says which tier a behaviour belongs to.
        last: The same of the revision before, under the same policy ...
        taken: ... and which records are the same: what was read of these is taken over.
    """
    person, records = stored.person, stored.records
    if last is None or taken is None:
        last, taken = None, Taken.nothing(len(records))
    shown = taken.values(last and last.shown, [_UNREAD] * len(taken.new))
    confidence, over, _ = zip(*shown, strict=True) if shown else ((), (), ())
    if last is not None and last.timescales == person.timescales:
        table = taken.rows(last.table, _times([records[i] for i in taken.new], person))
    else:
        table = _times(records, person)
    return Prepared(
        records=records,
        timescales=person.timescales,
        table=table,
        p=table[:, 0],
        newest=table[:, 1],
        tau=table[:, 2],
        lapses=table[:, 3],
        begins=table[:, 4],
        ends=table[:, 5],
        fixed=table[:, 6] > 0,
        backed=backing.find(records, stored.vectors, np.flatnonzero(table[:, 7]).tolist()),
        policy=policy,
        shown=shown,
        confidence=np.array(confidence, dtype=np.float64),
        over=np.array(over, dtype=np.bool_),
    )


def profile_at(
    stored: StoredProfile | Prepared,
    *,
    at: datetime,
    policy: Tiers,
    include_closed: bool = False,
) -> tuple[Preference, ...]:
    """All preferences that are held at a time, with what they weigh then.

    Args:
        stored: The profile, or the same prepared once for many readings.
        at: The time asked for.
        policy: Says which tier a behaviour belongs to.
        include_closed: Also what was superseded, has expired or was rejected by then.
    """
    ready = stored if isinstance(stored, Prepared) else prepare(stored, policy=policy)
    confidence, begun, over = _figures(ready, changepoint.milliseconds(at))
    wanted = begun if include_closed else begun & ~over
    moved = wanted & ((confidence != ready.confidence) | (over != ready.over))
    chosen: list[int] = np.flatnonzero(wanted).tolist()
    if chosen == ready.chosen and not moved.any():
        return ready.read
    for i in np.flatnonzero(moved).tolist():
        _read(ready, i, float(confidence[i]), over=bool(over[i]))
    ready.chosen = chosen
    ready.read = tuple([one for i in chosen if (one := ready.shown[i].preference) is not None])
    return ready.read


def held(ready: Prepared) -> tuple[Preference, ...]:
    """All preferences that are held when the newest of them has begun, whatever they weigh.

    For who asks what they are about: figures are those of the last reading, if there was one.
    """
    confidence, begun, over = _figures(ready, ready.begins.max(initial=-np.inf))
    chosen: list[int] = np.flatnonzero(begun & ~over).tolist()
    if chosen == ready.chosen:
        return ready.read
    for i in chosen:
        if ready.shown[i].preference is None:
            _read(ready, i, float(confidence[i]), over=False)
    return tuple([one for i in chosen if (one := ready.shown[i].preference) is not None])


def weigh(
    record: PreferenceRecord, *, at: datetime, policy: Tiers, person: PersonState
) -> Preference:
    """One record as it stands at a time, closed or not."""
    one = StoredProfile(scope=_NOBODY, records=(record,), person=person)
    ready = prepare(one, policy=policy)
    ready.begins[:] = -np.inf
    return profile_at(ready, at=at, policy=policy, include_closed=True)[0]


def to_reconfirm(
    preferences: Sequence[Preference], at: datetime, *, person: PersonState | None = None
) -> tuple[Preference, ...]:
    """Old safeguarded or high-impact preferences to ask about again; the first is next.

    Never put more than one to a person at a time. The list is ordered by how overdue they are. What
    the user pinned is kept whatever its age; what they postponed is asked about later.
    """
    learned = person.timescales if person is not None else _NOTHING
    due: list[tuple[float, str, Preference]] = []
    for one in preferences:
        if one.status not in ("active", "contested") or one.suspended or one.conversation:
            continue
        if one.pinned or (one.postponed is not None and at < one.postponed):
            continue
        if one.tier != "safeguarded" and not one.behaviour.startswith(HIGH_IMPACT):
            continue
        term = timedelta(days=_review_days(one, learned))
        silent = at - (one.last_confirmed or one.valid_from)
        if silent >= term:
            due.append((-(silent / term), one.id, one))
    return tuple(one for _, _, one in sorted(due, key=lambda row: row[:2]))


def expiring(preferences: Sequence[Preference], at: datetime) -> tuple[Preference, ...]:
    """Preferences that lapse within `NOTICE` unless the user shows them again, soonest first."""
    soon = [
        (one.lapses, one.id, one)
        for one in preferences
        if one.lapses is not None and one.status not in CLOSED and one.conversation is None
    ]
    return tuple(one for end, _, one in sorted(soon, key=lambda r: r[:2]) if end <= at + NOTICE)


def _review_days(one: Preference, learned: Mapping[str, Any]) -> float:
    days = timescales.days(timescales.class_of(one.behaviour), learned)
    return min(days, timescales.DAYS["style"])


def _figures(
    ready: Prepared, now: float
) -> tuple[Floats, npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """How sure each is at a time in milliseconds, whether it has begun, and whether it is over."""
    faded = -np.expm1(-np.maximum(0.0, now - ready.newest) / ready.tau)
    confidence = ready.p + (0.5 - ready.p) * faded
    confidence[ready.fixed] = np.maximum(ready.p[ready.fixed], 0.95)
    begun = ready.begins <= now
    over = (ready.ends <= now) | (ready.lapses <= now)
    backing.off(confidence, ready.backed, p=ready.p, left=1.0 - faded, held=begun & ~over)
    return np.round(confidence, 4), begun, over


def _times(records: Sequence[PreferenceRecord], person: PersonState) -> Floats:
    """A row for each record: what does not depend on the time asked for."""
    made = np.empty((len(records), 8))
    for row, record in zip(made, records, strict=True):
        row[:] = _row(record, person)
    return made


def _row(record: PreferenceRecord, person: PersonState) -> tuple[float, ...]:
    """P; newest, tau, lapse, begin and end in milliseconds; 1 if it is fixed, if it backs off."""
    name = timescales.class_of(record.behaviour, lasting=record.lasting)
    tau = timescales.days(name, person.timescales) * changepoint.DAY_MS
    newest = float(record.drift.get("t", changepoint.milliseconds(record.valid_from)))
    lapse = np.inf
    if not record.lasting:
        lapse = newest + MOOD.total_seconds() * 1000
    elif not (record.outright or record.pinned or record.decided):
        lapse = newest + LAPSE * tau
    end = np.inf if record.valid_to is None else changepoint.milliseconds(record.valid_to)
    begin = changepoint.milliseconds(record.valid_from)
    # A mood does not fade while it lives.
    fading = np.inf if not record.lasting else tau
    p, fixed = float(record.drift.get("p", 0.5)), record.pinned or record.decided is not None
    return p, newest, fading, lapse, float(begin), float(end), fixed, backing.backs_off(record)


def _made(
    record: PreferenceRecord,
    policy: Tiers,
    *,
    confidence: float,
    weight: float,
    status: Status,
    lapses: float,
) -> Preference:
    evidence = _reasons(record)
    return Preference(
        id=record.id,
        statement=telling.statement(record),
        behaviour=record.behaviour,
        polarity=record.polarity,
        tier=policy.tier(record.behaviour),
        status=status,
        stability=record.stability,
        confidence=confidence,
        weight=weight,
        context=record.context,
        pinned=record.pinned,
        valid_from=record.valid_from,
        valid_to=record.valid_to,
        superseded_by=record.superseded_by,
        evidence=evidence,
        subject=record.subject,
        driver=record.driver,
        suspended=record.suspended,
        outright=record.outright,
        last_confirmed=record.last_confirmed,
        doubted=_since(record, "doubted"),
        turned=_since(record, "turned"),
        sensitivity=record.sensitivity,
        conversation=None if record.lasting else evidence[0].conversation_id,
        lapses=datetime.fromtimestamp(lapses / 1000, UTC) if lapses < _LAST else None,
        postponed=_since(record, "postponed"),
    )


def _reasons(record: PreferenceRecord) -> tuple[Evidence, ...]:
    """The evidence that is shown: without what speaks against it, if that leaves any."""
    contrary = set(cast("list[str]", record.drift.get("contrary", ())))
    return tuple(e for e in record.evidence if e.id not in contrary) or record.evidence


def _since(record: PreferenceRecord, mark: str) -> datetime | None:
    """When consolidation set a mark, or None."""
    found = record.drift.get(mark)
    return None if found is None else datetime.fromtimestamp(found[1] / 1000, UTC)


def _read(ready: Prepared, i: int, confidence: float, *, over: bool) -> None:
    """Make the preference in place `i`, or what of it has moved."""
    record, last = ready.records[i], ready.shown[i].preference
    status: Status = record.status
    if over and status not in CLOSED:
        status = "expired"
    elif not over and status == "superseded":
        # Asked for a time before it was closed: it was held then.
        status = "active" if record.outright else "candidate"
    weight = 0.0 if record.suspended or over else _weight(record, confidence)
    if last is None:
        made = _made(
            record,
            ready.policy,
            confidence=confidence,
            weight=weight,
            status=status,
            lapses=float(ready.lapses[i]),
        )
    else:
        made = replace(last, confidence=confidence, weight=weight, status=status)
    ready.confidence[i], ready.over[i] = confidence, over
    ready.shown[i] = _Shown(confidence, over, made)


def _weight(record: PreferenceRecord, confidence: float) -> float:
    if record.pinned:
        return 1.0
    return round(max(0.0, 2.0 * confidence - 1.0), 4)
