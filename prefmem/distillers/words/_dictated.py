"""Leaves out what a user dictates into a text: "draft a tweet: I love tea. I hate olives."."""

# ruff: noqa: E501 -- patterns are read as they are, whatever their length

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from prefmem.distillers.words._sentences import sentences
from prefmem.distillers.words._vetoes import is_dictated
from prefmem.records import Segment

_BACK_TO_US = re.compile(
    r"^\W*(?:btw|by the way|p\.?s\b|also\b|oh\b|and please|please|pls|from now on|in future|for you\b|note\b|fyi|make it|keep (?:it|your)|don['’]t (?:use|add|make|mention)|no \w+ please|use\b|thanks|can you|could you|should|personally|as for me)",
    re.IGNORECASE,
)
"""A sentence that speaks to the assistant again, or of its user."""


def spoken(segments: Sequence[Segment]) -> list[Segment]:
    """The segments without the sentences that go on with a text that is dictated on their line."""
    return [
        piece
        for one in segments
        for piece in (_pieces(one) if ": " in one.text else (one,))
        if piece.text.strip()
    ]


def _pieces(segment: Segment) -> Iterator[Segment]:
    start, dictated = segment.start, 0
    for sentence in sentences(segment.text, offset=segment.start):
        if dictated:
            between = segment.turn.content[dictated : sentence.start]
            if "\n" not in between and _BACK_TO_US.match(sentence.text) is None:
                continue
            yield Segment(turn=segment.turn, start=start, end=dictated)
            start, dictated = sentence.start, 0
        if is_dictated(sentence.text):
            dictated = sentence.start + len(sentence.text)
    if start == segment.start and not dictated:
        yield segment
    else:
        yield Segment(turn=segment.turn, start=start, end=dictated or segment.end)
