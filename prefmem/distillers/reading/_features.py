"""What the heads read: the embedding of a span, and a few marks of its wording."""

# ruff: noqa: E501 -- lists of words are read as lists, whatever their length

from __future__ import annotations

from collections.abc import Sequence
from re import Pattern

import numpy as np

from prefmem.distillers.answers import _styles
from prefmem.distillers.words import _cues, _vetoes
from prefmem.distillers.words._phrasing import Phrased, phrasing
from prefmem.records import Matrix
from prefmem.stages.lowered import low, lowered

_OUTRIGHT = (
    r"^\W*(?:as an? [\w -]{2,40}, )?(?:i|i'?m|i'?ve|i'?d) (?:[\w'-]+ ){0,3}?(?:prefer|like|avoid|hate|dislike|despise|detest|loathe|refuse|can'?t stand|cannot stand|"
    r"love|adore|enjoy|fan of|aversion|objection|preference|disdain|phobia|allergic|only|exclusively|strictly|never|against|opposed|into|comfortable|drawn|swear by|favou?r|tend to|stick)\b"
)
_SAID_OUTRIGHT = lowered(
    _OUTRIGHT + r"|^\W*i (?:\w+ly |always )?(?:prioriti[sz]e|value|believe|insist)\b"
)
_MARKS: tuple[Pattern[str], ...] = tuple(
    lowered(pattern)
    for pattern in (
        r"^\W*(?:i|i'?m|i'?ve|i'?d|i'?ll)\b",
        r"\b(?:prefer\w*|favou?rite\w*)\b",
        r"\b(?:like|love|enjoy|adore|appreciate)\b",
        r"\b(?:liked|loved|enjoyed|wanted|went|was|were|did|had|made|got|bought|watched|read)\b",
        r"\b(?:avoid\w*|hate|dislike|despise|detest|loathe|refuse|can'?t stand|cannot stand|aversion|phobia|allerg\w*)\b",
        r"\b(?:always|never|usually|generally|typically|tend|mostly|only|exclusively|strictly|every)\b",
        r"\b(?:want|wants|wanted|need|needed|looking for|trying|going to|planning|plan|will|would like|gonna|wanna|wish|hope)\b",
        r"\b(?:you|your)\b",
        r"\b(?:think|believe|feel that|opinion|guess|know|understand|wonder)\b",
        r"\b(?:this|that|it|these|those)\b",
        r"\b(?:not|n't|no|never|nor|without)\b",
        r"\b(?:error|code|function|file|app|server|api|bug|table|script|install|python|java\w*|sql|class|column|essay|paragraph|question|answer|test|exam|assignment|homework)\b",
        r"\b(?:today|yesterday|tomorrow|tonight|last|next|week|month|just|recently|now|currently)\b",
        r"\b(?:because|since|so|due|reasons?)\b",
        r"\b(?:we|our|us|my (?:wife|husband|partner|mom|dad|friend|boss|son|daughter))\b",
        r"\?",
        r"\b(?:more|less|rather|over|than|instead)\b",
        r"\b(?:any ?more|no longer|used to)\b",
        r"\b(?:am|i'm|im) (?:a|an|the)\b",
        r"\b(?:am|i'm|im) \w+ing\b",
        r"\b(?:have|i've|ive) (?:a|an|been|had|got)\b",
        r"\b(?:me|my|mine|myself)\b",
        _OUTRIGHT,
        r"\b(?:the idea|the thought|the sound of|not sure|looking (?:to|for|at|into|forward)|thinking (?:about|of)|been (?:working|looking|thinking|meaning|trying|doing)|"
        r"interested in (?:learning|hearing|knowing|exploring|seeing)|curious|wonder|question|want to (?:make sure|ensure|know|learn))\b",
        r"\b(?:when i was|as a (?:kid|child)|back then|remember|reminds?|haha|lol|years? ago|since i|grew up)\b",
    )
)
WIDTH = len(_MARKS) + 11
"""Numbers beside the embedding."""
_SCALE = 1.0
_MOST_ODDS = 4.0


def is_outright(text: str) -> bool:
    """True if it opens with the user's own liking or disliking."""
    return _SAID_OUTRIGHT.match(low(text.replace("’", "'"))) is not None


def marks_of(text: str, phrased: Phrased) -> list[float]:
    """Marks of one span's wording, each 0 or 1 or a little more."""
    text = text.replace("’", "'")
    cues = _cues.cues(text)
    kinds = [c.kind for c in cues]
    words = len(text.split())
    said = low(text)
    return [
        *(float(pattern.search(said) is not None) for pattern in _MARKS),
        float("taste" in kinds),
        float("constraint" in kinds),
        float("habit" in kinds),
        float(any(c.polarity == "against" for c in cues)),
        min(len(cues), 4) / 2.0,
        min(words, 40) / 20.0,
        float(_vetoes.holds_only_now(text)),
        float(_cues.asks_lastingly(text)),
        float(_styles.is_of_answers(text)),
        _bounded(phrased.lasting),
        _bounded(phrased.against),
    ]


def _bounded(odds: float) -> float:
    return max(-_MOST_ODDS, min(_MOST_ODDS, odds)) / _MOST_ODDS


def features_of(
    texts: Sequence[str], vectors: Matrix, *, phrased: Sequence[Phrased | None] = ()
) -> Matrix:
    """One row per span: its unit vector, scaled up, and its marks.

    `phrased` is what the phrasing of the first texts says, where that is known already; in
    training it is what a head says that never saw them.
    """
    known = [*phrased, *([None] * (len(texts) - len(phrased)))]
    rows = [
        marks_of(text, one or phrasing().of(text)) for text, one in zip(texts, known, strict=True)
    ]
    marks = np.array(rows, dtype=np.float32).reshape(-1, WIDTH)
    return np.hstack([vectors * 4.0, marks * _SCALE]).astype(np.float32)
