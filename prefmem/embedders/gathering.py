"""Embeds together what waits together: no call is held back so that another can join it."""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field

from prefmem.errors import EmbedderError
from prefmem.records import Matrix

Encode = Callable[[Sequence[str]], Matrix]


@dataclass(slots=True, eq=False)
class _Call:
    """Texts of one caller, and what became of them."""

    texts: Sequence[str]
    taken: bool = False
    vectors: Future[Matrix] = field(default_factory=Future[Matrix])


class Gathering:
    """Calls of one kind, from any thread: who finds a place free encodes all that waits by then.

    A model takes a text in company at three fifths of the time that it takes it alone. While there
    is a place, a call is encoded at once, alone.
    """

    def __init__(self, encode: Encode, *, together: int, places: int | None = None) -> None:
        """Bind the model; nothing runs yet.

        Args:
            encode: Makes vectors in the order of the texts; thread-safe.
            together: Texts beyond which no further call joins.
            places: Encodings at the same time; half the processors by default, one at least.
        """
        self._encode = encode
        self._together = together
        self._places = threading.BoundedSemaphore(places or max(1, processors() // 2))
        self._lock = threading.Lock()
        self._waiting: deque[_Call] = deque()

    async def embed(self, texts: Sequence[str]) -> Matrix:
        """The vectors of `texts`, alone or in company; nothing is made for who has gone away.

        Raises:
            EmbedderError: The model failed, on these texts or on those beside them.
        """
        from anyio import to_thread

        mine = _Call(texts)
        with self._lock:
            self._waiting.append(mine)
        try:
            return await to_thread.run_sync(self._encoded, mine, abandon_on_cancel=True)
        finally:
            mine.vectors.cancel()  # where it is done already, this does nothing

    def _encoded(self, mine: _Call) -> Matrix:
        with self._places:
            while not mine.taken:
                self._run(self._next())
        return mine.vectors.result()

    def _next(self) -> list[_Call]:
        """The calls that waited longest, as many as go together."""
        found: list[_Call] = []
        with self._lock:
            room = self._together
            while self._waiting and (not found or len(self._waiting[0].texts) <= room):
                one = self._waiting.popleft()
                one.taken = True
                if one.vectors.set_running_or_notify_cancel():
                    room -= len(one.texts)
                    found.append(one)
        return found

    def _run(self, calls: Sequence[_Call]) -> None:
        if not calls:
            return
        try:
            rows = self._encode([text for call in calls for text in call.texts])
        except EmbedderError as failure:
            _tell(calls, failure)
        except BaseException as failure:
            _tell(calls, EmbedderError(f"the embedder broke off: {failure!r}"))
            raise
        else:
            begin = 0
            for call in calls:
                end = begin + len(call.texts)
                call.vectors.set_result(rows[begin:end])
                begin = end


def _tell(calls: Sequence[_Call], failure: EmbedderError) -> None:
    for call in calls:
        call.vectors.set_exception(failure)


def processors() -> int:
    """How many this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
