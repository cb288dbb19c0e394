"""Patterns for lower case find what they would find whatever the case."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prefmem.stages.lowered import low, lowered

TEXTS = st.text(alphabet="aBcİßÉI ’'x", max_size=12)


@given(text=TEXTS)
def test_a_text_in_lower_case_is_as_long_as_it_was(text: str) -> None:
    assert len(low(text)) == len(text)


@given(text=st.text(alphabet="aBcC -", max_size=12))
def test_places_found_in_lower_case_are_places_in_the_text(text: str) -> None:
    whatever = re.compile(r"\b(?:ab|bc?)\b", re.IGNORECASE)
    found = lowered(whatever.pattern).finditer(low(text))
    assert [m.span() for m in found] == [m.span() for m in whatever.finditer(text)]


def test_a_pattern_that_asks_for_a_capital_letter_is_refused() -> None:
    assert lowered(r"\W(?P<what>\Bend)").groups == 1
    with pytest.raises(ValueError, match="capital letter"):
        lowered("I like")
