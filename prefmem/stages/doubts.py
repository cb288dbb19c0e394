"""What an announced change may be about, where it is not sure enough to close anything.

Closing a preference asks for high precision; not telling it beside what came in its place does not.
So a change leaves two marks in the state of a key, each with the evidence that set it: `turned` on
what is wanted since, `doubted` on what it may be about. Selection withholds what is in doubt where
something that turned later applies to the same request. Said again, it is in doubt no more.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from prefmem.records import PreferenceRecord
from prefmem.stages import changepoint, leaving, standing
from prefmem.stages.draft import Draft, identify
from prefmem.stages.found import Found
from prefmem.types import Evidence

_AS_EVER = re.compile(
    r"\b(?:i|we)(?:['’]ve| have|['’]m| am)? (?:always|still)\b|"
    r"\b(?:all my life|since (?:i was|childhood))\b",
    re.IGNORECASE,
)
"""What always held is not what somebody has turned to, whatever else changed."""


def mark(draft: Draft, said: Evidence, found: Sequence[Found], own: leaving.Told) -> None:
    """Mark what evidence that announces a change founds or confirms, and what it puts in doubt."""
    if _AS_EVER.search(said.quote):
        return
    since = [said.id, changepoint.milliseconds(said.at)]
    for preference_id in sorted({identify(said), *(f.record.id for f in found)}):
        record = draft.records.get(preference_id)
        if record is not None and _supports(record, said):
            draft.put(replace(record, drift={**record.drift, "turned": since}))
    for f in found:
        record = draft.records.get(f.record.id)
        if record is not None and _is_doubtful(f, record, said, own):
            draft.put(replace(record, drift={**record.drift, "doubted": since}))


def without(drift: Mapping[str, Any]) -> dict[str, Any]:
    """A key's state once the user has said it again."""
    return {name: value for name, value in drift.items() if name != "doubted"}


def _supports(record: PreferenceRecord, said: Evidence) -> bool:
    """True if the record holds since this evidence, or because of it."""
    if not standing.is_open(record) or said.kind == "retracted":
        return False
    return any(e.id == said.id for e in standing.supporting(record))


def _is_doubtful(found: Found, record: PreferenceRecord, said: Evidence, own: leaving.Told) -> bool:
    """True if what this evidence announces may well be about the record, as it is by now."""
    if found.suspected < leaving.DOUBTED or not standing.is_open(record):
        return False
    if standing.is_final(record) or record.status == "rejected":
        return False
    if not (standing.compatible(record, said) and standing.covers(said, record)):
        return False
    newest = record.last_confirmed or record.valid_from
    if newest > said.at or standing.speaks_for(record, said):
        return False
    return standing.earlier(record, said) and standing.was_held_so(found, said, own)
