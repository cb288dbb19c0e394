"""What a short reply to an offer says: "no mushrooms tho, my wife can't stand them".

Most of what people tell of their tastes they tell so, and they leave out what everybody can see:
that they speak of themselves, and of what. What they had asked for names it. A wish with a
reason, or one that holds by its words, is stated; a wish without is what was shown once.
"""

# ruff: noqa: E501 -- patterns are read as they are, whatever their length

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from prefmem.distillers.offers import (
    _asked_back,
    _offered,
    _reply_parts,
    _reply_words,
    _seen,
)
from prefmem.distillers.offers._choices import Choice
from prefmem.distillers.offers._circumstances import Circumstance
from prefmem.distillers.offers._options import options_in
from prefmem.distillers.offers._reply_parts import Part, Wish
from prefmem.distillers.offers._sought import Sought, is_for_a_person, offers, sought_in, told_of
from prefmem.distillers.reading._span import Span
from prefmem.distillers.words import _fields, _frames, _vetoes
from prefmem.distillers.words._elided import lowered_at_start
from prefmem.distillers.words._said import evidence_of
from prefmem.distillers.words._sentences import Sentence, sentences
from prefmem.distillers.words._statements import finished, plain
from prefmem.distillers.words._subjects import subject_of
from prefmem.records import Segment, Turn
from prefmem.stages import artefacts
from prefmem.stages.intake import is_english
from prefmem.stages.keydata import HEALTH
from prefmem.stages.sensitivity import classes_of
from prefmem.types import Evidence, Kind, Polarity

