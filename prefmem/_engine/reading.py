"""The read path: one query, one embedding, then pure stages. Nothing is written while one waits."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import numpy as np

from prefmem._engine import moments
from prefmem._engine.beside import beside
from prefmem._engine.holding import Held, Holder, Ready
from prefmem._engine.overseeing import Overseer
from prefmem._engine.parts import Parts
from prefmem._engine.profiles import Profiles
from prefmem.policy.question import asks_apart
from prefmem.records import AuditRecord, Matrix, Rendered, Request, Selection, StoredProfile
from prefmem.stages import exploring, injection, intake, messages, selection, tiering
from prefmem.types import (
    ANYWHERE,
    Context,
    ContextBlock,
    Message,
    Persona,
    Personalization,
    RequestDecision,
    Role,
    Scope,
)

REHEARSED = 256
"""Tokens of a block that nobody sees."""
EARLIER = 3
"""Turns of the user before the newest one that are read with a request."""
DIALOGUE = 600
"""Characters of these, from their end."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """The texts of a request: the newest one, the question in it, the turns before."""

    newest: str
    question: str | None
    """The sentence that asks, where that is worth reading apart."""
    dialogue: tuple[str, ...]
    said: tuple[str, ...]
    """All that the user says in it."""

    @classmethod
    def of(cls, pairs: Sequence[tuple[Role, str]]) -> _Asked:
        # What we added to a prompt before is nothing that its user says.
        said = messages.user_texts(
            [("user", injection.strip(text)) for role, text in pairs if role == "user"]
        )
        newest = said[-1] if said else ""
        return cls(newest, asks_apart(newest), said[:-1][-EARLIER:], said)

    def texts(self) -> list[str]:
        """What is embedded, in one call."""
        texts = [self.newest]
        if self.question is not None:
            texts.append(self.question)
        if self.dialogue:
            texts.append("\n".join(self.dialogue)[-DIALOGUE:])
        return texts

    def request(self, rows: Matrix, context: Context, conversation: str | None) -> Request:
        """The request, with the vectors of its texts."""
        return Request(
            text=self.newest,
            dialogue=self.dialogue,
            vector=rows[0],
            question_vector=rows[1] if self.question is not None else None,
            dialogue_vector=rows[-1] if self.dialogue else None,
            context=context,
            conversation=conversation,
            said=self.said,
        )


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of a request before its vectors are."""

    for_policy: tiering.Words
    for_selection: selection.Words
    decision_id: str
    chance: exploring.Chance
    digest: str
    """Names its text where decisions are audited."""
    wants_none: bool
    """It asks to be answered without."""
    copies: list[dict[str, Any]]
    """Its messages, as the block goes into them."""

    @classmethod
    def of(cls, scope: Scope, given: Sequence[Message], asked: _Asked, at: datetime) -> _Known:
        text = asked.newest
        decision_id = _decision_id(scope, text, at)
        return cls(
            for_policy=tiering.words_of(text, asked.said[:-1]),
            for_selection=selection.words_of(text),
            decision_id=decision_id,
            chance=exploring.drawn(decision_id),
            digest=hashlib.sha256(text.encode()).hexdigest()[:32],
            wants_none=intake.wants_no_memory(text),
            copies=injection.cleaned(given),
        )


