"""Which turns a model reads together."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from prefmem.distillers.batching import first_batches
from prefmem.records import Turn

START = datetime(2026, 1, 5, 9, tzinfo=UTC)
IDLE = timedelta(minutes=10)


def turns(*spec: tuple[str, str, int]) -> list[Turn]:
    """Turns of (conversation, role, minute), ten tokens each."""
    return [
        Turn(
            conversation=conversation,
            id=f"m{i}",
            role=role,  # pyright: ignore[reportArgumentType]
            content="x" * 10,
            at=START + timedelta(minutes=minute),
            position=i + 1,
        )
        for i, (conversation, role, minute) in enumerate(spec)
    ]


def cut(spec: list[Turn], *, most: int = 100) -> list[list[int]]:
    """The batches that are read first."""
    made = first_batches(spec, max_tokens=most, idle=IDLE, count=len)
    return [[turn.position for turn in batch] for batch in made]


def read(spec: list[Turn], *, most: int = 100) -> list[list[int]]:
    """All batches, as they are read one after the other."""
    batches: list[list[int]] = []
    while spec:
        batches += (first := cut(spec, most=most))
        spec = spec[sum(map(len, first)) :]
    return batches


def test_nothing_gives_no_batch():
    assert cut([]) == []


def test_a_conversation_that_comes_later_is_read_later():
    spec = turns(("a", "user", 0), ("a", "user", 1), ("b", "user", 2), ("b", "user", 3))
    assert cut(spec) == [[1, 2]]
    assert read(spec) == [[1, 2], [3, 4]]


def test_conversations_that_are_interwoven_are_read_apart_and_together():
    spec = turns(("a", "user", 0), ("b", "user", 1), ("b", "user", 2), ("a", "user", 3))
    assert cut(spec) == [[1, 4], [2, 3]]


def test_a_batch_is_closed_by_its_size():
    assert read(turns(*[("a", "user", 0)] * 5), most=20) == [[1, 2], [3, 4], [5]]


def test_a_batch_is_closed_by_a_pause():
    assert read(turns(("a", "user", 0), ("a", "user", 9), ("a", "user", 19))) == [[1, 2], [3]]


def test_a_turn_that_is_too_large_is_read_alone():
    assert read(turns(("a", "user", 0), ("a", "user", 0)), most=5) == [[1], [2]]


def test_what_is_interwoven_with_a_full_batch_waits_for_the_next():
    spec = turns(*[("a", "user", 0), ("b", "user", 0)] * 3)
    assert cut(spec, most=20) == [[1, 3], [2, 4]]
    assert read(spec, most=20) == [[1, 3], [2, 4], [5], [6]]


@given(
    st.lists(
        st.tuples(
            st.sampled_from("abc"), st.sampled_from(["user", "assistant"]), st.integers(0, 30)
        ),
        max_size=40,
    ),
    st.integers(1, 60),
)
def test_every_turn_is_read_exactly_once_and_in_its_conversations_order(spec, most: int):
    said = turns(*sorted(spec, key=lambda one: one[2]))
    batches = read(said, most=most)
    assert sorted(i for batch in batches for i in batch) == list(range(1, len(said) + 1))
    for name in "abc":
        mine = [i for batch in batches for i in batch if said[i - 1].conversation == name]
        assert mine == sorted(mine)
    for batch in batches:
        assert len({said[i - 1].conversation for i in batch}) == 1
        assert len(batch) == 1 or len(batch) * 10 <= most


@given(st.lists(st.sampled_from("abc"), max_size=30), st.integers(1, 60))
def test_what_is_read_first_is_a_beginning_of_the_log(spec, most: int):
    said = turns(*[(name, "user", 0) for name in spec])
    first = sorted(i for batch in cut(said, most=most) for i in batch)
    assert first == list(range(1, len(first) + 1))
