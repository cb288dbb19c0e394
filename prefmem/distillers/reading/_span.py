"""The words of a turn that may state one preference, cut to where they begin and end."""

# ruff: noqa: E501 -- patterns are read as they are, whatever their length

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from prefmem.distillers.answers import _standing, _styles, _wishes
from prefmem.distillers.words import _around, _cues, _frames, _idioms, _reasons, _whole
from prefmem.distillers.words._cues import Cue
from prefmem.distillers.words._elided import QUITE, completed
from prefmem.distillers.words._phrasing import Phrased, phrasing
from prefmem.distillers.words._sensitivity import sensitivity_of
from prefmem.distillers.words._sentences import Sentence
from prefmem.records import Turn
from prefmem.types import Polarity

CLEAR = 1.0
"""Log odds from which a phrasing says whether something is for or against."""
VERY_CLEAR = 1.5
"""The same where a word says it loosely."""
LOOSE = 0.8
"""Strength of a cue that says of something that it has an effect: "… for me", "makes my …"."""
MAX_SURE_WORDS = 45
"""Longer spans ramble, or are pasted."""


_FOR_FAITH = re.compile(
    r",?\s+(?:because|since|as|cause|cuz|bc)\s+(?:i(?:['’]?m| am)\b|of my\b|my\b)[^,;]*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Heard:
    """Words of the user that stand for a sentence."""

    quote: str
    gone: bool
    """True where the sentence is what was not meant."""
    came: bool = False
    """True where it is what came in the place of something."""


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
    phrased: Phrased | None = None
    """What its phrasing says, where that was read already."""
    kind: str = "stated"
    """`stated`, or `instruction` where it tells the assistant how to answer."""
    reason: str | None = None
    hedged: bool = False
    doubtful: bool = False
    """True where more than usual speaks against it: a text is to be written, it is about now."""
    tentative: bool = False
    """True where it speaks of an idea, a plan, a memory: what is liked now, not in general."""
    lasts: bool = False
    """True for a wish about answers that its sentence says to last."""
    heard: Heard | None = None
    """Where the user put it otherwise: the words that stand for it."""
    picks: bool = False
    """True where its turn only picks from an offer."""
    exception: int = 0
    """Characters at its end that make an exception: "…, but fish on holidays is fine"."""

    @property
    def text(self) -> str:
        """The words, verbatim."""
        return self.turn.content[self.start : self.end]

    @property
    def where(self) -> str:
        """The words right before it that tell where it holds; of a long turn, none are read."""
        place = self.sentence.find(self.text)
        if place <= 0 or _whole.is_wordy(self.turn.content):
            return ""
        return _around.where(self.sentence[:place])


def cut(turn: Turn, sentence: Sentence, start: int, end: int, cues: tuple[Cue, ...]) -> Span | None:
    text = sentence.text[start:end]
    tail = _frames.BARE_REQUEST_TAIL.search(text) if sentence.question else None
    if tail and tail.start() > max(c.end for c in cues[:1]):
        end = start + tail.start()
        text = sentence.text[start:end]
    framed, led = _frames.framed(text, max((c.start for c in cues), default=0))
    start, text = start + framed, text[framed:]
    cues = tuple(replace(c, start=c.start - framed, end=c.end - framed) for c in cues)
    cues = tuple(c for c in cues if c.start >= 0) or cues
    asked = "?" if sentence.question else ""  # it belongs to the question that the words stand in
    bare = text.rstrip(asked + (" ,;:-–—\"”’'*_)" if framed else " ,;:-–—"))
    bare = _reasons.BECAUSE_OF_THAT.sub("", _without_faith(bare))
    cut, loose = _wishes.trimmed(_wishes.apart(bare), least=leading(cues).end)
    bare = bare[: _cues.condition_led(bare) or cut]
    bare = _LINK.sub("", bare)
    limit = _around.exception(sentence, start + len(bare), cues)
    if len(bare.split()) < 2 and not limit:
        return None
    told = led.group("reason") if led else None
    bare = sentence.text[start : start + len(bare) + limit]
    kept = tuple(cue for cue in cues if cue.end <= len(bare)) or cues[:1]
    phrased = phrasing().of(completed(bare))
    around = _reasons.around(sentence.text[:start], sentence.text[start + len(bare) :])
    return Span(
        turn=turn,
        start=sentence.start + start,
        end=sentence.start + start + len(bare),
        cue=_by_phrasing(signed(leading(kept), bare), phrased),
        cues=kept,
        phrased=phrased,
        sentence=sentence.text,
        reason=told or _reasons.within(bare) or loose or around,
        hedged=_frames.HEDGE.search(bare) is not None,
        tentative=_frames.TENTATIVE.search(_frames.LAUGHED.sub(" ", bare)) is not None,
        doubtful=_frames.PAST_EVENT.search(bare) is not None or len(bare.split()) > MAX_SURE_WORDS,
        exception=limit,
    )


_LINK = re.compile(r",?\s+(?:and|but)$", re.IGNORECASE)
"""What only led to words that were cut off: "I'm vegan and", of "… so is my wife"."""


def _without_faith(text: str) -> str:
    """Without a reason that is a faith: what somebody eats is kept, not what they believe."""
    found = _FOR_FAITH.search(text)
    if found is None or sensitivity_of(found.group()) != "faith":
        return text
    return text[: found.start()]


def leading(cues: Sequence[Cue]) -> Cue:
    """The cue that says most: an outright one before a habit, the earlier of equals."""
    weight = {"constraint": 0, "taste": 0, "style": 0, "ended": 1, "habit": 2}
    return min(cues, key=lambda c: (weight[c.kind], c.start))


def signed(cue: Cue, text: str) -> Cue:
    """The cue with the polarity that the words behind it give: "prefer not to", "tend to avoid"."""
    if side := _idioms.side_of(text, cue):
        return replace(cue, polarity=side, kind="taste", strength=max(cue.strength, PLAIN))
    for polarity, pattern in _TURNS_OF_PHRASE:
        if pattern.search(text):
            return replace(cue, polarity=polarity, kind="taste", strength=max(cue.strength, PLAIN))
    if cue.polarity == "for" and _frames.NEVER.match(text[cue.start :]):
        return replace(cue, polarity="against")
    if cue.polarity == "for" and (turned := _frames.TURNED.match(text[cue.end :])):
        return replace(cue, polarity="against", end=cue.end + turned.end())
    return cue


PLAIN = 0.85
"""Strength of a cue whose side no phrasing turns."""
_TURNS_OF_PHRASE: tuple[tuple[Polarity, re.Pattern[str]], ...] = (
    (
        "for",
        re.compile(
            r"\b(?:(?:is|are|has|have|['’]s) (?:(?:been|really|slowly|definitely|kind of|sort of|starting to|started to|finally) )*(?:grow(?:ing|n)?) on me|(?:really |slowly |kind of )?grew on me|(?:has |have |had )?won me over)\b|\bcan(?:['’]?t|not) (?:(?!see\b|open|log\b|find|get\b|access|install|run the|build|tell)\w+ )(?:\w+ ){0,3}?without (?!(?:asking|checking|being|getting|it|this|that|an? (?:code|key|password|error))\b)\w|\bless is more for me\b|\bi(?:['’]ve| have)? (?>(?:now|recently|finally|since|\w+ly) )*(?:found|discovered) an? (?:[\w-]+ ){1,3}(?:where|near|around)\b|\b(?:makes?|made|leaves?|left|keeps?) me (?:feel(?:ing)? )?(?>(?:\w+ly|so|more|very|quite|much|a bit|really) )*(?:awake|alive|happy|happier|calmer?|smile|laugh|at home|welcome|at ease|connected|free|proud|present|grateful|rested|refreshed|energi[sz]ed|inspired|peaceful|stronger|like myself)\b|\byou had me at\b|"
            r"\bi (?:(?:really|kind of|kinda|sort of|still|do|so|often|sometimes) )*miss (?:\w+ing|having|my|the (?:smell|taste|sound|sea|mountains|feeling|days))\b(?! (?:deadlines?|flights?|trains?|bus(?:es)?|appointments?|meetings?|calls?|class(?:es)?|stop|train|bus|flight|alarm)\b)|"
            r"\bi (?:really |actually |honestly )?(?:don['’]?t|do not) mind (?!(?:if|you|that|it|the wait|waiting|saying|telling|admitting)\b)\w|"
            r"\b(?:no longer|(?:don['’]?t|do not)(?=[^,;.!?]*\b(?:any ?more|any longer)\b)) (?:\w+ly )?(?:hate|dislike|dread|detest|loathe|despise|resent)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "against",
        re.compile(
            rf"\bmakes? (?:me|every(?:body|one)|people|us(?: all)?) (?:feel )?(?:\w+ly )?(?:miserable|unhappy|anxious|nervous|sad|ill|sick|bloated|gassy|nauseous|queasy|dizzy|itchy|wheezy)\b|^\W*(?:please |pls )?nothing (?:too|overly|with|that(?:['’]s| is) too) \w|(?:\bi(?:['’]?m| am) (?:{QUITE} )*|^\W*(?:{QUITE} )+)over (?!here\b|there\b|it\b|\d|the (?:moon|top|worst|limit|age|hill|phone)\b|and\b)\w",
            re.IGNORECASE,
        ),
    ),
)


def _by_phrasing(cue: Cue, phrased: Phrased) -> Cue:
    """A weak cue with the polarity that the phrasing gives, where that is clear."""
    least = CLEAR if cue.kind == "habit" else VERY_CLEAR
    if (cue.kind != "habit" and cue.strength > LOOSE) or abs(phrased.against) < least:
        return cue
    return replace(cue, polarity="against" if phrased.against > 0 else "for")


def instruction(
    turn: Turn, sentence: Sentence, start: int, end: int, *, lasts: bool = False
) -> Span | None:
    text = sentence.text[start:end]
    if _wishes.is_of_a_task(text) or _wishes.says_only_how_long(text):
        return None
    order = _standing.order_in(text) if lasts else ""
    end, reason = _wishes.trimmed(text, least=text.rfind(order) + 1 if order else 0)
    cue = Cue(0, 0, "for", "style", 0.9)
    return Span(
        turn=turn,
        start=sentence.start + start,
        end=sentence.start + start + end,
        cue=cue,
        cues=(cue,),
        sentence=sentence.text,
        kind="instruction",
        lasts=lasts or _styles.is_standing(sentence.text),
        reason=reason or _reasons.within(text[:end]),
    )
