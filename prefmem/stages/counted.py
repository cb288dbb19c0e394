"""Which evidence a record has counted: what comes again is not counted again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from prefmem.records import PreferenceRecord
from prefmem.stages import changepoint
from prefmem.types import Evidence

PAST = 256
"""Items of replaced predecessors that are still known as counted."""


def has(record: PreferenceRecord, said: Evidence) -> bool:
    """True if this item was counted in the record, or in one that it replaced."""
    number = changepoint.digest(said.id)
    return number in record.drift.get("past", ()) or number in numbers(record)


def knowing(drift: Mapping[str, Any], gone: Sequence[PreferenceRecord]) -> dict[str, Any]:
    """A key's state that also knows what was counted in records that leave the profile."""
    past = set(drift.get("past", ()))
    for record in gone:
        past.update(numbers(record), record.drift.get("past", ()))
    known = {name: value for name, value in drift.items() if name != "past"}
    return {**known, "past": sorted(past)[-PAST:]} if past else known


def numbers(record: PreferenceRecord) -> list[int]:
    """The items that count in a record, as numbers."""
    return changepoint.unpack(record.drift["log"])["id"].tolist()
