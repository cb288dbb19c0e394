"""How likely it is that a preference applies to a request, on the default embedding.

Two questions, as everywhere here: *whether* comes before *which*. The gate reads the request alone:
is it about choices of the person who asks? Then each preference is compared with it, by its
statement, by the situations it was written down for, and by the domain of life of both.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Container, Sequence
from functools import cache, partial
from typing import NamedTuple

import numpy as np

from prefmem.calibration import WIDTH, RelevanceHeads, relevance_heads
from prefmem.policy.earlier import SHORT
from prefmem.policy.question import ends
from prefmem.records import Matrix, Request, Vector
from prefmem.stages import products
from prefmem.stages.compared import Flags, Prepared, prepare
from prefmem.types import RequestDecision

__all__ = ["Prepared", "Relevance", "Words", "prepare", "relevance", "words_of"]

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
CONCERNED = 0.35
"""The same of what health asks for, where the request is about no choice of the person's, ..."""
ENDANGERED = 0.1
"""... and where it is about somebody's safety ..."""
OF_ONE_DOMAIN = 0.6
"""... where both are of one domain of life: "tonight" does not make a film a dinner."""
UNCALIBRATED = 0.3
"""Cosine that is asked for where the vectors are not those of the default embedder."""
GATE_LIMIT = 4.0
WIDE_OPEN = 3.0
"""Gate at which a request counts as open, whatever kind the policy reads it as."""
_CLEARLY_ELSEWHERE = -2.0
_WISHED = r"(?:preferences?|tastes?|likes and dislikes|interests?(?! rates?\b))\b"
_OF_PREFERENCES = re.compile(
    rf"\bmy (?:\w+ )?{_WISHED}|"
    r"\b(?:what|things?|something|anything|one) (?:that )?i(?:['’]d| would| might| usually)? "
    r"(?:like|love|enjoy|prefer)\b",
    re.IGNORECASE,
)
"""A request for what fits somebody's preferences, whatever else it reads like."""
_THE_USER = re.compile(r"\bthe user\b", re.IGNORECASE)
_OF_THE_USER = re.compile(rf"\b(?:the user['’]s|their|his|her) (?:\w+ )?{_WISHED}", re.IGNORECASE)
"""The same of an application that asks for its user, whom it has named before."""
_WANTED = re.compile(
    r"\b(?:i want|i['’]?d (?:like|love)|i(?:['’]?m| am) (?:looking for|in the mood for|after)) "
    r"(?:something|an?|some)\b|\b(?:recommend|suggest) (?:me )?(?:an?|some|any)\b",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"\W*(?:(?:an?|some|any|the|good|nice|best|great|decent|cheap|cosy|cozy|quiet|romantic|small|"
    r"lovely|fancy|family-friendly|budget|boutique|[345]-star|dog-friendly) )*"
    r"(?:hotels?|hostels?|guest-?houses?|b&bs?|airbnbs?|apartments?|campsites?|spas?|restaurants?|"
    r"caf[eé]s?|bars?|pubs?|bakery|bakeries|beach(?:es)?|museums?|galler(?:y|ies)|markets?) "
    r"(?:in|near|around|close to|under|with|by|for|on|at)\b",
    re.IGNORECASE,
)
"""In what is read as asking for a recommendation, these are: it is one for the person who asks."""
ASKED = 1.0
"""Gate that such a request has at least."""


class Words(NamedTuple):
    """What the words of a request say of it by themselves: known before its vectors are."""

    of_preferences: bool
    """It asks for what fits somebody's preferences."""
    wanted: bool
    """It asks for something for oneself."""
    short: bool
    """It may lean on the turns before it."""


def words_of(text: str) -> Words:
    """Read the words of a request, of a long one those at its ends."""
    text = ends(text)
    user = _THE_USER.search(text)
    told = user is not None and _OF_THE_USER.search(text, user.end()) is not None
    return Words(
        of_preferences=told or _OF_PREFERENCES.search(text) is not None,
        wanted=_WANTED.search(text) is not None or _NAMED.match(text) is not None,
        short=len(text.split()) <= SHORT,
    )


class Figures(NamedTuple):
    """What comes of comparing a request with all that is held, in the order of the candidates."""

    scores: Vector
    thresholds: Vector
    """What each score must reach."""
    compared: Sequence[_Compared] = ()


