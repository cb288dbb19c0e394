"""Makes evidence of a finding: its behaviour, subject, statement, strength and context."""

# ruff: noqa: E501 -- lists of words are read as lists, whatever their length

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from prefmem.distillers.accounts._stories import Story
from prefmem.distillers.answers import _styles
from prefmem.distillers.answers._corrections import Correction
from prefmem.distillers.answers._passing import Passing
from prefmem.distillers.offers import _offered
from prefmem.distillers.offers._choices import Choice
from prefmem.distillers.person import _conditions
from prefmem.distillers.reading import _readings
from prefmem.distillers.reading._readings import Reading
from prefmem.distillers.reading._span import Span
from prefmem.distillers.words import _cues, _done, _vetoes
from prefmem.distillers.words._said import evidence_of
from prefmem.distillers.words._sensitivity import sensitivity_of
from prefmem.distillers.words._statements import finished, wish_of
from prefmem.distillers.words._subjects import subject_of
from prefmem.stages import alternatives, leaving, standing
from prefmem.stages.contexts import context_of, without_exception
from prefmem.stages.keydata import HEALTH
from prefmem.types import Evidence, Kind, Polarity

_ENDS = re.compile(
    r"\b(?:no longer|(?:i['’]?m|i am|we['’]?re|we are|i['’]?ve been|being) not|am not|ain['’]t|n['’]t (?:really )?(?:an?|be|being|eat|keep|do|on))\b[^.!?]{0,40}\b(?:vegan|vegetarian|pescatarian|keto|on a|gluten[- ]free|kosher|halal|a student)\b|"
    r"\bi(?:['’]ve| have)? (?:\w+ly |just )?(?:came|come) off (?:being )?(?:vegan|vegetarian|pescatarian|keto|paleo|gluten[- ]free)\b|"
    r"\b(?:scratch that|take (?:that|it) back|changed my mind|forget what i said)\b|" + _cues.AGAIN,
    re.IGNORECASE,
)
_REFUSAL = re.compile(
    r"^\W*(?:no+(?=\s*[,.!–—-]|\s+(?:\w+er|more|less|in|i|that|this|not|keep|make|use|write|just|do|please)\b)|nope|nah|ugh|please)[,.!–—-]*\s*",
    re.IGNORECASE,
)
"""The "no" that only turns an answer down; in "no tables" it is what is wanted."""
_TAG = re.compile(
    r"n['’]t\b[^?]*, (?:do|am|have|can) i\?\W*$|\bnot\b[^?]*, am i\?\W*$", re.IGNORECASE
)
"""Whoever asks whether they are not something does not say that they are not."""
_TEMPORARY = re.compile(
    r"\b(?:for now|right now|today|tonight|this (?:time|week|weekend|evening|morning|afternoon|once)|at the moment|just this once|for the moment|tomorrow|for this (?:trip|one|conversation|chat))\b",
    re.IGNORECASE,
)


def stated(span: Span, scores: Mapping[str, float], *, sure: float, source: str) -> Evidence | None:
    """Evidence from a span that is judged to be a preference, or None if nothing can be said."""
    one = _stated(span, scores, sure=sure, source=source)
    if one is not None and span.picks:
        return _offered.picked(one)
    if one is None or span.heard is None:
        return one
    one = replace(one, quote=span.heard.quote)
    if span.heard.came:
        # Where somebody works tells no place that it holds in.
        context = span.turn.context if alternatives.named(one.statement) else one.context
        return replace(one, condition=leaving.IN_PLACE, context=context)
    if not span.heard.gone:
        return one
    other: Polarity = "against" if one.polarity == "for" else "for"
    return replace(one, kind="retracted", polarity=other, condition=standing.UNSAID)


def _stated(
    span: Span, scores: Mapping[str, float], *, sure: float, source: str
) -> Evidence | None:
    text = span.text
    read = _readings.read(span, scores)
    if read is None or not read.statement:
        return None
    if read.behaviour == HEALTH and _conditions.is_of_others(text):
        return None
    if _conditions.is_none(text) or _TAG.search(span.sentence) or _is_bare_identity(text):
        return None
    if _done.is_over(text, beside=span.sentence):
        return None  # it is taken back, and that is all
    ended = _ENDS.search(text) or (_readings.names_health(text) and _conditions.is_over(text))
    kind: Kind = (
        "retracted" if ended else "instruction" if _is_instruction(span, read) else "stated"
    )
    polarity = read.polarity
    holds = without_exception(text, behind=span.cue.end)
    return evidence_of(
        span.turn,
        span.turn.content[span.start - read.reaches : span.end],
        kind=kind,
        polarity=polarity,
        strength=_strength(span, sure),
        context=context_of(
            f"{span.where}{holds}",
            given=span.turn.context,
            form=read.behaviour.startswith("style."),
        ),
        source=source,
        behaviour=read.behaviour,
        subject=read.subject,
        statement=read.statement,
        reason=span.reason,
        lasting=_TEMPORARY.search(text) is None,
        sensitivity=_sensitivity(read.behaviour, text),
        condition=OUTRIGHT if span.cue.strength >= 0.85 else standing.IN_PASSING,
    )


