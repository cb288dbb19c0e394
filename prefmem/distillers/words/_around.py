"""What stands behind a wish and belongs to it: the exception that it makes."""

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
