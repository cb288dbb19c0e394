"""What users have said to models that have not answered yet: a removal deals with that first."""

from __future__ import annotations

import threading
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from functools import cached_property, partial
from time import monotonic
from typing import Protocol
from weakref import WeakSet

import anyio

from prefmem.errors import UsageError
from prefmem.types import Context, Message, Receipt, Scope


class Observe(Protocol):
    """Writes turns of one user."""

    def __call__(
        self,
        messages: Sequence[Message],
        *,
        conversation: str,
        context: Context | Mapping[str, str | None] | None,
    ) -> Awaitable[Receipt]:
        """See `AsyncUserMemory.observe`."""
        ...


class Saying:
    """What a user says to a model, from before it is asked until the answer is written.

    For whoever writes it when the model has answered. Whatever is written of it names it:
    `observe(…, during=saying)`. If the user has everything erased meanwhile, nothing of it is kept.
    Before something is forgotten, or a consent changed, the words that it `says` are written, and
    no answer to them any more. It is under way for as long as somebody holds it.
    """

    def __init__(self, scope: Scope, observe: Observe) -> None:
        self.scope = scope
        self._observe = observe
        self._unwritten: Callable[[], Awaitable[Receipt]] | None = None
        self._over = False
        self._began = monotonic()

    def age(self) -> float:
        """Seconds since it began: the store knows who was erased since, by other processes too."""
        return monotonic() - self._began

    @cached_property
    def _turn(self) -> anyio.Lock:
        """Made on the loop of the memory, wherever the saying was."""
        return anyio.Lock()

    def says(
        self,
        messages: Sequence[Message],
        *,
        conversation: str,
        context: Context | Mapping[str, str | None] | None = None,
    ) -> None:
        """Note the user's words, which are written with the answer or when something is forgotten.

        Args:
            messages: What is new of what the user says.
            conversation: As in `observe`.
            context: As in `observe`.
        """
        if messages:
            told = partial(self._observe, conversation=conversation, context=context)
            self._unwritten = partial(told, [*messages])

    async def written(self, write: Callable[[], Awaitable[Receipt]]) -> Receipt:
        """Have some of it written, if nothing was removed since it began."""
        async with self._turn:
            if self._over:
                return Receipt(accepted=0, duplicates=0)
            receipt = await write()
            self._unwritten = None
            return receipt

    async def end(self, *, keep: bool) -> None:
        """Have nothing written of it any more, once the user's words are, if they are to be kept.

        What is being written at this moment is waited for.

        Raises:
            StoreUnavailable: The words cannot be written now; it goes on.
        """
        async with self._turn:
            if keep and self._unwritten is not None:
                with suppress(UsageError):  # nor would it have been taken with an answer
                    await self._unwritten()
            self._over, self._unwritten = True, None


class Underway:
    """Everything that is being said in this process."""

    def __init__(self) -> None:
        self._sayings: WeakSet[Saying] = WeakSet()
        self._lock = threading.Lock()

    def began(self, scope: Scope, observe: Observe) -> Saying:
        """Something that a user begins to say, in whatever thread."""
        saying = Saying(scope, observe)
        with self._lock:
            self._sayings.add(saying)
        return saying

    async def erasing(self, scope: Scope) -> None:
        """Have nothing kept of what this user is saying."""
        for saying in self._of(scope):
            await saying.end(keep=False)

    async def forgetting(self, scope: Scope) -> None:
        """Have all written that this user is saying, and no answer to it.

        What is forgotten next is then found in it, and the rest of it stays. One after the other:
        of turns that come together, memory leaves some to be read a little later.
        """
        for saying in self._of(scope):
            await saying.end(keep=True)

    def _of(self, scope: Scope) -> list[Saying]:
        with self._lock:
            return [saying for saying in self._sayings if saying.scope == scope]
