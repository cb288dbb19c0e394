"""What the gateway adds to a request, beside the same upstream asked directly, in one run.

    python tests/bench/bench_gateway.py            # latency at 1, 16 and 64 callers, then memory
    python tests/bench/bench_gateway.py --memory 0 --rounds 3    # latency alone

The upstream is a process of its own that streams an answer over three seconds, as a model would.
Callers are closed loops: each asks its next question, a new one, when it has its answer. What is
added is the difference of medians and of 99th percentiles. The embedding is timed alone too,
because every new question needs one.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

SECRET = "s3cret-of-the-backend-which-is-long"
FIRST, CHUNKS, BETWEEN = 1.0, 40, 0.05
"""Seconds to the first piece, pieces, seconds between two."""
THINGS = [
    "soup",
    "salad",
    "bread",
    "rice",
    "pasta",
    "curry",
    "stew",
    "pie",
    "cake",
    "tea",
    "risotto",
    "tart",
    "stock",
    "sauce",
    "dip",
]
TIMES = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "Easter"]


def question(n: int) -> str:
    thing, when = THINGS[n % len(THINGS)], TIMES[n // len(THINGS) % len(TIMES)]
    return f"How would you make {thing} number {n} for the {n % 9 + 2} of us on {when}?"


async def upstream_app(scope: Any, receive: Any, send: Any) -> None:
    """Streams an answer; slowly if the model is called `slow`."""
    if scope["type"] != "http":
        return
    raw = b""
    while (message := await receive())["type"] == "http.request":
        raw += message.get("body", b"")
        if not message.get("more_body"):
            break
    slow = json.loads(raw)["model"] == "slow"
    headers = [(b"content-type", b"text/event-stream")]
    if slow:
        await asyncio.sleep(FIRST)
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    async for chunk in pieces(slow=slow):
        await send({"type": "http.response.body", "body": chunk, "more_body": True})
    await send({"type": "http.response.body", "body": b"data: [DONE]\n\n"})


async def pieces(*, slow: bool) -> AsyncIterator[bytes]:
    for place in range(CHUNKS):
        choice = {"index": 0, "delta": {"content": f"word {place} "}, "finish_reason": None}
        yield f"data: {json.dumps({'id': 'c', 'choices': [choice]})}\n\n".encode()
        if slow:
            await asyncio.sleep(BETWEEN)


def gateway_app(path: str, upstream: str) -> Any:
    from prefmem_asgi import Limits, Settings, TrustedBackend, create_app

    identity = TrustedBackend(secret=SECRET)
    limits = Limits(per_minute=0)
    return create_app(path, settings=Settings(upstream=upstream, identity=identity, limits=limits))


def serve(what: str, port: int, *told: str) -> None:
    import uvicorn

    app = upstream_app if what == "upstream" else gateway_app(*told)
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning", lifespan="auto")


@contextmanager
def process(what: str, *told: str) -> Iterator[tuple[str, int]]:
    """Serve in a process of its own: its address and its id."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = found.getsockname()[1]
    started = subprocess.Popen([sys.executable, __file__, "--serve", what, str(port), *told])
    try:
        until = time.monotonic() + 60
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                assert time.monotonic() < until, f"{what} did not start"
                assert started.poll() is None, f"{what} ended"
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}/v1", started.pid
    finally:
        started.terminate()
        started.wait(60)


class Load:
    """Asks questions that were not asked before."""

    def __init__(self) -> None:
        self.client = httpx.AsyncClient(timeout=60, limits=httpx.Limits(max_connections=None))
        self.asked = 0

    async def ask(self, address: str, *, model: str, user: str, memory: str) -> float:
        """Seconds from asking to the last byte."""
        self.asked += 1
        messages = [{"role": "user", "content": question(self.asked)}]
        body = {"model": model, "messages": messages, "stream": True}
        headers = {
            "X-Prefmem-Secret": SECRET,
            "X-Prefmem-User": user,
            "X-Prefmem-Memory": memory,
            "X-Prefmem-Conversation": f"c{self.asked}",
        }
        begun = time.perf_counter()
        url = f"{address}/chat/completions"
        async with self.client.stream("POST", url, json=body, headers=headers) as answer:
            answer.raise_for_status()
            async for _ in answer.aiter_raw():
                pass
        return time.perf_counter() - begun

    async def callers(self, address: str, *, count: int, rounds: int, **how: str) -> list[float]:
        async def caller(number: int) -> list[float]:
            await asyncio.sleep(number * (FIRST + CHUNKS * BETWEEN) / count)
            return [await self.ask(address, user=f"u{number}", **how) for _ in range(rounds)]

        found = await asyncio.gather(*(caller(n) for n in range(count)))
        return [seconds for times in found for seconds in times]


