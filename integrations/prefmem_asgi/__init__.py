"""Preferences over HTTP: an OpenAI-compatible gateway, and the memory itself as a REST API."""

from prefmem_asgi.app import Gateway, create_app
from prefmem_asgi.identity import Caller, Identity, Local, SignedTokens, TrustedBackend
from prefmem_asgi.serve import serve
from prefmem_asgi.settings import Limits, Settings

__all__ = [
    "Caller",
    "Gateway",
    "Identity",
    "Limits",
    "Local",
    "Settings",
    "SignedTokens",
    "TrustedBackend",
    "create_app",
    "serve",
]
