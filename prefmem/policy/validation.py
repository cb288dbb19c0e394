"""What a policy must be besides well-formed: every rule reachable, every behaviour tested."""

from __future__ import annotations

from collections.abc import Mapping

from prefmem.policy.layers import expand
from prefmem.policy.model import PolicyFile, TestEntry
from prefmem.policy.source import Path, Source
from prefmem.policy.tier import Rule, TierPolicy


def validate(file: PolicyFile, source: Source, policy: TierPolicy) -> None:
    """Raise for the first thing that makes the policy say less, or other, than it seems to.

    Raises:
        PolicyError: An unreachable rule, an untested behaviour, a test about nothing.
    """
    _reachable(file, source, policy)
    _tested(file, source, policy)


def _reachable(file: PolicyFile, source: Source, policy: TierPolicy) -> None:
    """A rule that never decides is an error: its author believes that it does."""
    forbids: dict[str, list[Rule]] = {}
    for rule in policy.rules:
        if rule.effect == "forbid":
            for name in rule.behaviours:
                forbids.setdefault(name, []).append(rule)
    own = [rule for rule in policy.rules if rule.id.endswith(tuple(_ids(file)))]
    names = frozenset(rule.id for rule in own)
    for rule in own:
        shadow = _shadow(rule, forbids, names)
        if shadow is not None:
            raise source.error(
                ("rules", rule.id.rpartition("rules.")[2]),
                f"rule {rule.id!r} can never decide: {shadow} forbids all that it speaks of; "
                "remove one of them",
            )


def _ids(file: PolicyFile) -> list[str]:
    return [f"rules.{name}" for name in file.rules]


def _shadow(rule: Rule, forbids: Mapping[str, list[Rule]], own: frozenset[str]) -> str | None:
    """The rules that forbid all that `rule` speaks of; of two equal ones the first stays."""
    covering: set[str] = set()
    for name in rule.behaviours:
        wider = [
            other.id
            for other in forbids.get(name, ())
            if other.id != rule.id
            and _covers(other, rule)
            and not (other.id in own and _covers(rule, other) and rule.id < other.id)
        ]
        if not wider:
            return None
        covering.add(wider[0])
    return ", ".join(sorted(covering))


def _covers(wide: Rule, narrow: Rule) -> bool:
    """True if `wide` holds wherever `narrow` does."""
    pairs = (
        (wide.kinds, narrow.kinds),
        (wide.audiences, narrow.audiences),
        (wide.roles, narrow.roles),
        (wide.channels, narrow.channels),
    )
    return all(w is None or (n is not None and n <= w) for w, n in pairs)


def _tested(file: PolicyFile, source: Source, policy: TierPolicy) -> None:
    tested: set[str] = set()
    for index, test in enumerate(file.tests):
        _sound(test, ("tests", index), source, policy)
        tested |= expand(test.expect, policy.behaviours)
        if test.preference is not None:
            tested.add(test.preference.behaviour)
    for name in file.behaviours:
        if name not in tested:
            raise source.error(
                ("behaviours", name), f"{name} has no test; add a row to 'tests' that expects it"
            )


def _sound(test: TestEntry, path: Path, source: Source, policy: TierPolicy) -> None:
    if not (test.request or test.preference):
        raise source.error(path, "a test needs a 'request', a 'preference', or both")
    if not (test.expect or test.kinds or test.not_kinds or test.tier or test.safeguards):
        raise source.error(path, "a test that expects nothing cannot fail; add 'expect'")
    for name in (*test.kinds, *test.not_kinds):
        if name not in policy.kinds:
            raise source.error(path, f"no kind of request {name!r}; declare it or fix the name")
    if test.role is not None and test.role not in policy.roles:
        raise source.error(path, f"no role {test.role!r}; declare it or fix the name")
    for name in test.safeguards:
        if name not in policy.safeguards:
            raise source.error(path, f"no safeguard {name!r}; declare it or fix the name")
    asked = test.preference.behaviour if test.preference else None
    for pattern in test.expect:
        if pattern != asked and not expand((pattern,), policy.behaviours):
            raise source.error((*path, "expect"), f"{pattern!r} matches no behaviour")
