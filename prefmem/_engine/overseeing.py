"""Where a lent model is asked: within a time limit, or beside the work, never instead of it."""

from __future__ import annotations

import hashlib
import logging
from collections import Counter, OrderedDict, deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import anyio

from prefmem._engine.parts import Parts
from prefmem.errors import DistillerError, PrefmemError
from prefmem.policy import answers, asking
from prefmem.policy.answers import Finding
from prefmem.policy.oversight import Answer, Oversight
from prefmem.policy.reading import Reading
from prefmem.records import AuditRecord, Request
from prefmem.stages import forgetting, injection, tiering
from prefmem.types import ContextBlock, Personalization, RequestDecision, Scope

Given = TypeVar("Given")
logger = logging.getLogger(__name__)
WAITING = 64
"""Questions to the model that wait at most; beyond it new ones are left out, and counted."""
REMEMBERED = 1024
"""Requests whose reading by the model is remembered, by the hash of their text."""
POLL_SECONDS = 0.25


@dataclass(slots=True, eq=False)
class _Errand:
    """Something to ask the model when nobody waits."""

    scope: Scope
    run: Callable[[_Errand], Awaitable[None]]
    void: bool = False
    """True once the user was erased: what comes of it is thrown away."""


@dataclass(slots=True, eq=False)
class Overseer:
    """Asks the model that an application lent; does nothing where it lent none."""

    parts: Parts
    counters: Counter[str] = field(default_factory=Counter[str])
    """What was asked and what came of it, since this memory was opened."""
    _errands: deque[_Errand] = field(default_factory=deque[_Errand])
    _in_hand: _Errand | None = None
    _known: OrderedDict[str, frozenset[str]] = field(
        default_factory=OrderedDict[str, frozenset[str]]
    )
    _turn: anyio.Lock = field(default_factory=anyio.Lock)
    _scope: anyio.CancelScope = field(default_factory=anyio.CancelScope)

    # --- which kinds of request ---------------------------------------------------------------

    async def decide(
        self, scope: Scope, request: Request, *, words: tiering.Words, decision_id: str
    ) -> RequestDecision:
        """The decision on a request, with a model's reading where one was lent for that."""
        reading = tiering.understand(request, words=words)
        lent = self.parts.oversight
        if lent is not None and lent.reads is not None and request.text.strip():
            reading = await self._read(scope, request, reading, lent, lent.reads)
        return tiering.decided(
            reading.kinds,
            reading.reasons,
            request=request,
            policy=self.parts.policy,
            decision_id=decision_id,
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

            async def later(errand: _Errand) -> None:
                if key not in self._known and not errand.void:
                    await self._ask(key, request.text, reading, complete, lent.patience)

            self._later(scope, later)
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

            async def compare(errand: _Errand) -> None:
                without = await self._answered(ask, messages, patience)
                if without is not None and not errand.void:
                    self._compared(scope, given, answers.compare(answer, without))

            self._later(scope, compare)

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

    # --- errands ------------------------------------------------------------------------------

    def _later(self, scope: Scope, run: Callable[[_Errand], Awaitable[None]]) -> None:
        if len(self._errands) >= WAITING:
            self.counters["questions to the model left out"] += 1
            return
        self._errands.append(_Errand(scope=scope, run=run))

    def drop(self, scope: Scope) -> None:
        """Ask nothing more about a user, and throw away what is being asked."""
        for errand in self._errands:
            errand.void = errand.void or errand.scope == scope
        self._errands = deque(one for one in self._errands if not one.void)
        if self._in_hand is not None and self._in_hand.scope == scope:
            self._in_hand.void = True

    async def drain(self) -> None:
        """Run all errands that wait, and wait for the one in hand."""
        while await self._one():
            pass

    async def run(self, stop: anyio.Event) -> None:
        """Run errands as they come, until `stop` is set or `close` is called."""
        with self._scope:
            while not stop.is_set():
                if not await self._one():
                    with anyio.move_on_after(POLL_SECONDS):
                        await stop.wait()

    def close(self) -> None:
        """Let go of the errand in hand and of those that wait."""
        self._errands.clear()
        self._scope.cancel()

    async def _one(self) -> bool:
        async with self._turn:
            if not self._errands:
                return False
            self._in_hand = self._errands.popleft()
            try:
                await self._in_hand.run(self._in_hand)
            finally:
                self._in_hand = None
            return True


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
