"""Trained classifiers, which scripts in `training/` make; here they are only read.

- `lasting`, `behaviour`, `choice` (`train.py`): logistic regressions on the default embedding and a
  few cues; only these are loaded by this module
- `phrasing` (`train.py`), `turning` (`turning.py`): linear, on n-grams, for `words/_ngrams.py`
- `subject` (`subjects.py`): a linear model on the words around a word, for `words/_about.py`
- `stance` (`stances.py`), `ending` (`endings.py`): small transformers on the embedder's tokens, for
  `reading/_transformer.py`
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Literal, cast

import numpy as np

from prefmem.records import Matrix

HeadName = Literal["lasting", "behaviour", "choice"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Head:
    """A linear classifier."""

    weights: Matrix
    """Shape (classes, features); one row for a yes-or-no head."""
    bias: Matrix
    classes: tuple[str, ...]
    threshold: float

    def scores(self, features: Matrix) -> Matrix:
        """Probabilities, shape (n, classes); for a yes-or-no head shape (n, 1): of yes."""
        logits = features @ self.weights.T + self.bias
        if len(self.weights) == 1:
            return cast("Matrix", 1.0 / (1.0 + np.exp(-np.clip(logits, -30.0, 30.0))))
        raised = np.exp(logits - logits.max(axis=1, keepdims=True))
        return cast("Matrix", raised / raised.sum(axis=1, keepdims=True))


@lru_cache
def load(name: HeadName) -> Head:
    """A head of this package."""
    packed = files("prefmem.distillers.heads").joinpath(f"{name}.npz").read_bytes()
    with np.load(io.BytesIO(packed), allow_pickle=False) as held:
        return Head(
            weights=held["weights"].astype(np.float32),
            bias=held["bias"].astype(np.float32),
            classes=tuple(str(c) for c in held["classes"]),
            threshold=float(held["threshold"]),
        )
