"""How likely it is that a preference applies to a request, on the default embedding.

Two questions, as everywhere here: *whether* comes before *which*. The gate reads the request alone:
is it about choices of the person who asks? Then each preference is compared with it, by its
statement, by the situations it was written down for, and by the domain of life of both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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
LIKELY = 0.06
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
VAGUE_LIKELY = 0.08
"""Probability that is asked of them on a request of an open kind."""
UNCALIBRATED = 0.3
"""Cosine that is asked for where the vectors are not those of the default embedder."""
GATE_LIMIT = 4.0
WIDE_OPEN = 3.0
"""Gate at which a request counts as open, whatever kind the policy reads it as."""
SHORT = 12
"""Words of a follow-up that leans on the turns before it."""
_CLEARLY_ELSEWHERE = -2.0

Counts = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """What selection compares, computed once for a revision of a profile."""

    statements: Matrix
    """(n, d): centred unit vectors, turned to requests; a candidate without vectors has zeros."""
    situations: Matrix
    """(u, d): the different situations of all of them; few, as they come from one pool."""
    which: Counts
    """Row in `situations` of each candidate's situations, one candidate after the other."""
    starts: Counts
    """Where each candidate's stretch in `which` begins; every stretch has one row or more."""
    places: Matrix
    """(u, domains): the domains of life of the situations, as in `profiles`."""
    vague: npt.NDArray[np.bool_]
    """(n,): True for what belongs to no domain of life in particular."""
    held: Vector
    """(n,): 1 where a candidate has vectors, else 0."""
    profiles: Matrix
    """(n, domains): square roots of the probability of each domain of life."""
    calibrated: bool


@dataclass(frozen=True, slots=True, eq=False)
class Relevance:
    """Scores in the order of the candidates, and what they must reach."""

    scores: Vector
    thresholds: Vector
    gate: float
    """Above 0: the request is about choices of the person who asks."""
    own: npt.NDArray[np.bool_]
    """True for preferences of the request's own kind, which pass the gate anyway."""
    reach: Vector
    """Cosine of each candidate's nearest situation in the request's domain of life."""

    @property
    def near(self) -> npt.NDArray[np.bool_]:
        """True for the candidates that apply."""
        return self.own | ((self.scores >= self.thresholds) & (self.gate > 0))

    @property
    def reached(self) -> npt.NDArray[np.bool_]:
        """True for the candidates that apply if they are constraints.

        A constraint also applies where only its situation is near: an allergy to "plan a trip".
        """
        return self.near | ((self.reach >= REACHED) & (self.gate > 0))

    def why_not(self, score: float, threshold: float) -> str:
        """One line on why a candidate with this score and threshold does not apply."""
        if self.gate <= 0:
            return "the request is not about the user's choices"
        return f"the request is not about it ({score:.2f} < {threshold:.2f})"


def prepare(candidates: Sequence[Candidate], *, heads: RelevanceHeads | None = None) -> Prepared:
    """Centre, stack and place vectors; worth keeping as long as the candidates stay the same."""
    heads = heads or relevance_heads()
    width = next((c.vectors.shape[1] for c in candidates if len(c.vectors)), WIDTH)
    calibrated = width == WIDTH
    nothing = np.zeros(width, dtype=np.float32)
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
    first = [c.vectors[0] if len(c.vectors) else nothing for c in candidates]
    statements = np.array(first, dtype=np.float32).reshape(len(first), width)
    situations = np.array(unique, dtype=np.float32)
    if calibrated:
        statements = _centred(statements, heads.statement_mean)
        situations = _centred(situations, heads.request_mean)
    return Prepared(
        statements=_unit(statements @ heads.statement_view) if calibrated else statements,
        situations=situations,
        which=np.array(which, dtype=np.intp),
        starts=np.array(starts, dtype=np.intp),
        places=_profiles(situations, heads) if calibrated else situations[:, :0],
        vague=np.array([c.preference.behaviour in VAGUE for c in candidates], dtype=bool),
        held=np.array([float(len(c.vectors) > 0) for c in candidates], dtype=np.float32),
        profiles=_profiles(statements, heads) if calibrated else statements[:, :0],
        calibrated=calibrated,
    )


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
    own = np.zeros(count, dtype=bool)
    nothing = np.zeros(count, dtype=np.float32)
    rows = _readings(request)
    if not count or rows.shape[1] != prepared.statements.shape[1]:
        sure = np.full(count, SURE, dtype=np.float32)
        return Relevance(nothing, thresholds=sure, gate=-GATE_LIMIT, own=own, reach=nothing)
    if not prepared.calibrated:
        near = _nearest(prepared, rows)
        least = np.full(count, UNCALIBRATED, dtype=np.float32)
        return Relevance(near, thresholds=least, gate=GATE_LIMIT, own=own, reach=near)
    rows = _centred(rows, heads.request_mean)
    rows, gate = _with_dialogue(rows, request, heads)
    places, nearness = _profiles(rows, heads), prepared.situations @ rows.T
    scores = _probabilities(prepared, rows, places, _situations(prepared, nearness), gate, heads)
    for kind, domains in DOMAINS_OF_KINDS.items():
        if kind in decision.kinds:
            own |= _mostly(prepared, domains, heads)
    open_ = gate >= WIDE_OPEN or not OPEN_KINDS.isdisjoint(decision.kinds)
    return Relevance(
        scores,
        thresholds=_thresholds(prepared, scores, open_=open_),
        gate=gate,
        own=own,
        reach=_reach(prepared, places, nearness),
    )


