"""What a change of policy changes, ruling by ruling: not how two files read, but what they do."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import Literal

from prefmem.policy.tier import CHANNELS, OUTRIGHT, Ruling, Situation, TierPolicy
from prefmem.types import Audience

Direction = Literal["stricter", "wider", "other"]
_AUDIENCES: tuple[Audience, ...] = ("self", "shared", "minor")


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing that is not as it was."""

    about: str
    old: str
    new: str
    direction: Direction


def differences(old: TierPolicy, new: TierPolicy) -> tuple[Difference, ...]:
    """What `new` rules, says, keeps and stores otherwise than `old`."""
    return (
        *_rulings(old, new),
        *_sentences(old, new),
        *_storing(old, new),
        *_numbers(old, new),
    )


def _rulings(old: TierPolicy, new: TierPolicy) -> list[Difference]:
    """Each behaviour in each kind of request, for each audience and role, said or observed."""
    found: list[Difference] = []
    kinds = sorted({*old.kinds, *new.kinds})
    roles = (None, *sorted({*old.roles, *new.roles}))
    for name in sorted({*old.behaviours, *new.behaviours}):
        changed: dict[tuple[str, str, Direction], list[str]] = {}
        for kind, audience, role in product(kinds, _AUDIENCES, roles):
            situation = Situation(kinds=frozenset({kind}), audience=audience, role=role)
            for channel in CHANNELS:
                before = old.ruling(name, channel, situation)
                after = new.ruling(name, channel, situation)
                if _said(before) != _said(after):
                    how = "outright" if channel in OUTRIGHT else channel
                    where = "/".join((kind, audience, role or "any role", how))
                    key = (_said(before), _said(after), _direction(before, after))
                    changed.setdefault(key, []).append(where)
        for (before_said, after_said, direction), where in sorted(changed.items()):
            places = list(dict.fromkeys(where))
            more = f" and {len(places) - 1} more" if len(places) > 1 else ""
            found.append(
                Difference(
                    about=f"{name} in {places[0]}{more}",
                    old=before_said,
                    new=after_said,
                    direction=direction,
                )
            )
    return found


def _said(ruling: Ruling) -> str:
    if not ruling.permitted:
        return "refused"
    soft = "soft" if ruling.soft else "permitted"
    return f"{soft} with {', '.join(ruling.safeguards)}" if ruling.safeguards else soft


def _direction(before: Ruling, after: Ruling) -> Direction:
    if before.permitted != after.permitted:
        return "wider" if after.permitted else "stricter"
    if {*before.safeguards} < {*after.safeguards} or (after.soft and not before.soft):
        return "stricter"
    if {*after.safeguards} < {*before.safeguards} or (before.soft and not after.soft):
        return "wider"
    return "other"


def _sentences(old: TierPolicy, new: TierPolicy) -> list[Difference]:
    found: list[Difference] = []
    for name in sorted({*old.safeguards, *new.safeguards}):
        before, after = old.safeguards.get(name, "absent"), new.safeguards.get(name, "absent")
        if before != after:
            about = f"safeguard {name}"
            found.append(Difference(about=about, old=before, new=after, direction="other"))
    for role in sorted({*old.roles, *new.roles}):
        duties = tuple("; ".join(policy.duties(role)) or "none" for policy in (old, new))
        if duties[0] != duties[1]:
            about = f"duties of {role}"
            found.append(Difference(about=about, old=duties[0], new=duties[1], direction="other"))
    return found


def _storing(old: TierPolicy, new: TierPolicy) -> list[Difference]:
    order = ("outright", "consent", "never")
    found: list[Difference] = []
    for name in sorted({*old.sensitivities, *new.sensitivities}):
        before, after = (
            policy.sensitivities[name].stored if name in policy.sensitivities else "never"
            for policy in (old, new)
        )
        if before != after:
            stricter = order.index(after) > order.index(before)
            found.append(
                Difference(
                    about=f"storing {name}",
                    old=before,
                    new=after,
                    direction="stricter" if stricter else "wider",
                )
            )
    if old.strict != new.strict:
        said = ("always", "by_class") if old.strict else ("by_class", "always")
        found.append(
            Difference(
                about="consent to what is sensitive",
                old=said[0],
                new=said[1],
                direction="stricter" if new.strict else "wider",
            )
        )
    return found


def _numbers(old: TierPolicy, new: TierPolicy) -> list[Difference]:
    pairs: tuple[tuple[str, float, float], ...] = (
        ("days an audit record is kept", old.retention.audit_days, new.retention.audit_days),
        ("share asked to look beyond", old.exploration.suggest, new.exploration.suggest),
        ("share free of tastes", old.exploration.free, new.exploration.free),
    )
    return [
        Difference(about=about, old=f"{before:g}", new=f"{after:g}", direction="other")
        for about, before, after in pairs
        if before != after
    ]
