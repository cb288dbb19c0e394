"""Has a preference changed? Bayesian online change-point detection over signed evidence.

The state of one key is a function of the *set* of its newest items, so that arrival order,
duplicates and replays cannot show. An item is `+1` where it speaks for the subject and `-1` where
it speaks against it; its weight comes from its kind, and repeats within one conversation or day add
less and less. Run lengths are followed up to `RUNS` (Adams and MacKay, 2007; a Beta-Bernoulli run).
"""

from __future__ import annotations

import base64
import hashlib
import math
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import numpy as np
import numpy.typing as npt

from prefmem.types import Evidence, Kind

RUNS = 50
"""Longest run that is told apart; older ones are pooled."""
KEPT = 64
"""Items of a key that count: the newest. More than `RUNS`, so that the pool is filled."""
PRIOR = 0.5
"""Pseudo-counts of either sign when a run begins (Jeffreys)."""
DAY_MS = 86_400_000
KINDS: tuple[Kind, ...] = (
    "instruction",
    "stated",
    "corrected",
    "chosen",
    "rejected",
    "observed",
    "elicited",
    "retracted",
)
"""In storage order: only ever append."""
WEIGHTS: dict[Kind, float] = {
    "instruction": 4.0,
    "stated": 2.0,
    "corrected": 1.5,
    "chosen": 1.0,
    "rejected": 1.0,
    "observed": 0.5,
    "elicited": 1.0,
    "retracted": 2.0,
}
OUTRIGHT: frozenset[Kind] = frozenset({"instruction", "stated", "corrected", "retracted"})
"""Kinds that say it in so many words."""
TURN = 0.5
"""Least chance that the value changed where an outright statement contradicts what is held."""

ITEM = np.dtype(
    [
        ("t", "<i8"),
        ("id", "<u8"),
        ("conversation", "<u4"),
        ("condition", "<u4"),
        ("sign", "i1"),
        ("kind", "u1"),
        ("strength", "u1"),
    ]
)
Items = npt.NDArray[Any]
"""Items of one key, dtype `ITEM`, ordered by (t, id)."""
Floats = npt.NDArray[np.float64]
_WEIGHT_OF = np.array([WEIGHTS[k] for k in KINDS])
_OUTRIGHT = np.array([k in OUTRIGHT for k in KINDS])
_INSTRUCTION = KINDS.index("instruction")


def milliseconds(at: datetime) -> int:
    """Milliseconds since 1970 in UTC."""
    return round(at.astimezone(UTC).timestamp() * 1000)


