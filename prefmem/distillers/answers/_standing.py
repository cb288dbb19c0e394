"""Wishes about answers whose own words say that they last, without a "from now on".

Their condition says so ("before you write anything longer, ask me …"), or what they are about: the
news as such is no text at hand, so a point of view asked for it is one for all of it.
"""

# ruff: noqa: E501 -- patterns are read as they are, whatever their length

from __future__ import annotations

import re

from prefmem.distillers.answers import _manners, _styles
from prefmem.stages.artefacts import TEXTS
from prefmem.stages.lowered import low, lowered

_OF_ALL_TEXTS = lowered(
    r"^\W*(?:(?:and|but|so|also|ok|okay|oh|please|pls|hey|hi)\W+)*(?:"
    r"(?:(?:keep|make|write|start|begin|end|close|finish|open)|(?:don['’]?t|do not|never) (?:ever )?(?:start|begin|end|close|finish|open|write|make)) "
    rf"(?:(?:all|any|my|your|all my|all your) )?(?:[a-z]+ )?{TEXTS} (?!(?:for|about|from|on|and|that|which|of)\b|to (?!(?:one|two|three|\d|a|the point)\b))(?=\w)(?!.*\b(?:with|as|by|to|at)\W*$)|"
    rf"(?:(?:all|any|my|your|all my|all your) )(?:[a-z]+ )?{TEXTS} (?:should|must|need to|have to|ought to|mustn['’]t|shouldn['’]t|can) (?:always |never |all |not )*(?:(?:sound|read|look|start|begin|end|stay|feel|use|contain|include|fit)\b|have (?!to\b)|be (?!(?:\w+ed|ready|sent|done|there|in|by|on|at|back|here|gone|read|online|written)\b)))",
)
"""What is asked of texts of a kind, in the plural: "keep my emails under five sentences"."""
_DOES = r"(?:write|answer|reply|respond|start|begin|give|suggest|recommend|explain|plan|propose|change|show|quote|cite|compare|mention|correct|tell|present|use|add)"
KINDS = (
    r"(?>(?:my|all|any|work|business|official|formal|casual|technical|longer|short) )*"
    r"(?:e-?mails|mails|letters|reports|(?:code )?reviews|recipes|cover letters|presentations|slides|summaries|translations|documents|docs|posts|tweets|captions|essays|spreadsheets|charts|commit messages|unit tests|travel plans|workouts|maths?|code)"
)
"""Kinds of answers: what is asked of them is asked of all to come."""
_CONDITION = lowered(
    r"^\W*(?:(?:and|but|so|also|ok|okay|oh|please|pls|then|hey|hi)\W+)*(?:"
    rf"before you (?:ever )?{_DOES}\b|"
    rf"(?:when(?:ever)?|if|every time|each time|any ?time|as soon as) (?:ever )?(?:you(?:['’]re| are)? (?:\w+ly )?(?:{_DOES}|not (?:\w+ )?(?:sure|certain)|unsure|in doubt|guess(?:ing)?|need to guess|don['’]?t (?:know|understand)|do not (?:know|understand)|aren['’]?t (?:\w+ )?(?:sure|certain)|can['’]?t (?:know|tell))\b|"
    r"(?:some|any)thing(?:['’]s| (?:i \w+ )?(?:is|isn|seems|sounds|has))\b|(?:a|my|the) (?:questions?|answers?|topics?|requests?|wording|explanations?) (?:is|are|isn|has|gets?|needs?|would)\b|"
    r"there(?:['’]s| is| are) (?:more than|several|many|a lot of|a (?:better|simpler|shorter|cheaper|choice)|two|code|numbers|steps|any)\b|"
    r"it(?:['’]s| is| has| gets) (?:something|anything|about|longer|complicated|technical|a (?:long|question|topic|matter|choice)|several|many|more than)\b|"
    r"i(?:['’]m| am)? (?:about to|wrong|ask\b|getting|get something|make a|made a|misspell|write in|talk about|miss|forget)|(?:my|a) (?:plan|idea)s? (?:is|are|has)\b|"
    r"we (?:talk|speak|do|practi[sc]e|work|discuss|go)\b)|"
    r"unless i (?:ask|say|tell|want|explicitly)\b|"
    rf"(?:for|in) {KINDS}(?=,? (?:please )?{_DOES}|,? (?:please )?(?:be|keep|use|always|never|no|don['’]?t|do not|make|skip)\b)|"
    r"for (?:any|every)thing\b|(?:in|with) doubt\b)",
)
_ORDER = re.compile(
    r"(?:(?:,|:|;|–|—)\s*|\s)(?:(?:then|please|pls|just|always|better|do|i['’]?d like (?:you )?(?:to )?(?=\w)|i want (?:you )?(?:to )?(?=\w)|you (?:should|can|could|may))\s+)*"
    r"(?P<order>(?:ask|check|tell|say|give|show|put|use|write|name|wait|stop|keep|don['’]?t|do not|no\b|never|list|number|cite|quote|add|include|explain|warn|let me|see\b|make it|answer|reply|point (?:it|them|that)|correct|suggest|offer|start|skip|leave|call|admit|assume|one|two|three|a (?:few|couple|short|single)|short|only)\b.*)$",
    re.IGNORECASE,
)
_AT_HAND = re.compile(
    r"\b(?:this|these|that (?:one|file|text|mail|page)|the (?!(?:end|beginning|start|answers?|whole|full|sources?|steps?|point|solution|reasons?|same|other|one|news|calculation|numbers?|better|main|most|next step|code|units?)\b)\w+|line \d+|it['’]s (?:a|an) (?:postcard|poster|speech|ad|card)|users?|customers?|him|her|them (?!if)|character|return|print|raise|null|none|exit)\b",
    re.IGNORECASE,
)
_VIEW = r"(?:(?:left|right|centre)[- ](?:leaning|wing)|conservative|liberal|progressive|libertarian|socialist|feminist|green|marxist|christian|catholic|muslim|jewish|buddhist|secular|humanist|anarchist|working[- ]class|decolonial|environmentalist|antiracist|pro-(?:market|labour|labor|union))"
_FROM_A_VIEW = lowered(
    rf"\b(?:an?|the) (?:\w+ )?{_VIEW} (?:angle|lens|perspective|point of view|slant|view|viewpoint|standpoint|framing|take|spin|position)\b|"
    rf"\b{_VIEW} (?:framing|coverage|slant|angle|take|perspectives?|point of view|spin|commentary)\b",
)
_OF_A_FIELD = lowered(
    r"\b(?:(?:the|my|all|any) (?:(?:world|daily|political) )?news|(?<!\w )news|(?:my )?politics|political (?:topics|questions|stuff|things|issues)|current (?:affairs|events)|(?:my |the )?(?:economics|economy|history|society|films?|books|novels|literature)(?: and \w+)?|"
    r"everything|all (?:topics|subjects|questions|of it)|when(?:ever)? (?:we|i|you) (?:talk|ask|discuss|explain|speak|cover|report|tell|write about))\b",
)
_OF_A_TEXT = lowered(
    r"\b(?:this|these|article|essay|speech|debate|paragraph|column|op-?ed|letter|poem|story|chapter|character|candidate|senator|campaign|exam|class|homework|assignment|today['’]?s?|yesterday|tonight|last (?:night|week)|"
    r"(?:and|or|then|versus|vs\.?|both|compare\w*)\b.{0,40}\b(?:left|right|conservative|liberal|progressive|libertarian|socialist|opposite|other side)|what would|how would|(?:19|20)\d\d|in the style|pretend|act as|summari[sz]e|rewrite|retell|translate)\b",
)
_WISHED = re.compile(
    r"^\W*(?:(?:and|but|so|also|ok|okay|please|pls|hey|hi)\W+)*(?:give|tell|explain|show|present|cover|report|frame|look|take|write|use|discuss|describe|bring|put|"
    r"i(?:['’]d| would)? (?:really |much |always )?(?:want|like|love|prefer)|when(?:ever)? (?:we|i|you)|for (?:the )?news|news|politics|my news)\b",
    re.IGNORECASE,
)
_IF_WRONG = re.compile(
    r"^\W*(?:(?:and|but|also|so|please|pls|always|feel free to|i want you to)\W+)*(?:push back|challenge me|call me out|argue with me|disagree with me|stop me)\b[^,;?]{0,30}\b(?:if|when|whenever) (?:you (?:think|disagree|see)|i(?:['’]?m| am)?) ?[^,;?]{2,40}$",
    re.IGNORECASE,
)
"""What is asked for whenever its asker errs."""
MOST_WORDS = 34


