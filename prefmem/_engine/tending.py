"""What is owed without anybody asking: erasures that were cut off, content past its time."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta

import anyio

from prefmem._engine.finishing import Finisher
from prefmem._engine.parts import Parts
from prefmem.errors import RevisionConflict, StoreError
from prefmem.stages import retention
from prefmem.types import Scope

logger = logging.getLogger(__name__)
TASK = "retention"
DAY = 86_400.0
"""Seconds between two sweeps of the same store, whichever process makes them."""
HOUR = 3600.0
"""Seconds until a sweep that was cut off is made again, and between two looks."""


@dataclass(frozen=True, slots=True, eq=False)
class Tender:
    """Finishes and removes; whatever it is killed in the middle of is done the next time."""

    finisher: Finisher

    @property
    def _parts(self) -> Parts:
        return self.finisher.eraser.committer.parts

    async def once(self, stop: anyio.Event | None = None) -> int:
        """Finish erasures, and remove what is past its time if that is due; users concerned.

        Raises:
            StoreError: The store, or an index, went away; the rest is done the next time.
        """
        done = await self.finisher.finish()
        store = self._parts.store
        if not await store.take(TASK, seconds=HOUR):
            return done
        # Records of decisions, too: a process that runs for years and never stops keeps no older.
        await self._parts.audit.flush()
        if self._parts.policy.retains_for_a_time:
            await self._turns()
            done += await self._sweep(stop)
        if stop is None or not stop.is_set():
            await store.put_off(TASK, seconds=DAY)
        return done

    async def run(self, stop: anyio.Event) -> None:
        """Look again every hour until `stop` is set; a store that goes away is waited for."""
        while not stop.is_set():
            try:
                await self.once(stop)
            except StoreError as error:
                logger.warning("content past its time stays until the next look: %s", error)
            with anyio.move_on_after(HOUR):
                await stop.wait()

    async def _sweep(self, stop: anyio.Event | None) -> int:
        """Look at every user, unless it is to stop; how many lost something."""
        done = 0
        async for scope in self._parts.store.users():
            began = anyio.current_time()
            done += await self._retire(scope)
            if stop is None:
                continue
            if stop.is_set():
                break
            # In the background: a fifth of the time, the rest is for those who wait for answers.
            await anyio.sleep(4 * (anyio.current_time() - began))
        return done

    async def _turns(self) -> None:
        """The index first: cut off in between, the log still says which turns are meant."""
        days = self._parts.policy.retention.turns_days
        if days is None:
            return
        before = self._parts.clock.now() - timedelta(days=days)
        # Those that this memory has: one that it had before reads no more, and holds nothing back.
        stages = tuple(self._parts.distillers)
        async for scope, names in self._parts.store.past_turns(before, stages=stages):
            await self._parts.episodes.erase(scope, names)
        await self._parts.store.expire_turns(before, stages=stages)

    async def _retire(self, scope: Scope) -> bool:
        """Remove what is past its time of one user; False if there was nothing."""
        parts, policy = self._parts, self._parts.policy
        store = parts.store.preferences
        # Not through the cache: who was not here for a year would push out who is.
        profile = await store.profile(scope)
        gone = retention.past(profile, policy=policy, at=parts.clock.now())
        if not gone:
            return False
        ledger, history = await store.evidence(scope), await store.history(scope)
        due = retention.due(gone, profile, ledger, history, policy=policy)
        if not due.preferences:
            return False
        try:
            await self.finisher.eraser.retire(profile, due, ledger, history)
        except RevisionConflict:
            logger.info("a profile has changed while it was swept; the next sweep looks again")
            return False
        return True
