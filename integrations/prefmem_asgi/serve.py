"""Runs the gateway with uvicorn."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from prefmem import MissingExtra, UsageError
from prefmem_asgi.app import create_app
from prefmem_asgi.identity import is_loopback
from prefmem_asgi.settings import Settings


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
        UsageError: `host` is reachable from other machines and nothing authenticates callers.
    """
    check_reach(host, settings)
    try:
        import uvicorn
    except ImportError as error:
        raise MissingExtra("serving needs uvicorn; run pip install 'prefmem[server]'") from error
    uvicorn.run(
        create_app(location, settings=settings, **options),
        host=host,
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
