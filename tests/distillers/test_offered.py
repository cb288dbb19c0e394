"""A few words in reply to an offer pick from it; who says more is heard for that."""

# ruff: noqa: E501 -- what people say is read as it is, whatever its length

from __future__ import annotations

import pytest

from prefmem import PreferenceMemory
from tests.distillers.conftest import Replied

ASKED = "what should I have?"


@pytest.mark.parametrize(
    ("offered", "said", "told"),
    [
        ("Do you want the vegan burger or the beef burger?", "vegan please", "Chose vegan"),
        (
            "Do you want the gluten-free pasta or the regular pasta?",
            "Gluten-free please",
            "Chose gluten-free",
        ),
        ("Gluten-free or regular bread?", "Gluten-free bread please.", "Chose gluten-free bread"),
        (
            "Would you like a short or a long answer?",
            "short answers please",
            "Chose short answers",
        ),
        (
            "Should I be blunt or gentle about your essay?",
            "be gentle please",
            "Chose for the assistant to be gentle",
        ),
        (
            "Should I be blunt or gentle?",
            "please be blunt with me",
            "Chose for the assistant to be blunt with them",
        ),
    ],
)
def test_it_is_told_as_what_was_picked_once(
    replied: Replied, offered: str, said: str, told: str
) -> None:
    [one] = replied(ASKED, offered, said)
    assert (one.kind, one.statement) == ("chosen", told)


@pytest.mark.parametrize(
    ("offered", "said"),
    [
        ("Red or white wine with that?", "no wine please"),
        ("Do you want the kosher meal or the standard one?", "kosher please"),
        ("Wheelchair-accessible room or a standard room?", "Wheelchair-accessible please"),
        ("Do you prefer me to comfort you or to give advice?", "comfort me please"),
        ("Invest in the high-risk fund or the bond fund?", "the high-risk fund please"),
    ],
)
def test_it_is_never_outright_and_nothing_delicate_is_held(offered: str, said: str) -> None:
    with PreferenceMemory.open(":memory:") as memory:
        user = memory.user("ada")
        told = [{"role": "assistant", "content": offered}, {"role": "user", "content": said}]
        user.observe(told, conversation="c")
        held = user.profile().preferences
    assert {(one.status, one.tier) for one in held} <= {("candidate", "personalizable")}


@pytest.mark.parametrize(
    ("offered", "said", "kind", "told"),
    [
        (
            "Do you want the vegan burger or the beef burger?",
            "vegan please, I don't eat meat",
            "stated",
            "Does not eat meat",
        ),
        ("Window or aisle?", "I prefer aisle seats", "stated", "Prefers aisle seats"),
        ("With or without nuts?", "without nuts, I'm allergic", "stated", "Wants no nuts (is allergic)"),
        ("Shall I continue?", "keep it short please", "instruction", "Wants the assistant to keep it short"),
        ("Should I always answer in metric or imperial?", "metric please", "instruction", "Wants metric"),
        ("Any dietary restrictions?", "gluten-free please", "stated", "Gluten-free please"),
        ("Should I call you Doctor or Anna?", "call me Anna please", "instruction", "Wants to be called Anna"),
        ("Do you like salty or sweet snacks?", "salty ones mostly", "stated", "Likes salty ones mostly"),
        ("Here you are.", "answer in french", "instruction", "Wants the assistant to answer in french"),
        ("Tea or coffee?", "I never drink coffee", "stated", "Never drinks coffee"),
    ],
)  # fmt: skip
def test_who_says_more_is_heard_for_it(
    replied: Replied, offered: str, said: str, kind: str, told: str
) -> None:
    assert (kind, told) in {(one.kind, one.statement) for one in replied(ASKED, offered, said)}
