"""Commands with which a person decides: correct, confirm, reject, pin, postpone, forget, erase."""

from __future__ import annotations

from typing import Annotated

import typer

from prefmem.cli import tables
from prefmem.cli.session import Session, add, complain
from prefmem.cli.view import whole_id
from prefmem.errors import UsageError
from prefmem.types import Preference

UNPAUSED = "The pause is gone as well; 'prefmem pause' sets it again."
Id = Annotated[str, typer.Argument(help="Its id, or how the id begins.")]


def register(app: typer.Typer) -> None:
    """Add these commands to `app`."""
    for function in (
        correct,
        confirm,
        reject,
        pin,
        postpone,
        forget,
        erase,
        pause,
        resume,
        consent,
    ):
        add(app, function)


def correct(
    session: Session,
    preference: Id,
    statement: Annotated[str, typer.Argument(help="How it is, in a short phrase.")],
) -> None:
    """Replace what is held by your own words; nothing inferred overrules them."""
    with session.person() as person:
        _show(session, person.correct(whole_id(person, preference), statement))


def confirm(session: Session, preference: Id) -> None:
    """Say that a preference holds."""
    with session.person() as person:
        _show(session, person.confirm(whole_id(person, preference)))


def reject(session: Session, preference: Id) -> None:
    """Say that a preference does not hold; it is not inferred again."""
    with session.person() as person:
        _show(session, person.reject(whole_id(person, preference)))


def pin(session: Session, preference: Id) -> None:
    """Keep a preference, whatever its age."""
    with session.person() as person:
        _show(session, person.pin(whole_id(person, preference)))


def postpone(session: Session, preference: Id) -> None:
    """Say later whether a preference still holds: nobody asks for a while."""
    with session.person() as person:
        _show(session, person.postpone(whole_id(person, preference)))


def forget(
    session: Session,
    preference: Annotated[
        str | None, typer.Argument(help="Its id, or how the id begins.", show_default=False)
    ] = None,
    matching: Annotated[
        str | None, typer.Option("--matching", help="What it is about, instead of an id.")
    ] = None,
) -> None:
    """Forget a preference for good, with the words it came from."""
    if (preference is None) == (matching is None):
        raise UsageError("name either the id of a preference, or --matching WORDS")
    with session.person() as person:
        known = None if preference is None else whole_id(person, preference)
        receipt = person.forget(known, matching=matching)
    session.show(receipt, lambda: tables.receipt_view(receipt))


def erase(
    session: Session,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Erase everything that is held of a person, in every store."""
    whose = f"user {session.user!r} of tenant {session.tenant!r}"
    if not yes and not _answered(f"Erase everything of {whose}, for good?"):
        raise UsageError("nothing was erased")
    with session.person() as person:
        paused = person.status().paused
        receipt = person.erase()
    session.show(receipt, lambda: tables.receipt_view(receipt))
    if paused:
        session.say(UNPAUSED, style="yellow")


def _answered(question: str) -> bool:
    """What the user says.

    Raises:
        UsageError: Nothing.
        KeyboardInterrupt: Ctrl-C was typed instead.
    """
    try:
        return typer.confirm(question, err=True)
    except typer.Abort as error:
        typer.echo(err=True)  # ends the line of the question
        if isinstance(error.__context__, KeyboardInterrupt):
            complain("nothing was erased")
            raise KeyboardInterrupt from error
        raise UsageError("nothing was erased: nobody answered; --yes does not ask") from error


def pause(session: Session) -> None:
    """Learn nothing of a person, and use nothing, until `resume`."""
    with session.person() as person:
        person.pause()
    session.show({"user": session.user, "paused": True}, f"Memory of {session.user!r} is paused.")


def resume(session: Session) -> None:
    """Learn and use again."""
    with session.person() as person:
        person.resume()
    session.show({"user": session.user, "paused": False}, f"Memory of {session.user!r} is on.")


def consent(
    session: Session,
    sensitivity: Annotated[str, typer.Argument(help="A class of sensitive content: health, …")],
    granted: Annotated[bool, typer.Option("--grant", help="It may be held.")] = False,
    withdrawn: Annotated[
        bool, typer.Option("--withdraw", help="It may not; what is held of it is erased.")
    ] = False,
) -> None:
    """Open a class of sensitive content to memory, or close it."""
    if granted == withdrawn:  # of two that contradict each other none wins: one of them erases
        raise UsageError(f"say which: consent {sensitivity} --grant, or --withdraw")
    with session.person() as person:
        person.consent(sensitivity, granted)
    word = "granted" if granted else "withdrawn"
    answer = {"user": session.user, "sensitivity": sensitivity, "granted": granted}
    session.show(answer, f"Consent to {sensitivity!r} is {word}.")


def _show(session: Session, preference: Preference) -> None:
    session.show(preference, lambda: tables.preference_view(preference))
