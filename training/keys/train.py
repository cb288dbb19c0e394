"""Learns which statements are about one thing, and which a change is about.

    python training/keys/train.py            learn, report both errors on held-out topics, write
    python training/keys/train.py --check    report only

Writes `prefmem/stages/keyweights.py`. The material is `topics.txt` and `changes.txt` beside this
file, written for this project. Topics are split, never pairs, so that what is reported was learned
on other topics. Subjects and behaviours of `topics.txt` are disturbed as a distiller disturbs them.
"""

from __future__ import annotations

import argparse
import itertools
import random
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from prefmem.embedders.minilm import MiniLM
from prefmem.stages import keys

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE)]

import changes  # noqa: E402
from changes import Leaves  # noqa: E402

TARGET = HERE.parents[1] / "prefmem" / "stages" / "keyweights.py"
FOLDS = 5
SEED = 5
NAMES = (
    "bias",
    "cosine",
    "subject overlap",
    "subject equal",
    "words shared",
    "behaviour equal",
    "family equal",
    "known contrast, by cosine",
)
LEAVES = (
    "bias",
    "cosine",
    "cosine of the passage",
    "subject overlap",
    "words shared",
    "behaviour equal",
    "family equal",
    "known contrast, by cosine",
    "gone, in its words",
    "gone, in what was said",
    "names what is gone",
    "names something else",
    "names something else, by cosine",
    "subject named",
    "words named",
    "takes back",
    "takes back, by cosine",
)
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Said:
    """One line of the material."""

    topic: int
    mark: str
    subject: str
    statement: str
    behaviour: str
    quote: str


def read(path: Path) -> list[Said]:
    """The lines of `topics.txt`."""
    out: list[Said] = []
    topic, behaviour = -1, ""
    for line in path.read_text("utf-8").splitlines():
        mark, _, rest = line.partition(" ")
        if mark == "@":
            topic, behaviour = topic + 1, rest.strip()
        elif mark in tuple("=->~"):
            subject, statement, *quote = rest.split(" | ")
            words = quote[0] if quote else statement
            out.append(Said(topic, mark, subject, statement, behaviour, words))
    return out


def disturb(said: Said, rng: random.Random, behaviours: list[str]) -> Said:
    """As an imperfect distiller would file it."""
    subject, behaviour = said.subject, said.behaviour
    draw = rng.random()
    if draw < 0.25:
        subject = " ".join(w.strip(",.") for w in said.statement.lower().split()[-2:])
    elif draw < 0.32:
        subject = ""
    if rng.random() < 0.15:
        behaviour = rng.choice(behaviours)
    return replace(said, subject=subject, behaviour=behaviour)


def label(a: Said, b: Said) -> int | None:
    """1 if they are about one thing, 0 if they are not, None if the pair says nothing."""
    marks = {a.mark, b.mark}
    if ">" in marks:
        return None
    if a.topic != b.topic:
        return None if "~" in marks else 0
    if "~" in marks:
        return None if marks == {"~"} else 0
    return 1


@dataclass(frozen=True, slots=True)
class Pairs:
    """Features, labels and origin of pairs."""

    x: Floats
    y: npt.NDArray[np.int64]
    topics: npt.NDArray[np.int64]
    within: npt.NDArray[np.bool_]


def pairs(lines: list[Said], rows: npt.NDArray[np.float32]) -> Pairs:
    """All labelled pairs; of different topics, those of a draw of one in six."""
    rng = random.Random(SEED)
    behaviours = sorted({s.behaviour for s in lines})
    noisy = [disturb(s, rng, behaviours) for s in lines]
    traits = [keys.trait(s.statement, s.subject, s.behaviour) for s in noisy]
    cosines = rows @ rows.T
    x: list[tuple[float, ...]] = []
    y: list[int] = []
    topics: list[tuple[int, int]] = []
    within: list[bool] = []
    for i, j in itertools.combinations(range(len(lines)), 2):
        wanted = label(lines[i], lines[j])
        together = lines[i].topic == lines[j].topic
        if wanted is None or (not together and rng.random() > 1 / 6):
            continue
        x.append(keys.features(traits[i], traits[j], float(cosines[i, j])))
        y.append(wanted)
        topics.append((lines[i].topic, lines[j].topic))
        within.append(together)
    return Pairs(np.array(x), np.array(y), np.array(topics), np.array(within))


