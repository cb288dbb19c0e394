"""Has a preference changed? Bayesian online change-point detection over signed evidence.

The state of one key is a function of the *set* of its newest items, so that arrival order,
duplicates and replays cannot show. An item is `+1` where it speaks for the subject and `-1` where
it speaks against it; its weight comes from its kind, and repeats within one conversation or day add
less and less. What is shown against the value held is noise, a change, or a passing mood; all three
are followed exactly, for several rates of each, so that the person's own rates are learned from
what they show (Adams and MacKay, 2007, with a regime of two values; docs/decisions/0050).
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

KEPT = 64
"""Items of a key that count: the newest."""
Floats = npt.NDArray[np.float64]
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
ODD: Floats = np.array([0.05, 0.15, 0.25, 0.35, 0.45])
"""Shares of what a person shows that is not as the value has it; each as likely at first."""
SPEEDS: Floats = np.array([1.0, 3.0, 9.0])
"""How many times faster than on its time scale a value may change; each as likely at first."""
MOODS: Floats = np.array([60.0, 20.0, 8.0]) * DAY_MS
"""Times between moods; each as likely at first."""
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


def check(text: str) -> None:
    """Check that `unpack` reads `text`, and that what it reads are items.

    Raises:
        ValueError: They are not.
    """
    items = unpack(text)
    known = (np.abs(items["sign"]) == 1) & (items["kind"] < len(KINDS))
    if not len(items) or not known.all():
        raise ValueError("the log of its drift holds no items")


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
    """What is believed of a key after some items."""

    t: int
    """When the newest item was said, in milliseconds."""
    p: float
    """Probability that the long-term value is `for`, right after the newest item."""
    belief: Floats = field(repr=False)
    """Joint posterior, shape (moods, speeds, odd, 2, 1 + PHASES): the person's rates; the value
    (against, for); and as ever, or which phase of a mood against it."""

    @property
    def favour(self) -> float:
        """Probability that the value is `for`, whatever mood there is."""
        return float(self.belief[..., 1, :].sum())

    @property
    def against(self) -> float:
        """Probability that the value is `against`."""
        return 1.0 - self.favour

    def at(self, t: int, tau: float) -> float:
        """Probability of `for` at time `t`, with a time scale of `tau` milliseconds."""
        return 0.5 + (self.p - 0.5) * (1.0 - hazard(t - self.t, tau))


def hazard(elapsed: float, tau: float) -> float:
    """Chance of a change within `elapsed`, given a time scale `tau` (same unit)."""
    if elapsed <= 0 or math.isinf(tau):
        return 0.0
    return -math.expm1(-elapsed / tau)


def follow(items: Items, *, tau: float) -> Iterator[State]:
    """The state after each item, oldest first; `tau` in milliseconds.

    Between two items moods come and go, and the value may change: then it is anyone's guess. An
    instruction ("from now on") against what is held is a change, and an outright statement against
    it is a sign of one, whose chance is then at least `TURN`. Agreement never lowers the
    probability, nor does the contrary raise it.
    """
    signs, kinds, times = items["sign"], items["kind"], items["t"]
    elapsed = np.diff(times, prepend=times[:1]).astype(np.float64)
    likely = _likelihoods(signs, credits(items), kinds)
    rows = zip(times.tolist(), signs.tolist(), kinds.tolist(), strict=True)
    passed = zip(_changes(elapsed, tau), _passages(elapsed), likely, strict=True)
    state: State | None = None
    for (t, sign, kind), (changes, moods, fits) in zip(rows, passed, strict=True):
        held, before = _BEGINNING, 0.5
        if state is not None:
            before = state.at(t, tau)
            if sign * (state.p - 0.5) <= 0 and _OUTRIGHT[kind]:
                changes = np.maximum(changes, 1.0 if kind == _INSTRUCTION else TURN)
            held = _passed(state.belief, changes, moods)
        belief = held * fits
        belief /= belief.sum()
        p = float(belief[..., 1, :].sum())
        state = State(t=t, p=max(p, before) if sign > 0 else min(p, before), belief=belief)
        yield state


def settle(items: Items, *, tau: float) -> State:
    """The state after all items (at least one)."""
    states = deque(follow(items, tau=tau), maxlen=1)
    if not states:
        raise ValueError("no items: a key without evidence has no state")
    return states[0]


def _passed(belief: Floats, changes: Floats, moods: Floats) -> Floats:
    """The belief after some time: `changes` by speed, `moods` as `_passages` has them."""
    out: Floats = (belief.reshape(len(MOODS), -1, PHASES + 1) @ moods).reshape(belief.shape)
    out += 0.5 * changes[:, None, None, None] * (out[..., ::-1, :] - out)
    return out


def _changes(elapsed: Floats, tau: float) -> Floats:
    """Chance of a change within each of the times, by speed; shape (n, speeds)."""
    return -np.expm1(-np.maximum(0.0, elapsed)[:, None] * SPEEDS / tau)


def _likelihoods(signs: npt.NDArray[Any], weights: Floats, kinds: npt.NDArray[Any]) -> Floats:
    """How likely each item is, by odd share, value and mood; shape (n, odd, 2, 1 + PHASES).

    In a mood the opposite is shown. What is said outright is not put down to a mood.
    """
    agrees = np.stack((signs < 0, signs > 0), axis=1)
    shares = np.where(agrees[:, None], 1.0 - ODD[:, None], ODD[:, None])
    fits: Floats = shares ** weights[:, None, None]
    moody = np.where(_OUTRIGHT[kinds][:, None, None], fits, fits[:, :, ::-1])
    return np.stack((fits, *(moody,) * PHASES), axis=3)


def _passages(elapsed: Floats) -> Floats:
    """Where a mood is after each of the times, by where it was; shape (n, moods, from, to)."""
    times = np.minimum(np.maximum(0.0, elapsed), 60.0 * DAY_MS)[:, None, None, None]
    return np.maximum(0.0, np.real((_MODES * np.exp(_RATES[:, None] * times)) @ _BACK))


def _mood_process() -> tuple[npt.NDArray[Any], npt.NDArray[Any], npt.NDArray[Any]]:
    """The generator of moods, diagonal: a mood comes, passes through its phases, and goes."""
    size = PHASES + 1
    rates = np.zeros((len(MOODS), size, size))
    rates[:, 0, 1] = 1.0 / MOODS
    for phase in range(1, size):
        rates[:, phase, (phase + 1) % size] = PHASES / MOOD_STAYS
    rates -= rates.sum(axis=2)[..., None] * np.eye(size)
    values, modes = np.linalg.eig(rates)
    return values, modes, np.linalg.inv(modes)


def _beginning() -> Floats:
    """Before the first item: nothing is known, and there is no mood."""
    out = np.zeros((len(MOODS), len(SPEEDS), len(ODD), 2, PHASES + 1))
    out[..., 0] = 1.0 / out[..., 0].size
    return out


_RATES, _MODES, _BACK = _mood_process()
_BEGINNING = _beginning()
