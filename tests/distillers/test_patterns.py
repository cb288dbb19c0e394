"""No pattern takes long over any text: what a pattern loops over is repeated to it.

The interpreter stands still while a pattern is matched, for every user of a process, and a turn
that takes for ever is read again after a restart.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import signal
import time
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from itertools import count
from re import _constants as sre
from re import _parser as parser
from types import FrameType
from typing import Any

import pytest

import prefmem.distillers
import prefmem.policy
import prefmem.readers
import prefmem.stages
from prefmem import PreferenceMemory

ROOMS = (prefmem.distillers, prefmem.policy, prefmem.readers, prefmem.stages)
SHORT = 150
"""Characters of a text that is repeated to a pattern, or more, so that it has so many units:"""
UNITS = 22
TIMES, GROWTH = 3, 16.0
"""Three times the length takes three times as long; nine times, where each place of a text is a
beginning of its own; never 27 times, as three loops within one another do, nor a million times."""
NOTHING = 0.002
"""Seconds for a short text that say nothing about a pattern: half of all take a hundredth of it."""
FOR_EVER = 1.0
"""Seconds of this process after which a text counts as one that is never done."""
WORDS = ("really ", "a ", "a", " ", ", ", "and ", "i ", "no ", "- ", "word, ")
REPEATS = (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT)
CATEGORIES = {sre.CATEGORY_SPACE: " ", sre.CATEGORY_DIGIT: "1", sre.CATEGORY_NOT_WORD: ","}

Tree = list[tuple[Any, Any]]


def patterns() -> dict[str, re.Pattern[str]]:
    """All patterns that modules hold, by where they stand; each once."""
    found: dict[tuple[str, int], tuple[str, re.Pattern[str]]] = {}
    for room in ROOMS:
        names = [m.name for m in pkgutil.walk_packages(room.__path__, f"{room.__name__}.")]
        for name in (room.__name__, *names):
            for held, value in vars(importlib.import_module(name)).items():
                for pattern in held_by(value):
                    found.setdefault((pattern.pattern, pattern.flags), (f"{name}.{held}", pattern))
    numbers = count()
    return {f"{name} ({next(numbers)})": pattern for name, pattern in found.values()}


def held_by(value: object, depth: int = 0) -> Iterator[re.Pattern[str]]:
    """The patterns in a value, and in what it holds."""
    if isinstance(value, re.Pattern):
        if isinstance(value.pattern, str):
            yield value
    elif depth < 4:
        inner: list[object] = []
        if isinstance(value, tuple | list | set | frozenset):
            inner = list(value)
        elif isinstance(value, dict):
            inner = list(value.values())
        elif is_dataclass(value) and not isinstance(value, type):
            inner = [getattr(value, one.name) for one in fields(value)]
        for one in inner:
            yield from held_by(one, depth + 1)


def inside(op: Any, value: Any) -> Tree | None:
    """What a group holds; None for what is no group."""
    if op is sre.SUBPATTERN:
        return list(value[3])
    return list(value) if op is sre.ATOMIC_GROUP else None


def example(tree: Tree) -> str:
    """A short text that a part of a pattern matches, or nearly does."""
    return "".join(letters(op, value) for op, value in tree)


def letters(op: Any, value: Any) -> str:
    if op is sre.LITERAL:
        return chr(value)
    if op in (sre.ANY, sre.NOT_LITERAL):
        return "a"
    if op is sre.IN:
        return one_of(value)
    if op is sre.BRANCH:
        return example(list(value[1][0]))
    if op in REPEATS:
        return example(list(value[2])) * min(value[0], 3)
    held = inside(op, value)
    return "" if held is None else example(held)


def one_of(items: list[tuple[Any, Any]]) -> str:
    """A character of a class; letters before marks."""
    if items[0][0] is sre.NEGATE:
        named = {chr(value) for op, value in items if op is sre.LITERAL}
        return next(c for c in "a ,=1" if c not in named)
    found = [
        CATEGORIES.get(value, "a")
        if op is sre.CATEGORY
        else chr(value if op is sre.LITERAL else value[0])
        for op, value in items
    ]
    return next((c for c in found if c.isalpha()), found[0])


def ways(tree: Tree) -> Iterator[str]:
    """An example of each alternative of a part of a pattern."""
    for place, (op, value) in enumerate(tree):
        held = inside(op, value)
        if op is not sre.BRANCH and (held is None or not any(one[0] is sre.BRANCH for one in held)):
            continue
        for branch in value[1] if op is sre.BRANCH else [held]:
            for way in ways(list(branch)):
                yield example(tree[:place]) + way + example(tree[place + 1 :])
        return
    yield example(tree)


def loops(tree: Tree, before: str = "") -> Iterator[tuple[str, str]]:
    """What leads to each loop of a pattern, with what it repeats."""
    for place, (op, value) in enumerate(tree):
        led = before + example(tree[:place])
        if op in REPEATS:
            if value[1] > 2:
                yield from ((led, way) for way in ways(list(value[2])))
            yield from loops(list(value[2]), led)
        elif op is sre.BRANCH:
            for branch in value[1]:
                yield from loops(list(branch), led)
        elif op in (sre.ASSERT, sre.ASSERT_NOT):
            yield from loops(list(value[1]), led)
        elif (held := inside(op, value)) is not None:
            yield from loops(held, led)


def repeated(pattern: re.Pattern[str]) -> list[tuple[str, str]]:
    """Leads and units: what the pattern loops over, and what people repeat."""
    tree = list(parser.parse(pattern.pattern, pattern.flags))
    found = {(lead, unit): None for lead, unit in loops(tree) if unit}
    leads = dict.fromkeys(["", "i ", *(lead for lead, _ in found)])
    found |= {(lead, unit): None for lead in ("", "i ") for unit in WORDS}
    return list(found | {(lead, unit): None for lead in leads for unit in WORDS[:1]})


def text_of(lead: str, unit: str, length: int) -> str:
    """So many characters, with an end that no pattern waits for."""
    return (lead + unit * (length // len(unit) + 1))[: length - 1] + "\x01"


def seconds(pattern: re.Pattern[str], text: str) -> float:
    """How long this thread looks for a pattern; what other processes do is not counted."""

    def never(_: int, __: FrameType | None) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGVTALRM, never)
    signal.setitimer(signal.ITIMER_VIRTUAL, FOR_EVER)
    begun = time.thread_time()
    try:
        pattern.search(text)
    except TimeoutError:
        return float("inf")
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
    return time.thread_time() - begun


def grows(pattern: re.Pattern[str], lead: str, unit: str) -> bool:
    """True if a pattern takes far longer over a text that is a few times as long."""
    length = max(SHORT, UNITS * len(unit))
    short, long = text_of(lead, unit, length), text_of(lead, unit, TIMES * length)
    if (first := seconds(pattern, short)) < NOTHING:
        return False
    least = float("inf")
    for _ in range(5):  # the least of several: what disturbs only ever makes it longer
        first = min(first, seconds(pattern, short))
        if (again := seconds(pattern, long)) == float("inf"):
            return True
        if (least := min(least, again)) < GROWTH * first:
            return False
    return True


def slow(pattern: re.Pattern[str]) -> str | None:
    """What makes a pattern slow, or None."""
    found = ((lead, unit) for lead, unit in repeated(pattern) if grows(pattern, lead, unit))
    return next((f"{lead!r}, then {unit!r} again and again" for lead, unit in found), None)


def test_no_pattern_takes_far_longer_over_a_longer_text() -> None:
    read = patterns()
    assert len(read) > 1_000
    found = {name: said for name, pattern in read.items() if (said := slow(pattern))}
    assert found == {}


@pytest.mark.parametrize(
    "written",
    [r"i (?:(?:really|\w+ly) )*hate", r"^(?:\W*and\b[\s,]*)*i ", r"\s*,?\s*,?\s*!"],
)
def test_a_pattern_whose_loops_overlap_is_found(written: str) -> None:
    assert slow(re.compile(written)) is not None


@pytest.mark.parametrize(
    "written", [r"i (?>(?:really|\w+ly) )*hate", r"\s*+(?:but|no)", r"\bi [^.]{3,90}? hate\b"]
)
def test_a_pattern_that_goes_on_in_one_way_is_not(written: str) -> None:
    assert slow(re.compile(written)) is None


REALLY = "really "
MESSAGES = {
    "said outright": ("I " + 22 * REALLY + "hate mushrooms",),
    "in capitals": ("I " + 22 * REALLY.upper() + "hate mushrooms",),
    "told at length": ("I " + 40 * REALLY + "was tired of my job, so I changed and now I cycle.",),
    "led up to": (30 * "now " + "I went for a walk",),
    "of a state": ("I'm " + 40 * "mostly " + "vegetarian",),
    "of a level": ("I'm " + 60 * "a bit " + "new to Rust",),
    "a clause of blanks": ("I love tea" + 3_000 * " " + "and coffee",),
    "an answer": ("recipe ideas", "What do you usually eat?", "curry" + 3_000 * " " + "x"),
    "an option": ("drinks?", "1. tea" + 20_000 * " " + "x\n2. coffee", "I'll go with the tea"),
    "a list": ("drinks?", "You could have tea," + 20_000 * " " + "or coffee", "the tea please"),
    "dots": (20_000 * "." + "x I love tea",),
}


@pytest.mark.parametrize("name", MESSAGES)
@pytest.mark.timeout(60)
def test_a_message_that_repeats_itself_is_kept_and_read(name: str) -> None:
    said = [
        {"role": ("user", "assistant")[k % 2], "content": text}
        for k, text in enumerate(MESSAGES[name])
    ]
    with PreferenceMemory.open(":memory:") as memory:
        ada = memory.user("ada")
        assert ada.observe(said, conversation="c").accepted == len(said)
        memory.drain()
        assert memory.status().waiting == 0
