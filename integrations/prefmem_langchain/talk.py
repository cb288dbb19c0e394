"""How a run or a call uses memory: what middleware and the model wrapper have in common."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from langchain_core.messages import BaseMessage

from prefmem import AsyncUserMemory, PrefmemError, UserMemory
from prefmem.dropin import FailOpen
from prefmem.types import Scope
from prefmem.underway import Saying
from prefmem.wire import Exchange
from prefmem_langchain import messages as lc
from prefmem_langchain.whose import Memory, UserOf, Who, bound, learning

logger = logging.getLogger("prefmem_langchain")


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """Which memory, and how it is used."""

    memory: Memory
    user: UserOf
    budget: int
    calls: FailOpen
    learn: bool | None

    def talk(
        self,
        context: Any,
        config: Mapping[str, Any],
        said: Sequence[BaseMessage],
        *,
        awaited: bool,
    ) -> Talk | None:
        """The talk that a run or a call is part of; `None` if memory has no part in it.

        Raises:
            UsageError: An async memory in a call that is not awaited, or a switch that cannot be
                read.
        """
        if (who := self.user(context, config)) is None:
            logger.debug("no user_id in the run's context or config; no memory is used")
            return None
        user = bound(self.memory, who, self.calls, awaited=awaited)
        if user is None or not who.switches.read:
            return None
        return Talk(user, learning(who, config, learn=self.learn), said, self.budget)

    def do(self, what: str, call: Callable[[], Any] | None) -> Any:
        """Call memory, if there is something to call; `None` if it fails or is late."""
        return None if call is None else self.calls.call(what, call)

    async def ado(self, what: str, call: Callable[[], Any] | None) -> Any:
        """The same, awaited; what is to be kept goes on after the time limit."""
        if call is None:
            return None
        return await self.calls.acall(what, call, keep=what == "observe")


class Talk:
    """What was said so far, and to whom it belongs."""

    def __init__(
        self,
        user: UserMemory | AsyncUserMemory,
        who: Who,
        said: Sequence[BaseMessage],
        budget: int,
    ) -> None:
        self._user, self._who, self._said, self._budget = user, who, said, budget
        self._new = self._read() if who.switches.write else None
        self.saying: Saying = user.saying()

    def _read(self) -> Exchange | None:
        try:
            new = lc.new_in(lc.before_answer(self._said), conversation=self._who.conversation)
        except PrefmemError:
            logger.warning("the messages cannot be read; they are not kept", exc_info=True)
            return None
        return new if new.turns else None

    @property
    def key(self) -> tuple[Scope, str, str] | None:
        """What tells this exchange from others; `None` if nothing of it is kept."""
        new = self._new
        return None if new is None else (self._user.scope, new.conversation, new.chain)

    @property
    def fresh(self) -> bool:
        """True if the assistant has not taken up yet what the user said last."""
        return lc.is_fresh(self._said)

    def begin(self) -> None:
        """Note what the user said last, which is kept once the answer is there."""
        if (new := self._new) is not None:
            context = self._who.switches.context
            self.saying.says(new.turns, conversation=new.conversation, context=context)

    def ask(self) -> Callable[[], Any]:
        """How to ask memory."""
        switches = self._who.switches
        budget = self._budget if switches.budget is None else switches.budget
        said = lc.plain(self._said)
        named = {"context": switches.context, "conversation": self._who.conversation}
        return partial(self._user.personalize, said, budget=budget, **named)

    def keep(self, answer: str = "") -> Callable[[], Any] | None:
        """How to keep what the user said last, and the answer to it; `None` for nothing."""
        if (new := self._new) is None:
            return None
        turns = [*new.turns, *([new.answer(answer)] if answer.strip() else [])]
        named = {"conversation": new.conversation, "context": self._who.switches.context}
        return partial(self._user.observe, turns, during=self.saying, **named)

    def keep_unanswered(self) -> Callable[[], Any] | None:
        """How to keep what the user said last, if the assistant has not taken it up yet."""
        return self.keep() if self.fresh else None

    def keep_answered(self) -> Callable[[], Any] | None:
        """How to keep it with the answer that the messages hold."""
        return self.keep(lc.answer_in(self._said))
