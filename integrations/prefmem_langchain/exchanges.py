"""What agents are answering: where the steps of a run meet, which share nothing else here."""

from __future__ import annotations

from collections.abc import Mapping
from threading import Lock
from typing import Any, cast

from prefmem.types import Scope
from prefmem.underway import Saying
from prefmem_langchain.talk import Talk

MOST = 10_000
"""Exchanges that are remembered: of a run that fails, or waits for a person, no end is told."""
Key = tuple[Scope, str, str]


class Exchanges:
    """By exchange what the user is saying, from the first call of the model to the end."""

    def __init__(self, most: int = MOST) -> None:
        """Remember nothing yet."""
        self._most = most
        self._held: dict[Key, tuple[str, Saying]] = {}
        self._lock = Lock()

    def begin(self, talk: Talk, config: Mapping[str, Any]) -> None:
        """Let `talk` be part of its exchange, which may begin with it.

        The same words in another run are said anew; a step that is tried again says nothing new.
        """
        if (key := talk.key) is None:
            return
        told = cast("Mapping[str, Any]", config.get("configurable") or {})
        step = str(told.get("checkpoint_ns", ""))
        with self._lock:
            before, saying = self._held.get(key, (step, talk.saying))
            if talk.fresh and step != before:
                saying = talk.saying
            self._held[key] = (step, saying)
            talk.saying = saying
            while len(self._held) > self._most:
                del self._held[next(iter(self._held))]

    def end(self, talk: Talk) -> None:
        """Let `talk` be the end of its exchange, if that began in this process."""
        if (key := talk.key) is None:
            return
        with self._lock:
            _, talk.saying = self._held.pop(key, ("", talk.saying))
