"""Trained numbers for relevance on the default embedding; `training/relevance` makes them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources

import numpy as np

from prefmem.records import Matrix, Vector

WIDTH = 384


@dataclass(frozen=True, kw_only=True, eq=False)
class RelevanceHeads:
    """Linear heads over centred unit vectors of all-MiniLM-L6-v2."""

    request_mean: Vector
    """Mean vector of many requests: what is common to all of them says nothing."""
    statement_mean: Vector
    """Mean vector of many statements of preferences."""
    domain_weights: Matrix
    """(domains, 384): which domain of life a text belongs to."""
    domain_bias: Vector
    domains: tuple[str, ...]
    gate_weights: Vector
    """Whether a request is about choices of the person who asks."""
    gate_bias: float
    request_view: Matrix
    """(384, 384): turns requests before they are compared with statements."""
    statement_view: Matrix
    """(384, 384): turns statements."""
    pair_weights: Vector
    """Weights of the features of a pair: statement, best situation, best of both, domain, gate."""
    pair_bias: float

    @cached_property
    def request_heads(self) -> Matrix:
        """(384 + domains, 384): all that a request is multiplied by, so that it is done once.

        The view, and half the logits of the domains of life: `exp` of half a logit is the square
        root of its odds, which is what profiles of domains are made of.
        """
        every = np.vstack([self.request_view.T, self.domain_weights / 2])
        return np.asfortranarray(
            every, dtype=np.float32
        )  # a product with a vector reads it from end to end

    @cached_property
    def request_bias(self) -> Vector:
        """(384 + domains,): what is added to that."""
        return np.hstack([np.zeros(WIDTH), self.domain_bias / 2]).astype(np.float32)


@cache
def relevance_heads() -> RelevanceHeads:
    """The heads that ship with the package; read once."""
    file = resources.files("prefmem.calibration").joinpath("relevance.npz")
    with file.open("rb") as stream, np.load(stream, allow_pickle=False) as held:
        return RelevanceHeads(
            request_mean=held["request_mean"].astype(np.float32),
            statement_mean=held["statement_mean"].astype(np.float32),
            domain_weights=held["domain_weights"].astype(np.float32),
            domain_bias=held["domain_bias"].astype(np.float32),
            domains=tuple(str(name) for name in held["domains"]),
            gate_weights=held["gate_weights"].astype(np.float32),
            gate_bias=float(held["gate_bias"]),
            request_view=held["request_view"].astype(np.float32),
            statement_view=held["statement_view"].astype(np.float32),
            pair_weights=held["pair_weights"].astype(np.float32),
            pair_bias=float(held["pair_bias"]),
        )
