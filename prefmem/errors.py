"""The error tree.

    PrefmemError
    ├── UsageError             the caller's input or settings; nothing was written
    │   ├── UnknownPreference  no preference of this id in this scope
    │   ├── UnknownRole        a role of the assistant that the policy does not know
    │   ├── PolicyError        a policy file that cannot be used
    │   └── MissingExtra       an optional dependency is not installed
    ├── StoreError             what a store can do wrong
    │   ├── StoreUnavailable   it cannot be reached, is locked, full or read-only
    │   ├── StoreCorrupt       its bytes cannot be read
    │   ├── SchemaMismatch     its schema is newer than this release
    │   ├── EmbedderMismatch   its vectors were made by another embedder
    │   ├── RevisionConflict   another writer committed first
    │   └── LeaseLost          another worker took over
    ├── EmbedderError          an embedder that cannot be loaded or fails
    └── DistillerError         a model that fails; the turns stay waiting

Every message names the value at fault and the remedy.
"""

from __future__ import annotations

from collections.abc import Mapping


class PrefmemError(Exception):
    """Base of every error that prefmem raises on purpose."""


class UsageError(PrefmemError, ValueError):
    """Bad input or settings, found before anything was written."""


class UnknownPreference(UsageError):
    """No preference of this id belongs to this user."""


class UnknownRole(UsageError):
    """A role of the assistant that the policy does not know; the message names those it does."""


class PolicyError(UsageError):
    """A policy file that cannot be used; the message names file, line and remedy."""


class MissingExtra(UsageError):
    """An optional dependency is not installed; the message names the command that brings it."""


class StoreError(PrefmemError):
    """A store failed."""


class StoreUnavailable(StoreError):
    """The store cannot be reached, is locked, full or read-only."""


class StoreCorrupt(StoreError):
    """The store's bytes cannot be read."""


class SchemaMismatch(StoreError):
    """The store was written by a newer release."""


class EmbedderMismatch(StoreError):
    """The store's vectors were made by another embedder; `prefmem reindex` remakes them."""


class RevisionConflict(StoreError):
    """Another writer committed first; read the new revision and try again."""


class LeaseLost(StoreError):
    """The lease on a user's work ran out and another worker holds it now."""


class EmbedderError(PrefmemError):
    """An embedder cannot be loaded, or failed."""


class DistillerError(PrefmemError):
    """A distiller failed; the turns it was given stay waiting.

    Attributes:
        retry_after: Seconds after which the other side may be asked again, if the trouble is its
            own: it is busy or away. No turn is blamed for that, however often it happens.
        tried: How many of the turns that were given, from the first on, it is about; None: all.
        counters: What was spent in vain, as in `Distillation.counters`.
    """

    def __init__(
        self,
        message: str,
        *,
        retry_after: float | None = None,
        tried: int | None = None,
        counters: Mapping[str, int] | None = None,
    ) -> None:
        super().__init__(message)
        self.retry_after = retry_after
        self.tried = tried
        self.counters: Mapping[str, int] = dict(counters or {})


class PrefmemDeprecationWarning(UserWarning):
    """A name that is retired: it still works, and says what to use instead.

    A `UserWarning`, so that it is seen without a switch.

    Attributes:
        since: The release that retired it.
        removal: The release that will not know it any more.
    """

    def __init__(self, message: str, *, since: str, removal: str) -> None:
        super().__init__(f"{message} (retired in {since}, gone in {removal})")
        self.since = since
        self.removal = removal