MOST_WORDS = 45
"""Of a turn that is a reply."""
MOST_IN_SENTENCE = 25
MOST_SHOWN = 14
"""Of a turn whose wishes without a reason count."""
STATED, SHOWN = 0.85, 0.5
"""Strength of a wish that lasts, and of one that was shown once."""
CONDITION = "said in reply to an offer"
LIMIT = "constraint.practical"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What one part of a reply says, or two that belong together."""

    turn: Turn
    start: int
    """In the turn."""
    end: int
    kind: Kind
    polarity: Polarity
    behaviour: str
    subject: str
    statement: str
    wished: tuple[int, int]
    """Where the wish itself stands, without its reason."""
    reason: str | None = None
    sensitivity: str | None = None
    bare: bool = False
    """True where its reason alone tells that it is a wish."""

    @property
    def lasting(self) -> bool:
        """True if it is stated, not only shown."""
        return self.kind == "stated"

    def meets(self, start: int, end: int) -> bool:
        """True if a place of its turn and its words overlap."""
        return self.start < end and start < self.end

    def says(self, span: Span) -> bool:
        """True if a span of the same words adds nothing: it gives the reason, or the wish again."""
        if not self.meets(span.start, span.end) or span.cue.kind == "constraint":
            return False
        text = span.text
        return not _frames.OWN_SUBJECT.match(text.lstrip()) or _POINTS.search(text) is not None

    def evidence(self, *, source: str) -> Evidence:
        """It as evidence."""
        return evidence_of(
            self.turn,
            self.turn.content[self.start : self.end],
            kind=self.kind,
            polarity=self.polarity,
            strength=STATED if self.lasting else SHOWN,
            source=source,
            behaviour=self.behaviour,
            subject=self.subject,
            statement=self.statement,
            reason=self.reason,
            sensitivity=self.sensitivity,
            condition=CONDITION,
        )


_POINTS = re.compile(r"\b(?:it|them|that|those|these|ones|they)\b", re.IGNORECASE)


def replies_in(
    segments: Sequence[Segment], *, offered: str, requests: Sequence[str]
) -> list[Reply]:
    """What a user's turn says in reply to an offer, in its order.

    Args:
        segments: The user's own words of the turn.
        offered: The assistant's turn before; "" where there is none.
        requests: The user's turns before, the latest first.
    """
    text = " ".join(segment.text for segment in segments)
    if not offered or not requests or not 1 <= len(text.split()) <= MOST_WORDS:
        return []
    if not is_for_a_person(requests, offered) or _TO_WRITE.search(text):
        return []
    sought = sought_in(requests)
    asked = None if _offered.is_pick(segments, offered) else _asked_back.asked_for(offered)
    shown = offers(requests) and _is_choice(offered) and len(text.split()) <= MOST_SHOWN
    around = _Around(sought, asked, shown)
    found: list[Reply] = []
    for segment in segments:
        said = [s for s in sentences(segment.text, offset=segment.start) if _is_read(s)]
        if seen := _seen.seen_in(segment, offered, sought):
            found.append(_felt(segment.turn, seen, sought))
            continue
        following = [*said[1:], None]
        for k, sentence in enumerate(said):
            before = said[k - 1].text if k else ""
            answer = _asked_back.answer_in(sentence, asked) if asked else None
            answers = [_answered(segment.turn, answer, sought)] if answer else []
            why = _reply_parts.reason_behind(sentence, following[k])
            wishes = _read(segment.turn, sentence, _since(before, around), why)
            found += [one for one in wishes if not any(a.meets(*one.wished) for a in answers)]
            found += answers
    return [one for one in found if one.statement]


def _since(before: str, around: _Around) -> _Around:
    """What a sentence is read against where the one before it names a field by its verb."""
    named = told_of(before)
    return around if named is None or around.sought is None else replace(around, sought=named)


def _is_choice(offered: str) -> bool:
    """True if an offer leaves a choice: options, or a sentence of two or three things."""
    brief = len(offered.split()) <= _BRIEF and _OR.search(offered) is not None
    return brief or len(options_in(offered)) > 1


_BRIEF = 25
"""Words of an offer that is one sentence."""
_OR = re.compile(r"\w,? or \w", re.IGNORECASE)
_TO_WRITE = re.compile(
    r"\b(?:write|draft|compose|rewrite|rephrase|translate|summari[sz]e)\b", re.IGNORECASE
)


def _is_read(sentence: Sentence) -> bool:
    if sentence.question or len(sentence.text.split()) > MOST_IN_SENTENCE:
        return False
    text = sentence.text
    return not (_vetoes.is_ironic(text) or _vetoes.is_about_authority(text)) and (
        is_english(text) or len(text.split()) < _FEW
    )


_FEW = 4
"""Words of which no language is told."""


@dataclass(frozen=True, slots=True)
class _Around:
    """What a reply is read against."""

    sought: Sought | None
    asked: _asked_back.Asked | None
    """What the assistant asked of the user in general."""
    shows: bool
    """True if it answers options that were asked for, so that a bare wish shows a taste."""


def _read(
    turn: Turn, sentence: Sentence, around: _Around, behind: Sequence[Part]
) -> Iterator[Reply]:
    sought = around.sought
    parts = [*_reply_parts.parts_of(sentence.text, sentence.start), *behind]
    wishes = [
        _reply_parts.wish_of(one, turn.content[one.first : one.end + _AROUND]) for one in parts
    ]
    reasons = [
        k for k, one in enumerate(parts) if wishes[k] is None and _reply_parts.is_why(one.text)
    ]
    if not parts or any(_reply_parts.is_of_now(one.text) for one in parts):
        return
    if sought is not None and wishes[0] is None and reasons[:1] == [1]:
        wishes[0] = _reply_parts.bare_wish_of(parts[0])
    for k, (part, wish) in enumerate(zip(parts, wishes, strict=True)):
        if wish is None:
            continue
        near = min(
            (n for n in reasons if _is_beside(n, k, wishes)), key=lambda n: abs(n - k), default=None
        )
        why = None if near is None or _BUDGET.match(part.text) else parts[near]
        if around.asked and wish.form in ("without", "mostly"):
            wish = replace(wish, lasting=True)
        made = _made(turn, part, wish, why, sought)
        if around.asked == "diet" and wish.form == "without" and not _FOR_ANOTHER.search(wish.what):
            made = replace(
                made,
                behaviour=HEALTH,
                statement=finished(f"Avoids {_reply_words.named(wish.what)}"),
                sensitivity="health",
            )
        if made.lasting or (around.shows and sought is not None and _is_shown(wish)):
            yield made


_BUDGET = re.compile(r"(?:my |our )?budget\b", re.IGNORECASE)
"""Of one thing to buy, whatever is told beside it."""
_FOR_ANOTHER = re.compile(
    rf"\bfor (?:my|our|the) (?:[\w'-]+ )?{_reply_parts.PERSON}\b", re.IGNORECASE
)
_AROUND = 14
"""Characters behind a part that may say that it lasts: "no milk for me"."""


def _is_beside(reason: int, wish: int, wishes: Sequence[Wish | None]) -> bool:
    """True if only wishes stand between a reason and a wish, and at most two of them."""
    low, high = sorted((reason, wish))
    between = wishes[low + 1 : high]
    return len(between) <= 2 and all(one is not None for one in between)


def _is_shown(wish: Wish) -> bool:
    """True for a wish without a reason that still tells a taste, not the answer at hand."""
    return wish.form != "too" or len(wish.what.split()) > 1


def _made(turn: Turn, part: Part, wish: Wish, why: Part | None, sought: Sought | None) -> Reply:
    """A wish with its reason; without one that is another's health, or private."""
    start, end = part.start, part.end
    private = classes_of(why.text) if why else ()
    of_body = why is not None and private == ("health",) and _is_own(why.text)
    told = why if why is not None and (of_body or not private) else None
    if told is not None:
        start, end = min(start, told.start), max(end, told.end)
    lasting = wish.lasting or why is not None
    reason = _reply_words.reason_of(told.text) if told else ""
    body, about = _reply_words.worded(wish, sought, lasting=lasting)
    aside = "; ".join(one for one in (about, reason) if one)
    behaviour = HEALTH if of_body else _behaviour(wish, part, why, sought)
    kind: Kind = "stated" if lasting else "rejected" if wish.polarity == "against" else "chosen"
    quote = turn.content[start:end]
    delicate = classes_of(quote)
    return Reply(
        turn=turn,
        start=start,
        end=end,
        wished=(part.start, part.end),
        kind=kind,
        polarity=wish.polarity,
        behaviour=behaviour,
        subject=subject_of(wish.what, 0, 0),
        statement=finished(plain(f"{body} ({aside})" if aside else body)),
        reason=plain(told.text) if told else None,
        bare=wish.form == "bare",
        sensitivity="health" if of_body else next(iter(delicate), None),
    )


