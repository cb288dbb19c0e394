"""A program that dies while it erases, between the index and the ledger.

`eraser.py STORE EPISODES WHAT`: `EPISODES` as `open` takes it, or nothing; `WHAT` is `erase`,
`close:CLASS` for a class of sensitive content, or words to forget.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import Any

import anyio

from prefmem import AsyncPreferenceMemory


async def dies(*_: object, **__: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


async def main(location: str, episodes: str, what: str) -> None:
    async with AsyncPreferenceMemory.open(location, episodes=episodes or None) as memory:
        ledger: Any = memory._engine.parts.store.preferences
        ledger.erase = ledger.purge = dies
        user = memory.user("ada")
        if what == "erase":
            await user.erase()
        elif what.startswith("close:"):
            await user.consent(what.removeprefix("close:"), False)
        else:
            await user.forget(matching=what)


anyio.run(main, *sys.argv[1:])
