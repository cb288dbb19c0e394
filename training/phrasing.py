"""Trains the head that reads phrasings; `train.py` calls it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from unittest import mock

import ngrams
import numpy as np
from material import Example

from prefmem import _remembered
from prefmem.distillers.words import _ngrams, _phrasing
from prefmem.distillers.words._phrasing import Phrased, Phrasing

MOST_WORDS = 900
LEAST_GROUPS = 4
"""Groups that a word must stand in to be of the vocabulary."""
ROUNDS = 4
"""Of cutting and learning; from the third on, three spans in a thousand change."""
HAND = 3.0
"""What a sentence written by hand counts, beside one of the grammar."""


def fitted(items: Sequence[Example], texts: Sequence[str]) -> Phrasing:
    """A head trained on all of the given sentences, and on the spans that are cut of them."""
    words = ngrams.vocabulary(
        ((one.text, one.group) for one in items), most=MOST_WORDS, least=LEAST_GROUPS
    )
    both = zip(items, texts, strict=True)
    rows = [(one, text) for one, cut in both for text in dict.fromkeys((one.text, cut))]
    lasting = [int(one.lasting) for one, _ in rows]
    against = [int(one.polarity == "against") if one.polarity else None for one, _ in rows]
    weight = [HAND if one.made == "hand" else 1.0 for one, _ in rows]
    return Phrasing(ngrams.fitted([t for _, t in rows], (lasting, against), weight, words))


def settled(items: Sequence[Example], cut: Callable[[Example], str]) -> tuple[Phrasing, list[str]]:
    """A head, and what the package cuts of each sentence when it reads by that head.

    Spans are cut by phrasing, and phrasing is learnt from spans: whole sentences come first, so
    that all of it follows from the material and nothing from heads that are there already.
    """
    head, read = _round(items, [one.text for one in items], cut)
    for _ in range(ROUNDS - 1):
        texts = [text or one.text for one, text in zip(items, read, strict=True)]
        head, read = _round(items, texts, cut)
    return head, read


def _round(
    items: Sequence[Example], texts: Sequence[str], cut: Callable[[Example], str]
) -> tuple[Phrasing, list[str]]:
    head = fitted(items, texts)
    read_by(head)
    return head, [cut(one) for one in items]


def read_by(head: Phrasing) -> None:
    """Have the package read phrasings by another head than its own, in this process."""
    with tempfile.TemporaryDirectory() as folder:
        ngrams.save(head.ngrams, Path(folder) / "phrasing.npz")
        with mock.patch.object(_ngrams, "files", return_value=Path(folder)):
            _phrasing.phrasing.cache_clear()
            _phrasing.phrasing()
    _remembered.drop()


def report(items: Sequence[Example], texts: Sequence[str], test: np.ndarray) -> None:
    """Print what a head scores on groups that it never saw."""
    rest = [k for k in range(len(items)) if not test[k]]
    head = fitted([items[k] for k in rest], [texts[k] for k in rest])
    for name, hand in (("phrasing (held out)", False), ("phrasing (held out, hand)", True)):
        chosen = [k for k in np.flatnonzero(test) if not hand or items[k].made == "hand"]
        read = [head.of(texts[k]) for k in chosen]
        right = np.mean(
            [(r.lasting > 0) == items[k].lasting for r, k in zip(read, chosen, strict=True)]
        )
        signs = [
            (r.against > 0) == (items[k].polarity == "against")
            for r, k in zip(read, chosen, strict=True)
            if items[k].polarity
        ]
        print(f"{name:26} n={len(chosen):5}  lasting {right:.3f}  polarity {np.mean(signs):.3f}")


def crossed(items: Sequence[Example], texts: Sequence[str], folds: np.ndarray) -> list[Phrased]:
    """For each sentence, what a head says of it that saw nothing of its group."""
    found: dict[int, Phrased] = {}
    for fold in np.unique(folds):
        rest = np.flatnonzero(folds != fold)
        head = fitted([items[k] for k in rest], [texts[k] for k in rest])
        found |= {int(k): head.of(texts[k]) for k in np.flatnonzero(folds == fold)}
    return [found[k] for k in range(len(items))]
