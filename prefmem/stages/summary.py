"""The semantic summary: what a person tends to want, by persona and behaviour, in few tokens.

Derived from preferences, never from an older summary. Each clause is the statement of one
preference, so that it can be traced; a model may word it better, if it keeps the facts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from prefmem.ports import TokenCounter
from prefmem.stages import keys
from prefmem.types import Persona, Preference

TITLES = {
    "style": "Style",
    "expertise": "Knows",
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A piece of the summary, and the preferences that it tells."""

    text: str
    preferences: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The summary with its sources."""

    text: str
    clauses: tuple[Clause, ...]


def summarize(
    preferences: Sequence[Preference],
    personas: Sequence[Persona],
    *,
    limit_tokens: int = 150,
    counter: TokenCounter,
) -> str:
    """The summary as text."""
    return traced(preferences, personas, limit_tokens=limit_tokens, counter=counter).text


def traced(
    preferences: Sequence[Preference],
    personas: Sequence[Persona],
    *,
    limit_tokens: int = 150,
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


def same_facts(worded: str, summary: Summary, *, limit_tokens: int, counter: TokenCounter) -> bool:
    """True if a text by a model says what the summary says: nothing left out, nothing added.

    Every clause must be found by most of its words of content, every word of content must come
    from the summary, and no clause may change its negation. Stricter than meaning requires: a
    refused wording costs nothing, an invented fact would.
    """
    if counter.count(worded) > limit_tokens or not worded.strip():
        return not summary.clauses and not worded.strip()
    known, said = keys.content(summary.text), keys.content(worded)
    if said - known - _GLUE:
        return False
    if _negations(worded) != _negations(summary.text):
        return False
    for clause in summary.clauses:
        words = keys.content(clause.text)
        if words and len(words & said) < 0.8 * len(words):
            return False
    return True


_GLUE = frozenset(
    keys.stem(w)
    for w in ("person", "they", "who", "also", "while", "when", "tends", "favours", "works", "well")
)
_NEGATIVE = frozenset({"not", "no", "never", "avoids", "dislikes", "hates", "without", "avoid"})


def _negations(text: str) -> int:
    words = text.lower().replace(".", " ").replace(",", " ").replace(";", " ").split()
    return sum(w in _NEGATIVE or w.endswith("n't") for w in words)


def _worth_telling(one: Preference) -> bool:
    return one.status == "active" and not one.suspended and one.tier != "universal"


def _importance(one: Preference) -> tuple[bool, bool, float, str]:
    return (not one.pinned, not one.outright, -one.weight, one.id)


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
            p.id,
        ),
    )
    lines: dict[str, list[Clause]] = {}
    for one in rows:
        title = home.get(one.id) or TITLES.get(_family(one), "Other")
        clause = Clause(text=one.statement.rstrip(" ."), preferences=(one.id,))
        lines.setdefault(title, []).append(clause)
    text = "\n".join(
        f"{_titled(title)}: {'; '.join(c.text for c in clauses)}."
        for title, clauses in lines.items()
    )
    return Summary(text=text, clauses=tuple(c for cs in lines.values() for c in cs))


def _family(one: Preference) -> str:
    return one.behaviour.partition(".")[0]


def _titled(title: str) -> str:
    return title[:1].upper() + title[1:]
