"""Records of decisions: buffered off the hot path, hash-chained, kept for a time, erasable.

Each sink writes a chain of its own, so that many processes can share a store. A record that is
erased leaves its link behind in the record of the erasure: the chain still closes, the person is
gone. What is too old is pruned from the chain's beginning.

A person may be erased while another process still has records of them in its buffer. Each says
for how long it has waited, and the keeper, which knows when it erased whom, keeps none of those.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import time
import uuid
from collections import deque
from collections.abc import AsyncIterator, Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, cast

from prefmem.errors import PrefmemError
from prefmem.ports import AuditKeeper, Waited
from prefmem.records import AuditRecord

logger = logging.getLogger(__name__)
_CAPACITY = 10_000
"""Records that wait at most; beyond it the oldest are dropped, and counted in the next one."""
_BATCH = 64
"""Records that are written at once."""
_STEP = 4
"""Records that are chained at once in the background: the thread shares Python's lock ..."""
_PAUSE = 0.0003
"""... and leaves it to requests for these seconds in between."""
_PAGE = 1_000
EVERY = 2**31 - 1
"""More records than one person has."""
_FIELDS = tuple(one.name for one in fields(AuditRecord))


def _now() -> datetime:
    return datetime.now(UTC)


class _Waiting:
    """A record in the buffer, and since when."""

    __slots__ = ("_clock", "_wall", "record")

    def __init__(self, record: AuditRecord) -> None:
        self.record = record
        self._clock, self._wall = time.monotonic(), time.time()

    def seconds(self) -> float:
        """For how long it has waited: a machine may sleep meanwhile, and its clock be set back."""
        return max(time.monotonic() - self._clock, time.time() - self._wall)


def _seconds(batch: Iterable[_Waiting]) -> list[float]:
    return [one.seconds() for one in batch]


class BufferedAuditSink:
    """Takes records without waiting and writes them in batches."""

    def __init__(
        self,
        keeper: AuditKeeper,
        *,
        days: int | None = None,
        capacity: int = _CAPACITY,
        now: Callable[[], datetime] = _now,
    ) -> None:
        """Write to `keeper`; what is older than `days` is pruned when the buffer is flushed."""
        self._keeper = keeper
        self._days = days
        self._now = now
        self._waiting: deque[_Waiting] = deque(maxlen=capacity)
        self._writer = uuid.uuid4().hex
        self._count = 0
        self._link = genesis(self._writer)
        self._lock = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()
        self.dropped = 0
        """Records that were lost because nothing could be written for long."""

    def record(self, entry: AuditRecord) -> None:
        """Take one record; never blocks, never raises."""
        if len(self._waiting) == self._waiting.maxlen:
            self.dropped += 1
        self._waiting.append(_Waiting(entry))
        if len(self._waiting) >= _BATCH and not self._tasks:
            self._start()

    async def flush(self) -> None:
        """Write what is buffered, then prune; what cannot be written stays buffered.

        Raises:
            StoreError: The store refused.
        """
        await self._drain()
        if self._days is not None:
            await self._prune(self._days)

    async def _drain(self, *, least: int = 1, pause: float = 0.0) -> None:
        async with self._lock:
            while len(self._waiting) >= least:
                batch = [self._waiting[i] for i in range(min(_BATCH, len(self._waiting)))]
                await self._keep(batch, pause=pause)
                for one in batch:
                    if self._waiting and self._waiting[0] is one:
                        self._waiting.popleft()
                    else:  # pushed out while it was written
                        self.dropped -= 1

    async def erase(self, pseudonym: str) -> int:
        """Remove every record of one person, waiting ones included; how many.

        Leaves one record without a pseudonym that holds the links of those that are gone.
        """
        await self._drain()
        async with self._lock:
            gone = await self._keeper.erase_audit(pseudonym)
            links = [
                [row["writer"], row["n"], row["previous"], row["link"]]
                for row in gone
                if "link" in row
            ]
            if links:
                await self._write([{"point": "erase", "pseudonym": "", "removed": links}])
            return len(gone)

    def _start(self) -> None:
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:  # no loop, or not asyncio's: the next flush writes it
            return
        task = loop.create_task(self._in_background())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _in_background(self) -> None:
        try:
            await self._drain(least=_BATCH, pause=_PAUSE)
        except PrefmemError:
            logger.warning("audit records could not be written; they stay buffered", exc_info=True)

    async def _keep(self, batch: Sequence[_Waiting], *, pause: float) -> None:
        """Write records; those of people who were erased since they were made are left out."""
        while batch:
            rows, waited = [_row(one.record) for one in batch], partial(_seconds, tuple(batch))
            erased = await self._write(rows, waited=waited, pause=pause)
            if not erased:
                return
            batch = [one for place, one in enumerate(batch) if place not in erased]

    async def _write(
        self,
        rows: Sequence[dict[str, Any]],
        *,
        waited: Waited | None = None,
        pause: float = 0.0,
    ) -> Collection[int]:
        """Chain and write; the places of rows that the keeper refused, and then none is written."""
        dropped = self.dropped
        chained = await asyncio.to_thread(self._chained, rows, dropped, pause)
        if erased := await self._keeper.append_audit(chained, waited=waited):
            return erased
        self._link, self._count = chained[-1]["link"], self._count + len(chained)
        self.dropped -= dropped
        return ()

    def _chained(
        self, rows: Iterable[dict[str, Any]], dropped: int, pause: float
    ) -> list[dict[str, Any]]:
        link, written = self._link, self._now().isoformat()
        chained: list[dict[str, Any]] = []
        for n, row in enumerate(rows, self._count):
            told = {"dropped_before": dropped} if dropped and not chained else {}
            body = {**row, **told, "written": written}
            chained.append(chain(body, writer=self._writer, n=n, previous=link))
            link = chained[-1]["link"]
            if pause and len(chained) % _STEP == 0:
                time.sleep(pause)
        return chained

    async def _prune(self, days: int) -> None:
        limit, last = self._now() - timedelta(days=days), 0
        while page := await self._keeper.audit_since(last, limit=_PAGE):
            old = outdated(page, limit=limit)
            last = old or last
            if old < int(page[-1]["seq"]):
                break
        if last:
            await self._keeper.prune_audit(last)


