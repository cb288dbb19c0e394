"""What an engine is made of; `factory` chooses, the engine only uses."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, cast

import numpy as np

from prefmem.errors import EmbedderError, EmbedderMismatch, PrefmemError
from prefmem.policy import TierPolicy
from prefmem.policy.oversight import Oversight
from prefmem.ports import (
    AuditSink,
    Clock,
    Distiller,
    Embedder,
    EpisodicStore,
    MakeWorker,
    Renderer,
    Store,
    TokenCounter,
)
from prefmem.records import Matrix, StageName

UNFINISHED = " (reindex unfinished)"
"""Marks the fingerprint while vectors of two embedders may lie side by side."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Parts:
    """One of each port."""

    store: Store
    episodes: EpisodicStore
    embedder: Embedder
    """What raw turns are searched with."""
    reader: Embedder
    """What preferences and requests are read with: always MiniLM, which the heads, keys and
    thresholds are trained on; the same object where `embedder` is that."""
    distillers: Mapping[StageName, Distiller]
    """`local`, and `model` where there is one."""
    policy: TierPolicy
    clock: Clock
    counter: TokenCounter
    renderer: Renderer
    audit: AuditSink
    make_worker: MakeWorker
    oversight: Oversight | None = None
    """What the application lends a model for."""


async def let_go(parts: Parts) -> None:
    """Close all that has anything to close, the store last: what a memory is given is its own."""
    others = (
        parts.episodes,
        parts.embedder,
        parts.reader,
        parts.oversight,
        *parts.distillers.values(),
    )
    try:
        for part in others:
            close = cast("Callable[[], Awaitable[None]] | None", getattr(part, "close", None))
            if close is not None:
                await close()
    finally:
        await parts.store.close()


async def check_embedder(parts: Parts) -> None:
    """See that the index is still made with the embedder here: another process may remake it.

    Raises:
        EmbedderMismatch: It is, or will be, made with another one.
    """
    name = parts.embedder.fingerprint
    try:
        await parts.store.check_embedder(name)
    except EmbedderMismatch as mismatch:
        try:
            await parts.store.check_embedder(name + UNFINISHED)
        except EmbedderMismatch:
            raise mismatch from None


class CachedEmbedder:
    """Remembers the vectors of texts that recur: expansions are mostly templates."""

    def __init__(self, inner: Embedder, *, size: int = 4096) -> None:
        self._inner = inner
        self._size = size
        self._seen: OrderedDict[str, Matrix] = OrderedDict()

    @property
    def fingerprint(self) -> str:
        """That of the embedder inside."""
        return self._inner.fingerprint

    async def embed(self, texts: Sequence[str], *, purpose: Literal["query", "document"]) -> Matrix:
        """As the embedder inside; only documents are remembered.

        Raises:
            EmbedderError: It failed, or gave something else than a row of numbers for each text.
        """
        if purpose == "query" or not texts:
            return await self._asked(texts, purpose)
        # Taken before others are awaited, whose texts may push these out.
        found = {text: self._seen[text] for text in texts if text in self._seen}
        missing = list(dict.fromkeys(text for text in texts if text not in found))
        found |= zip(missing, await self._made(missing), strict=True)
        for text, row in found.items():
            self._seen[text] = row
            self._seen.move_to_end(text)
        while len(self._seen) > self._size:
            self._seen.popitem(last=False)
        return np.stack([found[text] for text in texts])

    def drop(self) -> None:
        """Let go of all texts and their vectors: texts do not say whose they are."""
        self._seen.clear()

    async def close(self) -> None:
        """Close the embedder inside, if it can be closed."""
        close = cast("Callable[[], Awaitable[None]] | None", getattr(self._inner, "close", None))
        if close is not None:
            await close()

    async def _made(self, texts: Sequence[str]) -> Sequence[Matrix]:
        return list(await self._asked(texts, "document")) if texts else ()

    async def _asked(self, texts: Sequence[str], purpose: Literal["query", "document"]) -> Matrix:
        """What the embedder inside says, if it is what an embedder may say."""
        try:
            rows = np.asarray(await self._inner.embed(texts, purpose=purpose), dtype=np.float32)
        except PrefmemError:
            raise
        except Exception as error:
            raise EmbedderError(
                f"embedder {self.fingerprint!r} failed ({type(error).__name__}: {error}); mend it, "
                "or open the memory with another one"
            ) from error
        if texts and (rows.ndim != 2 or len(rows) != len(texts) or not np.isfinite(rows).all()):
            raise EmbedderError(
                f"embedder {self.fingerprint!r} gave numbers of shape {rows.shape} for "
                f"{len(texts)} texts, or numbers that are not finite; one row a text is asked for"
            )
        return rows