class Relevance(NamedTuple):
    """Which candidates apply."""

    gate: float
    """Above 0: the request is about choices of the person who asks."""
    near: Flags
    """True for the candidates that apply."""
    figures: Callable[[], Figures]
    """Worked out once, when they are first asked for: where nothing is near, nobody may."""
    reach: Callable[[], Vector]
    """Cosine of each candidate's nearest situation in the request's domain of life."""

    def reached(self) -> Flags:
        """True for the candidates that apply if they are constraints.

        A constraint also applies where only its situation is near: an allergy to "plan a trip".
        """
        return self.near | (self.reach() >= REACHED)

    def concerned(self, kinds: Container[str]) -> Flags:
        """True for the candidates that apply to a request without choices, if health asks for them.

        "Which antibiotics treat a throat infection?" is a question of fact, and whoever is allergic
        to one takes what the answer names.
        """
        return self.reach() >= (ENDANGERED if "safety_critical" in kinds else CONCERNED)

    def why(self, score: float, threshold: float) -> str:
        """One line on why a candidate with this score and threshold applies."""
        if self.gate > 0 and score >= threshold:
            return f"the request is about it ({score:.2f})"
        return "it bears on what is asked"

    def why_not(self, score: float, threshold: float) -> str:
        """One line on why a candidate with this score and threshold does not apply."""
        if self.gate <= 0:
            return "the request is not about the user's choices"
        digits = 4 if f"{score:.2f}" == f"{threshold:.2f}" else 2
        least = f"{score:.{digits}f} of at least {threshold:.{digits}f}"
        return f"the request is not about it ({least})"


def relevance(
    prepared: Prepared,
    *,
    request: Request,
    decision: RequestDecision,
    words: Words | None = None,
    heads: RelevanceHeads | None = None,
) -> Relevance:
    """Score every candidate for a request: the probability that it applies.

    `words` are those of its text, where they were read while its vectors were made.
    """
    said = words or words_of(request.text)
    heads = heads or relevance_heads()
    count = len(prepared.sets)
    if not count or len(request.vector) != prepared.statements.rows.shape[1]:
        return _unread(count)
    if not prepared.calibrated:
        return _uncalibrated(prepared, request)
    readings, gate = _readings(request, said, heads)
    if said.wanted and "recommendation" in decision.kinds:
        gate = max(gate, ASKED)
    open_ = gate >= WIDE_OPEN or not OPEN_KINDS.isdisjoint(decision.kinds)
    figures = cache(partial(_figures, prepared, readings, gate, heads, open_=open_))
    near = np.zeros(count, dtype=bool)
    if gate > 0:
        scores, thresholds, _ = figures()
        near = scores >= thresholds
    for kind in decision.kinds:
        if kind in prepared.own:
            near = near | prepared.own[kind]
    return Relevance(gate, near, figures, reach=cache(partial(_reach, prepared, figures)))


def _unread(count: int) -> Relevance:
    """Of a request without a vector."""
    nothing = np.zeros(count, dtype=np.float32)
    figures = Figures(nothing, np.full(count, SURE, dtype=np.float32))
    return Relevance(-GATE_LIMIT, nothing > 0, lambda: figures, reach=lambda: nothing)


def _uncalibrated(prepared: Prepared, request: Request) -> Relevance:
    """By cosine alone, where the vectors are not those of the default embedder."""
    count = len(prepared.sets)
    question = request.question_vector
    scores = np.full(count, -1.0, dtype=np.float32)
    for reading in (request.vector,) if question is None else (request.vector, question):
        nearest = prepared.nearest(prepared.situations.rows @ reading)
        scores = np.maximum(scores, np.maximum(prepared.statements.rows @ reading, nearest))
    figures = Figures(scores, np.full(count, UNCALIBRATED, dtype=np.float32))
    near = scores >= figures.thresholds
    return Relevance(GATE_LIMIT, near, lambda: figures, reach=lambda: scores)


def _thresholds(prepared: Prepared, scores: Vector, *, open_: bool) -> Vector:
    """What each candidate's score must reach."""
    common = np.float32(max(SHARE * float(np.maximum.reduce(scores)), _crowded(scores)))
    if open_:
        return np.maximum(prepared.likely, common) * prepared.ease
    return np.full(len(scores), max(np.float32(SURE), common))


