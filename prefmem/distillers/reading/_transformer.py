"""The parts of small transformers that the heads are built of, in NumPy."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

import numpy as np

from prefmem.records import Matrix

HEADS = 4
"""Of attention."""


@dataclass(frozen=True, slots=True, eq=False)
class Transformer:
    """Layers, with their weights by the names that torch gives them."""

    weights: Mapping[str, Matrix]

    def linear(self, name: str, x: Matrix) -> Matrix:
        """A linear layer."""
        return x @ self.weights[f"{name}.weight"].T + self.weights[f"{name}.bias"]

    def block(self, name: str, x: Matrix) -> Matrix:
        """A layer of a transformer, normalised behind each half (Vaswani et al. 2017)."""
        width = x.shape[1] // HEADS
        together = x @ self.weights[f"{name}.self_attn.in_proj_weight"].T
        together = together + self.weights[f"{name}.self_attn.in_proj_bias"]
        query, key, value = (
            part.reshape(len(x), HEADS, width).swapaxes(0, 1) for part in np.split(together, 3, 1)
        )
        seen = softmax(query @ key.swapaxes(1, 2) * width**-0.5) @ value
        attended = seen.swapaxes(0, 1).reshape(len(x), -1).astype(np.float32, copy=False)
        x = self._normed(f"{name}.norm1", x + self.linear(f"{name}.self_attn.out_proj", attended))
        wide = bent(self.linear(f"{name}.linear1", x))
        return self._normed(f"{name}.norm2", x + self.linear(f"{name}.linear2", wide))

    def _normed(self, name: str, x: Matrix) -> Matrix:
        mean, spread = x.mean(axis=1, keepdims=True), x.var(axis=1, keepdims=True)
        bare = (x - mean) / np.sqrt(spread + np.float32(1e-5))
        return bare * self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"]


def bent(x: Matrix) -> Matrix:
    """What is above nothing."""
    return np.maximum(x, np.float32(0.0))


def softmax(x: Matrix) -> Matrix:
    """Shares that add up to one in each row."""
    raised = np.exp(x - x.max(axis=-1, keepdims=True))
    return raised / raised.sum(axis=-1, keepdims=True)


def load(name: str) -> Transformer:
    """The weights of a head of this package."""
    packed = files("prefmem.distillers.heads").joinpath(f"{name}.npz").read_bytes()
    with np.load(io.BytesIO(packed), allow_pickle=False) as held:
        return Transformer({one: held[one].astype(np.float32) for one in held.files})
