"""An exception that is made a turn later is told with what it limits."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from prefmem.types import Evidence

Found = Callable[[str], tuple[Evidence, ...]]
Held = Callable[..., tuple[str, ...]]


@pytest.mark.parametrize(
    ("said", "then", "after"),
    [
        ("I'm vegan.", "Except at Christmas.", "Is vegan except at Christmas"),
        (
            "I don't drink alcohol.",
            "a beer is ok at weddings",
            "Does not drink alcohol, but a beer is fine at weddings",
        ),
        (
            "I don't eat meat.",
            "Chicken's fine though.",
            "Does not eat meat, but chicken is fine",
        ),
        (
            "I hate spicy food.",
            "mild curry is ok sometimes",
            "Hates spicy food, but mild curry is fine sometimes",
        ),
        (
            "I never work weekends.",
            "except before a release",
            "Never works weekends except before a release",
        ),
        (
            "From now on use bullet points.",
            "Not for emails though.",
            "Wants the assistant to use bullet points, but not for emails",
        ),
        (
            "Never use emojis.",
            "except in birthday messages, emojis are fine there",
            "Wants the assistant not to use emojis except in birthday messages",
        ),
        (
            "Always use British spelling.",
            "unless I'm writing for American clients",
            "Wants the assistant to always use British spelling unless they are writing for "
            "American clients",
        ),
        ("I never eat breakfast.", "only on Sundays", "Never eats breakfast except on Sundays"),
        ("I love hiking.", "not in the rain though", "Loves hiking, but not in the rain"),
    ],
)
def test_it_narrows_what_is_held(held: Held, said: str, then: str, after: str) -> None:
    assert held(said, then) == (after,)


@pytest.mark.parametrize(
    ("said", "then"),
    [
        ("I don't eat meat.", "Tuesday is fine."),
        ("I like tea.", "Not at all."),
        ("I like tea.", "not for now"),
        ("Never use emojis.", "What about tables?"),
        ("I like these two.", "except the last one"),
        ("Order pizza for lunch.", "Except on Friday."),
        ("What's on Netflix?", "except horror"),
    ],
)
def test_what_makes_no_exception_leaves_it_as_it_is(held: Held, said: str, then: str) -> None:
    assert held(said, then) == held(said)


@pytest.mark.parametrize(
    ("said", "statement"),
    [
        ("I have ADHD, keep steps short", "Wants the assistant to keep steps short"),
        ("describe images please, I'm blind", "Wants the assistant to describe images"),
        ("I love hiking but not in the rain", "Loves hiking but not in the rain"),
        ("My knee's bad so no long walks.", "Knee's bad: no long walks"),
        ("I eat fish but no shellfish.", "Eats fish but no shellfish"),
        ("I like coffee but only in the morning.", "Likes coffee but only in the morning"),
        ("I like running but only outdoors.", "Likes running but only outdoors"),
        ("I love Italy but not Rome.", "Loves Italy but not Rome"),
        ("I love sushi but never raw salmon.", "Loves sushi but never raw salmon"),
        ("I like hiking but no idea where to go.", "Likes hiking"),
        ("I like tea, but not much else.", "Likes tea"),
        ("I love dogs but no time for one.", "Loves dogs"),
        ("I like Paris but only because of you.", "Likes Paris"),
        ("My wife and I both love hiking.", "Loves hiking"),
        ("My brother and I both hate mushrooms.", "Hates mushrooms"),
    ],
)
def test_what_stands_beside_a_wish_is_told_with_it(found: Found, said: str, statement: str) -> None:
    [one] = found(said)
    assert one.statement == statement


@pytest.mark.parametrize(
    ("said", "statement"),
    [
        ("I stopped watching the news a while ago.", "Is no longer into watching the news"),
        ("I quit smoking three weeks ago.", "Is no longer into smoking"),
        ("I stopped using Facebook years ago.", "Is no longer into using Facebook"),
        ("I stopped eating meat last summer.", "Is no longer into eating meat"),
        ("I stopped watching that show.", "Is no longer into watching that show"),
    ],
)
def test_what_was_given_up_is_told_without_its_date(held: Held, said: str, statement: str) -> None:
    assert held(said) == (statement,)
