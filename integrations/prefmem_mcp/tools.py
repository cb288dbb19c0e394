"""What a model can do with memory, each call checked against the user of the call."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from typing import Any

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations
from pydantic import BaseModel

from prefmem import AsyncUserMemory, PrefmemError
from prefmem.types import Preference

READS = ToolAnnotations(read_only_hint=True, open_world_hint=False)
WRITES = ToolAnnotations(read_only_hint=False, destructive_hint=False, open_world_hint=False)
ERASES = ToolAnnotations(read_only_hint=False, destructive_hint=True, open_world_hint=False)
CONVERSATION = "mcp"


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


class Forgotten(BaseModel):
    """What was erased, by place."""

    removed: dict[str, int]


def register(server: MCPServer[Any], whose: Callable[[], AsyncUserMemory]) -> None:
    """Add the tools and the resource to a server."""
    _reading(server, whose)
    _writing(server, whose)


def _reading(server: MCPServer[Any], whose: Callable[[], AsyncUserMemory]) -> None:
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

    @server.resource("prefmem://profile", name="profile", mime_type="application/json")
    async def profile() -> dict[str, Any]:
        """The user's preferences as they stand, with their ids."""
        async with _told():
            found = await whose().profile()
        held = [_held(one).model_dump() for one in found.preferences]
        return {"revision": found.revision, "summary": found.summary, "preferences": held}


def _writing(server: MCPServer[Any], whose: Callable[[], AsyncUserMemory]) -> None:
    @server.tool(annotations=WRITES)
    async def remember(quote: str) -> list[Held]:
        """Keep a preference. Pass the user's own words, verbatim; what they imply is not enough."""
        async with _told():
            user = whose()
            before = {p.id: p.statement for p in (await user.profile()).preferences}
            await user.observe(_said(quote), conversation=CONVERSATION)
            after = (await user.profile()).preferences
        return [_held(p) for p in after if before.get(p.id) != p.statement]

    @server.tool(annotations=WRITES)
    async def correct(preference_id: str, statement: str) -> Held:
        """Replace a preference by what the user says it is."""
        async with _told():
            return _held(await whose().correct(preference_id, statement))

    @server.tool(annotations=ERASES)
    async def forget(preference_id: str | None = None, about: str | None = None) -> Forgotten:
        """Erase one preference by its id, or all about something, for good, as the user asked."""
        async with _told():
            receipt = await whose().forget(preference_id, matching=about)
        return Forgotten(removed=dict(receipt.removed))


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
