"""A person is several: preferences that belong together, and which of them a request calls.

Clustering is deterministic, and its work grows with the number of preferences, not with its square.
Statements are seen from the person's own mean, shared contexts pulled together, in the directions
in which they differ most: that many tell `MOST` centres apart, and most of what scatters about them
is left out. There groups are halved one by one (bisecting k-means); the number that stands apart
best is taken.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt

from prefmem.records import Attention, Matrix, Request, StoredProfile
from prefmem.stages import keys, products
from prefmem.types import ANYWHERE, Context, Persona, Preference

MOST = 5
"""Personas that are told apart at most."""
LEAST = 3
"""Preferences that a persona has at least; fewer belong to nobody in particular."""
DIRECTIONS = MOST - 1
"""Directions in which preferences are compared: enough to tell that many centres apart."""
APART = 0.4
"""How far groups must stand apart (mean silhouette by centres) to be personas at all."""
ROUNDS = 20
"""Times that preferences may move to a nearer centre."""
SAME_PLACE = 0.3
"""What a shared context adds to the similarity of two preferences, or to attention."""
TAU = 0.1
CLOSE = 0.1
"""Attention to the two nearest closer than this: only what both share speaks."""
OFTEN = 2
"""How often a subject is in a persona that is named by it."""
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
    own.sort(key=lambda p: p.id)
    if len(own) < 2 * LEAST:
        return ()
    rows = _meanings(own, np.array([profile.vectors[p.id][0] for p in own], dtype=np.float32))
    groups = _groups(_directions(np.hstack((rows, _places(own)))))
    kept = [[own[i] for i in g] for g in groups if len(g) >= LEAST]
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
    names: tuple[str, ...]
    rivals: tuple[tuple[int, ...], ...]
    """For each of them, the places of those whose contexts cannot hold at the same time."""


def gather(personas: Sequence[Persona], profile: StoredProfile) -> Gathered:
    """Make personas ready for many requests."""
    known = tuple(p for p in personas if any(i in profile.vectors for i in p.preferences))
    rivals = [
        tuple(i for i, q in enumerate(known) if p is not q and _rivals(p.context, q.context))
        for p in known
    ]
    return Gathered(
        personas=known,
        centres=np.array([_centre(p, profile) for p in known]),
        belongs={i: p.name for p in known for i in p.preferences},
        names=tuple([p.name for p in known]),
        rivals=tuple(rivals),
    )


def may_exclude(preferences: Iterable[Preference]) -> bool:
    """True if personas found in these may exclude each other: one factor has two values."""
    values: dict[str, frozenset[str]] = {}
    return any(
        values.setdefault(name, keys.content(value)) != keys.content(value)
        for one in preferences
        if one.context is not ANYWHERE
        for name, value in one.context.factors().items()
    )


def everyone(find: Callable[[], Gathered], request: Request) -> Attention:
    """The attention where no persona excludes another: they are found when somebody asks."""
    return Attention(
        speaking=lambda: find().names,
        personas=lambda: find().belongs,
        everyone=True,
        weigh=lambda: _weights(find(), _shares(find(), request)),
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
    if not any(ready.rivals):
        return everyone(lambda: ready, request)
    share = _shares(ready, request)
    speak = [
        one.name
        for i, one in enumerate(known)
        if all(share[i] - share[j] >= CLOSE for j in ready.rivals[i])
    ]
    return Attention(
        speaking=tuple(speak),
        personas=ready.belongs,
        everyone=len(speak) == len(known),
        weigh=partial(_weights, ready, share),
    )


def _shares(ready: Gathered, request: Request) -> list[float]:
    """The attention that each persona gets."""
    heard, known = _heard(request), ready.personas
    if not known:
        return []
    scores = np.zeros(len(known))
    if len(heard) == ready.centres.shape[1]:  # else the user said nothing
        scores = ready.centres @ heard
    if asked := request.context.factors():
        scores = scores + [_fits(p.context, asked) for p in known]
    weights = np.exp((scores - scores.max()) / TAU)
    weights /= weights.sum()
    return weights.tolist()


def _weights(ready: Gathered, share: Sequence[float]) -> dict[str, float]:
    """The same by name, the largest first."""
    known = ready.personas
    order = sorted(range(len(known)), key=lambda i: (-share[i], known[i].name))
    return {known[i].name: round(share[i], 4) for i in order}


def _rivals(a: Context, b: Context) -> bool:
    """True for contexts that cannot both hold: one factor, two values."""
    mine, theirs = a.factors(), b.factors()
    return any(n in theirs and keys.content(mine[n]) != keys.content(theirs[n]) for n in mine)


def _is_particular(one: Preference) -> bool:
    """What belongs to the person as a whole is nobody's persona, and a mood is nobody's."""
    if one.conversation is not None:
        return False
    return not one.behaviour.startswith(SHARED) or bool(one.context.factors())


def _meanings(own: Sequence[Preference], rows: Matrix) -> Matrix:
    """Vectors without what all that is liked has in common, and all that is not.

    "Cannot stand opera" and "cannot stand olives" are near by their wording, and no persona. The
    mean of a few is taken for the wording only as far as they are many.
    """
    made = rows.copy()
    against = np.array([p.polarity == "against" for p in own])
    for side in (against, ~against):
        if many := int(side.sum()):
            apart = rows[side].mean(axis=0) - rows.mean(axis=0)
            made[side] -= apart * (many / (many + LEAST))
    return made


def _places(own: Sequence[Preference]) -> Matrix:
    """Contexts as coordinates, shape (n, places); what names none stands in the middle of them."""
    held = {n: keys.place(p.context) for n, p in enumerate(own) if p.context.factors()}
    known = sorted({place for places in held.values() for place in places})
    out = np.zeros((len(own), len(known)), dtype=np.float32)
    for n, places in held.items():
        out[n, [known.index(place) for place in places]] = np.sqrt(SAME_PLACE / len(places))
    named = out.any(axis=1)
    if named.any():
        out[named] -= out[named].mean(axis=0)
    return out


def _directions(rows: Matrix) -> Floats:
    """Rows in the directions in which they differ most about their mean, shape (n, `DIRECTIONS`).

    What all have in common says nothing of who speaks: without it, strangers turn away.
    """
    return products.widest(rows - rows.mean(axis=0), DIRECTIONS)


def _groups(points: Floats) -> list[list[int]]:
    """The grouping that stands apart best, each point with the others of its group."""
    best, found = APART, np.zeros(len(points), dtype=np.int64)
    centres, owner = points.mean(axis=0, keepdims=True), found
    for _ in range(2, min(MOST, len(points) // LEAST) + 1):
        centres, owner = _settled(points, _halved(points, centres, owner))
        apart = _apart(points, centres, owner)
        if apart > best:
            best, found = apart, owner
    return [np.flatnonzero(found == k).tolist() for k in np.unique(found)]


def _halved(points: Floats, centres: Floats, owner: npt.NDArray[np.int64]) -> Floats:
    """One centre more: the widest group is cut across the direction in which it is widest."""
    spread = ((points - centres[owner]) ** 2).sum(axis=1)
    widest = int(np.bincount(owner, weights=spread, minlength=len(centres)).argmax())
    mine = points[owner == widest] - centres[widest]
    side = mine @ np.linalg.eigh(mine.T @ mine)[1][:, -1] > 0
    if side.all() or not side.any():
        return centres
    halves = np.array([mine[~side].mean(axis=0), mine[side].mean(axis=0)]) + centres[widest]
    return np.vstack((np.delete(centres, widest, axis=0), halves))


def _settled(points: Floats, centres: Floats) -> tuple[Floats, npt.NDArray[np.int64]]:
    """Every point with its nearest centre, every centre amid its points."""
    owner = _distances(points, centres).argmin(axis=1)
    for _ in range(ROUNDS):
        held, before = np.unique(owner, return_inverse=True)
        centres = np.array([points[owner == k].mean(axis=0) for k in held])
        owner = _distances(points, centres).argmin(axis=1)
        if bool((owner == before).all()):
            break
    return centres, owner


def _apart(points: Floats, centres: Floats, owner: npt.NDArray[np.int64]) -> float:
    """Mean over points of how much nearer the own centre is than the next, 0 to 1.

    The own centre is taken without the point itself: a group of one is no group.
    """
    if len(centres) < 2:
        return 0.0
    distances = _distances(points, centres)
    rows, many = np.arange(len(points)), np.bincount(owner, minlength=len(centres))[owner]
    own = distances[rows, owner] * np.sqrt(many / np.maximum(many - 1, 1))
    distances[rows, owner] = np.inf
    other = distances.min(axis=1)
    apart = (other - own) / np.maximum(np.maximum(other, own), 1e-12)
    return float(np.where(many > 1, apart, 0.0).mean())


def _distances(points: Floats, centres: Floats) -> Floats:
    apart = points[:, None] - centres[None]
    return np.sqrt(np.einsum("ijk,ijk->ij", apart, apart))


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


def _fits(mine: Context, wanted: Mapping[str, str]) -> float:
    """A context that is named in the request calls its persona; another one sends it away."""
    held = mine.factors()
    both = [name for name in held if name in wanted]
    agree = sum(keys.content(held[n]) == keys.content(wanted[n]) for n in both)
    return SAME_PLACE * (2 * agree - len(both))


def _shared_context(group: Sequence[Preference]) -> Context:
    """The factors that most of a group has in common."""
    counts = Counter(item for p in group for item in p.context.factors().items())
    common = {n: v for (n, v), k in sorted(counts.items()) if 2 * k > len(group)}
    return Context.of(common) if common else ANYWHERE


def _names(groups: Sequence[Sequence[Preference]]) -> list[str]:
    """A name from what sets each group apart: its context, its commonest own subjects, its area.

    A subject names a group only if it comes again in it: one of many says nothing of the others.
    """
    counts = [Counter(w for p in g for w in _subject_words(p)) for g in groups]
    everywhere = sum(counts, Counter[str]())
    names: list[str] = []
    for n, group in enumerate(groups):
        factors = _shared_context(group).factors()
        named = factors.get("task") or factors.get("situation")
        least = max(OFTEN, len(group) / 5)
        own = {w: k for w, k in counts[n].items() if k >= least and 2 * k > everywhere[w]}
        ranked = sorted(own, key=lambda w: (-(own[w] / (1 + everywhere[w] - own[w])), w))
        told = named or " and ".join(ranked[:2]) or _area(group)
        names.append(told if told not in names else _another(told, group, names))
    return names


def _another(told: str, group: Sequence[Preference], names: Sequence[str]) -> str:
    """A name that no other group has: with the side that most of it is on, or a number."""
    against = 2 * sum(p.polarity == "against" for p in group) > len(group)
    made = f"{told} to avoid" if against else f"more {told}"
    return made if made not in names else f"{told} {1 + sum(told in name for name in names)}"


def _subject_words(one: Preference) -> frozenset[str]:
    text = (one.subject or one.statement).lower()
    return frozenset(w for w in text.replace(",", " ").split() if keys.content(w))


def _area(group: Sequence[Preference]) -> str:
    """The areas of life that most of a group is about, the commonest first."""
    counts = Counter(_AREAS.get(p.behaviour, p.behaviour.partition(".")[2]) for p in group)
    ranked = sorted(counts, key=lambda area: (-counts[area], area))
    return " and ".join(area for area in ranked[:2] if 3 * counts[area] >= len(group)) or ranked[0]


_AREAS = {
    "constraint.practical": "practical matters",
    "interaction.initiative": "working together",
    "learning.method": "learning",
    "taste.activity": "activities",
    "taste.general": "things in general",
    "topic.interest": "interests",
    "work.method": "work",
}
"""How behaviours are called where their own name says little."""
