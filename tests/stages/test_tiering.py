from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest

from prefmem.embedders.minilm import MiniLM
from prefmem.policy import load
from prefmem.records import PersonState, Request
from prefmem.stages.tiering import admit, decide, judge
from prefmem.types import Context, Evidence, Preference

AT = datetime(2026, 3, 1, tzinfo=UTC)
POLICY = load()


def ask(text: str, **context: Any) -> Request:
    return Request(text=text, vector=np.zeros(384, np.float32), context=Context.of(context))


def said(behaviour: str, text: str = "said so", **more: Any) -> Evidence:
    return Evidence(
        **{
            "id": "e1", "quote": text, "conversation_id": "c", "message_id": "m", "kind": "stated",
            "polarity": "for", "strength": 1.0, "at": AT, "source": "local/1",
            "behaviour": behaviour, "subject": text, "statement": text,
        } | more
    )  # fmt: skip


def holds(
    behaviour: str, text: str = "said so", *, kind: Any = "stated", **more: Any
) -> Preference:
    evidence = more.pop("evidence", (said(behaviour, text, kind=kind),))
    return Preference(
        **{
            "id": "p1", "statement": text, "behaviour": behaviour, "polarity": "for",
            "tier": POLICY.tier(behaviour), "status": "active", "stability": "genuine",
            "confidence": 0.9, "weight": 0.9, "valid_from": AT, "evidence": evidence,
            "outright": kind in ("instruction", "stated", "corrected", "elicited"),
        } | more
    )  # fmt: skip


def force(one: Preference, text: str, **context: Any) -> str | None:
    request = ask(text, **context)
    decision = decide(request, policy=POLICY, decision_id="d1")
    return judge([one], request=request, decision=decision, policy=POLICY)[0].force


@pytest.mark.parametrize(
    ("one", "request_text", "expected"),
    [
        (holds("style.verbosity", "one line only"), "Can I mix bleach and ammonia?", "soft"),
        (holds("constraint.health", "peanut allergy"), "Recommend a Thai dish", "binding"),
        (holds("taste.media", "loves sci-fi"), "Who wrote the first novel about Mars?", None),
        (holds("taste.media", "loves sci-fi"), "Which book should I read next?", "soft"),
        (holds("fact.claims", "vaccine X causes Y"), "Does vaccine X cause Y?", None),
        (holds("taste.shopping", "prefers brand X"), "Which phone has the best battery?", "soft"),
        (holds("taste.media", "loves sci-fi"), "Help me pick a gift for my sister", None),
        (holds("constraint.practical", "only has an oven"), "Recommend a cake to bake", "binding"),
        (holds("constraint.practical", "…", weight=0.3), "Recommend a cake to bake", "soft"),
        (holds("taste.food", "…", status="contested"), "Recommend a cake to bake", None),
        (holds("taste.food", "…", suspended=True), "Recommend a cake to bake", None),
        (holds("constraint.health", "…", status="contested"), "Recommend a cake", "binding"),
        (holds("value.perspective", "…", status="candidate"), "Suggest a book for me", None),
        (holds("taste.food", "…", kind="observed", status="candidate"), "Suggest a dish", "soft"),
        (holds("made.up", "…"), "Suggest a dish", None),
    ],
)  # fmt: skip
def test_a_preference_reaches_as_far_as_its_request_lets_it(
    one: Preference, request_text: str, expected: str | None
) -> None:
    assert force(one, request_text) == expected


@pytest.mark.parametrize(
    ("request_text", "kind"),
    [
        ("How long does it take to build a nuclear power plant?", "factual_question"),
        ("How much does it cost to run a lighthouse?", "factual_question"),
        ("How far is it to swim across the Bosphorus?", "factual_question"),
        ("How long will it take me to train for a triathlon?", "planning"),
        ("How long should I stay in Rome?", "advice"),
        ("Help me debug this KeyError in a pytest fixture", "code"),
        ("I keep getting an ImportError when the app starts", "code"),
    ],
)
def test_a_figure_about_the_world_is_a_fact_and_one_about_the_users_plans_is_not(
    request_text: str, kind: str
) -> None:
    vector = MiniLM().encode([request_text])[0]
    request = Request(text=request_text, vector=vector)
    assert kind in decide(request, policy=POLICY, decision_id="d1").kinds


