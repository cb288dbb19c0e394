"""What one piece of evidence does to the preferences that are held."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from prefmem.records import PreferenceRecord, Vector
from prefmem.stages import (
    changepoint,
    counted,
    doubts,
    drivers,
    keys,
    leaving,
    parts,
    pointing,
    standing,
)
from prefmem.stages.draft import (
    SURE,
    Draft,
    bounded,
    drift_of,
    identify,
    rank,
    stability_of,
    status_of,
)
from prefmem.stages.found import Found
from prefmem.stages.restating import says_less
from prefmem.stages.reversing import opposite
from prefmem.types import Change, Evidence

MOOD_KEPT = timedelta(days=30)
"""How long a mood that has passed stays with the profile, for history at a past time."""


def take(
    draft: Draft,
    said: Evidence,
    vector: Vector,
    whole: leaving.Told,
    passage: Vector | None = None,
) -> bool:
    """Take one piece of evidence in; what was counted before is passed over.

    `whole` is what its message tells of a change, `passage` the vector of the words that do.

    Returns:
        Whether something hangs on what it names, as its reason.
    """
    if said.condition == leaving.SPARED:
        draft.note(said)
        return False
    own = leaving.told([said])
    found = sorted(draft.compare(said, vector, own, whole, passage), key=lambda f: f.record.id)
    if any(counted.has(f.record, said) for f in found if f.same >= keys.SAME):
        return False
    if draft.carries(said):
        return False
    hanging = drivers.follow(draft, said, own)
    if hanging.any or not drivers.tells_only(said):
        draft.note(said)
    if hanging.no_more or drivers.tells_only(said):
        return hanging.any
    found = [f for f in found if f.record.id not in hanging.waiting]
    if said.kind == "retracted":
        _end(draft, said, found, own)
    elif not said.lasting:
        _mood(draft, said, vector, found)
    else:
        _weigh_in(draft, said, vector, found, leaving.needed(said, own, whole), whole)
    if whole.turned or said.condition == leaving.IN_PLACE:
        doubts.mark(draft, said, found, own)
    return hanging.any


def _weigh_in(
    draft: Draft,
    said: Evidence,
    vector: Vector,
    found: Sequence[Found],
    needed: float | None,
    whole: leaving.Told,
) -> None:
    """Bring evidence that is to last to its key, or open one for it."""
    moved = whole.ended and not whole.gone
    lasting = [f for f in found if f.record.lasting and standing.compatible(f.record, said)]
    for f in lasting:
        if (left := parts.without(f.record, said)) and standing.is_against_part(f, said):
            _narrow(draft, left, said)
            lasting = [other for other in lasting if other is not f]
    right = standing.put_right(draft.records.values(), said)
    if right is not None and standing.is_heard_again(right, said):
        ends = standing.is_open(right) and standing.changes_a_decision(right, said)
        _found(draft, said, vector, [right] if ends else [])
        return
    if right is not None or standing.is_turned_down(lasting, said):
        return
    home = standing.home_of([f for f in lasting if f.record.status != "rejected"], said)
    if home is None:
        if not standing.replaced_already(said, lasting):
            _found(
                draft, said, vector, standing.replaced_by(said, lasting, None, needed, moved=moved)
            )
    elif home.agrees:
        _confirm(draft, home.record, said, vector)
        for old in standing.replaced_by(said, lasting, home, needed, moved=moved):
            supersede(draft, old, home.record.id, said)
    else:
        replaced = standing.replaced_by(said, lasting, home, needed, moved=moved)
        _contradict(draft, home.record, said, vector, replaced)


def _found(
    draft: Draft,
    said: Evidence,
    vector: Vector,
    replaced: Sequence[PreferenceRecord],
) -> PreferenceRecord:
    """Open a new preference."""
    record = opened(draft, said, replaced)
    draft.put(record, vector)
    draft.log(record, "created", said.at, evidence=[said])
    for old in replaced:
        supersede(draft, old, record.id, said)
    return record


def opened(
    draft: Draft, said: Evidence, replaced: Sequence[PreferenceRecord] = ()
) -> PreferenceRecord:
    """The preference that evidence founds."""
    items = changepoint.item(said, 1)
    drift = drift_of(items, side=1, tau=draft.tau(said.behaviour, lasting=said.lasting))
    again = draft.records.get(identify(said))
    drift = counted.knowing(drift, [again] if again else [])
    return PreferenceRecord(
        id=identify(said),
        subject=said.subject,
        behaviour=said.behaviour,
        context=said.context,
        statement=said.statement,
        polarity=said.polarity,
        status=status_of(drift),
        outright=bool(drift["outright"]),
        lasting=said.lasting,
        valid_from=said.at,
        supersedes=tuple(sorted(r.id for r in replaced)),
        driver=said.reason,
        sensitivity=said.sensitivity,
        last_confirmed=said.at,
        evidence=(said,),
        evidence_count=1,
        drift=drift,
    )


def supersede(
    draft: Draft,
    old: PreferenceRecord,
    by: str,
    said: Evidence,
    change: Change = "replaced",
) -> None:
    """Close a preference: its interval ends, history keeps it, its own predecessors leave."""
    leaving = [r for r in draft.ordered() if r.superseded_by == old.id and r.id != by]
    successor = draft.records[by]
    draft.put(replace(successor, drift=counted.knowing(successor.drift, leaving)))
    for earlier in leaving:
        draft.drop(earlier.id)
    closed = replace(
        old,
        status="superseded",
        valid_to=max(said.at, old.valid_from),
        superseded_by=by,
    )
    draft.put(closed)
    draft.log(closed, change, said.at, evidence=[said])
    if old.lasting:
        draft.watched(old.behaviour, changes=1)


def _counted_in(
    draft: Draft, record: PreferenceRecord, said: Evidence, sign: int
) -> PreferenceRecord:
    """The record with one more item in its key's state, its side unchanged."""
    items = changepoint.merge(changepoint.unpack(record.drift["log"]), changepoint.item(said, sign))
    side = int(record.drift["side"])
    moment = changepoint.milliseconds(said.at)
    if record.lasting:
        draft.watched(record.behaviour, span=moment - int(record.drift["t"]))
    tau = draft.tau(record.behaviour, lasting=record.lasting)
    drift = {**record.drift, **drift_of(items, side=side, tau=tau)}
    return replace(
        record,
        drift=drift,
        stability=stability_of(items, side),
        evidence=bounded((said, *record.evidence)),
        evidence_count=record.evidence_count + 1,
    )


