"""Wishes that nobody has for one answer only: units, spelling, what is asked of one kind."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from prefmem.types import Evidence

Found = Callable[[str], tuple[Evidence, ...]]


@pytest.mark.parametrize(
    ("said", "statement", "behaviour"),
    [
        ("Use British spelling.", "Wants the assistant to use British spelling", "style.language"),
        (
            "please write in British English",
            "Wants the assistant to write in British English",
            "style.language",
        ),
        ("I want prices in euros", "Wants prices in euros", "style.units"),
        ("Prices in euros please", "Wants prices in euros", "style.units"),
        ("24h clock please", "Wants 24h clock", "style.units"),
        (
            "Write dates as day month year",
            "Wants the assistant to write dates as day month year",
            "style.units",
        ),
        (
            "For emails, keep a formal tone.",
            "Wants the assistant to keep a formal tone for emails",
            "style.tone",
        ),
        (
            "In code reviews be harsh.",
            "Wants the assistant to be harsh in code reviews",
            "style.tone",
        ),
        ("In summaries, no bullet points.", "Wants no bullet points in summaries", "style.format"),
        (
            "When you write code for me, always add type hints.",
            "Wants the assistant to always add type hints when it writes code for them",
            "style.format",
        ),
        (
            "keep my emails under five sentences",
            "Wants the assistant to keep their emails under five sentences",
            "style.verbosity",
        ),
        (
            "Start letters with Dear, not Hi",
            "Wants the assistant to start letters with Dear, not Hi",
            "style.tone",
        ),
        (
            "Keep my reports to one page.",
            "Wants the assistant to keep their reports to one page",
            "style.format",
        ),
        ("I have ADHD, so short steps help me", "Short steps help them", "style.verbosity"),
    ],
)
def test_a_wish_without_a_from_now_on_is_kept_for_good(
    found: Found, said: str, statement: str, behaviour: str
) -> None:
    [one] = found(said)
    assert (one.statement, one.behaviour, one.kind) == (statement, behaviour, "instruction")


@pytest.mark.parametrize(
    "said",
    [
        "dollars",
        "The trip was 200 miles.",
        "Can you write this essay in British English?",
        "In code, the function is broken.",
        "Write product copy for a rug. Use British spelling.",
        "make my emails sound friendlier: Dear Tom",
        "write emails to the three customers below",
        "my slides have to be ready by Friday",
        "my messages must be sent by noon",
        "Make posts about our summer sale",
        "Maybe I'll block out some time each week for drawing.",
    ],
)
def test_what_one_text_or_one_day_asks_for_is_not(found: Found, said: str) -> None:
    assert found(said) == ()


@pytest.mark.parametrize(
    ("said", "statement"),
    [
        ("I don't eat beef because I'm Hindu", "Does not eat beef"),
        ("I hate it when you use emojis", "Hates it when the assistant uses emojis"),
        ("I like it when you're direct.", "Likes it when the assistant is direct"),
    ],
)
def test_what_is_told_beside_a_preference_is_left_out_or_named(
    found: Found, said: str, statement: str
) -> None:
    [one] = found(said)
    assert (one.statement, one.sensitivity) == (statement, None)


@pytest.mark.parametrize(
    ("said", "statement"),
    [
        ("No more emojis please.", "Wants no more emojis"),
        ("Just call me Anna.", "Wants to be called Anna"),
        ("You can call me Sam", "Wants to be called Sam"),
        ("My friends call me Bee.", "Wants to be called Bee"),
    ],
)
def test_a_name_and_no_more_of_something_hold_for_good(
    found: Found, said: str, statement: str
) -> None:
    [one] = found(said)
    assert (one.statement, one.kind) == (statement, "instruction")


@pytest.mark.parametrize("said", ["No long walks for me.", "I prefer short hikes"])
def test_what_is_long_or_short_in_a_life_is_no_wish_about_answers(found: Found, said: str) -> None:
    [one] = found(said)
    assert one.behaviour.startswith("taste.")


@pytest.mark.parametrize(
    "said",
    [
        "no warm milk",
        "no dry wine",
        "no gentle yoga",
        "No direct flights",
        "no formal dinners please",
        "No casual clothes",
        "no simple food",
        "no friendly dogs",
        "no serious films please",
        "no harsh detergents",
        "I could never warm to Berlin",
    ],
)
def test_a_word_for_a_manner_says_nothing_of_answers_where_it_is_of_a_thing(
    found: Found, said: str
) -> None:
    assert not any(one.behaviour.startswith("style.") for one in found(said))


@pytest.mark.parametrize(
    "said",
    [
        "No dry humour please",
        "no cold tone please",
        "no sarcasm please",
        "No dry jokes",
        "keep your tone dry",
        "be gentle with me",
        "Be kind but direct",
        "don't be cold",
        "no polite fluff",
        "no detailed answers",
    ],
)
def test_a_word_for_a_manner_is_of_answers_where_it_says_so(found: Found, said: str) -> None:
    [one] = found(said)
    assert one.behaviour.startswith("style.")


def test_what_somebody_moved_on_to_is_liked(found: Found) -> None:
    told = [one for one in found("I've moved on to crime novels.") if one.kind == "stated"]
    assert [(one.statement, one.polarity) for one in told] == [("Prefers crime novels", "for")]


@pytest.mark.parametrize(
    ("said", "polarity"),
    [
        ("Actually give me long answers from now on", "for"),
        ("I hate long answers", "against"),
        ("No long answers please", "against"),
    ],
)
def test_long_answers_are_wanted_unless_they_are_turned_down(
    found: Found, said: str, polarity: str
) -> None:
    [one] = found(said)
    assert (one.behaviour, one.polarity) == ("style.verbosity", polarity)


def test_what_is_set_over_what_was_is_kept_in_its_own_words(found: Found) -> None:
    said = found("I've changed my mind, aisle seats are better")
    assert "Aisle seats are better" in {one.statement for one in said if one.kind == "stated"}


def test_what_is_asked_of_code_holds_for_code(found: Found) -> None:
    [one] = found("For code questions I want long detailed answers")
    assert one.context.task == "coding"


@pytest.mark.parametrize(
    ("said", "statement", "reason"),
    [
        (
            "I'm learning French, so answer in French from now on",
            "Wants the assistant to answer in French from now on",
            "I'm learning French",
        ),
        (
            "I hate fluff, so from now on get straight to the point",
            "Wants the assistant to get straight to the point",
            "I hate fluff",
        ),
        (
            "My English isn't great, so from now on please use simple words",
            "Wants the assistant to use simple words",
            "My English isn't great",
        ),
        (
            "I read on my phone so keep answers short from now on",
            "Wants the assistant to keep answers short from now on",
            "I read on my phone",
        ),
        (
            "I work in finance, so always give numbers in euros",
            "Wants the assistant to always give numbers in euros",
            "I work in finance",
        ),
        (
            "I'm a visual person so from now on always include a diagram",
            "Wants the assistant to always include a diagram",
            "I'm a visual person",
        ),
        (
            "I've got a baby now, hence keep replies short from now on",
            "Wants the assistant to keep replies short from now on",
            "I've got a baby now",
        ),
        (
            "I love detail so always give me long answers",
            "Wants the assistant to always give them long answers",
            "I love detail",
        ),
        (
            "I'm studying for the bar exam so quiz me at the end of every answer from now on",
            "Wants the assistant to quiz them at the end of every answer from now on",
            "I'm studying for the bar exam",
        ),
        (
            "I make a lot of mistakes in English so always correct my grammar",
            "Wants the assistant to always correct their grammar",
            "I make a lot of mistakes in English",
        ),
        (
            "I'm learning Spanish so please correct my mistakes from now on",
            "Wants the assistant to correct their mistakes from now on",
            "I'm learning Spanish",
        ),
        (
            "I'm a beginner so always explain the terms",
            "Wants the assistant to always explain the terms",
            "I'm a beginner",
        ),
        (
            "I keep forgetting words so always quiz me at the end",
            "Wants the assistant to always quiz them at the end",
            "I keep forgetting words",
        ),
    ],
)
def test_a_wish_for_good_is_kept_with_the_reason_before_it(
    found: Found, said: str, statement: str, reason: str
) -> None:
    (one,) = (e for e in found(said) if e.kind == "instruction")
    assert (one.statement, one.reason) == (statement, reason)
    assert [e.statement for e in found(said)] == [statement]


def test_a_condition_is_kept_and_is_no_reason_that_a_wish_tells(found: Found) -> None:
    kept = found("I'm colour blind, therefore from now on describe colours in words")
    assert {one.behaviour: one.reason for one in kept} == {
        "constraint.health": None,
        "style.verbosity": None,
    }


@pytest.mark.parametrize(
    "said",
    [
        "I'm training for a marathon so from now on I go to bed early",
        "I love hiking so I always pack boots",
        "I have exams, so please help me plan this week",
        "I'm tired so keep this one short",
        "I live in Leeds, so always take an umbrella",
        "My boss hates commas so rewrite this without them",
        "I'm moving house, so suggest a good van",
        "I'm allergic to nuts so never suggest nuts",
        "I told him I was busy so never mind",
        "I'm writing a story so give the hero a sword",
        "I like tea so much that I always carry some",
        "I was ill so from now on it is early nights",
        "He makes mistakes so always correct his grammar",
        "I was tired so always forgot",
        "My teacher is strict so always check my homework",
        "I'm a nurse, so always check my rota",
        "I'm shy so never speak in meetings",
        "I travel a lot so always keep a bag packed",
        "It's late, so correct me if I'm wrong but it's always Tuesday",
    ],
)
def test_what_follows_from_a_reason_is_no_wish_about_all_answers(found: Found, said: str) -> None:
    assert not any(one.kind == "instruction" for one in found(said))


@pytest.mark.parametrize(
    ("said", "statement"),
    [
        (
            "can you answer in German from now on? I need the practice",
            "Wants the assistant to answer in German from now on",
        ),
        (
            "could you keep your replies a bit shorter in general?",
            "Wants the assistant to keep its replies a bit shorter in general",
        ),
        (
            "Could you please always answer in bullet points?",
            "Wants the assistant to always answer in bullet points",
        ),
        ("can u stop using emojis?", "Wants the assistant not to use emojis"),
        ("can you call me Sam?", "Wants to be called Sam"),
        (
            "hey could you explain things more simply in future?",
            "Wants the assistant to explain things more simply in future",
        ),
        ("can you always give me sources?", "Wants the assistant to always give them sources"),
        (
            "Could you be more direct with me going forward?",
            "Wants the assistant to be more direct with them going forward",
        ),
        (
            "any chance you could keep it shorter from now on?",
            "Wants the assistant to keep it shorter from now on",
        ),
        ("Do you think you could stop apologising?", "Wants the assistant not to apologise"),
    ],
)
def test_a_wish_for_good_may_be_put_as_a_question(found: Found, said: str, statement: str) -> None:
    (one,) = found(said)
    assert (one.statement, one.kind, one.lasting) == (statement, "instruction", True)
    assert one.quote in said


@pytest.mark.parametrize(
    "said",
    [
        "could you keep it short?",
        "can you always see what I type?",
        "Can you always tell when someone is lying?",
        "can you never sleep?",
        "Could you always run this on boot?",
        "do you always answer in English?",
        "Why do you always use bullet points?",
        "can you write a script that always runs at noon?",
        "could you make the button always visible?",
        "can I always return it?",
        "could you explain how to always win at chess?",
        "can you stop the dog from barking all the time?",
        "can you call me a taxi?",
        "could you make me a table with prices in it every time?",
        "can you remind me to call mum next time?",
        "can you explain how taxes work in general?",
        "can you show me how to use git from now on?",
        "could you write a poem about the future in general?",
    ],
)
def test_a_question_is_no_wish_for_good(found: Found, said: str) -> None:
    assert found(said) == ()
