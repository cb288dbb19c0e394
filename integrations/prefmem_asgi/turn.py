"""One personalized request on its way: what it says, what memory adds, what is kept of it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, cast

from prefmem import AsyncUserMemory, PrefmemError
from prefmem.dropin import FailOpen
from prefmem.types import Personalization
from prefmem.wire import (
    AnswerReader,
    Dialect,
    Exchange,
    Switches,
    conversation_of,
    exchange,
    messages_of,
    placed,
)
from prefmem_asgi.settings import Settings

Body = Mapping[str, Any]


@dataclass(slots=True, kw_only=True)
class Turn:
    """One personalized request on its way."""

    settings: Settings
    fail_open: FailOpen
    dialect: Dialect
    body: Body
    user: AsyncUserMemory
    switches: Switches
    result: Personalization | None = None
    new: Exchange | None = None
    said: asyncio.Future[Any] | None = None
    memory: str = field(default="off")

    async def prepare(self) -> Body:
        """Ask memory, begin to keep what the user said; the body to send.

        The user's words are on their way to the disk before the request leaves, so that neither a
        model that fails nor a client that hangs up loses them.
        """
        if not self.switches.read:
            return self.body
        said = messages_of(self.dialect, self.body)
        budget = self.settings.budget if self.switches.budget is None else self.switches.budget
        ask = partial(self.user.personalize, said, budget=budget, context=self.switches.context)
        self.result = await self.fail_open.acall("personalize", ask)
        self.memory = "failed" if self.result is None else "on"
        if self.switches.write:
            try:
                named = self.switches.conversation or conversation_of(self.body)
                self.new = exchange(said, conversation=named)
            except PrefmemError:
                self.new = None  # no chat messages: what is wrong is the upstream's to say
        if self.new is not None and self.new.turns:
            observe = self._observe(list(self.new.turns))
            self.said = await self.fail_open.begin("observe", observe)
        return self.body if self.result is None else placed(self.dialect, self.body, self.result)

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

    async def keep(self, reader: AnswerReader | None) -> None:
        """Keep the answer as far as it came, after it is out and after what it answers.

        What the user said is kept here too, if the memory was too busy when the request left.
        """
        if self.new is None or not self.new.turns:
            return
        text, said = "" if reader is None else reader.text(), self.said
        answer = [self.new.answer(text)] if text.strip() else []
        turns = [*(self.new.turns if said is None else ()), *answer]
        if not turns:
            return
        observe = self._observe(turns)

        async def in_order() -> None:
            if said is not None:
                await asyncio.wait({said})
            await observe()

        await self.fail_open.later("observe", in_order, seconds=self.settings.limits.drain)

    def _observe(self, turns: list[Any]) -> partial[Any]:
        conversation = cast("Exchange", self.new).conversation
        return partial(
            self.user.observe, turns, conversation=conversation, context=self.switches.context
        )
