"""How an older store becomes one of this release: alembic, in one transaction."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory

from prefmem.stores import schema

HERE = Path(__file__).parent


def known(folder: Path = HERE) -> tuple[str, ...]:
    """Every schema that this release can read, oldest first."""
    scripts = list(_scripts(folder).walk_revisions())
    return tuple(script.revision for script in reversed(scripts))


def upgrade(conn: sa.Connection, *, to: str = "head", folder: Path = HERE) -> None:
    """Bring the schema up, data and all; an interrupted one leaves the store as it was."""
    if conn.dialect.name == "postgresql":
        from prefmem.stores import postgres

        postgres.alone(conn)
    scripts = _scripts(folder)

    def steps(held: object, _: object) -> object:
        return scripts._upgrade_revs(to, held)  # pyright: ignore[reportPrivateUsage, reportArgumentType]

    with EnvironmentContext(Config(), scripts, fn=steps) as environment:  # pyright: ignore[reportArgumentType]
        environment.configure(connection=conn, version_table=schema.version.name)
        environment.run_migrations()


def _scripts(folder: Path) -> ScriptDirectory:
    return ScriptDirectory(str(folder))
