"""Any released version comes up, data and all; an interrupted migration changes nothing."""

from __future__ import annotations

import base64
import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import sqlalchemy as sa

from prefmem.conformance.samples import ADA, OTHERS, record, vectors
from prefmem.conformance.stores import everything, write_everything
from prefmem.records import ProfileDelta
from prefmem.stages.expansions import PLACES
from prefmem.stores import migrations, opening, schema
from prefmem.stores.database import EVERYONE, Database
from prefmem.stores.memory import MemoryStore
from prefmem.stores.sql import SqlStore

if TYPE_CHECKING:
    from tests.conftest import PostgresServer

pytestmark = pytest.mark.anyio
RELEASED = Path(__file__).with_name("released")
"""Rows as an old release wrote them, by its schema."""
BLOBS = ("vectors", "vector")
NEXT = '''
"""A release to come: another column, filled from the rows that are there."""
import sqlalchemy as sa
from alembic import op
revision, down_revision, branch_labels, depends_on = "0003", "0002", None, None


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


def pour(conn: sa.Connection, released: Path) -> None:
    """Put the rows in that a release had written."""
    metadata = sa.MetaData()
    metadata.reflect(conn)
    tables: dict[str, list[dict[str, Any]]] = json.loads(released.read_text())
    for name, rows in tables.items():
        held = [
            {k: base64.b64decode(v["base64"]) if k in BLOBS and v else v for k, v in row.items()}
            for row in rows
        ]
        if held:
            conn.execute(metadata.tables[name].insert(), held)


def rounded(matrix: bytes) -> list[float]:
    return np.frombuffer(matrix, dtype=np.float32).round(3).tolist()


async def comes_up(location: str | Path, released: Path) -> None:
    """What an old release had written is read as this one would have written it."""
    database = opening.connected(location, patience=5)
    await database.write(lambda c: migrations.upgrade(c, to=released.stem), EVERYONE)
    await database.write(lambda c: pour(c, released), EVERYONE)
    await database.close()
    model = MemoryStore()
    for scope, about in ((ADA, "text"), (OTHERS[0], "other text")):
        await write_everything(model, scope, about=about)
    situations = record("p3", applies_to=tuple(PLACES.values())[:2])
    more = ProfileDelta(records=(situations,), vectors={"p3": vectors(3)})
    now = (await model.preferences.profile(ADA)).revision
    await model.preferences.commit(ADA, more, expected_revision=now)
    store = await SqlStore.open(location)
    assert await store.database.read(opening.held_version, EVERYONE) == schema.HEAD
    for scope in (ADA, OTHERS[0]):
        held, wanted = await everything(store, scope), await everything(model, scope)
        for one in (held, wanted):
            one["vectors"] = {name: rounded(m) for name, m in one["vectors"].items()}
        assert held == wanted
    pool = sa.select(sa.func.count()).select_from(schema.situations)
    assert await store.database.read(lambda c: c.execute(pool).scalar(), EVERYONE) == 2
    (hit, *_) = await store.episodes().search(ADA, vectors(7, 2)[1], limit=1)
    assert (hit.message_id, round(hit.score, 2)) == ("2", 1.0)
    await store.close()


@pytest.mark.requirement("store:migrates")
async def test_every_released_version_comes_up_with_its_data(tmp_path: Path) -> None:
    held = {path.stem for path in RELEASED.glob("*.json")}
    assert {*held, schema.HEAD} == set(migrations.known())
    for released in RELEASED.glob("*.json"):
        await comes_up(tmp_path / f"{released.stem}.db", released)


async def test_so_does_it_on_postgresql(postgres: PostgresServer) -> None:
    for released in RELEASED.glob("*.json"):
        postgres.run(f'CREATE DATABASE "from{released.stem}"')
        await comes_up(postgres.database(f"from{released.stem}"), released)


async def test_a_migration_carries_the_rows_that_are_there(tmp_path: Path, releases: Path) -> None:
    (releases / "versions" / "0003_next.py").write_text(NEXT.format(end=""))
    store = await SqlStore.open(tmp_path / "p.db")
    await write_everything(store, about="text")
    before = await everything(store)
    await store.database.write(lambda c: migrations.upgrade(c, folder=releases), EVERYONE)
    sizes = sa.text("SELECT size FROM prefmem_turns ORDER BY position")
    found = await store.database.read(lambda c: c.execute(sizes).scalars().all(), ADA)
    assert found == [len(turn.content) for turn in before["turns"]]
    assert await store.database.read(opening.held_version, EVERYONE) == "0003"
    await store.close()


@pytest.mark.requirement("store:migrates")
async def test_an_interrupted_migration_leaves_the_store_as_it_was(
    tmp_path: Path, releases: Path
) -> None:
    (releases / "versions" / "0003_next.py").write_text(NEXT.format(end="raise MemoryError"))
    store = await SqlStore.open(tmp_path / "p.db")
    await write_everything(store)
    before = await store.database.read(shape, EVERYONE), await everything(store)
    with pytest.raises(MemoryError):
        await store.database.write(lambda c: migrations.upgrade(c, folder=releases), EVERYONE)
    await store.close()
    store = await SqlStore.open(tmp_path / "p.db")
    assert (await store.database.read(shape, EVERYONE), await everything(store)) == before
    await store.close()
