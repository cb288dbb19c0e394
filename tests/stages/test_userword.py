"""What a preference is a matter of, once the user has put it in other words."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from prefmem.records import PreferenceRecord
from prefmem.stages import userword

T = datetime(2026, 1, 5, 9, tzinfo=UTC)


def record(statement: str, behaviour: str) -> PreferenceRecord:
    return PreferenceRecord(
        id="p1",
        subject=statement.lower().split()[-1],
        behaviour=behaviour,
        statement=statement,
        polarity="for",
        status="active",
        valid_from=T,
    )


@pytest.mark.parametrize(
    ("worded", "behaviour"),
    [
        ("Is allergic to peanuts and has asthma", "constraint.health"),
        ("Has asthma and likes slow walks", "constraint.health"),
        ("Allergic to shellfish", "constraint.health"),
        ("Severe peanut allergy", "constraint.health"),
        ("Coeliac", "constraint.health"),
        ("Avoids alcohol: in recovery", "constraint.health"),
        ("Likes jazz but has migraines from loud music", "constraint.health"),
        ("Cannot do stairs, uses a wheelchair", "constraint.health"),
        ("Likes quiet concerts because of tinnitus and epilepsy", "constraint.health"),
        ("Takes blood thinners", "constraint.health"),
        ("Does not eat wheat (coeliac)", "constraint.health"),
        ("Keeps kosher", "constraint.faith"),
        ("Is Muslim, so no pork", "constraint.faith"),
        ("Is a socialist", "value.perspective"),
        ("Is nonbinary: they/them", "identity.address"),
        ("Is Jewish and diabetic", "constraint.health"),
    ],
)
def test_what_somebody_tells_of_themselves_is_a_matter_of_its_class(
    worded: str, behaviour: str
) -> None:
    assert userword.behaviour_of(record("Loves jazz", "taste.media"), worded) == behaviour


@pytest.mark.parametrize(
    "worded",
    [
        "Loves blues",
        "Loves documentaries about cancer",
        "Likes books about depression and grief",
        "Enjoys podcasts on politics",
        "Is interested in the history of abortion law",
        "Reads novels by Catholic writers",
        "Is a fan of films with blind heroes",
        "Collects old bibles",
        "Is curious about autism research",
        "Listens to gospel and prayer songs",
        "Works in a cancer ward",
        "Hates medical dramas with surgery scenes",
        "Is into techno",
    ],
)
def test_a_taste_stays_a_taste_whatever_it_is_in(worded: str) -> None:
    held = record("Loves jazz", "taste.media")
    assert userword.behaviour_of(held, worded) == "taste.media"


@pytest.mark.parametrize(
    "worded", ["Wants short sentences (dyslexic)", "Is dyslexic: short sentences", "Wants lists"]
)
def test_a_wish_about_answers_stays_one_whatever_its_reason(worded: str) -> None:
    held = record("Wants short sentences", "style.format")
    assert userword.behaviour_of(held, worded) == "style.format"


def test_what_was_a_need_before_stays_one() -> None:
    held = record("Allergic to peanuts", "constraint.health")
    assert userword.behaviour_of(held, "Allergic to walnuts") == "constraint.health"
    assert userword.behaviour_of(held, "Keeps kosher") == "constraint.health"
    style = record("Wants short answers", "style.verbosity")
    assert userword.behaviour_of(style, "Has asthma") == "constraint.health"
