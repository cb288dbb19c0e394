"""Do we know what a person wants while it changes? A simulation of people, and six ways to follow.

    python tests/bench/test_drift_simulation.py            all worlds, picture in docs/img
    python tests/bench/test_drift_simulation.py --quick    one seed, fewer people
    python tests/bench/test_drift_simulation.py --held-out worlds that nothing was chosen by

Each simulated person has one long-term value that flips now and then, passing bursts in which the
opposite is shown, and noise. Every evening each method says what the long-term value is. Ours runs
`stages.changepoint` and `stages.timescales`, the code that users run. Two rows are there for
reference: an *oracle*, told the world's rates, which nobody can beat in accuracy; and what ours
takes today's leaning to be, mood included. As a test it runs small.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from prefmem.stages import changepoint as cp
from prefmem.stages import timescales
from prefmem.stages.draft import SURE

sys.path.insert(0, str(Path(__file__).parent))
import oracle

Floats = npt.NDArray[np.float64]
DAY = cp.DAY_MS
STATED, CHOSEN, OBSERVED = (cp.KINDS.index(k) for k in ("stated", "chosen", "observed"))
KIND_WEIGHT = np.array([cp.WEIGHTS[k] for k in cp.KINDS])
PICTURE = Path(__file__).parents[2] / "docs" / "img" / "drift.svg"
COLUMNS = ("accuracy", "log-loss", "in bursts", "within 14 days")
"""What is judged, of the long-term value."""
TODAY = "(today)"
"""Accuracy of what is wanted on that very day, bursts included: printed, not judged."""
COLOURS = {"prefmem": "#2f6f4f", "oracle": "#e4e4e4"}
ORACLE, LEANING = "oracle", "prefmem, today"


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """How people are in a simulation."""

    name: str
    flips_every: float = 110.0
    """Days, exponential."""
    burst_every: float = 25.0
    burst_days: int = 2
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
    items = np.array(rows, dtype=cp.ITEM) if rows else cp.none()
    return Life(items=items, truth=truth, burst=burst, fresh=fresh)


def _talk(
    world: World, rng: np.random.Generator, day: int, truth: int, *, burst: bool, first: int
) -> list[tuple[Any, ...]]:
    """The items of one conversation: they mostly say the same, whatever it is."""
    leaning = -truth if burst else truth
    leaning = -leaning if rng.random() < world.noise else leaning
    many = 1 + int(rng.geometric(1 - world.repeats)) - 1
    many += int(burst)
    return [
        _row(day, first + n, leaning, CHOSEN if rng.random() < 0.6 else OBSERVED)
        for n in range(many)
    ]


def _row(day: int, n: int, sign: int, kind: int) -> tuple[Any, ...]:
    return (day * DAY + (n % 1000) * 1000, n, day, kind, sign, kind, 255)


Method = Callable[[Life], Floats]
"""Probability of `for` at the end of each day."""


def _daily(life: Life, states: Iterator[float]) -> Floats:
    """The newest state at the end of each day, .5 before the first."""
    out = np.full(len(life.truth), 0.5)
    for day, p in zip((life.items["t"] // DAY).tolist(), states, strict=True):
        out[day:] = p
    return out


def last_wins(life: Life) -> Floats:
    """What was shown last."""
    return _daily(life, (0.8 if s > 0 else 0.2 for s in life.items["sign"].tolist()))


def cumulative(life: Life) -> Floats:
    """All that was ever shown, by the weight of its kind."""
    return _faded(life, math.inf)


def half_life(days: float) -> Method:
    """What was shown, fading by half in so many days."""
    return lambda life: _faded(life, days)


def _faded(life: Life, days: float) -> Floats:
    sums = np.zeros((len(life.truth), 2))
    when = life.items["t"] // DAY
    weights = KIND_WEIGHT[life.items["kind"]]
    for day, sign, weight in zip(when.tolist(), life.items["sign"].tolist(), weights, strict=True):
        ages = np.arange(len(life.truth) - day)
        sums[day:, int(sign > 0)] += weight * (1.0 if math.isinf(days) else 0.5 ** (ages / days))
    return (sums[:, 1] + 0.5) / (sums.sum(axis=1) + 1.0)


def act_r(life: Life) -> Floats:
    """Base-level activation (Anderson and Schooler, 1991): each use fades as a power of its age."""
    sums = np.zeros((len(life.truth), 2))
    when = life.items["t"] // DAY
    weights = KIND_WEIGHT[life.items["kind"]]
    for day, sign, weight in zip(when.tolist(), life.items["sign"].tolist(), weights, strict=True):
        ages = np.arange(len(life.truth) - day) + 1.0
        sums[day:, int(sign > 0)] += weight * ages**-0.5
    return (sums[:, 1] + 0.25) / (sums.sum(axis=1) + 0.5)


def ours(life: Life) -> Floats:
    """The change-point state of the key, with the person's own time scale."""
    out = np.full(len(life.truth), 0.5)
    for day, state, tau in _followed(life):
        out[day:] = 0.5 + (state.p - 0.5) * np.exp(-np.arange(len(out) - day) * DAY / tau)
    return out


