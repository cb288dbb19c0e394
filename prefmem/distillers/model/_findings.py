"""From a model's answer to evidence: nothing that it says is taken on trust."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from prefmem.distillers.answers._bounds import bounded
from prefmem.distillers.model._asking import Unusable
from prefmem.distillers.model._question import KINDS, Question
from prefmem.distillers.words._alone import alone
from prefmem.distillers.words._mature import for_adults
from prefmem.distillers.words._sensitivity import sensitivity_of
from prefmem.distillers.words._vetoes import is_about_authority
from prefmem.records import Segment, Turn
from prefmem.stages.contexts import context_of
from prefmem.types import Context, Evidence, Kind

MAX_STATEMENT = 200
MAX_SITUATION = 60
STRENGTHS: Mapping[str, float] = {
    "instruction": 1.0,
    "stated": 0.9,
    "corrected": 0.9,
    "retracted": 0.9,
    "chosen": 0.7,
    "rejected": 0.7,
}
_AS_USER = re.compile(r"^(?:the )?user(?:'s)?\s+(?=\w)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Findings:
    """What an answer comes to."""

    evidence: tuple[Evidence, ...]
    withdrawn: tuple[str, ...]
    counters: Counter[str]


def findings(
    text: str, question: Question, *, behaviours: Collection[str], source: str
) -> Findings:
    """Check an answer against the turns it is about.

    Raises:
        Unusable: It is not a JSON object with a list of items.
    """
    answer = json_in(text, "items")
    counters: Counter[str] = Counter()
    read: dict[str, tuple[Evidence, Evidence | None]] = {}
    for item in _objects(answer["items"]):
        try:
            one = _evidence(item, question, behaviours, source)
        except _Dropped as dropped:
            counters[str(dropped)] += 1
        else:
            read.setdefault(one.id, (one, question.notes.get(_text(item.get("replaces")))))
    replaced = {note.id for one, note in read.values() if note and not _settled(note, one)}
    withdrawn = answer.get("withdrawn")
    named = cast("list[object]", withdrawn) if isinstance(withdrawn, list) else []
    wrong = {question.notes[i].id for i in map(_text, named) if i in question.notes}
    wrong -= {note.id for _, note in read.values() if note}
    stays = [one for one in question.notes.values() if one.id not in replaced | wrong]
    stays += question.hidden
    evidence: list[Evidence] = []
    for one, note in read.values():
        if _doubled(one, stays) if note is None else note.id not in replaced:
            counters["notes_confirmed"] += 1
        else:
            evidence.append(one)
    counters["notes_refined"] += len(replaced)
    counters["notes_withdrawn"] += len(wrong)
    return Findings(tuple(evidence), tuple(sorted(replaced | wrong)), +counters)


def json_in(text: str, name: str) -> dict[str, Any]:
    """The JSON object in an answer, whatever stands around it, with a list called `name`.

    Raises:
        Unusable: There is none. It is logged, so it repeats nothing: an answer quotes people.
    """
    text = text.rpartition("</think>")[2]
    answer = f"an answer of {len(text)} characters"
    start = text.find("{")
    if start < 0:
        raise Unusable(f"no JSON object in {answer}")
    try:
        found, _ = json.JSONDecoder().raw_decode(text, start)
    except (ValueError, RecursionError) as broken:
        raise Unusable(f"broken JSON in {answer}") from broken
    if not isinstance(found, dict) or not isinstance(cast("Any", found).get(name), list):
        raise Unusable(f"no list of {name} in {answer}")
    return cast("dict[str, Any]", found)


def _objects(items: list[object]) -> list[dict[str, Any]]:
    return [cast("dict[str, Any]", one) for one in items if isinstance(one, dict)]


class _Dropped(Exception):
    """An item that counts for nothing; its argument is the counter that says why."""


def _evidence(
    item: Mapping[str, Any], question: Question, behaviours: Collection[str], source: str
) -> Evidence:
    """The evidence that an item is; raises `_Dropped` if it is none."""
    behaviour, kind = _text(item.get("behaviour")), _text(item.get("kind"))
    statement = _statement(_text(item.get("statement")))
    if behaviour not in behaviours or kind not in KINDS or not statement:
        raise _Dropped("items_dropped")
    found = _found(_text(item.get("quote")), item.get("turn"), question)
    turn, quote = found.turn, found.text
    if is_about_authority(f"{statement}. {quote}"):
        raise _Dropped("authority_dropped")
    own = [s.text for spans in question.own.values() for s in spans if s.turn is turn]
    subject = _text(item.get("subject")).lower()[:60] or statement.lower()[:60]
    ends = "retracted" if kind == "retracted" else ""
    made = Evidence(
        # Of the same words several may be told: "I switched from jazz to techno" is two.
        id=_id(turn.conversation, turn.id, quote, behaviour, subject, ends),
        quote=quote,
        conversation_id=turn.conversation,
        message_id=turn.id,
        kind=cast("Kind", kind),
        polarity="against" if item.get("polarity") == "against" else "for",
        strength=STRENGTHS[kind],
        context=_context(_text(item.get("when")), turn, own),
        at=turn.at,
        source=source,
        behaviour=behaviour,
        subject=subject,
        statement=statement,
        reason=_reason(_text(item.get("reason")), own),
        lasting=item.get("lasting") is not False,
        sensitivity=sensitivity_of(f"{statement} {quote}"),
        condition="choice" if kind in ("chosen", "rejected") else "model",
    )
    note = question.notes.get(_text(item.get("replaces")))
    made = made if note is None else replace(made, condition=note.condition)
    return bounded(for_adults(alone(made)))


def _found(quote: str, number: object, question: Question) -> Segment:
    """Where a quote stands in the user's own words: the turn that was named first."""
    quote = quote.strip().strip("\"'“”‘’").strip()
    if len(quote) < 2:
        raise _Dropped("quotes_dropped")
    # A model may break lines anew; the quote that is kept is the user's, letter by letter.
    pattern = re.compile(r"\s+".join(map(re.escape, quote.split())))
    named = question.own.get(number, ()) if isinstance(number, int) else ()
    for span in (*named, *(one for spans in question.own.values() for one in spans)):
        match = pattern.search(span.text)
        if match:
            begin = span.start + match.start()
            return Segment(turn=span.turn, start=begin, end=begin + len(match.group()))
    raise _Dropped("quotes_dropped")


