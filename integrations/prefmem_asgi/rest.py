"""The memory itself as a REST API: each call of the public contract, for the caller's own user."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import Annotated, Any, cast

from fastapi import APIRouter, Depends, Query, Request
from fastapi.routing import APIRoute
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response
from typing_extensions import override

from prefmem import AsyncUserMemory
from prefmem.types import (
    EpisodeHit,
    ErasureReceipt,
    Personalization,
    Preference,
    Profile,
    Receipt,
    Revision,
    UserStatus,
)
from prefmem_asgi.describing import FAULTS, UNKNOWN
from prefmem_asgi.gateway import Service


class _Asked(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Observe(_Asked):
    """Turns of a conversation."""

    messages: list[dict[str, Any]]
    conversation: str
    at: datetime | None = None
    context: dict[str, str | None] | None = None


class Ask(_Asked):
    """A request to be personalized."""

    messages: list[dict[str, Any]]
    budget: int = Field(256, ge=0, le=100_000)
    at: datetime | None = None
    context: dict[str, str | None] | None = None
    conversation: str | None = None


class Statement(_Asked):
    """The user's own words."""

    statement: str


class Matching(_Asked):
    """What is to be forgotten: everything that is about this."""

    matching: str


class Search(_Asked):
    """What is looked for in the raw turns."""

    query: str
    limit: int = Field(5, ge=1, le=100)


class Consent(_Asked):
    """Whether a class of sensitive content may be held."""

    granted: bool


class _Admitted(APIRoute):
    """Asks whose request it is before the body is read, which a dependency comes too late for."""

    @override
    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def admitted(request: Request) -> Response:
            service = cast("Service", request.app.state.service)
            request.state.caller = service.admit(request.headers)
            return await handle(request)

        return admitted


async def _mine(request: Request) -> AsyncUserMemory:
    """The caller's memory, once what they said just before is written."""
    service = cast("Service", request.app.state.service)
    user = service.user(request.state.caller)
    await service.underway.settled(user.scope, service.settings.limits.drain)
    return user


User = Annotated[AsyncUserMemory, Depends(_mine)]
api = APIRouter(prefix="/v1/memory", tags=["memory"], route_class=_Admitted, responses={**FAULTS})
"""The endpoints; whose memory it is comes from the caller's identity alone."""


@api.post("/observe")
async def observe(user: User, asked: Observe) -> Receipt:
    """Take in turns of a conversation; they are on disk when this answers."""
    return await user.observe(
        asked.messages, conversation=asked.conversation, at=asked.at, context=asked.context
    )


@api.post("/personalize")
async def personalize(user: User, asked: Ask) -> Personalization:
    """What to send to the model for these messages, and why."""
    return await user.personalize(
        asked.messages,
        budget=asked.budget,
        at=asked.at,
        context=asked.context,
        conversation=asked.conversation,
    )


@api.get("/profile")
async def profile(user: User, at: datetime | None = None) -> Profile:
    """The profile as it stands, or as it stood at a time."""
    return await user.profile(at=at)


@api.get("/status")
async def status(user: User) -> UserStatus:
    """How the memory stands: paused or not, consents, what lapses soon, what to ask about again."""
    return await user.status()


@api.get("/episodes")
async def episodes(
    user: User, query: str, limit: Annotated[int, Query(ge=1, le=100)] = 5
) -> tuple[EpisodeHit, ...]:
    """Search in the raw turns."""
    return await user.episodes(query, limit=limit)


@api.post("/episodes")
async def search(user: User, asked: Search) -> tuple[EpisodeHit, ...]:
    """The same, with the query in the body: proxies keep addresses in their logs."""
    return await user.episodes(asked.query, limit=asked.limit)


@api.post("/forget")
async def forget_matching(user: User, asked: Matching) -> ErasureReceipt:
    """Erase all that is about something."""
    return await user.forget(matching=asked.matching)


@api.put("/consents/{sensitivity}", status_code=204, response_model=None)
async def consent(user: User, sensitivity: str, asked: Consent) -> None:
    """Open or close a class of sensitive content; closing erases what is held of it."""
    await user.consent(sensitivity, asked.granted)


@api.post("/pause", status_code=204, response_model=None)
async def pause(user: User) -> None:
    """Learn nothing and tell no model anything until it is resumed; the person still may look."""
    await user.pause()


@api.post("/resume", status_code=204, response_model=None)
async def resume(user: User) -> None:
    """Learn, and tell what applies, again."""
    await user.resume()


@api.get("/export")
async def export(user: User) -> dict[str, Any]:
    """All that is held of this user."""
    return await user.export()


@api.post("/load", status_code=204, response_model=None)
async def load(user: User, exported: dict[str, Any]) -> None:
    """Restore what `export` gave."""
    await user.load(exported)


@api.delete("")
async def erase(user: User) -> ErasureReceipt:
    """Remove everything of this user, in every store; a pause and consents go too."""
    return await user.erase()


@api.get("/preferences/{preference_id}/history", responses={**UNKNOWN})
async def history(user: User, preference_id: str) -> tuple[Revision, ...]:
    """What replaced what, when, on which evidence."""
    return await user.history(preference_id)


@api.post("/preferences/{preference_id}/correct", responses={**UNKNOWN})
async def correct(user: User, preference_id: str, asked: Statement) -> Preference:
    """Replace it by the user's own words; final until the user changes it."""
    return await user.correct(preference_id, asked.statement)


@api.post("/preferences/{preference_id}/confirm", responses={**UNKNOWN})
async def confirm(user: User, preference_id: str) -> Preference:
    """The user says that it holds."""
    return await user.confirm(preference_id)


@api.post("/preferences/{preference_id}/reject", responses={**UNKNOWN})
async def reject(user: User, preference_id: str) -> Preference:
    """The user says that it does not hold; it is not inferred again."""
    return await user.reject(preference_id)


@api.post("/preferences/{preference_id}/pin", responses={**UNKNOWN})
async def pin(user: User, preference_id: str) -> Preference:
    """The user wants it kept, whatever its age."""
    return await user.pin(preference_id)


@api.post("/preferences/{preference_id}/postpone", responses={**UNKNOWN})
async def postpone(user: User, preference_id: str) -> Preference:
    """The user would rather not say now whether it holds: nobody asks for a while."""
    return await user.postpone(preference_id)


@api.delete("/preferences/{preference_id}", responses={**UNKNOWN})
async def forget(user: User, preference_id: str) -> ErasureReceipt:
    """Erase it: the statement, its quotes, vectors and the turns' text it came from."""
    return await user.forget(preference_id)