def _is_bare_identity(text: str) -> bool:
    """True for what somebody is and nothing else, of a class that is no need: "I'm a Christian"."""
    bare = _BARE_IDENTITY.match(text)
    return bare is not None and sensitivity_of(bare["what"]) in _IDENTITIES


_IDENTITIES = frozenset(
    ["faith", "politics", "orientation", "ethnicity", "trade_union", "criminal"]
)
_BARE_IDENTITY = re.compile(
    r"^\W*(?:(?:and|but|also|well|as)\W+)*i(?:['’]?m| am)(?: (?:an?|also|actually))* (?P<what>(?:[\w-]+ ){0,2}[\w-]+)\W*$",
    re.IGNORECASE,
)


def chosen(choice: Choice, scores: Mapping[str, float], *, sure: float, source: str) -> Evidence:
    """Evidence from a choice among options."""
    behaviour = _readings.likeliest(scores, shown=True)
    picked = choice.chosen or choice.rejected
    name = picked[0].name
    return evidence_of(
        choice.turn,
        choice.quote,
        kind="chosen" if choice.chosen else "rejected",
        polarity="for" if choice.chosen else "against",
        strength=round(min(1.0, 0.5 + 0.2 * choice.explicit + 0.3 * sure), 3),
        source=source,
        behaviour=behaviour,
        subject=subject_of(name, 0, 0),
        statement=choice.statement,
        condition=f"chose among {len(choice.chosen) + len(choice.rejected)} options",
    )


OUTRIGHT = "said outright"
TOLD = 0.55
"""Strength of what a story shows: somebody did it, and says how it was."""


def told(story: Story, scores: Mapping[str, float], *, source: str) -> Evidence:
    """Evidence from a story."""
    return evidence_of(
        story.turn,
        story.quote,
        kind="stated" if story.felt else "observed",
        polarity=story.polarity,
        strength=TOLD,
        source=source,
        behaviour=_readings.likeliest(_readings.without_constraints(scores), shown=True),
        subject=subject_of(story.topic, 0, 0),
        statement=story.statement,
        sensitivity=sensitivity_of(story.quote),
        condition="told how it was" if story.felt else "told what they did",
    )


def corrected(said: Correction, *, source: str) -> Evidence:
    """Evidence from a correction of the answer before."""
    bare = _REFUSAL.sub("", said.quote)
    bare = re.sub(r"[,\s]*(?:please|pls|thanks|thank you)\W*$", "", bare, flags=re.IGNORECASE)
    style = _styles.style_of(said.quote if re.match(r"no \w+$", said.quote) else bare) or (
        _styles.style_of(said.quote)
    )
    behaviour, subject = (style.behaviour, style.subject) if style else ("style.tone", "tone")
    polarity: Polarity = style.polarity if style else "against"
    return evidence_of(
        said.turn,
        said.quote,
        kind="corrected",
        polarity=polarity,
        strength=0.8 if said.lasting else 0.5,
        source=source,
        behaviour=behaviour,
        subject=subject,
        statement=finished(f"Corrected an answer: {bare}"),
        lasting=said.lasting,
        condition="corrected an answer",
    )


FOR_NOW = "said for this conversation"


def wished_for_now(said: Passing, *, source: str) -> Evidence:
    """Evidence from a wish about answers that holds in its conversation only."""
    style = _styles.style_of(said.wish)
    behaviour, subject = (style.behaviour, style.subject) if style else ("style.tone", "tone")
    return evidence_of(
        said.turn,
        said.quote,
        kind="instruction",
        polarity=style.polarity if style else "for",
        strength=0.9,
        source=source,
        behaviour=behaviour,
        subject=subject,
        statement=wish_of(said.wish),
        lasting=False,
        condition=FOR_NOW,
    )


def _is_instruction(span: Span, read: Reading) -> bool:
    return span.kind == "instruction" or (
        read.behaviour.startswith(_readings.STYLES) and _cues.asks_lastingly(span.text)
    )


def _strength(span: Span, sure: float) -> float:
    strength = span.cue.strength * (0.7 + 0.3 * sure)
    if span.hedged:
        strength *= 0.75
    if _vetoes.holds_only_now(span.text):
        strength *= 0.8
    return round(min(1.0, strength), 3)


def _sensitivity(behaviour: str, text: str) -> str | None:
    if behaviour == HEALTH:
        return "health"
    if behaviour == "identity.address":
        return "identity"
    return None if _conditions.is_figurative(text) else sensitivity_of(text)
