"""What is told in one breath with something more delicate is kept alone.

"I'm a gay man with a peanut allergy" says two things. Whom he loves needs his consent, without
which the policy refuses the whole of it; the allergy must not be lost with it. "I'm HIV positive
and I love jazz" says two things as well: who asks for music at the office tells nobody the first.
"""

from __future__ import annotations

import re
from dataclasses import replace

from prefmem.distillers.words._statements import finished, plain, statement_of
from prefmem.stages import keys
from prefmem.stages.keydata import HEALTH
from prefmem.stages.keys import SHOWN
from prefmem.stages.sensitivity import classes_of
from prefmem.types import Evidence, Kind

_BETWEEN = re.compile(
    r"(?<!\s)(?:\s*(?:[,;:]|\s[-–—]\s)\s*(?:and |but |so )?|\s+(?:and|but|with|who|so)\s+|"
    r"\s+(?:because|since|as|though|although|while)\s+(?=(?:i|my)\b)|\s+(?=i(?:['’]| )\b))",
    re.IGNORECASE,
)
"""What stands between two things that are told together."""
_REASON = re.compile(
    r"(?<=[.!?;])\s+|\n+|(?:,|(?<!\s))\s+(?=(?:because|since|as i|but|so)\b)", re.IGNORECASE
)
"""What stands between a choice and what is told with it."""
_BY_ITSELF = re.compile(r"(?:i|i['’]m|i['’]ve|my|we)\b", re.IGNORECASE)
_VERBLESS = re.compile(r"(?!being\b)\w+ing\b|[\w'’-]+ (?:no|yes|not?)\W*$", re.IGNORECASE)
"""What is left of a sentence and is none without the rest: "Swimming no"."""
_IS = re.compile(
    r"(?:(?:severely|mildly|also|very|newly|heavily|legally|partially) )*(?:allergic|intolerant|"
    r"(?:pre)?diabetic|asthmatic|epileptic|autistic|dyslexic|bipolar|c(?:o)?eliac(?! disease)|"
    r"pregnant|deaf|blind|colou?r[- ]?blind|disabled|depressed|sober|hiv[- ]positive|visually|"
    r"hard of hearing|in a wheelchair|in recovery|an? (?:recovering|wheelchair|cancer|kidney))\b",
    re.IGNORECASE,
)


FAITH = "constraint.faith"
_DELICATE = ("identity.", "value.", "content.", "emotion.", "risk.", "persuasion.", "fact.")
"""Behaviours that are what is delicate themselves."""
_SAID: frozenset[Kind] = frozenset({"instruction", "stated"})


def alone(one: Evidence) -> Evidence:
    """Evidence without the more delicate things that are told beside it, where they are apart."""
    if one.kind in SHOWN:
        return _choice_alone(one)
    if one.kind not in _SAID or one.behaviour.startswith(_DELICATE):
        return one
    if one.behaviour == HEALTH:
        return _need_alone(one)
    return one if one.behaviour == FAITH else _wish_alone(one)


def _wish_alone(one: Evidence) -> Evidence:
    """A taste or a wish about answers, without the passage that tells something sensitive."""
    if not classes_of(one.quote):
        return one
    pieces = _pieces(one.quote)
    free = [not classes_of(one.quote[a:b]) for a, b in pieces]
    about = keys.content(one.subject)
    told = [one.quote[a:b] for (a, b), is_free in zip(pieces, free, strict=True) if not is_free]
    if True not in free or any(about & keys.content(text) for text in told):
        return one
    first = free.index(True)
    last = (free.index(False, first) if False in free[first:] else len(free)) - 1
    quote = one.quote[pieces[first][0] : pieces[last][1]].rstrip()
    statement = one.statement
    if classes_of(statement):
        if _VERBLESS.match(quote):
            return one
        statement = statement_of(quote if _BY_ITSELF.match(quote) else f"I {quote}")
    if not statement:
        return one
    return replace(one, quote=quote, statement=statement, sensitivity=None)


def _choice_alone(one: Evidence) -> Evidence:
    """A choice without the private reason that is told for it: what was chosen tells none.

    A choice whose own words tell something sensitive stays as it is, and the policy refuses it.
    """
    if not classes_of(one.quote) or classes_of(one.statement):
        return one
    parts = [part for part in _REASON.split(one.quote) if not classes_of(part)]
    about = keys.content(one.statement)
    best = max(parts, key=lambda part: len(about & keys.content(part)), default="")
    return replace(one, quote=best) if best else one


def _need_alone(one: Evidence) -> Evidence:
    """A health need, without what is told beside it and is of another class."""
    if set(classes_of(one.quote)) <= {"health"}:
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
