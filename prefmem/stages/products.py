"""Products of matrices and vectors that stay on the thread that asks for them.

Linear algebra libraries share large products among threads of their own, which spin for a while
when they are done. Beside a model that computes on the same cores, what was meant to be faster
takes many times as long, and holds up the model. What is multiplied while somebody waits is small:
here it is cut into pieces that no library shares out.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from prefmem.records import Matrix, Vector

PIECE = 400_000
"""Numbers of a matrix that are multiplied by a vector at once; OpenBLAS shares out 460,800."""
STEPS = 24
"""Dimensions of the space in which the widest directions are looked for: of some hundred rows of
text the first few are found to five digits and more. LAPACK divides larger problems among threads.
"""
_GONE = 1e-6
"""What is left of a vector, measured by the widest direction so far, when nothing is ..."""
_SPANNED = 1e-4
"""... and what the basis leaves of a new vector of length 1 that it spans."""


def times(rows: Matrix, vector: Vector) -> Vector:
    """`rows @ vector`."""
    step = max(1, PIECE // max(1, rows.shape[1]))
    if len(rows) <= step:
        return rows @ vector
    return np.concatenate([rows[i : i + step] @ vector for i in range(0, len(rows), step)])


def across(rows: Matrix, weights: Vector) -> Vector:
    """`weights @ rows`: the sum of the rows, each times its weight."""
    step = max(1, PIECE // max(1, rows.shape[1]))
    total = weights[:step] @ rows[:step]
    for i in range(step, len(rows), step):
        total = total + weights[i : i + step] @ rows[i : i + step]
    return total


def each(rows: Matrix, matrix: Matrix) -> Matrix:
    """`rows @ matrix`, one row after the other."""
    return np.matmul(matrix.T, rows[:, :, None])[:, :, 0]


def widest(rows: Matrix, most: int) -> npt.NDArray[np.float64]:
    """Rows, which have their mean at zero, in the `most` directions in which they differ most.

    Their own products with themselves tell where few rows differ. For more, a space is spanned by
    what the rows make of one vector again and again (Lanczos): its work grows with their number.
    """
    if len(rows) <= STEPS:
        few = rows.astype(np.float64)
        values, vectors = np.linalg.eigh(few @ few.T)
        return vectors[:, -most:] * np.sqrt(np.maximum(values[-most:], 0.0))
    basis, inner = _space(rows)
    if not len(basis):
        return np.zeros((len(rows), most))
    found = np.linalg.eigh(inner)[1][:, -most:].T.astype(np.float32)
    seen = [times(rows, across(basis, direction)) for direction in found]
    return np.stack(seen, axis=1).astype(np.float64)


def _space(rows: Matrix) -> tuple[Matrix, npt.NDArray[np.float64]]:
    """A basis of at most `STEPS` vectors, and the rows' scatter as seen in it (tridiagonal)."""
    basis = np.zeros((STEPS, rows.shape[1]), dtype=np.float32)
    inner = np.zeros((STEPS, STEPS))
    new, link = np.zeros_like(basis[0]), 0.0
    for k in range(STEPS):
        if link <= _GONE * float(inner.max()):
            # All that the last vector leads to is spanned; rows that lie apart from it may be left.
            new, link = _beside(basis[:k], _mixed(rows, k)), 0.0
            if _length(new) <= _SPANNED:
                return basis[:k], inner[:k, :k]
        if k:
            inner[k, k - 1] = inner[k - 1, k] = link
        basis[k] = new / _length(new)
        new = across(rows, times(rows, basis[k]))
        inner[k, k] = float(new @ basis[k])
        new = _beside(basis[: k + 1], new)
        link = _length(new)
    return basis, inner


def _mixed(rows: Matrix, k: int) -> Vector:
    """What the rows make of a sum of them, each with another weight, of length 1; one for a `k`."""
    weights = np.modf(np.arange(1, len(rows) + 1, dtype=np.float64) ** 2 * (0.618034 + 0.1 * k))[0]
    mixed = across(rows, times(rows, across(rows, (weights - 0.5).astype(np.float32))))
    return mixed / max(_length(mixed), 1e-12)


def _beside(basis: Matrix, vector: Vector) -> Vector:
    """What of a vector the basis does not span; taken twice, as once leaves what rounding lost."""
    for _ in range(2 if len(basis) else 0):
        vector = vector - across(basis, basis @ vector)
    return vector


def _length(vector: Vector) -> float:
    return float(np.linalg.norm(vector))
