"""Which text may speak for the user, and what the user asks of the memory itself.

Only text of role `user` can; and of that, not what is pasted, quoted, code, our own injected block
coming back, or part of a game or a story.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from prefmem.records import Command, Segment, Turn
from prefmem.stages.intake import commands, fiction, language, quoting
from prefmem.stages.intake.commands import wants_no_memory
from prefmem.stages.intake.language import is_english
from prefmem.stages.intake.vouching import vouched
from prefmem.stages.marks import MARK_CLOSE, MARK_OPEN

__all__ = [
    "is_english",
    "own_words",
    "screen",
    "vouched",
    "wants_no_memory",
]

_MARK = re.compile(f"{re.escape(MARK_OPEN)}|{re.escape(MARK_CLOSE)}")


def screen(
    turns: Sequence[Turn], *, before: Sequence[Turn] = (), any_language: bool = False
) -> tuple[tuple[Segment, ...], tuple[Command, ...], Mapping[str, int]]:
    """The spans that may speak for the user, the commands in them, and what was refused, by reason.

    Linear in the length of the turns; a turn of any size is read in bounded time. `before` are the
    turns before them: whether a story is being told is known from there. With `any_language` turns
    that are not English pass too: a model may read them.
    """
    segments: list[Segment] = []
    found: list[Command] = []
    refused: Counter[str] = Counter()
    playing = _playing(before)
    for turn in turns:
        if turn.role != "user":
            continue
        spans = _own_spans(turn, refused, any_language=any_language)
        text = "\n".join(turn.content[a:b] for a, b in spans)
        found += commands.commands_in(text, turn)
        _follow_play(turn.conversation, text, playing)
        if turn.conversation in playing:
            refused["fiction"] += bool(spans)
            continue
        segments += [Segment(turn=turn, start=a, end=b) for a, b in spans]
    return tuple(segments), tuple(found), dict(refused)


def own_words(text: str) -> str:
    """What of a user's message may speak for the user, in whatever language: nothing pasted."""
    return "\n".join(text[a:b] for a, b in _left_of(text, Counter()))


def _playing(turns: Sequence[Turn]) -> set[str]:
    """The conversations in which a game or a story is on after these turns."""
    playing: set[str] = set()
    for turn in turns:
        if turn.role == "user":
            _follow_play(turn.conversation, turn.content, playing)
    return playing


def _follow_play(conversation: str, text: str, playing: set[str]) -> None:
    if fiction.ends_play(text):
        playing.discard(conversation)
    elif fiction.starts_play(text):
        playing.add(conversation)


def _own_spans(turn: Turn, refused: Counter[str], *, any_language: bool) -> list[quoting.Span]:
    """What is left of a turn when all that is not the user's own words is taken out."""
    text = turn.content
    if not text.strip():
        return []
    spans = _left_of(text, refused)
    reading = language.reading_of("\n".join(text[a:b] for a, b in spans))
    if reading == "unread" and not any_language:
        refused["unread_language"] += 1
        return []
    return [] if reading == "empty" else spans


def _left_of(text: str, refused: Counter[str]) -> list[quoting.Span]:
    foreign = quoting.foreign_spans(text)
    ours = _our_blocks(text)
    refused["quoted"] += bool(foreign)
    refused["own_block"] += bool(ours)
    left = quoting.between(quoting.merged(foreign + ours), len(text))
    return [(a, b) for a, b in left if text[a:b].strip()]


def _our_blocks(text: str) -> list[quoting.Span]:
    """Our injected blocks coming back, whole where one holds another; an open one to the end."""
    found: list[quoting.Span] = []
    depth = start = 0
    for mark in _MARK.finditer(text):
        if mark.group() == MARK_OPEN:
            start = start if depth else mark.start()
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                found.append((start, mark.end()))
    return [*found, (start, len(text))] if depth else found
