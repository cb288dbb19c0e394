"""The state of one key: what its evidence says, whatever order it came in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from prefmem.stages import changepoint as cp
from prefmem.types import Evidence, Kind

BEGIN = datetime(2026, 1, 5, 9, tzinfo=UTC)
YEAR = 365.0 * cp.DAY_MS


def said(
    n: int, *, hours: float = 0, kind: Kind = "stated", talk: str = "c", strength: float = 1.0
) -> Evidence:
    return Evidence(
        id=f"e{n}",
        quote="q",
        conversation_id=talk,
        message_id="m",
        kind=kind,
        polarity="for",
        strength=strength,
        at=BEGIN + timedelta(hours=hours),
        source="test",
        behaviour="taste.food",
        subject="tea",
        statement="Likes tea",
    )


@st.composite
def logs(draw: st.DrawFn, *, least: int = 1) -> list[cp.Items]:
    kinds = st.sampled_from(("instruction", "stated", "chosen", "observed"))
    rows = draw(
        st.lists(
            st.tuples(st.integers(0, 60), kinds, st.sampled_from((1, -1)), st.integers(0, 3)),
            min_size=least,
            max_size=20,
        )
    )
    return [
        cp.item(said(n, hours=8 * at, kind=kind, talk=f"c{talk}"), sign)  # type: ignore[arg-type]
        for n, (at, kind, sign, talk) in enumerate(rows)
    ]


@pytest.mark.requirement("life:order")
@given(items=logs(), rng=st.randoms(use_true_random=False))
def test_arrival_order_and_repeats_leave_no_trace(items: list[cp.Items], rng: object) -> None:
    shuffled = [*items, *items[:3]]
    rng.shuffle(shuffled)  # type: ignore[attr-defined]
    assert cp.pack(cp.merge(*shuffled)) == cp.pack(cp.merge(*items))


@pytest.mark.requirement("life:monotone")
@given(
    items=logs(),
    kind=st.sampled_from(("instruction", "stated", "chosen", "observed")),
    wait=st.integers(1, 2000),
    talk=st.integers(0, 3),
)
def test_more_agreement_never_lowers_the_probability(
    items: list[cp.Items], kind: Kind, wait: int, talk: int
) -> None:
    held = cp.merge(*items)
    before = cp.settle(held, tau=YEAR)
    later = cp.item(said(99, hours=480 + wait, kind=kind, talk=f"c{talk}"), 1)
    after = cp.settle(cp.merge(held, later), tau=YEAR)
    faded = 0.5 + (before.p - 0.5) * (1.0 - cp.hazard(after.t - before.t, YEAR))
    assert after.p >= faded - 1e-9


def test_packing_gives_back_what_was_packed() -> None:
    items = cp.merge(*(cp.item(said(n, hours=n), 1) for n in range(5)))
    assert np.array_equal(cp.unpack(cp.pack(items)), items)


def test_only_the_newest_items_are_kept() -> None:
    items = cp.merge(*(cp.item(said(n, hours=n), 1) for n in range(100)))
    assert len(items) == cp.KEPT
    assert items["t"][0] == cp.milliseconds(BEGIN + timedelta(hours=100 - cp.KEPT))


def test_ten_repeats_in_one_sitting_count_about_three() -> None:
    items = cp.merge(*(cp.item(said(n, hours=n / 60, kind="chosen"), 1) for n in range(10)))
    assert cp.credits(items).sum() == pytest.approx(sum(1 / n for n in range(1, 11)))


def test_the_strongest_of_a_sitting_counts_in_full_whatever_came_before() -> None:
    items = cp.merge(
        cp.item(said(1, kind="observed"), 1), cp.item(said(2, hours=1, kind="instruction"), 1)
    )
    assert cp.credits(items).tolist() == pytest.approx([0.5, 3.75])


def test_one_outright_statement_is_enough_and_one_choice_is_not_more_than_enough() -> None:
    stated = cp.settle(cp.item(said(1), 1), tau=YEAR)
    seen = cp.settle(cp.item(said(1, kind="observed"), 1), tau=YEAR)
    assert stated.p > 0.8
    assert 0.6 < seen.p < 0.75


def test_an_instruction_is_a_change_whatever_was_held() -> None:
    before = [cp.item(said(n, hours=24 * n, talk=f"c{n}"), 1) for n in range(10)]
    turned = cp.item(said(50, hours=300, kind="instruction", talk="z"), -1)
    state = cp.settle(cp.merge(*before, turned), tau=YEAR)
    assert state.p < 0.15


def test_the_newest_outright_word_wins_over_an_older_one() -> None:
    state = cp.settle(
        cp.merge(cp.item(said(1), 1), cp.item(said(2, hours=5, talk="d"), -1)), tau=YEAR
    )
    assert state.p < 0.5


def test_one_contrary_observation_does_not_turn_what_was_said_often() -> None:
    before = [cp.item(said(n, hours=24 * n, talk=f"c{n}"), 1) for n in range(5)]
    odd = cp.item(said(50, hours=200, kind="observed", talk="z"), -1)
    assert cp.settle(cp.merge(*before, odd), tau=YEAR).p > 0.8


def test_a_few_contrary_days_are_a_mood_and_many_are_a_change() -> None:
    def after(days: int) -> cp.State:
        rows = [
            cp.item(said(n, hours=24 * n, talk=f"c{n}", kind="chosen"), 1 if n < 40 else -1)
            for n in range(40 + days)
        ]
        return cp.settle(cp.merge(*rows), tau=YEAR)

    assert after(1).p > 0.8
    assert after(2).p > 0.5
    assert float(after(2).belief[..., 1:].sum()) > 0.5
    assert after(8).p < 0.1
    assert float(after(8).belief[..., 1:].sum()) < 0.1


def test_a_mood_shows_a_thing_again_and_again_and_a_change_once_a_day() -> None:
    def after(times: int) -> float:
        rows = [
            cp.item(said(n, hours=24 * n, talk=f"c{n}", kind="chosen"), 1) for n in range(0, 30)
        ]
        rows += [
            cp.item(said(100 * day + n, hours=24 * day + n, talk=f"c{day}", kind="chosen"), -1)
            for day in (30, 31)
            for n in range(times)
        ]
        return cp.settle(cp.merge(*rows), tau=YEAR).favour

    assert after(2) > after(1)


def test_days_after_a_change_count_more_than_others() -> None:
    rows = [
        cp.item(said(n, hours=24 * n, talk=f"c{n}", kind="chosen"), 1 if n < 40 else -1)
        for n in range(44)
    ]
    state = cp.settle(cp.merge(*rows), tau=YEAR)
    assert state.p < state.favour
    assert state.p == pytest.approx(state.weighed(cp.AT_ONCE))
    assert state.favour == pytest.approx(state.weighed(0.0))


def test_a_person_who_wavers_is_believed_less_than_one_who_never_does() -> None:
    def after(odd: int) -> float:
        rows = [
            cp.item(said(n, hours=60 * n, talk=f"c{n}", kind="chosen"), -1 if n % odd == 1 else 1)
            for n in range(31)
        ]
        return cp.settle(cp.merge(*rows), tau=YEAR).p

    assert after(3) < after(100)


def test_the_belief_is_a_distribution() -> None:
    items = cp.merge(
        *(cp.item(said(n, hours=50 * n, talk=f"c{n}", kind="chosen"), 1) for n in range(cp.KEPT))
    )
    state = cp.settle(items, tau=YEAR)
    assert state.belief.sum() == pytest.approx(1.0)
    assert state.belief.min() >= 0.0
    assert state.favour + state.against == pytest.approx(1.0)
    assert state.p > 0.9


def test_a_key_without_evidence_has_no_state() -> None:
    with pytest.raises(ValueError, match="no items"):
        cp.settle(np.empty(0, dtype=cp.ITEM), tau=YEAR)
