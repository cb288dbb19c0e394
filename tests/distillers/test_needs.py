"""What a condition or a faith asks for is kept, and not the condition or the faith."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from prefmem.types import Evidence

Found = Callable[[str], tuple[Evidence, ...]]


@pytest.mark.parametrize(
    ("said", "statement", "behaviour"),
    [
        (
            "I'm dyslexic, so short sentences please.",
            "Wants short sentences",
            "style.verbosity",
        ),
        (
            "I have ADHD so please give me one step at a time.",
            "Wants the assistant to give them one step at a time",
            "interaction.pace",
        ),
        (
            "Because of my dyslexia, keep sentences short.",
            "Wants the assistant to keep sentences short",
            "style.verbosity",
        ),
        (
            "I'm colour-blind, please describe charts in words.",
            "Wants the assistant to describe charts in words",
            "style.format",
        ),
        ("I'm Hindu and don't eat beef, what can I cook?", "Does not eat beef", "taste.food"),
        ("I'm Jewish so no shellfish for me.", "Wants no shellfish", "taste.food"),
        ("I'm Muslim, so no pork", "Wants no pork", "taste.food"),
        ("I like a warm tone on my essays", "Likes a warm tone on their essays", "style.tone"),
    ],
)
def test_what_follows_is_kept_without_what_it_follows_from(
    found: Found, said: str, statement: str, behaviour: str
) -> None:
    [one] = found(said)
    assert (one.statement, one.behaviour, one.sensitivity) == (statement, behaviour, None)
    assert one.quote in said
    assert not any(
        word in one.quote for word in ("dyslex", "ADHD", "blind", "Hindu", "Jewish", "Muslim")
    )


@pytest.mark.parametrize(
    "said",
    ["I'm severely allergic to peanuts.", "I use a wheelchair.", "I'm diabetic, so no desserts."],
)
def test_a_need_that_the_world_must_meet_is_kept_as_one(found: Found, said: str) -> None:
    [one] = found(said)
    assert (one.behaviour, one.sensitivity) == ("constraint.health", "health")


@pytest.mark.parametrize(
    "said",
    ["My son is autistic, so keep it simple.", "I'm blind, so which phone should I buy?"],
)
def test_somebody_elses_condition_and_a_request_ask_nothing_of_answers(
    found: Found, said: str
) -> None:
    assert not [one for one in found(said) if one.behaviour != "constraint.health"]


@pytest.mark.parametrize(
    ("said", "statement"),
    [
        (
            "Show me the code first and explain afterwards, always.",
            "Wants the assistant to show them the code first",
        ),
        (
            "When I'm debugging keep it terse.",
            "Wants the assistant to keep it terse when they are debugging",
        ),
    ],
)
def test_a_wish_about_answers_is_told_of_the_assistant(
    found: Found, said: str, statement: str
) -> None:
    [one] = found(said)
    assert one.statement == statement
    assert one.kind == "instruction"


def test_a_point_of_view_is_asked_for_in_so_many_words(found: Found) -> None:
    [one] = found("From now on give me a left-leaning framing of the news.")
    assert one.behaviour == "value.perspective"


@pytest.mark.parametrize(
    ("said", "task"),
    [
        ("I prefer the code first and the explanation after it.", "coding"),
        ("Always add type hints.", "coding"),
        ("When I'm debugging, show me the code first.", "debugging"),
        ("From now on answer in Dutch unless it's code.", None),
        ("From now on put the summary first.", None),
    ],
)
def test_a_wish_about_how_code_is_shown_holds_for_code(
    found: Found, said: str, task: str | None
) -> None:
    [one] = found(said)
    assert one.context.task == task
