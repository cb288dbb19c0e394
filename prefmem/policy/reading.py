"""What kind of request it is: words first, then the heads, then the stricter reading.

Words are exact where they speak. The heads decide between kinds that words leave open, and add a
strict kind that words missed. Where neither is sure, the request is `unclear`, which is strict.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from operator import itemgetter
from typing import NamedTuple

from prefmem._remembered import remembered
from prefmem.policy import heads as heads_module
from prefmem.policy import tongues
from prefmem.policy.earlier import BEFORE, Left, leans, taken_over
from prefmem.policy.gravity import GRAVE, alarms, is_mishap, weighed
from prefmem.policy.lexicon import FAILURE, OPEN, STRICT
from prefmem.policy.question import ends
from prefmem.policy.recall import RECALL, asks_what_is_known
from prefmem.policy.seen import LENGTH, Text, see
from prefmem.policy.shapes import (
    EXPLAIN,
    EXPLAINABLE,
    GENERIC,
    MEASURE,
    MEASURED,
    NEEDED,
    PARTAKES,
    POINTING,
    SEEKING,
    SMALL,
    THING,
    is_own_text,
)
from prefmem.records import Vector

_OF_THE_QUESTION = frozenset({"quality_evaluation", "choice_for_others"})
"""Where the question shows by itself what it is, its story does not make it one of these."""
UNREAD = frozenset({"unclear", "unread"})
"""Kinds that are strict for want of an understanding: they give way to one."""
_SHARED = frozenset({"shared_choice", "choice_for_others"})
_CHOICES = _SHARED | {"evidence_decision", "quality_evaluation", "persuasion"}
_TASKS = frozenset({"code", "rewriting", "summary", "translation", "creative", "small_talk"})
_ON_TEXT = frozenset({"code", "rewriting", "summary", "translation"})
"""Tasks on a text that may be in any language."""
_PERSONAL = frozenset({"recommendation", "advice", "planning", "how_to"})
_TRUTH = ("factual_question", "explanation")
_STRICT_KINDS = frozenset(sign.kind for sign in STRICT) | set(_TRUTH)
_STRICT_CHOICES = _STRICT_KINDS - GRAVE - set(_TRUTH)
_PRONOUNS = frozenset("they them he him she her hers his someone somebody".split())  # noqa: SIM905
"""Where an application speaks of its user, these are that user."""
_YOU = frozenset({"you", "your", "we"})
_ALONE = 5
"""Words from which a question stands alone; a shorter one ("any ideas?") leans on its story."""
_BARE = 4
"""Words of a request that only names what is looked for: "dinner", "movie tonight"."""
_SHORT = 14
"""Words that small talk has at most."""
_SURE = 0.9
_CERTAIN = 0.97
"""From this probability the heads need no word that makes a strict kind possible."""
_FIRM = 0.6
"""What a strict kind that is not grave needs by sense, beside a wish that the words show."""
_FAINT = 0.2
"""Below this probability the heads do not say what a request is."""
_LIKELY = 0.3
"""Below this probability the heads doubt that it is a question of fact."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Which kinds a request is read as, and why."""

    kinds: tuple[str, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What the words of a request say by themselves: known before its vectors are."""

    seen: Text
    opened: set[str]
    strict: set[str]
    truth: str | None
    foreign: bool
    """True if it is in a language that is not read here."""
    earlier: frozenset[str] = frozenset()
    """Strict kinds that it takes over from the turns before it."""
    recalls: bool = False
    """True if it asks what is remembered, and nothing else."""
    heard: Vector | None = None
    """What the heads make of the words alone, where they are there."""


def words_of(text: str, before: Sequence[str] = ()) -> Words:
    """Read the words of a request; `before` are its user's turns before it, oldest first."""
    seen, opened, strict, truth, foreign = _told(text)
    heads = heads_module.load()
    left = [_left(one) for one in before[-BEFORE:]]
    return Words(
        seen=seen,
        opened=opened,
        strict=strict,
        truth=truth,
        foreign=foreign,
        recalls=asks_what_is_known(text),
        earlier=taken_over(left, leans=_leans(seen, opened, truth)) if left else frozenset(),
        heard=None if foreign or heads is None else heads.heard(seen.whole),
    )


def _told(text: str) -> tuple[Text, set[str], set[str], str | None, bool]:
    """What is seen of a text, the kinds its words show, and whether its language is not read."""
    seen = see(text)
    opened = _open(seen)
    strict = _strict(seen, opened)
    truth = _truth(seen, opened, strict)
    return seen, opened, strict, truth, _in_another_language(text, opened)


@remembered(512)
def _left(text: str) -> Left:
    """What a turn leaves for those after it: by its words alone, as its vectors are gone."""
    seen, opened, strict, truth, foreign = _told(text)
    kinds = strict if foreign else _by_words(strict, opened, truth)
    if foreign or not kinds:
        kinds = kinds | tongues.grave(seen.everything)
    if "code" in kinds:
        kinds = kinds - {"value_laden"}
    return Left(frozenset(kinds & (GRAVE | _STRICT_CHOICES)), _leans(seen, opened, truth))


def _leans(seen: Text, opened: set[str], truth: str | None) -> bool:
    return leans(seen.whole, stands=truth is not None or bool(opened - {"small_talk"}))


def read(
    text: str | Words, *, vector: Vector | None = None, question_vector: Vector | None = None
) -> Reading:
    """Read a request, or its words that were read before. Pure.

    `vector` is of the whole text, `question_vector` of what it asks.
    """
    said = words_of(text) if isinstance(text, str) else text
    reading = _read(said, vector, question_vector)
    over = said.earlier.difference(reading.kinds)
    if not over:
        return reading
    told = [*zip(reading.kinds, reading.reasons, strict=True)]
    told += [(kind, f"{kind}: from what was said before") for kind in over]
    return Reading(
        kinds=tuple([kind for kind, _ in sorted(told)]),
        reasons=tuple([reason for _, reason in sorted(told)]),
    )


def _read(said: Words, vector: Vector | None, question_vector: Vector | None) -> Reading:
    seen, opened, strict, truth = said.seen, said.opened, said.strict, said.truth
    if said.recalls:
        return _by_its_words({*strict, RECALL})
    if said.foreign:
        return _unread(strict | tongues.grave(seen.everything))
    scores = _Scores.of(said, vector, question_vector)
    if scores is None:
        kinds = _by_words(strict, opened, truth)
    else:
        kinds = _with_sense(strict, opened, truth, seen, scores)
    if "code" in kinds:  # "is it wrong to catch all exceptions" is not asked of a conscience
        kinds = kinds - {"value_laden"}
    own = {"rewriting"} if "persuasion" not in strict and is_own_text(seen.said) else set[str]()
    kinds = (kinds - {"persuasion"} if own else kinds) | own
    words = {*strict, *opened, *own, truth}
    reasons = {kind: "by its words" if kind in words else "by its sense" for kind in kinds}
    if not kinds:
        if alarmed := tongues.grave(seen.everything):
            return _unread(alarmed)
        reasons = {"unclear": "neither words nor sense say what it is"}
    if "shared_choice" in kinds and PARTAKES.search(seen.said):
        reasons.pop("choice_for_others", None)
    names = tuple(sorted(reasons))
    return Reading(kinds=names, reasons=tuple([f"{name}: {reasons[name]}" for name in names]))


def _by_its_words(kinds: set[str]) -> Reading:
    names = tuple(sorted(kinds))
    return Reading(kinds=names, reasons=tuple([f"{name}: by its words" for name in names]))


def _in_another_language(text: str, opened: set[str]) -> bool:
    """True if nothing of it can be read: what is asked is in a language other than English."""
    read = ends(text, LENGTH)
    if not opened:
        return tongues.foreign(read) or tongues.doubtful(read)
    return opened.isdisjoint(_ON_TEXT) and tongues.foreign(read)


def _unread(strict: set[str]) -> Reading:
    """A request in a language that is not read: nothing is free, what is grave is still seen."""
    kinds = tuple(sorted({*strict, *UNREAD}))
    reasons = dict.fromkeys(UNREAD, "not in English, which is what is read here")
    return Reading(
        kinds=kinds,
        reasons=tuple(f"{name}: {reasons.get(name, 'by its words')}" for name in kinds),
    )


# --- words --------------------------------------------------------------------------------------


def _strict(seen: Text, opened: set[str]) -> set[str]:
    found = alarms(seen.everything)
    for sign in STRICT:
        if sign.kind in GRAVE:
            continue
        if sign.kind in _OF_THE_QUESTION and opened & _PERSONAL and len(seen.asked) >= _ALONE:
            shown = sign.shows(seen.question, seen.asked)
        else:
            shown = sign.shows(seen.said, seen.words)
        if shown:
            found.add(sign.kind)
    if seen.words and seen.words <= GENERIC:
        found.add("unstated_situation")
    return found


def _open(seen: Text) -> set[str]:
    found = {sign.kind for sign in OPEN if sign.shows(seen.question, seen.asked)}
    found |= {
        sign.kind for sign in OPEN if sign.kind in _TASKS and sign.shows(seen.said, seen.words)
    }
    if "```" in seen.whole or FAILURE.search(seen.whole):
        found.add("code")
    if not found and len(seen.words) <= _BARE and THING.match(seen.said):
        found.add("recommendation")
    if not found and len(seen.words) <= 12 and SMALL.match(seen.said):
        found.add("small_talk")
    return found


def _truth(seen: Text, opened: set[str], strict: set[str]) -> str | None:
    """`factual_question` or `explanation`, where the shape of the question says so."""
    if seen.personal or (strict & _SHARED and POINTING.match(seen.bare)):
        return None
    if EXPLAIN.match(seen.bare):
        return "explanation"
    if not seen.factual or opened & _TASKS:
        return None
    if "evidence_decision" in strict and seen.bare.startswith("which"):
        return None
    if SEEKING.search(seen.bare) and not MEASURED.search(seen.bare):
        return None
    return "factual_question"


def _by_words(strict: set[str], opened: set[str], truth: str | None) -> set[str]:
    if truth is None:
        return strict | opened
    return _of_truth(strict, truth) | opened & {"code"}


def _of_truth(strict: set[str], truth: str) -> set[str]:
    """A question of truth is nobody's choice; a value-laden one is answered by values."""
    kept = strict - _SHARED
    return kept if kept & {"value_laden", "quality_evaluation"} else kept | {truth}


# --- sense --------------------------------------------------------------------------------------


class _Scores(NamedTuple):
    """What the heads say."""

    by_kind: Mapping[str, float]
    limits: Mapping[str, float]
    passing: Sequence[str]
    """Kinds over their limit."""

    @classmethod
    def of(cls, said: Words, vector: Vector | None, question: Vector | None) -> _Scores | None:
        heads = heads_module.load()
        if heads is None or vector is None or not heads_module.readable(vector):
            return None
        scores = heads.read(vector, said.seen.whole if said.heard is None else said.heard)
        if question is not None and heads_module.readable(question):
            asked = heads.read(question, said.seen.question)
            scores = {
                kind: max(score, asked[kind]) if kind in GRAVE else 0.3 * score + 0.7 * asked[kind]
                for kind, score in scores.items()
            }
        if is_mishap(said.seen.said):
            scores = {**scores, **dict.fromkeys(GRAVE, 0.0)}
        limits = heads.limits
        passing = [kind for kind, score in scores.items() if score >= limits[kind]]
        return cls(scores, limits, passing)

    def best(self, among: Iterable[str]) -> float:
        return max([self.by_kind.get(kind, 0.0) for kind in among], default=0.0)

    def sure(self, among: AbstractSet[str], *, over: float = 0.0) -> set[str]:
        """Kinds over their limit, and over `over`."""
        return {kind for kind in self.passing if kind in among and self.by_kind[kind] >= over}

    def likeliest(self) -> list[str]:
        return sorted(self.by_kind, key=lambda kind: -self.by_kind[kind])


def _with_sense(
    strict: set[str], opened: set[str], truth: str | None, seen: Text, scores: _Scores
) -> set[str]:
    said = strict
    wished = _FIRM if opened & _PERSONAL else 0.0
    grave = weighed(scores.sure(GRAVE), scores.by_kind, personal=scores.best(_PERSONAL))
    sensed = grave | scores.sure(_STRICT_CHOICES, over=wished)
    if sensed:
        strict = strict | {
            kind for kind in sensed if _plausible(kind, seen) or _certain(kind, seen, scores)
        }
    fact = scores.best(_TRUTH)
    if truth is not None:
        rival = _rival(seen, scores, fact)
        if rival:
            return strict | {rival}
        if fact < _LIKELY and scores.best(strict & _CHOICES) >= _SURE:
            return strict
        shared = {kind for kind in strict & _SHARED if scores.by_kind[kind] > fact}
        return _of_truth(said, _which(truth, seen, scores)) | (strict - _SHARED) | shared
    if not seen.personal and not opened & _TASKS and fact >= _SURE > 6 * scores.best(_PERSONAL):
        return _of_truth(strict, _which("factual_question", seen, scores))
    if seen.factual and not seen.personal:
        opened = opened | {kind for kind in _PERSONAL if scores.best((kind,)) >= _SURE}
    else:
        tasks = _TASKS - {"code"} if opened & _ON_TEXT else _TASKS
        sure = scores.sure((_PERSONAL | tasks) - opened)
        opened = opened | {kind for kind in sure if _plausible(kind, seen)}
    opened = _one_of(opened, scores)
    if strict | opened:
        return strict | opened
    if seen.factual and not seen.personal:
        return {_which("factual_question", seen, scores)}
    return _unsure(seen, scores)


def _rival(seen: Text, scores: _Scores, fact: float) -> str | None:
    """A kind that has the shape of a question of fact and is something else."""
    top, score = max(scores.by_kind.items(), key=itemgetter(1))
    if not _plausible(top, seen):
        return None
    if top in _TASKS - {"creative"}:
        return top if score >= scores.limits[top] and fact < _LIKELY else None
    if top in _PERSONAL and MEASURE.match(seen.bare):
        return None  # "how long does it take to build one" asks for a figure, not for a plan
    if top in _PERSONAL | {"creative"}:
        return top if score >= _SURE and fact < _LIKELY else None
    return None


def _which(truth: str, seen: Text, scores: _Scores) -> str:
    told = scores.by_kind.get("explanation", 0.0)
    if told > max(0.5, scores.by_kind["factual_question"]) and EXPLAINABLE.match(seen.bare):
        return "explanation"
    return truth


def _one_of(opened: set[str], scores: _Scores) -> set[str]:
    """A task on a text and a wish of one's own exclude each other: what is likelier stays."""
    tasks, personal = opened & (_TASKS - {"creative"}), opened & _PERSONAL
    if not tasks or not personal:
        return opened
    return opened - (personal if scores.best(tasks) >= scores.best(personal) else tasks)


def _plausible(kind: str, seen: Text) -> bool:
    """What the heads find also needs a word that makes it possible."""
    if kind == "small_talk":
        talks = not seen.factual or not _YOU.isdisjoint(seen.asked)
        return talks and len(seen.words) <= _SHORT
    needed = NEEDED.get(kind)
    if needed is None:
        return True
    found = needed & seen.words
    return bool(found - _PRONOUNS if "the user" in seen.said else found)


def _certain(kind: str, seen: Text, scores: _Scores) -> bool:
    return scores.by_kind[kind] >= _CERTAIN and "the user" not in seen.said


def _unsure(seen: Text, scores: _Scores) -> set[str]:
    """The likeliest kind; with it a stricter one that is nearly as likely."""
    ranked = [kind for kind in scores.likeliest()[:3] if _plausible(kind, seen)]
    if not ranked or scores.by_kind[ranked[0]] < _FAINT:
        return set()
    floor = 0.5 * scores.by_kind[ranked[0]]
    return {ranked[0]} | {
        kind for kind in ranked[1:] if kind in _STRICT_KINDS and scores.by_kind[kind] >= floor
    }
