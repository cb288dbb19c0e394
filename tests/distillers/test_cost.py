"""What reading costs, counted and not timed."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from types import FrameType
from typing import Literal

from prefmem.distillers import _thresholds
from prefmem.distillers.local import LocalDistiller
from prefmem.distillers.reading._span import Span
from prefmem.distillers.words._cues import Cue
from prefmem.distillers.words._phrasing import Phrased
from prefmem.distillers.words._sentences import sentences
from prefmem.embedders.minilm import MiniLM
from prefmem.records import Matrix, StoredProfile, Turn
from prefmem.types import Scope

SCOPE = Scope(tenant="t", user="u")


class Counting:
    """MiniLM that keeps count of what it is given."""

    def __init__(self) -> None:
        self.inner = MiniLM()
        self.batches: list[int] = []

    @property
    def fingerprint(self) -> str:
        return self.inner.fingerprint

    async def embed(self, texts: Sequence[str], *, purpose: Literal["query", "document"]) -> Matrix:
        self.batches.append(len(texts))
        return await self.inner.embed(texts, purpose=purpose)


def read(embedder: Counting, *texts: str) -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    turns = [
        Turn(conversation="c", id=str(k), role="user", content=text, at=at)
        for k, text in enumerate(texts)
    ]
    distiller = LocalDistiller(embedder, MiniLM())
    asyncio.run(distiller.distil(SCOPE, turns, known=StoredProfile(scope=SCOPE)))


def test_turns_without_a_cue_cost_no_embedding() -> None:
    embedder = Counting()
    read(
        embedder, "Fix this loop.", "how far is the moon", "What is a monad?", "continue", "thanks!"
    )
    assert embedder.batches == []


def test_words_that_are_put_as_no_preference_is_cost_no_embedding() -> None:
    embedder = Counting()
    read(embedder, "Can you fix the second loop? It stops too early. I get an index error.")
    read(embedder, "I went to the dentist yesterday. Is it normal that it still hurts?")
    assert embedder.batches == []


def habit(text: str) -> Span:
    """A span that no word makes likely, and its phrasing unlikely."""
    turn = Turn(
        conversation="c", id="m", role="user", content=text, at=datetime(2026, 1, 1, tzinfo=UTC)
    )
    return Span(
        turn=turn,
        start=0,
        end=len(text),
        cue=Cue(0, 1, "for", "habit", 0.65),
        phrased=Phrased(lasting=-4.0, against=0.0),
        sentence=text,
    )


def test_what_must_not_be_missed_is_asked_about_however_it_is_put() -> None:
    assert _thresholds.is_worth_asking(habit("I'm coeliac by the way"))
    assert _thresholds.is_worth_asking(habit("my pronouns are they/them"))
    assert not _thresholds.is_worth_asking(habit("I get an index error"))


def test_a_span_is_embedded_once_and_in_batches() -> None:
    embedder = Counting()
    said = [f"I love number {k} of this list of songs. Is that odd? What else?" for k in range(40)]
    read(embedder, *said)
    assert max(embedder.batches) <= 16
    assert sum(embedder.batches) <= sum(1 for text in said for _ in sentences(text))


def test_what_is_said_at_length_is_not_read_on_the_event_loop() -> None:
    own: list[str] = []

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and "/prefmem/distillers/_" in frame.f_code.co_filename:
            own.append(frame.f_code.co_name)

    line, embedder = "I love number 7 of this list of songs. ", Counting()
    for text, at_hand in ((line, True), (9 * line, False)):
        own.clear()
        sys.setprofile(note)
        try:
            read(embedder, text)
        finally:
            sys.setprofile(None)
        assert bool(own) is at_hand
    assert len(embedder.batches) == 2
