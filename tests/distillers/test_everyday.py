"""Short everyday sentences leave one well-formed preference for each thing that they tell."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from prefmem.distillers.person import _everyday
from prefmem.distillers.words import _fields
from prefmem.distillers.words._elided import completed, day_last
from prefmem.distillers.words._sentences import clauses, sentences
from prefmem.distillers.words._statements import statement_of
from prefmem.types import Evidence

Found = Callable[[str], tuple[Evidence, ...]]


@pytest.mark.parametrize(
    ("said", "whole"),
    [
        ("can't stand brass bands", "I can't stand brass bands"),
        ("cant stand wet socks", "I can't stand wet socks"),
        ("luv noodles", "I love noodles"),
        ("Haha hate ironing", "Haha I hate ironing"),
        ("not a fan of gore", "I'm not a fan of gore"),
        ("Huge fan of Bowie", "I'm a huge fan of Bowie"),
        ("dead keen on darts", "I'm dead keen on darts"),
        ("Everton fan here", "I'm a Everton fan"),
        ("juice over soda any day", "I prefer juice to soda any day"),
        ("salted > sweet popcorn", "I prefer salted to sweet popcorn"),
        ("fav poet is Heaney", "My favourite poet is Heaney"),
        ("Favourite painter: Hopper", "My favourite painter is Hopper"),
        ("Porridge, plain, always.", "I always want porridge, plain"),
        ("gotta have my tea", "I have to have my tea"),
        ("i gotta have decaf", "I have to have decaf"),
        ("luv it when it rains", "I love it when it rains"),
        ("we r vegan", "we are vegan"),
        ("Strictly vegan btw", "I'm strictly vegan btw"),
        ("I cba with long answers", "I can't be bothered with long answers"),
        ("pasta w/ no cheese for me", "pasta with no cheese for me"),
        ("Recently got into climbing", "I've recently got into climbing"),
        ("getting into climbing", "I'm getting into climbing"),
        ("been cycling to work since May", "I've been cycling to work since May"),
        ("big on board games", "I'm big on board games"),
        ("on a tight budget here", "I'm on a tight budget here"),
        ("i dont rly like fish", "i don't really like fish"),
        ("total foodie over here", "I'm a total foodie"),
        ("I like it as it is", "I like it as it is"),
        ("Paris over Easter", "Paris over Easter"),
        ("the query is slow", "the query is slow"),
    ],
)
def test_what_is_left_out_is_put_back(said: str, whole: str) -> None:
    assert completed(said) == whole


@pytest.mark.parametrize(
    ("said", "statement"),
    [
        ("🎉 I love brass bands so much", "Loves brass bands so much"),
        ("lol I hate ironing 🤢", "Hates ironing"),
        ("love 🌱 gardening", "Loves gardening"),
        ("big fan of Bowie", "Is a big fan of Bowie"),
        ("hate ironing", "Hates ironing"),
        ("On Fridays we play bridge", "Plays bridge on Fridays"),
        ("Sunday mornings I'm usually in the shed", "Is usually in the shed on Sunday mornings"),
        ("I'm on a tight budget", "Is on a tight budget"),
    ],
)
def test_a_statement_is_whole_and_without_decoration(said: str, statement: str) -> None:
    assert statement_of(said) == statement


def test_a_time_alone_is_not_moved() -> None:
    assert day_last("On Sundays it rains") == "On Sundays it rains"


def test_decoration_before_a_sentence_is_no_part_of_it() -> None:
    (found,) = sentences("🎉🎉 ~ I love jazz")
    assert (found.text, found.start) == ("I love jazz", 5)


def test_decoration_that_a_sentence_is_about_stays() -> None:
    (found,) = sentences("👍 at the end of each answer please")
    assert found.text.startswith("👍 at the end")


@pytest.mark.parametrize(
    ("said", "parts"),
    [
        ("love thrillers, hate romances", ["love thrillers", "hate romances"]),
        ("I like rowing but hate sailing", ["I like rowing", "hate sailing"]),
        ("I like rowing and love it more each year", ["I like rowing and love it more each year"]),
        ("my kids like rice, hate peas", ["my kids like rice, hate peas"]),
        ("favourite painter: Hopper", ["favourite painter: Hopper"]),
    ],
)
def test_likings_of_one_speaker_are_clauses_of_their_own(said: str, parts: list[str]) -> None:
    assert [part.of(said) for part in clauses(said)] == parts


@pytest.mark.parametrize(
    "said",
    [
        "I usually jog in the evenings",
        "we have curry every Friday",
        "I swim twice a week",
        "On Tuesdays I play squash",
        "I cycle to work",
        "We use MySQL at work",
        "I work in Kotlin mostly",
        "I use yarn, not npm",
        "Our frontend is in Vue",
        "I'm on Debian",
        "tabs, not spaces",
        "I work from home",
        "I use flashcards when I study",
        "I don't drink beer.",
        "I get most of my books from the library",
        "my favourite tree is the beech",
        "I'm a bit of a railway buff",
        "I watch way too much telly",
        "I drink my coffee black",
        "we walk to school",
        "I do my best thinking on the stairs",
        "I follow the Champions League",
        "Our company runs on Confluence",
        "I'm an avid reader",
        "I'm a tea drinker",
        "Tabs, not spaces.",
    ],
)
def test_a_sentence_that_says_by_itself_what_somebody_does_needs_no_head(said: str) -> None:
    cue = _everyday.cue_in(said)
    assert cue is not None
    assert cue.strength == _everyday.STRENGTH


@pytest.mark.parametrize(
    "said",
    [
        "I usually get an error when this runs",
        "I ran this morning",
        "I have a meeting every Monday",
        "I have a headache every morning",
        "I take my pills every evening",
        "I work in a bank",
        "we used MySQL for that demo",
        "I use this function every day",
        "I'm on the second page",
        "Tuesday, not Wednesday",
        "she swims twice a week",
        "my favourite part is the end",
        "I don't drink that",
        "do you swim every day?",
    ],
)
def test_what_is_at_hand_or_another_persons_is_no_habit(said: str) -> None:
    assert _everyday.cue_in(said) is None


@pytest.mark.parametrize(
    ("said", "behaviour", "polarity", "statement"),
    [
        ("can't stand folk music", "taste.media", "against", "Cannot stand folk music"),
        ("I usually jog in the evenings", "taste.activity", "for", "Usually jogs in the evenings"),
        ("we use MySQL at work", "work.method", "for", "Uses MySQL at work"),
        ("I use yarn, not npm", "work.method", "for", "Uses yarn, not npm"),
        ("I'm on a tight budget", "constraint.practical", "for", "Is on a tight budget"),
        ("fav painter is Hopper", "taste.media", "for", "Favourite painter is Hopper"),
        ("Can't be doing with Bovril.", "taste.food", "against", "Cannot be doing with Bovril"),
        ("Never liked liver", "taste.food", "against", "Never liked liver"),
        ("squash over pumpkin for me", "taste.food", "for", "Prefers squash to pumpkin"),
        ("I'm well into cooking.", "taste.food", "for", "Is well into cooking"),
        ("haha I'm such a chocoholic", "taste.food", "for", "Such a chocoholic"),
        ("I skip lunch most days", "taste.food", "against", "Skips lunch most days"),
        ("our team uses Asana", "work.method", "for", "Team uses Asana"),
        (
            "my fav colors are red and tan",
            "taste.general",
            "for",
            "Favourite colors are red and tan",
        ),
        ("Favourite town or place: Bath", "taste.travel", "for", "Favourite town or place is Bath"),
        ("I don't drink cola.", "taste.food", "against", "Does not drink cola"),
    ],
)
def test_an_everyday_sentence_leaves_what_it_says(
    found: Found, said: str, behaviour: str, polarity: str, statement: str
) -> None:
    (one,) = found(said)
    assert (one.behaviour, one.polarity, one.statement) == (behaviour, polarity, statement)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            "I love rowing but I hate sailing.",
            [("for", "Loves rowing"), ("against", "Hates sailing")],
        ),
        (
            "I'm a vegan and I hate parsley, don't put it in recipes.",
            [("for", "Is a vegan"), ("against", "Hates parsley, do not put it in recipes")],
        ),
        (
            "Love thrillers, hate romances.",
            [("for", "Loves thrillers"), ("against", "Hates romances")],
        ),
        (
            "I code in Java and I use emacs, and I watch too much telly.",
            [("for", "Codes in Java"), ("for", "Uses emacs"), ("for", "Watches too much telly")],
        ),
    ],
)
def test_each_thing_of_a_sentence_is_a_preference(
    found: Found, said: str, told: list[tuple[str, str]]
) -> None:
    assert sorted((one.polarity, one.statement) for one in found(said)) == sorted(told)


def test_what_goes_on_about_one_thing_stays_one(found: Found) -> None:
    (one,) = found("I love coffee but I hate it cold.")
    assert one.statement == "Loves coffee but hates it cold"


@pytest.mark.parametrize(
    ("said", "statement"),
    [
        ("I'm just starting to learn Haskell", "Is just starting with Haskell"),
        ("I'm a doctor, you can use medical terms", "Is a doctor (medical terms may be used)"),
        ("I'm an engineer, no need to dumb it down", "Is an engineer"),
        ("I'm pretty good with LaTeX.", "Is pretty good with LaTeX"),
        ("I've been a Ruby developer for nine years.", "Has long been a Ruby developer"),
        ("I'm learning Danish, about B1 level.", "Is learning Danish (B1)"),
        ("I'm not a lawyer.", "Is not a lawyer"),
        ("I'm decent at darts", "Is decent at darts"),
        ("I've just taken up pottery", "Has just taken up pottery"),
        ("I'm a junior developer", "Is a junior developer"),
        ("I speak fluent Welsh", "Speaks fluent Welsh"),
        ("I'm self-taught in Blender", "Is self-taught in Blender"),
        ("I know a bit of French", "Knows only a little French"),
        ("I'm a first-time gardener.", "Is a first-time gardener"),
        ("I'm a complete beginner at chess.", "Is a complete beginner at chess"),
        ("I've just started learning Rust.", "Has just started with Rust"),
        ("Kubernetes is all new to me.", "Is new to Kubernetes"),
        ("I only know the basics of accounting.", "Knows only the basics of accounting"),
        ("I don't know much about wine.", "Knows little about wine"),
        ("I bake bread for a living.", "Bakes bread for a living"),
        ("I know my way around Excel.", "Knows their way around Excel"),
        ("I'm fluent in Portuguese, so no need to translate.", "Is fluent in Portuguese"),
        ("I'm a senior Go developer.", "Is a senior Go developer"),
        ("I'm not a native English speaker.", "Is not a native English speaker"),
        ("I've taught chemistry for twenty years.", "Has taught chemistry for twenty years"),
        ("My French is fluent.", "French is fluent"),
        ("My German is pretty rusty.", "German is pretty rusty"),
        ("I know Welsh well, but where do I put the verb?", "Knows Welsh well"),
    ],
)
def test_how_well_somebody_knows_a_field_is_kept(found: Found, said: str, statement: str) -> None:
    (one,) = found(said)
    assert (one.behaviour, one.statement) == ("expertise.level", statement)


def test_a_word_of_another_field_is_no_tool() -> None:
    assert not _fields.is_of_tools("I prefer mint tea over a safari on the edge")
    assert _fields.is_of_tools("I use Postgres")


@pytest.mark.parametrize(
    ("said", "behaviour"),
    [
        ("my favourite place is Lisbon", "taste.travel"),
        ("go-to snack: nuts", "taste.food"),
        ("my comfort show is Frasier", "taste.media"),
        ("my favourite way to go", None),
        ("a nice place", None),
    ],
)
def test_a_favourite_is_filed_by_what_it_is_one_of(said: str, behaviour: str | None) -> None:
    assert _fields.of_a_favourite(said) == behaviour


def test_words_of_two_fields_decide_nothing() -> None:
    assert _fields.field_of("chess over coffee") is None
    assert _fields.field_of("all about barbecue") == "taste.food"


@pytest.mark.parametrize(
    "said",
    [
        "who can't stand brass bands lol",
        "can't you read this?",
        "my uncle hates jazz, loves polka",
        "use yarn in the Dockerfile",
        "Explain how a lawyer bills hours.",
        "Is he good with SQL?",
        "haha that's great thanks",
        "not a fan of the second draft",
        "new user here",
        "I'm on a call",
        "I make dinner every evening for my mother",
        "I've got a latex file that does not build",
    ],
)
def test_near_misses_leave_nothing(found: Found, said: str) -> None:
    assert found(said) == ()
