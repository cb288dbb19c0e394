"""What somebody did of their own accord: took up, went to, gave up, was drawn to, came to think."""

# ruff: noqa: E501 -- lists of words are read as lists, whatever their length

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from prefmem.distillers._attitudes import attitudes
from prefmem.distillers._statements import finished, plain, statement_of
from prefmem.types import Polarity

MOST_TOPIC = 14
"""Words of what was done."""
MOST_THOUGHT = 24
"""Words of an opinion."""

Form = Literal["did", "gave up", "drawn", "thing", "thought"]

_LEAD = (
    r"^\W*(?:(?:yes|yeah|well|oh|so|and|but|also|actually|recently|lately|additionally|finally|furthermore|moreover|interestingly|meanwhile|however|then|later|"
    r"eventually|afterwards?|honestly|unfortunately|sadly|funnily enough|anyway|ultimately|this \w+|last \w+|earlier this \w+|the other \w+|yesterday|(?:on|in|during|over|after|around|for|at|out of|to) [\w'’ -]{2,60}?|a few \w+ (?:ago|later|back)|(?:some|many|two|three) \w+ (?:ago|later|back)|the (?:next|following) \w+|one \w+|for \w+ \w+)\b,?\s+)*"
)
_HOW = r"(?:(?:also|recently|even|finally|just|actually|already|now|then|really|eventually|ultimately|briefly|\w+ly|been)\s+)*"
_I = rf"(?:i|we)(?:['’]ve| have|['’]d| had)?\s+{_HOW}"
_IRREGULAR = "went took began ran swam read wrote drew saw made built spent gave led taught grew sang won bought got rode drove flew slept ate drank wore held kept heard met put set gone taken begun written drawn seen given grown sung ridden flown eaten threw".replace(
    " ", "|"
)
_NO_DEED = "needed|wanted|asked|noticed|reali[sz]ed|wondered|received|used|decided|failed|missed|lived|worked|graduated|happened|liked|loved|hated|seemed|looked|believed|assumed|expected|hoped|wished|supposed|called|emailed|ordered|installed|upgraded|updated|clicked|deleted|tested|debugged|changed|fixed|attached|copied|pasted|feared|mentioned|turned|ended|stopped|listed|included|added|highlighted|described|explained"
_DID = re.compile(
    rf"{_LEAD}(?P<said>i(?:(?:['’]m| am)(?=[\w ]{{1,20}}ing\b)|['’]ve| have|['’]d| had)?\s+{_HOW}(?!(?:{_NO_DEED})\b)"
    rf"(?:\w{{2,}}ed|{_IRREGULAR}|\w{{3,}}ing)\b(?!\s+(?:to (?:know|ask)|that|if|whether|an? (?:error|message|problem|issue)))[^.!?;]*)",
    re.IGNORECASE,
)
_GAVE_UP = re.compile(
    rf"{_LEAD}(?P<said>{_I}(?:(?:decided|chosen|chose|opted|had) to (?:\w+ly )?)?(?:"
    r"g[ai]ven? up(?: on)?|quit|stop(?:ped)? (?=\w+ing\b)|unsubscribed? from|cancel(?:l?ed)? (?=(?:my|our|the|all|that|a|an|several|both|every)\b)|abandon(?:ed)?|withdr[ea]w from|"
    r"step(?:ped)? (?:back|away|down) from|t[ao]ok?e? a (?:step back|break) from|distanced? myself from|g[eo]t rid of|cut (?:out|back on|down on)|uninstall(?:ed)?|delet(?:ed|e) (?=(?:my|the|all|every|most|\w+ apps?)\b)|unfollow(?:ed)?|"
    r"walk(?:ed)? away from|let go of|part(?:ed)? (?:ways )?with|pull(?:ed)? out of|ditch(?:ed)?|dropp?(?:ed)? out of|resign(?:ed)? from|left (?=(?:the|our|my|that|a|an) (?:[\w-]+ ){0,3}?(?:clubs?|groups?|teams?|choir|band|league|committee|class|course|platform|app|network|forum|board|gym|firm|company|profession)\b)|pack(?:ed)? in|swor[en]e? off|phased? out|weaned? myself off)"
    r"\s*[^.!?;]+)",
    re.IGNORECASE,
)
_DRAWN = re.compile(
    rf"{_LEAD}(?P<said>{_I}(?:found|find|caught|felt|gotten|got|become|became|grown|been|(?:am|was)(?= \w+ed\b))\s+(?:myself\s+)?(?:(?:\w+ly|more|so|quite|very|rather|totally|a bit|really) )*"
    r"(?:(?:captivated|enthralled|intrigued|fascinated|absorbed|hooked|obsessed|drawn|immersed|engrossed|invested|interested|lost|caught up|swept up|enamou?red|passionate|attached|addicted|gravitating)\s+(?:by|in|on|with|to|towards?|about|of)|deep into)\s+(?:more |\w+ly )?"
    r"(?P<what>(?!(?:it|this|that|them|these|those)\b)[^.!?;]+))",
    re.IGNORECASE,
)
_DOING = re.compile(
    rf"{_LEAD}(?P<said>[a-z]{{3,}}ing (?!me\b|that\b)[\w' -]{{3,70}}?)\s+(?:(?:has|have|had|is|was|feels|felt|became|becomes|makes|made|gives|gave|brings|brought|helps|helped|keeps|turned|turns|left|allowed|taught|can)\b)",
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
_THOUGHT = re.compile(
    rf"{_LEAD}(?P<said>i(?:['’]m| am)? (?:(?:\w+ly|do|really|still) )*(?:feel|believe|think|convinced)(?: (?:strongly|firmly))?(?: that)? (?!i\b|it\b|this\b|that\b|they\b|we\b|you\b|he\b|she\b|my\b)"
    r"(?P<what>[\w'’ -]{3,70}?\b(?:should(?:n['’]t)?|ought to|needs? to|must|deserves?|(?:is|are) (?:\w+ ){0,2}(?:overlooked|underrated|undervalued|overrated|neglected|essential|crucial|vital|important|underestimated|misunderstood))\b[^.!?;]*))",
    re.IGNORECASE,
)
_STOP_AT = re.compile(
    r",|\s[-–—(]|\s(?:which|where|who|while|because|since|so that|as i|as it|as they|but|and (?:it|i|the|we|they|my|that|ended|found|just|then|quickly)|although|though|when|hoping|only to|last (?:week|month|year|summer|weekend)|recently|for the first time|to (?:share|see|help|connect|show|learn|understand|explore))\b",
    re.IGNORECASE,
)
_STOP_THOUGHT = re.compile(
    r"\s[-–—(]|,? (?:which|because|since|but|although|though|and (?:i|we))\b", re.IGNORECASE
)
_FELT_AS = re.compile(
    r"^(?!(?:enjoy|lov|lack|wast|disappointed)\w*$)(?:\w+ing|\w+ive|\w+ful|\w+ous|\w+able|\w+ible|tedious|dull|stale|soulless|lovely|brilliant)$",
    re.IGNORECASE,
)
_DONE = re.compile(
    rf"^(?:i|we)(?:['’](?:ve|m|d)| have| am| had)?\s+{_HOW}(?:(?:decided|chose|opted|had|tried|attempted) to )?\w+\s+(?:up|part in|to|in|on|into|through|for|at|with|from|out of|rid of|away from|back from)?\s*",
    re.IGNORECASE,
)
_EMPTY = re.compile(
    r"^\W*(?:(?:really|just|so|much|more|a|an|the|it|this|that|them|these|those|one|some|up|all|myself|things?|whole|time|lot|bit|day|thing|feeling|experience|process)\b\W*)*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Deed:
    """What a sentence says that its speaker did."""

    form: Form
    said: str
    """The words, as they were said, up to where something else begins."""

    @property
    def topic(self) -> str:
        """What it is about, without who did it and that it was done."""
        if self.form == "thing":
            return self.said
        bare = (_TAKEN[self.form].sub("", self.said) if self.form in _TAKEN else self.said).strip()
        return (_DONE.sub("", bare).strip() or bare) if bare == self.said else bare

    def statement(self, polarity: Polarity, word: str) -> str:
        """It in the third person, with how it was; "" if nothing can be said.

        Args:
            polarity: How it was.
            word: The word of attitude that says so; "" where none can be repeated.
        """
        felt = f"found it {word.lower()}" if can_be_repeated(word) else ""
        if self.form == "thing":
            return _of_a_thing(plain(self.said), polarity, word if felt else "")
        said = statement_of(self.said)
        if not said or self.form in ("drawn", "thought") or any(attitudes(self.said)):
            return said
        if self.form == "gave up":
            return finished(f"{said}; {felt}") if felt and polarity == "against" else said
        return finished(
            f"{said} and {felt or ('enjoyed it' if polarity == 'for' else 'did not enjoy it')}"
        )


_TAKEN = {
    "gave up": re.compile(
        rf"^{_I}(?:(?:decided|chosen|chose|opted|had) to )?(?:\w+)(?: (?:ways with|up on|up|from|out of|out|back from|back on|away from|down from|down on|a (?:step back|break) from|myself (?:from|off)|rid of|go of|off|in|with|on))?\s+",
        re.IGNORECASE,
    ),
    "drawn": re.compile(
        r"^.*?\b(?:captivated|enthralled|intrigued|fascinated|absorbed|hooked|obsessed|drawn|immersed|engrossed|invested|interested|lost|caught up|swept up|enamou?red|passionate|attached|addicted|gravitating|deep)\s+(?:by|into|in|on|with|to|towards?|about|of)\s+",
        re.IGNORECASE,
    ),
    "thought": re.compile(
        r"^i(?:['’]m| am)? (?:(?:\w+ly|do|really|still) )*(?:feel|believe|think|convinced)(?: (?:strongly|firmly))?(?: that)? ",
        re.IGNORECASE,
    ),
}
_FORMS: tuple[tuple[Form, re.Pattern[str]], ...] = (
    ("gave up", _GAVE_UP),
    ("drawn", _DRAWN),
    ("thought", _THOUGHT),
    ("did", _DID),
    ("thing", _DOING),
    ("thing", _ENDED_UP),
    ("thing", _FOUND),
)


def deed_in(text: str) -> Deed | None:
    """What a sentence says that its speaker did, was drawn to or gave up; None if nothing."""
    for form, pattern in _FORMS:
        found = pattern.match(text) if pattern not in _ANYWHERE else pattern.search(text)
        if found is None:
            continue
        deed = Deed(form, _kept(form, found.group("said")))
        if (form != "did" or len(deed.said.split()) > 2) and not _EMPTY.match(deed.topic):
            return deed
    return None


_ANYWHERE = (_ENDED_UP, _FOUND)


def can_be_repeated(word: str) -> bool:
    """True for a word of attitude that says of a thing how it is: "soothing"."""
    return _FELT_AS.match(word) is not None


def _kept(form: Form, said: str) -> str:
    """The words up to where something else begins."""
    ends = _STOP_THOUGHT if form == "thought" else _STOP_AT
    if stop := ends.search(said, min(len(said), 12)):
        said = said[: stop.start()]
    return " ".join(said.split()[: MOST_THOUGHT if form == "thought" else MOST_TOPIC + 3])


def _of_a_thing(thing: str, polarity: Polarity, word: str) -> str:
    thing = re.sub(r"\bmy\b", "their", thing, flags=re.IGNORECASE)
    thing = re.sub(r"\bme\b", "them", thing, flags=re.IGNORECASE)
    thing = thing if thing[1:2].isupper() else thing[:1].lower() + thing[1:]
    if word:
        return finished(f"Finds {thing} {word.lower()}")
    return finished(f"{'Enjoys' if polarity == 'for' else 'Does not enjoy'} {thing}")
