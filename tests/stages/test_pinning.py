"""A pin never weakens: through the policy, the selection and the block."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prefmem.embedders.minilm import MiniLM
from prefmem.policy import load
from prefmem.records import Attention, Candidate, Rendered, Request
from prefmem.stages import tiering
from prefmem.stages.rendering import BlockRenderer
from prefmem.stages.selection import select
from prefmem.tokens import TiktokenCounter
from prefmem.types import Context, Preference

NOW = datetime(2026, 1, 5, tzinfo=UTC)
COUNTER = TiktokenCounter()
POLICY = load()
NEEDS: list[tuple[str, str, dict[str, Any]]] = [
    ("Allergic to peanuts", "constraint.health", {}),
    ("Allergic to shellfish, fish, celery, mustard, sesame and lupin", "constraint.health", {}),
    ("Lactose intolerant", "constraint.health", {}),
    ("Has coeliac disease: no gluten", "constraint.health", {}),
    ("Keeps kosher", "constraint.faith", {}),
    ("Never spends more than 20 euros on dinner", "constraint.practical", {}),
    ("Has no oven", "constraint.practical", {"weight": 0.3}),
]
WISHES: list[tuple[str, str, dict[str, Any]]] = [
    ("Loves soups and stews", "taste.food", {}),
    ("Loves fresh pasta", "taste.food", {"weight": 0.3}),
    ("Likes food from " + ", ".join(f"the {k}th valley" for k in range(9)), "taste.food", {}),
    ("Once chose the salad over the soup", "taste.food", {"status": "candidate"}),
    ("Likes small family-run restaurants", "taste.travel", {}),
    ("Wants short answers", "style.verbosity", {}),
    ("Wants a dry tone in whatever is written, without any jokes or puns", "style.tone", {}),
    ("Wants metric units", "style.units", {}),
    ("Once asked for a list", "style.format", {"status": "candidate"}),
    ("Wants three lines when cooking", "style.verbosity", {"context": Context(task="cooking")}),
    ("Is called Ada", "identity.address", {}),
    ("Wants bullet points", "style.format", {"conversation": "c"}),
]
ASKED = (
    "What should I cook for dinner tonight?",
    "Plan a trip to Rome for me.",
    "What is the capital of Peru?",
    "Is it safe to mix bleach and ammonia?",
    "Cook dinner for my friends and me.",
    "hello",
)


@cache
def held(statement: str) -> Candidate:
    behaviour, more = next((b, m) for s, b, m in (*NEEDS, *WISHES) if s == statement)
    settings: dict[str, Any] = {
        "id": statement, "polarity": "for", "tier": "personalizable", "status": "active",
        "stability": "genuine", "confidence": 0.9, "weight": 0.9, "outright": True,
        "valid_from": NOW - timedelta(days=9),
    }  # fmt: skip
    preference = Preference(statement=statement, behaviour=behaviour, **settings | more)
    return Candidate(preference=preference, vectors=MiniLM().encode([statement]))


@cache
def asked(text: str) -> Request:
    return Request(text=text, vector=MiniLM().encode([text])[0], conversation="c")


def sent(
    statements: Sequence[str], text: str, budget: int, pinned: Container[str] = ()
) -> Rendered:
    known = [held(one) for one in statements]
    known = [
        replace(one, preference=replace(one.preference, pinned=one.preference.id in pinned))
        for one in known
    ]
    request = asked(text)
    decision = tiering.decide(request, policy=POLICY, decision_id="d")
    of = [one.preference for one in known]
    verdicts = tiering.judge(of, request=request, decision=decision, policy=POLICY)
    chosen = select(
        known, verdicts, request=request, decision=decision, attention=Attention(), at=NOW
    )
    return BlockRenderer().render(
        chosen, decision=decision, safeguards=POLICY.safeguards, budget=budget, counter=COUNTER,
        revision=1,
    )  # fmt: skip


def names(rendered: Rendered) -> set[str]:
    return {one.preference.id for one in rendered.applied}


known = st.lists(st.sampled_from([s for s, *_ in (*NEEDS, *WISHES)]), min_size=1, unique=True)


@pytest.mark.requirement("user:final")
@given(statements=known, text=st.sampled_from(ASKED), budget=st.integers(20, 300))
def test_pinning_never_removes_what_was_in(statements: list[str], text: str, budget: int) -> None:
    for one in names(sent(statements, text, budget)):
        assert one in names(sent(statements, text, budget, pinned={one}))


@pytest.mark.requirement("user:final")
@given(
    needs=st.lists(st.sampled_from([s for s, *_ in NEEDS[:6]]), min_size=1, unique=True),
    wishes=st.lists(st.sampled_from([s for s, b, _ in WISHES if b.startswith("taste")])),
    budget=st.integers(20, 300),
)
def test_pinning_all_needs_removes_none_of_those_that_were_in(
    needs: list[str], wishes: list[str], budget: int
) -> None:
    statements = [*needs, *dict.fromkeys(wishes)]
    before = names(sent(statements, ASKED[0], budget)) & {*needs}
    assert before <= names(sent(statements, ASKED[0], budget, pinned=needs))


@pytest.mark.requirement("personalize:stable-prefix")
@given(statements=known, pinned=st.sets(st.sampled_from([s for s, *_ in (*NEEDS, *WISHES)])))
def test_what_is_pinned_leaves_the_stable_part_the_same_whatever_is_asked(
    statements: list[str], pinned: set[str]
) -> None:
    allowed = [one for one in statements if "dry tone" not in one]  # no jokes about safety
    blocks = [sent(allowed, text, 400, pinned).block for text in ASKED]
    assert len({one.stable for one in blocks}) == 1


def test_a_limit_that_only_colours_here_is_told_to_bind_nowhere() -> None:
    limit = "Never spends more than 20 euros on dinner"
    for text, binds in ((ASKED[0], True), ("How do I replace a fuse box safely?", False)):
        done = sent([limit], text, 256, pinned={limit})
        [one] = done.applied
        assert (one.force == "binding") is binds
        assert ("Must hold:" in done.block.text) is binds
