"""Commands that look after a store: status, reindex, rebuild, worker, backup, migrate."""

from __future__ import annotations

import os
import signal
import sqlite3
import threading
from contextlib import closing
from functools import partial
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer

from prefmem.cli import model, tables
from prefmem.cli.session import Session, add
from prefmem.errors import StoreUnavailable, UsageError

if TYPE_CHECKING:
    from prefmem.types import MemoryStatus, Scope

URLS = ("postgresql:", "postgresql+", "postgres:")


def register(app: typer.Typer) -> None:
    """Add these commands to `app`."""
    add(app, rebuild)
    for function in (status, reindex, worker, backup, migrate):
        add(app, function, person=False)


def status(session: Session) -> None:
    """Show what waits, failed and was refused, over the whole store."""
    with session.memory() as memory:
        found = memory.status()
    session.show(found, lambda: tables.status_view(found))


def rebuild(session: Session) -> None:
    """Derive a person's preferences again from all the evidence there is."""
    with session.person() as person:
        changed = person.rebuild()
    answer = {"user": session.user, "changed": changed}
    session.show(answer, f"Derived again: {changed} preferences changed.")


def reindex(session: Session) -> None:
    """Make all vectors of the store again, with the embedder that is named."""
    import anyio

    from prefmem import factory

    def progress(scope: Scope, done: int) -> None:
        session.say(f"{done:>6}  {scope.tenant}/{scope.user}", style="dim")

    async def run() -> int:
        return await factory.reindex(
            session.db, embedder=session.embedder, episodes=session.episodes, progress=progress
        )

    users = anyio.run(run)
    session.show({"users": users}, f"The vectors of {users} users are made again.")


def worker(
    session: Session,
    once: Annotated[bool, typer.Option("--once", help="Stop when nothing is due.")] = False,
    base_url: model.BaseUrl = None,
    model_name: model.Name = None,
) -> None:
    """Distil what is observed, until it is stopped; run as many as you like on PostgreSQL."""
    stop = threading.Event()
    with session.memory(distiller=model.distiller(base_url, model_name)) as memory:
        if once:
            memory.work()
        else:
            for name in (signal.SIGTERM, signal.SIGINT):
                signal.signal(name, partial(_set, stop))
            session.say("Working; Ctrl-C stops after the batch in hand.", style="dim")
            stop.wait()
        found = memory.status()
    session.show(found, lambda: tables.status_view(found))


def _set(stop: threading.Event, signal_number: int, frame: FrameType | None) -> None:
    stop.set()


def backup(
    session: Session,
    file: Annotated[Path, typer.Argument(help="Where to; it must not exist.")],
) -> None:
    """Copy an SQLite store while it is in use."""
    source = database(session)
    if file.exists():
        raise UsageError(f"{file} exists; name a file that does not")
    if not source.is_file():
        raise UsageError(f"there is no store at {source}; --db names another")
    part = file.with_name(file.name + ".part")
    try:
        with closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as connection:
            connection.execute("VACUUM INTO ?", (str(part),))
        part.chmod(0o600)
        os.replace(part, file)
    except (sqlite3.Error, OSError) as error:
        part.unlink(missing_ok=True)
        raise StoreUnavailable(f"{source} cannot be copied to {file}: {error}") from error
    size = file.stat().st_size
    session.show({"file": file, "bytes": size}, f"{size:,} bytes written to {file}.")


def database(session: Session) -> Path:
    """The file of the store.

    Raises:
        UsageError: It is a server's.
    """
    from prefmem.factory import data_file

    if session.db is not None and session.db.startswith(URLS):
        raise UsageError("a PostgreSQL store is copied with pg_dump, which its server brings")
    return Path(session.db) if session.db is not None else data_file()


def migrate(session: Session) -> None:
    """Bring a store of an older release up to this one; opening one does the same."""
    with session.memory() as memory:
        found: MemoryStatus = memory.status()
    session.show(found, f"The store is of this release: {found.store}")
