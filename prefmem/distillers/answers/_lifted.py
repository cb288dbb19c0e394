"""Wishes about answers that are lifted: "you can use emojis again", "no need to be so formal any more".

They found nothing: what was asked for is asked for no more. They say so by two marks, a leave or a
release and a word of "again", so that no head is asked.
"""

# ruff: noqa: E501 -- lists of words are read as lists, whatever their length

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from prefmem.distillers.answers import _styles
from prefmem.distillers.words import _vetoes
from prefmem.distillers.words._said import evidence_of
from prefmem.distillers.words._sentences import Sentence, sentences
from prefmem.distillers.words._statements import finished, plain
from prefmem.distillers.words._subjects import subject_of
from prefmem.records import Segment, Turn
from prefmem.stages import standing
from prefmem.types import Evidence, Polarity

STRENGTH = 0.9
ASKED = "asked for a language again"
LANGUAGE = r"(?:english|spanish|french|german|dutch|italian|portuguese|japanese|chinese|mandarin|korean|hindi|arabic|russian|polish|turkish|swedish|danish|norwegian|finnish|greek|czech|welsh|irish)"
_NO_SIDE = ("expertise.level", "interaction.pace")
"""Behaviours whose wishes stand for one side only, however they are put."""
MOST_WORDS = 24
"""Of a sentence that is read."""

_LED = r"^\W*(?:(?:and|but|so|ok|okay|well|oh|hey|hi|right|alright|actually|also|now|please|pls|on second thoughts?|you know what|by the way|btw|i think|i guess|i suppose|thanks|cheers|fine|sorry|no|wait|hmm+)\b[\s,:!.–—-]*)*"
_AGAIN = r"(?:again|now|after all|any ?more|any longer|from now on|these days|if you (?:like|want|wish)|whenever you (?:like|want))"
_YOU_MAY = r"(?:you(?:['’]re| are)? (?:can|may|could|(?:are )?(?:free|allowed|welcome) to)|feel free to|i don['’]?t mind (?:if you|you)|it['’]?s (?:ok|okay|fine|alright|all right) (?:to|if you)|i['’]?m (?:ok|okay|fine) with(?: you)?)"
_THE = r"(?:(?:now|always|just|also|totally|happily|go back to|start|bring back|return to|be) )*"
_REASON = r"(?:(?:because |since |as |cause |cos )?(?:i|i['’]\w+|we|we['’]\w+|my|it|it['’]s|that['’]s|they)\b[^?]*)?"
"""Why, behind it: "…, I know my way around now"."""
_CODA = r"[\s,.!;:)]*(?:(?:please|pls|thanks|thank you|tbh|actually|though|lol|[:;]-?\))[\s.!,]*)*"


def _whole(*patterns: str) -> tuple[re.Pattern[str], ...]:
    """Patterns of whole sentences, with what may lead up to them and what may follow."""
    return tuple(re.compile(_LED + p + _CODA + _REASON + "$", re.IGNORECASE) for p in patterns)


