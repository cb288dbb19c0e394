"""The question what is remembered, asked by itself: its answer is all that may be told.

Only a message that asks this and nothing else is one. Whoever asks beside it for advice, or tells
of danger, gets what the rest of the message asks for, like anybody else.
"""

from __future__ import annotations

import re

RECALL = "recall"
"""The kind of such a request."""
_MOST = 240
"""Characters beyond which a message says more than that."""
_SENTENCE = re.compile(r"[.!?…\n]+")
_OPENING = (
    r"(?:(?:hi|hey|hello|ok|okay|so|and|but|well|now|please|actually|then|thanks|thank you|"
    r"by the way|btw|quick question|just curious|(?:just )?out of curiosity|i(?:'m| am) curious|"
    r"i(?:'m| am| was)? (?:just )?wonder(?:ing)?)(?: there)?[,:;]? +){0,4}"
)
_TELL = (
    r"(?:(?:(?:can|could|would|will) you|i(?:'d| would) like you to|please|just) +){0,3}"
    r"(?:(?:tell|show|remind|give|list)(?: for)? (?:me|us)|show|list|(?:do|can) you (?:still )?"
    r"(?:recall|remember)|i(?:'d| would) (?:like|love) to (?:know|see|hear)|"
    r"i want to (?:know|see|hear))"
)
_ADVERBS = r"(?:(?:actually|currently|already|really|still|exactly|now|even) ){0,2}"
_KEPT = (
    rf"{_ADVERBS}(?:know|knew|remember(?:ed)?|stored?|saved?|learn(?:ed|t)?|got|have|had|hold|held|"
    r"keep|kept|note[ds]?|gathered|collected)(?: (?:stored|saved|noted|kept|on file|in memory))?"
)
_OF_ME = r"(?:about|on|of) me"
_MINE = (
    r"my (?:(?:whole|full|saved|stored|current) )?(?:profile|preferences|memory|memories|tastes)"
)
_SAID = (
    r"i(?:'ve| have)? (?:(?:ever|already) )?(?:said|told you|mentioned|like|prefer)"
    r"(?: (?:to you|about (?:me|myself|my preferences|my tastes)))?"
)
_QUESTIONS = (
    rf"what (?:(?:else|all|exactly|things|facts) )?(?:do|did|have) you {_KEPT} {_OF_ME}",
    rf"(?:do|did|have) you {_KEPT} (?:anything|something|things) (?:at all )?{_OF_ME}",
    rf"what(?: is|'s|s| are)(?: (?:in|stored in|saved in|on))? {_MINE}",
    r"what have i (?:(?:ever|already) )?(?:told you|said|mentioned)"
    r"(?: (?:to you|about (?:me|myself)))?",
)
_THINGS = (
    rf"(?:what|(?:all|everything|anything|the things)(?: that)?)(?: else)? you"
    rf"(?:'ve| have)? {_KEPT} {_OF_ME}",
    rf"(?:anything|something|things) {_OF_ME}",
    rf"(?:what|anything|something|all|everything)(?: that)? {_SAID}",
    _MINE,
)
_TAIL = (
    r"(?:,? (?:so far|right now|now|already|currently|at the moment|by now|yet|anyway|exactly|then|"
    r"please|these days|before|last time|earlier|in the past|at all|from before|in total|though|"
    r"here|thanks|thank you)){0,3}"
)
_RECALL = re.compile(
    rf"{_OPENING}(?:(?:{_TELL} )?(?:{'|'.join(_QUESTIONS)})|{_TELL} (?:{'|'.join(_THINGS)})){_TAIL}"
)
_COURTESY = re.compile(
    r"(?:hi|hey|hello|good (?:morning|evening|afternoon)|thanks?|thank you|please|ok(?:ay)?|"
    r"just curious|(?:just )?out of curiosity|i(?:'m| am) (?:just )?curious|quick question)"
    r"(?: (?:there|again|so much|very much|a lot|in advance|first))?"
)


def asks_what_is_known(text: str) -> bool:
    """True if this message asks what is remembered of its writer, and asks nothing else."""
    text = text.strip()
    if len(text) > _MOST:
        return False
    said = text.lower().replace("’", "'")
    sentences = [one for part in _SENTENCE.split(said) if (one := part.strip(" ,;:-\"'()"))]
    asked = [_RECALL.fullmatch(one) is not None for one in sentences]
    return any(asked) and all(
        known or _COURTESY.fullmatch(one) is not None
        for known, one in zip(asked, sentences, strict=True)
    )
