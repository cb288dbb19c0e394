"""The same methods without `await`: one event loop in a thread of its own, one line each."""

from __future__ import annotations

import os
import threading
from collections.abc import Awaitable, Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from types import TracebackType
from typing import Any, Self, TypeVar

import anyio
from anyio.from_thread import BlockingPortal

from prefmem._engine import AsyncPreferenceMemory, AsyncUserMemory
from prefmem.errors import UsageError
from prefmem.policy.answers import Finding
from prefmem.types import (
    Context,
    EpisodeHit,
    ErasureReceipt,
    MemoryStatus,
    Message,
    Personalization,
    Preference,
    Profile,
    Receipt,
    Revision,
    Scope,
    UserStatus,
)
from prefmem.underway import Saying

T = TypeVar("T")
CLOSED = "this memory is closed; open it again, or keep it open longer"
FORKED = "this memory was opened before this process was forked from another; open one here"
ContextLike = Context | Mapping[str, str | None] | None


class Portal:
    """Runs a memory on an event loop in a thread of its own.

    The thread is a daemon: an interpreter whose application forgot to close its memory exits. What
    `observe` returned for is on disk by then.
    """

    def __init__(self, memory: AsyncPreferenceMemory) -> None:
        """Open `memory`; what it raises is raised here."""
        self._opened: Future[BlockingPortal] = Future()
        self._closed: Future[None] = Future()
        self._closing = False
        self._process = os.getpid()
        self._once = threading.Lock()
        self._thread = threading.Thread(
            target=self._run, args=(memory,), name="prefmem", daemon=True
        )
        self._thread.start()
        self._portal = self._opened.result()

    def call(self, method: Callable[[], Awaitable[T]]) -> T:
        """Await `method` on the loop.

        Raises:
            UsageError: The memory was closed, or is that of another process.
        """
        if os.getpid() != self._process:
            raise UsageError(FORKED)
        if self._closed.done() or not self._thread.is_alive():
            raise UsageError(CLOSED)
        try:
            return self._portal.call(method)
        except RuntimeError as error:
            if self._closing:  # by another thread, between the question and the call
                raise UsageError(CLOSED) from error
            raise

    def close(self) -> None:
        """Close the memory and end the thread; a second call does nothing.

        Nor does one in a process that was forked: the thread is not there, and the memory is that
        of the other process.
        """
        if os.getpid() != self._process:
            return
        with self._once:
            closing, self._closing = self._closing, True
        if not closing and self._thread.is_alive():
            self._portal.call(self._portal.stop)
        self._closed.result()

    def _run(self, memory: AsyncPreferenceMemory) -> None:
        try:
            anyio.run(self._serve, memory)
        except BaseException as error:  # noqa: BLE001 - carried to the thread that waits for it
            waiting = self._closed if self._opened.done() else self._opened
            waiting.set_exception(error)
        else:
            self._closed.set_result(None)

    async def _serve(self, memory: AsyncPreferenceMemory) -> None:
        async with memory, BlockingPortal() as portal:
            self._opened.set_result(portal)
            await portal.sleep_until_stopped()


