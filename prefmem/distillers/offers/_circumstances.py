"""Where and how somebody lives, as far as it limits what can be suggested: "my garden is in full shade".

No head is asked: such sentences are put like what happens ("my train is late"), and the things they
are about tell them apart.
"""

# ruff: noqa: E501 -- patterns are read as they are, whatever their length

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from prefmem.distillers.offers._reply_parts import is_of_now
from prefmem.distillers.reading._span import Span
from prefmem.distillers.words import _frames, _vetoes
from prefmem.distillers.words._elided import lowered_at_start
from prefmem.distillers.words._said import evidence_of
from prefmem.distillers.words._sentences import Sentence, sentences
from prefmem.distillers.words._statements import finished, statement_of
from prefmem.distillers.words._subjects import subject_of
from prefmem.records import Segment, Turn
from prefmem.stages.keydata import HEALTH
from prefmem.stages.sensitivity import classes_of
from prefmem.types import Evidence, Polarity

STRENGTH = 0.85
CONDITION = "said how they live"
_PLAIN = 0.85
"""Strength of a cue that says by its own word what is wanted."""
MOST_WORDS = 22
"""Of a sentence that is read."""

_LEAD = r"^\W*(?:(?:and|but|also|so|well|hi|hello|oh|ok|okay|btw|fyi|sorry|sadly|unfortunately|because|since|cos|nice|cool|thanks|no(?=,)|nope|hmm|actually)\b[\s,:]*)*"
_END = r"(?=\s*(?:$|[.,;!)–—]|\s[-–—]\s|\b(?:and|so|but|because|cos|since|which|tho|though|lol|btw|anyway)\b))"
_PLACE = r"(?:(?:back |front |roof )?(?:garden|yard|balcony|terrace|patio|allotment)|kitchen|oven|fridge|freezer|flat|apartment|studio|house|home|bathroom|bedroom|living room|hallway|office|desk|room|soil|commute|street|garage|hair|skin)"
_LIKE = r"(?>(?:really|very|quite|so|super|pretty|rather|too|mostly|also|a bit|fairly) )*(?:in (?:full|partial|deep|constant|total|the) (?:shade|sun|shadow)|(?:all |fully |full |partly )?(?:shade|shady|shaded|sunny)|(?:north|south|east|west)[- ]facing|tiny|small|narrow|dark|damp|humid|cold|hot|noisy|loud|open[- ]plan|windy|sandy|clay|chalky|acidic|dry|oily|curly|frizzy|fine|thick|thin|straight|sensitive|low[- ]ceilinged|on the (?:top|ground|first|second|third|fourth|fifth|sixth) floor|rented|shared|(?:an hour|half an hour|\d+ (?:min(?:ute)?s?|hours?))(?: each way| long| by \w+)?)"
_THING = r"(?:car|bike|oven|microwave|air fryer|freezer|dishwasher|blender|food processor|stand mixer|mixer|scale|scales|grill|barbecue|bbq|garden|yard|balcony|bath(?:tub)?|shower|lift|elevator|washing machine|dryer|tumble dryer|iron|sewing machine|printer|tv|television|console|smartphone|laptop|computer|driving licen[sc]e|licen[sc]e|passport|gym(?: membership)?|equipment|weights|dumbbells|pull[- ]?up bar|treadmill|yoga mat|credit card|netflix|spotify|kids|children|pets|backyard|outdoor space|basement|garage|ac|air con(?:ditioning)?|heating|wifi|internet)"
_OF_PLACE = re.compile(
    rf"{_LEAD}(?P<said>(?:my|our) (?:new |little )?{_PLACE}(?:['’]s| is| gets| faces| has)(?: (?:only|no|just|a|an|mainly|hardly any|very little|got))* (?:{_LIKE}|(?:north|south|east|west)|(?:direct )?(?:sun|light|sunlight|storage|counter space|windows?|natural light|space|insulation|ventilation)))(?: (?:all (?:day|year)|all year round|in winter|in summer))?{_END}",
    re.IGNORECASE,
)
_WITHOUT = re.compile(
    rf"{_LEAD}(?P<said>(?:i|we) (?:don['’]?t|do not|dont) (?:have|own|drive)(?: (?:an?|any|much))?(?: {_THING}| drive)?(?<! have)(?<! own)|(?:i|we)(?:['’]ve| have) (?:got )?no {_THING}|(?:i|we) haven['’]?t got (?:an? |any )?{_THING})(?: (?:here|at home|anymore|at all|at work|in (?:my|our) \w+))?{_END}",
    re.IGNORECASE,
)
_NONE_HERE = re.compile(
    rf"{_LEAD}no (?P<thing>{_THING})(?: or (?:an? )?{_THING})? (?:here|at home|at work|in (?:my|our|the|this) (?:flat|apartment|kitchen|house|place|building|room|dorm|office))\b",
    re.IGNORECASE,
)
_ONLY = re.compile(
    rf"{_LEAD}(?P<said>(?:(?:i|we)(?:['’]ve| have)? )?(?:only|just) (?:have|own|got|have got|use|cook (?:with|on)) (?!(?:time|one more|got|to|a (?:minute|second|moment|few)|\d+ (?:min|hour|day|week|left|more|question|euro|quid)\w*)\b)(?:[\w'’-]+ ){{0,5}}?(?:{_THING}s?|hob|stove|kettle|burners?|pan|pot|resistance bands?|bands|kettlebells?|hotplate|balcony|window ?sill|room|bedroom|hand luggage|carry[- ]?on)(?:(?:,| and| or) (?:an? )?(?!(?:i|we|no|so|my|then)\b)[\w'-]+){{0,2}}(?: (?:at home|here|at work))?){_END}",
    re.IGNORECASE,
)
_LIVE = re.compile(
    rf"{_LEAD}(?P<said>(?:i|we) (?:live|are|['’]re|['’]m) (?:in (?:an? )?(?:tiny |small |rented |shared |studio |high[- ]rise )*(?:flat|apartment|studio|dorm|van|caravan|village|the countryside|the middle of nowhere|the city cent(?:re|er)|the mountains|the desert|the tropics)|on (?:a boat|a farm|an island)|near the (?:sea|coast|beach|forest|mountains)|alone|with (?:my parents|roommates|flatmates|housemates)|off[- ]grid))(?: (?:without|with no) (?:an? )?[\w-]+)?{_END}",
    re.IGNORECASE,
)
_RENT = re.compile(
    rf"{_LEAD}(?P<said>(?:we|i) rent|(?:i|we) (?:only )?work (?:monday to friday|mon-fri|weekends|nights|night shifts|early shifts|late shifts|from home)|i['’]?m (?:a )?(?:left[- ]handed|lefty)|i am left[- ]handed){_END}",
    re.IGNORECASE,
)
_TRAINS = re.compile(
    rf"{_LEAD}(?P<said>(?:i|we) (?:usually |always |mostly |only |normally )?(?:train|work ?out|run|lift|swim|cycle|exercise|study|meditate|do yoga|stretch|practi[cs]e|commute|cook|eat dinner|go to bed|get up|wake up|read) (?:(?:fasted|early|late|alone|outside|outdoors|indoors|at home|at night|first thing|before (?:work|breakfast|sunrise|dawn)|after work|on the (?:train|bus|tube|sofa|commute)|in (?:bed|the (?:morning|evening|bath|garden|park)s?)|at (?:\d{{1,2}}(?:[:.]\d\d)? ?(?:am|pm)?|five|six|seven|eight|noon|midnight|dawn|lunch)|with (?:a friend|my \w+)|every (?:day|morning|evening|night)|(?:\w+|\d) (?:times|days) a week|while (?:\w+ing)(?: \w+)?)(?: (?:in the morning|most days|every day))?(?:,? )?)+)",
    re.IGNORECASE,
)
_NUMBER = (
    r"(?:\d+|an?|half an|one|two|three|four|five|six|ten|twenty|thirty|forty|fifty|sixty|ninety)"
)
_COMMUTE = re.compile(
    rf"{_LEAD}(?P<said>(?:i|we) (?:commute|drive|travel|cycle|sit on (?:the|a) (?:train|bus)|am on (?:the|a) (?:train|bus)) (?:for )?(?:(?:about|around|over|nearly|almost) )?{_NUMBER} (?:and a half )?(?:h|hours?|hrs?|minutes?|mins?)(?: (?:a|per|each|every) day| each way| both ways| one way| daily| to (?:work|school|uni|the office))+){_END}",
    re.IGNORECASE,
)
_TIME = re.compile(
    rf"{_LEAD}(?P<said>(?:i|we)(?:['’]ve)?(?: only| just)? (?:have|got|have got)(?: only| just)?(?: (?:about|around|maybe|max|roughly))? {_NUMBER}[- ]?(?:h|hours?|hrs?|minutes?|mins?)(?: at most)? (?:a|per|each|every) (?:day|week|evening|morning|night|weekend))(?: (?:tops|max|at most|for (?:it|this|that)))?{_END}",
    re.IGNORECASE,
)
_HAVE_SMALL = re.compile(
    rf"{_LEAD}(?P<said>(?:i|we)(?:['’]ve)?(?: only| just)? (?:have|got|have got)(?: only| just)? (?:an?|one) (?:(?:very|really|rather) )?(?:small|tiny|little|narrow|shady|sunny|steep|cramped|galley) {_PLACE}(?: only)?){_END}",
    re.IGNORECASE,
)
_HOW_WORK = re.compile(
    rf"{_LEAD}(?P<how>(?:(?:fully|mostly|all|half) )?(?:hybrid|remote),? (?=[^.!?]*\b(?:offices?|home|go in|come in|days?|once a (?:week|month))\b)[^.!?;]{{4,50}})\W*$",
    re.IGNORECASE,
)
_AT_TABLE = re.compile(
    rf"{_LEAD}(?P<said>(?:(?:both|all)(?: of)? )?(?:(?:my|our|the) )?(?:(?:two|three|older|younger|little) )?(?:wife|husband|hubby|partner|boyfriend|girlfriend|fianc[eé]e?|kids?|children|sons?|daughters?|boys|girls|twins|family|toddler|flatmates?|housemates?)(?:['’]s| is| are)(?: (?:both|all|also|strictly|now|a|an|strict))* (?:vegetarians?|vegans?|veggies?|pescatarians?)){_END}",
    re.IGNORECASE,
)
"""Who eats with somebody eats what is cooked; a diet is no condition of health."""
_VOICE = re.compile(
    rf"{_LEAD}(?P<said>(?:our|my) (?:brand voice|house style|tone of voice|style guide)(?:['’]s| is| says)[: ] ?[^.!?]{{3,90}})\W*$",
    re.IGNORECASE,
)
_NO_TO = re.compile(r"\b(?:no|not|never|without|don['’]?t)\b", re.IGNORECASE)
_DOCTOR = r"(?:doctor|doc|gp|dietitian|dietician|cardiologist|nephrologist|diabetologist|midwife|consultant|nurse|nutritionist|oncologist|dentist|physio(?:therapist)?|rheumatologist|gastroenterologist|dermatologist|specialist)"
_ADVISED = re.compile(
    rf"{_LEAD}(?P<said>my {_DOCTOR} (?:(?:says|said|tells me|told me|wants me|advised me|recommends?|recommended|keeps telling me) )(?:to |that i (?:should|have to|must|need to) |i (?:should|have to|must|need to) |no |not to )?(?P<todo>(?:keep|watch|cut|avoid|limit|reduce|stay (?:off|away from)|eat|drink|have|lower|go easy on|lay off|give up|stop|running|jumping|lifting|squats|impact|salt|sugar|alcohol|caffeine|dairy|gluten|heavy)\b[\w' ,-]{{0,40}}?)){_END}",
    re.IGNORECASE,
)
_OF_HOW = (
    *(_OF_PLACE, _WITHOUT, _ONLY, _HAVE_SMALL, _LIVE, _RENT),
    *(_COMMUTE, _TIME, _HOW_WORK, _AT_TABLE, _VOICE),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstance:
    """One of them, with where it stands in its turn."""

    turn: Turn
    start: int
    end: int
    statement: str
    behaviour: str
    subject: str
    polarity: Polarity = "for"
    deed: bool = False
    """True for what somebody does at some time."""

    def meets(self, start: int, end: int) -> bool:
        """True if a place of its turn and its words overlap."""
        return self.start < end and start < self.end

    def yields_to(self, span: Span) -> bool:
        """True if a span of the same words tells it as well: what it is known by is plainer."""
        plain = span.cue.kind == "constraint" or span.cue.strength >= _PLAIN
        plain = (plain and self.behaviour != HEALTH) or self.deed
        return plain and span.kind != "instruction" and self.meets(span.start, span.end)

    def evidence(self, *, source: str) -> Evidence:
        """It as evidence."""
        of_body = self.behaviour == HEALTH
        quote = self.turn.content[self.start : self.end]
        return evidence_of(
            self.turn,
            quote,
            kind="stated",
            polarity=self.polarity,
            strength=STRENGTH,
            source=source,
            behaviour=self.behaviour,
            subject=self.subject,
            statement=self.statement,
            sensitivity="health" if of_body else next(iter(classes_of(quote)), None),
            condition=CONDITION,
        )


def circumstances_in(segments: Sequence[Segment]) -> list[Circumstance]:
    """What a user's turn says of how they live, in its order."""
    found: list[Circumstance] = []
    for segment in segments:
        for sentence in sentences(segment.text, offset=segment.start):
            if _vetoes.is_writing_task(sentence.text):
                return found
            if (one := _read(segment.turn, sentence)) is not None:
                found.append(one)
    return found


def _read(turn: Turn, sentence: Sentence) -> Circumstance | None:
    text = sentence.text
    if sentence.question or len(text.split()) > MOST_WORDS or _vetoes.is_ironic(text):
        return None
    if _vetoes.is_reported(text) or _vetoes.is_for_a_friend(text):
        return None if _ADVISED.match(text) is None else _advised(turn, sentence)
    if _ADVISED.match(text):
        return _advised(turn, sentence)
    for begin in (0, *(m.end() for m in _BEHIND.finditer(text))):
        for pattern in (*_OF_HOW, _TRAINS, _NONE_HERE):
            found = pattern.match(text[begin:])
            if found and not is_of_now(found.group()) and not _frames.is_quoted(text, begin):
                return _told(turn, sentence, begin, found)
    return None


_BEHIND = re.compile(
    r",\s+(?:(?:and|but|so|because|since)\s+)?|\s+(?:because|since|cos|but|so)\s+|\s[-–—]\s",
    re.IGNORECASE,
)


_BEHAVIOURS = {_TRAINS: "taste.activity", _VOICE: "work.method"}


def _told(turn: Turn, sentence: Sentence, begin: int, found: re.Match[str]) -> Circumstance | None:
    if found.re is _HOW_WORK:
        start, end = begin + found.start("how"), begin + found.end("how")
        statement = statement_of(f"I work {lowered_at_start(found['how'])}")
    elif found.re is _NONE_HERE:
        start, end = begin + found.start("thing") - 3, begin + found.end()
        statement = finished(f"Has {sentence.text[start:end]}")
    else:
        start, end = begin + found.start("said"), begin + found.end("said")
        said = sentence.text[start:end].rstrip(" ,")
        bare = found.re is _ONLY and said[:5].lower() in ("only ", "just ")
        statement = statement_of(f"I {said}" if bare else said)
    words = sentence.text[start:end].rstrip(" ,")
    turned_down = found.re in (_WITHOUT, _NONE_HERE) or (
        found.re is _VOICE and _NO_TO.search(words)
    )
    return Circumstance(
        turn=turn,
        start=sentence.start + start,
        end=sentence.start + start + len(words),
        statement=statement,
        behaviour=_BEHAVIOURS.get(found.re, "constraint.practical"),
        subject=subject_of(words, 0, 0),
        polarity="against" if turned_down else "for",
        deed=found.re is _TRAINS,
    )


def _advised(turn: Turn, sentence: Sentence) -> Circumstance | None:
    found = _ADVISED.match(sentence.text)
    if found is None or is_of_now(found.group()):
        return None
    start, end = found.span("said")
    return Circumstance(
        turn=turn,
        start=sentence.start + start,
        end=sentence.start + end,
        statement=statement_of(found["said"]),
        behaviour=HEALTH,
        subject=subject_of(found["todo"], 0, 0),
        polarity="against" if _LESS.search(found["said"]) else "for",
    )


_LESS = re.compile(
    r"\b(?:avoid|cut|limit|reduce|stay|lower|low|lay off|go easy|give up|stop|no|not to)\b", re.I
)
