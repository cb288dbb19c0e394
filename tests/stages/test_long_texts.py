"""However long a text is, and whatever repeats in it, twice as much takes about twice as long.

Twice the text may take three times the time here, which leaves room for a busy machine; where work
grows with the square it takes four times.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime

import numpy as np
import pytest

from prefmem.distillers.reading import _readings
from prefmem.policy import recall
from prefmem.records import StoredProfile
from prefmem.stages import intake, partings, selection, tiering
from prefmem.stages.consolidation import Observed, consolidate
from prefmem.types import Evidence, Scope

AT = datetime(2026, 1, 5, tzinfo=UTC)
VECTOR = np.full(8, 8**-0.5, dtype=np.float32)
SIZE = 8_000
SOON = 0.3
"""Seconds of the processor that say nothing of growth."""
PIECES = [
    "a", "é", "日本", " ", "\n", "not ", "no ", "I ", "my ", "severe ", "a ", ", ", "'", '"', "“",
    "1. ", "- ", "and ", "I used to ", "no longer ", "any more ", "for me ", "instead of ",
    "allergic to ", "i'm a ", "👩",
]  # fmt: skip


def evidence(quote: str, kind: str) -> Observed:
    one = Evidence(
        id=f"{kind}{len(quote)}",
        quote=quote,
        conversation_id="c",
        message_id="m",
        kind=kind,  # type: ignore[arg-type]
        polarity="for",
        strength=1.0,
        at=AT,
        source="test",
        behaviour="taste.media",
        subject="jazz",
        statement="Likes jazz",
    )
    return Observed(evidence=one, vector=VECTOR, passage=VECTOR)


def taken(quote: str, kind: str) -> None:
    consolidate(StoredProfile(scope=Scope(tenant="t", user="u")), [evidence(quote, kind)], now=AT)


READERS: dict[str, Callable[[str], object]] = {
    "stated": lambda text: taken(text, "stated"),
    "retracted": lambda text: taken(text, "retracted"),
    "barely": partings.told_barely,
    "allergies": lambda text: [[*one.finditer(text)] for one in _readings._ALLERGEN],
    "request": tiering.words_of,
    "selection": selection.words_of,
    "known": recall.asks_what_is_known,
    "none": intake.wants_no_memory,
}


def seconds(read: Callable[[str], object], text: str) -> float:
    begun = time.process_time()
    read(text)
    return time.process_time() - begun


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("piece", PIECES)
def test_twice_as_much_takes_about_twice_as_long(name: str, piece: str) -> None:
    def read(size: int) -> float:
        # A head of its own each time: what was read before is remembered.
        runs = [f"I've moved on from it {n}. {piece * (size // len(piece))}" for n in range(3)]
        return min(seconds(READERS[name], text) for text in runs)

    assert (twice := read(2 * SIZE)) < max(SOON, 3.0 * read(SIZE)), f"{twice:.2f} s"
