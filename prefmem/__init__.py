"""Preference memory for chat models: what a person wants, and only where it may apply."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from prefmem.errors import (
    DistillerError,
    EmbedderError,
    EmbedderMismatch,
    LeaseLost,
    MissingExtra,
    PolicyError,
    PrefmemDeprecationWarning,
    PrefmemError,
    RevisionConflict,
    SchemaMismatch,
    StoreCorrupt,
    StoreError,
    StoreUnavailable,
    UnknownPreference,
    UnknownRole,
    UsageError,
)
from prefmem.types import (
    Applied,
    Context,
    ContextBlock,
    EpisodeHit,
    ErasureReceipt,
    Evidence,
    MemoryStatus,
    Persona,
    Personalization,
    Preference,
    Profile,
    Receipt,
    RequestDecision,
    Revision,
    UserStatus,
    Withheld,
)

if TYPE_CHECKING:
    from prefmem._engine import AsyncUserMemory
    from prefmem._sync import UserMemory
    from prefmem.factory import AsyncPreferenceMemory, PreferenceMemory
    from prefmem.stages.injection import inject

__all__ = [
    "Applied",
    "AsyncPreferenceMemory",
    "AsyncUserMemory",
    "Context",
    "ContextBlock",
    "DistillerError",
    "EmbedderError",
    "EmbedderMismatch",
    "EpisodeHit",
    "ErasureReceipt",
    "Evidence",
    "LeaseLost",
    "MemoryStatus",
    "MissingExtra",
    "Persona",
    "Personalization",
    "PolicyError",
    "Preference",
    "PreferenceMemory",
    "PrefmemDeprecationWarning",
    "PrefmemError",
    "Profile",
    "Receipt",
    "RequestDecision",
    "Revision",
    "RevisionConflict",
    "SchemaMismatch",
    "StoreCorrupt",
    "StoreError",
    "StoreUnavailable",
    "UnknownPreference",
    "UnknownRole",
    "UsageError",
    "UserMemory",
    "UserStatus",
    "Withheld",
    "inject",
]

_AT_FIRST_USE = {
    "AsyncPreferenceMemory": "prefmem.factory",
    "AsyncUserMemory": "prefmem._engine",
    "PreferenceMemory": "prefmem.factory",
    "UserMemory": "prefmem._sync",
    "inject": "prefmem.stages.injection",
}


def __getattr__(name: str) -> Any:
    """The engine and what it stands on are imported when they are first named (PEP 562)."""
    if name not in _AT_FIRST_USE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(_AT_FIRST_USE[name]), name)
    return found
