"""What lapses is announced, and what is old and matters is asked about, one thing at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from prefmem import PreferenceMemory
from prefmem.stages.dynamics import NOTICE
from prefmem.testing import FixedClock

ALLERGIES = ["I'm allergic to peanuts.", "I'm allergic to latex."]
OFFER = "1. the salad bar\n2. the pasta"


@pytest.fixture
def ada(memory: PreferenceMemory) -> Any:
    return memory.user("ada")


def say(user: Any, *texts: str) -> None:
    for n, text in enumerate(texts):
        user.observe([{"role": "user", "content": text}], conversation=f"c{n}")


def asked(user: Any) -> str | None:
    one = user.status().reconfirm
    return None if one is None else one.statement


@pytest.mark.requirement("life:asking")
def test_one_thing_is_asked_about_at_a_time_until_each_is_answered(
    ada: Any, clock: FixedClock
) -> None:
    say(ada, *ALLERGIES)
    assert asked(ada) is None
    clock.advance(timedelta(days=731))
    first = ada.status().reconfirm
    ada.confirm(first.id)
    second = ada.status().reconfirm
    assert {first.statement, second.statement} == {"Allergic to peanuts", "Allergic to latex"}
    ada.reject(second.id)
    assert asked(ada) is None
    clock.advance(timedelta(days=731))
    assert asked(ada) == first.statement
    assert ada.rebuild() == 0


@pytest.mark.requirement("life:asking")
def test_what_is_postponed_is_asked_about_after_a_month_then_two_then_four(
    ada: Any, clock: FixedClock
) -> None:
    say(ada, ALLERGIES[0])
    clock.advance(timedelta(days=731))
    before = ada.profile()
    for months in (1, 2, 4, 8, 16, 730 / 30, 730 / 30):
        name = ada.status().reconfirm.id
        held = ada.postpone(name)
        assert replace(held, postponed=None) == before.preferences[0]
        assert held.postponed == clock.now() + timedelta(days=30 * months)
        clock.advance(timedelta(days=30 * months, seconds=-1))
        assert asked(ada) is None
        clock.advance(timedelta(seconds=1))
        assert asked(ada) == "Allergic to peanuts"
    assert ada.profile().summary == before.summary
    assert ada.profile().preferences[0].evidence == before.preferences[0].evidence
    assert [r.change for r in ada.history(name)] == ["created", *["postponed"] * 7]
    assert ada.rebuild() == 0
    ada.confirm(name)
    clock.advance(timedelta(days=731))
    ada.postpone(name)
    clock.advance(timedelta(days=30))
    assert asked(ada) == "Allergic to peanuts", "what was confirmed starts from the beginning"


@pytest.mark.requirement("life:asking")
def test_nothing_is_asked_while_memory_is_paused_or_of_what_is_pinned(
    ada: Any, clock: FixedClock
) -> None:
    say(ada, ALLERGIES[0])
    clock.advance(timedelta(days=731))
    ada.pause()
    assert asked(ada) is None
    ada.resume()
    ada.pin(ada.status().reconfirm.id)
    assert asked(ada) is None


@pytest.mark.requirement("forget:for-good")
def test_to_forget_what_was_postponed_leaves_no_word_of_it(ada: Any, clock: FixedClock) -> None:
    say(ada, ALLERGIES[0])
    clock.advance(timedelta(days=731))
    name = ada.status().reconfirm.id
    ada.postpone(name)
    ada.forget(name)
    assert "peanut" not in str(ada.export()).lower()


@pytest.mark.requirement("life:asking")
def test_what_was_only_shown_is_announced_with_its_date_before_it_lapses(
    ada: Any, clock: FixedClock
) -> None:
    talk = [("user", "What shall I have?"), ("assistant", OFFER), ("user", "I'll take the salad.")]
    ada.observe([{"role": r, "content": c} for r, c in talk], conversation="lunch")
    (one,) = ada.profile().preferences
    assert one.lapses is not None
    clock.advance(one.lapses - clock.now() - NOTICE - timedelta(seconds=1))
    assert ada.status().expiring == ()
    clock.advance(timedelta(seconds=1))
    (soon,) = ada.status().expiring
    assert (soon.id, soon.lapses) == (one.id, one.lapses)
    assert ada.profile().preferences
    clock.advance(NOTICE)
    assert not ada.profile().preferences
    assert ada.status().expiring == ()
