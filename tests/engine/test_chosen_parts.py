"""A whole memory with the parts that are not the default ones."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import anyio
import numpy as np
import pytest

from prefmem import AsyncPreferenceMemory, PreferenceMemory
from prefmem._engine.parts import UNFINISHED
from prefmem.distillers.completion import Completion
from prefmem.distillers.llm import ModelDistiller
from prefmem.errors import DistillerError, EmbedderError, EmbedderMismatch, StoreUnavailable
from prefmem.factory import reindex
from prefmem.records import Distillation
from prefmem.stores.sql import SqlStore
from prefmem.testing import FakeEmbedder


class Reader:
    """A chat model that knows one German sentence."""

    name = "reader"

    def __init__(self, *, fails: int = 0) -> None:
        self.fails = fails
        self.calls = 0

    async def complete(self, system: str, user: str, schema: Mapping[str, Any]) -> Completion:
        if "<notes>" in user:
            raise DistillerError("this one reads, and words no summaries")
        self.calls += 1
        if self.calls <= self.fails:
            raise DistillerError("the model is away")
        item = {
            "turn": 1,
            "quote": "Ich mag keinen Koriander",
            "statement": "Dislikes coriander",
            "behaviour": "taste.food",
            "kind": "stated",
            "polarity": "against",
            "subject": "coriander",
            "lasting": True,
            "reason": None,
            "when": None,
            "replaces": None,
        }
        text = json.dumps({"items": [item], "withdrawn": []})
        return Completion(text=text, tokens_in=700, tokens_out=60)


GERMAN = [{"role": "user", "content": "Ich mag keinen Koriander, was koche ich heute Abend?"}]


def test_a_model_reads_what_the_local_distiller_cannot(tmp_path: Path):
    reader = Reader()
    with PreferenceMemory.open(tmp_path / "p.db", distiller=ModelDistiller(reader)) as memory:
        ada = memory.user("ada")
        ada.observe(GERMAN, conversation="c1")
        status = memory.drain()
        (held,) = ada.profile().preferences
        ada.observe(GERMAN, conversation="c1")
        memory.drain()
    assert (held.statement, held.polarity) == ("Dislikes coriander", "against")
    assert held.evidence[0].source.startswith("llm/preferences_v1#")
    assert reader.calls == 1
    assert status.counters["model_calls"] == 1
    assert status.counters["model_tokens_in"] == 700


@pytest.mark.requirement("observe:no-model-call")
def test_observing_asks_no_model(tmp_path: Path) -> None:
    reader = Reader()
    with PreferenceMemory.open(tmp_path / "p.db", distiller=ModelDistiller(reader)) as memory:
        memory.user("ada").observe(GERMAN, conversation="c1")
        assert memory.status().waiting == 1
        assert reader.calls == 0
        memory.drain()
        assert reader.calls == 1


def test_what_both_found_is_held_once(tmp_path: Path):
    class Same(Reader):
        async def complete(self, system: str, user: str, schema: Mapping[str, Any]) -> Completion:
            answer = await super().complete(system, user, schema)
            quote = "I can't stand coriander"
            return Completion(text=answer.text.replace("Ich mag keinen Koriander", quote))

    with PreferenceMemory.open(tmp_path / "p.db", distiller=ModelDistiller(Same())) as memory:
        ada = memory.user("ada")
        said = "I can't stand coriander, what should I cook tonight?"
        ada.observe([{"role": "user", "content": said}], conversation="c1")
        memory.drain()
        (held,) = ada.profile().preferences
    assert len(held.evidence) == 1


def test_a_model_that_is_away_costs_nothing_that_was_said_outright(tmp_path: Path):
    broken = ModelDistiller(Reader(fails=10**6), first_wait=0)
    with PreferenceMemory.open(tmp_path / "p.db", distiller=broken) as memory:
        ada = memory.user("ada")
        said = "I can't stand coriander."
        ada.observe([{"role": "user", "content": said}], conversation="c1")
        status = memory.drain()
        assert len(ada.profile().preferences) == 1
    assert status.waiting == 1
    assert status.failures >= 1


def test_episodes_live_in_chroma_and_can_be_lost_and_rebuilt(tmp_path: Path):
    pytest.importorskip("chromadb")
    folder = tmp_path / "chroma"
    said = [
        {"role": "user", "content": "My cello teacher moved to Lisbon."},
        {"role": "user", "content": "What is the boiling point of ethanol?"},
    ]
    with PreferenceMemory.open(tmp_path / "p.db", episodes=f"chroma:{folder}") as memory:
        ada = memory.user("ada")
        ada.observe(said, conversation="c1")
        memory.drain()
        assert ada.episodes("music lessons")[0].content == said[0]["content"]
        with pytest.raises(StoreUnavailable, match="in use"):
            PreferenceMemory.open(tmp_path / "other.db", episodes=f"chroma:{folder}")
    written = b"".join(f.read_bytes() for f in folder.rglob("*") if f.is_file())
    assert b"Lisbon" not in written
    shutil.rmtree(folder)
    assert anyio.run(partial(reindex, tmp_path / "p.db", episodes=f"chroma:{folder}")) == 1
    with PreferenceMemory.open(tmp_path / "p.db", episodes=f"chroma:{folder}") as memory:
        ada = memory.user("ada")
        assert ada.episodes("music lessons")[0].content == said[0]["content"]
        ada.erase()
        assert ada.episodes("music lessons") == ()


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (None, "shape"),
        (np.full((1, 384), np.nan, dtype=np.float32), "not finite"),
        (np.ones(384, dtype=np.float32), "one row a text"),
        (RuntimeError("out of order"), "RuntimeError: out of order"),
    ],
)
def test_an_embedder_that_gives_nonsense_is_named_and_no_turn_is_lost(
    tmp_path: Path, given: Any, reason: str
) -> None:
    class Odd:
        fingerprint = "all-MiniLM-L6-v2/mean/384"

        async def embed(self, texts: Sequence[str], *, purpose: str) -> Any:
            if isinstance(given, Exception):
                raise given
            return given

    said = [{"role": "user", "content": "I love jazz concerts."}]
    with PreferenceMemory.open(tmp_path / "p.db", embedder=Odd()) as memory:
        ada = memory.user("ada")
        assert ada.observe(said, conversation="c").accepted == 1
        for call in (lambda: ada.personalize(said), lambda: ada.episodes("jazz")):
            with pytest.raises(EmbedderError, match=reason):
                call()
        assert memory.status().waiting == 1


@pytest.mark.parametrize("read", [-1, 0, 99])
def test_a_distiller_that_has_read_no_turn_or_too_many_loses_none(
    tmp_path: Path, read: int
) -> None:
    class Odd:
        async def distil(self, *args: object, **kwargs: object) -> Distillation:
            return Distillation(read=read)

    said = [{"role": "user", "content": "I love jazz concerts."}]
    with PreferenceMemory.open(tmp_path / "p.db", distiller=Odd()) as memory:
        memory.user("ada").observe(said, conversation="c")
        assert memory.drain().waiting == 1


class Narrow(FakeEmbedder):
    """Another embedder, whose vectors are of another width."""

    fingerprint = "narrow/8"

    def __init__(self) -> None:
        super().__init__(width=8)


HIKING = [{"role": "user", "content": "I love hiking in the Alps."}]


@pytest.mark.anyio
async def test_an_old_process_beside_a_reindex_says_that_the_embedder_is_another(tmp_path: Path):
    path = tmp_path / "p.db"
    async with AsyncPreferenceMemory.open(path, embedder=FakeEmbedder()) as old:
        ada = old.user("ada")
        await ada.observe(HIKING, conversation="c1")
        assert await ada.episodes("hiking")
        await reindex(path, embedder=Narrow())
        for _ in range(2):
            await ada.observe(HIKING, conversation="c2")
            await old.work()
            with pytest.raises(EmbedderMismatch, match=r"narrow/8.*reindex"):
                await ada.episodes("hiking")
    async with AsyncPreferenceMemory.open(path, embedder=Narrow()) as new:
        assert [hit.conversation_id for hit in await new.user("ada").episodes("hiking")] == ["c1"]
    store = await SqlStore.open(path)
    assert (await store.work.backlog())["waiting"] == 1, "what the old one could not index"
    await store.close()


@pytest.mark.anyio
async def test_a_process_goes_on_searching_while_its_own_embedder_remakes_the_index(
    tmp_path: Path,
):
    async with AsyncPreferenceMemory.open(tmp_path / "p.db", embedder=FakeEmbedder()) as memory:
        ada = memory.user("ada")
        await ada.observe(HIKING, conversation="c1")
        assert await ada.episodes("hiking")
        store = await SqlStore.open(tmp_path / "p.db")
        await store.set_embedder(FakeEmbedder.fingerprint + UNFINISHED)
        assert await ada.episodes("hiking")
        await store.close()
