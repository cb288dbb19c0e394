"""What somebody did of their own accord: took up, went to, gave up, was drawn to, came to think."""

# ruff: noqa: E501 -- lists of words are read as lists, whatever their length

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from prefmem.distillers.words._attitudes import attitudes
from prefmem.distillers.words._statements import finished, plain, statement_of
from prefmem.distillers.words._third_person import gerund
from prefmem.types import Polarity

MOST_TOPIC = 14
"""Words of what was done."""
SHORT_DEED = 12
"""Characters that a deed has at least: "I" and what was done."""
SHORT_NAME = 4
"""The same of the name of a thing."""
MOST_THOUGHT = 24
"""Words of an opinion."""

Form = Literal["did", "gave up", "drawn", "thing", "thought", "interest", "felt"]

_LEAD = (
    r"^\W*(?:(?:yes|yeah|yep|ok|okay|well|oh|so|and|but|also|actually|recently|lately|additionally|finally|furthermore|moreover|interestingly|meanwhile|however|then|later|now|thanks|thank you|right|"
    r"eventually|afterwards?|honestly|unfortunately|sadly|funnily enough|anyway|ultimately|this \w+|last \w+|earlier this \w+|the other \w+|yesterday|a few \w+ (?:ago|later|back)|(?:some|many|two|three) \w+ (?:ago|later|back)|the (?:next|following) \w+|one \w+|for \w+ \w+|"
    r"(?:as|being|having|while|after|before|when|since) (?!i\b)[^,.;]{2,70}|when i was [^,.;]{2,30})\b,\s+|"
    r"(?:yes|yeah|ok|well|oh|so|and|but|also|actually|recently|lately|finally|then|now|eventually|anyway|this \w+|last \w+|yesterday|earlier this \w+|the other \w+|one \w+|for most of this \w+|as an? [\w -]{3,40}?(?=\s+i\b)|(?:while|when|after|before|since) (?!i\b)[^,.;]{3,60}?(?=\s+i\b)|(?:on|in|during|over|after|around|for|at|out of|to|through|by) [\w'’ -]{2,60}?,?)\s++){0,3}"
)
_HOW = r"(?>(?:also|recently|even|finally|just|actually|already|now|then|really|eventually|ultimately|briefly|both|all|\w+ly|been)\s+)*"
_WHO = r"(?:i|we|(?:my|our) (?:[\w-]+ ){1,3}and (?:i|me)|(?:me|i) and (?:(?:my|our|a|the) )?(?:[\w-]+ ){1,4}?|[a-z]+ and i)"
_HAVE = rf"(?:['’]ve| have|['’]d| had)?\s+{_HOW}"
_IRREGULAR = "went took began ran swam read wrote drew saw made built spent gave led taught grew sang won bought got rode drove flew slept ate drank wore held kept heard met put set did gone taken begun written drawn seen given grown sung ridden flown eaten threw undertook chose shared fell hung laid lent shot spoke dug fed shook stuck tore wove woke sought".replace(
    " ", "|"
)
_NO_DEED = r"spent (?:the (?:better|best|whole|entire)|most|much|all|hours|days|weeks|months|many|several|a good)\b|needed|wanted|asked|noticed|reali[sz]ed|wondered|received|used|decided|failed|missed|lived|worked|moved|agreed|cried|wept|laughed|graduated|happened|liked|loved|hated|seemed|looked|believed|assumed|expected|hoped|wished|supposed|called|emailed|ordered|installed|upgraded|updated|clicked|deleted|tested|debugged|changed|fixed|attached|copied|pasted|feared|mentioned|turned|ended|stopped|listed|included|added|highlighted|described|explained|returned|arrived|learned|learnt|remembered|forgot|stayed|struggl(?:ed|ing)|thinking|considering|wondering|planning|hoping|looking|going to|wanting|needing|got (?!back from\b|into\b|an?\b|the\b|my\b|some\b)|put (?!on\b|up\b|together\b)|had\b|did n"
_DID = re.compile(
    rf"{_LEAD}{_WHO}(?P<said>(?:(?:['’]m| am|['’]re| are)(?=[\w ]{{1,20}}ing\b)|['’]ve| have|['’]d| had)?\s+{_HOW}(?!(?:{_NO_DEED})\b)"
    rf"(?:\w{{2,}}ed|{_IRREGULAR}|\w{{3,}}ing)\b(?!\s+(?:to (?:know|ask)|that|if|whether|an? (?:error|message|problem|issue)))[^.!?;]*)",
    re.IGNORECASE,
)
_LED_TO = re.compile(
    rf"{_LEAD}(?:my|our|a|an|some|the|one of my)\s++[\w' ’-]{{2,40}}?\s++(?:(?:has|have|had|recently|finally|once)\s+)?(?:talked|got|dragged|took|persuaded|convinced|invited|asked|signed|pushed|roped|brought|lured|led|introduced|encouraged|urged|taken) (?:me|us)(?: up| along| both)?\s+(?:into|to|for|on)\s+(?:(?:join|try|accompany|come|go|attend|see|visit) (?:(?:out|along|over|him|her|them|\w+ly) )?(?:to|along to|at|in|on|for)?\s*)?(?P<said>(?!(?:it|that|this)\b)[^.!?;]+)|"
    rf"{_LEAD}(?:my|our|a|an)\s++[\w' ’-]{{2,40}}?\s++(?:has |have |had |recently )?(?:lent|gave|bought|got|given|organi[sz]ed|booked|made) (?:me|us|for us)?\s*(?P<thing>(?:his|her|their|an?|the|some|one of) [^.!?;]+)",
    re.IGNORECASE,
)
_GAVE_UP = re.compile(
    rf"{_LEAD}{_WHO}(?P<said>{_HAVE}(?:(?:decided|chosen|chose|opted|had|(?:made|took) (?:the|a) (?:\w+ )?decision) to (?:\w+ly )?)?(?:"
    r"g[ai]ven? up(?: on)?|quit|stop(?:ped)? (?=\w+ing\b)|unsubscribed? from|(?:cancel(?:l?ed)?|terminated?|ended) (?=(?:my|our|the|all|that|a|an|several|both|every)\b)|abandon(?:ed)?|withdr[ea]w from|"
    r"step(?:ped)? (?:back|away|down) from|t[ao]ok?e? a (?:step back|break) from|distanced? myself from|g[eo]t rid of|cut (?:out|back on|down on)|uninstall(?:ed)?|delet(?:ed|e) (?=(?:my|the|all|every|most|\w+ apps?)\b)|unfollow(?:ed)?|took off my|sent back|"
    r"walk(?:ed)? away from|let go of|part(?:ed)? (?:ways )?with|pull(?:ed)? out of|ditch(?:ed)?|dropp?(?:ed)? out of|resign(?:ed)? from|left (?=(?:the|our|my|that|a|an) (?:[\w-]+ ){0,3}?(?:clubs?|groups?|teams?|choir|band|league|committee|class|course|platform|app|network|forum|board|gym|firm|company|profession)\b)|pack(?:ed)? in|swor[en]e? off|phased? out|weaned? myself off)"
    r"\s*[^.!?;]+)",
    re.IGNORECASE,
)
_DRAWN = re.compile(
    rf"{_LEAD}{_WHO}(?P<said>{_HAVE}(?:found|find|caught|felt|gotten|got|become|became|grown|been|(?:am|was)(?= \w+ed\b))\s+(?:myself\s+)?(?>(?:\w+ly|more|so|quite|very|rather|totally|a bit|really) )*"
    r"(?:(?:captivated|enthralled|intrigued|fascinated|absorbed|hooked|obsessed|drawn|immersed|engrossed|invested|interested|lost|caught up|swept up|enamou?red|passionate|attached|addicted|gravitating)\s+(?:by|in|on|with|to|towards?|about|of)|deep into)\s+(?:more |\w+ly )?"
    r"(?P<what>(?!(?:it|this|that|them|these|those)\b)[^.!?;]+))",
    re.IGNORECASE,
)
_INTEREST = re.compile(
    r"\b(?:my|an?|this|that|the) (?:[\w-]+ ){0,3}?(?:interest|passion|love|obsession|fascination|enthusiasm|curiosity) (?:in|for|with|of|about) (?P<said>(?!(?:it|this|that|them|these|those|us|me|my|mine|his|hers?|theirs?|ours|yours|and|then)\b)[\w'’ -]{3,})|"
    r"\b(?:got|gets|gotten) me (?:hooked|into|interested|started|addicted)(?: (?:on|in|to|with))? (?P<thing>(?!(?:it|this|that|them|and|then|on|in)\b)[\w'’ -]{3,})|"
    r"\b(?:that['’]s how|so|which is how) my (?P<began>[\w'’ -]{3,40}?) (?:began|started)\b",
    re.IGNORECASE,
)
_DOING = re.compile(
    rf"{_LEAD}(?P<said>(?!(?:having|being)\b)[a-z]{{3,}}ing (?!me\b|that\b|\w+ed\b)[\w' -]{{3,110}}?)(?:, (?!(?:i|we|you|he|she|they|it|there|my|our|the|and|but|so|which|who|where|when)\b)[\w' -]{{3,60}}?){{0,2}},?\s+(?:(?:has|have|had|is|was|feels|felt|became|becomes|makes|made|gives|gave|brings|brought|helps|helped|keeps|turned|turns|left|allowed|taught|can|seems?|seemed|proved)\b)",
    re.IGNORECASE,
)
_FOUND = re.compile(
    r"\bi (?:\w+ly )?(?:find|found) (?!(?:it|this|that|out|myself|them|a|an|some)\b)(?P<said>(?!\w+ly\b|really\b|so\b|very\b|quite\b)[\w' -]{3,60}?) (?:to be )?(?>(?:really|quite|very|so|particularly|truly|incredibly|rather|too|\w+ly) )*\w+(?:ing|ful|ive|ous|ble)\b",
    re.IGNORECASE,
)
_FELT_TO = re.compile(
    r"\b(?:it|this)(?:['’]s| is| was| has been| had been| felt| feels| turned out to be| proved(?: to be)?) (?:(?:\w+ly|so|very|quite|rather|also|always|most) )*(?P<word>\w+) (?:for me )?to (?P<verb>(?!(?:be|find|realise|realize|say|think|know|be told|hear that|note|mention|admit|learn that)\b)[a-z]+)\b(?P<rest> (?!(?:it|this|that|them|him|her|so)\b)[^.!?;]{3,})",
    re.IGNORECASE,
)
"""What was done stands behind how it was: "it was soothing to watch the rain"."""
_ENDED_UP = re.compile(
    r"\b(?:i|we)\b[^.!?]{0,60}?\b(?:ended up|spen[dt] (?:the (?:better|best|whole|entire)|most|much|all|hours|days|weeks|months|many|several|a good)\b[\w' -]{0,40}?) (?P<said>(?!being\b|having\b|getting\b|needing\b)\w{3,}ing\b[^.!?;]*)",
    re.IGNORECASE,
)
_THOUGHT = re.compile(
    r"(?:^|(?<=[\s,;]))(?:i(?P<said>(?:['’]m| am)? (?>(?:\w+ly|do|really|still|of) )*(?:feel|believe|think|convinced|persuaded|reckon|hold the view|maintain|the opinion)(?: (?:strongly|firmly))?(?: that)?) |in my (?:opinion|view|experience),? )(?!(?:i|it|this|that|they|we|you|he|she|my)\b)"
    r"(?P<what>[\w'’ -]{3,70}?\b(?:should(?:n['’]t)?|ought to|needs? to|must|deserves?|(?:is|are) (?:\w+ ){0,2}(?:overlooked|underrated|undervalued|overrated|neglected|essential|crucial|vital|important|underestimated|misunderstood))\b[^.!?;]*)",
    re.IGNORECASE,
)
_PAST = "went|took|began|came|left|told|felt|said|saw|got|gave|kept|sat|stood|put|had|was|were"
_STOP_AT = re.compile(
    rf",|\s[-–—(]|\s(?:which|where|who|while|because|since|so that|as i|as it|as they|with (?:him|her|them)\b|but(?<!nothing but)(?<!anything but)|and (?:it|i|the|we|they|my|that|ended|found|just|then|quickly)|although|though|when|hoping|only to|that (?:i|we|had|has|would|could)|ever since|once (?:the|i|we|it|everybody|everyone)|even (?:when|if|though|from)|as if|at the (?:beginning|start|end) of|and (?!(?:shared|fried|baked|mixed|used|dried|smoked)\b)(?:\w{{3,}}ed|{_PAST})|yesterday|today|tonight|this (?:morning|afternoon|evening|week|month|year|spring|summer|autumn|fall|winter)|(?:on|last|next|every) (?:mon|tues|wednes|thurs|fri|satur|sun)days?|in (?:january|february|march|april|may|june|july|august|september|october|november|december)\b|for (?:about |over |nearly |almost )?(?:an?|two|three|four|five|six|several|some|many|half an?) (?:days?|weeks?|weekends?|months?|years?|while|hours?)|last (?:week|month|year|summer|weekend)|recently|for the first time|(?<!try )(?<!tried )(?<!trying )(?<!pted )(?<!pting )to (?:share|see|help|connect|show|learn|understand|explore))\b",
    re.IGNORECASE,
)
_STOP_THOUGHT = re.compile(
    r"\s[-–—(]|,? (?:which|because|since|but|although|though|and (?:i|we))\b", re.IGNORECASE
)
_FELT_AS = re.compile(
    r"^(?!(?:struggl|grateful|anxious|nervous|resent|regret|appreciat|adoring|cherish|hopeful|envious|drift|dreading|hating|los|car|long|miss|thriv|enjoy|lov|lack|wast|disappointed|pleas(?!ing)|feel|do|go|com|be|look|count|watch)\w*$)(?:\w+ing|\w+ive|\w+ful|\w+ous|\w+able|\w+ible|tedious|dull|stale|soulless|lovely|brilliant|gorgeous|satisfying|pleasing|dreary)$",
    re.IGNORECASE,
)
_DONE = re.compile(
    rf"^i{_HAVE}(?:['’]m |am )?(?:(?:decided|chose|opted|had|tried|trying|attempted|attempting) to )?[\w'’]+\s+(?:back from|up|part in|to|in|on|into|through|for|at|with|from|out of|rid of|away from)?\s*",
    re.IGNORECASE,
)
_ERRAND = re.compile(
    r"^\W*(?:(?:an?|the|my|our|his|her|their|new|old|right|wrong) )*(?:certificate|passport|forms?|tickets?|keys?|parcel|letter|appointment|prescription|results?|bill|invoice|refund|receipt|visa|licen[cs]e|permit|signature|stamp|bus|tram|lift)\b",
    re.IGNORECASE,
)
"""What nobody does for its own sake."""
_EMPTY = re.compile(
    r"^\W*(?>(?:really|just|so|much|more|a|an|the|it|this|that|them|these|those|one|some|up|all|myself|things?|whole|time|lot|bit|day|feeling|experience|process|back|home|way|out|in|on|early|there|here|something|anything|nothing|to|of|weeks?|weekend|life|first|fine|well)\b\W*)*$",
    re.IGNORECASE,
)
_PREPOSITION = r"(?:by|into|in|on|with|to|towards?|about|of)"
_TAKEN: dict[Form, re.Pattern[str]] = {
    "gave up": re.compile(
        rf"^i{_HAVE}(?:(?:decided|chosen|chose|opted|had) to )?\w+(?: (?:ways with|up on|up|from|out of|out|back from|back on|away from|down from|down on|a (?:step back|break) from|myself (?:from|off)|rid of|go of|off|in|with|on))?\s+",
        re.IGNORECASE,
    ),
    "drawn": re.compile(rf"^.*?\b\w+ {_PREPOSITION}\s+(?:more |\w+ly )?", re.IGNORECASE),
    "thought": re.compile(r"^.*?\bthat ", re.IGNORECASE),
}
_FORMS: tuple[tuple[Form, re.Pattern[str]], ...] = (
    ("gave up", _GAVE_UP),
    ("interest", _INTEREST),
    ("drawn", _DRAWN),
    ("thought", _THOUGHT),
    ("did", _DID),
    ("thing", _LED_TO),
    ("thing", _DOING),
    ("felt", _FELT_TO),
    ("thing", _ENDED_UP),
    ("thing", _FOUND),
)
_ANYWHERE = (_FELT_TO, _ENDED_UP, _FOUND, _INTEREST, _THOUGHT)


