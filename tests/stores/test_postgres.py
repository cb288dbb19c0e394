"""PostgreSQL keeps the same contracts, and has a second wall between users."""

from __future__ import annotations

import secrets
import threading
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import anyio
import anyio.from_thread
import pytest
import sqlalchemy as sa

from prefmem.conformance.episodes import EpisodesContract
from prefmem.conformance.samples import ADA, OTHERS, turn
from prefmem.conformance.stores import StoreContract, everything, write_everything
from prefmem.conformance.work import WorkContract
from prefmem.episodes.sql import SqlEpisodes
from prefmem.errors import StoreUnavailable, UsageError
from prefmem.stores import audit, schema
from prefmem.stores.database import EVERYONE
from prefmem.stores.postgres import PARTITIONS
from prefmem.stores.sql import SqlStore
from prefmem.types import Scope

if TYPE_CHECKING:
    from tests.conftest import PostgresServer

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(120)]
LATER = "&scrub=later"
"""Most tests need no rewriting of partitions."""


def wipe(conn: sa.Connection) -> None:
    for table in schema.metadata.sorted_tables:
        if table is not schema.version:
            conn.execute(table.delete())


@pytest.fixture
async def store(postgres: PostgresServer) -> AsyncIterator[SqlStore]:
    made = await SqlStore.open(postgres.url + LATER)
    yield made
    await made.database.write(wipe, EVERYONE)
    await made.close()


class TestPostgres(StoreContract, WorkContract):
    @pytest.fixture
    async def store(self, store: SqlStore) -> SqlStore:
        return store


class TestEpisodes(EpisodesContract):
    @pytest.fixture
    async def episodes(self, store: SqlStore) -> SqlEpisodes:
        return store.episodes()


async def test_rows_of_users_are_spread_over_partitions(
    store: SqlStore, postgres: PostgresServer
) -> None:
    users = [Scope(tenant="t", user=f"u{n}") for n in range(60)]
    for one in users:
        await store.turns.append(one, [turn()], due={"local": 0.0})
    used = postgres.run("SELECT count(DISTINCT tableoid) FROM prefmem_turns")
    assert int(used) > PARTITIONS / 2
    plan = postgres.run(
        "EXPLAIN SELECT * FROM prefmem_preferences WHERE tenant = 't' AND user_id = 'u1'"
    )
    assert plan.count(" on prefmem_preferences_") == 1, "one partition answers for one user"


async def test_the_database_itself_keeps_users_apart(postgres: PostgresServer) -> None:
    """A query that forgot its user sees nothing of anybody else, whatever it asks."""
    postgres.run("CREATE ROLE app LOGIN")
    postgres.run("CREATE DATABASE walled OWNER app")
    store = await SqlStore.open(postgres.database("walled", user="app") + LATER)
    await write_everything(store, ADA)
    await write_everything(store, OTHERS[3])

    def forgetful(conn: sa.Connection) -> set[tuple[str, str]]:
        seen: set[tuple[str, str]] = set()
        for table in schema.SCOPED:
            query = sa.select(table.c.tenant, table.c.user_id)
            seen.update((row[0], row[1]) for row in conn.execute(query))
        return seen

    def plunder(conn: sa.Connection) -> int:
        return sum(conn.execute(table.delete()).rowcount for table in schema.SCOPED)

    mine = (ADA.tenant, ADA.user)
    assert await store.database.read(forgetful, ADA) == {mine}
    assert len(await store.database.read(forgetful, EVERYONE)) == 2
    before = await everything(store, OTHERS[3])
    assert await store.database.write(plunder, ADA) > 0
    assert await everything(store, OTHERS[3]) == before
    bare = sa.text("SELECT count(*) FROM prefmem_turns_00")
    assert (
        await store.database.read(lambda c: c.execute(bare).scalar(), Scope(tenant="", user=""))
        == 0
    )
    await store.close()


@pytest.mark.requirement("erase:everything")
async def test_records_that_are_written_in_the_moment_of_an_erasure_go_with_it(
    store: SqlStore,
) -> None:
    checked, go_on = anyio.Event(), threading.Event()

    def write(conn: sa.Connection) -> None:
        record = {"pseudonym": "ada", "n": 1}
        assert audit._append(conn, [record], lambda: [0.0]) == ()  # pyright: ignore[reportPrivateUsage]
        anyio.from_thread.run_sync(checked.set)
        assert go_on.wait(10)

    async with anyio.create_task_group() as group:
        group.start_soon(store.database.write, write, EVERYONE)
        await checked.wait()
        group.start_soon(store.erase_audit, "ada")
        await anyio.sleep(0.3)  # for an erasure that nothing holds
        go_on.set()
    assert await store.audit_of("ada") == ()


