"""Trains the head that reads phrasings; `train.py` calls it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from material import Example
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from prefmem.distillers._phrasing import Phrased, Phrasing, grams_of, tokens_of

MOST_WORDS = 900
LEAST_GROUPS = 4
"""Groups that a word must stand in to be of the vocabulary."""
LEAST_WEIGHT = 0.1
"""Weights nearer to zero are left out of the file."""
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
    rows = [(one, text) for one, cut in zip(items, texts, strict=True) for text in {one.text, cut}]
    bags = [grams_of(text, words) for _, text in rows]
    counted = Counter(gram for bag in bags for gram in bag)
    grams = {g: k for k, g in enumerate(sorted(g for g, n in counted.items() if n >= 3))}
    x = _sparse(bags, grams)
    weight = np.array([HAND if one.made == "hand" else 1.0 for one, _ in rows])
    lasting = _fit(x, np.array([int(one.lasting) for one, _ in rows]), weight)
    signed = np.array([k for k, (one, _) in enumerate(rows) if one.polarity])
    sign = np.array([int(rows[k][0].polarity == "against") for k in signed])
    against = _fit(x[signed], sign, weight[signed])
    both = np.stack([lasting.coef_[0], against.coef_[0]], axis=1).astype(np.float16)
    weights = {
        gram: (float(both[k, 0]), float(both[k, 1]))
        for gram, k in grams.items()
        if np.abs(both[k]).max() >= LEAST_WEIGHT
    }
    bias = (float(lasting.intercept_[0]), float(against.intercept_[0]))
    return Phrasing(vocabulary=words, weights=weights, bias=bias)


def _sparse(bags: Sequence[frozenset[str]], grams: dict[str, int]) -> csr_matrix:
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
