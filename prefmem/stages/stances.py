"""Which way a statement stands to each thing that it names.

"Prefers inns rather than hotels" is for inns and against hotels, whatever its polarity is. Two
statements about one thing agree where they stand the same way to the words that they share.
"""

# ruff: noqa: E501 -- lists of words are read as lists, whatever their length

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from prefmem._remembered import remembered
from prefmem.stages import keys
from prefmem.types import Polarity

_WANTED = (
    r"(?:prefer|love|enjoy|adore|appreciate|want|favou?r|choose|choosing|chose)(?:s|d|ed|ing)?|likes|liked|liking|"
    r"(?<=not )like|(?<=really )like|(?<=would )like|fond|keen|interested|passionate|fans?"
)
_UNWANTED = (
    r"(?:avoid|dislike|hate|despise|detest|loathe|refuse|oppose|skip|boycott|dread)(?:s|d|ed|ing)?|"
    r"(?:fell|fallen|falling) (?:\w+ )?out of love|soured on|cooled on|aversion|phobia|fear|afraid|scared|allergic|allerg(?:y|ies)|intolerant|against|distaste|disdain|"
    r"bored|boring|tired|cannot stand|can't stand|stays? away|steers? clear|anything but|free (?:of|from)"
)
_NEGATED = r"not|no|never|nothing|without|rarely|hardly|n't|cannot"
_TURNED = r"rather than|instead of|as opposed to|unlike|over|than|except"
_MARK = re.compile(
    rf"(?P<negated>\b(?:{_NEGATED})\b)|(?P<unwanted>\b(?:{_UNWANTED})\b)|(?P<wanted>\b(?:{_WANTED})\b)|"
    rf"(?P<turned>\b(?:{_TURNED})\b)|(?P<ends>[;:()–—]|\b(?:but|because|since|(?<!not )(?<!be )so|while|although)\b)|"
    r"(?P<word>[^\W_]+(?:'[a-z]+)?)",
    re.IGNORECASE,
)
_SHORT = 4
"""Words between a negation and the liking that it turns: "not a very big fan"."""
_WHERE = re.compile(
    r"\b(?:with|that|which|who|whose|without|involving|containing|featuring|made (?:of|from)|at|in|on|full of)\b(?P<more>.*)$",
    re.IGNORECASE,
)
_SHORTENED = re.compile(r"(?<!ca)n['\u2019]t\b", re.IGNORECASE)
"""The "n't" of "doesn't like"; "can't stand" is one mark."""
_NAME = re.compile(r"\b[A-Z][a-z]+\b")
_HALF = 0.5

_TURNED_OVER = -2
"""Agreement from which "prefers tents over hotels" is against who "prefers hotels"."""
LENGTH = "style.verbosity"
LANGUAGE = "style.language"
ADDRESS = "identity.address"
SCALES = frozenset({LENGTH, "style.tone"})
"""Behaviours that people want more or less of: against long answers is for short ones."""
Stance = Literal["agrees", "opposes", "apart"]


@dataclass(frozen=True, slots=True)
class Stated:
    """A statement with its polarity, and what matching reads of it."""

    statement: str
    polarity: Polarity
    trait: keys.Trait


@remembered(8_192)
def stances(statement: str, polarity: Polarity) -> dict[str, int]:
    """For each word that carries meaning, by its stem: 1 if it is wanted, -1 if it is not."""
    carrying = keys.content(statement)
    found: dict[str, int] = {}
    attitude = 1 if polarity == "for" else -1
    here, since, told = attitude, _SHORT + 1, False
    for mark in _MARK.finditer(statement):
        since += 1
        kind = mark.lastgroup
        if kind == "negated":
            # Before any word of liking, the polarity already says what "does not drink" says.
            here, since = -attitude if told else attitude, 0
        elif kind in ("wanted", "unwanted"):
            way = 1 if kind == "wanted" else -1
            attitude = here = -way if since <= _SHORT else way
            since, told = _SHORT + 1, True
        elif kind == "turned" and found:
            # What stands first is turned from nothing: "over jazz now".
            here = -attitude
        elif kind == "ends":
            here, since = attitude, _SHORT + 1
        stem = keys.stem(mark.group().lower())
        if stem in carrying:
            found.setdefault(stem, here)
    return found


