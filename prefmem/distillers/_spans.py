"""Finds the spans of a turn that may state a preference: sentence, clauses, cues, vetoes."""

# ruff: noqa: E501 -- lists of words are read as lists, whatever their length

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from prefmem.distillers import _around, _cues, _vetoes, _wishes
from prefmem.distillers._cues import Cue
from prefmem.distillers._sentences import Clause, Sentence, clauses, sentences
from prefmem.records import Segment, Turn
from prefmem.stages.intake import is_english

REASON_JOINTS = ("because", "since", "cause", "cuz", "bc", "as")
_REASON = re.compile(
    r"(?:\b(?:because(?: of)?|since|due to|on account of|thanks to|for)\b(?P<reason>[^,;.!?]{4,160}))",
    re.IGNORECASE,
)
_SINCE_WHEN = re.compile(
    r"since (?:the|last|then|childhood|my (?:teens|birth|childhood)|january|february|march|april|may|june|july|august|september|october|november|december|spring|summer|autumn|fall|winter|\d+|i (?:was|moved|started|turned|had|got|left))\b",
    re.IGNORECASE,
)
_LED_BY_REASON = re.compile(
    r"^\W*(?:(?:and|so|but|well)\W+)?(?:since|because|as|now that|given that)\s+(?P<reason>[^.!?]{8,120}?),?\s+"
    r"(?=i (?:(?:now|also|only|always|really|usually|mostly|generally) )?(?:prefer|avoid|like|love|eat|only|tend|don['’]?t|can['’]?t|hate|stick|enjoy|favou?r)\b)",
    re.IGNORECASE,
)
_FOR_REASON = re.compile(r"\bfor [\w' -]{2,40}\breasons?\b", re.IGNORECASE)
_LED_BY_LINK = re.compile(
    r"^\W*(?:(?:it|that|this|which)(?:['’]s| is)? (?:just |also |really |exactly |partly )?(?:reminds? me (?:of )?(?:how|that|why|the way)|why|because|shows (?:how|why)))(?: much)?\s+(?=i\b)",
    re.IGNORECASE,
)
_PLAN = re.compile(
    r"^\W*(?:(?:and|so|well|now|recently|lately|also|oh|anyway|btw|by the way|actually)\W+)*(?:i['’]?ve been|i have been|i['’]?m|i am|i was)\s+(?:(?:also|just|really|currently|still)\s+)*"
    r"(?:think|look|try|plan|consider|mean|work|wonder|hop|research|search|toy|struggl|debat|plann|search|explor|attempt)\w*ing\b",
    re.IGNORECASE,
)
_LED_BY_OWN = re.compile(
    r"^\W*(?:(?:and|but|also|well)\W+)*(?:since|because|as|given that|seeing that)\s+(?:i|i['’]m|i['’]ve)\b",
    re.IGNORECASE,
)
_FOLLOWING = re.compile(
    r"^\W*i(?:['’]d like to|['’]d love to| would (?:like|love) to| want(?:ed)? to| need| think| thought| guess| wonder|['’]?m (?:looking|wondering|hoping|trying|thinking|curious|planning|considering|not sure)|['’]ve been)\b",
    re.IGNORECASE,
)
_HEDGED_NEED = re.compile(
    r"\b(?:might|may|could|will|i['’]ll) (?:\w+ )?(?:need|have) to\b|\b(?:need|have|try|trying) to\b",
    re.IGNORECASE,
)
_AS_SOMEONE = re.compile(
    r"^\W*(?:(?:and|so|but|also|well)\W+)*(?:as|being) (?:someone|somebody|one|an? (?:\w+ ){0,2}(?:person|\w+)) (?:who|that)\b",
    re.IGNORECASE,
)
_BARE_REQUEST_TAIL = re.compile(
    r"(?:,|\s)+(?:(?:so )?(?:what|which|can|could|do|would|please|suggest|recommend|got|know)\b[^,]*\??)$|"
    r"(?:,\s*(?:so )?|\sso )any\b[^,]*\??$|"
    r"\sany (?:\w+ ){0,2}(?:ideas?|recommendations?|recs|suggestions?|tips?|advice|thoughts?|pointers)\b[^,]*\??$",
    re.IGNORECASE,
)


MAX_SURE_WORDS = 45
"""Longer spans ramble, or are pasted."""


