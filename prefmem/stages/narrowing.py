"""How narrow what is applied has become, and how often one looked beyond it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from prefmem.policy.tier import TierPolicy
from prefmem.stages.exploring import EXPLORED

_FEW = 8
"""Applications below which nothing is said about how narrow they are."""


def narrowness(applied: Sequence[str]) -> float:
    """How concentrated what was applied lately is: 0 is even or nothing yet, 1 a single one.

    `applied` names what each application used (preference ids, or subjects). One less the entropy
    over its maximum, `ln n` for n applications or 2 at the least: that a person has few preferences
    counts as narrow, that they were asked few times does not.
    """
    total = len(applied)
    if total < _FEW:
        return 0.0
    counts: dict[str, int] = {}
    for name in applied:
        counts[name] = counts.get(name, 0) + 1
    entropy = -sum(n / total * math.log(n / total) for n in counts.values())
    return max(0.0, min(1.0, 1.0 - entropy / math.log(total)))


def explored(decisions: Iterable[Mapping[str, Any]], *, policy: TierPolicy) -> float:
    """Share of the recorded recommendations that looked beyond the profile; 0 if there are none."""
    kinds = policy.exploration.kinds
    asked = [row for row in decisions if not kinds.isdisjoint(row.get("kinds", ()))]
    beyond = [row for row in asked if any(r.startswith(EXPLORED) for r in row.get("rules", ()))]
    return len(beyond) / len(asked) if asked else 0.0
