"""What a distiller found, held against what was said: it is a plug-in, and may be wrong."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from prefmem.errors import UsageError
from prefmem.records import Turn
from prefmem.stages import messages
from prefmem.types import Evidence

MAX_STATEMENT = 1_000
"""Characters of a statement."""
MAX_FINDINGS = 64
"""Findings in one turn: nobody says more of themselves in one breath."""


def vouched(
    evidence: Sequence[Evidence], turns: Sequence[Turn]
) -> tuple[list[Evidence], Counter[str]]:
    """What stands on the user's own words, and what is kept out, by reason.

    Args:
        evidence: What a distiller found.
        turns: Those that it was given, with those before them.
    """
    said = {(turn.conversation, turn.id): turn for turn in turns if turn.role == "user"}
    found: Counter[tuple[str, str]] = Counter()
    kept: list[Evidence] = []
    refused: Counter[str] = Counter()
    for one in evidence:
        name = (one.conversation_id, one.message_id)
        found[name] += 1
        reason = "too many findings in one turn" if found[name] > MAX_FINDINGS else None
        reason = reason or _doubt(one, said.get(name))
        if reason is None:
            kept.append(one)
        else:
            refused[f"refused: {reason}"] += 1
    return kept, refused


def _doubt(one: Evidence, turn: Turn | None) -> str | None:
    if turn is None or not one.quote.strip() or one.quote not in turn.content:
        return "a quote that the user did not say"
    try:
        messages.checked_text(one.statement, "statement")
        messages.checked_text(one.subject, "subject")
    except UsageError:
        return "a statement that is no valid text"
    if not one.statement.strip() or len(one.statement) > MAX_STATEMENT:
        return "a statement that is empty or too long"
    if not (math.isfinite(one.strength) and 0.0 <= one.strength <= 1.0):
        return "a strength that is not between 0 and 1"
    return None
