"""The user's own word on a preference: corrected, confirmed, rejected, pinned. It is final.

An action is evidence too, so that the ledger tells the whole story: `source` is `user`, `target`
names the preference, `condition` the action.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Literal

import numpy as np

from prefmem.records import PreferenceRecord, Vector
from prefmem.stages import changepoint
from prefmem.stages.draft import Draft, bounded, drift_of, stability_of
from prefmem.types import Change, Evidence

Action = Literal["correct", "confirm", "reject", "pin"]
PREFIX = "user:"


def encode(
    evidence: Evidence,
    *,
    preference_id: str,
    action: Action,
    statement: str | None,
    now: datetime,
) -> Evidence:
    """The action as the ledger keeps it."""
    return replace(
        evidence,
        source="user",
        target=preference_id,
        condition=f"{PREFIX}{action}",
        statement=statement or evidence.statement,
        learned_at=evidence.learned_at or now,
    )


def is_action(evidence: Evidence) -> bool:
    """True if the ledger's item is an action of the user on a preference."""
    return evidence.source == "user" and evidence.condition.startswith(PREFIX)


def apply(draft: Draft, said: Evidence, vector: Vector | None) -> None:
    """Carry out an action, once; without its preference there is nothing to do."""
    record = draft.records.get(said.target or "")
    if record is None or any(e.id == said.id for e in record.evidence):
        return
    action = said.condition.removeprefix(PREFIX)
    draft.note(said)
    if action == "pin":
        record = replace(record, pinned=True, evidence=bounded((said, *record.evidence)))
        draft.put(record)
        draft.log(record, "pinned", said.at, evidence=[said])
        return
    if action == "reject":
        record = replace(
            record,
            decided="rejected",
            status="rejected",
            pinned=False,
            valid_to=said.at,
            evidence=bounded((said, *record.evidence)),
        )
        draft.put(record)
        draft.log(record, "rejected", said.at, evidence=[said])
        return
    _settle(draft, record, said, vector, corrected=action == "correct")


def _settle(
    draft: Draft,
    record: PreferenceRecord,
    said: Evidence,
    vector: Vector | None,
    *,
    corrected: bool,
) -> None:
    """Confirm or correct: the word of the user becomes what is held."""
    turned = corrected and said.polarity != record.polarity
    side = int(record.drift["side"]) * (-1 if turned else 1)
    items = changepoint.merge(changepoint.unpack(record.drift["log"]), changepoint.item(said, side))
    known = {name: value for name, value in record.drift.items() if name != "doubted"}
    drift = {
        **known,
        **drift_of(items, side=side, tau=draft.tau(record.behaviour)),
        "outright": True,
    }
    reworded = corrected and said.statement != record.statement
    settled = replace(
        record,
        statement=said.statement if corrected else record.statement,
        polarity=said.polarity if corrected else record.polarity,
        subject=(said.subject or record.subject) if corrected else record.subject,
        status="active",
        decided="corrected" if corrected else "confirmed",
        outright=True,
        suspended=False,
        sensitivity=record.sensitivity or said.sensitivity,
        valid_to=None,
        superseded_by=None,
        last_confirmed=said.at,
        stability=stability_of(items, side),
        evidence=bounded((said, *record.evidence)),
        evidence_count=record.evidence_count + 1,
        drift=drift,
    )
    draft.put(settled, np.asarray(vector) if reworded and vector is not None else None)
    change: Change = "corrected" if corrected else "confirmed"
    draft.log(settled, change, said.at, evidence=[said], reason="the user's own word")
