"""How fast the local distiller reads, beside the embedding of the same sentences, in one run.

    python tests/bench/bench_distil.py

The last line is a turn that tells of a change, of somebody who holds forty preferences: it is read
beside the nearest of them.

Prints turns per second of processor time, the ratio to embedding every sentence (goal: at most 2),
and what one more turn adds to `observe`. Each round reads the turns as if for the first time.
Seconds depend on the machine; the ratio hardly does.
"""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from functools import partial

from prefmem import _remembered
from prefmem.distillers.local import LocalDistiller
from prefmem.distillers.words._sentences import sentences
from prefmem.embedders.minilm import MiniLM
from prefmem.records import PersonState, StoredProfile, Turn
from prefmem.stages.consolidation import Observed, rebuild
from prefmem.types import Scope

PERSONAL = (
    "Thanks, that worked! By the way, I usually prefer window seats. How long is the drive?",
    "I can't stand crowded places, so I avoid city centres at noon.",
    "I'm repainting the hall and I've always liked warm colours. How much paint do I need?",
)
ORDINARY = (
    "Can you fix the second loop? It stops too early. I get an index error.",
    "Write a short story about a lighthouse. It should have two characters.",
    "What is the capital of Mongolia? And how many people live there?",
    "I went to the dentist yesterday. Is it normal that it still hurts?",
)
CHANGING = (
    "I've switched from the fountain pen to a soft pencil, since the ink was bleeding through. "
    "The hand still slows the head down just the same.",
)
HELD = tuple(
    f"I love {what} {when}."
    for what in (
        "cycling",
        "jazz",
        "black tea",
        "chess",
        "old maps",
        "spicy noodles",
        "the sea",
        "dogs",
    )
    for when in ("in the morning", "at work", "with friends", "on holiday", "when it rains")
)
SCOPE = Scope(tenant="bench", user="bench")
ROUNDS = 30


def turns_of(texts: tuple[str, ...]) -> list[Turn]:
    """The texts as turns of as many conversations."""
    at = datetime(2026, 1, 1, tzinfo=UTC)
    return [
        Turn(conversation=str(k), id="m", role="user", content=text, at=at)
        for k, text in enumerate(texts)
    ]


async def profile(distiller: LocalDistiller, embedder: MiniLM) -> StoredProfile:
    """Of somebody who has said all of `HELD`."""
    nobody = StoredProfile(scope=SCOPE)
    found = (await distiller.distil(SCOPE, turns_of(HELD), known=nobody)).evidence
    vectors = await embedder.embed([one.statement for one in found], purpose="document")
    observed = [Observed(evidence=e, vector=v) for e, v in zip(found, vectors, strict=True)]
    known, _ = rebuild(SCOPE, observed, person=PersonState(), until=None)
    return known


def unread() -> None:
    """Drop what is kept of texts that were read before."""
    _remembered.drop()


async def seconds(of: Callable[[], Awaitable[object]]) -> float:
    """Processor time of one call."""
    unread()
    begun = time.process_time()
    await of()
    return time.process_time() - begun


async def main() -> None:
    """Measure and print."""
    embedder = MiniLM()
    distiller = LocalDistiller(embedder, MiniLM())
    await embedder.embed(["warm up"], purpose="document")
    nobody, somebody = StoredProfile(scope=SCOPE), await profile(distiller, embedder)
    for name, texts, known in (
        ("personal", PERSONAL * 4, nobody),
        ("ordinary", ORDINARY * 4, nobody),
        ("one personal turn", PERSONAL[:1], nobody),
        ("one ordinary turn", ORDINARY[:1], somebody),
        ("one that tells of a change", CHANGING, somebody),
    ):
        turns = turns_of(texts)
        pieces = [s.text for text in texts for s in sentences(text)]
        read = partial(distiller.distil, SCOPE, turns, known=known)
        embed = partial(embedder.embed, pieces, purpose="document")
        # In turns, so that a processor that changes its pace does so for both.
        rounds = [(await seconds(read), await seconds(embed)) for _ in range(ROUNDS)]
        ours = statistics.median(one for one, _ in rounds)
        ratio = statistics.median(one / other for one, other in rounds)
        print(
            f"{name:18} {len(turns) / ours:7.0f} turns/s {1000 * ours / len(turns):6.2f} ms each, "
            f"{ratio:.2f} x embedding its {len(pieces)} sentences"
        )


if __name__ == "__main__":
    asyncio.run(main())
