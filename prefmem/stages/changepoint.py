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
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, NamedTuple

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
MOODS: Floats = np.array([60.0, 20.0, 20.0, 8.0]) * DAY_MS
"""Times between moods; each as likely at first. Moods come in spates or they do not: ..."""
ONCE: Floats = np.array([1.0, 1.0, 0.15, 0.15])
"""... how often a conversation in such a mood shows a thing only once, beside other days."""
ALONE = 0.5
"""Share of the conversations of other days that show a thing only once."""
MOOD_STAYS = 2.0 * DAY_MS
"""Time that a mood stays, on average."""
PHASES = 2
"""Phases of a mood: the more, the less its length varies."""

FRESH = 14.0 * DAY_MS
"""Time for which a change counts as recent, on average."""
AT_ONCE = 1.0
"""What a day on which a change is recent counts beyond another: whoever has just changed their mind
is let down most by a memory that has not noticed."""

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
    """Probability that the long-term value is `for`, right after the newest item, where a day on
    which a change is recent counts `AT_ONCE` days more."""
    belief: Floats = field(repr=False)
    """Joint posterior, shape (moods, speeds, odd, 2, 2, 1 + PHASES): the person's rates; the value
    (against, for); whether it changed recently; as ever, or which phase of a mood against it."""

    def weighed(self, at_once: float) -> float:
        """Probability of `for` where a day of a recent change counts so many days more."""
        against, favour = self.belief.sum(axis=(0, 1, 2, 5)) @ (1.0, 1.0 + at_once)
        return float(favour / (against + favour))

    @property
    def favour(self) -> float:
        """Probability that the value is `for`, whatever mood there is."""
        return float(self.belief[..., 1, :, :].sum())

    @property
    def against(self) -> float:
        """Probability that the value is `against`."""
        return 1.0 - self.favour


def hazard(elapsed: float, tau: float) -> float:
    """Chance of a change within `elapsed`, given a time scale `tau` (same unit)."""
    if elapsed <= 0 or math.isinf(tau):
        return 0.0
    return -math.expm1(-elapsed / tau)


def settle(items: Items, *, tau: float) -> State:
    """The state after all items (at least one), oldest first; `tau` in milliseconds.

    Between two items moods come and go, and the value may change: then it is anyone's guess. An
    instruction ("from now on") against what is held is a change, and an outright statement against
    it is a sign of one, whose chance is then at least `TURN`. Agreement never lowers the
    probability, nor does the contrary raise it.
    """
    if not len(items):
        raise ValueError("no items: a key without evidence has no state")
    signs, kinds, times = items["sign"], items["kind"], items["t"]
    elapsed = np.maximum(0.0, np.diff(times, prepend=times[:1]).astype(np.float64))
    passing = _Passing(_changes(elapsed, tau), elapsed, _passages(elapsed) * _spates(items))
    fits = _likelihoods(signs, credits(items), kinds)
    lasts = [1.0 - hazard(gap, tau) for gap in elapsed.tolist()]
    rows = zip(lasts, signs.tolist(), kinds.tolist(), passing.steps(), fits, strict=True)
    belief, p, ones = _BEGINNING, 0.5, np.ones(_BEGINNING[..., 0].size)
    for n, (left, sign, kind, step, fit) in enumerate(rows):
        before = 0.5 + (p - 0.5) * left
        if n and sign * (p - 0.5) <= 0 and _OUTRIGHT[kind]:
            step = passing.turned(n, 1.0 if kind == _INSTRUCTION else TURN)
        belief = (belief @ step if n else belief) * fit
        sums = ones @ belief.reshape(len(ones), -1)
        against, favour = (sums @ _COUNTS).tolist()
        belief *= 1.0 / sums.sum()
        p = favour / (against + favour)
        p = max(p, before) if sign > 0 else min(p, before)
    shape = (len(MOODS), len(SPEEDS), len(ODD), 2, 2, PHASES + 1)
    return State(t=int(times[-1]), p=p, belief=belief.reshape(shape))


class _Passing(NamedTuple):
    """What time does to a key before each item."""

    chances: Floats
    """Of a change, by speed; shape (n, speeds)."""
    elapsed: Floats
    """Milliseconds, shape (n,)."""
    moods: Floats
    """As `_passages` has them."""

    def steps(self) -> Floats:
        """How value and mood move before each item; shape (n, moods * speeds, from, to)."""
        return _steps(self.chances, np.exp(-self.elapsed / FRESH), self.moods)

    def turned(self, n: int, least: float) -> Floats:
        """The same before one item, where a change is at least so likely."""
        now = slice(n, n + 1)
        chances = np.maximum(self.chances[now], least)
        return _Passing(chances, self.elapsed[now], self.moods[now]).steps()[0]