class PreferenceMemory:
    """The preference memory of an application.

    It is open when it is made; use it as a context manager, or `close()` it.
    """

    def __init__(self, memory: AsyncPreferenceMemory) -> None:
        """Open `memory` on an event loop of its own."""
        self._memory = memory
        self._portal = Portal(memory)

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Finish what is in hand, flush, close the store; a second call does nothing."""
        self._portal.close()

    def user(self, user_id: str, *, tenant: str = "default") -> UserMemory:
        """Bind the scope of one user."""
        return UserMemory(self._portal, self._memory.user(user_id, tenant=tenant))

    def warm(self) -> None:
        """Load now what the first request would load otherwise.

        Raises:
            EmbedderError: The model cannot be loaded.
            StoreUnavailable: The store cannot be reached.
        """
        self._portal.call(self._memory.warm)

    def drain(self) -> MemoryStatus:
        """Wait until all that was observed is distilled."""
        return self._portal.call(self._memory.drain)

    def work(self, *, seconds: float | None = None) -> int:
        """Distil and index what is due; how many batches were done."""
        return self._portal.call(partial(self._memory.work, seconds=seconds))

    def users(self, tenant: str | None = None) -> tuple[Scope, ...]:
        """Every user who has anything here, of one tenant or of all."""
        return self._portal.call(partial(self._memory.users, tenant))

    def status(self) -> MemoryStatus:
        """What waits, failed and was refused."""
        return self._portal.call(self._memory.status)


@dataclass(frozen=True, slots=True)
class UserMemory:
    """The memory of one user; see `AsyncUserMemory` for what each method promises."""

    _portal: Portal
    _user: AsyncUserMemory

    @property
    def scope(self) -> Scope:
        """Whose memory it is."""
        return self._user.scope

    def observe(
        self,
        messages: Sequence[Message],
        *,
        conversation: str,
        at: datetime | None = None,
        context: ContextLike = None,
        during: Saying | None = None,
    ) -> Receipt:
        """Take in turns of a conversation; they are on disk before this returns."""
        return self._call(
            partial(
                self._user.observe,
                messages,
                conversation=conversation,
                at=at,
                context=context,
                during=during,
            )
        )

    def saying(self) -> Saying:
        """Begin what the user says to a model."""
        return self._user.saying()

    def personalize(
        self,
        messages: Sequence[Message],
        *,
        budget: int = 256,
        at: datetime | None = None,
        context: ContextLike = None,
        conversation: str | None = None,
    ) -> Personalization:
        """What to send to the model for these messages, and why."""
        return self._call(
            partial(
                self._user.personalize,
                messages,
                budget=budget,
                at=at,
                context=context,
                conversation=conversation,
            )
        )

    def profile(self, *, at: datetime | None = None) -> Profile:
        """The profile as it stands, or as it stood at `at`."""
        return self._call(partial(self._user.profile, at=at))

    def history(self, preference_id: str) -> tuple[Revision, ...]:
        """What replaced what, when, on which evidence."""
        return self._call(partial(self._user.history, preference_id))

    def episodes(self, query: str, *, limit: int = 5) -> tuple[EpisodeHit, ...]:
        """Search the raw turns."""
        return self._call(partial(self._user.episodes, query, limit=limit))

    def correct(self, preference_id: str, statement: str) -> Preference:
        """Replace what is held by the user's own words."""
        return self._call(partial(self._user.correct, preference_id, statement))

    def confirm(self, preference_id: str) -> Preference:
        """The user says that it holds."""
        return self._call(partial(self._user.confirm, preference_id))

    def reject(self, preference_id: str) -> Preference:
        """The user says that it does not hold."""
        return self._call(partial(self._user.reject, preference_id))

    def pin(self, preference_id: str) -> Preference:
        """The user wants it kept."""
        return self._call(partial(self._user.pin, preference_id))

    def postpone(self, preference_id: str) -> Preference:
        """The user would rather not say now whether it holds: nobody asks for a while."""
        return self._call(partial(self._user.postpone, preference_id))

    def forget(
        self, preference_id: str | None = None, *, matching: str | None = None
    ) -> ErasureReceipt:
        """Erase a preference, or all that are about something."""
        return self._call(partial(self._user.forget, preference_id, matching=matching))

    def consent(self, sensitivity: str, granted: bool) -> None:
        """Open or close a class of sensitive content."""
        self._call(partial(self._user.consent, sensitivity, granted))

    def pause(self) -> None:
        """Learn nothing, and tell no model anything, until `resume`."""
        self._call(self._user.pause)

    def resume(self) -> None:
        """Learn, and tell what applies, again."""
        self._call(self._user.resume)

    def export(self) -> dict[str, Any]:
        """All that is held of this user, JSON-ready."""
        return self._call(self._user.export)

    def load(self, export: Mapping[str, Any]) -> None:
        """Restore what `export` gave."""
        self._call(partial(self._user.load, export))

    def erase(self) -> ErasureReceipt:
        """Remove everything of this user, in every store; a pause and consents go too."""
        return self._call(self._user.erase)

    def rebuild(self) -> int:
        """Derive the profile again from the ledger; how many preferences came out otherwise."""
        return self._call(self._user.rebuild)

    def status(self) -> UserStatus:
        """How this memory stands: what lapses soon, what to ask about again, how narrow it grew."""
        return self._call(self._user.status)

    def audit(self, answer: str, personalization: Personalization) -> tuple[Finding, ...]:
        """Check an answer against the safeguards of its decision; what it does not keep."""
        return self._call(partial(self._user.audit, answer, personalization))

    def _call(self, method: Callable[[], Awaitable[T]]) -> T:
        return self._portal.call(method)
