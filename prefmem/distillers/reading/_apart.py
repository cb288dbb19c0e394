"""Where one sentence tells two things: "I'm vegan, but I love jazz"."""

# ruff: noqa: E501 -- patterns are read as they are, whatever their length

from __future__ import annotations

import re
from collections.abc import Sequence

from prefmem.distillers.person import _everyday
from prefmem.distillers.words import _cues, _frames
from prefmem.distillers.words._cues import Cue
from prefmem.distillers.words._sentences import Clause

REASON_JOINTS = ("because", "since", "cause", "cuz", "bc", "as")
_OF_FOOD = re.compile(
    r"\b(?:eat|eats|eating|foods?|meals?|dish(?:es)?|meat|fish|seafood|sushi|eggs?|cheeses?|dairy|milk|butter|cream|yoghurt|bread|pasta|pizza|noodles|rice|honey|chocolate|cakes?|desserts?|sweets?|"
    r"cook(?:ing|s)?|bak(?:e|ing)|tast(?:e|es|y)|flavou?rs?|drink(?:s|ing)?|wine|beer|coffee|tea|snacks?|recipes?|restaurants?|cuisines?|vegetables?|veg|fruits?|nuts?|beans|spic\w+|salads?|soups?|burgers?|steaks?|bacon|chicken|diets?|vegan|vegetarian)\b",
    re.IGNORECASE,
)
"""Words that a diet may be about."""


_REFUSED = re.compile(
    r"^(?:please |pls )?(?P<no>no|nothing|none of|without) [\w'’-]+(?:,? [\w'’-]+){0,12}\W*$",
    re.IGNORECASE,
)


def refusal(text: str, part: Clause) -> list[Cue]:
    """What a faith of the speaker's rules out: "I'm Muslim, so no pork"."""
    led = _frames.LED_BY_FAITH.match(text)
    refused = _REFUSED.match(part.of(text))
    if led is None or refused is None or not part.start <= led.end() <= part.end:
        return []
    start = part.start + refused.start("no")
    return [Cue(start, start + len(refused["no"]), "against", "taste", RULED_OUT)]


RULED_OUT = 0.97
"""Strength of what somebody's faith rules out: no head is asked about it."""


def gives_reason(part: Clause) -> bool:
    """True if a clause is joined as the reason of what is before."""
    return part.joint.split(" ")[0] in REASON_JOINTS


def parted(
    text: str, parts: Sequence[Clause], own: Sequence[Sequence[Cue]], first: int, last: int
) -> list[tuple[int, int]]:
    """The first and last clause of each thing that the clauses from `first` to `last` tell.

    A condition or a diet and a taste that it says nothing of are two; "…, but I love cheese" goes
    on about the first.
    """
    found: list[tuple[int, int]] = []
    for k in range(first + 1, last + 1):
        if _begins(text, parts, own, first, k) or _is_another(text, parts, own, k):
            found.append((first, k - 1))
            first = k
    return [*found, (first, last)]


_LIKING = re.compile(
    r"^\W*(?:(?:and|but|also|i|i['’]m|i am|really|absolutely|just|still|honestly|always|do|simply)\W+)*(?:(?P<against>hate|can['’]?t stand|cant stand|cannot stand|can['’]?t bear|despise|loathe|detest|dislike|(?:don['’]?t|dont|do not) (?:really |much )?(?:like|enjoy|drink|eat|care for)|not (?:so |that |too |very |really )*(?:a (?:big |huge )?fan of|keen on|into|fond of))|(?:love|like|adore|enjoy|prefer))\s+(?!(?:it|them|that|this|those|these|him|her|to|how|when|if|what|the (?:way|idea|fact|taste|smell|texture))\b)\w",
    re.IGNORECASE,
)
"""A clause that says of something named whether its speaker likes it."""


def _is_another(text: str, parts: Sequence[Clause], own: Sequence[Sequence[Cue]], k: int) -> bool:
    """True if a clause tells another thing than the one before: the contrary, or a habit."""
    if parts[k].joint == "whereas" and own[k] and own[k - 1]:
        return own[k][0].polarity != own[k - 1][0].polarity and not _cues.points(parts[k].of(text))
    if parts[k].joint.split(" ")[0] not in _BESIDE or not own[k] or not own[k - 1]:
        return False
    if any(cue.strength == _everyday.STRENGTH for cue in (own[k][0], own[k - 1][0])):
        return not _cues.points(parts[k].of(text)) or own[k][0].strength == _everyday.STRENGTH
    before, here = _LIKING.match(parts[k - 1].of(text)), _LIKING.match(parts[k].of(text))
    if here is None:
        return False
    if before is None:
        return _cues.is_condition(parts[k - 1].of(text)) and here["against"] is not None
    return (before["against"] is None) != (here["against"] is None)


def is_liking_behind(text: str, parts: Sequence[Clause], carrying: Sequence[int]) -> bool:
    """True if what others do leads up to a liking that names its thing: "… and I hate nights"."""
    if len(carrying) < 2:
        return False
    before, behind = (parts[k].of(text) for k in carrying[:2])
    return (
        _OTHERS_DO.match(before) is not None
        and not _cues.is_condition(before)
        and _LIKING.match(behind) is not None
        and _frames.OWN_SUBJECT.match(behind.lstrip()) is not None
    )


_OTHERS_DO = re.compile(
    r"^\W*(?:(?:and|but|so|because|well)\W+)*(?:my|our|the|his|her|their|he|she|they|people|everybody|everyone) (?!favou?rite\b)(?:[\w'’-]+ ){0,3}?(?:keeps?|always|never|wants?|makes?|puts?|gives?|says?|has|have|is|are|expects?|asks?|loves?|likes?)\b",
    re.IGNORECASE,
)
"""A clause of what somebody else does, or how something is."""
_BESIDE = frozenset(["", "and", "but", "plus", ";", "though", "-", "–", "—"])


def _begins(
    text: str, parts: Sequence[Clause], own: Sequence[Sequence[Cue]], first: int, k: int
) -> bool:
    here, there = parts[first].of(text), parts[k].of(text)
    condition = _cues.is_condition(here)
    of_taste = there if condition else here
    return (
        any(cue.kind == "taste" for cue in own[k if condition else first])
        and not gives_reason(parts[k])
        and not parts[k].joint.startswith("so")
        and condition != _cues.is_condition(there)
        and _OF_FOOD.search(of_taste) is None
        and not _cues.points(of_taste)
    )
