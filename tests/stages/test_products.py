"""Products in pieces give what they give at once; the widest directions are the widest."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from prefmem.records import Matrix
from prefmem.stages import products


def rows(count: int, width: int = 48, seed: int = 3) -> Matrix:
    return np.random.default_rng(seed).normal(size=(count, width)).astype(np.float32)


@given(count=st.integers(1, 40), piece=st.integers(1, 400))
def test_what_is_multiplied_in_pieces_is_what_it_is_at_once(count: int, piece: int) -> None:
    some, vector, weights = rows(count), rows(1)[0], rows(1, count)[0]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(products, "PIECE", piece)
        assert products.times(some, vector) == pytest.approx(some @ vector, abs=1e-4)
        assert products.across(some, weights) == pytest.approx(weights @ some, abs=1e-4)
    assert products.each(some, rows(48, 7)) == pytest.approx(some @ rows(48, 7), abs=1e-4)


@pytest.mark.parametrize("count", [6, products.STEPS, products.STEPS + 1, 60, 300])
def test_the_widest_directions_are_those_of_the_whole_scatter(count: int) -> None:
    some = rows(count) * np.linspace(3, 1, 48, dtype=np.float32)
    some -= some.mean(axis=0)
    seen, wide = products.widest(some, 4), some.astype(np.float64)
    truly = wide @ np.linalg.eigh(wide.T @ wide)[1][:, -4:]
    apart = np.abs(seen @ seen.T - truly @ truly.T).max()  # the same but for how they are turned
    assert apart < 1e-3 * np.abs(truly @ truly.T).max()


def test_groups_of_the_very_same_rows_are_all_told_apart() -> None:
    corners = np.linalg.qr(rows(48, 5))[0].T
    some = np.repeat(corners, 20, axis=0)
    seen = products.widest(some - some.mean(axis=0), 4)
    assert np.linalg.matrix_rank(seen, tol=1e-3) == 4


def test_rows_that_do_not_differ_have_no_directions() -> None:
    assert not products.widest(np.zeros((40, 8), dtype=np.float32), 4).any()
