"""Who hears that a profile has changed: the clients of that user, and nobody else's."""

from __future__ import annotations

from collections.abc import Callable

from mcp.server.subscriptions import InMemorySubscriptionBus, ResourceUpdated, ServerEvent

from prefmem import AsyncUserMemory
from prefmem.types import Scope

PROFILE = "prefmem://profile"


class Announcements:
    """A bus for each user, because the address of the profile is the same for all of them."""

    def __init__(self, whose: Callable[[], AsyncUserMemory]) -> None:
        self._whose = whose
        self._buses: dict[Scope, InMemorySubscriptionBus] = {}
        self._listening: dict[Scope, int] = {}

    async def changed(self) -> None:
        """Tell the clients of the user of this call that the profile has changed."""
        await self.publish(ResourceUpdated(uri=PROFILE))

    async def publish(self, event: ServerEvent) -> None:
        """See `SubscriptionBus`."""
        if (bus := self._buses.get(self._whose().scope)) is not None:
            await bus.publish(event)

    def subscribe(self, listener: Callable[[ServerEvent], None]) -> Callable[[], None]:
        """See `SubscriptionBus`."""
        scope = self._whose().scope
        leave = self._buses.setdefault(scope, InMemorySubscriptionBus()).subscribe(listener)
        self._listening[scope] = self._listening.get(scope, 0) + 1
        left = False

        def unsubscribe() -> None:
            nonlocal left
            if left:
                return
            left = True
            leave()
            self._listening[scope] -= 1
            if not self._listening[scope]:
                del self._listening[scope], self._buses[scope]

        return unsubscribe
