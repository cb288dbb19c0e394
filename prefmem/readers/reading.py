"""Files into conversations: scan, recognise each piece, check each message."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from prefmem.errors import UsageError
from prefmem.readers import formats, sources
from prefmem.readers.scanning import Scanner
from prefmem.readers.values import Conversation, Draft, Fault, Piece, kind, mapping, sequence
from prefmem.stages import messages as checks

FORMATS = (
    "JSON lines of messages",
    "ChatGPT's conversations.json",
    "Claude's conversations.json",
    "ShareGPT",
    "lists of {'role', 'content'}",
)
__all__ = ["FORMATS", "Conversation", "Fault", "read"]


def read(path: Path) -> Iterator[Conversation | Fault]:
    """The conversations of an export, and the places that could not be read.

    Messages that stand on lines of their own come last, gathered into their conversations.

    Raises:
        UsageError: There is no such file, or it is nothing that holds conversations.
    """
    for name, text in sources.texts(path):
        yield from _File(name).read(text)


@dataclass(slots=True)
class _File:
    """One file while it is read."""

    name: str
    _loose: dict[str, list[tuple[int, object]]] = field(
        default_factory=dict[str, list[tuple[int, object]]]
    )
    _given: Counter[str] = field(default_factory=Counter[str])

    def read(self, text: str) -> Iterator[Conversation | Fault]:
        empty = True
        for piece in Scanner(text).pieces():
            empty = False
            if isinstance(piece, Piece):
                yield from self._piece(piece)
            else:
                line, reason = piece
                yield Fault(file=self.name, line=line, reason=reason)
        for name, lines in self._loose.items():
            starts = tuple(line for line, _ in lines)
            found = tuple(value for _, value in lines)
            draft = Draft(id=name, messages=found, format="messages", starts=starts)
            yield from self._checked(draft, line=starts[0])
        if empty:
            reason = "it holds no conversation" if text.strip() else "the file is empty"
            yield Fault(file=self.name, line=1, reason=reason)

    def _piece(self, piece: Piece) -> Iterator[Conversation | Fault]:
        value = mapping(piece.value)
        if value is None and (listed := sequence(piece.value)):
            draft = Draft(id=None, messages=tuple(listed), format="list")
            yield from self._checked(draft, line=piece.line)
        elif value is None:
            yield self._unknown(piece.line, f"{kind(piece.value)} is no conversation")
        elif formats.is_message(value):
            name = formats.conversation_of(value) or self._own_name(piece.group)
            self._loose.setdefault(name, []).append((piece.line, value))
        elif value.get("schema") == "prefmem.export":
            raise UsageError(f"{self.name} is prefmem's own export; use 'prefmem import' for it")
        elif draft := formats.draft_of(value):
            yield from self._checked(draft, line=piece.line)
        else:
            keys = ", ".join(list(value)[:6]) or "none"
            yield self._unknown(piece.line, f"not a conversation in any form known (keys: {keys})")

    def _unknown(self, line: int, reason: str) -> Fault:
        known = "; ".join(FORMATS)
        return Fault(file=self.name, line=line, reason=f"{reason}; what is read: {known}")

    def _own_name(self, group: int) -> str:
        """The conversation of messages that name none: the file is one."""
        stem = PurePosixPath(self.name).stem
        return stem if group <= 1 else f"{stem}-{group}"

    def _checked(self, draft: Draft, *, line: int) -> Iterator[Conversation | Fault]:
        """The draft with the messages that can be kept, and a fault for each that cannot."""
        kept: list[Mapping[str, Any]] = []
        words = dict[str, str]()
        for position, raw in enumerate(draft.messages):
            try:
                message = _message(raw, position)
            except UsageError as error:
                start = draft.starts[position] if draft.starts else line
                yield Fault(file=self.name, line=start, reason=str(error))
            else:
                given = message.get("id", "")
                if words.setdefault(given, message["content"]) != message["content"]:
                    message.pop("id", None)  # it names more than a message: the conversation, say
                if message["content"]:
                    kept.append(message)
        if kept:
            yield Conversation(
                id=self._identity(draft, kept),
                messages=tuple(kept),
                line=line,
                format=draft.format,
                file=self.name,
                title=draft.title,
            )
        elif not draft.messages:
            yield Fault(file=self.name, line=line, reason="the conversation has no messages")

    def _identity(self, draft: Draft, kept: list[Mapping[str, Any]]) -> str:
        """Its own id, or one made of how it begins: the same when the export grows."""
        if draft.id and len(draft.id) <= checks.MAX_ID:
            return draft.id
        first = kept[0]
        packed = "\x1f".join((draft.id or draft.format, first["role"], first["content"]))
        made = "x-" + hashlib.sha256(packed.encode()).hexdigest()[:24]
        self._given[made] += 1
        return made if self._given[made] == 1 else f"{made}-{self._given[made]}"


def _message(raw: object, position: int) -> dict[str, Any]:
    """One message as `observe` takes it.

    Raises:
        UsageError: It is no message, has no such role, no text, or text that cannot be kept.
    """
    plain = mapping(formats.plain_message(raw))
    if plain is None:
        raise UsageError(f"message {position} is {kind(raw)}, and no message")
    role = checks.role_of(plain, position)
    return {**plain, "role": role, "content": checks.text_of(plain, position)}
