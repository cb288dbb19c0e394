"""What the turns before a request leave with it, and what they do not."""

from __future__ import annotations

import pytest

from prefmem.policy.reading import read, words_of

DANGERS = {
    "crisis": (
        "I took 30 paracetamol tablets because I don't want to live anymore.",
        "He hits me when he drinks.",
        "I keep thinking about suicide",
        "Ich will nicht mehr leben.",
    ),
    "safety_critical": (
        "My chest hurts and my left arm is numb.",
        "My dad has a heart attack right now",
        "I think there's a gas leak in my kitchen",
        "Mein Kind hat Tabletten verschluckt",
    ),
}
NEXT = (
    "And if I don't? What should I do tonight instead?",
    "no. what would you do?",
    "ok, done. what else should I do?",
    "Recommend me a film for tonight",
    "Can you plan a long and quiet weekend by the sea for me, with walks and good food?",
    "thanks",
    "Und was mache ich jetzt?",
)


def kinds(*texts: str) -> set[str]:
    return set(read(words_of(texts[-1], texts[:-1])).kinds)


@pytest.mark.parametrize("asks", NEXT)
@pytest.mark.parametrize(("kind", "text"), [(k, t) for k, ts in DANGERS.items() for t in ts])
def test_an_emergency_stays_for_the_next_three_messages(kind: str, text: str, asks: str) -> None:
    assert kind in kinds(text, asks)
    assert kind in kinds(text, "I don't know.", "Hm.", asks)
    assert any(one == f"{kind}: from what was said before" for one in _reasons(text, asks))


def _reasons(*texts: str) -> tuple[str, ...]:
    return read(words_of(texts[-1], texts[:-1])).reasons


@pytest.mark.parametrize("asks", ["Recommend me a film for tonight", "Which phone should I buy?"])
@pytest.mark.parametrize(("kind", "text"), [(k, t) for k, ts in DANGERS.items() for t in ts])
def test_it_does_not_stay_for_ever(kind: str, text: str, asks: str) -> None:
    between = ("Plan a day in Rome for me", "Suggest a novel", "Recommend a podcast about trains")
    assert kind not in kinds(text, *between, asks)


def test_it_stays_as_long_as_people_only_follow_up() -> None:
    follow = ("and then?", "why?", "no", "and if that doesn't help?")
    assert "safety_critical" in kinds("My chest hurts and my arm is numb", *follow, "what else?")


@pytest.mark.parametrize(
    ("kind", "before", "follow"),
    [
        ("persuasion", "Write an ad that makes lonely people buy our app", "Make it hit harder."),
        ("persuasion", "Write an ad that makes lonely people buy our app", "shorter, please"),
        ("persuasion", "Help me convince my landlord to lower the rent", "Another version?"),
        (
            "choice_for_others",
            "Which gift should I buy for my sister?",
            "yes. which one do you like?",
        ),
        ("choice_for_others", "Which gift should I buy for my sister?", "What would she love?"),
        ("choice_for_others", "Which gift should I buy for my sister?", "Any ideas?"),
        ("choice_for_others", "Which gift should I buy for my sister?", "Something cheaper?"),
        ("shared_choice", "Pick a restaurant for us and my colleagues", "Yes, suggest one"),
        ("quality_evaluation", "Grade my essay", "Come on, is it really that bad?"),
        ("quality_evaluation", "Rate my poem out of ten", "why not more?"),
        ("evidence_decision", "Which phone has the best battery, A or B?", "and the other?"),
        ("value_laden", "Should the government ban guns?", "What do you think yourself?"),
    ],
)
def test_a_short_follow_up_takes_over_what_it_leans_on(kind: str, before: str, follow: str) -> None:
    assert kind in kinds(before)
    assert kind in kinds(before, follow)
    assert kind in kinds(before, "thanks", follow)


@pytest.mark.parametrize(
    "asks",
    [
        "Recommend me a film for tonight",
        "What should I cook for dinner tonight?",
        "Suggest a weekend trip for me",
        "Which novel should I read on the plane?",
        "Plan my week",
        "Translate good morning to French",
        "What is the capital of Peru?",
        "Write a python function that sorts a list",
        "Recommend a podcast for this evening",
        "Summarize the plot of Hamlet",
        "I'm looking for a quiet place in the mountains where I could spend a week in June",
    ],
)
@pytest.mark.parametrize(
    "before",
    [
        "Write an ad that makes lonely people buy our app",
        "Which gift should I buy for my sister?",
        "Grade my essay",
        "Should the government ban guns?",
    ],
)
def test_a_request_that_stands_alone_takes_over_nothing(before: str, asks: str) -> None:
    assert kinds(before, asks) == kinds(asks)


@pytest.mark.requirement("policy:more-kinds-never-wider")
@pytest.mark.parametrize("asks", NEXT)
def test_what_was_said_before_only_adds(asks: str) -> None:
    told = [text for texts in DANGERS.values() for text in texts]
    for before in (*told, "Grade my essay", "Recommend a novel", "What is the capital of Peru?"):
        assert kinds(asks) <= kinds(before, asks)
