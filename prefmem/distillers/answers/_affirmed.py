"""What was asked of one answer and is wanted of all: "good, like that from now on".

Such words name nothing. What they mean is what the user asked for in the turn before.
"""

# ruff: noqa: E501 -- patterns are read as they are, whatever their length

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from prefmem.distillers.answers import _manners, _styles
from prefmem.distillers.words._said import evidence_of
from prefmem.distillers.words._sentences import sentences
from prefmem.records import Segment, Turn
from prefmem.types import Evidence

STRENGTH = 0.9
CONDITION = "wanted as it was asked for before"
_PRAISED = r"^\W*(?:(?:yes|yep|yeah|good|great|perfect|nice|lovely|exactly|excellent|wonderful|awesome|much|better|that['’]?s (?:it|better|perfect|great|good|nice|the way|how i like it)|ok|okay|thanks|thank you|cool|love it|love that|i like (?:it|that|this)|so|and|please|pls)\b[\s,.!:;–—-]*)*"
_AS_IT_IS = r"(?:(?:keep|do|write|answer|stay|make|give|show|format|present|reply|respond|explain) (?:me )?(?:it |them |things |everything |answers |your answers |replies )?)?(?:exactly |just |more )?(?:like (?:that|this)|(?:in )?(?:this|that) (?:way|style|format|length|tone))"
_LASTING = r"(?:from now on|from here on|going forward|in (?:the )?future|every time|each time|always|next time too|for everything|as a rule)"
_AFFIRMED = re.compile(
    rf"{_PRAISED}(?:always {_AS_IT_IS}|{_AS_IT_IS}(?:,? please)?,? {_LASTING})(?:,? (?:please|pls|thanks|thank you|ok))*\W*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Affirmed:
    """Words of the user that make what was asked before last, and what that was."""

    turn: Turn
    start: int
    """In the turn."""
    end: int
    wishes: tuple[str, ...]
    """The sentences that asked for it; none where nothing about answers was asked."""

    def evidence(self, *, source: str) -> list[Evidence]:
        """What is wanted from now on, as evidence."""
        found = [(wish, style) for wish in self.wishes if (style := _styles.style_of(wish))]
        return [
            evidence_of(
                self.turn,
                self.turn.content[self.start : self.end],
                kind="instruction",
                polarity=style.polarity,
                strength=STRENGTH,
                source=source,
                behaviour=style.behaviour,
                subject=style.subject,
                statement=statement,
                condition=CONDITION,
            )
            for wish, style in found
            if (statement := _manners.wish(wish))
        ]


def affirmed_in(segments: Sequence[Segment], *, asked: str) -> list[Affirmed]:
    """Where the user's turn says that an answer was as all are to be, with what `asked` for."""
    return [
        Affirmed(segment.turn, sentence.start, sentence.end, _wishes(asked))
        for segment in segments
        for sentence in sentences(segment.text, offset=segment.start)
        if not sentence.question and _AFFIRMED.match(sentence.text)
    ]


def _wishes(asked: str) -> tuple[str, ...]:
    """The sentences of a turn that say how to answer, and name no text at hand."""
    return tuple(
        one.text
        for one in sentences(asked)
        if not one.question and _styles.style_of(one.text) and not _styles.is_of_a_text(one.text)
    )
