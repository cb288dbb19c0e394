"""What has cooled: love that faded, appeal that was lost, what is given a rest or was agreed to go."""

# ruff: noqa: E501 -- patterns are read as they are, whatever their length

from __future__ import annotations

import re

_OPENS = (
    r"(?:^|(?<=[.;:!?—–,\n]))[ \t]*(?:(?:and|but|so|well|honestly|to be honest|tbh|actually) )*"
)
_SINCE = r"(?: (?:has|have|had)|'s|'ve)? (?:(?:really|just|since|slowly|also|kind of|sort of|all but|largely|completely|somewhat|rather) )*"
LOST = re.compile(
    rf"{_OPENS}(?P<gone>(?!(?:i|we|he|she|they|it|that|this)\b)[^.,;:!?()—–\n]{{2,60}}?){_SINCE}(?:lost|losing) (?:(?:all|much|most|some|a lot) (?:of )?)?(?:its|their) (?:appeal|charm|magic|shine|sparkle|allure|lustre|pull|thrill|novelty|glamour|excitement|attraction)\b",
    re.IGNORECASE,
)
FADED = re.compile(
    rf"\b(?:my|our) (?:enthusiasm|passion|love|liking|interest|fascination|excitement|appetite|craving|obsession|admiration) (?:for|with|in|of) (?P<gone>[^.,;:!?()—–\n]{{2,60}}?){_SINCE}(?:cooled(?: off| down)?|faded|waned|dwindled|died(?: down)?|evaporated|worn off|dried up|gone(?: cold)?|vanished|(?:is|isn't|are|aren't|not) what (?:it|they) (?:was|were|used to be))(?=\W|$)",
    re.IGNORECASE,
)
RESTED = re.compile(
    r"\b(?:i|we)(?:'m| am|'re| are|'ve| have|'ll| will)? (?:\w+ly |now |just |going to )*giv(?:e|en|ing) (?P<gone>(?!(?:it|them|that|this|you|him|her|me|us|myself|the (?:server|computer|phone|dough|engine|car|dog|kids?))\b)[^.,;:!?()—–\n]{2,40}?) (?:a|an) (?:\w+ )?(?:rest|miss|break|wide berth)\b(?! (?:until|till|for (?:an?|the|\d+) (?:day|hour|minute|week|weekend)|today|tonight|this (?:week|weekend|evening))\b)",
    re.IGNORECASE,
)
AGREED = re.compile(
    r"\b(?:i|we|(?:my|our) \w+ and (?:i|me))(?:'ve| have|'re| are)? (?:both |all )?(?:agreed|decided|resolved|chosen) to (?:stop|quit|ditch|drop|give up(?: on)?|do without|do away with|cut out|go without) (?P<gone>(?:(?:the|my|our|those|all) )?(?:[\w'-]+ ){0,3}?[\w'-]+s\b|(?!(?:the|my|our|your|this|that|it|them|an?|by|in|at|for)\b)[\w'-]+(?: [\w'-]+)?(?=\W*$|[.,;:!?]))",
    re.IGNORECASE,
)
RID_OF = re.compile(
    r"\b(?:got rid of|ditched|binned|cancelled) (?:(?:my|our|the|all) )*(?P<gone>[^.,;:!?()—–\n]{2,40}?) and (?:i |we )?(?:do|did|have|haven't|don't|didn't|never)(?: not|n't)? (?:even |ever |really )?(?:miss(?:ed)?|looked back|regret(?:ted)?) ?(?:it|them)?\b",
    re.IGNORECASE,
)
COOLED = (LOST, FADED, RESTED, AGREED, RID_OF)
"""Each names what has gone as `gone`; what was liked, all of it."""
