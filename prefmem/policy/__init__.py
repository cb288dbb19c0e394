"""The tier policy: which behaviours may adapt to a person, for which requests, and how far."""

from __future__ import annotations

from pathlib import Path

from prefmem.policy.tier import TierPolicy

__all__ = ["TierPolicy", "load"]


def load(path: str | Path | None = None) -> TierPolicy:
    """Load a policy with the layers above it; without a path, the default that ships here.

    Raises:
        PolicyError: It cannot be read or used; the message names file, line and remedy.
    """
    from prefmem.policy import loader  # pydantic and YAML are only needed to read a file

    return loader.load(path)
