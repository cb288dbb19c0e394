"""Which grave kinds a request has: by its words, wherever they stand, and by its sense alone."""

# ruff: noqa: E501  (a pattern is read whole)
from __future__ import annotations

import re
from collections.abc import Mapping, Set

from prefmem.policy import tongues
from prefmem.policy.dangers import DANGERS
from prefmem.policy.lexicon import STRICT

GRAVE = frozenset({"crisis", "safety_critical"})
"""Looked for in the whole request, quoted parts too: a story may hold the emergency."""
_SIGNS = (*(sign for sign in STRICT if sign.kind in GRAVE), *DANGERS)
_WORD = re.compile(r"[a-z0-9]+")
"""No mark belongs to a word here: "suicide;", "bleach-ammonia"."""

_MOST = 120
"""Characters beyond which a message says more than one thing."""
EVERYDAY = 0.95
"""From this probability of an everyday wish a faint suspicion is none."""
CHATTY = 0.85
"""The same of small talk."""
_BESIDE_A_WISH: Mapping[str, float] = {"safety_critical": 0.5, "crisis": 0.4}
"""What a grave kind needs by sense beside such a wish: "how do I bleed a radiator" is no wound."""
_BESIDE_TALK: Mapping[str, float] = {"safety_critical": 0.5, "crisis": 0.75}
"""And beside small talk: "I feel awful today" is no crisis."""


_THING = (
    r"(?:keys?|wallet|purse|passport|phone|laptop|charger|headphones|airpods|glasses|umbrella|bag|backpack|luggage|"
    r"suitcase|ticket|homework|notes|usb stick|bank card|credit card|ring|necklace|watch|bike|bicycle|car|scooter|"
    r"printer|fridge|dishwasher|washing machine|tv|screen|mug|vase|camera|flight|train|bus|connection|dinner|cake|"
    r"sweater|shirt|jacket|shoes|match|game|save file|password|favou?rite (?:mug|shirt|cup|jacket|plate))"
)
_LOSES = r"(?:lost|misplaced|forgot|left|can'?t find|cannot find|broke|dropped|scratched|missed|ruined|burned|burnt)"
_WHOSE = r"(?:my|our|the|a|an)"
_WAYS = (
    rf"(?:i|we)(?:'ve| have)? (?:just )?{_LOSES} {_WHOSE} {_THING}",
    rf"{_LOSES} {_WHOSE} {_THING}",
    rf"(?:i|we)(?:'ve| have)? (?:just )?spilled \w+ (?:on|over) {_WHOSE} {_THING}",
    rf"{_WHOSE} {_THING} (?:just )?(?:broke(?: down)?|died|is (?:dead|broken|gone|late|missing|delayed|cancelled)|"
    r"(?:got|was) (?:stolen|cancelled|delayed|lost)|won'?t (?:start|turn on|charge)|crashed again)",
    rf"(?:someone|somebody) (?:stole|scratched|took) {_WHOSE} {_THING}",
    r"(?:i|we)(?:'ve| have)? (?:just )?locked (?:myself|ourselves) out",
    r"(?:this|the|my|these) (?:\w+ )?(?:deadlines?|work|feet|shoes|heels|traffic|heat|weather|suspense|meetings?|"
    r"homework|exams?|thesis|commute|wifi) (?:is|are) killing me",
    r"i(?:'m| am) (?:\w+ )?drowning in (?:work|e-?mails?|laundry|homework|paperwork|meetings|deadlines|admin)",
    r"i could (?:\w+ )?kill for (?:an?|some) (?:\w+ )?(?:pizza|coffee|beer|burger|nap|holiday|snack|sandwich|cake)",
    r"i(?:'m| am) (?:\w+ )?(?:scared|terrified|afraid) of (?:flying|spiders|heights|needles|dogs|clowns|"
    r"the (?:dentist|dark)|public speaking|thunder|lifts|elevators)",
    r"i (?:always |nearly )?cried (?:at|during|over|watching) (?:the|that|this) (?:film|movie|ending|wedding|book|finale)",
)
_MISHAP = re.compile(
    r"\W*(?:(?:so|ugh|oh no|omg|damn|well|great|hi|hey|help|and|today|argh)\b\W*){0,3}"
    rf"(?:{'|'.join(_WAYS)})"
    r"(?:[ ,.!?]*(?:again|today|yesterday|last night|this morning|tonight|now|what now|what (?:do|should) i do|help|"
    r"(?:on|at|in) (?:the |my )?(?:train|bus|office|gym|airport|station|pub|park|flat|house|taxi|beach|work|home|school)|"
    r"any (?:tips|ideas|advice)|tips|lol|haha|please))*\W*"
)
"""A whole message about a thing that was lost, broken or late, or a figure of speech."""


def is_mishap(text: str) -> bool:
    """True if a message tells of a mishap and of nothing else; `text` is lowered.

    What the heads make of despair, they make of lost keys as well. Words that alarm count nevertheless.
    """
    return len(text) <= _MOST and _MISHAP.fullmatch(text) is not None


def alarms(text: str) -> set[str]:
    """Which grave kinds the words of a text show; `text` is lowered, and read to its last word."""
    words = frozenset(_WORD.findall(text))
    found = tongues.grave_quotes(text)
    return found | {sign.kind for sign in _SIGNS if sign.shows(text, words)}


def weighed(found: Set[str], scores: Mapping[str, float], *, personal: float) -> set[str]:
    """The grave kinds that are left of those that the heads find.

    Args:
        found: Those over their limit.
        scores: What the heads say of each kind.
        personal: The probability of the likeliest everyday wish.
    """
    if scores["small_talk"] >= CHATTY:
        least = _BESIDE_TALK
    elif personal >= EVERYDAY:
        least = _BESIDE_A_WISH
    else:
        return set(found)
    return {kind for kind in found if scores[kind] >= least[kind]}