@dataclass(frozen=True, slots=True)
class Span:
    """Words of the user that may state one preference."""

    turn: Turn
    start: int
    """In the turn."""
    end: int
    cue: Cue
    """The cue that carries it, with places relative to the span."""
    sentence: str
    cues: tuple[Cue, ...] = ()
    kind: str = "stated"
    """`stated`, or `instruction` where it tells the assistant how to answer."""
    reason: str | None = None
    hedged: bool = False
    doubtful: bool = False
    """True where more than usual speaks against it: a text is to be written, it is about now."""
    tentative: bool = False
    """True where it speaks of an idea, a plan, a memory: what is liked now, not in general."""
    exception: int = 0
    """Characters at its end that make an exception: "…, but fish on holidays is fine"."""

    @property
    def text(self) -> str:
        """The words, verbatim."""
        return self.turn.content[self.start : self.end]


@dataclass(slots=True)
class Found:
    """Spans, and what was refused, by reason."""

    spans: list[Span] = field(default_factory=list[Span])
    refused: Counter[str] = field(default_factory=Counter[str])


_HEDGE = re.compile(
    r"\b(?:maybe|perhaps|might|possibly|sort of|kind of|kinda|sorta|i guess|i suppose|probably|not sure|sometimes|occasionally|a bit|a little|somewhat|slightly)\b",
    re.IGNORECASE,
)
_PAST_EVENT = re.compile(
    r"\b(?:yesterday|last (?:night|week|month|year|summer|winter|spring|time|weekend)|\w+ (?:days|weeks|months|years) ago|the other day|once|this morning|earlier today|when i was (?:a kid|young|little|\w+ years old|in))\b",
    re.IGNORECASE,
)


_TENTATIVE = re.compile(
    r"\bi['’]?m afraid (?:i|that|it|not|so)\b|\b(?:the (?:idea|thought|concept|notion|sound|suggestions?|tips?) (?:of|for|about)|(?:that|your|this) (?:idea|suggestion|advice|answer|tip)|not sure|"
    r"looking (?:to|for|at|into|forward)|thinking (?:about|of)|been (?:working|looking|thinking|meaning|trying|doing|considering|wondering|on the road)|"
    r"interested in (?:learning|hearing|knowing|exploring|seeing|the)|want(?:ed)? to (?:make sure|ensure|know|learn|keep|be|give|get)|will (?:definitely |probably )?(?:need|try|have) to|"
    r"find myself|when i was|back then|as a kid|reminds?|haha|lol|lmao|xd|years ago|grew up|need to|have to|has to|had to|couldn['’]?t|could not|would give|"
    r"my (?:students?|patients?|clients?|customers?|class|team|kids|children|job|shop|lessons|teaching))\b",
    re.IGNORECASE,
)
_IMPERATIVE = re.compile(
    r"^\W*(?:(?:please|from now on|going forward|in (?:the )?future|by default|and|but|also|ok|okay|hey|so|then)[, ]+){0,4}"
    r"(?:never|always|stop|don['’]?t|do not|use|keep|give|call|address|speak|talk|reply|respond|answer|write|be|put|show|explain|skip|drop|no|assume|ask|make|avoid|start|end|include|format|present|go|convert|refer|let|treat|tell|push|remind|quiz|two|three|one)\b",
    re.IGNORECASE,
)


def spans_of(segments: Sequence[Segment]) -> Found:
    """The spans of the segments of one user turn."""
    found = Found()
    writing = False
    for segment in segments:
        for sentence in sentences(segment.text, offset=segment.start):
            writing = writing or _vetoes.is_writing_task(sentence.text)
            _read(segment.turn, sentence, found, writing=writing)
    return found


def _read(turn: Turn, sentence: Sentence, found: Found, *, writing: bool) -> None:
    text = sentence.text
    own, style = _cues.speaks_of_self(text), _cues.addresses_style(text)
    if not (own or style):
        return
    if _vetoes.is_about_authority(text):
        found.refused["authority"] += 1
        return
    if _vetoes.is_reported(text) or _vetoes.is_for_a_friend(text):
        found.refused["somebody_else"] += 1
        return
    told = (
        style
        and not sentence.question
        and not _cues.leaves_out_self(text)
        and _IMPERATIVE.match(text) is not None
    )
    made = _instructed(turn, sentence) if told else _stated(turn, sentence) if own else []
    passing = _passing(text)
    if not made and style and not sentence.question and passing is None:
        made = _instructed(turn, sentence)
    if not made:
        if passing is not None:
            found.refused[passing] += 1
        return
    if not is_english(text):
        found.refused["unread_language"] += 1
        return
    found.spans += [replace(one, doubtful=writing or one.doubtful) for one in made]


