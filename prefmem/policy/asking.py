"""Let a chat model read a request, where an application wants that: with a time limit.

Off by default, and never a way to loosen what is strict: the strict kinds that words or heads found
stay. A model that fails, takes too long or answers something else leaves the reading as it was.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Literal

import anyio

from prefmem.errors import PrefmemError
from prefmem.policy.question import plain
from prefmem.policy.reading import UNREAD, Reading
from prefmem.policy.recall import RECALL
from prefmem.policy.tier import TierPolicy

PROMPT = "request_kinds_v1"
Complete = Callable[[str], Awaitable[str]]
"""From a prompt to a model's answer. Raises `PrefmemError` if the model cannot be asked."""
Outcome = Literal["read", "late", "failed", "unusable"]
_NAME = re.compile(r"[a-z_]+")
_LONGEST = 8_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What came of asking a model."""

    outcome: Outcome
    kinds: frozenset[str] = frozenset()
    """Kinds that it named and the policy knows; empty unless the outcome is `read`."""


async def ask(text: str, *, policy: TierPolicy, complete: Complete, seconds: float) -> Asked:
    """Ask a model for the kinds of a request, for at most `seconds`."""
    answer: str | None = None
    with anyio.move_on_after(seconds):
        try:
            answer = await complete(prompt(text, policy))
        except PrefmemError:
            return Asked(outcome="failed")
    if answer is None:
        return Asked(outcome="late")
    named = frozenset(_NAME.findall(answer.lower()[:500])) & policy.kinds.keys()
    kinds = named - {RECALL}  # which words alone can tell
    return Asked(outcome="read", kinds=kinds) if kinds else Asked(outcome="unusable")


def merged(reading: Reading, named: frozenset[str], policy: TierPolicy) -> Reading:
    """What a model named, with the strict kinds of `reading`; `reading` itself if it named none.

    What is strict for want of an understanding gives way to one.
    """
    if not named:
        return reading
    strict = {kind for kind in reading.kinds if kind not in UNREAD and _strict(kind, policy)}
    kinds = tuple(sorted(named | strict))
    reasons = tuple(
        f"{kind}: {'by a model' if kind in named else 'by its words or sense'}" for kind in kinds
    )
    return Reading(kinds=kinds, reasons=reasons)


def _strict(kind: str, policy: TierPolicy) -> bool:
    return kind in policy.kinds and policy.kinds[kind].tier != "personalizable"


def prompt(text: str, policy: TierPolicy) -> str:
    """The prompt for a request, which stands in it as data."""
    kinds = "\n".join(f"- {name}: {kind.says}" for name, kind in sorted(policy.kinds.items()))
    shown = plain(text)[:_LONGEST].replace("REQUEST>>>", "")
    return _template().replace("{kinds}", kinds).replace("{request}", shown)


@lru_cache(maxsize=1)
def _template() -> str:
    file = resources.files("prefmem.policy").joinpath("prompts", f"{PROMPT}.md")
    return file.read_text("utf-8")
