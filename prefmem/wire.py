"""The wire format of OpenAI-compatible services: what is asked, where a block goes, what came back.

Pure. The drop-ins share it: a client and a gateway read the same bodies.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeGuard, cast
from urllib.parse import unquote

from prefmem.errors import UsageError
from prefmem.stages import intake
from prefmem.stages import messages as reading
from prefmem.stages.injection import SPEAKERS, cleaned, inject, spoken, unforged
from prefmem.stages.marks import strip as unmarked
from prefmem.types import ANYWHERE, Context, Message, Personalization

Dialect = Literal["chat", "responses"]
Body = Mapping[str, Any]
MAX_ANSWER = 1_000_000
"""Characters of an answer that are kept; the rest is only passed on."""
MAX_BUFFER = 8_000_000
"""Bytes held while looking for the end of a line or of a JSON answer."""
ROLES = (*reading.ROLES, *reading.ALIASES)
"""Roles of the messages that memory reads."""


PREFIX = "x-prefmem-"
"""Headers that begin with it are for prefmem and never reach the model's service."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Switches:
    """What one request asks of memory, in headers."""

    read: bool = True
    write: bool = True
    budget: int | None = None
    conversation: str | None = None
    context: Context = ANYWHERE


def switches_of(headers: Mapping[str, object]) -> Switches:
    """Read the switches of one request, among other headers or settings.

    `X-Prefmem-Memory: on | read | off`, `X-Prefmem-Budget: 128`, `X-Prefmem-Conversation: c1`,
    `X-Prefmem-Context: task=debugging; audience=shared` (values percent-encoded where need be).
    Settings that come from YAML or JSON say `off` by `False` and a number by a number; `None` is a
    switch that is not set.

    Raises:
        UsageError: A value that is none of these.
    """
    ours = {k: v for k, v in headers.items() if mine(k) and v is not None}
    found = {k.lower().removeprefix(PREFIX): _switch(k, v) for k, v in ours.items()}
    mode = found.get("memory", "on").lower()
    if mode not in ("on", "read", "off"):
        raise UsageError(f"X-Prefmem-Memory {mode!r} must be 'on', 'read' or 'off'")
    budget = found.get("budget")
    if budget is not None and not (budget.isascii() and budget.isdigit() and len(budget) <= 6):
        raise UsageError(f"X-Prefmem-Budget {budget!r} must be a number of tokens")
    pairs = (pair.partition("=") for pair in found.get("context", "").split(";") if pair.strip())
    conversation = unquote(found.get("conversation", "")) or None
    if conversation is not None:
        reading.checked_id(conversation, "X-Prefmem-Conversation")
    return Switches(
        read=mode != "off",
        write=mode == "on",
        budget=None if budget is None else int(budget),
        conversation=conversation,
        context=Context.of({k.strip(): unquote(v.strip()) for k, _, v in pairs}),
    )


def _switch(name: str, value: object) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    if not isinstance(value, str | int):
        raise UsageError(f"{name} is of type {type(value).__name__}; pass text")
    return str(value).strip()


def mine(header: str) -> bool:
    """True for a header that is meant for prefmem."""
    return header.lower().startswith(PREFIX)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """What is new in a request: the user's newest turns, and how to name the answer to them."""

    conversation: str
    turns: tuple[Message, ...]
    """The last run of user messages, each with an id that does not depend on when it is sent."""
    chain: str
    """Digest of the whole dialogue so far."""

    def answer(self, text: str) -> Message:
        """The assistant's turn that answers this, legible: no answer takes the question away."""
        [kept] = legible([{"role": "assistant", "content": text}])
        return {**kept, "id": _link(self.chain, "assistant", str(kept["content"]))}


