"""What is taken up where a change is announced, in words that tell no liking: "ditched cola for tea".

Such words are read as what they stand for, as if it had been said: "I prefer tea now". What is left
behind is found by itself (`stages.partings`).
"""

# ruff: noqa: E501 -- patterns are read as they are, whatever their length

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from prefmem.distillers.changes import _partings
from prefmem.distillers.changes._retold import Retold
from prefmem.distillers.person import _everyday
from prefmem.distillers.words import _cues, _fields, _vetoes
from prefmem.distillers.words._elided import lowered_at_start
from prefmem.distillers.words._people import PERSON
from prefmem.distillers.words._sensitivity import sensitivity_of
from prefmem.distillers.words._sentences import Sentence, sentences
from prefmem.records import Segment
from prefmem.stages import leaving
from prefmem.stages.intake import is_english

MOST_WORDS = 45
"""Of a sentence that is read."""
MOST_TAKEN_UP = 14
"""Words that name one thing; more of them tell a story."""

_AT = r"(?:^|(?<=[.;:!?,–—] )|(?<=\band )|(?<=\bbut )|(?<=\bso )|(?<=\bhonestly )|(?<=\bactually )|(?<=\bthink )|(?<=\bguess )|(?<=\bsay )|(?<=\bnow )|(?<=\blately ))"
_END = r"(?=\s*(?:$|[.,;:!?()–—]|\b(?:and|but|because|since|so|as|which|that|who|where|when|while|though|although|if|thanks to|ever since|after|until)\b))"
_HAVE = r"(?:(?:i|we)(?:['’]ve| have|['’]m| am|['’]re| are)?(?: (?:both|all))? )?(?:(?:just|recently|finally|also|now|since|actually|totally|completely|fully|mostly|slowly|gradually|kind of|sort of|pretty much|really|been|lately|basically) )*"
_THING = r"(?P<up>(?!(?:it|that|this|them|those|these|you|him|her|one|what|how|why|the (?:next|other|following|last|first|second|new|old)|another|something|someone|an? (?:new|bigger|smaller|better|different|newer|larger)|chapter|part|step|level|page|question|section|season|version|number|plan|unit|lesson|stage|phase|bed|sleep|work|school|college|uni\w*|questions?|problem|task)\b)[\w'’&+#/.-]+(?: (?!(?:and|but|because|since|so|as|which|that|who|where|when|while|though|although|if|instead)\b)[\w'’&+#/.-]+){0,8}?)"
_SINCE = r"(?: (?:these days|nowadays|now|lately|instead|for good|altogether|entirely|full[- ]?time|this year|this (?:spring|summer|autumn|winter)|last (?:week|month|year|spring|summer|autumn|winter)|recently|from now on|every time|all the way|again))*"
_GIVE = r"(?:swapped|traded(?: in)?|ditched|replaced|exchanged|dropped|left|gave up|given up|quit|abandoned|binned|trading|swapping)"
_OF = rf"{_THING}{_SINCE}{_END}"
_PATTERNS: tuple[re.Pattern[str], ...] = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_AT}{_HAVE}{_GIVE} (?:(?:my|the|our|all my|all the) )?(?!(?:it|them|that|this)\b)[^.,;:!?()–—]{{2,40}}? (?:for(?! good\b| (?:my|our) {PERSON}\b(?!['’]s))|with|in favou?r of) (?:my |our |the )?{_OF}",
        rf"{_AT}{_HAVE}(?:(?:moved|gone|shifted|turned|come)(?= (?:on|over|back|away|from|more|entirely|fully)\b)|graduated|drifted|pivoted|switched|gravitated|(?:gravitating|leaning|drifting|veering|moving|shifting|turning|tending)(?= (?:more|back|away|increasingly|over)\b|[\w '’-]{2,50} (?:lately|these days|nowadays|recently|now)\b)) (?>(?:over|more and more|more|on|back|increasingly) )*(?:(?:away )?from [\w '-]{{2,40}}? )?(?>(?:over|more and more|more|on|back|increasingly) )*(?:to|towards?|into) {_OF}",
        rf"\b(?:i|we) (?:(?:now|just|really|actually|honestly|find i|seem to|definitely) )*get (?:(?:way|much|far|so much|a lot|a whole lot|infinitely) )?more (?:(?:joy|pleasure|fun|satisfaction|enjoyment|peace|energy) )?(?:out of|from) {_OF}",
        rf"\b(?:is|are) out(?: for (?:me|us))?,? (?:and )?{_THING} (?:is|are) in\b",
        rf"(?:\b(?:thing|scene|style|jam|cup of tea|for me|for us)(?: (?:any ?more|any longer|these days|nowadays|now|at all))?)(?P<as>[,;.:–—-]+) (?:but |and |whereas |while )?{_THING} (?:is|are)\W*$",
        rf"{_AT}{_THING} (?:is|are)(?: (?:so|much|far|a lot|now|definitely|really))* (?:more (?:my (?:speed|thing|style|scene|jam|pace|kind of thing)|me\b)|(?:where it['’]s at|the way to go)(?: for (?:me|us))?|my (?:thing|new (?:thing|love|favou?rite|obsession|normal)|jam)|(?:our|my) kind of \w+)(?: (?:now|these days|nowadays))?{_END}",
        rf"{_AT}{_THING},? (?:that['’]s|which is|is|are) (?:(?:more|much more|all|exactly|what is) )?(?:our|my) (?:kind of [\w ]{{2,20}}?|thing|speed|style|idea of [\w ]{{2,20}}?) (?:now|these days|nowadays){_END}",
        rf"{_AT}{_THING} (?:suits?|does it for|works? for|agrees? with|appeals? to|speaks? to) (?:me|us)(?: (?:far|much|so much|a lot|way))? (?:better|more|now|instead){_END}",
        rf"{_AT}{_THING} (?:does|do) the (?:job|trick)(?: (?:for me|just fine|just as well|now))*{_END}",
        rf"(?:\bit['’]s|\bit is|\bit['’]ll be|\bit['’]s been|\bit has been) (?:(?:all(?: about)?|just|only|mostly|strictly) )?{_THING} (?:for (?:me|us)(?: (?:now|these days|nowadays|from (?:now|here) on|all the way|in the evenings?|at (?:night|the weekend)))?|all the way)\b",
        rf"\b(?:from (?:now|here) on|these days|nowadays|since then|now|lately) it['’]s (?:been )?(?:(?:all(?: about)?|just|only|mostly) )?{_THING}(?: (?:for|at) (?:me|us|our place|home)(?: now)?)?(?:\W*$|[,.;!])",
        rf"\b(?:any ?more|any longer|these days|nowadays|now)(?P<as>[,;:–—-]+) (?:but |and )?{_THING} (?:is|are) (?:what|where|how|all) (?:i|we) (?:(?:really|now|mostly|just|actually|always|only) )*(?!(?:was|were|did|had|used|thought|meant|said|mean|think|asked)\b)\w+\b[^.,;:!?]{{0,30}}",
        rf"\b(?:i|we)(?:['’]m|['’]re| am| are) all about {_THING} (?:now|these days|nowadays){_END}",
        r"\b(?:i|we)(?:['’]ve| have)? (?:(?:come to|since|now|really|finally) )*(?:see|seen|saw|discovered|found|learned|learnt|realis\w+|realiz\w+) the (?:value|beauty|appeal|charm|joy|point|merit|joys|pleasures?) (?:of|in) (?P<up>(?!(?:it|that|this|them|those|these)\b)[^.,;:!?()–—]{3,90}?)(?: now| these days| instead)?(?=\s*(?:$|[.,;:!?()–—]|\b(?:and|but|because)\b))",
        rf"\b(?:i|we)(?:['’]m| am)?(?: now)? (?:find myself |keep |caught myself )?reaching for {_THING}(?: (?:instead|over|rather)\b|{_SINCE}{_END})",
        rf"{_AT}{_HAVE}(?:(?:moved|switched|converted|shifted) (?:the |my |our )?(?:whole )?(?:family|household|kitchen|us all|all of us)) (?:over )?to {_OF}",
        rf"\b(?:now|these days|nowadays|by now),? it (?:has|needs) to be (?!\w+ed\b|(?:under|over|below|above|less|more|at|in|by|on|done)\b){_OF}",
        r"\b(?:i|we)(?:['’]ve| have)? decided (?P<on>(?:on|for|in favou?r of) )?+(?P<up>(?:to (?!(?:do|ask|leave|stay|go home|wait|call|email|write to|tell|take (?:the|a) \d)\b))?[\w'-]+(?(on)| [^.,;:!?()–—]{3})[^.,;:!?()–—]{0,57}?) (?:instead|from now on|from here on|for good)(?=\W*$|[.,;:!?()–—]| (?:of|and)\b)",
        rf"(?:\b(?:i|we)(?:['’]m|['’]re| am| are|['’]ve been| have been)? (?:(?:now|mostly|mainly|only|just) )*|(?P<as>\b(?:need|urge|want|rest|miss|break)\b[^.;!?]{{0,40}}?) (?:and|to) )(?:focus|concentrate|focus+ing|concentrating) (?:(?:purely|entirely|only|solely|fully|more|just) )*on {_OF}",
        rf"\b(?:what (?:moves|works for|suits|excites|interests|grabs|helps|relaxes|calms) (?:me|us)(?: (?:now|these days|nowadays|instead|most))? is) {_OF}",
    )
)  # fmt: skip
_MOVES = _PATTERNS[1]
_TOLD: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), said)
    for pattern, said in (
        (r"^(?>\W*(?:so|and|but|well|update|btw|now|actually|also|as of \w+|these days|lately|since \w+)\b[\s,:]*)*(?:i|we)(?:['’]m|['’]re| am| are|['’]ve gone| have gone| went| had to go)(?: now| all| finally| officially)* back (?:in|to|into|at) the office(?=\W*$|[,.;!]| (?:now|again|these days|nowadays|full[- ]time|every|most|\w+ days|for good|since|and)\b)", "I work in the office now"),
        (r"^(?>\W*(?:so|and|but|well|update|btw|now|actually|also|these days)\b[\s,:]*)*(?:i|we)(?:['’]ve| have)? (?:gone|went|going) (?:fully |completely )?remote(?=\W*$|[,.;!]| (?:now|again|these days|since|and)\b)", "I work from home now"),
    )
)  # fmt: skip
"""Turns of phrase that tell a change by themselves, and what they say."""
_POINTS = re.compile(
    r"^(?:it|that|this|them|everything|all|nothing|things?|the (?:latter|other|same)|you|mine|normal\w*|usual|basics|square one|business|sleep|bed|home|hospital|court|church|mum|mom|dad)\b|\b(?:draft|essay|report|homework|assignment|exam|chapter|meeting|call|server|laptop|printer|battery|error|bug|file|branch|ticket|order|seat|flight|password|department|team|flat|house|room|desk|shift|account|email|address|hospital|ward|lane|gear)s?\b|^(?:\d|(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b|(?:january|february|march|april|may|june|july|august|september|october|november|december)\b)",
    re.IGNORECASE,
)
"""What is at hand, and a task: nobody's taste."""
_NAME = re.compile(r"[^\W\d_]{3}")
"""What names a thing has a word of three letters at least."""
_US = re.compile(r"\bwe\b", re.IGNORECASE)
_LED = re.compile(r"^(?:(?:just|only|mostly|simply|really|and|but|so|now|then)\s+)+", re.IGNORECASE)
_LIGHT_END = re.compile(
    r"\s{1,3}(?:now|instead|though|really|lately|again|too|all|for an?(?: while| bit| time)?)$",
    re.IGNORECASE,
)
_VETOES = (_vetoes.is_no_statement, _vetoes.is_ironic, _vetoes.holds_only_now)


