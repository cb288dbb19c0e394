"""PostgreSQL: the same tables, hash-partitioned by user and walled off by row-level security."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar, cast

import anyio.to_thread
import sqlalchemy as sa
import sqlalchemy.event as sa_event
import sqlalchemy.exc as sa_exc
from anyio import CapacityLimiter

from prefmem.errors import MissingExtra, UsageError
from prefmem.stores import failures, schema
from prefmem.stores.database import Database, Work
from prefmem.types import Scope

if TYPE_CHECKING:
    import psycopg

T = TypeVar("T")
Raw: TypeAlias = "psycopg.Connection[tuple[Any, ...]]"
"""A connection of psycopg itself."""
PARTITIONS = 16
CONNECTIONS = 20
PATIENCE = 30.0
LOCK = 0x70726566
"""Advisory lock: one process at a time makes or migrates the schema."""
_ENTER_RAW = (
    "SELECT set_config('prefmem.tenant', %(tenant)s, true), "
    "set_config('prefmem.user', %(user)s, true), set_config('prefmem.reach', %(reach)s, true)"
)
_ENTER = sa.text(
    "SELECT set_config('prefmem.tenant', :tenant, true), set_config('prefmem.user', :user, true), "
    "set_config('prefmem.reach', :reach, true)"
)
IDLE_SECONDS = 30
"""A host that was cut off in the middle of a transaction holds its locks no longer than this."""
_NETWORK = {
    "connect_timeout": 10,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
}
"""How soon a host notices that the network is gone; the system's own default is a quarter of an
hour."""
_POLICY = """
CREATE POLICY prefmem_own_rows ON {table} USING (
    current_setting('prefmem.reach', true) = 'everyone'
    OR (tenant = current_setting('prefmem.tenant', true)
        AND user_id = current_setting('prefmem.user', true))
)
"""


class PostgresDatabase(Database):
    """A server, shared by any number of hosts."""

    dialect = "postgresql"

    def __init__(self, url: str, *, patience: float) -> None:
        """Prepare the pool; nothing connects before the first use.

        `?scrub=later` leaves the rewriting of erased partitions to `SqlStore.scrub`.

        Raises:
            UsageError: A URL that cannot be read.
            MissingExtra: psycopg is not installed.
        """
        try:
            parsed = sa.make_url(url)
        except (sa_exc.ArgumentError, ValueError) as error:
            raise UsageError(f"store URL cannot be read: {error}; use postgresql://…") from error
        query = dict(parsed.query)
        self._scrubs_at_once = query.pop("scrub", "now") != "later"
        parsed = parsed.set(drivername="postgresql+psycopg", query=query)
        super().__init__(
            parsed.render_as_string(hide_password=True), patience=min(patience, PATIENCE)
        )
        self._engine = _engine(parsed)
        self._snapshots = self._engine.execution_options(isolation_level="REPEATABLE READ")
        self._outside = self._engine.execution_options(isolation_level="AUTOCOMMIT")
        self._threads = CapacityLimiter(CONNECTIONS)

    def foreign(self) -> tuple[type[Exception], ...]:
        """None: SQLAlchemy wraps all of psycopg's."""
        return ()

    async def reach(self) -> None:
        """Connect once.

        Raises:
            StoreUnavailable: The server does not answer, or refuses.
        """

        def connect() -> None:
            self._engine.connect().close()

        try:
            await anyio.to_thread.run_sync(connect, limiter=self._threads)
        except sa_exc.SQLAlchemyError as error:
            raise failures.translated(error, self.where) from error

    async def attempt(self, mode: str, work: Work[T], scope: Scope | None) -> T:
        """Run `work` on a thread, in one transaction that sees the rows of `scope` only."""
        if mode == "pipeline":  # it begins and commits by itself
            return await anyio.to_thread.run_sync(self._alone, work, limiter=self._threads)
        engine = self._snapshots if mode == "snapshot" else self._engine
        wall = _wall(scope)

        def run() -> T:
            with engine.begin() as conn:
                conn.execute(_ENTER, wall)
                return work(conn)

        return await anyio.to_thread.run_sync(run, limiter=self._threads)

    async def pipelined(self, work: Callable[[Raw], T], scope: Scope) -> T:
        """Run `work` on a connection of psycopg in pipeline mode, in one durable transaction.

        Statements are sent together, up to the first whose rows are fetched.
        """
        wall = _wall(scope)

        def run(conn: sa.Connection) -> T:
            raw = cast("Raw", conn.connection.driver_connection)
            with _wrapped(conn, raw):
                with raw.pipeline():
                    raw.execute(_ENTER_RAW, wall)
                    done = work(raw)
                    raw.commit()
                return done

        return await self._patiently("pipeline", run, scope)

    def _alone(self, work: Work[T]) -> T:
        with self._engine.connect() as conn:
            return work(conn)

    async def close(self) -> None:
        """Close the pool."""
        await anyio.to_thread.run_sync(self._engine.dispose)

    async def scrub(self, scope: Scope) -> bool:
        """Rewrite the partitions in which this user's rows were, unless the URL says later."""
        return self._scrubs_at_once and await self.scrub_now(scope)

    async def scrub_now(self, scope: Scope) -> bool:
        """Rewrite them.

        What the write-ahead log still holds goes as the server recycles it.
        """

        def rewrite() -> None:
            with self._outside.connect() as conn:
                for table in schema.SCOPED:
                    # For rows of many users the server's own tidying must do: rewriting all
                    # partitions would lock everybody out.
                    one = _partition_of(conn, table.name, scope) if scope.user else None
                    conn.execute(sa.text(f"VACUUM (FULL) {one}" if one else f"VACUUM {table.name}"))
                conn.execute(sa.text(f"VACUUM (FULL) {schema.erasures.name}"))

        try:
            await anyio.to_thread.run_sync(rewrite, limiter=self._threads)
        except sa_exc.SQLAlchemyError as error:
            raise failures.translated(error, self.where) from error
        return True