# --- the chain ----------------------------------------------------------------------------------


def genesis(writer: str) -> str:
    """Where the chain of a writer begins."""
    return hashlib.sha256(f"prefmem audit {writer}".encode()).hexdigest()


def chain(row: Mapping[str, Any], *, writer: str, n: int, previous: str) -> dict[str, Any]:
    """The row with its place in the chain."""
    body = {**row, "writer": writer, "n": n, "previous": previous}
    return {**body, "link": _digest(body)}


def unchained(row: Mapping[str, Any]) -> dict[str, Any]:
    """What a row says of a decision, without its place in the chain and whose it is."""
    return {name: row[name] for name in _FIELDS if name in row and name != "pseudonym"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainReport:
    """What `verify` found."""

    records: int
    broken: tuple[str, ...]
    """One sentence for each place where the chain does not close."""
    erased: int = 0
    """Records that were erased on purpose; their links close the chain."""

    @property
    def intact(self) -> bool:
        """True if nothing was changed, left out or put in."""
        return not self.broken


def verify(rows: Iterable[Mapping[str, Any]]) -> ChainReport:
    """Check the chains of all writers over records in their order.

    A chain may begin late (what is older was pruned). It may not have holes, but for the records
    whose links a later erasure holds.
    """
    kept = [row for row in rows if "link" in row]
    removed = _removed(kept)
    last: dict[str, tuple[int, str]] = {}
    broken: list[str] = []
    for row in kept:
        writer, n = str(row["writer"]), int(row["n"])
        body = {key: value for key, value in row.items() if key not in ("link", "seq")}
        if _digest(body) != row["link"]:
            broken.append(f"record {n} of writer {writer[:8]} was changed")
        expected = _bridge(last.get(writer), writer, n, removed)
        if expected is not None and expected != row["previous"]:
            broken.append(f"a record before {n} of writer {writer[:8]} is missing")
        last[writer] = (n, str(row["link"]))
    return ChainReport(records=len(kept), broken=tuple(broken), erased=len(removed))


def _removed(rows: Iterable[Mapping[str, Any]]) -> dict[tuple[str, int], str]:
    found: dict[tuple[str, int], str] = {}
    for row in rows:
        for writer, n, _previous, link in cast("list[list[Any]]", row.get("removed", [])):
            found[str(writer), int(n)] = str(link)
    return found


def _bridge(
    last: tuple[int, str] | None, writer: str, n: int, removed: Mapping[tuple[str, int], str]
) -> str | None:
    """The link that record `n` must name; None where the chain may begin here."""
    if last is None:
        return genesis(writer) if n == 0 else removed.get((writer, n - 1))
    at, link = last
    while at + 1 < n and (writer, at + 1) in removed:
        at, link = at + 1, removed[writer, at + 1]
    return link if at + 1 == n else ""


def _digest(body: Mapping[str, Any]) -> str:
    packed = json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(packed.encode("utf-8", "surrogatepass")).hexdigest()


def _row(entry: AuditRecord) -> dict[str, Any]:
    return {name: _plain(getattr(entry, name)) for name in _FIELDS}


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    return list(cast("tuple[str, ...]", value)) if isinstance(value, tuple) else value


async def _all(keeper: AuditKeeper) -> AsyncIterator[dict[str, Any]]:
    """Every record, page by page."""
    seq = 0
    while page := await keeper.audit_since(seq, limit=_PAGE):
        for row in page:
            yield row
        seq = int(page[-1]["seq"])


async def read(keeper: AuditKeeper) -> tuple[dict[str, Any], ...]:
    """Every record of a store, in order: for `verify`, for exports, for people."""
    return tuple([row async for row in _all(keeper)])


def outdated(rows: Iterable[Mapping[str, Any]], *, limit: datetime) -> int:
    """The number of the last of the first records that were written before `limit`, or 0."""
    last = 0
    for row in rows:
        if datetime.fromisoformat(str(row["written"])) >= limit:
            break
        last = int(row["seq"])
    return last
