"""A model that fails in the middle, is away for long, or cannot bear one turn: nothing is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from importlib import util
from itertools import count
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from prefmem.distillers.completion import TransientFailure
from prefmem.errors import DistillerError
from prefmem.stores import schedule

pytestmark = pytest.mark.anyio
HERE = Path(__file__).parent
ROOT = HERE.parents[1]
EVERYTHING = ["Likes Go", "Likes Jazz", "Likes Schach", "Likes Tee", "Likes Wasser"]


def _reading() -> ModuleType:
    spec = util.spec_from_file_location("reading", HERE / "reading.py")
    assert spec is not None
    assert spec.loader is not None
    module = util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


reading = _reading()


class Clock:
    """Seconds that pass when the test says so."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(schedule, "time", SimpleNamespace(monotonic=made))
    return made


def fails(*calls: int, error: Exception | None = None) -> Callable[[str], None]:
    """Fail on these calls, counted from 1."""
    counted = count(1)

    def before(_: str) -> None:
        if next(counted) in calls:
            raise error or DistillerError("the model made no sense")

    return before


async def held(memory) -> list[str]:
    return sorted(one.statement for one in (await memory.user("ada").profile()).preferences)


# --- in the middle --------------------------------------------------------------------------


@pytest.mark.parametrize("location", [":memory:", "p.db"])
async def test_a_batch_that_was_read_is_not_paid_for_again(location: str, tmp_path: Path):
    model = reading.Model(fails(2))
    where = location if location == ":memory:" else str(tmp_path / location)
    async with reading.opened(where, model) as memory:
        await reading.observe(memory)
        status = await memory.drain()
        assert await held(memory) == ["Likes Tee", "Likes Wasser"]
        assert (status.waiting, status.failures) == (3, 1)
        if location != ":memory:":
            return  # its clock is the database's own: the next test lets a process die instead
    assert model.read == [["Tee", "Wasser"], ["Jazz"]]


async def test_a_failing_batch_is_read_again_and_no_other(clock: Clock):
    model = reading.Model(fails(2))
    async with reading.opened(":memory:", model, clock=clock) as memory:
        await reading.observe(memory)
        await memory.drain()
        clock.seconds += 10.0
        status = await memory.drain()
        assert await held(memory) == EVERYTHING
    assert model.read == [["Tee", "Wasser"], ["Jazz"], ["Jazz"], ["Schach", "Go"]]
    assert (status.waiting, status.parked) == (0, 0)
    assert status.counters["model_calls"] == 3


@pytest.mark.requirement("observe:model-fails")
async def test_killed_between_batches_nothing_is_lost_and_nothing_read_twice(tmp_path: Path):
    file = str(tmp_path / "p.db")
    command = [sys.executable, str(HERE / "reading.py"), file]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    assert subprocess.run(command, env=env, check=False).returncode == -signal.SIGKILL
    model = reading.Model()
    async with reading.opened(file, model) as memory:
        before = (await memory.status()).waiting
        status = await memory.drain()
        assert await held(memory) == EVERYTHING
        ledger = await memory._engine.parts.store.preferences.evidence(memory.user("ada").scope)
    assert before == 3, "what the first batch was about waits no more"
    assert model.read == [["Jazz"], ["Schach", "Go"]]
    assert len(ledger) == len(EVERYTHING)
    assert (status.waiting, status.counters["model_calls"]) == (0, 3)


# --- away -----------------------------------------------------------------------------------


async def test_a_long_outage_parks_no_turn_and_shows(clock: Clock):
    """Twelve hours: the model is asked ever more rarely, and the turns wait."""
    down = True

    def before(_: str) -> None:
        if down:
            raise TransientFailure("connection refused")

    model = reading.Model(before)
    async with reading.opened(":memory:", model, clock=clock) as memory:
        await reading.observe(memory)
        for _ in range(12 * 60):
            status = await memory.drain()
            clock.seconds += 60.0
        asked = len(model.asked)
        assert (status.waiting, status.parked) == (5, 0)
        assert status.oldest_waiting is not None
        assert status.counters["batches_postponed"] > 10
        assert asked < 4 * 60, "three times and once to see, every quarter of an hour in the end"
        down = False
        clock.seconds += 1000.0
        status = await memory.drain()
        assert await held(memory) == EVERYTHING
    assert (status.waiting, status.parked, status.failures) == (0, 0, 0)
    assert model.read[asked:] == [["Tee", "Wasser"], ["Jazz"], ["Schach", "Go"]]


