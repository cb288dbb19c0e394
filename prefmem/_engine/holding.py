"""What is held of a user, made ready for requests: once per revision, and kept."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import numpy as np

from prefmem._engine.profiles import KEPT, Profiles
from prefmem.policy import TierPolicy
from prefmem.records import Candidate, Matrix, StoredProfile
from prefmem.stages import dynamics, forgetting, personas, selection, tiering
from prefmem.types import Persona, Preference, Scope

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NO_VECTORS: Matrix = np.zeros((0, 0), dtype=np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """What is held of a user at a time, whatever is asked."""

    stored: StoredProfile
    pseudonym: str
    """The name under which decisions are audited."""
    gathered: personas.Gathered
    preferences: tuple[Preference, ...]
    candidates: Sequence[Candidate]
    sorted: tiering.Sorted
    prepared: selection.Prepared


@dataclass(slots=True, eq=False)
class Ready:
    """A profile at one revision, with what is worth making only once for it."""

    stored: StoredProfile
    pseudonym: str
    policy: TierPolicy
    weighing: dynamics.Prepared
    personas: tuple[Persona, ...]
    gathered: personas.Gathered
    _last: Held | None = None

    @classmethod
    def of(cls, stored: StoredProfile, policy: TierPolicy) -> Ready:
        """Make a profile ready for many requests."""
        weighing = dynamics.prepare(stored, policy=policy)
        moment = max((r.valid_from for r in stored.records), default=EPOCH)
        held = dynamics.profile_at(weighing, at=moment, policy=policy)
        found = personas.cluster(stored, held)
        return cls(
            stored=stored,
            pseudonym=forgetting.pseudonym(stored.scope),
            policy=policy,
            weighing=weighing,
            personas=found,
            gathered=personas.gather(found, stored),
        )

    def at(self, moment: datetime) -> Held:
        """What is held at a time; the same object while time has changed no figure."""
        held = dynamics.profile_at(self.weighing, at=moment, policy=self.policy)
        if self._last is None or held is not self._last.preferences:
            self._last = self._made(held, self._last)
        return self._last

    def _made(self, held: tuple[Preference, ...], last: Held | None) -> Held:
        """What is as it was is taken over; time moves few figures at once."""
        if last is None or [p.id for p in held] != [p.id for p in last.preferences]:
            candidates = [self._candidate(one) for one in held]
            return self._held(
                held, candidates, tiering.classify(held), selection.prepare(candidates)
            )
        candidates = [
            before if before.preference is one else self._candidate(one)
            for before, one in zip(last.candidates, held, strict=True)
        ]
        moved = [i for i, one in enumerate(held) if one is not last.preferences[i]]
        return self._held(held, candidates, last.sorted.after(held, moved), last.prepared)

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
            gathered=self.gathered,
            preferences=held,
            candidates=candidates,
            sorted=sorted_,
            prepared=prepared,
        )


@dataclass(slots=True, eq=False)
class Holder:
    """Profiles made ready, kept as long as the store says that they are the newest."""

    profiles: Profiles
    policy: TierPolicy
    _kept: OrderedDict[Scope, Ready] = field(default_factory=OrderedDict[Scope, Ready])

    async def newest(self, scope: Scope) -> Ready:
        """The newest profile, ready; the store is asked for its revision every time."""
        stored = await self.profiles.newest(scope)
        kept = self._kept.get(scope)
        if kept is None or kept.stored is not stored:
            kept = self._kept[scope] = Ready.of(stored, self.policy)
        self._kept.move_to_end(scope)
        if len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return kept

    def drop(self, scope: Scope) -> None:
        """Let go of what is kept of a user."""
        self.profiles.drop(scope)
        self._kept.pop(scope, None)
