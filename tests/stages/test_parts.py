"""Several things in one preference: what is left, and what was taken from it before."""

from __future__ import annotations

from dataclasses import replace

import pytest

from prefmem.conformance.samples import evidence, record
from prefmem.stages import parts


@pytest.mark.parametrize(
    ("statement", "subject", "left"),
    [
        ("Allergic to peanuts and shellfish", "shellfish", "Allergic to peanuts"),
        ("Allergic to peanuts and shellfish", "peanuts", "Allergic to shellfish"),
        ("Allergic to eggs, milk and nuts", "milk", "Allergic to eggs and nuts"),
        ("Severely allergic to nuts, and cannot have dairy", "nuts", "Cannot have dairy"),
        ("Cannot eat gluten, doctor's orders", "gluten", ""),
        ("Takes a whole shelf of supplements and swears by them", "supplements", ""),
        ("Loves jazz, especially at night", "jazz", ""),
        ("Loves jazz and blues", "jazz and blues", ""),
        ("Loves jazz and blues", "opera", ""),
    ],
)
def test_what_is_left_of_several_things(statement: str, subject: str, left: str) -> None:
    assert parts.left_of(statement, evidence(subject=subject)) == left


@pytest.mark.parametrize(
    ("statement", "subject", "gone"),
    [
        ("Loves jazz", "blues", True),
        ("Loves jazz", "jazz and blues", False),
        ("Loves jazz and blues", "blues", False),  # said again since
        ("Loves jazz", "opera", False),
    ],
)
def test_what_was_taken_out_ends_the_rest_no_more(statement: str, subject: str, gone: bool) -> None:
    taken = parts.without(
        record(statement="Loves jazz and blues", subject="jazz"), evidence(subject="blues")
    )
    assert taken is not None
    now = replace(taken, statement=statement)
    assert parts.is_gone(now, evidence(subject=subject)) is gone
