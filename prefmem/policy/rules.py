"""Everything a file says, as rules of one shape: tiers, kinds of request, roles, and rules."""

from __future__ import annotations

from collections.abc import Mapping

from prefmem.policy.model import PolicyFile, RuleEntry
from prefmem.policy.source import Source
from prefmem.policy.tier import Behaviour, Effect, Kind, Rule
from prefmem.types import Tier

_EFFECT: Mapping[Tier, Effect] = {
    "personalizable": "permit",
    "safeguarded": "permit_with",
    "universal": "forbid",
}


def of_tiers(file: PolicyFile, source: Source, behaviours: Mapping[str, Behaviour]) -> list[Rule]:
    """What the tier of each behaviour says."""
    return [
        Rule(
            id=f"behaviours.{name}",
            effect=_EFFECT[behaviours[name].tier],
            behaviours=frozenset({name}),
            safeguards=behaviours[name].safeguards,
            because=f"{behaviours[name].says} is the same for everyone",
            line=source.line(("behaviours", name)),
        )
        for name in file.behaviours
    ]


def of_kinds(file: PolicyFile, source: Source, kinds: Mapping[str, Kind]) -> list[Rule]:
    """What each kind of request fixes."""
    return [
        Rule(
            id=f"requests.{name}.fixed",
            effect="forbid",
            behaviours=kinds[name].fixed,
            kinds=frozenset({name}),
            because=f"not for {kinds[name].says}",
            line=source.line(("requests", name, "fixed")),
        )
        for name in file.requests
        if kinds[name].fixed
    ]


def of_roles(
    source: Source, restricted: Mapping[str, frozenset[str]], *, prefix: str
) -> list[Rule]:
    """What each role of the assistant leaves alone."""
    return [
        Rule(
            id=f"{prefix}roles.{name}.restrict",
            effect="forbid",
            behaviours=names,
            roles=frozenset({name}),
            because=f"an assistant in the role of {name} does not adapt this",
            line=source.line(("roles", name)),
        )
        for name, names in restricted.items()
        if names
    ]


def written(rule_id: str, entry: RuleEntry, behaviours: frozenset[str], *, line: int) -> Rule:
    """A rule that the file writes out."""
    return Rule(
        id=rule_id,
        effect=entry.effect,
        behaviours=behaviours,
        kinds=frozenset(entry.requests) if entry.requests is not None else None,
        audiences=frozenset(entry.audience) if entry.audience is not None else None,
        roles=frozenset(entry.roles) if entry.roles is not None else None,
        channels=frozenset(entry.channels) if entry.channels is not None else None,
        safeguards=tuple(sorted(set(entry.safeguards))),
        because=entry.because,
        line=line,
    )
