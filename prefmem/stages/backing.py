"""What holds in one context backs off to what holds in general.

`θ(ctx) = (n·ȳ + 4·θ(parent)) / (n + 4)`: a few choices at work say something of work, and for the
rest one is at work who one is elsewhere. Only what was shown backs off; what somebody said of a
context holds there as it was said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from prefmem.records import CLOSED, Matrix, PreferenceRecord
from prefmem.stages import changepoint, keys

GENERAL = 4.0
"""Items that the general preference counts as, beside those of the context."""
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Backed:
    """A preference of one context, with the general one behind it."""

    row: int
    parent: int
    agrees: bool
    """Both are for it, or both against."""
    items: float
    """How many items the context has, by what they count."""


def backs_off(record: PreferenceRecord) -> bool:
    """True for what was only shown in one context: it backs off if there is what it can back to."""
    said = record.outright or record.pinned or record.decided is not None
    if said or "log" not in record.drift or not (record.subject and record.lasting):
        return False
    return bool(record.context.factors())


def find(
    records: Sequence[PreferenceRecord], vectors: Mapping[str, Matrix], shown: Sequence[int]
) -> tuple[Backed, ...]:
    """Which records back off to which, the more general first.

    The parent is about the same thing, in a context whose factors are some of the record's own:
    the nearest such context that there is.

    Args:
        records: All records.
        vectors: Theirs, by id.
        shown: Places of those that `backs_off` is true for.
    """
    groups: dict[tuple[str, str], list[int]] = {_about(records[row]): [] for row in shown}
    for row, record in enumerate(records) if groups else ():
        if record.lasting and _about(record) in groups:
            groups[_about(record)].append(row)
    out: list[tuple[int, Backed]] = []
    for row in shown:
        parent = _parent(records, groups[_about(records[row])], row, vectors)
        if parent is not None:
            out.append((len(records[row].context.factors()), _backed(records, row, parent)))
    return tuple(one for _, one in sorted(out, key=lambda found: (found[0], found[1].row)))


def off(
    confidence: Floats,
    backed: Sequence[Backed],
    *,
    p: Floats,
    left: Floats,
    held: npt.NDArray[np.bool_],
) -> None:
    """Move the confidence of what is backed towards what is behind it, in place.

    Args:
        confidence: Probability of each preference at the time asked for, shape (n,).
        backed: What `find` found.
        p: Probability right after the newest item, shape (n,).
        left: What silence has left of what was shown, 0 to 1, shape (n,).
        held: Which preferences hold at that time, shape (n,).
    """
    for one in backed:
        if not held[one.parent]:
            continue
        general = confidence[one.parent] if one.agrees else 1.0 - confidence[one.parent]
        items = one.items * left[one.row]
        confidence[one.row] = (items * p[one.row] + GENERAL * general) / (items + GENERAL)


def _parent(
    records: Sequence[PreferenceRecord],
    rows: Sequence[int],
    row: int,
    vectors: Mapping[str, Matrix],
) -> int | None:
    record = records[row]
    mine = keys.place(record.context)
    wider = [r for r in rows if keys.place(records[r].context) < mine]
    same = [r for r in wider if r != row and _one_thing(record, records[r], vectors)]
    return max(same, key=lambda r: (len(keys.place(records[r].context)), r), default=None)


def _one_thing(a: PreferenceRecord, b: PreferenceRecord, vectors: Mapping[str, Matrix]) -> bool:
    if a.id not in vectors or b.id not in vectors or b.status in CLOSED:
        return False
    alike = float(vectors[a.id][0].astype(np.float32) @ vectors[b.id][0].astype(np.float32))
    return keys.same(_trait(a), _trait(b), alike) >= keys.SAME


def _about(record: PreferenceRecord) -> tuple[str, str]:
    return record.behaviour, record.subject


def _trait(record: PreferenceRecord) -> keys.Trait:
    return keys.trait(record.statement, record.subject, record.behaviour)


def _backed(records: Sequence[PreferenceRecord], row: int, parent: int) -> Backed:
    items = changepoint.unpack(records[row].drift["log"])
    return Backed(
        row=row,
        parent=parent,
        agrees=records[row].polarity == records[parent].polarity,
        items=float(changepoint.credits(items).sum()),
    )