def _settled(note: Evidence, one: Evidence) -> bool:
    """True if a note says already what it is to be replaced by."""
    return (note.statement, note.behaviour, note.polarity, note.kind) == (
        one.statement,
        one.behaviour,
        one.polarity,
        one.kind,
    )


def _doubled(one: Evidence, notes: Iterable[Evidence]) -> bool:
    """True if a note that stays was made of the same words: the model did not replace it.

    Also one that was not shown: the model may know nothing of it.
    """
    return any(
        (note.conversation_id, note.message_id) == (one.conversation_id, one.message_id)
        and (note.quote in one.quote or one.quote in note.quote)
        for note in notes
    )


def _statement(text: str) -> str:
    text = _AS_USER.sub("", " ".join(text.split())).rstrip(".")
    return text[:1].upper() + text[1:] if len(text) <= MAX_STATEMENT else ""


def _reason(told: str, own: Sequence[str]) -> str | None:
    """A reason in the words of the user, unless it is sensitive: the wish says enough."""
    is_theirs = told and any(told in text for text in own)
    return told if is_theirs and sensitivity_of(told) is None else None


def _context(when: str, turn: Turn, own: Sequence[str]) -> Context:
    """The context that an item is limited to: one of those we know of, or the user's own words."""
    if not when:
        return turn.context
    asked = when if when.lower().startswith(("when", "at")) else f"when {when}"
    read = context_of(asked, given=turn.context)
    if read != turn.context:
        return read
    said = " ".join(" ".join(own).split()).lower()
    named = " ".join(when.split()).lower()[:MAX_SITUATION]
    if named not in said:
        raise _Dropped("contexts_dropped")
    return replace(turn.context, situation=named)


def _id(*parts: str) -> str:
    packed = "\x1f".join(("llm", *parts))
    return "ev_" + hashlib.sha256(packed.encode("utf-8", "replace")).hexdigest()[:24]


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""
