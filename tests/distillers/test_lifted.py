"""A wish about answers that is lifted is held no more; what is like it stays."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from prefmem.types import Evidence

Found = Callable[[str], tuple[Evidence, ...]]
Held = Callable[..., tuple[str, ...]]


@pytest.mark.parametrize(
    ("wished", "lifted"),
    [
        ("No emojis please, from now on.", "You can use emojis again."),
        ("Never use emojis.", "emojis are ok now"),
        ("Never use emojis.", "I'm fine with emojis now"),
        ("Please keep your answers short from now on.", "Longer answers are fine again."),
        ("Always keep it short.", "No need to keep it short any more."),
        ("Be more formal from now on.", "no need to be so formal any more"),
        ("Be casual with me from now on.", "You don't have to be so casual any more."),
        ("From now on use tables for comparisons.", "Forget the tables thing."),
        ("Never use emojis.", "Forget the emoji rule."),
        ("Never use emojis.", "Forget the rule about emojis."),
        ("Never use emojis.", "Emojis are allowed again."),
        ("Never use bullet points.", "I don't mind bullet points again."),
        ("Please always give sources.", "Sources aren't necessary any more."),
        ("Always keep it short.", "You no longer have to keep it short."),
        ("From now on talk like a pirate.", "Enough with the pirate talk."),
        ("From now on use bullet points.", "You can stop using bullet points now."),
        ("Always end with a summary.", "Never mind the summary thing."),
        ("Never use jargon with me.", "Jargon is fine now."),
        ("Please always give sources.", "I don't need sources anymore."),
        ("Keep your answers under 100 words from now on.", "Forget the 100 word limit."),
    ],
)
def test_a_wish_that_is_lifted_is_held_no_more(held: Held, wished: str, lifted: str) -> None:
    assert len(held(wished)) == 1
    assert held(wished, "How do I boil an egg?", lifted) == ()


@pytest.mark.parametrize(
    ("wished", "said"),
    [
        ("Always use emojis.", "emojis are ok now"),
        ("Never use emojis.", "emojis are fun now"),
        ("Never use emojis.", "You can use tables again."),
        ("From now on no jokes.", "What jokes are fine now in an office?"),
        ("Always keep it short.", "Don't keep it long any more."),
        ("Always keep it short.", "No need to explain this to my boss any more."),
    ],
)
def test_what_lifts_something_else_leaves_a_wish_as_it_is(
    held: Held, wished: str, said: str
) -> None:
    assert held(wished)[0] in held(wished, said) or len(held(wished, said)) == 1


def test_a_language_that_is_asked_for_again_takes_the_place_of_another(held: Held) -> None:
    for again in ("You can go back to English", "English again please", "back to English!"):
        assert held("Always answer in German.", again) == ("Wants answers in English again",)


@pytest.mark.parametrize(
    "said", ["The meeting is fine now.", "the code is ok now", "You can use emojis again."]
)
def test_a_leave_founds_nothing(found: Found, said: str) -> None:
    assert not [one for one in found(said) if one.kind != "retracted"]
