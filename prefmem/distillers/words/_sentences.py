"""Cuts the user's own words into sentences, and sentences into clauses, with their places."""

# ruff: noqa: E501 -- lists of words are read as lists, whatever their length

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from prefmem._remembered import remembered
from prefmem.distillers.words._elided import DECORATION
from prefmem.distillers.words._frames import SAYING

MAX_SENTENCE = 700
"""Longer ones are not sentences that somebody says of themselves."""
MAX_SENTENCES = 80
"""Read per segment."""

_END = re.compile(
    r"(?:(?<![.!?…])[.!?…]++[\"”'’)\]]*+(?=\s|$)|\n+|[.!?](?=[A-Z][a-z'’ ])|[^\S\n]{12,})"
)
"""A mark, a line's end, or blanks that lay a text out: no pattern has to read a run of them."""
_RUN_ON = re.compile(
    r"(?<=[\w'’])(?:\s+)(?=i (?:(?:really|rly|realy|absolutely|just|only|mostly|do) )*(?:love|like|luv|hate|prefer|enjoy|can['’]?t stand|don['’]?t (?:like|eat|drink)|am (?:allergic|vegan|vegetarian)|['’]?m (?:allergic|vegan|vegetarian))\s)|(?<=[\w'’])(?:\s+)(?=i['’]?m (?:allergic|vegan|vegetarian)\b)",
    re.IGNORECASE,
)
"""Where somebody who puts no full stops goes on with what they like, behind a question."""
_ASKED = re.compile(
    r"^\W*(?:(?:hey|hi|hello|ok|so|pls|please)\W+)*(?:what|which|wot|wat|where|how|any|can|could|recommend|recomend|suggest|give me|find me|got any|need|looking for)\b",
    re.IGNORECASE,
)
_ASKS_LAST = re.compile(
    r"\b(?:recom+end|suggest|watch|try|cook|make|visit|buy|good|there|tonight|today|pls|plz|please|weekend|for me|for dinner|for lunch|ideas|next|tips|recommendations|suggestions)\s*$",
    re.IGNORECASE,
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|mr|mrs|ms|dr|st|approx|no|prof|inc|u\.s|u\.k|a\.m|p\.m)|\b[A-Z])\.$",
    re.IGNORECASE,
)
_ADORNED = re.compile(
    rf"^(?:[\s~*_|#=>]|{DECORATION})*(?:[~*_|#=>]|{DECORATION})\s*(?=\w)(?!(?:at|in|for|as|means|is|are|instead|and|or|after|before|only|everywhere)\b)"
)
"""Emoji, stars and the like before a sentence; not where it is about them: "👍 at the end"."""
_BULLET = re.compile(r"^\s*(?:[-*•–]+|\(?\d{1,2}[.)])\s+")
_TOLD_TO_REMEMBER = re.compile(
    r"^\W*(?:(?:please|pls|also|and|oh|hey|hi|ok|okay|so|but|can you|could you|i want you to|i['’]d like you to|you should)\b\W*)*"
    r"(?:(?:(?:always )?(?:remember|note|keep in mind|bear in mind|be aware|take note|make a note|take into account|know)|(?:don['’]?t|do not|never) forget)(?: (?:of )?(?:this|the following))?(?: that|,? for (?:the future|next time|later),?)?|"
    rf"(?:(?:just|you can|go ahead and) )?call me {SAYING},? (?:but|if you (?:like|want|must),? but|and)|"
    r"(?:(?:like|as) i(?:['’]ve)? (?:(?:already|just|always) )?(?:said|mentioned|told you)(?: (?:before|earlier|last time|already|yesterday))?|as you (?:already )?know|i(?:['’]ve| have)? (?:(?:already|just|literally|keep|kept) )*(?:told|telling|reminded|reminding) you(?: (?:before|already|twice|again|many times))?(?: that)?|"
    r"you(?:['’]ve)? (?:(?:always|keep|just|even|once again) )*(?:forget|forgot|forgetting|forgotten|ignored?|ignoring)(?: again)?(?: the fact)?(?: that)?)|"
    r"for (?:your |my |any )?(?:future )?(?:reference|information)|for (?:the )?future|for next time|just so (?:you know|we['’]re clear)|so you know|fyi|heads[- ]up|n\.?b\.?|p\.?s\.?)"
    r"\W+(?=(?:i|i['’]?(?:m|ve|d)|my|we|we['’](?:re|ve))\b)",
    re.IGNORECASE,
)
"""Words that only ask to remember what is said behind them: "Please remember that I …"."""

