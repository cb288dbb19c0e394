"""Reads a span that is judged to be a preference: what it is about, which side, in which words."""

# ruff: noqa: E501 -- lists of words are read as lists, whatever their length

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from prefmem.distillers.answers import _addressed, _manners, _standing, _styles
from prefmem.distillers.person import _conditions, _everyday
from prefmem.distillers.reading._span import Span, leading, signed
from prefmem.distillers.words import (
    _addressee,
    _cues,
    _frames,
    _named,
    _reasons,
    _turned,
    _vetoes,
    _whole,
)
from prefmem.distillers.words._core import core
from prefmem.distillers.words._statements import statement_of, wish_of
from prefmem.distillers.words._subjects import subject_in, subject_of
from prefmem.stages import artefacts
from prefmem.stages.keydata import HEALTH
from prefmem.types import Polarity

STYLES = ("style.", "interaction.", "expertise.", "identity.", "honesty.", "quality.", "harm.")
_OUTRIGHT_ONLY = ("constraint.", "identity.address", "value.", "risk.", "emotion.", "content.", "fact.", "learning.", "work.", *STYLES)  # fmt: skip
_HEALTH = re.compile(
    r"\b(?:allerg\w+|intoleran\w+|anaphyla\w+|c(?:o)?eliac|epipen|diabet\w+|asthma\w*|epilep\w+|wheelchair|dyslexi\w+|adhd|autis\w+|"
    r"phobia|phobic|motion[- ]sick\w*|(?:sea|car|travel)[- ]?sick\w*|migraines?|pregnan\w+|hearing (?:loss|aids?|impair\w+)|"
    r"colou?r[- ]?blind\w*|arthritis|ibs|low fodmap|vertigo|claustrophob\w*|in recovery|insomnia|eczema|bad (?:knees?|back))\b",
    re.IGNORECASE,
)
_FAITH = re.compile(
    r"\b(?:kosher|halal|haram|ramadan|sabbath|shabbat|lent\b(?! (?:me|him|her|us|them|you|my|it|out|an?|the|this|that|to|his|some|itself|one|two)\b)|my (?:faith|religion)|religious (?:beliefs?|reasons|diet))\b",
    re.IGNORECASE,
)
_DIET = re.compile(
    r"\b(?:vegan|vegetarian|veggie|pescatarian|keto|plant[- ]based (?:diet|food)|gluten[- ]free|diet|eat(?:ing)? meat|drink(?:ing)? alcohol)\b",
    re.IGNORECASE,
)
_WORN = re.compile(
    r"\b(?:cosmetic\w*|beauty|make-?up|skin\w*|cloth\w*|leather|shoes?|soap|shampoo|fashion|products?|celiac|coeliac|allerg\w+|pets?|dogs?|cats?)\b",
    re.IGNORECASE,
)
_ALLERGEN = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?:allergic|allerg(?:y|ies)|intolerant|intolerances?) (?:to|of) (?:the |all )?(?P<to>[\w' -]+?)(?=$|[,.;!?()]|\s(?:and|so|but|which|that|since|because|btw)\b)",
        r"(?:\b(?:an?|my|severe|bad|serious|mild|this|terrible|nasty|strong|is|am|['’]m|i|have|got|very|quite|badly|highly|severely)\s+){1,9}(?P<to>[\w'-]+(?: [\w'-]+)?)[ -](?:allerg(?:y|ies|ic(?! to\b))|intoleran(?:t|ce))\b",
    )
)
_AGAINST_HEALTH = re.compile(r"\b(?:allerg\w+|intoleran\w+|c(?:o)?eliac|phobi\w+)\b", re.IGNORECASE)
_OPINED = re.compile(
    r"\b(?:best|great|fun|enjoyable|rewarding|relaxing|boring|overrated|underrated|dull|wonderful|amazing|awful|terrible|"
    r"beautiful|delicious|tedious|exciting|lovely|perfect|favou?rite|waste of|not for me|for me|magical|therapeutic|satisfying|fulfilling)\b",
    re.IGNORECASE,
)
_ENDED_DIET = re.compile(
    r"\b(?:no longer|not|n['’]?t)\s+(?:an?\s+|really\s+|being\s+|eating\s+)*(?P<what>vegan|vegetarian|pescatarian|keto|kosher|halal|gluten[- ]free)\b",
    re.IGNORECASE,
)
_CLAIM = re.compile(
    r"^\W*(?:and |but |so |honestly,? |personally,? )*i(?:'m| am)? (?:firmly |strongly |truly |really |genuinely |do |still |totally |absolutely |fully )*"
    r"(?:believe|think|convinced|certain|sure|maintain|know|hold|suspect|reckon)\b(?! in\b)(?! of\b)(?:,? that)?\s+(?!i\b|it'?s important|we should|people should|everyone should)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a span says."""

    behaviour: str
    subject: str
    polarity: Polarity
    statement: str
    reaches: int = 0
    """Characters before the span that are quoted with it: what it points to is named there."""


def read(span: Span, scores: Mapping[str, float]) -> Reading | None:
    """What a span says, or None if nothing can be said of it."""
    if _whole.says_nothing(span.text, of=span.turn.content):
        return None
    return (
        _deed_reading(span, scores)
        or _manner_reading(span)
        or _style_reading(span, scores)
        or _content_reading(span, scores)
    )


def names_health(text: str) -> bool:
    """True if a word of health is in a text."""
    return _HEALTH.search(text) is not None


def _deed_reading(span: Span, scores: Mapping[str, float]) -> Reading | None:
    """What somebody wants chosen for them, always or never: "always book aisle seats"."""
    wanted = _standing.deed_in(span.text)
    if not wanted:
        return None
    behaviour = _behaviour_of(wanted, without_constraints(scores))
    return Reading(behaviour, subject_of(wanted, 0, 0), _side(span), wish_of(span.text))


def _side(span: Span) -> Polarity:
    """Whether an order asks for something, or that something be left."""
    return "against" if _NEVER.match(span.text) or span.cue.polarity == "against" else "for"


_TO_YOU = re.compile(r"\b(?:you|your)\b", re.IGNORECASE)
_NEVER = re.compile(r"^\W*(?:\w+\W+){0,3}?(?:never|don['’]?t)\b", re.IGNORECASE)


def _manner_reading(span: Span) -> Reading | None:
    """A wish about answers that its whole sentence tells: "less fluff"."""
    behaviour = _manners.behaviour_of(span.text) if span.lasts else None
    if behaviour is None:
        return None
    style = _styles.style_of(span.text)
    side: Polarity = "against" if _manners.turns_down(span.text) else "for"
    if style is not None and behaviour in (style.behaviour, "style.tone"):
        return Reading(style.behaviour, style.subject, style.polarity, _manners.wish(span.text))
    return Reading(behaviour, subject_of(span.text, 0, 0), side, _manners.wish(span.text))


def _is_order(text: str) -> bool:
    """True if it tells what to do, or what its speaker wants: an opinion about code is neither."""
    return not is_claim(text) and (
        _frames.IMPERATIVE.match(text) is not None
        or _TO_YOU.search(text) is not None
        or _cues.speaks_of_self(text)
    )


def _style_reading(span: Span, scores: Mapping[str, float]) -> Reading | None:
    text = span.text
    of_code = artefacts.is_about_code(text) and not _styles.is_of_all_answers(text)
    if of_code and span.kind != "instruction" and not _TO_YOU.search(text):
        return None
    best = max(scores, key=lambda k: scores[k])
    if (
        span.kind != "instruction"
        and not _styles.is_of_answers(text)
        and (
            best.startswith("interaction.") or not (best.startswith(STYLES) and scores[best] > 0.5)
        )
    ):
        return None
    said = _addressee.without_works(text)
    style = _styles.style_of((span.lasts and _standing.order_in(said)) or said)
    if style is None:
        if of_code and (span.lasts or _is_order(text)):
            return Reading("work.method", subject_of(text, 0, 0), _side(span), wish_of(text))
        if span.lasts:
            best = max((name for name in scores if name.startswith(STYLES)), key=scores.__getitem__)
            topic = subject_of(_standing.order_in(text) or text, 0, 0)
            return Reading(best, topic, span.cue.polarity, wish_of(text))
        if span.kind != "instruction" or not best.startswith(STYLES) or _LASTS_SO_LONG.search(text):
            return None
        return Reading(best, subject_of(text, 0, 0), span.cue.polarity, wish_of(text))
    if span.kind != "instruction" and not best.startswith(
        (*STYLES, "learning.", "work.", "emotion.")
    ):
        return None
    where = "" if span.kind == "instruction" else span.where
    statement = _addressed.liking_of(where + text) if span.kind == "stated" else wish_of(text)
    if of_code and style.behaviour.startswith("interaction."):
        return Reading("work.method", subject_of(text, 0, 0), _side(span), statement)
    return Reading(style.behaviour, style.subject, style.polarity, statement, len(where))


_LASTS_SO_LONG = re.compile(
    r"\b(?:than|under|over|max|within|at most) (?:\d+|an?|one|two|half an?) ?(?:min\w*|h|hours?|days?|km|miles?)\b",
    re.IGNORECASE,
)
"""Of what takes time or is far, and no answer."""


def _behaviour_of(text: str, scores: Mapping[str, float]) -> str:
    """What the words say that a preference is about, else what the head holds likeliest."""
    if is_claim(text):
        return "fact.claims"
    if _DIET.search(text) and not _WORN.search(text):
        return "taste.food" if _FAITH.search(text) is None else "constraint.faith"
    if _FAITH.search(text):
        return "constraint.faith"
    behaviour = likeliest(scores)
    if named := _everyday.field_of(text, behaviour, scores[behaviour]):
        return named
    if behaviour == "constraint.practical" and _LIKED.search(text) and not _MUST.search(text):
        behaviour = likeliest(without_constraints(scores))  # what somebody loves doing binds nobody
    if _conditions.is_figurative(text):
        return "taste.general"
    if _HAS_NO_MORE.match(text):
        return "constraint.practical"
    if _HEALTH.search(text) and not behaviour.startswith(STYLES):
        return HEALTH
    if _is_of_work(text, behaviour):
        return "work.method"
    return behaviour


_HAS_NO_MORE = re.compile(
    r"^\W*(?:(?:and|but|so|well|sadly|unfortunately)\W+)*(?:i|we) (?:(?:don['’]?t|do not) (?:have|own|live)\b[^,;]*\bany ?more\b|no longer (?:have|own|live)\b)(?! (?:time|patience|interest|any interest|the (?:energy|patience|time)) (?:for|in)\b)",
    re.IGNORECASE,
)
"""What somebody has or where they live limits what they can do, and is no liking."""


def _is_of_work(text: str, behaviour: str) -> bool:
    """True if words say that it is about code or texts, which no taste and no answer is."""
    if _OPINION.match(text):
        return False
    if artefacts.is_about_code(text):
        return behaviour.startswith(("taste.", "style.format", "style.units"))
    return behaviour.startswith("taste.") and artefacts.is_about_texts(text)


_OPINION = re.compile(
    r"^\W*(?:\w+ly,? |and |but |so )*i (?:\w+ly )?(?:think|believe|feel|reckon|find)\b(?: that)? (?!i\b|we\b)",
    re.IGNORECASE,
)
"""What somebody thinks of the things of a craft says nothing of how they work."""


def _content_reading(span: Span, scores: Mapping[str, float]) -> Reading | None:
    if span.kind == "instruction":
        return None
    if told := _turned.turned(span.sentence if span.text in span.sentence else span.text):
        return _turned_reading(span, scores, *told)
    text = span.text
    behaviour = _addressed.behaviour_of(text, scores) or _behaviour_of(
        _named.shifts(text, span.sentence), scores
    )
    whole = _reasons.without(text[: len(text) - span.exception], span.reason)
    places = (span.cue.start, span.cue.end) if span.cue.end <= len(whole) else (0, 0)
    subject = subject_in(whole) or subject_of(whole, *places)
    subject = "vegetarian" if subject == "veggie" else subject
    polarity = span.cue.polarity
    if ended := _ENDED_DIET.search(text):
        subject = ended.group("what").lower()
    elif behaviour == HEALTH and _AGAINST_HEALTH.search(text):
        polarity = "against"
        if found := next(filter(None, (one.search(text) for one in _ALLERGEN)), None):
            subject = subject_of(found["to"], 0, 0)
    said, reaches = _named.named(_told(span), span.turn.content[: span.start])
    said = _named.shifts(said, span.sentence)
    statement = statement_of(said)
    if subject == "general" and _NAMES_NOTHING.match(statement):
        return None
    if (
        _frames.ordered(text)
        or _ORDERED.match(text)
        or _NAMES_STUFF.match(statement)
        or _ELLIPTIC.match(statement)
    ):
        return None
    if behaviour != HEALTH and not _whole.stands(statement, of=span.turn.content):
        return None
    if _whole.tells_of_leaving(statement) or _whole.is_empty(statement):
        return None
    return Reading(behaviour, subject, polarity, statement, max(reaches, len(span.where)))


def _turned_reading(
    span: Span, scores: Mapping[str, float], said: str, about: str
) -> Reading | None:
    """What is said with the words before it read along: "I used to love it, now …"."""
    cue = leading(_cues.cues(said) or span.cues)
    polarity = signed(cue, said).polarity if _cues.cues(said) else span.cue.polarity
    subject = subject_of(about, 0, 0) if about else subject_in(said)
    subject = subject or subject_of(said, cue.start, cue.end)
    statement = statement_of(said)
    if subject == "general" and _NAMES_NOTHING.match(statement):
        return None
    return Reading(_behaviour_of(said, scores), subject, polarity, statement)


_LIKED = re.compile(
    r"\b(?:i|we|and)(?:['’]\w+)? (?:\w+ly |just |do |still |also )?(?:love|like|enjoy|adore|loving|enjoying)\b",
    re.IGNORECASE,
)
_MUST = re.compile(
    r"\b(?:only|never|must|need|has to|have to|can(?:not|['’]?t)|without|unless|budget|afford|allergic|wheelchair)\b",
    re.IGNORECASE,
)
MOST_WITH_BEFORE = 32
"""Words of a statement that is begun where its sentence begins."""


def _told(span: Span) -> str:
    """The words of a span that say it, with what they point to."""
    text = _with_what_it_points_to(span)
    if not _whole.is_wordy(span.turn.content):
        return span.where + text if text == span.text else text
    place = text.find(span.text) + span.cue.start
    limit = text[len(text) - span.exception :] if span.exception else ""
    return core(text.removesuffix(limit), place, place + span.cue.end - span.cue.start) + limit


def _with_what_it_points_to(span: Span) -> str:
    """The span, from where its sentence begins if it points back there: "… and I love them"."""
    place = span.sentence.find(span.text)
    if _LEADS_ON.match(span.text) and len(span.sentence.split()) <= MOST_WITH_BEFORE:
        return span.sentence[max(place, 0) :]
    if place <= 0 or _POINTS_BACK.match(span.text) is None:
        return span.text
    whole = span.sentence[: place + len(span.text)]
    led = span.sentence[:place]
    fits = len(whole.split()) <= MOST_WITH_BEFORE and len(led.split()) > 1
    bare = _NAMES_NOTHING.match(statement_of(span.text))
    own = (_cues.speaks_of_self(led) or bare) and not _vetoes.is_request(led)
    return whole if fits and own and not _vetoes.is_hypothetical(led) else span.text


_ORDERED = re.compile(
    r"^\W*(?:(?:please|pls|ok|okay|now|and|so|then|just)\W+)*(?:quiz|correct|remind|test|teach|tell|show|give|ask|help|send|explain to|warn|drill|wake|remember to \w+) me\b",
    re.IGNORECASE,
)
"""An order, which says nothing of its speaker."""
_ELLIPTIC = re.compile(
    r"^(?:(?:never|always|still|also|neither|really|ever) )*(?:(?:do|does|did|have|has|had|will|would|can|could|am|is|was)(?: not| never)?|\w+s themselves)\W*$",
    re.IGNORECASE,
)
"""It says no more than what stands before it: "they loved them but I never did"."""
_LEADS_ON = re.compile(r"^\W*(?:(?:so|and|but) )*(?:instead of|rather than) \w+ing\b[^,]*$", re.I)
"""Only the clause behind it says something: "so instead of driving, I'm going to cycle"."""
_NAMES_NOTHING = re.compile(
    r"^(?:(?:is|am|are|not|does|do|did|doing|for|of|to|in|on|at|with|over|into|up|them|they|their|it|that|this|these|those|one|a|an|the|all|no|longer|never|always|really|any|more|so|very|much|too|either|just|still|now|again|would|rather|will|can|cannot|could|has|have|had|likes?|loves?|hates?|prefers?|enjoys?|wants?|needs?|stands?|bears?|finds?|buys?|buying|eats?|eating|uses?|using|watch(?:es|ing)?|reads?|reading|gets?|getting|go(?:es|ing)?|supports?|interested|keen|fan|fond|thing|cup|tea|when|what|where|here|there|everything|anything|something|nothing|same|way|fine|ok|okay|good|great|bad|honestly|frankly|actually|done|finished|through|tired|sick|fed|enough|moved|gone|off)\b[\s,;:.'’-]*)+$",
    re.IGNORECASE,
)
"""A statement of such words alone does not say what it is about."""
_NAMES_STUFF = re.compile(
    r"^(?:[\w']+ ){1,5}(?:that|those|these|this|all that) (?:stuff|things?|sort of thing|kind of thing)$",
    re.IGNORECASE,
)
"""Neither does one that only points back: "has stopped wearing that stuff"."""
_POINTS_BACK = re.compile(
    r"^\W*(?:and |but |so )?i(?:['’]\w+)? (?:[\w'’]+ ){0,4}?(?:it|them|this|that|these|those)\b",
    re.IGNORECASE,
)


_OF_OTHERS = re.compile(
    r"\b(?:most|all|many|every|the other) (?:\w+ )?(?:teams?|people|compan(?:y|ies)|developers?|engineers?|users?|managers?|men|women|kids|parents|countries|voters?)\b|\b(?:scams?|hoax|conspiracy|myths?)\b",
    re.IGNORECASE,
)
"""What holds for others is a belief, however it is put."""


def is_claim(text: str) -> bool:
    """True for a belief about the world: "I think that ..."; not for what somebody thinks fun."""
    return (
        _CLAIM.match(text) is not None
        and (_OPINED.search(text) is None or _OF_OTHERS.search(text) is not None)
        and not re.search(r"\b(?:prefer|avoid|love|hate|dislike|enjoy)\b", text)
    )


def without_constraints(scores: Mapping[str, float]) -> Mapping[str, float]:
    return {name: p for name, p in scores.items() if not name.startswith("constraint.")}


def likeliest(scores: Mapping[str, float], *, shown: bool = False) -> str:
    ranked = sorted(scores, key=lambda k: -scores[k])
    for name in ranked:
        if name.startswith(
            (
                "style.",
                "interaction.",
                "identity.",
                "expertise.",
                "fact.",
                HEALTH,
                "constraint.faith",
            )
        ):
            continue
        if (
            shown
            and name.startswith(_OUTRIGHT_ONLY)
            and not name.startswith(("learning.", "work."))
        ):
            continue
        return name
    return "taste.general"


def shown(scores: Mapping[str, float]) -> str:
    """The likeliest behaviour of those that may be read from what somebody does."""
    return likeliest(scores, shown=True)
