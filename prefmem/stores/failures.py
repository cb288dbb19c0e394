"""Foreign errors into our tree: what went wrong, and what to do about it."""

from __future__ import annotations

import sqlite3

import sqlalchemy.exc as sa_exc

from prefmem.errors import StoreCorrupt, StoreError, StoreUnavailable

_LOCKED = frozenset((sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL))
_BROKEN = frozenset((sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB))
_ADVICE = {
    sqlite3.SQLITE_FULL: "the disk is full; free some space and try again, nothing was written",
    sqlite3.SQLITE_READONLY: "it cannot be written; give this account write access to the file "
    "and its folder, or open another place",
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened; check that its folder exists and that this "
    "account may write there",
    sqlite3.SQLITE_IOERR: "the disk failed or is full; check it and try again, nothing was written",
    sqlite3.SQLITE_PERM: "this account may not use it; change its permissions",
}
_AGAIN = frozenset(("40001", "40P01", "55P03"))
"""PostgreSQL: serialization failure, deadlock, lock not available."""


def worth_another_try(error: Exception) -> bool:
    """True for what passes by itself: a lock, a deadlock, a connection that broke."""
    if isinstance(error, sa_exc.DBAPIError) and error.connection_invalidated:
        return True
    code = _sqlite_code(error)
    if code is not None:
        return code in _LOCKED
    if isinstance(_cause(error), sqlite3.Error):
        return False  # the driver's own word: bytes in the place of a text, say
    state = _sqlstate(error)
    if state is None:  # no server said anything: there was none
        return isinstance(error, sa_exc.OperationalError)
    return state in _AGAIN or state.startswith(("57P", "08"))


def translated(error: Exception, where: str) -> StoreError:
    """Our error for a foreign one."""
    cause = _cause(error)
    code = _sqlite_code(error)
    if code is not None:
        return _of_sqlite(cause, code, where)
    if isinstance(cause, sqlite3.DatabaseError):
        return StoreCorrupt(f"store {where} cannot be read ({cause}); restore a backup")
    if isinstance(error, sa_exc.DBAPIError):
        return _of_postgres(cause, _sqlstate(error) or "", where)
    return StoreUnavailable(f"store {where} did not answer ({cause}); try again")


def _of_sqlite(cause: BaseException, code: int, where: str) -> StoreError:
    if code in _LOCKED:
        return StoreUnavailable(
            f"store {where} stayed locked by another process; stop what holds it, or wait"
        )
    if code in _BROKEN:
        return StoreCorrupt(
            f"store {where} is damaged ({cause}); restore a backup, "
            "or recover what is left with 'sqlite3 FILE .recover'"
        )
    advice = _ADVICE.get(code, "see the message of the database")
    return StoreUnavailable(f"store {where} failed ({cause}): {advice}")


def _of_postgres(cause: BaseException, state: str, where: str) -> StoreError:
    if state.startswith("XX"):
        return StoreCorrupt(f"store {where} is damaged ({cause}); restore a backup")
    if state.startswith("53"):
        advice = "the server is out of space, memory or connections"
    elif state == "42501":
        advice = "this role lacks a privilege; grant it the tables of prefmem"
    else:
        advice = "check that the server runs and that the URL is right, then try again"
    return StoreUnavailable(f"store {where} failed ({cause}): {advice}")


def _cause(error: Exception) -> BaseException:
    return (error.orig or error) if isinstance(error, sa_exc.DBAPIError) else error


def _sqlite_code(error: Exception) -> int | None:
    code = getattr(_cause(error), "sqlite_errorcode", None)
    return code & 0xFF if isinstance(code, int) else None


def _sqlstate(error: Exception) -> str | None:
    return getattr(_cause(error), "sqlstate", None)
