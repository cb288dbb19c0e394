"""Where a preference applies, in words: written down once, when the preference is."""

from __future__ import annotations

from prefmem.records import PreferenceRecord

LIMIT = 8


def applies_to(record: PreferenceRecord) -> tuple[str, ...]:
    """At most eight requests that this preference would bear on."""
    if not record.subject:
        return ()
    return (f"recommend {record.subject}", f"advice on {record.subject}")