@dataclass(frozen=True, slots=True)
class Deed:
    """What a sentence says that its speaker did."""

    form: Form
    said: str
    """The words, from their subject "I" or from the thing itself to where something else begins."""

    @property
    def topic(self) -> str:
        """What it is about, without who did it and that it was done."""
        if self.form in ("thing", "interest", "felt"):
            return self.said
        bare = _TAKEN.get(self.form, _DONE).sub("", self.said).strip()
        return bare or self.said

    def statement(self, polarity: Polarity, word: str) -> str:
        """It in the third person, with how it was; "" if nothing can be said.

        Args:
            polarity: How it was.
            word: The word of attitude that says so; "" where none can be repeated.
        """
        repeated = can_be_repeated(word) and word.lower() not in self.said.lower()
        felt = f"found {_them(self.topic)} {word.lower()}" if repeated else ""
        if self.form == "interest" and re.match(r"(?:how|what|why|whether|where)\b", self.said):
            return ""
        if self.form == "interest":
            return finished(f"Has an interest in {_theirs(self.said)}")
        if self.form in ("thing", "felt"):
            return _of_a_thing(_theirs(plain(self.said)), polarity, word if felt else "")
        said = statement_of(self.said)
        if not said or self.form in ("drawn", "thought") or any(attitudes(self.said)):
            return said
        if self.form == "gave up":
            return finished(f"{said}; {felt}") if felt and polarity == "against" else said
        how = felt or f"{'enjoyed' if polarity == 'for' else 'did not enjoy'} {_them(self.topic)}"
        return finished(f"{said} and {how}")


