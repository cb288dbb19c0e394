"""Pairs of what is held and what a later message announces, from `changes.txt` and `topics.txt`.

Messages are read by the local distiller, so that the model learns from what it will see. Pairs
cover a topic's messages among themselves and a draw of one in four of those of other topics.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt

from prefmem.distillers.local import LocalDistiller
from prefmem.embedders.minilm import MiniLM
from prefmem.records import StoredProfile, Turn, Vector
from prefmem.stages import keys, leaving
from prefmem.types import Evidence, Scope

OTHERS = 0.25
"""Share of the pairs of different topics that are drawn."""
SEED = 5
AT = datetime(2026, 1, 5, tzinfo=UTC)
SCOPE = Scope(tenant="training", user="training")


@dataclass(frozen=True, slots=True)
class Message:
    """One message of the material, as it is distilled."""

    topic: int
    mark: str
    """`=` goes, `~` stays, `>` announces, `+` ends nothing."""
    text: str
    evidence: tuple[Evidence, ...]
    vectors: tuple[Vector, ...]
    passage: Vector | None
    """Of the words that take something back."""


@dataclass(frozen=True, slots=True)
class Leaves:
    """Features, labels and origin of pairs."""

    x: npt.NDArray[np.float64]
    y: npt.NDArray[np.int64]
    topics: npt.NDArray[np.int64]
    """(n, 2): of what is held, of the message."""
    within: npt.NDArray[np.bool_]


def read(path: Path, model: MiniLM, *, quotes: bool = False) -> list[Message]:
    """The messages of a file, distilled.

    Args:
        path: `changes.txt`, or with `quotes` the older `topics.txt`, whose lines are
            `subject | statement`, for announcements with the message behind them.
        model: The default embedder.
        quotes: See `path`.
    """
    distiller = LocalDistiller(model, model)
    found: list[Message] = []
    topic, behaviour = -1, ""
    for number, line in enumerate(path.read_text("utf-8").splitlines()):
        mark, _, text = line.partition(" ")
        if mark == "@":
            topic, behaviour = topic + 1, text.strip()
        elif mark in tuple("=~>+") and quotes and mark in "=~":
            subject, statement = (part.strip() for part in text.split(" | ")[:2])
            evidence = (_written(f"m{number}", subject, statement, behaviour),)
            found.append(_message(topic, mark, statement, evidence, model))
        elif mark in tuple("=~>+"):
            said = text.split(" | ")[-1].strip() if quotes else text.strip()
            evidence = asyncio.run(_distilled(distiller, said, f"m{number}"))
            found.append(_message(topic, mark, said, evidence, model))
    return found


def _message(
    topic: int, mark: str, text: str, evidence: Sequence[Evidence], model: MiniLM
) -> Message:
    vectors = model.encode([e.statement for e in evidence]) if evidence else ()
    passages = [e.quote for e in evidence if e.kind == "retracted"]
    passage = model.encode(passages[:1])[0] if passages else None
    return Message(topic, mark, text, tuple(evidence), tuple(vectors), passage)


def _written(name: str, subject: str, statement: str, behaviour: str) -> Evidence:
    return Evidence(
        id=name,
        quote=statement,
        conversation_id="c",
        message_id=name,
        kind="stated",
        polarity="for",
        strength=1.0,
        at=AT,
        source="training",
        behaviour=behaviour,
        subject=subject,
        statement=statement,
    )


async def _distilled(distiller: LocalDistiller, text: str, name: str) -> tuple[Evidence, ...]:
    turn = Turn(conversation="c", id=name, role="user", content=text, at=AT)
    known = StoredProfile(scope=SCOPE)
    return tuple((await distiller.distil(SCOPE, [turn], known=known)).evidence)


def pairs(messages: Sequence[Message]) -> Leaves:
    """Every piece of evidence that announces, with everything that could be held before it."""
    rng = random.Random(SEED)
    x: list[tuple[float, ...]] = []
    y: list[int] = []
    topics: list[tuple[int, int]] = []
    for later in messages:
        if later.mark not in ">+" or not later.evidence:
            continue
        whole = leaving.told(later.evidence)
        for held in messages:
            if held.mark in ">+" or (held.topic != later.topic and rng.random() > OTHERS):
                continue
            rows = _compared(held, later, whole)
            x += rows
            goes = held.topic == later.topic and (held.mark, later.mark) == ("=", ">")
            y += [int(goes)] * len(rows)
            topics += [(held.topic, later.topic)] * len(rows)
    origin = np.array(topics)
    return Leaves(np.array(x), np.array(y), origin, origin[:, 0] == origin[:, 1])


def _compared(held: Message, later: Message, whole: leaving.Told) -> list[tuple[float, ...]]:
    rows: list[tuple[float, ...]] = []
    for old, old_vector in zip(held.evidence, held.vectors, strict=True):
        if old.kind == "retracted":
            continue
        for said, vector in zip(later.evidence, later.vectors, strict=True):
            own = leaving.told([said])
            if leaving.needed(said, own, whole) is None or not _may_end(old, said, own):
                continue
            rows.append(
                leaving.features(
                    keys.trait(old.statement, old.subject, old.behaviour),
                    keys.content(old.quote),
                    keys.trait(said.statement, said.subject, said.behaviour),
                    _cosines(old_vector, vector, later.passage),
                    own,
                    whole,
                )
            )
    return rows


def _cosines(old: Vector, said: Vector, passage: Vector | None) -> tuple[float, float]:
    cosine = float(old @ said)
    return cosine, cosine if passage is None else float(old @ passage)


def _may_end(old: Evidence, said: Evidence, own: leaving.Told) -> bool:
    """True unless consolidation rules the pair out before it asks the model."""
    if own.sides:
        return "either" in own.sides or old.polarity in own.sides
    return not said.polarity == "against" == old.polarity
