"""Commands that look: profile, ask, history, episodes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from prefmem.cli import prompts, tables
from prefmem.cli.session import Session, add
from prefmem.errors import UsageError
from prefmem.stages.messages import checked_time

if TYPE_CHECKING:
    from prefmem._sync import UserMemory

At = Annotated[
    str | None, typer.Option("--at", help="As it was at this time, such as 2026-05-04T09:00:00Z.")
]


def register(app: typer.Typer) -> None:
    """Add these commands to `app`."""
    for function in (profile, ask, history, episodes):
        add(app, function)


def profile(session: Session, at: At = None) -> None:
    """Show what is held of a person, and the words that it stands on."""
    with session.person() as person:
        found = person.profile(at=moment(at))
        status = person.status() if at is None else None
    session.show(found, lambda: tables.profile_view(found, status, past=at is not None))
    if found.paused:
        session.say(tables.PAUSED, style="yellow")


def ask(
    session: Session,
    request: Annotated[str, typer.Argument(help="What you would ask the model.")],
    budget: Annotated[int, typer.Option(help="Tokens that the block may take.")] = 256,
    context: Annotated[
        list[str] | None, typer.Option(help="A factor that holds, such as task=debugging.")
    ] = None,
    at: At = None,
) -> None:
    """Show what would be sent for this request, and why. Asks no model."""
    messages = [{"role": "user", "content": request}]
    with session.person() as person:
        reply = person.personalize(
            messages, budget=budget, at=moment(at), context=_factors(context or [])
        )
    session.show(reply, lambda: prompts.ask_view(reply))


def history(
    session: Session,
    preference: Annotated[str, typer.Argument(help="Its id, or how the id begins.")],
) -> None:
    """Show what became of a preference: what replaced what, when, and why."""
    with session.person() as person:
        found = person.history(whole_id(person, preference))
    session.show(found, lambda: tables.history_view(found))


def episodes(
    session: Session,
    query: Annotated[str, typer.Argument(help="What to look for in the raw turns.")],
    limit: Annotated[int, typer.Option(help="How many at most.")] = 5,
) -> None:
    """Search what was said, word for word: the episodic memory."""
    with session.person() as person:
        found = person.episodes(query, limit=limit)
    session.show(found, lambda: tables.episodes_view(found, datetime.now(UTC)))


def moment(text: str | None) -> datetime | None:
    """A time as it was typed.

    Raises:
        UsageError: It is not one, or has no zone.
    """
    return None if text is None else checked_time(text, "--at")


def whole_id(person: UserMemory, beginning: str) -> str:
    """The id of the preference whose id begins so.

    Raises:
        UsageError: Several do, or it is empty, as a variable of a shell may be.
    """
    if not beginning:
        raise UsageError("the id is empty; the profile lists the ids there are")
    found = [p.id for p in person.profile().preferences if p.id.startswith(beginning)]
    if len(found) > 1:
        raise UsageError(f"{beginning!r} begins {len(found)} ids: {', '.join(found)}; name one")
    return found[0] if found else beginning


def _factors(given: list[str]) -> dict[str, str | None]:
    factors: dict[str, str | None] = {}
    for one in given:
        name, equals, value = one.partition("=")
        if not equals:
            raise UsageError(f"--context {one!r} has no '='; write it like task=debugging")
        factors[name.strip()] = value.strip()
    return factors
