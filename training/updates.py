"""Scores whole conversations with changes of mind, through the public SDK alone.

    python training/updates.py            on `training/test/updates.txt`, which is only measured
    python training/updates.py --learn    on `training/keys/updates.txt`, which is learnt from
    python training/updates.py --turns    on the `turns.txt` beside it: what is held
    python training/updates.py --voices   on `voices.txt`: both, by authors who saw no code
    python training/updates.py --endings  on `endings.txt`: what ends without a word for it
    python training/updates.py --sequences  on `sequences.txt`: many things, told over weeks
    python training/updates.py --wrong    and what went wrong, with what reached the prompt

A person says all lines of a topic, one message an hour, and asks its question. *New used*: a
content preference that rests on what holds (`>`) reaches the prompt. *Old used*: one does that
rests on what was given up (`=`) and on nothing that holds. *Kept used*: where nothing was given up,
what was said before reaches the prompt still. *Closed*: preferences that stay (`~`, `+`) and were
closed by somebody's change.

Where a person is asked nothing, what they come to hold is counted. *New held*: a preference that
rests on what holds is on the side that `^` gives, and names what it names. *Old held*: one rests on
what was given up, and on nothing that holds. *Turned*: both as they should be, and nothing closed.

Of `--endings` each later message of a block is told by another person. *Ended*: of preferences of
`=`, those that were closed or put in doubt (*doubted* of these), where the message ends them and
where it only sounds so. *Closed*: of what stays beside, those that were. *New told*: what comes is.
Of `--sequences` each block is a person. *Ended* and *closed*: of the messages that founded what
ends, or what stays, those with nothing left that is not in doubt.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent)]

from prefmem import Personalization, Preference, PreferenceMemory, UserMemory  # noqa: E402

TEST = HERE / "test"
LEARN = HERE / "keys"
ENDINGS = HERE / "endings"
SEQUENCES = HERE / "sequences"
SIDES = {"+": "for", "-": "against"}
START = datetime(2026, 1, 5, 9, tzinfo=UTC)
FORM = ("style.", "expertise.", "interaction.")
BUDGET = 256


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


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one question: a figure of `name`, good if `value` is `wanted`."""

    name: str
    kind: str
    value: bool
    wanted: bool


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


def tell(memory: PreferenceMemory, number: int, person: Person) -> UserMemory:
    """Let a person say all that they say."""
    user = memory.user(f"person-{number}")
    for hours, (mark, text) in enumerate(person.said):
        message = {"id": f"{mark}{hours}", "role": "user", "content": text}
        user.observe([message], conversation="c", at=START + timedelta(hours=hours))
    return user


def marks(preference: Preference) -> set[str]:
    """The marks of the messages that a preference rests on."""
    return {e.message_id[:1] for e in preference.evidence}


def outcomes(user: UserMemory, person: Person, replies: list[Personalization]) -> list[Outcome]:
    """What a person's questions came to; the replies are added to `replies`."""
    found: list[Outcome] = []
    at = START + timedelta(hours=len(person.said) + 1)
    for mark, text in person.asks:
        reply = user.personalize([{"role": "user", "content": text}], budget=BUDGET, at=at)
        replies.append(reply)
        used = [
            marks(one.preference)
            for one in reply.applied
            if not one.preference.behaviour.startswith(FORM)
        ]
        if mark == "?":
            new = any(">" in one for one in used)
            old = any("=" in one and ">" not in one for one in used)
            found.append(Outcome("new used", person.kind, new, wanted=True))
            found.append(Outcome("old used", person.kind, old, wanted=False))
        else:
            kept = any(one & {"~", "+"} for one in used)
            found.append(Outcome("kept used", person.kind, kept, wanted=True))
    return found


def held(user: UserMemory, person: Person) -> list[Outcome]:
    """What somebody holds at the end who is asked nothing."""
    at = START + timedelta(hours=len(person.said) + 1)
    open_ = user.profile(at=at).preferences
    found: list[Outcome] = []
    if person.wanted:
        new = any(_is_wanted(one, *wanted) for one in open_ for wanted in person.wanted)
        found.append(Outcome("new held", person.kind, new, wanted=True))
    if person.kind in ("turn", "lifts"):
        old = any("=" in marks(one) and ">" not in marks(one) for one in open_)
        found.append(Outcome("old held", person.kind, old, wanted=False))
    return found


def ended(user: UserMemory, person: Person) -> list[Outcome]:
    """What became of what somebody held, once they have told what ends it or does not."""
    last = START + timedelta(hours=len(person.said) - 1)
    before = user.profile(at=last - timedelta(minutes=1)).preferences
    after = {one.id: one for one in user.profile(at=last + timedelta(hours=1)).preferences}
    found: list[Outcome] = []
    ends = person.kind == "ends"
    for one in before:
        now = after.get(one.id)
        over = now is None or (now.doubted is not None and now.doubted >= last)
        if marks(one) == {"="}:
            found.append(Outcome("ended", person.kind, over, wanted=ends))
            found.append(Outcome("doubted", person.kind, over and now is not None, wanted=False))
        else:
            found.append(Outcome("closed", person.kind, over, wanted=False))
    if ends:
        new = any(">" in marks(one) for one in after.values())
        found.append(Outcome("new told", person.kind, new, wanted=True))
    return found


def _began(user: UserMemory, person: Person) -> set[str]:
    """The messages that any preference ever rested on."""
    return {
        name
        for hours in range(len(person.said))
        for p in user.profile(at=START + timedelta(hours=hours, minutes=1)).preferences
        for name in (e.message_id for e in p.evidence)
    }


