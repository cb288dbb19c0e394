"""What the gateway adds to a request, beside the same upstream asked directly, in one run.

    python tests/bench/bench_gateway.py               # latency at 1, 16, 64 callers, then memory
    python tests/bench/bench_gateway.py --memory 0    # latency alone
    python tests/bench/bench_gateway.py --callers     # memory alone

The upstream is a process of its own that streams an answer of 40 pieces, each at its appointed
time. Callers are people, each known by eight preferences: they ask a question that was not asked
before, read the answer to its end, think for a moment and ask the next. Each number of callers is
measured on four ways, one after the other, with the same questions at the same pace:

- `direct`: the upstream, asked by the callers themselves.
- `the embedding alone`: a process that does nothing but embed the question. What it takes is what
  a new question costs at that number of callers, before anything of ours.
- `passed on`: the gateway with memory switched off.
- `memory`: the gateway with memory read and written.

`added` is the difference to `direct` at the same quantile, at the first byte and at the last, and
`beyond` what is left of it at the last byte without the embedding.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import httpx

SECRET = "s3cret-of-the-backend-which-is-long"
CHUNKS = 40
FIRST, ALL = 1.0, 3.0
"""Seconds to the first piece of an answer, and to its last."""
HASTY = 0.2
"""One caller alone is told everything in this part of the time: nothing else goes on meanwhile."""
THINKING = 0.5
"""Seconds from an answer to the next question."""
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
    "tart",
    "dip",
]
TIMES = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "Easter"]
TOLD = [
    "I'm vegetarian, please never suggest meat.",
    "I hate coriander, it tastes of soap.",
    "I prefer short answers.",
    "I always use metric units.",
    "I love spicy food.",
    "Please write in British English.",
    "I prefer Python over Java.",
    "I like jazz music.",
]
Quantile = Literal[50, 99]


def question(n: int) -> str:
    thing, when = THINGS[n % len(THINGS)], TIMES[n // len(THINGS) % len(TIMES)]
    return f"How would you make {thing} number {n} for the {n % 9 + 2} of us on {when}?"


# --- what is asked, each a process of its own -------------------------------------------------


async def upstream_app(scope: Any, receive: Any, send: Any) -> None:
    """Streams an answer at the pace that the model's name tells: `paced-0.2`, or `fast`."""
    if scope["type"] != "http":
        return
    model = str(json.loads(await whole(receive))["model"])
    pace = float(model.partition("-")[2] or 0)
    begun = time.perf_counter()

    async def until(seconds: float) -> None:
        if pace:
            await asyncio.sleep(max(0.0, begun + pace * seconds - time.perf_counter()))

    headers = [(b"content-type", b"text/event-stream")]
    await until(FIRST)
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    for place in range(CHUNKS):
        await until(FIRST + (ALL - FIRST) * place / (CHUNKS - 1))
        choice = {"index": 0, "delta": {"content": f"word {place} "}, "finish_reason": None}
        data = f"data: {json.dumps({'id': 'c', 'choices': [choice]})}\n\n".encode()
        await send({"type": "http.response.body", "body": data, "more_body": True})
    await send({"type": "http.response.body", "body": b"data: [DONE]\n\n"})


async def whole(receive: Any) -> bytes:
    raw = b""
    while (message := await receive())["type"] == "http.request":
        raw += message.get("body", b"")
        if not message.get("more_body"):
            break
    return raw


def embedding_app() -> Any:
    """Answers with the seconds that embedding the question took."""
    from prefmem.embedders.minilm import MiniLM

    model = MiniLM()

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        asked = json.loads(await whole(receive))["messages"][-1]["content"]
        begun = time.perf_counter()
        await model.embed([asked], purpose="query")
        taken = str(time.perf_counter() - begun).encode()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": taken})

    return app


def gateway_app(path: str, upstream: str) -> Any:
    from prefmem_asgi import Limits, Settings, TrustedBackend, create_app

    identity = TrustedBackend(secret=SECRET)
    limits = Limits(per_minute=0)
    return create_app(path, settings=Settings(upstream=upstream, identity=identity, limits=limits))


def serve(what: str, port: int, *told: str) -> None:
    import uvicorn

    apps = {"upstream": lambda: upstream_app, "embedding": embedding_app}
    app = apps[what]() if what in apps else gateway_app(*told)
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