def taken_up_in(segments: Sequence[Segment]) -> list[tuple[Retold, tuple[int, int]]]:
    """What a user's turn takes up instead, each once.

    Returns:
        The sentences that say so plainly, each with the place of the very words that do.
    """
    found: dict[str, tuple[Retold, tuple[int, int]]] = {}
    for segment in segments:
        spoken = sentences(segment.text, offset=segment.start)
        if not any(_hints(one.text) or _announces(one) for one in spoken):
            continue
        for sentence in spoken:
            for start, end, up in _read(sentence):
                place = sentence.start + start, sentence.start + end
                said = Retold(segment.turn, sentence.start, sentence.end, up, gone=False)
                found.setdefault(up, (said, place))
    return list(found.values())


def _is_place(up: str) -> bool:
    """True for what has a capital and is no tool: who moved on to Leeds likes it no better."""
    return up[0].isupper() and not up.isupper() and not _fields.is_tool(up)


def _announces(sentence: Sentence) -> bool:
    return _partings.speaks(sentence) and leaving.announces(sentence.text)


_HINT = re.compile(
    r"^\W*(?:just |finally )*(?:switched|swapped|traded|ditched) |\b(?:moved on to|leaning|gravitat\w+|drifting|more (?:out of|from|joy|pleasure|me\b)|the office|remote|value of|beauty of|(?:purely|entirely|solely|fully) on|it has to be|from now on|for good|(?:family|household) (?:over )?to|appeal of|charm of|all about|reaching for|for (?:me|us) (?:now|these days)|it['’]s all)\b",
    re.IGNORECASE,
)


