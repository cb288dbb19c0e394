"""What hangs on a stated reason: suspended when the reason ends, resumed when it is back.

"I'm done with the marathon" ends no wish that was told with it as its reason, and is none itself:
what hangs on it stays in the profile, is not used, and comes back with "I'm training for a marathon
again".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from prefmem.records import PreferenceRecord
from prefmem.stages import keys, leaving, standing
from prefmem.stages.draft import Draft
from prefmem.types import Evidence

OVER = "said to be over"
"""Condition of evidence that only says that something of a life has ended."""
BACK = "said to be on again"
"""The same of what is on again."""
WAITS = "waits"
"""Names, in the state of a key, the evidence that suspended it."""
_ENDING = keys.content("done over finished finally completely through quit stopped ended behind")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hanging:
    """What hangs on the reason that evidence names."""

    any: bool
    """Something does."""
    waiting: frozenset[str]
    """What is suspended, by id: nothing that this evidence says ends it."""
    no_more: bool
    """The evidence only says that the reason ended: there is nothing else to hold of it."""


def tells_only(said: Evidence) -> bool:
    """True for evidence that matters only to what hangs on it as its reason."""
    return said.condition in (OVER, BACK)


def follow(draft: Draft, said: Evidence, own: leaving.Told) -> Hanging:
    """Suspend what hangs on a reason that has ended; resume it when the reason is back."""
    over = said.kind == "retracted" or (
        said.polarity == "against" and leaving.announces_change(said)
    )
    named = _named(said, own)
    again = [] if over or said.reason is None else [keys.content(said.reason)]
    about = [*named, *again]
    hangs = [r for r in draft.records.values() if r.driver and _hangs(r, said, about)]
    found = sorted(hangs, key=lambda r: r.id)
    for record in found:
        back = said.polarity == "for" or _names(again, record.driver or "")
        if record.suspended == over or not (over or back):
            continue
        drift = {**record.drift, WAITS: said.id} if over else record.drift
        changed = replace(record, suspended=over, drift=drift)
        draft.put(changed)
        reason = f"its reason {'ended' if over else 'is back'}: {record.driver}"
        draft.log(
            changed, "suspended" if over else "resumed", said.at, evidence=[said], reason=reason
        )
    return Hanging(
        any=bool(found),
        waiting=frozenset(r.id for r in found if over),
        no_more=bool(found) and over and _says_no_more(said, own),
    )


def withdraw(draft: Draft, evidence_id: str, now: datetime) -> None:
    """Resume what a piece of evidence had suspended."""
    for record in draft.ordered():
        if record.suspended and record.drift.get(WAITS) == evidence_id:
            resumed = replace(record, suspended=False)
            draft.put(resumed)
            draft.log(resumed, "resumed", now, reason="what suspended it was withdrawn")


def _hangs(record: PreferenceRecord, said: Evidence, named: Sequence[frozenset[str]]) -> bool:
    """True if a record that is not about what is named itself has it as its reason."""
    return (
        record.driver is not None
        and standing.is_open(record)
        and record.valid_from <= said.at
        and _names(named, record.driver)
        and not any(about & keys.content(record.subject) for about in named)
    )


def _says_no_more(said: Evidence, own: leaving.Told) -> bool:
    """True if a statement only says that something ended."""
    if said.kind == "retracted" or said.polarity != "against" or not own.ended:
        return False
    rest = keys.content(said.statement) - _ENDING
    return any(rest <= about for about in _named(said, own))


def _named(said: Evidence, own: leaving.Told) -> list[frozenset[str]]:
    """The words of each thing that evidence says to be over or on again."""
    return [about for about in own.gone or (keys.content(said.subject),) if about]


def _names(named: Sequence[frozenset[str]], driver: str) -> bool:
    """True if the words of one of these things, or most of them, are those of a reason."""
    reason = keys.content(driver)
    return any(
        bool(reason) and (reason <= about or 2 * len(about & reason) > len(about))
        for about in named
    )
