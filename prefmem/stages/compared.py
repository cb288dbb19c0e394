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
from prefmem.stages.artefacts import is_about_code, is_about_texts
from prefmem.stages.taken import Counts, Taken, first_seen
from prefmem.types import Preference

WORKED: tuple[str, ...] = ("code", "rewriting")
"""Requests that are about no choice and still have preferences of their own, by their words ..."""
OF_TEXTS = ("work.writing", "work.email")
"""... or, of texts, by the domains of life that these are ..."""
MOSTLY = 0.25
"""... with this probability and more, of some two hundred."""
LIKELY = 0.05
"""Probability that is enough on a request of an open kind. Of fifty preferences two apply."""
VAGUE = ("taste.general", "topic.interest")
"""Behaviours of no domain in particular: almost any request is a little like them."""
VAGUE_LIKELY = 0.05
"""Probability that is asked of them on a request of an open kind."""
BINDING_LIKELY = 0.08
"""The same of constraints: the answer must meet them, and they also apply where reached."""
SINCE_A_CHANGE = 0.4
"""What is asked for, of what is usual, of what came with an announced change: it is the newest word
on its matter, and the old one is held back for it only where it applies."""
_BLANK = 0
"""Names the situation of what has none: zeros."""

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
    ease: Vector
    """(n,): what of a threshold is asked for: less of what came with an announced change."""
    own: Mapping[str, Flags]
    """Kind of request to (n,): True for what is of its own domain, by `WORKED`."""
    worked: Flags
    """(n, 2): True for what is about the kinds of `WORKED`, by its words."""
    calibrated: bool
    situated: Sequence[tuple[int, ...]]
    """The sets of situations, by names that hold in this process only ..."""
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
    taken: Taken | None = None,
) -> Prepared:
    """Centre, stack and place vectors; worth keeping as long as the candidates stay the same.

    Args:
        candidates: What requests are compared with.
        heads: The trained numbers; by default those that ship with the package.
        last: What was made with the same heads of those of the revision before ...
        taken: ... and which are the same: what was made of these is taken over.
    """
    heads = heads or relevance_heads()
    width = next((c.vectors.shape[1] for c in candidates if len(c.vectors)), WIDTH)
    if last is None or taken is None or last.statements.rows.shape[1] != width:
        last, taken = None, Taken.nothing(len(candidates))
    new = [candidates[i] for i in taken.new]
    statements = _statements(new, width, heads)
    if last is not None:
        statements = Stack(*map(taken.rows, last.statements, statements))
    situated, sets, raw = _sets(new, taken, last)
    places = {name: n for n, name in enumerate(dict.fromkeys((_BLANK, *chain(*situated))))}
    lengths = np.array([len(some) for some in situated], dtype=np.intp)
    calibrated = width == WIDTH
    held = np.array([float(len(one.vectors) > 0) for one in new], dtype=np.float32)
    likely = np.array([_likely(one.preference.behaviour) for one in new], dtype=np.float32)
    ease = np.array([_ease(one.preference) for one in new], dtype=np.float32)
    of_work = np.array([_of_work(one.preference) for one in new], dtype=np.bool_)
    worked = taken.rows(last and last.worked, of_work.reshape(len(new), len(WORKED)))
    return Prepared(
        statements=statements,
        situations=_situations(places, raw, width, heads, last),
        which=np.array([places[name] for name in chain(*situated)], dtype=np.intp),
        starts=np.cumsum(lengths) - lengths,
        sets=sets,
        held=taken.rows(last and last.held, held),
        likely=taken.rows(last and last.likely, likely),
        ease=taken.rows(last and last.ease, ease),
        worked=worked,
        own=_own(statements.profiles if calibrated else None, worked, heads),
        calibrated=calibrated,
        situated=situated,
        places=places,
    )


def _statements(new: Sequence[Candidate], width: int, heads: RelevanceHeads) -> Stack:
    """The statements of candidates, turned to requests."""
    blank = np.zeros(width, dtype=np.float32)
    rows = [one.vectors[0] if len(one.vectors) else blank for one in new]
    return _made(rows, heads.statement_mean, width, heads, view=heads.statement_view)


def _sets(
    new: Sequence[Candidate], taken: Taken, last: Prepared | None
) -> tuple[list[tuple[int, ...]], Counts, dict[int, Vector]]:
    """The different sets of situations, by names; the set of each candidate; what is new by name.

    They are in the order in which they come first, as if all were new.
    """
    raw: dict[int, Vector] = {}
    known = {} if last is None else {some: n for n, some in enumerate(last.situated)}
    found: list[int] = []
    for one in new:
        named = {hash(row.tobytes()): row for row in one.vectors[1:]}
        found.append(known.setdefault(tuple(named) or (_BLANK,), len(known)))
        raw |= named
    first, sets = first_seen(labels := taken.rows(last and last.sets, np.array(found, np.intp)))
    names = list(known)
    return [names[labels[place]] for place in first], sets, raw


def _situations(
    places: Mapping[int, int],
    raw: Mapping[int, Vector],
    width: int,
    heads: RelevanceHeads,
    last: Prepared | None,
) -> Stack:
    """The situations in their places."""
    if last is not None and last.places == places:  # as a rule
        return last.situations
    known: Mapping[int, int] = {} if last is None else last.places
    taken = Taken.by(np.array([known.get(name, -1) for name in places], dtype=np.intp))
    blank = np.zeros(width, dtype=np.float32)
    new = [raw.get(name, blank) for name in places if name not in known]
    made = _made(new, heads.request_mean, width, heads)
    return made if last is None else Stack(*map(taken.rows, last.situations, made))


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


def _own(profiles: Matrix | None, worked: Flags, heads: RelevanceHeads) -> dict[str, Flags]:
    """What is of the domains that a kind of request is about, by its words or by its meaning."""
    found = dict(zip(WORKED, worked.T, strict=True))
    if profiles is not None:
        places = [heads.domains.index(name) for name in OF_TEXTS]
        meant = (profiles[:, places] ** 2).sum(axis=1) > MOSTLY
        found["rewriting"] = found["rewriting"] | meant
    return found


def _of_work(one: Preference) -> tuple[bool, ...]:
    """The columns of `Prepared.worked`; form concerns answers, and so is asked elsewhere."""
    return is_about_code(one.statement), is_about_texts(one.statement)


def _likely(behaviour: str) -> float:
    """Probability that is enough for a behaviour on a request of an open kind."""
    if behaviour in VAGUE:
        return VAGUE_LIKELY
    return BINDING_LIKELY if behaviour.startswith("constraint.") else LIKELY


def _ease(one: Preference) -> float:
    return 1.0 if one.turned is None else SINCE_A_CHANGE


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
