"""What a model is asked when nobody waits for the answer: one question after the other."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import anyio

from prefmem.types import Scope

WAITING = 64
"""Questions to the model that wait at most; beyond it new ones are left out, and counted."""
POLL_SECONDS = 0.25


@dataclass(slots=True, eq=False)
class Errand:
    """Something to ask the model when nobody waits."""

    scope: Scope
    run: Callable[[Errand], Awaitable[None]]
    void: bool = False
    """True once the user was erased: what comes of it is thrown away."""


@dataclass(slots=True, eq=False)
class Errands:
    """Runs errands in order, in the background or when drained; none of whom memory is paused."""

    paused: Callable[[Scope], Awaitable[bool]]
    counters: Counter[str] = field(default_factory=Counter[str])
    """What was left out, since this memory was opened."""
    _waiting: deque[Errand] = field(default_factory=deque[Errand])
    _in_hand: Errand | None = None
    _turn: anyio.Lock = field(default_factory=anyio.Lock)
    _scope: anyio.CancelScope = field(default_factory=anyio.CancelScope)

    def later(self, scope: Scope, run: Callable[[Errand], Awaitable[None]]) -> bool:
        """Run this when there is time; False if too much waits already."""
        if len(self._waiting) >= WAITING:
            self.counters["questions to the model left out"] += 1
            return False
        self._waiting.append(Errand(scope=scope, run=run))
        return True

    def drop(self, scope: Scope) -> None:
        """Ask nothing more about a user, and throw away what is being asked."""
        for errand in self._waiting:
            errand.void = errand.void or errand.scope == scope
        self._waiting = deque(one for one in self._waiting if not one.void)
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
        self._waiting.clear()
        self._scope.cancel()

    async def _one(self) -> bool:
        async with self._turn:
            if not self._waiting:
                return False
            self._in_hand = self._waiting.popleft()
            try:
                if not await self.paused(self._in_hand.scope) and not self._in_hand.void:
                    await self._in_hand.run(self._in_hand)
            finally:
                self._in_hand = None
            return True
