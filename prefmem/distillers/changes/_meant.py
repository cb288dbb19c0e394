"""What was meant: "sorry, I meant I'm allergic to gluten", "sorry, I meant gluten".

It stands for what was said before, which was not meant, and for what is said now.
"""

# ruff: noqa: E501 -- patterns are read as they are, whatever their length

from __future__ import annotations

import re
from collections.abc import Iterator

from prefmem.distillers.words._sentences import sentences
from prefmem.stages import keys

_SORRY = r"(?:(?:no|nope|wait|hang on|hold on|hey|hm+|um|er|oops|sorry|my bad|ah|oh|but|and|well|ok|okay|actually|correction|typo|i misspoke|misspoke|apologies|scratch that|strike that)\b[\s,.:!;–—-]*)"
_MEANT = re.compile(
    rf"^\W*(?:{_SORRY}*(?:what )?i (?:actually |really |obviously |of course |only )?meant|{_SORRY}+(?:what )?i (?:actually |really )?mean)\b(?: to (?:say|write|type))?(?: (?:is|was))?(?: that)?[\s,:–—-]*(?P<said>(?:i|i'm|i've|i'd|my|we|we're|call me|please|always|never)\b[^?]{{3,}}?)\W*$",
    re.IGNORECASE,
)
_NO_THING = r"(?:in|on|at|for|with|from|to|when|because|but|and|or|of|by|if|as|than|over|not|so|too|very|it|them|that|this|those|these|you|me)"
_THING_OF = re.compile(
    r"^(?P<led>\W*(?:(?:and|so|but|well|also|oh|hi|hey|btw)\W+)*i(?:'m| am)?(?: (?:\w+ly|just|do|don't|can't|never|always|also|still|do not|cannot))*? "
    r"(?:allergic to|intolerant to|intolerant of|sensitive to|love|like|hate|dislike|prefer|enjoy|avoid|want|need|use|eat|drink|wear|read|play|stand|bear|into|a fan of|not a fan of|not into|an?|learning|studying|live in|speak|have an?|have) (?:the )?)"
    rf"(?P<what>(?!{_NO_THING}\b)[\w'-]+(?: (?!{_NO_THING}\b)[\w'-]+){{0,2}})(?P<rest>(?: (?:allergy|intolerance))?)\W*$",
    re.IGNORECASE,
)
_SAYS_SO = re.compile(
    r"\b(?:meant|typo|correction|misspoke|i always (?:mix|confuse))\b",
    re.IGNORECASE,
)
_IT = re.compile(r"\b(?:it|them)\b", re.IGNORECASE)


def named(said: str, before: str) -> str:
    """A sentence with what "it" was in the turn before: "I hate it", of techno."""
    found = _THING_OF.match(before.replace("’", "'").strip(" .!"))
    return _IT.sub(found["what"], said, count=1) if found else said


def meant(text: str, before: str) -> Iterator[tuple[str, bool]]:
    """The sentence that was meant, and the one before that tells of the same and was not."""
    found = _MEANT.match(text)
    if found is None:
        return
    said = found["said"]
    spoken = [one.text for one in sentences(before) if not one.question]
    alike = max(spoken, key=lambda one: _alike(one, said), default=None)
    if alike is not None and _alike(alike, said):
        yield alike, True
    yield said, False


def with_thing(was: str, new: str, text: str) -> str | None:
    """A sentence with another thing in the place of the one that it says something of."""
    found = _THING_OF.match(was) if _SAYS_SO.search(text) else None
    if found is None or len(new.split()) > MOST_NAMED:
        return None
    if _NO_NAME.match(new) or _AT_HAND.match(new):
        return None
    bare = _ARTICLE.sub("", new).removesuffix(found["rest"])
    return f"{found['led']}{bare}{found['rest']}"


MOST_NAMED = 4
"""Words that name a thing."""
_ARTICLE = re.compile(r"^(?:an?|the) ", re.IGNORECASE)
_NO_NAME = re.compile(
    r"(?:to|every|no|well|all|both|it|nothing|something|business|that|what|in|on|at|for|with|from|only|just|more|less|by|of)\b",
    re.IGNORECASE,
)
_AT_HAND = re.compile(r"[Tt]he [a-z]")
"""What is there, and neither a kind of thing nor a name: "the second table", not "the Beatles"."""


def _alike(one: str, other: str) -> int:
    """How much two sentences tell of the same; what is said of it counts where it is another."""
    mine, yours = _THING_OF.match(one.replace("’", "'")), _THING_OF.match(other)
    same = bool(mine and yours and mine["led"].lower() == yours["led"].lower())
    return 2 * same + len(keys.content(one) & keys.content(other))
