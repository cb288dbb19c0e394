"""The engine: awaits ports, calls stages; no rule of its own."""

from prefmem._engine.engine import Engine
from prefmem._engine.face import AsyncPreferenceMemory
from prefmem._engine.user import AsyncUserMemory

__all__ = ["AsyncPreferenceMemory", "AsyncUserMemory", "Engine"]
