"""Values whose fields are worked out late are values like any other."""

from __future__ import annotations

import copy
import pickle
from dataclasses import FrozenInstanceError, asdict, replace
from datetime import UTC, datetime
from typing import Any

import pytest

from prefmem.types import ContextBlock, Personalization, Preference, RequestDecision, Withheld

HELD = Preference(
    id="p1",
    statement="Likes tea",
    behaviour="taste.food",
    polarity="for",
    tier="personalizable",
    status="active",
    stability="genuine",
    confidence=0.9,
    weight=0.8,
    valid_from=datetime(2026, 1, 5, tzinfo=UTC),
)
REASONS = (Withheld(preference=HELD, reason="the request is not about it"),)


def reply(given: Any) -> Personalization:
    return Personalization(
        messages=[], block=ContextBlock(), decision=RequestDecision(), withheld=given
    )


def test_a_late_field_is_worked_out_once_and_when_it_is_read() -> None:
    asked: list[int] = []

    def reasons() -> tuple[Withheld, ...]:
        asked.append(1)
        return REASONS

    late = reply(reasons)
    assert not asked
    assert late.withheld == late.withheld == REASONS
    assert asked == [1]


def test_a_late_field_makes_no_difference() -> None:
    plain = reply(REASONS)
    assert reply(lambda: REASONS) == plain
    assert pickle.loads(pickle.dumps(reply(lambda: REASONS))) == plain  # noqa: S301
    assert copy.deepcopy(reply(lambda: REASONS)) == plain
    assert replace(reply(lambda: REASONS), messages=[]) == plain
    assert asdict(reply(lambda: REASONS)) == asdict(plain)
    assert repr(reply(lambda: REASONS)) == repr(plain)
    assert reply(()).withheld == ()
    with pytest.raises(FrozenInstanceError):
        plain.withheld = ()  # type: ignore[misc]
