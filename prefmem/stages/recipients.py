"""For whom a text is that a wish about answers speaks of: "casual for emails to their team"."""

# ruff: noqa: E501 -- patterns are read as they are, whatever their length

from __future__ import annotations

import re

from prefmem._remembered import remembered

_TO = re.compile(
    r"\b(?:to|for|with) (?:their|my|our|the) (?:[\w-]+ )?(?P<who>teams?|boss(?:es)?|managers?|clients?|customers?|friends?|family|sisters?|brothers?|mum|mom|mother|dad|father|parents?|kids|children|colleagues?|co-?workers?|professors?|teachers?|students?|landlords?|neighbours?|partner|wife|husband|flatmates?|girlfriend|boyfriend|investors?|board|staff|suppliers?|recruiters?)\b",
    re.IGNORECASE,
)


@remembered(4_096)
def recipients(statement: str) -> frozenset[str]:
    """The people that a statement names as those who will read something."""
    return frozenset(found["who"].lower().rstrip("s") for found in _TO.finditer(statement))
