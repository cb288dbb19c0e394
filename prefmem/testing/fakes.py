"""Fakes that behave: deterministic, counted, without a model."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Literal

import numpy as np

from prefmem.records import Matrix


class FixedClock:
    """A clock that stands still until it is moved."""

    def __init__(self, now: datetime = datetime(2026, 1, 5, 9, tzinfo=UTC)) -> None:
        self._now = now

    def now(self) -> datetime:
        """The time it was set to."""
        return self._now

    def advance(self, step: timedelta) -> None:
        """Move it by `step`, backwards too."""
        self._now += step


class FakeEmbedder:
    """Hashes words into a bag-of-words vector: texts that share words are near each other.

    Attributes:
        calls: How often `embed` was called.
        texts: All texts it was given.
    """

    fingerprint = "fake/hashed-words/64"

    def __init__(self, *, width: int = 64) -> None:
        self.width = width
        self.calls = 0
        self.texts: list[str] = []

    async def embed(self, texts: Sequence[str], *, purpose: Literal["query", "document"]) -> Matrix:
        """One unit vector a text."""
        self.calls += 1
        self.texts += texts
        return np.stack([self._vector(text) for text in texts]) if texts else self._none()

    def _none(self) -> Matrix:
        return np.zeros((0, self.width), dtype=np.float32)

    def _vector(self, text: str) -> Matrix:
        vector = np.zeros(self.width, dtype=np.float32)
        vector[0] = 1e-3
        for word in re.findall(r"\w+", text.lower()):
            digest = hashlib.sha256(word.encode()).digest()
            vector[digest[0] % self.width] += 1.0 if digest[1] % 2 else -1.0
        return (vector / np.linalg.norm(vector)).astype(np.float32)
