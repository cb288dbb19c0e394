"""Reads the training material: hand-written sentences, and grammars that vary them."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "material"
SEED = 20261121
SIGNED = frozenset(f"positives{n}.txt" for n in (7, 8, 9, 10, 11))
"""Files that mark with "- " what is against something."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A sentence with what it is."""

    text: str
    lasting: bool
    behaviour: str
    """"" where it is no preference."""
    group: str
    """Examples of one group, say of one object, stay on one side of the split."""
    made: str
    """`hand` or `grammar`."""
    polarity: str = ""
    """`for` or `against`; "" where it is no preference, or where nobody wrote it down."""


def sections(name: str, *, folder: Path = FOLDER) -> dict[str, list[str]]:
    """The lines of a file of the material, or of another folder, by section."""
    found: dict[str, list[str]] = {}
    current = ""
    for raw in (folder / name).read_text("utf-8").splitlines():
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        if head := re.fullmatch(r"\[([\w.]+)\]", line):
            current = head.group(1)
            found.setdefault(current, [])
        else:
            found[current].append(line)
    return found


def examples() -> list[Example]:
    """All examples for the heads on sentences, in a fixed order."""
    rng = random.Random(SEED)
    found: list[Example] = []
    for path in sorted(FOLDER.glob("positives*.txt")):
        for behaviour, lines in sections(path.name).items():
            found += [_by_hand(line, behaviour, signed=path.name in SIGNED) for line in lines]
    for path in sorted(FOLDER.glob("negatives*.txt")):
        for lines in sections(path.name).values():
            found += [
                Example(text=t, lasting=False, behaviour="", group=t, made="hand") for t in lines
            ]
    return found + _from_grammar(rng)


def _by_hand(line: str, behaviour: str, *, signed: bool) -> Example:
    text = line.removeprefix("- ")
    polarity = "" if not signed else "against" if text != line else "for"
    return Example(
        text=text, lasting=True, behaviour=behaviour, group=text, made="hand", polarity=polarity
    )


def _from_grammar(rng: random.Random) -> list[Example]:
    attitudes = sections("attitudes.txt")
    wrappers = [
        w
        for w in (FOLDER / "wrappers.txt").read_text("utf-8").splitlines()
        if "{" in w and not w.startswith("#")
    ]
    found: list[Example] = []
    for behaviour, things in sections("objects.txt").items():
        for thing in things:
            for polarity, count in (("for", 3), ("against", 3), ("not", 3)):
                for template in rng.sample(attitudes[polarity], count):
                    shown = thing
                    if rng.random() < 0.25:
                        shown = f"{thing} {rng.choice(attitudes['modifier'])}"
                    said = template.replace("{x}", shown)
                    said = said[0].upper() + said[1:] if rng.random() < 0.8 else said
                    found.append(
                        Example(
                            text=_wrapped(said, rng.choice(wrappers)),
                            lasting=polarity != "not",
                            behaviour=behaviour if polarity != "not" else "",
                            group=thing,
                            made="grammar",
                            polarity=polarity if polarity != "not" else "",
                        )
                    )
    return found


def _wrapped(said: str, wrapper: str) -> str:
    lower = said if re.match(r"I\b", said) else said[0].lower() + said[1:]
    return wrapper.replace("{s_lower}", lower).replace("{s}", said)


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def choices() -> list[Example]:
    """Choices as statements: of taste, or of a step in a task."""
    rng = random.Random(SEED + 1)
    found = [
        Example(text=t, lasting=name == "personal", behaviour="", group=t, made="hand")
        for name, lines in sections("choices.txt").items()
        for t in lines
    ]
    objects = sections("choice_objects.txt")
    tastes = [t for lines in sections("objects.txt").values() for t in lines]
    for name, things in {
        "personal": [*objects["personal"], *tastes],
        "task": objects["task"] * 4,
    }.items():
        for thing in things:
            others = rng.sample(objects[name], rng.randint(1, 3))
            rest = [o for o in others if o != thing]
            text = f"Chose {thing} over {_listed(rest)}" if rest else f"Chose {thing}"
            found.append(
                Example(
                    text=text, lasting=name == "personal", behaviour="", group=thing, made="grammar"
                )
            )
    return found