def digest(text: str, size: int = 8) -> int:
    """A stable number for a text, `size` bytes wide."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=size).digest(), "little")


def item(evidence: Evidence, sign: int) -> Items:
    """One evidence item in compact form; `sign` is the side of its key that it speaks for."""
    row = (
        milliseconds(evidence.at),
        digest(evidence.id),
        digest(evidence.conversation_id, 4),
        digest(evidence.condition or evidence.kind, 4),
        sign,
        KINDS.index(evidence.kind),
        round(255 * min(1.0, max(0.0, evidence.strength))),
    )
    return np.array([row], dtype=ITEM)


def merge(*logs: Items) -> Items:
    """The union of logs, each id once, the newest `KEPT`, ordered by (t, id)."""
    pooled = np.concatenate(logs)
    pooled = pooled[np.lexsort((pooled["id"], pooled["t"]))]
    _, first = np.unique(pooled["id"], return_index=True)
    return pooled[np.sort(first)][-KEPT:]


def pack(items: Items) -> str:
    """Items as JSON-ready text."""
    return base64.b64encode(items.tobytes()).decode("ascii")


def unpack(text: str) -> Items:
    """The reverse of `pack`."""
    return np.frombuffer(base64.b64decode(text), dtype=ITEM)


def none() -> Items:
    """No items."""
    return np.empty(0, dtype=ITEM)


def outright(items: Items) -> npt.NDArray[np.bool_]:
    """Which items say it in so many words."""
    return _OUTRIGHT[items["kind"]]


def credits(items: Items) -> Floats:
    """What each item counts: by kind and strength, less for repeats within one session.

    A session is a conversation, or a day. The n-th strongest agreeing item of a session counts
    1/n; an item is credited with what the session gains by it, and with the smaller of the gains
    where its conversation and its day differ. So credit never falls by more agreement, and saying
    a thing ten times in one sitting is worth about three.
    """
    raw = _WEIGHT_OF[items["kind"]] * (items["strength"] / 255.0)
    sessions: dict[tuple[str, int, int], list[float]] = {}
    out = np.empty(len(items))
    rows = zip(
        (items["t"] // DAY_MS).tolist(),
        items["conversation"].tolist(),
        items["sign"].tolist(),
        raw.tolist(),
        strict=True,
    )
    for i, (day, conversation, sign, weight) in enumerate(rows):
        gain = math.inf
        for key in (("day", day, sign), ("talk", conversation, sign)):
            held = sessions.setdefault(key, [])
            before = _total(held)
            held.append(weight)
            held.sort(reverse=True)
            gain = min(gain, _total(held) - before)
        out[i] = max(0.0, gain)
    return out


def _total(weights: list[float]) -> float:
    return sum(w / n for n, w in enumerate(weights, 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """The run-length posterior after some items."""

    t: int
    """When the newest item was said, in milliseconds."""
    mass: Floats = field(repr=False)
    """Posterior of each run."""
    plus: Floats = field(repr=False)
    """Pseudo-counts for, per run."""
    minus: Floats = field(repr=False)

    @property
    def p(self) -> float:
        """Probability of `for` right after the newest item."""
        return float(self.mass @ (self.plus / (self.plus + self.minus)))

    @property
    def against(self) -> float:
        """Probability that the present run is one in which `against` prevails."""
        return float(self.mass[self.minus > self.plus].sum())

    @property
    def favour(self) -> float:
        """Probability that the present run is one in which `for` prevails."""
        return float(self.mass[self.plus > self.minus].sum())

    def at(self, t: int, tau: float) -> float:
        """Probability of `for` at time `t`, with a time scale of `tau` milliseconds."""
        return 0.5 + (self.p - 0.5) * (1.0 - hazard(t - self.t, tau))


def hazard(elapsed: float, tau: float) -> float:
    """Chance of a change within `elapsed`, given a time scale `tau` (same unit)."""
    if elapsed <= 0 or math.isinf(tau):
        return 0.0
    return -math.expm1(-elapsed / tau)


def step(state: State | None, *, t: int, sign: int, weight: float, kind: int, tau: float) -> State:
    """Take one item in.

    An instruction ("from now on") against what is held begins a new run; one for it counts like
    any agreement. An outright statement against what is held is itself a sign of change: the
    chance of one is then at least `TURN`.
    """
    gain = np.array([weight, 0.0] if sign > 0 else [0.0, weight])
    contrary = state is not None and sign * (state.p - 0.5) <= 0
    if state is None or (contrary and kind == _INSTRUCTION):
        plus, minus = PRIOR + gain
        return State(t=t, mass=np.ones(1), plus=np.array([plus]), minus=np.array([minus]))
    h = hazard(t - state.t, tau)
    if contrary and _OUTRIGHT[kind]:
        h = max(h, TURN)
    mean = state.plus / (state.plus + state.minus)
    fit = mean if sign > 0 else 1.0 - mean
    mass = np.concatenate(([h * 0.5**weight], (1.0 - h) * state.mass * fit**weight))
    plus = np.concatenate(([PRIOR], state.plus)) + gain[0]
    minus = np.concatenate(([PRIOR], state.minus)) + gain[1]
    if len(mass) > RUNS:
        mass, plus, minus = _pool(mass, plus, minus)
    return State(t=t, mass=mass / mass.sum(), plus=plus, minus=minus)


def _pool(mass: Floats, plus: Floats, minus: Floats) -> tuple[Floats, Floats, Floats]:
    """Merge the two oldest runs, keeping the mean of each count."""
    share = mass[-2:] / max(mass[-2:].sum(), 1e-300)
    return (
        np.append(mass[:-2], mass[-2:].sum()),
        np.append(plus[:-2], plus[-2:] @ share),
        np.append(minus[:-2], minus[-2:] @ share),
    )


def follow(items: Items, *, tau: float) -> Iterator[State]:
    """The state after each item, oldest first; `tau` in milliseconds."""
    state: State | None = None
    columns = zip(
        items["t"].tolist(),
        items["sign"].tolist(),
        credits(items).tolist(),
        items["kind"].tolist(),
        strict=True,
    )
    for t, sign, weight, kind in columns:
        state = step(state, t=t, sign=sign, weight=weight, kind=kind, tau=tau)
        yield state


def settle(items: Items, *, tau: float) -> State:
    """The state after all items (at least one)."""
    states = deque(follow(items, tau=tau), maxlen=1)
    if not states:
        raise ValueError("no items: a key without evidence has no state")
    return states[0]
