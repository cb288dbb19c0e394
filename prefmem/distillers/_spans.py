"""Finds the spans of a turn that may state a preference: sentence, clauses, cues, vetoes."""

# ruff: noqa: E501 -- lists of words are read as lists, whatever their length

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from prefmem.distillers.answers import _at_hand, _needs, _standing, _styles, _wishes
from prefmem.distillers.changes import _partings
from prefmem.distillers.person import _everyday
from prefmem.distillers.reading import _apart
from prefmem.distillers.reading._span import Span, cut, instruction
from prefmem.distillers.words import _cues, _frames, _people, _reasons, _unsaid, _vetoes
from prefmem.distillers.words._cues import Cue
from prefmem.distillers.words._elided import completed
from prefmem.distillers.words._phrasing import Phrased, phrasing
from prefmem.distillers.words._sentences import Clause, Sentence, clauses, sentences
from prefmem.records import Segment, Turn
from prefmem.stages.intake import is_english

BESIDE = 0.3
"""Probability by phrasing below which a clause is not what its sentence is about."""


@dataclass(slots=True)
class Found:
    """Spans, and what was refused, by reason."""

    spans: list[Span] = field(default_factory=list[Span])
    refused: Counter[str] = field(default_factory=Counter[str])


def spans_of(segments: Sequence[Segment]) -> Found:
    """The spans of the segments of one user turn."""
    found = Found()
    writing = False
    for segment in segments:
        if _vetoes.is_letter(segment.text):
            found.refused["somebody_else"] += 1
            continue
        for sentence in sentences(segment.text, offset=segment.start):
            writing = writing or _vetoes.is_writing_task(sentence.text)
            _read(segment.turn, sentence, found, writing=writing)
    return found


def _read(turn: Turn, sentence: Sentence, found: Found, *, writing: bool) -> None:
    text = sentence.text
    own, style = _cues.speaks_of_self(completed(text)), _cues.addresses_style(text)
    own = own or _frames.US.search(text) is not None or _everyday.cue_in(text) is not None
    lasting = _lasting(text, writing=writing)
    says = _cues.speaks_of_self(text) or _frames.US.search(text) is not None
    unsaid = None if says or lasting or sentence.question else _unsaid.cue_in(text)
    if not (own or style or lasting or unsaid):
        return
    if refused := _refused(text):
        found.refused[refused] += 1
        return
    if lasting and (wish := instruction(turn, sentence, *lasting, lasts=True)):
        found.spans.append(wish)
        return
    told = (
        style
        and (_styles.style_of(text) is not None or not _tells_a_habit(text))
        and not sentence.question
        and not _cues.leaves_out_self(text)
        and _frames.IMPERATIVE.match(text) is not None
    )
    made = _for_a_reason(turn, sentence)
    made = made or (_instructed(turn, sentence) if told else _stated(turn, sentence) if own else [])
    if unsaid and not told and not made and _styles.style_of(text) is None:
        made = [span] if (span := cut(turn, sentence, 0, len(text), (unsaid,))) else []
    passing = _passing(text)
    if not made and style and not sentence.question and passing is None and _tells(text):
        made = _instructed(turn, sentence)
    if not made:
        if passing is not None:
            found.refused[passing] += 1
        return
    if not is_english(text):
        found.refused["unread_language"] += 1
        return
    found.spans += [replace(one, doubtful=writing or one.doubtful) for one in made]


def _for_a_reason(turn: Turn, sentence: Sentence) -> list[Span]:
    """A wish for good that stands behind its reason; a condition before it is told by itself."""
    place = None if sentence.question else _wishes.behind_its_reason(sentence.text)
    if place is None:
        return []
    ends, begins = place
    led = Sentence(sentence.text[:ends], sentence.start, question=False)
    order = Sentence(sentence.text[begins:], sentence.start + begins, question=False)
    lasting = _lasting(order.text, writing=False)
    wish = instruction(turn, order, *lasting, lasts=True) if lasting else None
    wishes = [wish] if wish else _instructed(turn, order)
    why = _reasons.before(sentence.text[:begins], led.text)
    told = _stated(turn, led) if _cues.is_condition(led.text) else []
    return [*told, *(replace(one, reason=one.reason or why) for one in wishes)] if wishes else []


