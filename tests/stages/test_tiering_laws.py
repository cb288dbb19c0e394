"""Laws that hold whatever the policy, the request and the preferences are."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from prefmem.policy import load
from prefmem.policy.layers import expand
from prefmem.policy.question import question_of
from prefmem.policy.reading import read
from prefmem.policy.tier import CHANNELS, TIERS, Rule, Situation, TierPolicy
from prefmem.records import Request, Verdict
from prefmem.stages.narrowing import narrowness
from prefmem.stages.tiering import decide, decided, judge
from prefmem.types import Context, Evidence, Preference

POLICY = load()
AT = datetime(2026, 3, 1, tzinfo=UTC)
BEHAVIOURS = sorted(POLICY.behaviours)
FORM = sorted(expand(("style.*", "expertise.*", "interaction.*"), BEHAVIOURS))
KINDS = sorted(POLICY.kinds)

behaviours = st.sampled_from([*BEHAVIOURS, "made.up", "style.smell"])
kinds = st.frozensets(st.sampled_from(KINDS), max_size=4)
contexts = st.builds(
    Context,
    audience=st.sampled_from([None, "self", "shared", "minor"]),
    role=st.sampled_from([None, "tutor", "mediator", "pirate"]),
)
requests = st.one_of(
    st.text(max_size=300),
    st.sampled_from(
        [
            "What is the capital of Peru?", "Recommend a novel", "Is my essay any good?",
            "I want to die", "Gift for my sister?", "Write an ad for our gym", "hello",
            "Which database should we adopt?", "Is abortion wrong?", "Fix this bug ```x = 1```",
            "Plan my week. I have little time. What should I do first?",
        ]
    ),
)  # fmt: skip


@st.composite
def preferences(draw: st.DrawFn) -> Preference:
    behaviour = draw(behaviours)
    kind: Any = draw(st.sampled_from(CHANNELS))
    evidence = Evidence(
        id="e", quote="q", conversation_id="c", message_id="m", kind=kind, polarity="for",
        strength=1.0, at=AT, source="local/1", behaviour=behaviour, subject="s", statement="s",
    )  # fmt: skip
    return Preference(
        id=draw(st.uuids()).hex, statement="s", behaviour=behaviour, polarity="for",
        tier=POLICY.tier(behaviour), stability="genuine", confidence=0.9,
        status=draw(st.sampled_from(["candidate", "active", "contested", "superseded", "expired"])),
        weight=draw(st.sampled_from([0.1, 0.5, 1.0])), pinned=draw(st.booleans()),
        suspended=draw(st.booleans()), outright=draw(st.booleans()), valid_from=AT,
        evidence=draw(st.sampled_from([(evidence,), ()])),
    )  # fmt: skip


def asking(text: str, context: Context = Context()) -> Request:  # noqa: B008  (a frozen value)
    return Request(text=text, vector=np.zeros(1, np.float32), context=context)


def verdicts(held: list[Preference], kinds: frozenset[str], context: Context) -> list[Verdict]:
    request = asking("anything", context)
    decision = decided(sorted(kinds), (), request=request, policy=POLICY, decision_id="d")
    return list(judge(held, request=request, decision=decision, policy=POLICY))


@pytest.mark.requirement("policy:removing-never-adds")
@given(held=st.lists(preferences(), max_size=8), kinds=kinds, context=contexts, data=st.data())
def test_removing_a_preference_changes_nothing_for_the_others(
    held: list[Preference], kinds: frozenset[str], context: Context, data: st.DataObject
) -> None:
    everything = verdicts(held, kinds, context)
    keep = data.draw(st.lists(st.booleans(), min_size=len(held), max_size=len(held)))
    fewer = verdicts([p for p, k in zip(held, keep, strict=True) if k], kinds, context)
    assert fewer == [v for v, k in zip(everything, keep, strict=True) if k]


@pytest.mark.requirement("policy:form-never-unfixes")
@given(text=requests, held=st.lists(preferences(), max_size=4), one=preferences())
def test_a_preference_about_form_never_changes_what_is_fixed(
    text: str, held: list[Preference], one: Preference
) -> None:
    request = asking(text)
    decision = decide(request, policy=POLICY, decision_id="d")
    form = replace(one, behaviour=FORM[0])
    before = judge(held, request=request, decision=decision, policy=POLICY)
    after = judge([*held, form], request=request, decision=decision, policy=POLICY)
    assert after[:-1] == before
    assert decide(request, policy=POLICY, decision_id="d") == decision


@pytest.mark.requirement("policy:same-input-same-decision")
@given(text=requests, context=contexts)
def test_the_same_request_gives_the_same_decision(text: str, context: Context) -> None:
    first = decide(asking(text, context), policy=POLICY, decision_id="d")
    assert decide(asking(text, context), policy=POLICY, decision_id="d") == first
    assert first.kinds
    assert set(first.adaptable).isdisjoint(first.fixed)
    assert {*first.adaptable, *first.fixed} == set(POLICY.behaviours)


@pytest.mark.requirement("policy:unknown-is-universal")
@given(name=st.text(max_size=30), kinds=kinds, context=contexts, channel=st.sampled_from(CHANNELS))
def test_an_unknown_behaviour_is_universal(
    name: str, kinds: frozenset[str], context: Context, channel: str
) -> None:
    if name in POLICY.behaviours:
        return
    assert POLICY.tier(name) == "universal"
    situation = Situation(kinds=kinds, audience=context.audience or "self", role=context.role)
    assert not POLICY.ruling(name, channel, situation).permitted


@pytest.mark.requirement("policy:universal-never-adapts")
@given(held=preferences(), kinds=kinds, context=contexts)
def test_what_is_universal_is_never_used(
    held: Preference, kinds: frozenset[str], context: Context
) -> None:
    verdict = verdicts([held], kinds, context)[0]
    if POLICY.tier(held.behaviour) == "universal":
        assert verdict.force is None
    assert verdict.reason


@pytest.mark.requirement("policy:order-free")
@given(
    kinds=kinds,
    behaviour=behaviours,
    channel=st.sampled_from(CHANNELS),
    seed=st.randoms(use_true_random=False),
)
def test_the_order_of_rules_is_irrelevant(
    kinds: frozenset[str], behaviour: str, channel: str, seed: Any
) -> None:
    rules = list(POLICY.rules)
    seed.shuffle(rules)
    shuffled = replace(POLICY, rules=tuple(rules))
    situation = Situation(kinds=kinds)
    assert shuffled.ruling(behaviour, channel, situation) == POLICY.ruling(
        behaviour, channel, situation
    )


@pytest.mark.requirement("policy:more-kinds-never-wider")
@given(fewer=kinds, more=kinds, behaviour=behaviours, channel=st.sampled_from(CHANNELS))
def test_a_kind_more_never_permits_what_was_refused(
    fewer: frozenset[str], more: frozenset[str], behaviour: str, channel: str
) -> None:
    few = POLICY.ruling(behaviour, channel, Situation(kinds=fewer))
    many = POLICY.ruling(behaviour, channel, Situation(kinds=fewer | more))
    held = POLICY.behaviours.get(behaviour)
    if held is not None and held.fails_on:  # what raises safety is kept where any kind keeps it
        return
    assert few.permitted or not many.permitted
    if many.permitted:
        assert set(few.safeguards) <= set(many.safeguards)


@st.composite
def lower_rules(draw: st.DrawFn) -> Rule:
    safeguards = draw(st.sampled_from([(), ("disclose",)]))
    return Rule(
        id=f"lower.rules.{draw(st.integers(0, 99))}",
        effect="permit_with" if safeguards else "forbid",
        behaviours=draw(st.frozensets(st.sampled_from(BEHAVIOURS), min_size=1, max_size=5)),
        kinds=draw(st.none() | st.frozensets(st.sampled_from(KINDS), min_size=1, max_size=3)),
        audiences=draw(st.none() | st.just(frozenset({"shared"}))),
        safeguards=safeguards,
    )


@pytest.mark.requirement("policy:lower-never-widens")
@given(
    rules=st.lists(lower_rules(), max_size=5),
    kinds=kinds,
    behaviour=behaviours,
    channel=st.sampled_from(CHANNELS),
    audience=st.sampled_from(["self", "shared", "minor"]),
)
def test_what_a_lower_layer_may_say_never_widens(
    rules: list[Rule], kinds: frozenset[str], behaviour: str, channel: str, audience: Any
) -> None:
    lower: TierPolicy = replace(POLICY, rules=(*POLICY.rules, *rules))
    situation = Situation(kinds=kinds, audience=audience)
    above, below = (p.ruling(behaviour, channel, situation) for p in (POLICY, lower))
    assert above.permitted or not below.permitted
    if below.permitted:
        assert set(above.safeguards) <= set(below.safeguards)


@given(text=requests, ask=st.sampled_from(["What is the tallest mountain?", "who was Nero"]))
def test_a_story_before_a_question_does_not_free_it(text: str, ask: str) -> None:
    kinds = read(f"I was clearing out the shed and found a note. It says: {ask}").kinds
    assert "factual_question" in kinds


@pytest.mark.parametrize(
    "text",
    [
        "a" * 100_000, "why? " * 20_000, "recommend " * 10_000, "(" * 100_000, "\n" * 100_000,
        "> quoted\n" * 10_000, "```" * 30_000, "which has the best " * 5_000, "мне " * 25_000,
        "what should my " * 6_000, "a: " * 33_000, "is it " * 16_000,
        "good " + "a" * 90_000 + "!", "good " * 20_000, "best a-" * 14_000, "here's " * 14_000,
        "my friend needs " * 6_000, "get a b c d " * 8_000, "'" * 100_000, "\"мне\" " * 16_000,
        "死" * 100_000, "quiero " * 14_000, "wie ist das " * 8_000, "x" * 100_000 + "error",
    ],
    ids=lambda text: str(text)[:10],
)  # fmt: skip
def test_a_request_of_any_length_is_decided_quickly(text: str) -> None:
    begun = time.process_time()
    decision = decide(asking(text), policy=POLICY, decision_id="d")
    assert decision.kinds
    assert time.process_time() - begun < 1.0  # a runaway pattern takes minutes


def test_a_quoted_request_is_not_the_users() -> None:
    quoted = "> Recommend me a novel\n> I love sci-fi\nWhat is the capital of Chile?"
    assert read(quoted).kinds == ("factual_question",)


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("What is it?", "What is it?"),
        ("I was there. It rained. What is the tallest tree? Thanks!", "What is the tallest tree?"),
        ("We moved on, but I kept it: where is it always humid?", "where is it always humid?"),
        ("I moved house. Recommend a lamp. It should be green.", "Recommend a lamp."),
        ("Two things. Is it far? Can I walk?", "Is it far? Can I walk?"),
        ("Nothing to ask here", "Nothing to ask here"),
        ("", ""),
    ],
)
def test_the_question_is_found_in_its_story(text: str, question: str) -> None:
    assert question_of(text) == question


@given(text=st.text(max_size=400))
def test_finding_the_question_never_fails(text: str) -> None:
    assert question_of(text) == question_of(text)


@given(applied=st.lists(st.sampled_from("abcdefgh"), max_size=60))
def test_narrowness_is_a_share_and_has_no_order(applied: list[str]) -> None:
    value = narrowness(applied)
    assert 0.0 <= value <= 1.0
    assert narrowness(sorted(applied)) == pytest.approx(value)


def test_narrowness_grows_as_fewer_preferences_speak() -> None:
    even = narrowness([str(n) for n in range(40)])
    some = narrowness([str(n % 8) for n in range(40)])
    one = narrowness(["a"] * 40)
    assert even == pytest.approx(0.0)
    assert even < some < one == pytest.approx(1.0)


@cache
def crowd() -> list[Preference]:
    made: list[Preference] = []
    for n in range(500):
        behaviour = BEHAVIOURS[n % len(BEHAVIOURS)]
        made.append(
            Preference(
                id=str(n), statement=f"s{n}", behaviour=behaviour, polarity="for",
                tier=POLICY.tier(behaviour), status="active", stability="genuine", confidence=0.9,
                weight=n % 10 / 10, valid_from=AT, outright=True,
            )
        )  # fmt: skip
    return made


def test_preferences_of_one_class_are_judged_once() -> None:
    request = asking("Recommend a novel")
    decision = decide(request, policy=POLICY, decision_id="d")
    found = judge(crowd(), request=request, decision=decision, policy=POLICY)
    assert len({id(one) for one in found}) <= 2 * len(BEHAVIOURS)


@pytest.mark.parametrize("tier", TIERS)
def test_the_request_is_as_strict_as_its_strictest_kind(tier: str) -> None:
    request = asking("anything")
    for name, kind in POLICY.kinds.items():
        if kind.tier == tier:
            found = decided(
                [name, "recommendation"], (), request=request, policy=POLICY, decision_id="d"
            )
            assert found.tier == tier
