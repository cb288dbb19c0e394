"""Layers of one policy: `law > organisation > role > user`. A lower layer may only restrict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from prefmem.policy import keeping
from prefmem.policy.layer import Layer, expand
from prefmem.policy.model import (
    BehaviourEntry,
    ExplorationEntry,
    PolicyFile,
    RequestEntry,
    RuleEntry,
)
from prefmem.policy.rules import of_kinds, of_roles, of_tiers, written
from prefmem.policy.source import Path, Source
from prefmem.policy.tier import (
    TIERS,
    Behaviour,
    Check,
    Exploration,
    Kind,
    RoleDuty,
    Rule,
    TierPolicy,
)


def compiled(
    file: PolicyFile, source: Source, *, digest: str, above: TierPolicy | None
) -> TierPolicy:
    """The policy of one file, under the layer above it if there is one.

    Raises:
        PolicyError: It names something that is not there, or would widen the layer above.
    """
    layer = _Compiler(file, source, above)
    behaviours = layer.behaviours()
    kinds = layer.kinds(behaviours)
    rules = layer.rules(behaviours, kinds)
    base = layer.above
    return TierPolicy(
        name=file.policy,
        revision=file.revision
        if above is None
        else f"{above.revision}+{file.policy}@{file.revision}",
        layer=file.layer,
        digest=digest,
        behaviours=behaviours,
        kinds=kinds,
        rules=rules,
        safeguards={**base.safeguards, **{n: e.say for n, e in file.safeguards.items()}},
        checks={
            **base.checks,
            **{
                n: Check(kind=e.check.kind, n=e.check.n, words=tuple(e.check.words))
                for n, e in file.safeguards.items()
                if e.check
            },
        },
        sensitivities=keeping.sensitivities(layer),
        roles=layer.roles(behaviours),
        exploration=layer.exploration(behaviours, base.exploration),
        retention=keeping.retention(layer),
        strict=keeping.strict(layer),
    )


class _Compiler(Layer):
    """Makes the behaviours, kinds and rules of one file."""

    # -- the vocabulary

    def behaviours(self) -> dict[str, Behaviour]:
        found = dict(self.above.behaviours)
        classes = {*self.above.sensitivities, *self.file.sensitivities}
        for name, entry in self.file.behaviours.items():
            path: Path = ("behaviours", name)
            self.named(entry.safeguards, self.said, "safeguard", (*path, "safeguards"))
            if entry.sensitivity is not None and entry.sensitivity not in classes:
                raise self.error(
                    (*path, "sensitivity"),
                    f"no sensitivity {entry.sensitivity!r}; declare it under 'sensitivities'",
                )
            self._coherent(name, entry)
            held = found.get(name)
            if self.lower:
                self._narrower(name, entry, held)
            found[name] = Behaviour(
                name=name,
                tier=entry.tier,
                says=entry.says or (held.says if held else name),
                channels=frozenset(entry.channels),
                safeguards=tuple(sorted({*entry.safeguards, *(held.safeguards if held else ())})),
                fails_on=entry.fails == "on",
                force=entry.force,
                sensitivity=entry.sensitivity or (held.sensitivity if held else None),
            )
        return found

    def _coherent(self, name: str, entry: BehaviourEntry) -> None:
        path: Path = ("behaviours", name)
        if entry.tier == "safeguarded" and not entry.safeguards:
            raise self.error(path, f"{name} is safeguarded by nothing; name its safeguards")
        if entry.tier == "personalizable" and entry.safeguards:
            raise self.error(path, f"{name} names safeguards; make its tier 'safeguarded'")
        if entry.tier != "universal" and not entry.channels:
            raise self.error(path, f"{name} has no channels, so nothing permits it; name some")
        if entry.tier == "safeguarded":
            for index, channel in enumerate(entry.channels):
                if channel in ("observed", "chosen", "rejected"):
                    raise self.error(
                        (*path, "channels", index),
                        f"{name} is safeguarded, so only what was said outright counts; "
                        f"remove {channel!r}",
                    )

    def _narrower(self, name: str, entry: BehaviourEntry, held: Behaviour | None) -> None:
        path: Path = ("behaviours", name)
        if held is None:
            if entry.tier != "universal":
                raise self.error(
                    path,
                    f"{name} is unknown to the layer above, so universal there, and this layer "
                    "would widen it; declare it in the top layer",
                )
            return
        if TIERS.index(entry.tier) < TIERS.index(held.tier):
            raise self.error(
                (*path, "tier"),
                f"{name} is {held.tier} in the layer above and {entry.tier} would widen it; "
                f"use {held.tier!r} or stricter",
            )
        wider = frozenset(entry.channels) - held.channels
        if wider and entry.tier != "universal":
            raise self.error(
                (*path, "channels"),
                f"{name} would be learnt from {', '.join(sorted(wider))}, which the layer above "
                "does not allow; remove it",
            )
        if (entry.force == "binding" and held.force == "soft") or (
            entry.fails == "on" and not held.fails_on
        ):
            raise self.error(path, f"{name} would reach further than the layer above lets it")
        if held.sensitivity and entry.sensitivity not in (None, held.sensitivity):
            raise self.error(
                (*path, "sensitivity"),
                f"{name} is of the class {held.sensitivity!r} in the layer above, whose consent, "
                "storing and time would no longer hold for it; remove 'sensitivity'",
            )

    # -- requests

    def kinds(self, behaviours: Mapping[str, Behaviour]) -> dict[str, Kind]:
        found = dict(self.above.kinds)
        for name, entry in self.file.requests.items():
            held = found.get(name)
            kind = self._kind(name, entry, behaviours)
            if self.lower:
                kind = self._with_above(kind, held)
            found[name] = kind
        return found

    def _kind(self, name: str, entry: RequestEntry, behaviours: Mapping[str, Behaviour]) -> Kind:
        path: Path = ("requests", name)
        fixed = self.matched(entry.fixed, behaviours, (*path, "fixed"))
        soft = self.matched(entry.soft, behaviours, (*path, "soft"))
        keep = self.matched(entry.keep, behaviours, (*path, "keep"))
        self.named(entry.safeguards, self.said, "safeguard", (*path, "safeguards"))
        if both := sorted(fixed & keep):
            raise self.error((*path, "keep"), f"{both[0]} is both fixed and kept; choose one")
        if off := sorted(b for b in keep if not behaviours[b].fails_on):
            raise self.error(
                (*path, "keep"), f"{off[0]} does not raise safety ('fails: \"on\"'); remove it"
            )
        if entry.tier == "safeguarded" and not entry.safeguards and not fixed:
            raise self.error(path, f"{name} is safeguarded by nothing; name safeguards")
        return Kind(
            name=name,
            says=entry.says,
            tier=entry.tier,
            fixed=fixed,
            soft=soft,
            keep=keep,
            safeguards=tuple(sorted(set(entry.safeguards))),
        )

    def _with_above(self, kind: Kind, held: Kind | None) -> Kind:
        path: Path = ("requests", kind.name)
        if held is None:
            raise self.error(
                path,
                f"no kind of request {kind.name!r} in the layer above; what is recognised is one "
                f"of {', '.join(sorted(self.above.kinds))}",
            )
        if kind.keep - held.keep:
            raise self.error(
                (*path, "keep"), "a lower layer cannot keep what the layer above may withhold"
            )
        if TIERS.index(kind.tier) < TIERS.index(held.tier) and "tier" in (
            self.file.requests[kind.name].model_fields_set
        ):
            raise self.error((*path, "tier"), f"{kind.name} is {held.tier} in the layer above")
        return replace(
            kind,
            tier=max(kind.tier, held.tier, key=TIERS.index),
            fixed=kind.fixed | held.fixed,
            soft=kind.soft | held.soft,
            keep=held.keep,
            safeguards=tuple(sorted({*kind.safeguards, *held.safeguards})),
        )

    # -- rules

    def rules(
        self, behaviours: Mapping[str, Behaviour], kinds: Mapping[str, Kind]
    ) -> tuple[Rule, ...]:
        found = {rule.id: rule for rule in self.above.rules}
        prefix = f"{self.file.policy}." if self.lower else ""
        roles = {
            name: self.matched(entry.restrict, behaviours, ("roles", name, "restrict"))
            for name, entry in self.file.roles.items()
        }
        made = [
            *of_tiers(self.file, self.source, behaviours),
            *of_kinds(self.file, self.source, kinds),
            *of_roles(self.source, roles, prefix=prefix),
        ]
        for name, entry in self.file.rules.items():
            path: Path = ("rules", name)
            self._allowed(name, entry)
            self.named(entry.requests or (), kinds, "kind of request", (*path, "requests"))
            self.named(entry.safeguards, self.said, "safeguard", (*path, "safeguards"))
            known = {*self.above.roles, *self.file.roles}
            self.named(entry.roles or (), known, "role", (*path, "roles"))
            matched = self.matched(entry.behaviours, behaviours, (*path, "behaviours"))
            made.append(
                written(f"{prefix}rules.{name}", entry, matched, line=self.source.line(path))
            )
        replaceable = {f"behaviours.{name}" for name in self.above.behaviours}
        replaceable |= {f"requests.{name}.fixed" for name in self.above.kinds}
        for rule in made:
            if rule.id in found and rule.id not in replaceable:
                raise self.error(
                    ("policy",),
                    f"a layer above has a rule {rule.id!r} too, which this one would take the "
                    f"place of; give this policy another name than {self.file.policy!r}",
                )
            found[rule.id] = rule
        return tuple(found[key] for key in sorted(found))

    def _allowed(self, name: str, entry: RuleEntry) -> None:
        path: Path = ("rules", name)
        if self.lower and entry.effect == "permit":
            raise self.error(
                (*path, "effect"),
                "a lower layer may only restrict; use 'forbid' or 'permit_with', or move it up",
            )
        if self.lower and entry.effect == "permit_with" and entry.channels is not None:
            raise self.error(
                (*path, "channels"),
                "a lower layer cannot open channels; leave 'channels' out of 'permit_with'",
            )
        if (entry.effect == "permit_with") != bool(entry.safeguards):
            raise self.error(
                path, f"{name}: 'permit_with' names safeguards, and no other effect does"
            )

    # -- the rest

    def roles(self, behaviours: Mapping[str, Behaviour]) -> dict[str, RoleDuty]:
        found = dict(self.above.roles)
        for name, entry in self.file.roles.items():
            held = found.get(name, RoleDuty(name=name))
            restrict = self.matched(entry.restrict, behaviours, ("roles", name, "restrict"))
            found[name] = RoleDuty(
                name=name,
                duties=tuple(dict.fromkeys((*held.duties, *entry.duties))),
                restrict=held.restrict | restrict,
            )
        return found

    def exploration(self, behaviours: Mapping[str, Behaviour], held: Exploration) -> Exploration:
        entry: ExplorationEntry | None = self.file.exploration
        if entry is None:
            return held
        path: Path = ("exploration",)
        if entry.suggest and entry.safeguard is None:
            raise self.error(path, "'suggest' needs the 'safeguard' that says it; name one")
        self.named([entry.safeguard] if entry.safeguard else [], self.said, "safeguard", path)
        if entry.suggest < held.suggest or entry.free < held.free:
            raise self.error(
                path, "a lower layer cannot shrink the share that is free of the profile"
            )
        return Exploration(
            suggest=entry.suggest,
            free=entry.free,
            kinds=frozenset(entry.requests) | held.kinds,
            behaviours=self._explored(entry.behaviours, behaviours) | held.behaviours,
            safeguard=entry.safeguard or held.safeguard,
        )

    def _explored(
        self, patterns: Sequence[str], behaviours: Mapping[str, Behaviour]
    ) -> frozenset[str]:
        """What a recommendation may leave out: never a constraint, nor what raises safety."""
        path: Path = ("exploration", "behaviours")
        found = self.matched(patterns, behaviours, path)
        holding = {
            name for name in found if name.startswith("constraint.") or behaviours[name].fails_on
        }
        for index, pattern in enumerate(patterns):
            if expand((pattern,), behaviours) <= holding:
                raise self.error((*path, index), f"{pattern!r}: constraints always hold; remove it")
        return found - holding
