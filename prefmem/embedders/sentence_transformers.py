"""Any model of the sentence-transformers library (an extra)."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np

from prefmem.embedders import minilm
from prefmem.errors import EmbedderError, MissingExtra
from prefmem.records import Matrix

SAME_AS_DEFAULT = frozenset({"all-MiniLM-L6-v2", "sentence-transformers/all-MiniLM-L6-v2"})
"""Names of the default model: a store can change between both without being reindexed."""
WEIGHTS = frozenset({".bin", ".safetensors"})


class SentenceTransformerEmbedder:
    """Embeds with `SentenceTransformer(model)`, loaded at the first use.

    Queries and documents get the prompts that the model itself defines for them.
    """

    def __init__(
        self,
        model: str | Path,
        *,
        device: str | None = None,
        batch: int = 32,
        fingerprint: str | None = None,
    ) -> None:
        """Choose a model; nothing is loaded yet.

        Args:
            model: A name on the hub, or a folder.
            device: As the library takes it; `None` lets it choose.
            batch: Texts that go through the model at once.
            fingerprint: Names the vectors; by default it is made from the model's name or, for a
                folder, from the content of its weights and settings.
        """
        self._model = str(model)
        self._device = device
        self._batch = batch
        self._fingerprint = fingerprint
        self._lock = threading.Lock()
        self._loaded: Any = None

    @property
    def fingerprint(self) -> str:
        """Names the model and its weights."""
        if self._fingerprint is None:
            self._fingerprint = _fingerprint(self._model)
        return self._fingerprint

    def encode(
        self, texts: Sequence[str], *, purpose: Literal["query", "document"] = "document"
    ) -> Matrix:
        """Unit vectors in the order of `texts`.

        Raises:
            MissingExtra: sentence-transformers is not installed.
            EmbedderError: The model cannot be loaded or failed.
        """
        # One at a time: the library's tokenizers must not be used by two threads.
        with self._lock:
            if self._loaded is None:
                self._loaded = _load(self._model, self._device)
            model = self._loaded
            if not texts:
                return np.zeros((0, _width(model)), dtype=np.float32)
            try:
                rows = model.encode(
                    list(texts),
                    prompt_name=purpose if model.prompts.get(purpose) else None,
                    batch_size=self._batch,
                    normalize_embeddings=True,
                    convert_to_numpy=True,
                    show_progress_bar=False,
                )
            except RuntimeError as failed:
                raise EmbedderError(f"the model {self._model!r} failed: {failed}") from failed
        return np.asarray(rows, dtype=np.float32)

    async def embed(self, texts: Sequence[str], *, purpose: Literal["query", "document"]) -> Matrix:
        """Unit vectors in the order of `texts`, made in a worker thread.

        Raises:
            MissingExtra: sentence-transformers is not installed.
            EmbedderError: The model cannot be loaded or failed.
        """
        from anyio import to_thread

        return await to_thread.run_sync(lambda: self.encode(texts, purpose=purpose))


def _load(model: str, device: str | None) -> Any:
    try:
        import sentence_transformers
    except ImportError as missing:
        raise MissingExtra(
            f"embedder {model!r} needs sentence-transformers;"
            " run 'pip install \"prefmem[sentence-transformers]\"'"
        ) from missing
    library: Any = sentence_transformers
    try:
        return library.SentenceTransformer(model, device=device)
    except (OSError, ValueError, RuntimeError, KeyError) as failed:
        raise EmbedderError(
            f"sentence-transformers cannot load {model!r} ({failed});"
            " name a model of the hub that can be reached from here, or a folder that holds one"
        ) from failed


def _width(model: Any) -> int:
    # The older name is gone in the newest releases of the library.
    named = getattr(model, "get_embedding_dimension", None)
    return int((named or model.get_sentence_embedding_dimension)())


def _fingerprint(model: str) -> str:
    if model in SAME_AS_DEFAULT:
        return minilm.FINGERPRINT
    folder = Path(model)
    if not folder.is_dir():
        return f"sentence-transformers/{model}"
    digest = hashlib.sha256()
    for file in sorted(folder.rglob("*")):
        if file.suffix in WEIGHTS or file.name in ("config.json", "modules.json"):
            digest.update(file.relative_to(folder).as_posix().encode())
            with file.open("rb") as content:
                digest.update(hashlib.file_digest(content, "sha256").digest())
    return f"sentence-transformers/sha256:{digest.hexdigest()[:16]}"
