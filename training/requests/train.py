"""Train the heads that read requests: `python -m training.requests.train`.

Writes `prefmem/policy/heads/requests.npz`; the same material gives the same heads. Needs
scikit-learn. How well they read is measured by `training.requests.report`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from prefmem.embedders.minilm import MiniLM
from prefmem.policy import heads
from training.requests.expand import examples

TARGET = Path(heads.__file__).with_name("requests.npz")
GRAVE = {"crisis", "safety_critical"}


def vectors_of(texts: list[str]) -> Any:
    """Embeddings, in batches that keep the memory small."""
    model = MiniLM()
    return np.vstack([model.encode(texts[at : at + 16]) for at in range(0, len(texts), 16)])


def words_of(texts: list[str]) -> Any:
    """Shape (texts, buckets): the buckets of each text, each row of length 1."""
    from scipy.sparse import csr_matrix

    rows = [heads.buckets(text) for text in texts]
    ends = np.cumsum([0, *map(len, rows)])
    values = np.concatenate([np.full(len(row), 1 / np.sqrt(max(len(row), 1))) for row in rows])
    return csr_matrix((values, np.concatenate(rows), ends), shape=(len(texts), heads.BUCKETS))


def train() -> None:
    """Fit one regression for each kind; thresholds come from templates that were left out."""
    from scipy.sparse import csr_matrix, hstack
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import GroupKFold, cross_val_predict

    made = examples()
    kinds = sorted({one.kind for one in made})
    vectors = vectors_of([one.text for one in made])
    groups = np.array([one.template for one in made])
    seen = csr_matrix(hstack([csr_matrix(vectors), words_of([one.text for one in made])]))
    weights, bias, thresholds = [], [], []
    for kind in kinds:
        labels = np.array([one.kind == kind for one in made])
        model = LogisticRegression(
            C=5.0, solver="liblinear", random_state=0, class_weight={True: 3.0, False: 1.0}
        )
        out = cross_val_predict(
            model, seen, labels, groups=groups, cv=GroupKFold(4), method="predict_proba"
        )[:, 1]
        model.fit(seen, labels)
        weights.append(model.coef_[0])
        bias.append(model.intercept_[0])
        thresholds.append(threshold(out, labels, kind))
        print(f"{kind:20} threshold {thresholds[-1]:.2f}", flush=True)
    learnt = np.array(weights)
    np.savez_compressed(
        TARGET,
        kinds=np.array(kinds),
        weights=learnt[:, : heads.DIMENSIONS].astype(np.float16),
        words=learnt[:, heads.DIMENSIONS :].T.astype(np.float16),
        bias=np.array(bias, np.float32),
        thresholds=np.array(thresholds, np.float32),
    )


def threshold(scores: Any, labels: Any, kind: str) -> float:
    """Where the F-measure is best, from .2 to .95.

    To miss a grave kind costs twice as much as to see it where it is not. A crisis from .3 on: help
    that is offered to somebody who asked when a king was born does harm of its own.
    """
    beta = 2.0 if kind in GRAVE else 1.0
    lowest = 0.3 if kind == "crisis" else 0.2
    best, at = 0.0, 0.5
    for limit in np.arange(lowest, 0.96, 0.05):
        found = scores >= limit
        hits = float((found & labels).sum())
        if not hits:
            continue
        precision, recall = hits / found.sum(), hits / labels.sum()
        value = (1 + beta**2) * precision * recall / (beta**2 * precision + recall)
        if value > best:
            best, at = value, float(limit)
    return at


if __name__ == "__main__":
    train()
