"""Any released version comes up, data and all; an interrupted migration changes nothing."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from prefmem.conformance.samples import ADA
from prefmem.conformance.stores import everything, write_everything
from prefmem.stores import migrations, opening, schema
from prefmem.stores.database import EVERYONE, Database
from prefmem.stores.sql import SqlStore

if TYPE_CHECKING:
    from tests.conftest import PostgresServer

pytestmark = pytest.mark.anyio
NEXT = '''
"""A release to come: another column, filled from the rows that are there."""
import sqlalchemy as sa
from alembic import op
revision, down_revision, branch_labels, depends_on = "0002", "0001", None, None


def upgrade():
    op.add_column("prefmem_turns", sa.Column("size", sa.BigInteger(), server_default="0"))
    op.execute("UPDATE prefmem_turns SET size = length(content)")
    {end}
'''


def shape(conn: sa.Connection) -> dict[str, Any]:
    """Tables, columns, keys and indexes as the database has them."""
    inspector = sa.inspect(conn)
    return {
        name: {
            "columns": {
                column["name"]: (str(column["type"]), column["nullable"], column["default"])
                for column in inspector.get_columns(name)
            },
            "key": inspector.get_pk_constraint(name)["constrained_columns"],
            "indexes": sorted(
                (index["name"], tuple(index["column_names"]), index["unique"])
                for index in inspector.get_indexes(name)
            ),
        }
        for name in inspector.get_table_names()
        if name.startswith(schema.PREFIX)
    }


async def both_shapes(migrated: Database, made: Database) -> tuple[dict[str, Any], dict[str, Any]]:
    await migrated.write(migrations.upgrade, EVERYONE)
    await opening.ensure_schema(made)
    return await migrated.read(shape, EVERYONE), await made.read(shape, EVERYONE)


async def test_migrating_from_nothing_gives_the_schema_that_is_made(tmp_path: Path) -> None:
    one = opening.connected(tmp_path / "a.db", patience=5)
    two = opening.connected(tmp_path / "b.db", patience=5)
    migrated, made = await both_shapes(one, two)
    assert migrated == made
    assert len(made) == len(schema.metadata.tables)
    await one.close()
    await two.close()


async def test_so_it_does_on_postgresql(postgres: PostgresServer) -> None:
    postgres.run("CREATE DATABASE migrated")
    postgres.run("CREATE DATABASE made")
    one = opening.connected(postgres.database("migrated"), patience=5)
    two = opening.connected(postgres.database("made"), patience=5)
    migrated, made = await both_shapes(one, two)
    assert migrated == made
    walled = "SELECT count(*) FROM pg_policies"
    assert postgres.run(walled, database="migrated") == postgres.run(walled, database="made")
    await one.close()
    await two.close()
    store = await SqlStore.open(postgres.database("migrated"))
    await write_everything(store)
    await store.close()


async def test_the_newest_migration_is_the_schema_of_this_release() -> None:
    assert migrations.known()[-1] == schema.HEAD


@pytest.fixture
def releases(tmp_path: Path) -> Path:
    """The migrations, and one of a release to come."""
    folder = tmp_path / "migrations"
    shutil.copytree(migrations.HERE, folder)
    return folder


async def test_every_released_version_comes_up_with_its_data(
    tmp_path: Path, releases: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for version in migrations.known():
        path = tmp_path / f"{version}.db"
        database = opening.connected(path, patience=5)
        await database.write(lambda c, v=version: migrations.upgrade(c, to=v), EVERYONE)
        store = SqlStore(database)
        await write_everything(store)
        before = await everything(store)
        await store.close()
        store = await SqlStore.open(path)
        assert await everything(store) == before
        await store.close()


async def test_a_migration_carries_the_rows_that_are_there(tmp_path: Path, releases: Path) -> None:
    (releases / "versions" / "0002_next.py").write_text(NEXT.format(end=""))
    store = await SqlStore.open(tmp_path / "p.db")
    await write_everything(store, about="text")
    before = await everything(store)
    await store.database.write(lambda c: migrations.upgrade(c, folder=releases), EVERYONE)
    sizes = sa.text("SELECT size FROM prefmem_turns ORDER BY position")
    found = await store.database.read(lambda c: c.execute(sizes).scalars().all(), ADA)
    assert found == [len(turn.content) for turn in before["turns"]]
    assert await store.database.read(opening.held_version, EVERYONE) == "0002"
    await store.close()


async def test_an_interrupted_migration_leaves_the_store_as_it_was(
    tmp_path: Path, releases: Path
) -> None:
    (releases / "versions" / "0002_next.py").write_text(NEXT.format(end="raise MemoryError"))
    store = await SqlStore.open(tmp_path / "p.db")
    await write_everything(store)
    before = await store.database.read(shape, EVERYONE), await everything(store)
    with pytest.raises(MemoryError):
        await store.database.write(lambda c: migrations.upgrade(c, folder=releases), EVERYONE)
    await store.close()
    store = await SqlStore.open(tmp_path / "p.db")
    assert (await store.database.read(shape, EVERYONE), await everything(store)) == before
    await store.close()
