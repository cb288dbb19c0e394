"""Other memories, filled with the same people and asked the same: mem0 and LangGraph's stores.

The person who asks is written as the library's users would; the crowd through the library's own
vector store, in bulk, with vectors that are known beforehand. What is measured is its own search,
which embeds the request with the same embedder as all the rest.
"""

from __future__ import annotations

import hashlib
import importlib
import os
import sqlite3
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, Protocol

from people import neighbour

from prefmem.records import Matrix, PreferenceRecord, Vector

os.environ["MEM0_TELEMETRY"] = "False"
ASKED = 15
"""Entries asked for: about as many as our block holds."""
BATCH = 500
Search = Callable[[str, str], object]
"""Asks for a person's preferences: name, request."""


class Encoder(Protocol):
    """The embedder that all share."""

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Unit vectors, one a text."""
        ...


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One preference as others keep it."""

    user: str
    id: str
    text: str
    vector: Vector


@dataclass(frozen=True, kw_only=True)
class World:
    """People who ask, among others who make up the rest of a store."""

    people: dict[str, tuple[PreferenceRecord, ...]]
    """Who asks, by name."""
    crowd: tuple[PreferenceRecord, ...]
    """What everybody else has."""
    vectors: dict[str, Matrix]
    size: int
    """Preferences in all."""

    @property
    def others(self) -> int:
        """How many other people there are."""
        return max(0, self.size - sum(map(len, self.people.values()))) // len(self.crowd)

    def own(self) -> list[list[Entry]]:
        """Those of the people who ask, by person."""
        return [
            [
                Entry(user=user, id=r.id, text=r.statement, vector=self.vectors[r.id][0])
                for r in held
            ]
            for user, held in self.people.items()
        ]

    def batches(self) -> Iterator[list[Entry]]:
        """Everybody else's: alike, never the same."""
        batch: list[Entry] = []
        for n in range(self.others):
            user = f"other-{n:06}"
            for r in self.crowd:
                name = f"{user} {r.id}"
                vector = neighbour(self.vectors[r.id][0], name)
                batch.append(Entry(user=user, id=name, text=f"{r.statement} ({n})", vector=vector))
            if len(batch) >= BATCH:
                yield batch
                batch = []
        if batch:
            yield batch


class Known:
    """The shared embedder, that need not embed texts whose vectors are known while it loads."""

    def __init__(self, embedder: Encoder) -> None:
        self.embedder = embedder
        self.vectors: dict[str, list[float]] = {}

    def put(self, entries: Sequence[Entry]) -> None:
        """Know these, and no others."""
        self.vectors = {one.text: one.vector.tolist() for one in entries}

    def embed_query(self, text: str) -> list[float]:
        """A vector."""
        found = self.vectors.get(text)
        return self.embedder.encode([text])[0].tolist() if found is None else found

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Vectors."""
        return [self.embed_query(text) for text in texts]


@contextmanager
def mem0(provider: str, embedder: Encoder, world: World, folder: Path) -> Iterator[Search]:
    """Its `search`, on local Chroma or Qdrant, after `add(infer=False)`."""
    os.environ["MEM0_DIR"] = str(folder)
    embeddings: Any = importlib.import_module("langchain_core.embeddings").Embeddings
    known = Known(embedder)
    methods = {"embed_query": known.embed_query, "embed_documents": known.embed_documents}
    view: Any = type("View", (embeddings,), {k: staticmethod(v) for k, v in methods.items()})
    where: dict[str, Any] = {"collection_name": "bench", "path": str(folder / "vectors")}
    if provider == "qdrant":
        where |= {"embedding_model_dims": 384, "on_disk": True}
    memory: Any = importlib.import_module("mem0").Memory.from_config(
        {
            "vector_store": {"provider": provider, "config": where},
            "llm": {"provider": "openai", "config": {"api_key": "none"}},
            "embedder": {"provider": "langchain", "config": {"model": view()}},
            "history_db_path": str(folder / "history.db"),
        }
    )
    for batch in world.batches():
        memory.vector_store.insert(
            vectors=[one.vector.tolist() for one in batch],
            ids=[str(uuid.uuid4()) for _ in batch],
            payloads=[_payload(one) for one in batch],
        )
    for own in world.own():
        known.put(own)
        for one in own:
            memory.add(one.text, user_id=one.user, infer=False)
    known.put(())

    def search(user: str, request: str) -> object:
        found = memory.search(request, top_k=ASKED, filters={"user_id": user}, threshold=0.0)
        return found["results"]

    yield checked(search, world)


def checked(search: Search, world: World) -> Search:
    """The search, if it finds something of everybody who asks."""
    for user in world.people:
        assert search(user, "hotels"), f"nothing found of {user}"
    return search


def _payload(one: Entry) -> dict[str, str]:
    now = "2026-01-05T09:00:00+00:00"
    return {
        "user_id": one.user,
        "role": "user",
        "data": one.text,
        "hash": hashlib.md5(one.text.encode(), usedforsecurity=False).hexdigest(),
        "created_at": now,
        "updated_at": now,
        "text_lemmatized": one.text.lower(),
    }


@contextmanager
def langgraph(store: Any, known: Known, world: World) -> Iterator[Search]:
    """The `search` of one of its stores."""
    put: Any = importlib.import_module("langgraph.store.base").PutOp
    for batch in chain(world.batches(), world.own()):
        known.put(batch)
        store.batch([put((one.user, "preferences"), one.id, {"text": one.text}) for one in batch])
    known.put(())

    def search(user: str, request: str) -> object:
        return store.search((user, "preferences"), query=request, limit=ASKED)

    yield checked(search, world)


@contextmanager
def langgraph_memory(embedder: Encoder, world: World, folder: Path) -> Iterator[Search]:
    """LangGraph's store in memory."""
    known = Known(embedder)
    made = importlib.import_module("langgraph.store.memory").InMemoryStore(index=_index(known))
    with langgraph(made, known, world) as search:
        yield search


@contextmanager
def langgraph_sqlite(embedder: Encoder, world: World, folder: Path) -> Iterator[Search]:
    """LangGraph's store in SQLite, which needs an SQLite that loads extensions."""
    known = Known(embedder)
    made: Any = importlib.import_module("langgraph.store.sqlite").SqliteStore
    driver: Any = sqlite3
    if not hasattr(sqlite3.Connection, "enable_load_extension"):
        driver = importlib.import_module("pysqlite3")
    conn = driver.connect(folder / "store.db", check_same_thread=False, isolation_level=None)
    store = made(conn, index=_index(known))
    store.setup()
    with langgraph(store, known, world) as search:
        yield search
    conn.close()


@contextmanager
def langgraph_postgres(embedder: Encoder, world: World, folder: Path, url: str) -> Iterator[Search]:
    """LangGraph's store in PostgreSQL with pgvector, in an empty database."""
    known = Known(embedder)
    made: Any = importlib.import_module("langgraph.store.postgres").PostgresStore
    with made.from_conn_string(url, index=_index(known)) as store:
        store.setup()
        with langgraph(store, known, world) as search:
            yield search


def _index(known: Known) -> dict[str, Any]:
    return {"dims": 384, "embed": known.embed_documents, "fields": ["text"]}