async def latency(load: Load, direct: str, gateway: str, rounds: int) -> None:
    print(f"{'callers':>8} {'':24} {'p50 ms':>8} {'p99 ms':>8} {'added p50':>10} {'added p99':>10}")
    for count in (1, 16, 64):
        times = max(rounds, 16 // count * rounds)
        base = await load.callers(direct, count=count, rounds=times, model="slow", memory="off")
        report(count, "direct", base, base)
        for name, memory in (("passed on, no memory", "off"), ("memory read and written", "on")):
            found = await load.callers(
                gateway, count=count, rounds=times, model="slow", memory=memory
            )
            report(count, name, found, base)


def report(callers: int, name: str, times: list[float], base: list[float]) -> None:
    p50, p99 = (1000 * quantile(times, q) for q in (0.5, 0.99))
    more50, more99 = p50 - 1000 * quantile(base, 0.5), p99 - 1000 * quantile(base, 0.99)
    print(f"{callers:8} {name:24} {p50:8.1f} {p99:8.1f} {more50:10.1f} {more99:10.1f}", flush=True)


def quantile(times: list[float], q: float) -> float:
    return sorted(times)[min(len(times) - 1, int(q * len(times)))]


async def growth(load: Load, gateway: str, pid: int, requests: int) -> None:
    """Resident memory after the first hundred streamed requests, and at the end."""
    print()
    done, marks = 0, sorted({100, requests // 4, requests // 2, requests})
    for mark in marks:
        begun = time.perf_counter()
        limit = asyncio.Semaphore(16)

        async def one(number: int, limit: asyncio.Semaphore = limit) -> None:
            async with limit:
                await load.ask(gateway, model="fast", user=f"u{number % 64}", memory="on")

        await asyncio.gather(*(one(n) for n in range(mark - done)))
        rate = (mark - done) / (time.perf_counter() - begun)
        done = mark
        await asyncio.sleep(1)
        print(
            f"after {done:6} streamed requests: {resident(pid):7.1f} MB  ({rate:.0f}/s)", flush=True
        )


def resident(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    raise AssertionError("no VmRSS")


def embedding() -> float:
    """Milliseconds of one new question, in the median."""
    from prefmem.embedders.minilm import MiniLM

    model, times = MiniLM(), list[float]()
    for number in range(40):
        begun = time.perf_counter()
        model.encode([question(number)])
        times.append(time.perf_counter() - begun)
    return 1000 * statistics.median(times[5:])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--memory", type=int, default=10_000, help="streamed requests")
    parser.add_argument("--serve", nargs="+")
    told = parser.parse_args()
    if told.serve:
        what, port, *rest = told.serve
        serve(what, int(port), *rest)
        return
    print(f"one embedding alone: {embedding():.1f} ms\n")
    with (
        tempfile.TemporaryDirectory() as folder,
        process("upstream") as (direct, _),
        process("gateway", f"{folder}/prefmem.db", direct) as (gateway, pid),
    ):
        asyncio.run(measure(direct, gateway, pid, told))


async def measure(direct: str, gateway: str, pid: int, told: argparse.Namespace) -> None:
    load = Load()
    for address in (direct, gateway):
        await load.callers(address, count=4, rounds=2, model="fast", memory="on")
    if told.rounds:
        await latency(load, direct, gateway, told.rounds)
    if told.memory:
        await growth(load, gateway, pid, told.memory)
    await load.client.aclose()


if __name__ == "__main__":
    main()