def _confirm(draft: Draft, old: PreferenceRecord, said: Evidence, vector: Vector) -> None:
    """The same again: counts, perhaps says it better, perhaps makes an exception."""
    record = _counted_in(draft, old, said, int(old.drift["side"]))
    best = max(standing.supporting(record), key=_tells)
    narrowed = keys.narrows(said) and not keys.narrows_text(old.statement)
    better = best.id == said.id and said.polarity == old.polarity
    better = better and not says_less(said, old.statement)
    yields = not standing.is_final(old) or (narrowed and standing.is_said_since(old, said))
    reword = better and yields and said.statement != old.statement
    record = replace(
        record,
        drift=doubts.without(record.drift),
        statement=said.statement if reword else old.statement,
        outright=old.outright or said.kind in changepoint.OUTRIGHT,
        status="active" if standing.is_final(old) else status_of(record.drift, old.status),
        suspended=False,
        driver=said.reason if old.suspended else drivers.joined(old.driver, said.reason),
        sensitivity=old.sensitivity or said.sensitivity,
        valid_from=min(old.valid_from, said.at),
        last_confirmed=max(old.last_confirmed or said.at, said.at),
    )
    draft.put(record, vector if reword else None)
    stronger = record.status != old.status or (record.outright and not old.outright)
    change: Change = "strengthened" if stronger else "confirmed"
    if old.suspended:
        change = "resumed"
    draft.log(record, "narrowed" if narrowed and reword else change, said.at, evidence=[said])


def _tells(one: Evidence) -> tuple[float, bool, datetime, str]:
    """How well an item tells what it is about: by its kind, put plainly, and lately."""
    return rank(one)[0], one.condition != standing.IN_PASSING, one.at, one.id