def sequence(user: UserMemory, person: Person) -> list[Outcome]:
    """For each message that founded something, whether that is over; and whether it should be."""
    at = START + timedelta(hours=len(person.said) + 1)
    sure = [one for one in user.profile(at=at).preferences if one.doubted is None]
    held = {e.message_id for one in sure for e in one.evidence}
    ends = {mark[0]: n for n, (mark, _) in enumerate(person.said) if mark[1:] == "-"}
    place = {f"{mark}{n}": n for n, (mark, _) in enumerate(person.said)}
    found: list[Outcome] = []
    for name in sorted(_began(user, person)):
        over = place[name] < ends.get(name[0], 0)
        told = "ended" if over else "closed"
        found.append(Outcome(told, person.kind, name not in held, wanted=over))
    return found


def _is_wanted(preference: Preference, side: str, words: str) -> bool:
    """True if a preference rests on what holds, on its side, and names it."""
    named = any(word in preference.statement.lower() for word in words.split("|"))
    return ">" in marks(preference) and preference.polarity == SIDES[side] and named


def closed(user: UserMemory, person: Person) -> list[Outcome]:
    """For each preference that stays, whether it was closed."""
    at = START + timedelta(hours=len(person.said) + 1)
    held = {m for p in user.profile(at=at).preferences for m in (e.message_id for e in p.evidence)}
    began = _began(user, person)
    staying = ("~", "+", "=") if person.kind == "stays" else ("~", "+")
    stays = [name for name in began if name[:1] in staying]
    return [Outcome("closed", person.kind, name not in held, wanted=False) for name in stays]


def scored(user: UserMemory, person: Person, replies: list[Personalization]) -> list[Outcome]:
    """All outcomes of somebody who is asked, or of what they hold; replies are added."""
    mine = [*outcomes(user, person, replies), *closed(user, person)]
    if not person.asks:
        mine += held(user, person)
        turned = all(one.value == one.wanted for one in mine)
        mine.append(Outcome("turned", person.kind, turned, wanted=True))
    return mine


def told(person: Person, user: UserMemory, replies: list[Personalization]) -> str:
    """A person's story as the system has it."""
    lines = [f"\n@ {person.kind} {person.field}"]
    for preference in user.profile(at=START + timedelta(hours=len(person.said) + 1)).preferences:
        names = "".join(sorted(marks(preference)))
        side = "+" if preference.polarity == "for" else "-"
        lines.append(f"  held {names} {preference.status} {side}: {preference.statement}")
    for (mark, text), reply in zip(person.asks, replies, strict=True):
        lines.append(f"  {mark} {text}")
        for one in reply.applied:
            names = "".join(sorted(marks(one.preference)))
            lines.append(f"    used {names} {one.scores}: {one.preference.statement}")
        for one in reply.withheld:
            names = "".join(sorted(marks(one.preference)))
            lines.append(f"    not {names}: {one.preference.statement} -- {one.reason}")
    return "\n".join(lines)


def report(found: list[Outcome]) -> None:
    """Print each figure, in all and by kind."""
    for name in dict.fromkeys(one.name for one in found):
        mine = [one for one in found if one.name == name]
        kinds = sorted({one.kind for one in mine})
        parts = [f"{kind} {_share([o for o in mine if o.kind == kind])}" for kind in kinds]
        print(f"{name:10} {_share(mine)} of {len(mine):3}   {', '.join(parts)}")


def _share(found: list[Outcome]) -> str:
    return f"{sum(one.value for one in found) / max(1, len(found)):.3f}"


def asked_for(args: argparse.Namespace) -> Iterator[Person]:
    """The people of the files that were asked for."""
    if args.endings or args.sequences:
        folder, name = (ENDINGS, "endings") if args.endings else (SEQUENCES, "sequences")
        read = people_of_endings if args.endings else people_of_sequences
        files = sorted(folder.glob("*.txt")) if args.learn else [TEST / f"{name}.txt"]
        yield from (one for path in files for one in read(path))
    else:
        name = "voices" if args.voices else "turns" if args.turns else "updates"
        yield from people((LEARN if args.learn else TEST) / f"{name}.txt")


def main() -> None:
    """Tell, ask, count, print."""
    ask = argparse.ArgumentParser(description="Scores changes of mind in whole conversations")
    ask.add_argument("--learn", action="store_true", help="the part that is learnt from")
    ask.add_argument("--turns", action="store_true", help="what is held, in many words of change")
    ask.add_argument(
        "--voices", action="store_true", help="both, by others than who wrote the code"
    )
    ask.add_argument("--endings", action="store_true", help="what ends without a word for it")
    ask.add_argument("--sequences", action="store_true", help="many things, told over weeks")
    ask.add_argument("--wrong", action="store_true", help="print what went wrong")
    args = ask.parse_args()
    found: list[Outcome] = []
    with (
        tempfile.TemporaryDirectory() as folder,
        PreferenceMemory.open(Path(folder) / "updates.db") as memory,
    ):
        everybody = list(asked_for(args))
        users = [tell(memory, n, person) for n, person in enumerate(everybody)]
        memory.drain()
        for user, person in zip(users, everybody, strict=True):
            replies: list[Personalization] = []
            if args.endings:
                mine = ended(user, person)
            elif args.sequences:
                mine = sequence(user, person)
            else:
                mine = scored(user, person, replies)
            found += mine
            if args.wrong and any(one.value != one.wanted for one in mine):
                print(told(person, user, replies))
    report(found)


if __name__ == "__main__":
    main()
