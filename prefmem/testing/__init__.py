"""Shipped fakes and strategies: what the project's own tests use, for a stranger's plug-in too."""

from prefmem.testing.fakes import FakeEmbedder, FixedClock
from prefmem.testing.strategies import conversations, texts

__all__ = ["FakeEmbedder", "FixedClock", "conversations", "texts"]
