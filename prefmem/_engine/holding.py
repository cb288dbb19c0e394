"""What is held of a user, made ready for requests: once per revision, and kept."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from operator import is_
from typing import TypeGuard
from weakref import WeakValueDictionary

import anyio
import numpy as np
from anyio import to_thread

from prefmem._engine.profiles import KEPT, Profiles
from prefmem.policy import TierPolicy
from prefmem.ports import TokenCounter
from prefmem.records import Attention, Candidate, Matrix, Request, StoredProfile
from prefmem.stages import dynamics, forgetting, personas, selection, summary, tiering
from prefmem.stages.taken import Taken
from prefmem.types import Persona, Preference, Scope

PREPARING = 2
"""Profiles that are made ready at the same time at most: they share Python's lock with requests."""
NO_VECTORS: Matrix = np.zeros((0, 0), dtype=np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """What is held of a user at a time, whatever is asked."""

    stored: StoredProfile
    pseudonym: str
    """The name under which decisions are audited."""
    ready: Ready
    preferences: tuple[Preference, ...]
    candidates: Sequence[Candidate]
    sorted: tiering.Sorted
    prepared: selection.Prepared

    def attention(self, request: Request) -> Attention:
        """Which personas speak for a request; they are found first only where it matters which."""
        if not self.ready.apart:
            return personas.everyone(self.ready.gather, request)
        found = self.ready.gather()
        return personas.attend(found.personas, profile=self.stored, request=request, gathered=found)


@dataclass(slots=True, eq=False)
class Ready:
    """A profile at one revision, with what is worth making only once for it."""

    stored: StoredProfile
    pseudonym: str
    policy: TierPolicy
    weighing: dynamics.Prepared
    spoken: tuple[Preference, ...]
    """What the personas are found in, whatever it weighs."""
    apart: bool
    """Some of them may exclude each other: a request waits until they are found."""
    _gathered: personas.Gathered | None = None
    _last: Held | None = None
    _told: tuple[tuple[Preference, ...], summary.Summary] | None = None

    @classmethod
    def of(
        cls, stored: StoredProfile, policy: TierPolicy, at: datetime, last: Ready | None = None
    ) -> Ready:
        """Make a profile ready for many requests, the first of them at a time.

        Of an earlier revision (`last`) all that is as it was is taken over. That one is left alone:
        requests may still be answered with it, on another thread.
        """
        before = None if last is None else last._last
        weighing = dynamics.prepare(
            stored,
            policy=policy,
            last=last and last.weighing,
            taken=last and _taken(stored, last.stored),
        )
        dynamics.profile_at(weighing, at=at, policy=policy)
        spoken = dynamics.held(weighing)
        made = cls(
            stored=stored,
            pseudonym=forgetting.pseudonym(stored.scope),
            policy=policy,
            weighing=weighing,
            spoken=spoken,
            apart=personas.may_exclude(spoken),
        )
        if last is not None and last._gathered is not None and last._speaks_for(spoken, stored):
            made._gathered = last._gathered
        elif made.apart:
            made.gather()
        made._last = made._first(made.weighing.read, before)
        return made

    @property
    def found(self) -> bool:
        """True once the personas are found: to ask for them then takes no time."""
        return self._gathered is not None

    def gather(self) -> personas.Gathered:
        """The personas, found when somebody first asks; two who ask at once find the same."""
        if self._gathered is None:
            known = personas.cluster(self.stored, self.spoken)
            self._gathered = personas.gather(known, self.stored)
        return self._gathered

    @property
    def personas(self) -> tuple[Persona, ...]:
        """The personas, largest first."""
        return self.gather().personas

    def _speaks_for(self, spoken: tuple[Preference, ...], stored: StoredProfile) -> bool:
        """True if these are as those that the personas were found in."""
        mine, theirs = self.stored.vectors, stored.vectors
        return len(spoken) == len(self.spoken) and all(
            _about(a) == _about(b) and _same(mine.get(a.id), theirs.get(b.id))
            for a, b in zip(self.spoken, spoken, strict=True)
            if a is not b
        )

    def at(self, moment: datetime) -> Held:
        """What is held at a time; the same object while time has changed no figure."""
        held = dynamics.profile_at(self.weighing, at=moment, policy=self.policy)
        if self._last is None or held is not self._last.preferences:
            self._last = self._made(held, self._last)
        return self._last

    def told(self, held: tuple[Preference, ...], counter: TokenCounter) -> summary.Summary:
        """The summary of what is held; the same object while it is the same that is held."""
        if self._told is None or self._told[0] is not held:
            self._told = held, summary.traced(held, self.personas, counter=counter)
        return self._told[1]

    def _made(self, held: tuple[Preference, ...], last: Held | None) -> Held:
        """What is as it was is taken over; time moves few figures at once."""
        if last is None or [p.id for p in held] != [p.id for p in last.preferences]:
            return self._first(held, last)
        candidates = [
            before if before.preference is one else self._candidate(one)
            for before, one in zip(last.candidates, held, strict=True)
        ]
        moved = [i for i, one in enumerate(held) if one is not last.preferences[i]]
        return self._held(
            held, candidates, last.sorted.after(held, moved), last.prepared.after(moved)
        )

    def _first(self, held: tuple[Preference, ...], last: Held | None) -> Held:
        """The same where other preferences are held, or others than in an earlier revision."""
        taken = Taken.of(held, () if last is None else last.preferences)
        new = [self._candidate(held[i]) for i in taken.new]
        candidates = taken.values(last and last.candidates, new)
        return self._held(
            held,
            candidates,
            tiering.classify(held, last=last and last.sorted, taken=taken),
            selection.prepare(candidates, last=last and last.prepared, taken=taken),
        )

    def _candidate(self, one: Preference) -> Candidate:
        return Candidate(preference=one, vectors=self.stored.vectors.get(one.id, NO_VECTORS))

    def _held(
        self,
        held: tuple[Preference, ...],
        candidates: Sequence[Candidate],
        sorted_: tiering.Sorted,
        prepared: selection.Prepared,
    ) -> Held:
        return Held(
            stored=self.stored,
            pseudonym=self.pseudonym,
            ready=self,
            preferences=held,
            candidates=candidates,
            sorted=sorted_,
            prepared=prepared,
        )


def _is_of(ready: Ready | None, stored: StoredProfile) -> TypeGuard[Ready]:
    """True if this is what was made of the stored profile."""
    return ready is not None and ready.stored is stored


def _taken(stored: StoredProfile, before: StoredProfile) -> Taken:
    """Which records are as they were: the very same, with the very same vectors."""
    names = [record.id for record in stored.records]
    alike = map(is_, map(stored.vectors.get, names), map(before.vectors.get, names))
    same = np.fromiter(alike, dtype=np.bool_, count=len(names))
    return Taken.by(np.where(same, Taken.of(stored.records, before.records).places, -1))


def _about(one: Preference) -> tuple[object, ...]:
    """All that personas are found by."""
    return one.id, one.statement, one.subject, one.behaviour, one.context, one.conversation


def _same(a: Matrix | None, b: Matrix | None) -> bool:
    """True for vectors of which the first, that of the statement, is the same."""
    return a is b or (a is not None and b is not None and np.array_equal(a[:1], b[:1]))


@dataclass(slots=True, eq=False)
class Holder:
    """Profiles made ready, kept as long as the store says that they are the newest.

    A large one takes tens of milliseconds: it is made on a thread, once for all who ask meanwhile,
    and nobody else waits for it.
    """

    profiles: Profiles
    policy: TierPolicy
    _kept: OrderedDict[Scope, Ready] = field(default_factory=OrderedDict[Scope, Ready])
    _turns: WeakValueDictionary[Scope, anyio.Lock] = field(
        default_factory=WeakValueDictionary[Scope, anyio.Lock]
    )
    """Of those whose profiles are being made ready."""
    _guard: threading.Lock = field(default_factory=threading.Lock)
    _threads: anyio.CapacityLimiter = field(
        default_factory=lambda: anyio.CapacityLimiter(PREPARING)
    )

    async def newest(self, scope: Scope, at: datetime) -> Ready:
        """The newest profile, ready; the store is asked for its revision every time.

        Args:
            scope: Whose it is.
            at: The time asked for: what is made ready is weighed for it right away.
        """
        stored = await self.profiles.newest(scope)
        kept = self._found(scope)
        return kept if _is_of(kept, stored) else await self._prepared(scope, stored, at)

    async def prepared(self, stored: StoredProfile, at: datetime) -> Ready:
        """A profile of another time made ready; it is not kept."""
        return await to_thread.run_sync(Ready.of, stored, self.policy, at, limiter=self._threads)

    async def personas(self, ready: Ready) -> tuple[Persona, ...]:
        """Of a profile; found on a thread, if they are not known."""
        if not ready.found:
            await to_thread.run_sync(ready.gather, limiter=self._threads)
        return ready.personas

    async def _prepared(self, scope: Scope, stored: StoredProfile, at: datetime) -> Ready:
        turn = self._turns.get(scope)
        if turn is None:
            turn = self._turns[scope] = anyio.Lock()
        async with turn:
            stored = self.profiles.kept(scope) or stored  # it may have moved on while we waited
            last = self._found(scope)
            if _is_of(last, stored):
                return last
            return await to_thread.run_sync(
                self._make, scope, stored, at, last, limiter=self._threads
            )

    def _make(self, scope: Scope, stored: StoredProfile, at: datetime, last: Ready | None) -> Ready:
        """Make it ready, and keep it even where nobody waits for it any more."""
        ready = Ready.of(stored, self.policy, at, last)
        with self._guard:
            if self.profiles.kept(scope) is stored:  # else it was erased meanwhile, or changed
                self._kept[scope] = ready
                if len(self._kept) > KEPT:
                    self._kept.popitem(last=False)
        return ready

    def _found(self, scope: Scope) -> Ready | None:
        """What is kept of a user, used last from now on."""
        with self._guard:
            kept = self._kept.pop(scope, None)
            if kept is not None:
                self._kept[scope] = kept
        return kept

    def drop(self, scope: Scope) -> None:
        """Let go of what is kept of a user."""
        with self._guard:
            self.profiles.drop(scope)
            self._kept.pop(scope, None)
