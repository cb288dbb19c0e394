"""Scores the whole of reading and choosing on `training/test/talk/`, through the public face.

python training/talk.py                   figures by form, of both halves
python training/talk.py --fields          the same by field of life
python training/talk.py --misses          every turn that the half to learn from got wrong
python training/talk.py --statements 100  statements of that half, to be read
python training/talk.py --only replies,refining --capture   some forms

Conversations alternate between two halves: `learn`, which may be looked at, and `measure`, which
only counts. `voices`, `idle`, `shown` and `unshown` are by a language model in several voices,
without sight of the code or other material; the rest is by who wrote the code.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent)]

from prefmem import Preference, PreferenceMemory  # noqa: E402

TEST = HERE / "test" / "talk"
FORMS = (
    *("outright", "passing", "choosing", "accounts", "oblique"),
    *("plain", "everyday", "replies", "chats", "voices", "shown"),
)
NOTHING = (
    *("ordinary", "happenings", "quoted", "attributes"),
    *("nearly", "offhand", "refining", "athand", "idle", "unshown"),
)
HALVES = ("learn", "measure")
START = datetime(2026, 1, 5, 9, tzinfo=UTC)
DAY = timedelta(days=1)
BUDGET, MANY = 256, 50
ABOUT_FORM = ("style.", "expertise.", "interaction.")
PARTS = re.compile(r"^(U!|U:|A:|ask:) ?", re.M)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A conversation, and what should be found in it."""

    name: str
    form: str
    field: str
    half: str
    messages: tuple[dict[str, str], ...]
    gold: str = ""
    """The id of the turn that states it."""
    behaviours: tuple[str, ...] = ()
    """Any of them is right; none: not asked."""
    polarity: str = ""
    words: tuple[str, ...] = ()
    """Beginnings of words; any of them in the statement is right. Joined by "+", all are needed."""
    ask: str = ""
    """A request that the preference concerns; of `plain` and the forms after it, none."""


def cases(form: str) -> Iterator[Case]:
    """The conversations of one file."""
    text = (TEST / f"{form}.txt").read_text("utf-8")
    for k, block in enumerate(re.split(r"\n\n(?=# )", text.strip())):
        head, body = block.split("\n", 1)
        parts = [part.strip() for part in head[2:].split(" |")]
        pieces = PARTS.split(body)[1:]
        said = [(mark, text.strip()) for mark, text in zip(*[iter(pieces)] * 2, strict=True)]
        messages = tuple(
            {"role": "assistant" if mark == "A:" else "user", "content": text, "id": f"m{i}"}
            for i, (mark, text) in enumerate(said)
            if mark != "ask:"
        )
        found = Case(
            name=f"{form}-{k}",
            form=form,
            field=parts[0],
            half=HALVES[k % 2],
            messages=messages,
            gold=next((f"m{i}" for i, (mark, _) in enumerate(said) if mark == "U!"), ""),
            ask=next((text for mark, text in said if mark == "ask:"), ""),
            behaviours=_words(parts, 1),
            polarity="".join(_words(parts, 2)),
            words=_words(parts, 3) if form in FORMS else _words(parts, 0),
        )
        yield found


def _words(parts: Sequence[str], k: int) -> tuple[str, ...]:
    text = parts[k] if k < len(parts) else ""
    return tuple(word.strip() for word in text.split(",") if word.strip() not in {"", "-"})


@dataclass(slots=True, kw_only=True)
class Tally:
    """Proportions by row and figure, and what went wrong."""

    counts: dict[tuple[str, str], list[float]] = field(
        default_factory=lambda: defaultdict(list[float])
    )
    wrong: list[str] = field(default_factory=list[str])

    def add(self, row: str, figure: str, value: float) -> None:
        """Count one."""
        self.counts[row, figure].append(float(value))

    def table(self) -> None:
        """Print a line for each row and figure."""
        for (row, figure), values in sorted(self.counts.items()):
            print(f"  {row:24} {figure:12} {sum(values) / len(values):6.3f}  n={len(values)}")


def read(memory: PreferenceMemory, found: Sequence[Case]) -> dict[str, tuple[Preference, ...]]:
    """What is kept of each conversation, each told by a person of its own."""
    for case in found:
        memory.user(case.name).observe(case.messages, conversation=case.name, at=START)
    memory.drain()
    return {case.name: memory.user(case.name).profile(at=START + DAY).preferences for case in found}


def sources(preference: Preference) -> set[tuple[str, str]]:
    """The turns that a preference stands on."""
    return {(e.conversation_id, e.message_id) for e in preference.evidence}


def capture(kept: Sequence[Preference], case: Case, tally: Tally, row: str) -> None:
    """Count whether the preference of a case was found, and as what."""
    mine = [p for p in kept if (case.name, case.gold) in sources(p)]
    tally.add(row, "recall", bool(mine))
    tally.add(row, "items", len(kept))
    for message in case.messages:
        if message["role"] == "user" and message["id"] != case.gold:
            stray = any((case.name, message["id"]) in sources(p) for p in kept)
            tally.add(row, "stray", stray)
    faults = [] if mine else ["missed"]
    checks = {
        "behaviour": not case.behaviours or any(p.behaviour in case.behaviours for p in mine),
        "polarity": not case.polarity or any(p.polarity == case.polarity for p in mine),
        "words": not case.words or any(_has(p.statement, case.words) for p in mine),
        "read": all(_reads(p.statement) for p in mine),
    }
    for figure, right in checks.items() if mine else ():
        tally.add(row, figure, right)
        faults += [] if right else [figure]
    if faults:
        said = next(m["content"] for m in case.messages if m["id"] == case.gold)
        tally.wrong.append(f"{case.form} {', '.join(faults)}: {said}{_shown(kept)}")


