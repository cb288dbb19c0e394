"""What a turn takes back: "I've moved on from hotels" says that a preference holds no longer.

What comes in its place is found as any other preference is. What goes may be told in a sentence
that states none, and is evidence of its own: `retracted`, which founds nothing and ends what it
names. Its quote is the passage that announces the change: people tell one in several sentences.
"""

# ruff: noqa: E501 -- lists of words are read as lists, whatever their length

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from prefmem.distillers.changes import _turning
from prefmem.distillers.reading import _readings
from prefmem.distillers.words import _cues, _done, _vetoes, _whole
from prefmem.distillers.words._antecedents import named_before, tried_again
from prefmem.distillers.words._attitudes import agreed, attitudes
from prefmem.distillers.words._elided import lowered_at_start
from prefmem.distillers.words._said import evidence_of
from prefmem.distillers.words._sensitivity import sensitivity_of
from prefmem.distillers.words._sentences import Sentence, sentences
from prefmem.distillers.words._statements import finished, plain, statement_of
from prefmem.distillers.words._subjects import subject_of
from prefmem.distillers.words._third_person import third
from prefmem.records import Segment, Turn
from prefmem.stages import keys, leaving
from prefmem.stages.partings import Parting, Side, partings, told_barely
from prefmem.types import Evidence, Polarity

