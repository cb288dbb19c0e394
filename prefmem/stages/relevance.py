"""How likely it is that a preference applies to a request, on the default embedding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from prefmem.records import Candidate, Matrix, Request, Vector
from prefmem.types import RequestDecision

THRESHOLD = 0.3


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """The vectors of all candidates under each other, and where each one's begin."""

    stacked: Matrix
    starts: np.ndarray
    """Row of each candidate's statement; candidates without vectors have an empty stretch."""
    count: int


@dataclass(frozen=True, slots=True, eq=False)
class Relevance:
    """Scores in the order of the candidates, and what a score must reach."""

    scores: Vector
    threshold: float

    def why_not(self, position: int) -> str:
        """One line on why the candidate at `position` does not apply."""
        return f"the request is not about it ({self.scores[position]:.2f} < {self.threshold:.2f})"


def prepare(candidates: Sequence[Candidate]) -> Prepared:
    """Stack vectors; worth keeping as long as the candidates stay the same."""
    rows = [candidate.vectors for candidate in candidates]
    lengths = [len(r) for r in rows]
    starts = np.concatenate(([0], np.cumsum(lengths)))[:-1] if rows else np.zeros(0, dtype=int)
    held = [r for r in rows if len(r)]
    stacked = np.concatenate(held) if held else np.zeros((0, 0), dtype=np.float32)
    return Prepared(stacked=stacked, starts=starts, count=len(rows))


def relevance(prepared: Prepared, *, request: Request, decision: RequestDecision) -> Relevance:
    """Score every candidate for a request."""
    scores = np.zeros(prepared.count, dtype=np.float32)
    if prepared.count and prepared.stacked.shape[1:] == request.vector.shape:
        rows = np.append(prepared.stacked @ request.vector, np.float32(-1))
        ends = np.append(prepared.starts[1:], len(prepared.stacked))
        filled = prepared.starts < ends
        best = np.maximum.reduceat(rows, np.minimum(prepared.starts, len(rows) - 1))
        scores[filled] = best[filled]
    return Relevance(scores=scores, threshold=THRESHOLD)
