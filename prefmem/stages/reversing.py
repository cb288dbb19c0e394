"""What is held once what was held has turned into its opposite."""

from __future__ import annotations

from collections.abc import Sequence

from prefmem.records import PreferenceRecord
from prefmem.stages import changepoint, counted
from prefmem.stages.draft import Draft, bounded, drift_of, identify, stability_of, status_of
from prefmem.types import Evidence


def opposite(
    draft: Draft,
    record: PreferenceRecord,
    said: Evidence,
    replaced: Sequence[PreferenceRecord],
) -> PreferenceRecord:
    """What is held once a key has turned: its state from the other side, its newest evidence."""
    contrary = set(record.drift["contrary"])
    since = record.last_confirmed or record.valid_from
    for_new = [e for e in record.evidence if e.id in contrary and e.at >= since]
    items = changepoint.unpack(record.drift["log"])
    side = -int(record.drift["side"])
    drift = {
        **drift_of(items, side=side, tau=draft.tau(record.behaviour)),
        "past": record.drift.get("past", ()),
    }
    again = draft.records.get(identify(said))
    drift = counted.knowing(drift, [again] if again else [])
    evidence = bounded(for_new or [said])
    return PreferenceRecord(
        id=identify(said),
        subject=said.subject or record.subject,
        # A taste may have come to be of a kind that reaches fewer: who hated gore and loves it now.
        behaviour=said.behaviour if record.behaviour.startswith("taste.") else record.behaviour,
        context=said.context,
        statement=said.statement,
        polarity=said.polarity,
        # What was said outright holds at once, however often it has turned before.
        status="active" if said.kind in changepoint.OUTRIGHT else status_of(drift),
        stability=stability_of(items, side),
        outright=any(e.kind in changepoint.OUTRIGHT for e in evidence),
        valid_from=min(e.at for e in evidence),
        supersedes=tuple(sorted({record.id, *(r.id for r in replaced)})),
        driver=said.reason,
        sensitivity=said.sensitivity or record.sensitivity,
        last_confirmed=said.at,
        evidence=evidence,
        evidence_count=len(for_new),
        drift=drift,
    )
