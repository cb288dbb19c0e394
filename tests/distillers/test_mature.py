"""Mature content is what it is, whatever field a head puts it in, and reaches no minor."""

from __future__ import annotations

import pytest

from prefmem import PreferenceMemory
from prefmem.distillers.words._mature import MATURE, is_mature
from tests.distillers.conftest import Found


@pytest.mark.parametrize(
    "said",
    [
        "I like explicit sexual content.",
        "I want mature content in my stories.",
        "I enjoy explicit erotic stories.",
        "I prefer R-rated films with nudity.",
        "I like graphic violence.",
        "Swearing and sex are fine in what you write for me.",
        "I love hentai.",
        "I love books with explicit sex scenes.",
        "I love strip clubs.",
        "I love gory horror films.",
        "I'm into steamy romance novels.",
        "I like films with extreme violence.",
    ],
)
def test_a_liking_of_it_is_mature_content(found: Found, said: str) -> None:
    assert {one.behaviour for one in found(said)} == {MATURE}


@pytest.mark.parametrize(
    "said",
    [
        "I like mature cheddar.",
        "I love adult education.",
        "I'm a sex education teacher.",
        "I like explicit instructions.",
        "I love adult colouring books.",
        "I love young adult novels.",
        "I prefer explicit types in Python.",
        "I love graphic novels.",
        "I love my Gore-Tex jacket.",
        "Spare me the gory details.",
        "I love nude lipstick.",
        "I love spicy food.",
        "I love Sex and the City.",
        "I joined an adult book club.",
        "I prefer explicit content warnings.",
        "Thrillers are fine as long as there's no gore.",
        "I like horror without graphic violence.",
    ],
)
def test_what_only_sounds_like_it_is_not(said: str) -> None:
    assert not is_mature(said)


@pytest.mark.parametrize("said", ["I hate gore.", "I'm not a fan of gore."])
def test_a_dislike_of_it_stays_a_taste(found: Found, said: str) -> None:
    [one] = found(said)
    assert (one.polarity, one.behaviour.partition(".")[0]) == ("against", "taste")


@pytest.mark.requirement("policy:default-table")
def test_no_minor_is_told_of_it() -> None:
    with PreferenceMemory.open(":memory:") as memory:
        user = memory.user("ada")
        for n, said in enumerate(("I love erotic horror novels.", "I love books about the sea.")):
            user.observe([{"role": "user", "content": said}], conversation=f"c{n}")
        asked = [{"role": "user", "content": "Recommend a novel"}]
        own, minor = (
            {one.preference.statement for one in user.personalize(asked, context=who).applied}
            for who in ({"audience": "self"}, {"audience": "minor"})
        )
    assert "Loves erotic horror novels" in own
    assert "Loves erotic horror novels" not in minor


def test_who_has_come_to_love_it_is_told_of_it_as_what_it_is() -> None:
    with PreferenceMemory.open(":memory:") as memory:
        ada = memory.user("ada")
        for said in ("I hate gore.", "I love gore."):
            ada.observe([{"role": "user", "content": said}], conversation=said)
        [held] = ada.profile().preferences
    assert (held.polarity, held.behaviour) == ("for", "content.mature")
