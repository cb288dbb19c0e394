"""Episodic memory in Chroma: embedded for one process, or its server for many."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Self, TypeVar
from urllib.parse import urlsplit

import numpy as np

from prefmem.episodes.chroma_index import Found, Index, Row, row_id, sessions_of, user_key
from prefmem.episodes.lock import FolderLock
from prefmem.episodes.ranking import best
from prefmem.errors import MissingExtra, StoreCorrupt, StoreUnavailable, UsageError
from prefmem.ports import TurnLog
from prefmem.records import Matrix, Turn
from prefmem.types import EpisodeHit, Scope

T = TypeVar("T")
EMBEDDED, SERVER = "chroma:", ("chroma+http://", "chroma+https://")
TIMEOUT = 30.0
"""Seconds that a server may take for one answer."""
COLLECTIONS = 64
"""Into how many collections users are hashed. A search reads the whole collection, and each one
that was touched costs some 3 MB: 64 serve some 300,000 turns at a few milliseconds a search."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where Chroma is: a folder of ours, or a server."""

    folder: Path | None = None
    host: str = ""
    port: int = 8000
    ssl: bool = False

    @classmethod
    def of(cls, location: str) -> Self:
        """Read `chroma:PATH` or `chroma+http://HOST:PORT`.

        Raises:
            UsageError: It is neither.
        """
        if location.startswith(SERVER):
            url = urlsplit(location.removeprefix("chroma+"))
            try:
                port = url.port or (443 if url.scheme == "https" else 8000)
            except ValueError as wrong:
                raise UsageError(f"episodes={location!r} has no valid port ({wrong})") from wrong
            if url.hostname and not url.path.strip("/"):
                return cls(host=url.hostname, port=port, ssl=url.scheme == "https")
        elif location.startswith(EMBEDDED) and location != EMBEDDED:
            return cls(folder=Path(location.removeprefix(EMBEDDED)))
        raise UsageError(
            f"episodes={location!r} names no Chroma; use 'chroma:PATH' or 'chroma+http://HOST:PORT'"
        )


