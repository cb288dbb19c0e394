"""What a change of policy changes, ruling by ruling: not how two files read, but what they do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from itertools import product
from typing import Any, Literal, cast

from prefmem.policy.tier import CHANNELS, OUTRIGHT, TIERS, Ruling, Situation, TierPolicy
from prefmem.types import Audience

Direction = Literal["stricter", "wider", "other"]
_AUDIENCES: tuple[Audience, ...] = ("self", "shared", "minor")
_STRICTER_LAST: Mapping[str, Sequence[object]] = {
    "tier": TIERS,
    "stored": ("outright", "consent", "never"),
    "force": ("binding", "soft"),
}
"""Fields whose values have an order, the strictest last."""
_LABELS: Mapping[str, str] = {
    "stored": "{about}",
    "audit_days": "days an audit record is kept",
    "turns_days": "days the text of a turn is kept",
    "ended_days": "days a preference is kept after its end",
    "suggest": "share asked to look beyond",
    "free": "share free of tastes",
}
"""How some fields are told."""
_MORE_IS_STRICTER = frozenset({"safeguards", "fixed", "soft"})


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
        *_parts(old, new),
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


def _parts(old: TierPolicy, new: TierPolicy) -> list[Difference]:
    """Every field of what is declared, beyond what single rulings show."""
    pairs: list[tuple[str, object, object]] = [
        ("exploration", old.exploration, new.exploration),
        ("retention", old.retention, new.retention),
    ]
    named: tuple[tuple[str, Mapping[str, object], Mapping[str, object]], ...] = (
        ("behaviour", old.behaviours, new.behaviours),
        ("check of", old.checks, new.checks),
        ("kind", old.kinds, new.kinds),
        ("storing", old.sensitivities, new.sensitivities),
    )
    for what, before, after in named:
        pairs += [
            (f"{what} {name}", before.get(name), after.get(name))
            for name in sorted({*before, *after})
        ]
    found = [one for about, a, b in pairs if a != b for one in _fields(about, a, b)]
    if old.strict != new.strict:
        said = ("always", "by_class") if old.strict else ("by_class", "always")
        direction: Direction = "stricter" if new.strict else "wider"
        about = "consent to what is sensitive"
        found.append(Difference(about=about, old=said[0], new=said[1], direction=direction))
    return found


def _fields(about: str, before: object, after: object) -> Iterator[Difference]:
    """Field by field; what is only on one side is one difference."""
    if not is_dataclass(before) or not is_dataclass(after):
        there = "declared"
        old, new = ("absent" if one is None else there for one in (before, after))
        yield Difference(about=about, old=old, new=new, direction="other")
        return
    for one in fields(after):
        was, now = getattr(before, one.name), getattr(after, one.name)
        if was != now:
            yield Difference(
                about=_LABELS.get(one.name, "{about}: {name}").format(about=about, name=one.name),
                old=_shown(was),
                new=_shown(now),
                direction=_narrows(one.name, was, now),
            )


def _shown(value: object) -> str:
    if isinstance(value, frozenset | tuple):
        return ", ".join(sorted(map(str, cast("Iterable[object]", value)))) or "none"
    return "none" if value is None or value == "" else str(value)


def _narrows(name: str, was: Any, now: Any) -> Direction:
    """Whether a field's change lets more through, less, or neither for certain."""
    if name in _STRICTER_LAST:
        order = _STRICTER_LAST[name]
        return "stricter" if order.index(now) > order.index(was) else "wider"
    if name in _MORE_IS_STRICTER:
        return _by_sets(set(now), set(was))
    if name == "channels":
        return _by_sets(set(was), set(now))
    if name.endswith("_days"):
        kept_was, kept_now = (float("inf") if days is None else days for days in (was, now))
        return "stricter" if kept_now < kept_was else "wider"
    if name == "sensitivity" and None in (was, now):
        return "stricter" if was is None else "wider"
    return "other"


def _by_sets(larger: set[str], smaller: set[str]) -> Direction:
    if smaller < larger:
        return "stricter"
    return "wider" if larger < smaller else "other"
