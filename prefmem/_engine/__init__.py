"""The engine: awaits ports, calls stages; no rule of its own."""

from prefmem._engine.memory import AsyncPreferenceMemory
from prefmem._engine.user import AsyncUserMemory

__all__ = ["AsyncPreferenceMemory", "AsyncUserMemory"]
