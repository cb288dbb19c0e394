"""How likely it is that a preference applies to a request, on the default embedding.

Two questions, as everywhere here: *whether* comes before *which*. The gate reads the request alone:
is it about choices of the person who asks? Then each preference is compared with it, by its
statement, by the situations it was written down for, and by the domain of life of both.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import numpy as np

from prefmem.calibration import WIDTH, RelevanceHeads, relevance_heads
from prefmem.records import Request, Vector
from prefmem.stages import products
from prefmem.stages.compared import DOMAINS_OF_KINDS, Flags, Prepared, prepare
from prefmem.types import RequestDecision

__all__ = ["Prepared", "Relevance", "prepare", "relevance"]

OPEN_KINDS = frozenset(
    {
        "recommendation",
        "planning",
        "advice",
        "how_to",
        "shared_choice",
        "unstated_situation",
        "evidence_decision",
    }
)
"""Kinds of request whose answer is a choice: here little relevance is enough."""
SURE = 0.2
"""Probability that is asked for on any other request."""
SHARE = 0.1
"""Share of the best probability below which a preference is left out: the rest is noise."""
CROWD = 100
"""Most preferences that are near at once; no budget holds more."""
REACHED = 0.2
"""Cosine between a request and a situation of a constraint that is enough for the constraint ..."""
OF_ONE_DOMAIN = 0.6
"""... where both are of one domain of life: "tonight" does not make a film a dinner."""
UNCALIBRATED = 0.3
"""Cosine that is asked for where the vectors are not those of the default embedder."""
GATE_LIMIT = 4.0
WIDE_OPEN = 3.0
"""Gate at which a request counts as open, whatever kind the policy reads it as."""
SHORT = 12
"""Words of a follow-up that leans on the turns before it."""
_CLEARLY_ELSEWHERE = -2.0
_WISHED = r"(?:preferences?|tastes?|likes and dislikes|interests?(?! rates?\b))\b"
_OF_PREFERENCES = re.compile(
    rf"\bmy (?:\w+ )?{_WISHED}|\bthe user\b.*\b(?:the user['’]s|their|his|her) (?:\w+ )?{_WISHED}|"
    r"\b(?:what|things?|something|anything|one) (?:that )?i(?:['’]d| would| might| usually)? "
    r"(?:like|love|enjoy|prefer)\b",
    re.IGNORECASE | re.DOTALL,
)
"""A request for what fits somebody's preferences, whatever else it reads like."""
_WANTED = re.compile(
    r"\b(?:i want|i['’]?d (?:like|love)|i(?:['’]?m| am) (?:looking for|in the mood for|after)) "
    r"(?:something|an?|some)\b|\b(?:recommend|suggest) (?:me )?(?:an?|some|any)\b",
    re.IGNORECASE,
)
"""In what is read as asking for a recommendation: it is one for the person who asks."""
ASKED = 1.0
"""Gate that such a request has at least."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Relevance:
    """Scores in the order of the candidates, and what they must reach."""

    scores: Vector
    thresholds: Vector
    gate: float
    """Above 0: the request is about choices of the person who asks."""
    near: Flags
    """True for the candidates that apply."""
    reach: Callable[[], Vector]
    """Cosine of each candidate's nearest situation in the request's domain of life."""

    def reached(self) -> Flags:
        """True for the candidates that apply if they are constraints.

        A constraint also applies where only its situation is near: an allergy to "plan a trip".
        """
        return self.near | (self.reach() >= REACHED) if self.gate > 0 else self.near

    def why_not(self, score: float, threshold: float) -> str:
        """One line on why a candidate with this score and threshold does not apply."""
        if self.gate <= 0:
            return "the request is not about the user's choices"
        return f"the request is not about it ({score:.2f} of at least {threshold:.2f})"


def relevance(
    prepared: Prepared,
    *,
    request: Request,
    decision: RequestDecision,
    heads: RelevanceHeads | None = None,
) -> Relevance:
    """Score every candidate for a request: the probability that it applies."""
    heads = heads or relevance_heads()
    count = len(prepared.sets)
    if not count or len(request.vector) != prepared.statements.rows.shape[1]:
        nothing = np.zeros(count, dtype=np.float32)
        sure = np.full(count, SURE, dtype=np.float32)
        return Relevance(
            scores=nothing,
            thresholds=sure,
            gate=-GATE_LIMIT,
            near=nothing > 0,
            reach=lambda: nothing,
        )
    if not prepared.calibrated:
        return _uncalibrated(prepared, request)
    readings, gate = _readings(request, heads)
    if "recommendation" in decision.kinds and _WANTED.search(request.text) is not None:
        gate = max(gate, ASKED)
    compared = [_compared(prepared, reading) for reading in readings]
    scores = _probabilities(prepared, compared, gate, heads)
    open_ = gate >= WIDE_OPEN or not OPEN_KINDS.isdisjoint(decision.kinds)
    thresholds = _thresholds(prepared, scores, open_=open_)
    near = scores >= thresholds if gate > 0 else np.zeros(count, dtype=bool)
    for kind in DOMAINS_OF_KINDS.keys() & set(decision.kinds):
        near = near | prepared.own[kind]
    return Relevance(
        scores=scores,
        thresholds=thresholds,
        gate=gate,
        near=near,
        reach=partial(_reach, prepared, compared),
    )


def _uncalibrated(prepared: Prepared, request: Request) -> Relevance:
    """By cosine alone, where the vectors are not those of the default embedder."""
    count = len(prepared.sets)
    question = request.question_vector
    scores = np.full(count, -1.0, dtype=np.float32)
    for reading in (request.vector,) if question is None else (request.vector, question):
        nearest = prepared.nearest(prepared.situations.rows @ reading)
        scores = np.maximum(scores, np.maximum(prepared.statements.rows @ reading, nearest))
    least = np.full(count, UNCALIBRATED, dtype=np.float32)
    return Relevance(
        scores=scores, thresholds=least, gate=GATE_LIMIT, near=scores >= least, reach=lambda: scores
    )


def _thresholds(prepared: Prepared, scores: Vector, *, open_: bool) -> Vector:
    """What each candidate's score must reach."""
    common = np.float32(max(SHARE * float(scores.max()), _crowded(scores)))
    if open_:
        return np.maximum(prepared.likely, common)
    return np.full(len(scores), max(np.float32(SURE), common))


