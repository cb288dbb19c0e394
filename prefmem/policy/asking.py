"""Let a chat model read a request instead, where an application wants that: with a time limit.

Off by default, and never a way to loosen: the strict kinds that words or heads found stay. A model
that fails, takes too long or answers something else leaves the reading as it was.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from functools import lru_cache
from importlib import resources

import anyio

from prefmem.errors import PrefmemError
from prefmem.policy.question import plain
from prefmem.policy.reading import Reading
from prefmem.policy.tier import TierPolicy

PROMPT = "request_kinds_v1"
Complete = Callable[[str], Awaitable[str]]
"""From a prompt to a model's answer. Raises `PrefmemError` if the model cannot be asked."""
_NAME = re.compile(r"[a-z_]+")
_LONGEST = 8_000


async def ask(
    text: str, *, reading: Reading, policy: TierPolicy, complete: Complete, seconds: float
) -> Reading:
    """The reading of a model, with the strict kinds of `reading`; or `reading` itself."""
    answer = ""
    with anyio.move_on_after(seconds):
        try:
            answer = await complete(prompt(text, policy))
        except PrefmemError:
            return reading
    named = {name for name in _NAME.findall(answer.lower()[:500]) if name in policy.kinds}
    if not named:
        return reading
    strict = {kind for kind in reading.kinds if kind != "unclear" and _strict(kind, policy)}
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
