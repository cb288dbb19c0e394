"""What comes, told in a fragment: "black filter now, no sugar" is "I prefer black filter now"."""

# ruff: noqa: E501 -- patterns are read as they are, whatever their length

from __future__ import annotations

import re

from prefmem.distillers.changes import _turning
from prefmem.distillers.words._elided import lowered_at_start
from prefmem.stages import leaving
from prefmem.stages.partings import partings

_PART = re.compile(r"\s*[,;:]\s+(?:(?:and|but|so) )?|\s+[–—-]+\s+")
_SINCE_THEN = re.compile(
    r"^\W*(?:ever )?since (?!(?:i|we)\b)(?:[\w'’-]+,? ){1,10}?(?=(?:i|we)\b)", re.IGNORECASE
)
_IT_IS = re.compile(
    r"^\W*(?:(?:so|and|but|now)\W+)*it(?:['’]?s| is| has been|['’]ll be)\s+", re.IGNORECASE
)
_SAYS = re.compile(
    r"\b(?:i|we|you|he|she|they|it|this|that|there)(?= \w)|\b(?:is|are|was|were|has|have|had|does|do|did|will|would|can|could|may|must|goes|go|comes|get|gets|works?|suits?)\b|['’](?:s|re|ve|d|ll|m)\b|\b(?:im|ive|thats|theres|theyre|hes|shes|dont|cant|its)\b|=",
    re.IGNORECASE,
)
"""A fragment has neither a subject nor a verb of this kind: "black filter now"."""
_DONE = re.compile(
    r"^\W*(?:bought|sold|read|got|took|went|made|did|done|saw|had|found|gave|left|lost|kept|sent|paid|wrote|met|ate|built|put|won|came|began|\w{3,}ed)\b",
    re.IGNORECASE,
)


def spoken_out(text: str, *, of: str) -> str:
    """A fragment as the sentence that it stands for: "I prefer black filter now"."""
    text = _SINCE_THEN.sub("", text)
    parts = parts_of(text)
    while (
        len(parts) > 1 and _turning.leaves(parts[0], of=of) and _turning.arrives(parts[-1], of=of)
    ):
        text = text[text.index(parts[1], len(parts[0])) :]
        parts = parts[1:]
    bare = _IT_IS.sub("", text)
    if said := _SAYS.search(bare):
        last = _PART.split(bare[: said.start()])[-1]
        bare = bare[: said.start() - len(last)].rstrip(" ,;:–—-")
        bare = re.sub(r"[,;:]? (?:and|but|so)$", "", bare)
    told = _turning.arrives(bare, of=of) or (not said and _turning.arrives(text, of=of))
    if len(bare.split()) < 2 or not told or partings(text) or leaving.ends(text):
        return text
    return f"I prefer {lowered_at_start(bare)}"


def parts_of(text: str) -> list[str]:
    """The parts of a sentence, as its marks part it."""
    return [one for one in _PART.split(text) if one]


def is_of_a_deed(text: str) -> bool:
    """True for something that was done, by somebody who is not named: "bought the red one"."""
    return _DONE.match(text) is not None
