"""A whole memory whose model follows a script; run as a program, it is killed by its second call.

`python reading.py FILE`: observes `SAID`, and dies while the model reads the second batch.
"""

from __future__ import annotations

import json
import os
import re
import signal
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import anyio

from prefmem import _engine
from prefmem.distillers.completion import Completion
from prefmem.distillers.llm import ModelDistiller
from prefmem.factory import Choices, assemble
from prefmem.work.stream import Worker

SAID = {
    "c1": ["Ich mag Tee.", "Ich mag Wasser."],
    "c2": ["Ich mag Jazz."],
    "c3": ["Ich mag Schach.", "Ich mag Go."],
}
"""Conversation to what is said in it, in a language that the local distiller leaves alone."""
LIKES = re.compile(r"\[(\d+)\] USER: (Ich mag (\w+))\.")


class Model:
    """Reads "Ich mag …" and nothing else; `before` may fail, or count, before each call."""

    name = "script"

    def __init__(self, before: Callable[[str], None] | None = None) -> None:
        self.before = before or (lambda _: None)
        self.asked: list[str] = []

    async def complete(self, system: str, user: str, schema: Mapping[str, Any]) -> Completion:
        self.asked.append(user)
        self.before(user)
        items = [
            {
                "turn": int(number),
                "quote": quote,
                "statement": f"Likes {what}",
                "behaviour": "taste.food",
                "kind": "stated",
                "polarity": "for",
                "subject": what.lower(),
            }
            for number, quote, what in LIKES.findall(user)
        ]
        return Completion(text=json.dumps({"items": items}), tokens_in=10, tokens_out=5)

    @property
    def read(self) -> list[list[str]]:
        """What each call was about."""
        return [[what for _, _, what in LIKES.findall(user)] for user in self.asked]


def opened(
    location: str, model: Model, *, clock: Callable[[], float] | None = None
) -> _engine.AsyncPreferenceMemory:
    """A memory without a worker of its own, whose leases are short."""
    distiller = ModelDistiller(model, first_wait=0, clock=clock)

    async def build():
        parts = await assemble(Choices(location=location, distiller=distiller))
        store = parts.store
        make = partial(Worker, store.work, store.turns, lease_seconds=1.0, first_wait=2.0)
        return replace(parts, make_worker=make)

    return _engine.AsyncPreferenceMemory(_engine.Engine(build, background=False))


async def observe(memory: _engine.AsyncPreferenceMemory) -> None:
    for name, texts in SAID.items():
        given = [{"role": "user", "content": text} for text in texts]
        await memory.user("ada").observe(given, conversation=name)


async def _die(location: str) -> None:
    def kill(_: str) -> None:
        if len(model.asked) == 2:
            os.kill(os.getpid(), signal.SIGKILL)

    model = Model(kill)
    async with opened(location, model) as memory:
        await observe(memory)
        await memory.drain()


if __name__ == "__main__":
    anyio.run(_die, sys.argv[1])
