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
from functools import lru_cache
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
MOOD_EVERY = 30.0 * DAY_MS
"""Time between moods."""
MOOD_STAYS = 2.0 * DAY_MS
"""Time that a mood stays, on average."""
PHASES = 3
"""Phases of a mood: the more, the less its length varies."""

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
    sessions: dict[tuple[str, int, int], tuple[list[float], float]] = {}
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
            held, before = sessions.get(key, ([], 0.0))
            held.append(weight)
            after = weight if len(held) == 1 else _total(held)
            sessions[key] = held, after
            gain = min(gain, after - before)
        out[i] = max(0.0, gain)
    return out


def _total(weights: list[float]) -> float:
    weights.sort(reverse=True)
    return sum([w / n for n, w in enumerate(weights, 1)])


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """The run-length posterior after some items."""

    t: int
    """When the newest item was said, in milliseconds."""
    p: float
    """Probability of `for` in the long run, right after the newest item."""
    mass: Floats = field(repr=False)
    """Posterior of each run, shape (1 + PHASES, runs): as ever, and in a mood against it."""
    plus: Floats = field(repr=False)
    """Pseudo-counts for, per run."""
    minus: Floats = field(repr=False)

    @property
    def against(self) -> float:
        """Probability that the present run is one in which `against` prevails."""
        return float(self.mass[:, self.minus > self.plus].sum())

    @property
    def favour(self) -> float:
        """Probability that the present run is one in which `for` prevails."""
        return float(self.mass[:, self.plus > self.minus].sum())

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

    What is shown against a run may be noise, a change, or a mood: moods come every `MOOD_EVERY`,
    stay about `MOOD_STAYS`, turn what is shown around, and leave the run's counts alone. What is
    said outright is not put down to a mood. An instruction ("from now on") against what is held
    begins a new run, and an outright statement against it is itself a sign of change: the chance
    of one is then at least `TURN`. Agreement never lowers the probability, nor does the contrary
    raise it.
    """
    gain = np.array([weight, 0.0] if sign > 0 else [0.0, weight])
    before = 0.5 if state is None else state.at(t, tau)
    contrary = state is not None and sign * (state.p - 0.5) <= 0
    if state is None or (contrary and kind == _INSTRUCTION):
        return _begun(t, gain)
    outspoken = bool(_OUTRIGHT[kind])
    h = hazard(t - state.t, tau)
    if contrary and outspoken:
        h = max(h, TURN)
    mean = state.plus / (state.plus + state.minus)
    fit = (mean if sign > 0 else 1.0 - mean) ** weight
    held = (1.0 - h) * _moods(state.mass, t - state.t)
    held[0] *= fit
    held[1:] *= fit if outspoken else (1.0 - mean if sign > 0 else mean) ** weight
    mass = _longer(held, 0.0)
    mass[0, 0] = h * 0.5**weight
    runs = mass.sum(axis=0)
    # A mood tells nothing of the run: its share of the mass keeps the counts as they were.
    share = np.ones(len(runs)) if outspoken else mass[0] / np.maximum(runs, 1e-300)
    share[0] = 1.0
    plus, minus = _longer(state.plus, PRIOR), _longer(state.minus, PRIOR)
    (plus if sign > 0 else minus)[...] += weight * share
    if len(runs) > RUNS:
        mass, plus, minus = _pool(mass, plus, minus)
        runs = mass.sum(axis=0)
    total = float(runs.sum())
    p = float(runs @ (plus / (plus + minus))) / total
    return State(
        t=t,
        p=max(p, before) if sign > 0 else min(p, before),
        mass=mass / total,
        plus=plus,
        minus=minus,
    )


def _longer(values: Floats, first: float) -> Floats:
    """The same with a new run in front."""
    out = np.empty((*values.shape[:-1], values.shape[-1] + 1))
    out[..., 0] = first
    out[..., 1:] = values
    return out


def _begun(t: int, gain: Floats) -> State:
    plus, minus = PRIOR + gain
    return State(
        t=t,
        p=float(plus / (plus + minus)),
        mass=np.eye(PHASES + 1)[:, :1],
        plus=np.array([plus]),
        minus=np.array([minus]),
    )


def _moods(mass: Floats, elapsed: float) -> Floats:
    """Let moods come, pass through their phases and go, over the time that went by."""
    return _passage(round(min(max(0.0, elapsed), 60.0 * DAY_MS) / 60_000)) @ mass


@lru_cache(maxsize=4_096)
def _passage(minutes: int) -> Floats:
    """Where a mood is after so many minutes, by where it was: columns sum to 1."""
    size = PHASES + 1
    rates = np.zeros((size, size))
    rates[1, 0] = 60_000 / MOOD_EVERY
    for phase in range(1, size):
        rates[(phase + 1) % size, phase] = PHASES * 60_000 / MOOD_STAYS
    rates -= np.diag(rates.sum(axis=0))
    return np.linalg.matrix_power(np.eye(size) + rates * minutes / 1024, 1024)


def _pool(mass: Floats, plus: Floats, minus: Floats) -> tuple[Floats, Floats, Floats]:
    """Merge the two oldest runs, keeping the mean of each count."""
    oldest = mass[:, -2:].sum(axis=0)
    share = oldest / max(float(oldest.sum()), 1e-300)
    return (
        np.hstack((mass[:, :-2], mass[:, -2:].sum(axis=1, keepdims=True))),
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