def _steps(chances: Floats, ages: Floats, moods: Floats) -> Floats:
    """How value and mood move together before each item; shape (n, moods * speeds, from, to).

    A value that changes has changed recently; one that stays may have changed long ago by now.
    """
    moved = np.zeros((*chances.shape, 2, 2, 2, 2))  # from value and recent, to value and recent
    stays, turns, old = 1.0 - 0.5 * chances, 0.5 * chances, ages[:, None]
    for value in (0, 1):
        moved[..., value, 0, value, 0] = stays
        moved[..., value, 1, value, 0] = stays * (1.0 - old)
        moved[..., value, 1, value, 1] = stays * old
        moved[..., value, :, 1 - value, 1] = turns[..., None]
    moved = moved.reshape(*chances.shape, 4, 1, 4, 1)
    both = moved[:, None] * moods[:, :, None, None, :, None, :]
    size = 4 * (PHASES + 1)
    return both.reshape(len(chances), -1, size, size)


def _changes(elapsed: Floats, tau: float) -> Floats:
    """Chance of a change within each of the times, by speed; shape (n, speeds)."""
    return -np.expm1(-np.maximum(0.0, elapsed)[:, None] * SPEEDS / tau)


def _likelihoods(signs: npt.NDArray[Any], weights: Floats, kinds: npt.NDArray[Any]) -> Floats:
    """How likely each item is, by odd share, and by value with recency and mood, flattened.

    In a mood the opposite is shown. What is said outright is not put down to a mood. An item that
    counts little says little of the value, and as little of how odd the person is.
    """
    agrees = np.stack((signs < 0, signs > 0), axis=1)
    odds = weights[:, None] * np.log(1.0 / ODD - 1.0)
    fits: Floats = 1.0 / (1.0 + np.exp(np.where(agrees[:, None], -1.0, 1.0) * odds[..., None]))
    moody = np.where(_OUTRIGHT[kinds][:, None, None], fits, fits[:, :, ::-1])
    each = np.stack((fits, *(moody,) * PHASES), axis=3)
    return np.repeat(each, 2, axis=2).reshape(len(signs), len(ODD), -1)


def _passages(elapsed: Floats) -> Floats:
    """Where a mood is after each of the times, by where it was; shape (n, moods, from, to)."""
    times = np.minimum(np.maximum(0.0, elapsed), 60.0 * DAY_MS)[:, None, None, None]
    return np.maximum(0.0, np.real((_MODES * np.exp(_RATES[:, None] * times)) @ _BACK))


def _spates(items: Items) -> Floats:
    """What the number of items in a row of one conversation says of moods, as `_passages`.

    A row of two is likelier in a mood that comes in spates. A row of one is less likely, which is
    known when another conversation begins: until then it may go on.
    """
    shown, talks = ~_OUTRIGHT[items["kind"]], items["conversation"]
    goes_on = talks[1:] == talks[:-1]
    begins = np.append(True, ~goes_on)
    single = begins[:-1] & begins[1:] & shown[:-1]
    second = begins[:-1] & goes_on & shown[1:]
    out = np.ones((len(items), len(MOODS), PHASES + 1, PHASES + 1))
    out[1:][single, :, 1:, :] *= ONCE[:, None, None]
    out[1:][second, :, :, 1:] *= ((1.0 - ALONE * ONCE) / (1.0 - ALONE))[:, None, None]
    return out


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
    """Before the first item: nothing is known, nothing has changed, and there is no mood."""
    out = np.zeros((len(MOODS) * len(SPEEDS), len(ODD), 2, 2, PHASES + 1))
    out[..., 0, 0] = 1.0 / out[..., 0, 0].size
    return out.reshape(len(out), len(ODD), -1)


def _counts() -> Floats:
    """What each state counts for the value, shape (states, 2)."""
    out = np.zeros((2, 2, PHASES + 1, 2))
    for value in (0, 1):
        out[value, 0, :, value] = 1.0
        out[value, 1, :, value] = 1.0 + AT_ONCE
    return out.reshape(-1, 2)


_RATES, _MODES, _BACK = _mood_process()
_BEGINNING, _COUNTS = _beginning(), _counts()
