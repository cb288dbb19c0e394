"""Works off what waits: claim, read, process outside any transaction, commit, or try again."""

from __future__ import annotations

import logging
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from weakref import WeakValueDictionary

import anyio

from prefmem.errors import (
    DistillerError,
    LeaseLost,
    PrefmemError,
    RevisionConflict,
    StoreError,
    StoreUnavailable,
)
from prefmem.ports import Age, Process, TurnLog, WorkStream
from prefmem.records import Lease, StageName, Turn
from prefmem.tracing import span
from prefmem.types import Receipt, Scope

logger = logging.getLogger(__name__)
_CHANCE = random.Random()  # noqa: S311
"""Of our own: an application that seeds `random` gets the numbers that it expects."""
SWEEP_SECONDS = 3600.0
LONGEST_WAIT = 900.0
LONGEST_PAUSE = 60.0
"""Seconds between two looks at a store that is damaged."""
BEFORE = 6
"""Turns before the cursor that a distiller sees as context: what "the second one" was."""
CAREFUL_AFTER = 2
"""Failures of a batch after which its turns are read one by one, to find the one that fails."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why a batch was not done."""

    text: str
    wait: float | None = None
    """Seconds after which the other side may be asked: its trouble, not that of these turns."""
    tried: int | None = None
    """How many of the turns it is about, from the first; None: all."""
    counts: bool = True
    """False for what says nothing about the turns."""


