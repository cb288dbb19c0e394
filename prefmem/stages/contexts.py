"""Where something holds, by the user's own words: "when I'm debugging", "for work", "on weekends"."""

# ruff: noqa: E501 -- lists of words are read as lists, whatever their length

from __future__ import annotations

import re
from dataclasses import replace

from prefmem.stages.artefacts import TEXTS, is_about_code
from prefmem.types import ANYWHERE, Context

_TASKS = frozenset(
    [
        "debugging",
        "coding",
        "programming",
        "writing",
        "learning",
        "studying",
        "cooking",
        "baking",
        "travelling",
        "traveling",
        "planning",
        "reading",
        "working",
        "exercising",
        "training",
        "running",
        "shopping",
        "driving",
        "teaching",
        "researching",
        "revising",
        "practising",
        "practicing",
        "drafting",
        "editing",
        "reviewing",
        "presenting",
        "gaming",
        "gardening",
        "commuting",
    ]
)
_DOING = re.compile(
    r"(?<!even )\b(?:when(?:ever)?|while|if)\s+(?:(?:i['’]?m|i am|im)\s+)?(?P<doing>[a-z]{3,}ing)\b",
    re.IGNORECASE,
)
_WHEN_I = re.compile(
    r"(?<!even )\bwhen(?:ever)? i (?P<verb>travel|work|cook|code|debug|study|learn|write(?! (?:to )?you\b)|read|run|train|exercise|drive|commute|shop|teach|fly)\b",
    re.IGNORECASE,
)
_GERUND = {"travel": "travelling", "work": "working", "cook": "cooking", "code": "coding", "debug": "debugging", "study": "studying", "learn": "learning", "write": "writing", "read": "reading", "run": "running", "train": "training", "exercise": "exercising", "drive": "driving", "commute": "commuting", "shop": "shopping", "teach": "teaching", "fly": "flying"}  # fmt: skip
_STATE = re.compile(
    r"(?<!even )\b(?:when(?:ever)?|if)\s+(?:i['’]?m|i am|im|i feel|i get)\s+(?P<state>(?:really |very |so )?(?:tired|stressed|sick|ill|sad|anxious|busy|in a hurry|in a rush|alone|at home|at work|on (?:holiday|vacation|the road|a plane|my phone)|abroad|upset|overwhelmed|hungover|bored|angry|down|with (?:the )?(?:kids|family|friends)))\b",
    re.IGNORECASE,
)
_AT = re.compile(r"\b(?:at|for) work\b|\b(?:at|in) the office\b", re.IGNORECASE)
_AT_HOME = re.compile(
    r"^\W*(?:(?:and|but|while)\W+)*(?:at home|in private|privately|outside (?:of )?work|off work|with (?:my )?friends)\b",
    re.IGNORECASE,
)
"""Said first, it is where a wish holds; "I like eating at home" says what is liked."""
_ANYWHERE = re.compile(
    r"\b(?:everywhere|anywhere|always|in general|generally|in every case|whatever i do|regardless)\b",
    re.IGNORECASE,
)
"""Words by which a correction lifts where something holds."""
_TIME = re.compile(
    r"\b(?:on|at) (?P<time>weekends?|weekdays|weeknights?|holidays?)\b", re.IGNORECASE
)


