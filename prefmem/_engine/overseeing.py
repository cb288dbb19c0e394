"""Where a lent model is asked: within a time limit, or beside the work, never instead of it."""

from __future__ import annotations

import hashlib
import logging
from collections import Counter, OrderedDict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import anyio

from prefmem._engine.errands import Errand, Errands
from prefmem._engine.parts import Parts
from prefmem.errors import DistillerError, PrefmemError
from prefmem.policy import answers, asking
from prefmem.policy.answers import Finding
from prefmem.policy.oversight import Answer, Oversight
from prefmem.policy.reading import Reading
from prefmem.records import AuditRecord, Request
from prefmem.stages import exploring, forgetting, injection, tiering
from prefmem.types import ContextBlock, Personalization, RequestDecision, Scope

Given = TypeVar("Given")
logger = logging.getLogger(__name__)
REMEMBERED = 1024
"""Requests whose reading by the model is remembered, by the hash of their text."""


@dataclass(slots=True, eq=False)
class Overseer:
    """Asks the model that an application lent; does nothing where it lent none."""

    parts: Parts
    errands: Errands
    counters: Counter[str] = field(default_factory=Counter[str])
    """What was asked and what came of it, since this memory was opened."""
    _known: OrderedDict[str, frozenset[str]] = field(
        default_factory=OrderedDict[str, frozenset[str]]
    )

    # --- which kinds of request ---------------------------------------------------------------

    async def decide(
        self,
        scope: Scope,
        request: Request,
        *,
        words: tiering.Words,
        decision_id: str,
        chance: exploring.Chance,
    ) -> RequestDecision:
        """The decision on a request, with a model's reading where one was lent for that."""
        reading = tiering.understand(request, words=words)
        lent = self.parts.oversight
        open_to_it = bool(request.text.strip()) and not words.recalls
        if lent is not None and lent.reads is not None and open_to_it:
            reading = await self._read(scope, request, reading, lent, lent.reads)
        return tiering.decided(
            reading.kinds,
            reading.reasons,
            request=request,
            policy=self.parts.policy,
            decision_id=decision_id,
            chance=chance,
        )

    async def _read(
        self,
        scope: Scope,
        request: Request,
        reading: Reading,
        lent: Oversight,
        complete: asking.Complete,
    ) -> Reading:
        key = hashlib.sha256(request.text.encode()).hexdigest()
        if key in self._known:
            self._known.move_to_end(key)
        elif lent.seconds > 0.0:
            await self._ask(key, request.text, reading, complete, lent.seconds)
        else:

            async def later(errand: Errand) -> None:
                if key not in self._known and not errand.void:
                    await self._ask(key, request.text, reading, complete, lent.patience)

            self.errands.later(scope, later)
        return asking.merged(reading, self._known.get(key, frozenset()), self.parts.policy)

    async def _ask(
        self, key: str, text: str, reading: Reading, complete: asking.Complete, seconds: float
    ) -> None:
        policy = self.parts.policy
        asked = await asking.ask(text, policy=policy, complete=_guarded(complete), seconds=seconds)
        outcome: str = asked.outcome
        if asked.outcome == "read":
            same = asking.merged(reading, asked.kinds, policy).kinds == reading.kinds
            outcome = "agreed" if same else "changed"
            self._known[key] = asked.kinds
            if len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
        self.counters[f"request readings by model: {outcome}"] += 1

    # --- what an answer concludes -------------------------------------------------------------

    def audited(
        self, scope: Scope, answer: str, given: Personalization, found: Sequence[Finding]
    ) -> None:
        """Record what an answer was found to miss; compare it, if it is one of the sample."""
        if not given.decision.policy_revision:
            return  # nothing was decided: memory was paused, or not wanted
        kept = tuple(one.safeguard for one in found)
        reason = "; ".join(f"{one.safeguard}: {one.message}" for one in found)
        self._record(scope, given, missing=kept, reason=reason or "the safeguards are kept")
        lent = self.parts.oversight
        if lent is None or lent.answers is None or not given.applied:
            return
        if answers.sampled(given.decision.decision_id, lent.share):
            messages = injection.inject(given.messages, ContextBlock())
            ask, patience = lent.answers, lent.patience

            async def compare(errand: Errand) -> None:
                without = await self._answered(ask, messages, patience)
                if without is not None and not errand.void:
                    self._compared(scope, given, answers.compare(answer, without))

            self.errands.later(scope, compare)

    async def _answered(
        self, ask: Answer, messages: Sequence[Mapping[str, Any]], patience: float
    ) -> str | None:
        with anyio.move_on_after(patience):
            try:
                return await _guarded(ask)(messages)
            except PrefmemError:
                self.counters["compared: failed"] += 1
                return None
        self.counters["compared: late"] += 1
        return None

    def _compared(
        self, scope: Scope, given: Personalization, comparison: answers.Comparison
    ) -> None:
        tier = given.decision.tier
        self.counters[f"compared {tier}: {comparison.outcome}"] += 1
        why = f" ({'; '.join(comparison.reasons)})" if comparison.reasons else ""
        told = f"with and without the profile, the conclusion is: {comparison.outcome}{why}"
        self._record(scope, given, missing=(), reason=told)

    def _record(
        self, scope: Scope, given: Personalization, *, missing: tuple[str, ...], reason: str
    ) -> None:
        decision = given.decision
        self.parts.audit.record(
            AuditRecord(
                decision_id=decision.decision_id,
                at=self.parts.clock.now(),
                policy=self.parts.policy.name,
                policy_revision=decision.policy_revision,
                point="output",
                pseudonym=forgetting.pseudonym(scope),
                request_hash="",
                preferences=(),
                tier=decision.tier,
                safeguards=missing,
                rules=(),
                reason=reason,
                kinds=decision.kinds,
            )
        )


def _guarded(ask: Callable[[Given], Awaitable[str]]) -> Callable[[Given], Awaitable[str]]:
    """The lent function, failing with our own errors alone: requests must not fail by it."""

    async def guarded(given: Given) -> str:
        try:
            return await ask(given)
        except PrefmemError:
            raise
        except Exception as error:
            # A lent function's own bug. It must not stop the memory, nor go unseen.
            logger.exception("the lent model failed")
            raise DistillerError(f"the lent model failed: {error}") from error

    return guarded
