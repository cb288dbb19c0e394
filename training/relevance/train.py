"""Trains the heads of relevance on the material beside this file, and prints what they score.

    python -m training.relevance.train            # scores and prefmem/calibration/relevance.npz
    python -m training.relevance.train --dry-run  # scores only

Scores are of five folds: requests, preferences and unrelated requests that a fold is scored on are
unseen by the heads it is scored with. Needs the `dev` extra (scikit-learn).
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, roc_auc_score

from prefmem.calibration import RelevanceHeads
from prefmem.embedders.minilm import MiniLM
from prefmem.records import Matrix, Vector
from prefmem.stages import compared, relevance
from prefmem.stages.expansions import PLACES, situations
from training.relevance import material, views

OUT = Path(__file__).parents[2] / "prefmem" / "calibration" / "relevance.npz"
FOLDS = 5
PEOPLE = 6
"""Simulated people per fold, of fifty preferences each."""
APPLY = 0.04
"""Share of pairs that apply where somebody asks about what they care for: two of fifty."""
UNKNOWN, NO, YES = -1, 0, 1
Pairs = tuple[Matrix, Vector]


class Material:
    """The texts with their centred vectors, and which preference bears on which request."""

    def __init__(self) -> None:
        model = MiniLM(threads=2)
        self.requests = material.lines("R")
        self.preferences = material.lines("P")
        self.reaching = material.reaching()
        asked = model.encode([one.text for one in self.requests])
        held = model.encode([p.text for p in self.preferences] + [x.text for x in self.reaching])
        self.request_mean = asked.mean(axis=0)
        self.statement_mean = held[: len(self.preferences)].mean(axis=0)
        self.asked = _centred(asked, self.request_mean)
        self.elsewhere = _centred(model.encode(list(material.unrelated())), self.request_mean)
        self.held = _centred(held, self.statement_mean)
        places = list(PLACES.values())
        self._places = dict(
            zip(places, _centred(model.encode(places), self.request_mean), strict=True)
        )
        told = [(p.text, p.behaviour) for p in self.preferences]
        told += [(x.text, "taste.general") for x in self.reaching]
        self.situations = [
            np.stack([self._places[t] for t in situations(text, "", behaviour)] or [0 * asked[0]])
            for text, behaviour in told
        ]
        self.labels = self._labels()

    def _labels(self) -> Matrix:
        """(requests, preferences): same domain applies, one far away does not, rest unknown."""
        table = np.full((len(self.requests), len(self.held)), UNKNOWN)
        for i, request in enumerate(self.requests):
            for j, one in enumerate(self.preferences):
                if one.domain == request.domain:
                    table[i, j] = YES
                elif not one.may_bear_on(request):
                    table[i, j] = NO
            for j, far in enumerate(self.reaching, start=len(self.preferences)):
                if far.bears_on(request.domain):
                    table[i, j] = YES
                elif request.group not in far.groups:
                    table[i, j] = NO
        return table

    def views(self, requests: Vector, preferences: Vector) -> tuple[Matrix, Matrix]:
        """How both sides are turned, learnt from these requests and preferences."""
        labels = self.labels[np.ix_(requests, preferences)]
        return views.learn(self.asked[requests], self.held[preferences], labels)

    def features(
        self, rows: Matrix, chosen: Vector, domains: Any, gate: Any, turned: tuple[Matrix, Matrix]
    ) -> Matrix:
        """(rows, chosen, features) as `prefmem.stages.relevance` computes them."""
        asked, held = _unit(rows @ turned[0]), _unit(self.held[chosen] @ turned[1])
        statement = asked @ held.T
        situation = np.stack([(rows @ self.situations[j].T).max(axis=1) for j in chosen], axis=1)
        domain = _profiles(domains, rows) @ _profiles(domains, self.held[chosen]).T
        limit = relevance.GATE_LIMIT
        opened = np.clip(gate.decision_function(rows), -limit, limit)[:, None] + 0 * statement
        return np.stack(
            [statement, situation, np.maximum(statement, situation), domain, opened], axis=-1
        )


def _centred(rows: Matrix, mean: Vector) -> Matrix:
    return _unit(rows - mean)


def _unit(rows: Matrix) -> Matrix:
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def _profiles(head: Any, rows: Matrix) -> Matrix:
    return np.sqrt(head.predict_proba(rows))


def _domains(given: Material, requests: Vector, preferences: Vector) -> Any:
    rows = np.concatenate([given.asked[requests], given.held[preferences]])
    names = [given.requests[i].domain for i in requests]
    names += [given.preferences[j].domain for j in preferences]
    return LogisticRegression(C=10, max_iter=2000).fit(rows, names)


def _gate(asked: Matrix, elsewhere: Matrix) -> Any:
    rows = np.concatenate([asked, elsewhere])
    truth = np.r_[np.ones(len(asked)), np.zeros(len(elsewhere))]
    return LogisticRegression(C=10, class_weight="balanced", max_iter=2000).fit(rows, truth)


def _pairs(given: Material, fold: int, folds: dict[str, Vector], rng: np.random.Generator) -> Pairs:
    """Pairs of one fold, for simulated people, by heads that saw none of its texts."""
    domains = _domains(
        given,
        np.flatnonzero(folds["requests"] != fold),
        np.flatnonzero(folds["preferences"] != fold),
    )
    gate = _gate(
        given.asked[folds["requests"] != fold], given.elsewhere[folds["elsewhere"] != fold]
    )
    turned = given.views(
        np.flatnonzero(folds["requests"] != fold),
        np.flatnonzero(folds["preferences"] != fold),
    )
    mine = np.flatnonzero(folds["requests"] == fold)
    others = given.elsewhere[folds["elsewhere"] == fold]
    far = len(given.preferences) + np.arange(len(given.reaching))
    pool = np.concatenate([np.flatnonzero(folds["preferences"] == fold), far])
    rows: list[Matrix] = []
    truth: list[Vector] = []
    for _ in range(PEOPLE):
        chosen = rng.choice(pool, size=min(50, len(pool)), replace=False)
        labels = given.labels[np.ix_(mine, chosen)]
        known = labels != UNKNOWN
        rows.append(given.features(given.asked[mine], chosen, domains, gate, turned)[known])
        truth.append(labels[known])
        outside = given.features(others, chosen, domains, gate, turned)
        rows.append(outside.reshape(-1, outside.shape[-1]))
        truth.append(np.zeros(len(rows[-1])))
    print(
        f"fold {fold}: gate opens for {np.mean(gate.predict(given.asked[mine])):.3f} of requests "
        f"and {np.mean(gate.predict(others)):.3f} of unrelated ones; domain of an unseen request "
        f"right {np.mean(domains.predict(given.asked[mine]) == _names(given, mine)):.3f}"
    )
    return np.concatenate(rows), np.concatenate(truth)


def _names(given: Material, rows: Vector) -> Vector:
    return np.array([given.requests[i].domain for i in rows])


def _scores(pairs: list[Pairs]) -> None:
    """Print what a fold's pairs score by the weights that the other folds give."""
    truth: list[Vector] = []
    found: list[Vector] = []
    for fold in range(FOLDS):
        rest = [pair for k, pair in enumerate(pairs) if k != fold]
        fitted = _fit(rest)
        found.append(fitted.predict_proba(pairs[fold][0])[:, 1])
        truth.append(pairs[fold][1])
    said, right = np.concatenate(found), np.concatenate(truth)
    print(f"pairs {len(right)}, of which apply {right.mean():.3f}")
    print(f"AUC {roc_auc_score(right, said):.3f} AP {average_precision_score(right, said):.3f}")
    for threshold in (compared.LIKELY, relevance.SURE):
        hit = said >= threshold
        print(
            f"at {threshold}: recall {hit[right == 1].mean():.3f}, "
            f"false {hit[right == 0].mean():.3f}, precision {right[hit].mean():.3f}"
        )


