"""A whole memory: the methods of the public contract, awaited."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from prefmem._engine.engine import Engine
from prefmem._engine.user import AsyncUserMemory
from prefmem.stages import messages
from prefmem.types import MemoryStatus, Scope


class AsyncPreferenceMemory:
    """The preference memory of an application, awaited.

    Use it as an async context manager; inside, `user(...)` binds a scope.
    """

    def __init__(self, engine: Engine) -> None:
        """Stand before `engine`; nothing is opened before the context is entered."""
        self._engine = engine

    async def __aenter__(self) -> Self:
        """Open the store and start the worker.

        Raises:
            StoreUnavailable: The store cannot be opened.
            EmbedderMismatch: The store's vectors were made by another embedder.
        """
        await self._engine.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop the worker after what it has in hand, flush the audit, close the store."""
        await self._engine.__aexit__(kind, error, trace)

    def user(self, user_id: str, *, tenant: str = "default") -> AsyncUserMemory:
        """Bind the scope of one user.

        Raises:
            UsageError: An id that is empty, over-long or not valid Unicode.
        """
        return AsyncUserMemory(self._engine, messages.scope_of(user_id, tenant))

    async def warm(self) -> None:
        """Load now what the first request would load otherwise: the model, tables, patterns.

        For the start of a service whose requests have a time limit. It learns from sentences of
        its own and answers a question of its own, in memory: nothing is written.

        Raises:
            EmbedderError: The model cannot be loaded.
            StoreUnavailable: The store cannot be reached.
        """
        await self._engine.warm()

    async def drain(self) -> MemoryStatus:
        """Wait until all that was observed is distilled, without waiting for debounces.

        What a model is to be asked (`oversight`, the wording of a summary) is asked, too.

        Turns that a model failed on stay waiting, and are counted in the status that comes back.
        """
        return await self._engine.drain()

    async def work(self, *, seconds: float | None = None) -> int:
        """Distil and index what is due; how many batches were done.

        Then finish erasures that were cut off and, once a day, remove what is past the time that
        the policy keeps it.

        For schedulers of your own: call it from a job, as often and on as many hosts as you like.

        Args:
            seconds: Stop after this long, after the batch in hand; `None` means all that is due.
        """
        return await self._engine.work(seconds=seconds)

    async def users(self, tenant: str | None = None) -> tuple[Scope, ...]:
        """Every user who has anything here, of one tenant or of all."""
        return await self._engine.users(tenant)

    async def status(self) -> MemoryStatus:
        """What waits, failed and was refused, over the whole store."""
        return await self._engine.status()
