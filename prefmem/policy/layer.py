"""One file of a policy against the layer above it: what every part of it is checked by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from prefmem.errors import PolicyError
from prefmem.policy.model import PolicyFile
from prefmem.policy.source import Path, Source
from prefmem.policy.tier import TierPolicy


def expand(patterns: Iterable[str], names: Iterable[str]) -> frozenset[str]:
    """Names that any of the patterns matches (`taste.*`, `*`, or a name itself)."""
    known = frozenset(names)
    found: set[str] = set()
    for pattern in patterns:
        if pattern == "*":
            found |= known
        elif pattern.endswith(".*"):
            found |= {name for name in known if name.startswith(pattern[:-1])}
        elif pattern in known:
            found.add(pattern)
    return frozenset(found)


class Layer:
    """One file against the layer above it."""

    def __init__(self, file: PolicyFile, source: Source, above: TierPolicy | None) -> None:
        self.file = file
        self.source = source
        self.above = above or EMPTY
        self.lower = above is not None
        self.said = {*self.above.safeguards, *file.safeguards}
        for name in file.safeguards:
            if name in self.above.safeguards:
                raise self.error(
                    ("safeguards", name),
                    f"safeguard {name!r} is worded in the layer above; choose another name",
                )

    def error(self, path: Path, message: str) -> PolicyError:
        """An error that names file and line."""
        return self.source.error(path, message)

    def named(self, names: Sequence[str], known: Iterable[str], what: str, path: Path) -> None:
        """Raise unless each of `names` is `known`."""
        there = frozenset(known)
        for index, name in enumerate(names):
            if name not in there:
                raise self.error(
                    (*path, index),
                    f"no {what} {name!r}; use one of {', '.join(sorted(there)) or '(none)'}",
                )

    def matched(
        self, patterns: Sequence[str], known: Mapping[str, object], path: Path
    ) -> frozenset[str]:
        """What the patterns match; each must match something."""
        for index, pattern in enumerate(patterns):
            if not expand((pattern,), known):
                raise self.error(
                    (*path, index),
                    f"{pattern!r} matches no behaviour; declare it under 'behaviours' or remove it",
                )
        return expand(patterns, known)


EMPTY = TierPolicy(
    name="", revision="", layer="", digest="", behaviours={}, kinds={}, rules=(), safeguards={}
)
