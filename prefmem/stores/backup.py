"""A copy of a whole store in one file, while it is in use."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import anyio
import anyio.to_thread

from prefmem.errors import StoreUnavailable, UsageError
from prefmem.stores import failures, people, schema
from prefmem.stores.sql import SqlStore
from prefmem.stores.sqlite import SqliteDatabase


async def backup(store: SqlStore, path: Path) -> int:
    """Write the store to a new file at `path`, complete or not at all; its size in bytes.

    The file is for its owner only.

    A SQLite store is copied as of one moment, without holding up readers or writers. A store on
    PostgreSQL is copied user by user into a SQLite file; the server's own tools (`pg_dump`,
    continuous archiving) give one moment for all.

    To restore, open the file, or `migrate` it to where it shall be.

    Raises:
        UsageError: There is something at `path`.
        StoreUnavailable: It cannot be written there.
    """
    if await anyio.Path(path).exists():
        raise UsageError(f"{str(path)!r} is there already; name a file that is not")
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    try:
        part.touch(mode=0o600, exist_ok=False)  # everything of everybody, in a folder of anybody's
        if isinstance(store.database, SqliteDatabase):
            await anyio.to_thread.run_sync(_vacuum_into, store.database.path, part)
        else:
            await _copied(store, part)
        await anyio.to_thread.run_sync(_settle, part, path)
    except OSError as error:
        raise StoreUnavailable(
            f"backup {str(path)!r} cannot be written ({error}); name a folder with room"
        ) from error
    finally:
        part.unlink(missing_ok=True)
    return (await anyio.Path(path).stat()).st_size


async def _copied(store: SqlStore, part: Path) -> None:
    from prefmem.stores.migrate import copy

    target = await SqlStore.open(part)
    try:
        await copy(store, target)
    finally:
        await target.close()


def _vacuum_into(source: Path, part: Path) -> None:
    try:
        with closing(sqlite3.connect(source)) as raw:
            raw.execute("VACUUM INTO ?", (str(part),))
        with closing(sqlite3.connect(part)) as raw, raw:
            # Another store from here on: who is missing in it was not erased there.
            raw.execute(f"DELETE FROM {schema.meta.name} WHERE key = ?", (people.NAME,))  # noqa: S608
    except sqlite3.Error as error:
        raise failures.translated(error, str(source)) from error


def _settle(part: Path, path: Path) -> None:
    """On disk under its own name, or not there at all."""
    _synced(part, os.O_RDWR)
    part.rename(path)
    if os.name != "nt":  # where a folder is no file, its entries need no such word
        _synced(path.parent, os.O_RDONLY)


def _synced(path: Path, how: int) -> None:
    handle = os.open(path, how)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
