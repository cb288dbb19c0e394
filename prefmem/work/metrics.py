"""What waits, failed and was refused, as Prometheus reads it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from prefmem.types import MemoryStatus


def prometheus(status: MemoryStatus, *, now: datetime) -> str:
    """The text exposition format, version 0.0.4; no ids of users, no words of theirs."""
    return "".join(f"{line}\n" for line in _lines(status, now))


def _lines(status: MemoryStatus, now: datetime) -> Iterator[str]:
    oldest = status.oldest_waiting
    age = 0.0 if oldest is None else max((now - oldest).total_seconds(), 0.0)
    yield from _gauge("users", "Users of whom anything is held.", status.users)
    yield from _gauge("turns", "Turns in the log.", status.turns)
    yield from _gauge("preferences", "Preferences held.", status.preferences)
    yield from _gauge("waiting_turns", "Turns observed and not yet distilled.", status.waiting)
    yield from _gauge("oldest_waiting_seconds", "Age of the oldest waiting turn.", age)
    yield from _gauge("parked_turns", "Turns set aside because they always fail.", status.parked)
    yield from _gauge(
        "unfinished_erasures", "Erasures not finished in every place.", status.unfinished
    )
    yield from _head("failures_total", "counter", "Batches that failed.")
    yield f"prefmem_failures_total {status.failures}"
    yield from _head("refused_total", "counter", "What was kept out at write time, by reason.")
    for reason, count in sorted(status.refused.items()):
        yield f'prefmem_refused_total{{reason="{_escaped(reason)}"}} {count}'
    for name, count in sorted(status.counters.items()):
        metric = re.sub(r"\W+", "_", name).strip("_").lower() + "_total"
        yield from _head(metric, "counter", f"Counter {name!r}.")
        yield f"prefmem_{metric} {count}"


def _gauge(name: str, text: str, value: float) -> Iterator[str]:
    yield from _head(name, "gauge", text)
    yield f"prefmem_{name} {value:g}" if isinstance(value, float) else f"prefmem_{name} {value}"


def _head(name: str, kind: str, text: str) -> Iterator[str]:
    yield f"# HELP prefmem_{name} {text}"
    yield f"# TYPE prefmem_{name} {kind}"


def _escaped(value: str) -> str:
    return value.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
