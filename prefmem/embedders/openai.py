"""Embeddings of OpenAI, or of any server that speaks its protocol (an extra)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from prefmem.errors import EmbedderError, MissingExtra
from prefmem.records import Matrix

if TYPE_CHECKING:
    from openai import AsyncOpenAI

MAX_TEXTS = 128
MAX_CHARACTERS = 100_000
"""Of one request; services limit its tokens as well as its texts."""


class OpenAIEmbedder:
    """Embeds through the OpenAI client, which also retries and keeps the connections.

    Close it, or use it as an asynchronous context manager, to let go of its connections; a client
    of yours stays open.
    """

    def __init__(
        self,
        model: str,
        *,
        dimensions: int | None = None,
        client: AsyncOpenAI | None = None,
        base_url: str | None = None,
        api_key: str | None = None,
        timeout: float = 30.0,
        cut_at: int = 8_000,
    ) -> None:
        """Choose a model; nothing is opened yet.

        Args:
            model: Such as `text-embedding-3-small`.
            dimensions: Shorter vectors, where the model has them.
            client: A client of yours; the arguments after it then have no effect.
            base_url: Another server; `None` is what the client itself chooses.
            api_key: `None` lets the client read `OPENAI_API_KEY`, when it is first used.
            timeout: Seconds for one request.
            cut_at: Characters of a text that are sent; models refuse texts that are too long.
        """
        self._model = model
        self._dimensions = dimensions
        self._client = client
        self._own = client is None
        self._settings = {"base_url": base_url, "api_key": api_key, "timeout": timeout}
        self._cut_at = cut_at

    @property
    def fingerprint(self) -> str:
        """Names the model and the width that was asked for."""
        return f"openai/{self._model}/{self._dimensions or 'full'}"

    async def embed(self, texts: Sequence[str], *, purpose: Literal["query", "document"]) -> Matrix:
        """Unit vectors in the order of `texts`.

        The protocol makes no difference between queries and documents.

        Raises:
            MissingExtra: The OpenAI client is not installed.
            EmbedderError: The service cannot be reached, refuses, or answers nonsense.
        """
        rows: list[Matrix] = []
        # An empty text is refused by some services; a space is the nearest thing to it.
        sent = [text[: self._cut_at].replace("\x00", " ") or " " for text in texts]
        for part in _parts(sent):
            rows.append(await self._request(part))
        return np.concatenate(rows) if rows else np.zeros((0, self._dimensions or 0), np.float32)

    async def close(self) -> None:
        """Let go of the connections that this embedder opened."""
        if self._own and self._client is not None:
            client, self._client = self._client, None
            await client.close()

    async def __aenter__(self) -> OpenAIEmbedder:
        """Itself."""
        return self

    async def __aexit__(self, *exc: object) -> None:
        """Close it."""
        await self.close()

    async def _request(self, texts: list[str]) -> Matrix:
        client = self._client = self._client or _client(self._settings)
        from openai import APIConnectionError, APIStatusError, OpenAIError

        width: dict[str, Any] = {"dimensions": self._dimensions} if self._dimensions else {}
        try:
            reply = await client.embeddings.create(model=self._model, input=texts, **width)
        except APIStatusError as refused:
            raise EmbedderError(
                f"embedding model {self._model!r} at {client.base_url} answered"
                f" {refused.status_code}: {refused.message}"
            ) from refused
        except APIConnectionError as lost:
            raise EmbedderError(
                f"no embeddings from {client.base_url} ({lost}); check the address and the network"
            ) from lost
        except OpenAIError as failed:
            raise EmbedderError(f"embedding model {self._model!r} failed: {failed}") from failed
        except (ValueError, TypeError) as nonsense:
            raise EmbedderError(
                f"{client.base_url} does not answer as an embedding service: {nonsense}"
            ) from nonsense
        ordered = sorted(reply.data, key=lambda item: item.index)
        return self._unit([item.embedding for item in ordered], expected=len(texts))

    def _unit(self, vectors: list[list[float]], *, expected: int) -> Matrix:
        widths = {len(vector) for vector in vectors}
        if len(vectors) != expected or len(widths) != 1:
            raise EmbedderError(
                f"embedding model {self._model!r} gave {len(vectors)} vectors of widths"
                f" {sorted(widths)} for {expected} texts"
            )
        rows = np.asarray(vectors, dtype=np.float32)
        norms = np.linalg.norm(rows, axis=1, keepdims=True)
        if not np.isfinite(norms).all() or not norms.all():
            raise EmbedderError(f"embedding model {self._model!r} gave a vector without direction")
        return rows / norms


def _client(settings: dict[str, Any]) -> AsyncOpenAI:
    try:
        from openai import AsyncOpenAI, OpenAIError
    except ImportError as missing:
        raise MissingExtra(
            "OpenAI embeddings need its client; run 'pip install \"prefmem[openai]\"'"
        ) from missing
    try:
        return AsyncOpenAI(**settings)
    except OpenAIError as unset:
        raise EmbedderError(f"the OpenAI client cannot be made: {unset}") from unset


def _parts(texts: Sequence[str]) -> Iterator[list[str]]:
    part: list[str] = []
    size = 0
    for text in texts:
        if part and (len(part) == MAX_TEXTS or size + len(text) > MAX_CHARACTERS):
            yield part
            part, size = [], 0
        part.append(text)
        size += len(text)
    if part:
        yield part
