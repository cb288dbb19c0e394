"""Tools for a model: what is known, remember this, forget that. Whose memory is not its choice."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any, Protocol, cast
from uuid import uuid4

from langchain.tools import ToolRuntime
from langchain_core.tools import BaseTool, StructuredTool

from prefmem import PrefmemError
from prefmem.dropin import FailOpen
from prefmem.types import ErasureReceipt, Preference, Profile, Receipt
from prefmem.wire import own_words
from prefmem_langchain import messages as lc
from prefmem_langchain import steps
from prefmem_langchain.steps import Steps
from prefmem_langchain.whose import Memory, UserOf, Who, any_user, learning, sync_user, whose

logger = logging.getLogger("prefmem_langchain")
Runtime = ToolRuntime[Any, Any]
NOBODY = "No user is known in this run, so there is no memory."
PAUSED = "Not kept: memory is paused, until the user asks to remember again."
UNHEARD = "Not kept: nothing is learned in this run."
OFF = "Memory is off in this run; it tells nothing."
UNTOLD = "Memory is paused, until the user asks to remember again; it tells nothing."
LATE = "Memory takes longer than it may; whether that is done is not known yet."
ENDS = ".!?\n"
"""Where a sentence may end."""
Quote = Annotated[str, "The user's own words, verbatim from what they said."]
About = Annotated[str, "What it is about, in a few words."]


def preference_tools(
    memory: Memory, *, user: UserOf = whose, seconds: float = 10.0, learn: bool | None = None
) -> list[BaseTool]:
    """`remember`, `forget` and `what_do_you_know`, for the user of the run.

    They keep to its switches: where it does not learn, nothing is remembered, and where memory is
    off, nothing is told.

    Args:
        memory: `PreferenceMemory` for sync and async runs, or `AsyncPreferenceMemory`.
        user: As for `PreferenceMiddleware`.
        seconds: How long a tool waits for memory before it tells the model so.
        learn: As for `PreferenceMiddleware`.
    """
    desk = _Desk(memory, user, FailOpen(logger, seconds=seconds), learn)
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
    calls: FailOpen
    learn: bool | None

    def run(self, tool: _Tool, runtime: Runtime) -> str:
        if (who := self._who(runtime)) is None:
            return NOBODY

        def work() -> str:
            with _Told() as told:
                told.text = steps.run(tool.steps(sync_user(self.memory, who), who))
            return told.text

        return self.calls.call(tool.name, work) or LATE

    async def arun(self, tool: _Tool, runtime: Runtime) -> str:
        if (who := self._who(runtime)) is None:
            return NOBODY

        async def work() -> str:
            with _Told() as told:
                user = any_user(self.memory, who)
                told.text = await steps.arun(self.memory, tool.steps(user, who))
            return told.text

        return await self.calls.acall(tool.name, work, keep=True) or LATE

    def _who(self, runtime: Runtime) -> Who | None:
        config = cast("Mapping[str, Any]", runtime.config)
        who = self.user(runtime.context, config)
        return who and learning(who, config, learn=self.learn, by_tool=True)


class _Told:
    """What a tool tells the model: its result, or why there is none."""

    text = ""

    def __enter__(self) -> _Told:
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        if isinstance(error, PrefmemError):
            self.text = f"That did not work: {error}"
            return True
        return False


class _Tool(Protocol):
    @property
    def name(self) -> str: ...

    def steps(self, user: Any, who: Who) -> Steps[str]: ...


class _Remember:
    name = "remember"

    def __init__(self, quote: str, runtime: Runtime) -> None:
        self._quote = quote.strip()
        found = cast("list[Any]", runtime.state["messages"])
        self._said = [str(m["content"]) for m in lc.plain(found) if m["role"] == "user"]

    def steps(self, user: Any, who: Who) -> Steps[str]:
        if not who.switches.write:
            return UNHEARD
        # Text of tools and documents must not become the user's word by way of the model, whether
        # it came in a message of its own or was pasted into one of the user's.
        said = next(filter(None, (_whole(self._quote, own_words(m)) for m in self._said)), "")
        if not said:
            return "Not kept: pass the user's own words, verbatim."
        # An id of its own: what was forgotten, and is said again, is not the old turn.
        turn = {"role": "user", "content": f"Please remember: {said}", "id": uuid4().hex}
        named = who.conversation or "remembered"
        receipt = cast("Receipt", (yield partial(user.observe, [turn], conversation=named)))
        if not receipt.accepted:
            return PAUSED
        profile = cast("Profile", (yield user.profile))
        held = [p.statement for p in profile.preferences if _rests_on(p, turn["id"])]
        return f"Remembered: {'; '.join(held)}" if held else "Kept; it states no preference."


class _Forget:
    name = "forget"

    def __init__(self, about: str) -> None:
        self._about = about

    def steps(self, user: Any, who: Who) -> Steps[str]:
        receipt = cast("ErasureReceipt", (yield partial(user.forget, matching=self._about)))
        count = receipt.removed.get("preferences", 0)
        return f"Forgot {count} preference{'' if count == 1 else 's'} about {self._about!r}."


class _Tell:
    name = "what_do_you_know"

    def steps(self, user: Any, who: Who) -> Steps[str]:
        if not who.switches.read:
            return OFF
        profile = cast("Profile", (yield user.profile))
        if profile.paused:
            return UNTOLD
        held = [f"- {p.statement}" for p in profile.preferences]
        return "\n".join(held) if held else "Nothing is remembered of this user."


def _whole(quote: str, said: str) -> str:
    """The sentences that a quote was taken from: half of one may say the opposite; else nothing."""
    at = said.find(quote) if quote else -1
    if at < 0:
        return ""
    start = max(said.rfind(mark, 0, at) for mark in ENDS) + 1
    last = at + len(quote) - 1
    ends = [found for mark in ENDS if (found := said.find(mark, last)) >= 0]
    return said[start : min(ends, default=len(said)) + 1].strip()


def _rests_on(held: Preference, turn: str) -> bool:
    return any(one.message_id == turn for one in held.evidence)