def leaning(life: Life) -> Floats:
    """What ours takes the day's leaning to be: the long-term value, or a mood against it."""
    out = ours(life)
    for day, state, _ in _followed(life):
        mood = state.belief[..., 1:].sum(axis=(0, 1, 2, 4))
        ages = np.arange(len(out) - day)
        out[day:] = state.p + (mood[0] - mood[1]) * np.exp(-ages * DAY / cp.MOOD_STAYS)
    return np.clip(out, 0.0, 1.0)


@lru_cache(maxsize=1)
def _followed(life: Life) -> tuple[tuple[int, cp.State, float], ...]:
    """Day, state and time scale after each day with items: the newest items count, as in use."""
    learned: dict[str, Any] = {}
    held, before = 0, 0
    out: list[tuple[int, cp.State, float]] = []
    days = life.items["t"] // DAY
    for end in (np.flatnonzero(np.diff(days, append=-1)) + 1).tolist():
        tau = timescales.days("taste", learned) * DAY
        state = cp.settle(life.items[max(0, end - cp.KEPT) : end], tau=tau)
        side = int(np.sign(state.p - 0.5)) if abs(state.p - 0.5) >= SURE - 0.5 else held
        span = state.t - before if held else 0
        learned = timescales.add(learned, "taste", changes=held * side < 0, span=span) or learned
        held, before = side, state.t
        out.append((int(days[end - 1]), state, tau))
    return tuple(out)


METHODS: dict[str, Method] = {
    "last wins": last_wins,
    "cumulative": cumulative,
    "half-life 7 d": half_life(7.0),
    "half-life 30 d": half_life(30.0),
    "ACT-R": act_r,
    "prefmem": ours,
}


