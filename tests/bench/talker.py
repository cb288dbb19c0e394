"""A process that has people say things for some seconds: `talker.py LOCATION SECONDS PEOPLE`.

What is said waits for workers; the rate of durable writes is printed at the end.
"""

from __future__ import annotations

import random
import sys
import time

import anyio

from prefmem.conformance.samples import turn
from prefmem.stores.sql import SqlStore
from prefmem.types import Scope

SAID = (
    "I prefer a window seat on night trains.",
    "We had a long day, and the kitchen is still being painted.",
    "Could you look up when the museum opens tomorrow?",
    "I never drink coffee after lunch.",
)


async def main(location: str, seconds: float, people: int) -> None:
    store = await SqlStore.open(location)
    draw, done, began = random.Random(7), 0, time.monotonic()
    while time.monotonic() - began < seconds:
        said = turn(f"t{done}", content=draw.choice(SAID), conversation="talk")
        scope = Scope(tenant="bench", user=f"talker-{draw.randrange(people):04}")
        await store.turns.append(scope, [said], due={"local": 0.0, "index": 0.0})
        done += 1
    await store.close()
    print(f"{done / (time.monotonic() - began):.0f}", flush=True)


anyio.run(main, sys.argv[1], float(sys.argv[2]), int(sys.argv[3]))
