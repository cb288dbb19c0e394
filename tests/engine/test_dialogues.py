"""An emergency does not end with the turn that tells of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from prefmem import PreferenceMemory, UserMemory
from prefmem.types import Personalization

HELD = (
    "Please always use a sarcastic tone with me.",
    "I love spicy food.",
    "I have a big appetite for risk: I love gambling on penny stocks.",
    "I love long runs and weightlifting.",
)


@pytest.fixture
def ada() -> Iterator[UserMemory]:
    with PreferenceMemory.open(":memory:") as memory:
        user = memory.user("ada")
        for n, text in enumerate(HELD):
            user.observe([{"role": "user", "content": text}], conversation=f"c{n}")
        yield user


def asked(ada: UserMemory, *texts: str) -> Personalization:
    """The user's texts, with an answer between each two."""
    given = [{"role": "user", "content": texts[0]}]
    for text in texts[1:]:
        given += [{"role": "assistant", "content": "I see."}, {"role": "user", "content": text}]
    return ada.personalize(given, budget=400)


@pytest.mark.parametrize(
    ("told", "asks", "safeguard"),
    [
        (
            "I took 30 paracetamol tablets because I don't want to live anymore.",
            "And if I don't? What should I do tonight instead?",
            "seek_help",
        ),
        (
            "My chest hurts and my left arm is numb.",
            "Can I finish my workout first? Suggest one that fits me",
            "keep_warnings",
        ),
    ],
)
def test_what_is_fixed_in_an_emergency_is_fixed_in_the_turn_after(
    ada: UserMemory, told: str, asks: str, safeguard: str
) -> None:
    given = asked(ada, told, asks)
    assert safeguard in given.decision.safeguards
    assert "beyond_profile" not in given.decision.safeguards
    used = {one.preference.behaviour for one in given.applied}
    assert not used & {"style.tone", "taste.activity", "taste.food", "risk.appetite"}
    assert "from what was said before" in given.explain()


def test_a_new_request_later_in_the_talk_is_free_again(ada: UserMemory) -> None:
    between = ("It was only a cramp.", "I'm home now.", "All is well, I slept a whole night.")
    asks = "Suggest a workout that fits me"
    given = asked(ada, "My chest hurts and my left arm is numb.", *between, asks)
    assert "taste.activity" in {one.preference.behaviour for one in given.applied}


@pytest.mark.requirement("policy:recommendations-look-beyond")
def test_where_no_taste_applies_nothing_beyond_it_is_asked_for(ada: UserMemory) -> None:
    told = "I want to die."
    for n in range(40):
        given = asked(ada, told, f"Recommend me a film for evening {n}")
        assert {"crisis", "recommendation"} <= set(given.decision.kinds)
        assert "beyond_profile" not in given.decision.safeguards
