"""A person is several: preferences that belong together, and which of them a request calls.

Clustering is deterministic: average linkage over the cosine of the statements about the person's
own mean, with shared contexts pulled together, until no two groups belong together and at most
`MOST` are left. It takes time that grows with the square of `COMPARED` at most.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from prefmem.records import Attention, Request, StoredProfile
from prefmem.stages import keys
from prefmem.types import ANYWHERE, Context, Persona, Preference

COMPARED = 1000
"""Preferences that are compared with each other, those that weigh most; the others only join."""
MOST = 5
"""Personas that are told apart at most."""
LEAST = 3
"""Preferences that a persona has at least; fewer belong to nobody in particular."""
TOGETHER = 0.05
"""Mean similarity below which two groups are not one persona."""
SAME_PLACE = 0.3
"""What a shared context adds to the similarity of two preferences, and a different one takes."""
TAU = 0.1
CLOSE = 0.1
"""Attention to the two nearest closer than this: only what both share speaks."""
SHARED = (
    "style.",
    "expertise.",
    "interaction.",
    "identity.",
    "constraint.health",
    "constraint.faith",
)
"""Behaviours that belong to the whole person unless a context says otherwise."""
Floats = npt.NDArray[np.float64]


def cluster(profile: StoredProfile, preferences: Sequence[Preference]) -> tuple[Persona, ...]:
    """The personas of a person, largest first; none where there is too little to tell apart."""
    own = [p for p in preferences if p.id in profile.vectors and _is_particular(p)]
    own.sort(key=lambda p: (-p.weight, p.id))
    own = sorted(own[:COMPARED], key=lambda p: p.id) + own[COMPARED:]
    if len(own) < 2 * LEAST:
        return ()
    rows = np.array([profile.vectors[p.id][0] for p in own], dtype=np.float64)
    # What all have in common says nothing of who speaks: without it, strangers turn away.
    rows -= rows.mean(axis=0)
    rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    groups = _link(rows[:COMPARED] @ rows[:COMPARED].T + _places(own[:COMPARED]))
    groups = _joined([g for g in groups if len(g) >= LEAST], rows)
    kept = [[own[i] for i in g] for g in groups]
    if len(kept) < 2:
        return ()
    kept.sort(key=lambda g: (-len(g), g[0].id))
    kept = kept[:MOST]
    names = _names(kept)
    return tuple(
        Persona(name=name, context=_shared_context(group), preferences=tuple(p.id for p in group))
        for name, group in zip(names, kept, strict=True)
    )


@dataclass(frozen=True, slots=True, eq=False)
class Gathered:
    """Personas with what attention compares, worth making once per revision."""

    personas: tuple[Persona, ...]
    centres: Floats
    belongs: Mapping[str, str]
    """Preference id to the name of its persona."""
    rivals: npt.NDArray[np.bool_]
    """Which of them stand in contexts that cannot both hold, shape (n, n)."""


def gather(personas: Sequence[Persona], profile: StoredProfile) -> Gathered:
    """Make personas ready for many requests."""
    known = tuple(p for p in personas if any(i in profile.vectors for i in p.preferences))
    rivals = [[p is not q and _rivals(p.context, q.context) for q in known] for p in known]
    return Gathered(
        personas=known,
        centres=np.array([_centre(p, profile) for p in known]),
        belongs={i: p.name for p in known for i in p.preferences},
        rivals=np.array(rivals, dtype=np.bool_),
    )


def attend(
    personas: Sequence[Persona],
    *,
    profile: StoredProfile,
    request: Request,
    gathered: Gathered | None = None,
) -> Attention:
    """Which personas speak for a request: softmax of the cosine to their centres.

    Personas that differ only in what they are about do not exclude each other: relevance decides
    between their preferences. Of personas that stand in different contexts (at work, at home) only
    the nearest speaks, and none of them where two are about as near.
    """
    ready = gathered or gather(personas, profile)
    known = ready.personas
    if not known:
        return Attention()
    fits = np.array([_fits(p.context, request.context) for p in known])
    scores = ready.centres @ _heard(request) + fits
    weights = np.exp((scores - scores.max()) / TAU)
    weights /= weights.sum()
    nearest_rival = np.where(ready.rivals, weights, -np.inf).max(axis=1)
    speaks = weights - nearest_rival >= CLOSE
    order = sorted(range(len(known)), key=lambda i: (-weights[i], known[i].name))
    return Attention(
        weights={known[i].name: round(float(weights[i]), 4) for i in order},
        speaking=tuple(known[i].name for i in order if speaks[i]),
        personas=ready.belongs,
    )


def _rivals(a: Context, b: Context) -> bool:
    """True for contexts that cannot both hold: one factor, two values."""
    mine, theirs = a.factors(), b.factors()
    return any(n in theirs and keys.content(mine[n]) != keys.content(theirs[n]) for n in mine)


def _is_particular(one: Preference) -> bool:
    """What belongs to the person as a whole is nobody's persona."""
    return bool(one.context.factors()) or not one.behaviour.startswith(SHARED)


def _places(own: Sequence[Preference]) -> Floats:
    """What shared and different contexts add; nothing where one of two has none."""
    places = [frozenset(keys.place(p.context)) for p in own]
    kinds = {place: n for n, place in enumerate(dict.fromkeys(places))}
    pairs = np.array([[_place(mine, other) for other in kinds] for mine in kinds])
    which = [kinds[place] for place in places]
    return pairs[np.ix_(which, which)]


