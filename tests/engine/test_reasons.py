"""What somebody wants for a reason waits when the reason ends, in the words people say it with."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from prefmem import PreferenceMemory

BEGIN = datetime(2025, 9, 1, 9, tzinfo=UTC)
WISH = "I avoid alcohol because I'm training for a marathon."


@pytest.fixture
def ada(memory: PreferenceMemory) -> Any:
    return memory.user("ada")


def tell(user: Any, *texts: str) -> list[dict[str, Any]]:
    """One text a week, each in a conversation of its own; what is held then."""
    for week, text in enumerate(texts):
        at = BEGIN + timedelta(days=7 * week)
        user.observe([{"role": "user", "content": text}], conversation=f"w{week}", at=at)
    return user.export()["preferences"]


@pytest.mark.requirement("life:drivers")
@pytest.mark.parametrize(
    "wish",
    [
        "Because I'm training for a marathon, I eat a lot of pasta.",
        "As I'm training for a marathon, I prefer early nights.",
        "I avoid alcohol, as I'm training for a marathon.",
        "I avoid alcohol while I'm training for a marathon.",
        "Due to my marathon training I prefer early nights.",
        "I prefer early nights so that I'm fit for the marathon.",
        "I prefer early nights so I can train for the marathon.",
        "I avoid alcohol for my marathon training.",
        "I prefer early nights - I'm training for a marathon.",
        "I'm training for a marathon, which is why I prefer early nights.",
        "I'm training for a marathon. That's why I avoid alcohol.",
    ],
)
def test_a_reason_is_kept_however_it_is_told_and_its_end_makes_the_wish_wait(
    ada: Any, wish: str
) -> None:
    (held,) = tell(ada, wish)
    assert "marathon" in held["driver"]
    (waits,) = tell(ada, wish, "I'm done with the marathon.")
    assert waits["suspended"]
    assert ada.history(waits["id"])[-1].change == "suspended"
    assert ada.rebuild() == 0


@pytest.mark.requirement("life:drivers-wait")
@pytest.mark.parametrize(
    "end",
    [
        "I'm done with the marathon.",
        "I finished the marathon!",
        "I dropped out of the marathon.",
        "Not running the marathon after all.",
    ],
)
def test_a_wish_is_about_what_is_wanted_and_not_about_its_reason(ada: Any, end: str) -> None:
    (held,) = tell(ada, "I'm eating low-carb because I'm training for a marathon.", end)
    assert (held["subject"], held["status"], held["suspended"]) == ("low-carb", "active", True)


@pytest.mark.requirement("life:drivers-wait")
@pytest.mark.parametrize(
    "end",
    [
        "My marathon is behind me.",
        "I've finished training for the marathon.",
        "I gave up on the marathon.",
        "I've given up training for the marathon.",
        "The marathon got cancelled.",
        "No more marathon training for me.",
        "Marathon's done!",
        "I pulled out of the marathon.",
        "I decided not to run the marathon after all.",
    ],
)
def test_the_end_of_a_reason_is_heard_in_many_words_and_founds_nothing(ada: Any, end: str) -> None:
    (held,) = tell(ada, WISH, end)
    assert held["suspended"]
    assert held["statement"] == "Avoids alcohol because they are training for a marathon"


@pytest.mark.requirement("life:drivers-wait")
@pytest.mark.parametrize(
    "back",
    [
        "I'm back to marathon training.",
        "I've signed up for another marathon.",
        "I'm doing the marathon after all.",
    ],
)
def test_a_reason_that_is_back_is_heard_in_many_words_and_founds_nothing(
    ada: Any, back: str
) -> None:
    (held,) = tell(ada, WISH, "The marathon is over.", back)
    assert not held.get("suspended")
    assert [one.change for one in ada.history(held["id"])] == ["created", "suspended", "resumed"]


@pytest.mark.parametrize(
    "other",
    [
        "My sister's marathon is over.",
        "I finished a book about the marathon.",
        "I found the report.",
        "The marathon is hard.",
    ],
)
def test_what_ends_for_others_or_else_leaves_the_wish_alone(ada: Any, other: str) -> None:
    held = tell(ada, WISH, other)
    assert not any(one.get("suspended") for one in held)


@pytest.mark.requirement("life:drivers-wait")
def test_a_wish_with_two_reasons_waits_when_both_have_ended(ada: Any) -> None:
    wish = "I prefer early nights because"
    first, second = f"{wish} I'm training for a marathon.", f"{wish} of my new job."
    (held,) = tell(ada, first, second)
    assert held["driver"] == "I'm training for a marathon; my new job"
    (held,) = tell(ada, first, second, "The marathon is over.")
    assert (held.get("suspended", False), held["driver"]) == (False, "my new job")
    (held,) = tell(ada, first, second, "The marathon is over.", "I quit my new job.")
    assert held["suspended"]
    assert ada.rebuild() == 0


def test_a_reason_told_a_message_earlier_is_kept(ada: Any) -> None:
    said = ["I'm training for a triathlon.", "I prefer high protein meals because of that."]
    ada.observe([{"role": "user", "content": one} for one in said], conversation="c", at=BEGIN)
    (held,) = ada.profile().preferences
    assert (held.statement, held.driver) == (
        "Prefers high protein meals",
        "I'm training for a triathlon",
    )


@pytest.mark.parametrize(
    ("wish", "end"),
    [
        (
            "I avoid expensive restaurants because I'm saving for a house.",
            "We bought the house!",
        ),
        ("I prefer short walks because my knee hurts.", "My knee has healed."),
        ("I watch everything in Danish because I'm learning Danish.", "I gave up learning Danish."),
    ],
)
def test_a_reason_ends_when_it_is_reached_healed_or_given_up(ada: Any, wish: str, end: str) -> None:
    (held,) = tell(ada, wish, end)
    assert held["suspended"]


def test_what_hung_on_a_reason_long_ago_stays_when_older_words_arrive(ada: Any) -> None:
    tell(ada, WISH, "The marathon is over.", "I'm training for a marathon again.")
    late = [{"role": "user", "content": "My marathon is behind me."}]
    ada.observe(late, conversation="old", at=BEGIN + timedelta(days=9))
    (held,) = ada.export()["preferences"]
    assert not held.get("suspended")


def test_a_job_that_was_quit_was_no_liking(ada: Any) -> None:
    assert tell(ada, "I quit my job.") == []


@pytest.mark.requirement("user:final")
@pytest.mark.parametrize("action", ["pin", "confirm", "correct"])
def test_what_the_user_decided_hangs_on_no_reason(ada: Any, action: str) -> None:
    (one,) = tell(ada, WISH)
    said = ["Never drinks alcohol"] if action == "correct" else []
    getattr(ada, action)(one["id"], *said)
    end = [{"role": "user", "content": "I'm done with the marathon."}]
    ada.observe(end, conversation="then")
    kept = next(p for p in ada.export()["preferences"] if p["id"] == one["id"])
    assert (kept.get("suspended"), kept["status"]) == (None, "active")
    assert ada.rebuild() == 0


def test_a_correction_keeps_the_reasons_that_it_tells(ada: Any) -> None:
    (one,) = tell(ada, WISH)
    ada.correct(one["id"], "Avoids beer because they are training for a marathon")
    assert "marathon" in ada.export()["preferences"][0]["driver"]
    ada.correct(one["id"], "Never drinks alcohol")
    assert ada.export()["preferences"][0].get("driver") is None


@pytest.mark.requirement("life:drivers-wait")
def test_a_wish_that_waited_and_is_said_again_holds_without_its_reason(ada: Any) -> None:
    end = "I'm done with the marathon."
    (again,) = tell(ada, WISH, end, "I avoid alcohol.")
    assert (again.get("suspended"), again.get("driver")) == (None, None)
    assert ada.history(again["id"])[-1].change == "resumed"
    tell(ada, WISH, end, "I avoid alcohol.", "I'm done with marathons for good.")
    assert "Avoids alcohol" in {one.statement for one in ada.profile().preferences if one.weight}
    assert ada.rebuild() == 0


@pytest.mark.requirement("life:drivers-wait")
def test_what_is_about_the_reason_only_by_telling_it_waits_too(ada: Any) -> None:
    wish = "I'm eating low-carb because I'm training for a marathon."
    (waits,) = tell(ada, wish, "I'm done with the marathon.")
    assert waits["suspended"]
