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
    "constraint": "constraint.practical",
    "interest": "topic.interest",
    "learn": "learning.method",
    "work": "work.method",
    "money": "risk.appetite",
    "health": "constraint.health",
}
"""What a preference of a domain would be filed under; all others as `taste.activity`."""
NEIGHBOURS = (
    {"fitness", "sports", "health", "leisure"},
    {"food", "health", "values", "social"},
    {"leisure", "travel", "social", "media", "creative", "community", "family"},
    {"life", "work", "home", "travel", "family"},
    {"work", "learn", "tech", "creative"},
    {"money", "work", "life"},
    {"privacy", "tech", "shop"},
    {"home", "shop"},
    {"travel", "transport"},
    {"pets", "family"},
    {"interest", "learn", "media", "travel", "leisure", "creative", "tech", "values", "food"},
)
"""Groups of domains whose preferences may bear on each other's requests."""
ROAMING = frozenset(
    {
        "constraint.time",
        "constraint.tools",
        "health.body",
        "life.decisions",
        "money.saving",
        "privacy.digital",
        "shop.general",
        "shop.online",
        "shop.secondhand",
        "values.faith",
        "values.green",
        "values.sustainability",
    }
)
"""Domains whose preferences may bear on requests of any other."""
USUAL = {
    "creative": "arts painting music",
    "fitness": "workout outdoors",
    "food": "restaurants cooking diet groceries streetfood breakfast baking grilling dessert "
    "mealprep delivery vegetarian",
    "home": "living moving renovation",
    "learn": "education method resources courses",
    "leisure": "weekend out",
    "media": "film series books streaming news games",
    "money": "budget saving investing",
    "pets": "care dogs",
    "shop": "general fashion home appliances furniture electronics shoes online",
    "social": "celebrations parties friends weddings dates",
    "transport": "commute city",
    "travel": "destinations activities lodging transport hotels citybreaks beaches mountains "
    "tours family roadtrips culture",
    "values": "sustainability green",
    "work": "productivity career jobs office",
}
"""What the name of a whole group stands for in `cross.txt`: where most of its requests are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One text of one domain."""

    domain: str
    text: str

    @property
    def behaviour(self) -> str:
        """The behaviour it would be filed under."""
        return BEHAVIOURS.get(self.group, "taste.activity")

    @property
    def group(self) -> str:
        """The field of life that the domain is part of."""
        return self.domain.split(".")[0]

    def may_bear_on(self, request: Line) -> bool:
        """False where it is plain that a preference has nothing to do with a request."""
        groups = {self.group, request.group}
        near = len(groups) == 1 or any(groups <= one for one in NEIGHBOURS)
        return near or self.domain in ROAMING


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """A preference that bears on several domains."""

    text: str
    domains: tuple[str, ...]

    @property
    def groups(self) -> frozenset[str]:
        """The fields of life in which it bears on anything."""
        return frozenset(name.split(".")[0] for name in self.domains)

    def bears_on(self, domain: str) -> bool:
        """True if it bears on `domain`, by its own name or as a usual one of its group."""
        group, _, name = domain.partition(".")
        return domain in self.domains or (group in self.domains and name in USUAL[group].split())


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
