"""Learns how requests and statements are turned before they are compared.

"Stopped drinking alcohol" and "what bottle should I bring?" are far apart as sentences. Two square
matrices, one a side, bring what belongs together nearer and the rest further apart. They begin at
identity and are held near it: what they learn of these fields of life is to help in others.
"""

from __future__ import annotations

import numpy as np
import torch
from torch.nn.functional import dropout, normalize, softplus

from prefmem.records import Matrix

EPOCHS = 30
BATCH = 128
RATE = 2e-3
HELD = 1e-2
"""How strongly the matrices are held at identity."""
DROPPED = 0.5
TEMPERATURE = 0.1
FAR = -1e4
NO, YES = 0, 1


def learn(requests: Matrix, statements: Matrix, labels: Matrix) -> tuple[Matrix, Matrix]:
    """(384, 384) each: by which centred unit vectors of requests and of statements are multiplied.

    Every pair that applies is to be nearer than all that do not, of the request's and of the
    statement's own; pairs of unknown label count for nothing.

    Args:
        requests: (r, 384), centred.
        statements: (s, 384), centred.
        labels: (r, s): 1 applies, 0 does not, anything else is unknown.
    """
    torch.manual_seed(0)
    asked = torch.tensor(requests, dtype=torch.float32)
    held = torch.tensor(statements, dtype=torch.float32)
    truth = torch.tensor(labels)
    same = torch.eye(asked.shape[1])
    views = [torch.nn.Parameter(same.clone()) for _ in range(2)]
    steps = torch.optim.Adam(views, lr=RATE)
    for _ in range(EPOCHS):
        for rows in torch.randperm(len(asked)).split(BATCH):
            left = normalize(dropout(asked[rows], DROPPED) @ views[0], dim=1)
            right = normalize(dropout(held, DROPPED) @ views[1], dim=1)
            loss = _loss(left @ right.T / TEMPERATURE, truth[rows])
            loss = loss + HELD * sum(((view - same) ** 2).sum() for view in views)
            steps.zero_grad()
            loss.backward()
            steps.step()
    first, second = (view.detach().numpy().astype(np.float32) for view in views)
    return first, second


def _loss(near: torch.Tensor, truth: torch.Tensor) -> torch.Tensor:
    applies = truth == YES
    wrong = near.masked_fill(truth != NO, FAR)
    total = torch.zeros(())
    for side in (0, 1):
        gap = torch.logsumexp(wrong, side, keepdim=True) - near
        total = total + (softplus(gap) * applies).sum() / applies.sum().clamp(min=1)
    return total
