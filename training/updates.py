"""Scores whole conversations with changes of mind, through the public SDK alone.

    python training/updates.py            on `training/test/updates.txt`, which is only measured
    python training/updates.py --learn    on `training/keys/updates.txt`, which is learnt from
    python training/updates.py --turns    on the `turns.txt` beside it: what is held
    python training/updates.py --voices   on `voices.txt`: both, by authors who saw no code
    python training/updates.py --endings  on `endings.txt`: what ends without a word for it
    python training/updates.py --sequences  on `sequences.txt`: many things, told over weeks
    python training/updates.py --kin      on `kin.txt`: two things of one kind, weeks apart
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

Of `--kin` each pair is a person. *First told*, *second told*: a preference rests on that message.
*Over*: of what the first message founded, that which is closed or in doubt after the second, where
it takes its place or ends it, and where both hold. *Taken for one*: one rests on both messages,
where the second says the first again, and where they are two things.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import told  # noqa: E402
from told import START, Person  # noqa: E402

from prefmem import Personalization, Preference, PreferenceMemory, UserMemory  # noqa: E402

TEST = HERE / "test"
SIDES = {"+": "for", "-": "against"}
FORM = ("style.", "expertise.", "interaction.")
BUDGET = 256


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one question: a figure of `name`, good if `value` is `wanted`."""

    name: str
    kind: str
    value: bool
    wanted: bool


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


def ended(user: UserMemory, person: Person, _: list[Personalization]) -> list[Outcome]:
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


def kin(user: UserMemory, person: Person, _: list[Personalization]) -> list[Outcome]:
    """What became of what the first message founded, and of the second."""
    before = user.profile(at=START + told.WEEKS / 2).preferences
    after = user.profile(at=START + 1.5 * told.WEEKS).preferences
    sure = {one.id for one in after if one.doubted is None}
    found = [Outcome("first told", person.kind, bool(before), wanted=True)]
    if before:
        over = all(one.id not in sure for one in before)
        one = any(marks(p) == {"=", ">"} for p in after)
        found.append(Outcome("over", person.kind, over, wanted=person.kind in ("instead", "less")))
        found.append(Outcome("taken for one", person.kind, one, wanted=person.kind == "same"))
    if person.kind != "less":
        second = any(">" in marks(p) for p in after)
        found.append(Outcome("second told", person.kind, second, wanted=True))
    return found


def _began(user: UserMemory, person: Person) -> set[str]:
    """The messages that any preference ever rested on."""
    return {
        name
        for hours in range(len(person.said))
        for p in user.profile(at=START + timedelta(hours=hours, minutes=1)).preferences
        for name in (e.message_id for e in p.evidence)
    }


def sequence(user: UserMemory, person: Person, _: list[Personalization]) -> list[Outcome]:
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


def story(person: Person, user: UserMemory, replies: list[Personalization], at: datetime) -> str:
    """A person's story as the system has it."""
    lines = [f"\n@ {person.kind} {person.field}"]
    lines += [f"  {mark} {text}" for mark, text in person.said]
    for preference in user.profile(at=at).preferences:
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


@dataclass(frozen=True, slots=True)
class Measure:
    """One file that is only measured, those that are learnt from, and how both are told."""

    test: str
    learn: str | None
    """A pattern of files in `training/`; none where nothing is learnt."""
    help: str
    read: Callable[[Path], Iterator[Person]] = told.people
    score: Callable[[UserMemory, Person, list[Personalization]], list[Outcome]] = scored
    every: timedelta = told.HOUR

    def everybody(self, *, learn: bool) -> list[Person]:
        """The people of its files."""
        if not learn:
            return list(self.read(TEST / self.test))
        if self.learn is None:
            raise SystemExit("nothing is learnt from pairs of this kind")
        return [one for path in sorted(HERE.glob(self.learn)) for one in self.read(path)]


MEASURES = {
    "updates": Measure("updates.txt", "keys/updates.txt", "changes of mind in long accounts"),
    "turns": Measure("turns.txt", "keys/turns.txt", "what is held, in many words of change"),
    "voices": Measure("voices.txt", "keys/voices.txt", "both, by others than who wrote the code"),
    "endings": Measure(
        "endings.txt",
        "endings/*.txt",
        "what ends without a word for it",
        told.people_of_endings,
        ended,
    ),
    "sequences": Measure(
        "sequences.txt",
        "sequences/*.txt",
        "many things, told over weeks",
        told.people_of_sequences,
        sequence,
    ),
    "kin": Measure(
        "kin.txt", None, "two things of one kind, weeks apart", told.people_of_kin, kin, told.WEEKS
    ),
}


def main() -> None:
    """Tell, ask, count, print."""
    ask = argparse.ArgumentParser(description="Scores changes of mind in whole conversations")
    ask.add_argument("--learn", action="store_true", help="the part that is learnt from")
    ask.add_argument("--wrong", action="store_true", help="print what went wrong")
    for name, one in MEASURES.items():
        ask.add_argument(f"--{name}", dest="name", action="store_const", const=name, help=one.help)
    ask.set_defaults(name="updates")
    args = ask.parse_args()
    measure = MEASURES[args.name]
    found: list[Outcome] = []
    with (
        tempfile.TemporaryDirectory() as folder,
        PreferenceMemory.open(Path(folder) / "updates.db") as memory,
    ):
        everybody = measure.everybody(learn=args.learn)
        users = [told.tell(memory, n, p, every=measure.every) for n, p in enumerate(everybody)]
        memory.drain()
        for user, person in zip(users, everybody, strict=True):
            replies: list[Personalization] = []
            mine = measure.score(user, person, replies)
            found += mine
            if args.wrong and any(one.value != one.wanted for one in mine):
                print(story(person, user, replies, START + (len(person.said) + 1) * measure.every))
    report(found)


if __name__ == "__main__":
    main()