def fit(x: Floats, y: npt.NDArray[np.int64], *, ridge: float = 1.0) -> Floats:
    """Logistic regression by Newton's method; both classes weigh the same in all."""
    share = np.where(y == 1, 0.5 / max(1, y.sum()), 0.5 / max(1, (1 - y).sum())) * len(y)
    w = np.zeros(x.shape[1])
    penalty = ridge * np.eye(x.shape[1])
    penalty[0, 0] = 1e-6
    for _ in range(50):
        p = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        gradient = x.T @ (share * (p - y)) + penalty @ w
        hessian = (x * (share * p * (1 - p) + 1e-9)[:, None]).T @ x + penalty
        change = np.linalg.solve(hessian, gradient)
        w -= change
        if np.abs(change).max() < 1e-8:
            break
    return w


def held_out(found: Pairs | Leaves, many: int) -> Floats:
    """Log-odds of each pair by weights that saw neither of its topics."""
    fold = np.arange(many) % FOLDS
    scores = np.full(len(found.y), np.nan)
    for k in range(FOLDS):
        inside = fold[found.topics] == k
        w = fit(found.x[~inside.any(axis=1)], found.y[~inside.any(axis=1)])
        mine = inside.all(axis=1) | (inside.any(axis=1) & np.isnan(scores))
        scores[mine] = found.x[mine] @ w
    return scores


def report(model: str, found: Pairs | Leaves, scores: Floats) -> None:
    """Both errors at several thresholds."""
    print(f"{model}: {len(found.y)} pairs, {found.y.sum()} of one thing")
    yes, near, far = found.y == 1, (found.y == 0) & found.within, (found.y == 0) & ~found.within
    for threshold in (0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.93, 0.95, 0.97, 0.98, 0.99):
        cut = np.log(threshold / (1 - threshold))
        print(
            f"  at {threshold:.2f}: missed {np.mean(scores[yes] < cut):.3f}"
            f"  same field taken {np.mean(scores[near] >= cut):.4f}"
            f"  unrelated taken {np.mean(scores[far] >= cut):.5f}"
        )


def announced(model: MiniLM) -> Leaves:
    """Pairs of both files; topics of the second are counted on from those of the first."""
    messages = changes.read(HERE / "changes.txt", model)
    first = max(m.topic for m in messages) + 1
    older = changes.read(HERE / "topics.txt", model, quotes=True)
    return changes.pairs([*messages, *(replace(m, topic=m.topic + first) for m in older)])


def main() -> None:
    """Learn, report, write."""
    ask = argparse.ArgumentParser(description="Learns which statements are about one thing")
    ask.add_argument("--check", action="store_true", help="report only")
    args = ask.parse_args()
    lines = read(HERE / "topics.txt")
    model = MiniLM()
    rows = np.vstack([model.encode([s.statement]) for s in lines])
    written = ['"""Weights of `stages.keys` and `stages.leaving`; see `training/keys/train.py`."""']
    written.append("")
    learned: tuple[tuple[str, Pairs | Leaves, tuple[str, ...]], ...] = (
        ("same", pairs(lines, rows), NAMES),
        ("leaves", announced(model), LEAVES),
    )
    for name, found, names in learned:
        report(name, found, held_out(found, int(found.topics.max()) + 1))
        weights = fit(found.x, found.y)
        print("  " + ", ".join(f"{n} {w:.2f}" for n, w in zip(names, weights, strict=True)))
        values = "".join(f"    {w:.4f},\n" for w in weights)
        written += [f"{name.upper()}_WEIGHTS = (\n{values})"]
    if not args.check:
        TARGET.write_text("\n".join(written) + "\n", "utf-8")


if __name__ == "__main__":
    main()
