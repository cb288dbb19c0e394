"""Worlds of simulated people: one long-term value that flips, bursts of the opposite, noise."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from prefmem.stages import changepoint as cp

Floats = npt.NDArray[np.float64]
DAY = cp.DAY_MS
STATED, CHOSEN, OBSERVED = (cp.KINDS.index(k) for k in ("stated", "chosen", "observed"))


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """How people are in a simulation."""

    name: str
    flips_every: float = 110.0
    """Days, exponential."""
    burst_every: float = 25.0
    burst_days: int = 2
    burst_items: int = 1
    """More items in each conversation of a burst: people show it again and again."""
    noise: float = 0.12
    active: float = 0.45
    """Chance that a day has a conversation."""
    repeats: float = 0.5
    """Chance of one more item in the same conversation."""
    outright: bool = False
    """People also say it: soon after they changed, and now and then."""
    days: int = 360


SCIENCE = World(name="base")
WORLDS = (
    SCIENCE,
    replace(SCIENCE, name="changes often", flips_every=45.0),
    replace(SCIENCE, name="hardly changes", flips_every=400.0),
    replace(SCIENCE, name="moody", burst_every=15.0, burst_days=3),
    replace(SCIENCE, name="noisy", noise=0.25),
    replace(SCIENCE, name="seldom seen", active=0.12),
)
HELD_OUT = (
    World(name="a", flips_every=70, burst_every=40, burst_days=1, noise=0.18, active=0.3),
    World(name="b", flips_every=200, burst_every=12, noise=0.05, active=0.7),
    replace(SCIENCE, name="moods of single items", burst_items=0),
    World(name="d", flips_every=90, burst_every=20, noise=0.1, active=0.35, burst_items=0),
    World(name="c", flips_every=150, burst_every=60, burst_days=4, active=0.25, repeats=0.7),
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Life:
    """One person: what was shown, and the truth at the end of each day."""

    items: cp.Items
    truth: npt.NDArray[np.int64]
    burst: npt.NDArray[np.bool_]
    fresh: npt.NDArray[np.bool_]
    """Within 14 days of a change."""


def live(world: World, rng: np.random.Generator) -> Life:
    """Simulate one person."""
    flips = np.cumsum(rng.exponential(world.flips_every, size=200))
    flips = flips[flips < world.days].astype(int)
    value = rng.choice((-1, 1))
    truth = np.empty(world.days, dtype=np.int64)
    fresh = np.zeros(world.days, dtype=np.bool_)
    for day in range(world.days):
        value = -value if np.count_nonzero(flips == day) % 2 else value
        truth[day] = value
    for day in flips:
        fresh[day : day + 14] = True
    burst = np.zeros(world.days, dtype=np.bool_)
    for day in np.flatnonzero(rng.random(world.days) < 1 / world.burst_every):
        burst[day : day + world.burst_days] = True
    rows: list[tuple[Any, ...]] = []
    owed = False
    for day in range(world.days):
        owed = owed or (world.outright and bool((flips == day).any()) and rng.random() < 0.7)
        if rng.random() >= world.active and not (burst[day] and rng.random() < 0.3):
            continue
        rows += _talk(world, rng, day, int(truth[day]), burst=bool(burst[day]), first=len(rows))
        if world.outright and not burst[day] and (owed or rng.random() < 1 / 60):
            sign = truth[day] if rng.random() >= 0.03 else -truth[day]
            rows.append(_row(day, len(rows), int(sign), STATED))
            owed = False
    items = np.array(rows, dtype=cp.ITEM)
    return Life(items=items, truth=truth, burst=burst, fresh=fresh)


def _talk(
    world: World, rng: np.random.Generator, day: int, truth: int, *, burst: bool, first: int
) -> list[tuple[Any, ...]]:
    """The items of one conversation: they mostly say the same, whatever it is."""
    leaning = -truth if burst else truth
    leaning = -leaning if rng.random() < world.noise else leaning
    many = 1 + int(rng.geometric(1 - world.repeats)) - 1
    many += world.burst_items * burst
    return [
        _row(day, first + n, leaning, CHOSEN if rng.random() < 0.6 else OBSERVED)
        for n in range(many)
    ]


def _row(day: int, n: int, sign: int, kind: int) -> tuple[Any, ...]:
    return (day * DAY + (n % 1000) * 1000, n, day, kind, sign, kind, 255)


def shown(life: Life) -> tuple[Floats, npt.NDArray[np.int64], Floats]:
    """Per day: what its conversation showed, in how many items, and what was stated."""
    talk, said = np.zeros(len(life.truth)), np.zeros(len(life.truth))
    many = np.zeros(len(life.truth), dtype=np.int64)
    days = (life.items["t"] // DAY).tolist()
    signs, kinds = life.items["sign"].tolist(), life.items["kind"].tolist()
    for day, sign, kind in zip(days, signs, kinds, strict=True):
        if kind == STATED:
            said[day] = sign
        else:
            talk[day] = sign
            many[day] += 1
    return talk, many, said
