"""Which recommendations look beyond the profile: left to chance, drawn once for a request."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import NamedTuple

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


class Chance(NamedTuple):
    """What is drawn for a request: figures from 0 to 1, independent of each other."""

    suggest: float
    free: float


def drawn(decision_id: str) -> Chance:
    """The draws for a decision: always the same for what its id begins with."""
    shared = decision_id[:SHARED]
    return Chance(suggest=_share(f"suggest:{shared}"), free=_share(f"free:{shared}"))


def suggests(policy: TierPolicy, kinds: Iterable[str], chance: Chance) -> bool:
    """True for the share of recommendations that asks for something outside the profile."""
    rule = policy.exploration
    return chance.suggest < rule.suggest and not rule.kinds.isdisjoint(kinds)


def goes_free(policy: TierPolicy, kinds: Iterable[str], chance: Chance) -> bool:
    """True for the share of recommendations that is made without the profile's tastes."""
    rule = policy.exploration
    return chance.free < rule.free and not rule.kinds.isdisjoint(kinds)


def _share(named: str) -> float:
    return int.from_bytes(hashlib.sha256(named.encode()).digest()[:8], "big") / 2**64