def _stated(turn: Turn, sentence: Sentence) -> list[Span]:
    """The clauses from the first that carries a cue of the user's own to the last."""
    text, parts = sentence.text, clauses(sentence.text)
    own = [_own_cues(text, part, sentence) for part in parts]
    carrying = [k for k, cues in enumerate(own) if cues]
    if not carrying:
        return []
    first = _opening(text, parts, own, carrying)
    last = _closing(text, parts, own, first)
    start, end = parts[first].start, parts[last].end
    cues = tuple(
        replace(cue, start=cue.start - start, end=cue.end - start)
        for k in range(first, last + 1)
        for cue in own[k]
    )
    made = _span(turn, sentence, start, end, cues)
    return [] if made is None else [made]


def _closing(text: str, parts: list[Clause], own: list[list[Cue]], first: int) -> int:
    """The clause that a span ends with: the last that goes on about the same, or gives a reason."""
    opening = parts[first].of(text)
    if _AS_SOMEONE.match(opening):
        return first
    introduces = not _cues.speaks_of_self(opening) and first + 1 < len(parts)
    least = last = first + introduces
    for k in range(last + 1, len(parts)):
        if own[k] or (_gives_reason(parts[k]) and not _vetoes.is_request(parts[k].of(text))):
            if k > last + 1 and not own[k]:
                break
            last = k
        elif k > last + 1:
            break
    if last > least and not own[last] and not _gives_reason(parts[last]):
        last = max(k for k in range(least, last + 1) if own[k] or k == least)
    while last > least and _only_follows(text, parts[last], led=_LED_BY_OWN.match(opening)):
        last -= 1
    firm = any(cue.kind == "constraint" for cue in own[first])
    while last > least and own[last] and all(_is_weak(cue) for cue in own[last]):
        if not firm and not _HEDGED_NEED.search(parts[last].of(text)):
            break
        last -= 1
    return last


def _only_follows(text: str, part: Clause, *, led: re.Match[str] | None) -> bool:
    """True for what somebody wants just now in consequence: "…, so I'd like to try that"."""
    joined = part.joint.split(" ")[0] == "so" or led is not None
    return joined and _FOLLOWING.match(part.of(text)) is not None


def _opening(text: str, parts: list[Clause], own: list[list[Cue]], carrying: list[int]) -> int:
    """The clause that a span opens with: the first with a cue, or what follows a mere plan.

    "I've been looking for a bag, but I avoid leather" says something lasting only behind the "but".
    """
    first = carrying[0]
    if not _PLAN.match(parts[first].of(text)):
        return first
    plain = (k for k in carrying[1:] if not all(_is_weak(cue) for cue in own[k]))
    return next(plain, first)


def _passing(text: str) -> str | None:
    """Why a text is only polite, an errand or a mood; None if it is not."""
    if _vetoes.is_mood(text):
        return "mood"
    return "formula" if _vetoes.is_formula(text) else None


def _is_weak(cue: Cue) -> bool:
    return cue.kind == "habit" and cue.polarity == "for"


def _gives_reason(part: Clause) -> bool:
    return part.joint.split(" ")[0] in REASON_JOINTS


def _own_cues(text: str, part: Clause, sentence: Sentence) -> list[Cue]:
    """Cues of a clause that are the user's own, with places in the sentence."""
    words = part.of(text)
    if not _cues.speaks_of_self(words) and not (part.start == 0 and _cues.speaks_of_self(text)):
        return []
    if _vetoes.is_request(words) or _passing(words) is not None:
        return []
    own_words = _AS_SOMEONE.match(words)
    found: list[Cue] = []
    for cue in _cues.cues(words):
        if _compares(words, cue):
            continue
        led = _LED_BY_LINK.match(words)
        skipped = led.end() if led else 0
        if _vetoes.is_hypothetical(words[skipped:], cue.start - skipped):
            continue
        if not own_words and _vetoes.is_somebody_elses(words, cue.start, cue.end):
            continue
        found.append(replace(cue, start=cue.start + part.start, end=cue.end + part.start))
    return found


_BEFORE_LIKE = re.compile(
    r"(?:^|\b(?:i|i'd|i've|we|to|and|or|but|really|also|always|not|never|would|do|don't|dont|just|quite|generally|usually|mostly|especially|particularly|still|actually|both|much|ever|who|personally|honestly|definitely|absolutely|typically|normally|prefer|\w+ly))\W*$",
    re.IGNORECASE,
)