# --- callers ----------------------------------------------------------------------------------


@dataclass(slots=True)
class Times:
    """Seconds of each request, to its first byte and to its last."""

    first: list[float] = field(default_factory=list[float])
    last: list[float] = field(default_factory=list[float])


@dataclass(slots=True, kw_only=True)
class Callers:
    """Ask questions that were not asked before."""

    client: httpx.AsyncClient
    asked: int = 0
    applied: int = 0
    """Preferences that the gateway's answers told of."""

    async def ask(self, address: str, times: Times, *, model: str, user: str, memory: str) -> float:
        """Ask one question, read the answer; the seconds that it took."""
        self.asked += 1
        body = {
            "model": model,
            "messages": [{"role": "user", "content": question(self.asked)}],
            "stream": True,
        }
        headers = {**named(user), "X-Prefmem-Memory": memory}
        headers["X-Prefmem-Conversation"] = f"c{self.asked}"
        begun, first = time.perf_counter(), 0.0
        url = f"{address}/chat/completions"
        async with self.client.stream("POST", url, json=body, headers=headers) as answer:
            if answer.status_code == 503:  # it has more to write than it can: come again
                await asyncio.sleep(float(answer.headers["retry-after"]))
                return await self.ask(address, times, model=model, user=user, memory=memory)
            answer.raise_for_status()
            self.applied += int(answer.headers.get("x-prefmem-applied", "0"))
            async for _ in answer.aiter_raw():
                first = first or time.perf_counter() - begun
        taken = time.perf_counter() - begun
        times.first.append(first)
        times.last.append(taken)
        return taken

    async def embed(self, address: str, times: Times) -> None:
        """Have one question embedded."""
        self.asked += 1
        body = {"messages": [{"role": "user", "content": question(self.asked)}]}
        answer = await self.client.post(f"{address}/embeddings", json=body)
        times.last.append(float(answer.raise_for_status().text))

    async def tell(self, gateway: str, users: Sequence[str]) -> None:
        """Let each user say what they prefer."""
        messages = [{"role": "user", "content": said} for said in TOLD]
        for user in users:
            body = {"messages": messages, "conversation": "told"}
            url = f"{gateway}/memory/observe"
            (await self.client.post(url, json=body, headers=named(user))).raise_for_status()


def named(user: str) -> dict[str, str]:
    return {"X-Prefmem-Secret": SECRET, "X-Prefmem-User": user}


async def at_pace(count: int, rounds: int, pace: float, ask: Any) -> Times:
    """`count` callers, each at a moment of their own: ask, and again in the time of an answer."""
    times, chance = Times(), random.Random(count)
    period = pace * ALL + THINKING

    async def caller(number: int, begin: float) -> None:
        await asyncio.sleep(begin)
        for _ in range(rounds):
            due = time.perf_counter() + period
            await ask(number, times)
            await asyncio.sleep(max(THINKING, due - time.perf_counter()))

    await asyncio.gather(*(caller(n, chance.uniform(0, period)) for n in range(count)))
    return times


# --- figures ----------------------------------------------------------------------------------


async def latency(callers: Callers, at: Mapping[str, str], count: int, rounds: int) -> None:
    pace = HASTY if count == 1 else 1.0
    model = f"paced-{pace}"

    async def way(address: str, memory: str) -> Times:
        async def ask(number: int, times: Times) -> None:
            await callers.ask(address, times, model=model, user=f"u{number}", memory=memory)

        return await at_pace(count, rounds, pace, ask)

    async def embed(_: int, times: Times) -> None:
        await callers.embed(at["embedding"], times)

    direct = await way(at["upstream"], "off")
    row(count, "direct", direct)
    alone = await at_pace(count, rounds, pace, embed)
    row(count, "the embedding alone", alone)
    row(count, "passed on", await way(at["gateway"], "off"), direct)
    callers.applied = 0
    row(count, "memory", await way(at["gateway"], "on"), direct, alone)
    assert callers.applied, "nothing was personalized: this measured something else"


HEADINGS = ("p50", "p99", "first p50", "first p99", "last p50", "last p99", "beyond p50")


