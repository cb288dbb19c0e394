"""Genuine, constructed for one condition, or undecided (arXiv 2604.03238).

Only consistency across conditions shows a preference: repeats under one condition show nothing
about the next. Three explanations of the counts compete by their marginal likelihood.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from prefmem.types import Stability

PRIOR = {"genuine": 0.5, "constructed": 0.25, "none": 0.25}
NEEDED = 0.88
"""Posterior from which an explanation is believed: what is called genuine is so nine in ten."""


def _log_beta(a: float, b: float) -> float:
    return math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)


def marginal(agreeing: float, total: float) -> float:
    """Log of `m(k, n)`: the counts under one leaning, strongly for or strongly against."""
    k, n = agreeing, total
    toward = _log_beta(4 + k, 1 + n - k) - _log_beta(4, 1)
    away = _log_beta(1 + k, 4 + n - k) - _log_beta(1, 4)
    high = max(toward, away)
    return high + math.log(0.5 * (math.exp(toward - high) + math.exp(away - high)))


def posterior(counts: Sequence[tuple[float, float]]) -> dict[str, float]:
    """Probability of each explanation; `counts` are (agreeing, total) per condition."""
    k, n = sum(c[0] for c in counts), sum(c[1] for c in counts)
    logs = {
        "genuine": math.log(PRIOR["genuine"]) + marginal(k, n),
        "constructed": math.log(PRIOR["constructed"]) + sum(marginal(*c) for c in counts),
        "none": math.log(PRIOR["none"]) - n * math.log(2),
    }
    high = max(logs.values())
    odds = {name: math.exp(value - high) for name, value in logs.items()}
    total = sum(odds.values())
    return {name: value / total for name, value in odds.items()}


def judge(counts: Sequence[tuple[float, float]]) -> Stability:
    """What the counts show.

    With one condition the first two explanations coincide, so nothing can be decided.
    """
    if len(counts) < 2:
        return "undecided"
    found = posterior(counts)
    if found["genuine"] >= NEEDED:
        return "genuine"
    return "constructed" if found["constructed"] >= NEEDED else "undecided"
