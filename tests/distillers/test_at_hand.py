"""What is asked for just now is no memory: a thing sought, an order about the text at hand."""

from __future__ import annotations

import pytest

from prefmem.distillers.answers._at_hand import is_a_text, is_of_texts, is_sought
from tests.distillers.conftest import Found, Replied


@pytest.mark.parametrize(
    "said",
    [
        "a walk in the hills for me and the dog, two hours",
        "supper idea, half an hour, just me",
        "plan a day in Porto for us and the kids",
        "I have a driving test in May. Make me a plan",
        "something I can knit in a weekend",
        "so cheap lunches we can take along",
    ],
)
def test_what_is_sought_leaves_nothing(found: Found, said: str) -> None:
    assert found(said) == ()


@pytest.mark.parametrize(
    "clause",
    [
        "window seat for me, always",
        "nothing beats a long bath for me",
        "for me the way there is the holiday",
        "it's weird that I can't stand coconut",
        "running works for me",
        "crowds give me a headache",
    ],
)
def test_what_says_something_is_not_sought(clause: str) -> None:
    assert not is_sought(clause)


def test_what_stands_behind_what_is_sought_is_heard(found: Found) -> None:
    (one,) = found("a film for me and my flatmate, I love slow thrillers")
    assert one.statement == "Loves slow thrillers"


@pytest.mark.parametrize(
    ("asked", "offered", "said"),
    [
        ("toast for my brother's wedding", "Good evening everyone, I'm Jo ...", "no jokes please"),
        ("reminder to a client who pays late", "Dear Mr Fox, ...", "keep it polite but firm"),
        (
            "schreib eine Nachricht an meinen Chef",
            "Hallo Herr Kurz, ...",
            "keep it short and formal",
        ),
        ("note to my neighbour about the tree", "Hi Pat, ...", "less fluff"),
    ],
)
def test_an_order_about_a_text_is_done_with_once_it_is_written(
    replied: Replied, asked: str, offered: str, said: str
) -> None:
    assert replied(asked, offered, said) == ()


@pytest.mark.parametrize(
    "said", ["never use emojis in my letters", "from now on no jokes, please", "always less fluff"]
)
def test_an_order_about_a_text_lasts_by_its_words(replied: Replied, said: str) -> None:
    (one,) = replied("note to my neighbour about the tree", "Hi Pat, ...", said)
    assert one.lasting


def test_the_same_order_about_an_answer_lasts(replied: Replied) -> None:
    (one,) = replied(
        "what is a bond?", "A bond is a loan, and there is much to say ...", "less fluff"
    )
    assert one.statement == "Wants less fluff"


def test_a_text_is_known_by_the_answer_that_is_one() -> None:
    assert is_a_text(["for Anna, she is sixty"], "Dear Anna, sixty years ...")
    assert not is_a_text(["what can I cook"], "Hi there! How about a stew?")


def test_what_a_dictated_turn_hesitates_over_is_left_out(found: Found) -> None:
    (one,) = found("um I can't stand uh coconut")
    assert one.statement == "Cannot stand coconut"


@pytest.mark.parametrize(
    "said",
    ["I'm no longer in retail, I'm a nurse now", "I'm not at the bank any more, I teach now"],
)
def test_a_change_of_job_is_no_taste(found: Found, said: str) -> None:
    assert {one.kind for one in found(said)} <= {"retracted"}


def test_what_somebody_has_no_more_is_a_limit(found: Found) -> None:
    told = [one for one in found("we don't have a car any more") if one.kind == "stated"]
    assert [(one.behaviour, one.statement) for one in told] == [
        ("constraint.practical", "No longer has a car")
    ]


def test_what_comes_is_told_without_what_went(found: Found) -> None:
    told = {one.statement for one in found("I've stopped driving, I take the train everywhere now")}
    assert "Takes the train everywhere now" in told


@pytest.mark.parametrize(
    "said",
    ["always end with our opening hours", "we never use exclamation marks", "never 'thrilled to'"],
)
def test_what_lasts_for_texts_holds_where_texts_are_written(replied: Replied, said: str) -> None:
    (one,) = replied("instagram caption for our rolls", "Fresh today!", said)
    assert (one.lasting, one.context.task) == (True, "writing")


@pytest.mark.parametrize("said", ["from now on no emojis", "always be blunt with me"])
def test_what_is_wanted_of_all_answers_holds_everywhere(replied: Replied, said: str) -> None:
    (one,) = replied("instagram caption for our rolls", "Fresh today!", said)
    assert one.context.task is None


def test_a_taste_that_is_told_beside_a_text_is_none_of_texts() -> None:
    assert is_of_texts("never use emojis", told="instruction")
    assert not is_of_texts("I love rye bread", told="stated")


@pytest.mark.parametrize("said", ["I hate 'bespoke' and 'curated'", "I can't stand 'valued guest'"])
def test_words_that_are_liked_or_not_are_of_texts(replied: Replied, said: str) -> None:
    (one,) = replied("rewrite: rooms must be left by ten", "Please leave by ten.", said)
    assert (one.behaviour, one.context.task) == ("style.tone", "writing")


def test_a_title_in_quotes_is_no_wording(found: Found) -> None:
    (one,) = found("I love 'The Wire'")
    assert one.behaviour == "taste.media"


@pytest.mark.parametrize(
    "said", ["cold starters so I'm not stuck at the stove", "no queues longer than 20 min"]
)
def test_what_something_is_wanted_for_leaves_no_memory(found: Found, said: str) -> None:
    assert found(said) == ()