def _hints(text: str) -> bool:
    """True if a sentence tells itself that what it names comes in the place of something."""
    return _HINT.search(text) is not None


def _read(sentence: Sentence) -> Iterator[tuple[int, int, str]]:
    """Where a sentence says what is taken up, and what."""
    text = sentence.text
    if sentence.question or len(text.split()) > MOST_WORDS or any(v(text) for v in _VETOES):
        return
    if sensitivity_of(text) is not None or _everyday.cue_in(text) or not is_english(text):
        return
    for pattern, said in _TOLD:
        if found := pattern.search(text):
            yield found.start(), found.end(), said
            return
    for pattern in _PATTERNS:
        found = pattern.search(text)
        if found is None or _vetoes.is_hypothetical(text[: found.start("up")]):
            continue
        up = _LED.sub("", found["up"].strip(" -'’"))
        up = lowered_at_start(up) if found.start("up") == 0 else up
        while (shorter := _LIGHT_END.sub("", up)) != up:
            up = shorter
        mine = _US.sub(" i", text)
        other = _vetoes.is_somebody_elses(mine, found.start("up"), found.end("up"))
        if pattern is _MOVES:  # "we've gone back to paper" tells of an office
            other = other or not (_cues.speaks_of_self(text) or _fields.is_tool(up))
        named = _NAME.search(up) and not (_POINTS.search(up) or _is_place(up))
        if named and not other and len(up.split()) <= MOST_TAKEN_UP:
            start = found.end("as") if found.groupdict().get("as") else found.start()
            yield start, found.end(), f"I prefer {up} now"
            return
