"""What has to go when something is forgotten: which evidence, which preferences, which turns."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np

from prefmem.records import PersonState, PreferenceRecord, Turn
from prefmem.stages import changepoint, intake, keys, leaving, userword
from prefmem.stages.draft import identify
from prefmem.types import Evidence, Revision, Scope

TurnName = tuple[str, str]
"""Conversation and message id."""
_WORD = re.compile(r"[^\W_]+(?:'[a-z]+)?")
_SENTENCE = re.compile(r"[.!?\n\u2026\u3002\uff01\uff1f]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How far an erasure reaches: the ends of the log and of the ledger when it began."""

    position: int
    learned_at: datetime | None

    @classmethod
    def of(cls, turns: Sequence[Turn], person: PersonState) -> Reach:
        """All that is there now."""
        end = max((turn.position for turn in turns), default=0)
        return cls(position=end, learned_at=person.learned_at)

    @classmethod
    def read(cls, body: Mapping[str, Any]) -> Reach | None:
        """What an intent says of it; None for one of an older release, which says nothing."""
        if "position" not in body:
            return None
        learned = body["learned_at"]
        return cls(
            position=body["position"],
            learned_at=None if learned is None else datetime.fromisoformat(learned),
        )

    def plain(self) -> dict[str, Any]:
        """The same for an intent."""
        learned = self.learned_at
        return {
            "position": self.position,
            "learned_at": None if learned is None else learned.isoformat(),
        }

    def beyond(self, ledger: Iterable[Evidence], turns: Iterable[Turn]) -> set[str]:
        """Ids of the evidence that was said or done after the erasure began.

        What was said before and only read since is not among it. What is of no turn has no place
        in the log, and counts from when it was learned.
        """
        places = {(turn.conversation, turn.id): turn.position for turn in turns}
        return {e.id for e in ledger if self._is_beyond(e, places)}

    def _is_beyond(self, evidence: Evidence, places: Mapping[TurnName, int]) -> bool:
        place = places.get((evidence.conversation_id, evidence.message_id))
        if place is not None:
            return place > self.position
        learned = evidence.learned_at
        return learned is not None and (self.learned_at is None or learned > self.learned_at)


def without_support(
    beyond: Collection[str],
    ledger: Iterable[Evidence],
    preferences: Collection[str],
    records: Iterable[PreferenceRecord],
) -> set[str]:
    """Those of these items by which the user only speaks of what goes.

    A word on one of these preferences goes with it, where nothing that was said since holds it.
    """
    said = {e.id: e for e in ledger if e.id in beyond}
    told = [e.id for e in said.values() if not userword.is_action(e)]
    going = set(preferences) - resting_on(told, records)
    return {e.id for e in said.values() if userword.is_action(e) and e.target in going}


def digest_of(quote: str, scope: Scope) -> str:
    """A digest under which an erased quote is recognised, without keeping its text."""
    packed = "\x1f".join((scope.tenant, scope.user, " ".join(quote.lower().split())))
    return hashlib.sha256(packed.encode()).hexdigest()[:32]


def pseudonym(scope: Scope) -> str:
    """The name under which a user's decisions are audited: a digest of tenant and user id.

    Where one of the two has the sign that joins them, it is another text: no two users share one.
    """
    joined = f"{scope.tenant}\x1f{scope.user}"
    if joined.count("\x1f") > 1:
        joined = json.dumps([scope.tenant, scope.user])  # which writes that sign out
    return hashlib.sha256(joined.encode()).hexdigest()[:32]


def marked(
    person: PersonState, gone: Iterable[Evidence], scope: Scope, *, until: datetime | None
) -> tuple[str, ...]:
    """`person.forgotten` with the digests of what goes now, each with the time it holds until."""
    marks = {f"{digest_of(e.quote, scope)}:{max(e.at, until or e.at).isoformat()}" for e in gone}
    return tuple(sorted({*person.forgotten, *marks}))


def forgotten(person: PersonState) -> Mapping[str, datetime]:
    """Digest to the time up to which what it stands for stays forgotten."""
    pairs = (entry.split(":", 1) for entry in person.forgotten)
    return {digest: datetime.fromisoformat(until) for digest, until in pairs}


def mentions(evidence: Evidence, target: str) -> bool:
    """True if the words of `target` are all in what the evidence says, in whichever form.

    Whole words: whoever forgets tea keeps steaks and teams. Of scripts that we know no words of,
    any place will do.
    """
    said = f"{evidence.statement} {evidence.quote} {evidence.subject}".lower()
    return _names(said, _words(target))


def told_by_user(turns: Iterable[Turn], target: str) -> set[TurnName]:
    """The user's turns that name `target` within one sentence of their own, read or not.

    What is pasted or quoted there names it for somebody else.
    """
    words = _words(target)
    return {
        (turn.conversation, turn.id)
        for turn in turns
        if turn.role == "user"
        and _names(turn.content.lower(), words)  # of few turns their own words have to be found
        and any(
            _names(one, words) for one in _SENTENCE.split(intake.own_words(turn.content).lower())
        )
    }


