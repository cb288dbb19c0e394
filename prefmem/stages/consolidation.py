"""Evidence and profile become a delta: confirm, strengthen, narrow, reverse, replace or end.

Preferences are derived. `rebuild` replays the ledger in the order in which it was learned and
gives, byte for byte, what `consolidate`, `reconsider` and `act` made step by step. Within one call
the order of items shows nowhere, and an item that was counted is never counted again.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from prefmem.errors import UnknownPreference
from prefmem.records import PersonState, PreferenceRecord, ProfileDelta, StoredProfile, Vector
from prefmem.stages import drivers, evolving, leaving, taking_back, userword
from prefmem.stages.draft import Draft
from prefmem.types import Evidence, Revision, Scope

TICK = timedelta(microseconds=1)
"""The least time between two commits of one ledger."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Observed:
    """Evidence, with the vector of its statement."""

    evidence: Evidence
    vector: Vector
    passage: Vector | None = None
    """Of the quote, where it takes something back: what the whole passage speaks of."""


def consolidate(
    profile: StoredProfile, observed: Sequence[Observed], *, now: datetime
) -> ProfileDelta:
    """Take evidence into a profile.

    Args:
        profile: The newest revision.
        observed: New evidence; what was counted before is passed over.
        now: When the ledger takes it in; a moment after what it took in last, if that is later.

    Returns:
        What to commit; the caller embeds the records whose text is new.
    """
    draft = Draft.of(profile, len(observed[0].vector) if observed else 0)
    _take(draft, observed, _next(profile.person, now))
    return draft.delta()


def reconsider(
    profile: StoredProfile,
    observed: Sequence[Observed],
    *,
    ledger: Sequence[Observed],
    withdrawn: Collection[str],
    told: Collection[str],
    now: datetime,
) -> ProfileDelta:
    """Take evidence into a profile, and some that was taken in before out of its ledger.

    The profile is derived anew without that, so that nothing is left of what it did. What the user
    decided stays, and what it rests on.

    Args:
        profile: The newest revision.
        observed: New evidence, as in `consolidate`.
        ledger: All evidence that counts by now, in any order.
        withdrawn: Ids of evidence that is to count no longer.
        told: Ids of preferences that have a history.
        now: As in `consolidate`.
    """
    again = {o.evidence.id for o in observed}  # what is read once more stays as it is written
    wanted = [i for i in withdrawn if i not in again]
    counted = [o.evidence for o in ledger]
    gone = taking_back.free(counted, wanted, profile.records)
    gone |= taking_back.beside(counted, gone, [o.evidence for o in observed])
    if not gone:
        return consolidate(profile, observed, now=now)
    stays = [o for o in ledger if o.evidence.id not in gone]
    base, revisions = rebuild(profile.scope, stays, person=profile.person, until=None)
    now = _next(profile.person, now)
    draft = Draft.of(base, len(ledger[0].vector))
    _take(draft, observed, now)
    records, dropped = changed(profile.records, tuple(draft.records.values()))
    back = taking_back.told(profile.records, base.records, now=now)
    new = [r for r in revisions if r.preference_id not in told]
    return replace(
        draft.delta(),
        records=records,
        dropped=dropped,
        withdrawn=tuple(sorted(gone)),
        revisions=(*new, *back, *draft.revisions()),
        person=draft.person,
    )


def changed(
    held: Sequence[PreferenceRecord], fresh: Sequence[PreferenceRecord]
) -> tuple[tuple[PreferenceRecord, ...], tuple[str, ...]]:
    """The records that came out otherwise, by id, and the ids of those that are there no more.

    Where a record applies is not compared: that is made when it is committed.
    """
    before = {r.id: replace(r, applies_to=()) for r in held}
    new = {r.id: replace(r, applies_to=()) for r in fresh}
    other = tuple(new[i] for i in sorted(new) if before.get(i) != new[i])
    return other, tuple(sorted(before.keys() - new.keys()))


def act(
    profile: StoredProfile,
    *,
    preference_id: str,
    action: userword.Action,
    statement: str | None,
    evidence: Evidence,
    now: datetime,
) -> ProfileDelta:
    """Carry out the user's own word on one preference: final, until the user changes it.

    Raises:
        UnknownPreference: The profile holds no such preference.
    """
    draft = Draft.of(profile, 0)
    said = userword.encode(
        evidence,
        preference_id=preference_id,
        action=action,
        statement=statement,
        now=_next(profile.person, now),
    )
    if preference_id not in draft.records:
        raise UnknownPreference(
            f"no preference {preference_id!r} in this profile; it lists the ids there are"
        )
    userword.apply(draft, said, None)
    return draft.delta()


def rebuild(
    scope: Scope,
    observed: Sequence[Observed],
    *,
    person: PersonState,
    until: datetime | None,
) -> tuple[StoredProfile, tuple[Revision, ...]]:
    """Derive a profile and its history from the whole ledger.

    Args:
        scope: Whose ledger it is.
        observed: All evidence that counts, in any order.
        person: What is kept of the person; learned time scales are learned anew.
        until: Only what was said up to then counts; None for all.
    """
    counted = [o for o in observed if until is None or o.evidence.at <= until]
    counted.sort(key=_ledger_order)
    base = StoredProfile(scope=scope, person=replace(person, timescales={}))
    draft = Draft.of(base, len(counted[0].vector) if counted else 0)
    for learned, batch in itertools.groupby(counted, key=_learned):
        _take(draft, list(batch), learned)
    return draft.profile(base, revision=0), draft.revisions()


def _take(draft: Draft, observed: Sequence[Observed], now: datetime) -> None:
    told = leaving.told_by_message([o.evidence for o in observed])
    ordered = sorted(observed, key=_said_order)
    spells: dict[tuple[tuple[str, str], str], Evidence] = {}
    passages = {leaving.message(o.evidence): o.passage for o in ordered if o.passage is not None}
    for one in ordered:
        said = one.evidence
        if said.learned_at is None:
            said = replace(said, learned_at=now)
        if userword.is_action(said):
            userword.apply(draft, said, one.vector)
            continue
        name = leaving.message(said)
        if drivers.says_no_more(said, spells.get((name, said.quote))):
            draft.note(said)
            continue
        heard = evolving.take(draft, said, one.vector, told[name], passages.get(name))
        if heard and drivers.tells_only(said):
            spells[(name, said.quote)] = said


def _next(person: PersonState, now: datetime) -> datetime:
    """When the ledger takes something in: later than all before, though clocks differ or stand."""
    return now if person.learned_at is None else max(now, person.learned_at + TICK)


def _said_order(one: Observed) -> tuple[datetime, bool, bool, str]:
    """What takes something back comes last: what else its message says may replace it.

    What only tells of a reason comes first: where something hangs on it, its words tell no more.
    """
    said = one.evidence
    return said.at, not drivers.tells_only(said), said.kind == "retracted", said.id


def _learned(one: Observed) -> datetime:
    return (one.evidence.learned_at or one.evidence.at).astimezone(UTC)


def _ledger_order(one: Observed) -> tuple[datetime, datetime, str]:
    return _learned(one), one.evidence.at, one.evidence.id
