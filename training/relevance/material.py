"""Reads the material: preferences and requests by domain of life, and unrelated requests."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
BEHAVIOURS = {
    "food": "taste.food",
    "travel": "taste.travel",
    "transport": "taste.travel",
    "media": "taste.media",
    "shop": "taste.shopping",
    "learn": "learning.method",
    "work": "work.method",
    "money": "risk.appetite",
    "health": "constraint.health",
}
"""What a preference of a domain would be filed under; all others as `taste.activity`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One text of one domain."""

    domain: str
    text: str

    @property
    def behaviour(self) -> str:
        """The behaviour it would be filed under."""
        return BEHAVIOURS.get(self.domain.split(".")[0], "taste.activity")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """A preference that bears on several domains."""

    text: str
    domains: tuple[str, ...]

    def bears_on(self, domain: str) -> bool:
        """True if it bears on `domain`, by its own name or that of its group."""
        return any(domain == own or domain.startswith(own + ".") for own in self.domains)


def lines(kind: str) -> tuple[Line, ...]:
    """All preferences (`P`) or requests (`R`), in file order."""
    found: list[Line] = []
    for path in sorted(HERE.glob("material_*.txt")):
        domain = ""
        for row in path.read_text("utf-8").splitlines():
            if row.startswith("# "):
                domain = row[2:]
            elif row.startswith(kind + " "):
                found.append(Line(domain=domain, text=row[2:]))
    return tuple(found)


def reaching() -> tuple[Reach, ...]:
    """The preferences that bear on several domains."""
    rows = [row.split(" | ") for row in _rows("cross.txt")]
    return tuple(Reach(text=text, domains=tuple(names.split())) for text, names in rows)


def unrelated() -> tuple[str, ...]:
    """Requests that no preference about content bears on."""
    return tuple(row.replace("\\n", "\n") for row in _rows("unrelated.txt"))


def _rows(name: str) -> list[str]:
    rows = (HERE / name).read_text("utf-8").splitlines()
    return [row for row in rows if row and not row.startswith("#")]
