"""Episodic memory in Chroma, embedded and behind its real server."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import anyio
import numpy as np
import pytest

from prefmem.conformance.episodes import EpisodesContract
from prefmem.episodes.chroma import ChromaEpisodes, Place
from prefmem.episodes.ranking import best
from prefmem.errors import StoreCorrupt, StoreUnavailable, UsageError
from prefmem.records import Turn
from prefmem.types import Scope

pytest.importorskip("chromadb")
pytestmark = pytest.mark.anyio

ADA = Scope(tenant="acme", user="ada")
START = datetime(2026, 1, 5, 9, tzinfo=UTC)


def turn(i: int, text: str = "", **changes: object) -> Turn:
    made = Turn(
        conversation="c1",
        id=f"m{i}",
        role="user",
        content=text or f"text {i}",
        at=START + timedelta(hours=i),
    )
    return replace(made, **changes)


def axis(*places: int, width: int = 8) -> np.ndarray:
    return np.eye(width, dtype=np.float32)[list(places)]


def written_in(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())


class Log:
    """A log of turns, as far as it is read from."""

    def __init__(self, *turns: Turn) -> None:
        self.turns = turns

    async def append(self, scope, turns, *, due):
        raise NotImplementedError

    async def read(self, scope: Scope, *, after: int = 0, limit: int | None = None):
        later = [one for one in self.turns if one.position > after]
        return tuple(later[:limit])


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = tmp_path_factory.mktemp("chroma-server")
    run = [str(Path(sys.executable).with_name("chroma")), "run", "--path", str(folder)]
    process = subprocess.Popen(
        [*run, "--host", "127.0.0.1", "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert process.poll() is None
            time.sleep(0.1)
        yield f"chroma+http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()


class TestEmbeddedContract(EpisodesContract):
    @pytest.fixture
    async def episodes(self, tmp_path: Path) -> AsyncIterator[ChromaEpisodes]:
        store = await ChromaEpisodes.open(f"chroma:{tmp_path}", collections=2)
        yield store
        await store.close()


class TestServerContract(EpisodesContract):
    @pytest.fixture
    async def episodes(self, server: str) -> AsyncIterator[ChromaEpisodes]:
        store = await ChromaEpisodes.open(server, collections=2)
        client = store._index._client
        for collection in client.list_collections(limit=None):
            client.delete_collection(collection.name)
        yield store
        await store.close()


@pytest.fixture(params=["embedded", "server"])
async def chroma(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[ChromaEpisodes]:
    embedded = request.param == "embedded"
    place = f"chroma:{tmp_path}" if embedded else request.getfixturevalue("server")
    store = await ChromaEpisodes.open(place, collections=3)
    yield store
    await store.erase(ADA)
    await store.close()


async def test_a_turn_comes_back_as_it_was(chroma: ChromaEpisodes):
    said = turn(1, "Nul\x00 and 🙂\nand more", at=START + timedelta(microseconds=7))
    await chroma.append(ADA, [said], axis(1))
    (hit,) = await chroma.search(ADA, axis(1)[0], limit=5)
    assert (hit.conversation_id, hit.message_id, hit.role) == ("c1", "m1", "user")
    assert (hit.content, hit.at) == (said.content, said.at)
    assert hit.score == pytest.approx(1.0, abs=1e-5)


async def test_users_of_one_collection_do_not_see_each_other(chroma: ChromaEpisodes):
    scopes = [Scope(tenant=t, user=u) for t in ("a", "a/b") for u in ("x", "b/x", "Ω €", "y" * 600)]
    for i, scope in enumerate(scopes):
        await chroma.append(scope, [turn(i, f"of {i}")], axis(0))
    for i, scope in enumerate(scopes):
        assert [h.content for h in await chroma.search(scope, axis(0)[0], limit=9)] == [f"of {i}"]
    assert [await chroma.erase(scope) for scope in scopes] == [1] * len(scopes)


async def test_a_turn_that_is_there_is_replaced(chroma: ChromaEpisodes):
    await chroma.append(ADA, [turn(1, "old"), turn(1, "newer")], axis(1, 1))
    await chroma.append(ADA, [turn(1, "newest")], axis(2))
    hits = await chroma.search(ADA, axis(2)[0], limit=5)
    assert [(hit.content, round(hit.score)) for hit in hits] == [("newest", 1)]


async def test_the_nearest_come_first_and_of_near_ties_the_newest(chroma: ChromaEpisodes):
    vectors = np.array([[1, 0], [0.9999, 0.0141], [0, 1]], dtype=np.float32)
    await chroma.append(ADA, [turn(1), turn(2), turn(3)], vectors)
    hits = await chroma.search(ADA, vectors[0], limit=5)
    assert [hit.message_id for hit in hits] == ["m2", "m1", "m3"]
    await chroma.erase(ADA)


async def test_it_finds_what_an_exact_search_finds(tmp_path: Path):
    random = np.random.default_rng(3)
    vectors = random.normal(size=(1200, 32)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    users = [Scope(tenant="t", user=str(i)) for i in range(12)]
    store = await ChromaEpisodes.open(f"chroma:{tmp_path}", collections=1)
    for i, user in enumerate(users):
        await store.append(user, [turn(n) for n in range(100)], vectors[i * 100 : i * 100 + 100])
    found = 0
    for i, user in enumerate(users):
        mine = vectors[i * 100 : i * 100 + 100]
        exact = {f"m{n}" for n in best(mine @ mine[7], range(100), 5)}
        hits = await store.search(user, mine[7], limit=5)
        found += len(exact & {hit.message_id for hit in hits})
    await store.close()
    assert found >= 0.95 * 5 * len(users)


async def test_turns_are_erased_by_name_and_counted_once(chroma: ChromaEpisodes):
    await chroma.append(ADA, [turn(i) for i in range(4)], axis(0, 1, 2, 3))
    assert await chroma.erase(ADA, [("c1", "m1"), ("c1", "m1"), ("c1", "m9"), ("c2", "m2")]) == 1
    assert await chroma.erase(ADA, []) == 0
    assert len(await chroma.search(ADA, axis(1)[0], limit=9)) == 3
    assert await chroma.erase(ADA) == 3
    assert await chroma.erase(ADA) == 0
    assert await chroma.search(ADA, axis(1)[0], limit=9) == ()


async def test_a_stranger_has_nothing_to_find_or_to_erase(chroma: ChromaEpisodes):
    nobody = Scope(tenant="t", user="nobody")
    assert await chroma.search(nobody, axis(0)[0], limit=5) == ()
    assert await chroma.erase(nobody) == 0


async def test_vectors_of_another_embedder_are_apart_and_erased_together(chroma: ChromaEpisodes):
    await chroma.append(ADA, [turn(1)], axis(0))
    await chroma.append(ADA, [turn(1), turn(2)], axis(0, 1, width=9))
    assert len(await chroma.search(ADA, axis(0)[0], limit=5)) == 1
    assert len(await chroma.search(ADA, axis(0, width=9)[0], limit=5)) == 2
    assert await chroma.erase(ADA) == 3


async def test_with_a_log_the_text_stays_in_the_log(tmp_path: Path):
    log = Log(turn(1, "a secret word", position=4), turn(2, "another secret word", position=5))
    store = await ChromaEpisodes.open(f"chroma:{tmp_path}", turns=log)
    await store.append(ADA, log.turns, axis(1, 2))
    (hit, _) = await store.search(ADA, axis(1)[0], limit=2)
    assert (hit.content, hit.message_id) == ("a secret word", "m1")
    log.turns = (turn(1, content="", position=4), turn(9, "now at this place", position=5))
    assert await store.search(ADA, axis(1)[0], limit=2) == ()
    await store.close()
    assert b"secret" not in written_in(tmp_path)


async def test_what_was_written_is_there_after_a_restart(tmp_path: Path):
    for expected in (0, 1):
        store = await ChromaEpisodes.open(f"chroma:{tmp_path / 'new' / 'folder'}")
        assert len(await store.search(ADA, axis(1)[0], limit=5)) == expected
        await store.append(ADA, [turn(1)], axis(1))
        await store.close()


async def test_a_collection_that_was_lost_is_made_again_empty(chroma: ChromaEpisodes):
    await chroma.append(ADA, [turn(1)], axis(1))
    client = chroma._index._client
    for collection in client.list_collections():
        client.delete_collection(collection.name)
    assert await chroma.search(ADA, axis(1)[0], limit=5) == ()
    await chroma.append(ADA, [turn(2)], axis(1))
    assert [h.message_id for h in await chroma.search(ADA, axis(1)[0], limit=5)] == ["m2"]


async def test_a_second_writer_is_refused_until_the_first_closes(tmp_path: Path):
    first = await ChromaEpisodes.open(f"chroma:{tmp_path}")
    with pytest.raises(StoreUnavailable, match=rf"in use .*process.* {os.getpid()}.*chroma run"):
        await ChromaEpisodes.open(f"chroma:{tmp_path}")
    await first.close()
    await first.close()
    await (await ChromaEpisodes.open(f"chroma:{tmp_path}")).close()


def test_a_second_process_is_refused_until_the_first_is_killed(tmp_path: Path):
    code = (
        "import asyncio, sys; from prefmem.episodes.chroma import ChromaEpisodes\n"
        "store = asyncio.run(ChromaEpisodes.open(sys.argv[1])); print('open', flush=True)\n"
        "sys.stdin.read()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", code, f"chroma:{tmp_path}"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"open\n"
        with pytest.raises(StoreUnavailable, match=f"process {holder.pid}"):
            anyio.run(ChromaEpisodes.open, f"chroma:{tmp_path}")
        holder.kill()
        holder.wait()
        anyio.run(open_and_close, f"chroma:{tmp_path}")


async def open_and_close(place: str) -> None:
    await (await ChromaEpisodes.open(place)).close()


async def test_a_closed_store_says_so(tmp_path: Path):
    store = await ChromaEpisodes.open(f"chroma:{tmp_path}")
    await store.close()
    with pytest.raises(StoreUnavailable, match="is closed"):
        await store.search(ADA, axis(1)[0], limit=1)


async def test_a_file_that_chroma_cannot_read_names_the_remedy(tmp_path: Path):
    (tmp_path / "chroma.sqlite3").write_bytes(b"this is no database" * 1000)
    with pytest.raises(StoreCorrupt, match="delete the folder and run 'prefmem reindex'"):
        await ChromaEpisodes.open(f"chroma:{tmp_path}")


async def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreUnavailable, match="name a folder that can be written"):
        await ChromaEpisodes.open(f"chroma:{tmp_path / 'file' / 'folder'}")


async def test_a_server_that_is_not_there_is_told_with_the_command():
    with pytest.raises(StoreUnavailable, match="chroma run --port 9"):
        await ChromaEpisodes.open("chroma+http://127.0.0.1:9")


def test_places_are_read():
    assert Place.of("chroma:/a/b") == Place(folder=Path("/a/b"))
    assert Place.of("chroma+http://h:81") == Place(host="h", port=81)
    assert Place.of("chroma+http://h") == Place(host="h", port=8000)
    assert Place.of("chroma+https://h/") == Place(host="h", port=443, ssl=True)


@pytest.mark.parametrize("place", ["chroma:", "chroma+http://", "chroma+http://h:x", "qdrant:x"])
def test_a_place_that_is_none_is_a_usage_error(place: str):
    with pytest.raises(UsageError, match=r"valid port|use 'chroma:PATH'"):
        Place.of(place)
