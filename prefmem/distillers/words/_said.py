"""Evidence of the words of a turn: what every finding has in common."""

from __future__ import annotations

from prefmem.records import Turn
from prefmem.types import Context, Evidence, Kind, Polarity


def evidence_of(
    turn: Turn,
    quote: str,
    *,
    kind: Kind,
    polarity: Polarity,
    strength: float,
    source: str,
    behaviour: str,
    subject: str,
    statement: str,
    condition: str,
    context: Context | None = None,
    reason: str | None = None,
    lasting: bool = True,
    sensitivity: str | None = None,
) -> Evidence:
    """Evidence without an id yet, in the context of its turn unless another is given."""
    return Evidence(
        id="",
        quote=quote,
        conversation_id=turn.conversation,
        message_id=turn.id,
        at=turn.at,
        kind=kind,
        polarity=polarity,
        strength=strength,
        context=turn.context if context is None else context,
        source=source,
        behaviour=behaviour,
        subject=subject,
        statement=statement,
        reason=reason,
        lasting=lasting,
        sensitivity=sensitivity,
        condition=condition,
    )