def _compares(words: str, cue: Cue) -> bool:
    """True for "like" that compares and does not say what is liked."""
    if words[cue.start : cue.end].lower() != "like":
        return False
    return _BEFORE_LIKE.search(words[: cue.start].replace("’", "'")) is None


def _span(
    turn: Turn, sentence: Sentence, start: int, end: int, cues: tuple[Cue, ...]
) -> Span | None:
    text = sentence.text[start:end]
    tail = _BARE_REQUEST_TAIL.search(text) if sentence.question else None
    if tail and tail.start() > max(c.end for c in cues[:1]):
        end = start + tail.start()
        text = sentence.text[start:end]
    framed = len(text) - len(text.lstrip("\"“”'‘*_( "))
    link = _LED_BY_LINK.match(text)
    if link and link.end() <= max((c.start for c in cues), default=0):
        framed = link.end()
    led = _LED_BY_REASON.match(text)
    if led and led.end() <= max((c.start for c in cues), default=0):
        framed = led.end()
    start, text = start + framed, text[framed:]
    cues = tuple(replace(c, start=c.start - framed, end=c.end - framed) for c in cues)
    cues = tuple(c for c in cues if c.start >= 0) or cues
    bare = text.rstrip(" ,;:-–—\"”’'*_)") if framed else text.rstrip(" ,;:-–—")
    cut, loose = _wishes.trimmed(bare, least=leading(cues).end)
    bare = bare[: _cues.condition_led(bare) or cut]
    if len(bare.split()) < 2:
        return None
    told = led.group("reason") if led and framed else None
    limit = _around.exception(sentence, start + len(bare), cues)
    bare = sentence.text[start : start + len(bare) + limit]
    kept = tuple(cue for cue in cues if cue.end <= len(bare)) or cues[:1]
    return Span(
        turn=turn,
        start=sentence.start + start,
        end=sentence.start + start + len(bare),
        cue=signed(leading(kept), bare),
        cues=kept,
        sentence=sentence.text,
        reason=told or _reason_of(bare) or loose or _around.reason_before(sentence.text[:start]),
        hedged=_HEDGE.search(bare) is not None,
        tentative=_TENTATIVE.search(bare) is not None,
        doubtful=_PAST_EVENT.search(bare) is not None or len(bare.split()) > MAX_SURE_WORDS,
        exception=limit,
    )


def _reason_of(text: str) -> str | None:
    for match in _REASON.finditer(text):
        if not match.group().lower().startswith("for ") and not _SINCE_WHEN.match(match.group()):
            return match.group("reason").strip()
    whole = _FOR_REASON.search(text)
    return whole.group() if whole else None


def leading(cues: Sequence[Cue]) -> Cue:
    """The cue that says most: an outright one before a habit, the earlier of equals."""
    weight = {"constraint": 0, "taste": 0, "style": 0, "ended": 1, "habit": 2}
    return min(cues, key=lambda c: (weight[c.kind], c.start))


_TURNED = re.compile(
    r"^\s*(?:much |more |strongly |always |really )*(?:not\b|never\b|to (?:avoid|stay away|steer|skip|not)\b|avoiding\b|staying away)|^\s*(?:that |if )?(?:you|people) (?:not|don['’]?t)\b",
    re.IGNORECASE,
)


def signed(cue: Cue, text: str) -> Cue:
    """The cue with the polarity that the words behind it give: "prefer not to", "tend to avoid"."""
    if cue.polarity == "for" and (turned := _TURNED.match(text[cue.end :])):
        return replace(cue, polarity="against", end=cue.end + turned.end())
    return cue


def _instructed(turn: Turn, sentence: Sentence) -> list[Span]:
    """Wishes about how to answer, told to the assistant."""
    return [
        made
        for place in _wishes.wishes_in(sentence.text)
        if (made := _instruction(turn, sentence, *place)) is not None
    ]


def _instruction(turn: Turn, sentence: Sentence, start: int, end: int) -> Span | None:
    text = sentence.text[start:end]
    if _wishes.is_of_a_task(text):
        return None
    cut, reason = _wishes.trimmed(text, least=0)
    cue = Cue(0, 0, "for", "style", 0.9)
    return Span(
        turn=turn,
        start=sentence.start + start,
        end=sentence.start + start + cut,
        cue=cue,
        cues=(cue,),
        sentence=sentence.text,
        kind="instruction",
        reason=reason,
    )
