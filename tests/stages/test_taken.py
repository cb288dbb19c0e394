"""What of a revision is taken over from the one before."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from prefmem.stages.taken import Taken, first_seen

POOL = tuple(object() for _ in range(12))
Some = st.lists(st.sampled_from(POOL), unique=True)


@given(before=Some, now=Some)
def test_what_was_there_is_found_wherever_it_stands_and_the_rest_is_new(
    before: list[object], now: list[object]
) -> None:
    taken = Taken.of(now, before)
    places = [before.index(one) if one in before else -1 for one in now]
    assert taken.places.tolist() == places
    assert list(taken.new) == [i for i, place in enumerate(places) if place < 0]
    assert taken.gone(len(before)) == [i for i, one in enumerate(before) if one not in now]


@given(before=Some, now=Some)
def test_what_is_known_goes_with_what_it_is_known_of(
    before: list[object], now: list[object]
) -> None:
    taken = Taken.of(now, before)
    known = [POOL.index(one) for one in before]
    new = [POOL.index(now[i]) for i in taken.new]
    told = [POOL.index(one) for one in now]
    assert taken.values(known, new) == told
    rows = np.array([known, known]).T.reshape(len(known), 2)
    made = np.array([new, new]).T.reshape(len(new), 2)
    assert taken.rows(rows, made).tolist() == [[one, one] for one in told]
    assert rows.tolist() == [[one, one] for one in known]  # the revision before is left alone


def test_where_there_was_nothing_before_all_is_as_it_was_made() -> None:
    taken = Taken.nothing(2)
    assert taken.values(None, ["a", "b"]) == ["a", "b"]
    assert taken.rows(None, np.array([1, 2])).tolist() == [1, 2]


@given(st.lists(st.integers(0, 6)))
def test_labels_are_numbered_in_the_order_in_which_they_come_first(labels: list[int]) -> None:
    first, numbers = first_seen(np.array(labels, dtype=np.intp))
    different = list(dict.fromkeys(labels))
    assert [labels[place] for place in first] == different
    assert numbers.tolist() == [different.index(one) for one in labels]
