"""The user's own word on a preference, as evidence, and whether it may be stored."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import datetime

from prefmem.errors import UsageError
from prefmem.policy import TierPolicy
from prefmem.records import PersonState, PreferenceRecord
from prefmem.stages import contexts, sensitivity, stances, userword
from prefmem.stages.sensitivity import classes_of
from prefmem.types import Evidence, Kind

_KINDS: dict[userword.Action, Kind] = {"correct": "corrected", "reject": "rejected"}


def word(
    record: PreferenceRecord, action: userword.Action, statement: str | None, now: datetime
) -> Evidence:
    """The user's own word on a preference, as evidence."""
    worded = statement or record.statement
    return Evidence(
        id=f"u-{uuid.uuid4().hex}",
        quote=worded,
        conversation_id="",
        message_id="",
        kind=_KINDS.get(action, "elicited"),
        polarity=stances.corrected(record.statement, worded, record.polarity),
        strength=1.0,
        context=contexts.corrected(record.statement, worded, record.context),
        at=now,
        source="user",
        behaviour=userword.behaviour_of(record, worded),
        subject=userword.subject_of(record, worded),
        statement=worded,
        sensitivity=record.sensitivity or next(iter(classes_of(worded)), None),
        condition=f"user:{action}",
        target=record.id,
    )


def check(said: Evidence, *, policy: TierPolicy, person: PersonState) -> None:
    """Check that the policy lets a correction be stored: the user's word is final, not a consent.

    It is judged by what it says now: words that take something private out may always be stored.

    Raises:
        UsageError: It touches a class that is closed; the message says how to open it.
    """
    bare = replace(said, sensitivity=next(iter(classes_of(said.statement)), None))
    held = policy.behaviours.get(said.behaviour)
    if held is None:  # what the policy does not know, it lets nobody use
        return
    refused = sensitivity.refused(bare, held, policy=policy, person=person, strict=policy.strict)
    if refused is None:
        return
    known = policy.sensitivities.get(refused[0])
    remedy = (
        "put it without that"
        if known is None or known.stored == "never"
        else f"call consent({refused[0]!r}, True) first, or put it without that"
    )
    raise UsageError(f"this statement may not be stored: {refused[1]}; {remedy}")
