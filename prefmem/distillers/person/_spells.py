"""Spells of a life: what is over ("my marathon is behind me"), and what is on again.

Neither is a preference. But what somebody wants may hang on it as its reason, and then it waits, or
counts again.
"""

# ruff: noqa: E501 -- lists of words are read as lists, whatever their length

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from prefmem.distillers.words import _vetoes
from prefmem.distillers.words._said import evidence_of
from prefmem.distillers.words._sensitivity import sensitivity_of
from prefmem.distillers.words._sentences import Sentence, sentences
from prefmem.distillers.words._statements import plain, statement_of
from prefmem.records import Segment
from prefmem.stages import drivers
from prefmem.stages.lowered import low, lowered
from prefmem.types import Evidence

MOST_WORDS = 24
"""Of a sentence that says such a thing; a statement has no room for more."""
STRENGTH = 0.75
_MY = r"(?:my|our|the)"
_I = r"(?:i|we)(?:['’]?(?:m|ve|re)| am| are| have)?"
_WHAT = r"(?P<what>[\w'’-]+(?: [\w'’-]+){0,6}?)"
_END = r"(?=\s*(?:$|[.,;:!?)–—]|\b(?:and|but|so|now|today|yesterday|last|this|since|for good|at last|finally)\b))"
_OVER = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{_MY} {_WHAT} (?:is|are|was|were|has been|have been|got|gets?) (?:now |finally |all |already |long )*(?:over|done|finished|behind (?:me|us)|history|cancel+ed|called off|scrapped|postponed|healed|cured)\b",
        rf"\b{_MY} {_WHAT} (?:has|have) (?:now |finally |all |already |fully |completely )*(?:ended|finished|healed|recovered|passed|cleared up|gone away|come to an end)\b",
        rf"\b{_MY} {_WHAT} (?:is|are|feels?) (?:now |finally |all |completely |totally )*(?:better|fine|ok|okay|all right|alright|good|healthy)(?: again| now)+{_END}",
        rf"^\W*(?:(?:and|so|well|phew|great|yay|finally)\W+)*{_WHAT}['’]s (?:now |finally |all )*(?:over|done|finished|behind (?:me|us)|history|cancel+ed|called off)\b",
        rf"\b{_I} (?:now |just |finally |already )*(?:finished|completed|stopped|quit|done|given up|gave up) (?P<what>\w{{2,}}ing\b(?: [\w'’-]+){{0,6}}?){_END}",
        rf"\b{_I} (?:now |just |finally |already |sadly |unfortunately )*(?:cancel+ed|called off|dropped out of|pulled out of|withdrew from|backed out of|bailed on|gave up on|given up on|scrapped) (?:{_MY} |an? )?{_WHAT}{_END}",
        rf"\b{_I} (?:decided |chosen |chose )(?:not to|against) (?:run(?:ning)?|do(?:ing)?|join(?:ing)?|go(?:ing)?|enter(?:ing)?|sit(?:ting)?)?\s*(?:for |to |on |with )?(?:{_MY} |an? )?{_WHAT}(?: after all)?{_END}",
        rf"\b{_I} (?:now |just |finally |already )*(?:bought|sold|found|got) (?:the|our|my) {_WHAT}{_END}",
        rf"\b{_I} (?:now |just |finally |already |fully )*(?:recovered from|got over|am over) (?:{_MY} |an? )?{_WHAT}{_END}",
        rf"^\W*no more {_WHAT} for (?:me|us)\b",
        rf"^\W*(?:(?:and|so|well|ok|okay|actually|update|turns out)\b[\s,:]*)*(?:{_I} )?not (?:\w{{2,}}ing )(?:for |in |to |on |with )?(?:{_MY} |an? )?{_WHAT} after all\b",
        rf"\b{_I} (?:now |just |finally |already |successfully )*(?:finished|completed|handed in|wrapped up|got through|ran|survived) {_MY} {_WHAT}{_END}",
    )
)
_BACK = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?:i|we)(?:['’]?m|['’]?re| am| are) (?:now |just |finally |also |actually )*(?P<what>\w{2,}ing\b(?: [\w'’-]+){0,6}?) again\b",
        rf"\b{_I} (?:now |just |finally |also |actually )*(?:started|begun|taken up|took up|picked up|gone back to|went back to|signed up for) {_WHAT} again\b",
        rf"\b{_I} (?:now |finally |officially )*back (?:on|to|in|at|into) (?:{_MY} |an? )?{_WHAT}{_END}",
        rf"\b{_I} (?:now |just |finally |also |actually )*(?:signed up for|registered for|entered|doing|running|planning|training for|joining) another {_WHAT}{_END}",
        rf"\b{_I} (?:(?:decided|going) to (?:run|do|join|enter) |doing |running |going |joining |training for )(?:{_MY} |an? |for )*{_WHAT} after all\b",
        rf"\b{_MY} {_WHAT} (?:is|are) (?:now |finally )*(?:back )?on again\b",
        rf"\b{_I} (?:now |just |finally )*(?:resumed|restarted|picked back up) (?:{_MY} )?{_WHAT}{_END}",
    )
)
_HINT = lowered(
    r"again|another|after all|no more|back|over|done|cancel|called off|scrapped|postponed|healed|cured|ended|recovered|passed|cleared|gone away|come to an end|better|fine|ok|all ?right|good|healthy|stopped|quit|pulled|dropped|withdrew|bailed|gave up|given up|decided|chosen|chose|bought|sold|found|got|history|behind|finished|completed|handed|wrapped|got thr|survived|ran |resumed|restarted"
)
"""One of these words is in each of the patterns: most sentences have none."""
_NOT_TOLD = re.compile(
    r"\b(?:because|since|as|now that|given that|if|when|once|until|till|before|after|unless)\s+$",
    re.IGNORECASE,
)
"""Before what is the reason of something else, and kept with that, or what is only supposed."""


def spells_in(segments: Sequence[Segment], *, source: str) -> list[Evidence]:
    """What the user says to be over or on again, in order; the first such words of a sentence."""
    return [
        made
        for segment in segments
        for sentence in sentences(segment.text, offset=segment.start)
        for made in _told(segment, sentence, source)
    ]


def _told(segment: Segment, sentence: Sentence, source: str) -> Iterator[Evidence]:
    what, back = _spell(sentence.text)
    if not what or (sentence.question and not back) or sensitivity_of(sentence.text) is not None:
        return
    statement = statement_of(sentence.text)
    if statement:
        yield evidence_of(
            segment.turn,
            sentence.text,
            kind="stated" if back else "retracted",
            polarity="for" if back else "against",
            strength=STRENGTH,
            source=source,
            behaviour="taste.general",
            subject=plain(what).lower(),
            statement=statement,
            condition=drivers.BACK if back else drivers.OVER,
        )


def _spell(text: str) -> tuple[str, bool]:
    """What a sentence says to be over or on again, and whether it is on again; "" if nothing."""
    if not _HINT.search(low(text)) or len(text.split()) > MOST_WORDS or _is_not_told(text):
        return "", False
    for back, patterns in ((True, _BACK), (False, _OVER)):
        for pattern in patterns:
            found = pattern.search(text)
            before = text[: found.start()] if found else ""
            if found and not (_vetoes.is_hypothetical(before) or _NOT_TOLD.search(before)):
                return found.group("what"), back
    return "", False


def _is_not_told(text: str) -> bool:
    return (
        _vetoes.is_request(text)
        or _vetoes.is_reported(text)
        or _vetoes.is_writing_task(text)
        or _vetoes.is_about_authority(text)
    )
