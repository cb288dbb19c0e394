"""What "I don't do those any more" means, of what its conversation has said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from prefmem.records import PreferenceRecord
from prefmem.stages import leaving, standing
from prefmem.stages.found import Found
from prefmem.types import Evidence

MEANT = 0.45
"""How sure at least that a change that names nothing is about what was said before."""
APART = 0.1
"""How much surer than of any other, for it to be this and not what was said later."""


def meant(said: Evidence, found: Sequence[Found], own: leaving.Told) -> list[Found]:
    """The held preference that evidence most likely points back at, if it points back.

    Of two that are nearly as likely it is the one that was said later.
    """
    if said.condition != leaving.POINTED:
        return []
    here = [
        f
        for f in standing.may_end(said, found)
        if f.leaves >= MEANT
        and not f.record.behaviour.startswith(standing.ABOUT_ANSWERS)
        and standing.compatible(f.record, said)
        and standing.was_held_so(f, said, own)
        and any(e.conversation_id == said.conversation_id for e in standing.supporting(f.record))
    ]
    here.sort(key=lambda f: (f.leaves, f.record.id), reverse=True)
    near = [f for f in here if here[0].leaves - f.leaves < APART][:2]
    return sorted(near, key=lambda f: (_newest(f.record), f.record.id), reverse=True)[:1]


def _newest(record: PreferenceRecord) -> datetime:
    return record.last_confirmed or record.valid_from
