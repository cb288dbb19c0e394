"""What somebody is done with: "I'm done with my exams" ends something, and is no dislike of it.

Of one thing that was to be done, being done says that it is over. Of a whole kind ("I'm done with
horror films") it says that it is wanted no more, and "so done with" vents what may pass.
"""

# ruff: noqa: E501 -- patterns are read as they are, whatever their length

from __future__ import annotations

import re

_ONE = r"(?:(?:the|my|our|this|that|these|those|his|her|their|your|its|both|another|an?|all (?:the|my|our|of)|most of|half of)\b|(?:exercise|chapter|part|step|question|phase|round|level|task|number|week|day|year|module|unit|lesson) (?:\d+|one|two|three|four|five|six)\b)"
_DONE = re.compile(
    r"^\W*(?:(?:and|but|so|well|ok|okay|yes|yeah|phew|finally|now|hey|hi|honestly|update|good news|great|btw)\b[\s,:!.–—-]*)*"
    r"(?:(?:i|we)(?:['’](?:m|re|ve)| am| are| have been)? )?(?:(?:now|finally|all|just|almost|already|nearly|officially|completely|also|more or less|basically|pretty much) )*"
    rf"(?:(?:done|finished|through) with {_ONE}|(?:so+|beyond|totally) (?:done|finished|through) with )[^,;.!?]*\W*$",
    re.IGNORECASE,
)
_FELT = re.compile(
    r"\b(?:hate[ds]?|dislike|loathe|detest|despise|can['’]?t (?:stand|bear)|cannot (?:stand|bear)|bor(?:e[ds]?|ing)|awful|terrible|horrible|annoy\w*|miserable|tedious|waste|never again|for good|forever|"
    r"sick of|tired of|fed up|had enough|not for me|no fun|makes? me (?:\w+ )?(?:ill|sick|sad|anxious|miserable|tired|unhappy)|stress(?:es|ed)? me|drains? me|overrated|want(?:s)? no more)\b",
    re.IGNORECASE,
)
"""Words of disliking, or of giving up for good."""


def is_over(text: str, *, beside: str = "") -> bool:
    """True for words that only say that one thing is done with.

    Args:
        text: A clause or a sentence.
        beside: What it stands in: where that tells of disliking, the words say more.
    """
    return _DONE.match(text) is not None and _FELT.search(f"{text} {beside}") is None
