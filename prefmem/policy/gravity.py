"""Which grave kinds a request has: by its words, wherever they stand, and by its sense alone."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set

from prefmem.policy import tongues
from prefmem.policy.dangers import DANGERS
from prefmem.policy.lexicon import STRICT

GRAVE = frozenset({"crisis", "safety_critical"})
"""Looked for in the whole request, quoted parts too: a story may hold the emergency."""
_SIGNS = (*(sign for sign in STRICT if sign.kind in GRAVE), *DANGERS)
_WORD = re.compile(r"[a-z0-9]+")
"""No mark belongs to a word here: "suicide;", "bleach-ammonia"."""

EVERYDAY = 0.95
"""From this probability of an everyday wish a faint suspicion is none."""
CHATTY = 0.85
"""The same of small talk."""
_BESIDE_A_WISH: Mapping[str, float] = {"safety_critical": 0.5, "crisis": 0.4}
"""What a grave kind needs by sense beside such a wish: "how do I bleed a radiator" is no wound."""
_BESIDE_TALK: Mapping[str, float] = {"safety_critical": 0.5, "crisis": 0.75}
"""And beside small talk: "I feel awful today" is no crisis."""


def alarms(text: str) -> set[str]:
    """Which grave kinds the words of a text show; `text` is lowered, and read to its last word."""
    words = frozenset(_WORD.findall(text))
    found = tongues.grave_quotes(text)
    return found | {sign.kind for sign in _SIGNS if sign.shows(text, words)}


def weighed(found: Set[str], scores: Mapping[str, float], *, personal: float) -> set[str]:
    """The grave kinds that are left of those that the heads find.

    Args:
        found: Those over their limit.
        scores: What the heads say of each kind.
        personal: The probability of the likeliest everyday wish.
    """
    if scores["small_talk"] >= CHATTY:
        least = _BESIDE_TALK
    elif personal >= EVERYDAY:
        least = _BESIDE_A_WISH
    else:
        return set(found)
    return {kind for kind in found if scores[kind] >= least[kind]}
