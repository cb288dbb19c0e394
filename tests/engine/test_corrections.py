"""A correction is final, and is stored where the policy lets it be."""

from __future__ import annotations

import pytest

from prefmem import PreferenceMemory, UsageError, UserMemory
from prefmem.testing import FixedClock


def jazz(memory: PreferenceMemory, name: str = "ada") -> tuple[UserMemory, str]:
    user = memory.user(name)
    user.observe([{"role": "user", "content": "I love jazz."}], conversation="c")
    return user, user.profile().preferences[0].id


@pytest.mark.requirement("user:consent")
@pytest.mark.parametrize(
    ("name", "worded"),
    [
        ("orientation", "Is gay and likes queer cinema"),
        ("orientation", "Dates women and likes films"),
        ("ethnicity", "Likes films as a Black woman"),
        ("finances", "Likes free concerts, being in debt"),
        ("trade_union", "Plays in the trade union band"),
        ("criminal", "Learned jazz in prison, was in jail for a year"),
    ],
)
def test_a_correction_opens_no_class(memory: PreferenceMemory, name: str, worded: str) -> None:
    ada, one = jazz(memory)
    before = ada.export()
    with pytest.raises(UsageError, match="may not be stored") as refused:
        ada.correct(one, worded)
    assert ada.export() == before
    if name == "criminal":
        assert "consent(" not in str(refused.value), "no consent opens what is never stored"
        return
    assert f"consent('{name}', True)" in str(refused.value)
    ada.consent(name, True)
    assert ada.correct(one, worded).statement == worded
    assert ada.rebuild() == 0


@pytest.mark.requirement("user:consent")
def test_a_class_that_was_closed_stays_closed_to_corrections(memory: PreferenceMemory) -> None:
    ada, one = jazz(memory)
    ada.consent("health", False)
    with pytest.raises(UsageError, match=r"consent\('health', True\)"):
        ada.correct(one, "Has asthma and likes slow songs")
    ada.correct(one, "Likes slow songs")
    assert "asthma" not in str(ada.export())


@pytest.mark.requirement("policy:strict-needs-consent")
def test_in_strict_mode_a_correction_needs_consent(clock: FixedClock) -> None:
    with PreferenceMemory.open(":memory:", strict=True, clock=clock) as memory:
        ada, one = jazz(memory)
        with pytest.raises(UsageError, match=r"consent\('health', True\)"):
            ada.correct(one, "Is allergic to peanuts and has asthma")
        ada.consent("health", True)
        ada.correct(one, "Is allergic to peanuts and has asthma")


@pytest.mark.requirement("user:final")
def test_a_correction_that_tells_of_a_need_is_held_as_one(memory: PreferenceMemory) -> None:
    ada, one = jazz(memory)
    held = ada.correct(one, "Is allergic to peanuts and has asthma")
    assert (held.behaviour, held.tier) == ("constraint.health", "safeguarded")
    dinner = [{"role": "user", "content": "What could I cook for myself tonight?"}]
    reply = ada.personalize(dinner)
    assert [a.preference.id for a in reply.applied] == [one]
    assert "disclose" in reply.decision.safeguards or "Tell the user" in reply.block.text
    assert ada.rebuild() == 0
    assert ada.profile().preferences[0].behaviour == "constraint.health"


@pytest.mark.requirement("user:final")
def test_what_is_private_may_always_be_taken_out(memory: PreferenceMemory) -> None:
    ada, one = jazz(memory)
    ada.consent("orientation", True)
    ada.correct(one, "Likes queer cinema")
    assert ada.correct(one, "Likes cinema").statement == "Likes cinema"
    assert ada.confirm(one).status == "active"
