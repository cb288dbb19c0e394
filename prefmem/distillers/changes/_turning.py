"""Whether a sentence tells that something is given up, or what came in its place, by its phrasing.

People tell a change in any words: "off the cans", "the cushion has gone to the cat", "black filter
now". A small classifier has read some thousand such sentences; `training/turning.py` makes it. Of
what is told at length it asks more: few of its sentences tell of a change.
"""

from __future__ import annotations

import math
from functools import lru_cache

from prefmem._remembered import remembered
from prefmem.distillers.answers import _styles
from prefmem.distillers.words import _cues, _whole
from prefmem.distillers.words._ngrams import NGrams, load
from prefmem.stages import leaving

LEAVES, LEAVES_AT_LENGTH = -1.0, 1.0
"""Log odds from which a sentence is taken to give something up; the same in a wordy turn."""
COMES = 0.5
"""The same for what came in the place of something; a wordy turn has to say besides what went."""
TOO, TOO_AT_LENGTH = -1.0, 0.5
"""The same for what came, in a turn that tells of a change besides."""


def leaves(text: str, *, of: str) -> bool:
    """True if a sentence of a turn tells that its speaker gave something up, named or not."""
    return _odds(text)[0] >= (LEAVES_AT_LENGTH if _whole.is_wordy(of) else LEAVES)


def comes(text: str, *, of: str) -> bool:
    """True if a sentence of a turn tells what its speaker does or likes since, by itself."""
    return _odds(text)[1] >= COMES and not _whole.is_wordy(of)


def tells(text: str, *, of: str) -> bool:
    """True if a sentence of a turn tells of a change, by its phrasing."""
    return leaves(text, of=of) or comes(text, of=of)


def announces(text: str, *, of: str) -> bool:
    """True if a sentence of a turn tells of a change, by its phrasing or in so many words."""
    return leaving.announces(text) or tells(text, of=of)


def arrives(text: str, *, of: str) -> bool:
    """True if words of a turn that tells of a change rather say what came than what is given up."""
    gone, came = _odds(text)
    return came >= (TOO_AT_LENGTH if _whole.is_wordy(of) else TOO) and came > gone


def coming(text: str) -> float:
    """Log odds that words tell what came."""
    return _odds(text)[1]


@remembered(4_096)
def _odds(text: str) -> tuple[float, float]:
    odds = _turning().odds(text)
    if max(odds) < min(LEAVES, TOO):  # most sentences; what follows costs ten times as much
        return odds
    of_answers = _styles.style_of(text) is not None or _cues.asks_lastingly(text)
    return _NEVER if of_answers else odds  # how to answer: nothing of the person has changed


_NEVER = (-math.inf, -math.inf)


@lru_cache
def _turning() -> NGrams:
    return load("turning")
