"""Embeddings through the OpenAI client."""

from __future__ import annotations

import numpy as np
import pytest

from prefmem.embedders.openai import MAX_CHARACTERS, MAX_TEXTS, OpenAIEmbedder
from prefmem.errors import EmbedderError

pytestmark = pytest.mark.anyio


def reply(*vectors: list[float], order: list[int] | None = None) -> dict[str, object]:
    places = order or list(range(len(vectors)))
    data = [
        {"object": "embedding", "index": i, "embedding": v}
        for i, v in zip(places, vectors, strict=True)
    ]
    return {"object": "list", "model": "m", "data": data, "usage": {}}


@pytest.fixture
async def embedder(scripted_server):
    async with OpenAIEmbedder(
        "m", base_url=scripted_server.base_url, api_key="none", timeout=20.0
    ) as embedder:
        yield embedder


async def test_rows_are_put_in_order_and_made_unit(embedder, scripted_server):
    scripted_server.then(reply([0.0, 2.0], [3.0, 0.0], order=[1, 0]))
    rows = await embedder.embed(["first", "second"], purpose="query")
    assert np.allclose(rows, [[1, 0], [0, 1]])


async def test_dimensions_are_asked_for_and_are_part_of_the_fingerprint(scripted_server):
    scripted_server.then(reply([1.0, 0.0]))
    async with OpenAIEmbedder(
        "m", dimensions=2, base_url=scripted_server.base_url, api_key="none"
    ) as embedder:
        await embedder.embed(["text"], purpose="query")
        assert (await embedder.embed([], purpose="query")).shape == (0, 2)
    assert scripted_server.requests[0]["dimensions"] == 2
    assert embedder.fingerprint == "openai/m/2" != OpenAIEmbedder("m").fingerprint


async def test_many_texts_go_in_several_requests(embedder, scripted_server):
    for count in (MAX_TEXTS, 1):
        scripted_server.then(reply(*[[1.0, 0.0]] * count))
    assert (await embedder.embed(["t"] * (MAX_TEXTS + 1), purpose="document")).shape[0] == 129
    assert [len(r["input"]) for r in scripted_server.requests] == [MAX_TEXTS, 1]


async def test_long_texts_are_cut_and_share_few_requests(embedder, scripted_server):
    scripted_server.then(reply(*[[1.0, 0.0]] * 12)).then(reply([1.0, 0.0]))
    await embedder.embed(["x" * 50_000] * 13, purpose="document")
    sizes = [sum(map(len, r["input"])) for r in scripted_server.requests]
    assert sizes == [96_000, 8_000]
    assert max(sizes) <= MAX_CHARACTERS


async def test_an_empty_text_is_sent_as_a_space(embedder, scripted_server):
    scripted_server.then(reply([1.0, 0.0]))
    await embedder.embed([""], purpose="document")
    assert scripted_server.requests[0]["input"] == [" "]


async def test_a_refused_key_is_an_error_that_says_so(embedder, scripted_server):
    scripted_server.then({"error": {"message": "bad key"}}, status=401)
    with pytest.raises(EmbedderError, match=r"'m' at http://127.* answered 401: .*bad key"):
        await embedder.embed(["text"], purpose="query")


async def test_a_busy_service_is_asked_again(embedder, scripted_server):
    scripted_server.then({}, status=429, headers={"retry-after-ms": "1"}).then(reply([1.0]))
    assert (await embedder.embed(["text"], purpose="query")).shape == (1, 1)


async def test_a_service_that_hangs_or_is_not_there_is_an_error(scripted_server):
    scripted_server.then(hang=True)
    places = {"hangs": scripted_server.base_url, "is not there": "http://127.0.0.1:9/v1"}
    for url in places.values():
        async with OpenAIEmbedder("m", base_url=url, api_key="none", timeout=0.1) as embedder:
            with pytest.raises(EmbedderError, match="check the address and the network"):
                await embedder.embed(["text"], purpose="query")


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (reply([1.0, 0.0]), "gave 1 vectors"),
        (reply([1.0, 0.0], [1.0]), "widths"),
        (reply([1.0, 0.0], [0.0, 0.0]), "without direction"),
        ({"data": []}, "not answer as an embedding service"),
        (b"<html>", "not answer as an embedding service"),
    ],
)
async def test_nonsense_is_an_error(embedder, scripted_server, answer, message):
    scripted_server.then(answer)
    with pytest.raises(EmbedderError, match=message):
        await embedder.embed(["one", "two"], purpose="query")


async def test_a_missing_key_is_an_error_of_ours(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(EmbedderError, match=r"cannot be made: .*OPENAI_API_KEY"):
        await OpenAIEmbedder("m").embed(["text"], purpose="query")