def corrected(statement: str, said: str, polarity: Polarity) -> Polarity:
    """The polarity of what somebody writes in place of a statement of that polarity.

    It turns where the new words all stand the other way, as "Hates jazz" does to "Loves jazz" but
    "Prefers blues over jazz" does not; else the preference stays for or against what it was.
    """
    before = stances(statement, polarity)
    now = stances(_SHORTENED.sub(" not", said), polarity)
    shared = before.keys() & now.keys()
    turned = shared and all(before[word] == -now[word] for word in shared)
    if not turned or len(set(now.values())) > 1:
        return polarity
    return "against" if polarity == "for" else "for"


def stand(held: Stated, said: Stated) -> Stance:
    """How what is said now stands to what is held, where both are about one thing."""
    alike = held.polarity == said.polarity
    if held.trait.behaviour == said.trait.behaviour in SCALES:
        mine, yours = _side(held), _side(said)
        if mine and yours:
            return "agrees" if mine == yours else "opposes"
        if held.trait.behaviour == LENGTH:
            return "agrees" if alike else "opposes"
    if alike and (apart := _one_apart(held, said)):
        return apart
    if keys.opposed(held.trait, said.trait):
        if alike and _is_liking(held) and _is_liking(said):
            return "apart"
        return "opposes" if alike else "agrees"
    score = _agreement(held, said)
    if alike:
        return "opposes" if score <= _TURNED_OVER else "agrees"
    if score > 0:
        return "agrees"
    wanted, unwanted = (held, said) if held.polarity == "for" else (said, held)
    return "apart" if _apart(wanted, unwanted) else "opposes"


def _is_liking(one: Stated) -> bool:
    """True for a taste that leaves room for its contrary: who likes trains may like planes too."""
    return one.trait.family == "taste" and _LIKING.match(one.statement) is not None


_LIKING = re.compile(
    r"(?:really |also |still |now |does not )*"
    r"(?:likes?|loves?|enjoys?|adores?|dislikes?|hates?|is (?:fond of|into|a (?:\w+ )?fan of))\b",
    re.IGNORECASE,
)


def _one_apart(held: Stated, said: Stated) -> Stance | None:
    """What two languages, names or pronouns do: of these people have one at a time."""
    if held.trait.behaviour != said.trait.behaviour:
        return None
    read = {LANGUAGE: _names, ADDRESS: _called}.get(said.trait.behaviour)
    if read is None:
        return None
    mine, yours = read(held.statement), read(said.statement)
    return "opposes" if mine and yours and mine.isdisjoint(yours) else None


def _called(statement: str) -> frozenset[str]:
    """What somebody wants to be called, or the pronouns that they use, as one; else nothing."""
    found = _CALLED.match(statement)
    return frozenset([found["name"].casefold()]) if found else frozenset()


_CALLED = re.compile(
    r"^(?:wants to be called|uses the pronouns|goes by) (?P<name>.+?)(?:,? (?:and )?(?:not|never) .*)?$",
    re.IGNORECASE,
)


def _names(statement: str) -> frozenset[str]:
    """The languages that a statement names: its words with a capital, but for the first."""
    return frozenset(_NAME.findall(statement.partition(" ")[2]))


def _side(one: Stated) -> int:
    """Which side of its scale a statement wants, 1 or -1; 0 if none of its words says so.

    "No long answers" wants the side of "short".
    """
    wanted = stances(one.statement, "for")
    sides = keys.sides(one.statement)
    score = sum(wanted.get(stem, 0) * (1 - 2 * side) for stem, (_, side) in sides.items())
    return (score > 0) - (score < 0)


def _agreement(a: Stated, b: Stated) -> int:
    """Words that both want or neither does, less those that one wants; subjects count twice."""
    mine, theirs = stances(a.statement, a.polarity), stances(b.statement, b.polarity)
    about = a.trait.subject | b.trait.subject
    return sum(
        (1 + (word in about)) * mine[word] * theirs[word] for word in mine.keys() & theirs.keys()
    )


def _apart(wanted: Stated, unwanted: Stated) -> bool:
    """True if one can want the one and not the other.

    To avoid clothes "with floral prints" says nothing against clothes that are old; to be bored by
    group classes does contradict who loves them.
    """
    more = _WHERE.search(unwanted.statement)
    narrowed = keys.content(more["more"] if more else "") or keys.named(unwanted.trait)
    return bool(narrowed) and len(keys.beyond(wanted.trait, narrowed)) >= _HALF * len(narrowed)
