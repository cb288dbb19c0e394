"""Trains the heads of the local distiller; the same material gives the same heads.

    python training/train.py > training/scores.txt    trains, prints the scores, writes the heads
    python training/train.py --check                  trains and prints, writes nothing

The split is by group (all variations of one sentence or one object on one side); the scores that
the documentation shows come from `training/test/`, which this script never reads.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import precision_recall_fscore_support

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import ngrams  # noqa: E402
import phrasing  # noqa: E402
from material import Example, choices, examples  # noqa: E402

from prefmem.distillers._spans import spans_of  # noqa: E402
from prefmem.distillers.reading._features import features_of  # noqa: E402
from prefmem.embedders.minilm import MiniLM  # noqa: E402
from prefmem.records import Segment, Turn  # noqa: E402

HEADS = HERE.parent / "prefmem" / "distillers" / "heads"
BATCH = 16
FOLDS = 5
HELD_OUT = 5
"""One group in this many is held out."""
THRESHOLDS = {"lasting": 0.5, "choice": 0.5, "behaviour": 0.0}


def seen(example: Example) -> str:
    """What a head reads of an example: the span that the distiller would cut, else all of it."""
    turn = Turn(conversation="c", id="m", role="user", content=example.text, at=datetime.now(UTC))
    segment = Segment(turn=turn, start=0, end=len(example.text))
    found = spans_of([segment]).spans
    return max((s.text for s in found), key=len) if found else ""


def held_out(example: Example) -> bool:
    digest = hashlib.sha256(example.group.encode()).digest()
    return digest[0] % HELD_OUT == 0


def fold(example: Example) -> int:
    return hashlib.sha256(example.group.encode()).digest()[1] % FOLDS


def embedded(texts: list[str]) -> np.ndarray:
    """The vectors of the texts; those of an earlier run are read again."""
    cache = HERE / ".vectors.npz"
    known: dict[str, np.ndarray] = {}
    if cache.exists():
        with np.load(cache, allow_pickle=False) as held:
            known = dict(zip(str(held["texts"]).split("\0"), held["vectors"], strict=True))
    new = sorted({text for text in texts if text not in known}, key=len)
    model = MiniLM()
    for k in range(0, len(new), BATCH):
        rows = asyncio.run(model.embed(new[k : k + BATCH], purpose="document"))
        known |= dict(zip(new[k : k + BATCH], rows, strict=True))
        if k % (40 * BATCH) == 0 or k + BATCH >= len(new):
            np.savez(cache, texts="\0".join(known), vectors=np.stack(list(known.values())))
    return np.stack([known[text] for text in texts])


def fit(x: np.ndarray, y: np.ndarray, weight: np.ndarray, strength: float) -> LogisticRegression:
    model = LogisticRegression(C=strength, max_iter=3000, solver="lbfgs")
    return model.fit(x, y, sample_weight=weight)


def report(name: str, model: LogisticRegression, x: np.ndarray, y: np.ndarray) -> None:
    got = model.predict(x)
    p, r, f, _ = precision_recall_fscore_support(y, got, average="macro", zero_division=0)
    print(
        f"{name:24} n={len(y):5}  accuracy {np.mean(got == y):.3f}  "
        f"macro P {p:.3f} R {r:.3f} F {f:.3f}"
    )


def save(name: str, model: LogisticRegression) -> None:
    np.savez_compressed(
        HEADS / f"{name}.npz",
        weights=model.coef_.astype(np.float16),
        bias=model.intercept_.astype(np.float32),
        classes=np.array([str(c) for c in model.classes_]),
        threshold=np.float32(THRESHOLDS[name]),
    )


def trained(
    name: str, items: list[Example], x: np.ndarray, y: np.ndarray, strength: float
) -> LogisticRegression:
    test = np.array([held_out(e) for e in items])
    weight = np.array([3.0 if e.made == "hand" else 1.0 for e in items])
    model = fit(x[~test], y[~test], weight[~test], strength)
    report(f"{name} (train)", model, x[~test], y[~test])
    report(f"{name} (held out)", model, x[test], y[test])
    hand = test & np.array([e.made == "hand" for e in items])
    if hand.any() and not hand.all():
        report(f"{name} (held out, hand)", model, x[hand], y[hand])
    return fit(x, y, weight, strength)


def show_misses(
    missed: Sequence[Example], every: Sequence[Example], texts: Sequence[str], scores: np.ndarray
) -> None:
    """Print what the screen misses, and what the head gets wrong of what was written by hand."""
    for e in missed:
        print("MISSED", e.behaviour, "|", e.text)
    for e, t, s in zip(every, texts, scores, strict=True):
        if e.made == "hand" and (s >= 0.5) != e.lasting:
            print(f"WRONG {s:.2f} {e.behaviour or '-'} | {t} << {e.text}")


def main() -> None:
    ask = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    ask.add_argument("--check", action="store_true", help="write nothing")
    ask.add_argument(
        "--misses", action="store_true", help="print what the screen misses and the head gets wrong"
    )
    args = ask.parse_args()
    every = examples()
    head, cut = phrasing.settled(every, seen)
    read = list(zip(every, cut, strict=True))
    missed = [e for e, text in read if not text and e.lasting]
    passed, wanted = sum(1 for e, t in read if t and not e.lasting), sum(e.lasting for e in every)
    print(
        f"{len(every)} sentences, {wanted} preferences; the screen misses {len(missed)} "
        f"of those and lets {passed} of {len(every) - wanted} others through"
    )
    texts, picks = [text or e.text for e, text in read], choices()
    vectors = embedded(texts + [e.text for e in picks])
    phrasing.report(every, texts, np.array([held_out(e) for e in every]))
    phrased = phrasing.crossed(every, texts, np.array([fold(e) for e in every]))
    x = features_of(texts, vectors[: len(texts)], phrased=phrased)
    y = np.array([int(e.lasting) for e in every])
    lasting = trained("lasting", every, x, y, 0.3)
    own = [k for k, e in enumerate(every) if e.lasting]
    kinds = np.array([every[k].behaviour for k in own])
    behaviour = trained("behaviour", [every[k] for k in own], x[own], kinds, 1.0)
    xc = features_of([e.text for e in picks], vectors[len(texts) :])
    choice = trained("choice", picks, xc, np.array([int(e.lasting) for e in picks]), 0.3)
    if args.misses:
        show_misses(missed, every, texts, lasting.predict_proba(x)[:, 1])
    if not args.check:
        ngrams.save(head.ngrams, HEADS / "phrasing.npz")
        for name, model in (("lasting", lasting), ("behaviour", behaviour), ("choice", choice)):
            save(name, model)


if __name__ == "__main__":
    main()
