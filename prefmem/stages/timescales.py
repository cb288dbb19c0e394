"""How fast a person changes: time scales that start by class and are learned from their changes.

Rates are Gamma-distributed per class: `SHAPE` prior changes over `SHAPE` prior time scales, plus
the changes that were seen over the time that was watched. What is kept is `{class: [changes,
milliseconds]}`, whole numbers, in `PersonState.timescales`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

DAYS: dict[str, float] = {
    "style": 730.0,
    "taste": 365.0,
    "project": 60.0,
    "situation": 0.5,
    "lasting": math.inf,
}
"""Days after which one change is expected, by class. `situation` lives in its conversation, and
`lasting` (health, faith, identity) is ended only by the user."""
SHAPE = 2.0
"""How many changes the starting value is worth."""
_DAY = 86_400_000
_CLASSES = {
    "style": "style",
    "expertise": "style",
    "interaction": "style",
    "taste": "taste",
    "topic": "taste",
    "learning": "style",
    "work": "style",
    "value": "style",
    "risk": "style",
    "content": "style",
    "emotion": "style",
    "persuasion": "style",
}
_NAMED = {
    "constraint.health": "lasting",
    "constraint.faith": "lasting",
    "identity.address": "lasting",
    "constraint.practical": "project",
}


def class_of(behaviour: str, *, lasting: bool = True) -> str:
    """The time-scale class of a behaviour; what is not lasting is a situation."""
    if not lasting:
        return "situation"
    named = _NAMED.get(behaviour)
    return named or _CLASSES.get(behaviour.partition(".")[0], "taste")


def days(name: str, learned: Mapping[str, Any]) -> float:
    """The time scale of a class for this person, in days."""
    start = DAYS[name]
    if math.isinf(start) or name == "situation":
        return start
    changes, watched = learned.get(name, (0, 0))
    return (SHAPE * start + float(watched) / _DAY) / (SHAPE + float(changes))


def add(
    learned: Mapping[str, Any], name: str, *, changes: int = 0, span: int = 0
) -> dict[str, Any] | None:
    """Count changes seen and milliseconds watched of a class; None if nothing is to be counted."""
    if name in ("lasting", "situation") or (not changes and span <= 0):
        return None
    seen, watched = learned.get(name, (0, 0))
    return {**learned, name: [int(seen) + changes, int(watched) + max(0, span)]}
