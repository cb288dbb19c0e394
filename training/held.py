"""What people hold and what they tell later, as the distiller reads it: what `endings.py` learns.

A block of `training/endings/*.txt` is a person and a topic: `=` is what they told first, `~`
something near it that stays; after `>` the first holds no longer, after `+` it does, though it may
sound otherwise. A block of `training/sequences/*.txt` is a person who tells many things, each with
a letter: after `A-` what `A` and `A+` told holds no longer, `A*` goes on about what holds since.
What is held is read from the messages by the distiller itself, as it will be; where it finds
nothing, the message stands for it.
"""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent)]

from prefmem.distillers._sparing import MOST_SENTENCES  # noqa: E402
from prefmem.distillers.local import LocalDistiller  # noqa: E402
from prefmem.distillers.reading._ending_head import Tokens, held_of, said_of  # noqa: E402
from prefmem.distillers.words._sentences import sentences  # noqa: E402
from prefmem.embedders.minilm import MiniLM  # noqa: E402
from prefmem.records import StoredProfile, Turn  # noqa: E402
from prefmem.types import Scope  # noqa: E402

MOST_READ = 4
"""Findings of a message."""
MARKED = re.compile(r"([=~>+]|[A-Z][-+*]?) *(.+)")
SOMEBODY = Scope(tenant="training", user="somebody")
AT = datetime(2026, 1, 5, 9, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Held:
    """What somebody holds."""

    mark: str
    place: int
    """Of the message that told it, among those of its person."""
    wanted: bool
    tokens: Tokens


@dataclass(frozen=True, slots=True)
class Said:
    """What they say; `mark` is that of its line."""

    mark: str
    place: int
    tokens: Tokens


@dataclass(frozen=True, slots=True)
class Pair:
    """A preference and a turn; `kind` tells what pair it is."""

    held: Held
    said: Said
    kind: str

    @property
    def ends(self) -> bool:
        """True if the turn ends the preference."""
        return self.kind == "ends"

    @property
    def length(self) -> int:
        """Tokens."""
        return len(self.held.tokens.hidden) + len(self.said.tokens.hidden)


@dataclass(frozen=True, slots=True)
class Person:
    """A block of the material."""

    author: str
    held: list[Held]
    said: list[Said]
    pairs: list[Pair]
    """What they hold with what they say."""
    many: bool
    """True for one who tells of many things."""


def blocks(path: Path) -> Iterator[list[tuple[str, str]]]:
    """The marked messages of each block of a file."""
    for block in re.split(r"^@ ", path.read_text("utf-8"), flags=re.MULTILINE)[1:]:
        lines = (line.removeprefix(":").strip() for line in block.strip().splitlines()[1:])
        yield [(m[1], m[2]) for m in map(MARKED.match, lines) if m]


class Reader:
    """Makes of texts what the head takes."""

    def __init__(self) -> None:
        self.model = MiniLM(threads=2)
        self.distiller = LocalDistiller(self.model, self.model)

    def person(self, author: str, marked: Sequence[tuple[str, str]]) -> Person:
        """A block, read."""
        said = [Said(mark, place, self._said(text)) for place, (mark, text) in enumerate(marked)]
        held = [
            self._held(one, mark, place)
            for place, (mark, text) in enumerate(marked)
            if mark != "+"
            for one in self._found(text)
        ]
        both = ((old, new, kind_of(old, new)) for new in said for old in held)
        pairs = [Pair(old, new, kind) for old, new, kind in both if kind]
        return Person(author, held, said, pairs, marked[0][0].isalpha())

    def _found(self, text: str) -> list[tuple[str, str, bool]]:
        """Statement, quote and side of what is found in a message; the message if nothing is."""
        turn = Turn(conversation="c", id="m", role="user", content=text, at=AT)
        known = StoredProfile(scope=SOMEBODY)
        found = asyncio.run(self.distiller.distil(SOMEBODY, [turn], known=known)).evidence
        read = [(e.statement, e.quote, e.polarity == "for") for e in found if e.kind != "retracted"]
        return read[:MOST_READ] or [("", text, True)]

    def _held(self, one: tuple[str, str, bool], mark: str, place: int) -> Held:
        read = held_of(self.model, *one[:2])
        return Held(mark, place, one[2], read)

    def _said(self, text: str) -> Tokens:
        told = [s.text for s in sentences(text)][:MOST_SENTENCES] or [text]
        return said_of(self.model, told)


def kind_of(held: Held, said: Said) -> str:
    """What pair a preference and a turn of one person are; "" where it is not read."""
    if held.mark[0].isalpha():
        return _kind_of_many(held, said)
    if held.place == said.place:
        return "since" if said.mark == ">" else ""
    if held.mark == ">":
        return ""
    if said.mark in "=~":
        return "other"
    if held.mark == "~":
        return "stays"
    return "ends" if said.mark == ">" else "holds"


def _kind_of_many(held: Held, said: Said) -> str:
    if said.place <= held.place:
        return "since" if said.place == held.place and said.mark[1:] == "-" else ""
    if held.mark[0] != said.mark[0]:
        return "stays" if said.mark[1:] == "-" else "other"
    before, now = held.mark[1:] in ("", "+"), said.mark[1:]
    if before and now == "*":
        return ""
    return "ends" if before and now == "-" else "holds"


def people() -> list[Person]:
    """All blocks, read."""
    reader, found = Reader(), list[Person]()
    for path in sorted([*HERE.glob("endings/*.txt"), *HERE.glob("sequences/*.txt")]):
        found += [reader.person(path.stem, marked) for marked in blocks(path)]
        print(f"read {path.stem}: {len(found)} people", file=sys.stderr, flush=True)
    return found
