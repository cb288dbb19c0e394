"""Commands that look after a store: status, reindex, rebuild, worker, backup, migrate."""

from __future__ import annotations

import os
import signal
import sys
import threading
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import anyio
import typer

from prefmem.cli import model, tables
from prefmem.cli.plain import counted
from prefmem.cli.session import Session, add
from prefmem.errors import UsageError

if TYPE_CHECKING:
    from prefmem.types import Scope


def register(app: typer.Typer) -> None:
    """Add these commands to `app`."""
    add(app, rebuild)
    for function in (status, reindex, worker, backup, migrate):
        add(app, function, person=False)


def status(
    session: Session,
    prometheus: Annotated[
        bool, typer.Option("--prometheus", help="In the text format that Prometheus reads.")
    ] = False,
) -> None:
    """Show what waits, failed and was refused, over the whole store."""
    with session.memory() as memory:
        found = memory.status()
    if prometheus:
        from prefmem.work import metrics

        sys.stdout.write(metrics.prometheus(found, now=datetime.now(UTC)))
        return
    session.show(found, lambda: tables.status_view(found))


def rebuild(session: Session) -> None:
    """Derive a person's preferences again from all the evidence there is."""
    with session.person() as person:
        changed = person.rebuild()
    answer = {"user": session.user, "changed": changed}
    session.show(answer, f"Derived again: {counted(changed, 'preference')} changed.")


def reindex(session: Session) -> None:
    """Make all vectors of the store again, with the embedder that is named."""
    from prefmem import factory

    def progress(scope: Scope, done: int) -> None:
        session.say(f"{done:>6}  {scope.tenant}/{scope.user}", style="dim")

    async def run() -> int:
        return await factory.reindex(
            session.db, embedder=session.embedder, episodes=session.episodes, progress=progress
        )

    users = anyio.run(run)
    session.show({"users": users}, f"The vectors of {counted(users, 'user')} are made again.")


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
    """Copy the whole store into one new file while it is in use."""
    from prefmem.stores.sql import SqlStore

    source = _source(session)

    async def run() -> int:
        store = await SqlStore.open(source)
        try:
            return await store.backup(file)
        finally:
            await store.close()

    size = anyio.run(run)
    session.show({"file": file, "bytes": size}, f"{size:,} bytes written to {file}.")


def migrate(
    session: Session,
    target: Annotated[
        str | None,
        typer.Argument(help="Another store: a file, or a postgresql:// URL.", show_default=False),
    ] = None,
) -> None:
    """Move a store to another, verified; without one, bring it up to this release."""
    if target is None:
        with session.memory() as memory:
            found = memory.status()
        session.show(found, f"The store is of this release: {found.store}")
        return
    from prefmem.stores.migrate import migrate as moved

    def progress(scope: Scope) -> None:
        session.say(f"{scope.tenant}/{scope.user}", style="dim")

    result = anyio.run(partial(moved, _source(session), target, progress=progress))
    session.show(
        result,
        f"{counted(result.users, 'user')} in both stores, {result.copied} copied in this run"
        f"{f', {result.erased} erased' if result.erased else ''}; "
        f"digest {result.digest[:16]}. Point --db or PREFMEM_DB to {target} now.",
    )


def _source(session: Session) -> str | Path:
    """The store that is there.

    Raises:
        UsageError: It is not.
    """
    path = file_of(session)
    if path is None:
        return str(session.db)
    if not os.path.isfile(path):
        raise UsageError(f"there is no store at {path}; --db names another")
    return path


def file_of(session: Session) -> Path | None:
    """The file of the store; None for one that is in no file.

    Raises:
        UsageError: `--db` names no kind of store that is known.
    """
    from prefmem.factory import NOWHERE, data_file
    from prefmem.stores.opening import path_of

    if session.db is None:
        return data_file()
    return None if session.db in NOWHERE else path_of(session.db)
