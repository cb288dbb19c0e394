"""Wishes about answers that hold in their conversation only: "keep it short today".

No head is asked: what lasts is another question than what it learned. The words must tell the
assistant how to answer, and must say themselves that they are about now.
"""

# ruff: noqa: E501 -- lists of words are read as lists, whatever their length

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from prefmem.distillers.answers import _styles
from prefmem.distillers.words import _cues, _vetoes
from prefmem.distillers.words._sentences import sentences
from prefmem.records import Segment, Turn

MAX_WORDS = 30
"""Words of a sentence that is read: a wish for now is short."""
_NOW = re.compile(
    r"\b(?:(?:just |only )?for (?:now|today|tonight|once|a change|the moment|the time being)|(?:just )?this (?:once|morning|afternoon|evening|time)|"
    r"(?:just |only )?(?:in|for|during) (?:this|the current) (?:conversation|chat|thread|session)|"
    r"right now|today|tonight|at the moment|till tomorrow|until tomorrow)\b",
    re.IGNORECASE,
)
_NO_CONDITION = r"(?<!\bwhen )(?<!\bwhenever )(?<!\bif )(?<!\bwhile )"
"""Not behind these: "when I'm tired, I prefer short answers" holds whenever they are."""
_MOOD = re.compile(
    rf"{_NO_CONDITION}\bi(?:['’]?m| am) (?:(?:so|really|a bit|too|completely|just|very|pretty|quite|rather) )*(?:stressed(?: out)?|exhausted|tired|overwhelmed|worn out|half asleep|upset|panicking|freaking out|"
    r"in a (?:rush|hurry)|about to (?:leave|go|board)|on (?:my phone|the (?:bus|train|go|road))|driving)\b|"
    rf"{_NO_CONDITION}\bit['’]?s (?:\d{{1,2}}(?:[:.]\d\d)? ?(?:a\.?m|p\.?m)\b|(?:very |so |too )?late\b|(?:past )?midnight\b|the middle of the night\b)",
    re.IGNORECASE,
)
_ALONE = re.compile(r"^\W*(?:and|but|so|ok|okay|hey|hi|please|just|only|\s|,)*$", re.IGNORECASE)
_STATE = re.compile(
    r"^\W*(?:(?:because|cause|since|as|bc|but|and)\s+)?(?:i['’]?m|im|i am|i['’]?ve|i have|i feel|i only have|my)\b",
    re.IGNORECASE,
)
_ASK = r"(?:(?:and|but|so|also|just|ok|okay|hey|hi|please|pls)\W+)*(?:(?:can|could|would|will) you (?:please |just )?|i['’]?d (?:like|prefer)(?: you to)? |i (?:want|need|prefer)(?: you to)? |let['’]?s )?"
_WISH = re.compile(
    rf"^\W*{_ASK}(?:please )?(?:"
    r"(?:keep|make) (?:it|things|this|that|everything|(?:your |all )?(?:answers?|repl(?:y|ies)|responses?|explanations?)|the tone)\b|"
    r"be\b|explain (?:it |this |that |things |everything )?(?:simply|briefly|slowly|in (?:plain|simple) \w+)\b|(?:answer|reply|respond|speak|talk|write)(?: (?:to )?me)? (?!(?:a|an|the|my|this)\b)|(?:give|send) me (?:only |just )?(?:\w+ )?(?:answers|repl(?:y|ies)|responses|explanations)\b|(?:give|send) me the (?:long|short|full|quick|detailed|brief) (?:version|answer|story)\b|"
    r"(?:skip|drop|no|leave out|stop|avoid|go easy on|spare me|don['’]?t|do not|without|use|only)\b|"
    r"(?:(?:really |very )?(?:short|shorter|brief|quick|long|longer|detailed|thorough|concise|simple|plain|blunt|formal|casual) (?:and \w+ )?)(?:answers?|repl(?:y|ies)|responses?|explanations?)\b)",
    re.IGNORECASE,
)
_OF_WHAT_IS_ASKED = re.compile(
    r"\b(?:summary|story|poem|essay|email|e-mail|letter|list of|recipe|song|code for|title|paragraph about|report)\b",
    re.IGNORECASE,
)
_PIECE = re.compile(
    r".+?(?:[,;:–—]+\s*|\s(?=so (?:please|pls|just|keep|be|can you|could you)\b)|$)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Passing:
    """A wish about answers for now, with where it stands in its turn."""

    turn: Turn
    start: int
    end: int
    wish: str
    """What is wanted, without the words that say for how long."""

    @property
    def quote(self) -> str:
        """The words that say it, verbatim."""
        return self.turn.content[self.start : self.end]


def passing_in(segments: Sequence[Segment]) -> list[Passing]:
    """Wishes for this conversation in the user's own words, in order."""
    return [
        Passing(segment.turn, sentence.start + start, sentence.start + end, wish)
        for segment in segments
        for sentence in sentences(segment.text, offset=segment.start)
        if _may(sentence.text)
        for start, end, wish in _wishes(sentence.text)
    ]


def _may(text: str) -> bool:
    if not _is_of_now(text) or len(text.split()) > MAX_WORDS or _cues.asks_lastingly(text):
        return False
    elsewhere = _vetoes.is_reported(text) or _vetoes.is_for_a_friend(text)
    return not (elsewhere or _vetoes.is_writing_task(text) or _vetoes.is_about_authority(text))


def _is_of_now(text: str) -> bool:
    return _NOW.search(text) is not None or _MOOD.search(text) is not None


def _wishes(text: str) -> Iterator[tuple[int, int, str]]:
    """Pieces of a sentence that wish, where they or what stands beside them speak of now."""
    pieces = list(_PIECE.finditer(text))
    words = [piece.group().rstrip(" ,;:–—.!?") for piece in pieces]
    for n, said in enumerate(words):
        wish = _bare(said)
        if _WISH.match(wish) is None or not _is_of_answers(wish):
            continue
        beside = [words[k] for k in (n - 1, n + 1) if 0 <= k < len(words)]
        if _NOW.search(said) or any(_speaks_of_now(one) for one in beside):
            yield pieces[n].start(), pieces[n].start() + len(said), wish


def _bare(said: str) -> str:
    return " ".join(_NOW.sub(" ", said).split())


def _speaks_of_now(beside: str) -> bool:
    """True for "just for today", and for "I'm in a rush"; not for another question."""
    if not _is_of_now(beside):
        return False
    return (
        _MOOD.search(beside) is not None
        or _ALONE.match(_NOW.sub(" ", beside)) is not None
        or _STATE.match(beside) is not None
    )


def _is_of_answers(wish: str) -> bool:
    style = _styles.style_of(wish)
    if style is None or _styles.is_of_a_text(wish) or _OF_WHAT_IS_ASKED.search(wish):
        return False
    return style.behaviour.startswith(("style.", "interaction.", "expertise."))
