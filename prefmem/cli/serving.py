"""Commands that serve the memory to other programs: serve (HTTP) and mcp."""

from __future__ import annotations

import os
from importlib import import_module
from types import ModuleType
from typing import Annotated, Any

import typer

from prefmem.cli.session import Session, add
from prefmem.errors import MissingExtra, UsageError

UPSTREAM = "https://api.openai.com/v1"
LAST_PORT = 65_535
Host = Annotated[str, typer.Option(help="Where to listen.")]
TokenKey = Annotated[
    str | None,
    typer.Option(
        "--token-key",
        envvar="PREFMEM_TOKEN_KEY",
        help="Callers prove who they are by tokens (JWT) signed with this key.",
    ),
]


def register(app: typer.Typer) -> None:
    """Add these commands to `app`."""
    add(app, serve)
    add(app, mcp)


def serve(
    session: Session,
    upstream: Annotated[
        str, typer.Option(envvar="OPENAI_BASE_URL", help="The OpenAI-compatible service behind.")
    ] = UPSTREAM,
    host: Host = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Where to listen.", min=0, max=LAST_PORT)] = 8400,
    token_key: TokenKey = None,
    backend_secret: Annotated[
        str | None,
        typer.Option(
            envvar="PREFMEM_BACKEND_SECRET",
            help="A backend that names users in headers proves itself by this secret.",
        ),
    ] = None,
    audience: Annotated[
        str | None, typer.Option(help="Who tokens are made for; without it, whoever they name.")
    ] = None,
    budget: Annotated[int, typer.Option(help="Tokens that a block may take.")] = 256,
) -> None:
    """Serve an OpenAI-compatible gateway that adds each user's preferences, and a REST API."""
    if token_key and backend_secret:
        raise UsageError("pass --token-key or --backend-secret, not both")
    _check_audience(audience, token_key)
    asgi = integration("prefmem_asgi", extra="server")
    identity: Any = asgi.Local(user=session.user, tenant=session.tenant)
    if token_key:
        identity = asgi.SignedTokens(key=token_key, audience=audience)
    elif backend_secret:
        identity = asgi.TrustedBackend(secret=backend_secret)
    settings = asgi.Settings(
        upstream=upstream,
        upstream_key=os.environ.get("OPENAI_API_KEY"),
        identity=identity,
        budget=budget,
    )
    _check_opens(session)
    asgi.serve(session.db, settings=settings, host=host, port=port, **_options(session))


def mcp(
    session: Session,
    http: Annotated[bool, typer.Option("--http", help="Over HTTP, not standard input.")] = False,
    host: Host = "127.0.0.1",
    port: Annotated[
        int, typer.Option(help="Where to listen with --http.", min=0, max=LAST_PORT)
    ] = 8401,
    token_key: TokenKey = None,
    audience: Annotated[
        str | None, typer.Option(help="The address of this server, that tokens are made for.")
    ] = None,
) -> None:
    """Serve a person's memory to an agent by the Model Context Protocol."""
    _check_audience(audience, token_key)
    module = integration("prefmem_mcp", extra="mcp")
    options = _options(session)
    if not http:
        _check_opens(session)
        module.serve_stdio(session.db, user=session.user, tenant=session.tenant, **options)
        return
    if token_key is None:
        options |= {"user": session.user, "tenant": session.tenant}
    elif audience is None:
        raise UsageError("tokens need --audience: the address of this server")
    else:
        options |= {"tokens": module.SignedTokens(key=token_key, audience=audience)}
    _check_opens(session)
    module.serve_http(session.db, host=host, port=port, **options)


def _check_audience(audience: str | None, token_key: str | None) -> None:
    if audience and not token_key:
        raise UsageError("--audience is of tokens; pass --token-key, too")


def _check_opens(session: Session) -> None:
    """Open the memory and close it: inside of a server, a failure comes as a long traceback.

    Raises:
        PrefmemError: What the server would fail with, or answer each request with.
    """
    with session.person():
        pass


def integration(name: str, *, extra: str) -> ModuleType:
    """The package of an integration: found by name, since nothing here may stand on one.

    Raises:
        MissingExtra: What it needs is not installed.
    """
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        raise MissingExtra(
            f"this needs {error.name!r}, which is not installed: pip install 'prefmem[{extra}]'"
        ) from error


def _options(session: Session) -> dict[str, Any]:
    return {
        "policy": session.policy,
        "embedder": session.embedder,
        "episodes": session.episodes,
    }
