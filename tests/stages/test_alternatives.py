"""Of some things people have one at a time, and texts name which."""

from __future__ import annotations

import pytest

from prefmem.stages import alternatives


@pytest.mark.parametrize(
    ("held", "said"),
    [
        ("Works nights", "On days now"),
        ("Uses vim", "Has moved to VS Code"),
        ("Is a morning person", "Is a night owl now"),
        ("Cycles to work", "Takes the bus to work now"),
        ("Prefers window seats", "These days they would rather have the aisle"),
    ],
)
def test_two_alternatives_of_one_kind_are_rivals(held: str, said: str) -> None:
    assert alternatives.rival(held, said)
    assert alternatives.rival(said, held)


@pytest.mark.parametrize(
    ("held", "said"),
    [
        ("Uses vim", "Uses vim for notes now"),
        ("Uses vim", "Is on Azure now"),
        ("Uses Slack", "Has moved from Teams to Slack"),
        ("Loves dark nights", "Sleeps badly now"),
        ("Likes jazz", "Likes blues now"),
    ],
)
def test_others_are_not(held: str, said: str) -> None:
    assert not alternatives.rival(held, said)
