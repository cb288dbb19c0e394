"""What a sentence says once its words of before, and of others, are read with it.

"I used to love sushi, now I can't stand it" says of its speaker that they cannot stand sushi; so
does "my wife loves sushi, I can't stand it". Both are told by the last part, with its pronoun's name.
"""

# ruff: noqa: E501 -- patterns are read as they are, whatever their length

from __future__ import annotations

import re

_LED = r"^\W*(?:(?:and|but|so|well|honestly|actually|oh|haha|lol|tbh|btw|yeah|also)\b[\s,]*)*"
_BEFORE = re.compile(
    _LED
    + r"i used to (?:(?:really|absolutely|always|only|just|actually) )*(?:(?:love|like|enjoy|adore|hate|dislike|avoid|prefer|drink|eat|wear|use|watch|read|play|listen to|be (?:really |so )?into|be an? (?:big |huge |massive )?fan of|be obsessed with) )?(?P<what>[^,;.!?]+?),?(?: but| and)?,? (?:now(?:adays)?|these days|lately)(?: that)?,? (?P<said>i\b.*)$",
    re.IGNORECASE,
)
_LEARNT = re.compile(
    _LED
    + r"i used to (?:(?:really|absolutely|always|just|actually) )*(?:hate|dislike|avoid|dread|loathe|despise|detest|resent|not (?:like|enjoy)|be (?:scared|afraid|wary|suspicious|sceptical|skeptical) of|find|think|look down on|laugh at|roll my eyes at|turn my nose up at) "
    r"(?P<what>[^,;.!?]+?)(?: (?:boring|dull|silly|pointless|overrated|pretentious|stressful|annoying|a waste of time|(?:was|were|is) \w+))?,?(?: but| and| until| and then)? (?P<said>i(?:['’]ve| have)?,? (?>since |now |\w+ly )*(?:learned|learnt|grown|come|started|begun|began|come round|grew) to (?:\w+ly )*(?:love|like|enjoy|appreciate|adore|prefer|look forward to)\b.*)$",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    _LED
    + r"(?:(?:my|our|the|his|her) (?:[\w-]+ ){0,2}?[\w-]+|everyone|everybody|people|they|he|she|most people|all my friends)(?:(?: is| are|['’]s|['’]re) (?:(?:really|so|all|totally|also) )*(?:into|obsessed with|mad about|crazy about|fans of|an? (?:big |huge )?fan of)| (?:(?:really|always|just|absolutely|all|only) )*"
    r"(?:loves?|likes?|adores?|enjoys?|raves? about|swears? by|keeps? (?:playing|watching|making|cooking|buying|ordering|recommending)|plays?|watch(?:es)?|eats?|cooks?|drinks?|hates?|can['’]?t stand|says? (?:that )?i should try|(?:say|think|keep telling me)(?: that)?)) "
    r"(?P<what>(?!(?:me|it|them|that|this|to)\b)[^,;.!?]{2,40}?)(?: (?:is|are) (?:\w+ ){0,2}?(?:great|good|amazing|brilliant|the best|fun|delicious|lovely|fantastic))?,? (?:(?:and|but|though|while|whereas) )?(?P<said>i\b[^,;]*)$",
    re.IGNORECASE,
)
_MANY = re.compile(
    _LED
    + r"(?:my|our) (?:[\w-]+ ){0,2}?(?:kids|children|parents|friends|dogs|cats|sons|daughters|sisters|brothers|colleagues|neighbours)\b",
    re.IGNORECASE,
)
"""Others that "them" may mean as well."""
_PRONOUN = re.compile(r"\b(?:it|them|those|that)\b(?! (?:when|if|that)\b)", re.IGNORECASE)


def turned(sentence: str) -> tuple[str, str] | None:
    """What a sentence says of its speaker now, and what it is about; None if it says it as it is.

    The second is empty where the part that says it names what it is about.
    """
    for pattern in (_BEFORE, _LEARNT, _OTHERS):
        found = pattern.match(sentence.rstrip(" .!?"))
        if found is None:
            continue
        said = found["said"]
        points = _PRONOUN.search(said)
        if points and not (points.group().lower() == "them" and _MANY.match(sentence)):
            what = found["what"].strip()
            return f"{said[: points.start()]}{what}{said[points.end() :]}", what
        return said, ""
    return None


def heard(text: str, sentence: str) -> str:
    """Words of a sentence, as they are understood in it."""
    told = turned(sentence if text in sentence else text)
    return told[0] if told else text
