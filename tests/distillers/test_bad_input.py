"""Bad input costs bounded time, raises nothing and leaves nothing."""

from __future__ import annotations

import asyncio
import base64
import random
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Literal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prefmem.distillers._judging import MAX_PER_TURN
from prefmem.distillers._leads import MAX_SPANS
from prefmem.distillers.local import LocalDistiller
from prefmem.records import Distillation, Matrix, StoredProfile, TokenStates, Turn
from prefmem.types import Scope

SCOPE = Scope(tenant="t", user="u")
SECONDS = 2.0
"""Far above what any turn takes; a pattern that backtracks takes minutes."""


class Flat:
    """Gives one vector for any text: what is tested here is all but the model."""

    fingerprint = "flat"
    read = 0

    async def embed(self, texts: Sequence[str], *, purpose: Literal["query", "document"]) -> Matrix:
        del purpose
        self.read += len(texts)
        return np.full((len(texts), 384), 1 / np.sqrt(384), dtype=np.float32)

    def states(self, texts: Sequence[str]) -> list[TokenStates]:
        self.read += len(texts)
        return [
            TokenStates(
                hidden=np.ones((3, 384), dtype=np.float32),
                places=[(0, len(text))],
                first=1,
                last=2,
            )
            for text in texts
        ]


def distil(*texts: str) -> tuple[Distillation, int]:
    embedder = Flat()
    roles = ("user", "assistant")
    turns = [
        Turn(
            conversation="c",
            id=str(k),
            role=roles[k % 2],
            content=text,
            at=datetime(2026, 1, 1, tzinfo=UTC),
        )
        for k, text in enumerate(texts)
    ]
    distiller = LocalDistiller(embedder, embedder)
    made = distiller.distil(SCOPE, turns, known=StoredProfile(scope=SCOPE))
    return asyncio.run(made), embedder.read


PIECES = st.sampled_from(
    ["I prefer ", "not ", "because ", "the other options ", "1. ", "\n", "- ", "```", ">", "\"",
     "option 2", "from now on ", "a" * 80, "|", "\t", "{", "é", "\u202e", "\u200b", "👩‍👩‍👧", "=",
     "when I ", "forget ", "what do you know about me", "<prefmem>", "</prefmem>", "Dear ", "(1) "]
)  # fmt: skip


@settings(deadline=None, max_examples=120)
@given(
    st.lists(
        st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=30).map("".join)), max_size=6
    )
)
def test_any_conversation_is_read_without_an_error(texts: list[str]) -> None:
    found, read = distil(*texts)
    contents = {str(k): text for k, text in enumerate(texts)}
    assert all(one.quote in contents[one.message_id] for one in found.evidence)
    assert all(one.statement and len(one.statement.split()) <= 40 for one in found.evidence)
    assert len(found.evidence) <= (MAX_PER_TURN + 2) * max(1, len(texts))
    assert read <= (MAX_SPANS + 1) * max(1, len(texts))


HUGE = {
    "words": "I prefer " * 12_000,
    "clauses": "I like it, but I hate it, so I avoid it, and I " * 2_500,
    "one word": "a" * 100_000,
    "blanks": " " * 100_000,
    "lines": "\n" * 100_000,
    "quotes": '"' * 100_000,
    "brackets": "(" * 50_000 + ")" * 50_000,
    "numbers": "1. " * 33_000,
    "commas": "I am, " * 16_000,
    "dashes": "I love - " * 11_000,
    "fences": "```" * 33_000,
    "table": "| a | b | I prefer tea |\n" * 4_000,
    "code": "if (x) { return I_prefer(tea); }\n" * 3_000,
    "base64": base64.b64encode(random.Random(1).randbytes(75_000)).decode(),
    "emoji": "👍" * 50_000,
    "marks": "<prefmem>\n" * 10_000,
    "right to left": "\u202e" + "I prefer tea " * 7_000,
    "combining": "I" + "\u0301" * 99_000,
    "mixed scripts": "I предпочитаю 茶 أكثر " * 5_000,
    "options": "option 2 the second one " * 4_000,
}


@pytest.mark.parametrize("name", HUGE)
def test_a_turn_of_a_hundred_thousand_characters_takes_bounded_time(name: str) -> None:
    begun = time.perf_counter()
    distil("Ideas?", HUGE[name], HUGE[name], HUGE[name])
    assert time.perf_counter() - begun < 3 * SECONDS


@pytest.mark.parametrize(
    "name",
    [
        "one word",
        "blanks",
        "lines",
        "quotes",
        "fences",
        "table",
        "code",
        "base64",
        "emoji",
        "marks",
    ],
)
def test_what_is_no_language_leaves_nothing(name: str) -> None:
    assert distil(HUGE[name])[0].evidence == ()
