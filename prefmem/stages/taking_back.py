"""Evidence that no longer counts: which may go, and what history tells of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from prefmem.records import PreferenceRecord
from prefmem.stages import changepoint, counted, standing
from prefmem.stages.draft import identify, revision
from prefmem.types import Change, Evidence, Revision


def free(
    ledger: Iterable[Evidence], wanted: Collection[str], records: Sequence[PreferenceRecord]
) -> set[str]:
    """Ids of the wanted evidence that may go: what the user decided on stays."""
    asked = [e for e in ledger if e.id in wanted]
    return {e.id for e in asked} - settled(asked, records)


def beside(
    ledger: Iterable[Evidence], gone: Collection[str], observed: Sequence[Evidence]
) -> set[str]:
    """Ids of what the words of `gone` took back, too, unless they are read otherwise instead.

    "I switched from Python to Rust" is two items. Whoever says of the one that it was misread does
    not see the other: it stands in no preference.
    """
    items = list(ledger)
    misread = [e for e in items if e.id in gone and not any(_overlap(e, o) for o in observed)]
    return {
        e.id for e in items if e.kind == "retracted" and any(_overlap(e, one) for one in misread)
    }


def _overlap(one: Evidence, other: Evidence) -> bool:
    same = (one.conversation_id, one.message_id) == (other.conversation_id, other.message_id)
    return same and (one.quote in other.quote or other.quote in one.quote)


def settled(evidence: Iterable[Evidence], records: Sequence[PreferenceRecord]) -> set[str]:
    """Ids of the user's own word, and of what counts in the preferences that it decided."""
    decided = [r for r in records if standing.is_final(r)]
    founded = {r.id for r in decided}
    carried = {e.id for r in decided for e in r.evidence}
    numbers = {number for r in decided for number in counted.numbers(r)}
    return {
        e.id
        for e in evidence
        if e.source == "user"
        or e.id in carried
        or changepoint.digest(e.id) in numbers
        or identify(e) in founded
    }


def told(
    held: Sequence[PreferenceRecord], left: Sequence[PreferenceRecord], *, now: datetime
) -> list[Revision]:
    """What history tells of the preferences that are another after something was withdrawn."""
    new = {r.id: r for r in left}
    out: list[Revision] = []
    for old in held:
        record = new.get(old.id)
        if record is None:
            if standing.is_open(old):
                gone = replace(old, status="expired", valid_to=now)
                out.append(revision(gone, "ended", now, reason="withdrawn"))
        elif standing.is_open(record) and not standing.is_open(old):
            out.append(revision(record, "resumed", now, reason="what closed it was withdrawn"))
        elif not standing.is_open(record) and _is_otherwise(old, record):
            change: Change = "replaced" if record.superseded_by else "ended"
            reason = "what kept it" if standing.is_open(old) else "what closed it before"
            out.append(revision(record, change, now, reason=f"{reason} was withdrawn"))
        elif old.suspended and not record.suspended:
            out.append(revision(record, "resumed", now, reason="what suspended it was withdrawn"))
        elif record.suspended and not old.suspended:
            out.append(revision(record, "suspended", now, reason="what resumed it was withdrawn"))
    return out


def _is_otherwise(old: PreferenceRecord, record: PreferenceRecord) -> bool:
    """True if a record was open before, or something else had closed it."""
    return (old.status, old.superseded_by) != (record.status, record.superseded_by)