def _crowded(scores: Vector) -> float:
    """The score that only the best hundred reach, for people with very many preferences."""
    if len(scores) <= CROWD:
        return 0.0
    return float(np.partition(scores, -CROWD)[-CROWD])


def _readings(request: Request, said: Words, heads: RelevanceHeads) -> tuple[list[Vector], float]:
    """What is compared, centred, and the gate.

    The newest text, and the sentence in it that asks, where that is not all of it; a short
    follow-up is read together with the turns before it, too.
    """
    newest = _moved(request.vector, heads.request_mean)
    readings, gate = [newest], _gate(newest, heads)
    if request.question_vector is not None:
        asked = _moved(request.question_vector, heads.request_mean)
        readings.append(asked)
        gate = (gate + _gate(asked, heads)) / 2
    if said.of_preferences:
        gate = max(gate, ASKED)
    dialogue = request.dialogue_vector
    if dialogue is None or gate < _CLEARLY_ELSEWHERE or not said.short:
        return readings, gate
    joint = _scaled(newest + _moved(dialogue, heads.request_mean))
    return [*readings, joint], max(gate, _gate(joint, heads))


def _gate(reading: Vector, heads: RelevanceHeads) -> float:
    return float(heads.gate_weights @ reading) + heads.gate_bias


class _Compared(NamedTuple):
    """One reading of a request beside all that is held."""

    domains: Vector
    """Square roots of the probability of each domain of life."""
    situations: Vector
    """(u,): cosines of the situations."""
    features: Matrix
    """(4, n): of each candidate what `pair_weights` weigh, but for the gate."""


def _compared(prepared: Prepared, reading: Vector, heads: RelevanceHeads) -> _Compared:
    statements = prepared.statements
    seen = heads.request_heads @ reading + heads.request_bias
    turned, domains = _scaled(seen[:WIDTH]), _scaled(np.exp(seen[WIDTH:]))
    situations = products.times(prepared.situations.rows, reading)
    features = np.empty((4, len(prepared.sets)), dtype=np.float32)
    said, situated, best, lived = features
    said[:] = products.times(statements.rows, turned)
    situated[:] = prepared.nearest(situations)
    np.maximum(said, situated, out=best)
    lived[:] = products.times(statements.profiles, domains)
    return _Compared(domains, situations, features)


def _figures(
    prepared: Prepared,
    readings: Sequence[Vector],
    gate: float,
    heads: RelevanceHeads,
    *,
    open_: bool,
) -> Figures:
    compared = [_compared(prepared, reading, heads) for reading in readings]
    scores = _probabilities(prepared, compared, gate, heads)
    return Figures(scores, _thresholds(prepared, scores, open_=open_), compared)


def _probabilities(
    prepared: Prepared, compared: Sequence[_Compared], gate: float, heads: RelevanceHeads
) -> Vector:
    """That of the best reading."""
    of_gate = float(heads.pair_weights[-1])
    every = of_gate * min(max(gate, -GATE_LIMIT), GATE_LIMIT) + heads.pair_bias
    logits: list[Vector] = [heads.pair_weights[:-1] @ one.features for one in compared]
    best: Vector = logits[0] if len(logits) == 1 else np.maximum.reduce(logits)
    odds: Vector = np.exp(-np.float32(every) - best)
    return prepared.held / (1 + odds)


def _reach(prepared: Prepared, figures: Callable[[], Figures]) -> Vector:
    """Cosine of each candidate's nearest situation, of those in the request's domain of life."""
    situations = prepared.situations
    found: Vector = np.full(len(situations.rows), -1, dtype=np.float32)
    for domains, nearness, _ in figures().compared:
        shared = products.times(situations.profiles, domains) >= OF_ONE_DOMAIN
        found = np.maximum(found, np.where(shared, nearness, np.float32(-1)))
    return prepared.nearest(found)


def _moved(row: Vector, mean: Vector) -> Vector:
    """Centred and of length 1; a row of zeros stays as it is."""
    return _scaled(row - mean) if row @ row else row


def _scaled(row: Vector) -> Vector:
    return row / np.float32(max(math.sqrt(float(row @ row)), 1e-6))
