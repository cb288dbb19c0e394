"""Fits classifiers of n-grams; `phrasing.py` and `turning.py` say of what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from prefmem.distillers.words._ngrams import NGrams, grams_of, tokens_of

LEAST_TEXTS = 3
"""Texts that an n-gram must stand in."""
LEAST_WEIGHT = 0.1
"""Weights nearer to zero are left out of the file."""


def vocabulary(texts: Iterable[tuple[str, str]], *, most: int, least: int) -> frozenset[str]:
    """The words that stand in most groups.

    Args:
        texts: Each with its group; a word counts once a group.
        most: How many words.
        least: Groups that a word must stand in.
    """
    seen: dict[str, set[str]] = {}
    for text, group in texts:
        for word in tokens_of(text):
            seen.setdefault(word, set()).add(group)
    counted = Counter({w: len(g) for w, g in seen.items() if len(g) >= least})
    return frozenset(word for word, _ in counted.most_common(most) if word[0].isalpha())


def fitted(
    texts: Sequence[str],
    answers: tuple[Sequence[int | None], Sequence[int | None]],
    weight: Sequence[float],
    words: frozenset[str],
    *,
    strength: float = 10.0,
) -> NGrams:
    """A classifier of both questions; a text without an answer (None) teaches it nothing."""
    bags = [grams_of(text, words) for text in texts]
    counted = Counter(gram for bag in bags for gram in bag)
    grams = {g: k for k, g in enumerate(sorted(g for g, n in counted.items() if n >= LEAST_TEXTS))}
    x, w = _sparse(bags, grams), np.array(weight)
    models = [_fit(x, asked, w, strength) for asked in answers]
    columns = np.stack([m.coef_[0] for m in models], axis=1).astype(np.float16)
    return NGrams(
        vocabulary=words,
        weights={
            gram: (float(columns[k, 0]), float(columns[k, 1]))
            for gram, k in grams.items()
            if np.abs(columns[k]).max() >= LEAST_WEIGHT
        },
        bias=(float(models[0].intercept_[0]), float(models[1].intercept_[0])),
    )


def _sparse(bags: Sequence[Sequence[str]], grams: dict[str, int]) -> csr_matrix:
    rows = [k for k, bag in enumerate(bags) for gram in bag if gram in grams]
    columns = [grams[gram] for bag in bags for gram in bag if gram in grams]
    share = [1.0 / np.sqrt(len(bag)) for bag in bags for gram in bag if gram in grams]
    return csr_matrix((share, (rows, columns)), shape=(len(bags), len(grams)))


def _fit(
    x: csr_matrix, asked: Sequence[int | None], weight: np.ndarray, strength: float
) -> LogisticRegression:
    known = np.array([k for k, one in enumerate(asked) if one is not None])
    y = np.array([one for one in asked if one is not None])
    return LogisticRegression(C=strength, max_iter=2000).fit(
        x[known], y, sample_weight=weight[known]
    )


def save(head: NGrams, path: Path) -> None:
    """Write a classifier as half floats."""
    grams = sorted(head.weights)
    np.savez_compressed(
        path,
        vocabulary="\n".join(sorted(head.vocabulary)),
        grams="\n".join(grams),
        weights=np.array([head.weights[g] for g in grams], dtype=np.float16),
        bias=np.array(head.bias, dtype=np.float32),
    )
