"""A model that an application lends: to read requests, and to compare what answers conclude."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import anyio
import pytest

from prefmem import AsyncPreferenceMemory, PreferenceMemory, UsageError
from prefmem.distillers.overseer import overseer
from prefmem.errors import DistillerError
from prefmem.policy import audit
from prefmem.policy.oversight import Oversight

FINNISH = [{"role": "user", "content": "Mitä elokuvaa katsoisin tänä iltana?"}]
MOVIE = [{"role": "user", "content": "Which movie should I watch tonight?"}]
LIKES = [{"role": "user", "content": "I love slow Japanese films, please remember that."}]


class Model:
    """Says what it was told to, and counts."""

    def __init__(self, text: str = "recommendation") -> None:
        self.text = text
        self.asked: list[Any] = []

    async def __call__(self, given: Any) -> str:
        self.asked.append(given)
        return self.text


async def asleep(_: Any) -> str:
    await anyio.sleep_forever()
    return ""


async def away(_: Any) -> str:
    raise DistillerError("the model is away; try again")


async def buggy(_: Any) -> str:
    raise ZeroDivisionError("a bug in the application's function")


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Callable[[Oversight | None], PreferenceMemory]]:
    held: list[PreferenceMemory] = []

    def open_with(oversight: Oversight | None) -> PreferenceMemory:
        memory = PreferenceMemory.open(tmp_path / "p.db", oversight=oversight)
        held.append(memory)
        return memory.__enter__()

    yield open_with
    for memory in held:
        memory.__exit__(None, None, None)


def kinds(memory: PreferenceMemory, request: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    return memory.user("ada").personalize(request).decision.kinds


def counted(memory: PreferenceMemory, beginning: str) -> dict[str, int]:
    found = memory.status().counters
    return {name: n for name, n in found.items() if name.startswith(beginning)}


Opened = Callable[[Oversight | None], PreferenceMemory]


@pytest.mark.requirement("personalize:no-model-call")
def test_without_oversight_no_model_is_asked(opened: Opened) -> None:
    memory = opened(None)
    answer = memory.user("ada").personalize(MOVIE)
    memory.user("ada").audit("Watch Tokyo Story.", answer)
    assert counted(memory, "request readings") == counted(memory, "compared") == {}


@pytest.mark.requirement("policy:model-reads-in-time")
def test_a_model_reads_what_words_do_not_within_its_time(opened: Opened) -> None:
    model = Model()
    memory = opened(Oversight(reads=model, seconds=5.0))
    assert kinds(memory, FINNISH) == ("recommendation",)
    assert kinds(memory, FINNISH) == ("recommendation",)
    assert len(model.asked) == 1, "what was read is remembered"
    assert counted(memory, "request readings") == {"request readings by model: changed": 1}


@pytest.mark.requirement("policy:model-reads-in-time")
@pytest.mark.parametrize(
    ("reads", "outcome"), [(asleep, "late"), (away, "failed"), (Model("a dance"), "unusable")]
)
def test_without_a_models_answer_the_own_stricter_reading_holds(
    opened: Opened, reads: Callable[[str], Awaitable[str]], outcome: str
) -> None:
    memory = opened(Oversight(reads=reads, seconds=0.05))
    assert "unclear" in kinds(memory, FINNISH)
    assert counted(memory, "request readings") == {f"request readings by model: {outcome}": 1}


def test_a_bug_in_what_was_lent_fails_no_request(
    opened: Opened, caplog: pytest.LogCaptureFixture
) -> None:
    memory = opened(Oversight(reads=buggy, seconds=1.0, answers=buggy, share=1.0))
    ada = memory.user("ada")
    ada.observe(LIKES, conversation="c")
    with caplog.at_level(logging.ERROR):
        given = ada.personalize(MOVIE)
        ada.audit("Watch it.", given)
        memory.drain()
    assert given.applied
    assert "a bug in the application's function" in caplog.text
    assert counted(memory, "compared") == {"compared: failed": 1}


@pytest.mark.requirement("policy:model-reads-off-the-hot-path")
def test_off_the_hot_path_the_next_same_request_profits(opened: Opened) -> None:
    model = Model()
    memory = opened(Oversight(reads=model))
    first = kinds(memory, FINNISH)
    memory.drain()
    assert first != kinds(memory, FINNISH) == ("recommendation",)
    assert len(model.asked) == 1


def test_a_model_never_loosens_what_is_grave(opened: Opened) -> None:
    memory = opened(Oversight(reads=Model("small_talk"), seconds=5.0))
    found = kinds(memory, [{"role": "user", "content": "Can I mix bleach and ammonia?"}])
    assert "safety_critical" in found


@pytest.mark.requirement("policy:conclusions-are-compared")
@pytest.mark.parametrize(
    ("without", "outcome"),
    [("I recommend Tokyo Story.", "same"), ("I recommend Die Hard.", "differs")],
)
def test_a_sampled_answer_is_compared_with_one_without_the_profile(
    opened: Opened, without: str, outcome: str
) -> None:
    model = Model(without)
    memory = opened(Oversight(answers=model, share=1.0))
    ada = memory.user("ada")
    ada.observe(LIKES, conversation="c")
    given = ada.personalize(MOVIE)
    assert given.applied
    ada.audit("I recommend Tokyo Story.", given)
    memory.drain()
    assert model.asked == [MOVIE], "the profile is taken out again"
    assert counted(memory, "compared") == {f"compared {given.decision.tier}: {outcome}": 1}


@pytest.mark.anyio
@pytest.mark.requirement("policy:conclusions-are-compared")
async def test_what_was_found_in_an_answer_is_recorded_without_text(tmp_path: Path) -> None:
    lent = Oversight(answers=Model("I recommend Die Hard."), share=1.0)
    async with AsyncPreferenceMemory.open(tmp_path / "p.db", oversight=lent) as memory:
        ada = memory.user("ada")
        await ada.observe(LIKES, conversation="c")
        given = await ada.personalize(MOVIE)
        await ada.audit("I recommend Tokyo Story.", given)
        await memory.drain()
        await memory._engine.parts.audit.flush()
        rows = await audit.read(memory._engine.parts.store)
    assert [row["point"] for row in rows] == ["select", "output", "output"]
    assert {row["decision_id"] for row in rows} == {given.decision.decision_id}
    assert "no names in common" in rows[2]["reason"]
    assert "Tokyo" not in str(rows)
    assert "Hard" not in str(rows)
    assert audit.verify(rows).intact


def test_who_is_erased_is_asked_about_no_more(opened: Opened) -> None:
    model = Model()
    memory = opened(Oversight(reads=asleep, answers=model, share=1.0, patience=0.5))
    ada = memory.user("ada")
    ada.observe(LIKES, conversation="c")
    given = ada.personalize(MOVIE)
    ada.audit("I recommend Tokyo Story.", given)
    ada.erase()
    memory.drain()
    assert model.asked == []
    assert counted(memory, "compared") == {}


def test_a_memory_closes_while_a_model_is_asked(opened: Opened) -> None:
    memory = opened(Oversight(reads=asleep))
    assert kinds(memory, FINNISH)


@pytest.mark.parametrize("given", [{"share": 1.5}, {"seconds": -1.0}, {"patience": 0.0}])
def test_what_makes_no_sense_is_refused(given: Any) -> None:
    with pytest.raises(UsageError):
        Oversight(**given)


def test_a_model_behind_an_endpoint_is_lent(opened: Opened, scripted_server: Any) -> None:
    server = scripted_server.says("recommendation").says("I recommend Die Hard.")
    memory = opened(
        overseer("m", base_url=server.base_url, api_key="none", seconds=60.0, share=1.0)
    )
    ada = memory.user("ada")
    ada.observe(LIKES, conversation="c")
    given = ada.personalize(MOVIE)
    ada.audit("I recommend Tokyo Story.", given)
    memory.drain()
    assert "REQUEST>>>" in server.requests[0]["messages"][0]["content"]
    assert "response_format" not in server.requests[0]
    assert server.requests[1]["messages"] == MOVIE
    assert sum(counted(memory, "compared").values()) == 1


@pytest.mark.slow
def test_a_real_small_model_reads_and_answers(opened: Opened, model_server: Any) -> None:
    lent = overseer(
        model_server.model,
        base_url=model_server.base_url,
        api_key="none",
        seconds=30.0,
        share=1.0,
        max_tokens=32,
    )
    memory = opened(lent)
    ada = memory.user("ada")
    ada.observe(LIKES, conversation="c")
    given = ada.personalize(MOVIE)
    ada.audit("I recommend Tokyo Story.", given)
    memory.drain()
    assert sum(counted(memory, "request readings").values()) == 1
    assert sum(counted(memory, "compared").values()) == 1
