"""Scores what long, narrative turns yield: `training/test/prose.txt`, through the public face.

python training/prose.py                  figures of both halves
python training/prose.py --misses         every turn of `learn` with what was missed or was not asked for
python training/prose.py --statements     every statement of `learn`, to be read

Turns alternate between two halves: `learn`, which may be looked at, and `measure`, which only
counts. Each says what should be found in it (`want:`) and what may be found besides (`also:`): which
way it points, and beginnings of words of which a statement has one.

found      wishes of `want:` that a statement answers
right      statements that a line of their turn answers for
formed     statements that are one short clause: they open with what somebody does, is or finds,
           end where a phrase ends, and refer to nothing that they do not name
quiet      turns that say nothing of their speaker, and leave nothing
"""

# ruff: noqa: E501 -- patterns are read as they are, whatever their length

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE)]

from talk import DAY, HALVES, START, Tally  # noqa: E402

from prefmem import Preference, PreferenceMemory  # noqa: E402

TEST = HERE / "test" / "prose.txt"
MOST_WORDS = 22
"""Of a statement that says one thing."""
DOES = re.compile(
    r"(?!(?:Thus|Yes|Always|Us|His|This|Besides|Perhaps|Various|Less|Across|Towards|Hers|Its|As)\b)"
    r"(?:(?:Really|Much|Never|Always|Usually|Only|Firmly|Still|Now|Also|No longer|[A-Z]\w+ly) )?"
    r"(?:\w+s|cannot|can|would|will|could|must|went|took|gave|chose|found|fell|came|left|became|had|"
    r"began|made|felt|got|kept|saw|read|ran|swore|[A-Z]\w+ed|allergic|used|interested|fond|happy|"
    r"happiest|into|not|drawn|new)\b",
    re.IGNORECASE,
)
"""How a statement opens that tells what its user does, finds or is."""
DOES_TO_THEM = re.compile(
    r"^(?!(?:It|This|That|They|These|Those|There|He|She)\b)[^,;]{3,90}? "
    r"(?!(?:their|them|and|to|of|for|with|in)\b)\w+(?: \w+){0,3}? (?:them|their|for them|to them)\b"
)
"""The same of what something does to them: "Crowds tire them"."""
ENDS = re.compile(
    r"\b(?:a|an|the|of|to|with|for|in|on|at|by|and|or|but|than|that|which|who|as|from|their|is|was|not|those)$",
    re.IGNORECASE,
)
NO_ENDS = re.compile(r"\b(?:look(?:s|ing)? (?:at|for)|rid of|living with)$")
LOOSE = re.compile(
    r"\b(?:these|those) (?!who\b|that\b|which\b|of\b|full\b|with\b)\w+|\b(?:this|that) (?:one|decision|experience|kind|sort|place|way)\b|"
    r"\b(\w+) \1\b|\b(?:we|I|me|my|us|our)\b|^\w+ (?:it|them|this|that|those|these)$|^\w+ (?:it|them|this|those) (?:all|so|that|very|much|more)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a turn says of its speaker."""

    asked: bool
    polarity: str
    words: tuple[str, ...]

    def met(self, one: Preference) -> bool:
        """True if a preference says it."""
        if one.polarity != self.polarity:
            return False
        return any(re.search(rf"\b{re.escape(w)}", one.statement, re.I) for w in self.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A turn, and what it says."""

    name: str
    half: str
    said: str
    wishes: tuple[Wish, ...]


def cases() -> Iterator[Case]:
    """The turns of the file."""
    for k, block in enumerate(re.split(r"\n\n(?=# )", TEST.read_text("utf-8").strip())):
        _, said, *lines = block.split("\n")
        yield Case(
            name=f"prose-{k}",
            half=HALVES[k % 2],
            said=said.removeprefix("U! "),
            wishes=tuple(map(_wish, lines)),
        )


def _wish(line: str) -> Wish:
    mark, rest = line.split(": ", 1)
    polarity, words = rest.split(" | ", 1)
    told = tuple(word.strip() for word in words.split(","))
    return Wish(asked=mark == "want", polarity=polarity, words=told)


def formed(statement: str) -> bool:
    """True if a statement is one short clause that stands alone."""
    opens = DOES.match(statement) or DOES_TO_THEM.match(statement)
    if len(statement.split()) > MOST_WORDS or opens is None:
        return False
    if ENDS.search(statement) and not NO_ENDS.search(statement):
        return False
    return LOOSE.search(statement) is None


def score(case: Case, kept: Sequence[Preference], tally: Tally) -> None:
    """Count one turn."""
    faults: list[str] = []
    for wish in case.wishes:
        if wish.asked:
            found = any(wish.met(one) for one in kept)
            tally.add("prose", "found", found)
            faults += [] if found else [f"missed {wish.polarity} {', '.join(wish.words)}"]
    for one in kept:
        right = any(wish.met(one) for wish in case.wishes)
        tally.add("prose", "right", right)
        tally.add("prose", "formed", formed(one.statement))
        faults += [] if right else [f"not asked for: {one.statement}"]
        faults += [] if formed(one.statement) else [f"not formed: {one.statement}"]
    if not case.wishes:
        tally.add("prose", "quiet", not kept)
    if faults:
        tally.wrong.append("\n      ".join([case.said, *faults]))


def main() -> None:
    ask = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    ask.add_argument("--misses", action="store_true", help="print what `learn` got wrong")
    ask.add_argument("--statements", action="store_true", help="print the statements of `learn`")
    args = ask.parse_args()
    for half in ["learn"] if args.misses or args.statements else HALVES:
        found = [case for case in cases() if case.half == half]
        tally = Tally()
        with tempfile.TemporaryDirectory() as folder:
            kept = _read(Path(folder) / "prose.db", found)
        for case in found:
            score(case, kept[case.name], tally)
        print(f"{half}:")
        tally.table()
        if args.misses:
            print("\n".join(tally.wrong))
        for case in found if args.statements else ():
            print(f"\n{case.said}")
            for one in kept[case.name]:
                print(f"      {one.polarity:7} {one.behaviour:20} {one.statement}")


def _read(place: Path, found: Sequence[Case]) -> dict[str, tuple[Preference, ...]]:
    with PreferenceMemory.open(place) as memory:
        for case in found:
            messages = [{"role": "user", "content": case.said, "id": "m"}]
            memory.user(case.name).observe(messages, conversation=case.name, at=START)
        memory.drain()
        return {c.name: memory.user(c.name).profile(at=START + DAY).preferences for c in found}


if __name__ == "__main__":
    main()
