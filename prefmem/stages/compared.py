"""What requests are compared with: the vectors of preferences, centred, turned and stacked once.

What was made for one revision of a profile is taken over by the next, as far as it is the same: a
person with a thousand preferences changes one at a time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from prefmem.calibration import WIDTH, RelevanceHeads, relevance_heads
from prefmem.records import Candidate, Matrix, Vector
from prefmem.stages import products

DOMAINS_OF_KINDS = {"code": ("work.coding",), "rewriting": ("work.writing",)}
"""Requests that are not about choices and still have preferences of their own."""
LIKELY = 0.03
"""Probability that is enough on a request of an open kind. Of fifty preferences two apply."""
VAGUE = ("taste.general", "topic.interest")
"""Behaviours of no domain in particular: almost any request is a little like them."""
VAGUE_LIKELY = 0.05
"""Probability that is asked of them on a request of an open kind."""
BINDING_LIKELY = 0.08
"""The same of constraints: the answer must meet them, and they also apply where reached."""
_BLANK = 0
"""Names the situation of what has none: zeros."""

Counts = npt.NDArray[np.intp]
Flags = npt.NDArray[np.bool_]


class Stack(NamedTuple):
    """Rows as they are compared, and their domains of life."""

    rows: Matrix
    """(k, d). What has no vectors has zeros."""
    profiles: Matrix
    """(k, domains): square roots of the probability of each domain of life."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Prepared:
    """What selection compares, computed once for a revision of a profile."""

    statements: Stack
    """Those of the n candidates, turned to requests."""
    situations: Stack
    """The different situations of all candidates; few, as they come from one pool."""
    which: Counts
    """Places among the situations: those that go together, one set after the other."""
    starts: Counts
    """Where each set's stretch in `which` begins; every stretch has one place or more."""
    sets: Counts
    """(n,): the set of each candidate; few, as what is of one kind has the same situations."""
    held: Vector
    """(n,): 1 where a candidate has vectors, else 0."""
    likely: Vector
    """(n,): the probability that is enough on a request of an open kind."""
    own: Mapping[str, Flags]
    """Kind of request to (n,): True for what is of its own domain, by `DOMAINS_OF_KINDS`."""
    calibrated: bool
    sources: tuple[Matrix, ...]
    """The vectors that each candidate came with: the same matrix need not be read again."""
    situated: tuple[tuple[int, ...], ...]
    """The situations of each candidate, by names that hold in this process only ..."""
    places: Mapping[int, int]
    """... and the place of each name among the situations."""

    def nearest(self, situations: Vector) -> Vector:
        """(n,): of figures of the situations, the largest among those of each candidate."""
        return np.maximum.reduceat(situations[self.which], self.starts)[self.sets]


def prepare(
    candidates: Sequence[Candidate],
    *,
    heads: RelevanceHeads | None = None,
    last: Prepared | None = None,
) -> Prepared:
    """Centre, stack and place vectors; worth keeping as long as the candidates stay the same.

    Args:
        candidates: What requests are compared with.
        heads: The trained numbers; by default those that ship with the package.
        last: What was made with the same heads before, of which all that is the same is taken over.
    """
    heads = heads or relevance_heads()
    width = next((c.vectors.shape[1] for c in candidates if len(c.vectors)), WIDTH)
    if last is not None and last.statements.rows.shape[1] != width:
        last = None
    sources = tuple(c.vectors for c in candidates)
    statements, situated, raw = _statements(sources, width, heads, last)
    places = {name: n for n, name in enumerate(dict.fromkeys((_BLANK, *chain(*situated))))}
    sets = {some: n for n, some in enumerate(dict.fromkeys(situated))}
    lengths = np.array([len(some) for some in sets], dtype=np.intp)
    calibrated = width == WIDTH
    behaviours = [c.preference.behaviour for c in candidates]
    likely = {name: _likely(name) for name in set(behaviours)}
    return Prepared(
        statements=statements,
        situations=_situations(places, raw, width, heads, last),
        which=np.array([places[name] for name in chain(*sets)], dtype=np.intp),
        starts=np.cumsum(lengths) - lengths,
        sets=np.array([sets[some] for some in situated], dtype=np.intp),
        held=np.array([float(len(vectors) > 0) for vectors in sources], dtype=np.float32),
        likely=np.array([likely[name] for name in behaviours], dtype=np.float32),
        own=_own(statements.profiles, heads) if calibrated else {},
        calibrated=calibrated,
        sources=sources,
        situated=situated,
        places=places,
    )


