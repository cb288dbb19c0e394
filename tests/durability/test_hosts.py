"""Several hosts on one PostgreSQL, one of which is cut off in the middle of its work."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import anyio
import pytest

from prefmem.conformance.samples import turn
from prefmem.stores.sql import SqlStore
from prefmem.types import Scope

if TYPE_CHECKING:
    from tests.conftest import PostgresServer

pytestmark = [pytest.mark.anyio, pytest.mark.slow]
HERE = Path(__file__).parent
HOSTS = 3
USERS = tuple(Scope(tenant="t", user=f"u{n}") for n in range(16))
TURNS = 4


def ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True, capture_output=True)


@pytest.fixture
def networks() -> Iterator[tuple[str, ...]]:
    """Network namespaces, each joined to this one by a cable of its own; their names."""
    if shutil.which("ip") is None:
        pytest.skip("needs iproute2")
    names = tuple(f"pm{os.getpid()}n{n}" for n in range(HOSTS))
    try:
        for number, name in enumerate(names):
            ip("netns", "add", name)
            ip("link", "add", cable(number), "type", "veth", "peer", "name", "eth0", "netns", name)
            ip("addr", "add", f"{gate(number)}/24", "dev", cable(number))
            ip("link", "set", cable(number), "up")
            ip("-n", name, "addr", "add", f"10.91.{number}.2/24", "dev", "eth0")
            ip("-n", name, "link", "set", "eth0", "up")
    except subprocess.CalledProcessError as error:
        remove(names)
        pytest.skip(f"network namespaces are not possible here: {error.stderr.decode()}")
    yield names
    remove(names)


def remove(names: tuple[str, ...]) -> None:
    for name in names:
        subprocess.run(["ip", "netns", "del", name], check=False, capture_output=True)


def cable(number: int) -> str:
    return f"pmv{os.getpid()}x{number}"[:15]


def gate(number: int) -> str:
    return f"10.91.{number}.1"


@pytest.fixture
def server(
    networks: tuple[str, ...], postgres: PostgresServer
) -> Iterator[tuple[PostgresServer, int]]:
    """A PostgreSQL that the other hosts reach, and its port."""
    with socket.socket() as free:
        free.bind(("", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="pg", ignore_cleanup_errors=True) as home:
        made = type(postgres)(Path(home), options=f"-h '*' -p {port}")
        made.let_in("10.91.0.0/16")
        made.start()
        try:
            yield made, port
        finally:
            made.stop()


class Host:
    """A worker in a network of its own."""

    def __init__(self, network: str, url: str) -> None:
        self.told: list[tuple[str, str, str]] = []
        command = ["ip", "netns", "exec", network, sys.executable, str(HERE / "host.py"), url]
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": str(HERE.parents[1])},
            text=True,
        )
        self._listener = threading.Thread(target=self._listen)
        self._listener.start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            word, user, names = line.split()
            self.told.append((word, user, names))

    def at_work(self) -> bool:
        """True between `began` and `done`."""
        return bool(self.told) and self.told[-1][0] == "began"

    def end(self) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._listener.join()
        self.process.stdout.close()


async def until(condition: object, seconds: float) -> None:
    assert callable(condition)
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not come to that"
        await anyio.sleep(0.005)


async def until_idle(store: SqlStore, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    waiting = True
    while waiting:
        assert time.monotonic() < deadline, "the others did not take over"
        waiting = (await store.work.backlog())["waiting"] > 0
        await anyio.sleep(0.05)


@pytest.mark.requirement("work:taken-over")
async def test_a_host_that_is_cut_off_is_replaced_and_nothing_is_done_twice(
    networks: tuple[str, ...], server: tuple[PostgresServer, int]
) -> None:
    postgres, port = server
    store = await SqlStore.open(postgres.database("postgres") + f"&port={port}")
    for scope in USERS:
        said = [turn(str(n)) for n in range(TURNS)]
        await store.turns.append(scope, said, due={"local": 0.0})
    hosts = [
        Host(name, f"postgresql://postgres@{gate(n)}:{port}/postgres")
        for n, name in enumerate(networks)
    ]
    try:
        await until(lambda: all(len(host.told) > 2 for host in hosts), 40)
        await until(hosts[1].at_work, 10)
        ip("link", "set", cable(1), "down")
        cut, before = hosts[1].told[-1], len(hosts[1].told)
        await until_idle(store, 60)
        assert len(hosts[1].told) <= before + 1, "it could not reach anything"
        ip("link", "set", cable(1), "up")
        await until(lambda: ("lost", *cut[1:]) in hosts[1].told, 40)
        assert ("done", *cut[1:]) not in hosts[1].told[before:]
    finally:
        for host in hosts:
            host.end()
    for scope in USERS:
        names = [f"c/{n}" for n in range(TURNS)]
        (count,) = (await store.preferences.profile(scope)).records
        assert count.drift["seen"] == names, "each once, and in order"
        assert [one.id for one in await store.preferences.evidence(scope)] == names
    workers = {
        number for number, host in enumerate(hosts) if any(t[0] == "done" for t in host.told)
    }
    assert workers == {0, 1, 2}
    await store.close()