@dataclass(slots=True, eq=False)
class Reader:
    """Answers `personalize`; keeps nothing but a cache of profiles at their revision."""

    parts: Parts
    profiles: Profiles
    overseer: Overseer
    _holder: Holder = field(init=False)

    def __post_init__(self) -> None:
        """Nothing is held yet."""
        self._holder = Holder(self.profiles, self.parts.policy)

    def drop(self, scope: Scope) -> None:
        """Let go of what is kept of a user."""
        self._holder.drop(scope)

    async def newest(self, scope: Scope, at: datetime) -> Ready:
        """The newest profile, made ready once for its revision, and weighed for a time first."""
        return await self._holder.newest(scope, at)

    async def found(self, ready: Ready) -> tuple[Persona, ...]:
        """The personas of a profile; found on a thread where nobody has asked for them yet."""
        return await self._holder.personas(ready)

    async def ready(self, stored: StoredProfile, at: datetime) -> Ready:
        """A profile as it stood made ready for a time."""
        return await self._holder.prepared(stored, at)

    async def personalize(
        self,
        scope: Scope,
        given: Sequence[Message],
        *,
        budget: int,
        at: datetime,
        named: bool,
        context: Context,
        conversation: str | None = None,
    ) -> Personalization:
        """What to send to the model for `given`, and why.

        Where nobody `named` the time, it is no earlier than what the profile was made from last.
        """
        budget = messages.checked_budget(budget)
        self.parts.policy.check_role(context.role)
        if conversation is not None:
            conversation = messages.checked_id(conversation, "conversation id")
        asked = _Asked.of(messages.read(given))
        # The embedding goes first: it takes longest, and the rest is done while it computes.
        meanwhile = self._held(scope, given, asked, at, named=named)
        rows, (held, known, at) = await beside(self._embedded(asked), meanwhile)
        if known.wants_none:
            return _untouched(known, held.stored, "the user asked for no memory here")
        if held.stored.person.paused:
            return _untouched(known, held.stored, "memory is paused")
        request = asked.request(rows, context, conversation)
        decision = await self._decide(scope, request, known)
        chosen = self._choose(held, request, known, decision, at)
        rendered = self._render(held.stored, chosen, request, decision, budget)
        self._record(held, request, known, decision, rendered, at)
        return Personalization(
            messages=injection.filled(known.copies, rendered.block),
            block=rendered.block,
            decision=decision,
            applied=lambda: chosen.told(rendered.applied),
            withheld=lambda: rendered.withheld,
        )

    async def rehearse(
        self, stored: StoredProfile, given: Sequence[Message], *, at: datetime
    ) -> Rendered:
        """Do as for a request, over a profile that no store holds; no model asked, no record."""
        asked = _Asked.of(messages.read(given))
        rows, ready = await self._embedded(asked), await self.ready(stored, at)
        request = asked.request(rows, ANYWHERE, None)
        known = _Known.of(stored.scope, given, asked, at)
        reading = tiering.understand(request, words=known.for_policy)
        decision = tiering.decided(
            reading.kinds,
            reading.reasons,
            request=request,
            policy=self.parts.policy,
            decision_id=known.decision_id,
        )
        chosen = self._choose(ready.at(at), request, known, decision, at)
        return self._render(stored, chosen, request, decision, REHEARSED)

    async def _held(
        self,
        scope: Scope,
        given: Sequence[Message],
        asked: _Asked,
        at: datetime,
        *,
        named: bool,
    ) -> tuple[Held, _Known, datetime]:
        """All that can be done before the request is understood, and its time."""
        ready = await self._holder.newest(scope, at)
        if not named:
            at = moments.known(ready.stored.person, at)
        return ready.at(at), _Known.of(scope, given, asked, at), at

    async def _embedded(self, asked: _Asked) -> Matrix:
        texts = asked.texts()
        if not asked.newest:
            return np.zeros((len(texts), 1), dtype=np.float32)
        return await self.parts.reader.embed(texts, purpose="query")

    async def _decide(self, scope: Scope, request: Request, known: _Known) -> RequestDecision:
        return await self.overseer.decide(
            scope,
            request,
            words=known.for_policy,
            decision_id=known.decision_id,
            chance=known.chance,
        )

    def _choose(
        self,
        held: Held,
        request: Request,
        known: _Known,
        decision: RequestDecision,
        at: datetime,
    ) -> Selection:
        verdicts = tiering.judge(
            held.sorted, request=request, decision=decision, policy=self.parts.policy
        )
        if known.for_policy.recalls and tiering.reads_alone(request):
            return selection.everything(held.candidates, verdicts, request=request)
        return selection.select(
            held.candidates,
            verdicts,
            request=request,
            decision=decision,
            attention=held.attention(request),
            at=at,
            prepared=held.prepared,
            words=known.for_selection,
        )

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
        held: Held,
        request: Request,
        known: _Known,
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
                pseudonym=held.pseudonym,
                request_hash=known.digest,
                preferences=tuple([one.id for one in used]),
                tier=decision.tier,
                safeguards=decision.safeguards,
                rules=tiering.ruled(used, request=request, decision=decision, policy=policy),
                reason="; ".join(decision.reasons),
                kinds=decision.kinds,
            )
        )


def _decision_id(scope: Scope, text: str, at: datetime) -> str:
    """A name for one decision, whose first half is that of the request: see `exploring.SHARED`."""
    said = "\x1f".join((scope.tenant, scope.user, text, at.strftime("%Y-%m-%dT%H")))
    named = hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()
    return named[: exploring.SHARED] + uuid.uuid4().hex[exploring.SHARED :]


def _untouched(known: _Known, stored: StoredProfile, reason: str) -> Personalization:
    return Personalization(
        messages=known.copies,
        block=ContextBlock(revision=stored.revision),
        decision=RequestDecision(reasons=(reason,), decision_id=uuid.uuid4().hex),
    )
