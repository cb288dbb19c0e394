"""Genuine, constructed or undecided: only consistency across conditions shows a preference."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prefmem.stages import stability

COUNTS = st.lists(
    st.integers(1, 8).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    min_size=1,
    max_size=5,
)


@given(counts=COUNTS)
def test_the_three_explanations_are_a_distribution(counts: list[tuple[int, int]]) -> None:
    found = stability.posterior(counts)
    assert set(found) == {"genuine", "constructed", "none"}
    assert sum(found.values()) == pytest.approx(1.0)
    assert min(found.values()) >= 0


@given(counts=COUNTS)
def test_the_order_of_conditions_says_nothing(counts: list[tuple[int, int]]) -> None:
    assert stability.judge(counts) == stability.judge(counts[::-1])


def test_the_marginal_likelihood_is_the_published_one() -> None:
    # m(k, n) = (B(4+k, 1+n-k)/B(4,1) + B(1+k, 4+n-k)/B(1,4)) / 2, by hand for k=n=1: (.8 + .2) / 2.
    assert math.exp(stability.marginal(1, 1)) == pytest.approx(0.5)
    assert math.exp(stability.marginal(3, 3)) == pytest.approx((4 / 7 + 1 / 35) / 2)


def test_repeats_under_one_condition_show_nothing() -> None:
    assert stability.judge([(6, 6)]) == "undecided"


def test_agreement_across_conditions_is_genuine() -> None:
    assert stability.judge([(3, 3), (3, 3), (3, 3), (2, 2)]) == "genuine"


def test_opposite_answers_under_two_wordings_are_constructed() -> None:
    assert stability.judge([(5, 5), (0, 5)]) == "constructed"


def test_a_coin_is_no_preference() -> None:
    assert stability.judge([(1, 2), (1, 2), (1, 2), (1, 2)]) == "undecided"
