"""Conditions of health that are had no more: which of those that are held one retraction ends."""

from __future__ import annotations

import re

from prefmem.records import PreferenceRecord
from prefmem.stages import keys, parts
from prefmem.stages.keydata import HEALTH
from prefmem.types import Evidence


def is_had_no_more(record: PreferenceRecord, said: Evidence) -> bool:
    """True if the record tells the very condition that is over, with what it rules out or without.

    An allergy ends by what it is to, all of it: one to peanuts and almonds outlives one to almonds.
    Where no allergy is had any more, each ends.
    """
    about = keys.content(said.subject)
    if record.behaviour != HEALTH or said.behaviour != HEALTH or not about:
        return False
    if parts.left_of(record.statement, said):
        return True  # of what is named alone
    if both_of_allergies(record, said):
        held = keys.content(record.subject) - _OF_ALLERGY
        return about == held or _names_kind(said.subject, record.statement)
    if ALLERGY.search(record.statement) or ALLERGY.search(said.statement):
        return False
    return about <= keys.content(record.statement)


def both_of_allergies(record: PreferenceRecord, said: Evidence) -> bool:
    """True if both tell an allergy, or that there is none."""
    both = record.behaviour == said.behaviour == HEALTH
    return both and all(ALLERGY.search(one.statement) for one in (record, said))


def _names_kind(subject: str, statement: str) -> bool:
    """True if a subject names a whole kind, "allergy", and a statement is of it."""
    kind = ALLERGY.match(subject)
    return (
        kind is not None and keys.content(subject) <= _OF_ALLERGY and kind[0] in statement.lower()
    )


_OF_ALLERGY = keys.content("allergy allergies allergic intolerance intolerant")
ALLERGY = re.compile(r"\b(?:allerg|intoleran)", re.IGNORECASE)
"""Words of an allergy."""
