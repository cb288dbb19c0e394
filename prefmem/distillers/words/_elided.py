"""Completes what people shorten: "can't stand olives", "big fan of opera", "tea over coffee", "luv it".

The heads were trained on whole sentences, and a statement is told in whole ones. The quote stays as
it was said.
"""

# ruff: noqa: E501 -- patterns are read as they are, whatever their length

from __future__ import annotations

import re

from prefmem._remembered import remembered

HESITATION = re.compile(r"\b(?:u[hm]+|uhm+|erm+)\b(?![-'’])[,.]*(?:\s+|$)", re.IGNORECASE)
"""What dictation writes down of somebody who thinks."""
DECORATION = (
    r"[\u2300-\u23ff\u25a0-\u27bf\u2b00-\u2bff\ufe0e\ufe0f\u200d\u20e3\U0001f000-\U0001faff]"
)
"""One emoji, or a part of one."""
_OPENING = r"^(?P<led>\W*(?:(?:and|but|so|well|also|oh|yeah|yes|yep|ok|okay|haha|hah|lol|lmao|omg|ugh|urgh|hmm+|tbh|ngl|btw|ps|p\.s\.|honestly|personally|hey|hi|by the way|to be honest)\b[\s,.:;!–—-]*)*)"
_NOT_SAY = r"\bi (?:can(?:['’]?t|not)|could(?:n['’]?t| not)|would(?:n['’]?t| not)) (?:(?:really|honestly|exactly) )?(?:say|claim)(?: that)?"
_DO = r"(?:like|love|enjoy|eat|drink|want|need|care|drive|smoke|cook|watch|mind|own|play|read|use|wear|have|get|see|speak|fly|swim|ski|dance)"
_SHORT: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), full)
    for pattern, full in (
        (r"\b(?:rly|realy|rlly)\b", "really"),
        (HESITATION.pattern, ""),
        (r"\bn(?= (?:i |cant|can['’]t|hate|love|like|luv|dont|don['’]t|prefer)\b)", "and"),
        (r"\bl[ou]v(?=\s+(?!it\b)\w)", "love"),
        (r"\bluv\b", "love"),
        (r"\bfav(?:e|es|s)?\b(?=\s+\w)", "favourite"),
        (r"\bdont\b(?=\s+(?:really |even |much )?(?:like|eat|drink|care|enjoy|want|watch|wear))", "don't"),
        (r"\bcant\b", "can't"),
        (r"\b(?P<am>i['’]?m|i am|we['’]?re|we are|(?:i|we)(?:['’]ve| have)? gone) veggie\b(?! (?:burger|curr|chil|food|option))", r"\g<am> vegetarian"),
        (r"\bw/(?=\s)", "with"),
        (r"\bi cba (?=with\b|to\b)", "I can't be bothered "),
        (r"\bwe r\b", "we are"),
        (r"\bwe(?P<are>['’]re| are) (?:both|all)\b", r"we\g<are>"),
        (r"\b(?P<how>batch|meal|slow|deep|hand) (?=cook|prep|fry|roast|wash)", r"\g<how>-"),
        (r"\bwe (?:both|all)\b(?= (?:really |just )?(?:love|hate|like|prefer|adore|can['’]?t|don['’]?t|enjoy)\b)", "we"),
        (r"\bi(?:['’]m| am) preferring\b", "I prefer"),
        (r"\bi(?:['’]m| am) not liking\b", "I don't like"),
        (r"\bi(?:['’]m| am) (?P<do>like|hate|want|need)ing\b", r"I \g<do>"),
        (rf"{_NOT_SAY} i (?=(?:(?:really|particularly|much) )*(?:like|love|enjoy|care|fancy|see)\b)", "I don't "),
        (rf"{_NOT_SAY} (?P<am>i['’]?m|i am) (?=(?:(?:really|particularly|much|such|that) )*(?:an?\b|into|keen|fond|crazy|mad))", r"\g<am> not "),
        (rf"{_NOT_SAY} (?P<have>i['’]?ve|i have) (?:ever )?(?=(?:(?:really|particularly|much) )*(?:been|liked|loved|enjoyed|cared|fancied))", r"\g<have> never "),
        (r"(?P<are>\bwe(?: all| both)?(?: are|['’]re)(?: all| both)?) (?P<diet>vegan|vegetarian|pescatarian)s\b", r"\g<are> \g<diet>"),
        (r"\b(?:both|all) of us\b(?= (?:are|have|can|(?:really |just )?(?:love|hate|like|prefer|adore|enjoy|don['’]?t))\b)", "we"),
        (rf"\bneither (?:(?P<who>my [\w'’-]+) nor (?:i|me)|(?:i|me) nor (?P<other>my [\w'’-]+))(?= {_DO})", r"\g<who>\g<other> and I don't"),
        (rf"\b(?:neither|none) of us(?= {_DO}\b)", "we don't"),
        (rf"(?<=\bwe don't )(?P<verb>{_DO})s\b", r"\g<verb>"),
        (r"\b(?<!i )gotta\b", "I have to"),
        (r"\bi gotta\b", "I have to"),
    )
)  # fmt: skip
_IS_SHORT = re.compile(
    r"\b(?:u[hm]|erm|veggie|lov|luv|fav|dont|cant|rly|realy|rlly|gotta|n |we both|we all|we are|we['’]re|of us|neither|i am|i['’]m|i can|i could|i would|i cba|we r|batch|meal|slow|deep|hand)|\bw/",
    re.IGNORECASE,
)
"""Some of the words above may be in a text."""
QUITE = (
    r"(?:so|totally|completely|kind of|kinda|sort of|sorta|well|very much|really|just|pretty much)"
)
_ADVERB = r"(?:really |absolutely |just |totally |always |still |also |honestly |never |usually |mostly |only )*"
_LIKES = r"(?:love|hate|adore|prefer|dislike|despise|loathe|detest|enjoy|can['’]?t (?:stand|bear|handle|stomach|be doing|be bothered|live without|do|get enough)|cannot (?:stand|bear)|don['’]?t (?:like|eat|drink|enjoy|watch|wear|care for)|do not (?:like|eat|drink)|never liked)"
_NAME = r"[\w'’&-]+(?: [\w'’&-]+){0,3}?"
_LATER = r"(?P<always>(?:,)? (?:any day|every time|any time|always|all day(?: long)?|every day)(?: of the week)?)?(?: for me)?"
_LATELY = r"(?:(?:just|recently|really|finally|also) )*"
_INTO = r"(?:back |really |so |more )?into (?!trouble|bed|the|a|an|it|that|this|work)\w"
_SELF = re.compile(r"\b(?:i|i['’]\w+|im|ive|my|we|our)\b", re.IGNORECASE)
_FULL: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(_OPENING + pattern, re.IGNORECASE), full)
    for pattern, full in (
        (rf"(?P<said>{_ADVERB}{_LIKES} (?!(?:is|are|was|speech|letter|me|you|your|him|her)\b)\w)", r"\g<led>I \g<said>"),
        (r"(?P<said>(?:(?:really|still|just|also|always|absolutely|totally) )?(?:not|never)(?: been)? (?:really |that |too |so |very |much of )*(?:an? )?(?:big |huge |great |massive )?(?:fan of|keen on|fond of|into|big on|one for|fussed about|bothered about|crazy about) \w)", r"\g<led>I'm \g<said>"),
        (r"(?P<said>not (?:really |exactly |much of |actually |at all )?an? (?:[\w'’-]+ ){0,2}?(?:person|guy|girl|fan|lover|drinker|eater|reader|gamer|type|gym-goer)\b)", r"\g<led>I'm \g<said>"),
        (rf"(?P<said>{_LATELY}(?:got|gotten) {_INTO})", r"\g<led>I've \g<said>"),
        (rf"(?P<said>{_LATELY}getting {_INTO})", r"\g<led>I'm \g<said>"),
        (r"(?P<said>(?:(?:strictly|mostly|fully|also|both) )*(?:vegan|vegetarian|pescatarian|gluten[- ]free|dairy[- ]free|lactose[- ]intolerant|c(?:o)?eliac|teetotal)\b(?=\s+(?:but|here|btw|so|and i|since|for)\b|\s*,))", r"\g<led>I'm \g<said>"),
        (r"(?P<said>no [\w' -]{2,30}(?:, (?:and |or )?no [\w' -]{2,30})+?),? (?:please|pls|plz|for me|thanks)(?=\W*$)", r"\g<led>I want \g<said>"),
        (r"hard (?:pass|no) (?:on|to|for|from me on) (?P<what>(?!(?:this|that|it|me)\b)\w)", r"\g<led>I don't like \g<what>"),
        (r"(?:my [\w'’-]+ and (?:i|me)|(?:me|i) and my [\w'’-]+)(?: (?:both|all))? (?:(?P<are>are|r)|have)(?: (?:both|all))? (?P<what>(?:(?:strictly|severely|mostly|also) )*(?:vegan|vegetarian|pescatarian|allergic|lactose|gluten[- ]free|c(?:o)?eliac|diabetic|dairy[- ]free|halal|kosher|teetotal)\b)", r"\g<led>I am \g<what>"),
        (r"(?:please )?(?:don['’]?t|do not) (?:even )?get me started (?:on|about) (?P<what>\w)", r"\g<led>I can't stand \g<what>"),
        (r"(?P<said>big (?:into|on) \w)", r"\g<led>I'm \g<said>"),
        (r"(?P<said>(?:(?:really|so|very|super|totally|massively|proper|well|dead|mad|quite|rather) )*(?:into|mad on|keen on|fond of|obsessed with|addicted to|partial to|crazy about|mad about|all about) \w)", r"\g<led>I'm \g<said>"),
        (r"(?:an? )?(?P<said>(?:big|huge|massive|total|lifelong|proper|complete|die-?hard|long-?time) (?:fan of|lover of|(?:[\w'’&-]+ ){0,2}(?:fan|lover|nerd|buff|geek|nut|owl|bird|person|guy|girl)\b|[\w-]+(?= (?:over )?here\W*$)))(?: (?:over )?here)?", r"\g<led>I'm a \g<said>"),
        (rf"(?P<what>(?!{_ADVERB}(?:big|huge|no|not|any|a|an|the|new|another|first|next|fellow|other)\b){_NAME}) (?P<who>fan|lover|user|person|nerd|geek|buff)(?: here(?=\W*$|\s*[,.!–—])|(?= since ))", r"\g<led>I'm a \g<what> \g<who>"),
        (rf"(?P<said>(?:{QUITE} )+over (?!here\b|there\b|it\b|\d|the (?:moon|top|worst|limit|age|hill|phone)\b)\w)", r"\g<led>I'm \g<said>"),
        (rf"(?P<one>(?!(?:i|it|this|that|the|he|she|they|we|you|all|game|move|hand|start|turn|pull|come|left|right|more|just|look|think|my|a|an)\b){_NAME}) (?:over|>) (?P<other>(?!(?:easter|christmas|the|lunch|dinner|summer|winter|new year|time|here|there|\d+)\b){_NAME}){_LATER}(?:,? (?:please|pls))?(?=[.!\s]*$)", r"\g<led>I prefer \g<one> to \g<other>\g<always>"),
        (r"(?P<said>favou?rite (?:[\w'’-]+ ){1,3}?(?:is|are|has to be|was|would be)\b)", r"\g<led>My \g<said>"),
        (r"favou?rite (?P<what>[\w'’-]+(?: [\w'’-]+){0,4}?)(?: ever)?\s*(?::|=|-|–)\s+(?P<rest>\w)", r"\g<led>My favourite \g<what> is \g<rest>"),
        (r"(?P<one>(?!(?:it|this|that|not|i|the)\b)[\w.+#-]+)(?:, not|,? never) (?P<other>[\w.+#-]+)(?=[.!\s]*$)", r"\g<led>I prefer \g<one>, not \g<other>"),
        (r"(?P<said>been (?:\w+ly )?\w+ing\b)", r"\g<led>I've \g<said>"),
        (r"(?P<said>on a (?:\w+ )?budget\b)", r"\g<led>I'm \g<said>"),
    )
)  # fmt: skip
_ALWAYS = re.compile(
    rf"{_OPENING}(?P<what>(?!{_ADVERB}(?:no|not|never|the|i|it|this|that|they)\b)[\w'’ -]{{3,30}}(?:, [\w'’ -]{{3,20}})?),? (?:–|—|-)?\s*always\W*$",
    re.IGNORECASE,
)


