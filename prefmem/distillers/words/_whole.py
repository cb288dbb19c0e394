"""Whether a statement says something of its user: it has a verb, is about them, and is no happening.

Who tells at length says many things beside what they like: what others did, how things are, what
happened to them. Of a short turn each clause is likely to be meant; of a long one only what says
something by itself is kept.
"""

# ruff: noqa: E501 -- lists of words are read as lists, whatever their length

from __future__ import annotations

import re

WORDY = 40
"""Words of a turn that tells at length."""

_OTHERS = r"(?:colleagues?|co-?workers?|visitors?|guests|neighbou?rs?|husband|wife|partner|boss|manager|team|family|famil(?:y|ies)|mates?|friends?|mother|father|mum|mom|dad|parents|children|kids|sons?|daughters?|brothers?|sisters?|cousins?|aunt|uncle|niece|nephew|grandson|granddaughter|grandmother|grandfather|doctor|teacher|trainer|coach|landlord|flatmate|roommates?|people|everybody|everyone|he|she|someone|somebody|nobody|one of (?:them|their)|(?:two|three|some|most|many|all|none|several|a few) of (?:them|their)|those (?:who|that))"
_EFFECT = r"(?:make|give|leave|bore|exhaust|calm|suit|depress|irritate|annoy|drain|stress|overwhelm|fascinate|inspire|scare|bother|disgust|delight|excite|drive|matter|mean)(?:s|es)?"
_OF_OTHERS = re.compile(
    rf"^(?:(?:every|each|in|at|on|for|over|during|now|then|lately|one|this|last|most|some) [^,]{{2,40}}?,? )?(?:(?:their|the|an?|many|most|other|some|old|young|all) )*(?:[\w-]+ )?{_OTHERS}\b(?! (?:say|tell|call) )(?! {_EFFECT} (?:them|their|to them)\b)(?!.*\bthey (?:love|like|enjoy|prefer|hate|avoid|cannot)\b)",
    re.IGNORECASE,
)
_POINTS = re.compile(
    r"^(?:(?:this|that|these|those|they|there)\b(?! (?:who|which|that)\b)|it\b(?!.*\b(?:them|their|theirs)\b)(?! is the \w+,.*\bthey\b)|(?:just |now |only |often |always )?(?:goes|went|comes|came|sits|sat|stands|stood|stays|stayed|lives|looks) (?:there|here|back)\b|not only\b)",
    re.IGNORECASE,
)
_HAPPENED = re.compile(
    r"\bfound themselves (?:\w+ly )*(?:immersed|caught up|engrossed|buried|drowning|swamped|involved|surrounded|stuck|standing|sitting|in)\b|^(?:was|were|had been) (?:brought up|born|raised|sitting|standing|reminded|told|asked|given|handed|sent|stuck)\b|^(?:never|did not|had not) (?:really )?(?:thought|imagined?|expect(?:ed)?|knew|guess(?:ed)?)\b|^(?:just )?(?:sat|stood|lay) there\b|\bdid not want to (?:leave|go home|stop|get up|come (?:home|back))\b|\b(?:legs?|head|back|feet|knees?|arms?|eyes|throat) (?:still )?(?:hurts?|aches?) so\b|\bthey used to\b|^(?:(?:now|currently|still) )?(?:working (?:their|through)|counting|waiting|sitting|standing|lying)\b|^used to\b(?! (?:it|the|being|having)\b)|^(?:should|ought|must|shall|had to|needs to|has to) (?:(?:all|also|really|perhaps) )*(?:be|talk|have|do|not|let|ask|learn|stop|think|remember|start|take|make)\b",
    re.IGNORECASE,
)
_FRAGMENT = re.compile(
    r"^(?:by|instead of|rather than|without|through|with|despite|besides|after|before|while|when|since|because|as|having|being|during|over|in|on|at|for|from|to|among|between|now seriously|and|or|that|which|who|where)\b",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:they|it|he|she|who|people|there) (?:\w+ly )?\w+|\b(?:is|are|was|were|has|have|had|does|do|can|cannot|could|will|would|should|must)\b|\b\w+s (?:them|their|to them|for them)\b|,\s(?:\w+ly |always |never |only )?\w+s\b",
    re.IGNORECASE,
)