def _contradict(
    draft: Draft,
    old: PreferenceRecord,
    said: Evidence,
    vector: Vector,
    replaced: Sequence[PreferenceRecord],
) -> None:
    """The opposite: weighed against what is held, and in its place where it weighs more."""
    side = int(old.drift["side"])
    record = _counted_in(draft, old, said, -side)
    contrary = [*old.drift.get("contrary", ()), said.id]
    held = {e.id for e in record.evidence}
    record = replace(record, drift={**record.drift, "contrary": [i for i in contrary if i in held]})
    if standing.is_final(old) and not standing.changes_a_decision(old, said):
        draft.put(replace(record, status=old.status))
        return
    if not _prevails(record, said):
        record = replace(record, status=status_of(record.drift, old.status))
        draft.put(record)
        if record.status != old.status:
            draft.log(record, "contested", said.at, evidence=[said])
        return
    _reverse(draft, record, said, vector, replaced)


def _prevails(record: PreferenceRecord, said: Evidence) -> bool:
    """True if the opposite now holds: at once where it was said outright, else by weight."""
    against = 1.0 - float(record.drift["p"])
    if said.at < (record.last_confirmed or said.at):
        return False
    if standing.outweighs(said, record):
        return against > 0.5
    talks = {e.conversation_id for e in record.evidence if e.id in record.drift["contrary"]}
    return against >= SURE and len(talks) >= 2


def _reverse(
    draft: Draft,
    record: PreferenceRecord,
    said: Evidence,
    vector: Vector,
    replaced: Sequence[PreferenceRecord],
) -> None:
    """Close what was held and open its opposite, which inherits the key's state."""
    contrary = set(record.drift["contrary"])
    new = opposite(draft, record, said, replaced)
    closing = replace(
        record,
        evidence=tuple(e for e in record.evidence if e.id not in contrary) or record.evidence,
        drift={k: v for k, v in record.drift.items() if k != "contrary"},
        status="active" if record.status == "contested" else record.status,
    )
    draft.put(new, vector)
    supersede(draft, closing, new.id, said, "reversed")
    draft.log(new, "created", said.at, evidence=new.evidence)
    for old in replaced:
        supersede(draft, old, new.id, said)


def _end(draft: Draft, said: Evidence, found: Sequence[Found], own: leaving.Told) -> None:
    """Taken back, with nothing in its place; of several things, those that are named."""
    for f in standing.ended_by(said, found, own) or pointing.meant(said, found, own):
        if parts.keeps(said, f.record.statement) or parts.is_gone(f.record, said):
            continue
        if left := parts.without(f.record, said):
            _narrow(draft, left, said)
            continue
        ended = replace(f.record, status="expired", valid_to=said.at)
        draft.put(ended)
        draft.log(ended, "ended", said.at, evidence=[said])
        if ended.lasting:
            draft.watched(ended.behaviour, changes=1)


def _narrow(draft: Draft, left: PreferenceRecord, said: Evidence) -> None:
    """Some of several things are no more: what is left of them holds on."""
    draft.put(left)
    draft.log(left, "narrowed", said.at, evidence=[said])


def _mood(draft: Draft, said: Evidence, vector: Vector, found: Sequence[Found]) -> None:
    """What holds in this conversation only: kept beside the taste, never weighed against it."""
    for record in draft.ordered():
        last = record.last_confirmed or record.valid_from
        if not record.lasting and said.at - last > MOOD_KEPT:
            draft.log(replace(record, status="expired", valid_to=last), "expired", said.at)
            draft.drop(record.id)
    here = [
        f
        for f in found
        if not f.record.lasting
        and f.record.id in draft.records
        and f.same >= keys.SAME
        and standing.is_open(f.record)
        and f.record.evidence[0].conversation_id == said.conversation_id
    ]
    home = max(here, key=lambda f: (f.same, f.record.id), default=None)
    if home is None:
        _found(draft, said, vector, ())
    elif home.agrees:
        _confirm(draft, home.record, said, vector)
    else:
        _found(draft, said, vector, [home.record])
