"""Best first, and newest first among near ties: recency decides where similarity does not."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from prefmem.records import Matrix

NEAR = 0.02
"""Cosines closer than this are alike: int8 and float32 weights differ by as much as .01."""


def best(scores: Matrix, newest: Sequence[float], limit: int) -> list[int]:
    """Indices of the best `limit` scores.

    A score is near-tied with the best one that is not yet placed if it is within `NEAR` of it; of
    those, the newest goes first.
    """
    order = [int(i) for i in np.argsort(-scores, kind="stable")]
    placed: list[int] = []
    begin = 0
    while begin < len(order) and len(placed) < limit:
        top = float(scores[order[begin]])
        end = begin + 1
        while end < len(order) and float(scores[order[end]]) >= top - NEAR:
            end += 1
        placed += sorted(order[begin:end], key=lambda i: -newest[i])
        begin = end
    return placed[:limit]