def _is_own(text: str) -> bool:
    """True if a reason is of the user's own body, not of somebody who is with them."""
    return _OWN.search(text) is not None and _OTHERS.search(text) is None


_OWN = re.compile(r"\b(?:i|i['’]?m|im|i['’]ve|me|my)\b|^(?:bad|weak|dodgy|sore) ", re.IGNORECASE)
_OTHERS = re.compile(
    rf"^(?:(?:my|our|the|his|her) (?:[\w'-]+ )?{_reply_parts.PERSON}|she|he|they)\b", re.I
)


def _behaviour(wish: Wish, part: Part, why: Part | None, sought: Sought | None) -> str:
    text = f"{part.text} {why.text if why else ''}"
    if artefacts.is_about_code(text):
        return "work.method"
    of_limit = wish.form == "limit" and _OF_TEXT.search(wish.what) is None
    if of_limit or _fields.is_of_money(text) or _PRACTICAL.search(part.text):
        return LIMIT
    if why is not None and _HOUSED.search(why.text):
        return LIMIT
    if sought is not None:
        return sought.behaviour
    return _fields.field_of(part.text) or "taste.general"


_PRACTICAL = re.compile(
    r"\b(?:oven|microwave|freezer|dishwasher|equipment|driv(?:e|ing)|stairs|steps|pram|buggy|drill(?:ing)?|pets?[- ]friendly|weekends|evenings|mornings|free stuff|cheap|remote|mac|screens?)\b",
    re.IGNORECASE,
)


