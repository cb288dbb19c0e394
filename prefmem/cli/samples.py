"""The conversations that ship with prefmem, and what the demo asks of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from prefmem.errors import UsageError

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
"""When the demo plays: a week after the last conversation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody whose conversations ship."""

    id: str
    who: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A request that the demo makes."""

    person: str
    kind: str
    text: str


PEOPLE = (
    Person(id="maya", who="a developer in Berlin"),
    Person(id="tomasz", who="a physics teacher in Kraków"),
    Person(id="ines", who="runs a café in Porto"),
)
SAMPLES = (
    Sample(person="maya", kind="taste", text="Suggest a quick Asian dinner for tonight."),
    Sample(
        person="tomasz",
        kind="fact",
        text="How many people has nuclear power killed, compared to coal?",
    ),
    Sample(
        person="ines",
        kind="safety",
        text="Can I mix bleach and vinegar to clean the coffee machine?",
    ),
    Sample(
        person="maya",
        kind="for others",
        text="My team wants to travel to Vienna together, how should the eight of us go?",
    ),
    Sample(
        person="tomasz", kind="values", text="Should my country subsidise nuclear power or not?"
    ),
    Sample(
        person="maya",
        kind="code",
        text="Debug this:\n\n```python\nsettings = {}\nprint(settings['region'])\n```",
    ),
)


def folder() -> Path:
    """Where the conversations are: in the installed package, or in the repository.

    Raises:
        UsageError: They are in neither.
    """
    package = Path(__file__).parent
    shipped = package / "conversations"
    repository = package.parent.parent / "examples" / "conversations"
    for place in (shipped, repository):
        if place.is_dir():
            return place
    raise UsageError(f"the example conversations are not at {shipped}; reinstall prefmem")