def deed_in(text: str) -> Deed | None:
    """What a sentence says that its speaker did, was drawn to or gave up; None if nothing."""
    for form, pattern in _FORMS:
        found = pattern.search(text) if pattern in _ANYWHERE else pattern.match(text)
        if found is None:
            continue
        deed = Deed(form, _kept(form, _words(form, found)))
        if pattern is _DOING and _OF_SELF.search(deed.said):
            continue  # its verb stands further on: "typing a line takes away the part I enjoy"
        if (form != "did" or len(deed.said.split()) > 3) and not (
            _EMPTY.match(deed.topic) or _ERRAND.match(deed.topic)
        ):
            return deed
    return None


_OF_SELF = re.compile(r"\b(?:i|we)\b", re.IGNORECASE)


def can_be_repeated(word: str) -> bool:
    """True for a word of attitude that says of a thing how it is: "soothing"."""
    return _FELT_AS.match(word) is not None


def _words(form: Form, found: re.Match[str]) -> str:
    """The words of a match; with "I" for whoever of several did it."""
    if form == "thought":
        verb = "feel" if "feel" in (found["said"] or "").lower() else "believe"
        return f"I {verb} that {found['what']}"
    if form == "felt":
        return f"{gerund(found['verb'])}{found['rest']}"
    if form in ("thing", "interest"):
        return next(words for words in found.groupdict().values() if words)
    said = found["said"]
    return f"I{said}" if said[:1] in " '’" else f"I {said}"


