"""Several things in one preference, "peanuts and shellfish": one may end, and the rest holds on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from prefmem.records import PreferenceRecord
from prefmem.stages import keys
from prefmem.types import Evidence

_BETWEEN = re.compile(r"(,?\s+(?:and|or|nor)\s+|,\s+)", re.IGNORECASE)
_ALONE = re.compile(
    r"(?:(?:also|even) )?(?:(?:cannot|does not|never|avoids?) (?:have |eat |drink |take |like )?)?"
    r"(?!(?:also|especially|mostly|but|not|only|because|since|when|if|at|on|in|with|for|from|to|by|they|their|so)\b)"
    r"(?!.*\b(?:them|it|him|her|one|that|this)\b)"
    r"[\w'’-]+(?: [\w'’-]+){0,2}",
    re.IGNORECASE,
)
"""One thing more in a list, and no clause."""
GONE = "without"
"""In a key's state: the words of what was taken from a preference for several things."""
_LEADS = re.compile(
    r"\b(?:allergic|intolerant|sensitive|listens?|eats?|drinks?|have|has|takes?|loves?|likes?|"
    r"enjoys?|hates?|dislikes?|avoids?|prefers?|adores?|into|fan of|fond of|plays?|reads?|"
    r"watch(?:es)?|wants?|uses?|stand|bear|no)(?: to)?$",
    re.IGNORECASE,
)
"""What leads to the first of several things, and to any other as well."""
_CLAUSE = re.compile(r"(?:cannot|does not|never|avoids?)\b", re.IGNORECASE)
_STILL = re.compile(
    r"\bstill (?:no|not|never|off|avoid\w*|a no|can(?:no|['’])?t|don['’]?t|do not)\b", re.IGNORECASE
)
"""Something else is said to be as it was: "meat still no"."""


def without(record: PreferenceRecord, said: Evidence) -> PreferenceRecord | None:
    """A preference for several things without those that ended; None where none is left."""
    left = left_of(record.statement, said)
    if not left:
        return None
    gone = keys.content(record.statement) - keys.content(left)
    drift = {**record.drift, GONE: sorted({*record.drift.get(GONE, ()), *gone})}
    subject = _subject_of(record.subject, left)
    return replace(record, statement=left, subject=subject, drift=drift)


def is_gone(record: PreferenceRecord, said: Evidence) -> bool:
    """True if all that this ends was taken from the preference before: the rest holds on."""
    ended, stays = keys.content(said.subject), keys.content(record.statement)
    taken = ended <= set(record.drift.get(GONE, ()))
    return bool(ended) and taken and ended.isdisjoint(stays)


def is_list(statement: str) -> bool:
    """True if a statement tells several things, the last behind "and" or "or"."""
    pieces = _BETWEEN.split(statement)
    if len(pieces) < 3 or pieces[-2].strip() == ",":
        return False
    return all(_ALONE.fullmatch(one) for one in pieces[2::2])


def left_of(statement: str, said: Evidence) -> str:
    """What a statement of several things tells without those that ended; "" where none is left.

    A statement of one thing, and one of which nothing is named, leave nothing.
    """
    if not is_list(statement):
        return ""
    pieces = _BETWEEN.split(statement)
    things = pieces[::2]
    ended = keys.content(said.subject) or keys.content(said.statement)
    over = [_last(one) in ended for one in things]
    if all(over) or not any(over):
        return ""
    rest = [one for one, gone in zip(things[1:], over[1:], strict=True) if not gone]
    first = _head(things[0], ended) if over[0] else things[0]
    if over[0] and not (_LEADS.search(first) or _CLAUSE.match(rest[0])):
        return ""
    return _joined(first, rest, pieces[-2], listed=not over[0])


def _subject_of(subject: str, left: str) -> str:
    """What a preference is about that tells less than before."""
    if keys.content(subject) <= keys.content(left):
        return subject
    return _BETWEEN.split(left)[0].split()[-1]


def keeps(said: Evidence, statement: str) -> bool:
    """True if a message that ends one thing says that others are as they were, and not which.

    Who eats fish again, "meat still no", may be vegetarian but for that.
    """
    ended = keys.content(said.subject) or keys.content(said.statement)
    return bool(_STILL.search(said.quote)) and ended.isdisjoint(keys.content(statement))


def _last(thing: str) -> str:
    """The stem of the last word that carries meaning: what the thing is."""
    words = [keys.stem(word.lower()) for word in re.findall(r"[\w'’-]+", thing)]
    carrying = keys.content(thing)
    return next((word for word in reversed(words) if word in carrying), "")


def _head(thing: str, ended: frozenset[str]) -> str:
    """The words before the first thing of a list: "Allergic to"."""
    words = thing.split()
    while words and keys.content(words[-1]) and keys.content(words[-1]) <= ended:
        words.pop()
    return " ".join(words)


def _joined(first: str, rest: Sequence[str], between: str, *, listed: bool) -> str:
    """A list again: what its first words and the things behind them tell."""
    if not listed:
        first, rest = (rest[0] if _CLAUSE.match(rest[0]) else f"{first} {rest[0]}"), rest[1:]
    *middle, last = (first, *rest)
    text = f"{', '.join(middle)}{between}{last}" if middle else last
    return text[:1].upper() + text[1:]
