"""A reply chooses among what was offered, however the offer and the reply are put."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from prefmem.distillers.offers._choices import choice_in
from prefmem.distillers.offers._options import options_in
from prefmem.records import Segment, Turn

AT = datetime(2026, 1, 5, tzinfo=UTC)
TEAS = "How about (a) green tea, (b) mint tea, fresh from the garden, or (c) cocoa?"
WAYS = "You can hire a tandem (from 20 €), take the horse tram, or go on foot."
PLANS = "Plan A: a week in one hut. Plan B: a tour from hut to hut. Plan C: a hotel in the valley."
TOLD = "The pedal boat takes an hour and is wet. The ferry takes ten minutes. The bridge is closed."


def chosen(offered: str, said: str) -> str | None:
    """What a reply is told as."""
    turn = Turn(conversation="c", id="m", role="user", content=said, at=AT)
    found = choice_in([Segment(turn=turn, start=0, end=len(said))], offered)
    return found.statement if found else None


@pytest.mark.parametrize(
    ("offered", "names"),
    [
        (TEAS, ["green tea", "mint tea, fresh from the garden", "cocoa"]),
        (WAYS, ["hire a tandem", "take the horse tram", "go on foot"]),
        (PLANS, ["a week in one hut", "a tour from hut to hut", "a hotel in the valley"]),
        ("Version 1 (curt): No. Version 2 (kind): Rather not.", ["curt", "kind"]),
        ("You could bake: a plum cake; a loaf of rye; or scones.", None),
    ],
)
def test_options_are_found_however_they_are_marked(offered: str, names: list[str] | None) -> None:
    found = [option.name for option in options_in(offered)]
    assert found == names if names else len(found) == 3


@pytest.mark.parametrize(
    ("offered", "said", "told"),
    [
        (TEAS, "(b), the rest would keep me awake", "Chose mint tea"),
        (TEAS, "B please, with honey", "Chose mint tea"),
        (TEAS, "Cocoa it shall be.", "Chose cocoa"),
        (WAYS, "I'd be happiest with the second, I love horses", "Chose taking the horse tram"),
        (WAYS, "The tandem. We'd laugh all the way.", "Chose hiring a tandem"),
        (PLANS, "Two. I don't like staying put.", "Chose a tour from hut to hut"),
        (TOLD, "The ferry even if it's short, I'm not made for pedals.", "Chose the ferry"),
    ],
)
def test_a_reply_that_opens_with_its_pick_is_a_choice(offered: str, said: str, told: str) -> None:
    found = chosen(offered, said)
    assert found is not None
    assert found.startswith(told)


@pytest.mark.parametrize(
    "said", ["How long does the first one take?", "Which of them is cheapest?", "Thank you!"]
)
def test_a_question_or_thanks_is_no_choice(said: str) -> None:
    assert chosen(WAYS, said) is None


TENTS = (
    "There's a dome with two poles for 89.50, a tunnel with three rooms for 240, and a tarp for 35."
)
SEATS = "I'd compare velvet (soft, can stain), leather (wipes clean), and wool (warm)."


@pytest.mark.parametrize(
    ("offered", "said", "picked"),
    [
        (TEAS, "(b), the rest is too sweet", "mint tea"),
        (TEAS, "coco, we both think", None),
        (TEAS, "cocao, we both think", "cocoa"),
        (TEAS, "the mint one. cocoa? over my dead body", "mint tea"),
        (SEATS, "velvet, nothing feels nicer", "velvet"),
    ],
)
def test_a_reply_may_misspell_bracket_or_dismiss(
    offered: str, said: str, picked: str | None
) -> None:
    made = chosen(offered, said)
    assert (made or "").startswith(f"Chose {picked}" if picked else "")
    assert (made is None) == (picked is None)


def test_the_cheapest_is_the_one_with_the_lowest_price() -> None:
    found = [option.name for option in options_in(TENTS)]
    assert len(found) == 3
    priced = (
        "There's a dome for 89.50 euros, a tunnel for 240.00 euros, and a tarp for 35.00 euros."
    )
    assert (chosen(priced, "the cheapest, I hardly camp") or "").startswith("Chose a tarp")


FILMS = "You could watch Alien or Notting Hill."
SNACKS = "You could have crisps, or nuts, or an apple."
DRINKS = "Coffee is strong, but tea is also great."
CITIES = "Lisbon is sunny and cheap, Oslo has better trains."


@pytest.mark.parametrize(
    ("offered", "said", "told"),
    [
        (SNACKS, "ew nuts", "Turned down nuts"),
        (DRINKS, "yuck tea", "Turned down tea"),
        (FILMS, "I hate romcoms so Alien", "Chose watching Alien over Notting Hill"),
        (FILMS, "can't stand romcoms so Alien it is", "Chose watching Alien over Notting Hill"),
        (FILMS, "Alien, so good", "Chose watching Alien over Notting Hill"),
        (DRINKS, "tea please", "Chose tea over Coffee"),
        (CITIES, "Oslo, I can't do heat", "Chose Oslo over Lisbon"),
        ("1. Sit by the lake\n2. Visit a museum", "1 please", "Chose sitting by the lake"),
    ],
)
def test_a_reply_is_read_the_right_way_round(offered: str, said: str, told: str) -> None:
    found = chosen(offered, said)
    assert found is not None
    assert found.startswith(told)


@pytest.mark.parametrize(
    ("offered", "names"),
    [
        ("Pepperoni is the most popular, but mushroom is also great.", ["Pepperoni", "mushroom"]),
        (DRINKS, ["Coffee", "tea"]),
        (CITIES, ["Lisbon", "Oslo"]),
    ],
)
def test_what_is_weighed_is_an_option_by_its_name(offered: str, names: list[str]) -> None:
    assert [option.name for option in options_in(offered)] == names
