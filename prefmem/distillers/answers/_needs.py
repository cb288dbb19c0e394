"""What a condition asks of answers: "I'm dyslexic, so short sentences please".

What is kept is the wish; the condition itself is the user's to tell, and is not taken from it.
"""

# ruff: noqa: E501 -- patterns are read as they are, whatever their length

from __future__ import annotations

import re

from prefmem.distillers.answers import _styles
from prefmem.distillers.words._sensitivity import sensitivity_of

_CONDITION = r"(?P<condition>[^.;!?]{3,80}?)"
_ORDER = r"(?P<order>[^;!?]{6,200}?)[\s.]*$"
_ASKED = r"(?:please |pls |can you (?:please )?|could you (?:please )?|i need you to |you should |always )*"
_FOLLOWS = re.compile(
    rf"^\W*(?:i['’]?m|i am|i have|i['’]?ve got)\b{_CONDITION}"
    r"(?:,? so|,? hence|,? therefore|,? and so|:| -|,(?= (?:please|pls|can you|could you|keep|use|be|give|explain|describe|write|answer|avoid|no|talk|speak|stick)\b))[, ]+"
    rf"{_ASKED}{_ORDER}",
    re.IGNORECASE,
)
_BECAUSE = re.compile(
    rf"^\W*(?:because of|due to|given|with) my\b{_CONDITION},\s*{_ASKED}{_ORDER}", re.IGNORECASE
)
_ORDER_FIRST = re.compile(
    rf"^\W*(?:and |but |also |so )*{_ASKED}(?P<order>(?:keep|use|be|give|explain|describe|write|answer|avoid|no|talk|speak|stick)\b[^;!?]{{3,120}}?)(?:,| because| since| as| -) (?:i['’]?m|i am|i have|i['’]?ve got){_CONDITION}[\s.]*$",
    re.IGNORECASE,
)
_OF_OTHERS = re.compile(r"\b(?:recommend|suggest|find|which|where|what|plan|book)\b", re.IGNORECASE)


def wish_in(text: str) -> tuple[int, int] | None:
    """Where in a sentence a wish about answers stands that follows from a health condition."""
    found = _FOLLOWS.match(text) or _BECAUSE.match(text) or _ORDER_FIRST.match(text)
    if found is None or sensitivity_of(found["condition"]) != "health":
        return None
    order = found["order"]
    style = _styles.style_of(order)
    if style is None or sensitivity_of(order) is not None or _OF_OTHERS.search(order):
        return None
    if not style.behaviour.startswith(("style.", "interaction.", "expertise.")):
        return None
    return found.span("order")