def test_a_name_is_not_told_to_others() -> None:
    name = holds("identity.address", "Called Sam, they/them")
    assert force(name, "Suggest a plan for my week") == "binding"
    assert force(name, "Suggest a plan for my week", audience="shared") is None


def test_a_taste_that_tells_something_private_is_not_for_others_to_read() -> None:
    jazz = holds("taste.media", "HIV positive and loves jazz", sensitivity="health")
    assert force(jazz, "Recommend some music for tonight") == "soft"
    assert force(jazz, "Recommend some music for tonight", audience="shared") is None
    short = holds("style.verbosity", "On medication: short answers", sensitivity="health")
    assert force(short, "Plan the workshop", audience="shared") is None
    allergy = holds("constraint.health", "Allergic to nuts", sensitivity="health")
    assert force(allergy, "Plan the menu for the dinner", audience="shared") == "binding"


@pytest.mark.requirement("observe:sensitive")
@pytest.mark.parametrize(
    ("evidence", "consents", "strict", "stored"),
    [
        (said("taste.food"), {}, False, True),
        (said("taste.food", kind="observed"), {}, True, True),
        (said("constraint.health", sensitivity="health"), {}, False, True),
        (said("constraint.health", sensitivity="health"), {}, True, False),
        (said("constraint.health", sensitivity="health"), {"health": True}, True, True),
        (said("constraint.health", sensitivity="health"), {"health": False}, False, False),
        (said("constraint.health", sensitivity="health", kind="observed"), {}, False, False),
        (said("style.format", sensitivity="health", kind="observed"), {}, False, False),
        (said("taste.media", sensitivity="orientation"), {}, False, False),
        (said("taste.media", sensitivity="orientation"), {"orientation": True}, False, True),
        (said("taste.media", sensitivity="biometrics"), {"biometrics": True}, False, False),
        (
            both := said("constraint.health", "Gay and diabetic", sensitivity="health"),
            {},
            False,
            False,
        ),
        (both, {"orientation": True}, False, True),
        (both, {"orientation": True, "health": False}, False, False),
        (said("taste.media", "Loves gay bars", kind="chosen"), {"orientation": True}, False, False),
        (said("authority.permissions"), {}, False, False),
        (said("fact.claims"), {}, False, True),
        (said("fact.claims", kind="instruction"), {}, False, False),
        (said("honesty.disagreement"), {}, False, False),
        (said("made.up"), {}, False, False),
    ],
)
def test_what_is_sensitive_is_stored_only_when_said_and_allowed(
    evidence: Evidence, consents: dict[str, bool], strict: bool, stored: bool
) -> None:
    person = PersonState(consents=consents)
    reason = admit(evidence, policy=POLICY, person=person, strict=strict)
    assert (reason is None) == stored


@pytest.mark.parametrize("text", ["Suggest a menu for the office dinner", "Recommend a Thai dish"])
def test_where_others_read_along_nobody_is_told_whose_need_is_met(text: str) -> None:
    need = holds("constraint.health", "peanut allergy")
    request = ask(text, audience="shared")
    decision = decide(request, policy=POLICY, decision_id="d1")
    shared = judge([need], request=request, decision=decision, policy=POLICY)[0]
    assert shared.force == "binding"
    assert "unnamed_need" in shared.safeguards
    assert "disclose" not in shared.safeguards
    alone = judge([need], request=ask(text), decision=decision, policy=POLICY)[0]
    assert "disclose" in alone.safeguards
    assert "unnamed_need" not in alone.safeguards
