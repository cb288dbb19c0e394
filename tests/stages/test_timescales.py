"""How fast a person changes, learned from their own changes."""

from __future__ import annotations

import math

import pytest

from prefmem.stages import timescales as ts

DAY = 86_400_000


def test_without_changes_seen_the_class_decides() -> None:
    assert ts.days("taste", {}) == 365.0
    assert ts.days("style", {}) == 730.0


def test_changes_shorten_and_quiet_time_lengthens() -> None:
    fickle = ts.add({}, "taste", changes=5, span=100 * DAY)
    quiet = ts.add({}, "taste", span=1000 * DAY)
    assert fickle is not None
    assert quiet is not None
    assert ts.days("taste", fickle) < 365.0 < ts.days("taste", quiet)


@pytest.mark.parametrize("behaviour", ["constraint.health", "constraint.faith", "identity.address"])
def test_health_faith_and_identity_are_ended_by_the_user_alone(behaviour: str) -> None:
    name = ts.class_of(behaviour)
    assert math.isinf(ts.days(name, {}))
    assert ts.add({}, name, changes=3) is None


def test_what_is_not_to_last_is_a_situation() -> None:
    assert ts.class_of("style.tone", lasting=False) == "situation"
    assert ts.days("situation", {"situation": [9, 9]}) == 0.5


def test_an_unknown_behaviour_has_the_time_scale_of_a_taste() -> None:
    assert ts.class_of("nobody.knows") == "taste"
