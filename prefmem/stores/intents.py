"""Erasures that have begun: written before the first index is touched, gone with the last row."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from prefmem.records import Intent
from prefmem.stores import codec, schema
from prefmem.stores.database import EVERYONE, Database, now
from prefmem.stores.people import of, within
from prefmem.types import Scope


class SqlIntentLog:
    """Implements `IntentLog`; the rows are beside the ledger's, so that one commit ends both."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def begin(self, scope: Scope, body: Mapping[str, Any]) -> str:
        """Write down, durably, what is to be erased: ids and no words; the intent's own id."""
        name = uuid.uuid4().hex

        def work(conn: sa.Connection) -> None:
            row = {**of(scope), "id": name, "at": now(conn), "body": codec.dumps(dict(body))}
            conn.execute(schema.intents.insert(), row)

        await self._database.write(work, scope)
        return name

    async def unfinished(self) -> tuple[Intent, ...]:
        """What has begun and not ended, of all users, oldest first."""
        table = schema.intents
        query = sa.select(table).order_by(table.c.at, table.c.id)
        rows = await self._database.read(lambda c: c.execute(query).all(), EVERYONE)
        return tuple(
            Intent(
                scope=Scope(tenant=row.tenant, user=row.user_id),
                id=row.id,
                at=codec.moment(row.at),
                body=codec.loads(row.body),
            )
            for row in rows
        )


def ended(conn: sa.Connection, scope: Scope, name: str) -> bool:
    """End an intent in the transaction at hand; False if somebody else has ended it."""
    table = schema.intents
    return bool(
        conn.execute(table.delete().where(within(table, scope), table.c.id == name)).rowcount
    )
