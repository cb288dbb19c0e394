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
from prefmem.policy.lexicon import STRICT
from training.requests.expand import examples

TARGET = Path(heads.__file__).with_name("requests.npz")
GRAVE = {"crisis", "safety_critical"}
STRICT_KINDS = {sign.kind for sign in STRICT} | {"factual_question", "explanation"}


def vectors_of(texts: list[str]) -> Any:
    """Embeddings, in batches that keep the memory small."""
    model = MiniLM()
    return np.vstack([model.encode(texts[at : at + 16]) for at in range(0, len(texts), 16)])


def train() -> None:
    """Fit one regression for each kind; thresholds come from templates that were left out."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import GroupKFold, cross_val_predict

    made = examples()
    kinds = sorted({one.kind for one in made})
    vectors = vectors_of([one.text for one in made])
    groups = np.array([one.template for one in made])
    weights, bias, thresholds = [], [], []
    for kind in kinds:
        labels = np.array([one.kind == kind for one in made])
        model = LogisticRegression(C=30.0, max_iter=3000, class_weight={True: 4.0, False: 1.0})
        out = cross_val_predict(
            model, vectors, labels, groups=groups, cv=GroupKFold(5), method="predict_proba"
        )[:, 1]
        model.fit(vectors, labels)
        weights.append(model.coef_[0])
        bias.append(model.intercept_[0])
        thresholds.append(threshold(out, labels, beta=beta_of(kind)))
        print(f"{kind:20} threshold {thresholds[-1]:.2f}")
    np.savez_compressed(
        TARGET,
        kinds=np.array(kinds),
        weights=np.array(weights, np.float16),
        bias=np.array(bias, np.float32),
        thresholds=np.array(thresholds, np.float32),
    )


def beta_of(kind: str) -> float:
    """How much more it costs to miss a kind than to see it where it is not."""
    if kind in GRAVE:
        return 2.0
    return 0.7 if kind in STRICT_KINDS else 1.0


def threshold(scores: Any, labels: Any, *, beta: float) -> float:
    """Where the F-measure is best, within .3 and .95."""
    best, at = 0.0, 0.5
    for limit in np.arange(0.3, 0.96, 0.05):
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
