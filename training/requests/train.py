"""Train the heads that read requests, or print how well the shipped ones read.

    python -m training.requests.train            train, write prefmem/policy/heads/requests.npz
    python -m training.requests.train --report   confusion table on held_back.txt, as Markdown

Needs scikit-learn for training; reporting needs nothing that the package does not bring.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np

from prefmem.embedders.minilm import MiniLM
from prefmem.policy import heads
from prefmem.policy.lexicon import STRICT
from prefmem.policy.question import question_of
from prefmem.policy.reading import read
from training.requests.expand import examples, sections

TARGET = Path(heads.__file__).with_name("requests.npz")
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
        thresholds.append(threshold(out, labels, precise=kind in STRICT_KINDS))
        print(f"{kind:20} threshold {thresholds[-1]:.2f}")
    np.savez_compressed(
        TARGET,
        kinds=np.array(kinds),
        weights=np.array(weights, np.float16),
        bias=np.array(bias, np.float32),
        thresholds=np.array(thresholds, np.float32),
    )


def threshold(scores: Any, labels: Any, *, precise: bool) -> float:
    """Where F½ (for kinds that restrict by themselves) or F1 is best, within .3 and .95."""
    beta = 0.25 if precise else 1.0
    best, at = 0.0, 0.5
    for limit in np.arange(0.3, 0.96, 0.05):
        found = scores >= limit
        hits = float((found & labels).sum())
        if not hits:
            continue
        precision, recall = hits / found.sum(), hits / labels.sum()
        value = (1 + beta) * precision * recall / (beta * precision + recall)
        if value > best:
            best, at = value, float(limit)
    return at


def report(*, with_heads: bool = True) -> str:
    """What each held-back request was read as: rows are what they are, in Markdown."""
    rows = sections("held_back.txt")
    lines = ["| kind | n | found | most often taken for |", "|---|---|---|---|"]
    total = hits = 0
    model = MiniLM()
    for kind, texts in rows.items():
        taken: dict[str, int] = {}
        found = 0
        for text in texts:
            pair = model.encode([text, question_of(text)])
            reading = (
                read(text, vector=pair[0], question_vector=pair[1]) if with_heads else read(text)
            )
            found += kind in reading.kinds
            if kind not in reading.kinds:
                taken["+".join(reading.kinds)] = taken.get("+".join(reading.kinds), 0) + 1
        total, hits = total + len(texts), hits + found
        often = ", ".join(f"{k} {n}" for k, n in sorted(taken.items(), key=lambda kv: -kv[1])[:3])
        lines.append(f"| {kind} | {len(texts)} | {found / len(texts):.2f} | {often} |")
    lines.append(f"| all | {total} | {hits / total:.2f} | |")
    return "\n".join(lines)


if __name__ == "__main__":
    if "--report" in sys.argv:
        print(report(with_heads="--words" not in sys.argv))
    else:
        train()