_LEAVE = _whole(
    rf"{_YOU_MAY} {_THE}(?:us(?:e|ing) |hav(?:e|ing) |add(?:ing)? |writ(?:e|ing) |giv(?:e|ing) (?:me )?|mak(?:e|ing) |includ(?:e|ing) |put(?:ting)? (?:in )?)?(?:the )?(?P<what>[\w'’ -]{{3,50}}?) {_AGAIN}",
    rf"(?P<what>[\w'’ -]{{3,40}}?) (?:is|are|would be) (?:now |totally |perfectly |absolutely |completely )*(?:ok|okay|fine|alright|all right|allowed|welcome|back on|good)(?: with me| for me| by me)? {_AGAIN}",
    r"(?P<what>[\w'’ -]{3,40}?) (?:is|are) (?:now (?:ok|okay|fine|alright|allowed|welcome)|(?:allowed|welcome) again)(?: with me| by me)?",
    rf"i don['’]?t mind (?:the |your |some )?(?P<what>[\w'’ -]{{3,40}}?) {_AGAIN}",
)  # fmt: skip
"""What was not wanted, and may be again."""
_RELEASE = _whole(
    rf"(?:there['’]?s |you have )?no need (?:to |for )(?:(?:always|keep|all|be|use|give|add|do|so|that|quite|the|it|them) )*(?P<what>[\w'’ -]{{3,50}}?) {_AGAIN}",
    rf"you (?:don['’]?t (?:have|need) to|needn['’]?t|no longer (?:have|need) to) (?:(?:always|keep|be|use|give|add|do|so|that|quite|the|it|them) )*(?P<what>[\w'’ -]{{3,50}}?)(?: {_AGAIN})",
    r"you no longer (?:have|need) to (?:(?:always|keep|be|use|give|add|do|so|that|quite|the|it|them) )*(?P<what>[\w'’ -]{3,50}?)",
    rf"(?P<what>[\w'’ -]{{3,40}}?) (?:(?:is|are)(?: not|n['’]?t) (?:really )?(?:necessary|needed|required) {_AGAIN}|(?:is|are) no longer (?:necessary|needed|required))",
    rf"(?:i|we) (?:don['’]?t need|no longer need) (?:the |your |any )?(?P<what>[\w'’ -]{{3,40}}?)(?: {_AGAIN})",
)  # fmt: skip
"""What was asked for, and need not be done any more."""
_WHOLLY = _whole(
    r"(?:stop|quit|cut|cut out|lose|ditch|knock off|enough (?:of|with)|that['’]?s enough (?:of|with)|no more(?: of)?|drop)(?: it)?(?: with| doing| using)? (?:the|that|all the|all that|your) (?P<what>[\w'’ -]{3,40}?) (?:thing|talk|talking|act|voice|speak|style|persona|accent|tone|business|stuff|bit|impression)(?: (?:now|already|then))?",
    r"(?:you (?:can|may|could) |just |please )*(?:never mind|forget|forget about|ignore|drop|scrap|scratch|disregard) (?:the|my|that) (?P<what>[\w'’ -]{3,40}?) (?:thing|rule|limit|wish|request|instruction|preference|business)",
    r"(?:never mind|forget|forget about|ignore|scrap|scratch|disregard) (?:the|my|that) (?:thing|rule|limit|wish|request|instruction|preference) (?:about|with|on|for) (?:the |your )?(?P<what>[\w'’ -]{3,40}?)",
)  # fmt: skip
"""What was asked for or asked not to be done, whichever it was."""
_BACK = re.compile(
    _LED
    + rf"(?:(?:{_YOU_MAY} |let['’]?s |please )*(?:(?:go|switch|change|come)(?:ing)? )?back to (?:answering in |speaking |replying in )?(?P<to>{LANGUAGE})|(?:(?:in|speak|answer in|reply in|let['’]?s (?:speak|continue in|go with)) )?(?P<again>{LANGUAGE}) again)"
    + r"(?: (?:now|from now on|then))?[\s,.!;:)]*(?:(?:please|pls|thanks|thank you|then|for me)[\s.!]*)*$",
    re.IGNORECASE,
)
_HINT = re.compile(
    rf"\b(?:{_AGAIN}|no longer|never mind|stop|quit|cut|lose|ditch|knock|enough|no more|necessary|needed|required|forget|ignore|drop|scrap|scratch|disregard|back|allowed|welcome|ok|okay|fine|alright)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Lifted:
    """Words of the user that lift a wish about answers, or ask for a language again."""

    turn: Turn
    start: int
    """In the turn."""
    end: int
    statement: str
    behaviour: str
    subject: str
    polarity: Polarity
    """The side that is free again: what was wished stood on the other."""
    condition: str = standing.LIFTED

    def evidence(self, *, source: str) -> Evidence:
        """It as evidence."""
        return evidence_of(
            self.turn,
            self.turn.content[self.start : self.end],
            kind="instruction" if self.condition == ASKED else "retracted",
            polarity=self.polarity,
            strength=STRENGTH,
            source=source,
            behaviour=self.behaviour,
            subject=self.subject,
            statement=self.statement,
            condition=self.condition,
        )


def lifted_in(segments: Sequence[Segment]) -> list[Lifted]:
    """What a user's turn lifts of their wishes about answers, in its order."""
    return [
        one
        for segment in segments
        for sentence in sentences(segment.text, offset=segment.start)
        if (one := _read(segment.turn, sentence)) is not None
    ]


def _read(turn: Turn, sentence: Sentence) -> Lifted | None:
    text = sentence.text
    if sentence.question or len(text.split()) > MOST_WORDS or not _HINT.search(text):
        return None
    if _styles.is_of_a_text(text):
        return None
    if back := _BACK.match(text):
        named = (back["to"] or back["again"]).capitalize()
        told = f"Wants answers in {named} again"
        place = sentence.start, sentence.end
        return Lifted(turn, *place, told, "style.language", "language", "for", ASKED)
    for pattern in _LEAVE:
        if (found := pattern.match(text)) and (style := _of_answers(found["what"])):
            told = f"Is fine with {plain(found['what'])} again"
            return _lifted(turn, sentence, told, style, style.polarity)
    for pattern in _RELEASE:
        if (found := pattern.match(text)) and (style := _of_answers(found["what"])):
            other: Polarity = "against" if style.polarity == "for" else "for"
            told = f"No longer asks for {plain(found['what'])}"
            return _lifted(turn, sentence, told, style, other)
    if found := next(filter(None, (pattern.match(text) for pattern in _WHOLLY)), None):
        told = f"No longer asks for {plain(found['what'])}"
        unknown = _styles.Style("style.format", subject_of(found["what"], 0, 0), "for")
        style = _of_answers(found["what"]) or unknown
        if style is unknown and _vetoes.is_about_authority(text):
            return None
        made = _lifted(turn, sentence, told, style, "against")
        return replace(made, condition=standing.WHOLLY)
    return None


def _of_answers(what: str) -> _styles.Style | None:
    style = _styles.style_of(what)
    return style if style and style.behaviour.startswith(standing.ABOUT_ANSWERS) else None


def _lifted(
    turn: Turn, sentence: Sentence, told: str, style: _styles.Style, side: Polarity
) -> Lifted:
    return Lifted(
        turn,
        sentence.start,
        sentence.end,
        finished(told),
        style.behaviour,
        style.subject,
        side,
        standing.WHOLLY if style.behaviour in _NO_SIDE else standing.LIFTED,
    )