def exchange(
    given: Sequence[Message], *, conversation: str | None = None, after: str = ""
) -> Exchange:
    """Read what is new in `given`, a dialogue as chat APIs are sent it: whole, every time.

    Each user turn is named by a digest of the dialogue up to it, system messages left out: sent
    again, by a retry or by the next step of a tool loop, it is the same turn, and the same words
    said later are another. Without a `conversation` the turns are kept under a name made of the
    first user message. Many talks begin with the same words: it names none of them to memory when
    it is asked, which knows what was wanted in this one by the words of the request.
    `after` names what the service itself holds of the dialogue (see `thread_of`).

    Raises:
        UsageError: Something is not a chat message.
    """
    chain, first, run = after, "", list[Message]()
    said = reading.read(given)
    for role, found in said:
        text = unmarked(found)  # what another drop-in has put there is no word of the user
        if role == "user":
            chain = _link(chain, role, text)
            first = first or text
            run.append({"role": "user", "content": text, "id": chain})
        elif role == "assistant":
            chain = _link(chain, role, text)
    newest = _last_run([role for role, _ in said])
    named = conversation or "chat-" + _link("", "conversation", first)[2:18]
    return Exchange(
        conversation=named, turns=tuple(run[len(run) - newest :]) if newest else (), chain=chain
    )


def _last_run(roles: Sequence[str]) -> int:
    """How many user messages stand together at the end, tool calls and results after them aside."""
    length = 0
    for role in reversed(roles):
        if role == "user":
            length += 1
        elif length and role != "system":
            break
    return length


def _link(chain: str, role: str, text: str) -> str:
    packed = "\x1f".join((chain, role, text)).encode("utf-8", "replace")
    return "x-" + hashlib.sha256(packed).hexdigest()[:32]


def dialect_of(path: str) -> Dialect | None:
    """Which dialect a path speaks, or `None` if prefmem has no business there."""
    path = path.split("?", 1)[0].rstrip("/")
    if path.endswith("/chat/completions"):
        return "chat"
    return "responses" if path.endswith("/responses") else None


def legible(given: Iterable[Message]) -> list[Message]:
    """Messages as memory can read and keep them: of one that it cannot, its text as far as it goes.

    What no store takes (NUL, half a surrogate pair) is replaced; of a text that is too long both
    ends stay; content of a shape that has no text says nothing. One such message, a tool's output
    say, must not take a user's memory away for the rest of a conversation.
    """
    return [one if _is_legible(one) else {**one, "content": _readable(one)} for one in given]


def _is_legible(message: Message) -> bool:
    try:
        reading.text_of(message, 0)
    except UsageError:
        return False
    return True


def _readable(message: Message) -> str:
    text = _text(message["content"]).replace("\x00", "\ufffd")
    packed = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()
    if len(packed) <= reading.MAX_MESSAGE_BYTES:
        return packed.decode()
    edge = reading.MAX_MESSAGE_BYTES // 2 - 1
    return "\n".join(end.decode(errors="ignore") for end in (packed[:edge], packed[-edge:]))


def messages_of(dialect: Dialect, body: Body) -> list[Message]:
    """The messages of a request body, legible; unknown items and roles are passed over.

    What a service makes of a role of its own is not known here, and no reason to read nothing. The
    body is untouched.
    """
    return legible(one for one in _messages_in(dialect, body) if one.get("role") in ROLES)


def _messages_in(dialect: Dialect, body: Body) -> list[Message]:
    if dialect == "chat":
        return list(_mappings(body.get("messages")))
    found: list[Message] = []
    if isinstance(instructions := body.get("instructions"), str):
        found.append({"role": "system", "content": instructions})
    given = body.get("input")
    if isinstance(given, str):
        return [*found, {"role": "user", "content": given}]
    return [*found, *_mappings(given)]


def own_words(text: str) -> str:
    """What of a user's message are the user's own words: nothing pasted, quoted or put there."""
    return intake.own_words(text)


def conversation_of(body: Body) -> str | None:
    """The conversation that the service itself keeps, if a responses body names one."""
    named = body.get("conversation")
    found = cast("Body", named).get("id") if isinstance(named, Mapping) else named
    return found if isinstance(found, str) and found else None


def thread_of(body: Body) -> str:
    """What a request goes on from and does not send again; empty if it sends all."""
    found = body.get("previous_response_id")
    return found if isinstance(found, str) else ""