def _has(statement: str, words: Sequence[str]) -> bool:
    return any(
        all(re.search(rf"\b{re.escape(part)}", statement, re.I) for part in word.split("+"))
        for word in words
    )


def _reads(statement: str) -> bool:
    words = statement.split()
    first_person = {"i", "i'm", "i've", "me", "my", "we", "our", "you", "your", "im"}
    told = {word.lower().strip(".,;!") for word in words} & first_person
    return 2 <= len(words) <= 25 and not told and not statement.endswith("?")


def _shown(kept: Sequence[Preference]) -> str:
    return "".join(f"\n      {p.polarity:7} {p.behaviour:20} {p.statement}" for p in kept)


def nothing(kept: Sequence[Preference], case: Case, tally: Tally, row: str) -> None:
    """Count the turns that became a memory though they say nothing lasting."""
    for message in case.messages:
        if message["role"] == "user":
            made = [p for p in kept if (case.name, message["id"]) in sources(p)]
            tally.add(row, "memory", bool(made))
            if made:
                tally.wrong.append(f"{case.form} memory: {message['content']}{_shown(made)}")
    if case.form == "attributes":
        tally.add(row, "inferred", any(_has(p.statement, case.words) for p in kept))


def people(found: Sequence[Case]) -> Iterator[tuple[str, list[Case]]]:
    """People of fifty preferences each, of all forms and fields; the last ones overlap."""
    step = max(1, len(found) // MANY)
    mixed = [case for k in range(step) for case in found[k::step]]
    for k in range(0, len(mixed), MANY):
        yield f"person-{k}", (mixed[k : k + MANY] + mixed)[:MANY]


def inject(
    memory: PreferenceMemory, found: Sequence[Case], noise: Sequence[Case], tally: Tally
) -> None:
    """Count whether the right one of fifty reaches a block, and unrelated requests nothing."""
    unrelated = (TEST / "unrelated.txt").read_text("utf-8").splitlines()
    for name, planted in people(found):
        user = memory.user(name)
        for k, case in enumerate(planted):
            user.observe(case.messages, conversation=case.name, at=START + 3 * k * DAY)
            other = noise[k % len(noise)]
            user.observe(other.messages, conversation=other.name, at=START + (3 * k + 1) * DAY)
        memory.drain()
        now = START + (3 * MANY + 10) * DAY
        for case in planted:
            asked = user.personalize([{"role": "user", "content": case.ask}], budget=BUDGET, at=now)
            used = any((case.name, case.gold) in sources(a.preference) for a in asked.applied)
            tally.add(case.form, "injected", used)
            tally.add("all", "injected", used)
            tally.add("all", "within", asked.block.tokens <= BUDGET)
            tally.add("all", "applied", len(asked.applied))
            if not used:
                held = [
                    f"{w.preference.statement} ({w.reason})"
                    for w in asked.withheld
                    if (case.name, case.gold) in sources(w.preference)
                ]
                got = "; ".join(a.preference.statement for a in asked.applied)
                tally.wrong.append(
                    f"ask {case.form}: {case.ask}\n      not {held or 'kept'}"
                    f"\n      but [{asked.decision.tier}] {got}"
                )
        for text in unrelated:
            asked = user.personalize([{"role": "user", "content": text}], budget=BUDGET, at=now)
            given = [
                a.preference.statement
                for a in asked.applied
                if not a.preference.behaviour.startswith(ABOUT_FORM)
            ]
            tally.add("all", "unrelated", bool(given))
            if given:
                tally.wrong.append(f"unrelated: {text}\n      got {'; '.join(given)}")


def main() -> None:
    ask = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    ask.add_argument("--half", choices=HALVES, help="only this half (default: both)")
    ask.add_argument("--only", default=",".join([*FORMS, *NOTHING]), help="forms, by commas")
    ask.add_argument("--fields", action="store_true", help="capture by field of life")
    ask.add_argument("--misses", action="store_true", help="print what `learn` got wrong")
    ask.add_argument("--statements", type=int, default=0, help="print so many of `learn`")
    ask.add_argument("--capture", action="store_true", help="leave out the fifty preferences")
    args = ask.parse_args()
    looking = args.misses or args.statements
    forms = [form for form in FORMS if form in args.only.split(",")]
    empty = [form for form in NOTHING if form in args.only.split(",")]
    for half in [args.half] if args.half else ["learn"] if looking else HALVES:
        found = [case for form in forms for case in cases(form) if case.half == half]
        noise = [case for form in empty for case in cases(form) if case.half == half]
        tally = Tally()
        with tempfile.TemporaryDirectory() as folder, _open(folder) as memory:
            kept = read(memory, [*found, *noise])
            for case in found:
                row = case.field if args.fields else case.form
                capture(kept[case.name], case, tally, row)
            for case in noise:
                nothing(kept[case.name], case, tally, case.form)
            if not args.capture:
                asked = [case for case in found if case.ask]
                inject(memory, asked, [n for n in noise if n.form == "ordinary"], tally)
        print(f"{half}:")
        tally.table()
        if half == "learn" and args.misses:
            print("\n".join(tally.wrong))
        if half == "learn" and args.statements:
            told = [p.statement for case in found for p in kept[case.name]]
            print("\n".join(told[:: max(1, len(told) // args.statements)][: args.statements]))


def _open(folder: str) -> PreferenceMemory:
    return PreferenceMemory.open(Path(folder) / "talk.db")


if __name__ == "__main__":
    main()
