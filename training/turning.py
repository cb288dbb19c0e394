"""Trains the classifier of sentences that tell of a change; the same material gives the same file.

    python training/turning.py > training/turning/scores.txt    trains, prints the scores, writes it
    python training/turning.py --check                          trains and prints, writes nothing

The material is `training/turning/*.txt`, and as sentences that tell of no change those of
`training/material/`. Files that tell of changes are each by another author; scores are of each
author's sentences by a classifier that saw nothing of that author.

Writes `prefmem/distillers/heads/turning.npz`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.metrics import average_precision_score, precision_recall_curve

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import ngrams  # noqa: E402
from material import sections  # noqa: E402

from prefmem.distillers.words._ngrams import NGrams  # noqa: E402

TARGET = HERE.parent / "prefmem" / "distillers" / "heads" / "turning.npz"
MOST_WORDS = 1500
LEAST_TEXTS = 2
"""Sentences that a word must stand in to be of the vocabulary."""
STRENGTH = 20.0
QUESTIONS = ("leaves", "comes")
OF_CHANGE = frozenset({"gone", "went"})
"""Sections of the other material that may tell of a change; they are left out."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with what it tells."""

    text: str
    author: str
    """"" where it comes from the other material: it only teaches."""
    leaves: int
    comes: int


def read() -> list[Sentence]:
    """All sentences, in a fixed order."""
    found: list[Sentence] = []
    for path in sorted((HERE / "turning").glob("*.txt")):
        if path.name == "scores.txt":
            continue  # what this script printed
        for told, lines in sections(path.name, folder=path.parent).items():
            found += [
                Sentence(
                    t, path.stem, int(told in ("leaves", "both")), int(told in ("comes", "both"))
                )
                for t in lines
            ]
    for path in sorted((HERE / "material").glob("*tives*.txt")):
        for name, lines in sections(path.name).items():
            if name not in OF_CHANGE:
                found += [Sentence(text.removeprefix("- "), "", 0, 0) for text in lines]
    return found


def fitted(items: Sequence[Sentence]) -> NGrams:
    """A classifier trained on all of the sentences."""
    words = ngrams.vocabulary(
        ((one.text, one.text) for one in items), most=MOST_WORDS, least=LEAST_TEXTS
    )
    answers = [one.leaves for one in items], [one.comes for one in items]
    texts = [one.text for one in items]
    return ngrams.fitted(texts, answers, [1.0] * len(items), words, strength=STRENGTH)


def report(items: Sequence[Sentence]) -> None:
    """Print how well each author's sentences are told by what the others taught."""
    odds = np.zeros((len(items), 2))
    for author in sorted({one.author for one in items if one.leaves or one.comes}):
        head = fitted([one for one in items if one.author != author])
        for k, one in enumerate(items):
            if one.author == author:
                odds[k] = head.odds(one.text)
    telling = {one.author for one in items if one.leaves or one.comes}
    mine = np.array([one.author in telling for one in items])
    for k, question in enumerate(QUESTIONS):
        right = np.array([getattr(one, question) for one in items])[mine]
        precision, recall, cut = precision_recall_curve(right, odds[mine, k])
        score = average_precision_score(right, odds[mine, k])
        print(f"{question:7} n={mine.sum():5}  average precision {score:.3f}")
        for odd in (-1.0, 0.0, 1.0, 2.0, 3.0):
            at = min(int(np.searchsorted(cut, odd)), len(cut) - 1)
            print(f"  odds {odd:4.1f}  precision {precision[at]:.2f}  recall {recall[at]:.2f}")


def main() -> None:
    """Read, train, report, write."""
    ask = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    ask.add_argument("--check", action="store_true", help="write nothing")
    args = ask.parse_args()
    items = read()
    report(items)
    if not args.check:
        ngrams.save(fitted(items), TARGET)


if __name__ == "__main__":
    main()