def score(life: Life, p: Floats) -> tuple[float, ...]:
    """One person's figures: `COLUMNS` and `TODAY`; NaN where there is no such day."""
    right = np.where(p == 0.5, 0.5, (p > 0.5) == (life.truth > 0))
    likely = np.clip(np.where(life.truth > 0, p, 1 - p), 1e-3, 1)
    begun = np.zeros(len(p), dtype=np.bool_)
    if len(life.items):
        begun[life.items["t"][0] // DAY :] = True
    parts = (right[begun], -np.log(likely[begun]), right[begun & life.burst])
    parts += (right[begun & life.fresh],)
    leans = np.where(life.burst, -life.truth, life.truth) > 0
    parts += (np.where(p == 0.5, 0.5, (p > 0.5) == leans)[begun],)
    return tuple(float(part.mean()) if len(part) else math.nan for part in parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What came out in one world."""

    methods: dict[str, tuple[Floats, Floats]]
    """Means and half-widths of 95 % intervals over people."""
    ceiling: float
    """The most that anyone could be right within 14 days, being as good as the best of the other
    ways in accuracy and in bursts."""


def measure(world: World, *, people: int, seeds: int, reference: bool = False) -> Found:
    """Live through a world; `reference` adds the rows that are not judged."""
    methods = METHODS | ({LEANING: leaning} if reference else {})
    figures: dict[str, list[tuple[float, ...]]] = {name: [] for name in methods}
    weighed: list[list[tuple[float, ...]]] = [[] for _ in oracle.WEIGHTS]
    for seed in range(seeds):
        rng = np.random.default_rng(1000 + seed)
        for _ in range(people):
            life = live(world, rng)
            for name, method in methods.items():
                figures[name].append(score(life, method(life)))
            if reference:
                known = oracle.follow(world, *shown(life))
                figures.setdefault(ORACLE, []).append(score(life, known[:, 1].sum(axis=(1, 2))))
                for rows, decided in zip(weighed, oracle.decisions(known), strict=True):
                    rows.append(score(life, decided))
    found = {name: _interval(rows) for name, rows in figures.items()}
    if not reference:
        return Found(methods=found, ceiling=math.nan)
    others = np.array([found[name][0] for name in METHODS if name != "prefmem"])
    reached = [np.nanmean(np.array(rows), axis=0)[[0, 2, 3]] for rows in weighed]
    return Found(methods=found, ceiling=oracle.ceiling(reached, others[:, [0, 2]].max(axis=0)))


def _interval(rows: list[tuple[float, ...]]) -> tuple[Floats, Floats]:
    table = np.array(rows)
    many = np.sqrt((~np.isnan(table)).sum(axis=0))
    return np.nanmean(table, axis=0), 1.96 * np.nanstd(table, axis=0) / many


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


def behind(methods: dict[str, tuple[Floats, Floats]]) -> list[str]:
    """Columns in which ours is neither best nor within the interval of the best."""
    found = {name: methods[name] for name in METHODS}
    mean, width = found["prefmem"]
    missed: list[str] = []
    for column, name in enumerate(COLUMNS):
        side = -1.0 if name == "log-loss" else 1.0
        best = max(found, key=lambda m: side * found[m][0][column])
        gap = side * (found[best][0][column] - mean[column])
        if gap > found[best][1][column] + width[column]:
            missed.append(f"{name} (by {gap:.3f}, {best})")
    return missed


def show(world: World, found: Found) -> None:
    """Print one world's table."""
    said = "with outright statements" if world.outright else "without outright statements"
    print(f"\n{world.name}, {said}")
    print(" " * 16 + "".join(f"{c:>18}" for c in (*COLUMNS, TODAY)))
    for name, (mean, width) in found.methods.items():
        cells = (f"{m:.3f} ±{w:.3f}" for m, w in zip(mean, width, strict=True))
        print(f"{name:16}" + "".join(f"{c:>18}" for c in cells))
    print("  behind in: " + (", ".join(behind(found.methods)) or "nothing"))
    print(f"  within 14 days, the most with the others' best elsewhere: {found.ceiling:.3f}")


def draw(found: dict[str, Found]) -> None:
    """The base world, without and with outright statements, as a picture."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "prefmem"
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(len(found), 4, figsize=(12, 2.7 * len(found)), squeeze=False)
    for row, (title, one) in enumerate(found.items()):
        methods = {name: one.methods[name] for name in (*METHODS, ORACLE)}
        for column, name in enumerate(COLUMNS):
            axis = axes[row][column]
            for n, (method, (mean, width)) in enumerate(methods.items()):
                colour = COLOURS.get(method, "#b8b8b8")
                axis.barh(n, mean[column], xerr=width[column], color=colour)
            axis.set_yticks(range(len(methods)), list(methods) if column == 0 else [])
            axis.invert_yaxis()
            axis.set_title(f"{name}\n{title}" if column == 0 else name, fontsize=9)
            if name != "log-loss":
                axis.set_xlim(0.2, 1.0)
    figure.tight_layout()
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(PICTURE, metadata={"Date": None})


def main() -> None:
    """Run all worlds."""
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("--quick", action="store_true", help="one seed, 60 people a world")
    ask.add_argument("--held-out", action="store_true", help="other worlds")
    args = ask.parse_args()
    worlds = HELD_OUT if args.held_out else WORLDS
    people, seeds = (60, 1) if args.quick else (50, 3)
    pictured: dict[str, Found] = {}
    for n, base in enumerate(worlds):
        for outright in (False, True):
            world = replace(base, outright=outright)
            print(f"[{2 * n + outright + 1}/{2 * len(worlds)}]", file=sys.stderr, flush=True)
            found = measure(world, people=people, seeds=seeds, reference=True)
            show(world, found)
            if base is SCIENCE:
                pictured["with statements" if outright else "without statements"] = found
    if not args.quick and pictured:
        draw(pictured)


def test_following_change_points_beats_the_common_ways_in_the_base_world() -> None:
    found = measure(SCIENCE, people=20, seeds=1).methods
    accuracy = {name: mean[0] for name, (mean, _) in found.items()}
    assert max(accuracy, key=lambda name: accuracy[name]) == "prefmem"
    assert min(found, key=lambda name: found[name][0][1]) == "prefmem"


def test_outright_statements_make_a_change_known_sooner() -> None:
    silent = measure(SCIENCE, people=20, seeds=1).methods["prefmem"][0]
    told = measure(replace(SCIENCE, outright=True), people=20, seeds=1).methods["prefmem"][0]
    assert told[3] > silent[3] + 0.05


def test_nobody_is_right_more_often_than_one_who_knows_the_rates() -> None:
    found = measure(SCIENCE, people=10, seeds=1, reference=True).methods
    assert max(found, key=lambda name: found[name][0][0]) == ORACLE


if __name__ == "__main__":
    main()