def _thresholds(prepared: Prepared, scores: Vector, *, open_: bool) -> Vector:
    """What each candidate's score must reach."""
    common = max(SHARE * float(scores.max()), _crowded(scores))
    least = np.where(prepared.vague, VAGUE_LIKELY, LIKELY) if open_ else SURE
    return np.maximum(least, np.full(len(scores), common)).astype(np.float32)


def _crowded(scores: Vector) -> float:
    """The score that only the best hundred reach, for people with very many preferences."""
    if len(scores) <= CROWD:
        return 0.0
    return float(np.partition(scores, -CROWD)[-CROWD])


def _readings(request: Request) -> Matrix:
    """The newest text, and the sentence in it that asks, where that is not all of it."""
    if request.question_vector is None:
        return request.vector[None, :]
    return np.stack([request.vector, request.question_vector])


def _with_dialogue(rows: Matrix, request: Request, heads: RelevanceHeads) -> tuple[Matrix, float]:
    """Rows and gate; a short follow-up is read together with the turns before it."""
    gates = rows @ heads.gate_weights + heads.gate_bias
    gate = float(gates.mean())
    dialogue = request.dialogue_vector
    if dialogue is None or len(request.text.split()) > SHORT or gate < _CLEARLY_ELSEWHERE:
        return rows, gate
    before = _centred(dialogue[None, :], heads.request_mean)
    blend = _unit(rows[:1] + before)
    joint = float((blend @ heads.gate_weights)[0] + heads.gate_bias)
    return np.concatenate([rows, blend]), max(gate, joint)


def _probabilities(
    prepared: Prepared,
    rows: Matrix,
    places: Matrix,
    situation: Matrix,
    gate: float,
    heads: RelevanceHeads,
) -> Vector:
    statement = prepared.statements @ _unit(rows @ heads.request_view).T
    domain = prepared.profiles @ places.T
    best = np.maximum(statement, situation)
    weights = heads.pair_weights
    logits = (
        weights[0] * statement
        + weights[1] * situation
        + weights[2] * best
        + weights[3] * domain
        + weights[4] * min(max(gate, -GATE_LIMIT), GATE_LIMIT)
        + heads.pair_bias
    ).max(axis=1)
    return (prepared.held / (1 + np.exp(-logits))).astype(np.float32)


def _situations(prepared: Prepared, nearness: Matrix) -> Matrix:
    """(n, rows): cosine of each candidate's nearest situation, given that of all situations."""
    return np.maximum.reduceat(nearness[prepared.which], prepared.starts, axis=0)


def _reach(prepared: Prepared, places: Matrix, nearness: Matrix) -> Vector:
    """Cosine of each candidate's nearest situation, of those in the request's domain of life."""
    shared = prepared.places @ places.T >= OF_ONE_DOMAIN
    found = np.where(shared, nearness, -1).max(axis=1)
    return np.maximum.reduceat(found[prepared.which], prepared.starts)


def _nearest(prepared: Prepared, rows: Matrix) -> Matrix:
    nearness = prepared.situations @ rows.T
    both = np.maximum(prepared.statements @ rows.T, _situations(prepared, nearness))
    return both.max(axis=1).astype(np.float32)


def _mostly(
    prepared: Prepared, domains: Sequence[str], heads: RelevanceHeads
) -> npt.NDArray[np.bool_]:
    places = [heads.domains.index(name) for name in domains]
    return (prepared.profiles[:, places] ** 2).sum(axis=1) > 0.5


def _profiles(rows: Matrix, heads: RelevanceHeads) -> Matrix:
    """Square roots of domain probabilities: their product is how much two profiles overlap."""
    logits = rows @ heads.domain_weights.T + heads.domain_bias
    logits = logits - logits.max(axis=1, keepdims=True)
    odds = np.exp(logits)
    return np.sqrt(odds / odds.sum(axis=1, keepdims=True)).astype(np.float32)


def _centred(rows: Matrix, mean: Vector) -> Matrix:
    """What is common to all texts of a kind taken out; rows of zeros stay zeros."""
    given = np.any(rows, axis=1, keepdims=True)
    return _unit(np.where(given, rows - mean, 0).astype(np.float32))


def _unit(rows: Matrix) -> Matrix:
    return (rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)).astype(np.float32)