def _statements(
    sources: Sequence[Matrix], width: int, heads: RelevanceHeads, last: Prepared | None
) -> tuple[Stack, tuple[tuple[int, ...], ...], dict[int, Vector]]:
    """The statements, the names of each candidate's situations, and the new ones among these."""
    known = {} if last is None else {id(vectors): n for n, vectors in enumerate(last.sources)}
    taken = [known.get(id(vectors), -1) for vectors in sources]
    blank = np.zeros(width, dtype=np.float32)
    fresh: list[Vector] = []
    situated: list[tuple[int, ...]] = []
    raw: dict[int, Vector] = {_BLANK: blank}
    for vectors, place in zip(sources, taken, strict=True):
        if last is not None and place >= 0:
            situated.append(last.situated[place])
            continue
        fresh.append(vectors[0] if len(vectors) else blank)
        named = {hash(row.tobytes()): row for row in vectors[1:]}
        situated.append(tuple(named) or (_BLANK,))
        raw |= named
    made = _made(fresh, heads.statement_mean, width, heads, view=heads.statement_view)
    before = None if last is None else last.statements
    return _joined(before, taken, made), tuple(situated), raw


def _situations(
    places: Mapping[int, int],
    raw: Mapping[int, Vector],
    width: int,
    heads: RelevanceHeads,
    last: Prepared | None,
) -> Stack:
    """The situations in their places."""
    known: Mapping[int, int] = {} if last is None else last.places
    taken = [known.get(name, -1) for name in places]
    fresh = [raw[name] for name, place in zip(places, taken, strict=True) if place < 0]
    made = _made(fresh, heads.request_mean, width, heads)
    return _joined(None if last is None else last.situations, taken, made)


def _joined(before: Stack | None, taken: Sequence[int], fresh: Stack) -> Stack:
    """What was made before in the places `taken`, and what is fresh where there is -1, in order."""
    if before is None or not len(before.rows):
        return fresh
    places = np.array(taken, dtype=np.intp)
    new = np.flatnonzero(places < 0)
    made: list[Matrix] = []
    for mine, rows in zip(before, fresh, strict=True):
        joined = mine[places]  # where there is -1, any row will do for the moment
        joined[new] = rows
        made.append(joined)
    return Stack(*made)


def _made(
    texts: Sequence[Vector],
    mean: Vector,
    width: int,
    heads: RelevanceHeads,
    *,
    view: Matrix | None = None,
) -> Stack:
    """Vectors of texts, with what is common to all of their kind taken out, seen in a view."""
    rows = np.array(texts, dtype=np.float32).reshape(len(texts), width)
    if width != WIDTH:
        return Stack(rows, rows[:, :0])
    rows = _centred(rows, mean)
    profiles = _profiles(rows, heads)
    return Stack(rows if view is None else _unit(products.each(rows, view)), profiles)


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


def _profiles(rows: Matrix, heads: RelevanceHeads) -> Matrix:
    """Square roots of domain probabilities: their product is how much two profiles overlap."""
    logits = products.each(rows, heads.domain_weights.T) + heads.domain_bias
    logits -= logits.max(axis=1, keepdims=True)
    odds = np.exp(logits, out=logits)
    odds /= odds.sum(axis=1, keepdims=True)
    return np.sqrt(odds, out=odds)


def _centred(rows: Matrix, mean: Vector) -> Matrix:
    """What is common to all texts of a kind taken out; rows of zeros stay zeros."""
    given = np.any(rows, axis=1, keepdims=True)
    return _unit(np.where(given, rows - mean, 0))


def _unit(rows: Matrix) -> Matrix:
    return (rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)).astype(np.float32)
