"""The read path: one query, one embedding, then pure stages. Nothing is written while one waits."""

from __future__ import annotations

import hashlib
import uuid
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

import numpy as np

from prefmem._engine.beside import beside
from prefmem._engine.overseeing import Overseer
from prefmem._engine.parts import Parts
from prefmem._engine.profiles import KEPT, Profiles
from prefmem.errors import UsageError
from prefmem.policy.question import asks_apart
from prefmem.records import (
    AuditRecord,
    Candidate,
    Matrix,
    Rendered,
    Request,
    Selection,
    StoredProfile,
)
from prefmem.stages import (
    dynamics,
    forgetting,
    injection,
    intake,
    messages,
    personas,
    selection,
    tiering,
)
from prefmem.types import (
    Context,
    ContextBlock,
    Message,
    Persona,
    Personalization,
    Preference,
    RequestDecision,
    Role,
    Scope,
)

DIALOGUE = 600
"""Characters of the turns before that are read with a request."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NO_VECTORS: Matrix = np.zeros((0, 0), dtype=np.float32)


@dataclass(slots=True, eq=False)
class _Ready:
    """A profile at one revision, with what is worth making only once for it."""

    stored: StoredProfile
    weighing: dynamics.Prepared
    personas: tuple[Persona, ...]
    gathered: personas.Gathered
    ids: tuple[str, ...] = ()
    stacked: selection.Prepared | None = None

    def candidates(self, preferences: Sequence[Preference]) -> list[Candidate]:
        """The preferences with their vectors; stacked anew only when others are held."""
        vectors = self.stored.vectors
        found = [
            Candidate(preference=p, vectors=vectors.get(p.id, NO_VECTORS)) for p in preferences
        ]
        ids = tuple(p.id for p in preferences)
        if self.stacked is None or ids != self.ids:
            self.ids, self.stacked = ids, selection.prepare(found)
        return found


@dataclass(frozen=True, slots=True, eq=False)
class _Held:
    """What is held of a user at a time, whatever is asked."""

    ready: _Ready
    preferences: tuple[Preference, ...]
    candidates: list[Candidate]


@dataclass(slots=True, eq=False)
class Reader:
    """Answers `personalize`; keeps nothing but a cache of profiles at their revision."""

    parts: Parts
    profiles: Profiles
    overseer: Overseer
    _cache: OrderedDict[Scope, _Ready] = field(default_factory=OrderedDict[Scope, _Ready])

    def drop(self, scope: Scope) -> None:
        """Let go of what is kept of a user."""
        self.profiles.drop(scope)
        self._cache.pop(scope, None)
        self.overseer.drop(scope)

    async def _ready(self, scope: Scope) -> _Ready:
        stored = await self.profiles.newest(scope)
        cached = self._cache.get(scope)
        if cached is None or cached.stored is not stored:
            cached = self._cache[scope] = self.ready(stored)
        self._cache.move_to_end(scope)
        if len(self._cache) > KEPT:
            self._cache.popitem(last=False)
        return cached

    def ready(self, stored: StoredProfile) -> _Ready:
        """A profile made ready for many requests."""
        policy = self.parts.policy
        weighing = dynamics.prepare(stored, policy=policy)
        moment = max((r.valid_from for r in stored.records), default=EPOCH)
        held = dynamics.profile_at(weighing, at=moment, policy=policy)
        found = personas.cluster(stored, held)
        gathered = personas.gather(found, stored)
        return _Ready(stored=stored, weighing=weighing, personas=found, gathered=gathered)

    async def personalize(
        self,
        scope: Scope,
        given: Sequence[Message],
        *,
        budget: int,
        at: datetime,
        context: Context,
    ) -> Personalization:
        """What to send to the model for `given`, and why."""
        if budget < 0:
            raise UsageError(f"budget {budget} is below 0; pass the tokens the block may take")
        pairs = messages.read(given)
        decision_id = uuid.uuid4().hex
        if intake.wants_no_memory(given):
            stored = await self.profiles.newest(scope)
            return _untouched(given, stored, decision_id, "the user asked for no memory here")
        held, request = await beside(
            partial(self._held, scope, at), partial(self._request, pairs, context)
        )
        if held.ready.stored.person.paused:
            return _untouched(given, held.ready.stored, decision_id, "memory is paused")
        decision = await self.overseer.decide(scope, request, decision_id=decision_id)
        rendered = self._choose(held, request, decision, at=at, budget=budget)
        self._record(scope, request, decision, rendered, at)
        return Personalization(
            messages=injection.inject(given, rendered.block),
            block=rendered.block,
            decision=decision,
            applied=rendered.applied,
            withheld=rendered.withheld,
        )

    async def _held(self, scope: Scope, at: datetime) -> _Held:
        """All that can be done before the request is understood: it runs beside the embedding."""
        ready = await self._ready(scope)
        preferences = dynamics.profile_at(ready.weighing, at=at, policy=self.parts.policy)
        return _Held(ready=ready, preferences=preferences, candidates=ready.candidates(preferences))

    async def _request(self, pairs: Sequence[tuple[Role, str]], context: Context) -> Request:
        """Newest user text, the question in it, and the turns before, embedded in one call."""
        newest = messages.newest_user_text(pairs)
        dialogue = messages.earlier_user_texts(pairs)
        question = asks_apart(newest)
        texts = [newest]
        if question is not None:
            texts.append(question)
        if dialogue:
            texts.append("\n".join(dialogue)[-DIALOGUE:])
        rows: Matrix = np.zeros((len(texts), 1), dtype=np.float32)
        if newest:
            rows = await self.parts.reader.embed(texts, purpose="query")
        return Request(
            text=newest,
            dialogue=dialogue,
            vector=rows[0],
            question_vector=rows[1] if question is not None else None,
            dialogue_vector=rows[-1] if dialogue else None,
            context=context,
        )

    def _choose(
        self,
        held: _Held,
        request: Request,
        decision: RequestDecision,
        *,
        at: datetime,
        budget: int,
    ) -> Rendered:
        policy, ready, stored = self.parts.policy, held.ready, held.ready.stored
        if intake.asks_what_is_known(request.text):
            everything = selection.everything(held.candidates)
            return self._render(stored, everything, request, decision, budget)
        chosen = selection.select(
            held.candidates,
            tiering.judge(held.preferences, request=request, decision=decision, policy=policy),
            request=request,
            decision=decision,
            attention=personas.attend(
                ready.personas, profile=stored, request=request, gathered=ready.gathered
            ),
            at=at,
            prepared=ready.stacked,
        )
        return self._render(stored, chosen, request, decision, budget)

    def _render(
        self,
        stored: StoredProfile,
        chosen: Selection,
        request: Request,
        decision: RequestDecision,
        budget: int,
    ) -> Rendered:
        policy = self.parts.policy
        return self.parts.renderer.render(
            chosen,
            decision=decision,
            safeguards=policy.safeguards,
            duties=policy.duties(request.context.role),
            budget=budget,
            counter=self.parts.counter,
            revision=stored.revision,
        )

    def _record(
        self,
        scope: Scope,
        request: Request,
        decision: RequestDecision,
        rendered: Rendered,
        at: datetime,
    ) -> None:
        policy = self.parts.policy
        used = [one.preference for one in rendered.applied]
        self.parts.audit.record(
            AuditRecord(
                decision_id=decision.decision_id,
                at=at,
                policy=policy.name,
                policy_revision=decision.policy_revision,
                point="select",
                pseudonym=forgetting.pseudonym(scope),
                request_hash=hashlib.sha256(request.text.encode()).hexdigest()[:32],
                preferences=tuple(one.id for one in used),
                tier=decision.tier,
                safeguards=decision.safeguards,
                rules=tiering.ruled(used, request=request, decision=decision, policy=policy),
                reason="; ".join(decision.reasons),
                kinds=decision.kinds,
            )
        )


def _untouched(
    given: Sequence[Message], stored: StoredProfile, decision_id: str, reason: str
) -> Personalization:
    empty = ContextBlock(revision=stored.revision)
    copies: list[dict[str, Any]] = injection.inject(given, empty)
    decision = RequestDecision(reasons=(reason,), decision_id=decision_id)
    return Personalization(messages=copies, block=empty, decision=replace(decision))