def _tells_a_habit(text: str) -> bool:
    """True if one of several clauses says by itself what somebody does."""
    parts = clauses(text)
    return len(parts) > 1 and any(_everyday.cue_in(part.of(text)) for part in parts)


def _refused(text: str) -> str | None:
    """Why nothing in a sentence counts; None if it may."""
    if _vetoes.is_ironic(text):
        return "mood"
    if _vetoes.is_about_authority(text):
        return "authority"
    return "somebody_else" if _is_anothers(text) or _vetoes.is_for_a_friend(text) else None


def _lasting(text: str, *, writing: bool) -> tuple[int, int] | None:
    """Where a wish stands that lasts by its words; units and spelling do of no text to write."""
    if writing and _styles.is_for_good(text):
        return None
    return _needs.wish_in(text) or _standing.wish_in(text)


def _is_anothers(text: str) -> bool:
    """True if all of a sentence may be somebody else's words.

    What is reported within one clause leaves the others to the user: "She said I should rest, and
    I prefer rowing to running".
    """
    if not _vetoes.is_reported(text):
        return False
    return not any(_vetoes.is_reported(part.of(text)) for part in clauses(text)[:-1])


def _tells(text: str) -> bool:
    """True if it may tell the assistant how to answer: it is an order, names a form, or sounds so."""
    if _frames.IMPERATIVE.match(text) or _styles.style_of(text) is not None:
        return True
    return phrasing().of(text).sure > PHRASED


def _stated(turn: Turn, sentence: Sentence) -> list[Span]:
    """The clauses from the first that carries a cue of the user's own to the last."""
    if led := _led_by_condition(turn, sentence):
        return led
    if sought := _at_hand.sought_before(sentence.text):
        rest = Sentence(sentence.text[sought:], sentence.start + sought, sentence.question)
        return _stated(turn, rest)
    text, parts = sentence.text, clauses(sentence.text)
    own = [_apart.refusal(text, p) or _own_cues(text, p) for p in parts]
    carrying = [k for k, cues in enumerate(own) if cues]
    if not carrying:
        return []
    first = _opening(text, parts, own, carrying)
    firm = next((k for k in carrying if _cues.is_condition(parts[k].of(text))), first)
    told: list[tuple[int, int]] = []
    if first < firm:  # an allergy stands by itself, whatever is told before it
        last = _closing(text, parts[:firm], own[:firm], first)
        told += _apart.parted(text, parts[:firm], own[:firm], first, last)
    last = _closing(text, parts, own, firm)
    told += _apart.parted(text, parts, own, firm, last)
    made = [_from_to(turn, sentence, parts, own, a, b) for a, b in told]
    return [span for span in made if span is not None]


def _led_by_condition(turn: Turn, sentence: Sentence) -> list[Span]:
    """Two things told by "as a vegetarian I love hiking": the diet, and what is said behind it."""
    text = sentence.text
    end = _cues.condition_led(text)
    behind = len(text) - len(text[end:].lstrip(" ,"))
    if not end or behind == len(text):
        return []
    diet = cut(turn, sentence, 0, end, _cues.cues(text[:end]))
    rest = Sentence(text[behind:], sentence.start + behind, sentence.question)
    return [diet, *_stated(turn, rest)] if diet else []


def _from_to(
    turn: Turn, sentence: Sentence, parts: list[Clause], own: list[list[Cue]], first: int, last: int
) -> Span | None:
    start, end = parts[first].start, parts[last].end
    cues = tuple(
        replace(cue, start=cue.start - start, end=cue.end - start)
        for k in range(first, last + 1)
        for cue in own[k]
    )
    return cut(turn, sentence, start, end, cues)


