"""Trains what reads from a sentence's tokens what it tells of its speaker; needs torch.

    python training/stances.py            trains, prints the scores, writes the head
    python training/stances.py --check    trains and prints, writes nothing
    python training/stances.py --only     trains and writes, without the scores

The material is `training/stances/*.txt`, each by another author. A message is a block: its first
line says whether what holds at its end is `for` or `against` a thing, or `none`; then each sentence
follows behind a mark: `+` for something, `-` against something, `=` something is given up, `.` none
of these. The words that name the thing are in brackets. Besides, single sentences teach that other
material holds: what lasts and what does not (`material/`), what tells of a change and what only
sounds so (`turning/`), and what people ask (`requests/`).

Scores are of messages by every third author, read by a head that saw nothing of these; the head
that is written to `prefmem/distillers/heads/stance.npz` has learnt from all.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

from material import Example as Known  # noqa: E402
from material import examples as known  # noqa: E402
from material import sections  # noqa: E402

from prefmem.distillers.reading import _stance_head  # noqa: E402
from prefmem.distillers.reading._stance_head import Stance, StanceHead  # noqa: E402
from prefmem.distillers.reading._transformer import HEADS, Transformer  # noqa: E402
from prefmem.embedders.minilm import WIDTH, MiniLM  # noqa: E402
from prefmem.records import TokenStates  # noqa: E402

TARGET = HERE.parent / "prefmem" / "distillers" / "heads" / "stance.npz"
MARKS = ".+-="
EITHER = len(MARKS)
"""Stands for a sentence that is for or against something, and nobody wrote down which."""
HIDDEN, DROPPED = 128, 0.25
EPOCHS, RATE, DECAY, TOGETHER = 10, 1.5e-3, 0.03, 16
SMOOTHED = 0.05
RARE = 2.0
"""Weight of tokens that name the thing: there are few."""
UNSEEN = 3
"""Every so-manieth author is kept apart for the scores."""
TURNED = {"leaves": "=", "comes": "+"}
OF_NO_CHANGE = {"held": "?", "prompts": ".", "scenes": ".", "scraps": "."}
"""Files of what tells of no change: only `held` says what lasts."""
TROUBLED = frozenset({"advice", "crisis"})
"""Kinds of requests whose words tell of those who ask."""
OF_ANSWERS = ("style.", "interaction.", "identity.")
"""Wishes about answers are read otherwise."""
SURE = (0.5, 0.7, 0.9)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, what it tells, and where it names the thing."""

    text: str
    mark: str
    target: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Message:
    """What somebody wrote at once."""

    author: str
    kind: str
    thing: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """A message as it is learnt from: states, marks, and which tokens name the thing."""

    states: list[TokenStates]
    marks: list[int]
    names: list[np.ndarray]


def messages(path: Path) -> Iterator[Message]:
    """The messages of a file."""
    for block in re.split(r"^@ ", path.read_text("utf-8"), flags=re.MULTILINE)[1:]:
        head, *lines = block.splitlines()
        kind, thing, *_ = [*(part.strip() for part in head.split("|")), ""]
        told = tuple(_sentence(line) for line in lines if line[1:2] == " " and line[0] in MARKS)
        if told:
            yield Message(path.stem, kind, thing, told)


def _sentence(line: str) -> Sentence:
    mark, marked = line[0], line[2:].strip()
    inside = re.search(r"\[([^\]]*)\]", marked)
    text = marked.replace("[", "").replace("]", "")
    if inside is None or mark == ".":
        return Sentence(text, mark, None)
    return Sentence(text, mark, (inside.start(), inside.start() + len(inside[1])))


def of_other_material() -> Iterator[Message]:
    """Sentences of the other material, each a message of its own."""
    made = set[tuple[str, str]]()
    for one in known():
        # Of what a grammar made of a thing, one sentence of each side is enough.
        if one.made == "grammar" and (one.group, one.polarity) in made:
            continue
        made.add((one.group, one.polarity))
        if not one.behaviour.startswith(OF_ANSWERS):
            yield _alone(one.text, _mark(one), one.group if one.made == "grammar" else "")
    for path in sorted((HERE / "turning").glob("*.txt")):
        if path.name == "scores.txt":
            continue
        none = OF_NO_CHANGE.get(path.stem, "")
        for told, lines in sections(path.name, folder=path.parent).items():
            mark = none if told == "none" else TURNED.get(told, "")
            yield from (_alone(text, mark) for text in lines if mark)
    for kind, lines in sections("material.txt", folder=HERE / "requests").items():
        if kind not in TROUBLED:
            yield from (_alone(text, ".") for text in lines if "{" not in text)


def _alone(text: str, mark: str, thing: str = "") -> Message:
    text = text.removeprefix("- ")
    at = text.lower().find(thing.lower()) if thing and mark != "." else -1
    target = None if at < 0 else (at, at + len(thing))
    return Message("", "", "", (Sentence(text, mark, target),))


