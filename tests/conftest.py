"""What all tests share."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelServer:
    """A real model behind an OpenAI-compatible server; any key will do."""

    base_url: str
    """With `/v1`, as the OpenAI client takes it."""
    model: str = "gemma-3-270m"


@pytest.fixture(scope="session")
def model_server() -> Iterator[ModelServer]:
    """One server for all tests that ask for it: about 2 s to start, 20 to 30 tokens a second.

    Keep `max_tokens` small. It serves chat completions (streamed, bound to a JSON schema) and
    embeddings; what the model says makes little sense, and is the same each time.
    """
    pytest.importorskip("xllamacpp")
    process = subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("model_server.py"))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        address = process.stdout.readline().strip()
        assert address, f"the model server ended with {process.wait(timeout=10)}"
        yield ModelServer(base_url=f"{address}/v1")
    finally:
        process.stdin.close()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.close()
