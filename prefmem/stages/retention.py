"""What is past the time that the policy keeps it: ended preferences, classes of sensitive content.

What goes, goes with the evidence that nothing else rests on, so that the profile stays what its
ledger says. A rejection is the user's word and stays, as does what was pinned or confirmed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from prefmem.policy import TierPolicy
from prefmem.records import PreferenceRecord, StoredProfile
from prefmem.stages import dynamics
from prefmem.stages.changepoint import DAY_MS, milliseconds
from prefmem.stages.forgetting import TurnName
from prefmem.types import Evidence, Revision

NOTICE = timedelta(days=14)
"""How long before it goes a user's status says so."""
_ENDINGS = ("replaced", "reversed", "ended", "contested", "suspended", "expired")
"""Changes whose evidence speaks for what came after."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """What is to be removed of one user."""

    preferences: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    turns: tuple[TurnName, ...] = ()
    """Whose text goes too."""


def past(profile: StoredProfile, *, policy: TierPolicy, at: datetime) -> tuple[str, ...]:
    """Ids of the preferences whose time is over at `at`."""
    days = policy.retention.ended_days
    classes = policy.sensitive_days()
    found: set[str] = set()
    if days is not None:
        ready = dynamics.prepare(profile, policy=policy)
        limit = milliseconds(at) - days * DAY_MS
        for record, end, lapse in zip(profile.records, ready.ends, ready.lapses, strict=True):
            if record.status != "rejected" and min(end, lapse) <= limit:
                found.add(record.id)
    for record in profile.records if classes else ():
        kept = classes.get(record.sensitivity or "")
        if kept is None or record.pinned or record.decided is not None:
            continue
        if (record.last_confirmed or record.valid_from) <= at - timedelta(days=kept):
            found.add(record.id)
    return tuple(sorted(found))


def due(
    gone: Sequence[str],
    profile: StoredProfile,
    ledger: Sequence[Evidence],
    history: Sequence[Revision],
    *,
    policy: TierPolicy,
) -> Due:
    """What goes with the preferences `gone`.

    A preference whose evidence another one rests on too stays until that one goes.
    """
    classes = policy.sensitive_days()
    leaving = {r.id: r for r in profile.records if r.id in gone}
    needed = _needed(profile, history, leaving)
    by_id = {e.id: e for e in ledger}
    preferences: list[str] = []
    evidence: set[str] = set()
    for record in leaving.values():
        own = _own(record, ledger, history)
        if own & needed:
            continue
        preferences.append(record.id)
        evidence |= own
    sensitive = [
        by_id[i] for i in evidence if i in by_id and (by_id[i].sensitivity or "") in classes
    ]
    return Due(
        preferences=tuple(sorted(preferences)),
        evidence=tuple(sorted(evidence)),
        turns=tuple(sorted({(e.conversation_id, e.message_id) for e in sensitive})),
    )


def _needed(
    profile: StoredProfile, history: Sequence[Revision], leaving: Mapping[str, PreferenceRecord]
) -> set[str]:
    held = {e.id for r in profile.records if r.id not in leaving for e in r.evidence}
    there = {r.id for r in profile.records if r.id not in leaving}
    return held | {i for h in history if h.preference_id in there for i in h.evidence}


def _own(
    record: PreferenceRecord, ledger: Sequence[Evidence], history: Sequence[Revision]
) -> set[str]:
    """The evidence that a preference came from and rested on, as far as the ledger has it."""
    named = {e.id for e in record.evidence} | {
        i
        for h in history
        if h.preference_id == record.id and h.change not in _ENDINGS
        for i in h.evidence
    }
    until = record.valid_to
    return {
        e.id
        for e in ledger
        if e.id in named
        or (
            (e.behaviour, e.subject) == (record.behaviour, record.subject)
            and (until is None or e.at < until)
        )
    }
