"""What a request is compared with, and when."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from prefmem.calibration import relevance_heads
from prefmem.embedders.minilm import MiniLM
from prefmem.records import Candidate, Request
from prefmem.stages import relevance
from prefmem.types import Preference, RequestDecision

AT = datetime(2026, 1, 5, tzinfo=UTC)
STATEMENT = "Prefers small family-run guesthouses"


@pytest.fixture(scope="module")
def model() -> MiniLM:
    return MiniLM()


@pytest.fixture
def held(model: MiniLM) -> relevance.Prepared:
    preference = Preference(
        id="p1", statement=STATEMENT, behaviour="taste.travel", polarity="for", weight=0.9,
        tier="personalizable", status="active", stability="genuine", confidence=0.9, valid_from=AT,
    )  # fmt: skip
    one = Candidate(preference=preference, vectors=model.encode([STATEMENT, "a place to stay"]))
    return relevance.prepare([one])


def test_a_request_about_no_choice_is_compared_with_nothing_until_somebody_asks(
    model: MiniLM, held: relevance.Prepared
) -> None:
    text = "What is the capital of Peru?"
    request = Request(text=text, vector=model.encode([text])[0])
    decision, heads = RequestDecision(kinds=("factual_question",)), replace(relevance_heads())
    found = relevance.relevance(held, request=request, decision=decision, heads=heads)
    assert not found.near.any()
    assert "request_heads" not in vars(heads)  # what a request is multiplied by to be compared
    assert 0.0 <= float(found.figures().scores[0]) < 0.5
    assert "request_heads" in vars(heads)


def test_figures_are_worked_out_once(model: MiniLM, held: relevance.Prepared) -> None:
    text = "Where should I stay in Lisbon?"
    request = Request(text=text, vector=model.encode([text])[0])
    decision = RequestDecision(kinds=("recommendation",))
    found = relevance.relevance(held, request=request, decision=decision)
    assert found.near.all()
    assert found.figures() is found.figures()


def test_what_came_with_a_change_needs_less(model: MiniLM) -> None:
    text = "Where should I stay in Lisbon?"
    request = Request(text=text, vector=model.encode([text])[0])
    decision = RequestDecision(kinds=("recommendation",))
    limits: list[float] = []
    for turned in (None, AT):
        preference = Preference(
            id="p1", statement=STATEMENT, behaviour="taste.travel", polarity="for", weight=0.9,
            tier="personalizable", status="active", stability="genuine", confidence=0.9,
            valid_from=AT, turned=turned,
        )  # fmt: skip
        one = Candidate(preference=preference, vectors=model.encode([STATEMENT, "a place"]))
        held = relevance.prepare([one])
        found = relevance.relevance(held, request=request, decision=decision)
        limits.append(float(found.figures().thresholds[0]))
    assert limits[1] == pytest.approx(0.4 * limits[0])
