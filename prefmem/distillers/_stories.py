"""Stories: what somebody did of their own accord, and how they say it was for them.

"I joined a pottery class last month. … The slow work was so calming." No sentence alone carries the
preference: one has the topic, another the attitude.
"""

# ruff: noqa: E501 -- lists of words are read as lists, whatever their length

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from prefmem.distillers import _vetoes
from prefmem.distillers._sentences import Sentence, sentences
from prefmem.distillers._statements import finished, plain, statement_of
from prefmem.distillers._technical import is_technical
from prefmem.records import Segment, Turn
from prefmem.stages.intake import is_english
from prefmem.types import Polarity

LEAST_WORDS = 25
"""Of a turn that tells a story."""
AGREED = 0.6
"""Share of the words of attitude that must point one way."""
MOST_QUOTED = 420
"""Characters of a quote that reaches from the topic to the attitude."""
MOST_TOPIC = 14
"""Words of what was done."""

_LEAD = (
    r"^\W*(?:(?:yes|yeah|well|oh|so|and|but|also|actually|recently|lately|additionally|finally|furthermore|moreover|interestingly|meanwhile|however|then|later|"
    r"eventually|afterwards?|honestly|this \w+|last \w+|earlier this \w+|the other \w+|yesterday|(?:on|in|during|over|after|around) [\w' ]{2,40}|a few \w+ (?:ago|later)|(?:some|many|two|three) \w+ (?:ago|later)|the (?:next|following) \w+|one \w+|for \w+ \w+)\b,?\s+)*"
)
_IRREGULAR = "went took began ran swam read wrote drew saw made built spent gave led taught grew sang won bought got rode drove flew slept ate drank wore held kept heard met put set gone taken begun written drawn seen given grown sung ridden flown eaten".replace(
    " ", "|"
)
_NO_DEED = "needed|wanted|asked|noticed|reali[sz]ed|wondered|received|used|decided|failed|missed|lived|worked|graduated|happened|liked|loved|hated|seemed|looked|believed|assumed|expected|hoped|wished|supposed|called|emailed|ordered|installed|upgraded|updated|clicked|deleted|tested|debugged|changed|fixed|attached|copied|pasted|feared|mentioned|turned|ended|stopped|listed|included|added|highlighted|described|explained"
_DID = re.compile(
    rf"{_LEAD}(?P<said>i(?:(?:['’]m| am)(?=[\w ]{{1,20}}ing\b)|['’]ve| have|['’]d| had)?\s+(?:(?:also|recently|even|finally|just|actually|already|now|then|\w+ly|been)\s+)*(?!(?:{_NO_DEED})\b)"
    rf"(?:\w{{2,}}ed|{_IRREGULAR}|found(?= myself \w+ly \w+ed|\s+myself \w+ed)|\w{{3,}}ing)\b(?!\s+(?:to (?:know|ask)|that|if|whether|an? (?:error|message|problem|issue)))[^.!?;]*)",
    re.IGNORECASE,
)
_DOING = re.compile(
    rf"{_LEAD}(?P<said>[a-z]{{3,}}ing (?!me\b|that\b)[\w' -]{{3,70}}?)\s+(?:(?:has|have|had|is|was|feels|felt|became|becomes|makes|made|gives|gave|brings|brought|helps|helped|keeps|turned)\b)",
    re.IGNORECASE,
)
_FOUND = re.compile(
    r"\bi (?:\w+ly )?(?:find|found) (?!(?:it|this|that|out|myself|them|a|an|some)\b)(?P<said>[\w' -]{3,60}?) (?:to be )?(?:(?:really|quite|very|so|particularly|truly|incredibly|rather|too|\w+ly) )*\w+(?:ing|ful|ive|ous|ble)\b",
    re.IGNORECASE,
)
_ENDED_UP = re.compile(
    r"\bi\b[^.!?]{0,60}?\bended up (?P<said>(?!being\b|having\b|getting\b|needing\b)\w{3,}ing\b[^.!?;]*)",
    re.IGNORECASE,
)
_JOINED = re.compile(
    rf"{_LEAD}(?P<said>i(?:['’]ve| have|['’]d)?\s+(?:(?:also|recently|even|finally|just|now|\w+ly)\s+)*(?:joined|enrolled in|signed up for|became (?:a )?(?:\w+ )?member of)\s+(?:an?|the|our|my)\s+[^.!?;,]*?"
    r"\b(?:clubs?|choirs?|orchestras?|bands?|leagues?|teams?|troupe|circles?|societ(?:y|ies)|meetups?|class(?:es)?|workshops?|courses?|groups?|communit(?:y|ies)|gyms?|gardens?|ensembles?)\b[^.!?;,]*)",
    re.IGNORECASE,
)
_STOP_AT = re.compile(
    r",|\s[-–—(]|\s(?:which|where|who|while|because|since|so that|as i|as it|as they|but|and (?:it|i|the|we|they|my|that|ended)|although|though|when|hoping|only to|last (?:week|month|year|summer|weekend)|recently|for the first time|to (?:share|see|help|connect|show|learn|understand|explore))\b",
    re.IGNORECASE,
)
_GOOD = (
    r"(?:rewarding|fulfilling|enriching|enriched|enlightening|transformative|fascinat\w+|captivat\w+|intrigu\w+|thrill\w+|exhilarat\w+|enjoy(?:able|ed|ing)?|delight\w*|wonderful\w*|"
    r"amaz\w+|fantastic|incredible|inspir\w+|invigorating|refreshing|energi[sz]\w+|relaxing|calming|soothing|therapeutic|meaningful|heart-?warming|heartening|exciting|a blast|great (?:time|fun|way|experience|opportunity|feeling)|"
    r"so much fun|really fun|(?:was|were|such|pure|great|lots of) fun|loved|joy\w*|piqued my|spark\w* (?:my|conversation\w*)|resonat\w+|proud|immersive|engaging|eye-opening|thought-provoking|gratifying|satisf\w+|uplift\w+|remarkable|magical|memorable|unforgettable|"
    r"felt (?:great|good|wonderful|amazing|alive|at home|free|amazing|connected|at peace|empowered)|drew me in|opened my eyes|deepen\w+ my|broaden\w+ my|excites? me|excited|peaceful|cozy|liberating|empowering|stimulating|comforting|treasure|cherish\w*)"
)
_BAD = (
    r"(?:overwhelm\w+|drain(?:ed|ing)|exhaust(?:ed|ing)|disappoint\w+|frustrat\w+|bor(?:ed|ing|edom)|tedious|stress(?:ful|ed)|uncomfortable|discomfort|underwhelm\w+|monoton\w+|dull|tiring|tiresome|dread\w*|awful|terrible|horrible|unpleasant|unenjoyable|"
    r"regret\w*|out of place|pressured|anxious|anxiety|detached|disconnect\w+|lost (?:all |my )?interest|lose interest|not for me|left me (?:cold|empty|tired|drained)|discourag\w+|dishearten\w+|a chore|hollow|pointless|superficial|isolat\w+|"
    r"intimidat\w+|chaotic|off-?putting|unfulfill\w+|uninspir\w+|unengaging|uninterest\w+|awkward|miserable|hated|disliked|suffocating|claustrophobic|burn(?:t|ed)? out|fed up|unbearable|lack\w* (?:depth|joy|energy|meaning|excitement)|struggled)"
)
_ATTITUDE = re.compile(
    rf"(?P<turned>(?:\bnot|n['’]t|\bnever|\bhardly|\bless|\black(?:ed|s|ing)?|\bwithout|\bno|\bfar from)\s+(?:\w+\s+){{0,3}}?)?\b(?:(?P<good>{_GOOD})|(?P<bad>{_BAD}))\b",
    re.IGNORECASE,
)
_FELT_AS = re.compile(
    r"^(?:\w+ing|\w+ive|\w+ful|\w+ous|\w+able|\w+ible|tedious|dull)$", re.IGNORECASE
)
_TOPICLESS = re.compile(
    r"^\W*(?:(?:and|but|so|while|also|honestly)\W+)*(?:that|this|it|each|these|those|such|the (?:whole |initial )?(?:experience|atmosphere|energy|enthusiasm|process))\b|"
    r"\b(?:it|them|this|that (?:\w+ )?(?:format|kind|type|experience|style|approach|way|sort|event|connection)|the (?:whole )?experience|the atmosphere)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Story:
    """What somebody did and how it was for them."""

    turn: Turn
    start: int
    end: int
    topic: str
    """What was done, without who did it."""
    statement: str
    polarity: Polarity
    felt: bool = True
    """False where only the deed is told, and it speaks for itself: who joins a choir likes to sing."""

    @property
    def quote(self) -> str:
        """The words, verbatim."""
        return self.turn.content[self.start : self.end]


def story_in(segments: Sequence[Segment]) -> Story | None:
    """The story that a user's turn tells, if it tells one and asks for nothing."""
    if len(segments) != 1:
        return None
    segment = segments[0]
    text = segment.text
    if "?" in text or is_technical(text):
        return None
    parts = list(sentences(text, offset=segment.start))
    if any(_refused(part.text) for part in parts) or not is_english(text):
        return None
    told = next(((part, said) for part in parts if (said := deed_in(part.text))), None)
    felt = _attitude(parts, told[0]) if told and len(text.split()) >= LEAST_WORDS else None
    if told is None or felt is None:
        return _joined(segment.turn, parts)
    part, deed = told
    behind, polarity, word = felt
    statement = _stated(deed, polarity, word)
    if not statement:
        return None
    start, end = min(part.start, behind.start), max(part.end, behind.end)
    if end - start > MOST_QUOTED:
        start, end = part.start, part.end
    return Story(segment.turn, start, end, _bare(deed), statement, polarity)


def _joined(turn: Turn, parts: Sequence[Sentence]) -> Story | None:
    """A group or a class that somebody joined of their own accord, where nothing more is said."""
    for part in parts:
        found = _JOINED.match(part.text)
        if found and (statement := statement_of(found.group("said"))):
            topic = _bare(found.group("said"))
            return Story(turn, part.start, part.end, topic, statement, "for", felt=False)
    return None


def deed_in(text: str) -> str:
    """What a sentence says that its speaker did, or is fond or tired of doing; "" if nothing."""
    found = _DID.match(text) or _DOING.match(text) or _ENDED_UP.search(text) or _FOUND.search(text)
    if found is None:
        return ""
    said = found.group("said")
    if stop := _STOP_AT.search(said, min(len(said), 12)):
        said = said[: stop.start()]
    words = said.split()
    return " ".join(words[: MOST_TOPIC + 3]) if len(words) > 2 or found.re is not _DID else ""


def points_back(text: str) -> bool:
    """True if what a text likes or dislikes is named before it: "it", "the experience"."""
    return _TOPICLESS.search(text) is not None


def _refused(text: str) -> bool:
    return (
        _vetoes.is_writing_task(text)
        or _vetoes.is_request(text)
        or _vetoes.is_about_authority(text)
        or _vetoes.is_for_a_friend(text)
    )


def _attitude(parts: Sequence[Sentence], deed: Sentence) -> tuple[Sentence, Polarity, str] | None:
    """The sentence that says how it was, which way the words point, and the word itself.

    What the sentence of the deed says decides; words that point both ways say nothing.
    """
    found = [(part, *felt) for part in parts for felt in _felt(part.text)]
    own = [one for one in found if one[0] is deed]
    liked = sum(1 for _, polarity, _ in own or found if polarity == "for")
    count = len(own or found)
    if count == 0 or max(liked, count - liked) < AGREED * count:
        return None
    way: Polarity = "for" if liked * 2 > count else "against"
    agreeing = [one for one in own or found if one[1] == way]
    return min(agreeing, key=lambda one: _FELT_AS.match(one[2]) is None)


def _felt(text: str) -> Iterator[tuple[Polarity, str]]:
    for match in _ATTITUDE.finditer(text):
        good = (match.group("good") is not None) != (match.group("turned") is not None)
        word = "" if match.group("turned") else (match.group("good") or match.group("bad"))
        yield "for" if good else "against", word


def _stated(deed: str, polarity: Polarity, word: str) -> str:
    if not _DONE.match(deed):
        return _of_a_thing(plain(deed), polarity, word)
    said = statement_of(deed)
    if not said:
        return ""
    if _FELT_AS.match(word):
        return finished(f"{said} and found it {word.lower()}")
    return finished(f"{said} and {'enjoyed it' if polarity == 'for' else 'did not enjoy it'}")


def _of_a_thing(thing: str, polarity: Polarity, word: str) -> str:
    thing = re.sub(r"\bmy\b", "their", thing, flags=re.IGNORECASE)
    thing = re.sub(r"\bme\b", "them", thing, flags=re.IGNORECASE)
    thing = thing if thing[1:2].isupper() else thing[:1].lower() + thing[1:]
    if _FELT_AS.match(word):
        return finished(f"Finds {thing} {word.lower()}")
    return finished(f"{'Enjoys' if polarity == 'for' else 'Does not enjoy'} {thing}")


_DONE = re.compile(
    r"^i(?:['’](?:ve|m|d)| have| am| had)?\s+(?:(?:also|recently|even|finally|just|actually|already|now|then|\w+ly|been)\s+)*\w+\s+(?:up|part in|to|in|on|into|through|for|at|with)?\s*",
    re.IGNORECASE,
)


def _bare(deed: str) -> str:
    return _DONE.sub("", deed).strip() or deed
