"""A policy's own table of tests: each row is a claim about what it does, run on the real stages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

import numpy as np

from prefmem.policy.layers import expand
from prefmem.policy.model import PolicyFile, PreferenceEntry, TestEntry
from prefmem.policy.question import asks_apart
from prefmem.policy.tier import OUTRIGHT, TierPolicy
from prefmem.records import Matrix, PersonState, Request, Verdict
from prefmem.types import Context, Evidence, Preference, RequestDecision

_AT = datetime(2026, 1, 1, tzinfo=UTC)
Encode = Callable[[Sequence[str]], Matrix]
"""From texts to unit vectors."""


class Stages(Protocol):
    """The three questions of `stages.tiering`; handed in, because a policy stands below it."""

    def admit(
        self, evidence: Evidence, *, policy: TierPolicy, person: PersonState, strict: bool = False
    ) -> str | None:
        """Why this may not be stored."""
        ...

    def decide(self, request: Request, *, policy: TierPolicy, decision_id: str) -> RequestDecision:
        """What the request asks for."""
        ...

    def judge(
        self,
        preferences: Sequence[Preference],
        *,
        request: Request,
        decision: RequestDecision,
        policy: TierPolicy,
    ) -> tuple[Verdict, ...]:
        """Each preference against it."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What came of one row."""

    number: int
    """Place in the table, counted from 1."""
    about: str
    failures: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """True if the policy does what the row says."""
        return not self.failures


def run(
    policy: TierPolicy, file: PolicyFile, *, stages: Stages, encode: Encode | None = None
) -> tuple[Trial, ...]:
    """Run the table of `file` against `policy`; without `encode`, requests are read by words."""
    return tuple(
        Trial(
            number=number,
            about=test.request or (test.preference.text if test.preference else ""),
            failures=tuple(_failures(test, policy, stages, encode)),
        )
        for number, test in enumerate(file.tests, 1)
    )


def request_of(text: str, context: Context, encode: Encode | None) -> Request:
    """A request with the vectors that the engine would give it."""
    if encode is None:
        return Request(text=text, vector=np.zeros(1, np.float32), context=context)
    question = asks_apart(text)
    vectors = encode([text] if question is None else [text, question])
    return Request(
        text=text,
        vector=vectors[0],
        question_vector=None if question is None else vectors[1],
        context=context,
    )


def _failures(
    test: TestEntry, policy: TierPolicy, stages: Stages, encode: Encode | None
) -> Iterable[str]:
    if test.request is None:
        yield from _written(test, policy, stages)
        return
    context = Context.of({"audience": test.audience, "role": test.role})
    request = request_of(test.request, context, encode)
    decision = stages.decide(request, policy=policy, decision_id="trial")
    yield from _decided(test, decision)
    for pattern, expected in test.expect.items():
        if test.preference is not None and pattern == test.preference.behaviour:
            one = _preference(test.preference, policy)
            verdict = stages.judge([one], request=request, decision=decision, policy=policy)[0]
            found = verdict.force or "withheld"
            if found != expected:
                yield f"{pattern} is {found} ({verdict.reason}), expected {expected}"
        else:
            yield from _behaviours(pattern, expected, decision, policy)


def _decided(test: TestEntry, decision: RequestDecision) -> Iterable[str]:
    read = ", ".join(decision.kinds)
    for kind in test.kinds:
        if kind not in decision.kinds:
            yield f"read as {read}, expected {kind}"
    for kind in test.not_kinds:
        if kind in decision.kinds:
            yield f"read as {read}, which must not hold {kind}"
    for name in test.safeguards:
        if name not in decision.safeguards:
            yield f"safeguards are {', '.join(decision.safeguards) or 'none'}, expected {name}"
    if test.tier is not None and decision.tier != test.tier:
        yield f"tier is {decision.tier} ({read}), expected {test.tier}"


def _behaviours(
    pattern: str, expected: str, decision: RequestDecision, policy: TierPolicy
) -> Iterable[str]:
    for name in sorted(expand((pattern,), policy.behaviours)):
        found = "fixed" if name in decision.fixed else "adaptable"
        if found != expected:
            yield f"{name} is {found} ({', '.join(decision.kinds)}), expected {expected}"


def _written(test: TestEntry, policy: TierPolicy, stages: Stages) -> Iterable[str]:
    if test.preference is None:
        return
    person = PersonState(consents=test.consent)
    reason = stages.admit(
        _evidence(test.preference), policy=policy, person=person, strict=test.strict
    )
    found = "stored" if reason is None else "refused"
    for name, expected in test.expect.items():
        if found != expected:
            yield f"{name} is {found} ({reason or 'permitted'}), expected {expected}"


def _evidence(entry: PreferenceEntry) -> Evidence:
    return Evidence(
        id="trial",
        quote=entry.text,
        conversation_id="trial",
        message_id="trial",
        kind=entry.channel,
        polarity="for",
        strength=1.0,
        at=_AT,
        source="trial",
        behaviour=entry.behaviour,
        subject=entry.text,
        statement=entry.text,
        sensitivity=entry.sensitivity,
    )


def _preference(entry: PreferenceEntry, policy: TierPolicy) -> Preference:
    return Preference(
        id="trial",
        statement=entry.text,
        behaviour=entry.behaviour,
        polarity="for",
        tier=policy.tier(entry.behaviour),
        status=entry.status,
        stability="undecided",
        confidence=0.9,
        weight=entry.weight,
        pinned=entry.pinned,
        suspended=entry.suspended,
        valid_from=_AT,
        evidence=(_evidence(entry),),
        outright=entry.channel in OUTRIGHT,
        sensitivity=entry.sensitivity,
    )