def _closing(text: str, parts: list[Clause], own: list[list[Cue]], first: int) -> int:
    """The clause that a span ends with: the last that goes on about the same, or gives a reason."""
    opening = parts[first].of(text)
    if _frames.AS_SOMEONE.match(opening):
        return first
    introduces = not _cues.speaks_of_self(opening) and first + 1 < len(parts)
    least = last = first + introduces
    for k in range(last + 1, len(parts)):
        if own[k] or (_apart.gives_reason(parts[k]) and not _vetoes.is_request(parts[k].of(text))):
            if k > last + 1 and not own[k]:
                break
            last = k
        elif k > last + 1:
            break
    if last > least and not own[last] and not _apart.gives_reason(parts[last]):
        last = max(k for k in range(least, last + 1) if own[k] or k == least)
    while last > least and _only_follows(text, parts[last], led=_frames.LED_BY_OWN.match(opening)):
        last -= 1
    firm = any(cue.kind == "constraint" for cue in own[first])
    while last > least and own[last] and all(_is_weak(cue) for cue in own[last]):
        if not firm and not _frames.HEDGED_NEED.search(parts[last].of(text)):
            break
        last -= 1
    return last


def _only_follows(text: str, part: Clause, *, led: re.Match[str] | None) -> bool:
    """True for what somebody wants just now in consequence: "…, so I'd like to try that"."""
    joined = part.joint.split(" ")[0] == "so" or led is not None
    return joined and _frames.FOLLOWING.match(part.of(text)) is not None


def _opening(text: str, parts: list[Clause], own: list[list[Cue]], carrying: list[int]) -> int:
    """The clause that a span opens with: the first with a cue, or what follows a mere plan.

    "I've been looking for a bag, but I avoid leather" says something lasting only behind the "but".
    """
    first = carrying[0]
    if _partings.names_elsewhere(parts[first].of(text)) and len(carrying) > 1:
        return carrying[1]  # "I don't do those any more, I prefer cabins"
    for k in carrying[1:2]:
        joint = parts[k].joint.partition(" ")[0]
        if (
            joint == "so"
            and _reasons.is_state(parts[first].of(text))
            and all(map(_is_weak, own[first]))
        ):
            return k
    if _apart.is_liking_behind(text, parts, carrying):
        return carrying[1]
    if not (_frames.PLAN.match(parts[first].of(text)) or _is_beside(text, parts, own, carrying)):
        return first
    plain = (k for k in carrying[1:] if not all(_is_weak(cue) for cue in own[k]))
    return next(plain, first)


def _is_beside(text: str, parts: list[Clause], own: list[list[Cue]], carrying: list[int]) -> bool:
    """True if the first clause with a cue only leads up to a later one that is put much better."""
    if len(carrying) < 2:
        return False
    sure = [phrasing().of(parts[k].of(text).rstrip("? ")).sure for k in carrying[:2]]
    least = BESIDE if all(_is_weak(cue) for cue in own[carrying[0]]) else BESIDE / 2
    return sure[0] < least and sure[1] > 0.5


def _passing(text: str) -> str | None:
    """Why a text is only polite, an errand or a mood; None if it is not."""
    if _vetoes.is_mood(text) or _vetoes.is_unmeant(text):
        return "mood"
    return "formula" if _vetoes.is_formula(text) else None


def _is_weak(cue: Cue) -> bool:
    return cue.kind == "habit" and cue.polarity == "for"


def _own_cues(text: str, part: Clause) -> list[Cue]:
    """Cues of a clause that are the user's own, with places in the sentence."""
    words = part.of(text)
    alone = _cues.speaks_of_self(completed(words)) or (
        part.start == 0 and _cues.speaks_of_self(text)
    )
    everyday = _everyday.cue_in(words)
    if not (alone or everyday or _is_of_us(words) or _cues.is_condition(words)):
        return []
    within = _frames.WITHIN_QUESTION.match(words)
    if (_vetoes.is_request(words) and not within) or _passing(words) is not None:
        return []
    if _vetoes.is_reported(words) or _is_beside_the_point(words, part):
        return []
    own_words = _frames.AS_SOMEONE.match(words)
    found: list[Cue] = []
    cues = (everyday,) if everyday else _cues.cues(words)
    for cue in cues or _phrased(words):
        if _compares(words, cue) or _frames.DID_NOT.match(words[cue.start :]):
            continue
        if _frames.is_quoted(text, cue.start + part.start):
            continue
        led = within or _frames.LED_BY_LINK.match(words)
        if within and (cue.kind == "habit" or cue.start < within.end()):
            continue
        skipped = led.end() if led else 0
        if _vetoes.is_hypothetical(words[skipped:], cue.start - skipped):
            continue
        if not (own_words or everyday) and _vetoes.is_somebody_elses(words, cue.start, cue.end):
            continue
        found.append(replace(cue, start=cue.start + part.start, end=cue.end + part.start))
    return found


