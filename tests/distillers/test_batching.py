"""Which turns a model reads together."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from prefmem.distillers.batching import batches
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


def cut(spec: list[Turn], *, most: int = 100, now: int | None = None) -> list[list[int]]:
    made = batches(
        spec,
        max_tokens=most,
        idle=IDLE,
        now=None if now is None else START + timedelta(minutes=now),
        count=len,
    )
    return [[turn.position for turn in batch] for batch in made]


def test_conversations_are_kept_apart_in_the_order_of_their_ends():
    spec = turns(("a", "user", 0), ("b", "user", 1), ("b", "user", 2), ("a", "user", 3))
    assert cut(spec) == [[2, 3], [1, 4]]


def test_a_batch_is_closed_by_its_size():
    assert cut(turns(*[("a", "user", 0)] * 5), most=20) == [[1, 2], [3, 4], [5]]


def test_a_batch_is_closed_by_a_pause():
    assert cut(turns(("a", "user", 0), ("a", "user", 9), ("a", "user", 19))) == [[1, 2], [3]]


def test_what_may_still_grow_is_left_out():
    spec = turns(("a", "user", 0), ("b", "user", 8))
    assert cut(spec, now=9) == []
    assert cut(spec, now=10) == [[1]]
    assert cut(spec, now=18) == [[1], [2]]


def test_an_answer_takes_the_question_along():
    spec = turns(("a", "user", 0), ("a", "assistant", 0), ("a", "user", 0), ("a", "user", 0))
    assert cut(spec, most=20) == [[1, 2], [2, 3], [4]]


def test_a_question_that_fills_a_batch_is_read_with_its_answer():
    assert cut(turns(("a", "assistant", 0), ("a", "user", 0)), most=5) == [[1, 2]]


@given(
    st.lists(
        st.tuples(
            st.sampled_from("abc"), st.sampled_from(["user", "assistant"]), st.integers(0, 30)
        ),
        max_size=40,
    ),
    st.integers(1, 60),
)
def test_every_turn_of_a_user_is_read_exactly_once(spec, most: int):
    said = turns(*sorted(spec, key=lambda one: one[2]))
    read = [i for batch in cut(said, most=most) for i in batch]
    mine = [turn.position for turn in said if turn.role == "user"]
    assert sorted(i for i in read if said[i - 1].role == "user") == mine
