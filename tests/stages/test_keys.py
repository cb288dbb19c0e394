"""Which statements are about one thing: with the real embedder, on sentences not trained on."""

from __future__ import annotations

import pytest

from prefmem.embedders.minilm import MiniLM
from prefmem.stages import keys
from prefmem.types import Context


@pytest.fixture(scope="module")
def model() -> MiniLM:
    return MiniLM()


SAME_THING = [
    ("blue cheese", "Dislikes blue cheese", "blue cheese", "Loves blue cheese", "taste.food"),
    ("camping", "Enjoys camping in the wild", "camping", "Avoids camping", "taste.travel"),
    ("podcasts", "Listens to podcasts", "podcasts", "Finds podcasts boring", "taste.media"),
    (
        "code comments",
        "Wants code comments",
        "code comments",
        "Wants no code comments",
        "style.format",
    ),
    ("aisle seat", "Prefers an aisle seat", "window seat", "Prefers a window seat", "taste.travel"),
    ("jogging", "Likes jogging at dawn", "jogging", "Likes to jog at dawn", "taste.activity"),
]
UNRELATED = [
    ("blue cheese", "Dislikes blue cheese", "dry wine", "Loves dry wine", "taste.food"),
    ("camping", "Enjoys camping in the wild", "museums", "Avoids museums", "taste.travel"),
    ("podcasts", "Listens to podcasts", "musicals", "Finds musicals boring", "taste.media"),
    ("code comments", "Wants code comments", "tables", "Wants no tables", "style.format"),
    ("aisle seat", "Prefers an aisle seat", "night trains", "Prefers night trains", "taste.travel"),
    ("jogging", "Likes jogging at dawn", "chess", "Likes to play chess", "taste.activity"),
    ("peanut", "Allergic to peanuts", "penicillin", "Allergic to penicillin", "constraint.health"),
    ("pork", "Does not eat pork", "beef", "Does not eat beef", "taste.food"),
    ("gluten", "Gluten intolerant", "lactose", "Lactose intolerant", "constraint.health"),
]  # fmt: skip


def probability(model: MiniLM, row: tuple[str, str, str, str, str]) -> float:
    a, b = model.encode([row[1], row[3]])
    return keys.same(
        keys.trait(row[1], row[0], row[4]), keys.trait(row[3], row[2], row[4]), float(a @ b)
    )


@pytest.mark.requirement("life:keys")
@pytest.mark.parametrize("row", SAME_THING, ids=lambda row: row[0])
def test_for_and_against_one_thing_meet(model: MiniLM, row: tuple[str, str, str, str, str]) -> None:
    assert probability(model, row) >= keys.SAME


@pytest.mark.requirement("life:unrelated")
@pytest.mark.parametrize("row", UNRELATED, ids=lambda row: row[2])
def test_other_things_of_the_same_field_do_not(
    model: MiniLM, row: tuple[str, str, str, str, str]
) -> None:
    assert probability(model, row) < keys.SAME


@pytest.mark.parametrize(
    ("one", "other"),
    [("dogs", "dog"), ("berries", "berry"), ("hiking", "hike"), ("running", "run"),
     ("classes", "class")],
)  # fmt: skip
def test_forms_of_a_word_share_a_stem(one: str, other: str) -> None:
    assert keys.stem(one) == keys.stem(other)


def test_words_of_liking_carry_no_content() -> None:
    assert keys.content("Really prefers to avoid the cilantro") == {"cilantro"}


def test_an_exception_is_seen() -> None:
    assert keys.narrows_text("Is vegan, but eats fish on holidays")
    assert keys.narrows_text("Avoids phone calls unless it is urgent")
    assert not keys.narrows_text("Is vegan and loves lentils")


EXCEPTIONS = """
Loves cheese, just not blue cheese|Loves seafood, with the exception of oysters|Loves all seafood excluding oysters
Loves dogs, save for the yappy ones|Does not eat meat, not counting the odd bit of bacon|Loves musicals, with one exception
Loves spicy food, only not at breakfast|Loves spicy food, just not before bed|Loves horror films, anything but slashers
Loves camping, provided it is warm|Loves jazz, minus the free stuff|Reads anything but romance|Eats everything bar liver
Loves travelling, so long as they can take the train|Loves the sea, barring August
"""  # noqa: E501
NO_EXCEPTIONS = """
Loves cheese, not just blue cheese|Loves jazz, just like their dad|Loves running, just for fun|Saves for holidays
Loves dogs, save them a puppy|Loves a good bar and pub|Loves every wine bar in town|Likes all kinds of bar food
Loves chess, just not very good at it|Loves tennis, just not good at it|Loves exceptional wine|Goes to every bar in town
Prefers meals provided by the airline|Loves yoga, just not often enough|Loves anything chocolate|Drinks at any tapas bar
"""  # noqa: E501


@pytest.mark.requirement("life:narrowing")
@pytest.mark.parametrize(
    ("statement", "excepts"),
    [
        (one, excepts)
        for several, excepts in ((EXCEPTIONS, True), (NO_EXCEPTIONS, False))
        for line in several.strip().splitlines()
        for one in line.split("|")
    ],
)
def test_whatever_words_make_an_exception_it_is_seen(statement: str, excepts: bool) -> None:
    assert keys.narrows_text(statement) is excepts


def test_contexts_meet_where_their_factors_are_equal_whatever_the_form() -> None:
    assert keys.meets(Context(task="Meetings"), Context(task="meeting"))
    assert not keys.meets(Context(task="work"), Context())
    assert not keys.meets(Context(task="work"), Context(task="home"))
