"""The row that stands for a user: revision, end of the log, cursors; every write locks it first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from prefmem.records import PersonState, StageName
from prefmem.stages import forgetting
from prefmem.stores import codec, schema
from prefmem.stores.database import clock, now
from prefmem.types import Scope

ERASED = "erased: "
"""In `meta`, before a pseudonym: when they were erased. Others may have something under way."""
FLOOR = "revision_floor"
"""In `meta`: the highest revision of a user who was erased. Whoever begins anew begins above it, so
that no cache takes a new profile for the one it remembers."""

NAME = "store"
"""In `meta`: a name that no other store has, made when it is first migrated."""
CAME = "came: "
"""In `meta`, before a pseudonym and the name of a store: the user was copied from there. Goes with
the user."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What is held of a user, locked until the transaction ends."""

    revision: int = 0
    position: int = 0
    changes: int = 0
    state: PersonState = field(default_factory=PersonState)
    cursors: Mapping[StageName, int] = field(default_factory=dict[StageName, int])
    exists: bool = True
    time: int = 0
    """By the database's clock."""


def of(scope: Scope) -> dict[str, str]:
    """The key columns of a scope."""
    return {"tenant": scope.tenant, "user_id": scope.user}


def within(table: sa.Table, scope: Scope) -> sa.ColumnElement[bool]:
    """Rows of this user and no other."""
    return sa.and_(table.c.tenant == scope.tenant, table.c.user_id == scope.user)


def upsert(conn: sa.Connection, table: sa.Table) -> Any:
    """An insert that can say what happens on conflict, in the dialect at hand."""
    return upsert_in(conn.dialect.name, table)


def upsert_in(dialect: str, table: sa.Table) -> Any:
    """The same, in a dialect that is named."""
    return (sqlite_insert if dialect == "sqlite" else postgresql_insert)(table)


def mine(table: sa.Table) -> sa.ColumnElement[bool]:
    """Rows of the user named by the parameters `of_tenant` and `of_user`: see `named`."""
    return sa.and_(
        table.c.tenant == sa.bindparam("of_tenant"), table.c.user_id == sa.bindparam("of_user")
    )


def named(scope: Scope) -> dict[str, str]:
    """The parameters of `mine`."""
    return {"of_tenant": scope.tenant, "of_user": scope.user}


@lru_cache
def _lock(dialect: str) -> sa.Select[Any]:
    table = schema.person
    names = ("revision", "position", "changes", "state", "cursors")
    columns = (*(table.c[name] for name in names), clock(dialect).label("time"))
    return sa.select(*columns).where(mine(table)).with_for_update()


def locked(conn: sa.Connection, scope: Scope, *, create: bool = False) -> Held:
    """The row of a user, locked; made first if `create`."""
    query, key = _lock(conn.dialect.name), named(scope)
    found = conn.execute(query, key).one_or_none()
    if found is None and create:
        fresh = upsert(conn, schema.person).values(**of(scope), state="{}", cursors="{}")
        conn.execute(fresh.on_conflict_do_nothing())
        found = conn.execute(query, key).one_or_none()
    if found is None:
        return Held(exists=False, time=now(conn))
    return Held(
        revision=found.revision,
        position=found.position,
        changes=found.changes,
        state=codec.one_stored(codec.person, found.state),
        cursors=codec.one_stored(dict, found.cursors),
        time=found.time,
    )


def update(
    conn: sa.Connection,
    scope: Scope,
    *,
    state: PersonState | None = None,
    cursors: Mapping[StageName, int] | None = None,
    **columns: int,
) -> None:
    """Write columns of the row."""
    values: dict[str, Any] = dict(columns)
    if state is not None:
        values["state"] = codec.dumps(codec.plain(state))
    if cursors is not None:
        values["cursors"] = codec.dumps(dict(cursors))
    if values:
        conn.execute(_change(tuple(values)), named(scope) | values)


@lru_cache
def _change(names: tuple[str, ...]) -> sa.Update:
    table = schema.person
    return table.update().where(mine(table)).values({n: sa.bindparam(n) for n in names})


def next_revision(conn: sa.Connection, revision: int) -> int:
    """The revision after this one; the first of a user is above all that were erased."""
    return revision + 1 if revision else floor(conn) + 1


def floor(conn: sa.Connection) -> int:
    """The highest revision of a user who was erased."""
    found = conn.execute(sa.select(schema.meta.c.value).where(schema.meta.c.key == FLOOR)).scalar()
    return int(found or 0)


def came(scope: Scope, store: str) -> str:
    """The key in `meta` of a user who was copied from a store."""
    return f"{CAME}{forgetting.pseudonym(scope)} {store}"


def forget_origin(conn: sa.Connection, scope: Scope) -> None:
    """A user is erased: whoever comes back is somebody new, and came from nowhere."""
    conn.execute(schema.meta.delete().where(begins_with(came(scope, ""))))


def begins_with(text: str) -> sa.ColumnElement[bool]:
    """Entries of `meta` whose key begins with a text; a range, so that an index finds them."""
    key = schema.meta.c.key
    return sa.and_(key >= text, key < text[:-1] + chr(ord(text[-1]) + 1))


def put_meta(conn: sa.Connection, key: str, value: str) -> None:
    """Set one entry of `meta`."""
    insert = upsert(conn, schema.meta).values(key=key, value=value)
    conn.execute(insert.on_conflict_do_update(index_elements=["key"], set_={"value": value}))


def erased(pseudonym: str) -> str:
    """The key in `meta` under which it stands when somebody was erased."""
    return ERASED + pseudonym
