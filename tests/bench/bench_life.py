"""How long it takes to take one item in, and to read, beside a plain read of the same rows.

    python tests/bench/bench_life.py

A profile of 500 preferences made of 20,000 evidence items. Prints p50 and p99 in milliseconds: of
the stages alone, and of `profile()` on a SQLite file beside a plain read of the same user's rows.
Once by the clock, and once by the processor's time, which other work on the machine leaves alone.
"""

from __future__ import annotations

import gc
import json
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import anyio
import numpy as np

from prefmem import AsyncPreferenceMemory
from prefmem.records import PreferenceRecord, ProfileDelta, StoredProfile, Vector
from prefmem.stages import consolidation, dynamics
from prefmem.types import Evidence, Scope, Tier

BEGIN = datetime(2026, 1, 5, 9, tzinfo=UTC)
PREFERENCES, ITEMS, WIDTH = 500, 20_000, 384


class Tiers:
    """Says nothing but personalizable."""

    def tier(self, behaviour: str, /) -> Tier:
        """The tier of any behaviour."""
        return "personalizable"


def evidence(n: int, topic: int, rng: np.random.Generator) -> Evidence:
    """One item about one of the topics."""
    at = BEGIN + timedelta(minutes=25 * n)
    return Evidence(
        id=f"e{n:06}",
        quote=f"I like thing{topic} in place{topic}",
        conversation_id=f"c{n // 4}",
        message_id=f"m{n}",
        kind=("stated", "chosen", "observed")[int(rng.integers(3))],
        polarity="for",
        strength=1.0,
        at=at,
        source="bench",
        behaviour="taste.activity",
        subject=f"thing{topic}",
        statement=f"Likes thing{topic} in place{topic}",
        learned_at=at,
    )


def committed(
    profile: StoredProfile, delta: ProfileDelta, rows: dict[str, Vector]
) -> StoredProfile:
    """What a store does with a delta."""
    records: dict[str, PreferenceRecord] = {r.id: r for r in profile.records}
    records.update({r.id: r for r in delta.records})
    vectors = {i: rows[r.statement][None, :] for i, r in sorted(records.items())}
    return replace(
        profile,
        records=tuple(records[i] for i in sorted(records)),
        vectors=vectors,
        person=delta.person or profile.person,
    )


@dataclass(slots=True)
class Stopwatch:
    """Milliseconds by the clock and of the processor, one row a run."""

    rows: list[tuple[float, float]] = field(default_factory=list[tuple[float, float]])

    @contextmanager
    def run(self) -> Iterator[None]:
        """Time what is done inside."""
        clock, processor = time.perf_counter(), time.process_time()
        yield
        spent = time.perf_counter() - clock, time.process_time() - processor
        self.rows.append((1000 * spent[0], 1000 * spent[1]))

    def told(self) -> str:
        """p50 and p99 of both."""
        (clock, processor), (late, heavy) = np.percentile(np.array(self.rows), [50, 99], axis=0)
        return f"{clock:8.2f} {late:8.2f}   {processor:8.2f} {heavy:8.2f}"


async def from_file(profile: StoredProfile, folder: Path) -> dict[str, Stopwatch]:
    """`profile()` on a file, and a plain read of the same rows by the driver alone."""
    path, shown, plain = folder / "life.db", Stopwatch(), Stopwatch()
    delta = ProfileDelta(records=profile.records, vectors=profile.vectors, person=profile.person)
    async with AsyncPreferenceMemory.open(path) as memory:
        await memory._engine.parts.store.preferences.commit(
            profile.scope, delta, expected_revision=0
        )
        user = memory.user(profile.scope.user)
        await user.profile()
        for _ in range(500):
            with shown.run():
                await user.profile()
    with sqlite3.connect(path) as driver:
        query = "SELECT * FROM prefmem_preferences WHERE tenant = ? AND user_id = ?"
        for _ in range(500):
            with plain.run():
                driver.execute(query, (profile.scope.tenant, profile.scope.user)).fetchall()
    driver.close()
    return {
        "profile(), file": shown,
        "plain: select the same rows": plain,
    }


def timed(work: Callable[[int], object], times: int) -> Stopwatch:
    """Time so many runs."""
    watch = Stopwatch()
    gc.collect()
    for n in range(times):
        with watch.run():
            work(n)
    return watch


def built(scope: Scope) -> tuple[StoredProfile, list[consolidation.Observed]]:
    """The profile, and more items to come."""
    rng = np.random.default_rng(7)
    centres = rng.normal(size=(PREFERENCES, WIDTH)).astype(np.float32)
    centres /= np.linalg.norm(centres, axis=1, keepdims=True)
    rows: dict[str, Vector] = {
        f"Likes thing{t} in place{t}": centres[t] for t in range(PREFERENCES)
    }
    said = [evidence(n, int(rng.integers(PREFERENCES)), rng) for n in range(ITEMS + 300)]
    seen = [consolidation.Observed(evidence=e, vector=rows[e.statement]) for e in said]
    profile = StoredProfile(scope=scope)
    for first in range(0, ITEMS, 1000):
        batch = seen[first : min(first + 1000, ITEMS)]
        delta = consolidation.consolidate(profile, batch, now=batch[-1].evidence.at)
        profile = committed(profile, delta, rows)
    return profile, seen[ITEMS:]


def main() -> None:
    """Build the profile, then measure."""
    policy, begun = Tiers(), time.perf_counter()
    profile, coming = built(Scope(tenant="default", user="ada"))
    print(f"built {len(profile.records)} preferences in {time.perf_counter() - begun:.1f} s")
    state = sum(len(json.dumps(dict(r.drift))) for r in profile.records)
    print(f"state {state / len(profile.records) / 1024:.2f} KiB a preference")

    def take(n: int) -> object:
        one = coming[n]
        return consolidation.consolidate(profile, [one], now=one.evidence.at)

    prepared = dynamics.prepare(profile, policy=policy)
    later = BEGIN + timedelta(days=400)

    def read(n: int) -> object:
        return dynamics.profile_at(prepared, at=later + timedelta(minutes=n), policy=policy)

    packed = [json.dumps(dict(r.drift)) for r in profile.records]
    table = {
        "consolidate one item": timed(take, 300),
        "prepare (once a revision)": timed(lambda _: dynamics.prepare(profile, policy=policy), 100),
        "first read": timed(lambda _: dynamics.profile_at(profile, at=later, policy=policy), 50),
        "read": timed(read, 1000),
        "plain: parse the stored state": timed(lambda _: [json.loads(p) for p in packed], 100),
    }
    with tempfile.TemporaryDirectory() as folder:
        table |= anyio.run(from_file, profile, Path(folder))
    print(f"{'':30} {'p50':>8} {'p99':>8}   {'p50 cpu':>8} {'p99 cpu':>8}")
    for name, watch in table.items():
        print(f"{name:30} {watch.told()}")


if __name__ == "__main__":
    main()