class ChromaEpisodes:
    """Implements `EpisodicStore`. Users are hashed into a fixed number of collections.

    With a log of turns, Chroma holds vectors and positions only: the text stays in the log, so
    that erasing it there erases it. Without one, the text is kept in Chroma, whose files give
    erased text up only when it compacts them.

    Embedded, a lock in the folder keeps a second process out, which would lose vectors silently.
    """

    def __init__(self, index: Index, *, turns: TurnLog | None, lock: FolderLock | None) -> None:
        """See `open`."""
        self._index = index
        self._turns = turns
        self._lock = lock

    @classmethod
    async def open(
        cls, location: str, *, turns: TurnLog | None = None, collections: int = COLLECTIONS
    ) -> Self:
        """Open `chroma:PATH` or `chroma+http://HOST:PORT`; what is missing is made, empty.

        Args:
            location: Where it is.
            turns: The log that holds the text of the turns that will be indexed.
            collections: Into how many collections users are hashed. Another number is another
                index: run `prefmem reindex` after changing it.

        Raises:
            MissingExtra: chromadb is not installed.
            StoreUnavailable: Another process holds the folder, or the server cannot be reached.
            StoreCorrupt: The folder holds something that Chroma cannot read.
        """
        place = Place.of(location)
        lock = FolderLock(place.folder) if place.folder is not None else None
        try:
            client = await _in_thread(partial(_client, place))
        except BaseException:
            if lock:
                lock.release()
            raise
        index = Index(client, name=location, collections=collections, alone=lock is not None)
        return cls(index, turns=turns, lock=lock)

    async def append(self, scope: Scope, turns: Sequence[Turn], vectors: Matrix) -> None:
        """Index `turns` with their `vectors` (n, d); an id that is there is replaced.

        Raises:
            StoreUnavailable: Chroma cannot be reached or written.
        """
        if not turns:
            return
        key = user_key(scope)
        rows = [self._row(key, turn) for turn in turns]
        await _in_thread(partial(self._index.upsert, key, rows, vectors))

    async def search(self, scope: Scope, vector: Matrix, *, limit: int) -> tuple[EpisodeHit, ...]:
        """The nearest turns of this user, best first, newest first among near ties.

        Raises:
            StoreUnavailable: Chroma cannot be reached.
        """
        if limit < 1:
            return ()
        # More than asked for: near ties are put in order here, and lost turns fall out.
        wanted = 4 * limit + 16
        found = await _in_thread(partial(self._index.nearest, user_key(scope), vector, wanted))
        order = best(
            np.array([one.score for one in found], dtype=np.float32),
            [datetime.fromisoformat(one.row.at).timestamp() for one in found],
            len(found),
        )
        hits: list[EpisodeHit] = []
        for place in order:
            if len(hits) == limit:
                break
            hit = await self._hit(scope, found[place])
            if hit is not None:
                hits.append(hit)
        return tuple(hits)

    async def erase(self, scope: Scope, ids: Sequence[tuple[str, str]] | None = None) -> int:
        """Remove the turns named by (conversation, id), or all of this user; how many.

        Raises:
            StoreUnavailable: Chroma cannot be reached or written.
        """
        key = user_key(scope)
        names = None if ids is None else [row_id(key, *one) for one in dict.fromkeys(ids)]
        return await _in_thread(partial(self._index.delete, key, names))

    async def empty(self) -> bool:
        """True if nothing of anybody is indexed: the folder is new, or was lost.

        Raises:
            StoreUnavailable: Chroma cannot be reached.
        """
        return await _in_thread(self._index.empty)

    async def close(self) -> None:
        """Let go of files, connections and the lock; a second call does nothing."""
        await _in_thread(self._index.close)
        if self._lock:
            self._lock.release()

    def _row(self, key: str, turn: Turn) -> Row:
        at, name = turn.at.isoformat(), row_id(key, turn.conversation, turn.id)
        if self._turns is not None and turn.position:
            return Row(name=name, at=at, position=turn.position)
        told = {"conversation": turn.conversation, "id": turn.id, "role": turn.role}
        return Row(name=name, at=at, told=json.dumps(told | {"content": turn.content}))

    async def _hit(self, scope: Scope, found: Found) -> EpisodeHit | None:
        row = found.row
        if row.told:
            told = json.loads(row.told)
            turn = Turn(**told, at=datetime.fromisoformat(row.at))
        elif self._turns is not None:
            turns = await self._turns.read(scope, after=row.position - 1, limit=1)
            turn = turns[0] if turns else None
        else:
            turn = None
        # A log that was restored may count otherwise; a purged turn has no text.
        if turn is None or not turn.content or _name(scope, turn) != row.name:
            return None
        return EpisodeHit(
            conversation_id=turn.conversation,
            message_id=turn.id,
            role=turn.role,
            content=turn.content,
            at=turn.at,
            score=found.score,
        )


def _name(scope: Scope, turn: Turn) -> str:
    return row_id(user_key(scope), turn.conversation, turn.id)


def _client(place: Place) -> Any:
    try:
        import chromadb
        from chromadb.config import Settings
        from chromadb.errors import ChromaError
    except ImportError as missing:
        raise MissingExtra(
            "episodes in Chroma need chromadb; run 'pip install \"prefmem[chroma]\"'"
        ) from missing
    library: Any = chromadb
    settings = Settings(anonymized_telemetry=False)
    if place.folder is None:
        try:
            client = library.HttpClient(
                host=place.host, port=place.port, ssl=place.ssl, settings=settings
            )
        except (ValueError, ChromaError) as failed:
            raise StoreUnavailable(
                f"no Chroma server at {place.host}:{place.port} ({failed});"
                f" start one with 'chroma run --port {place.port}'"
            ) from failed
        # By itself it waits for ever.
        for session in sessions_of(client):
            session.timeout = TIMEOUT
        return client
    try:
        return library.PersistentClient(path=str(place.folder), settings=settings)
    except (ValueError, ChromaError) as failed:
        raise StoreCorrupt(
            f"Chroma cannot read {place.folder} ({failed}); delete the folder and run"
            " 'prefmem reindex': the turns are safe in the store"
        ) from failed


async def _in_thread(work: Callable[[], T]) -> T:
    from anyio import to_thread

    return await to_thread.run_sync(work)
