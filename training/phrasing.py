"""Trains the head that reads phrasings; `train.py` calls it."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from unittest import mock

import numpy as np
from material import Example
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from prefmem import _remembered
from prefmem.distillers.words import _phrasing
from prefmem.distillers.words._phrasing import Phrased, Phrasing, grams_of, tokens_of

MOST_WORDS = 900
LEAST_GROUPS = 4
"""Groups that a word must stand in to be of the vocabulary."""
LEAST_WEIGHT = 0.1
"""Weights nearer to zero are left out of the file."""
ROUNDS = 4
"""Of cutting and learning; from the third on, three spans in a thousand change."""
HAND = 3.0
"""What a sentence written by hand counts, beside one of the grammar."""


def vocabulary(items: Sequence[Example]) -> frozenset[str]:
    """The words that stand in most groups, each counted once a group."""
    seen: dict[str, set[str]] = {}
    for one in items:
        for word in tokens_of(one.text):
            seen.setdefault(word, set()).add(one.group)
    counted = Counter({w: len(g) for w, g in seen.items() if len(g) >= LEAST_GROUPS})
    return frozenset(word for word, _ in counted.most_common(MOST_WORDS) if word[0].isalpha())


def fitted(items: Sequence[Example], texts: Sequence[str]) -> Phrasing:
    """A head trained on all of the given sentences, and on the spans that are cut of them."""
    words = vocabulary(items)
    both = zip(items, texts, strict=True)
    rows = [(one, text) for one, cut in both for text in dict.fromkeys((one.text, cut))]
    bags = [grams_of(text, words) for _, text in rows]
    counted = Counter(gram for bag in bags for gram in bag)
    grams = {g: k for k, g in enumerate(sorted(g for g, n in counted.items() if n >= 3))}
    x = _sparse(bags, grams)
    weight = np.array([HAND if one.made == "hand" else 1.0 for one, _ in rows])
    lasting = _fit(x, np.array([int(one.lasting) for one, _ in rows]), weight)
    signed = np.array([k for k, (one, _) in enumerate(rows) if one.polarity])
    sign = np.array([int(rows[k][0].polarity == "against") for k in signed])
    against = _fit(x[signed], sign, weight[signed])
    columns = np.stack([lasting.coef_[0], against.coef_[0]], axis=1).astype(np.float16)
    weights = {
        gram: (float(columns[k, 0]), float(columns[k, 1]))
        for gram, k in grams.items()
        if np.abs(columns[k]).max() >= LEAST_WEIGHT
    }
    bias = (float(lasting.intercept_[0]), float(against.intercept_[0]))
    return Phrasing(vocabulary=words, weights=weights, bias=bias)


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
        save(head, Path(folder) / "phrasing.npz")
        with mock.patch.object(_phrasing, "files", return_value=Path(folder)):
            _phrasing.phrasing.cache_clear()
            _phrasing.phrasing()
    _remembered.drop()


def _sparse(bags: Sequence[Sequence[str]], grams: dict[str, int]) -> csr_matrix:
    rows = [k for k, bag in enumerate(bags) for gram in bag if gram in grams]
    columns = [grams[gram] for bag in bags for gram in bag if gram in grams]
    share = [1.0 / np.sqrt(len(bag)) for bag in bags for gram in bag if gram in grams]
    return csr_matrix((share, (rows, columns)), shape=(len(bags), len(grams)))


def _fit(x: csr_matrix, y: np.ndarray, weight: np.ndarray) -> LogisticRegression:
    return LogisticRegression(C=10.0, max_iter=2000).fit(x, y, sample_weight=weight)


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


def save(head: Phrasing, path: Path) -> None:
    """Write a head as half floats."""
    grams = sorted(head.weights)
    np.savez_compressed(
        path,
        vocabulary="\n".join(sorted(head.vocabulary)),
        grams="\n".join(grams),
        weights=np.array([head.weights[g] for g in grams], dtype=np.float16),
        bias=np.array(head.bias, dtype=np.float32),
    )
