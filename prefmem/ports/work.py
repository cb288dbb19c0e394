"""Who works off what waits."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from prefmem.ports.stores import Age
from prefmem.records import Lease, StageName, Turn
from prefmem.types import Receipt, Scope

if TYPE_CHECKING:
    import anyio


Process = Callable[[Lease, tuple[Turn, ...], tuple[Turn, ...]], Awaitable[None]]
"""Distils turns under a lease, given the few turns before them, and commits, moving the lease's
cursor; the engine's part of work."""


class Worker(Protocol):
    """Works off what waits: claims, reads turns, calls a `Process`, retries, parks."""

    async def run_once(self, scope: Scope | None = None, *, hurry: bool = False) -> bool:
        """Do one batch, of this user if one is named; False if there was none to do.

        A failure is recorded with its back-off and not raised.
        """
        ...

    async def take_in(
        self,
        scope: Scope,
        turns: Sequence[Turn],
        *,
        due: Mapping[StageName, float],
        age: Age | None = None,
    ) -> Receipt:
        """Append turns and do the first batch of its own stage with them, if the user is free.

        A failure to process is recorded as by `run_once`: the turns are durable by then. `age` is
        as in `TurnLog.append`.

        Raises:
            StoreUnavailable: The store cannot be reached; nothing was written.
        """
        ...

    async def run(self, stop: anyio.Event) -> None:
        """Work until `stop` is set; finishes the batch in hand."""
        ...


MakeWorker = Callable[[Process, Sequence[StageName]], Worker]
"""Makes a worker for these stages."""
