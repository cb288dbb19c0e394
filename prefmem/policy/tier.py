"""The policy as it is asked: compiled from its file, frozen, without pydantic or YAML.

Evaluation is order-free. For one behaviour in one situation: any `forbid` wins, then the union of
the safeguards of all `permit_with`, then `permit`, else it is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from prefmem.errors import UnknownRole
from prefmem.types import Audience, Force, Tier

Effect = Literal["forbid", "permit_with", "permit"]
Storing = Literal["outright", "consent", "never"]
TIERS: tuple[Tier, ...] = ("personalizable", "safeguarded", "universal")
"""From the loosest to the strictest."""
CHANNELS = ("instruction", "stated", "corrected", "elicited", "chosen", "rejected", "observed")
"""How a preference came to be known: the kinds of evidence that can make one."""
OUTRIGHT = frozenset({"instruction", "stated", "corrected", "elicited"})
"""Channels in which the user said it in so many words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Behaviour:
    """One name of the vocabulary."""

    name: str
    tier: Tier
    says: str = ""
    """What it is, in words that a person understands."""
    channels: frozenset[str] = frozenset()
    safeguards: tuple[str, ...] = ()
    fails_on: bool = False
    """Safety-raising: in doubt it stays on (a candidate, contested or faded one still counts)."""
    force: Force = "soft"
    """How far an active one goes."""
    sensitivity: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What holds for one kind of request; patterns are expanded to names."""

    name: str
    says: str
    tier: Tier
    fixed: frozenset[str] = frozenset()
    soft: frozenset[str] = frozenset()
    """May colour the answer, never bind it."""
    keep: frozenset[str] = frozenset()
    """Never withheld for what kind of request it is."""
    safeguards: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One effect on some behaviours under some conditions; an unset condition matches anything."""

    id: str
    effect: Effect
    behaviours: frozenset[str]
    kinds: frozenset[str] | None = None
    audiences: frozenset[str] | None = None
    roles: frozenset[str] | None = None
    channels: frozenset[str] | None = None
    safeguards: tuple[str, ...] = ()
    because: str = ""
    line: int = 0

    def holds(self, situation: Situation) -> bool:
        """True if its conditions on the request are met (channels are asked separately)."""
        return (
            (self.kinds is None or not self.kinds.isdisjoint(situation.kinds))
            and (self.audiences is None or situation.audience in self.audiences)
            and (self.roles is None or situation.role in self.roles)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What can be tested in an answer for a safeguard."""

    kind: Literal["min_views", "mentions_any", "mentions_none", "discloses"]
    n: int = 0
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensitivity:
    """A class of sensitive content."""

    name: str
    says: str
    stored: Storing = "outright"
    """When it may be stored: said outright of oneself, only with consent, or never."""
    keep_days: int | None = None
    """After how many days without being shown again it goes; None: it is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """How many days what is kept is kept; None: for good."""

    audit_days: int = 365
    """Records of decisions."""
    turns_days: int | None = None
    """The text of turns that every stage has read."""
    ended_days: int | None = None
    """Preferences that were superseded or have expired, after their end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleDuty:
    """What an assistant's role obliges it to, whatever a user prefers."""

    name: str
    duties: tuple[str, ...] = ()
    restrict: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Exploration:
    """How much of what is recommended stays free of the profile."""

    suggest: float = 0.0
    """Share of recommendations that are asked for one suggestion outside the stated tastes."""
    free: float = 0.0
    """Share of recommendations that are made without any taste at all."""
    kinds: frozenset[str] = frozenset()
    behaviours: frozenset[str] = frozenset()
    """What is left out; constraints never are."""
    safeguard: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Situation:
    """What of a request the rules look at; what is found out is remembered by the object."""

    kinds: frozenset[str] = frozenset()
    audience: Audience = "self"
    role: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What the policy says of one behaviour, known through one channel, in one situation."""

    permitted: bool
    safeguards: tuple[str, ...] = ()
    soft: bool = False
    rules: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TierPolicy:
    """A loaded policy. Two loads of one file are two objects with one `revision`."""

    name: str
    revision: str
    layer: str
    digest: str
    """Hash over the bytes of all its files: what the revision promises."""
    behaviours: Mapping[str, Behaviour]
    kinds: Mapping[str, Kind]
    rules: tuple[Rule, ...]
    safeguards: Mapping[str, str]
    """Name to the sentence that the prompt carries."""
    checks: Mapping[str, Check] = field(default_factory=dict[str, Check])
    sensitivities: Mapping[str, Sensitivity] = field(default_factory=dict[str, Sensitivity])
    roles: Mapping[str, RoleDuty] = field(default_factory=dict[str, RoleDuty])
    exploration: Exploration = field(default_factory=Exploration)
    retention: Retention = field(default_factory=Retention)
    strict: bool = False
    """True: nothing sensitive is stored without consent to its class."""

    def tier(self, behaviour: str) -> Tier:
        """The tier of a behaviour; an unknown one is universal."""
        found = self.behaviours.get(behaviour)
        return found.tier if found else "universal"

    @property
    def retains_for_a_time(self) -> bool:
        """True if anything but records of decisions goes after a time."""
        held = self.retention
        return bool(held.turns_days or held.ended_days or self.sensitive_days())

    def sensitive_days(self) -> Mapping[str, int]:
        """How many days each class of sensitive content is kept; absent: for good."""
        return {
            name: one.keep_days
            for name, one in self.sensitivities.items()
            if one.keep_days is not None
        }

    def duties(self, role: str | None) -> tuple[str, ...]:
        """What an assistant in this role owes, whatever the user prefers."""
        found = self.roles.get(role or "")
        return found.duties if found else ()

    def check_role(self, role: str | None) -> None:
        """Raise unless `role` is none, or one that is known.

        Raises:
            UnknownRole: A misspelt role would do without the duties of the one that is meant.
        """
        if role is not None and role not in self.roles:
            known = ", ".join(map(repr, sorted(self.roles))) or "none; declare it under 'roles'"
            raise UnknownRole(
                f"role {role[:60]!r} is none that the policy {self.name!r} knows: {known}"
            )

    def ruling(self, behaviour: str, channel: str, situation: Situation) -> Ruling:
        """What holds for one behaviour known through one channel; memoised, pure."""
        return _ruling(self, behaviour, channel, situation)


def _through(rule: Rule, behaviour: Behaviour, channel: str) -> bool:
    if rule.channels is not None:
        return channel in rule.channels
    return rule.effect == "forbid" or channel in behaviour.channels


@lru_cache(maxsize=16_384)
def _ruling(policy: TierPolicy, behaviour: str, channel: str, situation: Situation) -> Ruling:
    found = policy.behaviours.get(behaviour)
    if found is None:
        return Ruling(permitted=False, reason=f"the policy knows no behaviour {behaviour!r}")
    holding = [
        rule
        for rule in policy.rules
        if behaviour in rule.behaviours and _through(rule, found, channel) and rule.holds(situation)
    ]
    kept = any(
        behaviour in policy.kinds[name].keep for name in situation.kinds if name in policy.kinds
    )
    forbids = [rule for rule in holding if rule.effect == "forbid"]
    if kept:  # `keep` speaks for the kind of request alone: other conditions still forbid
        forbids = [rule for rule in forbids if rule.kinds is None]
    if forbids:
        names = tuple(sorted(rule.id for rule in forbids))
        because = min(forbids, key=lambda rule: (rule.kinds is None, rule.id)).because
        return Ruling(permitted=False, rules=names, reason=because)
    permits = [rule for rule in holding if rule.effect != "forbid"]
    if not permits:
        return Ruling(permitted=False, reason=f"{found.says} counts only when said outright")
    soft = any(behaviour in policy.kinds[n].soft for n in situation.kinds if n in policy.kinds)
    return Ruling(
        permitted=True,
        safeguards=tuple(sorted({name for rule in permits for name in rule.safeguards})),
        soft=soft and not kept,
        rules=tuple(sorted(rule.id for rule in permits)),
    )
