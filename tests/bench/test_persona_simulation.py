"""Does the right persona answer? Simulated people of one to four personas, against a flat profile.

    python tests/bench/test_persona_simulation.py     table with intervals, picture in docs/img

Each person has personas with a topic of their own and preferences scattered about it; some are
strays, near nothing. A request belongs to one persona, and the question is whose preference comes
first. *Flat* takes the nearest preference. *Ours* takes the nearest one of those of the persona
with the most attention and of nobody in particular. Worlds differ in how far preferences scatter,
how many stray, how unequal the personas are, and how many preferences name their context. Runs
`stages.personas`, as users do.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt

from prefmem.records import Matrix, Request, StoredProfile
from prefmem.stages import personas
from prefmem.types import ANYWHERE, Context, Preference, Scope

PICTURE = Path(__file__).parents[2] / "docs" / "img" / "personas.svg"
BEGIN = datetime(2026, 1, 5, 9, tzinfo=UTC)
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """How people are in a simulation."""

    name: str
    spread: float = 1.2
    """How far preferences scatter about the topic of their persona, whose length is 1."""
    strays: float = 0.1
    """Share of preferences that are about something else altogether."""
    unequal: bool = False
    """The first persona has twice as many preferences as all others together."""
    placed: float = 0.0
    """Share of preferences that name their persona's context."""
    width: int = 64
    """Length of vectors."""


WORLDS = (
    World(name="close", spread=0.8),
    World(name="near", spread=1.2),
    World(name="wide", spread=1.6),
    World(name="very wide", spread=2.0),
    World(name="many strays", spread=1.6, strays=0.3),
    World(name="unequal", spread=1.6, unequal=True),
    World(name="contexts named", spread=1.6, placed=0.5),
    World(name="as wide as MiniLM", spread=3.0, width=384),
)


def _scatter(rng: np.random.Generator, centre: Floats, spread: float) -> Floats:
    row = centre + spread * rng.normal(size=len(centre)) / np.sqrt(len(centre))
    return row / np.linalg.norm(row)


def person(
    rng: np.random.Generator, many: int, world: World
) -> tuple[StoredProfile, list[Preference], Floats, dict[str, int]]:
    """A person: profile, preferences, the personas' centres, and whose each preference is."""
    shared = rng.normal(size=world.width)
    centres = rng.normal(size=(many, world.width)) + 0.5 * shared
    centres /= np.linalg.norm(centres, axis=1, keepdims=True)
    share = np.full(many, 1 / many)
    if world.unequal and many > 1:
        share = np.array([2.0] + [1.0 / (many - 1)] * (many - 1)) / 3.0
    rows: list[Preference] = []
    vectors: dict[str, Matrix] = {}
    owner: dict[str, int] = {}
    for n in range(int(rng.integers(6, 11)) * many):
        mine = int(rng.choice(many, p=share))
        stray = rng.random() < world.strays
        centre = rng.normal(size=world.width) if stray else centres[mine]
        row = _scatter(rng, centre, world.spread)
        placed = not stray and rng.random() < world.placed
        one = Preference(
            id=f"p{n:03}",
            statement=f"Likes thing {n}",
            behaviour="taste.activity",
            polarity="for",
            tier="personalizable",
            status="active",
            stability="undecided",
            confidence=0.9,
            weight=0.8,
            valid_from=BEGIN,
            subject=f"field{mine} thing{n}",
            context=Context(task=f"field{mine}") if placed else ANYWHERE,
        )
        rows.append(one)
        vectors[one.id] = row.astype(np.float32)[None, :]
        owner[one.id] = mine
    scope = Scope(tenant="", user="")
    return StoredProfile(scope=scope, vectors=vectors), rows, centres, owner