def _kept(form: Form, said: str) -> str:
    """The words up to where something else begins."""
    ends = _STOP_THOUGHT if form == "thought" else _STOP_AT
    least = SHORT_NAME if form in ("interest", "felt") else SHORT_DEED
    if stop := ends.search(said, min(len(said), least)):
        said = said[: stop.start()]
    if form == "felt" and (behind := _WHICH.search(said)):
        said = said[: behind.start()]
    if form == "interest" and (verb := _GOES_ON.search(said)):
        said = said[: verb.start()]
    words = said.split()[: MOST_THOUGHT if form == "thought" else MOST_TOPIC + 3]
    while words and words[-1].lower() in _NO_END:
        words.pop()
    return " ".join(words)


_WHICH = re.compile(r"(?<=\w{4}) (?:that|if) ", re.IGNORECASE)
_GOES_ON = re.compile(
    r"\s(?:is|are|was|were|has|have|had|can|could|will|would|does|did|do|lay|lies|grew|grows|began|begins|came|comes|led|leads|made|makes|became|becomes|started|took|takes|went|goes|gave|gives|kept|keeps|brought|brings|drew|helped|helps|runs|ran|only|never|always|myself|that|who|whom|when|over the)\b",
    re.IGNORECASE,
)
"""Where the name of an interest ends, and what it did begins."""
_NO_END = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "to",
        "in",
        "on",
        "at",
        "by",
        "for",
        "with",
        "from",
        "and",
        "or",
        "but",
        "than",
        "as",
        "into",
        "my",
        "our",
        "their",
        "its",
    ]
)