def _fit(pairs: list[Pairs]) -> Any:
    rows = np.concatenate([rows for rows, _ in pairs])
    truth = np.concatenate([truth for _, truth in pairs])
    weights = np.where(truth == YES, APPLY / truth.mean(), (1 - APPLY) / (1 - truth.mean()))
    return LogisticRegression(C=10, max_iter=2000).fit(rows, truth, sample_weight=weights)


def train() -> tuple[RelevanceHeads, Material]:
    """Print the scores of all folds; return heads that are trained on everything."""
    given = Material()
    rng = np.random.default_rng(1)
    folds = {
        "requests": rng.integers(0, FOLDS, len(given.requests)),
        "preferences": rng.integers(0, FOLDS, len(given.preferences)),
        "elsewhere": rng.integers(0, FOLDS, len(given.elsewhere)),
    }
    print(
        f"{len(given.requests)} requests, {len(given.held)} preferences, "
        f"{len(given.elsewhere)} unrelated"
    )
    pairs = [_pairs(given, fold, folds, rng) for fold in range(FOLDS)]
    _scores(pairs)
    domains = _domains(given, np.arange(len(given.asked)), np.arange(len(given.preferences)))
    gate, fitted = _gate(given.asked, given.elsewhere), _fit(pairs)
    turned = given.views(np.arange(len(given.asked)), np.arange(len(given.preferences)))
    print("pair weights", fitted.coef_[0].round(2), fitted.intercept_.round(2))
    return (
        RelevanceHeads(
            request_mean=given.request_mean,
            statement_mean=given.statement_mean,
            domain_weights=domains.coef_,
            domain_bias=domains.intercept_,
            domains=tuple(str(name) for name in domains.classes_),
            gate_weights=gate.coef_[0],
            gate_bias=float(gate.intercept_[0]),
            request_view=turned[0],
            statement_view=turned[1],
            pair_weights=fitted.coef_[0],
            pair_bias=float(fitted.intercept_[0]),
        ),
        given,
    )


def save(heads: RelevanceHeads, path: Path) -> None:
    """Write heads as half floats: rounding moves a probability by less than .001."""
    np.savez_compressed(
        path,
        request_mean=heads.request_mean.astype(np.float16),
        statement_mean=heads.statement_mean.astype(np.float16),
        domain_weights=heads.domain_weights.astype(np.float16),
        domain_bias=heads.domain_bias.astype(np.float16),
        domains=np.array(heads.domains),
        gate_weights=heads.gate_weights.astype(np.float16),
        gate_bias=np.float32(heads.gate_bias),
        request_view=heads.request_view.astype(np.float16),
        statement_view=heads.statement_view.astype(np.float16),
        pair_weights=heads.pair_weights.astype(np.float32),
        pair_bias=np.float32(heads.pair_bias),
    )
    print(f"{path}: {path.stat().st_size:,} bytes")


def main() -> None:
    """Train, print, and write unless told not to."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--dry-run", action="store_true", help="write nothing")
    options = ask.parse_args()
    heads, _ = train()
    if not options.dry_run:
        save(heads, OUT)


if __name__ == "__main__":
    main()
