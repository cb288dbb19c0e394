"""The summary in a model's words: in the background, with the same facts, or not at all."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from prefmem import AsyncPreferenceMemory, PreferenceMemory
from prefmem.distillers.completion import Completion, TransientFailure
from prefmem.distillers.llm import ModelDistiller
from prefmem.distillers.openai import OpenAICompleter
from prefmem.tokens import counter_for

SAID = [
    {"role": "user", "content": "I love dark chocolate, and I can't stand coriander."},
    {"role": "user", "content": "From now on, always use metric units."},
]
NOTE = re.compile(r"^(\d+)\. \[(.*?)\] (.*)$", re.MULTILINE)


def politely(number: int, text: str) -> dict[str, Any]:
    return {"text": f"They {text[0].lower()}{text[1:]}", "of": [number]}


class Model:
    """Finds nothing in turns; words summaries as it is told to."""

    name = "wordsmith"

    def __init__(self, word: Callable[[int, str], Any] = politely) -> None:
        self.word = word
        self.calls: list[str] = []
        self.meanwhile: Callable[[], None] = lambda: None

    async def complete(self, system: str, user: str, schema: Mapping[str, Any]) -> Completion:
        if "<notes>" not in user:
            return Completion(text='{"items": [], "withdrawn": []}', tokens_in=7, tokens_out=3)
        self.calls.append(user)
        self.meanwhile()
        told = [self.word(int(number), text) for number, _, text in NOTE.findall(user)]
        return Completion(text=json.dumps({"sentences": told}), tokens_in=100, tokens_out=20)


def opened(path: Path, model: Model) -> PreferenceMemory:
    return PreferenceMemory.open(path / "p.db", distiller=ModelDistiller(model, first_wait=0))


def told(memory: PreferenceMemory) -> str:
    """The summary, once everything that waits is done."""
    memory.user("ada").profile()
    memory.drain()
    return memory.user("ada").profile().summary


@pytest.fixture
def local(tmp_path: Path) -> str:
    """What the summary is without a model."""
    with PreferenceMemory.open(tmp_path / "local.db") as memory:
        memory.user("ada").observe(SAID, conversation="c1")
        return memory.user("ada").profile().summary


def test_a_wording_is_used_once_it_is_there(tmp_path: Path, local: str) -> None:
    model = Model()
    with opened(tmp_path, model) as memory:
        ada = memory.user("ada")
        ada.observe(SAID, conversation="c1")
        memory.drain()
        assert model.calls == [], "nobody has looked at the summary"
        first = ada.profile().summary
        worded = told(memory)
        again = ada.profile()
        status = memory.drain()
    assert first == local
    assert worded == again.summary != local
    assert "They " in worded
    assert len(model.calls) == 1, "one summary is worded once"
    assert status.counters["summaries_worded"] == 1
    assert status.counters["model_tokens_in"] == 107


def test_every_clause_of_a_wording_names_its_preferences(tmp_path: Path) -> None:
    with opened(tmp_path, Model()) as memory:
        memory.user("ada").observe(SAID, conversation="c1")
        summary = told(memory)
        found = memory.user("ada").profile()
    ids = {one.id for one in found.preferences}
    assert found.clauses
    for clause in found.clauses:
        assert clause.text in summary
        assert set(clause.preferences) <= ids
    assert counter_for().count(summary) <= 150


def inventing(number: int, text: str) -> dict[str, Any]:
    return {"text": f"{text} and opera", "of": [number]}


def leaving_out(number: int, text: str) -> dict[str, Any]:
    return politely(number, text) if number > 1 else politely(2, text)


def turning(number: int, text: str) -> dict[str, Any]:
    return {"text": f"Never {text}", "of": [number]}


def wordy(number: int, text: str) -> dict[str, Any]:
    return {"text": f"{text} " * 80, "of": [number]}


@pytest.mark.parametrize("word", [inventing, leaving_out, turning, wordy])
def test_a_wording_of_other_facts_is_refused_and_counted(
    tmp_path: Path, local: str, word: Callable[[int, str], Any]
) -> None:
    model = Model(word)
    with opened(tmp_path, model) as memory:
        memory.user("ada").observe(SAID, conversation="c1")
        assert told(memory) == told(memory) == local
        status = memory.status()
    assert len(model.calls) == 1, "it is not asked again about the same summary"
    assert status.counters["summaries_refused"] == 1
    assert "summaries_worded" not in status.counters


@pytest.mark.parametrize("word", [lambda *_: "text", lambda *_: {"text": 1, "of": "x"}])
def test_an_answer_without_sentences_leaves_the_summary(
    tmp_path: Path, local: str, word: Callable[[int, str], Any]
) -> None:
    with opened(tmp_path, Model(word)) as memory:
        memory.user("ada").observe(SAID, conversation="c1")
        assert told(memory) == local


def test_a_model_that_is_away_or_broken_leaves_the_summary(tmp_path: Path, local: str) -> None:
    for number, error in enumerate((TransientFailure("busy"), ZeroDivisionError("a bug"))):

        class Broken(Model):
            async def complete(
                self, system: str, user: str, schema: Mapping[str, Any], error: Exception = error
            ) -> Completion:
                raise error

        folder = tmp_path / str(number)
        folder.mkdir()
        with opened(folder, Broken()) as memory:
            memory.user("ada").observe(SAID, conversation="c1")
            assert told(memory) == local


@pytest.mark.requirement("personalize:no-model-call")
def test_personalize_never_asks_for_a_wording(tmp_path: Path) -> None:
    model = Model()
    with opened(tmp_path, model) as memory:
        ada = memory.user("ada")
        ada.observe(SAID, conversation="c1")
        memory.drain()
        for _ in range(3):
            ada.personalize([{"role": "user", "content": "Which dessert should I make?"}])
        memory.drain()
        assert model.calls == []


def test_without_a_model_nothing_is_asked(tmp_path: Path, local: str) -> None:
    with PreferenceMemory.open(tmp_path / "p.db") as memory:
        memory.user("ada").observe(SAID, conversation="c1")
        assert told(memory) == local


def test_an_application_may_keep_its_summaries_from_the_model(tmp_path: Path, local: str) -> None:
    model = Model()
    distiller = ModelDistiller(model, first_wait=0, summaries=False)
    with PreferenceMemory.open(tmp_path / "p.db", distiller=distiller) as memory:
        memory.user("ada").observe(SAID, conversation="c1")
        assert told(memory) == local
        status = memory.drain()
    assert model.calls == []
    assert status.counters["model_calls"] == 1, "it still reads what is said"
    assert "summaries_worded" not in status.counters


def test_the_past_is_told_in_our_words(tmp_path: Path) -> None:
    model = Model()
    with opened(tmp_path, model) as memory:
        ada = memory.user("ada")
        ada.observe(SAID, conversation="c1")
        now = ada.profile().at
        memory.drain()
        assert "They " not in ada.profile(at=now).summary


def test_a_new_preference_is_never_missing_from_the_summary(tmp_path: Path) -> None:
    model = Model()
    with opened(tmp_path, model) as memory:
        ada = memory.user("ada")
        ada.observe(SAID, conversation="c1")
        assert "They " in told(memory)
        more = [{"role": "user", "content": "I'm allergic to peanuts."}]
        ada.consent("health", granted=True)
        ada.observe(more, conversation="c2")
        assert "eanuts" in ada.profile().summary
        memory.drain()
        assert "eanuts" in ada.profile().summary
    assert len(model.calls) == 2


@pytest.mark.parametrize("how", ["forget", "erase", "command", "consent"])
def test_what_is_erased_is_in_no_wording(tmp_path: Path, how: str) -> None:
    with opened(tmp_path, Model()) as memory:
        ada = memory.user("ada")
        ada.consent("health", granted=True)
        peanuts = {"role": "user", "content": "I'm allergic to peanuts."}
        ada.observe([*SAID, peanuts], conversation="c1")
        assert "eanuts" in told(memory)
        if how == "forget":
            ada.forget(matching="peanuts")
        elif how == "erase":
            ada.erase()
        elif how == "consent":
            ada.consent("health", granted=False)
        else:
            said = "Forget what I said about peanuts."
            ada.observe([{"role": "user", "content": said}], conversation="c2")
        assert "eanuts" not in ada.profile().summary
        assert "eanuts" not in told(memory)


@pytest.mark.anyio
async def test_who_is_erased_while_a_model_words_is_not_remembered(tmp_path: Path) -> None:
    model = Model()
    distiller = ModelDistiller(model, first_wait=0)
    async with AsyncPreferenceMemory.open(tmp_path / "p.db", distiller=distiller) as memory:
        ada = memory.user("ada")
        await ada.observe(SAID, conversation="c1")
        await memory.drain()
        model.meanwhile = lambda: memory._engine.drop(ada.scope)
        await ada.profile()
        await memory.drain()
        assert len(model.calls) == 1
        assert "They " not in (await ada.profile()).summary
        assert "summaries_worded" not in (await memory.status()).counters


@pytest.mark.slow
def test_a_real_model_reads_and_words_or_leaves_it(
    tmp_path: Path, local: str, model_server: Any
) -> None:
    """A tiny model understands little: nothing it says goes unchecked, and all of it is counted."""
    completer = OpenAICompleter(
        model_server.model,
        base_url=model_server.base_url,
        api_key="none",
        max_tokens=120,
        timeout=280,  # a busy machine is no fault of the code
    )
    distiller = ModelDistiller(completer, attempts=1, first_wait=0)
    with PreferenceMemory.open(tmp_path / "p.db", distiller=distiller) as memory:
        ada = memory.user("ada")
        ada.observe(SAID, conversation="c1")
        read = memory.drain()
        summary = told(memory)
        status = memory.status()
        found = ada.profile()
    assert read.counters["model_calls"] >= 1
    assert read.counters["model_tokens_in"] > 500
    # What the model says of the first turn may be taken, and of the second not: nothing waits
    # unless an answer was refused, and that is counted.
    assert not read.waiting or read.failures + read.counters.get("batches_postponed", 0)
    assert read.parked == 0
    assert status.counters["model_calls"] > read.counters["model_calls"]
    assert counter_for().count(summary) <= 150
    ids = {one.id for one in found.preferences}
    assert all(set(clause.preferences) <= ids for clause in found.clauses)
    if read.waiting and not status.counters.get("summaries_worded"):
        assert summary == local
