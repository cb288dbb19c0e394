"""The part of a tier policy that the life of a preference needs."""

from __future__ import annotations

from typing import Protocol

from prefmem.types import Tier


class Tiers(Protocol):
    """Whatever says which tier a behaviour belongs to; a tier policy does."""

    def tier(self, behaviour: str, /) -> Tier:
        """The behaviour's tier; an unknown one is universal."""
        ...