class Worker:
    """Implements `Worker` over any work stream; any number may run, on any number of hosts."""

    def __init__(
        self,
        work: WorkStream,
        turns: TurnLog,
        process: Process,
        stages: Sequence[StageName],
        *,
        batch: int = 256,
        lease_seconds: float = 30.0,
        max_attempts: int = 5,
        first_wait: float = 2.0,
        poll_seconds: float = 0.5,
    ) -> None:
        """Keep what it works with; nothing runs yet.

        Args:
            work: Where leases come from.
            turns: Where turns are read.
            process: Distils turns under a lease and commits, moving the lease's cursor.
            stages: What it does, the most urgent first.
            batch: Turns given to `process` at once.
            lease_seconds: For how long a worker that dies holds a user up.
            max_attempts: Failures of a single turn after which it is parked.
            first_wait: Seconds before the first retry; each later one waits four times as long.
            poll_seconds: Pause where nothing is due.
        """
        self._work = work
        self._turns = turns
        self._process = process
        self._stages = tuple(stages)
        self._batch = batch
        self._lease_seconds = lease_seconds
        self._max_attempts = max_attempts
        self._first_wait = first_wait
        self._poll_seconds = poll_seconds
        self._callers = WeakValueDictionary[Scope, anyio.Lock]()

    async def run_once(self, scope: Scope | None = None, *, hurry: bool = False) -> bool:
        """Do one batch, of this user if one is named; False if there was none to do.

        A failure is recorded with its back-off and not raised.

        Raises:
            StoreUnavailable: The store itself cannot be reached.
        """
        for stage in self._stages:
            for attempt in count():
                lease = await self._work.claim(
                    stage, scope=scope, seconds=self._lease_seconds, hurry=hurry
                )
                if lease is None and not attempt:
                    break
                if lease is None or await self._do(lease, await self._read(lease)) or attempt:
                    return True
        return False

    async def take_in(
        self,
        scope: Scope,
        turns: Sequence[Turn],
        *,
        due: Mapping[StageName, float],
        age: Age | None = None,
    ) -> Receipt:
        """Append turns and do the first batch of its first stage with them, if the user is free.

        Calls of one user are taken one after the other: each returns with its turns read.

        A failure to process is recorded as by `run_once`: the turns are durable by then. So they
        are where the store goes away after that; they wait for whoever works when it is back.

        Raises:
            StoreUnavailable: The store cannot be reached; nothing was written.
        """
        async with self._turn_of(scope):
            found = await self._turns.append_and_claim(
                scope,
                turns,
                due=due,
                stage=self._stages[0],
                seconds=self._lease_seconds,
                limit=self._batch,
                before=BEFORE,
                age=age,
            )
            try:
                if found.lease is not None and not await self._do(found.lease, found.turns):
                    # Somebody erased meanwhile, say: the rest is to be read.
                    await self.run_once(scope)
            except StoreUnavailable as error:
                logger.warning("turns are stored, and wait to be distilled: %s", error)
        return found.receipt

    def _turn_of(self, scope: Scope) -> anyio.Lock:
        return self._callers.setdefault(scope, anyio.Lock())

    async def run(self, stop: anyio.Event) -> None:
        """Work until `stop` is set; finishes the batch in hand.

        A store that goes away is waited for; of one that is damaged whoever asks for anything
        hears, and the log.
        """
        swept, pause = -SWEEP_SECONDS, self._poll_seconds
        while not stop.is_set():
            try:
                if anyio.current_time() - swept >= SWEEP_SECONDS:
                    swept = anyio.current_time()
                    await self._work.sweep()
                busy = await self.run_once()
                pause = self._poll_seconds
                if busy:
                    continue
            except StoreUnavailable as error:
                logger.warning("the store is away, trying again: %s", error)
            except StoreError as error:
                pause = min(2 * pause, LONGEST_PAUSE)
                text = "nothing can be worked off, trying again in %.0f s: %s"
                logger.error(text, pause, error)
            with anyio.move_on_after(pause * _CHANCE.uniform(0.8, 1.2)):
                await stop.wait()

    async def _read(self, lease: Lease) -> tuple[Turn, ...]:
        """What a lease is to work on, and the few turns before that."""
        first = max(0, lease.cursor - BEFORE)
        limit = lease.cursor - first + lease.at_once(self._batch)
        return await self._turns.read(lease.scope, after=first, limit=limit)

    async def _do(self, lease: Lease, read: Sequence[Turn]) -> bool:
        """Work on one lease; False if it was lost, so that the user is to be claimed again."""
        before = tuple(turn for turn in read if turn.position <= lease.cursor)
        turns = tuple(read[len(before) :])
        try:
            if not turns:
                await self._work.release(lease)
                return True
            failure = await self._attempt(lease, turns, before)
            if failure is not None:
                await self._failed(lease, turns, failure)
        except LeaseLost:
            logger.info("a lease on stage %s passed to somebody else", lease.stage)
            return False
        return True

    async def _attempt(
        self, lease: Lease, turns: tuple[Turn, ...], before: tuple[Turn, ...]
    ) -> Failure | None:
        """Process under a lease that is renewed for as long as it takes.

        Raises:
            LeaseLost: Another worker took over, or the turns were erased.
            StoreUnavailable: The store went away.
        """
        outcome: Failure | PrefmemError | None = None
        ended = False
        async with anyio.create_task_group() as group:

            async def keep() -> None:
                while True:
                    await anyio.sleep(self._lease_seconds / 3)
                    try:
                        await self._work.renew(lease, seconds=self._lease_seconds)
                    except LeaseLost:
                        group.cancel_scope.cancel()
                        return
                    except StoreUnavailable as error:
                        logger.warning("a lease could not be renewed: %s", error)

            group.start_soon(keep)
            with span("prefmem.work.batch", stage=lease.stage, turns=len(turns)):
                outcome = await self._outcome(lease, turns, before)
            ended = True  # from here on a lease that is gone was freed by the commit
            group.cancel_scope.cancel()
        if not ended:
            raise LeaseLost(f"the lease on stage {lease.stage!r} was lost while it was worked on")
        if isinstance(outcome, PrefmemError):
            raise outcome
        return outcome

    async def _outcome(
        self, lease: Lease, turns: tuple[Turn, ...], before: tuple[Turn, ...]
    ) -> Failure | PrefmemError | None:
        try:
            await self._process(lease, turns, before)
        except (LeaseLost, StoreUnavailable) as error:
            return error
        except RevisionConflict as error:
            return Failure(text=str(error), counts=False)
        except DistillerError as error:
            return Failure(text=str(error), wait=error.retry_after, tried=error.tried)
        except PrefmemError as error:
            return Failure(text=str(error), counts=not isinstance(error, StoreError))
        except Exception as error:
            # A plug-in's own bug. It must not stop the work of all other users, nor go unseen.
            logger.exception("processing of stage %s failed", lease.stage)
            return Failure(text=f"{type(error).__name__}: {error}")
        return None

    async def _failed(self, lease: Lease, turns: tuple[Turn, ...], failure: Failure) -> None:
        if failure.wait is not None or not failure.counts:
            wait = self._first_wait if failure.wait is None else failure.wait
            await self._work.release(lease, retry_in=min(wait, LONGEST_WAIT))
            return
        attempts, tried = lease.attempts + 1, turns[: failure.tried]
        if len(tried) == 1 and attempts >= self._max_attempts:
            logger.warning("a turn failed %d times in stage %s; parked", attempts, lease.stage)
            await self._work.release(lease, cursor=tried[0].position, failed=failure.text)
            return
        wait = min(self._first_wait * 4 ** (attempts - 1), LONGEST_WAIT)
        careful = tried[-1].position if attempts >= CAREFUL_AFTER and len(tried) > 1 else None
        await self._work.release(
            lease,
            failed=failure.text,
            retry_in=wait * _CHANCE.uniform(0.75, 1.25),
            careful=careful,
        )
