"""What only the phrasing takes for a wish says less than what was said in so many words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from prefmem import PreferenceMemory
from prefmem.testing import FixedClock

HARDLY = [
    ("I hate white chocolate.", "White chocolate is my weakness."),
    ("I love spicy food.", "Spicy food and I don't mix."),
    ("I hate coriander.", "I put coriander in everything."),
    ("I love the gym.", "The gym and I are not friends."),
    ("I hate tea.", "A pot of tea sees me through the afternoon."),
]
PLAINLY = [
    ("I love jazz.", "I hate jazz."),
    ("I hate coriander.", "These days I put coriander in everything."),
    ("I hate olives.", "I really like olives."),
    ("I love podcasts.", "I can't stand podcasts any more."),
    ("Running clears my head.", "I hate running."),
    ("A pot of tea sees me through the afternoon.", "Tea and I don't mix."),
]


@pytest.fixture(scope="module")
def memory() -> Iterator[PreferenceMemory]:
    with PreferenceMemory.open(":memory:", clock=FixedClock()) as memory:
        yield memory


def told(memory: PreferenceMemory, name: str, *texts: str) -> dict[str, str]:
    """What is held once each was said, nine days apart."""
    ada, at = memory.user(name), FixedClock().now()
    for n, text in enumerate(texts):
        said = at + timedelta(days=9 * n)
        ada.observe([{"role": "user", "content": text}], conversation=f"{n}", at=said)
    memory.drain()
    assert ada.rebuild() == 0
    return {p["statement"]: p["status"] for p in ada.export()["preferences"]}


@pytest.mark.parametrize(("plain", "hardly"), HARDLY)
def test_what_was_said_outright_is_not_closed_by_a_phrasing_alone(
    memory: PreferenceMemory, plain: str, hardly: str
) -> None:
    """It may be contested, and is told in the words in which it was said."""
    ((statement, status),) = told(memory, hardly, plain, hardly).items()
    assert status in ("active", "contested")
    assert {statement: "active"} == told(memory, plain + hardly, plain)


def test_twice_in_passing_weighs_more_than_once_outright(memory: PreferenceMemory) -> None:
    again = ("Spicy food and I don't mix.", "I dodge spicy food wherever I can.")
    held = told(memory, "twice", "I love spicy food.", *again)
    assert held == {
        "Loves spicy food": "superseded",
        "Dodges spicy food wherever they can": "active",
    }


@pytest.mark.parametrize(("before", "now"), PLAINLY)
def test_what_is_said_plainly_or_as_a_change_holds_at_once(
    memory: PreferenceMemory, before: str, now: str
) -> None:
    statuses = told(memory, now, before, now).values()
    assert list(statuses).count("contested") == 0
    assert "superseded" in statuses or "expired" in statuses