_MANNER = (
    r"(?:use|keep|give (?:me|us)|call me|address|speak|talk|reply|respond|answer|write|be|put|show|explain|skip|drop|ask|make|avoid|start|end|include|format|present|convert|refer to|treat|tell (?:me|us)|push|"
    r"remind|quiz|correct|cite|add|say|apologi[sz]\w+|summari[sz]\w+|number|list|leave out|assume|stick to|using|asking|adding|starting|ending|repeating|calling|being|writing|giving|explaining|putting)\b"
)
_HOW = (
    r"(?:keep|use|speak|talk|reply|respond|answer|be|put|skip|drop|avoid|include|add|start|end|cite|format|treat|write (?:in|less|more|shorter|longer|your|to me|like)|"
    r"give (?:me|us) (?:shorter|longer|short|long|brief|more|less|fewer|detailed|concise|sources|examples)|explain (?:things|it|everything|stuff|more|less)|correct (?:me|my)|quiz me)\b"
)
"""What may be asked of answers for good without an "always" before it."""
_FOR_GOOD = (
    r"(?:from (?:now|here) on|(?:going|moving) forward|in (?:the )?future|in general|generally|by default|as a rule|(?:every|each|next) time|at all times|"
    r"(?:whenever|every time|each time) i [^?]{2,60}|when i ask[^?]{2,60}|when(?:ever)? you (?:answer|reply|respond|explain|write|correct|suggest|use)\b[^?]{0,60})"
)
_ASKED_FOR_GOOD = re.compile(
    rf"^\W*(?:(?:please|pls|hey|hi|hello|also|and|but|so|ok|okay|btw|oh)\b[\s,]*)*(?:(?:can|could|would|will)(?:n['’]t)? (?:you|u)|(?:any|is there (?:any|a)) chance (?:that )?you (?:can|could)|do you think you (?:can|could)|(?:is|would) it (?:be )?possible(?: for you)? to) (?:(?:please|pls|plz|kindly|just|maybe|perhaps|also|try to) )*"
    rf"(?=(?:(?:always|never|stop) {_MANNER}|call me (?-i:[A-Z])|from now on,? {_MANNER}|{_HOW}[^?]{{0,100}}?\b{_FOR_GOOD},?(?: (?:please|pls|thanks|thank you|thx|ok|okay))*(?=\s*\?))[^?]*\?\W*$)",
    re.IGNORECASE,
)
"""Before a wish for good that is put as a question: "could you keep it short from now on?"."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and where it stands in the turn."""

    text: str
    start: int
    question: bool

    @property
    def end(self) -> int:
        """Where it ends in the turn."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a sentence, with the word that joins it to what is before."""

    start: int
    end: int
    joint: str

    def of(self, text: str) -> str:
        """The clause's words."""
        return text[self.start : self.end]


def sentences(text: str, *, offset: int = 0) -> Sequence[Sentence]:
    """The sentences of a span, bounded in number, without bullets, blanks and "remember that"."""
    found = _sentences(text)
    return [replace(one, start=one.start + offset) for one in found] if offset else found


@remembered(256)
def _sentences(text: str) -> tuple[Sentence, ...]:
    """The same for a span at the beginning of its turn; most are asked for several times."""
    found: list[Sentence] = []
    begin = 0
    for mark in _ends(text):
        end = mark.end()
        piece = text[begin:end]
        if mark.group().endswith(".") and _ABBREVIATION.search(piece[-8:].rstrip()):
            continue
        if made := _sentence(piece, begin):
            found.append(made)
            if len(found) >= MAX_SENTENCES:
                return tuple(found)
        begin = end
    if made := _sentence(text[begin:], begin):
        found.append(made)
    return tuple(found)


def _ends(text: str) -> list[re.Match[str]]:
    """Where sentences may end: at their marks, and where one runs on from a question."""
    marks = list(_END.finditer(text))
    if _ASKED.match(text) is None:
        return marks
    first = marks[0].start() if marks else len(text)
    run_on = [m for m in _RUN_ON.finditer(text, 0, first) if _ASKS_LAST.search(text, 0, m.start())]
    return [*run_on[:1], *marks]


def _sentence(piece: str, start: int) -> Sentence | None:
    bullet = _BULLET.match(piece)
    body = piece[bullet.end() :] if bullet else piece
    if adorned := _ADORNED.match(body):
        body = body[adorned.end() :]
    if asked := _TOLD_TO_REMEMBER.match(body):
        body = body[asked.end() :]
    if wished := _ASKED_FOR_GOOD.match(body):
        body = body[wished.end() :]
    start += len(piece) - len(body)
    bare = body.strip().rstrip("?") if wished else body.strip()
    if len(bare) < 3 or len(bare) > MAX_SENTENCE:
        return None
    start += len(body) - len(body.lstrip())
    return Sentence(bare, start, bare.rstrip("\"”'’)]").endswith("?"))


