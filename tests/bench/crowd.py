"""Very many people in one store: a few live for real, the others are given the same rows.

Each row is what `observe` left of somebody, byte for byte but for the user's name: person, turns,
evidence, preferences, history and work.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

import sqlalchemy as sa
from people import statements

from prefmem import AsyncPreferenceMemory
from prefmem.stores import schema
from prefmem.stores.database import EVERYONE
from prefmem.stores.sql import SqlStore

TENANT = "bench"
LIVES = 10
"""People who say different things."""
AT_ONCE = 500
"""People written in one transaction."""
_COPIED = (
    schema.person,
    schema.turns,
    schema.evidence,
    schema.preferences,
    schema.revisions,
    schema.work,
)
_SAYING = {"Prefers": "I prefer", "Avoids": "I avoid", "Loves": "I love", "Dislikes": "I dislike"}


def name(number: int) -> str:
    return f"user-{number:06}"


def life(number: int) -> str:
    return f"life-{number}"


def spoken(number: int) -> Iterator[str]:
    """What one of the lives says: things that stand beside each other, in an order of its own."""
    plain = [
        text for _, text in islice(statements(), 2000)
        if not any(one in text for one in (" from nearby", " of good quality", " that are new"))
    ]  # fmt: skip
    start = number * len(plain) // LIVES
    for text in plain[start:] + plain[:start]:
        wish, _, rest = text.partition(" ")
        yield f"{_SAYING[wish]} {rest}."


async def live(location: str, each: int) -> None:
    """Let the lives say things until each has so many preferences."""
    async with AsyncPreferenceMemory.open(location) as memory:
        for number in range(LIVES):
            user = memory.user(life(number), tenant=TENANT)
            held = 0
            for n, text in enumerate(spoken(number)):
                if held >= each:
                    break
                said = [{"role": "user", "content": text}]
                await user.observe(said, conversation=f"c{n // 5}")
                held = len((await user.profile()).preferences)
        await memory.drain()


async def settle(store: SqlStore, begin: int, end: int, said: Callable[[int], None]) -> None:
    """Give the rows of the lives to people by number, many in a transaction.

    The rows of one person do not lie side by side: in a store that has grown, they are apart.
    """
    names = sa.Table(
        "bench_names", sa.MetaData(), sa.Column("name", schema.Text), prefixes=["TEMPORARY"]
    )
    for start in range(begin, end, AT_ONCE):
        some = range(start, min(start + AT_ONCE, end))

        def write(conn: sa.Connection, some: range = some) -> None:
            names.create(conn, checkfirst=False)
            for number in range(LIVES):
                given = [{"name": name(n)} for n in some if n % LIVES == number]
                conn.execute(names.delete())
                if given:
                    conn.execute(names.insert(), given)
                    for table in _COPIED:
                        conn.execute(_copy(table, names, life(number)))
            names.drop(conn)

        await store.database.write(write, EVERYONE)
        said(some.stop)


def _copy(table: sa.Table, names: sa.Table, like: str) -> sa.Insert:
    columns = [names.c.name if c.name == "user_id" else c for c in table.columns]
    rows = sa.select(*columns).select_from(table.join(names, sa.true()))
    mine = rows.where(table.c.tenant == TENANT, table.c.user_id == like)
    order = [c for c in table.primary_key if c.name not in ("tenant", "user_id")]
    return table.insert().from_select([c.name for c in table.columns], mine.order_by(*order))
