"""What the user shares with somebody is theirs, and of the other nothing is kept."""

from __future__ import annotations

import pytest

from tests.distillers.conftest import Found


@pytest.mark.parametrize(
    ("said", "statement"),
    [
        ("My mum is diabetic and so am I", "Is diabetic"),
        ("My brother is allergic to peanuts and I am too", "Allergic to peanuts"),
        ("My brother's allergic to peanuts, me too", "Allergic to peanuts"),
        ("My dad has asthma, and so do I", "Has asthma"),
        ("My daughter is lactose intolerant, just like me", "Lactose intolerant"),
        ("my mates are all vegan, me too", "Is vegan"),
        ("my dad's always been a vegetarian and so have I", "Has always been a vegetarian"),
        ("My kids love Bluey and so do I", "Loves Bluey"),
        ("My sister hates olives and so do I", "Hates olives"),
        ("my wife doesn't eat pork and neither do I", "Does not eat pork"),
        ("my mum can't stand jazz, nor can I", "Cannot stand jazz"),
        ("my brother watches every F1 race and so do I", "Watches every F1 race"),
        ("Everyone in my family loves hiking, me included", "Loves hiking"),
        ("Sam loves sushi and so do I", "Loves sushi"),
        ("My partner doesn't drink and I don't either", "Does not drink"),
    ],
)
def test_what_is_shared_with_somebody_is_the_users_own(
    found: Found, said: str, statement: str
) -> None:
    (one,) = found(said)
    assert one.statement == statement
    assert one.quote == said


@pytest.mark.requirement("observe:sensitive")
@pytest.mark.parametrize(
    "said",
    [
        "My mum is diabetic but I'm not",
        "My dad's coeliac, luckily I am not",
        "My sister hates olives but I don't",
        "my brother is diabetic and so is his wife",
        "My dog is tired and so am I",
        "My friend went to Rome and so did I",
        "Is it odd that my mum is diabetic and so am I?",
        "She said her mum is diabetic and so is she",
        "My best friend is a vegan and I want to be one too",
        "my cat is called Bob too",
        "he has the same laptop as me",
    ],
)
def test_what_is_not_shared_stays_the_others(found: Found, said: str) -> None:
    assert found(said) == ()


@pytest.mark.parametrize(
    ("said", "statement"),
    [("I'm vegan and so is my wife", "Is vegan"), ("I love jazz and so does my dad", "Loves jazz")],
)
def test_whom_it_is_shared_with_is_left_out(found: Found, said: str, statement: str) -> None:
    assert [one.statement for one in found(said)] == [statement]
