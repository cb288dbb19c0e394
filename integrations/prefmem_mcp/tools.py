"""What a model can do with memory, each call checked against the user of the call."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, TypeAlias
from uuid import uuid4

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations
from pydantic import BaseModel

from prefmem import AsyncUserMemory, PrefmemError
from prefmem.types import Preference
from prefmem_mcp.announcing import PROFILE

READS = ToolAnnotations(read_only_hint=True, open_world_hint=False)
WRITES = ToolAnnotations(read_only_hint=False, destructive_hint=False, open_world_hint=False)
ERASES = ToolAnnotations(read_only_hint=False, destructive_hint=True, open_world_hint=False)
CONVERSATION = "mcp"
REMEMBERED = "Remembered."
HEARD = "Heard, but it states no preference."
PAUSED = "Not kept: memory is paused, until the user asks to remember again."
Whose: TypeAlias = Callable[[], AsyncUserMemory]
Changed: TypeAlias = Callable[[], Awaitable[None]]


class Recalled(BaseModel):
    """What applies to a request."""

    text: str
    """To be followed when answering; empty if nothing applies."""
    applied: list[str]
    decision_id: str


class Held(BaseModel):
    """A preference that is held."""

    id: str
    statement: str
    behaviour: str
    status: str
    weight: float


class Remembered(BaseModel):
    """What came of a quote."""

    preferences: list[Held]
    """Those that rest on it now."""
    note: str


class Forgotten(BaseModel):
    """What was erased, by place."""

    removed: dict[str, int]


def register(server: MCPServer[Any], whose: Whose, changed: Changed) -> None:
    """Add the tools and the resource to a server; `changed` is awaited when a profile may have."""
    _reading(server, whose)
    _writing(server, whose, changed)


def _reading(server: MCPServer[Any], whose: Whose) -> None:
    @server.tool(annotations=READS)
    async def recall(request: str, budget: int = 256) -> Recalled:
        """What the user prefers that applies to this request. Call it before answering."""
        async with _told():
            found = await whose().personalize(_said(request), budget=budget)
        return Recalled(
            text=found.block.text,
            applied=[one.preference.statement for one in found.applied],
            decision_id=found.decision.decision_id,
        )

    @server.tool(annotations=READS)
    async def explain(request: str) -> str:
        """Why each preference is used for this request, or is not."""
        async with _told():
            return (await whose().personalize(_said(request))).explain()

    @server.resource(PROFILE, name="profile", mime_type="application/json")
    async def profile() -> dict[str, Any]:
        """The user's preferences as they stand, with their ids; none while memory is paused."""
        async with _told():
            found = await whose().profile()
        told = {"revision": found.revision, "paused": found.paused}
        if found.paused:
            return {**told, "summary": "", "preferences": []}
        held = [_held(one).model_dump() for one in found.preferences]
        return {**told, "summary": found.summary, "preferences": held}


def _writing(server: MCPServer[Any], whose: Whose, changed: Changed) -> None:
    @server.tool(annotations=WRITES)
    async def remember(quote: str) -> Remembered:
        """Keep a preference. Pass the user's own words, verbatim; what they imply is not enough.

        What they tell the memory itself goes here, too: "stop remembering things about me", "you
        can remember again", "forget everything you know about me".
        """
        # An id of its own: what was forgotten, and is said again, is not the old turn.
        said = [{**message, "id": uuid4().hex} for message in _said(quote)]
        async with _told():
            user = whose()
            await user.observe(said, conversation=CONVERSATION)
            profile = await user.profile()
        held = [_held(p) for p in profile.preferences if _rests_on(p, said[0]["id"])]
        await changed()
        note = PAUSED if profile.paused else REMEMBERED if held else HEARD
        return Remembered(preferences=held, note=note)

    @server.tool(annotations=WRITES)
    async def correct(preference_id: str, statement: str) -> Held:
        """Replace a preference by what the user says it is."""
        async with _told():
            corrected = _held(await whose().correct(preference_id, statement))
        await changed()
        return corrected

    @server.tool(annotations=ERASES)
    async def forget(preference_id: str | None = None, about: str | None = None) -> Forgotten:
        """Erase one preference by its id, or all about something, for good, as the user asked."""
        named = [one for one in (preference_id, about) if one and one.strip()]
        if len(named) != 1:
            raise ToolError("pass either a preference id or, as `about`, what it is about")
        async with _told():
            receipt = await whose().forget(preference_id or None, matching=about or None)
        await changed()
        return Forgotten(removed=dict(receipt.removed))


def _rests_on(one: Preference, turn: str) -> bool:
    return any(evidence.message_id == turn for evidence in one.evidence)


@asynccontextmanager
async def _told() -> AsyncGenerator[None]:
    """Tell the model what went wrong, where it is ours to tell."""
    try:
        yield
    except PrefmemError as error:
        raise ToolError(str(error)) from error


def _said(text: str) -> list[dict[str, str]]:
    return [{"role": "user", "content": text}]


def _held(one: Preference) -> Held:
    return Held(
        id=one.id,
        statement=one.statement,
        behaviour=one.behaviour,
        status=one.status,
        weight=one.weight,
    )