def head() -> None:
    print(f"{'':8} {'':24} {'milliseconds':>16}   {'added at the ...':<40}", flush=True)
    print(f"{'callers':>8} {'':24}" + "".join(f"{name:>11}" for name in HEADINGS), flush=True)


def row(
    count: int, name: str, times: Times, direct: Times | None = None, alone: Times | None = None
) -> None:
    cells = [ms(times.last, q) for q in (50, 99)]
    if direct is not None:
        cells += [ms(times.first, q) - ms(direct.first, q) for q in (50, 99)]
        cells += [ms(times.last, q) - ms(direct.last, q) for q in (50, 99)]
    if alone is not None:
        cells.append(cells[-2] - ms(alone.last, 50))
    print(f"{count:8} {name:24}" + "".join(f"{cell:11.1f}" for cell in cells), flush=True)


def ms(times: Sequence[float], q: Quantile) -> float:
    return 1000 * sorted(times)[min(len(times) - 1, len(times) * q // 100)]


async def growth(callers: Callers, gateway: str, pid: int, requests: int) -> None:
    """Resident memory after the first hundred streamed requests, and at the end."""
    done = 0
    for mark in sorted({100, requests // 4, requests // 2, 3 * requests // 4, requests}):
        begun, limit = time.perf_counter(), asyncio.Semaphore(16)

        async def one(number: int, limit: asyncio.Semaphore = limit) -> None:
            async with limit:
                user = f"u{number % 64}"
                await callers.ask(gateway, Times(), model="fast", user=user, memory="on")

        await asyncio.gather(*(one(n) for n in range(done, mark)))
        rate = (mark - done) / (time.perf_counter() - begun)
        done = mark
        await asyncio.sleep(2)  # what was begun behind the answers ends
        told = f"after {done:6} streamed requests: {resident(pid):7.1f} MB   ({rate:.0f}/s)"
        print(told, flush=True)


def resident(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    raise AssertionError("no VmRSS")


@contextmanager
def gateway_before(upstream: str) -> Iterator[tuple[str, int]]:
    with (
        tempfile.TemporaryDirectory() as folder,
        process("gateway", f"{folder}/prefmem.db", upstream) as found,
    ):
        yield found


async def measure_latency(upstream: str, gateway: str, embedding: str, told: Any) -> None:
    at = {"upstream": upstream, "gateway": gateway, "embedding": embedding}
    async with client() as opened:
        callers = Callers(client=opened)
        await callers.tell(gateway, [f"u{n}" for n in range(max(told.callers))])
        for address in (upstream, gateway):  # connections, caches
            for n in range(20):
                await callers.ask(address, Times(), model="fast", user=f"u{n % 4}", memory="on")
        for _ in range(20):
            await callers.embed(embedding, Times())
        head()
        for count in told.callers:
            await latency(callers, at, count, told.rounds * max(1, 8 // count))


async def measure_memory(gateway: str, pid: int, requests: int) -> None:
    async with client() as opened:
        callers = Callers(client=opened)
        await callers.tell(gateway, [f"u{n}" for n in range(64)])
        await growth(callers, gateway, pid, requests)


def client() -> httpx.AsyncClient:
    return httpx.AsyncClient(timeout=60, limits=httpx.Limits(max_connections=None))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--callers", type=int, nargs="*", default=[1, 16, 64])
    parser.add_argument(
        "--rounds", type=int, default=4, help="questions of each of 16 or 64 callers"
    )
    parser.add_argument("--memory", type=int, default=10_000, help="streamed requests")
    parser.add_argument("--serve", nargs="+", help=argparse.SUPPRESS)
    told = parser.parse_args()
    if told.serve:
        what, port, *rest = told.serve
        serve(what, int(port), *rest)
        return
    print(f"load average at the beginning: {os.getloadavg()[0]:.2f}\n", flush=True)
    with process("upstream") as (upstream, _):
        if told.callers:
            with gateway_before(upstream) as (gateway, _), process("embedding") as (alone, _):
                asyncio.run(measure_latency(upstream, gateway, alone, told))
        if told.memory:
            print(flush=True)
            with gateway_before(upstream) as (gateway, pid):
                asyncio.run(measure_memory(gateway, pid, told.memory))
    print(f"\nload average at the end: {os.getloadavg()[0]:.2f}", flush=True)


if __name__ == "__main__":
    main()