def _is_beside_the_point(words: str, part: Clause) -> bool:
    """True for what is only sought, is there already, or is what something is wanted for."""
    if part.joint.startswith("so") and _IN_ORDER_TO.match(words):
        return True
    return _at_hand.is_sought(words) or _at_hand.has_already(words)


def _is_of_us(words: str) -> bool:
    """True if it says of "us" what would be a preference if it were said of "me"."""
    if _frames.US.search(words) is None or _frames.OF_A_BUSINESS.search(words):
        return False
    return _of_one(words).sure > OF_US


def _of_one(words: str) -> Phrased:
    """The phrasing of a clause, with what it says of "us" said of "me"."""
    return phrasing().of(_SEVERAL.sub(_as_one, completed(words)))


_SEVERAL = re.compile(r"\b(?:we(?: both| all)?(?P<are> are|['’]re)?|us|our)\b", re.IGNORECASE)


def _as_one(us: re.Match[str]) -> str:
    return {"us": "me", "our": "my"}.get(us.group().lower(), "i am" if us["are"] else "i")


def _phrased(words: str) -> list[Cue]:
    """A weak cue for a clause that is put as preferences are, though no known word says so."""
    subject = _own_subject(words)
    if subject is None or len(words.split()) < FEWEST_WORDS or _OWNS.match(words):
        return []
    if _cues.addresses_style(words) and _styles.style_of(words):
        return []  # it is read as a wish about answers
    read = _of_one(words.rstrip("? "))
    if read.sure < PHRASED:
        return []
    least = AGAINST_NOW if _DONE_NOW.search(words) else 0.0
    polarity = "against" if read.against > least else "for"
    return [Cue(subject.start(), subject.end(), polarity, "habit", WEAK_STRENGTH)]


def _own_subject(words: str) -> re.Match[str] | None:
    """The first word for the speaker that does not only say whose wife or horse it is."""
    others = [found.span() for found in _people.BEHIND_OWN.finditer(words)]
    return next(
        (
            found
            for pattern in (_frames.OWN_SUBJECT, _frames.US)
            for found in pattern.finditer(words)
            if not any(start <= found.start() < end for start, end in others)
        ),
        None,
    )


_OWNS = re.compile(
    r"^\W*(?:(?:and|but|so|well)\W+)*(?:i|we)(?:['’]ve)? (?:have|got|own) (?:(?:an?|some|two|three|loads of|lots of) )?(?:[\w-]+ ){0,2}[\w-]+s?,",
    re.IGNORECASE,
)
"""What somebody has, and something about it: no liking by its phrasing alone."""
_IN_ORDER_TO = re.compile(
    r"^\W*(?:i|we)(?:['’]m| am|['’]re| are) not (?:stuck|late|up|too|always|left|there|in|at)\b",
    re.I,
)
"""Behind "so": what somebody wants something for."""
PHRASED = 0.4
"""Probability by phrasing alone that makes a clause worth reading."""
OF_US = 0.7
"""Probability by phrasing that is asked of what is said of "us"."""
FEWEST_WORDS = 3
"""Words of a clause that has no cue and may say something all the same."""
WEAK_STRENGTH = 0.65
AGAINST_NOW = 1.0
"""Log odds from which the phrasing says that something is against what somebody does by now."""
_DONE_NOW = re.compile(
    r"^(?!.*\b(?:not|never|no|less|without|avoid\w*|stop\w*|rarely|hardly)\b|.*n['’]t\b).*\b(?:now|nowadays|these days)\b",
    re.IGNORECASE,
)


def _compares(words: str, cue: Cue) -> bool:
    """True for "like" that compares and does not say what is liked."""
    if words[cue.start : cue.end].lower() != "like":
        return False
    if _frames.LIKE_SAID.match(words, cue.start):
        return True
    return _frames.BEFORE_LIKE.search(words[: cue.start].replace("’", "'")) is None


def _instructed(turn: Turn, sentence: Sentence) -> list[Span]:
    """Wishes about how to answer, told to the assistant."""
    return [
        made
        for place in _wishes.wishes_in(sentence.text)
        if (made := instruction(turn, sentence, *place)) is not None
    ]
