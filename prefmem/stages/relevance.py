"""How likely it is that a preference applies to a request, on the default embedding.

Two questions, as everywhere here: *whether* comes before *which*. The gate reads the request alone:
is it about choices of the person who asks? Then each preference is compared with it, by its
statement, by the situations it was written down for, and by the domain of life of both.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from prefmem.calibration import WIDTH, RelevanceHeads, relevance_heads
from prefmem.records import Candidate, Matrix, Request, Vector
from prefmem.types import RequestDecision

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
DOMAINS_OF_KINDS = {"code": ("work.coding",), "rewriting": ("work.writing",)}
"""Requests that are not about choices and still have preferences of their own."""
LIKELY = 0.03
"""Probability that is enough on a request of an open kind. Of fifty preferences two apply."""
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
VAGUE = ("taste.general", "topic.interest")
"""Behaviours of no domain in particular: almost any request is a little like them."""
VAGUE_LIKELY = 0.05
"""Probability that is asked of them on a request of an open kind."""
BINDING_LIKELY = 0.08
"""The same of constraints: the answer must meet them, and they also apply where reached."""
UNCALIBRATED = 0.3
"""Cosine that is asked for where the vectors are not those of the default embedder."""
GATE_LIMIT = 4.0
WIDE_OPEN = 3.0
"""Gate at which a request counts as open, whatever kind the policy reads it as."""
SHORT = 12
"""Words of a follow-up that leans on the turns before it."""
_CLEARLY_ELSEWHERE = -2.0

Counts = npt.NDArray[np.intp]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """What selection compares, computed once for a revision of a profile."""

    rows: Matrix
    """(n + u + domains, d): statements, turned to requests; situations; and the heads that tell
    domains of life. What has no vectors has zeros."""
    situations: int
    """u: the different situations of all candidates; few, as they come from one pool."""
    which: Counts
    """Place among the situations of each candidate's situations, one candidate after the other."""
    starts: Counts
    """Where each candidate's stretch in `which` begins; every stretch has one place or more."""
    held: Vector
    """(n,): 1 where a candidate has vectors, else 0."""
    likely: Vector
    """(n,): the probability that is enough on a request of an open kind."""
    profiles: Matrix
    """(n + u, domains): square roots of the probability of each domain of life."""
    own: Mapping[str, Flags]
    """Kind of request to (n,): True for what is of its own domain, by `DOMAINS_OF_KINDS`."""
    calibrated: bool


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
        return f"the request is not about it ({score:.2f} < {threshold:.2f})"


def prepare(candidates: Sequence[Candidate], *, heads: RelevanceHeads | None = None) -> Prepared:
    """Centre, stack and place vectors; worth keeping as long as the candidates stay the same."""
    heads = heads or relevance_heads()
    width = next((c.vectors.shape[1] for c in candidates if len(c.vectors)), WIDTH)
    nothing = np.zeros(width, dtype=np.float32)
    unique, which, starts = _situations(candidates, nothing)
    first = [c.vectors[0] if len(c.vectors) else nothing for c in candidates]
    statements = np.array(first, dtype=np.float32).reshape(len(first), width)
    situations = np.array(unique, dtype=np.float32)
    rows, profiles = np.concatenate([statements, situations]), statements[:, :0]
    if calibrated := width == WIDTH:
        statements = _centred(statements, heads.statement_mean)
        situations = _centred(situations, heads.request_mean)
        profiles = np.concatenate([_profiles(statements, heads), _profiles(situations, heads)])
        turned = _unit(statements @ heads.statement_view)
        rows = np.concatenate([turned, situations, heads.domain_weights])
    return Prepared(
        rows=rows,
        situations=len(unique),
        which=np.array(which, dtype=np.intp),
        starts=np.array(starts, dtype=np.intp),
        held=np.array([float(len(c.vectors) > 0) for c in candidates], dtype=np.float32),
        likely=np.array([_likely(c.preference.behaviour) for c in candidates], dtype=np.float32),
        profiles=profiles,
        own=_own(profiles[: len(candidates)], heads) if calibrated else {},
        calibrated=calibrated,
    )


def _situations(
    candidates: Sequence[Candidate], nothing: Vector
) -> tuple[list[Vector], list[int], list[int]]:
    """The different situations, and whose each is: as in `Prepared`."""
    rows: dict[bytes, int] = {nothing.tobytes(): 0}
    unique: list[Vector] = [nothing]
    which: list[int] = []
    starts: list[int] = []
    for candidate in candidates:
        starts.append(len(which))
        for row in candidate.vectors[1:]:
            key = row.tobytes()
            if key not in rows:
                rows[key] = len(unique)
                unique.append(row)
            which.append(rows[key])
        if starts[-1] == len(which):
            which.append(0)
    return unique, which, starts


def _own(profiles: Matrix, heads: RelevanceHeads) -> dict[str, Flags]:
    """What is mostly of the domains that a kind of request is about."""
    found: dict[str, Flags] = {}
    for kind, domains in DOMAINS_OF_KINDS.items():
        places = [heads.domains.index(name) for name in domains]
        found[kind] = (profiles[:, places] ** 2).sum(axis=1) > 0.5
    return found


