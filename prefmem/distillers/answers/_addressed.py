"""What somebody likes of the assistant, which is "you" to them: "I like it when you are direct"."""

from __future__ import annotations

from collections.abc import Mapping

from prefmem.distillers.words._addressee import speaks_to_assistant, told_of_assistant
from prefmem.distillers.words._statements import expanded, plain, statement_of
from prefmem.stages.artefacts import is_about_code

_OF_ANSWERS = ("style.", "interaction.")
_OF_NO_ANSWER = ("taste.", "value.", "topic.")
"""What somebody likes of the assistant is none of these, whatever a head makes of it."""


def liking_of(said: str) -> str:
    """The statement for what somebody says of the assistant's answers, which are "you" to them."""
    return statement_of(told_of_assistant(expanded(plain(said))))


def behaviour_of(text: str, scores: Mapping[str, float]) -> str:
    """The likeliest behaviour of what is told to the assistant of its answers; "" of all else."""
    if not speaks_to_assistant(text) or is_about_code(text):
        return ""
    best = max(scores, key=scores.__getitem__)
    if not best.startswith((*_OF_NO_ANSWER, *_OF_ANSWERS)):
        return ""
    return max((k for k in scores if k.startswith(_OF_ANSWERS)), key=scores.__getitem__)
