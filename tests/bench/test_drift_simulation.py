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
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from prefmem.stages import changepoint as cp
from prefmem.stages import timescales
from prefmem.stages.draft import SURE

sys.path.insert(0, str(Path(__file__).parent))
import oracle
from worlds import DAY, HELD_OUT, SCIENCE, WORLDS, Life, World, live, shown

Floats = npt.NDArray[np.float64]
KIND_WEIGHT = np.array([cp.WEIGHTS[k] for k in cp.KINDS])
PICTURE = Path(__file__).parents[2] / "docs" / "img" / "drift.svg"
COLUMNS = ("accuracy", "log-loss", "in bursts", "within 14 days")
"""What is judged, of the long-term value."""
TODAY = "(today)"
"""Accuracy of what is wanted on that very day, bursts included: printed, not judged."""
COLOURS = {"prefmem": "#2f6f4f", "oracle": "#e4e4e4"}
LABELS = {
    "last wins": (5, -3, "left"),
    "cumulative": (-5, -8, "right"),
    "half-life 7 d": (-5, -3, "right"),
    "half-life 30 d": (5, -3, "left"),
    "ACT-R": (-5, 2, "right"),
    "prefmem": (-5, -9, "right"),
    "oracle": (5, -3, "left"),
}
"""Where the name of a method stands beside its point: points right, points up, alignment."""
ORACLE, LEANING = "oracle", "prefmem, today"


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


def eager(at_once: float) -> Method:
    """Ours, if a day on which a change is recent counted so many days more."""

    def method(life: Life) -> Floats:
        out = np.full(len(life.truth), 0.5)
        for day, state, tau in _followed(life):
            fades = np.exp(-np.arange(len(out) - day) * DAY / tau)
            out[day:] = 0.5 + (state.weighed(at_once) - 0.5) * fades
        return out

    return method


def leaning(life: Life) -> Floats:
    """What ours takes the day's leaning to be: the long-term value, or a mood against it."""
    out = ours(life)
    for day, state, _ in _followed(life):
        mood = state.belief[..., 1:].sum(axis=(0, 1, 2, 4, 5))
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


EAGER = {f"prefmem, {1 + n:g} ×": eager(n) for n in (0.0, 2.0, 8.0, 16.0)}
"""Ours, with recent days counting otherwise than they do in use: printed, not judged."""
OTHERS = tuple(name for name in METHODS if name != "prefmem")


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
    reached: Floats
    """What one who is told the rates reaches by each decision, shape (n, 3): `oracle.COLUMNS`."""


Rows = dict[str, list[tuple[float, ...]]]


def measure(world: World, *, people: int, seeds: int, reference: bool = False) -> Found:
    """Live through a world; `reference` adds the rows that are not judged."""
    one = partial(_lived, world, people=people, reference=reference)
    if seeds == 1:
        lived = [one(1000)]
    else:
        with ProcessPoolExecutor() as pool:
            lived = list(pool.map(one, range(1000, 1000 + seeds)))
    rows = {name: [row for part in lived for row in part[name]] for name in lived[0]}
    reached = [_interval(rows.pop(f"{n}"))[0][[0, 2, 3]] for n in range(_weights(reference))]
    return Found(
        methods={name: _interval(own) for name, own in rows.items()},
        reached=np.array(reached).reshape(-1, 3),
    )


def _weights(reference: bool) -> int:
    return len(oracle.WEIGHTS) if reference else 0


def _lived(world: World, seed: int, *, people: int, reference: bool) -> Rows:
    """Figures of each person by method, and by decision of the oracle (named by its number)."""
    methods = METHODS | ({LEANING: leaning} | EAGER if reference else {})
    rng = np.random.default_rng(seed)
    rows: Rows = defaultdict(list)
    for _ in range(people):
        life = live(world, rng)
        for name, method in methods.items():
            rows[name].append(score(life, method(life)))
        if reference:
            known = oracle.follow(world, *shown(life))
            rows[ORACLE].append(score(life, known[:, 1].sum(axis=(1, 2))))
            for n, decided in enumerate(oracle.decisions(known)):
                rows[f"{n}"].append(score(life, decided))
    return dict(rows)


