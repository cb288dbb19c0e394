"""What words leave behind is named, and what only sounds like it is not."""

from __future__ import annotations

import pytest

from prefmem.stages import leaving
from prefmem.stages.partings import partings


@pytest.mark.parametrize(
    ("text", "gone", "plain"),
    [
        ("Never mind what I said about bitter coffee.", "bitter coffee", True),
        ("I've come to see debating as a bit hollow.", "debating", True),
        ("My tablet is gathering dust.", "My tablet", True),
        ("I gave most of my fountain pens away.", "fountain pens", False),
        ("I found homes for nearly all the plants and kept two.", "plants", False),
        ("I've come to love walking more than sitting still.", "sitting still", False),
    ],
)
def test_what_is_left_behind_is_named(text: str, gone: str, plain: bool) -> None:
    assert [(p.gone, p.plain) for p in partings(text)] == [(gone, plain)]


@pytest.mark.parametrize(
    ("text", "gone", "held"),
    [
        ("Honestly, I can't stand jazz any more.", "jazz", "for"),
        ("To be honest I can't stand jazz any longer", "jazz", "for"),
        ("Yeah I can't stand jazz anymore tbh", "jazz", "for"),
        ("I really cannot stomach oysters any more", "oysters", "for"),
        ("I couldn't bear crowds any more.", "crowds", "for"),
        ("I can't be bothered with gardening any more", "gardening", "for"),
        ("I can't take the noise in cafes any more", "the noise in cafes", "for"),
        ("Hey Claude I don't like jazz anymore", "jazz", "for"),
        ("Yeah I don't hate running any more.", "running", "against"),
        ("Tbh I don't mind running any more.", "running", "against"),
        ("Not gonna lie I don't dislike coriander any more", "coriander", "against"),
        ("I no longer hate running.", "running", "against"),
        ("Jazz I don't like any more.", "Jazz", "for"),
        ("The films I no longer enjoy.", "The films", "for"),
        ("Documentaries don't do it any more", "Documentaries", "for"),
        ("My sister doesn't like jazz any more", "My sister", "for"),
    ],
)
def test_what_holds_no_longer_is_the_thing_and_not_what_leads_up_to_it(
    text: str, gone: str, held: str
) -> None:
    assert [(p.gone, p.held) for p in partings(text)] == [(gone, held)]


@pytest.mark.parametrize(
    "text",
    [
        "I earn more than my brother now",
        "The new flat is better than I thought",
        "My bike is in the garage",
        "I retired from the postal service in May",
        "I'm so sick of this cold",
        "I've come to see my sister in Leeds",
    ],
)
def test_a_comparison_or_a_visit_leaves_nothing_behind(text: str) -> None:
    assert [p for p in partings(text) if p.plain] == []


@pytest.mark.parametrize(
    ("text", "announced"),
    [
        ("I'm back to two sugars", True),
        ("I've gone back to paper", True),
        ("I'm back to work on Monday", False),
        ("We went back to the hotel", False),
    ],
)
def test_being_back_to_something_announces_a_change(text: str, announced: bool) -> None:
    assert leaving.announces(text) is announced


@pytest.mark.timeout(30)
@pytest.mark.parametrize("blank", ["\n", " ", "\r\n", "\n \n", "-"])
def test_what_is_blank_is_passed_over_once(blank: str) -> None:
    text = f"I've moved on from hotels.{blank * 20_000}ok then"
    assert [one.gone for one in partings(text)] == ["hotels"]
    assert leaving.announces(text)