async def test_a_server_that_is_down_for_a_while_is_waited_for(clock: Clock, scripted_server):
    from prefmem.distillers.openai import OpenAICompleter

    completer = OpenAICompleter("m", base_url=scripted_server.base_url, api_key="none")
    scripted_server.then({}, status=429, headers={"Retry-After": "120"})
    for _ in range(4):
        scripted_server.then({"error": {"message": "down"}}, status=503)
    scripted_server.says('{"items": []}')
    async with reading.opened(":memory:", completer, clock=clock) as memory:
        await memory.user("ada").observe(
            [{"role": "user", "content": "Ich mag Tee."}], conversation="c1"
        )
        waits: list[tuple[int, int]] = []
        for seconds in (0.0, 110.0, 11.0, 4.0, 7.0):
            clock.seconds += seconds
            status = await memory.drain()
            waits.append((status.waiting, len(scripted_server.requests)))
        await completer.close()
    # One answer with "come in 120 s"; nothing is asked before; then 503, and a pause of its own.
    assert waits == [(1, 1), (1, 1), (1, 5), (1, 5), (0, 6)]
    assert (status.parked, status.failures) == (0, 0)


async def test_while_a_model_is_away_other_users_do_not_ask_it(clock: Clock):
    model = reading.Model(fails(*range(1, 100), error=TransientFailure("overloaded")))
    async with reading.opened(":memory:", model, clock=clock) as memory:
        for name in ("ada", "bob", "eve"):
            given = [{"role": "user", "content": "Ich mag Tee."}]
            await memory.user(name).observe(given, conversation="c1")
        status = await memory.drain()
    assert status.waiting == 3
    assert len(model.asked) == 4, "three attempts and one to see whether it is there at all"


async def test_a_wrong_key_blames_no_turn(clock: Clock, scripted_server):
    from prefmem.distillers.openai import OpenAICompleter

    completer = OpenAICompleter("m", base_url=scripted_server.base_url, api_key="none")
    scripted_server.then({"error": {"message": "bad key"}}, status=401)
    async with reading.opened(":memory:", completer, clock=clock) as memory:
        await reading.observe(memory)
        for _ in range(8):
            clock.seconds += 1000.0
            status = await memory.drain()
        await completer.close()
    assert (status.waiting, status.parked, len(scripted_server.requests)) == (5, 0, 8)


# --- one turn's own fault -------------------------------------------------------------------


@pytest.mark.parametrize("how", ["no answer", "no json"])
async def test_a_turn_that_the_model_never_bears_is_parked_and_no_other(clock: Clock, how: str):
    """The server breaks on it, or never meets the schema; it answers everything else."""

    class Picky(reading.Model):
        async def complete(self, system, user, schema):
            answer = await super().complete(system, user, schema)
            if "Jazz." not in user.partition("[1]")[2]:
                return answer
            if how == "no answer":
                raise TransientFailure("500")
            return type(answer)(text="Jazz is great!", tokens_in=10, tokens_out=5)

    model = Picky()
    async with reading.opened(":memory:", model, clock=clock) as memory:
        await reading.observe(memory)
        for _ in range(10):
            status = await memory.drain()
            clock.seconds += 1000.0
        assert await held(memory) == [one for one in EVERYTHING if "Jazz" not in one]
    assert (status.waiting, status.parked, status.failures) == (0, 1, 5)
    assert status.counters["model_calls"] >= 5, "what was spent in vain is counted"


async def test_a_failing_batch_is_not_the_fault_of_the_batches_behind_it(clock: Clock):
    """Only the turns of the batch that failed are read one by one."""
    model = reading.Model(fails(*range(1, 7), error=None))
    async with reading.opened(":memory:", model, clock=clock) as memory:
        await reading.observe(memory)
        for _ in range(8):
            await memory.drain()
            clock.seconds += 1000.0
        assert (await memory.status()).waiting == 0
    assert model.read[-2:] == [["Jazz"], ["Schach", "Go"]]
