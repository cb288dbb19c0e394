"""Which sentence of a request asks: people tell a story first, then ask."""

from __future__ import annotations

import re

LIMIT = 4_000
"""Characters that are read from each end of a long request."""
SHORT = 240
"""Characters up to which a request is read as a whole: its question decides the vector anyway."""
_CODE = re.compile(r"```.*?(?:```|\Z)", re.S)
# No pattern begins with what may be long: blank lines would be read from each of them anew.
_QUOTED_LINE = re.compile(r"(?m)^[^\S\n]*>.*$")
_SENTENCE = re.compile(r"(?<=[.!?…])[\"'”’)\]]*\s+|\n\s*")
_WH = r"(?:who|whom|whose|what|when|where|why|which|how)"
_AUX = (
    r"(?:is|are|was|were|am|does|do|did|can|could|has|have|had|will|would|should|shall|may|might|"
    r"isn't|aren't|don't|doesn't|didn't|can't|won't)"
)
_ASKS = re.compile(
    rf"(?:(?:and|but|so|or|ok|okay|well|now|also)[, ]+)?(?:{_WH}(?:'s|'re|s)?|{_AUX})\b", re.I
)
_ORDERS = re.compile(
    r"(?:please|kindly|can you|could you|would you|will you|help|give|tell|show|find|suggest|"
    r"recommend|write|draft|compose|create|make|build|generate|design|plan|organi[sz]e|explain|"
    r"describe|define|compare|review|rate|grade|critique|evaluate|assess|check|proofread|edit|"
    r"rewrite|rephrase|reword|improve|shorten|polish|summari[sz]e|translate|list|name|pick|choose|"
    r"decide|fix|debug|implement|refactor|convert|calculate|solve|brainstorm|come up|let's|"
    r"i need|i want|i'd like|i would like|i'm looking|i am looking|looking for|need|teach|convince|"
    r"persuade|advise|provide|outline|prepare|schedule|book|continue|act as|imagine|turn)\b",
    re.I,
)
_AFTER_COLON = re.compile(r":\s+(?=\S)")


def ends(text: str, limit: int = LIMIT) -> str:
    """Beginning and end of a text, `limit` characters of each; all of it where it is short."""
    return text if len(text) <= 2 * limit else f"{text[:limit]}\n{text[-limit:]}"


def plain(text: str) -> str:
    """The text without code and quoted lines, and without the middle of a very long one."""
    text = ends(text)
    if "```" in text:
        text = _CODE.sub("\n", text)
    if ">" in text:
        text = _QUOTED_LINE.sub("", text)
    return text.replace("’", "'").strip()


def question_of(text: str) -> str:
    """The sentence or sentences that ask; the whole text where none stands out.

    Questions count before orders, orders before statements, later ones before earlier ones; a
    question that follows a colon stands alone (`I kept this note: where is it always humid?`).
    """
    body = plain(text)
    sentences = [part.strip() for part in _SENTENCE.split(body) if part.strip()]
    if len(sentences) <= 1 and ":" not in body:
        return body or text.strip()
    asked = [index for index, one in enumerate(sentences) if one.rstrip("\"'”)").endswith("?")]
    if asked:
        last = asked[-1]
        first = last - 1 if last - 1 in asked else last
        return " ".join(_after_colon(one) for one in sentences[first : last + 1])
    for one in reversed(sentences):
        inner = _after_colon(one)
        if _ASKS.match(inner) or _ORDERS.match(inner):
            return inner
    return sentences[-1] if sentences else text.strip()


def asks_apart(text: str) -> str | None:
    """The question, where it is to be embedded beside its story; None where the whole says it."""
    if len(text) <= SHORT:
        return None
    question = question_of(text)
    return None if question == text else question


def _after_colon(sentence: str) -> str:
    """What stands after the last colon, if that asks by itself."""
    for match in reversed(list(_AFTER_COLON.finditer(sentence))):
        rest = sentence[match.end() :].strip("\"'“” ")
        if _ASKS.match(rest):
            return rest
    return sentence
