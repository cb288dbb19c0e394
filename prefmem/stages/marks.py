"""The marks around what we add to a prompt, and how it is taken out again."""

from __future__ import annotations

import re

MARK_OPEN = "<prefmem>"
"""Begins each part of our block; nothing stored can contain it."""
MARK_CLOSE = "</prefmem>"
"""Ends each part of our block."""
_MARKS = re.compile(rf"(\n{{0,2}}{MARK_OPEN}(?=\n)|{MARK_CLOSE})")
_PASSES = 8
"""Blocks nested deeper than this are nobody's accident; their marks are broken instead."""


def strip(text: str) -> str:
    """Remove our marked blocks, with the blank line that we put before them.

    What is left holds no block, so that removing twice is removing once.
    """
    for _ in range(_PASSES):
        if MARK_OPEN not in text:
            return text
        stripped = _without_blocks(text)
        if stripped == text:
            return text
        text = stripped
    return text.replace(MARK_OPEN, "(prefmem)")


def broken(text: str) -> str:
    """A text in which nothing looks like our marks: a tool's answer could forge a block with them.

    However they are spelt: a model reads `< PREFMEM >` as it reads the real one.
    """
    return _LOOKS_LIKE.sub(r"(\1prefmem)", text) if "prefmem" in text.lower() else text


_LOOKS_LIKE = re.compile(r"<\s{0,8}(/?)\s{0,8}prefmem\b[^<>\n]{0,80}>", re.IGNORECASE)


def _without_blocks(text: str) -> str:
    kept: list[str] = []
    opened: list[int] = []
    for position, piece in enumerate(_MARKS.split(text)):
        is_mark = position % 2  # what a pattern with one group splits off
        if is_mark and piece.endswith(MARK_OPEN):
            opened.append(len(kept))
        elif is_mark and piece == MARK_CLOSE and opened:
            del kept[opened.pop() :]
            continue
        kept.append(piece)
    return "".join(kept)