def _wall(scope: Scope | None) -> dict[str, str]:
    return {
        "tenant": scope.tenant if scope else "",
        "user": scope.user if scope else "",
        "reach": "own" if scope else "everyone",
    }


@contextmanager
def _wrapped(conn: sa.Connection, raw: Raw) -> Generator[None]:
    """Errors of psycopg as SQLAlchemy raises them, so that one place tells what passes."""
    import psycopg

    try:
        yield
    except psycopg.Error as error:
        broken = raw.closed
        if broken:
            conn.invalidate()
        raise cast(
            "Exception",
            sa_exc.DBAPIError.instance(
                None,
                None,
                error,
                psycopg.Error,
                connection_invalidated=broken,
                dialect=conn.dialect,
            ),
        ) from error


def _engine(url: sa.URL) -> sa.Engine:
    try:
        import psycopg
    except ModuleNotFoundError as error:
        raise MissingExtra(
            "PostgreSQL needs psycopg; run: pip install 'prefmem[postgres]'"
        ) from error

    class VectorCursor(psycopg.Cursor[Any]):
        """Fetches vectors as bytes: as text they would be twice the size."""

        def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
            """Execute; what the reflection of a schema asks for stays text."""
            options.setdefault("binary", "vector" in str(query))
            return super().execute(query, params, **options)

    engine = sa.create_engine(
        url,
        pool_size=CONNECTIONS,
        max_overflow=0,
        hide_parameters=True,  # in messages of errors: they are words of users
        pool_recycle=1800,
        connect_args={"cursor_factory": VectorCursor, **_NETWORK},
    )
    sa_event.listen(engine, "connect", _prepare)
    return engine


def _prepare(raw: Any, _: object) -> None:
    raw.execute(f"SET idle_in_transaction_session_timeout = '{IDLE_SECONDS}s'")
    raw.commit()


def _partition_of(conn: sa.Connection, table: str, scope: Scope) -> str:
    query = sa.text(
        "SELECT r FROM generate_series(0, :count - 1) AS r WHERE satisfies_hash_partition("
        "CAST(:table AS regclass), :count, r, CAST(:tenant AS text), CAST(:user AS text))"
    )
    given = {"table": table, "count": PARTITIONS, "tenant": scope.tenant, "user": scope.user}
    return partition(table, cast("int", conn.execute(query, given).scalar_one()))


def partition(table: str, number: int) -> str:
    """The name of one partition."""
    return f"{table}_{number:02}"


def alone(conn: sa.Connection) -> None:
    """Wait until no other process makes or migrates the schema, for this transaction."""
    conn.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})


def wall_off(conn: sa.Connection, tables: Sequence[sa.Table] = schema.SCOPED) -> None:
    """Partition the tables of users, and let a transaction see the rows of its user only."""
    for table in tables:
        names = [table.name]
        for number in range(PARTITIONS):
            name = partition(table.name, number)
            names.append(name)
            conn.execute(
                sa.text(
                    f"CREATE TABLE {name} PARTITION OF {table.name} "
                    f"FOR VALUES WITH (MODULUS {PARTITIONS}, REMAINDER {number})"
                )
            )
        for name in names:
            _wall_off(conn, name, _personal(table))


def _personal(table: sa.Table) -> tuple[str, ...]:
    """Columns of which the planner's statistics would keep samples after an erasure."""
    words = [column.name for column in table.columns if isinstance(column.type, sa.Text)]
    return tuple(name for name in words if name not in schema.OF_FEW_VALUES)


def _wall_off(conn: sa.Connection, name: str, columns: tuple[str, ...]) -> None:
    conn.execute(sa.text(f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY"))
    conn.execute(sa.text(f"ALTER TABLE {name} FORCE ROW LEVEL SECURITY"))
    conn.execute(sa.text(_POLICY.format(table=name)))
    for column in columns:
        conn.execute(sa.text(f"ALTER TABLE {name} ALTER COLUMN {column} SET STATISTICS 0"))