def is_wordy(turn: str) -> bool:
    """True for a turn that tells at length."""
    return len(turn.split()) >= WORDY


def stands(statement: str, *, of: str) -> bool:
    """True if a statement is a sentence, and about the one who told it; of a short turn, always.

    Args:
        statement: In the third person.
        of: The turn that it was made of.
    """
    if not is_wordy(of):
        return True
    if _FRAGMENT.match(statement) and _VERB.search(statement) is None:
        return False
    if _POINTS.match(statement) or _HAPPENED.search(statement):
        return False
    return _OF_OTHERS.match(statement) is None


_LEFT = re.compile(
    r"^(?:(?:is|are) )?(?:no longer|not)(?: (?:working|employed|based))? (?:in|at|with|for) (?!(?:love|touch|favou?r|the mood|ease|peace|home|control|charge|it)\b)[^,;]*?(?:$|[,;]| any ?more\b| these days\b)",
    re.IGNORECASE,
)


def tells_of_leaving(statement: str) -> bool:
    """True if a statement says what its user has left, which is no liking: "no longer in sales"."""
    found = _LEFT.match(statement)
    return found is not None and _ENDED.search(found.group()) is not None


_ENDED = re.compile(r"\bno longer\b|\bany ?more\b|\bthese days\b", re.IGNORECASE)
_EVERYBODY = re.compile(
    r"^\W*(?:(?:and|but|so|perhaps|maybe|surely|as a society)\b,? )*(?:we|people|one|everyone|everybody|somebody|schools|parents|companies) (?:(?:all|really|simply|just) )*(?:should|ought to|need to|must|have to)\b(?!.*\b(?:i|me|my|you|your)\b)",
    re.IGNORECASE,
)


_AT_FIRST = re.compile(
    r"^\W*(?:(?:and|but)\b,? )*(?:at first|initially|in the beginning|to begin with)\b",
    re.IGNORECASE,
)


def says_nothing(text: str, *, of: str) -> bool:
    """True for what a long turn says that all should do, or how things were before they changed.

    Args:
        text: The words: "we should talk more about it", "at first I felt silly".
        of: Their turn.
    """
    return is_wordy(of) and any(one.match(text) for one in (_EVERYBODY, _AT_FIRST))


_DANGLES = re.compile(
    r"^(?:(?:really|just|always|never|truly|absolutely|\w+ly) )?\w+(?: (?:to|in|of|on))? (?:that|this|it|them|those|these)(?> (?:most of all|the most|best|so much|so|all the time|all|too|very much|a lot|better|more|most|at all|any more|anymore|now|again|myself|themselves|frankly|dearly))*$",
    re.IGNORECASE,
)


def dangles(statement: str) -> bool:
    """True if a statement names nothing but "it": "loves that most of all"."""
    return _DANGLES.match(statement) is not None


_EMPTY = re.compile(
    r"^(?:(?:really|honestly|actually|still|just|also|truly|personally|never|particularly|especially) )*"
    r"(?:(?:do|does|did|would|will) not (?:(?:really|actually|honestly|even|particularly|much) )*(?:mind|care|know|think so|bother)|(?:could|can)(?:not| not) (?:really )?(?:care(?: less)?|say|tell|decide|complain)|"
    r"(?:(?:has|have|had) (?:got )?no|(?:do|does|did) not (?:really )?have (?:an?|any|much of an?)) (?:(?:real|strong|particular|special|specific|big|great|clear|other|further|such) )*(?:preferences?(?: (?:for|between|about|on|over|in|when|as|regarding)\b.*)?|opinions?|views?|idea|clue|wish(?:es)?|feelings?)|"
    r"(?:likes?|loves?|wants?|takes?|prefers?|enjoys?|eats?|is (?:fine|ok|okay|happy|good|cool) with) (?:anything|whatever|either|both|any|all|neither|none|everything)(?: of (?:them|it|these|those))?)"
    r"(?:,? (?:really|honestly|tbh|at all|much|either way|too much|that much|either|anyway|though|one way or (?:the other|another)|to be honest|so|goes|works|is fine))*\W*$",
    re.IGNORECASE,
)


def is_empty(statement: str) -> bool:
    """True if a statement takes no side, or says of nothing that it is liked: "does not mind"."""
    return _EMPTY.match(statement) is not None