_HOUSED = re.compile(
    r"\b(?:rent(?:ing|ed)?|landlord|oven|car|flat|apartment|commute|shifts?|work (?:nights?|early|late|mon\w*)|budget|afford|broke|neighbou?rs?|bike|carry everything|get home|twins)\b",
    re.IGNORECASE,
)
_OF_TEXT = re.compile(r"\b(?:syllables?|words|letters)\b", re.IGNORECASE)


def _answered(turn: Turn, answer: _asked_back.Answer, sought: Sought | None) -> Reply:
    """An answer to what the assistant asked back: what somebody likes, or must not eat."""
    name = sought.name if sought and not answer.avoided else ""
    of_it = f" ({name})" if name and not _reply_words.names(answer.text, name) else ""
    told = lowered_at_start(plain(_reply_words.named(_MOSTLY.sub("", answer.text))))
    doing = _DOING.match(told) is not None
    verb = "Avoids" if answer.avoided else "Is" if doing else "Likes"
    return Reply(
        turn=turn,
        start=answer.start,
        end=answer.start + len(answer.text),
        wished=(answer.start, answer.start + len(answer.text)),
        kind="stated",
        polarity="against" if answer.avoided else "for",
        behaviour=HEALTH
        if answer.avoided
        else (sought.behaviour if sought else _fields.field_of(answer.text) or "taste.general"),
        subject=subject_of(answer.text, 0, 0),
        statement=finished(f"{verb} {told}{of_it}"),
        sensitivity="health" if answer.avoided else next(iter(classes_of(answer.text)), None),
    )


_MOSTLY = re.compile(r"^(?:mostly|mainly|usually|generally) (?=\w)", re.IGNORECASE)
_DOING = re.compile(
    r"(?:(?:just|back to|currently) )?(?:picking|getting back|taking|starting|learning|trying|coming back|training)\b"
)


def _felt(turn: Turn, seen: _seen.Seen, sought: Sought | None) -> Reply:
    """How somebody liked what was offered, which they knew."""
    return Reply(
        turn=turn,
        start=seen.start,
        end=seen.end,
        wished=(seen.start, seen.end),
        kind="stated",
        polarity=seen.polarity,
        behaviour=sought.behaviour if sought else "taste.general",
        subject=seen.title.lower(),
        statement=finished(f"{'Loves' if seen.polarity == 'for' else 'Dislikes'} {seen.title}"),
    )


def beside(choice: Choice | None, replies: list[Reply]) -> tuple[Choice | None, list[Reply]]:
    """A choice and the replies of its turn, each where the other does not say more.

    What is turned down with a reason is told by the reply; what is picked is told by the choice.
    """
    if choice is None:
        return None, replies
    if not choice.chosen and any(one.polarity == "against" for one in replies):
        return None, replies
    told = [one for one in replies if one.lasting or one.polarity == "against"]
    return choice, [one for one in told if not one.bare]


def apart_from(
    lives: Sequence[Circumstance], replies: list[Reply]
) -> tuple[list[Circumstance], list[Reply]]:
    """What is told of how somebody lives, and replies, where both are in the same words.

    "No oven here" is no wish; "we rent" is told with the wish that it is the reason of.
    """
    told = [r for r in replies if not any(c.meets(*r.wished) for c in lives)]
    return [c for c in lives if not any(r.meets(c.start, c.end) for r in told)], told


def in_field(one: Evidence, sought: Sought | None) -> Evidence:
    """Evidence that is filed as food because nothing else was near, in the field asked about."""
    if sought is None or one.behaviour == sought.behaviour or one.behaviour != "taste.food":
        return one
    of_food = _fields.field_of(one.quote) == "taste.food" or _DIET.search(one.quote)
    if of_food or classes_of(one.quote):
        return one
    return replace(one, behaviour=sought.behaviour)


_DIET = re.compile(
    r"\b(?:vegan|vegetarian|veggie|pescatarian|plant[- ]based|gluten[- ]free|dairy[- ]free|keto|halal|kosher|eat|food|meals?|cook\w*)\b",
    re.IGNORECASE,
)
