"""A typed, blocking seam around a Chroma client: rows in, rows out, errors of ours."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np

from prefmem.errors import StoreUnavailable
from prefmem.records import Matrix
from prefmem.types import Scope

T = TypeVar("T")
CHUNK = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What is kept of a turn beside its vector."""

    name: str
    """Its id in Chroma, by `row_id`."""
    at: str
    position: int = 0
    """Where it is in the log of turns; 0: it is told here."""
    told: str = ""
    """The turn itself, as JSON, where no log holds it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A row and how near it is."""

    row: Row
    score: float


def user_key(scope: Scope) -> str:
    """Names a user where ids may not be names."""
    return _digest(scope.tenant, scope.user)


def row_id(key: str, conversation: str, message: str) -> str:
    """Names a turn of the user with this key."""
    return _digest(key, conversation, message)


def _digest(*parts: str) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]


class Index:
    """All rows of all users, in a fixed number of collections."""

    def __init__(self, client: Any, *, name: str, collections: int, alone: bool) -> None:
        """Use `client`, which this now owns.

        Args:
            client: Of Chroma.
            name: For messages.
            collections: Into how many collections users are hashed.
            alone: Embedded: its writes go one after the other.
        """
        self._client: Any = client
        self._name = name
        self._count = collections
        self._known: dict[str, Any] = {}
        self._writing = threading.Lock() if alone else nullcontext()

    def upsert(self, key: str, rows: Sequence[Row], vectors: Matrix) -> None:
        """Insert rows of one user, or replace them by id."""
        latest = {row.name: i for i, row in enumerate(rows)}
        names = list(latest)
        home = self._home(key, np.shape(vectors)[1])
        for start in range(0, len(names), CHUNK):
            part = names[start : start + CHUNK]
            chosen = [latest[name] for name in part]
            content: dict[str, Any] = {
                "ids": part,
                "embeddings": np.asarray(vectors, dtype=np.float32)[chosen],
                "metadatas": [_metadata(key, rows[i]) for i in chosen],
            }
            with self._writing, self._translated():
                self._on(home, lambda c, content=content: c.upsert(**content), make=True)

    def nearest(self, key: str, vector: Matrix, limit: int) -> list[Found]:
        """The nearest rows of one user, best first."""
        query = np.asarray(vector, dtype=np.float32).reshape(1, -1)
        with self._translated():
            reply = self._on(
                self._home(key, query.shape[1]),
                lambda c: c.query(
                    query_embeddings=query,
                    n_results=limit,
                    where={"user": key},
                    include=["metadatas", "distances"],
                ),
            )
        if reply is None:
            return []
        columns = (reply["ids"][0], reply["metadatas"][0], reply["distances"][0])
        return [
            Found(row=_row(name, metadata), score=1.0 - float(far))
            for name, metadata, far in zip(*columns, strict=True)
        ]

    def delete(self, key: str, names: Sequence[str] | None) -> int:
        """Remove rows of one user by id, or all of them; how many there were.

        Vectors that another embedder left behind go too.
        """
        wanted: dict[str, Any] = {"where": {"user": key}}
        if names is not None:
            if not names:
                return 0
            wanted["ids"] = list(names)
        with self._writing, self._translated():
            return sum(self._delete(home, wanted) for home in self._homes(key))

    def _delete(self, home: str, wanted: dict[str, Any]) -> int:
        reply = self._on(home, lambda c: c.get(**wanted, include=[]))
        there = list(reply["ids"]) if reply else []
        for start in range(0, len(there), CHUNK):
            part = there[start : start + CHUNK]
            self._on(home, lambda c, part=part: c.delete(ids=part))
        return len(there)

    def empty(self) -> bool:
        """True if no collection of ours holds a row."""
        with self._translated():
            there = self._open().list_collections(limit=None)
            ours = (one for one in there if one.name.startswith(f"prefmem-{self._count}-"))
            return not any(one.count() for one in ours)

    def close(self) -> None:
        """Let go of files and connections."""
        client: Any = self._client
        self._client = None
        self._known.clear()
        if client is None:
            return
        sessions = sessions_of(client)
        client.close()
        for session in sessions:
            session.close()

    def _home(self, key: str, width: int) -> str:
        # A collection takes vectors of one width only: another embedder gets others.
        return f"prefmem-{self._count}-{int(key[:8], 16) % self._count}-{width}"

    def _homes(self, key: str) -> list[str]:
        prefix = self._home(key, 0)[:-1]
        there = self._open().list_collections(limit=None)
        return [one.name for one in there if one.name.startswith(prefix)]

    def _open(self) -> Any:
        if self._client is None:
            raise StoreUnavailable(f"{self._name} is closed; open the memory again")
        return self._client

    def _on(self, home: str, work: Callable[[Any], T], *, make: bool = False) -> T | None:
        """Do `work` on a collection; None if there is none and none is to be made."""
        from chromadb.errors import NotFoundError

        for _ in range(2):
            try:
                return work(self._collection(home, make))
            except NotFoundError:
                # It was never made, or somebody dropped it and the one we know is gone.
                if self._known.pop(home, None) is None and not make:
                    return None
        return None

    def _collection(self, name: str, make: bool) -> Any:
        known = self._known.get(name)
        if known is None:
            # Without `embedding_function=None` Chroma would fetch a model of its own.
            if make:
                known = self._open().get_or_create_collection(
                    name,
                    embedding_function=None,
                    configuration={"hnsw": {"space": "cosine"}},
                )
            else:
                known = self._open().get_collection(name, embedding_function=None)
            self._known[name] = known
        return known

    @contextmanager
    def _translated(self) -> Generator[None]:
        import httpx
        from chromadb.errors import ChromaError

        try:
            yield
        except (ChromaError, httpx.HTTPError, OSError) as failed:
            raise StoreUnavailable(
                f"{self._name} failed ({type(failed).__name__}: {failed}); check the folder or the"
                " server, and run 'prefmem reindex' if the index was lost"
            ) from failed


def sessions_of(client: Any) -> list[Any]:
    """The HTTP connections of a client of Chroma's server, which it does not close by itself."""
    owners = (client, getattr(client, "_admin_client", None))
    sessions = [getattr(getattr(one, "_server", None), "_session", None) for one in owners]
    return [session for session in sessions if session is not None]


def _metadata(key: str, row: Row) -> dict[str, str | int]:
    place = {"position": row.position} if row.position else {"told": row.told}
    return {"user": key, "at": row.at, **place}


def _row(name: str, metadata: dict[str, Any]) -> Row:
    return Row(
        name=name,
        at=metadata["at"],
        position=int(metadata.get("position", 0)),
        told=metadata.get("told", ""),
    )
