"""Commands that bring things in and out: ingest, export, import."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from prefmem.cli import tables
from prefmem.cli.plain import counted
from prefmem.cli.progress import Advance, bar
from prefmem.cli.session import FAILED, Session, add, answer, complain
from prefmem.cli.view import moment
from prefmem.errors import UsageError
from prefmem.stages.messages import turns_of
from prefmem.types import ANYWHERE

if TYPE_CHECKING:
    from prefmem._sync import UserMemory
    from prefmem.readers import Conversation, Fault

_EARLIEST = datetime.min.replace(tzinfo=UTC)


@dataclass(slots=True, kw_only=True)
class Tally:
    """What an ingestion came to."""

    conversations: int = 0
    finished_before: int = 0
    accepted: int = 0
    duplicates: int = 0


def register(app: typer.Typer) -> None:
    """Add these commands to `app`."""
    add(app, ingest)
    add(app, export)
    add(app, restore, name="import")


def ingest(
    session: Session,
    file: Annotated[Path, typer.Argument(help="The export: .json, .jsonl, .zip, or its folder.")],
    at: Annotated[
        str | None, typer.Option(help="When it was said, where the file has no times.")
    ] = None,
) -> None:
    """Read a chat export and learn from it; run again, it goes on where it stopped.

    It finds out by itself what the file is: ChatGPT's or Claude's data export, ShareGPT, or
    messages with `role` and `content`, as one list or one a line.
    """
    from prefmem.readers import Conversation, read

    said = moment(at)
    given = list(read(file))
    faults = [one for one in given if not isinstance(one, Conversation)]
    conversations = [one for one in given if isinstance(one, Conversation)]
    conversations.sort(key=lambda one: one.began or _EARLIEST)
    with session.memory() as memory:
        person = memory.user(session.user, tenant=session.tenant)
        if person.status().paused:
            raise UsageError(f"{tables.PAUSED[:-1]}; nothing was read in")
        with bar(len(conversations), quiet=session.as_json) as advance:
            tally, refused = _observe(person, conversations, said, advance)
        memory.drain()
        profile = person.profile()
    faults = sorted([*faults, *refused], key=lambda one: (one.file, one.line))
    _report(session, tally, faults, held=len(profile.preferences))
    session.say("\n'prefmem profile' shows it.", style="dim")
    if profile.paused:
        session.say(f"{tables.PAUSED} It was asked for in what was read.", style="yellow")
    if faults:
        raise typer.Exit(FAILED)


def _observe(
    person: UserMemory,
    conversations: Sequence[Conversation],
    at: datetime | None,
    advance: Advance,
) -> tuple[Tally, list[Fault]]:
    """Observe what is not held yet; what the memory refuses is a fault of that conversation."""
    from prefmem.readers import Fault

    held = _held(person)
    tally, refused = Tally(), list[Fault]()
    for one in conversations:
        advance(one.title or one.id)
        try:
            if _turns(one) <= held:
                tally.finished_before += 1
                continue
            receipt = person.observe(one.messages, conversation=one.id, at=at)
        except UsageError as error:
            refused.append(Fault(file=one.file, line=one.line, reason=str(error)))
            continue
        tally.conversations += 1
        tally.accepted += receipt.accepted
        tally.duplicates += receipt.duplicates
    return tally, refused


def _held(person: UserMemory) -> set[tuple[str, str]]:
    """The turns that are in the memory, by conversation and id: where an earlier run stopped."""
    return {(turn["conversation"], turn["id"]) for turn in person.export()["turns"]}


def _turns(conversation: Conversation) -> set[tuple[str, str]]:
    turns = turns_of(
        conversation.messages, conversation=conversation.id, at=_EARLIEST, context=ANYWHERE
    )
    return {(turn.conversation, turn.id) for turn in turns}


def _report(session: Session, tally: Tally, faults: Sequence[Fault], *, held: int) -> None:
    for fault in faults:
        complain(str(fault))
    if session.as_json:
        answer({"read": tally, "faults": faults, "preferences": held})
        return
    session.say(
        f"{counted(tally.conversations, 'conversation')} read, "
        f"{counted(tally.accepted, 'new message')}"
        + (f", {tally.duplicates} known before" if tally.duplicates else "")
        + (f"; {tally.finished_before} finished earlier" if tally.finished_before else "")
        + f". {counted(held, 'preference')} held of {session.user!r}."
    )
    if faults:
        session.say(
            f"{counted(len(faults), 'place')} could not be read; all else was kept.", style="yellow"
        )


def export(
    session: Session,
    file: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Where to; the default, and -, is the screen."),
    ] = None,
) -> None:
    """Write all that is held of a person as JSON."""
    with session.person() as person:
        held = person.export()
    if file is None or str(file) == "-":
        answer(held)
        return
    try:
        _write(file, json.dumps(held, ensure_ascii=False, indent=1))
    except OSError as error:
        raise UsageError(f"{file} cannot be written: {error.strerror or error}") from error
    session.show({"file": file}, f"Written to {file}.")


def _write(file: Path, text: str) -> None:
    """Write a file that only its owner may read; one that is there stays until that is done."""
    if file.exists() and not file.is_file():  # a device or a pipe
        file.write_text(text, encoding="utf-8")
        return
    whole = Path(os.path.realpath(file))
    part = whole.with_name(f"{whole.name}.part")
    part.unlink(missing_ok=True)
    try:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(handle, "w", encoding="utf-8") as out:
            out.write(text)
        part.replace(whole)
    finally:
        part.unlink(missing_ok=True)


def restore(
    session: Session,
    file: Annotated[Path, typer.Argument(help="What `prefmem export` wrote; - for the input.")],
) -> None:
    """Restore what `export` wrote, into a person of whom nothing is held."""
    held = _export(file)
    with session.person() as person:
        person.load(held)
        profile = person.profile()
    session.show(profile, lambda: tables.profile_view(profile))


def _export(file: Path) -> Mapping[str, Any]:
    from prefmem.readers.values import kind

    try:
        data = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
        held: object = json.loads(data)
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror or error}") from error
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{file} is not JSON, or cut off: {error}") from error
    if not isinstance(held, dict):
        raise UsageError(f"{file} is not an export: it holds {kind(held)}")
    return cast("dict[str, Any]", held)
