"""While memory is paused no model is told anything, and what was said before waits."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from prefmem import PreferenceMemory
from prefmem.distillers.completion import Completion
from prefmem.distillers.llm import ModelDistiller

DURIAN = "Durian again at the market, could not resist it as ever."
FOUND = {
    "turn": 1,
    "quote": DURIAN,
    "statement": "Enjoys durian",
    "behaviour": "taste.food",
    "kind": "stated",
    "polarity": "for",
    "subject": "durian",
    "lasting": True,
    "reason": None,
    "when": None,
    "replaces": None,
}
BY_CALL = (lambda user: user.pause(), lambda user: user.resume())
BY_WORDS = (
    lambda user: say(user, "Stop remembering things about me."),
    lambda user: say(user, "You can remember things again."),
)


class Model:
    """Finds durian, and words no summary."""

    name = "reader"

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def complete(self, system: str, user: str, schema: Mapping[str, Any]) -> Completion:
        self.asked.append(user)
        items = [FOUND] if "Durian" in user else []
        return Completion(
            text=json.dumps({"items": items, "withdrawn": []}), tokens_in=7, tokens_out=3
        )


@pytest.fixture
def model() -> Model:
    return Model()


@pytest.fixture(params=["p.db", ":memory:"])
def memory(
    request: pytest.FixtureRequest, tmp_path: Path, model: Model
) -> Iterator[PreferenceMemory]:
    location = ":memory:" if request.param == ":memory:" else tmp_path / request.param
    distiller = ModelDistiller(model, first_wait=0)
    with PreferenceMemory.open(location, distiller=distiller) as memory:
        yield memory


def say(user: Any, text: str) -> None:
    user.observe([{"role": "user", "content": text, "id": text}], conversation="c")


def held(user: Any) -> list[str]:
    return [one.statement for one in user.profile().preferences]


@pytest.mark.requirement("user:pause")
@pytest.mark.parametrize(("pause", "resume"), [BY_CALL, BY_WORDS], ids=["call", "words"])
def test_what_was_said_before_a_pause_is_read_after_it(
    memory: PreferenceMemory, model: Model, pause: Any, resume: Any
) -> None:
    ada = memory.user("ada")
    say(ada, DURIAN)
    pause(ada)
    for _ in range(3):
        status = memory.drain()
        memory.work()
    assert model.asked == []
    assert held(ada) == []
    assert status.waiting > 0
    assert (status.failures, status.parked, status.oldest_waiting) == (0, 0, None)
    assert "batches_postponed" not in status.counters
    resume(ada)
    status = memory.drain()
    assert held(ada) == ["Enjoys durian"]
    assert (status.waiting, status.failures, status.parked) == (0, 0, 0)


@pytest.mark.requirement("user:pause")
def test_who_pauses_holds_up_nobody_else(memory: PreferenceMemory, model: Model) -> None:
    ada, bob = memory.user("ada"), memory.user("bob")
    for user in (ada, bob):
        say(user, DURIAN)
    ada.pause()
    memory.drain()
    assert len(model.asked) == 1
    assert (held(ada), held(bob)) == ([], ["Enjoys durian"])


@pytest.mark.requirement("user:pause")
def test_a_model_that_was_reading_when_memory_was_paused_teaches_nothing(
    memory: PreferenceMemory, model: Model
) -> None:
    """What it cost is counted; after the pause it is asked again."""
    ada = memory.user("ada")
    say(ada, DURIAN)
    engine = memory._memory._engine

    async def paused(*given: Any, **more: Any) -> Any:
        await engine.committer.pause(ada.scope, on=True)
        return await distil(*given, **more)

    distiller: Any = engine.parts.distillers["model"]
    distil, distiller.distil = distiller.distil, paused
    status = memory.drain()
    assert len(model.asked) == 1
    assert held(ada) == []
    assert status.counters["model_calls"] == 1
    assert (status.waiting, status.failures) == (1, 0)
    distiller.distil = distil
    ada.resume()
    memory.drain()
    assert held(ada) == ["Enjoys durian"]


@pytest.mark.requirement("user:pause")
def test_no_summary_is_worded_while_memory_is_paused(
    memory: PreferenceMemory, model: Model
) -> None:
    ada = memory.user("ada")
    say(ada, "I love dark chocolate.")
    memory.drain()
    model.asked.clear()
    ada.profile()  # the next call would have a wording
    ada.pause()
    assert ada.profile().summary
    memory.drain()
    assert model.asked == []
    ada.resume()
    ada.profile()
    memory.drain()
    assert "<notes>" in model.asked[0]