@remembered(1_024)
def completed(text: str) -> str:
    """The text with what its speaker left out or shortened; as it is where nothing is missing."""
    if _IS_SHORT.search(text):
        for short, full in _SHORT:
            text = short.sub(full, text)
    if _SELF.search(text) and not (_OWN_LATER.match(text) or _JOINTLY.match(text)):
        return text
    for pattern, full in _FULL:
        if found := pattern.match(text):
            place = len(found["led"])
            if "said" in found.re.groupindex:
                text = text[:place] + lowered_at_start(text[place:])
            return pattern.sub(full, text, count=1)
    if (found := _ALWAYS.match(text)) and len(found["what"].split()) <= _MOST_WANTED:
        return f"{found['led']}I always want {lowered_at_start(found['what'])}"
    return text


_JOINTLY = re.compile(
    _OPENING + r"(?:my [\w'’-]+ and (?:i|me)|(?:me|i) and my [\w'’-]+) (?:both |all )?(?:are|r)\b",
    re.IGNORECASE,
)
_OWN_LATER = re.compile(_OPENING + rf"{_ADVERB}{_LIKES}\b", re.IGNORECASE)
"""An "I" in a later part leaves the first part without one: "Love tea, but I hate coffee"."""
_MOST_WANTED = 4


def lowered_at_start(text: str) -> str:
    """Lower case at its start, unless it is more than a first letter that is upper."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def day_last(text: str) -> str:
    """What is done first and its time behind it: "on Sundays I bake" is "I bake on Sundays"."""
    return _DAY_FIRST.sub(lambda m: f"{m['said']} {_at(m['when'])}", text)


_DAY_FIRST = re.compile(
    r"^(?P<when>(?:on )?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?(?: (?:morning|evening|afternoon|night)s?)?|(?:every|most) \w+|for (?:breakfast|lunch|dinner))),? (?P<said>(?:I|we)\b[^,;]*)$",
    re.IGNORECASE,
)
"""A time told before what is done then: "Sunday mornings I'm usually in the garden"."""


def _at(when: str) -> str:
    return when[:1].lower() + when[1:] if _IN_WORDS.match(when) else f"on {when}"


_IN_WORDS = re.compile(r"(?:on|every|most|for)\b", re.IGNORECASE)


def condition_last(text: str) -> str:
    """What is said first and where it holds behind it: "at work I prefer tea" is "… tea at work".

    "From now on" is left out: that it holds from then on is what all statements say.
    """
    text = _FROM_NOW_FIRST.sub("", text)
    text = _INSTEAD_FIRST.sub(lambda m: f"{m['said']} {lowered_at_start(m['what'])}", text)
    return _CONDITION_FIRST.sub(
        lambda m: f"{m['said']} {lowered_at_start(m['when'].rstrip(','))}", text
    )


_FROM_NOW_FIRST = re.compile(
    r"^(?:from (?:now|today|here) (?:on|onwards?|forward)|going forward|in (?:the )?future),? (?=(?:I|we)\b)",
    re.IGNORECASE,
)
_INSTEAD_FIRST = re.compile(
    r"^(?:(?:so|and|but) )*(?P<what>(?:instead of|rather than) \w+ing(?: [^,;.]{1,60})?), (?P<said>I [^;.]{4,90}?)\.?$",
    re.IGNORECASE,
)
_CONDITION_FIRST = re.compile(
    r"^(?P<when>(?:when(?:ever)? I [^,.;]{4,50}?|at (?:home|work|the office)|in (?:private|the office|meetings)),?|(?:when(?:ever)?|while|if|for|at|on|in|with|during|after|before) (?!i(?:['’]?m| am) (?:quite |totally )?honest)[^,.;]{3,50}?,) (?P<said>(?:I|we) (?:really |always |much |only |never |mostly |usually )*(?:like|prefer|love|want|need|avoid|hate|cook|eat|drink|wear|speak|use|drive|read|watch|take|enjoy)\b[^.;,]*?)\.?$",
    re.IGNORECASE,
)
