"""One request on its way: what it says, what memory adds, what is kept of it."""

from __future__ import annotations

import inspect
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeAlias, cast

from openai import Omit

from prefmem import AsyncUserMemory, PrefmemError, UsageError, UserMemory
from prefmem.dropin import FailOpen
from prefmem.types import Message, Personalization
from prefmem.underway import Saying
from prefmem.wire import (
    Dialect,
    Exchange,
    Switches,
    answer_of,
    conversation_of,
    dialect_of,
    exchange,
    messages_of,
    mine,
    placed,
    switches_of,
    thread_of,
)
from prefmem_openai import _tee

logger = logging.getLogger("prefmem_openai")
Someone: TypeAlias = UserMemory | AsyncUserMemory
Whose: TypeAlias = Someone | Callable[[], Someone | None]


def check(found: object, *, awaited: bool) -> None:
    """Refuse what is no user's memory, or cannot be called by this client.

    Raises:
        UsageError: It says what to pass instead.
    """
    if inspect.iscoroutine(found):
        found.close()  # or Python warns of it, too
    if not isinstance(found, Someone):
        raise UsageError(
            f"{type(found).__name__} is not a user's memory; pass memory.user(user_id), or a plain "
            "function that gives it"
        )
    if isinstance(found, AsyncUserMemory) and not awaited:
        raise UsageError("a sync client needs a sync memory; open it with PreferenceMemory.open()")


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """What a wrapped client remembers: whose memory, and how to use it."""

    user: Whose
    budget: int
    conversation: str | None
    memory: FailOpen
    awaited: bool

    def begin(
        self, path: str, body: object, defaults: Mapping[str, Any], options: Mapping[str, Any]
    ) -> Call | None:
        """The call, if memory has to do with it.

        Args:
            path: Where it goes.
            body: What it says.
            defaults: Headers of all calls of the client.
            options: Of this call; its headers go before.

        Raises:
            UsageError: A header for prefmem that cannot be read.
        """
        dialect = dialect_of(path)
        if dialect is None or not isinstance(body, Mapping):
            return None
        own = cast("Mapping[str, Any]", options.get("headers") or {})
        headers = {k.lower(): v for given in (defaults, own) for k, v in given.items() if mine(k)}
        switches = switches_of({k: v for k, v in headers.items() if not isinstance(v, Omit)})
        return Call(
            binding=self,
            dialect=dialect,
            body=cast("Mapping[str, Any]", body),
            switches=switches,
            user=self._now(),
        )

    def _now(self) -> Someone | None:
        """Whose request it is; nobody's, logged and counted, if that user cannot be in memory."""
        if isinstance(self.user, Someone):
            return self.user
        try:
            found = self.user()
        except PrefmemError as error:
            self.memory.failed("user", error)
            return None
        if found is not None:
            check(found, awaited=self.awaited)
        return found


@dataclass(slots=True, kw_only=True)
class Call:
    """One request of a dialect that is understood."""

    binding: Binding
    dialect: Dialect
    body: Mapping[str, Any]
    switches: Switches
    user: Someone | None
    result: Personalization | None = None
    new: Exchange | None = None
    saying: Saying | None = None

    def asking(self) -> Callable[[], Any] | None:
        """What to ask memory before the request leaves."""
        if self.user is None or not self.switches.read:
            return None
        said, switches = messages_of(self.dialect, self.body), self.switches
        if switches.write:
            self.new = exchange(said, conversation=self._named, after=thread_of(self.body))
            self.saying = self.user.saying()
            self.saying.says(
                self.new.turns, conversation=self.new.conversation, context=switches.context
            )
        budget = self.binding.budget if switches.budget is None else switches.budget
        return partial(
            self.user.personalize,
            said,
            budget=budget,
            context=switches.context,
            conversation=self._named,
        )

    @property
    def _named(self) -> str | None:
        """The conversation, if the application or the service has named it."""
        named = self.switches.conversation or conversation_of(self.body)
        return named or self.binding.conversation

    def asked(self, result: Personalization | None) -> None:
        """Put the block where it belongs."""
        self.result = result
        self.body = placed(self.dialect, self.body, result)

    def keeping(self, text: str) -> Callable[[], Any] | None:
        """How to keep what the user said, and the answer if there is one."""
        if self.new is None or not self.new.turns:
            return None
        answer = [self.new.answer(text)] if text.strip() else []
        return self._observe([*self.new.turns, *answer])

    def answering(self, text: str) -> Callable[[], Any] | None:
        """How to keep the answer to what is kept already."""
        if not text.strip() or self.new is None or not self.new.turns:
            return None
        return self._observe([self.new.answer(text)])

    def _observe(self, turns: list[Message]) -> Callable[[], Any]:
        user, new = cast("Someone", self.user), cast("Exchange", self.new)
        return partial(
            user.observe,
            turns,
            conversation=new.conversation,
            context=self.switches.context,
            during=self.saying,
        )


def without_ours(headers: Mapping[str, Any]) -> dict[str, Any]:
    """Headers as they leave the process: without those that are for prefmem."""
    return {k: v for k, v in headers.items() if not mine(k)}


def http_response(result: object) -> Any:
    """The HTTP response under what the client gives back, or `None` under a parsed model."""
    for name in ("http_response", "response"):
        if _tee.is_response(found := getattr(result, name, None)):
            return found
    return None


def parsed_answer(dialect: Dialect, result: object) -> str:
    """The text of an answer that the client has parsed."""
    if dialect == "responses":
        text = getattr(result, "output_text", "")
        return text if isinstance(text, str) else ""
    choices = getattr(result, "choices", None) or [None]
    content = getattr(getattr(choices[0], "message", None), "content", None)
    return content if isinstance(content, str) else ""


def raw_answer(dialect: Dialect, response: Any) -> str:
    """The text of an answer whose bytes are here already."""
    try:
        return answer_of(dialect, response.json())
    except (ValueError, RecursionError):
        return ""