def _crowded(scores: Vector) -> float:
    """The score that only the best hundred reach, for people with very many preferences."""
    if len(scores) <= CROWD:
        return 0.0
    return float(np.partition(scores, -CROWD)[-CROWD])


class _Reading(NamedTuple):
    """A text of a request: as it is compared, and what the heads say of it."""

    vector: Vector
    """Centred."""
    turned: Vector
    """The same, as it is compared with statements."""
    domains: Vector
    """Square roots of the probability of each domain of life."""
    gate: float

    @classmethod
    def of(cls, vector: Vector, heads: RelevanceHeads) -> _Reading:
        """Read a centred vector."""
        seen = heads.request_heads @ vector
        logits = seen[WIDTH:-1] + heads.domain_bias
        odds = np.exp(logits - logits.max())
        domains = np.sqrt(odds / odds.sum())
        return cls(vector, _scaled(seen[:WIDTH]), domains, float(seen[-1]) + heads.gate_bias)


def _readings(request: Request, heads: RelevanceHeads) -> tuple[list[_Reading], float]:
    """What is compared, and the gate.

    The newest text, and the sentence in it that asks, where that is not all of it; a short
    follow-up is read together with the turns before it, too.
    """
    newest = _moved(request.vector, heads.request_mean)
    readings = [_Reading.of(newest, heads)]
    if request.question_vector is not None:
        asked = _moved(request.question_vector, heads.request_mean)
        readings.append(_Reading.of(asked, heads))
    gate = sum(reading.gate for reading in readings) / len(readings)
    if _OF_PREFERENCES.search(request.text) is not None:
        gate = max(gate, ASKED)
    dialogue = request.dialogue_vector
    if dialogue is None or gate < _CLEARLY_ELSEWHERE or len(request.text.split()) > SHORT:
        return readings, gate
    joint = _Reading.of(_scaled(newest + _moved(dialogue, heads.request_mean)), heads)
    return [*readings, joint], max(gate, joint.gate)


class _Compared(NamedTuple):
    """One reading of a request beside all that is held."""

    reading: _Reading
    statements: Vector
    """(n,): cosines of the statements."""
    situations: Vector
    """(u,): cosines of the situations."""
    domains: Vector
    """(n,): how much of the domains of life statements share with it."""


def _compared(prepared: Prepared, reading: _Reading) -> _Compared:
    statements = prepared.statements
    return _Compared(
        reading,
        products.times(statements.rows, reading.turned),
        products.times(prepared.situations.rows, reading.vector),
        products.times(statements.profiles, reading.domains),
    )


def _probabilities(
    prepared: Prepared, compared: Sequence[_Compared], gate: float, heads: RelevanceHeads
) -> Vector:
    """That of the best reading."""
    weights = heads.pair_weights
    every = weights[4] * min(max(gate, -GATE_LIMIT), GATE_LIMIT) + heads.pair_bias
    logits = [_logits(prepared, one, weights) for one in compared]
    best = logits[0] if len(logits) == 1 else np.maximum.reduce(logits)
    return prepared.held / (1 + np.exp(-(best + every)))


def _logits(prepared: Prepared, compared: _Compared, weights: Vector) -> Vector:
    """What one reading says of each candidate."""
    _, statement, nearness, domains = compared
    situation = prepared.nearest(nearness)
    found = weights[0] * statement
    found += weights[1] * situation
    found += weights[2] * np.maximum(statement, situation)
    found += weights[3] * domains
    return found


def _reach(prepared: Prepared, compared: Sequence[_Compared]) -> Vector:
    """Cosine of each candidate's nearest situation, of those in the request's domain of life."""
    situations = prepared.situations
    found: Vector = np.full(len(situations.rows), -1, dtype=np.float32)
    for reading, _, nearness, _ in compared:
        shared = products.times(situations.profiles, reading.domains) >= OF_ONE_DOMAIN
        found = np.maximum(found, np.where(shared, nearness, np.float32(-1)))
    return prepared.nearest(found)


def _moved(row: Vector, mean: Vector) -> Vector:
    """Centred and of length 1; a row of zeros stays as it is."""
    return _scaled(row - mean) if row.any() else row


def _scaled(row: Vector) -> Vector:
    return row / np.float32(max(math.sqrt(float(row @ row)), 1e-6))
