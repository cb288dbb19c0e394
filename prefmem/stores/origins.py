"""Which users of a store came from which other, so that who was erased there is erased here."""

from __future__ import annotations

import uuid

import sqlalchemy as sa

from prefmem.stages import forgetting
from prefmem.stores import erasing, people, schema
from prefmem.stores.database import EVERYONE
from prefmem.stores.sql import SqlStore
from prefmem.types import Scope


async def name_of(store: SqlStore) -> str:
    """A name that no other store has, wherever it is moved; made when it is first asked for."""
    meta = schema.meta

    def work(conn: sa.Connection) -> str:
        fresh = people.upsert(conn, meta).values(key=people.NAME, value=uuid.uuid4().hex)
        conn.execute(fresh.on_conflict_do_nothing())
        query = sa.select(meta.c.value).where(meta.c.key == people.NAME)
        return str(conn.execute(query).scalar_one())

    return await store.database.write(work, EVERYONE)


async def remember(store: SqlStore, scope: Scope, origin: str) -> None:
    """Write down that a user came from another store: by pseudonym, and no name."""
    key = people.came(scope, origin)
    if not await store.database.read(lambda c: _has(c, key), EVERYONE):
        await store.database.write(lambda c: people.put_meta(c, key, ""), EVERYONE)


async def erase_gone(old: SqlStore, new: SqlStore, origin: str) -> int:
    """Erase in `new` who came from `old` and is gone there; how many.

    Also the records of decisions about them. Their bytes are scrubbed once, for all.
    """
    gone = 0
    async for scope in new.users():
        key = people.came(scope, origin)
        if not await new.database.read(lambda c, k=key: _has(c, k), EVERYONE):
            continue
        if await old.database.read(lambda c, s=scope: _is_there(c, s), scope):
            continue
        await new.erase_audit(forgetting.pseudonym(scope))
        await new.database.write(lambda c, s=scope: erasing.erase(c, s), scope)
        gone += 1
    if gone:
        await erasing.finish(new.database)
    return gone


def _has(conn: sa.Connection, key: str) -> bool:
    query = sa.select(schema.meta.c.key).where(schema.meta.c.key == key)
    return conn.execute(query).first() is not None


def _is_there(conn: sa.Connection, scope: Scope) -> bool:
    table = schema.person
    query = sa.select(table.c.user_id).where(people.within(table, scope))
    return conn.execute(query).first() is not None
