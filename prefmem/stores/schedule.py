"""The work stream as a dictionary, by the process's own monotonic clock."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from prefmem.errors import LeaseLost
from prefmem.records import Lease, StageName, Turn
from prefmem.types import Scope

Standing = Callable[[Scope], tuple[Sequence[Turn], Mapping[StageName, int]]]
"""Turns of a user, and the cursors the ledger remembers."""
Moved = Callable[[Scope, StageName, int], None]
PATIENCE = 6
"""A turn is put off by those that follow it for six times the debounce at most."""


@dataclass(slots=True)
class Row:
    """One user and stage."""

    cursor: int = 0
    due: float = 0.0
    since: float = 0.0
    retry_at: float = 0.0
    attempts: int = 0
    careful: int = 0
    token: int = 0
    lease_until: float = 0.0


class MemoryWorkStream:
    """Implements `WorkStream` for a store in the same process."""

    def __init__(
        self,
        scopes: Callable[[], Iterable[Scope]],
        standing: Standing,
        moved: Moved,
        paused: Callable[[Scope], bool],
    ) -> None:
        """Ask `standing` what is in the log; tell `moved` where a stage has come to."""
        self._scopes = scopes
        self._paused = paused
        self._standing = standing
        self._moved = moved
        self._rows: dict[tuple[Scope, StageName], Row] = {}
        self._parked: dict[tuple[Scope, StageName], dict[int, str]] = {}
        self._failures = 0
        self._tokens = 0

    def becomes_due(self, scope: Scope, stage: StageName, seconds: float) -> None:
        """New turns are there; wait for quiet, but not for ever."""
        now = time.monotonic()
        row = self._rows.setdefault((scope, stage), Row(due=now + seconds, since=now))
        if row.cursor >= len(self._standing(scope)[0]) or not row.since:
            row.since = now
        row.due = min(now + seconds, max(row.since + PATIENCE * seconds, now))

    def put(self, scope: Scope, stage: StageName, row: Row) -> None:
        """Set a row."""
        self._rows[scope, stage] = row

    async def claim(
        self,
        stage: StageName,
        *,
        scope: Scope | None = None,
        seconds: float,
        hurry: bool = False,
    ) -> Lease | None:
        """Lease the earliest due user (or this one, due or not), or None if there is none."""
        now = time.monotonic()
        found = [
            (row.due, one, row)
            for (one, name), row in self._rows.items()
            if name == stage
            and scope in (None, one)
            and self._waits(one, row)
            and row.retry_at <= now
            and row.lease_until <= now
            and (scope is not None or hurry or row.due <= now)
        ]
        if not found:
            return None
        _, one, row = min(found, key=lambda item: item[0])
        self._tokens += 1
        row.attempts += 1 if row.lease_until else 0
        row.token, row.lease_until = self._tokens, now + seconds
        return Lease(
            scope=one,
            stage=stage,
            token=row.token,
            cursor=row.cursor,
            attempts=row.attempts,
            careful=row.careful,
            until=_wall(row.lease_until),
        )

    async def renew(self, lease: Lease, *, seconds: float) -> Lease:
        """Extend a lease.

        Raises:
            LeaseLost: Another worker took over.
        """
        row = self._held(lease)
        row.lease_until = time.monotonic() + seconds
        return replace(lease, until=_wall(row.lease_until))

    async def release(
        self,
        lease: Lease,
        *,
        cursor: int | None = None,
        failed: str | None = None,
        retry_in: float | None = None,
        careful: int | None = None,
    ) -> None:
        """Give a lease back; with `failed`, count the attempt; with `cursor`, park and move on.

        Raises:
            LeaseLost: Another worker took over.
        """
        row = self._held(lease)
        row.token, row.lease_until = 0, 0.0
        if failed is not None:
            self._failures += 1
            row.attempts += 1
        if cursor is not None:
            parked = self._parked.setdefault((lease.scope, lease.stage), {})
            parked |= dict.fromkeys(range(lease.cursor + 1, cursor + 1), failed or "")
            self._advance(lease, row, cursor)
        row.retry_at = time.monotonic() + (retry_in or 0.0)
        if careful is not None:
            row.careful = careful

    def holds(self, lease: Lease) -> bool:
        """True while nobody else may work on this user."""
        row = self._rows.get((lease.scope, lease.stage))
        return row is not None and row.token == lease.token and row.lease_until > time.monotonic()

    def done(self, lease: Lease, cursor: int) -> None:
        """Move the cursor and free the lease."""
        self._advance(lease, self._held(lease), cursor)

    def _advance(self, lease: Lease, row: Row, cursor: int) -> None:
        now = time.monotonic()
        row.cursor, row.attempts, row.token = cursor, 0, 0
        row.lease_until = row.retry_at = 0.0
        row.due = row.since = now
        self._moved(lease.scope, lease.stage, cursor)

    def hasten(self, scope: Scope, stages: Iterable[StageName]) -> None:
        """What waits for these stages is due, whatever had put it off."""
        for stage in stages:
            row = self._rows.get((scope, stage))
            if row is not None and self._waits(scope, row):
                row.due = row.since = time.monotonic()
                row.retry_at = 0.0

    def revoke(self, scope: Scope) -> None:
        """Take every lease of a user away."""
        for (one, _), row in self._rows.items():
            if one == scope:
                row.token, row.lease_until = 0, 0.0

    def erase(self, scope: Scope) -> tuple[int, int]:
        """Remove what is here of a user: parked turns and rows."""
        rows = [key for key in self._rows if key[0] == scope]
        lost = [key for key in self._parked if key[0] == scope]
        for key in rows:
            del self._rows[key]
        return sum(len(self._parked.pop(key)) for key in lost), len(rows)

    async def backlog(self) -> Mapping[str, Any]:
        """Over all users: `waiting`, `oldest_waiting`, `parked`, `failures`, `leased`."""
        return self.waiting()

    def waiting(self, *, stages: Sequence[StageName] | None = None) -> dict[str, Any]:
        """The same, of some stages."""
        now = time.monotonic()
        turns: dict[Scope, int] = {}
        leased: set[Scope] = set()
        since: list[float] = []
        for (scope, stage), row in self._rows.items():
            if stages is not None and stage not in stages:
                continue
            if self._waits(scope, row):
                behind = len(self._standing(scope)[0]) - row.cursor
                turns[scope] = max(turns.get(scope, 0), behind)
                if stage != "model" or not self._paused(scope):
                    since.append(row.since)
                if row.lease_until > now:
                    leased.add(scope)
        return {
            "waiting": sum(turns.values()),
            "oldest_waiting": _wall(min(since)) if since else None,
            "parked": sum(map(len, self._parked.values())),
            "failures": self._failures,
            "leased": len(leased),
        }

    async def sweep(self) -> int:
        """Rebuild missing stream rows from what the ledger still owes; how many."""
        now, mended = time.monotonic(), 0
        for scope in self._scopes():
            for stage, cursor in self._standing(scope)[1].items():
                if (scope, stage) not in self._rows:
                    self._rows[scope, stage] = Row(cursor=cursor, due=now, since=now)
                    mended += 1
        return mended

    async def restart(self, stage: StageName) -> int:
        """Let a stage read all turns again, from the first; of how many users who have spoken."""
        found = 0
        for (scope, name), row in self._rows.items():
            if name == stage and row.cursor and any(t.spoken for t in self._standing(scope)[0]):
                row.cursor, row.due, row.since = 0, 0.0, time.monotonic()
                row.token, row.lease_until = 0, 0.0
                self._moved(scope, stage, 0)
                found += 1
        return found

    async def unpark(self, scope: Scope, stage: StageName) -> int:
        """Let a stage read its parked turns again, and what follows them; how many were parked."""
        parked = self._parked.pop((scope, stage), {})
        if parked:
            row = self._rows[scope, stage] = Row(cursor=min(parked) - 1)
            self._moved(scope, stage, row.cursor)
        return len(parked)

    def _waits(self, scope: Scope, row: Row) -> bool:
        return row.cursor < len(self._standing(scope)[0])

    def _held(self, lease: Lease) -> Row:
        if not self.holds(lease):
            raise LeaseLost(f"the lease on {lease.stage!r} no longer holds; claim again")
        return self._rows[lease.scope, lease.stage]


def _wall(monotonic: float) -> datetime:
    return datetime.now(UTC) + timedelta(seconds=monotonic - time.monotonic())
