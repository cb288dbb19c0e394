"""What is said again in other words: whether these tell as much as what is held."""

from __future__ import annotations

import re

from prefmem.stages import keys, parts
from prefmem.stages.recovered import ALLERGY
from prefmem.types import Evidence

NEEDS = "constraint."
"""Family of behaviours that tell what has to hold."""
_WHOLLY = re.compile(
    r"\b(?:no|without(?: any)?) exceptions?\b|"
    r"\b(?:strictly|fully|entirely|completely|wholly|always)\b",
    re.IGNORECASE,
)
"""Words that take an exception back."""


def says_less(said: Evidence, statement: str) -> bool:
    """True if a statement tells an exception, an allergy, or more of needs and things than this.

    "Cannot eat peanuts" is no better way to tell "Allergic to peanuts", nor is that one where even
    traces were named.
    """
    if keys.narrows_text(statement) and not keys.narrows(said):
        return not _WHOLLY.search(said.quote)
    if ALLERGY.search(statement) and not ALLERGY.search(said.statement):
        return True
    several = said.behaviour.startswith(NEEDS) or parts.is_list(statement)
    return several and keys.content(said.statement) < keys.content(statement)
