"""What this process remembers of people's words goes when somebody's words are erased."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from prefmem import PreferenceMemory, UserMemory, _remembered
from prefmem.embedders.minilm import MiniLM
from prefmem.records import Matrix
from prefmem.testing import FakeEmbedder

SAID = [{"role": "user", "content": "I'm severely allergic to peanuts, and I love quiet hotels."}]
ASKED = [{"role": "user", "content": "Recommend a hotel in Rome."}]


class Counting(FakeEmbedder):
    """Gives the vectors of the default embedder, and notes the texts that it is asked for."""

    fingerprint = MiniLM.fingerprint

    def __init__(self) -> None:
        super().__init__()
        self._inner = MiniLM()

    def _vector(self, text: str) -> Matrix:
        return self._inner.encode([text])[0]


@pytest.fixture
def embedder() -> Counting:
    return Counting()


@pytest.fixture
def memory(tmp_path: Path, embedder: Counting) -> Iterator[PreferenceMemory]:
    with PreferenceMemory.open(tmp_path / "p.db", embedder=embedder) as memory:
        yield memory


@pytest.fixture
def ada(memory: PreferenceMemory) -> UserMemory:
    ada = memory.user("ada")
    ada.observe(SAID, conversation="c1")
    ada.personalize(ASKED)
    return ada


def closed(ada: UserMemory) -> None:
    ada.consent("health", False)


def forgotten(ada: UserMemory) -> None:
    ada.forget(matching="peanuts")


def erased(ada: UserMemory) -> None:
    ada.erase()


@pytest.mark.requirement("erase:everything")
@pytest.mark.parametrize("gone", [erased, forgotten, closed])
def test_no_result_of_reading_words_outlives_an_erasure(
    ada: UserMemory, gone: Callable[[UserMemory], None]
) -> None:
    assert _remembered.held() > 0
    gone(ada)
    assert _remembered.held() == 0


@pytest.mark.requirement("erase:everything")
def test_no_vector_of_words_outlives_an_erasure(
    memory: PreferenceMemory, ada: UserMemory, embedder: Counting
) -> None:
    embedder.texts.clear()
    memory.user("bea").observe(SAID, conversation="c1")
    known = len(embedder.texts)  # what was made for Ada need not be made again
    ada.erase()
    embedder.texts.clear()
    memory.user("cleo").observe(SAID, conversation="c1")
    assert len(embedder.texts) > known
