"""The semantic summary: what a person tends to want, by persona and behaviour, in few tokens.

Derived from preferences, never from an older summary. Each clause is the statement of one
preference, so that it can be traced; a model may word it better, if it keeps the facts clause by
clause.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from prefmem.ports import TokenCounter
from prefmem.records import Sentence
from prefmem.stages import keys
from prefmem.types import Clause, Persona, Preference

TITLES = {
    "style": "Style",
    "expertise": "Knowledge",
    "interaction": "Working together",
    "taste": "Tastes",
    "constraint": "Constraints",
    "learning": "Learning",
    "work": "Work",
    "topic": "Interests",
    "identity": "Address",
    "value": "Values",
}
"""How families of behaviours are called, in the order in which they are told."""
_LAST = len(TITLES)
LIMIT = 150
"""Tokens of a summary, where nobody says otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The summary with its sources."""

    text: str
    clauses: tuple[Clause, ...]


def traced(
    preferences: Sequence[Preference],
    personas: Sequence[Persona],
    *,
    limit_tokens: int = LIMIT,
    counter: TokenCounter,
) -> Summary:
    """The summary with, for each clause, the preferences it tells.

    What weighs most is taken first, until the tokens are used up; then it is put in order.
    """
    told = sorted((p for p in preferences if _worth_telling(p)), key=_importance)
    chosen: list[Preference] = []
    best = Summary(text="", clauses=())
    refused = 0
    for one in told:
        tried = _write([*chosen, one], personas)
        if counter.count(tried.text) <= limit_tokens:
            chosen.append(one)
            best = tried
        else:
            refused += 1
            if refused == 3:  # shorter ones may still fit, but not for long
                break
    return best


def reworded(
    sentences: Sequence[Sentence],
    summary: Summary,
    *,
    limit_tokens: int = LIMIT,
    counter: TokenCounter,
) -> Summary | None:
    """A model's wording, each sentence traced to preferences; None if its facts are not the same.

    Each sentence must have the facts of the clauses that it says it tells, and of no other. Those
    stand under one title, and what is wanted is not told together with what is not.
    """
    made: list[Clause] = []
    untold = list(range(len(summary.clauses)))
    for sentence in sentences:
        places = [number - 1 for number in sentence.of]
        if not places or not set(places) <= set(untold):
            return None
        untold = [place for place in untold if place not in places]
        clause = _reworded(sentence.text, [summary.clauses[place] for place in sorted(places)])
        if clause is None:
            return None
        made.append(clause)
    titles = list(dict.fromkeys(clause.title for clause in summary.clauses))
    clauses = tuple(sorted(made, key=lambda one: titles.index(one.title)))
    text = _text(clauses, " ")
    fits = not untold and counter.count(text) <= limit_tokens
    return Summary(text=text, clauses=clauses) if fits else None


def _reworded(text: str, told: Sequence[Clause]) -> Clause | None:
    ids = tuple(i for clause in told for i in clause.preferences)
    alike = len({clause.title for clause in told}) == 1
    against = {bool(_negations(clause.text)) for clause in told}
    if not alike or len(against) > 1 or not same_facts(text, told):
        return None
    return Clause(text=f"{text.strip().rstrip(' .')}.", preferences=ids, title=told[0].title)


def same_facts(worded: str, clauses: Sequence[Clause]) -> bool:
    """True if a text by a model says what clauses say: nothing left out, added or turned.

    Every clause must be found by all of its words of content, in their order; every word of
    content must come from a clause; and negations and words that turn a meaning without having
    one of their own ("only", "before") must be as many. Stricter than meaning requires: a
    refused wording costs nothing, an invented fact would.
    """
    told = ". ".join(clause.text for clause in clauses)
    said = _stems(worded)
    if not said or set(said) - set(_stems(told)) - _GLUE:
        return False
    if _negations(worded) != _negations(told) or _turning(worded) != _turning(told):
        return False
    return all(_in_order(_stems(clause.text), said) for clause in clauses)


_WORD = re.compile(r"[^\W_]+(?:'[a-z]+)?")
_GLUE = frozenset(
    keys.stem(w)
    for w in ("person", "they", "who", "also", "while", "when", "tends", "favours", "works", "well")
)
_NEGATIVES = """
    not no never avoid avoids avoided avoiding dislike dislikes disliked hate hates hated without
    refuses rejects cannot except neither nor
"""
_NEGATIVE = frozenset(_NEGATIVES.split())
_TURNS = """
    only more most less least always sometimes usually often rarely seldom before after during over
    under than until unless instead rather if once again
"""
_TURNING = frozenset(_TURNS.split())


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower().replace("’", "'"))


def _stems(text: str) -> list[str]:
    """The words of content, in order."""
    return [stem for word in _words(text) for stem in keys.content(word)]


def _in_order(words: Iterable[str], said: Iterable[str]) -> bool:
    left = iter(said)
    return all(word in left for word in words)


def _negations(text: str) -> int:
    return sum(w in _NEGATIVE or w.endswith("n't") for w in _words(text))


def _turning(text: str) -> Counter[str]:
    return Counter(w for w in _words(text) if w in _TURNING)


def _worth_telling(one: Preference) -> bool:
    lasts = not one.suspended and one.conversation is None
    return lasts and one.status == "active" and one.tier != "universal"


def _importance(one: Preference) -> tuple[bool, bool, bool, float, str]:
    """What is safeguarded goes before tastes, however fresh these are: an allergy is never cut."""
    kept = one.tier == "safeguarded"
    return (not one.pinned, not kept, not one.outright, -one.weight, one.id)


def _write(chosen: Sequence[Preference], personas: Sequence[Persona]) -> Summary:
    """Lines by persona, then by family; the same preferences give the same bytes."""
    home = {i: p.name for p in personas for i in p.preferences}
    order = {p.name: n for n, p in enumerate(personas, 1)}
    families = {name: n for n, name in enumerate(TITLES)}
    rows = sorted(
        chosen,
        key=lambda p: (
            order.get(home.get(p.id, ""), 0),
            families.get(_family(p), _LAST),
            p.behaviour,
            p.statement,
            p.id,
        ),
    )
    clauses = tuple(
        Clause(
            text=one.statement.rstrip(" ."),
            preferences=(one.id,),
            title=_titled(home.get(one.id) or TITLES.get(_family(one), "Other")),
        )
        for one in rows
    )
    return Summary(text=_text(clauses, "; ", end="."), clauses=clauses)


def _text(clauses: Sequence[Clause], between: str, *, end: str = "") -> str:
    """A line for each title, in the order of the clauses."""
    lines: dict[str, list[str]] = {}
    for clause in clauses:
        lines.setdefault(clause.title, []).append(clause.text)
    return "\n".join(f"{title}: {between.join(texts)}{end}" for title, texts in lines.items())


def _family(one: Preference) -> str:
    return one.behaviour.partition(".")[0]


def _titled(title: str) -> str:
    return title[:1].upper() + title[1:]
