"""What people have one of at a time, and have another of now, is held as it is now."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from prefmem import PreferenceMemory
from prefmem.types import Evidence

Found = Callable[[str], tuple[Evidence, ...]]
Held = Callable[..., tuple[str, ...]]


@pytest.mark.parametrize(
    ("before", "now", "after"),
    [
        ("I work nights.", "I work days now.", "Works days now"),
        ("I work nights.", "I'm on days now", "On days now"),
        ("I'm a morning person.", "I'm a night owl now.", "Is a night owl now"),
        ("We deploy on AWS.", "We're on Azure now.", "Is on Azure now"),
        ("I use vim.", "I've moved to VS Code.", "Has moved to VS Code"),
        ("We use Slack at work.", "we've switched to Teams", "Has switched to Teams"),
        (
            "We use Slack at work.",
            "We've switched from Slack to Teams.",
            "Has switched from Slack to Teams",
        ),
        ("I have an iPhone.", "I've got an Android now.", "Has got an Android now"),
        ("I cycle to work.", "I take the bus to work now.", "Takes the bus to work now"),
        ("I wake up at 5.", "I wake up at 7 now.", "Wakes up at 7 now"),
        (
            "I like my coffee black.",
            "I take milk in my coffee now.",
            "Takes milk in their coffee now",
        ),
        (
            "I go to the gym on Mondays.",
            "I go to the gym on Tuesdays now.",
            "Goes to the gym on Tuesdays now",
        ),
        ("I'm vegan.", "I'm vegetarian now.", "Is vegetarian now"),
        ("I read on my Kindle.", "I'm back to paper books.", "Back to paper books"),
        (
            "My favourite colour is blue.",
            "My favourite colour is green now.",
            "Favourite colour is green now",
        ),
    ],
)
def test_what_is_so_now_takes_the_place_of_what_was(
    held: Held, before: str, now: str, after: str
) -> None:
    assert held(before, "What's a good name for a boat?", now) == (after,)


@pytest.mark.parametrize(
    ("before", "said"),
    [
        ("I use vim.", "I use VS Code for Python."),
        ("We use Slack at work.", "I use Teams with one client."),
        ("I'm on Windows.", "I had to switch to Linux for a test today."),
        ("I love the window seat.", "The aisle is fine now and then."),
    ],
)
def test_one_thing_more_ends_nothing(held: Held, before: str, said: str) -> None:
    assert held(before)[0] in held(before, said)


@pytest.mark.parametrize(
    ("before", "over"),
    [
        ("I'm a big Coldplay fan.", "not a fan any more"),
        ("I don't drink.", "I have started drinking again."),
        ("I quit smoking.", "I've started smoking again"),
        ("I'm vegan.", "I went back to eating meat."),
    ],
)
def test_what_is_over_is_held_no_more(held: Held, before: str, over: str) -> None:
    assert held(before, over) == ()


@pytest.mark.parametrize(
    "said",
    [
        "I moved from Berlin to Lisbon.",
        "We moved to Leeds.",
        "I moved to the couch.",
        "I went to Paris.",
        "I have to get up at 5 tomorrow.",
        "not a fan any more",
    ],
)
def test_a_move_or_an_errand_founds_nothing(found: Found, said: str) -> None:
    assert not [one for one in found(said) if one.kind != "retracted"]


def test_the_answer_to_whether_it_is_still_so_ends_what_was_asked_about(tmp_path: Path) -> None:
    at = datetime(2026, 1, 5, tzinfo=UTC)
    with PreferenceMemory.open(tmp_path / "p.db") as memory:
        user = memory.user("u")
        said = [
            {"role": "user", "content": "I love Coldplay."},
            {"role": "assistant", "content": "Noted. Do you still love Coldplay?"},
            {"role": "user", "content": "no, not any more"},
        ]
        for n, one in enumerate(said):
            user.observe([one], conversation="c", at=at + timedelta(minutes=n))
        memory.drain()
        assert not [p for p in user.profile().preferences if p.status == "active"]