def _likely(behaviour: str) -> float:
    """Probability that is enough for a behaviour on a request of an open kind."""
    if behaviour in VAGUE:
        return VAGUE_LIKELY
    return BINDING_LIKELY if behaviour.startswith("constraint.") else LIKELY


def relevance(
    prepared: Prepared,
    *,
    request: Request,
    decision: RequestDecision,
    heads: RelevanceHeads | None = None,
) -> Relevance:
    """Score every candidate for a request: the probability that it applies."""
    heads = heads or relevance_heads()
    count = len(prepared.starts)
    if not count or len(request.vector) != prepared.rows.shape[1]:
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
    compared = [_compared(prepared, reading, heads) for reading in readings]
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
    count = len(prepared.starts)
    question = request.question_vector
    scores = np.full(count, -1.0, dtype=np.float32)
    for reading in (request.vector,) if question is None else (request.vector, question):
        cosines = prepared.rows @ reading
        nearest = np.maximum.reduceat(cosines[count:][prepared.which], prepared.starts)
        scores = np.maximum(scores, np.maximum(cosines[:count], nearest))
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


def _readings(request: Request, heads: RelevanceHeads) -> tuple[list[Vector], float]:
    """Centred vectors of what is compared, and the gate.

    The newest text, and the sentence in it that asks, where that is not all of it; a short
    follow-up is read together with the turns before it, too.
    """
    readings = [_moved(request.vector, heads.request_mean)]
    if request.question_vector is not None:
        readings.append(_moved(request.question_vector, heads.request_mean))
    gates = [float(reading @ heads.gate_weights) + heads.gate_bias for reading in readings]
    gate = sum(gates) / len(gates)
    dialogue = request.dialogue_vector
    if dialogue is None or gate < _CLEARLY_ELSEWHERE or len(request.text.split()) > SHORT:
        return readings, gate
    blend = _scaled(readings[0] + _moved(dialogue, heads.request_mean))
    joint = float(blend @ heads.gate_weights) + heads.gate_bias
    return [*readings, blend], max(gate, joint)


class _Compared(NamedTuple):
    """One reading of a request beside all that is held."""

    statements: Vector
    """(n,): cosines of the statements."""
    situations: Vector
    """(u,): cosines of the situations."""
    domains: Vector
    """(n + u,): how much of the domains of life is shared."""


def _compared(prepared: Prepared, reading: Vector, heads: RelevanceHeads) -> _Compared:
    count, end = len(prepared.starts), len(prepared.profiles)
    statements = prepared.rows[:count] @ _scaled(reading @ heads.request_view)
    found = prepared.rows[count:] @ reading
    logits = found[end - count :] + heads.domain_bias
    odds = np.exp(logits - logits.max())
    domains = prepared.profiles @ np.sqrt(odds / odds.sum())
    return _Compared(statements, found[: end - count], domains)


def _probabilities(
    prepared: Prepared, compared: Sequence[_Compared], gate: float, heads: RelevanceHeads
) -> Vector:
    """That of the best reading."""
    count, weights = len(prepared.starts), heads.pair_weights
    every = weights[4] * min(max(gate, -GATE_LIMIT), GATE_LIMIT) + heads.pair_bias
    best: Vector = np.full(count, -np.inf, dtype=np.float32)
    for statement, nearness, domains in compared:
        situation = np.maximum.reduceat(nearness[prepared.which], prepared.starts)
        logits = weights[0] * statement
        logits += weights[1] * situation
        logits += weights[2] * np.maximum(statement, situation)
        logits += weights[3] * domains[:count]
        best = np.maximum(best, logits)
    return prepared.held / (1 + np.exp(-(best + every)))


def _reach(prepared: Prepared, compared: Sequence[_Compared]) -> Vector:
    """Cosine of each candidate's nearest situation, of those in the request's domain of life."""
    count = len(prepared.starts)
    nearest: Vector = np.full(prepared.situations, -1, dtype=np.float32)
    for _, nearness, domains in compared:
        shared = domains[count:] >= OF_ONE_DOMAIN
        nearest = np.maximum(nearest, np.where(shared, nearness, np.float32(-1)))
    return np.maximum.reduceat(nearest[prepared.which], prepared.starts)


def _profiles(rows: Matrix, heads: RelevanceHeads) -> Matrix:
    """Square roots of domain probabilities: their product is how much two profiles overlap."""
    logits = rows @ heads.domain_weights.T + heads.domain_bias
    logits = logits - logits.max(axis=1, keepdims=True)
    odds = np.exp(logits)
    return np.sqrt(odds / odds.sum(axis=1, keepdims=True)).astype(np.float32)


def _centred(rows: Matrix, mean: Vector) -> Matrix:
    """What is common to all texts of a kind taken out; rows of zeros stay zeros."""
    given = np.any(rows, axis=1, keepdims=True)
    return _unit(np.where(given, rows - mean, 0))


def _unit(rows: Matrix) -> Matrix:
    return (rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)).astype(np.float32)


def _moved(row: Vector, mean: Vector) -> Vector:
    """The same of one row."""
    return _scaled(row - mean) if row.any() else row


def _scaled(row: Vector) -> Vector:
    return row / np.float32(max(math.sqrt(float(row @ row)), 1e-6))