@pytest.mark.requirement("erase:everything")
async def test_what_is_left_for_later_is_rewritten_once_somebody_asks(
    store: SqlStore, postgres: PostgresServer
) -> None:
    def file_of_turns() -> str:
        return postgres.run(
            "SELECT string_agg(pg_relation_filenode(inhrelid)::text, ',' ORDER BY inhrelid) "
            "FROM pg_inherits WHERE inhparent = 'prefmem_turns'::regclass"
        )

    await write_everything(store)
    before = file_of_turns()
    assert (await store.preferences.erase(ADA))["unscrubbed"] == 1
    assert file_of_turns() == before
    assert await store.scrub()
    assert file_of_turns() != before
    assert postgres.run("SELECT count(*) FROM prefmem_erasures") == "0"


async def test_a_server_that_goes_away_and_comes_back_is_waited_for(
    store: SqlStore, postgres: PostgresServer
) -> None:
    await write_everything(store)
    known = await store.preferences.profile(ADA)
    await anyio.to_thread.run_sync(postgres.stop)
    async with anyio.create_task_group() as group:

        async def come_back() -> None:
            await anyio.sleep(0.5)
            await anyio.to_thread.run_sync(postgres.start)

        group.start_soon(come_back)
        assert (await store.turns.append(ADA, [turn("9")], due={"local": 0.0})).accepted == 1
    assert await store.preferences.profile(ADA, known=known) is known


async def test_connections_that_were_cut_are_replaced(
    store: SqlStore, postgres: PostgresServer
) -> None:
    await write_everything(store)
    postgres.run(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
    )
    assert len((await store.preferences.profile(ADA)).records) == 2


async def test_a_server_that_is_not_there_is_named_at_once() -> None:
    with anyio.fail_after(8), pytest.raises(StoreUnavailable, match="server runs"):
        await SqlStore.open("postgresql://nobody:secret@127.0.0.1:9/none")
    with pytest.raises(UsageError, match="cannot be read"):
        await SqlStore.open("postgresql://host:port:none/")


async def test_a_password_is_shown_to_nobody() -> None:
    with pytest.raises(StoreUnavailable) as caught:
        await SqlStore.open("postgresql://nobody:s3cr3t@127.0.0.1:9/none")
    assert "s3cr3t" not in str(caught.value)


async def test_stores_that_open_at_once_make_one_schema(postgres: PostgresServer) -> None:
    postgres.run("CREATE DATABASE fresh")
    url = postgres.database("fresh") + LATER
    stores: list[SqlStore] = []

    async def one() -> None:
        stores.append(await SqlStore.open(url))

    async with anyio.create_task_group() as group:
        for _ in range(3):
            group.start_soon(one)
    for made in stores:
        await made.turns.append(ADA, [turn()], due={})
        await made.close()


@pytest.mark.slow
async def test_no_byte_of_an_erased_user_is_left_in_the_data_folder(
    postgres: PostgresServer,
) -> None:
    """Rows, toast, samples of the planner, write-ahead log: after the server's own tidying."""
    postgres.run("ALTER SYSTEM SET wal_recycle = off")
    postgres.run("SELECT pg_reload_conf()")
    postgres.run("CREATE DATABASE erased")
    store = await SqlStore.open(postgres.database("erased"))
    markers = [secrets.token_hex(16) for _ in range(20)]
    for n, marker in enumerate(markers):
        long = turn(str(n), content=f"{marker} {secrets.token_hex(3000)}", conversation=marker)
        await store.turns.append(ADA, [long], due={"local": 0.0})
        await write_everything(store, Scope(tenant="kept", user=str(n)))
    postgres.run("ANALYZE", database="erased")
    await store.preferences.erase(ADA)
    await store.close()
    for statement in (
        "SELECT pg_switch_wal()",
        "CHECKPOINT",
        "SELECT pg_switch_wal()",
        "CHECKPOINT",
    ):
        postgres.run(statement, database="erased")
    left = [
        f"{marker} in {path.relative_to(postgres.folder)}"
        for path in postgres.folder.rglob("*")
        if path.is_file()
        for data in [path.read_bytes()]
        for marker in markers
        if marker.encode() in data
    ]
    assert left == []
