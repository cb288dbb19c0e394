"""Does the right persona answer? Simulated people of two to four personas, against a flat profile.

    python tests/bench/test_persona_simulation.py     table with intervals, picture in docs/img

Each person has personas with a topic of their own and preferences scattered about it; a share of
them are strays. A request belongs to one persona. *Ours* is the persona with the most attention;
*flat* is the persona of the single nearest preference. Runs `stages.personas`, as users do.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt

from prefmem.records import Matrix, Request, StoredProfile
from prefmem.stages import personas
from prefmem.types import Preference, Scope

PICTURE = Path(__file__).parents[2] / "docs" / "img" / "personas.svg"
BEGIN = datetime(2026, 1, 5, 9, tzinfo=UTC)
WIDTH = 64
Floats = npt.NDArray[np.float64]


def _scatter(rng: np.random.Generator, centre: Floats, spread: float) -> Floats:
    row = centre + spread * rng.normal(size=WIDTH) / np.sqrt(WIDTH)
    return row / np.linalg.norm(row)


def person(
    rng: np.random.Generator, many: int, spread: float
) -> tuple[StoredProfile, list[Preference], Floats, dict[str, int]]:
    """A person: profile, preferences, the personas' centres, and whose each preference is."""
    shared = rng.normal(size=WIDTH)
    centres = rng.normal(size=(many, WIDTH)) + 0.5 * shared
    centres /= np.linalg.norm(centres, axis=1, keepdims=True)
    rows: list[Preference] = []
    vectors: dict[str, Matrix] = {}
    owner: dict[str, int] = {}
    for n in range(int(rng.integers(6, 11)) * many):
        mine = int(rng.integers(many))
        stray = rng.random() < 0.1
        row = _scatter(rng, rng.normal(size=WIDTH) if stray else centres[mine], spread)
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
        )
        rows.append(one)
        vectors[one.id] = row.astype(np.float32)[None, :]
        owner[one.id] = mine
    scope = Scope(tenant="", user="")
    return StoredProfile(scope=scope, vectors=vectors), rows, centres, owner


def measure(many: int, spread: float, *, people: int, seed: int) -> tuple[Floats, Floats]:
    """Share of right answers per person: ours, flat."""
    rng = np.random.default_rng(seed)
    ours, flat = np.zeros(people), np.zeros(people)
    for i in range(people):
        profile, rows, centres, owner = person(rng, many, spread)
        found = personas.cluster(profile, rows)
        table = np.array([profile.vectors[p.id][0] for p in rows])
        right = np.zeros(2)
        for mine in range(many):
            vector = _scatter(rng, centres[mine], spread).astype(np.float32)
            request = Request(text="?", vector=vector)
            heard = personas.attend(found, profile=profile, request=request)
            best = next(iter(heard.weights), "")
            group = next((p.preferences for p in found if p.name == best), ())
            counts = np.bincount([owner[p] for p in group], minlength=many)
            nearest = owner[rows[int(np.argmax(table @ vector))].id]
            right += (bool(group) and int(counts.argmax()) == mine, nearest == mine)
        ours[i], flat[i] = right / many
    return ours, flat


SPREADS = (0.8, 1.2, 1.6, 2.0)


def run(people: int, seeds: int) -> dict[tuple[int, float], tuple[Floats, Floats]]:
    """All cases over several seeds."""
    out: dict[tuple[int, float], tuple[Floats, Floats]] = {}
    for many in (2, 3, 4):
        for spread in SPREADS:
            print(f"{many} personas, spread {spread}", file=sys.stderr, flush=True)
            parts = [measure(many, spread, people=people, seed=s) for s in range(seeds)]
            out[many, spread] = (
                np.concatenate([p[0] for p in parts]),
                np.concatenate([p[1] for p in parts]),
            )
    return out


def interval(values: Floats) -> float:
    """Half-width of the 95 % interval of a mean."""
    return float(1.96 * values.std() / np.sqrt(len(values)))


def draw(found: dict[tuple[int, float], tuple[Floats, Floats]]) -> None:
    """Right persona by number of personas and spread, as a picture."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "prefmem"
    from matplotlib import pyplot as plt

    figure, axis = plt.subplots(figsize=(7, 3))
    names = [f"{many} · {spread}" for many, spread in found]
    for place, (label, colour) in enumerate((("personas", "#2f6f4f"), ("flat", "#b8b8b8"))):
        axis.errorbar(
            np.arange(len(names)) + 0.12 * (2 * place - 1),
            [pair[place].mean() for pair in found.values()],
            yerr=[interval(pair[place]) for pair in found.values()],
            fmt="o",
            color=colour,
            label=label,
        )
    axis.set_xticks(range(len(names)), names)
    axis.set_xlabel("personas · how far preferences scatter about them")
    axis.set_ylim(0, 1.03)
    axis.legend()
    axis.set_title("the right persona for the request", fontsize=10)
    figure.tight_layout()
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(PICTURE, metadata={"Date": None})


def main() -> None:
    """Print the table, draw the picture."""
    found = run(people=60, seeds=3)
    print("personas  spread   ours            flat")
    for (many, spread), (ours, flat) in found.items():
        print(
            f"{many:8}  {spread:6}   {ours.mean():.3f} ±{interval(ours):.3f}"
            f"    {flat.mean():.3f} ±{interval(flat):.3f}"
        )
    draw(found)


def test_where_preferences_scatter_personas_do_no_worse_than_the_nearest_preference() -> None:
    parts = [measure(many, 1.6, people=25, seed=9) for many in (2, 3, 4)]
    ours, flat = (np.concatenate(side) for side in zip(*parts, strict=True))
    assert ours.mean() > 0.85
    assert ours.mean() >= flat.mean() - interval(flat)


if __name__ == "__main__":
    main()
