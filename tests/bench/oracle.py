"""The best that anybody could know of the people of the drift simulation: an oracle.

The oracle is told the world's own rates, which no method is, and follows by Bayes' rule the exact
distribution over the value, the burst, the days since the last change and a statement that is
still owed. No method can be right more often (Bayes' decision), and no method can trade one column
for another better than the oracle's decision under weights of the columns does.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Protocol

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
FRESH = 14
"""Days that a change counts as recent."""
IN_BURST = 0.3
"""Chance that somebody in a burst shows up on a day on which they else would not."""
OWED, NOW_AND_THEN, SLIP = 0.7, 1 / 60, 0.03
"""Chance that a change will be said, that the value is said on a day, that it is said wrongly."""


class Rates(Protocol):
    """What the oracle is told of a world."""

    @property
    def flips_every(self) -> float: ...
    @property
    def burst_every(self) -> float: ...
    @property
    def burst_days(self) -> int: ...
    @property
    def burst_items(self) -> int: ...
    @property
    def noise(self) -> float: ...
    @property
    def active(self) -> float: ...
    @property
    def repeats(self) -> float: ...
    @property
    def outright(self) -> bool: ...


def follow(world: Rates, shown: Floats, many: npt.NDArray[np.int64], said: Floats) -> Floats:
    """What can be known at the end of each day.

    Args:
        world: The rates of the world.
        shown: What the conversation of a day showed: +1, -1, or 0 for none; shape (days,).
        many: How many items it had, shape (days,).
        said: What was stated outright on a day: +1, -1, or 0; shape (days,).

    Returns:
        Probabilities, shape (days, 2, 2, 2): value (against, for), in a burst, changed recently.
    """
    belief = np.zeros((2, world.burst_days + 1, FRESH + 1, 2))
    belief[:, 0, FRESH, 0] = 0.5
    out = np.empty((len(shown), 2, 2, 2))
    for day in range(len(shown)):
        belief = _next_day(belief, world)
        belief *= _likelihood(world, shown[day], int(many[day]), said[day])
        belief = _settled(belief, said[day])
        belief /= belief.sum()
        flat = belief.sum(axis=3)
        burst = np.stack((flat[:, 0], flat[:, 1:].sum(axis=1)), axis=1)
        out[day] = np.stack((burst[:, :, FRESH], burst[:, :, :FRESH].sum(axis=2)), axis=2)
    return out


def _next_day(belief: Floats, world: Rates) -> Floats:
    """Let a night go by: the burst runs on, another may begin, the value may change."""
    begins = 1 / world.burst_every
    ran = np.zeros_like(belief)
    ran[:, :-1] = belief[:, 1:]
    ran[:, 0] += belief[:, 0]
    moved = (1 - begins) * ran
    moved[:, -1] += begins * ran.sum(axis=1)
    older = np.zeros_like(moved)
    older[:, :, 1:] = moved[:, :, :-1]
    older[:, :, FRESH] += moved[:, :, FRESH]
    flip = -np.expm1(-2 / world.flips_every) / 2
    turned = older[::-1].sum(axis=2)
    owed = OWED if world.outright else 0.0
    out = (1 - flip) * older
    out[:, :, 0, 0] += flip * (1 - owed) * turned[..., 0]
    out[:, :, 0, 1] += flip * (turned[..., 1] + owed * turned[..., 0])
    return out


def _likelihood(world: Rates, shown: float, many: int, said: float) -> Floats:
    """How likely a day is, by value, days left of a burst, age of the change, owed."""
    size = world.burst_days + 1
    like = np.empty((2, size, 1, 2))
    for value, sign in enumerate((-1, 1)):
        for burst in (False, True):
            seen = world.active + (1 - world.active) * IN_BURST * burst
            where = slice(1, None) if burst else slice(0, 1)
            if not shown:
                like[value, where] = 1 - seen
                continue
            extra = many - 1 - burst * world.burst_items
            count = (1 - world.repeats) * world.repeats**extra if extra >= 0 else 0.0
            fits = (shown == sign) != burst
            talk = seen * count * (1 - world.noise if fits else world.noise)
            for owed in (0, 1):
                like[value, where, :, owed] = talk * _word(world, said, sign, burst, owed)
    return like


def _word(world: Rates, said: float, sign: int, burst: bool, owed: int) -> float:
    """How likely what was said outright, or that nothing was, is on a day with a conversation."""
    speaks = 0.0 if burst or not world.outright else (1.0 if owed else NOW_AND_THEN)
    if not said:
        return 1 - speaks
    return speaks * (1 - SLIP if said == sign else SLIP)


def _settled(belief: Floats, said: float) -> Floats:
    """What was said is owed no more."""
    if not said:
        return belief
    out = np.zeros_like(belief)
    out[..., 0] = belief.sum(axis=3)
    return out


WEIGHTS = tuple(product((0.0, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0), (0.0, 1.0, 2.0, 4.0, 8.0, 16.0)))
"""What a day within `FRESH` of a change, and a day in a burst, may count beyond one."""


COLUMNS = ("accuracy", "bursts", "fresh")
ACCURACY, BURSTS, FRESHLY = range(3)


def decisions(known: Floats) -> Iterator[Floats]:
    """For each of `WEIGHTS`, the probability (of .2 and .8) that says what is best under them.

    `known` is what `follow` gives. Whatever mixture of the columns one wants, one of these
    has most of it (up to the spacing of `WEIGHTS`).
    """
    apart = known[:, 1] - known[:, 0]
    for fresh, burst in WEIGHTS:
        counts = 1.0 + burst * np.array([[0.0], [1.0]]) + fresh * np.array([[0.0, 1.0]])
        yield 0.5 + 0.3 * np.sign((counts * apart).sum(axis=(1, 2)))


def best(reached: Floats, column: int, **least: float) -> float:
    """The most of one column that any decision has with others at their least; NaN if none has.

    Args:
        reached: Figures of each decision, shape (n, 3): `COLUMNS`.
        column: The column that is wanted.
        **least: Least figures by name of the column.
    """
    fits = [reached[:, COLUMNS.index(name)] >= value for name, value in least.items()]
    held = reached[np.all(fits, axis=0)]
    return float(held[:, column].max()) if len(held) else float("nan")


def frontier(reached: Floats) -> Floats:
    """Accuracy in bursts and when fresh of decisions that none beats in both, shape (n, 2)."""
    pairs = reached[:, 1:]
    kept = [a for a in pairs if not any((b >= a).all() and (b > a).any() for b in pairs)]
    return np.array(sorted(kept, key=lambda pair: float(pair[0])))
