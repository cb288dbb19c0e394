"""Best first, newest first among near ties; every search ends."""

from __future__ import annotations

import numpy as np

from prefmem.episodes.ranking import best


def test_the_newest_goes_first_among_near_ties() -> None:
    assert best(np.array([0.5, 0.51, 0.2]), [3, 1, 9], 3) == [0, 1, 2]


def test_scores_that_are_no_numbers_end_a_search_too() -> None:
    assert sorted(best(np.array([np.nan, 0.5, np.nan]), [1, 2, 3], 3)) == [0, 1, 2]
