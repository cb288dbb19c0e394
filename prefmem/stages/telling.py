"""How a preference is told: what happened once is not told as what somebody is like."""

from __future__ import annotations

from prefmem.records import PreferenceRecord
from prefmem.stages.keys import SHOWN

_EVENTS = (
    ("prefers ", "Once chose "),
    ("likes ", "Once chose "),
    ("enjoys ", "Once chose "),
    ("loves ", "Once chose "),
    ("favours ", "Once chose "),
    ("favors ", "Once chose "),
    ("wants ", "Once wanted "),
    ("chooses ", "Once chose "),
    ("chose ", "Once chose "),
    ("avoids ", "Once passed over "),
    ("dislikes ", "Once passed over "),
    ("rejects ", "Once passed over "),
    ("rejected ", "Once passed over "),
)


def statement(record: PreferenceRecord) -> str:
    """The statement, or what happened where that is all there is."""
    if record.outright or record.decided or record.status != "candidate":
        return record.statement
    if record.drift.get("talks", 1) > 1 or any(e.kind not in SHOWN for e in record.evidence):
        return record.statement
    lowered = record.statement.lower()
    for opening, told in _EVENTS:
        if lowered.startswith(opening):
            return told + record.statement[len(opening) :]
    return record.statement