def placed(dialect: Dialect, body: Body, result: Personalization | None) -> Body:
    """The body with the block in it, and without one that a tool or a model could have forged.

    `body` itself if there is nothing to add and nothing to clean. What is no list of messages stays
    as it is: it is the service's to say what is wrong with it. In the responses dialect the block
    goes into `instructions`, which the service does not keep: a thread continued by
    `previous_response_id` never carries a stale one.
    """
    name = "messages" if dialect == "chat" else "input"
    given = body.get(name)
    if result is None or not result.block.text:
        return _cleaned(body, name, given)
    whole = isinstance(given, list) and given == [*_mappings(cast("object", given))]
    if dialect == "chat":
        if not whole or not given:
            return _cleaned(body, name, cast("object", given))
        return {**body, "messages": inject(cast("Sequence[Message]", given), result.block)}
    before = body.get("instructions")
    own = unmarked(before) if isinstance(before, str) else ""
    told = {"instructions": "\n\n".join(filter(None, [own, result.block.text]))}
    if not whole:
        return {**_cleaned(body, name, cast("object", given)), **told}
    return {**body, **told, "input": cleaned(cast("Sequence[Message]", given))}


def _cleaned(body: Body, name: str, given: object) -> Body:
    """`body`, or one in which nothing that tools and models wrote looks like a block of ours.

    What the user and the application wrote stays: a block in it is another drop-in's.
    """
    if not isinstance(given, list):
        return body
    items = cast("list[object]", given)
    clean = [spoken(item) if _speaks(item) else unforged(item) for item in items]
    same = all(new is old for new, old in zip(clean, items, strict=True))
    return body if same else {**body, name: clean}


def _speaks(item: object) -> TypeGuard[Body]:
    """True for a message of the user or of the application."""
    return isinstance(item, Mapping) and cast("Body", item).get("role") in SPEAKERS


def answer_of(dialect: Dialect, body: object) -> str:
    """The text of an answer; empty if there is none (a tool call, an error)."""
    if not isinstance(body, Mapping):
        return ""
    found = cast("Mapping[str, object]", body)
    if dialect == "chat":
        choice = next(_mappings(found.get("choices")), None)
        message = None if choice is None else choice.get("message")
        return _text(cast("Body", message).get("content")) if isinstance(message, Mapping) else ""
    outputs = (o for o in _mappings(found.get("output")) if o.get("type") == "message")
    return "\n\n".join(filter(None, (_text(o.get("content")) for o in outputs)))


class AnswerReader:
    """Reads an answer out of the bytes that pass by, whole or as server-sent events.

    It changes nothing, never raises on what a service sends, and holds a bounded amount.
    """

    def __init__(self, dialect: Dialect, content_type: str) -> None:
        self._dialect: Dialect = dialect
        self._events = content_type.lower().startswith("text/event-stream")
        self._buffer = bytearray()
        self._texts: list[str] = []
        self._kept = 0

    def feed(self, data: bytes) -> None:
        """Take the next bytes, cut anywhere."""
        if len(self._buffer) + len(data) > MAX_BUFFER:
            self._buffer.clear()
            return
        self._buffer += data
        if self._events and b"\n" in data:
            *lines, rest = bytes(self._buffer).split(b"\n")
            self._buffer = bytearray(rest)
            for line in lines:
                if line.startswith(b"data:"):
                    self._event(line[5:])

    def text(self) -> str:
        """The answer as far as it has come."""
        if not self._events:
            return answer_of(self._dialect, _parsed(bytes(self._buffer)))[:MAX_ANSWER]
        return "".join(self._texts)

    def _event(self, data: bytes) -> None:
        event = _parsed(data)
        if not isinstance(event, Mapping) or self._kept >= MAX_ANSWER:
            return
        piece = _delta(self._dialect, cast("Body", event))
        self._texts.append(piece)
        self._kept += len(piece)


def _delta(dialect: Dialect, event: Body) -> str:
    if dialect == "responses":
        if event.get("type") != "response.output_text.delta":
            return ""
        return _text(event.get("delta"))
    for choice in _mappings(event.get("choices")):
        delta = choice.get("delta")
        if choice.get("index", 0) == 0 and isinstance(delta, Mapping):
            return _text(cast("Body", delta).get("content"))
    return ""


def _parsed(data: bytes) -> object:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None


def _text(content: object) -> str:
    if isinstance(content, str):
        return content
    parts = (part.get("text") for part in _mappings(content))
    return "\n\n".join(part for part in parts if isinstance(part, str))


def _mappings(value: object) -> Iterator[Body]:
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        for item in cast("Sequence[object]", value):
            if isinstance(item, Mapping):
                yield cast("Body", item)
