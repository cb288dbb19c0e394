"""What somebody chose is told as what happened, then as what they usually do."""

from __future__ import annotations

from datetime import timedelta

import pytest

from prefmem import PreferenceMemory
from prefmem.testing import FixedClock

OFFER = "Would you rather have the salad bar or the pasta?"


@pytest.mark.requirement("life:genuine")
def test_a_choice_is_told_as_what_happened_once_and_then_as_what_is_usual(
    memory: PreferenceMemory, clock: FixedClock
) -> None:
    ada = memory.user("ada")
    told: list[tuple[str, str]] = []
    for n in range(2):
        said = [
            {"role": "assistant", "content": OFFER},
            {"role": "user", "content": "The salad bar please"},
        ]
        ada.observe(said, conversation=f"c{n}")
        clock.advance(timedelta(days=2))
        told += [(one.statement, one.status) for one in ada.profile().preferences]
    assert told == [
        ("Once chose the salad bar over the pasta", "candidate"),
        ("Usually chooses the salad bar over the pasta", "active"),
    ]
    assert ada.profile().summary == "Tastes: Usually chooses the salad bar over the pasta."


def test_pronouns_are_heard_in_either_order(memory: PreferenceMemory) -> None:
    ada = memory.user("ada")
    ada.observe([{"role": "user", "content": "I use the pronouns they/them."}], conversation="c")
    assert [one.statement for one in ada.profile().preferences] == ["Uses the pronouns they/them"]
