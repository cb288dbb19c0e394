"""One word per idea: the glossary knows the words of the public names, and no others."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from prefmem import ports, records, types

ROOT = Path(__file__).parents[2]
ROWS = re.findall(
    r"^\| (\*.+?) \|", (ROOT / "docs" / "glossary.md").read_text("utf-8"), re.MULTILINE
)
WORDS = {word for row in ROWS for word in re.findall(r"\*(\w+)\*", row)}
FORMS = {"episodic": "episodes", "erasure": "erase", "rendered": "renderer", "worded": "wording"}
PLAIN = {
    "clock",
    "counter",
    "error",
    "hit",
    "keeper",
    "log",
    "make",
    "matrix",
    "memory",
    "message",
    "name",
    "person",
    "process",
    "record",
    "role",
    "sentence",
    "sink",
    "state",
    "stored",
    "stream",
    "usage",
    "user",
    "vector",
    "work",
}
"""Words that mean in the code what they mean everywhere."""
CODE = "\n".join(path.read_text("utf-8") for path in (ROOT / "prefmem").rglob("*.py")).lower()


def parts(name: str) -> list[str]:
    """The words of a name: `EpisodeHit` is an episode and a hit."""
    return [word.lower() for word in re.findall(r"[A-Z][a-z]+", name)]


def known(word: str) -> bool:
    word = FORMS.get(word, word)
    return bool({word, f"{word}s", word.removesuffix("s")} & (WORDS | PLAIN))


@pytest.mark.parametrize("room", [types, records, ports], ids=lambda room: room.__name__)
def test_the_words_of_public_names_are_in_the_glossary(room: object) -> None:
    names = [
        name
        for name, one in vars(room).items()
        if not name.startswith("_") and str(getattr(one, "__module__", "")).startswith("prefmem.")
    ]
    assert names
    assert {word for name in names for word in parts(name) if not known(word)} == set()


def test_no_word_is_explained_that_the_code_does_not_use() -> None:
    assert len(WORDS) > 40
    assert {
        word for word in WORDS if not re.search(rf"\b{word}s?\b|_{word}|{word}_", CODE)
    } == set()


def test_no_word_is_explained_twice() -> None:
    assert len(ROWS) == len(set(ROWS))
