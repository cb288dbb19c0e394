"""The user's own word on a preference: corrected, confirmed, rejected, pinned. It is final.

An action is evidence too, so that the ledger tells the whole story: `source` is `user`, `target`
names the preference, `condition` the action.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Literal

import numpy as np

from prefmem.records import PreferenceRecord, Vector
from prefmem.stages import (
    changepoint,
    drivers,
    evolving,
    keydata,
    keys,
    leaving,
    sensitivity,
    standing,
)
from prefmem.stages.draft import Draft, bounded, drift_of, stability_of, status_of
from prefmem.types import Change, Evidence

Action = Literal["correct", "confirm", "reject", "pin", "postpone"]
PREFIX = "user:"
LATER = timedelta(days=30)
"""How long nobody asks again after the user would not say whether something holds ..."""
LATEST = timedelta(days=730)
"""... twice as long each time, and at most so long."""


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
    """Carry out an action, once."""
    record = draft.records.get(said.target or "")
    if record is None and vector is not None:
        record = _in_its_place(draft, said, vector)
    if record is None or any(e.id == said.id for e in record.evidence):
        return
    action = said.condition.removeprefix(PREFIX)
    draft.note(said)
    if action == "pin":
        record = replace(
            record,
            pinned=True,
            lasting=True,
            suspended=False,
            evidence=bounded((said, *record.evidence)),
        )
        draft.put(record)
        draft.log(record, "pinned", said.at, evidence=[said])
        return
    if action == "postpone":
        _postpone(draft, record, said)
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
        _restore(draft, record, said)
        return
    _settle(draft, record, said, vector, corrected=action == "correct")


def _in_its_place(draft: Draft, said: Evidence, vector: Vector) -> PreferenceRecord | None:
    """What a decision is about whose preference nothing else gives rise to any more.

    It is what is held in the same words, or else founded by the user's own: a decision stays until
    the user changes it, whatever became of what it was first said of.
    """
    if said.condition == f"{PREFIX}postpone":
        return None
    told = leaving.told([said])
    found = draft.compare(said, vector, told, told, None)
    held = [f for f in found if f.agrees and standing.is_open(f.record)]
    home = standing.home_of(held, said)
    if home is not None:
        return home.record
    founded = replace(
        evolving.opened(draft, said),
        id=said.target or "",
        status="active",
        outright=True,
        evidence=(),
        evidence_count=0,
    )
    draft.put(founded, vector)
    draft.log(founded, "created", said.at, evidence=[said])
    return founded


def _postpone(draft: Draft, record: PreferenceRecord, said: Evidence) -> None:
    """Let nobody ask for a while whether it still holds; all else stays as it is."""
    times = 1 + int(record.drift.get("postponed", (0,))[0])
    wait = min(LATER * 2 ** min(times - 1, MOST_TIMES), LATEST)
    mark = [times, changepoint.milliseconds(said.at + wait)]
    asked = replace(record, drift={**record.drift, "postponed": mark})
    draft.put(asked)
    draft.log(asked, "postponed", said.at, evidence=[said])


def subject_of(record: PreferenceRecord, worded: str) -> str:
    """What a preference is about once the user has put it otherwise: what it was, if still named.

    "Allergic to walnuts" in the place of "Allergic to peanuts" is about walnuts.
    """
    words, before = keys.content(worded), keys.content(record.statement)
    if keys.content(record.subject) & words or words <= before:
        return record.subject
    new = [w for w in _WORD.findall(worded.lower()) if keys.content(w) - before]
    return " ".join(new[:MOST_SUBJECT]) or record.subject


def behaviour_of(record: PreferenceRecord, worded: str) -> str:
    """What a preference is a matter of once the user has put it otherwise.

    It stays, unless the new words tell of a class that the old ones did not, and tell it of the
    person: "Has asthma" in the place of "Loves jazz" is a need. A taste in what is about a class
    stays a taste ("Loves films about cancer"), and a wish about answers stays one, whatever reason
    is given for it ("Wants short sentences (dyslexic)").
    """
    new = set(sensitivity.classes_of(worded)) - set(sensitivity.classes_of(record.statement))
    own = [name for name in new if name in _OF_CLASS and sensitivity.tells_of_self(worded, name)]
    if not own or record.behaviour in _OF_CLASS.values():
        return record.behaviour
    if keys.content(worded) & keys.content(record.statement) and is_form(record.behaviour):
        return record.behaviour
    return next(_OF_CLASS[name] for name in _OF_CLASS if name in own)


_OF_CLASS = {
    "health": keydata.HEALTH,
    "faith": "constraint.faith",
    "politics": "value.perspective",
    "identity": "identity.address",
}
"""The behaviour of what somebody tells of themselves, by its class; the strictest first."""


def is_form(behaviour: str) -> bool:
    """True for a behaviour that tells how to answer."""
    return behaviour.startswith(("style.", "interaction.", "learning.", "expertise."))


MOST_TIMES = 10
"""How often a wait is doubled; it has long reached its longest by then."""
MOST_SUBJECT = 4
"""Words of a subject."""
MOST_UNSAID = 8
"""Statements that a preference knows to have been put right."""
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


def _restore(draft: Draft, rejected: PreferenceRecord, said: Evidence) -> None:
    """Open again what had been closed in favour of what the user now says never held."""
    false = [changepoint.digest(e.id) for e in rejected.evidence]
    for record in draft.ordered():
        if record.superseded_by != rejected.id or record.status != "superseded":
            continue
        items = changepoint.unpack(record.drift["log"])
        left = items[~np.isin(items["id"], false)]
        side = int(record.drift["side"])
        if not (left["sign"] == side).any():
            continue
        drift = {**record.drift, **drift_of(left, side=side, tau=draft.tau(record.behaviour))}
        opened = replace(
            record,
            status="active" if record.decided else status_of(drift),
            valid_to=None,
            superseded_by=None,
            stability=stability_of(left, side),
            drift=drift,
        )
        draft.put(opened)
        reason = "what had taken its place was rejected"
        draft.log(opened, "resumed", said.at, evidence=[said], reason=reason)


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
    behaviour = said.behaviour if corrected else record.behaviour
    items = changepoint.merge(changepoint.unpack(record.drift["log"]), changepoint.item(said, side))
    reworded = corrected and said.statement != record.statement
    drift = {
        **_known(record, put_right=reworded and not turned),
        **drift_of(items, side=side, tau=draft.tau(behaviour)),
        "outright": True,
    }
    settled = replace(
        _put(record, said) if corrected else record,
        status="active",
        decided="corrected" if corrected else "confirmed",
        outright=True,
        lasting=True,
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
    _close_successor(draft, record, said)


def _put(record: PreferenceRecord, said: Evidence) -> PreferenceRecord:
    """The record in the words of a correction."""
    return replace(
        record,
        statement=said.statement,
        polarity=said.polarity,
        behaviour=said.behaviour,
        subject=said.subject or record.subject,
        driver=drivers.still_told(record.driver, said.statement),
        context=said.context,
    )


def _close_successor(draft: Draft, record: PreferenceRecord, said: Evidence) -> None:
    """Close what had taken the place of what the user says to hold."""
    successor = draft.records.get(record.superseded_by or "")
    if successor is not None and standing.is_open(successor):
        evolving.supersede(draft, successor, record.id, said, "replaced")


_SETTLED = ("doubted", "postponed")
"""Marks in a key's state that the user's own word removes."""


def _known(record: PreferenceRecord, *, put_right: bool) -> dict[str, Any]:
    """What stays of a key's state beside its items, and what it said if that is put right."""
    known = {name: value for name, value in record.drift.items() if name not in _SETTLED}
    if put_right:
        unsaid = [*known.get("unsaid", ()), [record.statement, record.subject, record.polarity]]
        known["unsaid"] = unsaid[-MOST_UNSAID:]
    return known
