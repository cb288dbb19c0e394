"""What a language model may watch over, where an application lends one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from prefmem.errors import UsageError
from prefmem.policy.asking import Complete

Answer = Callable[[Sequence[Mapping[str, Any]]], Awaitable[str]]
"""From chat messages to a model's answer. Raises `PrefmemError` if the model cannot be asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Oversight:
    """Two things that a model can be asked for; without them, none ever is.

    Raises:
        UsageError: A share outside 0 to 1, or a time below 0.
    """

    reads: Complete | None = None
    """Reads which kinds of request a text is; see `policy.asking`."""
    seconds: float = 0.0
    """How long `personalize` waits for `reads`, after which its own reading holds. 0: it does not
    wait; the model reads afterwards, and what it read counts when the same text comes again."""
    answers: Answer | None = None
    """Answers a sampled request without the profile, to compare what the two answers conclude."""
    share: float = 0.05
    """Share of the answers passed to `audit` that are compared."""
    patience: float = 60.0
    """Seconds that a model may take where nobody waits for it."""
    close: Callable[[], Awaitable[None]] | None = None
    """Lets go of connections, when the memory is closed."""

    def __post_init__(self) -> None:
        if not 0.0 <= self.share <= 1.0:
            raise UsageError(f"share {self.share!r} is not between 0 and 1")
        if self.seconds < 0.0 or self.patience <= 0.0:
            raise UsageError(
                f"seconds {self.seconds!r} and patience {self.patience!r} are times; "
                "pass 0 seconds to wait for nothing"
            )