MAX_PER_TURN = 3
"""Partings kept of one turn: the first."""
MOST_WORDS = 60
"""Of a sentence that takes something back; longer ones ramble, or are pasted."""
MOST_QUOTED = 420
"""Characters of the passage that is quoted."""
STRENGTH = 0.8
TAKEN_BACK = "taken back"
GIVEN_UP = "given up"
COME_ROUND = "come round to"
_ROUND = "Has come round to "
_SAID: Mapping[Side, tuple[str, Polarity]] = {
    "for": ("Is no longer into {}", "against"),
    "against": (_ROUND + "{}", "for"),
    "either": ("Has changed their mind about {}", "against"),
}
_OWN = (
    (r"\bmy\b", "their"),
    (r"\bi\b", "they"),
    (r"\bmyself\b", "themselves"),
    (r"\bme\b", "them"),
    (r"\bour\b", "their"),
    (r"\b(?:us)\b", "them"),
    (r"\bwe\b", "they"),
)
_US = re.compile(r"\b(?:we|we['’](?:ve|re|d|ll)|our|us)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Taken:
    """Words of the user that take something back."""

    turn: Turn
    start: int
    """Of the passage, in the turn."""
    end: int
    statement: str
    """What is taken back, in the third person."""
    subject: str
    polarity: Polarity
    named: bool
    """False where a change is announced, but not of what."""
    said: str = ""
    """The sentence that announces it, where it names nothing."""

    @property
    def points(self) -> bool:
        """True where it points back at what was named before, if it was."""
        if self.named or partings(self.said):
            return False
        return names_elsewhere(self.said) or _turning.tells(self.said, of=self.turn.content)

    @property
    def quote(self) -> str:
        """The passage, verbatim."""
        return self.turn.content[self.start : self.end]


def taken_back(segments: Sequence[Segment]) -> list[Taken]:
    """What a user's turn takes back, each thing once; nothing that is sensitive.

    A turn that names nothing and still announces a change gives the one sentence that does.
    """
    found: dict[str, Taken] = {}
    for segment in segments:
        of = segment.text
        every = sentences(of, offset=segment.start)
        spoken = [s for s in every if speaks(s, told=_turning.tells(s.text, of=of))]
        telling = [s for s in spoken if _turning.announces(s.text, of=of)]
        if not telling:
            continue
        passage = _passage(segment, telling[0])
        whole = partings(segment.turn.content[passage[0] : passage[1]])
        plain_here = {one.gone for one in whole if one.plain}
        for sentence in telling:
            for one in partings(sentence.text):
                if (one.plain or one.gone in plain_here) and not _is_elsewhere(sentence.text, one):
                    one = _with_side(one, spoken)
                    found.setdefault(one.gone.lower(), _named(segment.turn, passage, one))
        for one in _minds(telling, spoken):
            found.setdefault(one.gone.lower(), _named(segment.turn, passage, one))
        plainest = next(
            (s.text for s in telling if _turning.leaves(s.text, of=of)), telling[0].text
        )
        if not found and (said := statement_of(plainest)):
            found[said] = Taken(
                segment.turn, *passage, said, "", "against", named=False, said=plainest
            )
    return [one for one in found.values() if sensitivity_of(one.quote) is None][:MAX_PER_TURN]


def retracted(taken: Taken, scores: Mapping[str, float], *, source: str) -> Evidence:
    """Evidence that something holds no longer."""
    return evidence_of(
        taken.turn,
        taken.quote,
        kind="retracted",
        polarity=taken.polarity,
        strength=STRENGTH,
        source=source,
        behaviour=_readings.shown(scores),
        subject=taken.subject,
        statement=taken.statement,
        condition=leaving.POINTED if taken.points else TAKEN_BACK,
    )


def come_round(gone: Sequence[Evidence], found: Sequence[Evidence]) -> list[Evidence]:
    """Evidence for what turns come round to, unless a finding of theirs is for it already."""
    for_it = [e for e in found if e.kind == "stated" and e.polarity == "for"]
    return [
        replace(one, kind="stated", condition=COME_ROUND)
        for one in gone
        if one.statement.startswith(_ROUND)
        and not any(
            leaving.message(e) == leaving.message(one)
            and not keys.content(one.subject).isdisjoint(keys.content(e.statement))
            for e in for_it
        )
    ]


def given_up(gone: Sequence[Evidence]) -> list[Evidence]:
    """Evidence against what turns give up that say nothing of what comes: the first of each turn.

    Without it nothing would be held of "I've quit upgrading every year": it may end nothing.
    """
    found: dict[tuple[str, str], Evidence] = {}
    for one in gone:
        if _MOVED_HOUSE.search(one.quote) or _MEANS_NOTHING.search(one.statement):
            continue
        if _whole.tells_of_leaving(one.statement) or _is_only_over(one.quote):
            continue
        if one.polarity == "against" and not one.statement.startswith(_SAID["either"][0][:11]):
            found.setdefault((one.conversation_id, one.message_id), one)
    return [
        replace(one, kind="stated", condition=GIVEN_UP, behaviour=_filed(one))
        for one in found.values()
    ]


def _is_only_over(quote: str) -> bool:
    return any(_done.is_over(one.text, beside=quote) for one in sentences(quote))


def _filed(one: Evidence) -> str:
    """What somebody has no more limits what they can do, and is no liking."""
    had = re.match(r"No longer (?:has|owns|lives)\b", one.statement)
    return "constraint.practical" if had else one.behaviour


_MOVED_HOUSE = re.compile(
    r"\b(?i:mov(?:ed|ing)|relocat(?:ed|ing)) (?i:back |away |over |out |here )*"
    r"(?i:from) (?:the )?[A-Z]\w+(?:,? [A-Z]\w+)*(?: (?i:to) (?:the )?[A-Z]|[\s,.!]*$)"
)
"""Who moves from one place to another says nothing of whether they like it."""
_MEANS_NOTHING = re.compile(
    r"\binto (?:need\b|alone\b|mattering\b|(?:with|about|from|at) |get it\b|(?:the |their |this |that )?(?:[\w-]+ )?(?:jobs?|gig|degree|studies|course|drafts?|essays?|reports?|homework|assignments?|exams?|tasks?|chapters?|meetings?|calls?|dishes|laundry|word limit|limit|deadline|code|file|script|app|button|page|website|site|server|phone|laptop|computer|printer|battery|link|error|bug|session|account|dogs?|cats?|puppy|kitten|kids?|sons?|daughters?|husband|wife|partner|mum|mom|dad|mother|father|brother|sister|boss)\b\W*$)",
    re.IGNORECASE,
)
"""A task that is done, a job that was quit or a thing that broke was no liking."""


def _minds(telling: Sequence[Sentence], spoken: Sequence[Sentence]) -> list[Parting]:
    """A change of mind about "it", where the turn named that before."""
    for sentence in telling:
        found = _MIND_OF_IT.search(sentence.text)
        if found is None:
            continue
        before = [s.text for s in spoken if s.start <= sentence.start]
        if gone := named_before(before):
            felt = [a for text in before for a in attitudes(text)]
            now = agreed(felt) or ("for" if tried_again(before) else None)
            side: Side = "either" if now is None else "against" if now == "for" else "for"
            return [Parting(gone, side, *found.span())]
    return []


_MIND_OF_IT = re.compile(
    r"\b(?:chang(?:e|ed|ing) (?:my|our) (?:mind|opinion|view|tune|thinking|feelings?)s?|(?:had |have )?a (?:\w+ )?change of heart|come a?round|came a?round|been converted|won (?:me|us) over|(?:was|were|had been) (?:so |completely |totally )?wrong|see (?:it|them) (?:quite |very |so |rather )?differently)\b(?: (?:\w+ly )?(?:about|on|to|over|in) (?:it|them|that|this|those|these|the whole thing))?",
    re.IGNORECASE,
)
"""Words that turn a view; of what, stands before them."""


def names_elsewhere(text: str) -> bool:
    """True if a clause gives something up that is named elsewhere, if anywhere."""
    return _POINTED.search(text) is not None and not partings(text)


def _with_side(one: Parting, spoken: Sequence[Sentence]) -> Parting:
    """A change of mind with the side that is left: what is said around it tells which."""
    if one.held != "either" or _MANNER.match(one.gone):
        return one
    about = keys.content(one.gone)
    of_it = [s.text for s in spoken if _POINTS.search(s.text) or about & keys.content(s.text)]
    now = agreed([felt for text in of_it for felt in attitudes(text)])
    return one if now is None else replace(one, held="against" if now == "for" else "for")


_IT = r"(?:it|them|those|these|that|this|all that|that (?:stuff|lot|sort of thing|kind of thing|whole thing)|the (?:whole thing|lot))"
_POINTED = re.compile(
    rf"\b(?:i|we)\b[^.;!?]{{0,20}}(?:n['’]t|\bnot|\bnever|\bno longer|\bcannot)\b[^.;!?,]{{0,30}}\b{_IT}\b[^.;,!?]{{0,20}}\b(?:any ?more|any longer|these days)\b|"
    rf"\b{_IT}\b(?: just| simply| really)?[^.;,!?]{{0,12}}(?:n['’]t|\bnot|\bno longer)\b[^.;,!?]{{0,30}}\b(?:me|us|my|our)\b[^.;,!?]{{0,12}}\b(?:any ?more|any longer|these days)\b|"
    rf"\b(?:done|finished|through|fed up|had it) with {_IT}\b|\b(?:(?:had|got|have) (?:quite |more than )?enough|tired|sick|bored|weary) of {_IT}\b|\b(?:i['’]m|i am|we['’]re) (?:so |totally |really )?over {_IT}\b|\bno more of {_IT}\b|"
    rf"\b(?:stopped|quit|gave up|given up(?: on)?|moved on from|moved away from|gone off|went off|outgrew|outgrown|grew out of|grown out of|(?:fell|fallen) out of love with|lost (?:all )?interest in|ditched|dropped|sworn off|weaned myself off|said goodbye to) (?:\w+ing )?{_IT}(?=\W*$|[,.;!]|\b (?:and|but|altogether|completely|entirely|now|for good|last|this|a)\b)|"
    rf"\bchang(?:ed|ing) my mind (?:\w+ly )?about {_IT}\b",
    re.IGNORECASE,
)
"""It is given up, and named elsewhere."""
_MANNER = re.compile(r"(?:how|what|when|where|whether|why|the way)\b", re.IGNORECASE)
_ONE_TIME = re.compile(
    r"\b(?:stopp(?:ed|ing)|quit|left|dropped|abandoned|gave up|paused)\b[^.;!?]*\b(?:yesterday|last night|this morning|this afternoon|this evening|earlier today|tonight|(?:at|around|by) (?:about )?(?:\d{1,2}(?:[:.]\d\d)?(?: ?[ap]m)?\b(?! years)|nine|ten|eleven|noon|midnight|half past|lunch(?:time)?|dinner(?:time)?))",
    re.IGNORECASE,
)
"""What was stopped at an hour of a day is done again."""
_POINTS = re.compile(r"\b(?:it|they|them)\b", re.IGNORECASE)


_LONG_SINCE = re.compile(
    r"\s+(?:(?:(?:about|over|almost|nearly|some|quite|an?|few|couple(?: of)?|several|many|long|\d+|half|"
    r"one|two|three|four|five|six|seven|eight|nine|ten) )*"
    r"(?:(?:years?|months?|weeks?|days?|decades?|ages|while|time) (?:ago|back)|ago)|a(?: long)?(?: while)?|"
    r"last (?:year|month|week|spring|summer|autumn|fall|winter|\w+day|night)|"
    r"since (?:last )?[A-Z]?\w+)\W*$",
    re.IGNORECASE,
)
"""When it was given up: that is kept with the quote."""


def _named(turn: Turn, passage: tuple[int, int], one: Parting) -> Taken:
    thing = _LONG_SINCE.sub("", plain(one.gone))
    gone = lowered_at_start(thing)
    for own, other in _OWN:
        gone = re.sub(own, other, gone, flags=re.IGNORECASE)
    words, polarity = _SAID[one.held]
    led = re.search(_LED.format(re.escape(one.gone)), turn.content, re.IGNORECASE)
    if one.held == "for" and led is not None:
        words = "Is no longer {}" if led["be"] else "No longer {}"
        gone = gone if led["be"] else " ".join((third(led["verb"]), *gone.split()[1:]))
    statement = finished(words.format(gone))
    return Taken(turn, *passage, statement, subject_of(thing, 0, 0), polarity, named=True)


_LED = r"\b(?:i|we)(?:(?P<be> am| are|['’]m|['’]re)(?: no longer| not)(?= (?:in|at|with|for|on) )|(?: do(?:n['’]t| not)| no longer)(?: really| even)?(?= (?P<verb>[a-z]+)\b)) {}\b"
"""Before what is given up by its verb, or where somebody was: neither is "into" anything."""


def _passage(segment: Segment, first: Sentence) -> tuple[int, int]:
    """The user's words around the sentence that announces, whole sentences as far as they fit."""
    if segment.end - segment.start <= MOST_QUOTED:
        return segment.start, segment.end
    end = first.end
    for sentence in sentences(segment.text, offset=segment.start):
        if first.end < sentence.end <= first.start + MOST_QUOTED:
            end = sentence.end
    return first.start, end


def speaks(sentence: Sentence, *, told: bool = False) -> bool:
    """True if a sentence speaks of its speaker, and asks for nothing.

    Args:
        sentence: One of the user's.
        told: It tells of a change: such a one need not name who speaks.
    """
    text = sentence.text
    return (
        not sentence.question
        and len(text.split()) <= MOST_WORDS
        and (
            told or _cues.speaks_of_self(text) or _US.search(text) is not None or told_barely(text)
        )
        and not _vetoes.is_no_statement(text)
    )


def _is_elsewhere(text: str, one: Parting) -> bool:
    """True if it is supposed only, or somebody else's."""
    if _ONE_TIME.search(text[one.start :]):
        return True
    return _vetoes.is_hypothetical(text[: one.start]) or _vetoes.is_somebody_elses(
        text, one.start, one.end
    )
