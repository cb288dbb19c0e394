"""The read path: one query, one embedding, then pure stages. Nothing is written while one waits."""

from __future__ import annotations

import hashlib
import uuid
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import numpy as np

from prefmem._engine.parts import Parts
from prefmem.errors import UsageError
from prefmem.records import (
    AuditRecord,
    Candidate,
    Matrix,
    Rendered,
    Request,
    StoredProfile,
)
from prefmem.stages import dynamics, injection, intake, messages, personas, selection, tiering
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

CACHED_USERS = 1024
"""Profiles kept between requests, each checked against the store's revision."""


@dataclass(slots=True, eq=False)
class Reader:
    """Answers `personalize`; keeps nothing but a cache of profiles at their revision."""

    parts: Parts
    _profiles: OrderedDict[Scope, StoredProfile] = field(default_factory=OrderedDict)
    _personas: OrderedDict[tuple[Scope, int], tuple[Persona, ...]] = field(
        default_factory=OrderedDict
    )

    async def profile(self, scope: Scope) -> StoredProfile:
        """The newest profile: from the cache where the store says that it is still that."""
        known = self._profiles.get(scope)
        stored = await self.parts.store.preferences.profile(scope, known=known)
        if stored is not known:
            self._profiles[scope] = stored
        self._profiles.move_to_end(scope)
        if len(self._profiles) > CACHED_USERS:
            self._profiles.popitem(last=False)
        return stored

    def forget_cached(self, scope: Scope) -> None:
        """Drop what is cached of a user."""
        self._profiles.pop(scope, None)
        for key in [key for key in self._personas if key[0] == scope]:
            del self._personas[key]

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
        stored = await self.profile(scope)
        if stored.person.paused:
            return _untouched(given, stored, decision_id, "memory is paused")
        if intake.wants_no_memory(given):
            return _untouched(given, stored, decision_id, "the user asked for no memory here")
        request = await self._request(pairs, context)
        decision = tiering.decide(request, policy=self.parts.policy, decision_id=decision_id)
        rendered = self._choose(stored, request, decision, at=at, budget=budget)
        self._record(scope, request, decision, rendered, at)
        return Personalization(
            messages=injection.inject(given, rendered.block),
            block=rendered.block,
            decision=decision,
            applied=rendered.applied,
            withheld=rendered.withheld,
        )

    async def _request(self, pairs: Sequence[tuple[Role, str]], context: Context) -> Request:
        """Newest user text, the question in it, and the turns before, embedded in one call."""
        newest = messages.newest_user_text(pairs)
        dialogue = messages.earlier_user_texts(pairs)
        question = tiering.question_of(newest)
        texts = [newest]
        if question != newest:
            texts.append(question)
        if dialogue:
            texts.append("\n".join(dialogue))
        rows = await self.parts.reader.embed(texts, purpose="query") if newest else np.zeros((3, 1))
        return Request(
            text=newest,
            dialogue=dialogue,
            vector=rows[0],
            question_vector=rows[1] if question != newest else None,
            dialogue_vector=rows[-1] if dialogue else None,
            context=context,
        )

    def _choose(
        self,
        stored: StoredProfile,
        request: Request,
        decision: RequestDecision,
        *,
        at: datetime,
        budget: int,
    ) -> Rendered:
        policy = self.parts.policy
        preferences = dynamics.profile_at(stored, at=at, policy=policy)
        verdicts = tiering.judge(preferences, request=request, decision=decision, policy=policy)
        found = self.personas(stored, preferences)
        candidates = [self._candidate(stored, preference) for preference in preferences]
        chosen = selection.select(
            candidates,
            verdicts,
            request=request,
            decision=decision,
            attention=personas.attend(found, profile=stored, request=request),
            at=at,
        )
        return self.parts.renderer.render(
            chosen,
            decision=decision,
            safeguards=policy.safeguards,
            duties=policy.duties(request.context.role),
            budget=budget,
            counter=self.parts.counter,
            revision=stored.revision,
        )

    def personas(
        self, stored: StoredProfile, preferences: Sequence[Preference]
    ) -> tuple[Persona, ...]:
        """The personas of a profile, found once per revision."""
        key = (stored.scope, stored.revision)
        found = self._personas.get(key)
        if found is None:
            found = self._personas[key] = personas.cluster(stored, preferences)
            if len(self._personas) > CACHED_USERS:
                self._personas.popitem(last=False)
        return found

    def _candidate(self, stored: StoredProfile, preference: Preference) -> Candidate:
        vectors: Matrix = stored.vectors.get(preference.id, np.zeros((0, 0), dtype=np.float32))
        return Candidate(preference=preference, vectors=vectors)

    def _record(
        self,
        scope: Scope,
        request: Request,
        decision: RequestDecision,
        rendered: Rendered,
        at: datetime,
    ) -> None:
        self.parts.audit.record(
            AuditRecord(
                decision_id=decision.decision_id,
                at=at,
                policy=self.parts.policy.name,
                policy_revision=decision.policy_revision,
                point="select",
                pseudonym=pseudonym(scope),
                request_hash=hashlib.sha256(request.text.encode()).hexdigest()[:32],
                preferences=tuple(one.preference.id for one in rendered.applied),
                tier=decision.tier,
                safeguards=decision.safeguards,
                rules=decision.kinds,
                reason="; ".join(decision.reasons),
            )
        )


def pseudonym(scope: Scope) -> str:
    """The name under which a user's decisions are audited: a digest of tenant and user id."""
    packed = f"{scope.tenant}\x1f{scope.user}".encode()
    return hashlib.sha256(packed).hexdigest()[:32]


def _untouched(
    given: Sequence[Message], stored: StoredProfile, decision_id: str, reason: str
) -> Personalization:
    empty = ContextBlock(revision=stored.revision)
    copies: list[dict[str, Any]] = injection.inject(given, empty)
    decision = RequestDecision(reasons=(reason,), decision_id=decision_id)
    return Personalization(messages=copies, block=empty, decision=replace(decision))
