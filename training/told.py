"""People of the material for changes of mind: what each says, and the saying of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from prefmem import PreferenceMemory, UserMemory

START = datetime(2026, 1, 5, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
WEEKS = timedelta(weeks=3)


@dataclass(frozen=True, slots=True)
class Person:
    """What somebody says and asks."""

    kind: str
    field: str
    said: tuple[tuple[str, str], ...]
    """Mark and text of each message."""
    asks: tuple[tuple[str, str], ...]
    wanted: tuple[tuple[str, str], ...]
    """Side and words of what is held since, of each `^` line."""


def _blocks(path: Path) -> list[str]:
    """The blocks of a file, without the "@ " that each begins with."""
    return f"\n{path.read_text('utf-8')}".split("\n@ ")[1:]


def people(path: Path) -> Iterator[Person]:
    """The people of a file."""
    for block in _blocks(path):
        head, *lines = block.splitlines()
        kind, _, field = head.partition(" ")
        marked = [(mark, text) for mark, _, text in (line.partition(" ") for line in lines)]
        yield Person(
            kind,
            field,
            tuple(one for one in marked if one[0] in tuple("=>~+-.")),
            tuple(one for one in marked if one[0] in tuple("?!")),
            tuple((text[0], text[2:]) for mark, text in marked if mark == "^"),
        )


def people_of_endings(path: Path) -> Iterator[Person]:
    """A person for each later message of the blocks of a file in the form of `endings/`."""
    for block in _blocks(path):
        field, *lines = block.strip().splitlines()
        marked = [(line[0], line[1:].strip()) for line in (one.removeprefix(":") for one in lines)]
        before = [one for one in marked if one[0] in tuple("=~")]
        for mark, text in marked:
            if mark in tuple(">+"):
                kind = "ends" if mark == ">" else "holds"
                yield Person(kind, field, (*before, (mark, text)), (), ())


def people_of_sequences(path: Path) -> Iterator[Person]:
    """The people of a file in the form of `sequences/`; a mark is a letter and what it does."""
    for block in _blocks(path):
        field, *lines = block.strip().splitlines()
        marked = [line.partition(" ") for line in lines]
        yield Person("told", field, tuple((mark, text) for mark, _, text in marked), (), ())


def people_of_kin(path: Path) -> Iterator[Person]:
    """A person for each line of a file: how two things stand to each other, and both."""
    for line in path.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, first, second = line.split("\t")
            yield Person(kind, "", (("=", first), (">", second)), (), ())


def tell(
    memory: PreferenceMemory, number: int, person: Person, *, every: timedelta = HOUR
) -> UserMemory:
    """Let a person say all that they say, a message after each while.

    What is said within an hour is one conversation; later ones have their own.
    """
    user = memory.user(f"person-{number}")
    for n, (mark, text) in enumerate(person.said):
        message = {"id": f"{mark}{n}", "role": "user", "content": text}
        conversation = "c" if every <= HOUR else f"c{n}"
        user.observe([message], conversation=conversation, at=START + n * every)
    return user
