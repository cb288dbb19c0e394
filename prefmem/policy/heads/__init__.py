"""Small classifiers of requests: one logistic regression for each kind, on MiniLM vectors.

Trained by `training/requests/train.py`; shipped as numbers. Reading one request is one product of
a vector with a matrix.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import resources
from io import BytesIO

import numpy as np
import numpy.typing as npt

from prefmem.records import Vector

DIMENSIONS = 384
"""Of all-MiniLM-L6-v2, whose vectors the heads read."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Heads:
    """Weights for all kinds at once."""

    kinds: tuple[str, ...]
    weights: npt.NDArray[np.float32]
    """Shape (kinds, d)."""
    bias: npt.NDArray[np.float32]
    thresholds: npt.NDArray[np.float32]
    """Probability from which a kind holds, chosen on held-back training material."""

    @cached_property
    def limits(self) -> dict[str, float]:
        """The thresholds by kind."""
        return dict(zip(self.kinds, self.thresholds.tolist(), strict=True))

    def read(self, vector: Vector) -> dict[str, float]:
        """Probability of each kind, independent of each other."""
        with np.errstate(over="ignore"):
            scores = 1.0 / (1.0 + np.exp(-(self.weights @ vector + self.bias)))
        return dict(zip(self.kinds, scores.tolist(), strict=True))


def readable(vector: Vector | None) -> bool:
    """True if the heads can say something about this vector: it is MiniLM's, and not empty."""
    return vector is not None and vector.shape == (DIMENSIONS,) and bool(vector.any())


@lru_cache(maxsize=1)
def load() -> Heads | None:
    """The shipped heads, or None in a build without them: the rules then stand alone."""
    file = resources.files("prefmem.policy.heads").joinpath("requests.npz")
    if not file.is_file():
        return None
    with np.load(BytesIO(file.read_bytes()), allow_pickle=False) as data:
        return Heads(
            kinds=tuple(str(kind) for kind in data["kinds"]),
            weights=data["weights"].astype(np.float32),
            bias=data["bias"].astype(np.float32),
            thresholds=data["thresholds"].astype(np.float32),
        )
