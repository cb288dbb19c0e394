"""Statements are third-person phrases that stand alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prefmem.distillers.words._statements import MAX_WORDS, statement_of, wish_of
from prefmem.distillers.words._subjects import subject_of
from prefmem.distillers.words._third_person import third


@pytest.mark.parametrize(
    ("said", "statement"),
    [
        ("I'm allergic to nuts", "Allergic to nuts"),
        ("i really cant stand my commute", "Really cannot stand their commute"),
        ("By the way, I usually prefer quiet rooms", "Usually prefers quiet rooms"),
        ("I don't eat meat and avoid dairy", "Does not eat meat and avoids dairy"),
        ("I've always loved jazz", "Has always loved jazz"),
        ("I'm a vegan, so I skip honey", "Is a vegan, so skips honey"),
        ("I avoid boats because they make me sick", "Avoids boats because they make them sick"),
        ("Crowds stress me out", "Crowds stress them out"),
        ("My go-to is oat milk", "Go-to is oat milk"),
        ("I try to walk", "Tries to walk"),
        ("I'd rather read", "Would rather read"),
        ("I love jazz, and always sit at the back", "Loves jazz, and always sits at the back"),
        ("I love food and drink", "Loves food and drink"),
        ("I prefer US spelling", "Prefers US spelling"),
        ("I live in the US and work remotely", "Lives in the US and works remotely"),
        ("My favourite film is My Neighbour Totoro", "Favourite film is My Neighbour Totoro"),
        ("My Chemical Romance is my favourite band", "My Chemical Romance is their favourite band"),
        ("I love Call Me by Your Name", "Loves Call Me by Your Name"),
        ("I loved The Fault in Our Stars", "Loved The Fault in Our Stars"),
        ("I LOVE MY DOG", "Loves their DOG"),
        ("My Italian neighbour is my friend", "Italian neighbour is their friend"),
        ("it suits us", "It suits them"),
        ("I meant tea", "Meant tea"),
        ("I'm a nurse and work nights", "Is a nurse and works nights"),
        ("I run and swim most mornings", "Runs and swims most mornings"),
        ("I bake and sometimes sell bread", "Bakes and sometimes sells bread"),
        ("I love music and play in a band", "Loves music and plays in a band"),
        ("I eat fish and chips", "Eats fish and chips"),
        ("I love wine and cheese", "Loves wine and cheese"),
        ("I like to cook and bake", "Likes to cook and bake"),
        ("I can run and swim", "Can run and swim"),
        ("I want to travel and work abroad", "Wants to travel and work abroad"),
        ("I help my son read and write every day", "Helps their son read and write every day"),
        ("I cycle and only in summer", "Cycles and only in summer"),
    ],
)
def test_first_person_becomes_third(said: str, statement: str) -> None:
    assert statement_of(said) == statement


@pytest.mark.parametrize(
    ("said", "statement"),
    [
        ("Call me Jo", "Wants to be called Jo"),
        ("From now on, keep your answers short", "Wants the assistant to keep its answers short"),
        ("Please don't use emojis", "Wants the assistant not to use emojis"),
        ("No emojis please", "Wants no emojis"),
        ("Stop apologizing", "Wants the assistant not to apologize"),
    ],
)
def test_a_wish_says_what_is_wanted_of_the_assistant(said: str, statement: str) -> None:
    assert wish_of(said) == statement


@given(st.text(max_size=400))
def test_a_statement_of_anything_is_well_formed_or_nothing(said: str) -> None:
    made = statement_of(said)
    if made:
        assert 2 <= len(made.split()) <= MAX_WORDS
        assert made.split()[0].lower() not in {"i", "i'm", "i've", "my", "we"}
        assert not made.endswith("?")


@pytest.mark.parametrize(
    ("said", "statement"),
    [
        ("I find your answers way too long", "Finds the assistant's answers way too long"),
        ("your answers are too long for me", "The assistant's answers are too long for them"),
        ("I like how you gave me steps", "Likes how the assistant gave them steps"),
        ("I love the way you explain things", "Loves the way the assistant explains things"),
        ("I'd like you to call me Sam", "Would like the assistant to call them Sam"),
        (
            "I prefer to be asked before you make big changes to my code",
            "Prefers to be asked before the assistant makes big changes to their code",
        ),
        (
            "I would prefer if you didn't use emojis in your answers",
            "Would prefer if the assistant did not use emojis in its answers",
        ),
        ("You are too formal for me", "The assistant is too formal for them"),
        ("I hate how long-winded you are", "Hates how long-winded the assistant is"),
        ("I love films that make you think", "Loves films that make you think"),
        ("I like places where you can relax", "Likes places where you can relax"),
        ("I hate it when you have to queue", "Hates it when you have to queue"),
        ("I like books that teach you something", "Likes books that teach you something"),
        ("I prefer hotels where you get breakfast", "Prefers hotels where you get breakfast"),
        ("I love You've Got Mail", "Loves You've Got Mail"),
        ("I love Your Name", "Loves Your Name"),
    ],
)
def test_the_assistant_is_told_of_and_anybody_stays(said: str, statement: str) -> None:
    assert statement_of(said) == statement


def test_past_forms_stay() -> None:
    assert [third(v) for v in ("knew", "meant", "flew", "threw", "seen", "read", "hit")] == [
        "knew", "meant", "flew", "threw", "seen", "reads", "hits",
    ]  # fmt: skip


def test_verbs_agree() -> None:
    assert [third(v) for v in ("avoid", "watch", "try", "play", "have", "can", "loved")] == [
        "avoids", "watches", "tries", "plays", "has", "can", "loved",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("I love hiking", "I no longer enjoy hiking"),
        ("I avoid large hotels", "I prefer large hotels these days"),
        ("I like mushrooms", "I can't stand mushrooms"),
    ],
)
def test_two_that_oppose_each_other_share_their_subject(one: str, other: str) -> None:
    from prefmem.distillers.reading._span import leading
    from prefmem.distillers.words._cues import cues

    subjects = {
        subject_of(text, (cue := leading(cues(text))).start, cue.end) for text in (one, other)
    }
    assert len(subjects) == 1
