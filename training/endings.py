"""Trains what reads whether something a person told holds no longer after what they tell now.

    python training/endings.py            trains, prints the scores, writes the head
    python training/endings.py --check    trains and prints, writes nothing

Needs torch. The material is `training/endings/*.txt` and `training/sequences/*.txt`, each by
another author, as `held.py` reads it.

The head that is written to `prefmem/distillers/heads/ending.npz` has seen nothing of the authors
`APART`; the scores are of these. It takes an hour on two cores.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE)]

from held import Held, Pair, Person, Said, people  # noqa: E402

from prefmem.distillers.reading import _ending_head  # noqa: E402
from prefmem.distillers.reading._ending_head import SAID, EndingHead, Tokens  # noqa: E402
from prefmem.distillers.reading._transformer import HEADS, Transformer  # noqa: E402
from prefmem.embedders.minilm import WIDTH  # noqa: E402

TARGET = HERE.parent / "prefmem" / "distillers" / "heads" / "ending.npz"
APART = ("birch", "teak", "damson", "iris")
"""Authors whose people are read by a head that has not seen them."""
TOLD = 132
"""What the stance head makes of a sentence."""
HIDDEN, DROPPED, LAYERS = 96, 0.25, 2
FIRST, THEN = (7, 1.2e-3), (3, 5e-4)
"""Epochs and highest rate: of one topic, with few strangers; then of all that people tell."""
DECAY, TOGETHER = 0.03, 64
SMOOTHED = 0.05
STRANGERS = 12
"""A turn is also read with what strangers hold, every other with the nearest of so many."""
SHARE = 0.5
"""Of what a turn says nothing of, so much is read with it, by chance."""
BELOW = (0.1, 0.3, 0.5)
"""Probabilities below which something may be said to hold on."""


def pairs(every: Sequence[Person], chance: random.Random, *, closely: bool = True) -> list[Pair]:
    """What people hold with what they say, and what strangers hold with it.

    Args:
        every: The people.
        chance: Chooses the strangers, and among what a turn says nothing of.
        closely: With those who tell of many things; more strangers, half of them by the same
            author; and what each turn founds itself. What is told and how is no sign then of what
            ends.
    """
    alike: dict[str, list[Person]] = {}
    for one in every:
        alike.setdefault(one.author, []).append(one)
    found: list[Pair] = []
    for one in every:
        if not closely and one.many:
            continue
        found += [pair for pair in one.pairs if _is_read(pair, one, chance, closely=closely)]
        for said in one.said:
            for others in _others(said, alike[one.author], every, closely=closely):
                some = [_random(others, one, chance) for _ in range(chance.choice((1, STRANGERS)))]
                near = max(some, key=lambda h: _ending_head.nearness(h.tokens, said.tokens))
                found.append(Pair(near, said, "stranger"))
    return found


def _is_read(pair: Pair, one: Person, chance: random.Random, *, closely: bool) -> bool:
    if pair.kind == "since":
        return closely
    return not one.many or pair.kind in ("ends", "holds") or chance.random() < SHARE


def _others(
    said: Said, alike: list[Person], every: Sequence[Person], *, closely: bool
) -> list[Sequence[Person]]:
    """Among whom the strangers are chosen that a turn is read with, one of each."""
    if not closely:
        return [] if said.mark in "=~" else [every]
    return [alike] if said.mark[0] == "~" or said.mark[0].isalpha() else [alike, every]


def _random(every: Sequence[Person], other: Person, chance: random.Random) -> Held:
    while (one := chance.choice(every)) is other:
        pass
    return chance.choice(one.held)


class Net(nn.Module):
    """`EndingHead` as torch trains it; the names of its weights are those of the file."""

    def __init__(self) -> None:
        super().__init__()
        self.drop = nn.Dropout(DROPPED)
        self.inp, self.st = nn.Linear(WIDTH, HIDDEN), nn.Linear(TOLD, HIDDEN)
        self.tau = nn.Parameter(torch.tensor(10.0))
        self.mix = nn.Linear(6 * HIDDEN + 2, HIDDEN)
        self.kind = nn.Parameter(torch.zeros(3, HIDDEN))
        self.side = nn.Parameter(torch.zeros(2, HIDDEN))
        self.cls = nn.Parameter(torch.randn(HIDDEN) * 0.02)
        self.layers = nn.ModuleList([_layer() for _ in range(LAYERS)])
        self.out = nn.Linear(HIDDEN, 1)

    def forward(self, one: Batch) -> torch.Tensor:
        """Log odds that what is held holds no longer."""
        old, new = one.held, one.said
        alike = new.units @ old.units.transpose(1, 2)
        mine, theirs = self._own(new), self._own(old)
        said = self._beside(mine, theirs, alike, one.near, old.there) + self.kind[SAID]
        held = self._beside(theirs, mine, alike.transpose(1, 2), one.near, new.there)
        held = held + self.kind[old.kinds] + self.side[one.sides][:, None]
        x = torch.cat([self.cls.expand(len(held), 1, -1), held, said], 1)
        first = torch.ones(len(held), 1, dtype=torch.bool)
        padding = ~torch.cat([first, old.there, new.there], 1)
        for layer in self.layers:
            x = layer(x, src_key_padding_mask=padding)
        return self.out(self.drop(x[:, 0]))[:, 0]

    def _own(self, one: Padded) -> tuple[torch.Tensor, torch.Tensor]:
        own = self.drop(functional.relu(self.inp(one.hidden)))
        return own, functional.relu(self.st(one.told))

    def _beside(
        self,
        mine: tuple[torch.Tensor, torch.Tensor],
        theirs: tuple[torch.Tensor, torch.Tensor],
        alike: torch.Tensor,
        near: torch.Tensor,
        there: torch.Tensor,
    ) -> torch.Tensor:
        alike = alike.masked_fill(~there[:, None], -1e4)
        seen = (alike * self.tau).softmax(-1)
        own, met = mine[0], seen @ theirs[0]
        best = alike.max(-1, keepdim=True).values
        parts = [own, met, own * met, (own - met).abs(), mine[1], seen @ theirs[1]]
        return functional.relu(self.mix(torch.cat([*parts, best, best - near[:, None, None]], -1)))


def _layer() -> nn.TransformerEncoderLayer:
    layer = nn.TransformerEncoderLayer(
        HIDDEN, HEADS, 2 * HIDDEN, DROPPED, activation="relu", batch_first=True
    )
    layer.self_attn.dropout = 0.0  # dropping within attention takes most of the time, for nothing
    return layer


@dataclass(frozen=True, slots=True)
class Padded:
    """Texts of different lengths."""

    hidden: torch.Tensor
    units: torch.Tensor
    told: torch.Tensor
    kinds: torch.Tensor
    there: torch.Tensor


@dataclass(frozen=True, slots=True)
class Batch:
    """Pairs that are learnt from together."""

    held: Padded
    said: Padded
    sides: torch.Tensor
    near: torch.Tensor
    ends: torch.Tensor


def batch(together: Sequence[Pair]) -> Batch:
    """Pad and stack."""
    return Batch(
        held=_padded([one.held.tokens for one in together]),
        said=_padded([one.said.tokens for one in together]),
        sides=torch.tensor([int(one.held.wanted) for one in together]),
        near=torch.tensor(
            [_ending_head.nearness(one.held.tokens, one.said.tokens) for one in together]
        ),
        ends=torch.tensor([float(one.ends) for one in together]),
    )


def _padded(texts: Sequence[Tokens]) -> Padded:
    shape = len(texts), max(len(one.hidden) for one in texts)
    hidden, told = torch.zeros(*shape, WIDTH), torch.zeros(*shape, TOLD)
    kinds, there = torch.zeros(shape, dtype=torch.long), torch.zeros(shape, dtype=torch.bool)
    for row, one in enumerate(texts):
        n = len(one.hidden)
        hidden[row, :n], told[row, :n] = torch.from_numpy(one.hidden), torch.from_numpy(one.told)
        kinds[row, :n], there[row, :n] = torch.tensor(one.kinds), True
    return Padded(hidden, functional.normalize(hidden, dim=-1), told, kinds, there)


def trained(every: Sequence[Person]) -> EndingHead:
    """A head that has learnt from the people: first what ends, then what is only told alike."""
    torch.manual_seed(0)
    torch.set_num_threads(2)
    chance, net = random.Random(0), Net()
    net.train()
    _learn(net, every, chance, FIRST, closely=False)
    _learn(net, every, chance, THEN, closely=True)
    return EndingHead(
        Transformer({name: value.numpy() for name, value in net.state_dict().items()})
    )


def _learn(
    net: Net,
    every: Sequence[Person],
    chance: random.Random,
    phase: tuple[int, float],
    *,
    closely: bool,
) -> None:
    (epochs, highest), step = phase, 0
    optimizer = torch.optim.AdamW(net.parameters(), lr=highest, weight_decay=DECAY)
    for epoch in range(epochs):
        groups, total = _groups(pairs(every, chance, closely=closely), chance), 0.0
        for group in groups:
            part = step / (epochs * len(groups))
            for rate in optimizer.param_groups:
                rate["lr"] = highest * min(1.0, (step + 1) / 80) * max(0.02, 1 - part)
            one = batch(group)
            wanted = one.ends * (1 - SMOOTHED) + SMOOTHED / 2
            loss = functional.binary_cross_entropy_with_logits(net(one), wanted)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            step, total = step + 1, total + loss.item()
        print(f"epoch {epoch}: {total / len(groups):.3f}", file=sys.stderr, flush=True)


def _groups(every: list[Pair], chance: random.Random) -> list[list[Pair]]:
    """Batches of pairs of like length, in any order."""
    every.sort(key=lambda one: one.length + 20 * chance.random())
    groups = [every[k : k + TOGETHER] for k in range(0, len(every), TOGETHER)]
    chance.shuffle(groups)
    return groups


def report(head: EndingHead, every: Sequence[Person], name: str) -> None:
    """Print what share of pairs of each kind is read to hold on."""
    read = pairs(every, random.Random(7))
    over = np.array(
        [head.read([(one.held.tokens, one.held.wanted)], one.said.tokens)[0] for one in read]
    )
    kinds = np.array([one.kind for one in read])
    told = sorted(set(kinds) - {"ends"})
    print(f"{name}: {len(every)} people; ends {(kinds == 'ends').sum()} of {len(read)} pairs")
    for most in BELOW:
        right = "  ".join(f"{kind} {(over[kinds == kind] < most).mean():.2f}" for kind in told)
        print(f"  below {most}: ends {(over[kinds == 'ends'] < most).mean():.2f}  {right}")


def main() -> None:
    """Read, train, report, write."""
    ask = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    ask.add_argument("--check", action="store_true", help="write nothing")
    args = ask.parse_args()
    every = people()
    head = trained([one for one in every if one.author not in APART])
    for author in APART:
        report(head, [one for one in every if one.author == author], f"unseen: {author}")
    if not args.check:
        packed = {name: value.astype(np.float16) for name, value in head.net.weights.items()}
        np.savez_compressed(TARGET, **packed)


if __name__ == "__main__":
    main()
