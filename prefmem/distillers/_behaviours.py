"""Makes evidence of a finding: its behaviour, subject, statement, strength and context."""

# ruff: noqa: E501 -- lists of words are read as lists, whatever their length

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from prefmem.distillers import _conditions, _cues, _everyday, _standing, _styles, _turned, _vetoes
from prefmem.distillers._addressed import liking_of
from prefmem.distillers._choices import Choice
from prefmem.distillers._contexts import context_of
from prefmem.distillers._corrections import Correction
from prefmem.distillers._passing import Passing
from prefmem.distillers._said import evidence_of
from prefmem.distillers._sensitivity import sensitivity_of
from prefmem.distillers._span import Span, leading, signed
from prefmem.distillers._statements import finished, statement_of, wish_of
from prefmem.distillers._stories import Story
from prefmem.distillers._subjects import subject_of
from prefmem.stages.keydata import HEALTH
from prefmem.types import Evidence, Kind, Polarity

STYLES = ("style.", "interaction.", "expertise.", "identity.", "honesty.", "quality.", "harm.")
_OUTRIGHT_ONLY = ("constraint.", "identity.address", "value.", "risk.", "emotion.", "content.", "fact.", "learning.", "work.", *STYLES)  # fmt: skip
_HEALTH = re.compile(
    r"\b(?:allerg\w+|intoleran\w+|anaphyla\w+|c(?:o)?eliac|epipen|diabet\w+|asthma\w*|epilep\w+|wheelchair|dyslexi\w+|adhd|autis\w+|"
    r"phobia|phobic|motion[- ]sick\w*|(?:sea|car|travel)[- ]?sick\w*|migraines?|pregnan\w+|hearing (?:loss|aids?|impair\w+)|"
    r"colou?r[- ]?blind\w*|arthritis|ibs|low fodmap|vertigo|claustrophob\w*|in recovery|insomnia|eczema|bad (?:knees?|back))\b",
    re.IGNORECASE,
)
_FAITH = re.compile(
    r"\b(?:kosher|halal|haram|ramadan|sabbath|shabbat|lent|my (?:faith|religion)|religious (?:beliefs?|reasons|diet))\b",
    re.IGNORECASE,
)
_DIET = re.compile(
    r"\b(?:vegan|vegetarian|pescatarian|keto|plant[- ]based (?:diet|food)|gluten[- ]free|diet|eat(?:ing)? meat|drink(?:ing)? alcohol)\b",
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
        r"(?:\b(?:an?|my|severe|bad|serious|mild|this|terrible|nasty|strong|is|am|['’]m|i|have|got|very|quite|badly|highly|severely)\s+)+(?P<to>[\w'-]+(?: [\w'-]+)?)[ -](?:allerg(?:y|ies|ic(?! to\b))|intoleran(?:t|ce))\b",
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
_ENDS = re.compile(
    r"\b(?:no longer|(?:i['’]?m|i am|i['’]?ve been|being) not|am not|ain['’]t|n['’]t (?:really )?(?:an?|be|being|eat|keep|do|on))\b[^.!?]{0,40}\b(?:vegan|vegetarian|pescatarian|keto|on a|gluten[- ]free|kosher|halal|a student)\b|"
    r"\b(?:scratch that|take (?:that|it) back|changed my mind|forget what i said)\b|\b(?:eat|eating|drink|drinking) (?:meat|fish|dairy|gluten|alcohol|sugar|carbs|eggs) again\b",
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


@dataclass(frozen=True, slots=True)
class _Reading:
    behaviour: str
    subject: str
    polarity: Polarity
    statement: str


def stated(span: Span, scores: Mapping[str, float], *, sure: float, source: str) -> Evidence | None:
    """Evidence from a span that is judged to be a preference, or None if nothing can be said."""
    text = span.text
    read = (
        _deed_reading(span, scores)
        or _style_reading(span, scores)
        or _content_reading(span, scores)
    )
    if read is None or not read.statement:
        return None
    if read.behaviour == HEALTH and _conditions.is_of_others(text):
        return None
    if _conditions.is_none(text) or _TAG.search(span.sentence):
        return None
    ended = _ENDS.search(text) or (_HEALTH.search(text) and _conditions.is_over(text))
    kind: Kind = (
        "retracted" if ended else "instruction" if _is_instruction(span, read) else "stated"
    )
    polarity = read.polarity
    return evidence_of(
        span.turn,
        text,
        kind=kind,
        polarity=polarity,
        strength=_strength(span, sure),
        context=context_of(text, given=span.turn.context, form=read.behaviour.startswith("style.")),
        source=source,
        behaviour=read.behaviour,
        subject=read.subject,
        statement=read.statement,
        reason=span.reason,
        lasting=_TEMPORARY.search(text) is None,
        sensitivity=_sensitivity(read.behaviour, text),
        condition=OUTRIGHT if span.cue.strength >= 0.85 else IN_PASSING,
    )


def chosen(choice: Choice, scores: Mapping[str, float], *, sure: float, source: str) -> Evidence:
    """Evidence from a choice among options."""
    behaviour = _best(scores, shown=True)
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
IN_PASSING = "said in passing"
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
        behaviour=_best(_without_constraints(scores), shown=True),
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


def _deed_reading(span: Span, scores: Mapping[str, float]) -> _Reading | None:
    """What somebody wants chosen for them, always or never: "always book aisle seats"."""
    wanted = _standing.deed_in(span.text)
    if not wanted:
        return None
    behaviour = _behaviour_of(wanted, _without_constraints(scores))
    polarity: Polarity = "against" if _NEVER.match(span.text) else "for"
    return _Reading(behaviour, subject_of(wanted, 0, 0), polarity, wish_of(span.text))


_NEVER = re.compile(r"^\W*(?:\w+\W+){0,3}?(?:never|don['’]?t)\b", re.IGNORECASE)


def _style_reading(span: Span, scores: Mapping[str, float]) -> _Reading | None:
    text = span.text
    best = max(scores, key=lambda k: scores[k])
    if (
        span.kind != "instruction"
        and not _styles.is_of_answers(text)
        and (
            best.startswith("interaction.") or not (best.startswith(STYLES) and scores[best] > 0.5)
        )
    ):
        return None
    style = _styles.style_of((span.lasts and _standing.order_in(text)) or text)
    if style is None:
        if span.lasts:
            best = max((name for name in scores if name.startswith(STYLES)), key=scores.__getitem__)
            topic = subject_of(_standing.order_in(text) or text, 0, 0)
            return _Reading(best, topic, span.cue.polarity, wish_of(text))
        if span.kind != "instruction" or not best.startswith(STYLES):
            return None
        return _Reading(best, subject_of(text, 0, 0), span.cue.polarity, wish_of(text))
    if span.kind != "instruction" and not best.startswith(
        (*STYLES, "learning.", "work.", "emotion.")
    ):
        return None
    statement = wish_of(text) if span.kind == "instruction" else liking_of(text)
    return _Reading(style.behaviour, style.subject, style.polarity, statement)


def _behaviour_of(text: str, scores: Mapping[str, float]) -> str:
    """What the words say that a preference is about, else what the head holds likeliest."""
    if _is_claim(text):
        return "fact.claims"
    if _DIET.search(text) and not _WORN.search(text):
        return "taste.food" if _FAITH.search(text) is None else "constraint.faith"
    if _FAITH.search(text):
        return "constraint.faith"
    behaviour = _best(scores)
    if named := _everyday.field_of(text, behaviour, scores[behaviour]):
        return named
    if behaviour == "constraint.practical" and _LIKED.search(text) and not _MUST.search(text):
        behaviour = _best(_without_constraints(scores))  # what somebody loves doing binds nobody
    if _conditions.is_figurative(text):
        return "taste.general"
    if _HEALTH.search(text) and not behaviour.startswith(STYLES):
        return HEALTH
    return behaviour


def _content_reading(span: Span, scores: Mapping[str, float]) -> _Reading | None:
    if span.kind == "instruction":
        return None
    if told := _turned.turned(span.sentence if span.text in span.sentence else span.text):
        return _turned_reading(span, scores, *told)
    text, behaviour = span.text, _behaviour_of(span.text, scores)
    core = text[: len(text) - span.exception]
    subject, polarity = subject_of(core, span.cue.start, span.cue.end), span.cue.polarity
    if ended := _ENDED_DIET.search(text):
        subject = ended.group("what").lower()
    elif behaviour == HEALTH and _AGAINST_HEALTH.search(text):
        polarity = "against"
        if found := next(filter(None, (one.search(text) for one in _ALLERGEN)), None):
            subject = subject_of(found["to"], 0, 0)
    statement = statement_of(_with_what_it_points_to(span))
    if subject == "general" and _NAMES_NOTHING.match(statement):
        return None
    return _Reading(behaviour, subject, polarity, statement)


def _turned_reading(
    span: Span, scores: Mapping[str, float], said: str, about: str
) -> _Reading | None:
    """What is said with the words before it read along: "I used to love it, now …"."""
    cue = leading(_cues.cues(said) or span.cues)
    polarity = signed(cue, said).polarity if _cues.cues(said) else span.cue.polarity
    subject = subject_of(about, 0, 0) if about else subject_of(said, cue.start, cue.end)
    statement = statement_of(said)
    if subject == "general" and _NAMES_NOTHING.match(statement):
        return None
    return _Reading(_behaviour_of(said, scores), subject, polarity, statement)


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


def _with_what_it_points_to(span: Span) -> str:
    """The span, from where its sentence begins if it points back there: "… and I love them"."""
    place = span.sentence.find(span.text)
    if place <= 0 or _POINTS_BACK.match(span.text) is None:
        return span.text
    whole = span.sentence[: place + len(span.text)]
    led = span.sentence[:place]
    fits = len(whole.split()) <= MOST_WITH_BEFORE and len(led.split()) > 1
    bare = _NAMES_NOTHING.match(statement_of(span.text))
    own = (_cues.speaks_of_self(led) or bare) and not _vetoes.is_request(led)
    return whole if fits and own and not _vetoes.is_hypothetical(led) else span.text


_NAMES_NOTHING = re.compile(
    r"^(?:(?:is|am|are|not|does|do|did|doing|for|of|to|in|on|at|with|over|into|up|them|they|their|it|that|this|these|those|one|a|an|the|all|no|longer|never|always|really|any|more|so|very|much|too|either|just|still|now|again|would|rather|will|can|cannot|could|has|have|had|likes?|loves?|hates?|prefers?|enjoys?|wants?|needs?|stands?|bears?|finds?|buys?|buying|eats?|eating|uses?|using|watch(?:es|ing)?|reads?|reading|gets?|getting|go(?:es|ing)?|supports?|interested|keen|fan|fond|thing|cup|tea|when|what|where|here|there|everything|anything|something|nothing|same|way|fine|ok|okay|good|great|bad)\b[\s,;:.'’-]*)+$",
    re.IGNORECASE,
)
"""A statement of such words alone does not say what it is about."""
_POINTS_BACK = re.compile(
    r"^\W*(?:and |but |so )?i(?:['’]\w+)? (?:[\w'’]+ ){0,4}?(?:it|them|this|that|these|those)\b",
    re.IGNORECASE,
)


def _is_claim(text: str) -> bool:
    """True for a belief about the world: "I think that ..."; not for what somebody thinks fun."""
    return (
        _CLAIM.match(text) is not None
        and _OPINED.search(text) is None
        and not re.search(r"\b(?:prefer|avoid|love|hate|dislike|enjoy)\b", text)
    )


def _without_constraints(scores: Mapping[str, float]) -> Mapping[str, float]:
    return {name: p for name, p in scores.items() if not name.startswith("constraint.")}


def _best(scores: Mapping[str, float], *, shown: bool = False) -> str:
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
    return _best(scores, shown=True)


def _is_instruction(span: Span, read: _Reading) -> bool:
    return span.kind == "instruction" or (
        read.behaviour.startswith(STYLES) and _cues.asks_lastingly(span.text)
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