def _mark(one: Known) -> str:
    if not one.lasting:
        return "."
    return {"for": "+", "against": "-", "": "?"}[one.polarity]


def examples(every: Sequence[Message]) -> list[Example]:
    """The messages with their states."""
    model, found = MiniLM(threads=2), list[Example]()
    for n, one in enumerate(every):
        states = model.states([sentence.text for sentence in one.sentences])
        names = [_names(s, of) for s, of in zip(one.sentences, states, strict=True)]
        marks = [EITHER if s.mark == "?" else MARKS.index(s.mark) for s in one.sentences]
        found.append(Example(states, marks, names))
        if n % 500 == 0:
            print(f"read {n} of {len(every)} messages", file=sys.stderr, flush=True)
    return found


def _names(sentence: Sentence, states: TokenStates) -> np.ndarray:
    """For each token of a sentence 1 if it names the thing, 0 if not, -1 if nobody says so."""
    if sentence.target is None:
        return np.full(len(states.places), -1)
    start, end = sentence.target
    return np.array([int(a < end and b > start) for a, b in states.places])


class Net(nn.Module):
    """`StanceHead` as torch trains it; the names of its weights are those of the file."""

    def __init__(self) -> None:
        super().__init__()
        self.drop = nn.Dropout(DROPPED)
        self.inp = nn.Linear(WIDTH, HIDDEN)
        self.layers = nn.ModuleList([_layer()])
        self.att = nn.Linear(HIDDEN, HEADS)
        self.pool = nn.Linear(HEADS * HIDDEN, HIDDEN)
        self.pos = nn.Parameter(torch.zeros(_stance_head.MOST_PLACES, HIDDEN))
        self.msg = nn.ModuleList([_layer()])
        self.cls = nn.Linear(HIDDEN, len(MARKS))
        self.tag = nn.Linear(2 * HIDDEN, 1)

    def forward(self, one: Batch) -> tuple[torch.Tensor, torch.Tensor]:
        """Log odds of the marks of all sentences, and of each token that it names the thing."""
        x = functional.relu(self.inp(self.drop(one.hidden)))
        for layer in self.layers:
            x = layer(x, src_key_padding_mask=~one.there)
        seen = self.att(x).masked_fill(~one.own[:, :, None], -1e4).softmax(1)
        each = torch.einsum("blk,blh->bkh", seen, x).flatten(1)
        each = functional.relu(self.pool(self.drop(each)))
        rows, at = one.rows, one.at
        grid = each.new_zeros(int(rows.max()) + 1, int(at.max()) + 1, HIDDEN)
        empty = torch.ones(grid.shape[:2], dtype=torch.bool).index_put(
            (rows, at), torch.tensor(False)
        )
        placed = each + self.pos[at.clamp(max=_stance_head.MOST_PLACES - 1)]
        grid = grid.index_put((rows, at), placed)
        for layer in self.msg:
            grid = layer(grid, src_key_padding_mask=empty)
        each = each + grid[rows, at]
        both = torch.cat([x, each[:, None].expand(-1, x.shape[1], -1)], -1)
        return self.cls(self.drop(each)), self.tag(self.drop(both))[:, :, 0]


def _layer() -> nn.TransformerEncoderLayer:
    return nn.TransformerEncoderLayer(
        HIDDEN, HEADS, 2 * HIDDEN, DROPPED, activation="relu", batch_first=True
    )


@dataclass(frozen=True, slots=True)
class Batch:
    """Messages that are learnt from together; a row is a sentence."""

    hidden: torch.Tensor
    there: torch.Tensor
    """Which tokens are none of the padding."""
    own: torch.Tensor
    """Which are the sentence's own."""
    names: torch.Tensor
    marks: torch.Tensor
    rows: torch.Tensor
    """The message of each sentence."""
    at: torch.Tensor
    """Its place in it."""


def batch(together: Sequence[Example]) -> Batch:
    """Pad and stack."""
    told = [
        (row, at, states, names)
        for row, one in enumerate(together)
        for at, (states, names) in enumerate(zip(one.states, one.names, strict=True))
    ]
    shape = len(told), max(len(states.hidden) for _, _, states, _ in told)
    hidden, names = torch.zeros(*shape, WIDTH), torch.full(shape, -1)
    there, own = torch.zeros(shape, dtype=torch.bool), torch.zeros(shape, dtype=torch.bool)
    for k, (_, _, states, named) in enumerate(told):
        hidden[k, : len(states.hidden)] = torch.from_numpy(np.asarray(states.hidden))
        there[k, : len(states.hidden)] = True
        own[k, states.first : states.last] = True
        names[k, states.first : states.last] = torch.from_numpy(named)
    marks = torch.tensor([mark for one in together for mark in one.marks])
    rows, at = torch.tensor([k for k, *_ in told]), torch.tensor([k for _, k, *_ in told])
    return Batch(hidden, there, own, names, marks, rows, at)


