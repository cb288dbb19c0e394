"""Which recommendations look beyond the profile: left to chance, drawn once for a request."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from prefmem.policy.tier import TierPolicy

SHARED = 16
"""Characters of a decision's id that the same words of the same person have in common for an hour.

What is left to chance hangs on them alone, so that every step of a tool loop, and a request that is
sent again, is treated alike: its prompt stays the same, and a provider's cache of it hits.
"""
EXPLORED = "exploration."
"""How the ids begin of the rules by which a recommendation looks beyond the profile."""
SUGGEST = f"{EXPLORED}suggest"
FREE = f"{EXPLORED}free"


def suggests(policy: TierPolicy, kinds: Iterable[str], decision_id: str) -> bool:
    """True for the share of recommendations that asks for something outside the profile."""
    rule = policy.exploration
    return not rule.kinds.isdisjoint(kinds) and _falls(decision_id, "suggest", rule.suggest)


def goes_free(policy: TierPolicy, kinds: Iterable[str], decision_id: str) -> bool:
    """True for the share of recommendations that is made without the profile's tastes."""
    rule = policy.exploration
    return not rule.kinds.isdisjoint(kinds) and _falls(decision_id, "free", rule.free)


def _falls(decision_id: str, purpose: str, share: float) -> bool:
    if not share:
        return False
    digest = hashlib.sha256(f"{purpose}:{decision_id[:SHARED]}".encode()).digest()
    return int.from_bytes(digest[:8], "big") / 2**64 < share
