"""Scores the local distiller on `training/test/`, which training never reads.

python training/evaluate.py             prints the table of `docs/distillation.md`
python training/evaluate.py --misses    and every turn that it got wrong
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent)]

from prefmem.distillers.local import LocalDistiller  # noqa: E402
from prefmem.embedders.minilm import MiniLM  # noqa: E402
from prefmem.records import StoredProfile, Turn  # noqa: E402
from prefmem.types import Evidence, Role, Scope  # noqa: E402

TEST = HERE / "test"
ANSWER = "Of course. First of all, it is a wonderful question, and there is a lot to say about it."
SCOPE = Scope(tenant="test", user="test")
KINDS = ("stated", "passing", "instruction", "corrected", "chosen", "rejected", "retracted")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One turn, what was offered before it, and what should be found."""

    kind: str
    """Of `KINDS`, or `nothing`."""
    said: str
    offered: str = ""
    behaviour: str = ""
    polarity: str = "-"
    word: str = ""
    """In what was chosen."""


def cases() -> list[Case]:
    """The test set, in a fixed order."""
    found: list[Case] = []
    for kind in ("stated", "passing", "instruction", "corrected", "retracted"):
        for line in _lines(f"{kind}.txt"):
            behaviour, polarity, said = (part.strip() for part in line.split(" | ", 2))
            offered = ANSWER if kind == "corrected" else ""
            found.append(
                Case(kind=kind, said=said, behaviour=behaviour, polarity=polarity, offered=offered)
            )
    for kind in ("chosen", "rejected"):
        for line in _lines(f"{kind}.jsonl"):
            row = json.loads(line)
            word = row.get("chosen", "")
            found.append(Case(kind=kind, said=row["say"], offered=row["offer"], word=word))
    return found + [Case(kind="nothing", said=line) for line in _lines("nothing.txt")]


def _lines(name: str) -> list[str]:
    text = (TEST / name).read_text("utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("# ")]


def read(distiller: LocalDistiller, case: Case) -> tuple[Evidence, ...]:
    """What the distiller finds in a case."""
    said: list[tuple[Role, str]] = [("user", "And now?"), ("assistant", case.offered)]
    said = [*(said if case.offered else []), ("user", case.said)]
    turns = [
        Turn(
            conversation="c",
            id=f"m{k}",
            role=role,
            content=text,
            at=datetime(2026, 1, 1, tzinfo=UTC),
        )
        for k, (role, text) in enumerate(said)
    ]
    known = StoredProfile(scope=SCOPE)
    return asyncio.run(distiller.distil(SCOPE, turns, known=known)).evidence


def is_right(case: Case, found: tuple[Evidence, ...]) -> bool:
    """True if the expected finding is there."""
    wanted = "stated" if case.kind == "passing" else case.kind
    kinds = {"instruction", "stated"} if wanted in {"instruction", "stated"} else {wanted}
    hits = [e for e in found if e.kind in kinds]
    if case.word:
        hits = [e for e in hits if case.word in e.statement.lower().split(" over ")[0]]
    return bool(hits)


@dataclass(slots=True)
class Tally:
    """What was right, by kind of case."""

    total: Counter[str] = field(default_factory=Counter[str])
    right: Counter[str] = field(default_factory=Counter[str])
    signed: Counter[str] = field(default_factory=Counter[str])
    """Right, and for or against as it should be."""
    placed: Counter[str] = field(default_factory=Counter[str])
    """Right, and of the behaviour it should be."""
    extra: Counter[str] = field(default_factory=Counter[str])
    """Findings beside the right one."""

    def add(self, case: Case, found: tuple[Evidence, ...]) -> bool:
        """Count a case; true if nothing about it is wrong."""
        kind = case.kind
        self.total[kind] += 1
        if kind == "nothing":
            ok = not [e for e in found if e.lasting]
            self.right[kind] += ok
            return ok
        ok = is_right(case, found)
        placed = [e for e in found if e.behaviour == case.behaviour]
        self.extra[kind] += max(0, len(found) - ok)
        self.right[kind] += ok
        self.placed[kind] += ok and bool(placed)
        self.signed[kind] += ok and any(e.polarity == case.polarity for e in found)
        as_meant = any(case.polarity in {e.polarity, "-"} for e in placed)
        return ok and (not case.behaviour or as_meant)

    def show(self) -> None:
        """Print the table."""
        print("| kind | turns | precision | recall | polarity | behaviour |")
        print("|---|---|---|---|---|---|")
        for kind in KINDS:
            n, hit = self.total[kind], self.right[kind]
            precision = hit / max(1, hit + self.extra[kind])
            known = kind not in {"chosen", "rejected", "retracted"}
            shares = (self.signed[kind] / max(1, hit), self.placed[kind] / max(1, hit))
            more = " | ".join(f"{share:.2f}" if known else "–" for share in shares)
            print(f"| {kind} | {n} | {precision:.2f} | {hit / n:.2f} | {more} |")
        wrong = self.total["nothing"] - self.right["nothing"]
        hits, asked = sum(self.right[k] for k in KINDS), sum(self.total[k] for k in KINDS)
        found = hits + sum(self.extra[k] for k in KINDS) + wrong
        print(f"| *all* | {asked} | {hits / found:.2f} | {hits / asked:.2f} | | |")
        print(
            f"\nOf {self.total['nothing']} turns that say nothing lasting, {wrong} left a memory."
        )


def main() -> None:
    ask = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    ask.add_argument("--misses", action="store_true", help="print every turn that it got wrong")
    args = ask.parse_args()
    distiller = LocalDistiller(MiniLM(), MiniLM())
    tally = Tally()
    for case in cases():
        found = read(distiller, case)
        if not tally.add(case, found) and args.misses:
            print(f"{case.kind}: {case.said}")
            for e in found:
                print(f"    {e.kind} {e.polarity} {e.behaviour} | {e.statement}")
    tally.show()


if __name__ == "__main__":
    main()
