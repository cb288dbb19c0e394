"""Ordinary talk leaves nothing, however much its words look like preferences."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from prefmem.types import Evidence

Found = Callable[[str], tuple[Evidence, ...]]


@pytest.mark.parametrize(
    "said",
    [
        "I prefer not to say.",
        "I'd prefer the 3pm slot",
        "I'm off to bed",
        "my phone is dead",
        "My code doesn't work any more.",
        "I don't get it any more.",
        "My dog doesn't eat any more.",
        "I'm done with the first draft.",
        "I'm done with my exams.",
        "I'm done with the dishes.",
        "I'm done with the thesis!",
        "We're finally done with the move.",
        "I'm finished with the marathon",
        "ok, I'm through with all the paperwork",
        "Done with exercise three.",
        "I'm so done with crowded gyms.",
        "I finished the marathon!",
        "Not running the marathon after all.",
        "I dropped out of the marathon.",
        "I'm over the word limit.",
        "pretend I'm your boss and I hate excuses",
        "No need to fix it any more.",
        "You don't have to run it again now.",
        "always book early for Christmas I guess",
        "never recommend a doctor based on price",
        "My doctor told me to drink the contrast before the scan tomorrow.",
        "Dear team, I prefer Mondays for our sync. Thanks, Jo - can you polish this",
        "that's my sister in the photo, not me",
        "English again in the second column",
        "it's Tom, not Jim, who wrote it",
        "The tests are fine now.",
        "emojis are broken now",
    ],
)
def test_ordinary_talk_founds_nothing(found: Found, said: str) -> None:
    assert not [one for one in found(said) if one.kind != "retracted"]


@pytest.mark.parametrize(
    ("said", "statement"),
    [
        ("I've gone off running", "Has gone off running"),
        ("I'm done with horror films.", "Done with horror films"),
        ("I'm done with the gym, it bores me.", "Done with the gym"),
        ("I'm done with my bike, I hate cycling", "Done with their bike, hates cycling"),
        ("Don't get me started on open-plan offices", "Cannot stand open-plan offices"),
        ("Things I avoid: gluten, msg", "Things they avoid: gluten, msg"),
        ("I am preferring short answers", "Prefers short answers"),
        ("I told you I hate cats", "Hates cats"),
        ("like I said I'm vegan", "Is vegan"),
        ("hey Claude, I love jazz, could you check my essay?", "Loves jazz"),
    ],
)
def test_what_is_like_it_is_kept(found: Found, said: str, statement: str) -> None:
    assert statement in {one.statement for one in found(said) if one.kind != "retracted"}
