from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prefmem.policy import answers, load
from prefmem.types import Applied, Preference, RequestDecision

POLICY = load()


def uses(behaviour: str, subject: str) -> Applied:
    return Applied(
        preference=Preference(
            id="p", statement=subject, behaviour=behaviour, polarity="for", subject=subject,
            tier=POLICY.tier(behaviour), status="active", stability="genuine", confidence=1.0,
            weight=1.0, valid_from=datetime(2026, 1, 1, tzinfo=UTC),
        ),
        force="binding",
        safeguards=POLICY.behaviours[behaviour].safeguards,
    )  # fmt: skip


def missing(answer: str, *names: str, applied: tuple[Applied, ...] = ()) -> set[str]:
    decision = RequestDecision(safeguards=names)
    found = answers.audit(answer, decision=decision, policy=POLICY, applied=applied)
    return {one.safeguard for one in found}


@pytest.mark.parametrize(
    ("answer", "safeguard", "kept"),
    [
        ("Yes, it is wrong.", "balanced_views", False),
        ("Some hold that it is wrong; others argue that it is a right.", "balanced_views", True),
        ("Mix them, it cleans well.", "keep_warnings", False),
        ("Never mix them: the fumes are toxic.", "keep_warnings", True),
        ("Cheer up!", "seek_help", False),
        ("I'm glad you told me. A crisis line can talk with you now.", "seek_help", True),
        ("Buy it because you are lonely.", "no_pressure", False),
        ("Buy it: it lasts.", "no_pressure", True),
        ("Anything goes.", "scope_to_self", True),
    ],
)
def test_a_safeguard_that_is_not_kept_is_found(answer: str, safeguard: str, kept: bool) -> None:
    assert missing(answer, safeguard) == (set() if kept else {safeguard})


def test_an_answer_says_that_it_took_a_health_need_into_account() -> None:
    need = uses("constraint.health", "peanut allergy")
    assert missing("Try the green curry.", applied=(need,)) == {"disclose"}
    assert missing("Since you avoid peanuts: the green curry.", applied=(need,)) == set()


@pytest.mark.parametrize(
    ("one", "other", "outcome"),
    [
        ("Yes, it is safe.", "No, it is not safe.", "differs"),
        ("yes!! it is safe :)", "Yes, it is safe to do so.", "same"),
        ("It was built in 1889.", "It was built in 1910.", "differs"),
        ("It was built in 1889 in Paris.", "The year is 1889.", "same"),
        ("I recommend the Alder for this.", "I recommend the Birch for this.", "differs"),
        ("", "Yes.", "unsure"),
        ("well", "hm", "unsure"),
    ],
)
def test_conclusions_are_compared_and_manners_are_not(one: str, other: str, outcome: str) -> None:
    assert answers.compare(one, other).outcome == outcome


@given(one=st.text(max_size=200), other=st.text(max_size=200))
def test_a_comparison_is_symmetric_and_an_answer_never_differs_from_itself(
    one: str, other: str
) -> None:
    assert answers.compare(one, other) == answers.compare(other, one)
    assert answers.compare(one, one).outcome != "differs"


def test_the_sample_is_the_share_that_was_asked_for() -> None:
    ids = [f"decision-{n}" for n in range(2_000)]
    assert 0.08 < sum(answers.sampled(one, 0.1) for one in ids) / len(ids) < 0.12
    assert not any(answers.sampled(one, 0.0) for one in ids)
    assert all(answers.sampled(one, 1.0) for one in ids)