def wish_in(text: str) -> tuple[int, int] | None:
    """Where in a sentence a wish stands that lasts by its condition or by what it is about."""
    if len(text.split()) > MOST_WORDS:
        return None
    if _is_a_view(text) or _styles.is_for_good(text) or _IF_WRONG.match(text):
        return 0, len(text.rstrip(" .!"))
    of_texts = _OF_ALL_TEXTS.match(low(text)) and not _AT_HAND.search(text)
    if of_texts or (_manners.behaviour_of(text) and not _styles.is_of_a_text(text)):
        return 0, len(text.rstrip(" .!"))
    order = order_in(text)
    if not order or _AT_HAND.search(text[: text.rfind(order)]) or _styles.is_of_a_text(text):
        return None
    return 0, len(text.rstrip(" .!"))


def order_in(text: str) -> str:
    """What a wish with a condition before it tells the assistant to do; "" if it has none."""
    found = _CONDITION.match(low(text))
    order = _ORDER.search(text, found.end()) if found else None
    return order["order"] if order else ""


def deed_in(text: str) -> str:
    """What an order for good tells to do that is no way of answering: "aisle seats"; "" if none."""
    found = _DEED.match(text)
    if found is None or _WAYS.match(found["what"]) or _styles.is_of_a_text(text):
        return ""
    return found["what"]


_DEED = re.compile(
    r"^\W*(?:(?:and|but|so|also|ok|okay|please|pls|from now on|in future|going forward)\W+)*(?:please )?(?:always|never|only(?: ever)?|don['’]?t ever) (?:ever )?"
    r"(?:(?:book|reserve|suggest|recommend|propose|offer)(?: me| us)?|(?:pick|choose|find|plan|get) (?:me|us)) (?P<what>(?!(?:this|that|it|these|those|to|a table|early|ahead|in advance|an? (?:doctor|lawyer|therapist)|online)\b)[^,;:.!?]{3,80}?)(?=\s*(?:$|[,;:.!?–—]| because\b| since\b| as i\b))",
    re.IGNORECASE,
)
_WAYS = re.compile(
    r"^(?:(?:me|some|any|more|other|several|multiple|two|three|four|a|an|the|at least|\d+|alternative|follow-?up|better|unsolicited|further) )*(?:options?|alternatives?|next steps?|follow-?ups?|questions?|improvements?|help|changes|edits|examples?|sources?|links?|solutions?|code|words|ways|things|anything|something|out|back|up|rid)\W*$",
    re.IGNORECASE,
)
"""What is suggested as a way of answering: "always give me options"."""


def _is_a_view(text: str) -> bool:
    """True for "give me the news from a green perspective", and not for one article."""
    said = low(text)
    return (
        _FROM_A_VIEW.search(said) is not None
        and _OF_A_FIELD.search(said) is not None
        and _WISHED.match(text) is not None
        and _OF_A_TEXT.search(said) is None
    )