def _words(target: str) -> list[str]:
    return [w for w in _WORD.findall(target.lower()) if len(w) > 2 or not w.isascii()]


def _names(said: str, words: Sequence[str]) -> bool:
    stems = {keys.stem(word) for word in _WORD.findall(said)}
    return bool(words) and all(
        keys.stem(word) in stems if word.isascii() else word in said for word in words
    )


def chain(
    preference_id: str, records: Sequence[PreferenceRecord], history: Sequence[Revision]
) -> set[str]:
    """A preference, what it replaced, and what that replaced; empty if there is no such id."""
    if preference_id not in {r.id for r in records} | {h.preference_id for h in history}:
        return set()
    edges = [(r.id, other) for r in records for other in r.supersedes]
    edges += [(r.superseded_by, r.id) for r in records if r.superseded_by]
    edges += [(h.superseded_by, h.preference_id) for h in history if h.superseded_by]
    found = {preference_id}
    while True:
        grown = found | {old for new, old in edges if new in found}
        if grown == found:
            return found
        found = grown


def evidence_of(
    ids: Collection[str], records: Sequence[PreferenceRecord], history: Sequence[Revision]
) -> set[str]:
    """Ids of all evidence that these preferences ever rested on."""
    held = {e.id for r in records if r.id in ids for e in r.evidence}
    return held | {i for h in history if h.preference_id in ids for i in h.evidence}


def left_standing(ids: Collection[str], ledger: Iterable[Evidence]) -> set[str]:
    """Those of these items that only tell what their message left standing.

    Such a message says other things, which stay when this goes.
    """
    return {e.id for e in ledger if e.id in ids and e.condition == leaving.SPARED}


def sparing(ids: Collection[str], ledger: Iterable[Evidence]) -> set[str]:
    """Ids of the evidence that any of these was left standing: it repeats what they say."""
    return {e.id for e in ledger if e.condition == leaving.SPARED and e.target in ids}


def resting_on(evidence: Collection[str], records: Iterable[PreferenceRecord]) -> set[str]:
    """Ids of the preferences that rest on any of these items, of those that count most."""
    return {r.id for r in records if any(e.id in evidence for e in r.evidence)}


def told_by(
    evidence: Collection[str], records: Iterable[PreferenceRecord], history: Iterable[Revision]
) -> set[str]:
    """Ids of the preferences that any of these items counts in, or whose history tells of one."""
    numbers = [changepoint.digest(one) for one in evidence]
    counted = {
        r.id for r in records if np.isin(changepoint.unpack(r.drift["log"])["id"], numbers).any()
    }
    told = {h.preference_id for h in history if any(one in evidence for one in h.evidence)}
    return counted | told | resting_on(evidence, records)


def left_over(
    gone: Sequence[Evidence],
    turns: Collection[TurnName],
    ledger: Iterable[Evidence],
    counted: Iterable[Evidence],
) -> list[Evidence]:
    """What counts no longer of turns whose text goes: it is of no use but to quote them."""
    names = {*turns, *((e.conversation_id, e.message_id) for e in gone)}
    kept = {e.id for e in counted} | {e.id for e in gone}
    return [e for e in ledger if e.id not in kept and (e.conversation_id, e.message_id) in names]


def repeating(
    gone: Sequence[Evidence], told: Collection[str], ledger: Sequence[Evidence]
) -> list[Evidence]:
    """The user's word on what goes: on a preference that this founded, or `told` in its words.

    It repeats what the preference says; it stays where something else that stays says the same.
    """
    lost = {e.id for e in gone}
    founded, worded = {identify(e) for e in gone}, {e.statement for e in gone}
    stays = [e for e in ledger if e.id not in lost]
    said = {e.statement for e in stays if not userword.is_action(e)}
    return [
        e
        for e in stays
        if userword.is_action(e)
        and e.statement not in said
        and (e.target in founded or (e.target in told and e.statement in worded))
    ]


def with_overlaps(ledger: Sequence[Evidence], wanted: Collection[str]) -> list[Evidence]:
    """The evidence of these ids, with what was quoted from the same words of the same place."""
    gone = [e for e in ledger if e.id in wanted]
    quotes = [(_place(e), e.quote) for e in gone]
    for one in ledger:
        place = _place(one)
        if one.id not in wanted and any(
            place == other and (one.quote in quote or quote in one.quote) for other, quote in quotes
        ):
            gone.append(one)
    return gone


def _place(evidence: Evidence) -> tuple[str, ...]:
    """Where the words of an item stand: in a turn, or in what the user did to one preference."""
    if userword.is_action(evidence):  # of no turn, so that all of them would be of one
        return ("", "", evidence.target or evidence.id)
    return (evidence.conversation_id, evidence.message_id)
