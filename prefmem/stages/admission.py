"""The policy's word where something is written: may it be stored at all?"""

from __future__ import annotations

from prefmem.policy.tier import OUTRIGHT, TierPolicy
from prefmem.records import PersonState
from prefmem.stages import sensitivity
from prefmem.types import Evidence

CLAIMS = "fact.claims"
"""The one universal behaviour that may be kept: as the user's claim."""
_NEVER_STORED = {
    "authority.permissions": "an instruction about authority or permissions is not a preference",
    "third_party.interests": "a wish about other people is not theirs alone",
}


def admit(
    evidence: Evidence, *, policy: TierPolicy, person: PersonState, strict: bool = False
) -> str | None:
    """Why this may not be stored, or None if it may.

    `strict`, or a policy that says so, stores nothing sensitive without consent to its class.
    """
    behaviour = evidence.behaviour
    held = policy.behaviours.get(behaviour)
    if held is None:
        return f"unknown behaviour {behaviour}"
    told = evidence.kind == "instruction"  # what it is to claim is no claim of the user's
    if held.tier == "universal" and (behaviour != CLAIMS or told):
        return _NEVER_STORED.get(behaviour, f"{held.says} never adapts to a person")
    if evidence.kind == "retracted":
        return None
    if held.tier == "safeguarded" and evidence.kind not in OUTRIGHT:
        return f"{held.says} counts only when said outright"
    return sensitivity.refusal(
        evidence, held, policy=policy, person=person, strict=strict or policy.strict
    )
