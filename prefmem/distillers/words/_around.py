"""What stands around a wish and belongs to it: where it holds, and the exception that it makes."""

# ruff: noqa: E501 -- lists of words are read as lists, whatever their length

from __future__ import annotations

import re

from prefmem.distillers.words._cues import Cue
from prefmem.distillers.words._sentences import Sentence

_EXCEPTION = re.compile(
    r"(?:(?:,|\s[-–—])?\s+(?:but|though|although)|\s[-–—](?=[^.!?,;]{2,50}?\s(?:is|are) (?:fine|ok|okay|allowed|all ?right)\b))\s+(?!(?:can|could|what|which|how|do|should)\b)(?:"
    r"(?:i (?:do |will |still |can |sometimes )*(?:eat|have|drink|take|wear|use|allow myself|make an exception)\b|not\b|only\b)"
    r"[^.!?,;]{0,50}?\b(?:on|in|at|during|when|while|if|for|every|with)\b[^.!?,;]{2,40}|"
    r"(?:on|in|at|during|over|when|every) [^.!?,;]{2,30}?,? i (?:do |will |still |can |sometimes )*(?:eat|have|drink|take|wear|use) (?!to\b|not\b|no\b)[\w'’ -]{3,30}|"
    r"(?!i\b|it\b|that\b|we\b)(?:[\w'’-]+ ){1,3}(?:on|at|during|over|every) (?!the (?:menu|list)\b)[\w'’ -]{3,30}|"
    r"i (?>do |will |still |can |sometimes )*(?:eat|have|drink|take|wear|use) (?!to\b|not\b|no\b)[\w'’ -]{3,30}|"
    r"[^.!?,;]{2,50}?\s(?:is|are) (?:fine|ok|okay|allowed|all ?right)\b(?: (?:with|by) me)?(?: (?:at|on|in|for|during) [\w' ]{3,30}| sometimes| now and then| occasionally| once in a while| from time to time)?)(?=\W*$)",
    re.IGNORECASE,
)
"""What limits a wish without being one: "vegan, but fish on holidays is fine"."""
_BUT_NOT = re.compile(
    r"(?:,|\s[-–—])?\s+(?:(?:but|though|just) not (?=(?:on|in|at|during|when|while|if|for|with|after|before|too|every|as)\b)(?!for (?:me|now|long|sure)\b)[^.!?,;]{3,40}|"
    r"but (?:not|no|only|never)(?! (?:idea|sure|thanks?|thank you|more|much|longer|doubt|clue|problem|worries|offen[cs]e|rush|really|always|yet|now|today|tonight|because|if|as|so|too|very|that|this|it|to|a|an|one|just|joking|luck|time|chance|for (?:me|now|long|sure))\b)(?: [\w'’-]+){1,5}|"
    r"(?:unless|except(?: for)?|apart from|aside from)\b(?! (?:you|that|this|it)\b)[^.!?,;]{3,50})(?=\W*$)",
    re.IGNORECASE,
)
"""Where somebody does not want what they like: "I love hiking, but not in the rain"."""


def exception(sentence: Sentence, end: int, cues: tuple[Cue, ...]) -> int:
    """How many characters behind `end` make an exception to what somebody keeps away from."""
    firm = any(cue.polarity == "against" or cue.kind == "constraint" for cue in cues)
    if sentence.question:
        return 0
    found = (_EXCEPTION.match(sentence.text, end) if firm else None) or _BUT_NOT.match(
        sentence.text, end
    )
    return found.end() - end if found else 0


_TALK = (
    r"(?:(?:the|my|our|your|this|that|these|those|an?|all|any|some|other) )*(?:fact|general|particular|opinion|view|experience|mind|case|defen[cs]e|book|end|meantime|past|sense|theory|practice|short|words|way|honesty|fairness|addition|beginning|"
    r"hand|whole|contrary|side|downside|plus|upside|balance|reflection|thoughts?|top|note|average|occasion|paper|moment|least|first|last|point|heart|times|same|all|long|once|sure|worth|real|starters|example|instance|reason|record|part|being|change|start|"
    r"context|reference|clarity|that|this|these|those|respect|regards?|time|age|hindsight|luck|it|me|us|you|him|her|them|while|now|years?|months?|weeks?|days?|ages|decades?|life|childhood|teens|twenties|thirties|spite|pandemic|lockdown|question|topic|subject|answer|message|trip|one)\b"
)
"""Behind "in" and the like: what only leads over, or tells when something came about."""
_PAST = (
    r"(?:(?:i|we|he|she|they|it|you|my [\w-]+) )(?:(?:first|last|just|once|finally) )?(?:\w{2,}ed|was|were|had|went|saw|got|did|came|began|took|ate|heard|found|made|met|left|lost|bought|could|would|may|might|must|should|recall|remember|think about it)\b|"
    r"i(?:['’]m| am| was)? (?:being |quite |totally )?honest|you (?:ask|must|want|like|can|could|don|think|have|need)|possible|anything|not\b|so\b|only\b|asked|given"
)
_WHERE = re.compile(
    r"(?:^|[.;:!?–—]\s|,\s)\W*(?:(?:and|but|so|also|well|because|since|btw|honestly|yeah|oh)\b[\s,]*)*"
    rf"(?P<where>(?:(?:when(?:ever)?|while|if) (?!{_PAST})(?!it comes to (?:it|that)\b)[^,.;:!?]{{3,50}}|"
    rf"(?:for|at|on|in|with|during|after|before) (?!{_TALK})(?!\d{{4}}|(?:january|february|march|april|may|june|july|august|september|october|november|december)\b|\w+(?:st|nd|rd|th)\b|(?:\w+ ){{1,3}}(?:years?|months?|weeks?|days?|while|reason|of all|thought)\b|\w+ing\b)(?:[\w'’-]+ ){{0,3}}[\w'’-]+),\s*)$",
    re.IGNORECASE,
)


def where(before: str) -> str:
    """The end of the words before a wish that tells where it holds: "when I'm tired, "; or ""."""
    found = _WHERE.search(before)
    return found["where"] if found else ""
