"""What functions of people's words remember in this process, to be let go of all at once."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, ParamSpec, TypeVar, cast

P = ParamSpec("P")
T = TypeVar("T")
_remembering: list[Any] = []


def remembered(size: int) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Have a pure function remember its latest `size` results, until somebody is erased.

    Words do not say whose they are: what one erasure lets go of is worked out again for the others.
    """

    def make(function: Callable[P, T]) -> Callable[P, T]:
        kept = lru_cache(maxsize=size)(function)
        _remembering.append(kept)
        return cast("Callable[P, T]", kept)

    return make


def drop() -> None:
    """Let go of all that is remembered."""
    for one in _remembering:
        one.cache_clear()


def held() -> int:
    """How many results are remembered."""
    return sum(one.cache_info().currsize for one in _remembering)
