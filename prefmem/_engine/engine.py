"""What a memory is made of and does: opens and closes, takes turns in, works off what waits."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import datetime
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import anyio

from prefmem._engine.committing import Committer
from prefmem._engine.erasing import Eraser
from prefmem._engine.errands import Errands
from prefmem._engine.finishing import Finisher
from prefmem._engine.moments import Moments, known
from prefmem._engine.overseeing import Overseer
from prefmem._engine.parts import Parts, check_embedder, let_go
from prefmem._engine.profiles import Profiles
from prefmem._engine.reading import Reader
from prefmem._engine.rederiving import Rederiver
from prefmem._engine.tending import Tender
from prefmem._engine.warming import Rehearsal
from prefmem._engine.wording import Wordings
from prefmem._engine.writing import Writer
from prefmem.errors import StoreError, UsageError
from prefmem.ports import Age, Worker
from prefmem.records import StageName, Turn, Vector
from prefmem.stages import messages
from prefmem.types import Context, EpisodeHit, MemoryStatus, Message, Receipt, Scope
from prefmem.underway import Underway

logger = logging.getLogger(__name__)
Assemble = Callable[[], Awaitable[Parts]]
AT_ONCE = 256
"""Turns that `observe` distils before it returns; more are left to the worker."""
AT_ONCE_CALLS = 16
"""Calls that distil at the same time; under more load the worker does it, moments later."""
LOCAL_DEBOUNCE = 2.0
"""Seconds that the worker leaves new turns to the call that brought them."""
MODEL_DEBOUNCE = 20.0
"""Seconds of quiet after which a language model reads a conversation."""

_READING = {"moments", "profiles", "reader", "overseer", "wordings", "errands"}
_WRITING = {"committer", "writer", "eraser", "finisher", "rederiver", "tender", "_local", "_rest"}
MADE_WHEN_OPENED = frozenset(_READING | _WRITING)
"""Gone again once it is closed: a call that comes late must not open the store anew."""


class Engine:
    """The parts at work, behind the public face, which holds no rule of its own."""

    def __init__(self, assemble: Assemble, *, background: bool = True) -> None:
        """Keep how to assemble the parts; nothing is opened before the context is entered."""
        self._assemble = assemble
        self._background = background
        self._parts: Parts | None = None
        self._stack = AsyncExitStack()
        self._stop = anyio.Event()
        self._distilling = 0
        self.underway = Underway()

    async def __aenter__(self) -> Self:
        """Open the store and start the worker.

        Raises:
            UsageError: It was opened before; make another one.
        """
        if self._parts is not None or self._stop.is_set():
            raise UsageError("this memory was opened before; make another one with open()")
        parts = self._parts = await self._assemble()
        self.moments = Moments(parts.clock)
        self.profiles = Profiles(parts.store.preferences)
        self.errands = Errands(self._is_paused)
        self.overseer = Overseer(parts, self.errands)
        self.wordings = Wordings(parts, self.errands)
        self.reader = Reader(parts, self.profiles, self.overseer)
        self.committer = Committer(parts, self.profiles)
        self.eraser = Eraser(self.committer)
        self.finisher = Finisher(self.eraser)
        self.writer = Writer(self.committer, self.eraser)
        self.rederiver = Rederiver(self.committer, self.writer)
        self.tender = Tender(self.finisher)
        self._local = self._worker(("local",))
        self._rest = self._worker(tuple(parts.distillers))
        if self._background:
            await self._recover(parts)
            group = await self._stack.enter_async_context(anyio.create_task_group())
            group.start_soon(self._rest.run, self._stop)
            group.start_soon(self.tender.run, self._stop)
            if parts.oversight is not None or self.wordings.model is not None:
                group.start_soon(self.errands.run, self._stop)
        return self

    async def _recover(self, parts: Parts) -> None:
        """What a process that died had begun to erase goes; an index that is lost is made again."""
        try:
            await self.finisher.finish()
            await self._index_again(parts)
        except BaseException:
            self._parts = None
            with anyio.CancelScope(shield=True):
                await let_go(parts)
            raise

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop the worker after what it has in hand, flush the audit, close the store."""
        self._stop.set()
        self.errands.close()
        parts, self._parts = self._parts, None
        if isinstance(error, Exception):  # the caller's own: in no group, whoever works beside it
            kind = error = trace = None
        try:
            await self._stack.__aexit__(kind, error, trace)
        finally:
            if parts is not None:
                with anyio.CancelScope(shield=True):
                    try:
                        await parts.audit.flush()
                    finally:
                        await let_go(parts)
                        for name in MADE_WHEN_OPENED:
                            self.__dict__.pop(name, None)

    @property
    def parts(self) -> Parts:
        """What this memory is made of.

        Raises:
            UsageError: It is not open.
        """
        if self._parts is None:
            raise UsageError("this memory is not open; use it as a context manager: 'async with …'")
        return self._parts

    if not TYPE_CHECKING:  # a checker knows the parts from where they are made

        def __getattr__(self, name: str) -> Any:
            """What is made when the memory opens, asked for before."""
            if name in MADE_WHEN_OPENED:
                _ = self.parts  # says that the memory is not open
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    def time(self, scope: Scope, at: datetime | None) -> datetime:
        """`at` in UTC, or the time now, as a user's memory is read before their profile is there.

        Raises:
            UsageError: `at` has no time zone.
        """
        return self.moments.now(scope) if at is None else messages.checked_time(at, "at")

    async def observe(
        self,
        scope: Scope,
        given: Sequence[Message],
        *,
        conversation: str,
        at: datetime | None,
        context: Context,
        age: Age | None = None,
    ) -> Receipt:
        """Store turns durably, then distil at once what needs no model."""
        moment = self.moments.next(scope) if at is None else messages.checked_time(at, "at")
        turns = messages.turns_of(given, conversation=conversation, at=moment, context=context)
        if not turns:
            raise UsageError(f"conversation {conversation!r} has no messages; pass at least one")
        person = (await self.profiles.newest(scope)).person
        if at is None and known(person, moment) > moment:  # the clock is behind what is known
            moment = self.moments.next(scope, person)
            turns = messages.turns_of(given, conversation=conversation, at=moment, context=context)
        if person.paused:
            turns = await self.writer.heard_paused(scope, turns)
            if not turns:
                return Receipt(accepted=0, duplicates=0)
        receipt = await self._take_in(scope, turns, age)
        if at is None and receipt.accepted:
            self.moments.passed(scope, moment)
        return receipt

    async def _take_in(self, scope: Scope, turns: Sequence[Turn], age: Age | None) -> Receipt:
        parts = self.parts
        due: dict[StageName, float] = {"local": LOCAL_DEBOUNCE, "index": 0.0}
        if "model" in parts.distillers:
            due["model"] = MODEL_DEBOUNCE
        if len(turns) > AT_ONCE or self._distilling >= AT_ONCE_CALLS:
            return await parts.store.turns.append(scope, turns, due=due, age=age)
        self._distilling += 1
        try:
            return await self._local.take_in(scope, turns, due=due, age=age)
        finally:
            self._distilling -= 1

    async def search(self, scope: Scope, query: str, limit: int) -> tuple[EpisodeHit, ...]:
        """Episodic search; turns that are not indexed yet are indexed first."""
        if (await self.profiles.newest(scope)).person.paused:
            return ()
        vector = (await self.parts.embedder.embed([query], purpose="query"))[0]
        found = await self._searched(scope, vector, limit)
        if not found and await self._index_again(self.parts):
            found = await self._searched(scope, vector, limit)
        return found

    async def _searched(self, scope: Scope, vector: Vector, limit: int) -> tuple[EpisodeHit, ...]:
        indexer = self._worker(("index",))
        while await indexer.run_once(scope):
            pass
        await check_embedder(self.parts)
        return await self.parts.episodes.search(scope, vector, limit=limit)

    async def _index_again(self, parts: Parts) -> bool:
        """Where the index is empty and was not, have the turns indexed again; False if it is not.

        Looks for erasures after the index, not before: what is erased leaves the index first, and
        the intent goes last.
        """
        if not await parts.episodes.empty() or await parts.store.intents.unfinished():
            return False
        users = await parts.store.work.restart("index")
        if users:
            logger.warning("the episodic index was lost and is made again (users: %d)", users)
        return users > 0

    async def work(self, *, seconds: float | None = None) -> int:
        """See `AsyncPreferenceMemory.work`."""
        worker = self._worker((*self.parts.distillers, "index"))
        done, busy = 0, True
        with anyio.move_on_after(messages.checked_seconds(seconds)) as limit:
            while busy and not limit.cancel_called:
                with anyio.CancelScope(shield=True):
                    busy = await worker.run_once()
                done += busy
            if not limit.cancel_called:
                with anyio.CancelScope(shield=True):
                    await self.tender.once()
        return done

    async def drain(self) -> MemoryStatus:
        """See `AsyncPreferenceMemory.drain`."""
        idle = 0
        while idle < 2:  # a lease may lapse between the look for work and the look for leases
            if await self._rest.run_once(hurry=True):
                idle = 0
            elif await self._in_other_hands():
                idle = 0
                await anyio.sleep(0.02)
            else:
                idle += 1
        await self.errands.drain()
        return await self.status()

    async def warm(self) -> None:
        """See `AsyncPreferenceMemory.warm`."""
        await Rehearsal(self.committer, self.reader).once()

    async def status(self) -> MemoryStatus:
        """What waits, failed and was refused, over the whole store."""
        parts = self.parts
        found = await parts.store.status(stages=tuple(parts.distillers))
        return replace(
            found,
            counters={
                **found.counters,
                **dict(sorted((self.overseer.counters + self.errands.counters).items())),
            },
            embedder=parts.embedder.fingerprint,
            policy=f"{parts.policy.name} {parts.policy.revision}",
        )

    def drop(self, scope: Scope) -> None:
        """Let go of what is kept of a user in this process, and of what a model is asked."""
        self.errands.drop(scope)
        self.wordings.drop(scope)
        self.reader.drop(scope)

    async def _is_paused(self, scope: Scope) -> bool:
        """True where no model may be told anything; also while nobody can say."""
        try:
            return (await self.parts.store.preferences.profile(scope)).person.paused
        except StoreError as error:
            logger.warning("a model is not asked, the store is away: %s", error)
            return True

    async def users(self, tenant: str | None = None) -> tuple[Scope, ...]:
        """Every user who has anything here, of one tenant or of all.

        Raises:
            UsageError: The tenant is no text that a store could hold.
        """
        if tenant is not None:
            messages.checked_text(tenant, "tenant")
        return tuple([scope async for scope in self.parts.store.users(tenant)])

    async def _in_other_hands(self) -> bool:
        """True while another worker holds a lease on what waits."""
        return bool((await self.parts.store.work.backlog()).get("leased", 0))

    def _worker(self, stages: tuple[StageName, ...]) -> Worker:
        return self.parts.make_worker(self.writer.process, stages)