def _interval(rows: list[tuple[float, ...]]) -> tuple[Floats, Floats]:
    table = np.array(rows)
    many = np.sqrt((~np.isnan(table)).sum(axis=0))
    return np.nanmean(table, axis=0), 1.96 * np.nanstd(table, axis=0) / many


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
    means = {name: mean for name, (mean, _) in found.methods.items()}
    elsewhere = np.array([mean for name, mean in means.items() if name in OTHERS]).max(axis=0)
    last, own, reached = means["last wins"], means["prefmem"], found.reached
    fresh, accuracy = oracle.FRESHLY, oracle.ACCURACY
    print("  the most that one who is told the rates could reach within 14 days of a change")
    print(f"    whatever it costs                       {reached[:, fresh].max():.3f}")
    for text, least in (
        ("as right in bursts as last wins", {"bursts": last[2]}),
        ("as right in bursts as prefmem", {"bursts": own[2]}),
        (
            "as right in all and in bursts as others",
            {"accuracy": elsewhere[0], "bursts": elsewhere[2]},
        ),
        ("as right in all and in bursts as prefmem", {"accuracy": own[0], "bursts": own[2]}),
    ):
        print(f"    {text:40}{oracle.best(reached, fresh, **least):.3f}")
    as_last = oracle.best(reached, accuracy, fresh=last[3])
    print(f"  its accuracy if it is as right there as last wins: {as_last:.3f}")


def draw(found: dict[str, Found]) -> None:
    """The base world, without and with outright statements, as a picture.

    The last panel shows what can be had at once of two columns: no method can be above the line.
    """
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "prefmem"
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(
        len(found),
        5,
        figsize=(16, 2.9 * len(found)),
        squeeze=False,
        width_ratios=(1, 1, 1, 1, 1.5),
    )
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
            axis.set_xlabel("nats" if name == "log-loss" else "share that is right", fontsize=8)
        _draw_frontier(axes[row][len(COLUMNS)], one)
    figure.tight_layout()
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(PICTURE, metadata={"Date": None})


def _draw_frontier(axis: Any, found: Found) -> None:
    line = oracle.frontier(found.reached)
    axis.plot(line[:, 0], line[:, 1], color="#888888", lw=1, zorder=1, label="told the rates")
    ours = np.array([found.methods[name][0][2:4] for name in ("prefmem", *EAGER)])
    ours = ours[np.argsort(ours[:, 0])]
    green = COLOURS["prefmem"]
    axis.plot(ours[:, 0], ours[:, 1], color=green, lw=1, ls=":", zorder=1, label="prefmem's own")
    for name in (*METHODS, ORACLE):
        _, _, bursts, fresh, *_ = found.methods[name][0]
        colour = {"oracle": "#888888"}.get(name, COLOURS.get(name, "#b8b8b8"))
        axis.scatter(bursts, fresh, s=18, color=colour, zorder=2)
        *offset, side = LABELS[name]
        axis.annotate(
            name, (bursts, fresh), offset, textcoords="offset points", fontsize=7, ha=side
        )
    axis.set_xlim(right=1.03)
    axis.set_title("what can be had at once", fontsize=9)
    axis.set_xlabel("right in bursts", fontsize=8)
    axis.set_ylabel("right within 14 days", fontsize=8)
    axis.legend(fontsize=7, loc=(0.01, 0.2), frameon=False)


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


@pytest.mark.slow
def test_nobody_is_right_more_often_than_one_who_knows_the_rates() -> None:
    found = measure(SCIENCE, people=40, seeds=1, reference=True).methods
    assert max(found, key=lambda name: found[name][0][0]) == ORACLE


if __name__ == "__main__":
    main()
