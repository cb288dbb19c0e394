"""Opening a database: which kind it is, and that its schema is the one this release writes."""

from __future__ import annotations

import os
from pathlib import Path

import sqlalchemy as sa

from prefmem.errors import SchemaMismatch, StoreUnavailable, UsageError
from prefmem.stages import messages
from prefmem.stores import schema
from prefmem.stores.database import EVERYONE, Database

POSTGRES = ("postgresql://", "postgres://")
SQLITE = "sqlite:"


async def opened(location: str | Path, *, patience: float) -> Database:
    """A database with the newest schema.

    Raises:
        UsageError: A location of no kind that is known.
        StoreUnavailable: It cannot be reached or written.
        SchemaMismatch: It was written by a newer release.
    """
    database = connected(location, patience=patience)
    try:
        await database.reach()
        await ensure_schema(database)
    except BaseException:
        await database.close()
        raise
    return database


def connected(location: str | Path, *, patience: float) -> Database:
    """The database at a location; nothing is touched yet."""
    path = path_of(location)
    if path is None:
        from prefmem.stores.postgres import PostgresDatabase

        return PostgresDatabase(str(location), patience=patience)
    if str(path) == ":memory:":
        raise UsageError(
            "':memory:' is no file, and each connection would have its own; a memory that keeps "
            "nothing is PreferenceMemory.open(':memory:')"
        )
    from prefmem.stores.sqlite import SqliteDatabase

    # not Path.is_dir, which raises for a folder that may not be looked into
    if os.path.isdir(path) or not os.path.isdir(path.parent):
        raise StoreUnavailable(
            f"store {str(path)!r} cannot be opened: it is a folder, or its folder does not exist; "
            "pass the path of a file in a folder that exists"
        )
    return SqliteDatabase(path, patience=patience)


def path_of(location: str | Path) -> Path | None:
    """The file that a location names; None for a server.

    Raises:
        UsageError: A location of no kind that is known.
    """
    text = messages.checked_text(str(location), "location")
    if isinstance(location, str):
        if text.startswith(POSTGRES):
            return None
        if text.startswith(SQLITE):
            text = text.removeprefix(SQLITE).removeprefix("///")
        elif "://" in text:
            kind = text.partition("://")[0]
            raise UsageError(f"no store of kind {kind!r}; use a file path or 'postgresql://…'")
    try:
        return Path(text).expanduser()
    except RuntimeError as error:
        raise UsageError(f"location {text!r} is in the home of nobody known here") from error


async def ensure_schema(database: Database) -> None:
    """Make the schema where there is none, migrate an older one, refuse a newer one."""
    held = await database.read(held_version, EVERYONE)
    if held == schema.HEAD:
        return
    if held is None:
        await database.write(_create, EVERYONE)
        return
    from prefmem.stores import migrations

    known = migrations.known()
    if held not in known:
        raise SchemaMismatch(
            f"store {database.where} has schema {held!r}, newer than {schema.HEAD!r} of this "
            "release; update prefmem, nothing was changed"
        )
    await database.write(migrations.upgrade, EVERYONE)


def held_version(conn: sa.Connection) -> str | None:
    """The schema that a database carries; None for an empty one."""
    if not sa.inspect(conn).has_table(schema.version.name):
        return None
    return conn.execute(sa.select(schema.version.c.version_num)).scalar()


def _create(conn: sa.Connection) -> None:
    """All tables at once, as the migrations would make them one by one."""
    if conn.dialect.name == "postgresql":
        from prefmem.stores import postgres

        postgres.alone(conn)
    if held_version(conn) is not None:
        return  # another process was faster
    schema.metadata.create_all(conn)
    if conn.dialect.name == "postgresql":
        from prefmem.stores import postgres

        postgres.wall_off(conn)
    conn.execute(schema.version.insert().values(version_num=schema.HEAD))
