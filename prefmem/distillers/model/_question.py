"""What a model is shown of a batch: the user's own words, what was said to them, and the notes."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from prefmem.records import Segment, StoredProfile, Turn
from prefmem.stages import taking_back
from prefmem.types import Evidence

KINDS = ("instruction", "stated", "corrected", "chosen", "rejected", "retracted")
LEFT_OUT = " […] "
MAX_NOTES = 30
_FRAME = re.compile(r"<(?=\s*/?\s*conversation)", re.IGNORECASE)
MAX_OTHER = 1_200
"""Characters of a turn that is not the user's: its beginning and its end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """A versioned prompt, filled with the behaviours of a policy."""

    name: str
    text: str

    @property
    def version(self) -> str:
        """Its name and a hash of what a model is really told."""
        return f"{self.name}#{hashlib.sha256(self.text.encode()).hexdigest()[:8]}"


@cache
def _file(name: str) -> str:
    return (resources.files("prefmem.distillers") / f"prompts/{name}.md").read_text("utf-8")


@cache
def prompts() -> tuple[str, ...]:
    """The names of the prompts that ship and ask for preferences."""
    shipped = (resources.files("prefmem.distillers") / "prompts").iterdir()
    names = sorted(one.name.removesuffix(".md") for one in shipped if one.name.endswith(".md"))
    return tuple(name for name in names if "{behaviours}" in _file(name))


def prompt(name: str, behaviours: Sequence[str]) -> Prompt:
    """The prompt of this name, which asks for these behaviours."""
    text = _file(name).replace("{behaviours}", ", ".join(sorted(behaviours)))
    return Prompt(name=name, text=text.strip())


def schema(behaviours: Sequence[str]) -> dict[str, Any]:
    """The form of an answer, as strict servers take it: closed, everything required."""
    text: dict[str, Any] = {"type": "string"}
    maybe: dict[str, Any] = {"type": ["string", "null"]}
    item: dict[str, Any] = {
        "turn": {"type": "integer"},
        "quote": text,
        "statement": text,
        "behaviour": {"type": "string", "enum": sorted(behaviours)},
        "kind": {"type": "string", "enum": list(KINDS)},
        "polarity": {"type": "string", "enum": ["for", "against"]},
        "subject": text,
        "lasting": {"type": "boolean"},
        "reason": maybe,
        "when": maybe,
        "replaces": maybe,
    }
    items = {"type": "array", "items": _closed(item)}
    return _closed({"items": items, "withdrawn": {"type": "array", "items": text}})


def _closed(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One batch as a model is asked about it."""

    text: str
    own: Mapping[int, tuple[Segment, ...]]
    """Number of a user's turn to the spans of it that may speak for the user."""
    notes: Mapping[str, Evidence] = field(default_factory=dict[str, Evidence])
    """Short id to what is known of these turns already."""
    hidden: tuple[Evidence, ...] = ()
    """What else is known of them: the user has decided on what came of it, or it found no room."""
    cut: int = 0
    """Turns of the user that were too long to be shown whole."""


def question(
    batch: Sequence[Turn],
    segments: Sequence[Segment],
    *,
    before: Sequence[Turn] = (),
    known: StoredProfile,
    max_characters: int,
) -> Question | None:
    """Ask about `batch`; None if nothing in it may speak for the user.

    `before` are turns that were read already: shown, so that an answer to them makes sense.
    """
    own: dict[int, tuple[Segment, ...]] = {}
    lines = [f"[earlier] {t.role.upper()}: {_flat(_shortened(t.content))}" for t in before]
    cut = 0
    for number, turn in enumerate(batch, start=1):
        mine = [one for one in segments if one.turn is turn]
        if turn.role == "user":
            shown, short = _clipped(mine, max_characters)
            cut += short
            if shown:
                own[number] = tuple(shown)
            told = LEFT_OUT.join(one.text.strip() for one in shown) or LEFT_OUT.strip()
        else:
            told = _shortened(turn.content)
        lines.append(f"[{number}] {turn.role.upper()}: {_flat(told)}")
    if not own:
        return None
    found = _found([segment.turn for spans in own.values() for segment in spans], known)
    settled = taking_back.settled(found, known.records)
    notes = _numbered([one for one in found if one.id not in settled])
    noted = [
        _flat(f"{i}: {one.statement} ({one.behaviour}; {one.quote!r})") for i, one in notes.items()
    ]
    parts = ["<conversation>", *lines, "</conversation>", "Notes:", *(noted or ["none"])]
    shown = {one.id for one in notes.values()}
    hidden = tuple([one for one in found if one.id not in shown])
    return Question(text="\n".join(parts), own=own, notes=notes, hidden=hidden, cut=cut)


def _clipped(spans: Sequence[Segment], most: int) -> tuple[list[Segment], bool]:
    left, kept = most, list[Segment]()
    for span in spans:
        if left <= 0:
            return kept, True
        end = min(span.end, span.start + left)
        kept.append(Segment(turn=span.turn, start=span.start, end=end))
        left -= end - span.start
    return kept, bool(kept) and kept[-1].end < spans[-1].end


def _shortened(text: str) -> str:
    half = MAX_OTHER // 2
    return text if len(text) <= MAX_OTHER else text[:half] + LEFT_OUT + text[-half:]


def _flat(text: str) -> str:
    """A text that cannot close the frame that marks it as data, nor begin a line like one of ours.

    Only white space and brackets change, so that what is quoted of it is found again.
    """
    return "\n  ".join(_FRAME.sub("‹", text).splitlines())


def _found(turns: Sequence[Turn], known: StoredProfile) -> list[Evidence]:
    """What is known of these turns by now, in the order in which it was said."""
    names = {(turn.conversation, turn.id) for turn in turns}
    found = {
        one.id: one
        for record in known.records
        for one in record.evidence
        if (one.conversation_id, one.message_id) in names
    }
    return sorted(found.values(), key=lambda one: (one.at, one.id))


def _numbered(notes: Sequence[Evidence]) -> dict[str, Evidence]:
    return {f"e{number}": one for number, one in enumerate(notes[-MAX_NOTES:], start=1)}
