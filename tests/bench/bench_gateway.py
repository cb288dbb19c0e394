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
`beyond` what is left of it at the last byte without the embedding. `processor` is what the
gateway's process took of the processor for each request, streaming and writing included: it says
what the code costs where others make the clock useless.

Memory is told in parts, after 100, 1,000, 5,000 and 10,000 requests. `in use` is what the process
has allocated and not given back, after a collection: what is held for good, and caches until they
are full (SQLite's pages, profiles). `spare` is what the allocator keeps of what was given back,
which follows the busiest moment. `objects` are Python's. Growth is what `in use` and `objects` go
on doing; at the end the spare memory is returned, and `resident` is told once more.
"""

from __future__ import annotations

import argparse
import asyncio
import ctypes
import gc
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
    app = create_app(path, settings=Settings(upstream=upstream, identity=identity, limits=limits))

    async def told(scope: Any, receive: Any, send: Any) -> None:
        if scope.get("path") != "/v1/held":
            return await app(scope, receive, send)
        answer = json.dumps(held(give_back=b"back" in scope["query_string"])).encode()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": answer})

    return told


class Allocated(ctypes.Structure):
    """What glibc tells of its heaps, in bytes (`mallinfo2`)."""

    _fields_ = [
        (name, ctypes.c_size_t)
        for name in (
            *("arena", "ordblks", "smblks", "hblks", "hblkhd"),
            *("usmblks", "fsmblks", "uordblks", "fordblks", "keepcost"),
        )
    ]


def held(*, give_back: bool) -> dict[str, float]:
    """What this process holds; megabytes, and numbers of objects and threads."""
    gc.collect()
    found: dict[str, float] = {
        "objects": len(gc.get_objects()),
        "threads": len(os.listdir("/proc/self/task")),
    }
    libc = ctypes.CDLL(None)
    if hasattr(libc, "mallinfo2"):
        libc.mallinfo2.restype = Allocated
        heaps = libc.mallinfo2()
        found["in use"] = (heaps.uordblks + heaps.hblkhd) / 2**20
        found["spare"] = heaps.fordblks / 2**20
        if give_back:
            libc.malloc_trim(0)
    return {**found, "resident": resident(os.getpid())}


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


async def latency(
    callers: Callers, at: Mapping[str, str], pid: int, count: int, rounds: int
) -> None:
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
    for name, memory in (("passed on", "off"), ("memory", "on")):
        callers.applied, before = 0, processor(pid)
        times = await way(at["gateway"], memory)
        await asyncio.sleep(1)  # what was begun behind the answers ends
        each = (processor(pid) - before) / len(times.last)
        row(count, name, times, direct, alone if memory == "on" else None, each)
    assert callers.applied, "nothing was personalized: this measured something else"


HEADINGS = (
    *("p50", "p99", "first p50", "first p99", "last p50", "last p99"),
    *("beyond p50", "processor"),
)


def head() -> None:
    print(f"{'':8} {'':24} {'milliseconds':>16}   {'added at the ...':<40}", flush=True)
    print(f"{'callers':>8} {'':24}" + "".join(f"{name:>11}" for name in HEADINGS), flush=True)


def row(
    count: int,
    name: str,
    times: Times,
    direct: Times | None = None,
    alone: Times | None = None,
    each: float | None = None,
) -> None:
    cells = [ms(times.last, q) for q in (50, 99)]
    if direct is not None:
        cells += [ms(times.first, q) - ms(direct.first, q) for q in (50, 99)]
        cells += [ms(times.last, q) - ms(direct.last, q) for q in (50, 99)]
    told = [f"{cell:11.1f}" for cell in cells]
    if each is not None:
        beyond = "" if alone is None else f"{cells[-2] - ms(alone.last, 50):.1f}"
        told += [f"{beyond:>11}", f"{1000 * each:11.1f}"]
    print(f"{count:8} {name:24}" + "".join(told), flush=True)


def ms(times: Sequence[float], q: Quantile) -> float:
    return 1000 * sorted(times)[min(len(times) - 1, len(times) * q // 100)]


async def growth(callers: Callers, gateway: str, requests: int) -> None:
    """What the gateway holds after so many streamed requests."""
    names = ("resident", "in use", "spare", "objects", "threads", "per second")
    print(f"{'requests':>24}" + "".join(f"{name:>12}" for name in names), flush=True)

    async def tell(what: str, rate: float, query: str = "") -> None:
        answer = await callers.client.get(f"{gateway}/held{query}")
        found = {**answer.raise_for_status().json(), "per second": rate}
        cells = (f"{found.get(name, float('nan')):12,.1f}" for name in names)
        print(f"{what:>24}" + "".join(cells), flush=True)

    done = 0
    for mark in sorted({min(n, requests) for n in (100, 1_000, 5_000, requests)}):
        begun, limit = time.perf_counter(), asyncio.Semaphore(16)

        async def one(number: int, limit: asyncio.Semaphore = limit) -> None:
            async with limit:
                user = f"u{number % 64}"
                await callers.ask(gateway, Times(), model="fast", user=user, memory="on")

        await asyncio.gather(*(one(n) for n in range(done, mark)))
        rate = (mark - done) / (time.perf_counter() - begun)
        done = mark
        await asyncio.sleep(2)  # what was begun behind the answers ends
        await tell(f"{done:,}", rate)
    await tell("spare memory returned", 0.0, "?back")


def processor(pid: int) -> float:
    """Seconds of the processor that a process has taken so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


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


async def measure_latency(upstream: str, gateway: str, pid: int, embedding: str, told: Any) -> None:
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
            await latency(callers, at, pid, count, told.rounds * max(1, 8 // count))


async def measure_memory(gateway: str, requests: int) -> None:
    async with client() as opened:
        callers = Callers(client=opened)
        await callers.tell(gateway, [f"u{n}" for n in range(64)])
        await growth(callers, gateway, requests)


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
            with gateway_before(upstream) as (gateway, pid), process("embedding") as (alone, _):
                asyncio.run(measure_latency(upstream, gateway, pid, alone, told))
        if told.memory:
            print(flush=True)
            with gateway_before(upstream) as (gateway, _):
                asyncio.run(measure_memory(gateway, told.memory))
    print(f"\nload average at the end: {os.getloadavg()[0]:.2f}", flush=True)


if __name__ == "__main__":
    main()
