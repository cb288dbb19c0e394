"""What hangs on a stated reason: suspended when the reason ends, resumed when it is back.

"I'm done with the marathon" ends no wish that was told with it as its reason, and is none itself:
what hangs on it stays in the profile, is not used, and comes back with "I'm training for a marathon
again".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from prefmem.records import PreferenceRecord
from prefmem.stages import changepoint, keys, leaving, standing
from prefmem.stages.draft import Draft
from prefmem.types import Evidence

OVER = "said to be over"
"""Condition of evidence that only says that something of a life has ended."""
BACK = "said to be on again"
"""The same of what is on again."""
SPELLS = "spells"
"""In the state of a key: what was heard of its reasons, by time and id."""
AND = "; "
"""Between the reasons of one preference."""
MOST = 3
"""Reasons of one preference: the last that were told."""
KEPT = 8
"""Of what was heard of its reasons, how much a record remembers."""
_ENDING = keys.content(
    "done over finished finally completely through quit stopped ended behind gave given"
)


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


def says_no_more(said: Evidence, spell: Evidence | None) -> bool:
    """True if the same words told that a reason ended, or is back, and that is all they say.

    What they take back they still do, where they say that something ended.
    """
    if spell is None or tells_only(said):
        return False
    return said.kind == "stated" or (said.kind == "retracted" and spell.condition == BACK)


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
        if standing.is_final(record) or _is_known(record, said):
            continue  # what the user decided holds, whatever becomes of its reason
        if over:
            _ended(draft, record, said, about)
        elif record.suspended and (said.polarity == "for" or _names(again, record.driver or "")):
            _resume(draft, record, said)
    return Hanging(
        any=bool(found),
        waiting=frozenset(r.id for r in found if over),
        no_more=bool(found) and over and _says_no_more(said, own),
    )


def reasons(driver: str | None) -> tuple[str, ...]:
    """The reasons that a record hangs on: it waits when all of them have ended."""
    return tuple(driver.split(AND)) if driver else ()


def joined(driver: str | None, reason: str | None) -> str | None:
    """The reasons of a record with one more, unless that is told among them."""
    held = reasons(driver)
    if reason is None or any(_names([keys.content(reason)], one) for one in held):
        return driver
    return AND.join([*held, reason.replace(AND, ", ")][-MOST:])


def still_told(driver: str | None, statement: str) -> str | None:
    """The reasons of a record that a statement of it still tells."""
    said = keys.content(statement)
    return AND.join(one for one in reasons(driver) if keys.content(one) & said) or None


def _ended(
    draft: Draft, record: PreferenceRecord, said: Evidence, about: Sequence[frozenset[str]]
) -> None:
    """One reason of a record has ended: it hangs on the others, or waits."""
    held = reasons(record.driver)
    left = [one for one in held if not _names(about, one)]
    drift = {**record.drift, SPELLS: _spells(record, said)}
    if left:
        draft.put(replace(record, driver=AND.join(left), drift=drift))
        return
    if record.suspended:
        return
    changed = replace(record, suspended=True, drift=drift)
    draft.put(changed)
    reason = f"its reason ended: {record.driver}"
    draft.log(changed, "suspended", said.at, evidence=[said], reason=reason)


def _resume(draft: Draft, record: PreferenceRecord, said: Evidence) -> None:
    drift = {**record.drift, SPELLS: _spells(record, said)}
    changed = replace(record, suspended=False, drift=drift)
    draft.put(changed)
    reason = f"its reason is back: {record.driver}"
    draft.log(changed, "resumed", said.at, evidence=[said], reason=reason)


def _spells(record: PreferenceRecord, said: Evidence) -> list[list[Any]]:
    """What was heard of a record's reasons, the newest last."""
    told = [*record.drift.get(SPELLS, ()), [changepoint.milliseconds(said.at), said.id]]
    return sorted(told)[-KEPT:]


def _is_known(record: PreferenceRecord, said: Evidence) -> bool:
    """True if this was heard before, or something later was."""
    told: Sequence[Sequence[Any]] = record.drift.get(SPELLS, ())
    moment = changepoint.milliseconds(said.at)
    return any(said.id == one[1] for one in told) or any(moment < one[0] for one in told)


def _hangs(record: PreferenceRecord, said: Evidence, named: Sequence[frozenset[str]]) -> bool:
    """True if a record that is not about what is named itself has it as its reason."""
    return (
        record.driver is not None
        and standing.is_open(record)
        and record.valid_from <= said.at
        and any(_names(named, one) for one in reasons(record.driver))
        and not any(_is_about(record, about) for about in named)
    )


def _is_about(record: PreferenceRecord, about: frozenset[str]) -> bool:
    """True if what is named is what a record is about, and not only why: its reason says no more.

    "I gave up learning Danish" is about why somebody watches everything in Danish.
    """
    shared = about & keys.content(record.subject) & keys.content(keys.wish(record.statement))
    told = [keys.content(one) for one in reasons(record.driver)]
    return bool(shared) and not any(one <= about and len(one) > len(shared) for one in told)


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