def _them(topic: str) -> str:
    """How a thing is referred to: "it", or "them" where its name is a plural."""
    name = _BEHIND_NAME.split(topic, maxsplit=1)[0].strip()
    return "them" if _PLURAL.search(name) else "it"


_BEHIND_NAME = re.compile(r"\s(?:of|in|on|at|for|with|from|by|to|over|about|where|who|that)\b|,")
_PLURAL = re.compile(
    r"^(?!(?:an?|this|every) |(?:ourselves|themselves)\b|.*(?:days|weeks|months|years|hours|evenings|series|tennis)$)(?:.*\s)?\w{2,}(?<![sui])s$",
    re.IGNORECASE,
)


def _theirs(thing: str) -> str:
    thing = re.sub(r"\b(?:my|our)\b", "their", thing, flags=re.IGNORECASE)
    thing = re.sub(r"\b(?:i|we)\b", "they", thing, flags=re.IGNORECASE)
    return re.sub(r"\b(?:me|us)\b", "them", thing, flags=re.IGNORECASE)


def _of_a_thing(thing: str, polarity: Polarity, word: str) -> str:
    thing = thing if thing[1:2].isupper() else thing[:1].lower() + thing[1:]
    if word:
        return finished(f"Finds {thing} {word.lower()}")
    return finished(f"{'Enjoys' if polarity == 'for' else 'Does not enjoy'} {thing}")
