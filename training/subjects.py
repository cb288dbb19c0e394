"""Trains the classifier that finds what a clause is about; the same material gives the same one.

python training/subjects.py > training/subjects/scores.txt    trains, prints, writes the head
python training/subjects.py --check                           trains and prints, writes nothing
python training/subjects.py --misses                          and what it gets wrong of marked ones

It learns from the grammar of `material/`, whose objects are known, and from `subjects/marked.txt`.
`training/test/subjects.txt` only measures: *found* are the words of the subject that are in what
the head says, *right* the words of that which are of the subject, *exact* is both.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

from material import SEED, sections  # noqa: E402

from prefmem.distillers.words._about import Tagger, features_of, plain, tokens_of  # noqa: E402

HEAD = HERE.parent / "prefmem" / "distillers" / "heads" / "subject.npz"
OTHER = ("style.", "interaction.", "expertise.", "emotion.")
"""Behaviours whose objects are no things."""
PER_SIDE = 4
"""Sentences of the grammar for each object and side."""
HAND = 4.0
"""What a word of a marked sentence counts, beside one of the grammar."""
LEAST = 3
"""Times that a feature must be seen."""
LEAST_WEIGHT = 0.05
"""Weights nearer to zero are left out of the file."""
FOLDS = 4


class Marked(NamedTuple):
    """A sentence, and where it says what it is about."""

    text: str
    start: int
    end: int
    weight: float = 1.0

    @property
    def subject(self) -> str:
        return self.text[self.start : self.end]


def marked(path: Path) -> list[Marked]:
    """The sentences of a file in which brackets stand around what they are about."""
    found: list[Marked] = []
    for line in path.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            before, _, rest = line.partition("[")
            subject, _, after = rest.partition("]")
            text = f"{before}{subject}{after}"
            found.append(Marked(text, len(before), len(before) + len(subject), HAND))
    return found


def of_grammar() -> list[Marked]:
    """Objects in frames, and alone."""
    rng, frames, found = random.Random(SEED), sections("attitudes.txt"), list[Marked]()
    for behaviour, things in sections("objects.txt").items():
        for thing in things if not behaviour.startswith(OTHER) else ():
            found.append(Marked(thing, 0, len(thing)))
            for side in ("for", "against"):
                for frame in rng.sample(frames[side], PER_SIDE):
                    before, _, after = frame.partition("{x}")
                    tail = f" {rng.choice(frames['modifier'])}" if rng.random() < 0.25 else ""
                    end = len(before) + len(thing)
                    found.append(Marked(f"{before}{thing}{tail}{after}", len(before), end))
    return found


def vocabulary(items: Sequence[Marked]) -> frozenset[str]:
    """The words of frames, each in two of them or more."""
    frames = sections("attitudes.txt")
    sides = ("for", "against", "not", "modifier")
    around = [frame.replace("{x}", " ") for side in sides for frame in frames[side]]
    around += [f"{one.text[: one.start]} {one.text[one.end :]}" for one in items]
    counted = Counter(plain(t.text) for text in around for t in tokens_of(text))
    return frozenset(word for word, n in counted.items() if n > 1 and word[0].isalpha())


def fitted(items: Sequence[Marked], words: frozenset[str]) -> Tagger:
    """A head trained on all of the given sentences."""
    rows, named, weight = list[list[str]](), list[int](), list[float]()
    for one in items:
        tokens = tokens_of(one.text)
        rows += features_of(tokens, words)
        named += [int(one.start <= t.start < one.end) for t in tokens]
        weight += [one.weight] * len(tokens)
    counted = Counter(name for row in rows for name in row)
    places = {n: k for k, n in enumerate(sorted(n for n, c in counted.items() if c >= LEAST))}
    at = [(k, places[name]) for k, row in enumerate(rows) for name in row if name in places]
    ones, (across, down) = np.ones(len(at)), zip(*at, strict=True)
    x = csr_matrix((ones, (across, down)), shape=(len(rows), len(places)))
    model = LogisticRegression(max_iter=300).fit(x, named, sample_weight=weight)
    learnt = zip(places, model.coef_[0].astype(np.float16).tolist(), strict=True)
    return Tagger(
        vocabulary=words,
        weights={name: w for name, w in learnt if abs(w) >= LEAST_WEIGHT},
        bias=float(model.intercept_[0]),
    )


def report(name: str, items: Sequence[Marked], read: Callable[[str], str], *, show: bool) -> None:
    """Print what a head scores on sentences that it never saw."""
    found, right, exact = 0.0, 0.0, 0
    for one in items:
        said, meant = _words(read(one.text)), _words(one.subject)
        found += len(said & meant) / len(meant)
        right += len(said & meant) / max(1, len(said))
        exact += said == meant
        if show and said != meant:
            print(f"{' '.join(sorted(said)):30} {one.text[: one.start]}[{one.subject}]"
                  f"{one.text[one.end :]}")  # fmt: skip
    n = len(items)
    print(f"{name:12} n={n:4}  found {found / n:.3f}  right {right / n:.3f}  exact {exact / n:.3f}")


_LIGHT = re.compile(r"(?:the|a|an|my|our|any|all|those|these)\b", re.IGNORECASE)


def _words(text: str) -> frozenset[str]:
    return frozenset(plain(t.text) for t in tokens_of(text) if not _LIGHT.fullmatch(t.text))


def save(head: Tagger) -> None:
    """Write a head as half floats."""
    features = sorted(head.weights)
    np.savez_compressed(
        HEAD,
        vocabulary="\n".join(sorted(head.vocabulary)),
        features="\n".join(features),
        weights=np.array([head.weights[name] for name in features], dtype=np.float16),
        bias=np.float32(head.bias),
    )


def main() -> None:
    ask = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    ask.add_argument("--check", action="store_true", help="write nothing")
    ask.add_argument("--misses", action="store_true", help="print what it gets wrong")
    args = ask.parse_args()
    grammar, hand = of_grammar(), marked(HERE / "subjects" / "marked.txt")
    words = vocabulary(hand)
    for fold in range(FOLDS):
        kept = [one for k, one in enumerate(hand) if k % FOLDS != fold]
        head = fitted([*grammar, *kept], words)
        report(f"fold {fold + 1} of {FOLDS}", hand[fold::FOLDS], head.subject_of, show=args.misses)
    head = fitted([*grammar, *hand], words)
    print(f"{len(grammar)} of the grammar, {len(hand)} marked; {len(head.weights)} weights")
    report("test", marked(HERE / "test" / "subjects.txt"), head.subject_of, show=False)
    if not args.check:
        save(head)


if __name__ == "__main__":
    main()
