"""Is what we call genuine genuine? A simulation of people asked under several conditions.

    python tests/bench/test_stability_simulation.py     table with intervals, picture in docs/img

Half of the simulated leanings are genuine (one strength, everywhere), a quarter constructed (each
condition has its own), a quarter are no preference at all. Runs `stages.stability`, as users do.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from prefmem.stages import stability

PICTURE = Path(__file__).parents[2] / "docs" / "img" / "stability.svg"
DESIGNS = ((1, 6), (2, 3), (3, 2), (3, 3), (4, 2), (4, 3), (5, 2), (5, 3))
"""Conditions, and answers under each."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What became of the leanings of one design."""

    called: int
    right: int
    genuine: int

    @property
    def precision(self) -> float:
        """Share of what was called genuine that is; NaN where nothing was."""
        return self.right / self.called if self.called else float("nan")

    @property
    def width(self) -> float:
        """Half-width of the 95 % interval of the precision."""
        p = self.precision
        return 1.96 * float(np.sqrt(p * (1 - p) / self.called)) if self.called else float("nan")

    @property
    def recall(self) -> float:
        """Share of what is genuine that was called so."""
        return self.right / max(1, self.genuine)


def strength(rng: np.random.Generator) -> float:
    """How often somebody answers one way: mostly strongly for, or strongly against."""
    return float(rng.beta(4, 1) if rng.random() < 0.5 else rng.beta(1, 4))


def simulate(conditions: int, answers: int, *, people: int, seed: int) -> Figures:
    """Ask people, and count."""
    rng = np.random.default_rng(seed)
    called = right = genuine = 0
    for _ in range(people):
        kind = rng.choice(("genuine", "constructed", "none"), p=(0.5, 0.25, 0.25))
        leaning = strength(rng)
        counts: list[tuple[int, int]] = []
        for _ in range(conditions):
            if kind == "constructed":
                leaning = strength(rng)
            counts.append((int(rng.binomial(answers, 0.5 if kind == "none" else leaning)), answers))
        said = stability.judge(counts) == "genuine"
        called += said
        right += said and kind == "genuine"
        genuine += kind == "genuine"
    return Figures(called, right, genuine)


def run(people: int, seeds: int) -> dict[tuple[int, int], Figures]:
    """All designs over several seeds."""
    out: dict[tuple[int, int], Figures] = {}
    for design in DESIGNS:
        parts = [simulate(*design, people=people, seed=seed) for seed in range(seeds)]
        out[design] = Figures(
            sum(p.called for p in parts), sum(p.right for p in parts), sum(p.genuine for p in parts)
        )
    return out


def draw(found: dict[tuple[int, int], Figures]) -> None:
    """Precision and recall by design, as a picture."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "prefmem"
    from matplotlib import pyplot as plt

    figure, axis = plt.subplots(figsize=(7, 3))
    names = [f"{c} × {n}" for c, n in found]
    rows = list(found.values())
    axis.errorbar(
        names,
        [f.precision for f in rows],
        yerr=[f.width for f in rows],
        fmt="o",
        color="#2f6f4f",
        label="precision",
    )
    axis.plot(names, [f.recall for f in rows], "s", color="#b8b8b8", label="recall")
    axis.axhline(0.9, color="#999999", linewidth=0.8)
    axis.annotate("promised", (1, 0.9), (0, 3), textcoords="offset points", fontsize=8, ha="center")
    axis.set_xlabel("conditions × answers under each; without a dot nothing is called genuine")
    axis.set_ylabel("share")
    axis.set_ylim(-0.05, 1.05)
    axis.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0), frameon=False)
    axis.set_title("what is called genuine", fontsize=10)
    figure.tight_layout()
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(PICTURE, metadata={"Date": None})


def main() -> None:
    """Print the table, draw the picture."""
    print("simulating ...", file=sys.stderr)
    found = run(people=4000, seeds=3)
    print("design    called genuine   precision        recall")
    for (conditions, answers), f in found.items():
        print(
            f"{conditions} x {answers}     {f.called:8}         {f.precision:.3f} ±{f.width:.3f}"
            f"    {f.recall:.3f}"
        )
    draw(found)


@pytest.mark.requirement("life:genuine")
def test_what_is_called_genuine_is_so_nine_times_in_ten() -> None:
    found = run(people=700, seeds=1)
    called = sum(f.called for f in found.values())
    assert called > 500
    assert sum(f.right for f in found.values()) / called >= 0.9


def test_one_condition_is_never_enough() -> None:
    assert simulate(1, 6, people=300, seed=1).called == 0


if __name__ == "__main__":
    main()