def measure(many: int, world: World, *, people: int, seed: int) -> tuple[Floats, Floats, Floats]:
    """Per person: share of right answers of ours and of flat, and how many personas were found."""
    rng = np.random.default_rng(seed)
    ours, flat, seen = np.zeros(people), np.zeros(people), np.zeros(people)
    for i in range(people):
        profile, rows, centres, owner = person(rng, many, world)
        found = personas.cluster(profile, rows)
        seen[i] = len(found)
        table = np.array([profile.vectors[p.id][0] for p in rows])
        for mine in range(many):
            vector = _scatter(rng, centres[mine], world.spread).astype(np.float32)
            request = Request(text="?", vector=vector)
            heard = personas.attend(found, profile=profile, request=request)
            best = next(iter(heard.weigh()), None)
            speaks = np.array([heard.personas.get(p.id) in (None, best) for p in rows])
            near = table @ vector
            first = int(np.argmax(np.where(speaks, near, -np.inf)))
            ours[i] += owner[rows[first].id] == mine
            flat[i] += owner[rows[int(np.argmax(near))].id] == mine
    return ours / many, flat / many, seen


Figures = tuple[Floats, Floats, Floats]


def run(people: int, seeds: int) -> dict[tuple[int, str], Figures]:
    """All cases over several seeds."""
    out: dict[tuple[int, str], Figures] = {}
    for many in (1, 2, 3, 4):
        for world in WORLDS:
            print(f"{many} personas, {world.name}", file=sys.stderr, flush=True)
            parts = [measure(many, world, people=people, seed=s) for s in range(seeds)]
            ours, flat, seen = (np.concatenate(column) for column in zip(*parts, strict=True))
            out[many, world.name] = ours, flat, seen
    return out


def interval(values: Floats) -> float:
    """Half-width of the 95 % interval of a mean."""
    return float(1.96 * values.std() / np.sqrt(len(values)))


def draw(found: dict[tuple[int, str], Figures]) -> None:
    """Whose preference comes first, by world, over people of two to four personas."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "prefmem"
    from matplotlib import pyplot as plt

    figure, axis = plt.subplots(figsize=(8, 3))
    for place, (label, colour) in enumerate((("personas", "#2f6f4f"), ("flat", "#b8b8b8"))):
        shares = [
            np.concatenate([found[many, world.name][place] for many in (2, 3, 4)])
            for world in WORLDS
        ]
        axis.errorbar(
            np.arange(len(WORLDS)) + 0.12 * (2 * place - 1),
            [one.mean() for one in shares],
            yerr=[interval(one) for one in shares],
            fmt="o",
            color=colour,
            label=label,
        )
    axis.set_xticks(range(len(WORLDS)), [w.name.replace(" ", "\n", 1) for w in WORLDS], fontsize=8)
    axis.set_ylim(0.6, 1.03)
    axis.set_ylabel("share of requests")
    axis.legend(loc="lower left", frameon=False)
    axis.set_title("the right persona's preference comes first", fontsize=10)
    figure.tight_layout()
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(PICTURE, metadata={"Date": None})


def main() -> None:
    """Print the table, draw the picture."""
    found = run(people=60, seeds=3)
    print("personas  world               ours            flat            ours - flat      found")
    for (many, name), (ours, flat, seen) in found.items():
        gain = ours - flat
        print(
            f"{many:8}  {name:18}  {ours.mean():.3f} ±{interval(ours):.3f}"
            f"    {flat.mean():.3f} ±{interval(flat):.3f}"
            f"    {gain.mean():+.3f} ±{interval(gain):.3f}   {np.bincount(seen.astype(int))}"
        )
    draw(found)


def test_personas_do_no_worse_than_the_nearest_preference_and_better_where_it_misleads() -> None:
    gains = {
        world.name: np.concatenate(
            [
                ours - flat
                for many in (2, 3, 4)
                for ours, flat, _ in [measure(many, world, people=25, seed=9)]
            ]
        )
        for world in WORLDS
    }
    assert all(gain.mean() > -interval(gain) - 0.005 for gain in gains.values()), gains
    assert gains["wide"].mean() > 0.0


def test_who_is_one_is_not_taken_for_several() -> None:
    _, _, seen = measure(1, WORLDS[1], people=60, seed=9)
    assert np.count_nonzero(seen) <= 3


if __name__ == "__main__":
    main()
