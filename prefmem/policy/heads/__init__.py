"""Small classifiers of requests: one logistic regression for each kind, on vectors and words.

Trained by `training/requests/train.py`; shipped as numbers. A request is read by its MiniLM vector,
which knows what it is about, and by its words and pairs of words, which tell how it is put: asking
`is it wrong to` of a default argument and of a war lie close in meaning and far apart in kind.
"""

from __future__ import annotations

import math
import re
import zlib
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import resources
from io import BytesIO
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from prefmem.records import Vector

DIMENSIONS = 384
"""Of all-MiniLM-L6-v2, whose vectors the heads read."""
BUCKETS = 4096
"""Into which words and pairs of words are hashed."""
LONGEST = 48
"""Words that are read from each end of a longer text."""
_LEAST = -80.0
"""Below this a probability is nothing; its odds may be over what a float holds."""
_WORD = re.compile(r"[a-z0-9']+")


def buckets(text: str) -> npt.NDArray[np.intp]:
    """Where the words of `text` and its pairs of neighbours fall, each bucket once."""
    words = _WORD.findall(text.lower().replace("’", "'"))
    if len(words) > 2 * LONGEST:
        words = words[:LONGEST] + words[-LONGEST:]
    named = {*words, *map(" ".join, pairwise(words))}
    found = {zlib.crc32(name.encode()) % BUCKETS for name in named}
    return np.fromiter(sorted(found), np.intp, len(found))


@dataclass(frozen=True, kw_only=True, eq=False)
class Heads:
    """Weights for all kinds at once."""

    kinds: tuple[str, ...]
    weights: npt.NDArray[np.float32]
    """Shape (kinds, d)."""
    words: npt.NDArray[np.float32]
    """Shape (buckets, kinds)."""
    bias: npt.NDArray[np.float32]
    thresholds: npt.NDArray[np.float32]
    """Probability from which a kind holds, chosen on held-back training material."""

    @cached_property
    def limits(self) -> dict[str, float]:
        """The thresholds by kind."""
        return dict(zip(self.kinds, self.thresholds.tolist(), strict=True))

    def heard(self, text: str) -> Vector:
        """What speaks for each kind whatever the vector is: the words of `text`, and how often."""
        found = buckets(text)
        if not len(found):
            return self.bias
        return self.bias + self.words[found].sum(axis=0) / np.sqrt(len(found))

    def read(self, vector: Vector, text: str | Vector) -> dict[str, float]:
        """Probability of each kind, independent of each other.

        Args:
            vector: That of `text`.
            text: The text, or what its words say where that is known already (`heard`).
        """
        heard = self.heard(text) if isinstance(text, str) else text
        logits = (self.weights @ vector + heard).tolist()
        odds = [math.exp(-max(logit, _LEAST)) for logit in logits]
        return {kind: 1.0 / (1.0 + odd) for kind, odd in zip(self.kinds, odds, strict=True)}


def readable(vector: Vector | None) -> bool:
    """True if the heads can say something about this vector: it is MiniLM's, and not empty."""
    return vector is not None and vector.shape == (DIMENSIONS,) and bool(vector @ vector)


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
            words=np.ascontiguousarray(data["words"], dtype=np.float32),  # read by its rows
            bias=data["bias"].astype(np.float32),
            thresholds=data["thresholds"].astype(np.float32),
        )
