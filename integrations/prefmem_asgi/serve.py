"""Runs the gateway with uvicorn."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from prefmem import MissingExtra, UsageError
from prefmem.signed import is_loopback
from prefmem_asgi.app import create_app
from prefmem_asgi.settings import Settings

PORTS = {"http": 80, "https": 443}
EVERYWHERE = ("0.0.0.0", "::", "")  # noqa: S104 - compared, not listened on


def serve(
    location: str | Path | None = None,
    *,
    settings: Settings,
    host: str = "127.0.0.1",
    port: int = 8400,
    **options: Any,
) -> None:
    """Serve until a signal says stop; then finish what is under way.

    Args:
        location: As for `PreferenceMemory.open`.
        settings: The gateway's.
        host: Where to listen.
        port: Where to listen.
        **options: Further arguments of `PreferenceMemory.open`.

    Raises:
        UsageError: `host` is reachable from other machines and nothing authenticates callers, or
            the upstream is this gateway itself.
    """
    check_reach(host, settings)
    check_upstream(host, port, settings)
    try:
        import uvicorn
    except ImportError as error:
        raise MissingExtra("serving needs uvicorn; run pip install 'prefmem[server]'") from error
    uvicorn.run(
        create_app(location, settings=settings, **options),
        host=host.strip("[]"),
        port=port,
        log_level="info",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=round(settings.limits.drain),
    )


def check_reach(host: str, settings: Settings) -> None:
    """Refuse to be open to a network.

    Raises:
        UsageError: `host` is no loopback address and nothing authenticates callers.
    """
    if settings.identity.authenticates or is_loopback(host):
        return
    raise UsageError(
        f"{host!r} can be reached from other machines and nothing authenticates callers: anybody "
        "could read any user's memory; set a signing key or a backend secret, or use 127.0.0.1"
    )


def check_upstream(host: str, port: int, settings: Settings) -> None:
    """Refuse to send requests round and round.

    Raises:
        UsageError: The upstream is where this gateway is to listen.
    """
    there = urlsplit(settings.upstream)
    name = there.hostname or ""
    here = name == host or (is_loopback(name) and (is_loopback(host) or host in EVERYWHERE))
    if not here or (there.port or PORTS[there.scheme]) != port:
        return
    raise UsageError(
        f"upstream {settings.upstream!r} is this gateway itself; pass the service behind it with "
        "--upstream (OPENAI_BASE_URL, which clients read too, names the gateway)"
    )