def trained(every: Sequence[Example]) -> StanceHead:
    """A head that has learnt from all of the messages."""
    torch.manual_seed(0)
    torch.set_num_threads(2)
    shuffled = random.Random(0)
    net = Net()
    optimizer = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=DECAY)
    order = sorted(range(len(every)), key=lambda n: (len(every[n].marks) > 3, _longest(every[n])))
    groups = [order[k : k + TOGETHER] for k in range(0, len(order), TOGETHER)]
    steps = EPOCHS * len(groups)
    rate = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / 60) * max(0.02, 1 - step / steps)
    )
    net.train()
    for epoch in range(EPOCHS):
        shuffled.shuffle(groups)
        total = 0.0
        for group in groups:
            loss = _loss(net, batch([every[n] for n in group]))
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            rate.step()
            total += loss.item()
        print(f"epoch {epoch}: {total / len(groups):.3f}", file=sys.stderr, flush=True)
    weights = {name: value.numpy() for name, value in net.state_dict().items()}
    return StanceHead(Transformer(weights))


def _loss(net: Net, one: Batch) -> torch.Tensor:
    kinds, named = net(one)
    sure = one.marks < EITHER
    loss = kinds.new_zeros(())
    if sure.any():
        right, told = kinds[sure], one.marks[sure]
        loss = functional.cross_entropy(right, told, label_smoothing=SMOOTHED, reduction="sum")
    if not sure.all():
        odds = kinds[~sure].log_softmax(1)
        loss = loss - odds[:, [MARKS.index("+"), MARKS.index("-")]].logsumexp(1).sum()
    loss = loss / len(one.marks)
    known = one.names >= 0
    if known.any():
        loss = loss + functional.binary_cross_entropy_with_logits(
            named[known], one.names[known].float(), pos_weight=torch.tensor(RARE)
        )
    return loss


def _longest(one: Example) -> int:
    return max(len(states.hidden) for states in one.states)


def report(every: Sequence[Message], read: Sequence[Sequence[Stance]], name: str) -> None:
    """Print how well sentences are read: that they tell, the side, what is left and named."""
    pairs = [
        (sentence, stance)
        for one, stances in zip(every, read, strict=True)
        for sentence, stance in zip(one.sentences, stances, strict=True)
    ]
    tells = np.array([s.mark != "." for s, _ in pairs])
    sure = np.array([1 - t.nothing for _, t in pairs])
    print(f"{name}: {len(every)} messages, {len(pairs)} sentences, of which {tells.sum()} tell")
    for least in SURE:
        taken = sure >= least
        right = (taken & tells).sum()
        print(
            f"  tells, from {least}: precision {right / max(1, taken.sum()):.2f}"
            f"  recall {right / max(1, tells.sum()):.2f}"
        )
    sides = [(t.favours > t.opposes) == (s.mark == "+") for s, t in pairs if s.mark in "+-"]
    print(f"  side {np.mean(sides):.2f} of {len(sides)}")
    left = [s.mark == "=" for s, t in pairs if t.left > max(t.nothing, t.favours, t.opposes)]
    found = sum(left) / max(1, sum(s.mark == "=" for s, _ in pairs))
    print(f"  given up: precision {np.mean(left):.2f}  recall {found:.2f}")
    overlaps = [_overlap(s, t) for s, t in pairs if s.target is not None]
    print(f"  names: F1 of characters {np.mean(overlaps):.2f} of {len(overlaps)}")


def _overlap(sentence: Sentence, stance: Stance) -> float:
    if sentence.target is None or stance.target is None:
        return 0.0
    (a, b), (c, d) = sentence.target, _stance_head.whole_words(sentence.text, stance.target)
    common = max(0, min(b, d) - max(a, c))
    return 2 * common / (b - a + d - c)


def main() -> None:
    """Read, train, report, write."""
    ask = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    ask.add_argument("--check", action="store_true", help="write nothing")
    ask.add_argument("--only", action="store_true", help="train and write, without the scores")
    args = ask.parse_args()
    told = [one for path in sorted((HERE / "stances").glob("*.txt")) for one in messages(path)]
    every = [*told, *of_other_material()]
    ready = examples(every)
    if not args.only:
        unseen = set(sorted({one.author for one in told})[::UNSEEN])
        head = trained([e for e, m in zip(ready, every, strict=True) if m.author not in unseen])
        apart = [n for n, one in enumerate(told) if one.author in unseen]
        read = [head.read(ready[n].states) for n in apart]
        report([told[n] for n in apart], read, f"unseen: {', '.join(sorted(unseen))}")
    if not args.check:
        head = trained(ready)
        packed = {name: value.astype(np.float16) for name, value in head.net.weights.items()}
        np.savez_compressed(TARGET, **packed)


if __name__ == "__main__":
    main()
