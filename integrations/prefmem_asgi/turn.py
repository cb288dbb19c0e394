"""One personalized request on its way: what it says, what memory adds, what is kept of it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from prefmem import AsyncUserMemory
from prefmem.dropin import FailOpen
from prefmem.types import Message, Personalization, Scope
from prefmem.underway import Saying
from prefmem.wire import (
    AnswerReader,
    Dialect,
    Exchange,
    Switches,
    conversation_of,
    exchange,
    messages_of,
    placed,
    thread_of,
)
from prefmem_asgi.bodies import Aside, Body
from prefmem_asgi.settings import Settings

SETTLE = 4
"""Of the time that memory may hold a request, one part in so many may go to waiting for what its
own user said just before to be written."""


class Underway:
    """What is not over yet: requests, and by user what is being written."""

    def __init__(self) -> None:
        self._requests: set[asyncio.Task[Any]] = set()
        self._writes: dict[Scope, set[asyncio.Future[Any]]] = {}

    def enter(self) -> None:
        """Count the request of the task that runs, until it has ended."""
        if (task := asyncio.current_task()) is not None:
            self._requests.add(task)
            task.add_done_callback(self._requests.discard)

    async def left(self, seconds: float) -> int:
        """Wait for requests to end, so that what they have to write is begun; how many have not."""
        if self._requests:
            await asyncio.wait(set(self._requests), timeout=seconds)
        return len(self._requests)

    def writing(self, scope: Scope, write: asyncio.Future[Any]) -> None:
        """Remember a write of a user until it has ended."""
        self._writes.setdefault(scope, set()).add(write)
        write.add_done_callback(lambda done: self._written(scope, done))

    async def settled(self, scope: Scope, seconds: float) -> None:
        """Wait for what this user said before, but not for longer than that."""
        if writes := self._writes.get(scope):
            await asyncio.wait(set(writes), timeout=seconds)

    def _written(self, scope: Scope, done: asyncio.Future[Any]) -> None:
        writes = self._writes[scope]
        writes.discard(done)
        if not writes:
            del self._writes[scope]


@dataclass(slots=True, kw_only=True, eq=False)
class Turn:
    """One personalized request on its way."""

    settings: Settings
    fail_open: FailOpen
    underway: Underway
    dialect: Dialect
    body: Body
    aside: Aside
    user: AsyncUserMemory
    switches: Switches
    result: Personalization | None = None
    new: Exchange | None = None
    memory: str = field(default="off")
    saying: Saying | None = None

    @property
    def keeps(self) -> bool:
        """True if there is something to write once the request is over."""
        return self.new is not None and bool(self.new.turns)

    async def prepare(self) -> Body:
        """Ask memory what applies; the body to send."""
        if not self.switches.read:
            return self.body
        if self.switches.write:  # before it is read: an erasure may come meanwhile
            self.saying = self.user.saying()
        said, self.new = await self.aside.run(self._said)
        if self.saying is not None and self.new is not None:
            self.saying.says(
                self.new.turns,
                conversation=self.new.conversation,
                context=self.switches.context,
            )
        asked = [one for one in said if one["role"] == "user"]  # the rest tells memory nothing
        self.result = await self.fail_open.acall("personalize", partial(self._ask, asked))
        self.memory = "failed" if self.result is None else "on"
        return await self.aside.run(partial(placed, self.dialect, self.body, self.result))

    @property
    def _named(self) -> str | None:
        """The conversation, if the caller or the service has named it."""
        return self.switches.conversation or conversation_of(self.body)

    def headers(self) -> dict[str, str]:
        """What the caller is told."""
        if self.result is None:
            return {"x-prefmem-memory": self.memory, "x-prefmem-applied": "0"}
        return {
            "x-prefmem-memory": self.memory,
            "x-prefmem-decision": self.result.decision.decision_id,
            "x-prefmem-tier": self.result.decision.tier,
            "x-prefmem-applied": str(len(self.result.applied)),
        }

    async def begin_keeping(self, reader: AnswerReader) -> None:
        """Begin to write what was said and answered, if there is a place for the write now.

        Called before the last byte leaves: who has read the answer finds it known what was said.
        """
        if (observe := self._observing(reader)) is None:
            return
        if (write := await self.fail_open.begin("observe", observe)) is not None:
            self.new = None
            self.underway.writing(self.user.scope, write)

    async def keep(self, reader: AnswerReader | None) -> None:
        """The same once the request is over in whatever way, and in patience."""
        if (observe := self._observing(reader)) is None:
            return
        self.new = None
        # Waiting for a place is a part of writing: who waits for the write waits for both.
        written = asyncio.get_running_loop().create_future()
        self.underway.writing(self.user.scope, written)
        write, seconds = None, self.settings.limits.drain
        try:
            write = await self.fail_open.later("observe", observe, seconds=seconds)
        finally:
            if write is None:
                written.set_result(None)
            else:
                write.add_done_callback(lambda _: written.set_result(None))

    def _observing(self, reader: AnswerReader | None) -> Callable[[], Awaitable[None]] | None:
        """How to write what the user said and the answer as far as it came, once."""
        new = self.new
        if new is None or not new.turns:
            return None
        text = "" if reader is None else reader.text()
        answer = [new.answer(text)] if text.strip() else []

        async def observe() -> None:
            await self.user.observe(
                [*new.turns, *answer],
                conversation=new.conversation,
                context=self.switches.context,
                during=self.saying,
            )

        return observe

    def _said(self) -> tuple[list[Message], Exchange | None]:
        """What the request says, and what of it is new and to be kept."""
        said = messages_of(self.dialect, self.body)
        if not self.switches.write:
            return said, None
        return said, exchange(said, conversation=self._named, after=thread_of(self.body))

    async def _ask(self, said: Sequence[Message]) -> Personalization:
        await self.underway.settled(self.user.scope, self.fail_open.seconds / SETTLE)
        budget = self.settings.budget if self.switches.budget is None else self.switches.budget
        return await self.user.personalize(
            said, budget=budget, context=self.switches.context, conversation=self._named
        )