_I = r"(?:i|i['’]?(?:m|ve|d|ll)|my|we|for me|personally)\b"
_JOINT = re.compile(
    r"(?P<joint>"
    r"\s*;\s+|\s+[-–—]+\s+|\s*—\s*|\s*:\s+|\.{3}\s*|…\s*|"
    r",?\s+(?:but|(?<!n't )(?<!n’t )(?<!\bnot )so(?: that)?(?! (?:bad(?:ly)?|hard|loud|tired) (?:that )?(?:i|my|we)\b)|though|although|however|yet|because|since|cause|cuz|bc|given that|given|"
    r"seeing as|seeing that|as long as|whereas|unless)\s+"
    r"(?:also\s+|then\s+|now\s+|please\s+)?|"
    r"(?<!been)(?<!['’]m)(?<!\bam)(?<!was),?\s+considering(?: that)?\s+|"
    rf",?\s+(?:which is why|which means|hence|therefore|(?<=\w )means)\s+(?:that\s+)?(?={_I})|"
    rf",?\s+(?:and|or|plus|as)\s+(?=(?:also\s+|then\s+|honestly,?\s+|(?:on )?(?:mon|tues|wednes|thurs|fri|satur|sun)days?,?\s+)?{_I})|"
    rf",\s+(?={_I})|"
    r",?\s+and\s+(?=(?:was|were|am)\s+\w+ing\b|do you|can you|could you|would you|is there|are there|what|how)|"
    r",\s+(?=(?:do you|can you|could you|would you|should i|shall i|can i|could i|any |what|how|which|where|is there|are there)\b)|"
    r"\s+(?=(?:do you (?:know|have|think)|can you|could you|would you)\b)|"
    r",?\s+(?:in case|if)\s+(?=(?:that matters|that helps|it matters|possible)\b)"
    r")",
    re.IGNORECASE,
)


_TOGETHER = re.compile(
    r"^\W*[\w'’-]+(?: [\w'’-]+)? and i (?:don['’]?t|do not|are|never|get)\b|^\W*my [\w-]+ and i (?!(?:are|am|have|both)\b|['’])\w|^\W*(?:me|i) and my [\w'’-]+ (?:are|both|have)",
    re.I,
)


_NAMES = re.compile(
    r"^\W*(?:(?:my )?fav(?:ou?rite|e)?\b[^:]{2,40}|(?:some |other |the )?(?:things?|foods?|stuff) (?:that )?i (?:really |always |absolutely )?(?:avoid|love|like|hate|dislike|can['’]?t stand|don['’]?t (?:like|eat)|never eat)|my (?:hobbies|interests|likes|dislikes|pet peeves)):\s$",
    re.IGNORECASE,
)
_LIKES = r"(?:love|hate|can['’]?t stand|cannot stand|despise|loathe|detest|dislike|don['’]?t like|adore|not (?:so |that |too |very |really )?(?:keen on|into|fond of|a (?:big |huge )?fan of))"
_OF_ONE_SPEAKER = re.compile(
    rf"^\W*(?:(?:and|but|so|well|yeah|haha|lol|tbh|btw|honestly)\W+)*(?:i(?:['’]m)? |(?:really |absolutely )?{_LIKES} )",
    re.IGNORECASE,
)
_ANOTHER_LIKING = re.compile(
    rf"(?:,?\s+(?P<joint>and|but)|,)\s+(?={_LIKES} (?!it\b|them\b|that\b|this\b|to\b)\w)",
    re.IGNORECASE,
)
"""Where somebody goes on with what else they like or not: "love comedies, hate horror"."""


_NOTHING_BUT = re.compile(r"\b(?:nothing|anything|nobody|none|all)$", re.IGNORECASE)
"""Before a "but" that joins no clause: "with nothing but a camera"."""


_THROWN_IN = re.compile(
    r",\s+(?:though|although|while|if) (?!i\b)\w+(?: \w+){0,2},\s+(?!i\b)\w", re.I
)
"""What is granted between two commas: "drawing outdoors, though cold, calms me"."""


def _joints(text: str) -> list[tuple[int, int, str]]:
    """Where clauses are joined: from, to, and the word that joins them."""
    found = [
        (m.start(), m.end(), m["joint"].strip(" ,").lower())
        for m in _JOINT.finditer(text)
        if not (m["joint"].strip() == "but" and _NOTHING_BUT.search(text, 0, m.start()))
        and _THROWN_IN.match(text, m.start()) is None
    ]
    if _OF_ONE_SPEAKER.match(text) is None:
        return found
    more = [
        (m.start(), m.end(), (m["joint"] or "").lower()) for m in _ANOTHER_LIKING.finditer(text)
    ]
    apart = [one for one in more if all(one[1] <= a or one[0] >= b for a, b, _ in found)]
    return sorted([*found, *apart])


def clauses(text: str) -> list[Clause]:
    """The clauses of a sentence, in order; together they are all of it but the joints."""
    found: list[Clause] = []
    begin, joint = 0, ""
    for start, end, word in _joints(text):
        if start > begin and _TOGETHER.match(text[begin : end + 20]):
            continue  # "milk and I don't get along" is one clause
        if word == ":" and _NAMES.match(text[:end]):
            continue  # and so is "favourite film: Alien"
        if start > begin:
            found.append(Clause(begin, start, joint))
        begin, joint = end, word
    if begin < len(text):
        found.append(Clause(begin, len(text), joint))
    return found
