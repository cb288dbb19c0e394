"""How a preference is told: what happened once is not what somebody is like, what came again is."""

from __future__ import annotations

import re

from prefmem.records import PreferenceRecord
from prefmem.stages.keys import SHOWN

_AGAIN = re.compile(r"^Chose (?=\S)")
"""How a choice is put; of what was chosen in several conversations it says too little."""
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
    """The statement, or what happened where that is all there is, or what is usual by now."""
    if record.outright or record.decided:
        return record.statement
    if record.status != "candidate":
        again = record.drift.get("talks", 1) > 1
        return _AGAIN.sub("Usually chooses ", record.statement) if again else record.statement
    if record.drift.get("talks", 1) > 1 or any(e.kind not in SHOWN for e in record.evidence):
        return record.statement
    lowered = record.statement.lower()
    for opening, told in _EVENTS:
        if lowered.startswith(opening):
            return told + record.statement[len(opening) :]
    return record.statement
