"""A condition told in one breath with something more delicate: the condition is kept alone.

"I'm a gay man with a peanut allergy" says two things. Whom he loves needs his consent, without
which the policy refuses the whole of it; the allergy must not be lost with it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from prefmem.distillers._statements import finished, plain, statement_of
from prefmem.stages.keydata import HEALTH
from prefmem.stages.sensitivity import classes_of
from prefmem.types import Evidence

_BETWEEN = re.compile(
    r"\s*(?:[,;:]|\s[-–—]\s)\s*(?:and |but |so )?|\s+(?:and|but|with|who|so)\s+|"
    r"\s+(?=i(?:['’]| )\b)",
    re.IGNORECASE,
)
"""What stands between two things that are told together."""
_BY_ITSELF = re.compile(r"(?:i|i['’]m|i['’]ve|my|we)\b", re.IGNORECASE)
_IS = re.compile(
    r"(?:(?:severely|mildly|also|very|newly|heavily|legally|partially) )*(?:allergic|intolerant|"
    r"(?:pre)?diabetic|asthmatic|epileptic|autistic|dyslexic|bipolar|c(?:o)?eliac(?! disease)|"
    r"pregnant|deaf|blind|colou?r[- ]?blind|disabled|depressed|sober|hiv[- ]positive|visually|"
    r"hard of hearing|in a wheelchair|in recovery|an? (?:recovering|wheelchair|cancer|kidney))\b",
    re.IGNORECASE,
)


def alone(one: Evidence) -> Evidence:
    """Evidence of a health need, without what is told beside it and is of another class."""
    if one.behaviour != HEALTH or set(classes_of(one.quote)) <= {"health"}:
        return one
    pieces = _pieces(one.quote)
    first = next((i for i, (a, b) in enumerate(pieces) if _is_health(one.quote[a:b])), None)
    if first is None:
        return one
    start, end = pieces[first]
    for a, b in pieces[first + 1 :]:
        if not set(classes_of(one.quote[a:b])) <= {"health"} or _BY_ITSELF.match(one.quote[a:b]):
            break
        end = b
    quote = one.quote[start:end].rstrip()
    statement = _statement(quote)
    return replace(one, quote=quote, statement=statement) if statement else one


def _statement(quote: str) -> str:
    if _BY_ITSELF.match(quote):
        return statement_of(quote)
    return finished(f"{'Is' if _IS.match(quote) else 'Has'} {plain(quote)}")


def _is_health(text: str) -> bool:
    return classes_of(text) == ("health",)


def _pieces(text: str) -> list[tuple[int, int]]:
    """Where its parts stand."""
    found: list[tuple[int, int]] = []
    start = 0
    for between in _BETWEEN.finditer(text):
        if between.start() > start:
            found.append((start, between.start()))
        start = between.end()
    return [*found, (start, len(text))]