def _place(mine: frozenset[object], other: frozenset[object]) -> float:
    if not mine or not other:
        return 0.0
    return SAME_PLACE if mine & other else -SAME_PLACE


def _link(similar: Floats) -> list[list[int]]:
    """Average linkage until nothing is together enough; ties go to the lowest numbers."""
    groups: dict[int, list[int]] = {i: [i] for i in range(len(similar))}
    table = similar.copy()
    np.fill_diagonal(table, -np.inf)
    # The nearest of each is remembered: to look through all pairs at each step would be cubic.
    nearest = table.argmax(axis=1)
    best = table[np.arange(len(table)), nearest]
    while len(groups) > 1:
        first = int(best.argmax())
        a, b = sorted((first, int(nearest[first])))
        if (best[first] < TOGETHER and _enough(groups)) or not np.isfinite(best[first]):
            break
        n, m = len(groups[a]), len(groups[b])
        row = (n * table[a] + m * table[b]) / (n + m)
        table[a], table[:, a] = row, row
        table[a, a] = -np.inf
        table[b], table[:, b] = -np.inf, -np.inf
        groups[a] += groups.pop(b)
        _renew(table, nearest, best, a, b)
    return [sorted(g) for _, g in sorted(groups.items())]


def _renew(table: Floats, nearest: npt.NDArray[np.intp], best: Floats, a: int, b: int) -> None:
    """The nearest of each after `b` went into `a`; of those as near the one with a lower number."""
    closer = (table[:, a] > best) | ((table[:, a] == best) & (a < nearest))
    stale = (nearest == a) | (nearest == b)
    stale[[a, b]] = True
    taken = closer & ~stale
    nearest[taken], best[taken] = a, table[taken, a]
    for i in np.flatnonzero(stale).tolist():
        nearest[i] = table[i].argmax()
        best[i] = table[i, nearest[i]]


def _joined(groups: list[list[int]], rows: Floats) -> list[list[int]]:
    """The groups with those that were not compared, each with the nearest it belongs together to.

    `rows` are unit vectors about the person's own mean, those that were compared first.
    """
    if len(rows) <= COMPARED or not groups:
        return groups
    centres = np.array([rows[g].mean(axis=0) for g in groups])
    centres /= np.maximum(np.linalg.norm(centres, axis=1, keepdims=True), 1e-9)
    similar = rows[COMPARED:] @ centres.T
    for n, group in enumerate(groups):
        joins = (similar.argmax(axis=1) == n) & (similar[:, n] >= TOGETHER)
        group += (COMPARED + np.flatnonzero(joins)).tolist()
    return groups


def _enough(groups: Mapping[int, Sequence[int]]) -> bool:
    """True if what is left apart is at most `MOST` real groups."""
    return sum(len(g) >= LEAST for g in groups.values()) <= MOST


def _centre(persona: Persona, profile: StoredProfile) -> Floats:
    rows = [profile.vectors[i][0] for i in persona.preferences if i in profile.vectors]
    mean: Floats = np.asarray(rows, dtype=np.float64).mean(axis=0)
    return mean / max(float(np.linalg.norm(mean)), 1e-9)


def _heard(request: Request) -> Floats:
    vector = request.vector.astype(np.float64)
    if request.dialogue_vector is None:
        return vector
    mixed = 0.7 * vector + 0.3 * request.dialogue_vector.astype(np.float64)
    return mixed / max(float(np.linalg.norm(mixed)), 1e-9)


def _fits(mine: Context, asked: Context) -> float:
    """A context that is named in the request calls its persona; another one sends it away."""
    wanted, held = asked.factors(), mine.factors()
    both = [name for name in held if name in wanted]
    agree = sum(keys.content(held[n]) == keys.content(wanted[n]) for n in both)
    return SAME_PLACE * (2 * agree - len(both))


def _shared_context(group: Sequence[Preference]) -> Context:
    """The factors that most of a group has in common."""
    counts = Counter(item for p in group for item in p.context.factors().items())
    common = {n: v for (n, v), k in sorted(counts.items()) if 2 * k > len(group)}
    return Context.of(common) if common else ANYWHERE


def _names(groups: Sequence[Sequence[Preference]]) -> list[str]:
    """A name from what sets each group apart: its context, or its commonest own subjects."""
    counts = [Counter(w for p in g for w in _subject_words(p)) for g in groups]
    names: list[str] = []
    for n, group in enumerate(groups):
        factors = _shared_context(group).factors()
        named = factors.get("task") or factors.get("situation")
        others = sum((c for m, c in enumerate(counts) if m != n), Counter[str]())
        ranked = sorted(counts[n], key=lambda w: (-(counts[n][w] / (1 + others[w])), w))
        name = named or " and ".join(ranked[:2]) or _area(group)
        while name in names:
            name += f" {n + 1}"
        names.append(name)
    return names


def _subject_words(one: Preference) -> frozenset[str]:
    text = (one.subject or one.statement).lower()
    return frozenset(w for w in text.replace(",", " ").split() if keys.content(w))


def _area(group: Sequence[Preference]) -> str:
    return Counter(p.behaviour.partition(".")[2] for p in group).most_common(1)[0][0]