_CODE = re.compile(
    r"\b(?:the |your |my )?(?:code|snippets?) (?:first|before|up front|at the (?:top|start|beginning)|comes? first)\b|"
    r"\bexplain\w*[^.!?]{0,24}\bafter (?:the )?code\b|\bcomments? (?:in|on) (?:the |your |my )?code\b|"
    r"\b(?:type hints?|docstrings?|commit messages?)\b|"
    r"\b(?:for|in|about|on|with|when it comes to) (?:my |all |any )?(?:code|coding|programming)(?: questions?| reviews?| answers?| stuff| tasks?| problems?| topics?)?(?=$|[,.;!]|\s(?:i|we|please|keep|be|use|give|always|never|no|don['’]?t|do)\b)|"
    r"\bwhen(?:ever)? (?:you (?:write|show|give me|send|explain|review)|i ask (?:you )?(?:for|about|to write)) (?:me )?(?:\w+ )?(?:code|scripts?|functions?|programming)\b",
    re.IGNORECASE,
)
"""How code is to be written or shown: it says nothing of an answer without any."""
_EXCEPTION = re.compile(
    r"\b(?:except(?:ing)?|unless|apart from|aside from|other than)\b|"
    r"(?:,|\s[-–—])?\s(?:but|though|although|just)\b(?! (?:only|always)\b)|"
    r"\s[-–—]\s(?=[^.!?,;]{2,50}?\s(?:is|are) (?:fine|ok|okay|allowed|all ?right)\b)",
    re.IGNORECASE,
)
"""Where an exception begins: what is said there of a situation is where the rest does not hold."""


def without_exception(text: str, *, behind: int) -> str:
    """A text up to the exception that it makes behind a place: "I'm vegan" of "…, but not at sea"."""
    found = _EXCEPTION.search(text, behind)
    return text if found is None else text[: found.start()]


_TEXTS = re.compile(
    rf"\b(?:my|for|in|all|any|keep|make|write|writing|start|begin|end|close|open|sign) (?:(?:all|my|your|the|any|work|business|official|formal|casual) )*(?P<kind>{TEXTS})\b",
    re.IGNORECASE,
)
"""How texts of a kind are to be written."""
_OF_ANSWERS = re.compile(
    r"(?!.*\b(?:my\b|the messages$))(?:(?:keep|make|all|any|start|begin|end|close|open)\b|.*\byour\b).*(?:replies|messages)$",
    re.IGNORECASE,
)
"""What the assistant says itself, whatever is asked: "keep your replies short"."""
_EXCEPTED = re.compile(
    r"\b(?:not|never|except|but|besides|apart from|unless)\b[\w ]{0,12}\b(?:for|in|with|it['’]?s) (?:\w+ ){0,2}"
    rf"{TEXTS}\b|\bother than (?:\w+ ){{0,2}}{TEXTS}\b",
    re.IGNORECASE,
)
"""A kind of texts that is left out: "but not for emails"."""


def context_of(text: str, *, given: Context, form: bool = False) -> Context:
    """The context that a user named, over the one that the caller gave.

    A wish about the form of answers (`form`) that speaks of code, or of texts of a kind, holds where
    there are some.
    """
    if found := _DOING.search(text):
        doing = found.group("doing").lower()
        if doing in _TASKS:
            return replace(given, task=_british(doing))
    if found := _WHEN_I.search(text):
        return replace(given, task=_GERUND[found.group("verb").lower()])
    if found := _STATE.search(text):
        return replace(given, situation=found.group("state").lower().removeprefix("at "))
    if _AT.search(text):
        return replace(given, situation="work")
    if _AT_HOME.match(text):
        return replace(given, situation="home")
    if found := _TIME.search(text):
        return replace(given, situation=found.group("time").lower().rstrip("s"))
    if form and (_CODE.search(text) or is_about_code(text)):
        return replace(given, task="coding")
    kind = _TEXTS.search(text) if form else None
    if kind and not (_EXCEPTED.search(text) or _OF_ANSWERS.match(kind.group())):
        return replace(given, task=kind["kind"].lower().replace("e-m", "em"))
    return given


def _british(doing: str) -> str:
    return {"traveling": "travelling", "practicing": "practising"}.get(doing, doing)


def corrected(before: str, said: str, held: Context) -> Context:
    """Where a preference holds, once the user has put its statement otherwise.

    What the old statement named and the new one does not is lifted; what the application told of
    the situation stays, unless the new statement says that it holds everywhere.
    """
    named = context_of(said, given=ANYWHERE).factors()
    if _ANYWHERE.search(said) and not named:
        return ANYWHERE
    lifted = context_of(before, given=ANYWHERE).factors().keys()
    kept = {name: value for name, value in held.factors().items() if name not in lifted}
    return Context.of({**kept, **named}) if kept or named else ANYWHERE
