"""From templates to requests as people type them: slots, stories first, haste and typos."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
EACH = 640
"""Requests of each kind."""
_SLOT = re.compile(r"\{(\w+)\}")
_BEFORE = ("hey, ", "hi! ", "please ", "quick one: ", "so ", "ok, ", "um ")
_AFTER = (" thanks", " please", " Thanks in advance!", " pls", " asap", " :)")
_LEADS = (
    "What I would like: ", "My question is this: ", "Here it is: ", "So: ", "Anyway. ", "Now, ",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Example:
    """A request, its kind, and the template it came from."""

    text: str
    kind: str
    template: int


def sections(name: str) -> dict[str, list[str]]:
    """Lines of a file by the `[kind]` above them."""
    found: dict[str, list[str]] = {}
    kind = ""
    for line in (HERE / name).read_text("utf-8").splitlines():
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        if re.fullmatch(r"\[\w+\]", line):
            kind = line[1:-1]
        else:
            found.setdefault(kind, []).append(line)
    return found


def slots() -> dict[str, list[str]]:
    """Values by the name of their slot."""
    lines = (line.partition(":") for line in _lines("slots.txt"))
    return {name: [value.strip() for value in values.split("|")] for name, _, values in lines}


def examples(*, seed: int = 5) -> list[Example]:
    """The training set; the same each time."""
    rng = random.Random(seed)
    values, stories = slots(), _lines("setups.txt")
    made: list[Example] = []
    number = 0
    for kind, templates in sections("material.txt").items():
        for index in range(EACH):
            place = index % len(templates)
            text = _fill(templates[place], values, rng)
            made.append(Example(_as_typed(text, stories, rng), kind, number + place))
        number += len(templates)
    return made


def _lines(name: str) -> list[str]:
    lines = (HERE / name).read_text("utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def _fill(template: str, values: dict[str, list[str]], rng: random.Random) -> str:
    return _SLOT.sub(lambda found: rng.choice(values.get(found[1], [found[0]])), template)


def _as_typed(text: str, stories: list[str], rng: random.Random) -> str:
    if rng.random() < 0.12:
        text = rng.choice(_BEFORE) + text
    if rng.random() < 0.1:
        text += rng.choice(_AFTER)
    if rng.random() < 0.15:
        text = text.lower()
    if rng.random() < 0.1:
        text = text.rstrip("?.!")
    if rng.random() < 0.12:
        text = _typo(text, rng)
    if rng.random() < 0.25:
        told = " ".join(rng.sample(stories, rng.choice((1, 1, 2))))
        lead = rng.choice(_LEADS) if rng.random() < 0.5 else ""
        text = f"{told} {lead}{text}"
    return text


def _typo(text: str, rng: random.Random) -> str:
    if len(text) < 6:
        return text
    at = rng.randrange(1, len(text) - 2)
    kind = rng.randrange(3)
    if kind == 0:
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return text[:at] + text[at + 1 :] if kind == 1 else text[:at] + text[at] + text[at:]
