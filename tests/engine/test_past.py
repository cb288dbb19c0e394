"""The profile as it stood, whatever has been said or done since."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from prefmem import PreferenceMemory, UserMemory
from prefmem.testing import FixedClock

DAY = timedelta(days=1)


def say(text: str) -> Callable[[UserMemory], object]:
    return lambda user: user.observe(
        [{"role": "user", "content": text}], conversation=f"c-{len(text)}-{text[:9]}"
    )


def each(action: str, *args: str) -> Callable[[UserMemory], object]:
    return lambda user: [getattr(user, action)(p.id, *args) for p in user.profile().preferences]


@pytest.mark.requirement("life:past")
@pytest.mark.parametrize(
    ("first", "since"),
    [
        (
            "I avoid alcohol because I'm training for a marathon.",
            [say("I'm done with the marathon.")],
        ),
        (
            "I prefer early nights because I'm training for a marathon.",
            [
                say("I gave up training for the marathon."),
                say("I'm training for a marathon again."),
            ],
        ),
        ("I avoid alcohol because of my new job.", [say("I quit my new job.")]),
        ("I'm allergic to peanuts.", [each("postpone")]),
        ("I love jazz.", [each("postpone"), each("postpone")]),
        ("I love jazz.", [each("pin")]),
        ("I love jazz.", [each("confirm")]),
        ("I love jazz.", [each("reject")]),
        ("I love jazz.", [each("correct", "Loves blues")]),
        ("I love jazz.", [say("I can't stand jazz any more.")]),
        ("I prefer hotels.", [say("I've moved on from hotels; I stay in hostels now.")]),
        ("I'm vegan.", [say("I'm not vegan any more.")]),
        ("I love pizza.", [say("Lately I've been into sushi instead of pizza.")]),
        ("No emojis, please, from now on.", [say("You can use emojis again.")]),
    ],
)
def test_a_day_is_read_as_it_was_read_on_that_day(
    memory: PreferenceMemory,
    clock: FixedClock,
    first: str,
    since: list[Callable[[UserMemory], object]],
) -> None:
    ada = memory.user("ada")
    say(first)(ada)
    clock.advance(10 * DAY)
    day, then = clock.now(), ada.profile()
    assert then.preferences
    for happens in since:
        clock.advance(10 * DAY)
        happens(ada)
        clock.advance(DAY)
        read = ada.profile(at=day)
        assert read.preferences == then.preferences
        assert (read.summary, read.personas) == (then.summary, then.personas)
        assert ada.profile(at=clock.now()).preferences == ada.profile().preferences


@pytest.mark.requirement("life:past")
def test_a_wish_that_waits_today_did_not_wait_then(
    memory: PreferenceMemory, clock: FixedClock
) -> None:
    ada = memory.user("ada")
    say("I avoid alcohol because I'm training for a marathon.")(ada)
    clock.advance(20 * DAY)
    say("I'm done with the marathon.")(ada)
    assert [p.suspended for p in ada.profile().preferences] == [True]
    assert [p.suspended for p in ada.profile(at=clock.now() - 10 * DAY).preferences] == [False]
    assert ada.profile(at=clock.now() - 30 * DAY).preferences == ()
