"""Tools for a model: what is known, remember this, forget that. Whose memory is not its choice."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, cast

from langchain.tools import ToolRuntime
from langchain_core.messages import HumanMessage
from langchain_core.tools import BaseTool, StructuredTool

from prefmem import PrefmemError
from prefmem.types import ErasureReceipt, Profile
from prefmem_langchain.whose import Memory, UserOf, Who, any_user, sync_user, whose

Runtime = ToolRuntime[Any, Any]
NOBODY = "No user is known in this run, so there is no memory."
Quote = Annotated[str, "The user's own words, verbatim from what they said."]
About = Annotated[str, "What it is about, in a few words."]


def preference_tools(memory: Memory, *, user: UserOf = whose) -> list[BaseTool]:
    """`remember`, `forget` and `what_do_you_know`, for the user of the run."""
    desk = _Desk(memory, user)
    return [_remember(desk), _forget(desk), _what_do_you_know(desk)]


def _remember(desk: _Desk) -> BaseTool:
    def remember(quote: Quote, runtime: Runtime) -> str:
        """Keep a preference that the user has just stated."""
        return desk.run(_Remember(quote, runtime), runtime)

    async def aremember(quote: Quote, runtime: Runtime) -> str:
        return await desk.arun(_Remember(quote, runtime), runtime)

    return StructuredTool.from_function(remember, aremember)


def _forget(desk: _Desk) -> BaseTool:
    def forget(about: About, runtime: Runtime) -> str:
        """Erase what is remembered about something, for good, because the user asked for it."""
        return desk.run(_Forget(about), runtime)

    async def aforget(about: About, runtime: Runtime) -> str:
        return await desk.arun(_Forget(about), runtime)

    return StructuredTool.from_function(forget, aforget)


def _what_do_you_know(desk: _Desk) -> BaseTool:
    def what_do_you_know(runtime: Runtime) -> str:
        """Tell which preferences of the user are remembered."""
        return desk.run(_Tell(), runtime)

    async def awhat_do_you_know(runtime: Runtime) -> str:
        return await desk.arun(_Tell(), runtime)

    return StructuredTool.from_function(what_do_you_know, awhat_do_you_know)


@dataclass(frozen=True, slots=True)
class _Desk:
    """Finds the user of a run, and tells the model what went wrong."""

    memory: Memory
    user: UserOf

    def run(self, step: _Step, runtime: Runtime) -> str:
        who = self._who(runtime)
        if who is None:
            return NOBODY
        try:
            return step.run(sync_user(self.memory, who), who)
        except PrefmemError as error:
            return f"That did not work: {error}"

    async def arun(self, step: _Step, runtime: Runtime) -> str:
        who = self._who(runtime)
        if who is None:
            return NOBODY
        try:
            return await step.arun(any_user(self.memory, who), who)
        except PrefmemError as error:
            return f"That did not work: {error}"

    def _who(self, runtime: Runtime) -> Who | None:
        return self.user(runtime.context, cast("Mapping[str, Any]", runtime.config))


class _Step:
    """What a tool does: calls one after the other, each made from the result of the one before."""

    def calls(self, user: Any, who: Who) -> Any:
        raise NotImplementedError

    def run(self, user: Any, who: Who) -> str:
        steps = self.calls(user, who)
        try:
            result = next(steps)
            while True:
                result = steps.send(result)
        except StopIteration as done:
            return cast("str", done.value)

    async def arun(self, user: Any, who: Who) -> str:
        steps = self.calls(user, who)
        try:
            result = next(steps)
            while True:
                result = steps.send(await result if inspect.isawaitable(result) else result)
        except StopIteration as done:
            return cast("str", done.value)


class _Remember(_Step):
    def __init__(self, quote: str, runtime: Runtime) -> None:
        self._quote = quote.strip()
        found = cast("list[Any]", runtime.state["messages"])
        self._said = [str(m.text) for m in found if isinstance(m, HumanMessage)]

    def calls(self, user: Any, who: Who) -> Any:
        # Text of tools and documents must not become the user's word by way of the model.
        if not self._quote or not any(self._quote in said for said in self._said):
            return "Not kept: pass the user's own words, verbatim."
        before = cast("Profile", (yield user.profile()))
        turn = {"role": "user", "content": f"Please remember: {self._quote}"}
        yield user.observe([turn], conversation=who.conversation or "remembered")
        after = cast("Profile", (yield user.profile()))
        known = {p.id: p.statement for p in before.preferences}
        new = [p.statement for p in after.preferences if known.get(p.id) != p.statement]
        return f"Remembered: {'; '.join(new)}" if new else "Kept; nothing in it was new."


class _Forget(_Step):
    def __init__(self, about: str) -> None:
        self._about = about

    def calls(self, user: Any, who: Who) -> Any:
        receipt = cast("ErasureReceipt", (yield user.forget(matching=self._about)))
        count = receipt.removed.get("preferences", 0)
        return f"Forgot {count} preference{'' if count == 1 else 's'} about {self._about!r}."


class _Tell(_Step):
    def calls(self, user: Any, who: Who) -> Any:
        profile = cast("Profile", (yield user.profile()))
        held = [f"- {p.statement}" for p in profile.preferences]
        return "\n".join(held) if held else "Nothing is remembered of this user."
