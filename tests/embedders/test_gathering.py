"""What waits together is embedded together, and nothing waits for company."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest

from prefmem.embedders.gathering import Gathering
from prefmem.embedders.minilm import MiniLM
from prefmem.errors import EmbedderError
from prefmem.records import Matrix


@dataclass
class Model:
    """Notes what it is given and holds it until it is let go; a text's vector is its size."""

    batches: list[list[str]] = field(default_factory=list[list[str]])
    begun: threading.Event = field(default_factory=threading.Event)
    go: threading.Event = field(default_factory=threading.Event)
    failure: BaseException | None = None

    def __call__(self, texts: Sequence[str]) -> Matrix:
        self.batches.append(list(texts))
        self.begun.set()
        assert self.go.wait(10)
        if self.failure is not None:
            raise self.failure
        return np.array([[len(text)] for text in texts], dtype=np.float32)


async def until(true: Callable[[], bool]) -> None:
    for _ in range(2000):
        if true():
            return
        await asyncio.sleep(0.005)
    raise AssertionError("it did not come to that")


def begun(gathering: Gathering, *calls: list[str]) -> list[asyncio.Task[Matrix]]:
    return [asyncio.ensure_future(gathering.embed(texts)) for texts in calls]


async def busy(model: Model, **options: Any) -> tuple[Gathering, asyncio.Task[Matrix]]:
    """One place, and a call that holds it."""
    gathering = Gathering(model, places=1, **options)
    (first,) = begun(gathering, ["a"])
    await until(model.begun.is_set)
    return gathering, first


@pytest.mark.anyio
async def test_a_call_alone_is_encoded_at_once() -> None:
    model = Model()
    model.go.set()
    assert (await Gathering(model, together=8).embed(["a", "bc"])).tolist() == [[1], [2]]
    assert model.batches == [["a", "bc"]]


@pytest.mark.anyio
async def test_calls_that_wait_go_together_and_each_gets_its_own() -> None:
    model = Model()
    gathering, first = await busy(model, together=4)
    rest = begun(gathering, ["bb"], ["ccc", "c"], ["dddd"], ["eeeee"])
    await asyncio.sleep(0.05)
    model.go.set()
    assert (await first).tolist() == [[1]]
    assert [(await one).tolist() for one in rest] == [[[2]], [[3], [1]], [[4]], [[5]]]
    assert model.batches == [["a"], ["bb", "ccc", "c", "dddd"], ["eeeee"]]


@pytest.mark.anyio
async def test_a_call_larger_than_what_goes_together_goes_alone() -> None:
    model = Model()
    model.go.set()
    assert (await Gathering(model, together=2).embed(["a"] * 5)).shape == (5, 1)
    assert model.batches == [["a"] * 5]


@pytest.mark.anyio
async def test_nothing_is_made_for_who_has_gone_away() -> None:
    model = Model()
    gathering, first = await busy(model, together=4)
    gone, stays = begun(gathering, ["bb"], ["ccc"])
    await asyncio.sleep(0.05)
    gone.cancel()
    with pytest.raises(asyncio.CancelledError):
        await gone
    first.cancel()  # its texts are with the model already: they are made for nobody
    model.go.set()
    assert (await stays).tolist() == [[3]]
    assert model.batches == [["a"], ["ccc"]]


@pytest.mark.anyio
@pytest.mark.parametrize("failure", [EmbedderError("gone"), MemoryError()])
async def test_a_failure_is_told_to_all_who_went_together(failure: BaseException) -> None:
    model = Model()
    gathering, first = await busy(model, together=8)
    rest = begun(gathering, ["b"], ["b"], ["b"])
    await asyncio.sleep(0.05)
    model.failure = failure
    model.go.set()
    told = await asyncio.gather(first, *rest, return_exceptions=True)
    assert all(isinstance(one, EmbedderError | type(failure)) for one in told)
    model.failure = None
    assert (await gathering.embed(["a"])).tolist() == [[1]]


def test_a_vector_does_not_depend_on_its_company() -> None:
    model = MiniLM()
    texts = ["a word", "one sentence of a few more words", "what is there for dinner tonight?"]
    alone = np.concatenate([model.encode([text]) for text in texts])
    assert np.array_equal(alone, model.encode(texts))
